"""The work around cases on the queue's table: what the cache says and own pending changes, as columns and row words.

Few cases have any, so they are kept by case and written into the table's columns anew whenever anything changed."""

from collections.abc import Collection, Iterable, Iterator

from app.desktop.cache.cache_store import CacheStore
from app.desktop.cache.outbox_rows import OutboxRow
from app.desktop.cache.work_rows import WorkRows
from app.desktop.usecases.around import Around, around_of_row
from app.desktop.usecases.projection import after, pending_work, unseen
from app.desktop.usecases.queue_table import WORK, QueueTable

_NOTHING = Around()


class QueueWork:
    """`load`, `refresh` and `overlay` run off the GUI thread, in the queue's own turn; `around` is instant."""

    def __init__(self, cache: CacheStore) -> None:
        self._rows = WorkRows(cache)
        self._told: dict[str, Around] = {}
        self._shown: dict[int, Around] = {}
        self._priorities: dict[int, int] = {}

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
        titles = table.ints("titles")

        def texts() -> Iterator[tuple[int, str]]:
            for row in self._rows.words(case_ids):
                slot = table.slots.get(row.number)
                if slot is not None:
                    titles[slot] = table.titles.code(row.titles.casefold() or None)
                    yield slot, row.words

        table.words_of.put_many(texts())
        table.words_of.prepare()

    def lift(self, table: QueueTable, slots: Iterable[int] | None = None) -> None:
        """Take own priorities off what the server said of these slots, or of all, before it says anything else."""
        priorities = table.ints("priority")
        for slot in list(self._priorities) if slots is None else slots:
            before = self._priorities.pop(slot, None)
            if before is not None:
                priorities[slot] = before

    def overlay(
        self, table: QueueTable, commands: Iterable[OutboxRow], me: str, now: int, among: Collection[str] | None = None
    ) -> None:
        """Write the columns, whole or of some cases alone: what the server said, and own changes on top, as of server
        time `now`. Own priorities have been lifted."""
        pending = pending_work(commands)
        revs = table.ints("rev")
        whole = among is None
        columns = {name: table.fresh(name) if whole else table.ints(name) for name in WORK}
        tags = {} if whole else table.tag_slots
        shown = {} if whole else self._shown
        for case_id in self._told.keys() | pending.keys() if among is None else among:
            slot = table.slot_of(case_id)
            if slot is None:
                continue
            before = shown.pop(slot, _NOTHING)
            for tag in before.tags:
                tags[tag].discard(slot)
            changes = unseen(pending.get(case_id, ()), int(revs[slot]), now)
            around = after(self._told.get(case_id, _NOTHING), changes, me)
            for tag in around.tags:
                tags.setdefault(tag, set()).add(slot)
            columns["snoozed_until"][slot] = around.snoozed_until
            columns["skipped_until"][slot] = around.skipped_until
            columns["waiting_since"][slot] = around.waiting_since
            columns["assignee"][slot] = table.words["owner"].code(around.assigned_to)
            if around.priority is not None:
                self._priorities[slot] = int(table.c["priority"][slot])
                table.ints("priority")[slot] = around.priority
            if around != _NOTHING:
                shown[slot] = around
        if whole:
            table.tag_slots = tags
            table.c.update(columns)
            self._shown = shown

    def around(self, slot: int) -> Around | None:
        return self._shown.get(slot)
