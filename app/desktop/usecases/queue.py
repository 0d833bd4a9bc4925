"""The queue as one person sees it: confirmed cases and own pending work, in the served order, all in memory."""

import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

import numpy as np

from app.desktop.cache.cache_store import CacheStore
from app.desktop.cache.work_store import WorkStore
from app.desktop.changes import Changed, Kind
from app.desktop.courtesy import after_you
from app.desktop.ports import VIEWS, Clock, Person, QueueRow, QueueView
from app.desktop.usecases.around import SEEN_MS
from app.desktop.usecases.queue_inside import InsideWords
from app.desktop.usecases.queue_places import Order
from app.desktop.usecases.queue_row import RowFacts, queue_row
from app.desktop.usecases.queue_table import QueueTable
from app.desktop.usecases.queue_views import Views, after_moves, held_by, moved_by_time, views_of
from app.desktop.usecases.queue_work import QueueWork
from app.desktop.usecases.saved_views import FittedViews
from app.domain.case import CaseState
from app.domain.claim import ClaimMode
from app.domain.queue_filter import Filter

FEW = 8
"""Where more than one row in so many moves, all are put in order anew."""
_READ = frozenset({Kind.CASE, Kind.CLAIM, Kind.DRAFT, Kind.OUTBOX, Kind.SESSION})


