"""Saved views: filters under names of a person's own, kept in work.db for their author alone."""

import os
from collections.abc import Callable

import msgspec
import numpy as np

from app.desktop.cache.work_store import WorkStore
from app.desktop.changes import Changed, Kind, changed
from app.desktop.ports import Clock, DeskError, Identity, NotReady
from app.desktop.usecases.queue_table import Bools, Ints, QueueTable
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


class FittedViews:
    """Which slots each saved view shows, worked out off the GUI thread with every news: text is looked for in every
    row, and a person may have thirty views."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Filter, Bools]] = {}

    def fit(self, table: QueueTable, wanted: dict[str, Filter], me: str | None, now: int) -> None:
        """Work them out (off the GUI thread, in the queue's turn)."""
        self._kept = {view_id: (one, fitting(table, one, me, now, table.n)) for view_id, one in wanted.items()}

    def are(self, wanted: dict[str, Filter]) -> bool:
        """Whether these are the ones that were worked out."""
        return {view_id: one for view_id, (one, _) in self._kept.items()} == wanted

    def masks(self, n: int) -> dict[str, Bools]:
        """What was worked out, by view id."""
        return {view_id: mask[:n] for view_id, (_, mask) in self._kept.items()}


def fitting(table: QueueTable, wanted: Filter, me: str | None, now: int, n: int) -> Bools:
    """The slots that a filter lets through, undecided cases alone."""
    state = table.ints("state", n)
    known = table.words["state"].known
    undecided = (state == known(CaseState.OPEN)) | (state == known(CaseState.ESCALATED))
    shown: Bools = undecided & ~table.flags("covered", n)
    priority = table.ints("priority", n)
    shown = shown & (priority >= wanted.least) & (priority <= wanted.most)
    for condition in wanted.conditions:
        any_of = np.zeros(n, dtype=np.bool_)
        for value in condition.values:
            any_of |= _holds(table, condition, value, me, now, n)
        shown = shown & (~any_of if condition.negated else any_of)
    for text in wanted.texts:
        hits = table.matching(text)
        shown[: hits.size] &= hits[: shown.size]
        shown[hits.size :] = False
    return shown


def _holds(table: QueueTable, condition: Condition, value: str, me: str | None, now: int, n: int) -> Bools:
    if condition.name == "type":
        return _is(table.ints("case_type", n), table.words["case_type"].known(value))
    if condition.name == "assignee":
        whose = table.ints("assignee", n)
        mine = _is(whose, table.words["owner"].known(me) if me is not None else -1)
        others: Bools = (whose != 0) & ~mine
        return {"me": mine, "none": _is(whose, 0)}.get(value, others)
    if condition.name == "tag":
        return table.tagged(value, n)
    snoozed, waiting = table.ints("snoozed_until", n), table.ints("waiting_since", n)
    match value:
        case "snoozed":
            held: Bools = snoozed > now
        case "waiting":
            held = waiting > 0
        case "back":
            held = (snoozed > 0) & (snoozed <= now)
        case _:
            return _is(table.ints("state", n), table.words["state"].known(value)) & ~table.away(now, n)
    return held


def _is(column: Ints, code: int) -> Bools:
    same: Bools = column == code
    return same
