"""Which key an action may have: none that another has, and none that input methods, controls or editing live by."""

import contextlib
from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from app.desktop.shell.action_table import SPECS, TABLE, Spec


class KeyClash(ValueError):
    """The key is taken; `other` is the id of the action that has it."""

    def __init__(self, other: str) -> None:
        super().__init__(other)
        self.other = other


class KeyUnknown(ValueError):
    """The text names no key."""


class KeyReserved(ValueError):
    """The key is needed for something else; `why`: input_method, control, editing."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


# Input methods are switched with these; whoever writes Chinese would lose them.
_INPUT_METHOD = {
    "Space", "Shift+Space", "Ctrl+Space", "Ctrl+Shift+Space", "Meta+Space", "Alt+Space", "Ctrl+.", "Ctrl+Shift+F",
}  # fmt: skip
# Every list, button and field lives by these.
_CONTROL = {
    "Tab", "Backtab", "Shift+Tab", "Shift+Backtab", "Return", "Enter", "Esc", "Backspace", "Del", "Up", "Down", "Left",
    "Right", "Home", "End", "PgUp", "PgDown",
}  # fmt: skip
_EDITING = {"Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+X", "Ctrl+Z", "Ctrl+Y", "Ctrl+Shift+Z"}


def check_free(action: str, key: str) -> None:
    """Raises KeyReserved for a key that no action may have, but for the action that has it from the start."""
    if not key or key == normal(SPECS[action].key):
        return
    for why, keys in (("input_method", _INPUT_METHOD), ("control", _CONTROL), ("editing", _EDITING)):
        if key in keys:
            raise KeyReserved(why)


def normal(key: str) -> str:
    """The portable form of a key such as "ctrl+k"; "" for none. Raises KeyUnknown."""
    sequence = QKeySequence.fromString(key, QKeySequence.SequenceFormat.PortableText)
    text = sequence.toString(QKeySequence.SequenceFormat.PortableText)
    if key and (not text or sequence.count() != 1 or sequence == QKeySequence(Qt.Key.Key_unknown)):
        raise KeyUnknown(key)
    return text


def _meet(one: Spec, other: Spec) -> bool:
    """Whether both can be live at once."""
    return not one.workspace or not other.workspace or one.workspace == other.workspace


def check_key(keys: Mapping[str, str], action: str, key: str) -> str:
    """`key` in portable form if `action` may have it beside `keys` (every action's key); raises KeyClash and
    KeyReserved."""
    wanted = normal(key)
    check_free(action, wanted)
    if wanted:
        for other, taken in keys.items():
            if other != action and taken == wanted and _meet(SPECS[action], SPECS[other]):
                raise KeyClash(other)
    return wanted


def _legible(own: Mapping[str, str]) -> dict[str, str]:
    """What of `own` names an action and a key that it may have, in portable form."""
    found: dict[str, str] = {}
    for action, key in own.items():
        with contextlib.suppress(KeyUnknown, KeyReserved):
            if action in SPECS:
                found[action] = normal(key)
                check_free(action, found[action])
                continue
        found.pop(action, None)
    return found


def keys_in_force(own: Mapping[str, str]) -> dict[str, str]:
    """Every action's key: the defaults, changed by `own`; what clashes or names no key keeps its default.

    Two actions may have changed places, so a clash is looked for once all of them have moved.
    """
    first = {spec.id: normal(spec.key) for spec in TABLE}
    wanted = _legible(own)
    while True:
        keys = first | wanted
        refused = next((action for action in reversed(wanted) if _clashes(keys, action)), None)
        if refused is None:
            return keys
        del wanted[refused]


def _clashes(keys: Mapping[str, str], action: str) -> bool:
    try:
        check_key(keys, action, keys[action])
    except KeyClash:
        return True
    return False


CAPS = {"Return": "↵", "Esc": "Esc"}


def cap(key: str) -> str:
    """A portable key as it stands on a key cap: "Ctrl+Return" → "Ctrl ↵"."""
    if key in ("", "+"):
        return key
    return " ".join(CAPS.get(part, part) for part in key.split("+"))
