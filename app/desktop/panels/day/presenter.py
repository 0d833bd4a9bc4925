"""My day between use case and view."""

import re
from datetime import datetime, timedelta
from typing import Protocol

import msgspec

from app.desktop.changes import Changed, Kind
from app.desktop.panels.day.state import QUEUE, HandOverState, RoomState
from app.desktop.ports import (
    CaseWork,
    Clock,
    Colleague,
    Day,
    DayState,
    DeskError,
    Hub,
    NotReady,
    Queue,
    Search,
    Sent,
    Tasks,
)
from app.domain.notes import MAX_NOTE

WATCHED = frozenset({Kind.CASE, Kind.CLAIM, Kind.OUTBOX, Kind.REVIEW, Kind.SESSION, Kind.SETTINGS})
AGAIN_MS = 30_000
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:：.]?([0-5]\d)\Z")


class View(Protocol):
    def show_day(self, state: RoomState) -> None: ...


def midnight(now_ms: int) -> int:
    """When today began here, in server time."""
    here = datetime.fromtimestamp(now_ms / 1000).astimezone()
    return int(here.replace(hour=0, minute=0, second=0, microsecond=0).timestamp() * 1000)


def shift_end_of(words: str, now_ms: int) -> int | None:
    """The next moment at which the clock here says this, such as 17:30; None where it is no time."""
    found = _CLOCK.match(words.strip())
    if found is None:
        return None
    here = datetime.fromtimestamp(now_ms / 1000).astimezone()
    end = here.replace(hour=int(found[1]), minute=int(found[2]), second=0, microsecond=0)
    return int((end if end > here else end + timedelta(days=1)).timestamp() * 1000)


class DayPresenter:
    """All methods run on the GUI thread."""

    def __init__(
        self,
        view: View,
        *,
        day: Day,
        queue: Queue,
        case_work: CaseWork | None,
        search: Search | None,
        tasks: Tasks,
        hub: Hub,
        clock: Clock,
        me: str = "",
    ) -> None:
        self._me = me
        self._view, self._day, self._queue = view, day, queue
        self._work, self._search = case_work, search
        self._tasks, self._clock = tasks, clock
        self._state = RoomState(DayState(now=clock.now_ms()))
        self._sent: tuple[Sent, ...] = ()
        self._in_sight = False
        self._read_at = 0
        hub.changed.connect(self.on_changed)

    # --- what it shows ------------------------------------------------------------------------------

    def activate(self) -> None:
        self._in_sight = True
        self.refresh()

    def leave(self) -> None:
        self._in_sight = False

    def refresh(self) -> None:
        now = self._clock.now_ms()
        self._read_at = now
        self._tasks.read(lambda: self._day.read(midnight(now)), lambda day: self._put(day=day), self._failed, key="day")

    def tick(self) -> None:
        """Once a second."""
        now = self._clock.now_ms()
        if self._state.undo_until and now >= self._state.undo_until:
            self._sent = ()
            self._put(told="", undo_until=0)
        if now - self._read_at >= AGAIN_MS:
            self.refresh()

    def on_changed(self, changed: Changed) -> None:
        if self._in_sight and changed.kinds & WATCHED:
            self.refresh()

    def _put(self, **changes: object) -> None:
        self._state = msgspec.structs.replace(self._state, **changes)
        self._view.show_day(self._state)

    def _failed(self, error: Exception) -> None:
        self._put(told=error.code if isinstance(error, DeskError) else "unexpected", undo_until=0)

    def close_notice(self) -> None:
        self._put(told="", undo_until=0)

    # --- the end of the shift -----------------------------------------------------------------------

    def set_shift_end(self, words: str) -> None:
        end = shift_end_of(words, self._clock.now_ms())
        if end is None:
            self._put(told="shift_wrong")
            return
        self._put(told="")
        self._tasks.write(lambda: self._day.set_shift_end(end), lambda _: self.refresh(), self._failed)

    # --- handing over -------------------------------------------------------------------------------

    def _mine(self) -> tuple[str, ...]:
        return tuple(self._queue.row(int(index)).case_id for index in self._queue.view("mine").order)

    def hand_over(self) -> None:
        """Open the sheet for everything that is mine."""
        count = len(self._mine())
        if self._work is None or not count:
            self._put(told="nothing_mine", undo_until=0)
            return
        self._put(sheet=HandOverState(count), told="", undo_until=0)
        search = self._search

        def have(people: tuple[Colleague, ...]) -> None:
            # Nobody hands over to themselves.
            self._sheet(people=tuple(one for one in people if one.user_id != self._me))

        def failed(error: Exception) -> None:
            self._sheet(people=(), offline=error.code if isinstance(error, DeskError) else "unexpected")

        if search is None:
            self._sheet(people=(), offline="offline")
        else:
            self._tasks.read(search.colleagues, have, failed, key="colleagues-day")

    def _sheet(self, **changes: object) -> None:
        if self._state.sheet is not None:
            self._put(sheet=msgspec.structs.replace(self._state.sheet, **changes))

    def pick(self, _list: str, to: str) -> None:
        self._sheet(to=to, problem="")

    def look_for(self, find: str) -> None:
        self._sheet(find=find)

    def type(self, note: str) -> None:
        self._sheet(note=note, problem="")

    def close(self) -> None:
        self._put(sheet=None)

    def confirm(self) -> None:
        sheet, work = self._state.sheet, self._work
        if sheet is None or work is None or sheet.busy:
            return
        note = sheet.note.strip()
        problem = "assignee_required" if sheet.to is None else "hand_over_note" if not note else ""
        if not problem and len(note) > MAX_NOTE:
            problem = "note_too_long"
        if problem:
            self._sheet(problem=problem)
            return
        to = None if sheet.to == QUEUE else sheet.to
        name = next((one.name for one in sheet.people or () if one.user_id == to), "")
        ids = self._mine()
        self._sheet(busy=True)

        def send() -> tuple[tuple[Sent, ...], tuple[str, ...]]:
            sent, refused = [], []
            for case_id in ids:
                try:
                    sent.append(work.hand_over(case_id, to, note, name))
                except NotReady as error:
                    refused.append(error.code)
                except DeskError as error:
                    refused.append(error.code)
            if refused and not sent:
                raise NotReady(codes=tuple(dict.fromkeys(refused)))
            return tuple(sent), tuple(refused)

        def done(answer: tuple[tuple[Sent, ...], tuple[str, ...]]) -> None:
            self._sent, refused = answer
            until = min((one.release_at for one in self._sent if not one.online), default=0)
            self._put(sheet=None, told="handed", handed=len(self._sent), refused=len(refused), undo_until=until)
            self.refresh()

        def failed(error: Exception) -> None:
            self._sheet(busy=False, problem=error.code if isinstance(error, DeskError) else "unexpected")

        self._tasks.write(send, done, failed)

    def undo(self) -> None:
        """Take the hand-over back while its time runs."""
        sent, self._sent, work = self._sent, (), self._work
        if not sent or work is None:
            return

        def back() -> None:
            for one in reversed(sent):
                work.undo(one.command_id)

        def done(_: None) -> None:
            self._put(told="taken_back", undo_until=0)
            self.refresh()

        self._tasks.write(back, done, self._failed)
