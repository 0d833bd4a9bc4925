"""The session at rest: refresh token and person, sealed; or in memory alone where no key is safe."""

from typing import Protocol

import msgspec

from app.desktop.ports import Person
from app.desktop.vault.sealed import SealBroken, SealedFile


class StoredSession(msgspec.Struct, frozen=True):
    """What must survive a restart. `generation` counts refreshes, so that a reader sees it was overtaken."""

    server: str
    refresh_token: str
    person: Person
    device_id: str
    generation: int = 0


class TokenStore(Protocol):
    """Where the session lives between two starts."""

    def read(self) -> StoredSession | None: ...

    def write(self, session: StoredSession) -> None: ...

    def remove(self) -> None: ...


class SealedTokens:
    """Tokens in a sealed file. A file that cannot be opened means: sign in again."""

    def __init__(self, file: SealedFile) -> None:
        self._file = file

    def read(self) -> StoredSession | None:
        try:
            raw = self._file.read()
            return msgspec.json.decode(raw, type=StoredSession) if raw is not None else None
        except (SealBroken, msgspec.DecodeError):
            return None

    def write(self, session: StoredSession) -> None:
        self._file.write(msgspec.json.encode(session))

    def remove(self) -> None:
        self._file.remove()


class MemoryTokens:
    """Tokens of an online-only seat: gone with the process."""

    def __init__(self) -> None:
        self._session: StoredSession | None = None

    def read(self) -> StoredSession | None:
        return self._session

    def write(self, session: StoredSession) -> None:
        self._session = session

    def remove(self) -> None:
        self._session = None
