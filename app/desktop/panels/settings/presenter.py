"""Settings: what a person may choose, put in force at once and kept."""

from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec

from app.desktop.panels.settings.state import (
    DENSITIES,
    DOCUMENTS,
    SIZES,
    THEMES,
    TIMES,
    KeyRefused,
    KeyRow,
    SettingsState,
)


class Desk(Protocol):
    """What the page may ask of the window around it."""

    def read(self) -> SettingsState:
        """Everything but the keys and what was refused."""

    def key_rows(self) -> Sequence[KeyRow]: ...

    def use_language(self, language: str) -> None: ...

    def use_theme(self, theme: str, percent: int) -> None: ...

    def use(self, name: str, value: str) -> None:
        """Puts density, times, start_room or documents in force and keeps it."""

    def remap(self, action: str, key: str) -> KeyRefused | None:
        """None when done."""

    def reset_key(self, action: str) -> KeyRefused | None:
        """Gives one action its first key back; None when done."""

    def reset_keys(self) -> None: ...

    def sign_out(self) -> None: ...

    def rotate_key(self) -> None:
        """At the next start the profile gets another key."""


class SettingsPresenter:
    def __init__(self, desk: Desk, show: Callable[[SettingsState], None]) -> None:
        self._desk = desk
        self._show = show
        self._refused: KeyRefused | None = None

    def refresh(self) -> None:
        keys = tuple(self._desk.key_rows())
        self._show(msgspec.structs.replace(self._desk.read(), keys=keys, refused=self._refused))

    def choose(self, name: str, code: str) -> None:
        """One of the settings by its name; a code that is not offered changes nothing."""
        now = self._desk.read()
        offered: dict[str, tuple[str, ...]] = {
            "theme": THEMES,
            "text_percent": tuple(str(size) for size in SIZES),
            "density": DENSITIES,
            "times": TIMES,
            "documents": DOCUMENTS,
            "start_room": tuple(room for room, _ in now.rooms),
        }
        if name != "language" and code not in offered.get(name, ()):
            return
        if name == "language":
            self._desk.use_language(code)
        elif name == "theme":
            self._desk.use_theme(code, now.text_percent)
        elif name == "text_percent":
            self._desk.use_theme(now.theme, int(code))
        else:
            self._desk.use(name, code)
        self.refresh()

    def give_key(self, action: str, key: str) -> None:
        self._refused = self._desk.remap(action, key)
        self.refresh()

    def reset_key(self, action: str) -> None:
        self._refused = self._desk.reset_key(action)
        self.refresh()

    def reset_keys(self) -> None:
        self._desk.reset_keys()
        self._refused = None
        self.refresh()

    def sign_out(self) -> None:
        self._desk.sign_out()

    def rotate_key(self) -> None:
        if self._desk.read().rotation == "offered":
            self._desk.rotate_key()
            self.refresh()
