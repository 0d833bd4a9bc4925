"""How large the queue is that a capped seat holds a part of. Figures for the eye: where counting takes long, the last
count of the same queue is told again for a little while, so that a hundred seats do not each count a million rows."""

import threading
import time
from collections.abc import Collection

from sqlalchemy import Connection

from app.contract.views import Viewer
from app.domain.roles import Capability, can
from app.server.storage import seat, state

QUICK_S = 0.005
LEAST_S, SHARE = 10, 100  # a longer count is good for ten seconds; one that took a second, for a hundred

_Key = tuple[str, str | None]
_counted: dict[_Key, tuple[float, dict[str, int]]] = {}
_lock = threading.Lock()


def totals(connection: Connection, viewer: Viewer, now_ms: int, held: Collection[int]) -> dict[str, int]:
    """Cases of the whole queue by view, as this person may see it, for the views that have more than a seat which holds
    these; see SeatShare."""
    whole = _whole(connection, viewer, now_ms)
    here = seat.tally(connection, viewer, now_ms, held)
    if can(viewer.roles, Capability.ESCALATION_RESOLVE):
        whole |= {"awaiting_me": seat.awaiting(connection, viewer, now_ms)}
        here |= {"awaiting_me": seat.awaiting(connection, viewer, now_ms, held)}
    return {view: count for view, count in whole.items() if count > here.get(view, 0)}


def _whole(connection: Connection, viewer: Viewer, now_ms: int) -> dict[str, int]:
    key = (state.read(connection, state.EPOCH) or "", viewer.vendor if viewer.outside else None)
    with _lock:
        good_until, told = _counted.get(key, (0.0, {}))
    began = time.monotonic()
    if began >= good_until:
        told = seat.tally(connection, viewer, now_ms)
        took = time.monotonic() - began
        with _lock:
            _counted[key] = (began + max(LEAST_S, took * SHARE) if took > QUICK_S else 0.0), told
    return dict(told)
