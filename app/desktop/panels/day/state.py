"""What My day shows, in codes and figures."""

import msgspec

from app.desktop.ports import Colleague, DayState

QUEUE = "queue"


class HandOverState(msgspec.Struct, frozen=True):
    """The sheet for handing everything over: `count` cases, `people` None until the server named them."""

    count: int
    people: tuple[Colleague, ...] | None = None
    to: str | None = None
    find: str = ""
    note: str = ""
    problem: str = ""
    busy: bool = False
    offline: str = ""


class RoomState(msgspec.Struct, frozen=True):
    """`told` is a code of what was done last: handed (with `handed` and `refused` cases, to be taken back until
    `undo_until`), taken_back, shift_wrong, or an error's."""

    day: DayState
    sheet: HandOverState | None = None
    told: str = ""
    handed: int = 0
    refused: int = 0
    undo_until: int = 0
