"""Saved views: filters under names of a person's own, kept in work.db for their author alone."""

import os
from collections.abc import Callable

import msgspec
import numpy as np

from app.desktop.cache.work_store import WorkStore
from app.desktop.changes import Changed, Kind, changed
from app.desktop.ports import Clock, DeskError, Identity, NotReady
from app.desktop.usecases.queue_table import Bools, Ints, Part, QueueTable
from app.domain.case import CaseState
from app.domain.ids import uuid7
from app.domain.queue_filter import Condition, Filter, SavedView, parse_filter, view_faults

PREFIX = "saved:"
_stored = msgspec.json.Decoder(tuple[SavedView, ...])


class SavedViewsDesk:
    """See ports.SavedViews. `all` is cheap after the first call; changes run on the writer thread."""

    def __init__(
        self,
        work: WorkStore | None,
        clock: Clock,
        identity: Callable[[], Identity | None],
        publish: Callable[[Changed], None],
        random_bytes: Callable[[int], bytes] = os.urandom,
    ) -> None:
        self._work, self._clock, self._identity, self._publish = work, clock, identity, publish
        self._random_bytes = random_bytes
        self._kept: dict[str, tuple[SavedView, ...]] = {}
        self._filters: dict[str, Filter] = {}

    def all(self) -> tuple[SavedView, ...]:
        """The views of whoever is signed in, in their own order."""
        who = self._identity()
        if who is None:
            return ()
        if who.author not in self._kept:
            raw = self._work.value(_name(who)) if self._work is not None else None
            try:
                self._kept[who.author] = _stored.decode(raw) if raw else ()
            except (msgspec.DecodeError, RecursionError):
                self._kept[who.author] = ()
        return self._kept[who.author]

    def check(self, view: SavedView) -> tuple[str, ...]:
        """Codes of what is wrong with it; instant."""
        return tuple(dict.fromkeys(fault.code for fault in view_faults(view, self.all())))

    def save(self, name: str, expression: str, view_id: str | None = None) -> SavedView:
        """Keep a view, a new one where there is no id. Raises NotReady(codes)."""
        view = SavedView(
            view_id or uuid7(self._clock.wall_ms(), self._random_bytes(10)), name.strip(), expression.strip()
        )
        codes = self.check(view)
        if codes:
            raise NotReady(codes=codes)
        kept = self.all()
        if any(one.id == view.id for one in kept):
            self._keep(tuple(view if one.id == view.id else one for one in kept))
        else:
            self._keep((*kept, view))
        return view

    def remove(self, view_id: str) -> None:
        self._keep(tuple(one for one in self.all() if one.id != view_id))

    def _keep(self, views: tuple[SavedView, ...]) -> None:
        who = self._identity()
        if who is None:
            raise DeskError("signed_out")
        if self._work is not None:
            self._work.put_value(_name(who), msgspec.json.encode(views).decode())
        self._kept[who.author] = views
        self._publish(changed(Kind.SETTINGS))

    # --- for the queue

    def filters(self) -> dict[str, Filter]:
        """By view id, "saved:…"."""
        return {PREFIX + view.id: self._filter(view.expression) for view in self.all()}

    def _filter(self, expression: str) -> Filter:
        found = self._filters.get(expression)
        if found is None:
            found = self._filters[expression] = parse_filter(expression)[0]
        return found


def _name(who: Identity) -> str:
    return f"views/{who.author}"


class _Fitted(msgspec.Struct):
    """`texts`: the slots that hold every text of the filter, None where it has none; `shown`: those it lets through."""

    wanted: Filter
    texts: Bools | None
    shown: Bools


class FittedViews:
    """Which slots each saved view shows, worked out off the GUI thread with every news: text is looked for in every
    row, and a person may have thirty views."""

    def __init__(self) -> None:
        self._kept: dict[str, _Fitted] = {}

    def fit(self, table: QueueTable, wanted: dict[str, Filter], me: str | None, now: int) -> None:
        """Work them out (off the GUI thread, in the queue's turn)."""
        every = table.part()
        kept = {}
        for view_id, one in wanted.items():
            texts = _texts(every, one)
            kept[view_id] = _Fitted(one, texts, fitting(every, one, me, now, texts))
        self._kept = kept

    def refit(self, table: QueueTable, me: str | None, now: int, news: Ints, moved: Ints) -> None:
        """Work them out for some slots alone: `news` are those whose words may be others, `moved` those with anything
        else that may be (off the GUI thread, in the queue's turn)."""
        for one in self._kept.values():
            one.shown = _wide(one.shown, table.n)
            if one.texts is not None:
                one.texts = _wide(one.texts, table.n)
                one.texts[news] = _texts(table.part(news), one.wanted)
            texts = one.texts[moved] if one.texts is not None else None
            one.shown[moved] = fitting(table.part(moved), one.wanted, me, now, texts)

    def are(self, wanted: dict[str, Filter]) -> bool:
        """Whether these are the ones that were worked out."""
        return {view_id: one.wanted for view_id, one in self._kept.items()} == wanted

    def masks(self, n: int) -> dict[str, Bools]:
        """What was worked out, by view id; a mask over `n` slots each."""
        return {view_id: _wide(one.shown, n) for view_id, one in self._kept.items()}


def _wide(mask: Bools, n: int) -> Bools:
    return mask[:n] if mask.size >= n else np.concatenate((mask, np.zeros(n - mask.size, dtype=np.bool_)))


def _texts(part: Part, wanted: Filter) -> Bools | None:
    """Where every text of a filter stands."""
    found: Bools | None = None
    for text in wanted.texts:
        found = part.matching(text) if found is None else found & part.matching(text)
    return found


def fitting(part: Part, wanted: Filter, me: str | None, now: int, texts: Bools | None) -> Bools:
    """The slots that a filter lets through, undecided cases alone; `texts` are those that hold all its texts."""
    state, known = part.ints("state"), part.table.words["state"].known
    undecided = (state == known(CaseState.OPEN)) | (state == known(CaseState.ESCALATED))
    shown: Bools = undecided & ~part.flags("covered")
    priority = part.ints("priority")
    shown = shown & (priority >= wanted.least) & (priority <= wanted.most)
    for condition in wanted.conditions:
        any_of = np.zeros(part.size, dtype=np.bool_)
        for value in condition.values:
            any_of |= _holds(part, condition, value, me, now)
        shown = shown & (~any_of if condition.negated else any_of)
    return shown if texts is None else shown & texts


def _holds(part: Part, condition: Condition, value: str, me: str | None, now: int) -> Bools:
    words = part.table.words
    if condition.name == "type":
        return _is(part.ints("case_type"), words["case_type"].known(value))
    if condition.name == "assignee":
        whose = part.ints("assignee")
        mine = _is(whose, words["owner"].known(me) if me is not None else -1)
        others: Bools = (whose != 0) & ~mine
        return {"me": mine, "none": _is(whose, 0)}.get(value, others)
    if condition.name == "tag":
        return part.tagged(value)
    snoozed, waiting = part.ints("snoozed_until"), part.ints("waiting_since")
    match value:
        case "snoozed":
            held: Bools = snoozed > now
        case "waiting":
            held = waiting > 0
        case "back":
            held = (snoozed > 0) & (snoozed <= now)
        case _:
            return _is(part.ints("state"), words["state"].known(value)) & ~part.away(now)
    return held


def _is(column: Ints, code: int) -> Bools:
    same: Bools = column == code
    return same
