"""The rows of every view of the queue, worked out ahead: showing a view and counting it are then look-ups."""

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from app.desktop.ports import Person
from app.desktop.usecases.queue_table import Bools, Ints, QueueTable
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
    n = table.n
    me = table.words["owner"].known(person.user_id) if person else -1
    senior = person is not None and can(roles_of(person), Capability.ESCALATION_RESOLVE)
    state, known = table.ints("state", n), table.words["state"].known
    here = ~table.flags("covered", n)
    away = table.away(now, n)
    undecided: Bools = (state == known(CaseState.OPEN)) & here
    escalated: Bools = state == known(CaseState.ESCALATED)
    up_by_me = table.flags("escalated_by_me", n)

    held = (table.ints("owner", n) == me) & (table.ints("owned_until", n) > now)
    held |= table.ints("mine_until", n) > now
    held |= ((table.ints("assignee", n) == me) | table.flags("draft", n)) & ~away

    def shown(mask: Bools) -> Ints:
        found: Ints = order[np.flatnonzero(mask[order])]
        return found

    waiting = shown(undecided & ~away)
    rows: dict[str, Ints] = {
        "mine": shown(held & (undecided | (escalated & here))),
        "open": waiting,
        "due_1h": waiting[(table.due(now, n) - now <= HOUR_MS)[waiting]],
        "key_users": waiting[(table.ints("priority", n) >= KEY_USER_PRIORITY)[waiting]],
        "awaiting_me": shown(escalated & here & ~(up_by_me | away)) if senior else _NONE,
        "mine_waiting": shown(escalated & up_by_me & ~away),
        "later": shown((undecided | (escalated & here)) & away),
    }
    words = table.words["case_type"]
    rows |= {f"type:{case_type}": _NONE for case_type in dict.fromkeys((*types, *words.all()))}
    # One stable sort by type keeps the served order within each of them.
    codes = table.ints("case_type", n)[waiting].astype(np.uint16)
    by_type = waiting[np.argsort(codes, kind="stable")]
    counted = np.bincount(codes, minlength=1)
    ends = np.cumsum(counted)
    for code in np.flatnonzero(counted):
        rows[f"type:{words.word(int(code))}"] = by_type[ends[code] - counted[code] : ends[code]]
    rows |= {view_id: shown(_wide(mask, n)) for view_id, mask in saved.items()}
    return Views(rows)


def _wide(mask: Bools, n: int) -> Bools:
    """A mask over `n` slots."""
    return mask[:n] if mask.size >= n else np.concatenate((mask, np.zeros(n - mask.size, dtype=np.bool_)))
