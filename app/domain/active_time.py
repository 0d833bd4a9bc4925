"""The time really spent on a case: while its window is in front and the person does something. Nothing of it is told
about a person: it belongs to the case, and whoever is counted reads how."""

import msgspec

IDLE_MS = 60_000
"""After the last key, click or movement the time still counts this long: reading is work, too."""
LONGEST_TICK_MS = 2_000
"""A tick that comes later than this was held up (a laptop that slept); no more than this of it is counted."""


class ActiveTime(msgspec.Struct):
    """Counts for one case at a time; `now` is a clock in milliseconds that never jumps.

    `active_ms` is what was worked, `left_window` how often the window was left meanwhile. The time between the last
    act and the moment the cut-off came stays counted; nothing after it does.
    """

    active_ms: int = 0
    left_window: int = 0
    last_act: int = 0
    last_tick: int | None = None
    was_in_front: bool = False

    def begin(self, now: int, active_ms: int = 0, left_window: int = 0) -> None:
        """Another case is in sight; what its draft had counted goes on."""
        self.active_ms, self.left_window = active_ms, left_window
        self.last_act, self.last_tick = now, now

    def acted(self, now: int) -> None:
        """A key, a click, a movement."""
        self.last_act = now

    def tick(self, now: int, in_front: bool) -> int:
        """Called about once a second. The milliseconds that were added."""
        before = self.last_tick if self.last_tick is not None else now
        self.last_tick = now
        if self.was_in_front and not in_front:
            self.left_window += 1
        counted_from, self.was_in_front = self.was_in_front, in_front
        if not in_front or not counted_from:
            # Half a second either way: in front at both ends is what counts.
            return 0
        gone = min(max(0, now - before), LONGEST_TICK_MS)
        worked = max(0, min(gone, self.last_act + IDLE_MS - (now - gone)))
        self.active_ms += worked
        return worked
