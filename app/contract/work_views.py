"""What one viewer may see of the work around a case: notes, tags, whose it is, and why it is put off.

An outside person sees notes, tags and wanted evidence of people of the own vendor alone, and no colleague's name
anywhere. Who decides a case without the agent's word sees what is their own alone until then: colleagues have read that
word, and what they wrote would tell it.
"""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from app.domain.work import Note, Said, Snooze, Waiting, Work


class NoteView(msgspec.Struct, frozen=True, omit_defaults=True):
    """`kind` is note, snooze, wait or hand_over; `to_me` says that this viewer was handed the case with it."""

    note_id: str
    at: datetime
    text: str
    language: str
    mine: bool
    author_name: str = ""
    kind: str = "note"
    to_me: bool = False


class AssignedView(msgspec.Struct, frozen=True, omit_defaults=True):
    """Whose the case is to do; the name is for the house."""

    user_id: str
    mine: bool
    name: str = ""


class SnoozeView(msgspec.Struct, frozen=True, omit_defaults=True):
    """Away until `until`; at the top with this reason once that has passed."""

    until: datetime
    reason: str
    mine: bool = False


class WaitingView(msgspec.Struct, frozen=True, omit_defaults=True):
    """The clock has stood still since `since`: that much is added to `paused_ms` as time goes on."""

    since: datetime
    reason: str
    mine: bool = False


class WorkView(msgspec.Struct, frozen=True):
    """The parts of a case view that this module makes."""

    notes: tuple[NoteView, ...]
    tags: tuple[str, ...]
    missing: tuple[str, ...]
    assigned_to: AssignedView | None
    snooze: SnoozeView | None
    waiting: WaitingView | None


class Reader(msgspec.Struct, frozen=True):
    """Who reads what people said around a case; `blind`: while the agent's word on it is kept back from this person."""

    user_id: str
    vendor: str | None
    outside: bool
    blind: bool = False

    def may_read(self, said: Note | Said) -> bool:
        """What one said oneself always; of others what the module's head says."""
        if said.author_id == self.user_id:
            return True
        if self.blind:
            return False
        return not self.outside or (self.vendor is not None and said.author_vendor == self.vendor)


def work_view(work: Work, reader: Reader) -> WorkView:
    """The view of `work` for one person."""
    user_id, outside = reader.user_id, reader.outside
    return WorkView(
        notes=tuple(_note(note, user_id, outside) for note in work.notes if reader.may_read(note)),
        tags=read_of(work.tags, reader),
        missing=read_of(work.missing, reader),
        assigned_to=_assigned(work, user_id, outside),
        snooze=_snooze(work.snooze, user_id),
        waiting=_waiting(work.waiting, user_id),
    )


def read_of(said: Iterable[Said], reader: Reader) -> tuple[str, ...]:
    """The words among `said` that this person may read, each once, in their order."""
    return tuple(dict.fromkeys(one.text for one in said if reader.may_read(one)))


def _note(note: Note, user_id: str, outside: bool) -> NoteView:
    mine = note.author_id == user_id
    return NoteView(
        note_id=note.note_id,
        at=note.at,
        text=note.text,
        language=note.language,
        mine=mine,
        author_name="" if outside and not mine else note.author_name,
        kind=note.kind.value,
        to_me=note.to_user == user_id,
    )


def _assigned(work: Work, user_id: str, outside: bool) -> AssignedView | None:
    if work.assigned_to is None:
        return None
    mine = work.assigned_to == user_id
    return AssignedView(work.assigned_to, mine, "" if outside and not mine else work.assigned_name)


def _snooze(fact: Snooze | None, user_id: str) -> SnoozeView | None:
    return None if fact is None else SnoozeView(fact.until, fact.reason, fact.by == user_id)


def _waiting(fact: Waiting | None, user_id: str) -> WaitingView | None:
    return None if fact is None else WaitingView(fact.since, fact.reason, fact.by == user_id)
