"""The queue's first screenful for one person, read before the whole queue is: what stands in the window first."""

from collections.abc import Collection, Iterable, Sequence
from typing import overload

import msgspec

from app.desktop.cache.cache_store import CacheStore
from app.desktop.cache.first_page import read_first_page
from app.desktop.cache.header import HeaderRow
from app.desktop.cache.work_rows import WorkRows
from app.desktop.cache.work_store import WorkStore
from app.desktop.ports import Clock, Person, QueueRow, QueueView
from app.desktop.usecases.around import SEEN_MS, Around, around_of_row
from app.desktop.usecases.queue_row import RowFacts, queue_row
from app.desktop.usecases.rights import roles_of
from app.domain.case import CaseState
from app.domain.claim import ClaimMode
from app.domain.priority import KEY_USER_PRIORITY
from app.domain.roles import Capability, can

VIEW = "open"
SCREENFUL = 48
HOUR_MS = 3_600_000
_NOTHING = Around()


class Shown(Sequence[int]):
    """The row indexes of a view of which only the first are read: -1 stands for the others."""

    def __init__(self, read: int, total: int) -> None:
        self._read, self._total = read, max(read, total)

    def __len__(self) -> int:
        return self._total

    @overload
    def __getitem__(self, position: int) -> int: ...

    @overload
    def __getitem__(self, position: slice) -> Sequence[int]: ...

    def __getitem__(self, position: int | slice) -> int | Sequence[int]:
        if isinstance(position, slice):
            return [self[one] for one in range(*position.indices(self._total))]
        if not -self._total <= position < self._total:
            raise IndexError(position)
        position %= self._total
        return position if position < self._read else -1


class _Own(msgspec.Struct, frozen=True):
    """What one person has under way: cases decided and not yet confirmed, drafts, claims until when, and the work
    around cases of which own changes are still unseen."""

    me: Person
    covered: dict[str, int | None]
    drafts: Collection[str]
    held: dict[str, int]
    around: dict[str, Around]
    along: frozenset[str] = frozenset()

    def hides(self, head: HeaderRow) -> bool:
        if head.case_id not in self.covered:
            return False
        rev = self.covered[head.case_id]
        return rev is None or head.rev < rev


class FirstRows:
    """Instant and frozen; knows the view `open` alone. The row at each place is the one that the whole queue shows
    there."""

    def __init__(
        self,
        heads: tuple[HeaderRow, ...],
        counts: dict[str, int],
        around: dict[str, Around],
        own: _Own,
        clock: Clock,
    ) -> None:
        self.heads = heads
        self._counts = counts
        self._around = around
        self._own = own
        self._clock = clock
        self._places = {head.case_id: place for place, head in enumerate(heads)}

    @classmethod
    def read(cls, cache: CacheStore, work: WorkStore | None, clock: Clock, me: Person) -> "FirstRows":
        """Off the GUI thread."""
        now, works = clock.now_ms(), WorkRows(cache)
        own = _own(cache, work, me, now)
        # What SQL cannot know: the few cases with own work that the cache does not show yet.
        special = {head.case_id: head for head in cache.headers_of(own.covered.keys() | own.around.keys())}
        special = {case_id: head for case_id, head in special.items() if case_id in own.around or own.hides(head)}
        page = read_first_page(
            cache, now=now, due_until=now + HOUR_MS, owner=me.user_id, most=SCREENFUL, hidden=special
        )
        near = {head.case_id: head for head in page.owned} | special
        near |= {head.case_id: head for head in cache.headers_of({*own.held, *own.drafts} - near.keys())}
        told = {row.case_id: around_of_row(row) for row in works.works({*near, *(h.case_id for h in page.heads)})}
        known = {**told, **own.around}

        counts = {"mine": 0, VIEW: 0, "due_1h": 0, "key_users": 0, "awaiting_me": 0, "mine_waiting": 0, "later": 0}
        for name, tally in page.tallies.items():
            _add(counts, name, tally.open, tally.due, tally.key_users, tally.escalated, tally.mine_waiting, tally.later)
        for head in special.values():
            _add_one(counts, head, told.get(head.case_id, _NOTHING), now, -1)
            if not own.hides(head):
                _add_one(counts, head, own.around[head.case_id], now, 1)
            else:
                # An escalation that is not settled yet is one that waits.
                counts["mine_waiting"] += _sent_up(head, known.get(head.case_id, _NOTHING), now)
        if not can(roles_of(me), Capability.ESCALATION_RESOLVE):
            counts["awaiting_me"] = 0
        counts["mine"] = sum(_mine(head, known.get(case_id, _NOTHING), own, now) for case_id, head in near.items())

        extra = (head for head in special.values() if not own.hides(head) and _open(head, known[head.case_id], now))
        heads = sorted((*page.heads, *extra), key=lambda head: _order(head, known.get(head.case_id, _NOTHING), now))
        return cls(tuple(heads[:SCREENFUL]), counts, known, own, clock)

    def knows(self, view_id: str, find: str) -> bool:
        return view_id == VIEW and not find.strip()

    def view(self, view_id: str) -> QueueView:
        total = self._counts[VIEW] if view_id == VIEW else 0
        return QueueView(view_id, Shown(len(self.heads) if view_id == VIEW else 0, total), total, 0)

    def counts(self) -> dict[str, int]:
        return dict(self._counts)

    def row(self, index: int) -> QueueRow:
        head, case_id = self.heads[index], self.heads[index].case_id
        around = self._around.get(case_id)
        facts = RowFacts(
            number=head.number,
            case_type=head.case_type,
            subject=head.subject,
            priority=_priority(head, around or _NOTHING),
            due_at=head.due_at,
            paused_ms=head.paused_ms,
            routed_at=head.routed_at,
            confidence=head.confidence,
            threshold=head.threshold,
            verdict=head.verdict,
            state=head.state,
            owner=head.owner,
            owned_until=head.owned_until or 0,
            mine_until=self._own.held.get(case_id, 0),
            escalation=head.escalation,
            draft=case_id in self._own.drafts,
            pending=False,
            along=case_id in self._own.along,
        )
        return queue_row(facts, around, self._own.me, self._clock.now_ms())

    def index_of(self, case_id: str) -> int | None:
        return self._places.get(case_id)


