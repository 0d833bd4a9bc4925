"""Who gets a key: the text that is being written, the control that needs it, or the window's shortcut.

Qt asks the focused widget before it runs a shortcut (ShortcutOverride). The guard answers for everybody:

- while an input method composes, every key is the composer's;
- in a text field, keys that type or edit are the field's, so P or 1 is a letter there; chords are the window's;
- Enter is left to a control that does something with it, and presses a button;
- while a menu is open, keys are the menu's; while a sheet is open, all but its own are quiet, and those few that
  work over every sheet (the language).
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QWidget

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LOUD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier

_EDITING = (
    QKeySequence.StandardKey.SelectAll,
    QKeySequence.StandardKey.Copy,
    QKeySequence.StandardKey.Cut,
    QKeySequence.StandardKey.Paste,
    QKeySequence.StandardKey.Undo,
    QKeySequence.StandardKey.Redo,
)
"""What every field does with a chord, whatever the window would do with it."""


def is_text_field(widget: QObject | None) -> bool:
    """Whether letters typed there become text."""
    if isinstance(widget, QLineEdit):
        return not widget.isReadOnly()
    if isinstance(widget, QPlainTextEdit):
        return not widget.isReadOnly()
    return isinstance(widget, QWidget) and widget.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def keeps_enter(widget: QObject | None) -> bool:
    """Whether the focused control does something with Enter itself."""
    return isinstance(widget, QAbstractButton) or bool(getattr(widget, "keeps_enter", False))


def _portable(event: QKeyEvent) -> str:
    return QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.PortableText)


class KeyGuard(QObject):
    """Follows the focus through the program. `overlay` tells whether the palette or the help sheet is open,
    `ours` whether a key in portable form is a live action's, `over_sheets` whether it is one that a sheet leaves alone.

    It listens to the focused widget alone: a filter on the application would pay for every event of every widget.
    """

    def __init__(
        self,
        app: QApplication,
        overlay: Callable[[], bool],
        ours: Callable[[str], bool],
        over_sheets: Callable[[str], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._overlay = overlay
        self._ours = ours
        self._over_sheets = over_sheets
        self._composing = False
        app.focusChanged.connect(self._follow)
        self._follow(None, QApplication.focusWidget())

    def _follow(self, old: QWidget | None, new: QWidget | None) -> None:
        # A field that lost the focus cannot be composing any longer.
        self._composing = False
        if old is not None:
            old.removeEventFilter(self)
        if new is not None:
            new.removeEventFilter(self)
            new.installEventFilter(self)

    @property
    def composing(self) -> bool:
        """Whether an input method has text in the making."""
        return self._composing

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(watched, QAbstractButton) and isinstance(event, QKeyEvent):
            # Qt presses a button by Space alone; to a person Enter is the same.
            if event.key() in _ENTER and not event.isAutoRepeat() and not event.modifiers() & _LOUD:
                watched.click()
                return True
            return False
        if kind == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
        elif kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and isinstance(watched, QWidget):
            if self._belongs_to_widget(watched, event):
                event.accept()
                return True
            if self._is_ours(event):
                # A text field would claim Ctrl+K, which is an editing key on some systems.
                event.ignore()
                return True
        return False

    def _is_ours(self, event: QKeyEvent) -> bool:
        return self._ours(_portable(event))

    def _belongs_to_widget(self, widget: QWidget, event: QKeyEvent) -> bool:
        if self._composing or QApplication.activePopupWidget() is not None:
            return True
        key, modifiers = event.key(), event.modifiers()
        loud = bool(modifiers & _LOUD)
        if self._overlay() or bool(getattr(widget, "keeps_all", False)):
            types = is_text_field(widget) and not loud and not Qt.Key.Key_F1 <= key <= Qt.Key.Key_F35
            return types or not self._over_sheets(_portable(event))
        if not loud and event.text().upper() in getattr(widget, "keeps_letters", ()):
            # A list that is marked by letters (the steps) has them while it has the focus.
            return True
        if key in _ENTER and not loud and keeps_enter(widget):
            return True
        if not is_text_field(widget) or key == Qt.Key.Key_Escape:
            return False
        # What types or edits has no Ctrl, Alt or Meta; AltGr arrives as both Ctrl and Alt with a text.
        if loud and any(event.matches(kind) for kind in _EDITING):
            return True
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        types = bool(event.text()) and event.text().isprintable()
        if loud and not ((modifiers & both) == both and types):
            return False
        return not Qt.Key.Key_F1 <= key <= Qt.Key.Key_F35
