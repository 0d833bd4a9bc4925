"""The notes of a case: what the server has, and own ones that are still on their way."""

from collections.abc import Callable

from app.contract.views import CaseView
from app.desktop.cache.header import unix_ms
from app.desktop.cache.work_store import WorkStore
from app.desktop.ports import Clock, Identity, NoteRow, NotesState
from app.desktop.usecases.projection import SEEN_MS, pending_work, unseen
from app.domain.assignment import HandOverBody
from app.domain.notes import MAX_NOTE, SHOWN_NOTES, NoteBody, NoteKind, language_of
from app.domain.pause import SnoozeBody, WaitBody
from app.domain.text import legible


class NotesDesk:
    """See ports.Notes. `of` runs off the GUI thread."""

    def __init__(self, work: WorkStore | None, clock: Clock, identity: Callable[[], Identity | None]) -> None:
        self._work, self._clock, self._identity = work, clock, identity

    def of(self, view: CaseView) -> NotesState:
        """The notes of a case, newest first; those not yet sent stand first and say so."""
        rows = [
            NoteRow(
                text=note.text,
                language=note.language,
                author_name=note.author_name,
                mine=note.mine,
                at=unix_ms(note.at),
                kind=note.kind,
                to_me=note.to_me,
                note_id=note.note_id,
            )
            for note in view.notes
        ]
        own = list(self._own(view))
        return NotesState(view.case_id, tuple([*own, *rows][: SHOWN_NOTES + len(own)]), len(own))

    def _own(self, view: CaseView) -> list[NoteRow]:
        who = self._identity()
        if self._work is None or who is None:
            return []
        now = self._clock.now_ms()
        rows = self._work.case_work(who.author, now - SEEN_MS, (view.case_id,))
        changes = pending_work(rows).get(view.case_id, ())
        found = []
        for change in unseen(changes, view.rev, now):
            match change.body:
                case NoteBody(text=text, language=language):
                    kind = NoteKind.NOTE
                case HandOverBody(note=text):
                    kind, language = NoteKind.HAND_OVER, language_of(text)
                case SnoozeBody(note=text):
                    kind, language = NoteKind.SNOOZE, language_of(text)
                case WaitBody(note=text):
                    kind, language = NoteKind.WAIT, language_of(text)
                case _:
                    continue
            if text:
                found.append(
                    NoteRow(
                        text=legible(text, MAX_NOTE),
                        language=language,
                        author_name="",
                        mine=True,
                        at=change.at,
                        kind=kind.value,
                        pending=True,
                        command_id=change.command_id,
                        release_at=change.release_at,
                    )
                )
        return found[::-1]
