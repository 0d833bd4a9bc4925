"""Marks on the words that somebody looks for, in what is shown of a case. A covered value is never marked: what stands
behind it was not looked at."""

from collections.abc import Iterable, Sequence

from app.desktop.widgets.facts_grid import Fact
from app.desktop.widgets.field_diff import DiffRow
from app.desktop.widgets.record_list import Cell
from app.desktop.widgets.runs import Run
from app.desktop.widgets.timeline import Event
from app.domain.find_words import Wanted, asked, places
from app.domain.masking import MASK

Rows = list[list[Cell]]


class Marks:
    """The words of one search; `find` may be empty, which marks nothing."""

    def __init__(self, find: str) -> None:
        self._wanted: tuple[Wanted, ...] = asked(find) if find else ()

    def __bool__(self) -> bool:
        return bool(self._wanted)

    def runs(self, runs: Iterable[Run]) -> tuple[Run, ...]:
        """The same with marks on what is looked for."""
        return tuple(run._replace(found=self._in(run.text)) if self._wanted else run for run in runs)

    def facts(self, facts: list[Fact]) -> list[Fact]:
        return [fact._replace(value=self.runs(fact.value)) for fact in facts] if self._wanted else facts

    def events(self, events: list[Event]) -> list[Event]:
        return [event._replace(what=self.runs(event.what)) for event in events] if self._wanted else events

    def table(self, rows: Rows) -> Rows:
        if not self._wanted:
            return rows
        return [[cell._replace(marks=self._in(cell.text) or cell.marks) for cell in row] for row in rows]

    def compared(self, rows: Sequence[DiffRow]) -> Sequence[DiffRow]:
        """Where the two values differ, that is what the marks are for."""
        if not self._wanted:
            return rows
        return [
            row
            if row.declared_marks or row.document_marks
            else row._replace(declared_marks=self._in(row.declared), document_marks=self._in(row.document))
            for row in rows
        ]

    def _in(self, text: str) -> tuple[tuple[int, int], ...]:
        return () if MASK in text else places(text, self._wanted)
