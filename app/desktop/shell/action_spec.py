"""What one action of the window is."""

from enum import Enum

import msgspec
from PySide6.QtCore import QT_TRANSLATE_NOOP as _NOOP


class Scope(Enum):
    """When a key is live: `LETTER` is quiet while a text field has the focus, `CHORD` works there too."""

    LETTER = "letter"
    CHORD = "chord"


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Marks a text for translation and gives it back."""
    return str(_NOOP(context, text))


class Spec(msgspec.Struct, frozen=True):
    """One action. `workspace` is a room's id, or "" where it works everywhere; `capability` a code of the roles.
    `over_sheets`: it changes nothing of what a sheet is about, and its key works while one is open. `also`: other words
    by which it is looked for, of both languages; they are never shown."""

    id: str
    text: str
    key: str
    workspace: str = ""
    scope: Scope = Scope.LETTER
    capability: str = ""
    group: str = "case"
    over_sheets: bool = False
    also: str = ""
