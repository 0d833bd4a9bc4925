"""What is copied: with the policy against it nothing leaves any widget of any room; else it is marked and taken away
again."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt
from PySide6.QtGui import QClipboard, QContextMenuEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.panels.day.view import DayView
from app.desktop.panels.sign_in import SignInView
from app.desktop.widgets import copying
from app.desktop.widgets.copying import CLEAR_MS, TOKEN, gate
from app.desktop.widgets.fields import LineEdit, copy, edit_menu
from app.desktop.widgets.rationale_edit import PlainEdit
from app.desktop.widgets.sheet import Sheet
from tests.support.sample_window import SampleWindow

CANARY = "Liu Wei 13800138000"
CONTROL, SHIFT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)
COPIES = (
    (Qt.Key.Key_C, CONTROL),
    (Qt.Key.Key_Insert, CONTROL),
    (Qt.Key.Key_X, CONTROL),
    (Qt.Key.Key_Delete, SHIFT),
    (Qt.Key.Key_K, CONTROL),
    (Qt.Key.Key_U, CONTROL),
)


class Spy:
    """Every text that was ever on the clipboard, in whichever of its modes."""

    def __init__(self, clipboard: QClipboard) -> None:
        self._clipboard = clipboard
        self.seen: list[str] = []
        clipboard.changed.connect(self._look)

    def _look(self, mode: QClipboard.Mode) -> None:
        data = self._clipboard.mimeData(mode)
        if data is not None:
            self.seen += [bytes(data.data(name).data()).decode("utf-8", "replace") for name in data.formats()]

    def close(self) -> None:
        self._clipboard.changed.disconnect(self._look)


@pytest.fixture
def spy(qapp: QApplication) -> Iterator[Spy]:
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    made = Spy(clipboard)
    yield made
    made.close()
    gate().decide(True)
    gate().forget()
    clipboard.clear()


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    """To this very widget, on screen or not."""
    QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, key, modifiers))


def fill(field: QWidget) -> bool:
    """Puts the canary into a field and marks it; False where it is none."""
    if isinstance(field, QPlainTextEdit):
        field.setPlainText(CANARY)
    elif isinstance(field, QLineEdit):
        field.setMaxLength(100)
        field.setText(CANARY)
    else:
        return False
    field.selectAll()
    return True


def ask_for_the_menu(widget: QWidget) -> None:
    """The menu of the right button, and every line of it that may be pressed."""
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(2, 2), QPoint(2, 2), NONE)
    QApplication.sendEvent(widget, event)
    menu = QApplication.activePopupWidget()
    if isinstance(menu, QMenu):
        for action in menu.actions():
            if action.isEnabled():
                action.trigger()
        menu.close()


def try_everything(widget: QWidget) -> bool:
    """Every way a person could take text out of this widget; whether it is a field."""
    field = fill(widget)
    for key, modifiers in COPIES if field else COPIES[:1]:
        press(widget, key, modifiers)
        fill(widget)
    ask_for_the_menu(widget)
    if isinstance(widget, PlainEdit):
        fill(widget)
        carried = widget.createMimeDataFromSelection()
        assert CANARY not in carried.text() or gate().allowed
    return field


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_with_the_policy_against_it_nothing_leaves_any_widget_of_any_room(qapp: QApplication, spy: Spy) -> None:
    sample = SampleWindow(qapp)
    window = sample.window
    window.resize(1600, 1000)
    window.show()
    sample.settle()
    gate().decide(False)
    alone: list[QWidget] = [SignInView(), DayView(), Sheet()]
    try:
        window.open_palette()
        window.sheets.toggle_help()
        window.sheets.show_clause("ATO-12 §3")
        sample.settle()
        places = [window, *alone]
        every = [widget for place in places for widget in (place, *place.findChildren(QWidget))]
        every = [widget for widget in every if not isinstance(widget, QMenu)]
        fields = sum(try_everything(widget) for widget in every)
        assert len(every) > 200
        assert fields >= 8, "the rationale, the palette, the sheets, the sign-in page …"
        assert [text for text in spy.seen if CANARY in text] == []
        labels = {text for one in every if len(text := str(one.property("text") or "")) > 3}
        assert not labels & set(spy.seen)
    finally:
        for widget in alone:
            widget.close()
            widget.deleteLater()
        sample.close()


@pytest.mark.parametrize("make", [LineEdit, PlainEdit])
def test_what_may_not_be_copied_is_not_cut_away_either(make: type, qtbot: QtBot, spy: Spy) -> None:
    field = make()
    qtbot.addWidget(field)
    gate().decide(False)
    fill(field)
    press(field, Qt.Key.Key_X, CONTROL)
    copy(field, cut=True)
    assert CANARY in (field.text() if isinstance(field, QLineEdit) else field.toPlainText())
    said = [action.text() for action in edit_menu(field).actions() if not action.isEnabled()]
    assert "Your organisation does not allow copying" in said
    assert {"Cut", "Copy"} <= set(said)


@pytest.mark.parametrize("make", [LineEdit, PlainEdit])
def test_what_is_copied_is_marked_so_that_histories_leave_it_out(make: type, qtbot: QtBot, spy: Spy) -> None:
    field = make()
    qtbot.addWidget(field)
    fill(field)
    press(field, Qt.Key.Key_C, CONTROL)
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == CANARY
    assert data.data("x-kde-passwordManagerHint").data() == b"secret"
    windows = 'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"'
    assert data.data(windows).data() == b"\x01\x00\x00\x00"
    press(field, Qt.Key.Key_X, CONTROL)
    assert not (field.text() if isinstance(field, QLineEdit) else field.toPlainText())
    assert QGuiApplication.clipboard().text() == CANARY


def test_what_was_copied_goes_again_unless_something_else_was_copied_since(spy: Spy) -> None:
    clipboard = QGuiApplication.clipboard()
    assert gate().put(CANARY)
    assert gate()._clear.isActive()
    assert gate()._clear.interval() == CLEAR_MS == 30_000
    gate()._clear.timeout.emit()
    assert clipboard.text() == ""
    assert gate().put(CANARY)
    clipboard.setText("from another program")
    gate()._clear.timeout.emit()
    assert clipboard.text() == "from another program"


def test_copying_again_begins_the_half_minute_anew(spy: Spy) -> None:
    gate().put("first")
    first = gate()._token
    gate().put("second")
    assert gate()._token != first
    gate().forget()
    assert QGuiApplication.clipboard().text() == ""


def test_a_way_round_the_gate_is_noticed_and_undone(spy: Spy, monkeypatch: pytest.MonkeyPatch) -> None:
    # The platform of the tests does not tell whose the clipboard is.
    monkeypatch.setattr(gate(), "owns", lambda _mode: True)
    gate().decide(False)
    stray = QMimeData()
    stray.setText(CANARY)
    clipboard = QGuiApplication.clipboard()
    clipboard.setMimeData(stray)
    assert CANARY not in clipboard.text()


def test_codes_for_somebody_who_helps_may_be_copied_under_any_policy(spy: Spy) -> None:
    gate().decide(False)
    assert gate().put("certificate_host · 14:20", personal=False)
    assert QGuiApplication.clipboard().text() == "certificate_host · 14:20"
    assert QGuiApplication.clipboard().mimeData().hasFormat(TOKEN)


def test_a_password_field_gives_nothing_to_the_clipboard(qtbot: QtBot, spy: Spy) -> None:
    field = LineEdit()
    qtbot.addWidget(field)
    field.setEchoMode(QLineEdit.EchoMode.Password)
    fill(field)
    press(field, Qt.Key.Key_C, CONTROL)
    copy(field)
    assert spy.seen == []
    assert copying.gate().allowed