def _own(cache: CacheStore, work: WorkStore | None, me: Person, now: int) -> _Own:
    claims = cache.claims(me.user_id).values()
    held = {claim.case_id: claim.expires_at for claim in claims}
    along = frozenset(claim.case_id for claim in claims if claim.mode == ClaimMode.OFFLINE)
    if work is None:
        return _Own(me, {}, (), held, {}, along)
    changes = work.case_work(me.user_id, now - SEEN_MS)
    around: dict[str, Around] = {}
    if changes:
        from app.desktop.usecases.projection import after, pending_work, unseen

        pending = pending_work(changes)
        told = {row.case_id: around_of_row(row) for row in WorkRows(cache).works(pending)}
        for head in cache.headers_of(pending):
            new = unseen(pending[head.case_id], head.rev, now)
            if new:
                around[head.case_id] = after(told.get(head.case_id, _NOTHING), new, me.user_id)
    return _Own(me, work.covered_cases(me.user_id), work.drafts(me.user_id), held, around, along)


def _priority(head: HeaderRow, around: Around) -> int:
    return head.priority if around.priority is None else around.priority


def _open(head: HeaderRow, around: Around, now: int) -> bool:
    return head.state == CaseState.OPEN and not around.away(now)


def _mine(head: HeaderRow, around: Around, own: _Own, now: int) -> bool:
    if own.hides(head) or head.state not in (CaseState.OPEN, CaseState.ESCALATED):
        return False
    owned = head.owner == own.me.user_id and (head.owned_until or 0) > now
    if owned or own.held.get(head.case_id, 0) > now:
        return True
    return (around.assigned_to == own.me.user_id or head.case_id in own.drafts) and not around.away(now)


def _order(head: HeaderRow, around: Around, now: int) -> tuple[int, ...]:
    """The order of app.domain.queue_order, by numbers."""
    due, priority = head.due_at + head.paused_ms, _priority(head, around)
    back = bool(head.back) or around.back(now)
    return (not back, due > now, priority < KEY_USER_PRIORITY, due, -priority, head.routed_at, head.number)


def _sent_up(head: HeaderRow, around: Around, now: int) -> bool:
    return head.state == CaseState.ESCALATED and bool(head.escalated_by_me) and not around.away(now)


def _add_one(counts: dict[str, int], head: HeaderRow, around: Around, now: int, sign: int) -> None:
    away, is_open = around.away(now), head.state == CaseState.OPEN
    waits, up = is_open and not away, head.state == CaseState.ESCALATED
    figures: Iterable[bool] = (
        waits,
        waits and head.due_at + head.paused_ms - now <= HOUR_MS,
        waits and _priority(head, around) >= KEY_USER_PRIORITY,
        up and not away and not head.escalated_by_me,
        _sent_up(head, around, now),
        (is_open or up) and away,
    )
    _add(counts, head.case_type, *(sign * figure for figure in figures))


def _add(
    counts: dict[str, int],
    case_type: str,
    waits: int,
    due: int,
    key_users: int,
    escalated: int,
    mine_waiting: int,
    later: int,
) -> None:
    counts[VIEW] += waits
    counts["due_1h"] += due
    counts["key_users"] += key_users
    counts["awaiting_me"] += escalated
    counts["mine_waiting"] += mine_waiting
    counts["later"] += later
    counts[f"type:{case_type}"] = counts.get(f"type:{case_type}", 0) + waits
