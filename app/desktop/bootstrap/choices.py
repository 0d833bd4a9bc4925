"""What a person chooses about the window: put in force at once and kept, but for what the machine decides."""

import json
import logging
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from app.desktop.changes import Kind, changed
from app.desktop.ports import Person
from app.desktop.runtime.change_hub import ChangeHub
from app.desktop.runtime.translator import Translator, known, of_system
from app.desktop.settings import SettingsStore
from app.desktop.shell.theme import Theme
from app.desktop.widgets import captions, formats, tokens
from app.desktop.widgets.everywhere import every_widget

_log = logging.getLogger(__name__)


class Choices:
    """Language, theme, density, times and the arrangement of the panels. `language` and `theme` are those asked for at
    the start, over what was kept."""

    def __init__(
        self, app: QApplication, settings: SettingsStore, hub: ChangeHub, language: str | None, theme: str | None
    ) -> None:
        now = settings.now
        self._settings, self._hub = settings, hub
        self._own_language = bool(language or now.language)
        self.translator = Translator(app, captions.forget)
        self.translator.use(known(language) or known(now.language) or of_system())
        self.theme = Theme(app, theme or now.theme, now.text_percent, now.density == "compact")
        formats.tell_utc(now.times == "utc")

    def speak(self, person: Person) -> None:
        """The person's own language, unless this seat was told one."""
        told = known(person.language)
        if told and not self._own_language:
            self.translator.use(told)

    def use_language(self, language: str) -> None:
        if "language" in self._settings.fixed:
            return
        self._own_language = True
        self.translator.use(language)
        self._settings.change(language=language)
        self._hub.publish(changed(Kind.SETTINGS))

    def switch_language(self) -> None:
        self.use_language("en" if self.translator.language == "zh_CN" else "zh_CN")

    def use_theme(self, theme: str, percent: int) -> None:
        if not {"theme", "text_percent"} & self._settings.fixed:
            self.theme.set_percent(percent)
            self.theme.choose(theme)
            self._settings.change(theme=theme, text_percent=percent)
            self._hub.publish(changed(Kind.SETTINGS))

    def switch_theme(self) -> None:
        dark = tokens.scheme() is tokens.Scheme.DARK
        self.use_theme("light" if dark else "dark", self._settings.now.text_percent)

    def use(self, name: str, value: str) -> None:
        """Puts density, times, start_room or documents in force at once."""
        if name in self._settings.fixed:
            return
        now = self._settings.change(**{name: value})
        self.theme.set_compact(now.density == "compact")
        if formats.tells_utc() != (now.times == "utc"):
            formats.tell_utc(now.times == "utc")
            # Every time in sight is said once more, as after a change of language.
            for widget in every_widget():
                QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.LanguageChange))
        self._hub.publish(changed(Kind.SETTINGS))

    def layouts(self, person: Person | None) -> dict[str, str]:
        """How this person arranged the panels, by room."""
        try:
            kept = json.loads(self._settings.now.window or "{}").get("panels", {})
            found = kept.get(person.user_id if person else "", {})
        except (ValueError, AttributeError):
            return {}
        return found if isinstance(found, dict) else {}

    def keep_window(self, place: dict[str, Any], person: Person | None, layouts: dict[str, str]) -> None:
        """Where the window stood, and how `person` arranged the panels."""
        kept: dict[str, Any] = {}
        try:
            kept = json.loads(self._settings.now.window or "{}")
        except ValueError:
            _log.info("the remembered window could not be read")
        kept |= place
        if person is not None and layouts:
            kept.setdefault("panels", {})[person.user_id] = layouts
        self._settings.change(window=json.dumps(kept))
