"""The targets board: each figure by its bound, period by period, and what moves it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.analytics.intervals import standing
from app.analytics.recall import AuditKind, AuditStratum
from app.contract.targets import TargetRow
from app.domain.roles import Role
from app.domain.targets import DEFAULT_TARGETS, MEASURES
from app.server.config import from_environment
from app.server.security.principal import Principal
from app.server.storage import tables as t
from app.server.storage.unit_of_work import Storage, to_ms
from app.server.usecases import targets
from app.server.usecases.refusal import Refused
from app.server.usecases.targets import Counted
from tests.support.labelled import Case, put, reviewer
from tests.support.server import opened

LEAD = Principal("lead", "lea", frozenset({Role.TEAM_LEAD}))
HOUR = 3_600_000


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    with opened(tmp_path / "server.db") as storage:
        yield storage


def row(storage: Storage, measure: str, **more: Any) -> TargetRow:
    told = targets.board(storage, LEAD, more.pop("days", 7), more.pop("periods", 3), more.pop("case_type", None))
    return told.rows[MEASURES.index(measure)]


def late(storage: Storage, ids: list[str]) -> None:
    """These were decided an hour after they were due."""
    with storage.write() as work:
        c = t.cases.c
        numbers = [int(one.removeprefix("C-")) for one in ids]
        due = t.cases.update().where(c.case_number.in_(numbers))
        work.connection.execute(due.values(due_at=c.due_at - HOUR, effective_due_at=c.effective_due_at - HOUR))


def test_the_share_in_time_is_met_by_its_bound_alone(storage: Storage) -> None:
    who = reviewer(storage)
    ids = put(storage, [Case(days=1) for _ in range(200)], who)
    late(storage, ids[:6])
    told = row(storage, "sla")
    wanted = standing(194, 200, DEFAULT_TARGETS["sla"])
    assert (told.count, told.n, told.target) == (194, 200, 0.95)
    assert (told.state, told.more, told.contract) == (wanted.state.value, wanted.more, "met")
    assert told.state == "not_yet_known"
    late(storage, ids[6:60])
    assert row(storage, "sla").state == "missed"


def test_a_trend_has_each_period_and_too_few_cases_are_withheld(storage: Storage) -> None:
    who = reviewer(storage)
    put(storage, [Case(days=1) for _ in range(40)], who)
    late(storage, put(storage, [Case(days=8) for _ in range(50)], who))
    put(storage, [Case(days=15) for _ in range(5)], who)
    told = row(storage, "sla")
    assert [(one.n, one.value) for one in told.trend] == [(5, None), (50, 0.0), (40, 1.0)]
    assert [one.state for one in told.trend] == ["not_yet_known", "missed", "not_yet_known"]
    assert told.value == 1.0
    alone = row(storage, "sla", periods=1)
    assert len(alone.trend) == 1


def test_what_moves_a_figure_is_told_by_type_the_largest_first(storage: Storage) -> None:
    who = reviewer(storage)
    put(storage, [Case(days=1) for _ in range(100)], who)
    late(storage, put(storage, [Case(days=1, case_type="kyc_audit") for _ in range(60)], who)[:30])
    put(storage, [Case(days=8, case_type="kyc_audit") for _ in range(60)], who)
    put(storage, [Case(days=1, case_type="poa_review") for _ in range(3)], who)
    kyc, ato = row(storage, "sla").movers
    assert (kyc.case_type, kyc.n, kyc.value) == ("kyc_audit", 60, 0.5)
    assert kyc.contribution == pytest.approx((0.95 * 60 - 30) / 163)
    assert kyc.change == pytest.approx(-0.5)
    assert (ato.case_type, ato.change) == ("ato_investigation", None)
    assert ato.contribution < 0 < kyc.contribution
    only = row(storage, "sla", case_type="kyc_audit")
    assert (only.n, only.value) == (60, 0.5)


def test_recall_is_estimated_by_the_design_of_the_audits_and_never_from_the_queue_alone() -> None:
    strata = (
        AuditStratum(AuditKind.AUTO_PASS, 90_000, 600, 3, 0, 0, "pass"),
        AuditStratum(AuditKind.QUEUE, 6_000, 300, 90, 88, 90, "queue"),
        AuditStratum(AuditKind.AUTO_BLOCK, 4_000, 200, 190, 190, 200, "block"),
    )
    told = targets._told("recall", 0.99, {"kyc_audit": Counted(5_560, 6_050, strata)})
    assert told.value == pytest.approx(0.919008, abs=1e-6)
    assert (told.n, told.state, told.contract) == (1_100, "missed", "missed")
    assert targets._told("recall", 0.95, {"kyc_audit": Counted(5_560, 6_050, strata)}).state == "not_yet_known"
    unseen = (*strata[1:], AuditStratum(AuditKind.AUTO_PASS, 90_000, 0, 0, 0, 0, "pass"))
    nothing = targets._told("recall", 0.99, {"kyc_audit": Counted(1, 1, unseen)})
    assert (nothing.value, nothing.state, nothing.lacking) == (None, "not_yet_known", ("auto_pass",))
    right = targets._told("precision", 0.95, {"kyc_audit": Counted(1, 1, strata)})
    assert right.value is not None
    assert right.low is not None
    assert right.low < right.value
    assert right.state in ("met", "missed", "not_yet_known")


def test_how_much_the_agent_decides_alone_is_told_with_and_without_a_target(storage: Storage) -> None:
    who = reviewer(storage)
    put(storage, [Case(days=1) for _ in range(40)], who)
    at = to_ms(storage.clock()) - 86_400_000
    rows = [
        {
            "external_ref": f"L-{n}", "content_hash": "0" * 64, "case_type": "ato_investigation", "verdict": "pass",
            "risk_score": 0.02, "confidence": 0.98, "threshold": 0.85, "rule_version": "r", "segment": "{}",
            "decided_at": at, "received_at": at,
        }
        for n in range(160)
    ]  # fmt: skip
    with storage.write() as work:
        work.connection.execute(t.ledger.insert(), rows)
    told = row(storage, "automation")
    assert (told.count, told.n, told.value, told.target, told.contract) == (160, 200, 0.8, None, None)
    assert told.movers[0].contribution == pytest.approx(0)
    storage.policy = from_environment({"FOOTPLATE_TARGETS": "automation=0.5, sla=none"}).policy()
    assert (row(storage, "automation").target, row(storage, "automation").state) == (0.5, "met")
    assert row(storage, "sla").target is None
    assert row(storage, "recall").lacking == ("auto_pass",)


@pytest.mark.parametrize("told", ["sla", "sla=1", "sla=0", "speed=0.5", "sla=high"])
def test_a_target_that_cannot_be_stops_the_server(told: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        from_environment({"FOOTPLATE_TARGETS": told}).policy()


def test_coverage_counts_each_period_for_itself(storage: Storage) -> None:
    who = reviewer(storage)
    put(storage, [Case(days=1) for _ in range(40)], who)
    put(storage, [Case(days=8) for _ in range(35)], who)
    told = row(storage, "sop_coverage", periods=2)
    assert [one.n for one in told.trend] == [35, 40]
    assert (told.count, told.state, told.target) == (0, "missed", 0.8)


def test_who_may_not_read_calibration_figures_reads_no_board(storage: Storage) -> None:
    lin = Principal("lin", "lin", frozenset({Role.REVIEWER}))
    with pytest.raises(Refused):
        targets.board(storage, lin, 7, 6, None)
