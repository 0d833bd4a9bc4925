"""Scorecards as an export: a row for each vendor, team and case type. People are read one by one and in no table."""

from datetime import datetime
from typing import Any

import msgspec

from app.contract.scorecards import Figure, ScorecardView
from app.server.storage.judgements import Span
from app.server.storage.unit_of_work import Storage, to_ms
from app.server.usecases.export_tables import Column, Kind, column
from app.server.usecases.scorecards import GROUPS, cards, window

FIGURES = ("accuracy", "needless", "gold", "agreement", "overturned", "in_time")
_PARTS = (("n", Kind.WHOLE), ("count", Kind.WHOLE), ("share", Kind.NUMBER), ("low", Kind.NUMBER), ("high", Kind.NUMBER))


class ScorecardRow(msgspec.Struct, frozen=True):
    """One card, flat. What is withheld is null beside its `n`."""

    kind: str
    id: str
    from_at: datetime
    before_at: datetime
    people: int
    accuracy: Figure
    needless: Figure
    gold: Figure
    agreement: Figure
    overturned: Figure
    in_time: Figure
    decisions: int
    active_ms: int | None
    median_ms: int | None
    p90_ms: int | None
    disputes_open: int
    disputes_upheld: int
    disputes_overturned: int


def rows(storage: Storage, days: int) -> list[ScorecardRow]:
    """Of so many days, today included, all of one moment."""
    start, end = window(storage, days)
    span = Span(to_ms(start), to_ms(end))
    with storage.read() as connection:
        return [_row(card, start, end) for by in GROUPS for card in cards(connection, span, by).cards]


def _row(card: ScorecardView, start: datetime, end: datetime) -> ScorecardRow:
    return ScorecardRow(
        card.subject.kind,
        card.subject.id,
        start,
        end,
        card.people,
        card.accuracy,
        card.needless,
        card.gold,
        card.agreement,
        card.overturned,
        card.in_time,
        card.throughput.n,
        card.throughput.active_ms,
        card.handling.median_ms,
        card.handling.p90_ms,
        card.disputes.open,
        card.disputes.upheld,
        card.disputes.overturned,
    )


def _of(figure: str, part: str, kind: Kind) -> Column:
    def read(row: Any) -> Any:
        return getattr(getattr(row, figure), part)

    return Column(f"{figure}_{part}", kind, read)


COLUMNS: tuple[Column, ...] = (
    column("kind"),
    column("id"),
    column("from_at", Kind.TIME),
    column("before_at", Kind.TIME),
    column("people", Kind.WHOLE),
    *(_of(figure, part, kind) for figure in FIGURES for part, kind in _PARTS),
    Column("accuracy_state", Kind.TEXT, lambda row: row.accuracy.state),
    Column("accuracy_more_to_know", Kind.WHOLE, lambda row: row.accuracy.more_to_know),
    column("decisions", Kind.WHOLE),
    column("active_ms", Kind.WHOLE),
    column("median_ms", Kind.WHOLE),
    column("p90_ms", Kind.WHOLE),
    column("disputes_open", Kind.WHOLE),
    column("disputes_upheld", Kind.WHOLE),
    column("disputes_overturned", Kind.WHOLE),
)
