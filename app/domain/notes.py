"""Notes that people leave on a case for each other. They are internal: no customer and no agent ever reads them."""

import enum

import msgspec

from app.domain.faults import Fault
from app.domain.pii_check import personal_data_faults
from app.domain.text import LANGUAGES, unwelcome_characters

MAX_NOTE = 2_000
SHOWN_NOTES = 50
"""As many as travel with a case, the newest."""


class NoteKind(enum.StrEnum):
    """What the note was written for."""

    NOTE = "note"
    SNOOZE = "snooze"
    WAIT = "wait"
    HAND_OVER = "hand_over"
    SKIP = "skip"


class NoteBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of `case.note`. `language` is the one it is written in, "en" or "zh"."""

    text: str
    language: str


def note_faults(text: str, pointer: str = "/text", *, required: bool = True) -> tuple[Fault, ...]:
    """What is wrong with the text of a note; an empty one is none where it is not `required`."""
    if not text.strip():
        return (Fault("note_required", pointer),) if required or text else ()
    if len(text) > MAX_NOTE:
        return (Fault("note_too_long", pointer, {"most": MAX_NOTE}),)
    if unwelcome_characters(text):
        return (Fault("note_characters", pointer),)
    return personal_data_faults(text, pointer)


def note_body_faults(body: NoteBody) -> tuple[Fault, ...]:
    """Everything that is wrong with a note, in reading order."""
    language = () if body.language in LANGUAGES else (Fault("note_language", "/language"),)
    return (*note_faults(body.text), *language)


def language_of(text: str) -> str:
    """The language of a short text that nobody named one for: "zh" where it holds a Han character."""
    return "zh" if any("\u3400" <= char <= "\u9fff" for char in text) else "en"
