"""What the house tells a seat: checked for who signed it, for whom, and that it is not told a second time; then obeyed
once, and answered until the server has the answer."""

import contextlib
import logging
from collections.abc import Callable
from typing import Protocol

import msgspec

from app.contract.devices import (
    MOST_RECEIPTS,
    CheckedIn,
    CheckIn,
    DeviceState,
    Directive,
    DirectiveKind,
    Directives,
    Outcome,
    Receipt,
    SignedDirective,
    Standing,
)
from app.desktop.ports import ApiError, Clock, DeskError, Identity, Unauthorised
from app.desktop.vault.directive_check import signed_by
from app.desktop.vault.seat_file import SeatFile

_log = logging.getLogger(__name__)


class Asks(Protocol):
    """The seat's questions in the name of who is signed in (app.desktop.api.endpoints.Api fits)."""

    def directives(self, ack: str | None) -> Directives: ...


class ChecksIn(Protocol):
    """The seat's question in its own name (app.desktop.api.endpoints.SessionApi fits)."""

    def check_in(self, device_id: str, told: CheckIn) -> CheckedIn: ...


class Acts(Protocol):
    """What obeying means; each may be done twice and is then done once. Off the GUI thread; raises DeskError."""

    def wipe(self, directive: Directive) -> None:
        """Begins it: durably written down when this returns, and never forgotten from then on."""

    def logout(self) -> None: ...

    def drop_scope(self) -> None: ...

    def rotate_key(self) -> None: ...


class Heard(msgspec.Struct, frozen=True):
    """One turn: how the server sees the seat where it was reached, `refused` outcomes, and what was obeyed."""

    state: DeviceState | None = None
    standing: Standing | None = None
    obeyed: tuple[DirectiveKind, ...] = ()
    refused: tuple[Outcome, ...] = ()


class DirectiveDesk:
    """`turn` runs in the pool about once a minute, and at once where a session is refused. `fixed_key`: the machine's
    policy names the key; then the server's word on it counts nothing."""

    def __init__(
        self,
        server: str,
        asks: Asks,
        checks_in: ChecksIn,
        seat: SeatFile,
        clock: Clock,
        acts: Acts,
        identity: Callable[[], Identity | None],
        ended: Callable[[], bool],
        fixed_key: str | None = None,
    ) -> None:
        self._server, self._asks, self._checks_in, self._seat = server, asks, checks_in, seat
        self._clock, self._acts, self._identity, self._ended = clock, acts, identity, ended
        self._fixed_key = fixed_key

    def turn(self) -> Heard:
        """Asks and obeys. Raises ApiError where the server cannot be asked."""
        who = self._identity()
        receipts = self._seat.state.receipts[:MOST_RECEIPTS]
        if who is not None and not self._ended():
            with contextlib.suppress(Unauthorised):
                told = self._asks.directives(_ack(receipts))
                self._seat.taken(receipts)
                name = self._seat.state.doors.get(told.device.device_id)
                if name is not None:
                    self._seat.learn(
                        self._server,
                        name.name,
                        told.device.device_id,
                        told.device.unlock_key,
                        told.device.directive_key,
                    )
                return self._obey(told.device.device_id, told.directives, told.device.state, told.device)
        return self._in_own_name(who.device if who is not None else None)

    def _in_own_name(self, device: str | None) -> Heard:
        """Nobody may sign in here, or nobody is signed in: the seat is still told to wipe itself."""
        heard = Heard()
        for device_id in [device] if device is not None else list(self._seat.state.keys):
            door = self._seat.state.doors.get(device_id)
            receipts = self._seat.state.receipts[:MOST_RECEIPTS]
            signed = self._seat.check_in(device_id, self._clock.now_ms(), receipts)
            if signed is None or (door is not None and door.server != self._server):
                continue
            try:
                told = self._checks_in.check_in(device_id, signed)
            except Unauthorised:
                continue  # made anew, the server does not know this seat
            self._seat.taken(receipts)
            heard = self._obey(device_id, told.directives, told.state, None)
            if DirectiveKind.WIPE in heard.obeyed:
                break
        return heard

    def _obey(
        self, device_id: str, waiting: tuple[SignedDirective, ...], state: DeviceState, standing: Standing | None
    ) -> Heard:
        obeyed: list[DirectiveKind] = []
        refused: list[Outcome] = []
        for signed in waiting:
            told = signed.directive
            if any(one.directive_id == told.directive_id for one in self._seat.state.receipts):
                continue  # done, and the answer is on its way
            why = self._why_not(device_id, signed)
            if why is not None:
                _log.warning("a directive was refused: %s", why.value)
                refused.append(why)
                self._seat.answer(Receipt(told.directive_id, why))
                continue
            try:
                self._do(told)
            except ApiError:
                raise
            except DeskError as error:
                _log.error("a directive could not be obeyed: %s", error.code)
                self._seat.answer(Receipt(told.directive_id, Outcome.FAILED))
                continue
            obeyed.append(told.kind)
            if told.kind is DirectiveKind.WIPE:
                break  # its answer is given when nothing else is left
            self._seat.obey(told.nonce)
            self._seat.answer(Receipt(told.directive_id, Outcome.DONE))
        return Heard(state, standing, tuple(obeyed), tuple(refused))

    def _why_not(self, device_id: str, signed: SignedDirective) -> Outcome | None:
        key = self._fixed_key or self._seat.state.directive_key
        if key is None:
            return Outcome.REFUSED_NO_KEY
        if not signed_by(key, signed):
            return Outcome.REFUSED_SIGNATURE
        if signed.directive.device_id != device_id:
            return Outcome.REFUSED_DEVICE
        return Outcome.REFUSED_REPLAY if self._seat.obeyed(signed.directive.nonce) else None

    def _do(self, told: Directive) -> None:
        acts = self._acts
        if told.kind is DirectiveKind.WIPE:
            acts.wipe(told)
        elif told.kind is DirectiveKind.LOGOUT:
            acts.logout()
        elif told.kind is DirectiveKind.DROP_SCOPE:
            acts.drop_scope()
        elif told.kind is DirectiveKind.ROTATE_KEY:
            acts.rotate_key()
        else:
            self._seat.change(exports_frozen=told.on)


def _ack(receipts: tuple[Receipt, ...]) -> str | None:
    return ",".join(f"{one.directive_id}:{one.outcome.value}:{one.kept}" for one in receipts) or None
