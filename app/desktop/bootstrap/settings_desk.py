"""What the settings page may do with the running workstation."""

from collections.abc import Sequence
from typing import Protocol

from app.desktop.bootstrap.services import Services
from app.desktop.panels.settings import KeyRow, SettingsState
from app.desktop.runtime.translator import Translator
from app.desktop.settings import SettingsStore
from app.desktop.shell.actions import SPECS, TABLE, KeyClash, KeyUnknown, normal, text_of
from app.desktop.shell.main_window import MainWindow
from app.desktop.shell.theme import Theme


class Station(Protocol):
    """The part of the workstation that the settings page may touch."""

    translator: Translator
    theme: Theme
    window: MainWindow

    @property
    def settings(self) -> SettingsStore: ...

    @property
    def services(self) -> Services | None: ...

    @property
    def key_kind(self) -> str: ...

    def use_language(self, language: str) -> None: ...

    def use_theme(self, theme: str, percent: int) -> None: ...

    def sign_out(self) -> None: ...


class SettingsDesk:
    """See panels.settings.Desk."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._actions = station.window.actions_

    def read(self) -> SettingsState:
        station = self._station
        now = station.settings.now
        services = station.services
        person = services.session.person if services else None
        return SettingsState(
            language=station.translator.language,
            theme=station.theme.choice,
            text_percent=now.text_percent,
            server=services.server if services else now.server,
            person=person.name if person else "",
            key=station.key_kind,
            fixed=station.settings.fixed,
        )

    def key_rows(self) -> Sequence[KeyRow]:
        return [KeyRow(spec.id, text_of(spec), self._actions.key_cap(spec.id)) for spec in self._actions.known()]

    def use_language(self, language: str) -> None:
        self._station.use_language(language)

    def use_theme(self, theme: str, percent: int) -> None:
        self._station.use_theme(theme, percent)

    def remap(self, action: str, key: str) -> str:
        try:
            self._actions.remap(action, key)
        except KeyClash as clash:
            return text_of(SPECS[clash.other])
        except KeyUnknown:
            return ""
        self._station.settings.change(keys=self._actions.own_keys())
        return ""

    def reset_keys(self) -> None:
        for spec in TABLE:
            self._actions.remap(spec.id, "")
        for spec in TABLE:
            self._actions.remap(spec.id, normal(spec.key))
        self._station.settings.change(keys={})

    def sign_out(self) -> None:
        self._station.sign_out()
