"""A workstation as the Settings page sees it: the real window, theme, translator and settings file."""

import tempfile
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from app.desktop.bootstrap.settings_desk import SettingsDesk
from app.desktop.panels import settings
from app.desktop.policy import Policy
from app.desktop.runtime.translator import Translator
from app.desktop.settings import SettingsStore
from app.desktop.shell.main_window import MainWindow
from app.desktop.shell.theme import Theme
from app.desktop.widgets import formats


class Station(QObject):
    """See settings_desk.Station."""

    def __init__(self, window: MainWindow, theme: Theme, translator: Translator, folder: Path | None = None) -> None:
        super().__init__(window)
        self._kept = None if folder is not None else tempfile.TemporaryDirectory()
        self.window, self.theme, self.translator = window, theme, translator
        self.settings = SettingsStore(folder or Path(self._kept.name), Policy())  # type: ignore[union-attr]
        self.services = None
        self.key_kind = "keyring"
        self.rotation_due = False
        self.documents_blurred = False

    def use_language(self, language: str) -> None:
        self.translator.use(language)
        self.settings.change(language=language)

    def use_theme(self, theme: str, percent: int) -> None:
        self.theme.set_percent(percent)
        self.theme.choose(theme)
        self.settings.change(theme=theme, text_percent=percent)

    def use(self, name: str, value: str) -> None:
        now = self.settings.change(**{name: value})
        self.theme.set_compact(now.density == "compact")
        formats.tell_utc(now.times == "utc")

    def rotate_key(self) -> None:
        self.rotation_due = True

    def sign_out(self) -> None:
        return

    def forget(self) -> None:
        """Takes the settings file away again and puts what was chosen back as it was."""
        formats.tell_utc(False)
        self.theme.set_compact(False)
        if self._kept is not None:
            self._kept.cleanup()


def settings_room(window: MainWindow, theme: Theme, translator: Translator, folder: Path | None = None) -> Any:
    """The Settings room over such a workstation; the room keeps it."""
    station = Station(window, theme, translator, folder)
    room = settings.build(SettingsDesk(station))
    room.station = station  # type: ignore[attr-defined]
    return room