class QueueIndex:
    """See ports.Queue. `load`, `refresh` and `retime` run off the GUI thread, one at a time; the rest is instant.

    Row indexes stay true as long as the index lives: a case keeps its slot.
    """

    def __init__(
        self,
        cache: CacheStore,
        work: WorkStore | None,
        clock: Clock,
        person: Callable[[], Person | None],
        case_types: tuple[str, ...],
        saved: Callable[[], dict[str, Filter]] = dict,
    ) -> None:
        self._cache = cache
        self._work = work
        self._clock = clock
        self._person = person
        self._types = case_types
        self._saved = saved
        self._fitted = FittedViews()
        self._table = QueueTable()
        self._table.inside = self._inside = InsideWords(cache)
        self._around = QueueWork(cache)
        self._order = Order.of(np.empty(0, dtype=np.int64), 0)
        self._views = Views()
        self._turn = threading.Lock()
        self._loaded_for: str | None = None
        self._loaded = False
        self._shown_at = 0
        self.generation = 0

    # --- off the GUI thread

    def begin_with(self, heads: Sequence[tuple[Any, ...]]) -> None:
        """Give these headers the first slots, in this order; before the first `load`."""
        with self._turn:
            self._table.put(heads)

    def load(self) -> int:
        with self._turn:
            self._loaded_for = self._who()
            table = self._table
            self._around.lift(table)
            table.c["alive"][: table.n] = False
            count = 0
            for heads in self._cache.headers():
                table.put(heads)
                count += len(heads)
            self._around.load(table)
            self._overlay(table)
            table.names.prepare()
            now = self._clock.now_ms()
            self._order = Order.of(table.served_order(now), table.n)
            self._show(now)
            self._loaded = True
            self._around.load_words(table)
            self._inside.refresh(table.slots)
            if self._saved():
                # What a person's own views look for stands in those words too.
                self._fitted.fit(table, self._saved(), self._loaded_for, now)
                self._show(now)
            return count

    def refresh(self, changed: Changed) -> bool:
        if Kind.WORDS in changed.kinds:
            self._take_words_in()
        if not changed.kinds & _READ:
            return Kind.WORDS in changed.kinds or (Kind.SETTINGS in changed.kinds and self._saved_changed())
        with self._turn:
            another = Kind.SESSION in changed.kinds and self._loaded_for != self._who()
        if another or (Kind.CASE in changed.kinds and not changed.ids):
            self.load()
            return True
        after_you()
        with self._turn:
            self._take_in(changed) if changed.ids else self._anew()
        return True

    def _anew(self) -> None:
        """Own work laid over all the cases again, and all of them in order."""
        self._overlay(self._table)
        after_you()
        self._put_in_order(self._clock.now_ms())

    def _put_in_order(self, now: int) -> None:
        self._fitted.fit(self._table, self._saved(), self._loaded_for, now)
        self._order = Order.of(self._table.served_order(now), self._table.n)
        after_you()
        self._show(now)

    def _take_in(self, changed: Changed) -> None:
        """Some cases have changed: they are read again and put where they belong, and the others stay."""
        table, ids = self._table, changed.ids
        self._around.lift(table, self._slots(ids))
        if Kind.CASE in changed.kinds:
            found = self._cache.headers_of(ids)
            table.put(found)
            table.drop(ids - {head.case_id for head in found})
            self._around.refresh(table, ids)
            table.names.prepare()
            self._inside.settle(table.slots)
        self._overlay(table, ids)
        after_you()
        now, saved = self._clock.now_ms(), self._saved()
        news = np.asarray(self._slots(ids), dtype=np.int64)
        moved = moved_by_time(table, self._shown_at, now)
        moved[news] = True
        if np.count_nonzero(moved) * FEW > table.n or not self._fitted.are(saved):
            self._put_in_order(now)
            return
        self._fitted.refit(table, self._loaded_for, now, news, np.flatnonzero(moved))
        masks = self._fitted.masks(table.n)
        self._order, self._views = after_moves(table, self._order, self._views, moved, self._person(), now, masks)
        self._shown_at = now
        self.generation += 1

    def _take_words_in(self) -> None:
        """More is known of the words inside evidence."""
        with self._turn:
            if self._loaded:
                self._inside.refresh(self._table.slots)
                saved = self._saved()
                if any(one.texts for one in saved.values()):
                    now = self._clock.now_ms()
                    self._fitted.fit(self._table, saved, self._loaded_for, now)
                    self._show(now)

    def _slots(self, case_ids: Iterable[str]) -> list[int]:
        return sorted(slot for slot in map(self._table.slot_of, case_ids) if slot is not None)

    def retime(self) -> bool:
        with self._turn:
            before = self._views
            self._anew()
            return not self._views.same_as(before)

    def _saved_changed(self) -> bool:
        """A person keeps, changes or removes a view of their own."""
        with self._turn:
            wanted = self._saved()
            if not self._loaded or self._fitted.are(wanted):
                return False
            now = self._clock.now_ms()
            self._fitted.fit(self._table, wanted, self._loaded_for, now)
            self._show(now)
        return True

    def _show(self, now: int) -> None:
        """The rows of every view by the order in force; from here on they are what the window is given."""
        self._views = views_of(
            self._table, self._order.rows, self._person(), now, self._types, self._fitted.masks(self._table.n)
        )
        self._shown_at = now
        self.generation += 1

    def _who(self) -> str | None:
        person = self._person()
        return person.user_id if person is not None else None

    def _overlay(self, table: QueueTable, among: Collection[str] | None = None) -> None:
        """Own drafts, unsettled commands and claims, on top of what the server said; of all cases or of some."""
        person = self._person()
        if among is None:
            self._around.lift(table)
        if person is None:
            return
        me = person.user_id
        claims = self._cache.claims(me).values()
        table.set_mine({c.case_id: c.expires_at for c in claims}, among)
        table.along = frozenset(c.case_id for c in claims if c.mode == ClaimMode.OFFLINE)
        now = self._clock.now_ms()
        own = self._work.case_work(me, now - SEEN_MS, among) if self._work is not None else ()
        self._around.overlay(table, own, me, now, among)
        if self._work is None:
            return
        table.mark("draft", self._work.drafts(me, among), among)
        revs = table.ints("rev")
        hidden = []
        for case_id, rev in self._work.covered_cases(me, among).items():
            slot = table.slot_of(case_id)
            if slot is not None and (rev is None or revs[slot] < rev):
                hidden.append(case_id)
        table.mark("covered", hidden, among)

    # --- on the GUI thread

    def knows(self, view_id: str, find: str = "") -> bool:
        """Everything, once loaded."""
        return self._loaded

    def view(self, view_id: str, find: str = "") -> QueueView:
        generation = self.generation
        shown = self._views.of(view_id)
        total = int(shown.size)
        if find.strip():
            hits = self._table.matching(find)
            shown = shown[np.flatnonzero(hits.take(shown, mode="clip"))]  # three times as quick as by the mask itself
        return QueueView(view_id, shown, total, generation)

    def counts(self) -> dict[str, int]:
        return self._views.counts()

    def reserved(self) -> int:
        part = self._table.part(self._views.of("mine"))
        return int(np.count_nonzero(held_by(part, self._person(), self._clock.now_ms())))

    def words_read(self) -> tuple[int, int] | None:
        done = self._inside.done
        if done is None:
            return None
        state, known = self._table.ints("state"), self._table.words["state"].known
        undecided = (state == known(CaseState.OPEN)) | (state == known(CaseState.ESCALATED))
        return done, int(np.count_nonzero(undecided & self._table.flags("alive")[: undecided.size]))

    def totals(self) -> dict[str, int]:
        """Of what is not on the seat the index knows nothing."""
        return {}

    def view_ids(self) -> tuple[str, ...]:
        """Fixed views first, then one per case type of the catalogue."""
        return (*VIEWS, *(f"type:{case_type}" for case_type in self._types))

    def row(self, index: int) -> QueueRow:
        table, person, now = self._table, self._person(), self._clock.now_ms()
        c, words = table.c, table.words
        facts = RowFacts(
            number=int(c["number"][index]),
            case_type=words["case_type"].word(int(c["case_type"][index])) or "",
            subject=table.subjects[index],
            priority=int(c["priority"][index]),
            due_at=int(c["due_at"][index]),
            paused_ms=int(c["paused_ms"][index]),
            routed_at=int(c["routed_at"][index]),
            confidence=_known(float(c["confidence"][index])),
            threshold=_known(float(c["threshold"][index])),
            verdict=words["verdict"].word(int(c["verdict"][index])),
            state=words["state"].word(int(c["state"][index])) or "",
            owner=words["owner"].word(int(c["owner"][index])),
            owned_until=int(c["owned_until"][index]),
            mine_until=int(c["mine_until"][index]),
            escalation=words["escalation"].word(int(c["escalation"][index])),
            draft=bool(c["draft"][index]),
            pending=bool(c["covered"][index]),
            along=f"C-{c['number'][index]}" in table.along,
        )
        return queue_row(facts, self._around.around(index), person, now)

    def moved_by(self, case_types: Collection[str], least: int, most: int, priority: int) -> int:
        """How many cases in the queue, of these types or of all, have a priority between both that is another one."""
        table = self._table
        part = table.part(self._views.of("open"))
        now = part.ints("priority")
        fits = (now >= least) & (now <= most) & (now != priority)
        if case_types:
            fits &= np.isin(part.ints("case_type"), [table.words["case_type"].known(name) for name in case_types])
        return int(np.count_nonzero(fits))

    def index_of(self, case_id: str) -> int | None:
        slot = self._table.slot_of(case_id)
        return slot if slot is not None and bool(self._table.c["alive"][slot]) else None

    def place(self, view: QueueView, case_id: str) -> int | None:
        slot = self.index_of(case_id)
        return self._place(view, slot) if slot is not None else None

    @staticmethod
    def _place(view: QueueView, slot: int) -> int | None:
        places = np.flatnonzero(np.asarray(view.order) == slot)
        return int(places[0]) if places.size else None

    def next_after(self, view: QueueView, case_id: str | None, step: int = 1) -> str | None:
        """The case `step` rows further in the view; from the top where `case_id` is not in it (any more)."""
        if not len(view.order):
            return None
        slot = self._table.slot_of(case_id) if case_id else None
        found = self._place(view, slot) if slot is not None else None
        place = found + step if found is not None else 0
        if not 0 <= place < len(view.order):
            return None
        return f"C-{int(self._table.c['number'][view.order[place]])}"


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value
