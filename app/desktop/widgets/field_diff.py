"""Declared against document, field by field; what differs is set off by colour, by weight and by a word."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desktop.widgets.record_list import Cell, Column, RecordList


class DiffRow(NamedTuple):
    """One field; `result` is the word in the last column and `tone` its colour token, `how` says in words what kind
    of difference it is, and the marks are its places inside the two values where both are seen. `key` is the id of the
    field, by which its box on a document is found."""

    field: str
    declared: str
    document: str
    result: str
    tone: str
    field_data: bool = False
    how: str = ""
    declared_marks: tuple[tuple[int, int], ...] = ()
    document_marks: tuple[tuple[int, int], ...] = ()
    key: str = ""


class FieldDiff(QWidget):
    """`opened(key)` says that a field's place on the document is asked for: Enter on its row, or a click. J, K and the
    arrows walk along the rows while it has the focus."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys: tuple[str, ...] = ()
        self._table = RecordList(True, self, folds=True, letters=True)
        self._table.chosen.connect(lambda number: self.opened.emit(self._keys[number]))
        self.setFocusProxy(self._table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._table)

    def set_rows(
        self, titles: tuple[str, str, str, str], rows: Sequence[DiffRow], marked: bool = False, how: str = ""
    ) -> None:
        """`titles` are the column titles in the order field, declared, document, result; `how` that of the column for
        the kind of difference, which is left out where no row has one."""
        told = any(row.how for row in rows)
        columns = [Column(titles[0], 0.6), Column(titles[1], 1.2), Column(titles[2], 1.2)]
        columns += [Column(how, 0.6)] if told else []
        columns.append(Column(titles[3], 0.3))
        cells = [self._cells(row, told) for row in rows]
        self._keys = tuple(row.key for row in rows)
        self._table.set_table(columns, cells, frozenset(range(len(cells))) if marked else frozenset())

    @property
    def current(self) -> str:
        """The field on whose row the keys stand, "" for none."""
        number = self._table.current
        return self._keys[number] if 0 <= number < len(self._keys) else ""

    def point_at(self, key: str) -> None:
        """Put the keys on the row of a field, "" for none."""
        self._table.set_current(self._keys.index(key) if key in self._keys else -1)

    @staticmethod
    def _cells(row: DiffRow, told: bool) -> tuple[Cell, ...]:
        colour = row.tone if row.tone != "pass_" else "text"
        return (
            Cell(row.field, "muted", data=row.field_data),
            Cell(row.declared, data=True, marks=row.declared_marks),
            Cell(row.document, colour, True, "", row.tone != "pass_", row.document_marks),
            *((Cell(row.how, "muted"),) if told else ()),
            Cell(row.result, row.tone, badge=row.tone),
        )
