"""Declared against document, field by field; what differs is set off by colour, by weight and by a word."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desktop.widgets.record_list import Cell, Column, RecordList


class DiffRow(NamedTuple):
    """One field; `result` is the word in the last column and `tone` its colour token, `how` says in words what kind
    of difference it is, and the marks are its places inside the two values where both are seen."""

    field: str
    declared: str
    document: str
    result: str
    tone: str
    field_data: bool = False
    how: str = ""
    declared_marks: tuple[tuple[int, int], ...] = ()
    document_marks: tuple[tuple[int, int], ...] = ()


class FieldDiff(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = RecordList(parent=self, folds=True)
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
        self._table.set_table(columns, cells, frozenset(range(len(cells))) if marked else frozenset())

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
