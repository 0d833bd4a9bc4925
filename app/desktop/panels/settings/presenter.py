"""Settings: what a person may choose, put in force at once and kept."""

from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec

from app.desktop.panels.settings.state import KeyRow, SettingsState

THEMES = ("system", "light", "dark")
SIZES = (80, 90, 100, 110, 125, 140, 160)


class Desk(Protocol):
    """What the page may ask of the window around it."""

    def read(self) -> SettingsState:
        """Everything but the keys and the clash."""

    def key_rows(self) -> Sequence[KeyRow]: ...

    def use_language(self, language: str) -> None: ...

    def use_theme(self, theme: str, percent: int) -> None: ...

    def remap(self, action: str, key: str) -> str:
        """ "" when done, else the words of the action that has the key already."""

    def reset_keys(self) -> None: ...

    def sign_out(self) -> None: ...


class SettingsPresenter:
    def __init__(self, desk: Desk, show: Callable[[SettingsState], None]) -> None:
        self._desk = desk
        self._show = show
        self._clash = ("", "")

    def refresh(self) -> None:
        clash, taken_by = self._clash
        state = msgspec.structs.replace(
            self._desk.read(), keys=tuple(self._desk.key_rows()), clash=clash, taken_by=taken_by
        )
        self._show(state)

    def choose_language(self, language: str) -> None:
        self._desk.use_language(language)
        self.refresh()

    def choose_theme(self, theme: str) -> None:
        if theme in THEMES:
            self._desk.use_theme(theme, self._desk.read().text_percent)
            self.refresh()

    def choose_size(self, percent: int) -> None:
        if percent in SIZES:
            self._desk.use_theme(self._desk.read().theme, percent)
            self.refresh()

    def give_key(self, action: str, key: str) -> None:
        taken_by = self._desk.remap(action, key)
        self._clash = (action, taken_by) if taken_by else ("", "")
        self.refresh()

    def reset_keys(self) -> None:
        self._desk.reset_keys()
        self._clash = ("", "")
        self.refresh()

    def sign_out(self) -> None:
        self._desk.sign_out()
