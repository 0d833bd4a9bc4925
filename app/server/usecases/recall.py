"""How much of what is bad the agent finds, and how much of what it stops is bad: estimated by the design of the audits.

The queue alone cannot tell: what the agent missed lies in what it passed by itself.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

import msgspec

from app.analytics.recall import AuditKind, AuditStratum, Rate, Recall, recall, recall_standing
from app.contract.problems import Code, ProblemItem
from app.contract.recall import RecallFigure, RecallRow, RecallStratum, RecallTarget, RecallView
from app.domain.decision import Verdict
from app.domain.roles import Capability
from app.domain.targets import RECALL_TARGETS
from app.server.security.principal import Principal
from app.server.storage import recall as counted
from app.server.storage.recall import MOST_DRAWS, Part, QueuePart
from app.server.storage.unit_of_work import Storage, to_ms
from app.server.usecases.refusal import Refused, require
from app.server.usecases.said import MET, MISSED

ALL = "*"
MOST_BEYOND = 0.01
"""The share of rows that no draw could take which an estimate may still speak for."""
_KINDS = {Verdict.PASS.value: AuditKind.AUTO_PASS, Verdict.BLOCK.value: AuditKind.AUTO_BLOCK}


def estimate(storage: Storage, who: Principal, start: datetime, end: datetime, case_type: str | None) -> RecallView:
    """Of what the agent decided in [start, end). Raises Refused (forbidden, parameter)."""
    require(who, Capability.STATS_RECALL)
    if end <= start:
        raise Refused(Code.PARAMETER, errors=(ProblemItem("/decided_before", "time", "after decided_from"),))
    window = to_ms(start), to_ms(end)
    with storage.read() as connection:
        made = counted.draws(connection, *window)
        if len(made) > MOST_DRAWS:
            raise Refused(Code.PARAMETER, errors=(ProblemItem("/decided_from", "time", "too many draws in it"),))
        parts = counted.ledger(connection, *window, case_type, made)
        queued = counted.queue(connection, *window, case_type)
    types = sorted({one.case_type for one in parts} | {one.case_type for one in queued})
    rows = [
        row(one, [p for p in parts if p.case_type == one], [q for q in queued if q.case_type == one]) for one in types
    ]
    if len(types) != 1:
        rows.insert(0, row(ALL, parts, queued))
    return RecallView(start, end, tuple(rows))


def row(case_type: str, parts: Sequence[Part], queued: Sequence[QueuePart]) -> RecallRow:
    """The estimate over these parts, each a stratum of its own."""
    strata = strata_of(parts, queued)
    found = recall(strata)
    return RecallRow(
        case_type,
        _told(parts, queued),
        _figure(found.recall, strata),
        _figure(found.precision, ()),
        found.queue_only,
        _lacking(found, strata),
    )


def strata_of(parts: Sequence[Part], queued: Sequence[QueuePart]) -> list[AuditStratum]:
    """What the estimate is made from. What the agent passed it held for good, all of it; what it blocked for bad."""
    strata = []
    for part in collapsed(parts):
        kind = _KINDS[part.verdict]
        held_bad = kind is AuditKind.AUTO_BLOCK
        strata.append(
            AuditStratum(
                kind,
                part.size,
                part.looked_at,
                part.bad,
                part.bad if held_bad else 0,
                part.looked_at if held_bad else 0,
                f"{part.case_type}/{kind.value}/{part.cell}",
            )
        )
    for one in queued:
        name = f"{one.case_type}/{AuditKind.QUEUE.value}"
        strata.append(AuditStratum(AuditKind.QUEUE, one.size, one.decided, one.bad, one.caught, one.flagged, name))
    return strata


def collapsed(parts: Sequence[Part]) -> list[Part]:
    """The parts with small cells of which nothing was looked at laid to the largest one of the same type and verdict:
    those that no draw happened to take from, and rows that no draw could take while they are no more than 1 %."""
    groups: dict[tuple[str, str], list[Part]] = defaultdict(list)
    for part in parts:
        groups[part.case_type, part.verdict].append(part)
    found = []
    for group in groups.values():
        seen = [part for part in group if part.looked_at]
        beyond = sum(part.size for part in group if not part.cell)
        few = beyond <= MOST_BEYOND * sum(part.size for part in group)
        laid = [part for part in group if not part.looked_at and (part.cell or few)] if seen else []
        kept = [part for part in group if part not in laid]
        if laid:
            largest = max(seen, key=_size)
            more = sum(part.size for part in laid)
            kept[kept.index(largest)] = msgspec.structs.replace(largest, size=largest.size + more)
        found += kept
    return found


def _size(part: Part) -> int:
    return part.size


def _told(parts: Sequence[Part], queued: Sequence[QueuePart]) -> tuple[RecallStratum, ...]:
    """The parts summed up for reading, in a fixed order."""
    sums: dict[AuditKind, list[int]] = defaultdict(lambda: [0] * 5)
    for part in parts:
        kind = _KINDS[part.verdict]
        caught = part.bad if kind is AuditKind.AUTO_BLOCK else 0
        _add(sums[kind], (part.size, part.looked_at, part.bad, caught, part.waiting))
    for one in queued:
        _add(sums[AuditKind.QUEUE], (one.size, one.decided, one.bad, one.caught, one.size - one.decided))
    return tuple(RecallStratum(kind.value, *sums[kind]) for kind in AuditKind if kind in sums)


def _add(sums: list[int], more: Sequence[int]) -> None:
    for n, value in enumerate(more):
        sums[n] += value


def _lacking(found: Recall, strata: Sequence[AuditStratum]) -> tuple[str, ...]:
    """The parts of which something was never looked at, by kind."""
    unseen = set(found.unseen)
    return tuple(dict.fromkeys(one.kind.value for one in strata if one.name in unseen))


def _figure(rate: Rate | None, strata: Sequence[AuditStratum]) -> RecallFigure:
    """With the targets, where strata are given."""
    if rate is None:
        return RecallFigure()
    targets = []
    for target in RECALL_TARGETS if strata else ():
        said = recall_standing(strata, target)
        contract = MET if said.estimate is not None and said.estimate >= target else MISSED
        targets.append(RecallTarget(target, said.state.value, contract, said.more))
    return RecallFigure(rate.value, rate.se, rate.interval.low, rate.interval.high, tuple(targets))
