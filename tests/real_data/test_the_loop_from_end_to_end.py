"""The loop from end to end over HTTP, on real accounts with the real scores of a model that had not seen them: cases
and decisions come in, people decide, mistakes become findings, and each of the three ways out of a finding ends in
something changed and in news to whoever found it."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app.analytics.intervals import wilson
from app.contract import paths
from tests.real_data import eth
from tests.real_data.eth import KIND, TOKENS, Account, Word
from tests.real_data.eth_house import (
    BLOCK_AT,
    PASS_AT,
    TOKENS_UNREAD,
    USUAL,
    EthHouse,
    blames,
    eth_house,
    wherever,
)
from tests.support.hub_examples import SAID, step
from tests.support.seats import new_id
from tests.support.training_set import train, verified

# The world takes a minute to fill, and longer where the machine has others to serve.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
Row = dict[str, Any]
BIASED, HABIT = "onchain_contracts_created", "onchain_max_received"
FIRST, AUDITS = 4_000, 400
WRONG_STEP = ({"n": 1, "verdict": "wrong", "kind": "wrong_inference"},)
A = ("FP", "signal_overweighted", BIASED)
C = ("FN", "sop_gap", TOKENS_UNREAD)
OWN = ("FP", "signal_overweighted", HABIT)
LATER = blames("signal_underweighted", "signal", TOKENS)


class World:
    """The first weeks: 4,000 accounts decided; what was handed over, and a random sample of the rest, looked at.

    Three mistakes are seeded. The agent weighs one signal too much in 40 accounts, so that good ones are blocked. It
    misses accounts with token transfers, for which the procedures have no clause. And `hal` lets go what was rightly
    blocked, always for the same reason."""

    def __init__(self, house: EthHouse) -> None:
        self.house, dice = house, random.Random(7)
        begun, self.later = house.accounts[:FIRST], house.accounts[FIRST:]
        house.clause_for = lambda word: None if word.account.values[TOKENS] > 0 else USUAL
        good = [one for one in begun if not one.bad and one.scores["p_lgbm"] < 0.1]
        biased = {one.address: dice.uniform(0.55, 0.8) for one in dice.sample(good, 40)}
        over = house.decide([said(one, biased.get(one.address)) for one in begun])
        self.biased = [word for word in over if word.moved is not None]
        self.habit = [word for word in over if word.verdict == "block" and word.right][:24]
        missed = [word for word in over if word.verdict == "pass" and not word.right]
        self.gap = [word for word in missed if word.account.values[TOKENS] > 0]
        apart = {word.name for word in (*self.biased, *self.habit, *self.gap)}
        others = [word for word in over if word.name not in apart]
        usual = wherever(dice, others)
        audited = house.draw(AUDITS, "first")
        house.review(others[::2], usual, house.careful)
        house.review(audited[::2], usual, house.careful, blind=True)
        loud = blames("signal_overweighted", "signal", BIASED, steps=WRONG_STEP)
        house.review(self.biased, loud, house.careful)
        house.review(self.gap, blames("sop_gap", "missing_check", TOKENS_UNREAD), house.careful)
        own = blames("signal_overweighted", "signal", HABIT)
        house.review(self.habit, own, [house.people["hal"]], decision="pass")
        for turn in range(5):
            house.review(others[1::2][turn::5], usual, house.careful)
            house.review(audited[1::2][turn::5], usual, house.careful, blind=True)
        answer = house.lea.session.post("/v1/feedback/mine", timeout=120)
        assert answer.status_code == 200, answer.text
        told = house.lea.session.get("/v1/feedback", params={"kind": "pattern", "limit": "200"}).json()["items"]
        self.found = {(one["label"], one["code"], one["attribution"]["ref"]): one for one in told}

        self.filled_at = eth.now().isoformat()
        self.blamed = {key: {name for name, cause in house.causes.items() if cause == key} for key in (A, C, OWN)}

    def finding(self, pattern: tuple[str, str, str]) -> str:
        return str(self.found[pattern]["feedback_id"])

    def told(self, feedback_id: str) -> dict[str, list[str]]:
        """Who was told what of a finding; nobody is named who was told nothing."""
        found = {name: self.house.news(seat, feedback_id) for name, seat in self.house.people.items()}
        return {name: events for name, events in found.items() if events}


def said(account: Account, score: float | None = None) -> Word:
    """What the agent says; with the score that one signal too loud brings it to, where one is given."""
    moved = None if score is None else (BIASED, eth.logit(score) - eth.logit(account.scores["p_lgbm"]))
    return Word(account, moved=moved)


@pytest.fixture(scope="module")
def world(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with eth_house(shared, tmp_path_factory.mktemp("eth")) as house:
        yield World(house)


def test_seeded_mistakes_become_the_expected_patterns_and_no_other(world: World) -> None:
    assert set(world.found) == {A, C, OWN}
    routes = {key: (one["route"], one["suggested"]["reason"]) for key, one in world.found.items()}
    assert routes == {A: ("A", "code_default"), C: ("C", "check_missing"), OWN: (None, "one_reviewer")}
    for key, seeded in ((A, world.biased), (C, world.gap), (OWN, world.habit)):
        page = world.house.lea.session.get(f"/v1/feedback/{world.finding(key)}/cases", params={"limit": "200"}).json()
        # One or the other mistake as it is has the same cause.
        assert {one["case_id"] for one in page["cases"]} == {world.house.case_ids[name] for name in world.blamed[key]}
        assert {word.name for word in seeded} <= world.blamed[key]
        assert len(world.blamed[key]) <= len(seeded) + 3
    assert world.told(world.finding(OWN)) == {"hal": ["opened"]}
    for key in (A, C):
        assert {name: events[0] for name, events in world.told(world.finding(key)).items()} == dict.fromkeys(
            ("ada", "bea", "cai"), "opened"
        )


def test_a_signal_weighed_too_much_becomes_a_set_a_model_and_a_before_and_after(world: World, tmp_path: Path) -> None:
    """The owner's service takes the set, proves it, trains from it with scikit-learn, and answers the pattern's cases
    and those kept apart by the model it got."""
    house, found = world.house, world.finding(A)
    house.become(found, "accepted")
    order = {"name": "withdrawals", "feedback_id": found, "labelled_before": world.filled_at}
    made = house.lea.session.post(paths.TRAINING_SETS, json=order)
    assert made.status_code == 200, made.text
    manifest, set_id = made.json()["manifest"], made.json()["set_id"]
    assert manifest["counts"]["pattern"] == len(world.blamed[A])
    assert manifest["audit_cases"] == AUDITS
    assert sorted(manifest["features"]) == sorted(eth.NAMES)
    asked = house.lea.session.post(paths.TRAINING_REQUESTS.format(set_id=set_id), json={"note": "Weigh it less."})
    assert asked.status_code == 200, asked.text
    request_id = asked.json()["request_id"]

    agent = house.house.agent
    (waits,) = agent.get(paths.RETRAINING, params={"state": "asked", "feedback_id": found}).json()["requests"]
    assert (waits["request_id"], waits["set_id"]) == (request_id, set_id)
    for name in (*(one["name"] for one in manifest["files"]), "manifest.json"):
        answer = agent.get(paths.TRAINING_FILE.format(set_id=set_id, name=name))
        assert answer.status_code == 200, answer.text
        (tmp_path / name).write_bytes(answer.content)
    rows = verified(tmp_path)
    truths = {word.name: word.account.truth for word in house.words.values()}
    own = {word.name for word in world.habit}
    for row in (*rows["train.jsonl"], *rows["test.jsonl"]):
        really = "bad" if truths[row["external_ref"]] == "block" else "good"
        assert (row["truth"] == really) != (row["external_ref"] in own)
    trained = train(tmp_path)
    assert 0.85 < trained.auc < 1

    answered = {"state": "trained", "model_version": "roca-eth-forest"}
    assert agent.post(paths.RETRAINING_ANSWER.format(request_id=request_id), json=answered).status_code == 200
    whole = [*rows["train.jsonl"], *rows["test.jsonl"]]
    answers = [
        forest(house.words[row["external_ref"]], risk) for row, risk in zip(whole, trained.risk(whole), strict=True)
    ]
    house.challenge(answers)
    behind = [one for one, row in zip(answers, whole, strict=True) if row["pattern"]]
    apart = answers[len(rows["train.jsonl"]) :]
    assert {one.name for one in behind} == world.blamed[A]
    told = house.lea.session.get(paths.RETRAINING_EFFECT.format(request_id=request_id)).json()
    pattern, tested = told["pattern"], told["test"]
    assert pattern["cases"] == pattern["n"] == len(behind)
    assert (pattern["right_before"], pattern["lost"]) == (0, 0)
    assert pattern["gained"] >= 35
    assert pattern["e_value"] > 20
    assert tested["cases"] == tested["n"] == len(rows["test.jsonl"]) == len(apart)
    assert tested["right_after"] == sum(one.right for one in apart) == round(trained.accuracy * len(apart))
    assert tested["right_before"] == sum(house.words[one.name].right for one in apart)
    for state in ("shipped", "verified"):
        house.become(found, state)
    way = ["opened", "accepted", "in_work", "shipped", "verified"]
    assert world.told(found) == {"ada": way, "bea": way, "cai": way}


def forest(word: Word, risk: float) -> Word:
    """What the trained model says of the account; it tells no parts."""
    one = word.account
    score = min(max(risk, 1e-3), 1 - 1e-3)
    changed = msgspec.structs.replace(
        one,
        scores=one.scores | {"p_forest": score},
        parts=one.parts | {"p_forest": dict.fromkeys(eth.NAMES, 0.0)},
        bases=one.bases | {"p_forest": 0.0},
    )
    return Word(changed, model="p_forest", ref=word.name)


def test_a_threshold_moves_through_replay_and_a_live_comparison_to_promotion(world: World) -> None:
    """From 0.97 to 0.90 for what the agent would pass, because somebody raised that they only ever confirm it."""
    house = world.house
    ada = house.people["ada"]
    between = [word for word in house.reviewed.values() if word.verdict == "pass" and 0.9 <= word.confidence < PASS_AT]
    hers = [word for word in between if word.right and house.reviewer_of[word.name] == "ada"][:20]
    found = new_id()
    body = {
        "feedback_id": found,
        "case_ids": [house.case_ids[word.name] for word in hers],
        "title": "Nearly all that comes between 0.90 and 0.97 is released as the agent said.",
        "language": "en",
        "route": "B",
    }
    answer = ada.put(ada.command(None, body, None, command_type="feedback.create", base_rev=None))
    assert answer.status_code == 200, answer.text
    assert house.item(found)["item"]["owner_kind"] == "rules"
    house.become(found, "accepted")
    made = house.proposal("pass", 0.9, feedback_id=found)
    replay, right = made["replay"], sum(word.right for word in between)
    assert (replay["moved"], replay["known"]) == (len(between), len(between))
    assert (replay["gained"], replay["lost"]) == (right, len(between) - right)
    assert replay["e_value"] > 20
    proposal_id = made["proposal_id"]
    too_soon = house.lea.session.post(paths.HUB_PROMOTION.format(proposal_id=proposal_id), json=SAID)
    assert (too_soon.status_code, too_soon.json()["code"]) == (409, "criterion_not_met")
    plan = {"metric": "to_people", "margin": 0.02, "guard_margin": 0.05, "least": 200, "audit_per_mille": 400}
    step(house.lea.session, paths.HUB_EXPERIMENT, proposal_id, plan=plan)
    state, days = "testing", [world.later[at : at + 250] for at in range(0, 4_000, 250)]
    while state == "testing" and days:
        state = day(house, [Word(one) for one in days.pop(0)], proposal_id)
    assert state == "shown"
    assert step(house.lea.session, paths.HUB_PROMOTION, proposal_id)["state"] == "promoted"
    (rule,) = [one for one in house.asked()["rules"] if (one["case_type"], one["side"]) == (KIND, "pass")]
    assert (rule["threshold"], rule["rule_version"]) == (0.9, f"{KIND}.pass.2")
    assert not [one for one in house.asked()["experiments"] if one["side"] == "pass"]
    assert world.told(found) == {"ada": ["accepted", "shipped"]}
    assert house.item(found)["item"]["result_ref"] == proposal_id


def test_a_threshold_that_lets_wrong_blocks_through_is_stopped(world: World) -> None:
    """The scores of the weakest of the three models: below 0.85 it blocks wrongly in one case of six."""
    house = world.house
    words = [Word(one, model="p_lr", ref=f"LR-{one.address[2:18]}") for one in house.accounts]
    words = [word for word in words if word.verdict == "block"]
    made = house.proposal("block", 0.5)
    proposal_id = made["proposal_id"]
    plan = {"metric": "to_people", "margin": 0.01, "guard_margin": 0.02, "least": 100, "audit_per_mille": 1_000}
    step(house.lea.session, paths.HUB_EXPERIMENT, proposal_id, plan=plan)
    state = "testing"
    while state == "testing" and words:
        today, words = words[:100], words[100:]
        state = day(house, today, proposal_id)
    assert state == "failed"
    told = house.ruth.get(paths.HUB_PROPOSAL.format(proposal_id=proposal_id)).json()
    assert told["experiment"]["state"] == "harmful"
    refused = house.lea.session.post(paths.HUB_PROMOTION.format(proposal_id=proposal_id), json=SAID)
    assert (refused.status_code, refused.json()["code"]) == (409, "criterion_not_met")
    now = house.asked()
    (rule,) = [one for one in now["rules"] if (one["case_type"], one["side"]) == (KIND, "block")]
    assert (rule["threshold"], [one for one in now["experiments"] if one["side"] == "block"]) == (BLOCK_AT, [])


def day(house: EthHouse, words: list[Word], proposal_id: str) -> str:
    """A day of the agent's work by the thresholds in force and on trial; people decide what comes to them, and somebody
    looks how the comparison stands."""
    house.review(house.decide(words), LATER, house.careful)
    house.review(house.answer_audits(), LATER, house.careful, blind=True)
    answer = house.lea.session.post(paths.HUB_LOOK.format(proposal_id=proposal_id))
    assert answer.status_code == 200, answer.text
    assert answer.json()["experiment"]["standing"]["flagged"] == 0
    return str(answer.json()["state"])


def test_a_gap_in_the_procedures_becomes_a_clause_and_coverage_rises(world: World) -> None:
    house, found = world.house, world.finding(C)
    before = covered(house)
    seeded = house.eve.post(paths.SOP_SEED, json={"feedback_id": found, "page_id": "WDR-10"})
    assert seeded.status_code == 200, seeded.text
    draft = seeded.json()
    page, version = draft["page"], draft["version"]
    new = page["clauses"][-1]
    new["title"] = {"en": "Token transfers", "zh": "代币转账"}
    new["text"] = {
        "en": "Read the token transfers of the address as well as its transfers of Ether.",
        "zh": "除以太币转账外，还须查看该地址的代币转账。",
    }
    order = {
        "page": page, "base_version": version["base_version"], "expected": version["digest"], "draft": False,
        "note": "Nothing said that token transfers are to be read.", "note_language": "en",
    }  # fmt: skip
    proposed = house.eve.put(paths.SOP_VERSION.format(version_id=version["version_id"]), json=order)
    assert proposed.status_code == 200, proposed.text
    agreed = {"approve": True, "reason": "Read and agreed.", "reason_language": "en"}
    done = house.lea.session.post(paths.SOP_DECISION.format(version_id=version["version_id"]), json=agreed)
    assert done.json()["version"]["standing"] == "in_force", done.text
    assert house.item(found)["item"]["state"] == "shipped"
    way = ["opened", "in_work", "shipped"]
    assert world.told(found) == {"ada": way, "bea": way, "cai": way}

    # From now on the agent rests on the clause where there are tokens, and so do the people.
    clause = f"WDR-10 §{new['n']}"
    house.clause_for = lambda word: clause if word.account.values[TOKENS] > 0 else USUAL
    house.read_pages()
    over = house.decide([Word(one) for one in world.later[4_000:]])
    assert len(over) > 100
    house.review(over, LATER, house.careful)
    after = covered(house)
    assert after["n"] - before["n"] == after["k"] - before["k"] == len(over)
    assert after["value"] > before["value"]
    assert wilson(len(over), len(over)).low > before["high"]
    records = house.eve.get(paths.SOP_COVERAGE).json()["clauses"]
    tokens = [word for word in over if word.account.values[TOKENS] > 0]
    (record,) = [one for one in records if one["clause"] == new["n"]]
    assert (record["right"]["k"], record["right"]["n"]) == (sum(word.right for word in tokens), len(tokens))


def covered(house: EthHouse) -> Row:
    (told,) = [one for one in house.eve.get(paths.SOP_COVERAGE).json()["types"] if one["case_type"] == KIND]
    return dict(told["covered"])
