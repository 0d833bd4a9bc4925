"""Every action of the window in one table, and the live map of those that somebody answers.

One mechanism for letter keys: they are ordinary shortcuts of the window, and `KeyGuard`, which hears every key
first, hands them back to the focused widget wherever they are meant as text (see key_guard).
"""

import contextlib
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

import msgspec
from PySide6.QtCore import QT_TRANSLATE_NOOP as _NOOP
from PySide6.QtCore import QCoreApplication, QObject, Qt, QTranslator, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


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


CONTEXT = "Actions"
_CASE, _SUBMIT, _BULK = "case.read", "review.submit", "case.bulk"
_CODE = QT_TRANSLATE_NOOP("Actions", "Root cause {n}")
_TAB = QT_TRANSLATE_NOOP("Actions", "Evidence tab {n}")

TABLE: tuple[Spec, ...] = (
    Spec("case.next", QT_TRANSLATE_NOOP("Actions", "Next case"), "J", "review", capability=_CASE),
    Spec("case.previous", QT_TRANSLATE_NOOP("Actions", "Previous case"), "K", "review", capability=_CASE),
    Spec("case.open", QT_TRANSLATE_NOOP("Actions", "Open the case"), "Return", "review", capability=_CASE),
    Spec("evidence.next", QT_TRANSLATE_NOOP("Actions", "Next evidence tab"), ".", "review", capability=_CASE),
    Spec("evidence.previous", QT_TRANSLATE_NOOP("Actions", "Previous evidence tab"), ",", "review", capability=_CASE),
    *(Spec(f"evidence.tab.{n}", _TAB, f"Alt+{n}", "review", Scope.CHORD, _CASE) for n in range(1, 10)),
    Spec("documents", QT_TRANSLATE_NOOP("Actions", "Documents"), "D", "review", capability=_CASE),
    Spec("graph", QT_TRANSLATE_NOOP("Actions", "Graph"), "G", "review", capability=_CASE),
    Spec("view.next", QT_TRANSLATE_NOOP("Actions", "Next view of the queue"), "V", "review", capability=_CASE),
    Spec("pii.reveal", QT_TRANSLATE_NOOP("Actions", "Reveal a masked field"), "R", "review", capability="pii.reveal"),
    Spec("queue.find", QT_TRANSLATE_NOOP("Actions", "Find in the queue"), "Ctrl+F", "review", Scope.CHORD, _CASE),
    Spec("queue.pick", QT_TRANSLATE_NOOP("Actions", "Choose the case, or no longer"), "X", "review", capability=_BULK),
    Spec(
        "queue.pick_next", QT_TRANSLATE_NOOP("Actions", "Choose on to the next"), "Shift+J", "review", capability=_BULK
    ),
    Spec(
        "queue.pick_previous",
        QT_TRANSLATE_NOOP("Actions", "Choose on to the previous"),
        "Shift+K",
        "review",
        capability=_BULK,
    ),
    Spec(
        "queue.pick_all",
        QT_TRANSLATE_NOOP("Actions", "Choose all of the view"),
        "Ctrl+A",
        "review",
        Scope.CHORD,
        _BULK,
    ),
    Spec("queue.change", QT_TRANSLATE_NOOP("Actions", "Change the chosen cases"), "U", "review", capability=_BULK),
    Spec("view.save", QT_TRANSLATE_NOOP("Actions", "Save the view"), "Shift+V", "review", capability=_CASE),
    Spec("note.write", QT_TRANSLATE_NOOP("Actions", "Write a note"), "N", "review", capability="case.note"),
    Spec("case.tag", QT_TRANSLATE_NOOP("Actions", "Tag the case"), "T", "review", capability="case.tag"),
    Spec("case.snooze", QT_TRANSLATE_NOOP("Actions", "Snooze the case"), "S", "review", capability="case.snooze"),
    Spec("case.wait", QT_TRANSLATE_NOOP("Actions", "Stop or start the clock"), "O", "review", capability="case.wait"),
    Spec(
        "case.hand_over", QT_TRANSLATE_NOOP("Actions", "Hand the case over"), "H", "review", capability="case.hand_over"
    ),
    Spec(
        "cases.along",
        QT_TRANSLATE_NOOP("Actions", "Take cases with you"),
        "Shift+T",
        "review",
        capability="case.take_along",
        also="offline lease travel take with me 离线 带走",
    ),
    Spec(
        "decide.pass", QT_TRANSLATE_NOOP("Actions", "Decide: pass"), "P", "review", capability=_SUBMIT, group="decide"
    ),
    Spec(
        "decide.block", QT_TRANSLATE_NOOP("Actions", "Decide: block"), "B", "review", capability=_SUBMIT, group="decide"
    ),
    Spec(
        "decide.escalate",
        QT_TRANSLATE_NOOP("Actions", "Decide: escalate"),
        "E",
        "review",
        capability=_SUBMIT,
        group="decide",
    ),
    *(Spec(f"code.{n}", _CODE, str(n), "review", capability=_SUBMIT, group="decide") for n in range(1, 10)),
    Spec(
        "attribution.choose",
        QT_TRANSLATE_NOOP("Actions", "Choose the cause in the evidence"),
        "A",
        "review",
        capability=_SUBMIT,
        group="decide",
    ),
    Spec("gap.flag", QT_TRANSLATE_NOOP("Actions", "Flag a SOP gap"), "F", "review", capability=_SUBMIT, group="decide"),
    Spec(
        "missing.write",
        QT_TRANSLATE_NOOP("Actions", "Say what was missing"),
        "M",
        "review",
        capability="case.missing",
        group="decide",
    ),
    Spec(
        "rationale.write",
        QT_TRANSLATE_NOOP("Actions", "Write the rationale"),
        "W",
        "review",
        capability=_SUBMIT,
        group="decide",
    ),
    Spec(
        "review.submit",
        QT_TRANSLATE_NOOP("Actions", "Submit and next"),
        "Ctrl+Return",
        "review",
        Scope.CHORD,
        _SUBMIT,
        "decide",
    ),
    Spec(
        "review.complete",
        QT_TRANSLATE_NOOP("Actions", "Complete a blind decision"),
        "C",
        "review",
        capability=_SUBMIT,
        group="decide",
    ),
    Spec(
        "rationale.compose",
        QT_TRANSLATE_NOOP("Actions", "Compose the first sentence"),
        "Ctrl+J",
        "review",
        Scope.CHORD,
        _SUBMIT,
        "decide",
    ),
    Spec(
        "rationale.snippet",
        QT_TRANSLATE_NOOP("Actions", "Own snippets"),
        "Ctrl+I",
        "review",
        Scope.CHORD,
        _SUBMIT,
        "decide",
    ),
    Spec(
        "assessment.ask",
        QT_TRANSLATE_NOOP("Actions", "Ask ROCA again"),
        "Q",
        "review",
        capability=_SUBMIT,
        group="decide",
    ),
    Spec(
        "escalation.pattern",
        QT_TRANSLATE_NOOP("Actions", "Escalate as a pattern"),
        "Shift+E",
        "review",
        capability=_SUBMIT,
        group="decide",
    ),
    Spec(
        "escalation.resolve",
        QT_TRANSLATE_NOOP("Actions", "Decide a pattern"),
        "Shift+D",
        "review",
        capability=_SUBMIT,
        group="decide",
    ),
    Spec(
        "review.undo",
        QT_TRANSLATE_NOOP("Actions", "Take back what was sent last"),
        "Z",
        "",
        capability=_SUBMIT,
        group="decide",
    ),
    Spec(
        "palette",
        QT_TRANSLATE_NOOP("Actions", "Search cases, commands and clauses"),
        "Ctrl+K",
        "",
        Scope.CHORD,
        group="window",
    ),
    Spec(
        "day.hand_over",
        QT_TRANSLATE_NOOP("Actions", "Hand everything over"),
        "H",
        "day",
        capability="case.hand_over",
        group="window",
    ),
    Spec("day.shift_end", QT_TRANSLATE_NOOP("Actions", "Change the end of the shift"), "E", "day", group="window"),
    Spec("day.undo", QT_TRANSLATE_NOOP("Actions", "Take the hand-over back"), "Y", "day", group="window"),
    Spec("workspace.review", QT_TRANSLATE_NOOP("Actions", "Go to Review"), "Ctrl+1", "", Scope.CHORD, group="window"),
    Spec("workspace.day", QT_TRANSLATE_NOOP("Actions", "Go to My day"), "Ctrl+3", "", Scope.CHORD, group="window"),
    Spec(
        "workspace.activity", QT_TRANSLATE_NOOP("Actions", "Go to Activity"), "Ctrl+2", "", Scope.CHORD, group="window"
    ),
    Spec(
        "settings",
        QT_TRANSLATE_NOOP("Actions", "Settings"),
        "Ctrl+,",
        "",
        Scope.CHORD,
        group="window",
        also="options preferences 选项",
    ),
    Spec(
        "language",
        QT_TRANSLATE_NOOP("Actions", "Switch between English and Chinese"),
        "Ctrl+Shift+L",
        "",
        Scope.CHORD,
        group="window",
        over_sheets=True,
        also="language 语言",
    ),
    Spec(
        "theme",
        QT_TRANSLATE_NOOP("Actions", "Switch between light and dark"),
        "",
        "",
        Scope.CHORD,
        group="window",
        over_sheets=True,
        also="theme mode 主题 外观",
    ),
    Spec(
        "sync",
        QT_TRANSLATE_NOOP("Actions", "Sync now"),
        "F5",
        "",
        Scope.CHORD,
        group="window",
        over_sheets=True,
        also="refresh reload 刷新",
    ),
    Spec("panels.arrange", QT_TRANSLATE_NOOP("Actions", "Move the panels"), "", "review", Scope.CHORD, group="window"),
    Spec(
        "panels.reset",
        QT_TRANSLATE_NOOP("Actions", "Put the panels back"),
        "",
        "review",
        Scope.CHORD,
        group="window",
    ),
    Spec(
        "session.lock",
        QT_TRANSLATE_NOOP("Actions", "Lock"),
        "Ctrl+L",
        "",
        Scope.CHORD,
        group="window",
        also="lock screen away 锁定 离开",
    ),
    Spec(
        "session.sign_out",
        QT_TRANSLATE_NOOP("Actions", "Sign out"),
        "",
        "",
        Scope.CHORD,
        group="window",
        also="logout log out 登出 注销",
    ),
    Spec(
        "help",
        QT_TRANSLATE_NOOP("Actions", "Show the keys"),
        "?",
        "",
        group="window",
        also="help shortcuts 帮助 快捷键",
    ),
    Spec("leave", QT_TRANSLATE_NOOP("Actions", "Leave the field"), "Esc", "", Scope.CHORD, group="window"),
)
SPECS: Mapping[str, Spec] = {spec.id: spec for spec in TABLE}


