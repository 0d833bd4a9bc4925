"""A threshold from the proposal to the promotion, and back: by the use cases, on both databases."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, select

from app.contract.hub import Acknowledgement, Ending, ProposalDecision, Rollback
from app.contract.problems import Code
from app.domain.decision import Verdict
from app.domain.experiment import Metric, Plan
from app.server.connectors.threshold_files import ThresholdFiles
from app.server.storage import feedback
from app.server.storage import tables as t
from app.server.usecases import experiments, findings, proposals, replay, threshold_files, threshold_rules
from app.server.usecases.refusal import Refused
from tests.support.hub_house import KIND, PASS, WHY, HubHouse, hub_house, word

BLOCK = Verdict.BLOCK
Told = list[tuple[str, Verdict, float]]


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubHouse]:
    with hub_house(tmp_path / "server.db") as house:
        yield house


def refused(code: Code) -> object:
    return pytest.raises(Refused, match=f"^{code.code}$")


def test_the_first_threshold_needs_another_pair_of_eyes_and_no_experiment(hub: HubHouse) -> None:
    made = hub.propose(0.85)
    assert (made.state, made.needs_experiment, made.replay, made.may) == ("open", False, None, ("withdraw",))
    with refused(Code.OWN_PROPOSAL):
        proposals.decide(hub.storage, hub.ruth, made.proposal_id, ProposalDecision(True, **WHY))
    with refused(Code.NOT_AT_THIS_STEP):
        hub.promote(made.proposal_id)
    with refused(Code.PROPOSAL_OPEN):
        hub.propose(0.9)
    assert hub.approve(made.proposal_id).may == ("promote",)
    assert hub.promote(made.proposal_id).state == "promoted"
    (rule,) = threshold_rules.tell(hub.storage, hub.agent)[0].rules
    assert (rule.case_type, rule.side, rule.threshold, rule.rule_version) == (KIND, PASS, 0.85, f"{KIND}.pass.1")
    with refused(Code.INVALID):
        hub.propose(0.85)
    with refused(Code.INVALID):
        hub.propose(0.4)


def test_a_change_is_tried_before_it_is_promoted(hub: HubHouse) -> None:
    hub.first(0.85)
    made = hub.propose(0.8)
    assert made.needs_experiment
    hub.approve(made.proposal_id)
    with refused(Code.CRITERION_NOT_MET):
        hub.promote(made.proposal_id)
    assert proposals.withdraw(hub.storage, hub.ruth, made.proposal_id, Ending(**WHY)).state == "withdrawn"


def test_intake_flags_another_rule_than_the_one_in_force_and_refuses_nothing(hub: HubHouse) -> None:
    rule = hub.first(0.85)
    said = {
        "fits": word(0.7, PASS, 0.85, rule),
        "old": word(0.7, PASS, 0.85, "rules-7"),
        "moved": word(0.7, PASS, 0.8, rule),
        "sure": word(0.9, PASS, 0.85, rule),
        "unruled": word(0.7, BLOCK, 0.6, "rules-7"),
    }
    hub.feed([hub.case(ref, spoken) for ref, spoken in said.items()])
    rows = [hub.row("alone", PASS, 0.9, 0.85, rule, KIND), hub.row("below", PASS, 0.8, 0.85, rule, KIND)]
    hub.tell_ledger(rows)
    c, row = t.cases.c, t.ledger.c
    with hub.storage.read() as connection:
        flags = {one.external_ref: one.rule_flag for one in connection.execute(select(c.external_ref, c.rule_flag))}
        ledger = connection.execute(select(row.external_ref, row.rule_flag))
        flags |= {one.external_ref: one.rule_flag for one in ledger}
    assert flags == {
        "fits": None, "old": "other_rule", "moved": "other_threshold", "sure": "against_rule", "unruled": None,
        "alone": None, "below": "against_rule",
    }  # fmt: skip
    told = {one.flag: (one.cases, one.alone) for one in threshold_rules.board(hub.storage, hub.ada).mismatches}
    assert told == {"other_rule": (1, 0), "other_threshold": (1, 0), "against_rule": (1, 1)}


def test_a_case_is_held_to_the_rule_of_its_own_time(hub: HubHouse) -> None:
    rule = hub.first(0.85)
    late = hub.row("late", PASS, 0.9, 0.85, rule, KIND)
    hub.wait(hours=1)
    with hub.storage.write() as work:
        threshold_rules.set_rule(work, hub.lea, (KIND, "pass"), 0.95, ("By hand.", "en"), proposal_id=None)
    hub.tell_ledger([late])
    with hub.storage.read() as connection:
        assert connection.execute(select(t.ledger.c.rule_flag)).scalar_one() is None


def past(hub: HubHouse, count: int, seed: int = 1) -> dict[str, str]:
    """Cases under 0.85 with audits of what was decided alone; ref → truth."""
    chance, told, truths = Random(seed), [], {}
    for place in range(count):
        ref, confidence = f"past-{seed}-{place}", round(chance.uniform(0.55, 0.999), 3)
        told.append((ref, PASS, confidence))
        truths[ref] = "pass" if chance.random() < 0.6 + 0.4 * confidence else "block"
    hub.decide_by_hub(told)
    return truths


def test_a_replay_counts_the_same_past_cases_under_both_thresholds(hub: HubHouse) -> None:
    hub.first(0.85)
    truths = past(hub, 600)
    c = t.cases.c
    with hub.storage.read() as connection:
        queued = set(connection.scalars(select(c.external_ref)))
    hub.decided({ref: truths[ref] for ref in queued})
    hub.wait(hours=1)
    told = hub.propose(0.8, minutes_per_case=6.0).replay
    assert told is not None
    with hub.storage.read() as connection:
        found = connection.execute(
            select(t.cases.c.external_ref)
            .join(t.case_slices, t.case_slices.c.case_number == t.cases.c.case_number)
            .where(t.case_slices.c.confidence >= 0.8 - 1e-9)
        ).scalars()
        moved = list(found)
    right = sum(truths[ref] == "pass" for ref in moved)
    assert (told.moved, told.known, told.gained, told.lost) == (len(moved), len(moved), right, len(moved) - right)
    assert told.hours_change == pytest.approx(-len(moved) / 10)
    assert told.wrong_change is not None
    assert told.wrong_change.estimate == pytest.approx(len(moved) - right)
    assert "labels_from_queue" in told.notes
    # Raising it moves rows of the ledger, of which nothing is known without an audit.
    simulated = replay.simulate(hub.storage, hub.ada, KIND, PASS, 30, 60.0, None)
    assert simulated.cases == 600
    assert [one.to_people for one in simulated.rows] == sorted(one.to_people for one in simulated.rows)
    at = {round(one.threshold, 2): one for one in simulated.rows}
    assert at[0.85].to_people == len(queued)
    assert at[0.85].wrong is None
    assert at[0.85].unseen == 600 - len(queued)
    assert simulated.minutes_per_case == pytest.approx(6.0)


def run_days(hub: HubHouse, proposal_id: str, days: int, a_day: int, right: float, seed: int = 3) -> str:
    """The agent decides by the hub, audits are answered and decided, and somebody looks every day; how it ended."""
    chance = Random(seed)
    for day in range(days):
        told: Told = [(f"{proposal_id}-{day}-{n}", PASS, round(chance.uniform(0.6, 0.999), 3)) for n in range(a_day)]
        _, wanted = hub.decide_by_hub(told)
        hub.answer(wanted, dict.fromkeys(wanted, PASS))
        confidences = {ref: confidence for ref, _, confidence in told}
        hub.decided(
            {ref: "block" if confidences[ref] < 0.85 and chance.random() > right else "pass" for ref in sorted(wanted)}
        )
        hub.wait(days=1)
        state = hub.look(proposal_id).state
        if state != "testing":
            return state
    return "testing"


GOOD = Plan(Metric.TO_PEOPLE, margin=0.05, guard_margin=0.05, least=150, most=5_000, audit_per_mille=1_000)


def test_a_good_change_is_promoted_and_rolled_back_with_one_click(hub: HubHouse) -> None:
    followed: list[tuple[str, str]] = []
    threshold_rules.FOLLOWERS.append(lambda work, feedback, proposal, state, by: followed.append((feedback, state)))
    try:
        hub.first(0.85)
        with hub.storage.write() as work:
            found = findings.open_item(
                work, hub.ruth.user_id, kind="raised", case_type=KIND, raised_by=hub.lin.user_id, suggested_reason="",
                owner_kind="rules", first_at=work.now_ms, last_at=work.now_ms,
            )  # fmt: skip
            feedback.change(work.connection, found, state="in_work")
        made = hub.propose(0.7, feedback_id=found)
        hub.approve(made.proposal_id)
        begun = hub.start(made.proposal_id, GOOD)
        assert begun.experiment is not None
        assert begun.experiment.plan == GOOD
        assert len(begun.experiment.plan_digest) == 64
        with refused(Code.CRITERION_NOT_MET):
            hub.promote(made.proposal_id)
        assert run_days(hub, made.proposal_id, 12, 80, right=1.0) == "shown"
        standing = proposals.one(hub.storage, hub.ada, made.proposal_id).experiment.standing
        assert (standing.metric.shown, standing.guard.shown, standing.flagged) == (True, True, 0)
        assert standing.metric.high < -0.05
        assert hub.promote(made.proposal_id).state == "promoted"
        hub.wait(hours=1)
        assert threshold_rules.tell(hub.storage, hub.agent)[0].rules[0].threshold == 0.7
        assert not threshold_rules.tell(hub.storage, hub.agent)[0].experiments
        with refused(Code.RULES_CHANGED):
            threshold_rules.rollback(hub.storage, hub.lea, KIND, PASS, Rollback(f"{KIND}.pass.1", **WHY))
        side = threshold_rules.rollback(hub.storage, hub.lea, KIND, PASS, Rollback(f"{KIND}.pass.2", **WHY))
        assert side.in_force is not None
        assert (side.in_force.threshold, side.in_force.rolled_back) == (0.85, f"{KIND}.pass.2")
        assert proposals.one(hub.storage, hub.ada, made.proposal_id).state == "rolled_back"
        assert followed == [(found, "promoted"), (found, "rolled_back")]
        with hub.storage.read() as connection:
            row = feedback.load(connection, found)
            told = list(connection.scalars(select(t.news.c.user_id)))
        assert row is not None
        assert (row.state, row.result_kind, row.result_ref) == ("in_work", "proposal", made.proposal_id)
        assert set(told) == {hub.lin.user_id}, "whoever raised it hears of it"
        with hub.storage.read() as connection:
            actions = set(connection.scalars(select(t.audit.c.action)))
        assert {"hub.threshold_set", "hub.proposal", "hub.experiment_started", "hub.experiment_ended"} <= actions
    finally:
        threshold_rules.FOLLOWERS.pop()


def test_a_harmful_change_is_stopped_by_its_own_guard(hub: HubHouse) -> None:
    hub.first(0.85)
    made = hub.propose(0.65)
    hub.approve(made.proposal_id)
    hub.start(made.proposal_id, GOOD)
    assert run_days(hub, made.proposal_id, 15, 80, right=0.4) == "failed"
    seen = proposals.one(hub.storage, hub.ada, made.proposal_id)
    assert seen.experiment is not None
    assert seen.experiment.state == "harmful"
    assert not threshold_rules.tell(hub.storage, hub.agent)[0].experiments
    with refused(Code.CRITERION_NOT_MET):
        hub.promote(made.proposal_id)


def test_an_audit_without_an_answer_holds_the_pairs_up_for_days_alone(hub: HubHouse) -> None:
    hub.first(0.85)
    made = hub.propose(0.7)
    hub.approve(made.proposal_id)
    hub.start(made.proposal_id, GOOD)
    chance = Random(9)
    told: Told = [(f"early-{n}", PASS, round(chance.uniform(0.6, 0.999), 3)) for n in range(100)]
    _, wanted = hub.decide_by_hub(told)
    hub.wait(days=1)
    held = hub.look(made.proposal_id).experiment.standing
    assert (held.metric.pairs > 30, held.guard.pairs) == (True, 0)
    hub.wait(days=experiments.PATIENCE / timedelta(days=1))
    freed = hub.look(made.proposal_id).experiment.standing
    assert freed.unanswered == len(wanted)
    assert "unanswered" in {one.what for one in freed.lacking}


def test_the_agent_that_uses_the_wrong_arm_is_seen(hub: HubHouse) -> None:
    hub.first(0.85)
    made = hub.propose(0.7)
    hub.approve(made.proposal_id)
    begun = hub.start(made.proposal_id, GOOD).experiment
    rows = [hub.row(f"w-{n}", PASS, 0.9, 0.7, begun.new_version, KIND) for n in range(60)]
    hub.tell_ledger(rows)
    standing = hub.look(made.proposal_id).experiment.standing
    old = standing.metric.old_n if standing.metric.metric is Metric.TO_PEOPLE else standing.guard.old_n
    assert standing.flagged == old > 10
    with hub.storage.read() as connection:
        flags = connection.execute(select(func.count()).where(t.ledger.c.rule_flag == "other_arm")).scalar_one()
    assert flags == old
    assert proposals.stop(hub.storage, hub.lea, made.proposal_id, Ending(**WHY)).state == "failed"


def test_a_hub_outside_reads_a_folder_and_answers_in_it(hub: HubHouse, tmp_path: Path) -> None:
    folder = tmp_path / "drop"
    folder.mkdir()
    name, files = hub.first(0.85), ThresholdFiles(folder)
    assert not threshold_files.exchange(hub.storage, files)
    assert b'"threshold":0.85' in (folder / f"{name}.json").read_bytes()
    (folder / f"{name}.ack.json").write_text("{")
    threshold_files.exchange(hub.storage, files)
    told = {"rule_version": name, "at": "2026-11-21T12:00:00Z", "result": "taken over"}
    (folder / f"{name}.ack.json").write_text(json.dumps(told))
    threshold_files.exchange(hub.storage, files)
    rule = threshold_rules.board(hub.storage, hub.ada).sides[0].in_force
    assert rule is not None
    assert rule.acknowledged == "taken over"
    with refused(Code.NOT_FOUND):
        threshold_rules.acknowledge(hub.storage, hub.agent, Acknowledgement("another", hub.now, "ok"))
    with pytest.raises(ValueError, match="name"):
        files.put("../outside", b"")
