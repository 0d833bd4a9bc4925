"""The queue as a Qt model: one column whose value is a prepared row, made only for rows in sight."""

from collections.abc import Set
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt

from app.desktop.ports import Queue, QueueRow, QueueView
from app.desktop.widgets import captions, formats
from app.desktop.widgets.queue_list import ROW_ROLE, Mark, QueueCell
from app.domain.sla import AMBER_SHARE, RED_SHARE

translate = QCoreApplication.translate
Index = QModelIndex | QPersistentModelIndex
KEPT_MS = 10_000
"""Minutes run in the rows; no sooner than this are they made anew for it."""


def time_colour(row: QueueRow, now_ms: int) -> str:
    """Amber from 75 % of the allowance, red from 90 % or late; both are said in words beside."""
    allowance = row.due_at - row.routed_at
    used = now_ms - row.routed_at - row.paused_ms
    if now_ms >= row.effective_due_at or allowance <= 0 or used / allowance >= RED_SHARE:
        return "block"
    return "escalate" if used / allowance >= AMBER_SHARE else "text"


def marks(row: QueueRow, now_ms: int) -> tuple[Mark, ...]:
    """What has happened around a case, as chips: why it is away or back, whose it is, and its tags."""
    found: list[Mark] = []
    if row.waiting_since is not None:
        reason = captions.work_code(row.waiting_reason)[0] if row.waiting_reason else ""
        text = translate("Queue", "clock stopped: {reason}") if reason else translate("Queue", "clock stopped")
        found.append(Mark(text.format(reason=reason), "escalate"))
    if row.skipped_until is not None and row.skipped_until > now_ms:
        until = _when(row.skipped_until, now_ms)
        text = translate("Queue", "skipped until {time}: {reason}")
        found.append(Mark(text.format(time=until, reason=captions.work_code(row.skip_reason)[0]), "muted"))
    elif row.snoozed_until is not None and row.snoozed_until > now_ms:
        until = _when(row.snoozed_until, now_ms)
        reason = captions.work_code(row.snooze_reason)[0] if row.snooze_reason else ""
        text = translate("Queue", "until {time}: {reason}") if reason else translate("Queue", "until {time}")
        found.append(Mark(text.format(time=until, reason=reason), "muted"))
    elif row.back_from_snooze:
        reason = captions.work_code(row.snooze_reason)[0] if row.snooze_reason else ""
        text = translate("Queue", "back: {reason}") if reason else translate("Queue", "back")
        found.append(Mark(text.format(reason=reason), "accent"))
    if row.handed_by:
        text = translate("Queue", "handed over by {name}")
        found.append(Mark(text.format(name=row.handed_by), "key", True))
    elif row.handed_by is not None:
        found.append(Mark(translate("Queue", "handed over to you"), "key"))
    elif row.assigned_to_me:
        found.append(Mark(translate("Queue", "assigned to you"), "key"))
    elif row.assigned_to_other:
        name = row.assigned_name
        found.append(Mark(name, "muted", True) if name else Mark(translate("Queue", "assigned"), "muted"))
    found += [Mark(tag, "muted", True) for tag in row.tags]
    if row.along and row.reserved_until is not None:
        left = formats.time_left((row.reserved_until - now_ms) / 1000)
        found.insert(0, Mark(translate("Queue", "with you: {left}").format(left=left), "accent"))
    return tuple(found)


def _when(ms: int, now_ms: int) -> str:
    """A clock today, with its day on another one."""
    moment, now = (datetime.fromtimestamp(one / 1000, UTC) for one in (ms, now_ms))
    same = moment.astimezone().date() == now.astimezone().date()
    return formats.clock(moment) if same else formats.day_time(moment)


def cell(row: QueueRow, now_ms: int, picked: bool = False) -> QueueCell:
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
        marks=marks(row, now_ms) if _marked(row) else (),
        picked=picked,
        short=captions.case_chip(row.case_type)[0],
    )


def _marked(row: QueueRow) -> bool:
    """Few rows are, and this is asked for each that is painted."""
    return bool(
        row.tags
        or row.along
        or row.back_from_snooze
        or row.snoozed_until
        or row.skipped_until
        or row.waiting_since
        or row.assigned_to_me
        or row.assigned_to_other
    )


class QueueModel(QAbstractListModel):
    """Rows of one queue view. A new view resets the model; times run by `retime`."""

    def __init__(self) -> None:
        super().__init__()
        self._queue: Queue | None = None
        self._rows: QueueView | None = None
        self._now_ms = 0
        self._picked: Set[str] = frozenset()
        self._cells: dict[int, QueueCell] = {}
        self._made_at: tuple[int, str, bool] = (0, "", False)

    def pick(self, case_ids: Set[str]) -> None:
        """The cases that are chosen for one change; rows are painted again by whoever calls."""
        self._picked = case_ids
        self._cells.clear()

    def fill(self, queue: Queue, rows: QueueView, now_ms: int) -> None:
        self.beginResetModel()
        self._queue, self._rows, self._now_ms = queue, rows, now_ms
        self._cells.clear()
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
        row = self._cell(self._queue, int(self._rows.order[index.row()]))
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        chosen = (translate("Queue", "chosen"),) if row.picked else ()
        parts = (row.kind, row.ident, row.time, *(mark.text for mark in row.marks), *chosen)
        return ", ".join(parts)

    def _cell(self, queue: Queue, known: int) -> QueueCell | None:
        """A row in words, kept as long as they hold: the focus alone has every row in sight painted again."""
        if known < 0:
            return None
        made_at, words = self._made_at[0], (formats.language(), formats.tells_utc())
        if abs(self._now_ms - made_at) >= KEPT_MS or self._made_at[1:] != words:
            self._cells.clear()
            self._made_at = (self._now_ms, *words)
        found = self._cells.get(known)
        if found is None:
            facts = queue.row(known)
            found = self._cells[known] = cell(facts, self._now_ms, facts.case_id in self._picked)
        return found
