"""The queue as pages in the served order."""

import hashlib

import msgspec
from sqlalchemy import ColumnElement, and_, true

from app.contract.problems import Code, ProblemItem
from app.contract.views import CasePage
from app.domain.roles import Capability
from app.domain.work_mode import WorkMode
from app.server.security import cursors
from app.server.security.principal import Principal
from app.server.storage import cases, state
from app.server.storage.cases import OrderKey
from app.server.storage.unit_of_work import Storage, from_ms, to_ms
from app.server.usecases import seat
from app.server.usecases.refusal import Refused, require
from app.server.usecases.shown import case_views

MOST, USUAL = 500, 50


class _Place(msgspec.Struct, frozen=True):
    """Where a walk stands, and the moment whose order it keeps."""

    now_ms: int
    after: OrderKey


class Walk(msgspec.Struct, frozen=True):
    """What is walked through: a queue view (null for everything in sight), those of it that fit `where`, and the words
    that tell this walk from others."""

    view: str | None
    where: ColumnElement[bool] | None = None
    words: str = ""

    @property
    def mark(self) -> str:
        """What a cursor of this walk carries, so that none is taken up in another one."""
        return hashlib.sha256(f"{self.view or ''}\0{self.words}".encode()).hexdigest()[:4]


def page(storage: Storage, principal: Principal, view: str, cursor: str | None, limit: int | None) -> CasePage:
    """One page of a queue view. A walk keeps the order of the moment it began. Raises Refused (forbidden, parameter,
    cursor_malformed, scope_changed)."""
    return walk(storage, principal, Walk(view), cursor, limit)


def walk(storage: Storage, principal: Principal, way: Walk, cursor: str | None, limit: int | None) -> CasePage:
    """One page of a walk, in the served order. Raises Refused as `page` does."""
    require(principal, Capability.CASE_READ)
    limit = USUAL if limit is None else limit
    if not 1 <= limit <= MOST:
        raise Refused(Code.PARAMETER, f"limit lies between 1 and {MOST}", (ProblemItem("/limit", "range"),))
    viewer = principal.viewer
    with storage.read() as connection:
        key = bytes.fromhex(state.read(connection, state.CURSOR_KEY) or "")
        place = None if cursor is None else _read(cursor, way.mark, principal, key)
        now_ms = to_ms(storage.clock()) if place is None else place.now_ms
        chosen = true() if way.view is None else cases.in_view(way.view, viewer, now_ms)
        if chosen is None:
            raise Refused(Code.PARAMETER, "no such view", (ProblemItem("/view", "unknown_view"),))
        where = and_(chosen, cases.visible(viewer), true() if way.where is None else way.where)
        if storage.policy.work_mode(viewer.roles) is WorkMode.SERVED:
            own = seat.look(connection, storage, principal)
            where = and_(where, cases.among(own.members if own is not None else ()))
        found = cases.page(connection, where, now_ms, place.after if place else None, limit + 1)
        total = cases.count(connection, where)
        more, found = len(found) > limit, found[:limit]
        views = case_views(connection, (stored for stored, _ in found), viewer, storage.policy, from_ms(now_ms))
    return CasePage(
        cases=tuple(views[stored.number] for stored, _ in found),
        next_cursor=cursors.page_cursor(_write(way.mark, now_ms, found[-1][1]), viewer, key) if more else None,
        now=from_ms(now_ms),
        total=total,
    )


def _write(mark: str, now_ms: int, key: OrderKey) -> str:
    back, late, key_user, due, priority, routed, number = key
    flags = back * 4 + late * 2 + key_user
    return f"{mark}.{now_ms:x}.{flags}.{due:x}.{priority}.{routed:x}.{number:x}"


def _read(cursor: str, wanted: str, principal: Principal, key: bytes) -> _Place:
    try:
        mark, now, flags, due, priority, routed, number = cursors.read_page_cursor(cursor, principal.viewer, key).split(
            "."
        )
    except cursors.BadCursor as error:
        code = Code.SCOPE_CHANGED if error.code == Code.SCOPE_CHANGED.code else Code.CURSOR_MALFORMED
        raise Refused(code) from None
    except ValueError:
        raise Refused(Code.CURSOR_MALFORMED) from None
    if mark != wanted:
        raise Refused(Code.CURSOR_MALFORMED, "made for another view")
    bits = int(flags)
    return _Place(
        int(now, 16),
        (bits >> 2 & 1, bits >> 1 & 1, bits & 1, int(due, 16), int(priority), int(routed, 16), int(number, 16)),
    )
