"""The rows of every view of the queue, worked out ahead: showing a view and counting it are then look-ups."""

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from app.desktop.ports import Person
from app.desktop.usecases.queue_places import Order, order_after, rows_after
from app.desktop.usecases.queue_table import Bools, Ints, Part, QueueTable
from app.desktop.usecases.rights import roles_of
from app.domain.case import CaseState
from app.domain.priority import KEY_USER_PRIORITY
from app.domain.roles import Capability, can

HOUR_MS = 3_600_000
_NONE: Ints = np.empty(0, dtype=np.int64)


class Views(msgspec.Struct, frozen=True):
    """Slots in served order by view id, as they were at one moment."""

    rows: Mapping[str, Ints] = {}

    def of(self, view_id: str) -> Ints:
        return self.rows.get(view_id, _NONE)

    def counts(self) -> dict[str, int]:
        return {view_id: int(rows.size) for view_id, rows in self.rows.items()}

    def same_as(self, other: "Views") -> bool:
        return self.rows.keys() == other.rows.keys() and all(
            np.array_equal(rows, other.rows[view_id]) for view_id, rows in self.rows.items()
        )


def views_of(
    table: QueueTable, order: Ints, person: Person | None, now: int, types: Sequence[str], saved: Mapping[str, Bools]
) -> Views:
    """Every view at server time `now`; `saved` are the masks of a person's own ones. Off the GUI thread."""
    every = table.part()
    masks = _fixed(every, person, now)

    def shown(mask: Bools) -> Ints:
        found: Ints = order[np.flatnonzero(mask.take(order))]
        return found

    rows = {view_id: shown(mask) for view_id, mask in masks.items()}
    words, waiting = table.words["case_type"], rows["open"]
    rows |= {f"type:{case_type}": _NONE for case_type in dict.fromkeys((*types, *words.all()))}
    # One stable sort by type keeps the served order within each of them.
    codes = every.ints("case_type")[waiting].astype(np.uint16)
    by_type = waiting[np.argsort(codes, kind="stable")]
    counted = np.bincount(codes, minlength=1)
    ends = np.cumsum(counted)
    for code in np.flatnonzero(counted):
        rows[f"type:{words.word(int(code))}"] = by_type[ends[code] - counted[code] : ends[code]]
    rows |= {view_id: shown(mask) for view_id, mask in saved.items()}
    return Views(rows)


def after_moves(
    table: QueueTable,
    order: Order,
    views: Views,
    moved: Bools,
    person: Person | None,
    now: int,
    saved: Mapping[str, Bools],
) -> tuple[Order, Views]:
    """The served order and the views once the slots of a mask stand where they belong at server time `now`; nothing
    else has changed since. `saved` are the masks of a person's own views. Off the GUI thread."""
    living = table.served(np.flatnonzero(moved & table.flags("alive", moved.size)), now)
    order = order_after(table, order, moved, living, now)
    joining = {view_id: living[mask] for view_id, mask in _fixed(table.part(living), person, now).items()}
    words, waiting = table.words["case_type"], joining["open"]
    codes = table.ints("case_type")[waiting]
    joining |= {f"type:{words.word(code)}": waiting[codes == code] for code in set(codes.tolist())}
    joining |= {view_id: living[mask[living]] for view_id, mask in saved.items()}
    every = views.rows.keys() | joining.keys()
    return order, Views(
        {view: rows_after(order.rank, views.of(view), moved, joining.get(view, _NONE)) for view in every}
    )


def _fixed(part: Part, person: Person | None, now: int) -> dict[str, Bools]:
    """Which of these slots stand in each of the fixed views."""
    words = part.table.words
    me = _code_of(part, person)
    senior = person is not None and can(roles_of(person), Capability.ESCALATION_RESOLVE)
    state, known = part.ints("state"), words["state"].known
    here = ~part.flags("covered")
    away = part.away(now)
    undecided: Bools = (state == known(CaseState.OPEN)) & here
    escalated: Bools = state == known(CaseState.ESCALATED)
    up_by_me = part.flags("escalated_by_me")
    held = held_by(part, person, now)
    held |= ((part.ints("assignee") == me) | part.flags("draft")) & ~away
    waiting: Bools = undecided & ~away
    return {
        "mine": held & (undecided | (escalated & here)),
        "open": waiting,
        "due_1h": waiting & (part.due(now) - now <= HOUR_MS),
        "key_users": waiting & (part.ints("priority") >= KEY_USER_PRIORITY),
        "awaiting_me": escalated & here & ~(up_by_me | away) if senior else np.zeros(part.size, dtype=np.bool_),
        "mine_waiting": escalated & up_by_me & ~away,
        "later": (undecided | (escalated & here)) & away,
    }


def held_by(part: Part, person: Person | None, now: int) -> Bools:
    """Which of these slots this person holds at server time `now`."""
    mine: Bools = (part.ints("owner") == _code_of(part, person)) & (part.ints("owned_until") > now)
    return mine | (part.ints("mine_until") > now)


def _code_of(part: Part, person: Person | None) -> int:
    return part.table.words["owner"].known(person.user_id) if person else -1


def moved_by_time(table: QueueTable, then: int, now: int) -> Bools:
    """A mask over the slots that stand elsewhere at server time `now` than they did at `then`, though nobody touched
    them: those with a moment that has come, and those whose clock stands still, since their deadlines recede."""
    every = table.part()
    moved: Bools = every.ints("waiting_since") > 0
    first, passed = min(then, now), np.uint64(abs(now - then))
    if passed:
        due = every.ints("due_at") + every.ints("paused_ms")
        late = (due, due - HOUR_MS)
        for moment in (
            *late,
            *(every.ints(name) for name in ("snoozed_until", "skipped_until", "mine_until", "owned_until")),
        ):
            # Between both, by one comparison: what is before the first is a very great number.
            moved |= (moment - (first + 1)).view(np.uint64) < passed
    return moved
