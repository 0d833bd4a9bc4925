"""Figures counted in the database, so that no row of a person or a case leaves it."""

from datetime import datetime, timedelta

import msgspec

from app.contract.scorecards import BlindShift
from app.contract.stats import (
    BlindFirstRow,
    BlindFirstStats,
    LeftWindowRow,
    LeftWindowStats,
    RevealRow,
    RevealStats,
    Share,
    SkipRow,
    SkipStats,
)
from app.domain.blind_first import wilson
from app.domain.reveal import REVEALS_PER_HOUR
from app.domain.roles import Capability
from app.server.security.principal import Principal
from app.server.storage import after_reveal, audit, left_window, skips
from app.server.storage.after_reveal import TypeCounts
from app.server.storage.unit_of_work import Storage, from_ms, to_ms
from app.server.usecases import said
from app.server.usecases.refusal import require
from app.server.usecases.reveal import ACTION

ALL = "*"


def blind_first(storage: Storage, who: Principal, days: int) -> BlindFirstStats:
    """What blind-first shows of the last `days` days. Raises Refused (forbidden)."""
    require(who, Capability.STATS_BLIND_FIRST)
    start, end = window(storage, days)
    with storage.read() as connection:
        found = after_reveal.counts(connection, to_ms(start), to_ms(end))
    rows = (_all(found), *found) if found else ()
    return BlindFirstStats(start, end, tuple(_row(counts) for counts in rows))


def _all(found: list[TypeCounts]) -> TypeCounts:
    names = [field.name for field in msgspec.structs.fields(TypeCounts) if field.name != "case_type"]
    return TypeCounts(ALL, **{name: sum(getattr(counts, name) for counts in found) for name in names})


def _row(counts: TypeCounts) -> BlindFirstRow:
    return BlindFirstRow(
        case_type=counts.case_type,
        blind=counts.blind,
        answered=counts.answered,
        owed=counts.owed,
        took_effect=counts.took_effect,
        agreed_blind=_share(counts.blind_agreed, counts.blind),
        agreed_shown=_share(counts.shown_agreed, counts.shown),
        toward=_share(counts.toward, counts.answered),
        away=_share(counts.away, counts.answered),
        shift=BlindShift(
            agreed_blind=said.figure(counts.blind_agreed, counts.blind),
            agreed_shown=said.figure(counts.shown_agreed, counts.shown),
            pull=said.difference((counts.shown_agreed, counts.shown), (counts.blind_agreed, counts.blind)),
            toward=said.figure(counts.toward, counts.answered),
            away=said.figure(counts.away, counts.answered),
        ),
    )


def _share(count: int, n: int) -> Share:
    return Share(count, n, *wilson(count, n))


def reveals(storage: Storage, who: Principal, days: int) -> RevealStats:
    """Who asked to see masked values, by day. Raises Refused (forbidden)."""
    require(who, Capability.STATS_REVEALS)
    start, end = window(storage, days)
    with storage.read() as connection:
        found = audit.by_day_and_person(connection, ACTION, to_ms(start), to_ms(end))
    return RevealStats(
        start,
        end,
        REVEALS_PER_HOUR,
        tuple(RevealRow(from_ms(row.day_ms).date(), row.user_id, row.name, row.times, row.entities) for row in found),
    )


def window_left(storage: Storage, who: Principal, days: int) -> LeftWindowStats:
    """How often windows were left in the last `days` days. Raises Refused (forbidden)."""
    require(who, Capability.STATS_MISSING)
    start, end = window(storage, days)
    with storage.read() as connection:
        found = left_window.counts(connection, to_ms(start))
    return LeftWindowStats(start, end, tuple(LeftWindowRow(*row) for row in found))


def skipped(storage: Storage, who: Principal, days: int) -> SkipStats:
    """Who passed over which cases that were served, and why. Raises Refused (forbidden)."""
    require(who, Capability.QUEUE_RULES)
    start, end = window(storage, days)
    with storage.read() as connection:
        found = skips.counts(connection, to_ms(start), to_ms(end))
    return SkipStats(start, end, tuple(SkipRow(*msgspec.structs.astuple(row)) for row in found))


def window(storage: Storage, days: int) -> tuple[datetime, datetime]:
    """From the beginning of the first day (UTC) to now."""
    now = storage.clock()
    first = (now - timedelta(days=days - 1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return first, now
