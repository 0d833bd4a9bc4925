"""Forms for what a person does around a case without deciding it: put it off, stop its clock, note something, say what
was missing, hand it over."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from app.contract import commands as c
from app.contract.views import CaseView
from app.contract.work_codes import work_codes
from app.desktop.panels.review.presenter.sheets import Form
from app.desktop.panels.review.sheet_state import SheetGroup
from app.desktop.ports import CaseWork, Clock, Colleague, Sent
from app.domain.assignment import HandOverBody
from app.domain.missing import MissingBody
from app.domain.notes import NoteBody
from app.domain.pause import ResumeBody, SnoozeBody, WaitBody
from app.domain.rationale import language_of
from app.domain.work_mode import SkipBody

LENGTHS = {"m30": 30, "h1": 60, "h4": 240}
"""Minutes."""
MORNING, OWN, BACK = "tomorrow", "own", "back"
QUEUE = "queue"
"""Handing over to nobody: back to the queue."""
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:：.]([0-5]\d)\Z")
_LENGTH = re.compile(r"(?:(\d{1,2})\s*(?:h|小时|时))?\s*(?:(\d{1,3})\s*(?:m|min|分钟|分)?)?\Z")


def local(now_ms: int) -> datetime:
    """The wall clock of this seat at a server time."""
    return datetime.fromtimestamp(now_ms / 1000).astimezone()


def until_of(choice: str | None, entry: str, now_ms: int, zone: Callable[[int], datetime] = local) -> int | None:
    """The server time that a choice means, in milliseconds; an own time is "14:30" or a length such as "2h", "90" and
    "1h 30". None where it means none."""
    here = zone(now_ms)
    match choice:
        case str() if choice in LENGTHS:
            return now_ms + LENGTHS[choice] * 60_000
        case "tomorrow":
            nine = (here + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
            return int(nine.timestamp() * 1000)
        case "own":
            return _own(entry.strip().lower(), here, now_ms)
        case _:
            return None


def _own(words: str, here: datetime, now_ms: int) -> int | None:
    clock = _CLOCK.match(words)
    if clock:
        at = here.replace(hour=int(clock[1]), minute=int(clock[2]), second=0, microsecond=0)
        if at <= here:
            at += timedelta(days=1)
        return int(at.timestamp() * 1000)
    length = _LENGTH.match(words)
    if words and length and (length[1] or length[2]):
        minutes = int(length[1] or 0) * 60 + int(length[2] or 0)
        return now_ms + minutes * 60_000 if minutes else None
    return None


class WorkForm(Form):
    """What all of them share."""

    def __init__(self, case: CaseView, work: CaseWork, text: str | None = "") -> None:
        super().__init__()
        self.case, self.case_id, self._work, self.text = case, case.case_id, work, text

    def undo(self, command_id: str) -> object:
        return self._work.undo(command_id)

    @property
    def _note(self) -> str:
        return (self.text or "").strip()


class SnoozeForm(WorkForm):
    kind = "snooze"

    def __init__(self, case: CaseView, work: CaseWork, clock: Clock) -> None:
        super().__init__(case, work)
        self._clock = clock
        if case.snooze is not None and self._away:
            self.chosen["until"] = (BACK,)

    @property
    def _away(self) -> bool:
        snooze = self.case.snooze
        return snooze is not None and int(snooze.until.timestamp() * 1000) > self._clock.now_ms()

    def groups(self) -> tuple[SheetGroup, ...]:
        lengths = (*LENGTHS, MORNING, OWN)
        reasons = self.group("reason", tuple(one.code for one in work_codes().snooze))
        if self._away:
            return (self.group("until", (BACK, *lengths)), reasons)
        return (reasons, self.group("until", lengths))

    def picked(self, group: str) -> None:
        if group == "until":
            self.entry = (self.entry or "") if self.one("until") == OWN else None

    @property
    def _until(self) -> int | None:
        return until_of(self.one("until"), self.entry or "", self._clock.now_ms())

    def facts(self) -> dict[str, str | int]:
        until = self._until
        if until is None:
            return {}
        effect = self._work.effect(self.case, until)
        return {
            "until": until,
            "due_first": int(effect.due_first),
            "late_by": effect.late_by_ms,
            "left": effect.left_ms,
        }

    def problems(self) -> tuple[str, ...]:
        if self.one("until") == BACK:
            return self._work.problems(self.case, c.CASE_SNOOZE, SnoozeBody())
        if self.one("reason") is None:
            return ("reason_unknown",)
        until = self._until
        if until is None:
            return ("time_unknown",) if self.one("until") == OWN else ("time_required",)
        body = SnoozeBody(datetime.fromtimestamp(until / 1000, UTC), self.one("reason") or "", self._note)
        return self._work.problems(self.case, c.CASE_SNOOZE, body)

    def send(self) -> Sent:
        if self.one("until") == BACK:
            return self._work.bring_back(self.case_id)
        return self._work.snooze(self.case_id, self._until or 0, self.one("reason") or "", self._note)


class WaitForm(WorkForm):
    kind = "wait"

    def groups(self) -> tuple[SheetGroup, ...]:
        return (self.group("reason", tuple(one.code for one in work_codes().waiting)),)

    def problems(self) -> tuple[str, ...]:
        return self._work.problems(self.case, c.CASE_WAIT, WaitBody(self.one("reason") or "", self._note))

    def send(self) -> Sent:
        return self._work.wait(self.case_id, self.one("reason") or "", self._note)


class SkipForm(WorkForm):
    kind = "skip"

    def groups(self) -> tuple[SheetGroup, ...]:
        return (self.group("reason", tuple(one.code for one in work_codes().skip)),)

    def problems(self) -> tuple[str, ...]:
        return self._work.problems(self.case, c.CASE_SKIP, SkipBody(self.one("reason") or "", self._note))

    def send(self) -> Sent:
        return self._work.skip(self.case_id, self.one("reason") or "", self._note)


class ResumeForm(WorkForm):
    """Nothing to fill in."""

    kind = "resume"

    def groups(self) -> tuple[SheetGroup, ...]:
        return ()

    def problems(self) -> tuple[str, ...]:
        return self._work.problems(self.case, c.CASE_RESUME, ResumeBody())

    def send(self) -> Sent:
        return self._work.resume(self.case_id)


class NoteForm(WorkForm):
    kind = "note"

    def groups(self) -> tuple[SheetGroup, ...]:
        return ()

    def problems(self) -> tuple[str, ...]:
        return self._work.problems(self.case, c.CASE_NOTE, NoteBody(self._note, language_of(self._note or "x")))

    def send(self) -> Sent:
        return self._work.note(self.case_id, self._note, language_of(self._note))


class MissingForm(WorkForm):
    kind = "missing"

    def groups(self) -> tuple[SheetGroup, ...]:
        codes = tuple(one.code for one in work_codes().missing_for(self.case.case_type))
        return (self.group("missing", codes, many=True),)

    def problems(self) -> tuple[str, ...]:
        return self._work.problems(self.case, c.CASE_MISSING, MissingBody(self.chosen.get("missing", ()), self._note))

    def send(self) -> Sent:
        return self._work.missing(self.case_id, self.chosen.get("missing", ()), self._note)


class HandOverForm(WorkForm):
    """`people` None until the server named them; `problem` says why it did not."""

    kind = "hand_over"
    then_text = frozenset({"to"})

    def __init__(self, case: CaseView, work: CaseWork) -> None:
        super().__init__(case, work)
        self.entry = ""
        self.people: Sequence[Colleague] | None = None
        self.problem = ""

    def groups(self) -> tuple[SheetGroup, ...]:
        return (self.group("to", (QUEUE, *(one.user_id for one in self._fitting()))),)

    def _fitting(self) -> tuple[Colleague, ...]:
        """Who may be given this case: somebody outside takes those of their own vendor alone."""
        return tuple(one for one in self.people or () if one.vendor in (None, self.case.vendor))

    def names(self) -> dict[str, str]:
        return {one.user_id: one.name for one in self._fitting()}

    def facts(self) -> dict[str, str | int]:
        return {"asking": int(self.people is None and not self.problem), "offline": self.problem}

    @property
    def _to(self) -> str | None:
        chosen = self.one("to")
        return None if chosen in (None, QUEUE) else chosen

    def problems(self) -> tuple[str, ...]:
        if self.one("to") is None:
            return ("assignee_required",)
        return self._work.problems(self.case, c.CASE_HAND_OVER, HandOverBody(self._to, self._note))

    def send(self) -> Sent:
        return self._work.hand_over(self.case_id, self._to, self._note, self.names().get(self._to or "", ""))
