"""How long a seat may keep things without a word from its server. Setting the clock back gives it no hour more."""

import msgspec

from app.domain.seat_clock import TimeMark, server_time

SOON = 0.8
"""From this share of the time on a person is told."""
SLACK_MS = 10 * 60_000
"""A wall clock that is put right loses a few minutes; more than that, across a restart, is a clock set back."""
HOUR_MS = 3_600_000


class Contact(msgspec.Struct, frozen=True):
    """`at_ms`: the server's time of the last word with it; `mark`: the latest moment that this seat has lived to, in
    all its clocks; `most_ms`: how long it may be without one. `turned_back`: the clock was set back since while nobody
    could watch it, and nothing is known but that the server has to be asked."""

    at_ms: int
    mark: TimeMark
    most_ms: int
    turned_back: bool = False

    @property
    def away_ms(self) -> int:
        """How long it has been without a word, at least."""
        return max(0, self.mark.server_ms - self.at_ms)

    @property
    def left_ms(self) -> int:
        """How long it may still be; 0 from then on."""
        return 0 if self.turned_back else max(0, self.most_ms - self.away_ms)

    @property
    def over(self) -> bool:
        return self.left_ms == 0

    @property
    def soon(self) -> bool:
        """Whether a person has to be told."""
        return self.away_ms >= self.most_ms * SOON


def later(contact: Contact, wall_ms: int, steady_ms: int, boot: str) -> Contact:
    """The contact as it stands now, by clocks that may have jumped since it was last looked at. Within one start of the
    machine the steady clock alone counts; across a restart the later guess of `seat_clock`, and a wall clock that
    stands before the moment that was lived to already counts as turned back."""
    mark = contact.mark
    same_start = bool(boot) and boot == mark.boot and steady_ms >= mark.steady_ms
    back = not same_start and wall_ms + SLACK_MS < mark.wall_ms
    now = max(mark.server_ms, server_time(mark, wall_ms, steady_ms, boot))
    return Contact(contact.at_ms, TimeMark(now, wall_ms, steady_ms, boot), contact.most_ms, contact.turned_back or back)


def spoken(mark: TimeMark, most_ms: int) -> Contact:
    """A word with the server at this moment."""
    return Contact(mark.server_ms, mark, most_ms)
