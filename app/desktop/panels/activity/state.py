"""What the Activity room shows: what was sent or waits to be, as the use case reads it, and the time it is read at."""

import msgspec

from app.desktop.ports import ActivityState


class RoomState(msgspec.Struct, frozen=True):
    """`now_ms` is the server's time, for "oldest 4 min" and the seconds of an open undo window."""

    activity: ActivityState
    now_ms: int
    offline: bool = False
    problem: str = ""
