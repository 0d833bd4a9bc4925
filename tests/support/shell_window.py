"""The real main window on the sample desk, and a person's fingers: keys go to the window that has the focus."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication, QLocale, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.desktop.panels.review.room import ReviewRoom
from app.desktop.ports import Person
from app.desktop.runtime.translator import Translator
from app.desktop.shell.main_window import MainWindow
from app.desktop.shell.palette import FoundCase
from app.desktop.shell.theme import Theme
from app.desktop.widgets import captions
from app.domain.roles import Role, capabilities
from tests.support.sample_desk import Desk

PERSON = Person("u-7", "reviewer-07", ("reviewer",), None, "en")
RIGHTS = frozenset(str(right) for right in capabilities((Role.REVIEWER,)))


@dataclass
class Seat:
    """A window with a Review room over `desk`."""

    app: QApplication
    window: MainWindow
    room: ReviewRoom
    desk: Desk
    translator: Translator
    theme: Theme

    def press(self, *keys: str) -> None:
        for key in keys:
            combined = QKeySequence(key)[0]  # type: ignore[index]
            focused = QGuiApplication.focusWindow()
            assert focused is not None, "no window has the focus"
            QTest.keyClick(focused, combined.key(), combined.keyboardModifiers())
        self.settle()

    def compose(self, preedit: str, commit: str = "") -> None:
        """What an input method sends while a person composes, and when it is done."""
        event = QInputMethodEvent(preedit, [])
        if commit:
            event.setCommitString(commit)
        target = QGuiApplication.focusObject()
        assert target is not None
        QCoreApplication.sendEvent(target, event)

    def settle(self) -> None:
        for _ in range(3):
            self.app.sendPostedEvents()
            self.app.processEvents()
        filling = getattr(getattr(self.room, "view", None), "filling", None)
        while filling is not None and filling.pending:
            self.app.processEvents()

    @property
    def focus(self) -> str:
        found = QApplication.focusWidget()
        return type(found).__name__ if found is not None else ""


@contextmanager
def seat(
    app: QApplication, *, language: str = "en", size: tuple[int, int] = (1366, 768), context: Any = None
) -> Iterator[Seat]:
    """Opens the window and takes everything down again, the language included. `context` is what the room is given
    in the place of the sample desk."""
    locale = QLocale()
    translator = Translator(app, captions.forget)
    translator.use(language)
    theme = Theme(app, "light")
    window = MainWindow(app)
    desk = Desk()
    desk.key_of = window.actions_.key_cap  # type: ignore[method-assign]
    room = ReviewRoom(context or desk)
    window.set_signed_in(PERSON, RIGHTS.__contains__)
    window.add_room("review", room)
    window.sheets.set_case_search(
        lambda text, most: [
            FoundCase(row.case_id, row.subject_short, captions.case_type(row.case_type)[0])
            for row in desk.rows
            if text in row.case_id
        ][:most],
        room.open_case,
    )
    window.resize(*size)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    window.ask_room("review")
    made = Seat(app, window, room, desk, translator, theme)
    made.settle()
    try:
        yield made
    finally:
        window.close_rooms()
        window.close()
        window.deleteLater()
        translator.use("en")
        for installed in translator._installed:
            app.removeTranslator(installed)
        theme.choose("light")
        QLocale.setDefault(locale)
        captions.forget()
        app.sendPostedEvents(None, 0)
        app.processEvents()
        theme.deleteLater()
        translator.deleteLater()
        QCoreApplication.sendPostedEvents(None, 52)  # deferred deletes


__all__ = ["PERSON", "Qt", "Seat", "seat"]
