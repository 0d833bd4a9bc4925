"""What a threshold would have done: on a grid over past cases, and beside the one in force on the very same cases."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from app.analytics.compare import e_value, exact_mcnemar
from app.analytics.intervals import clopper_pearson, wilson
from app.analytics.stratified import total_of_counts
from app.contract.catalogue import catalogue
from app.contract.hub import Bounded, ReplayPart, ReplayView, SimulationRow, SimulationView
from app.contract.problems import Code, ProblemItem
from app.domain.decision import Verdict
from app.domain.proposal import error_kind, moved_region
from app.domain.roles import Capability
from app.server.security.principal import Principal
from app.server.storage import recall, replay
from app.server.storage.replay import GRID, Asked, LedgerCell, QueueCell
from app.server.storage.unit_of_work import Storage, to_ms
from app.server.usecases.refusal import Refused, require

WINDOW = timedelta(days=180)
FEW = 30
"""Known cases below which a replay says that they are few."""
LARGEST = 1e12


def simulate(
    storage: Storage,
    who: Principal,
    case_type: str,
    side: Verdict,
    days: int,
    cost_wrong: float,
    minutes_per_case: float | None,
) -> SimulationView:
    """Every threshold from a half to one. Raises Refused (forbidden, unknown_case_type)."""
    require(who, Capability.HUB_READ)
    if case_type not in catalogue().case_types:
        raise Refused(Code.UNKNOWN_CASE_TYPE, errors=(ProblemItem("/case_type", "unknown"),))
    now = storage.clock()
    asked = Asked(case_type, side.value, to_ms(now - timedelta(days=days)), to_ms(now) + 1)
    with storage.read() as connection:
        mean, n = replay.minutes(connection, case_type, asked.from_ms)
        queue = replay.queue(connection, asked)
        ledger = replay.ledger(connection, asked, _draws(connection, asked))
    minutes = minutes_per_case if minutes_per_case is not None else mean
    total = sum(one.cases for one in queue) + sum(one.size for one in ledger)
    return SimulationView(
        case_type,
        side.value,
        now - timedelta(days=days),
        now,
        error_kind(side),
        total,
        minutes,
        n,
        cost_wrong,
        tuple(
            _row(cell / GRID, cell, queue, ledger, total, minutes, cost_wrong) for cell in range(GRID // 2, GRID + 1)
        ),
        _notes(queue, ledger),
    )


def _draws(connection: Connection, asked: Asked) -> list[Any]:
    return list(recall.draws(connection, asked.from_ms, asked.before_ms))[: recall.MOST_DRAWS]


def _row(
    threshold: float,
    cell: int,
    queue: Sequence[QueueCell],
    ledger: Sequence[LedgerCell],
    total: int,
    minutes: float | None,
    cost_wrong: float,
) -> SimulationRow:
    below = sum(one.cases for one in queue if one.cell < cell) + sum(one.size for one in ledger if one.cell < cell)
    bounds = wilson(below, total)
    share = Bounded(below / total if total else 0.0, bounds.low, bounds.high)
    above, kept = [one for one in queue if one.cell >= cell], [one for one in ledger if one.cell >= cell]
    wrong, unseen = wrong_alone(above, kept)
    hours = None if minutes is None else below * minutes / 60
    cost = None if wrong is None or minutes is None else below * minutes + wrong.estimate * cost_wrong
    known = sum(one.decided for one in above) + sum(one.looked_at for one in kept)
    return SimulationRow(threshold, below, share, hours, wrong, cost, known, unseen)


def wrong_alone(queue: Sequence[QueueCell], ledger: Sequence[LedgerCell]) -> tuple[Bounded | None, int]:
    """How many of these cases the agent alone gets wrong, and of how many nothing can be said. Cases of the queue that
    are decided stand for those that are not yet; rows of the ledger by the design of the audits. None where nothing is
    known though there are cases."""
    strata: list[tuple[float, float, float]] = []
    kinds: list[str] = []
    unseen = 0
    cases, decided = sum(one.cases for one in queue), sum(one.decided for one in queue)
    if decided:
        strata.append((float(cases), float(decided), float(decided - sum(one.right for one in queue))))
        kinds.append("queue")
    else:
        unseen += cases
    for design in sorted({one.design for one in ledger}):
        part = [one for one in ledger if one.design == design]
        size, looked = sum(one.size for one in part), sum(one.looked_at for one in part)
        if not looked:
            unseen += size
            continue
        strata.append((float(size), float(looked), float(looked - sum(one.right for one in part))))
        kinds.append("ledger")
    if not strata:
        return (Bounded(0.0, 0.0, 0.0) if not unseen else None), unseen
    value, low, high = total_of_counts(strata, 0.95, kinds)
    return Bounded(value, low, high), unseen


def replay_of(
    connection: Connection,
    now: datetime,
    *,
    case_type: str,
    side: str,
    base: float,
    threshold: float,
    cost_wrong: float,
    minutes_per_case: float | None,
) -> ReplayView:
    """The threshold beside another one over the last half year. Only cases between the two are decided otherwise."""
    start = now - WINDOW
    least, below = moved_region(base, threshold)
    asked = Asked(case_type, side, to_ms(start), to_ms(now) + 1, least, below)
    queue = replay.queue(connection, asked)
    ledger = replay.ledger(connection, asked, _draws(connection, asked))
    mean, _ = replay.minutes(connection, case_type, asked.from_ms)
    minutes = minutes_per_case if minutes_per_case is not None else mean
    parts = (
        ReplayPart(
            "queue",
            sum(one.cases for one in queue),
            sum(one.decided for one in queue),
            sum(one.right for one in queue),
            sum(one.blind for one in queue),
        ),
        ReplayPart(
            "ledger",
            sum(one.size for one in ledger),
            sum(one.looked_at for one in ledger),
            sum(one.right for one in ledger),
            sum(one.looked_at for one in ledger),  # audits come blind alone
        ),
    )
    moved, known, right = (sum(getattr(one, name) for one in parts) for name in ("moved", "known", "right"))
    lowered = threshold < base
    # Lowered: the agent takes the case over, well where it is right. Raised: people take it over, well where it is not.
    gained, lost = (right, known - right) if lowered else (known - right, right)
    sign = 1 if lowered else -1
    wrong, _ = wrong_alone(queue, ledger)
    change = None
    if wrong is not None:
        low, high = sorted((sign * wrong.low, sign * wrong.high))
        change = Bounded(sign * wrong.estimate, low, high)
    hours = None if minutes is None else -sign * moved * minutes / 60
    bounds = clopper_pearson(right, known)
    return ReplayView(
        at=now,
        decided_from=start,
        decided_before=now,
        base=base,
        threshold=threshold,
        moved=moved,
        known=known,
        right=Bounded(right / known, bounds.low, bounds.high) if known else None,
        gained=gained,
        lost=lost,
        exact_p=exact_mcnemar(gained, lost),
        e_value=min(e_value(gained, lost), LARGEST),
        parts=parts,
        wrong_change=change,
        hours_change=hours,
        cost_change=None if change is None or hours is None else change.estimate * cost_wrong + hours * 60,
        notes=_notes(queue, ledger),
    )


def _notes(queue: Sequence[QueueCell], ledger: Sequence[LedgerCell]) -> tuple[str, ...]:
    """Codes of what these labels cannot say."""
    cases, decided = sum(one.cases for one in queue), sum(one.decided for one in queue)
    size, looked = sum(one.size for one in ledger), sum(one.looked_at for one in ledger)
    found = []
    if decided:
        found.append("labels_from_queue")
    if looked:
        found.append("labels_from_audits")
    if size and any(one.size and not one.looked_at for one in ledger):
        found.append("no_audits")
    if decided + looked < FEW:
        found.append("few_labels")
    if decided < cases:
        found.append("undecided_left_out")
    if sum(one.blind for one in queue) < decided:
        found.append("seen_labels")
    return tuple(found)
