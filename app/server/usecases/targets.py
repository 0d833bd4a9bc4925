"""The targets board: what was promised, held against what was done by the bound, period by period and type by type.

Shares of people's work come from the scorecards' counts, recall and precision from random audits by their design,
coverage from the clauses that decisions rest on, automation from the ledger beside the queue.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

import msgspec
from sqlalchemy import Connection

from app.analytics.intervals import TargetState
from app.analytics.recall import AuditStratum, Rate, recall, recall_standing
from app.contract.problems import Code, ProblemItem
from app.contract.targets import Mover, TargetRow, TargetsBoard, TrendPoint
from app.domain.roles import Capability
from app.domain.targets import MEASURES, SHOWN_FROM
from app.server.security.principal import Principal
from app.server.storage import recall as audits
from app.server.storage import scorecards, sop_coverage
from app.server.storage.judgements import Span
from app.server.storage.recall import MOST_DRAWS, Part, QueuePart
from app.server.storage.unit_of_work import Storage, from_ms, to_ms
from app.server.usecases import said
from app.server.usecases.recall import strata_of
from app.server.usecases.refusal import Refused, require
from app.server.usecases.scorecards import MEASURES as OF_PEOPLE

MOST_MOVERS = 5
_ONE_SIDED = 0.90
"""The two-sided level whose bounds are one-sided ones at 95 %."""
_OF_PEOPLE = {"sla": "in_time", "accuracy": "accuracy"}
_BY_DESIGN = ("precision", "recall")


class Counted(msgspec.Struct, frozen=True):
    """Of one measure, type and period: `k` of `n` (estimated ones are no whole numbers), or the strata of audits."""

    k: float
    n: float
    strata: tuple[AuditStratum, ...] = ()


Period = Mapping[str, Mapping[str, Counted]]  # measure → case type


def board(storage: Storage, who: Principal, days: int, periods: int, case_type: str | None) -> TargetsBoard:
    """Of the last `days`, with as many periods of the same length before it. Raises Refused (forbidden, parameter)."""
    require(who, Capability.CALIBRATION_READ)
    end, length = to_ms(storage.clock()) + 1, timedelta(days=days) // timedelta(milliseconds=1)
    starts = [end - length * n for n in range(periods, 0, -1)]
    with storage.read() as connection:
        found = [_period(connection, start, start + length, case_type) for start in starts]
    targets = storage.policy.targets
    return TargetsBoard(
        from_at=from_ms(starts[-1]),
        before_at=from_ms(end),
        case_type=case_type,
        rows=tuple(_row(name, targets.get(name), found, starts, length) for name in MEASURES),
    )


def _period(connection: Connection, start: int, end: int, case_type: str | None) -> Period:
    counts = scorecards.counts(connection, Span(start, end, case_type), "case_type")
    found: dict[str, dict[str, Counted]] = {name: {} for name in MEASURES}
    for name, of in _OF_PEOPLE.items():
        measure: Callable[[scorecards.Counts], tuple[int, int]] = OF_PEOPLE[of][0]
        found[name] = {kind: Counted(*measure(one)) for kind, one in counts.items()}
    made = audits.draws(connection, start, end)
    if len(made) > MOST_DRAWS:
        raise Refused(Code.PARAMETER, errors=(ProblemItem("/days", "range", "too many draws in it"),))
    parts = audits.ledger(connection, start, end, case_type, made)
    queued = audits.queue(connection, start, end, case_type)
    for kind in sorted({one.case_type for one in parts} | {one.case_type for one in queued}):
        of_kind = [one for one in parts if one.case_type == kind], [one for one in queued if one.case_type == kind]
        found["recall"][kind], found["precision"][kind] = _by_design(*of_kind)
        alone = sum(one.size for one in of_kind[0])
        found["automation"][kind] = Counted(alone, alone + sum(one.size for one in of_kind[1]))
    found["sop_coverage"] = _coverage(connection, start, end, case_type)
    return found


def _by_design(parts: Sequence[Part], queued: Sequence[QueuePart]) -> tuple[Counted, Counted]:
    """Recall and precision: what the cases that were looked at stand for."""
    strata = tuple(strata_of(parts, queued))
    sums = [0.0, 0.0, 0.0]
    for one in strata:
        for n, value in enumerate((one.caught, one.bad, one.flagged or 0)):
            sums[n] += one.size * value / one.n if one.n else 0.0
    caught, bad, flagged = sums
    return Counted(caught, bad, strata), Counted(caught, flagged, strata)


def _coverage(connection: Connection, start: int, end: int, case_type: str | None) -> dict[str, Counted]:
    """What was decided since the start, without what was decided since the end."""
    since = {row.case_type: (row.covered, row.decided) for row in sop_coverage.by_type(connection, start)}
    after = {row.case_type: (row.covered, row.decided) for row in sop_coverage.by_type(connection, end)}
    found = {}
    for kind, (covered, decided) in since.items():
        later = after.get(kind, (0, 0))
        if case_type in (None, kind) and decided > later[1]:
            found[kind] = Counted(covered - later[0], decided - later[1])
    return found


def _row(name: str, target: float | None, found: Sequence[Period], starts: Sequence[int], length: int) -> TargetRow:
    told = [_told(name, target, period[name]) for period in found]
    trend = tuple(
        TrendPoint(from_ms(start), from_ms(start + length), one.n, one.value, one.low, one.high, one.state)
        for start, one in zip(starts, told, strict=True)
    )
    before = found[-2][name] if len(found) > 1 else {}
    return msgspec.structs.replace(told[-1], trend=trend, movers=_movers(target, found[-1][name], before))


def _told(name: str, target: float | None, of: Mapping[str, Counted]) -> TargetRow:
    """The figure of one period."""
    if name in _BY_DESIGN:
        return _estimated(name, target, [stratum for one in of.values() for stratum in one.strata])
    one = said.figure(round(sum(c.k for c in of.values())), round(sum(c.n for c in of.values())), target=target)
    return TargetRow(
        measure=name,
        n=one.n,
        target=target,
        count=one.count,
        value=one.share,
        low=one.low,
        high=one.high,
        state=one.state or TargetState.NOT_YET_KNOWN.value,
        contract=one.contract,
        more=one.more_to_know,
        more_to_show=one.more_to_show,
    )


def _estimated(name: str, target: float | None, strata: Sequence[AuditStratum]) -> TargetRow:
    """By the design of the audits; of a stratum that nobody looked into nothing is claimed."""
    found, bounds = recall(strata), recall(strata, _ONE_SIDED)
    lacking = tuple(dict.fromkeys(one.kind.value for one in strata if one.name in set(found.unseen)))
    rate: Rate | None = getattr(found, name)
    by: Rate | None = getattr(bounds, name)
    if rate is None or by is None:
        return TargetRow(name, found.n, target, lacking=lacking)
    told = TargetRow(
        measure=name,
        n=found.n,
        target=target,
        value=rate.value,
        low=rate.interval.low,
        high=rate.interval.high,
        lacking=lacking,
    )
    if target is None:
        return told
    state = TargetState.NOT_YET_KNOWN
    if by.interval.low >= target:
        state = TargetState.MET
    elif by.interval.high < target:
        state = TargetState.MISSED
    unknown = state is TargetState.NOT_YET_KNOWN
    return msgspec.structs.replace(
        told,
        state=state.value,
        contract=said.MET if rate.value >= target else said.MISSED,
        more=recall_standing(strata, target).more if unknown and name == "recall" else None,
    )


def _movers(target: float | None, now: Mapping[str, Counted], before: Mapping[str, Counted]) -> tuple[Mover, ...]:
    """The types that hold the figure back, or lift it, the most; without a target held against the figure itself."""
    k, n = sum(one.k for one in now.values()), sum(one.n for one in now.values())
    if n <= 0:
        return ()
    line = target if target is not None else k / n
    found = []
    for kind, one in now.items():
        if not _may_be_told(one):
            continue
        then = before.get(kind)
        change = one.k / one.n - then.k / then.n if then is not None and _may_be_told(then) else None
        looked = sum(stratum.n for stratum in one.strata) if one.strata else round(one.n)
        found.append(Mover(kind, looked, one.k / one.n, (line * one.n - one.k) / n, change))
    found.sort(key=lambda one: (-abs(one.contribution), one.case_type))
    return tuple(found[:MOST_MOVERS])


def _may_be_told(one: Counted) -> bool:
    """A share of few cases is withheld for a type as it is for all of them."""
    return one.n > 0 and (bool(one.strata) or one.n >= SHOWN_FROM)
