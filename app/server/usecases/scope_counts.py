"""What a seat should hold, counted from the rows themselves and not from the feed: the check on what the feed told it.
Only what does not go by time is counted, so that two honest counts are equal."""

import threading
from collections import OrderedDict
from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, and_, select

from app.contract.changes import CASE, REVIEW
from app.contract.session import ScopeCounts
from app.contract.tally import Tally, tally
from app.contract.views import Viewer
from app.domain.case import CaseState
from app.domain.roles import Capability
from app.server.security.principal import Principal
from app.server.storage import cases, commands, feed, qa_holds, reviews
from app.server.storage import tables as t
from app.server.storage.unit_of_work import Storage, to_ms
from app.server.usecases import seat
from app.server.usecases.feed import history, position
from app.server.usecases.refusal import require
from app.server.usecases.restored import noticing
from app.server.usecases.shown import blind_key, withheld

REVIEWS_COUNTED = timedelta(hours=12)
"""Well within what every seat keeps of its reviews."""
_MOST_NUMBERS = 500  # in one IN (…)
_WAITING = (CaseState.OPEN.value, CaseState.ESCALATED.value)
_Key = tuple[str, int, str | None]


class _Counted:
    """The count of a whole queue at one place of the feed: a hundred seats ask about the same one."""

    def __init__(self, most: int = 8) -> None:
        self._most = most
        self._kept: OrderedDict[_Key, Tally] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: _Key) -> Tally | None:
        with self._lock:
            return self._kept.get(key)

    def put(self, key: _Key, told: Tally) -> None:
        with self._lock:
            self._kept[key] = told
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


_counted = _Counted()


@noticing
def counts(storage: Storage, principal: Principal, cursor: str | None) -> ScopeCounts:
    """Count what a seat at `cursor` holds; for a seat that gave none, what one at the head would. Raises Refused
    (forbidden, cursor_malformed, cursor_expired, history_diverged, scope_changed)."""
    require(principal, Capability.CASE_READ)
    viewer = principal.viewer
    since = to_ms(storage.clock() - REVIEWS_COUNTED)
    with storage.read(settled=True) as connection:
        epoch, key = history(connection)
        head = feed.head(connection).feed_seq
        place = seat.look(connection, storage, principal)
        held: frozenset[int] | None = None
        here = True
        if cursor is not None:
            at = position(connection, cursor, viewer, epoch, key)
            here = at.feed_seq == head
            held = seat.held(connection, at, place) if place is not None else None
        elif place is not None:
            held = frozenset(place.members)
        entities = {}
        if here:
            waiting = _all(connection, viewer, epoch, head) if held is None else _held(connection, viewer, held)
            entities = {CASE: waiting, REVIEW: _reviews(connection, viewer, since)}
        through: int | None = None
        high: int | None = None
        if principal.device_id is not None:
            through, high = commands.numbering(connection, principal.device_id, principal.user_id)
    return ScopeCounts(head, here, entities, since, high, through)


def _all(connection: Connection, viewer: Viewer, epoch: str, head: int) -> Tally:
    key = (epoch, head, (viewer.vendor or "") if viewer.outside else None)
    told = _counted.get(key)
    if told is None:
        told = tally(CASE, _rows(connection, cases.visible(viewer)))
        _counted.put(key, told)
    return told


def _held(connection: Connection, viewer: Viewer, held: frozenset[int]) -> Tally:
    numbers, found = sorted(held), list[tuple[str, int]]()
    for at in range(0, len(numbers), _MOST_NUMBERS):
        part = numbers[at : at + _MOST_NUMBERS]
        found += _rows(connection, and_(t.cases.c.case_number.in_(part), cases.visible(viewer)))
    return tally(CASE, found)


def _rows(connection: Connection, where: ColumnElement[bool]) -> list[tuple[str, int]]:
    c = t.cases.c
    query = select(c.case_number, c.rev).where(c.state.in_(_WAITING), where)
    return [(cases.case_id(number), rev) for number, rev in connection.execute(query)]


def _reviews(connection: Connection, viewer: Viewer, since_ms: int) -> Tally:
    r, c = t.reviews.c, t.cases.c
    query = (
        select(r.review_id, r.rev, r.reviewer_id, c.case_number, c.state, c.blind_per_mille)
        .join(t.cases, c.case_number == r.case_number)
        .where(reviews.visible(viewer), r.decided_at >= since_ms)
    )
    secret, again = blind_key(connection), qa_holds.held(connection, viewer)
    return tally(
        REVIEW,
        (
            (row.review_id, row.rev)
            for row in connection.execute(query)
            if row.reviewer_id == viewer.user_id
            or not (
                row.case_number in again
                or withheld(secret, viewer, row.case_number, row.state, row.blind_per_mille or 0)
            )
        ),
    )
