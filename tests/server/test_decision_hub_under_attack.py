"""Whoever wants a threshold in force that was not shown to be better: what they can do about the experiment, and why it
helps them nothing."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from random import Random

import msgspec
import pytest
from sqlalchemy import select, update

from app.contract.hub import Ending, ExperimentOrder, Promotion, Rollback
from app.contract.problems import Code
from app.domain.experiment import Arm, Metric, Plan, arm_of
from app.server.storage import tables as t
from app.server.usecases import experiments, proposals, threshold_rules
from app.server.usecases.refusal import Refused
from tests.support.hub_house import KIND, PASS, WHY, HubHouse, hub_house

PLAN = Plan(Metric.TO_PEOPLE, margin=0.05, guard_margin=0.05, least=100, most=2_000, audit_per_mille=1_000)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubHouse]:
    with hub_house(tmp_path / "server.db") as house:
        house.first(0.85)
        yield house


@contextmanager
def refused(code: Code) -> Iterator[None]:
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.code is code


def begun(hub: HubHouse, plan: Plan = PLAN, threshold: float = 0.7) -> str:
    made = hub.propose(threshold)
    hub.approve(made.proposal_id)
    hub.start(made.proposal_id, plan)
    return made.proposal_id


def day(hub: HubHouse, name: str, count: int, seed: int = 5) -> tuple[set[str], dict[str, float]]:
    """The agent decides by the hub; of which cases the truth is wanted."""
    chance = Random(seed)
    told = {f"{name}-{n}": round(chance.uniform(0.6, 0.999), 3) for n in range(count)}
    _, wanted = hub.decide_by_hub([(ref, PASS, confidence) for ref, confidence in told.items()])
    return wanted, told


def answered(hub: HubHouse, wanted: set[str], wrong: AbstractSet[str] = frozenset()) -> None:
    hub.answer(wanted, dict.fromkeys(wanted, PASS))
    hub.decided({ref: "block" if ref in wrong else "pass" for ref in sorted(wanted)})


def shown(hub: HubHouse) -> str:
    """An experiment that has ended with `holds`."""
    proposal_id = begun(hub)
    for n in range(12):
        wanted, _ = day(hub, f"{proposal_id}-{n}", 80, n)
        answered(hub, wanted)
        hub.wait(days=1)
        if hub.look(proposal_id).state == "shown":
            return proposal_id
    raise AssertionError("it was not shown")


def test_answers_that_are_held_back_until_nobody_waits_for_them_are_audits_without_an_answer(hub: HubHouse) -> None:
    """Whoever answers what was right at once, and what was wrong a little too late, leaves it out of the evidence."""
    proposal_id = begun(hub)
    wanted, told = day(hub, "held", 400)
    wrong = {ref for ref in wanted if told[ref] < 0.85}
    assert len(wrong) > 0.1 * 400
    answered(hub, wanted - wrong)
    hub.wait(days=experiments.PATIENCE / timedelta(days=1), hours=1)
    answered(hub, wrong, wrong)
    standing = hub.look(proposal_id).experiment.standing
    assert (standing.guard.new_n > 30, standing.guard.new_bad) == (True, 0)
    assert standing.unanswered == len(wrong)
    assert "unanswered" in {one.what for one in standing.lacking}
    assert standing.verdict == "running"


def test_a_label_that_is_found_otherwise_counts_as_it_was_found_at_last(hub: HubHouse) -> None:
    proposal_id = begun(hub, msgspec.structs.replace(PLAN, least=1_000))
    wanted, told = day(hub, "turned", 300)
    low = {ref for ref in wanted if told[ref] < 0.85}
    answered(hub, wanted)
    assert hub.look(proposal_id).experiment.standing.guard.new_bad == 0
    found_otherwise(hub, low)
    seen = hub.look(proposal_id)
    assert seen.experiment.standing.guard.new_bad == len(low)
    assert seen.experiment.state == "harmful"


def found_otherwise(hub: HubHouse, refs: set[str]) -> None:
    """People come to another decision on these cases."""
    c, r = t.cases.c, t.reviews.c
    with hub.storage.write() as work:
        of = select(c.outcome_review_id).where(c.external_ref.in_(refs))
        work.connection.execute(update(t.reviews).where(r.review_id.in_(of)).values(decision="block"))


def test_what_was_shown_is_not_promoted_where_its_labels_were_found_otherwise_since(hub: HubHouse) -> None:
    proposal_id = shown(hub)
    c = t.experiment_cases.c
    with hub.storage.read() as connection:
        mine = connection.execute(select(c.external_ref).where(c.arm == "new", c.alone)).scalars().all()
    found_otherwise(hub, set(mine[: len(mine) // 3]))
    with refused(Code.CRITERION_NOT_MET):
        hub.promote(proposal_id)
    assert proposals.one(hub.storage, hub.ada, proposal_id).state == "shown"
    assert threshold_rules.tell(hub.storage, hub.agent)[0].rules[0].threshold == 0.85


def test_audits_that_come_after_the_end_change_nothing_of_it(hub: HubHouse) -> None:
    proposal_id = shown(hub)
    hub.wait(days=1)
    before = proposals.one(hub.storage, hub.ada, proposal_id).experiment
    with refused(Code.NOT_AT_THIS_STEP):
        hub.look(proposal_id)
    assert hub.promote(proposal_id).state == "promoted"
    after = proposals.one(hub.storage, hub.ada, proposal_id).experiment
    assert (after.standing, after.plan_digest) == (before.standing, before.plan_digest)


def test_an_experiment_ends_at_most_however_many_audits_come_after(hub: HubHouse) -> None:
    proposal_id = begun(hub, msgspec.structs.replace(PLAN, margin=0.5, least=30, most=100))
    for n in range(9):
        wanted, _ = day(hub, f"most-{n}", 60, n)  # each day new ones, so that some are open at all times
        hub.wait(days=1)
        state = hub.look(proposal_id).experiment
        if state.state != "running":
            break
        answered(hub, wanted)
    assert state.state == "not_shown"
    assert max(state.standing.metric.old_n, state.standing.metric.new_n) <= 100 + 60


def test_a_small_arm_that_goes_by_another_rule_is_seen(hub: HubHouse) -> None:
    """One case in twenty is in the new arm: all of them by a wrong rule are few of the whole."""
    proposal_id = begun(hub, msgspec.structs.replace(PLAN, new_per_mille=50))
    one = proposals.one(hub.storage, hub.ada, proposal_id).experiment
    rows = []
    for n in range(1_200):
        new = arm_of(one.salt, f"small-{n}", 50) is Arm.NEW
        rows.append(hub.row(f"small-{n}", PASS, 0.9, 0.6 if new else 0.85, "rules-6" if new else one.old_version, KIND))
    hub.tell_ledger(rows)
    standing = hub.look(proposal_id).experiment.standing
    assert 20 < standing.flagged < 0.08 * 1_200
    assert "flagged" in {lack.what for lack in standing.lacking}


def test_cases_of_one_arm_that_are_not_told_are_missed(hub: HubHouse) -> None:
    proposal_id = begun(hub)
    one = proposals.one(hub.storage, hub.ada, proposal_id).experiment
    chance = Random(2)
    told = [(f"quiet-{n}", PASS, round(chance.uniform(0.6, 0.999), 3)) for n in range(600)]
    # Of the new arm the agent is silent on what it would hand to people.
    kept = [case for case in told if case[2] >= 0.8 or arm_of(one.salt, case[0], 500) is Arm.OLD]
    hub.decide_by_hub(kept)
    standing = hub.look(proposal_id).experiment.standing
    lack = next(lack for lack in standing.lacking if lack.what == "split")
    assert lack.have == standing.metric.new_n < lack.need == pytest.approx(len(kept) / 2)
    assert standing.metric.shown
    assert standing.verdict == "running"


def test_whoever_tries_again_needs_twice_the_evidence(hub: HubHouse) -> None:
    needed = []
    for _ in range(3):
        proposal_id = begun(hub)
        needed.append(hub.look(proposal_id).experiment.standing.metric.needed)
        proposals.stop(hub.storage, hub.lea, proposal_id, Ending(**WHY))
        hub.wait(days=2)
    assert needed == [20, 40, 80]
    # The other way is another question, and so is the same one half a year later.
    raised = begun(hub, threshold=0.95)
    assert hub.look(raised).experiment.standing.metric.needed == 20
    proposals.stop(hub.storage, hub.lea, raised, Ending(**WHY))
    hub.wait(days=181)
    assert hub.look(begun(hub)).experiment.standing.metric.needed == 20


def test_whoever_proposed_does_not_write_down_what_it_is_judged_by(hub: HubHouse) -> None:
    made = hub.propose(0.7)
    hub.approve(made.proposal_id)
    assert "start" not in proposals.one(hub.storage, hub.ruth, made.proposal_id).may
    assert "start" in proposals.one(hub.storage, hub.lea, made.proposal_id).may
    with refused(Code.OWN_PROPOSAL):
        proposals.start(hub.storage, hub.ruth, made.proposal_id, ExperimentOrder(PLAN, **WHY))


def test_the_plan_stays_as_it_was_written_down(hub: HubHouse) -> None:
    proposal_id = begun(hub)
    easier = msgspec.structs.replace(PLAN, margin=0.0, guard_margin=0.5, least=30, alpha=0.1)
    with refused(Code.NOT_AT_THIS_STEP):
        hub.start(proposal_id, easier)
    with refused(Code.PROPOSAL_OPEN):
        hub.propose(0.6)
    assert proposals.one(hub.storage, hub.ada, proposal_id).experiment.plan == PLAN
    with refused(Code.EXPERIMENT_RUNS):
        threshold_rules.rollback(hub.storage, hub.lea, KIND, PASS, Rollback(f"{KIND}.pass.1", **WHY))


def test_nothing_is_tried_beside_a_threshold_that_is_set_for_later(hub: HubHouse) -> None:
    proposal_id = shown(hub)
    later = Promotion(**WHY, effective_from=hub.now + timedelta(days=10))
    assert proposals.promote(hub.storage, hub.lea, proposal_id, later).state == "promoted"
    made = hub.propose(0.6)
    hub.approve(made.proposal_id)
    with refused(Code.RULES_CHANGED):
        hub.start(made.proposal_id, PLAN)
    hub.wait(days=11)
    with refused(Code.RULES_CHANGED):
        hub.start(made.proposal_id, PLAN)
    with refused(Code.CRITERION_NOT_MET):
        hub.promote(made.proposal_id)


def test_a_case_that_comes_again_stays_in_its_arm_and_counts_once(hub: HubHouse) -> None:
    proposal_id = begun(hub)
    one = proposals.one(hub.storage, hub.ada, proposal_id).experiment
    for _ in range(2):
        day(hub, "again", 50)
    hub.wait(hours=1)
    standing = hub.look(proposal_id).experiment.standing
    assert standing.metric.old_n + standing.metric.new_n == 50
    c = t.experiment_cases.c
    with hub.storage.read() as connection:
        rows = connection.execute(select(c.external_ref, c.arm)).all()
    assert all(arm_of(one.salt, ref, 500).value == arm for ref, arm in rows)
