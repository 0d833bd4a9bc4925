"""Settings."""

from collections.abc import Callable, Mapping
from typing import Any

from app.desktop.panels.settings.presenter import Desk, SettingsPresenter
from app.desktop.panels.settings.state import Decided, KeyRefused, KeyRow, SettingsState
from app.desktop.panels.settings.view import SettingsView

__all__ = ["Decided", "Desk", "KeyRefused", "KeyRow", "SettingsRoom", "SettingsState", "build"]


class SettingsRoom:
    """The page as a workspace."""

    def __init__(self, desk: Desk) -> None:
        self.widget = SettingsView()
        self.panels: Mapping[str, Any] = {}
        self.actions: Mapping[str, Callable[[], Any]] = {}
        self.presenter = SettingsPresenter(desk, self.widget.set_state)
        self.widget.chosen.connect(self.presenter.choose)
        self.widget.key_given.connect(self.presenter.give_key)
        self.widget.key_reset.connect(self.presenter.reset_key)
        self.widget.keys_reset.connect(self.presenter.reset_keys)
        self.widget.sign_out_asked.connect(self.presenter.sign_out)
        self.widget.rotation_asked.connect(self.presenter.rotate_key)

    def activate(self) -> None:
        self.presenter.refresh()
        self.widget.theme.setFocus()

    def close(self) -> None:
        return


def build(desk: Desk) -> SettingsRoom:
    """The settings workspace on what the window offers."""
    return SettingsRoom(desk)
