"""A seat that empties itself in a process of its own, and dies where it is told to: `python -m … PROFILE PUBLIC POINT`.
What each step does is what the workstation does.

The keyring and the server are files beside the profile: they stand for something that is not ours.
"""

import os
import secrets
import signal
import sys
from functools import partial
from pathlib import Path
from typing import Any

from app.contract.devices import CheckIn, Directive, DirectiveKind
from app.contract.session import DeviceView
from app.desktop.bootstrap import wiping
from app.desktop.bootstrap.anew import LOST
from app.desktop.bootstrap.opening import _has_data, open_stores
from app.desktop.bootstrap.seat import Seat
from app.desktop.policy import Policy
from app.desktop.vault import wipe
from app.desktop.vault.keyring_call import KeyringState
from app.desktop.vault.keys import DataKey
from app.desktop.vault.recovery import key_to_text
from app.desktop.vault.sources import OLD, OsKeyring
from app.desktop.vault.wipe import WipeWork
from tests.desktop.support.factories import DirectWriter

DEVICE = "01890000-0000-7000-8000-00000000d0d0"
ORDER = Directive("01890000-0000-7000-8000-000000000001", DEVICE, DirectiveKind.WIPE, "0123456789abcdef", 1)


def give_keys(folder: Path, key: DataKey) -> None:
    """The seat becomes a device with keys of its own."""
    stores = open_stores(folder, key, "inherited")
    stores.seat.registered("http://127.0.0.1:9", "mei", DeviceView(DEVICE), stores.seat.new_keys())
    stores.close()


class ChildSeat(Seat):
    """The seat of this process, without a window. The server is a file beside the profile, which is told once."""

    def __init__(self, folder: Path, public: bytes) -> None:
        self.folder, self.policy = folder, Policy(recovery_key=key_to_text(public))
        self.tasks = DirectWriter()  # type: ignore[assignment]

    def session_api(self, server: str) -> Any:
        return self

    def check_in(self, device: str, told: CheckIn) -> None:
        self.folder.with_suffix(".told").write_bytes(str(told.receipts[0].kept).encode())


class FileKeyring:
    """A call of a keyring that is a file; while `.shut` lies beside it, it lets go of nothing."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self, call: str, service: str, name: str, secret: bytes | None = None, **_: Any) -> "FileKeyring":
        self._answer: tuple[KeyringState, bytes | None] = (KeyringState.OK, None)
        if name.endswith(OLD):
            self._answer = (KeyringState.OK if call == "delete" else KeyringState.ABSENT, None)
        elif call == "get":
            there = self._path.exists()
            self._answer = (KeyringState.OK, self._path.read_bytes()) if there else (KeyringState.ABSENT, None)
        elif call == "set" and secret is not None:
            self._path.write_bytes(secret)
        elif self._path.with_suffix(".shut").exists():
            self._answer = (KeyringState.LOCKED, None)
        else:
            self._path.unlink(missing_ok=True)
        return self

    def wait(self, seconds: float) -> tuple[KeyringState, bytes | None]:
        return self._answer

    def cancel(self) -> None:
        return


def hands(folder: Path, public: bytes) -> WipeWork:
    """As the workstation makes them at a start: nothing is opened once the key may be gone."""
    state = wipe.pending(folder)
    assert state is not None
    has_data = partial(_has_data, folder)
    source = OsKeyring("profile", has_data=has_data, make_call=FileKeyring(folder.with_suffix(".keyring")))  # type: ignore[arg-type]
    if state.step >= wipe.WipeStep.SEALED:
        return wiping.hands(ChildSeat(folder, public), None, None, source)
    answer = source.obtain()
    stores = open_stores(folder, answer.key, "keyring")
    lost = answer.problem is not None and answer.problem.value in LOST
    return wiping.hands(ChildSeat(folder, public), stores, None, source, lost)


def main() -> int:
    folder, public, point = Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), sys.argv[3]
    wipe.begin(folder, ORDER, "http://127.0.0.1:9")
    passed: list[str] = []

    def reached(name: str) -> None:
        passed.append(name)
        if name == point:
            os.kill(os.getpid(), signal.SIGKILL)

    wipe.go_on(folder, hands(folder, public), reached)
    print("\n".join(passed))
    return 0


def fresh_key() -> DataKey:
    return DataKey(secrets.token_bytes(32))


if __name__ == "__main__":
    raise SystemExit(main())
