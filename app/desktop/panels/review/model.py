"""The queue as a Qt model: one column whose value is a prepared row, made only for rows in sight."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt

from app.desktop.ports import Queue, QueueRow, QueueView
from app.desktop.widgets import captions, formats
from app.desktop.widgets.queue_list import ROW_ROLE, QueueCell
from app.domain.sla import AMBER_SHARE, RED_SHARE

translate = QCoreApplication.translate
Index = QModelIndex | QPersistentModelIndex


def time_colour(row: QueueRow, now_ms: int) -> str:
    """Amber from 75 % of the allowance, red from 90 % or late; both are said in words beside."""
    allowance = row.due_at - row.routed_at
    used = now_ms - row.routed_at - row.paused_ms
    if now_ms >= row.effective_due_at or allowance <= 0 or used / allowance >= RED_SHARE:
        return "block"
    return "escalate" if used / allowance >= AMBER_SHARE else "text"


def cell(row: QueueRow, now_ms: int) -> QueueCell:
    """One row in words."""
    badge, badge_colour = "", "key"
    if row.key_user:
        badge = translate("Queue", "KEY {n}").format(n=row.priority)
    note = ""
    if row.pending:
        note = translate("Queue", "on its way")
    elif row.draft:
        note = translate("Queue", "draft")
    elif row.claimed_by_other:
        note = translate("Queue", "reserved")
    return QueueCell(
        kind=captions.case_type(row.case_type)[0],
        time=formats.time_left((row.effective_due_at - now_ms) / 1000),
        time_colour=time_colour(row, now_ms),
        ident=row.case_id,
        subject=row.subject_short,
        badge=badge,
        badge_colour=badge_colour,
        plain=formats.count(row.priority),
        confidence=row.confidence,
        confidence_text=formats.number(row.confidence) if row.confidence is not None else "–",
        threshold=row.threshold,
        note=note,
    )


class QueueModel(QAbstractListModel):
    """Rows of one queue view. A new view resets the model; times run by `retime`."""

    def __init__(self) -> None:
        super().__init__()
        self._queue: Queue | None = None
        self._rows: QueueView | None = None
        self._now_ms = 0

    def fill(self, queue: Queue, rows: QueueView, now_ms: int) -> None:
        self.beginResetModel()
        self._queue, self._rows, self._now_ms = queue, rows, now_ms
        self.endResetModel()

    def retime(self, now_ms: int) -> None:
        self._now_ms = now_ms

    def rowCount(self, parent: Index | None = None) -> int:
        if parent is not None and parent.isValid():
            return 0
        return len(self._rows) if self._rows is not None else 0

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self._queue is None or self._rows is None or not index.isValid():
            return None
        if role not in (ROW_ROLE, Qt.ItemDataRole.AccessibleTextRole):
            return None
        known = int(self._rows.order[index.row()])
        if known < 0:
            return None
        row = cell(self._queue.row(known), self._now_ms)
        return row if role == ROW_ROLE else f"{row.kind}, {row.ident}, {row.time}"
