"""The work around cases on the queue's table: what the cache says and own pending changes, as columns and row words.

Few cases have any, so they are kept by case and written into the table's columns anew whenever anything changed."""

from collections.abc import Iterable

from app.desktop.cache.cache_store import CacheStore
from app.desktop.cache.outbox_rows import OutboxRow
from app.desktop.cache.work_rows import WorkRows
from app.desktop.usecases.around import Around, around_of_row
from app.desktop.usecases.projection import after, pending_work, unseen
from app.desktop.usecases.queue_table import WORK, QueueTable


class QueueWork:
    """`load`, `refresh` and `overlay` run off the GUI thread, in the queue's own turn; `around` is instant."""

    def __init__(self, cache: CacheStore) -> None:
        self._rows = WorkRows(cache)
        self._told: dict[str, Around] = {}
        self._shown: dict[int, Around] = {}
        self._priorities: dict[int, tuple[int, int]] = {}

    def load(self, table: QueueTable) -> None:
        """Read what has happened around cases; the words they are found by are read by `load_words`, after the order
        stands, since few look for words in the first second."""
        self._told = {row.case_id: around_of_row(row) for row in self._rows.works()}

    def load_words(self, table: QueueTable) -> None:
        self._put_words(table, None)

    def refresh(self, table: QueueTable, case_ids: Iterable[str]) -> None:
        """Read again what the cache says of these cases."""
        ids = set(case_ids)
        for case_id in ids:
            self._told.pop(case_id, None)
        self._told.update((row.case_id, around_of_row(row)) for row in self._rows.works(ids))
        self._put_words(table, ids)

    def _put_words(self, table: QueueTable, case_ids: set[str] | None) -> None:
        for row in self._rows.words(case_ids):
            slot = table.slots.get(row.number)
            if slot is not None:
                table.words_of.put(slot, row.words)
                table.ints("titles")[slot] = table.titles.code(row.titles.casefold() or None)
        table.words_of.prepare()

    def overlay(self, table: QueueTable, commands: Iterable[OutboxRow], me: str) -> None:
        """Write the columns: what the server said, and own changes on top."""
        self._restore_priorities(table)
        pending = pending_work(commands)
        revs = table.ints("rev")
        shown: dict[int, Around] = {}
        for case_id in self._told.keys() | pending.keys():
            slot = table.slot_of(case_id)
            if slot is None:
                continue
            changes = unseen(pending.get(case_id, ()), int(revs[slot]))
            shown[slot] = after(self._told.get(case_id, Around()), changes, me)
        columns = {name: table.fresh(name) for name in WORK}
        tags: dict[str, list[int]] = {}
        for slot, around in shown.items():
            for tag in around.tags:
                tags.setdefault(tag, []).append(slot)
            columns["snoozed_until"][slot] = around.snoozed_until
            columns["waiting_since"][slot] = around.waiting_since
            columns["assignee"][slot] = table.words["owner"].code(around.assigned_to)
            if around.priority is not None:
                before = int(table.c["priority"][slot])
                self._priorities[slot] = (before, around.priority)
                table.ints("priority")[slot] = around.priority
        table.tag_slots = tags
        table.c.update(columns)
        self._shown = shown

    def _restore_priorities(self, table: QueueTable) -> None:
        priorities = table.ints("priority")
        for slot, (before, own) in self._priorities.items():
            # Another value is the server's newer word.
            if int(priorities[slot]) == own:
                priorities[slot] = before
        self._priorities = {}

    def around(self, slot: int) -> Around | None:
        return self._shown.get(slot)
