"""What a seat knows of itself: the keys of its devices, whom it obeys, what it was told already, and when it last spoke
to the server. One small sealed file; in memory alone where no key is safe.

Whether there is such a file, how often it was changed, whom it obeys and whether exports are frozen stands in work.db
as well: whoever deletes the file, or puts an older one in its place, frees the seat of nothing."""

import base64
import threading

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from app.contract.devices import CheckIn, Receipt, check_in_bytes
from app.contract.session import DeviceKeys, DeviceView
from app.desktop.vault.mark import Mark
from app.desktop.vault.sealed import MAX_SEALED, SealBroken, SealedFile
from app.domain.dead_man import Contact

FILE = "seat.sealed"
MARK = "seat"
_MOST_NONCES = 2_000
_MOST_BYTES = MAX_SEALED - 64


class Door(msgspec.Struct, frozen=True):
    """A device whose person can open what was sealed after too long without contact: `unlock_key` is its public X25519
    key, the private one lies with the server."""

    server: str
    name: str
    unlock_key: str


class SeatState(msgspec.Struct, frozen=True):
    """`keys`: the private halves of each device's own keys, Ed25519 and X25519; `doors` by device; `nonces` of the
    directives obeyed; `receipts` that the server has not taken yet. `turn` counts the changes, but for `contact`: an
    older one of those is the stricter one."""

    keys: dict[str, tuple[bytes, bytes]] = {}
    doors: dict[str, Door] = {}
    directive_key: str | None = None
    nonces: tuple[str, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    exports_frozen: bool = False
    contact: Contact | None = None
    turn: int = 0


class _Marked(msgspec.Struct, frozen=True):
    turn: int
    directive_key: str | None = None
    exports_frozen: bool = False


class NewKeys(msgspec.Struct, frozen=True):
    """A fresh pair of pairs before the device has its id."""

    told: DeviceKeys
    private: tuple[bytes, bytes]


class SeatFile:
    """Callable from several threads. A file that cannot be opened is begun anew: the device is then one without keys,
    and the server is asked for everything else."""

    def __init__(self, file: SealedFile | None) -> None:
        self._file = file
        self._lock = threading.RLock()
        self._mark: Mark | None = None
        self._noted: str | None = None
        self._state = self._read()

    def _read(self) -> SeatState:
        try:
            raw = self._file.read() if self._file is not None else None
            return msgspec.json.decode(raw, type=SeatState) if raw else SeatState()
        except (SealBroken, msgspec.DecodeError):
            return SeatState()

    @property
    def state(self) -> SeatState:
        return self._state

    def hold_to(self, mark: Mark) -> bool:
        """What is marked elsewhere counts from now on. False where this file is not the one that was marked: whom the
        seat obeys is then taken from the mark, and how long it was without contact is not known."""
        with self._lock:
            self._mark, self._noted = mark, mark.read()
            if not self._noted:
                return True
            try:
                marked = msgspec.json.decode(self._noted, type=_Marked)
            except msgspec.DecodeError:
                marked = _Marked(self._state.turn + 1)
            if self._state.turn >= marked.turn:
                return True
            self._state = SeatState(
                directive_key=marked.directive_key, exports_frozen=marked.exports_frozen, turn=marked.turn
            )
            return False

    def change(self, **values: object) -> None:
        """Durably where there is a file. Raises ValueError, with all as it was, for what could not be read again:
        no server makes a seat forget whom it obeys by telling it too much."""
        with self._lock:
            turn = self._state.turn + (values.keys() != {"contact"} or not self._state.turn)
            state = msgspec.structs.replace(self._state, **values, turn=turn)
            if self._file is not None:
                raw = msgspec.json.encode(state)
                if len(raw) > _MOST_BYTES:
                    raise ValueError("too much for the file of a seat")
                self._file.write(raw)
            self._state = state
            self._note()

    def _note(self) -> None:
        """The file was written first: cut off in between, it is newer than the mark, and that is no harm."""
        state = self._state
        told = msgspec.json.encode(_Marked(state.turn, state.directive_key, state.exports_frozen)).decode()
        if self._mark is not None and told != self._noted:
            self._mark.write(told)
            self._noted = told

    def new_keys(self) -> NewKeys:
        signing, sealing = Ed25519PrivateKey.generate(), X25519PrivateKey.generate()
        told = DeviceKeys(*(_text(one.public_key().public_bytes_raw()) for one in (sealing, signing)))
        return NewKeys(told, (signing.private_bytes_raw(), sealing.private_bytes_raw()))

    def registered(self, server: str, name: str, told: DeviceView, keys: NewKeys | None) -> None:
        """This seat is a device of a person from now on. The first directive key that it hears of stays."""
        with self._lock:
            if keys is not None:
                self.change(keys=self._state.keys | {told.device_id: keys.private})
            self.learn(server, name, told.device_id, told.unlock_key, told.directive_key)

    def learn(self, server: str, name: str, device_id: str, unlock_key: str, directive_key: str | None) -> None:
        with self._lock:
            door = Door(server, name, unlock_key)
            if unlock_key and self._state.doors.get(device_id) != door:
                self.change(doors=self._state.doors | {device_id: door})
            if directive_key and self._state.directive_key is None:
                self.change(directive_key=directive_key)

    def obeyed(self, nonce: str) -> bool:
        """Whether a directive with this nonce was obeyed before."""
        return nonce in self._state.nonces

    def obey(self, nonce: str) -> None:
        with self._lock:
            self.change(nonces=(*self._state.nonces, nonce)[-_MOST_NONCES:])

    def answer(self, receipt: Receipt) -> None:
        """To be told to the server, however long that takes."""
        with self._lock:
            others = tuple(one for one in self._state.receipts if one.directive_id != receipt.directive_id)
            self.change(receipts=(*others, receipt))

    def taken(self, receipts: tuple[Receipt, ...]) -> None:
        with self._lock:
            self.change(receipts=tuple(one for one in self._state.receipts if one not in receipts))

    def check_in(self, device_id: str, at: int, receipts: tuple[Receipt, ...]) -> CheckIn | None:
        """What proves to the server that this is the seat; None for a device without keys."""
        keys = self._state.keys.get(device_id)
        if keys is None:
            return None
        signature = Ed25519PrivateKey.from_private_bytes(keys[0]).sign(check_in_bytes(device_id, at, receipts))
        return CheckIn(at, _text(signature), receipts)

    def device_of(self, server: str, name: str) -> str | None:
        """The newest device of this person here that can open what was sealed."""
        found = [device for device, door in self._state.doors.items() if (door.server, door.name) == (server, name)]
        return max(found, default=None)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
