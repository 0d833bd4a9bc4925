"""What the settings page may do with the running workstation."""

from collections.abc import Sequence
from typing import Protocol
from urllib.parse import urlsplit

from app.desktop.bootstrap.services import Services
from app.desktop.panels.settings import Decided, KeyRefused, KeyRow, SettingsState
from app.desktop.policy import Policy, decided
from app.desktop.runtime.translator import Translator
from app.desktop.settings import SettingsStore
from app.desktop.shell.action_table import SPECS, TABLE, text_of
from app.desktop.shell.help_sheet import group_words
from app.desktop.shell.key_rules import KeyClash, KeyReserved, KeyUnknown, cap, normal
from app.desktop.shell.main_window import MainWindow
from app.desktop.shell.room_names import ROOMS, room_words
from app.desktop.shell.theme import Theme
from app.domain.active_time import IDLE_MS


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

    @property
    def documents_blurred(self) -> bool: ...

    def use_language(self, language: str) -> None: ...

    def use_theme(self, theme: str, percent: int) -> None: ...

    def use(self, name: str, value: str) -> None: ...

    def sign_out(self) -> None: ...

    @property
    def rotation_due(self) -> bool: ...

    def rotate_key(self) -> None: ...


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
            density=now.density,
            times=now.times,
            start_room=now.start_room,
            rooms=tuple((room, room_words(room)) for room in ROOMS if room != "settings"),
            documents=now.documents,
            documents_blurred=station.documents_blurred,
            idle_s=IDLE_MS // 1000,
            server=services.server if services else now.server,
            person=person.name if person else "",
            key=station.key_kind,
            fixed=station.settings.fixed,
            decided=_decided(station.settings.policy),
            policy_fault=station.settings.policy.fault,
            # Whoever handed a key over keeps it, or there is none.
            rotation="" if station.key_kind != "keyring" else "asked" if station.rotation_due else "offered",
        )

    def key_rows(self) -> Sequence[KeyRow]:
        actions = self._actions
        return [
            KeyRow(
                spec.id,
                text_of(spec),
                actions.key_cap(spec.id),
                actions.has_own_key(spec.id),
                cap(normal(spec.key)),
                group_words(spec.group),
            )
            for spec in actions.known()
        ]

    def use_language(self, language: str) -> None:
        self._station.use_language(language)

    def use_theme(self, theme: str, percent: int) -> None:
        self._station.use_theme(theme, percent)

    def use(self, name: str, value: str) -> None:
        self._station.use(name, value)

    def remap(self, action: str, key: str) -> KeyRefused | None:
        try:
            self._actions.remap(action, key)
        except KeyClash as clash:
            return KeyRefused(action, "taken", cap(normal(key)), text_of(SPECS[clash.other]))
        except KeyReserved as reserved:
            return KeyRefused(action, reserved.why, cap(normal(key)))
        except KeyUnknown:
            return KeyRefused(action, "unknown")
        self._station.settings.change(keys=self._actions.own_keys())
        return None

    def reset_key(self, action: str) -> KeyRefused | None:
        return self.remap(action, SPECS[action].key)

    def reset_keys(self) -> None:
        for spec in TABLE:
            self._actions.remap(spec.id, "")
        for spec in TABLE:
            self._actions.remap(spec.id, normal(spec.key))
        self._station.settings.change(keys={})

    def sign_out(self) -> None:
        self._station.sign_out()

    def rotate_key(self) -> None:
        self._station.rotate_key()


def _decided(policy: Policy) -> tuple[Decided, ...]:
    """What the page lists; the fixed settings stand in their own places on it, and keys and paths are no reading."""
    found: list[Decided] = []
    for name, value in decided(policy).items():
        if name == "settings":
            continue
        if isinstance(value, bool):
            found.append(Decided(name, "true" if value else "false"))
        elif name == "proxy":
            # A proxy's address may hold a password.
            found.append(Decided(name, urlsplit(value).hostname or "", data=True))
        elif isinstance(value, tuple):
            found.append(Decided(name, ", ".join(value), data=True))
        else:
            found.append(Decided(name, str(value), data=name in ("server", "language")))
    return tuple(found)
