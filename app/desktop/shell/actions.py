"""The live map of the actions that somebody answers (action_table.py has them all).

One mechanism for letter keys: they are ordinary shortcuts of the window, and `KeyGuard`, which hears every key
first, hands them back to the focused widget wherever they are meant as text (see key_guard).
"""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from app.desktop.shell.action_table import SPECS, TABLE, Spec, text_of
from app.desktop.shell.key_rules import cap, check_key, keys_in_force, normal


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
        self._only: frozenset[str] | None = None
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

    def set_rights(self, may: Callable[[str], bool], only: frozenset[str] | None = None) -> None:
        """What the person may; `only`: no other action is there for them, whatever they may (nobody signed in)."""
        self._may, self._only = may, only
        self._refresh()

    def silence(self, but: frozenset[str] | None) -> None:
        """Lets no action work but these; None ends it."""
        self._silent = but
        self._refresh()

    def is_live(self, action_id: str) -> bool:
        spec = SPECS[action_id]
        if any(few is not None and action_id not in few for few in (self._silent, self._only)):
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
        """The actions that somebody answers and the person is allowed, whichever workspace is in sight."""
        return [
            spec
            for spec in TABLE
            if spec.id in self._slots
            and (not spec.capability or self._may(spec.capability))
            and (self._only is None or spec.id in self._only)
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
