"""The person's settings, typed, in one small file of the profile; the machine's policy beats them."""

import os
import secrets
from pathlib import Path
from typing import Any

import msgspec

from app.desktop.policy import Policy

FILE = "settings.json"
_BY_POLICY = ("server", "proxy", "language")


class Settings(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a person may choose. Holds no secret and no case."""

    server: str = ""
    language: str = ""
    theme: str = "system"
    text_percent: int = 100
    proxy: str = ""
    username: str = ""
    open_view: str = "open"
    window: str = ""
    keys: dict[str, str] = {}
    density: str = "comfortable"
    times: str = "local"
    start_room: str = "review"
    documents: str = "colour"
    recent: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.theme not in ("system", "light", "dark"):
            raise ValueError("theme is system, light or dark")
        if not 80 <= self.text_percent <= 200:
            raise ValueError("text_percent lies between 80 and 200")


class SettingsStore:
    """Reads and writes the settings of one profile folder."""

    def __init__(self, folder: Path, policy: Policy) -> None:
        self._path = folder / FILE
        self._policy = policy
        self._own = self._read()

    def _read(self) -> Settings:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Settings)
        except FileNotFoundError:
            return Settings()
        except (OSError, msgspec.DecodeError, ValueError):
            # Comfort only: a damaged file must not keep anybody from working.
            return Settings()

    @property
    def policy(self) -> Policy:
        """The machine's policy, as it was read at the start."""
        return self._policy

    @property
    def fixed(self) -> frozenset[str]:
        """Names that the machine decides."""
        names = {name for name in self._policy.settings if name in Settings.__struct_fields__}
        names |= {name for name in _BY_POLICY if getattr(self._policy, name) is not None}
        return frozenset(names)

    @property
    def now(self) -> Settings:
        """The settings in force: own ones below, the machine's above."""
        now = self._own
        for name, value in self._forced().items():
            now = _with(now, name, value) or now
        return now

    @property
    def refused(self) -> tuple[str, ...]:
        """Settings that the machine's policy gives a value they cannot have: they stay the person's own value, which
        cannot be changed."""
        return tuple(name for name, value in self._forced().items() if _with(self._own, name, value) is None)

    def _forced(self) -> dict[str, Any]:
        forced: dict[str, Any] = {n: v for n, v in self._policy.settings.items() if n in self.fixed}
        return forced | {n: getattr(self._policy, n) for n in _BY_POLICY if getattr(self._policy, n) is not None}

    def change(self, **values: Any) -> Settings:
        """Set some values and keep them; what the machine fixed is left as it is."""
        own = {name: value for name, value in values.items() if name not in self.fixed}
        new = msgspec.structs.replace(self._own, **own)
        self._write(msgspec.json.encode(new))
        self._own = new
        return self.now

    def _write(self, data: bytes) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = self._path.with_name(f".{self._path.name}.{secrets.token_hex(4)}")
        temporary.write_bytes(data)
        os.replace(temporary, self._path)


def _with(settings: Settings, name: str, value: Any) -> Settings | None:
    """`settings` with one value put into it; None where that is no value for it."""
    try:
        return msgspec.convert(msgspec.to_builtins(settings) | {name: value}, Settings)
    except (msgspec.ValidationError, ValueError):
        return None
