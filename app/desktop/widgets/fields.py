"""Fields to type into, whose every way out goes through the gate of `copying`: keys, menu, and what is dragged."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QWidget

from app.desktop.widgets import copying

translate = QCoreApplication.translate
_COPY, _CUT = QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut


def selected(field: QLineEdit | QPlainTextEdit) -> str:
    """What is marked, with the line ends of a text; "" where the field hides what it holds."""
    if isinstance(field, QPlainTextEdit):
        return field.textCursor().selection().toPlainText()
    return field.selectedText() if field.echoMode() is QLineEdit.EchoMode.Normal else ""


def copy(field: QLineEdit | QPlainTextEdit, *, cut: bool = False) -> None:
    """Copies what is marked, where that is allowed; only what was copied is cut."""
    text = selected(field)
    if not text or not copying.gate().put(text) or not cut or field.isReadOnly():
        return
    if isinstance(field, QPlainTextEdit):
        field.textCursor().removeSelectedText()
    else:
        field.del_()


def takes_copy(field: QLineEdit | QPlainTextEdit, event: QKeyEvent) -> bool:
    """Whether a key was one that copies or cuts; then it is done."""
    if not (event.matches(_COPY) or event.matches(_CUT)):
        return False
    copy(field, cut=event.matches(_CUT))
    event.accept()
    return True


def edit_menu(field: QLineEdit | QPlainTextEdit) -> QMenu:
    """The menu of a field; it goes when it is closed."""
    menu = QMenu(field)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    marked, free = bool(selected(field)), not field.isReadOnly()
    allowed = copying.gate().allowed
    cut = menu.addAction(translate("Fields", "Cut"))
    cut.triggered.connect(lambda: copy(field, cut=True))
    cut.setEnabled(marked and free and allowed)
    taken = menu.addAction(translate("Fields", "Copy"))
    taken.triggered.connect(lambda: copy(field))
    taken.setEnabled(marked and allowed)
    paste = menu.addAction(translate("Fields", "Paste"))
    paste.triggered.connect(field.paste)
    paste.setEnabled(free and bool(QGuiApplication.clipboard().text()))
    menu.addSeparator()
    everything = menu.addAction(translate("Fields", "Select all"))
    everything.triggered.connect(field.selectAll)
    if not allowed:
        menu.addSeparator()
        said = menu.addAction(translate("Fields", "Your organisation does not allow copying"))
        said.setEnabled(False)
    return menu


class LineEdit(QLineEdit):
    """One line of text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDragEnabled(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if takes_copy(self, event) or self._kills(event):
            return
        super().keyPressEvent(event)

    def _kills(self, event: QKeyEvent) -> bool:
        """Keys that delete a line: Qt would copy it first."""
        line = event.matches(QKeySequence.StandardKey.DeleteCompleteLine)
        if not line and not event.matches(QKeySequence.StandardKey.DeleteEndOfLine):
            return False
        start = 0 if line else self.cursorPosition()
        if not self.isReadOnly() and start < len(self.text()):
            self.setSelection(start, len(self.text()) - start)
            self.del_()
        event.accept()
        return True

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        edit_menu(self).popup(event.globalPos())
        event.accept()
