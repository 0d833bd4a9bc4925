"""Which cases a seat may hold: decided here, for the feed and the snapshot alike, so that what is over the cap never
leaves the server by either."""

from datetime import timedelta

import msgspec
from sqlalchemy import Connection

from app.contract.changes import SeatShare
from app.contract.problems import Code
from app.domain.seat import members, room
from app.domain.work_mode import WorkMode
from app.server.security.cursors import FeedPosition
from app.server.security.principal import Principal
from app.server.storage import holdings, seat
from app.server.storage.unit_of_work import Storage, to_ms
from app.server.usecases.refusal import Refused
from app.server.usecases.seat_totals import totals
from app.server.usecases.serving import Serving

CLOSED_KEPT = timedelta(hours=24)


class Seat(msgspec.Struct, frozen=True):
    """One seat at one moment. `name`: its device, or its person where the session is bound to none; `cap`: how many
    cases to work on it holds at most; `members`: those that it may hold now, the most urgent first; `mode`: how its
    person comes to cases."""

    name: str
    cap: int
    members: tuple[int, ...]
    total: dict[str, int]
    mode: WorkMode = WorkMode.PICK

    @property
    def share(self) -> SeatShare:
        return SeatShare(self.cap, self.total, self.mode.value)


def look(connection: Connection, storage: Storage, principal: Principal) -> Seat | None:
    """The seat of whoever asks; None where nobody caps it. In the transaction that reads the page."""
    viewer = principal.viewer
    cap = storage.policy.seat_cap(viewer)
    if cap is None:
        return None
    now_ms = to_ms(storage.clock())
    lately = now_ms - CLOSED_KEPT // timedelta(milliseconds=1)
    own = seat.own(connection, viewer, now_ms, lately)
    # Some of the line may be the person's own.
    left = room(own, cap)
    serving = Serving(connection, storage.policy, viewer, now_ms)
    if serving.served:
        # The next case alone, and none where one is at hand; how long the queue is does not matter to who is served.
        line = serving.line(left + len(own.all)) if left else []
        return Seat(principal.device_id or principal.user_id, cap, members(own, line, cap), {}, serving.mode)
    line = seat.line(connection, viewer, now_ms, lately, left + len(own.all)) if left else []
    held = members(own, line, cap)
    full = len(held) - len(own.all) >= left
    return Seat(
        name=principal.device_id or principal.user_id,
        cap=cap,
        members=held,
        total=totals(connection, viewer, now_ms, held) if full else {},
    )


def held(connection: Connection, at: FeedPosition, seat: Seat | None) -> frozenset[int]:
    """What the seat held when it was given its cursor. Raises Refused: scope_changed where it was capped since, or no
    longer is; cursor_expired where that was too long ago to be known."""
    if (seat is None) != (not at.holding):
        raise Refused(Code.SCOPE_CHANGED)
    if seat is None:
        return frozenset()
    found = holdings.find(connection, seat.name, at.holding)
    if found is None:
        raise Refused(Code.CURSOR_EXPIRED)
    return found


def begun(connection: Connection, seat: Seat, kept: frozenset[int]) -> frozenset[int]:
    """Of the cases that a seat's person has begun, those that it was told before: whoever begins anew keeps them, and
    nobody comes to others by naming them."""
    return kept & holdings.told(connection, seat.name) if kept else frozenset()


def remember(storage: Storage, seat: Seat, numbers: frozenset[int], before: str) -> str:
    """The name of a holding for the next cursor, kept before any answer carries it."""
    holding_id = holdings.name(numbers)
    if holding_id != before:
        with storage.write() as work:
            holdings.keep(work, seat.name, numbers, before)
    return holding_id
