"""The hand being asked for: which cases are just now on their way to being this person's."""

from collections.abc import Callable, Mapping

from app.desktop.ports import ApiError, Clock, Hand, OpenCase, Tasks

RETRY_MS = 5_000  # as quick as a person notices that the server is back
ON_ITS_WAY = "not_claimed"
_RESERVATION = frozenset({"not_claimed_offline", "lease_expired", "on_other_seat"})


class Reserving:
    """All methods run on the GUI thread. One question is under way at a time; of those asked meanwhile the last is put
    next, so that its answer is the answer to what is wanted now.

    `answered` is called after each answer of the server, `failed` with whatever else came.
    """

    def __init__(
        self, hand: Hand, tasks: Tasks, clock: Clock, answered: Callable[[], None], failed: Callable[[Exception], None]
    ) -> None:
        self._hand, self._tasks, self._clock = hand, tasks, clock
        self._answered, self._failed = answered, failed
        self._asked: tuple[str, ...] | None = None
        self._next: tuple[str, ...] | None = None
        self._refused: Mapping[str, str] = {}
        self._again: int | None = None
        self.expected: str | None = None
        """The case that the hand is about to be asked for."""
        self.settling: str | None = None
        """The case that is being read with the answer."""
        self.away = False
        """The last question found no server."""

    def want(self, hand: tuple[str, ...]) -> None:
        """Reserve these, the one in sight first."""
        self.expected = self._again = None
        if self._asked is not None:
            self._next = hand
            return
        self._asked = hand
        self._tasks.read(lambda: self._hand.want(hand), self._done, self._not_done)

    def renew(self) -> None:
        """Hold what is held for longer."""
        self._tasks.read(self._hand.renew, failed=self._not_renewed, key="renew")

    def _not_renewed(self, error: Exception) -> None:
        if not isinstance(error, ApiError):
            self._failed(error)
        elif error.retry:
            self._again = self._clock.mono_ms() + RETRY_MS

    def _done(self, refused: Mapping[str, str]) -> None:
        self.away, self._refused = False, refused
        if not self._go_on():
            self._answered()

    def _not_done(self, error: Exception) -> None:
        """Without the server nothing is reserved. It is asked for again until the server answers: the case in sight
        must not stay barred once it is back."""
        self.away = True
        if not self._go_on() and isinstance(error, ApiError) and error.retry:
            self._again = self._clock.mono_ms() + RETRY_MS
        self._failed(error)

    def _go_on(self) -> bool:
        hand, self._asked, self._next = self._next, None, None
        if hand is not None:
            self.want(hand)
        return hand is not None

    def due(self) -> bool:
        """Whether it is time to ask again for what a server out of reach did not give."""
        return self._again is not None and self._clock.mono_ms() >= self._again

    def asks_for(self, case_id: str) -> bool:
        """Whether a reservation of this case is on its way from a server that was last seen to be there."""
        under_way = (self.expected, self.settling, *(self._asked or ()), *(self._next or ()))
        return not self.away and case_id in under_way

    def lacks(self, opened: OpenCase) -> bool:
        """Whether this case could be decided if it were reserved, and is not."""
        return not _RESERVATION.isdisjoint(opened.may.why)

    def ended(self, opened: OpenCase) -> bool:
        """Whether the reservation of this case has run out while it was in sight."""
        return opened.claim is not None and opened.claim.expires_at <= self._clock.now_ms()

    def ends_now(self, opened: OpenCase) -> bool:
        """Whether it has, and what is on the screen does not say so yet."""
        return opened.may.until is not None and self.ended(opened)

    def told(self, case_id: str, codes: tuple[str, ...]) -> tuple[str, ...]:
        """`codes` of what stands in the way of a decision, with what is true of the reservation at this moment. What
        comes by itself stands last."""
        if _RESERVATION.isdisjoint(codes):
            return codes
        rest = tuple(code for code in codes if code not in _RESERVATION)
        if self.asks_for(case_id):
            return (*rest, ON_ITS_WAY)
        refused = None if self.away else self._refused.get(case_id)
        return (refused, *rest) if refused is not None else codes
