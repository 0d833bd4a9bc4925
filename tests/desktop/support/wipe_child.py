"""A seat that empties itself in a process of its own, and dies where it is told to: `python -m … PROFILE KEY POINT`.

The keyring is a file beside the profile: it stands for something that is not ours.
"""

import os
import secrets
import signal
import sys
from pathlib import Path

from app.contract.devices import CheckIn, Directive, DirectiveKind, Outcome, Receipt
from app.contract.session import DeviceView
from app.desktop.bootstrap.opening import open_stores
from app.desktop.cache.unsent import from_document
from app.desktop.vault import wipe
from app.desktop.vault.keys import DataKey
from app.desktop.vault.recovery import seal_work
from app.desktop.vault.wipe import WipeState, WipeWork

DEVICE = "01890000-0000-7000-8000-00000000d0d0"
ORDER = Directive("01890000-0000-7000-8000-000000000001", DEVICE, DirectiveKind.WIPE, "0123456789abcdef", 1)


def give_keys(folder: Path, key: DataKey) -> None:
    """The seat becomes a device with keys of its own."""
    stores = open_stores(folder, key, "inherited")
    stores.seat.registered("http://127.0.0.1:9", "mei", DeviceView(DEVICE), stores.seat.new_keys())
    stores.close()


def hands(folder: Path, key: DataKey, public: bytes) -> WipeWork:
    """As bootstrap/wiping.py makes them: nothing is opened once the key may be gone."""
    state = wipe.pending(folder)
    assert state is not None
    keyring, told = folder.with_suffix(".keyring"), folder.with_suffix(".told")
    stores = open_stores(folder, key, "inherited") if state.step < wipe.WipeStep.SEALED else None

    def seal() -> tuple[str | None, int]:
        assert stores is not None
        assert stores.work is not None
        work = from_document(stores.work.unsent())
        return seal_work(folder, stores.work, public).name, len(work.commands) + len(work.drafts)

    def sign(kept: int) -> CheckIn | None:
        assert stores is not None
        return stores.seat.check_in(DEVICE, 1, (Receipt(ORDER.directive_id, Outcome.DONE, kept),))

    def destroy() -> bool:
        keyring.unlink(missing_ok=True)
        return True

    def tell(state: WipeState) -> bool:
        if state.answer is None:
            return True
        told.write_bytes(str(state.kept).encode())
        return True

    shut = stores.close if stores is not None else _nothing
    return WipeWork(_nothing, _nothing, seal, sign, shut, destroy, tell)


def _nothing() -> None:
    return


def main() -> int:
    folder, key, public, point = Path(sys.argv[1]), *map(bytes.fromhex, sys.argv[2:4]), sys.argv[4]
    wipe.begin(folder, ORDER, "http://127.0.0.1:9")
    passed: list[str] = []

    def reached(name: str) -> None:
        passed.append(name)
        if name == point:
            os.kill(os.getpid(), signal.SIGKILL)

    wipe.go_on(folder, hands(folder, DataKey(key), public), reached)
    print("\n".join(passed))
    return 0


def fresh_key() -> DataKey:
    return DataKey(secrets.token_bytes(32))


if __name__ == "__main__":
    raise SystemExit(main())