def text_of(spec: Spec, number: str = "") -> str:
    """The action's name in the language in force; `number` stands in the place of a numbered action's own."""
    return QCoreApplication.translate(CONTEXT, spec.text).format(n=number or spec.id.rpartition(".")[2])


def text_in(catalogue: QTranslator, spec: Spec) -> str:
    """The action's name in that catalogue, whichever language is in force; "" where it has none."""
    return str(catalogue.translate(CONTEXT, spec.text) or "")


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


class ActionMap(QObject):
    """The live actions of one window: those of the table that a slot answers and the person is allowed."""

    changed = Signal()
    ran = Signal()

    def __init__(self, window: QWidget, own_keys: Mapping[str, str] | None = None) -> None:
        super().__init__(window)
        self._window = window
        self._actions: dict[str, QAction] = {}
        self._slots: dict[str, Callable[[], Any]] = {}
        self._keys = keys_in_force(own_keys or {})
        self._workspace = ""
        self._may: Callable[[str], bool] = lambda _capability: True
        self._silent: frozenset[str] | None = None

    # --- who answers -------------------------------------------------------------------------------
    def answer(self, slots: Mapping[str, Callable[[], Any]]) -> None:
        """Binds actions to slots; an id that is not in the table is a KeyError."""
        for action_id, slot in slots.items():
            spec = SPECS[action_id]
            self._slots[action_id] = slot
            if action_id not in self._actions:
                action = QAction(text_of(spec), self)
                action.setObjectName(action_id)
                action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
                action.setAutoRepeat(action_id in ("case.next", "case.previous"))
                action.triggered.connect(lambda _on=False, name=action_id: self.run(name))
                self._actions[action_id] = action
                self._window.addAction(action)
            self._arm(action_id)
        self._refresh()

    def forget(self, ids: Mapping[str, Any]) -> None:
        """Takes actions out again (a room was closed)."""
        for action_id in ids:
            self._slots.pop(action_id, None)
            action = self._actions.pop(action_id, None)
            if action is not None:
                self._window.removeAction(action)
                action.deleteLater()
        self._refresh()

    def run(self, action_id: str) -> None:
        """Does what the key would do; nothing where the action is not live."""
        if self.is_live(action_id):
            self.ran.emit()
            self._slots[action_id]()

    # --- what is live ------------------------------------------------------------------------------
    def set_workspace(self, workspace: str) -> None:
        self._workspace = workspace
        self._refresh()

    def set_rights(self, may: Callable[[str], bool]) -> None:
        self._may = may
        self._refresh()

    def silence(self, but: frozenset[str] | None) -> None:
        """Lets no action work but these; None ends it."""
        self._silent = but
        self._refresh()

    def is_live(self, action_id: str) -> bool:
        spec = SPECS[action_id]
        if self._silent is not None and action_id not in self._silent:
            return False
        if action_id not in self._slots or (spec.workspace and spec.workspace != self._workspace):
            return False
        return not spec.capability or self._may(spec.capability)

    def live(self) -> list[Spec]:
        """The actions that work now, in the order of the table."""
        return [spec for spec in TABLE if self.is_live(spec.id)]

    def on_key(self, key: str) -> list[Spec]:
        """The actions that work now and have this key (portable form; Enter is Return)."""
        # Asked at every key press, so the key is looked at first.
        key = key.replace("Enter", "Return")
        return [spec for spec in TABLE if key and self._keys.get(spec.id) == key and self.is_live(spec.id)]

    def known(self) -> list[Spec]:
        """The actions that somebody answers, whichever workspace is in sight."""
        return [
            spec for spec in TABLE if spec.id in self._slots and (not spec.capability or self._may(spec.capability))
        ]

    def action(self, action_id: str) -> QAction:
        return self._actions[action_id]

    # --- keys --------------------------------------------------------------------------------------
    def key(self, action_id: str) -> str:
        """The key in force in portable form, "" for none."""
        return self._keys[action_id]

    def key_cap(self, action_id: str) -> str:
        return cap(self._keys[action_id])

    def keys(self) -> dict[str, str]:
        return dict(self._keys)

    def remap(self, action_id: str, key: str) -> str:
        """Gives an action another key ("" for none); raises KeyClash, KeyReserved or KeyUnknown and
        then changes nothing."""
        self._keys[action_id] = check_key(self._keys, action_id, key)
        if action_id in self._actions:
            self._arm(action_id)
        self.changed.emit()
        return self._keys[action_id]

    def reset(self, action_id: str) -> str:
        """Gives an action the key it had at first; raises KeyClash where another has that meanwhile."""
        return self.remap(action_id, SPECS[action_id].key)

    def has_own_key(self, action_id: str) -> bool:
        """Whether the person changed its key."""
        return self._keys[action_id] != normal(SPECS[action_id].key)

    def own_keys(self) -> dict[str, str]:
        """What differs from the defaults, for the settings."""
        return {spec.id: self._keys[spec.id] for spec in TABLE if self._keys[spec.id] != normal(spec.key)}

    def retranslate(self) -> None:
        for action_id, action in self._actions.items():
            action.setText(text_of(SPECS[action_id]))
        self.changed.emit()

    # --- inside ------------------------------------------------------------------------------------
    def _arm(self, action_id: str) -> None:
        key = self._keys[action_id]
        sequences = [QKeySequence.fromString(key)] if key else []
        if "Return" in key:
            # The Enter of the number block is the same key to a person.
            sequences.append(QKeySequence.fromString(key.replace("Return", "Enter")))
        self._actions[action_id].setShortcuts(sequences)

    def _refresh(self) -> None:
        for action_id, action in self._actions.items():
            action.setEnabled(self.is_live(action_id))
        self.changed.emit()
