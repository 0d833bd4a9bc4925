"""A house over HTTP whose agent decides real accounts by the thresholds it asks for, and whose people decide the rest
as it really is."""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from app.contract import paths
from app.domain.decision import Verdict
from app.domain.experiment import Arm, arm_of
from tests.real_data import eth
from tests.real_data.eth import KIND, Word
from tests.support.hub_examples import SAID, first, step
from tests.support.seats import House, Seat, open_house
from tests.support.server import start_server

CODES = ("signal_overweighted", "signal_underweighted")
USUAL, TOKENS_UNREAD = "WDR-10 §1", "token transfers of the address"
PASS_AT, BLOCK_AT = 0.97, 0.85
AT_ONCE = 10
Row = dict[str, Any]
Say = Callable[[Word], Row]
"""The root of an error as whoever finds it puts it: code, attribution, and what else a review says."""


NOTHING_WRONG = {"code": "close_to_threshold"}
"""What is said of a case that the agent had right: why it was not sure."""


def blames(code: str, kind: str, ref: str, **more: Any) -> Say:
    return lambda word: {"code": code, "attribution": {"kind": kind, "ref": ref}} | more


class EthHouse:
    """`ada`, `bea`, `cai` and `hal` review, `lea` leads, `ruth` owns the rules, `eve` writes the procedures."""

    def __init__(self, house: House, shared: Path) -> None:
        self.house, self.accounts = house, eth.accounts(shared)
        self.people = {name: house.seat(name) for name in ("ada", "bea", "cai", "hal")}
        self.lea = house.seat("lea", "team_lead")
        self.ruth, self.eve = house.reader("ruth", "rules_owner"), house.reader("eve", "sop_editor")
        self.clause_for: Callable[[Word], str | None] = lambda word: USUAL
        # By the agent's name for a case: our name, what the agent said, and of reviewed ones who decided it and what
        # they named as the cause of an error.
        self.case_ids: dict[str, str] = {}
        self.words: dict[str, Word] = {}
        self.reviewed: dict[str, Word] = {}
        self.reviewer_of: dict[str, str] = {}
        self.causes: dict[str, tuple[str, str, str]] = {}
        self.read_pages()
        for side, at in (("pass", PASS_AT), ("block", BLOCK_AT)):
            first(self.ruth, self.lea.session, KIND, side, at)

    @property
    def careful(self) -> list[Seat]:
        return [self.people[name] for name in ("ada", "bea", "cai")]

    def read_pages(self) -> None:
        """Which version of each page people have before them."""
        told = self.eve.get(paths.SOP_PAGES).json()["pages"]
        self.versions = {one["page"]["id"]: one["page"]["version"] for one in told}

    # What the agent does.

    def asked(self) -> Row:
        answer = self.house.agent.get(paths.HUB_THRESHOLDS)
        assert answer.status_code == 200, answer.text
        told: Row = answer.json()
        return told

    def decide(self, words: Sequence[Word]) -> list[Word]:
        """Decide by the thresholds that are told now: alone, or over to people; the words that went to people."""
        told = self.asked()
        self.words |= {word.name: word for word in words}
        rules = {one["side"]: one for one in told["rules"] if one["case_type"] == KIND}
        trials = {one["side"]: one for one in told["experiments"] if one["case_type"] == KIND}
        alone, over = [], []
        for word in words:
            rule, trial = rules[word.verdict.value], trials.get(word.verdict.value)
            if trial is not None and arm_of(trial["salt"], word.name, trial["new_per_mille"]) is Arm.NEW:
                rule = trial
            if word.confidence >= rule["threshold"]:
                alone.append(eth.ledger_row(word, rule["threshold"], rule["rule_version"], eth.now()))
            else:
                over.append((word, rule["threshold"], rule["rule_version"]))
        for start in range(0, len(alone), 2_000):
            answer = self.house.agent.post("/v1/intake/decisions", json=alone[start : start + 2_000])
            assert answer.status_code == 200, answer.text
            assert answer.json()["rejected"] == 0, answer.text[:500]
        self.hand_over(over)
        return [word for word, *_ in over]

    def hand_over(self, over: Sequence[tuple[Word, float, str]]) -> None:
        for start in range(0, len(over), 400):
            part = over[start : start + 400]
            lines = [
                eth.case_line(word, eth.assessment(word, at, rule, self.clause_for(word)), eth.now())
                for word, at, rule in part
            ]
            for (word, *_), case_id in zip(part, self.house.feed(msgspec.json.encode(lines)), strict=True):
                self.case_ids[word.name] = case_id

    def challenge(self, words: Sequence[Word]) -> None:
        """What another model says of cases that came, told beside the word in force."""
        for start in range(0, len(words), 50):
            body = [
                {"external_ref": word.name, "assessment": eth.assessment(word, 0.85, "try", USUAL, role="challenger")}
                for word in words[start : start + 50]
            ]
            results = self.house.agent.post("/v1/intake/assessments", json=body).json()["results"]
            assert {one["status"] for one in results} == {"accepted"}, results[:2]

    def answer_audits(self) -> list[Word]:
        """Send the full cases that are wanted; whose they are."""
        wanted: list[Word] = []
        after = ""
        while True:
            query = {"limit": "500"} | ({"after": after} if after else {})
            page = self.house.agent.get(paths.INTAKE_AUDITS, params=query).json()
            wanted += [self.words[one["external_ref"]] for one in page["requests"]]
            after = page.get("next_after") or ""
            if not after:
                break
        at = {Verdict.PASS: PASS_AT, Verdict.BLOCK: BLOCK_AT}
        self.hand_over([(word, at[word.verdict], f"{KIND}.{word.verdict.value}.1") for word in wanted])
        return wanted

    def draw(self, size: int, seed: str) -> list[Word]:
        """A random sample of what was decided alone, and its full cases."""
        window = {"decided_from": "2026-01-01T00:00:00Z", "decided_before": "2100-01-01T00:00:00Z"}
        answer = self.lea.session.post(paths.LEDGER_AUDITS, json={"draw": window | {"size": size, "seed": seed}})
        assert answer.status_code == 200, answer.text
        return self.answer_audits()

    # What people do.

    def review(
        self, words: Iterable[Word], say: Say, by: Sequence[Seat], *, decision: str = "", blind: bool = False
    ) -> None:
        """Decide these cases, each person as many, as it really is unless `decision` says otherwise. Whoever decided
        without the agent's word completes the review once it is told."""
        words = list(words)
        dealt = [(seat, words[place :: len(by)]) for place, seat in enumerate(by)]
        for seat, part in ((seat, own[n : n + AT_ONCE]) for seat, own in dealt for n in range(0, len(own), AT_ONCE)):
            ids = [self.case_ids[word.name] for word in part]
            claims = {one["case_id"]: one for one in seat.claim(*ids)["claims"]}
            assert set(claims) == set(ids)
            said = [self._said(word, say, decision) for word in part]
            bodies = [{k: v for k, v in one.items() if k not in _LATER} if blind else one for one in said]
            done = self.send(
                seat,
                [seat.command(name, body, claims[name], base_rev=1) for name, body in zip(ids, bodies, strict=True)],
            )
            if blind:
                rest = [
                    {"review_id": result["review_id"]} | {k: v for k, v in one.items() if k in _LATER}
                    for result, one in zip(done, said, strict=True)
                ]
                self.send(
                    seat,
                    [
                        seat.command(name, body, None, command_type="review.amend_after_reveal", base_rev=1)
                        for name, body in zip(ids, rest, strict=True)
                    ],
                )

            self.reviewed |= {word.name: word for word in part}
            self.reviewer_of |= {word.name: seat.name for word in part}
            for word, one in zip(part, said, strict=True):
                if "attribution" in one:
                    label = "FP" if word.verdict is Verdict.BLOCK else "FN"
                    self.causes[word.name] = (label, one["code"], one["attribution"]["ref"])

    def _said(self, word: Word, say: Say, decision: str) -> Row:
        """A review: what is so, why, and the clause that the agent rested on, where it rested on one."""
        decided = decision or word.account.truth
        clause = self.clause_for(word)
        page, _, n = (clause or "").partition(" §")
        rests = {"sop": {"page": page, "clause": n, "version": self.versions[page]}} if clause else {}
        return {
            "decision": decided,
            "rationale": "The history of the address was read again from its first transfer.",
            "rationale_language": "en",
            "active_ms": 90_000,
            **rests,
            **(NOTHING_WRONG if decided == word.verdict.value else say(word)),
        }

    def send(self, seat: Seat, commands: list[Row]) -> list[Row]:
        results: list[Row] = seat.send(*commands)["results"]
        assert {one["code"] for one in results} == {"applied"}, [one for one in results if one["code"] != "applied"][:2]
        return results

    # What the lead and the owners do.

    def item(self, feedback_id: str) -> Row:
        answer = self.lea.session.get(f"/v1/feedback/{feedback_id}")
        assert answer.status_code == 200, answer.text
        told: Row = answer.json()
        return told

    def become(self, feedback_id: str, state: str) -> None:
        body = {"feedback_id": feedback_id, "base_rev": self.item(feedback_id)["item"]["rev"], "state": state}
        answer = self.lea.put(self.lea.command(None, body, None, command_type="feedback.update", base_rev=None))
        assert answer.status_code == 200, answer.text

    def news(self, seat: Seat, feedback_id: str) -> list[str]:
        """What a person was told of a finding, the oldest first."""
        told = seat.session.get("/v1/news", params={"limit": "200"}).json()["news"]
        return [one["event"] for one in reversed(told) if one["feedback_id"] == feedback_id]

    def proposal(self, side: str, threshold: float, **more: Any) -> Row:
        """Proposed by the owner of the rules, approved by the lead; with its replay."""
        body = {"case_type": KIND, "side": side, "threshold": threshold, **SAID, **more}
        made = self.ruth.post(paths.HUB_PROPOSALS, json=body)
        assert made.status_code == 200, made.text
        step(self.lea.session, paths.HUB_DECISION, made.json()["proposal_id"], approve=True)
        told: Row = made.json()
        return told


_LATER = frozenset({"code", "attribution", "steps", "sop", "route"})


def wherever(dice: random.Random, words: Iterable[Word]) -> Say:
    """An error without a pattern: any cause, and each signal blamed as often as it usually speaks."""
    usual: dict[tuple[Verdict, str], float] = {}
    for word in words:
        if word.right:
            whole = sum(word.spoke().values())
            for name, part in word.spoke().items():
                usual[word.verdict, name] = usual.get((word.verdict, name), 0.0) + part / whole

    def say(word: Word) -> Row:
        names = [name for verdict, name in usual if verdict is word.verdict]
        (name,) = dice.choices(names, [usual[word.verdict, name] for name in names])
        return blames(dice.choice(CODES), "signal", name)(word)

    return say


@contextmanager
def eth_house(shared: Path, folder: Path, environment: dict[str, str] | None = None) -> Iterator[EthHouse]:
    database = folder / "server.db"
    with start_server(database, environment=environment) as server:
        house = open_house(server, database)
        try:
            yield EthHouse(house, shared)
        finally:
            house.close()
