"""What has happened around a case without deciding it, as the server keeps it."""

from datetime import datetime

import msgspec

from app.domain.notes import NoteKind


class Note(msgspec.Struct, frozen=True):
    """One note. `to_user` is whom a hand-over went to; `author_vendor` null for a person of the house."""

    note_id: str
    author_id: str
    author_name: str
    author_vendor: str | None
    at: datetime
    text: str
    language: str
    kind: NoteKind = NoteKind.NOTE
    to_user: str | None = None


class Said(msgspec.Struct, frozen=True):
    """A tag, or the code of wanted evidence, and who put it there; `author_vendor` null for a person of the house and
    for an author that was not kept."""

    text: str
    author_id: str
    author_vendor: str | None = None


class Snooze(msgspec.Struct, frozen=True):
    """Away until then, or back since then where that has passed."""

    until: datetime
    reason: str
    by: str


class Waiting(msgspec.Struct, frozen=True):
    """The clock has stood still since then."""

    since: datetime
    reason: str
    by: str


class Work(msgspec.Struct, frozen=True):
    """`notes` are the newest few, newest first; `tags` and `missing` (the codes of evidence that people wanted) stand
    once for each person who said them."""

    assigned_to: str | None = None
    assigned_name: str = ""
    snooze: Snooze | None = None
    waiting: Waiting | None = None
    tags: tuple[Said, ...] = ()
    notes: tuple[Note, ...] = ()
    missing: tuple[Said, ...] = ()
