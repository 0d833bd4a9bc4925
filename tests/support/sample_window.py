"""The real window with the sample desk behind it."""

from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from app.desktop.panels.activity import ActivityRoom
from app.desktop.panels.review.room import ReviewRoom
from app.desktop.ports import Person
from app.desktop.runtime.translator import Translator
from app.desktop.shell.main_window import MainWindow
from app.desktop.shell.theme import Theme
from app.desktop.widgets import captions
from tests.support.sample_activity import ActivityDesk, StatusDesk, online_status
from tests.support.sample_along import Along
from tests.support.sample_context import Contexts
from tests.support.sample_desk import NOW_MS, SAMPLE_DRAFT, Desk
from tests.support.sample_settings import settings_room


class SampleWindow:
    """Everything that a test of the whole window may want to hold."""

    def __init__(self, application: QApplication, scheme: str = "light", language: str = "en") -> None:
        application.setStyle("Fusion")
        self.application = application
        self._locale = QLocale()
        self.theme = Theme(application, scheme)
        self.translator = Translator(application, captions.forget)
        self.translator.use(language)
        self.desk = Desk()
        self.desk.drafts["C-204817"] = SAMPLE_DRAFT
        self.activity = ActivityDesk()
        self.status = StatusDesk(online_status())
        self.contexts = Contexts()
        self.along = Along()
        self.window = MainWindow(application)
        context: Any = SimpleNamespace(
            tasks=self.desk.tasks,
            hub=self.desk.hub,
            clock=self.desk.clock,
            queue=self.desk,
            cases=self.desk,
            reviews=self.desk,
            reveals=self.desk,
            hand=self.desk,
            contexts=self.contexts,
            along=self.along,
            activity=self.activity,
            status=self.status,
            key_of=self.window.actions_.key_cap,
            show_case=self.show_case,
        )
        person = Person("u-7", "reviewer-07", ("reviewer",), None, "en")
        self.window.set_signed_in(person, lambda _capability: True)
        self.review = ReviewRoom(context)
        self.activity_room = ActivityRoom(context)
        self.window.add_room("review", self.review)
        self.window.add_room("activity", self.activity_room)
        self.settings_room = settings_room(self.window, self.theme, self.translator)
        self.window.add_room("settings", self.settings_room)
        self.window.set_status(self.status.state, NOW_MS)
        self.window.set_figures(42, 31, 18)
        self.window.set_language(language)
        self.window.show_room("review")

    def show_case(self, case_id: str) -> None:
        self.window.show_room("review")
        self.review.open_case(case_id)

    def speak(self, language: str) -> None:
        self.translator.use(language)
        self.window.set_language(language)

    def settle(self) -> None:
        """Lets layouts and repaints that are waiting happen, and the panels be filled with the case in sight."""
        for _ in range(3):
            self.application.processEvents()
        while self.review.view.filling.pending:
            self.application.processEvents()

    def close(self) -> None:
        self.window.close_rooms()
        self.settings_room.station.forget()
        self.window.close()
        self.window.deleteLater()
        self.translator.use("en")
        for installed in self.translator._installed:
            self.application.removeTranslator(installed)
        QLocale.setDefault(self._locale)
        captions.forget()
        self.application.processEvents()
