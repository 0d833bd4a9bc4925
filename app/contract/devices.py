"""Seats and what is told to them: lists, and directives that only the holder of a key outside can sign."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import msgspec

from app.contract.canonical import canonical_json

KEY_TEXT = 44
"""Base64 of 32 bytes; that of an Ed25519 signature has 88."""
SIGNATURE_TEXT = 88
DIRECTIVE_PURPOSE = "footplate.directive.1"
CHECK_IN_PURPOSE = "footplate.check-in.1"
MOST_RECEIPTS = 20
MOST_LISTED = 500
MOST_KEPT = 2**31 - 1


class DeviceState(StrEnum):
    """`shut_out`: its person may not come in any more."""

    ACTIVE = "active"
    REVOKED = "revoked"
    SHUT_OUT = "shut_out"


class DeviceListed(msgspec.Struct, frozen=True):
    """One seat of one person. `seen_at`: when it last asked for directives; `current`: the one that asks now;
    `keyed`: it told its public keys."""

    device_id: str
    user_id: str
    user_name: str
    device_name: str
    os: str
    app_version: str
    created_at: datetime
    seen_at: datetime | None
    revoked_at: datetime | None
    current: bool
    keyed: bool


class DevicePage(msgspec.Struct, frozen=True):
    """Newest first; `more` where the list was cut."""

    devices: tuple[DeviceListed, ...]
    more: bool = False


class DeviceName(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    device_name: str


class DirectiveKind(StrEnum):
    WIPE = "wipe"
    LOGOUT = "logout"
    DROP_SCOPE = "drop_scope"
    ROTATE_KEY = "rotate_key"
    FREEZE_EXPORTS = "freeze_exports"


class Directive(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is signed. `nonce`: 16 to 64 characters that were never used before; `issued_at` in Unix milliseconds;
    `upload_first` (wipe): unsent work is sent before; `on` (freeze_exports): False lifts it again."""

    directive_id: str
    device_id: str
    kind: DirectiveKind
    nonce: str
    issued_at: int
    upload_first: bool = True
    on: bool = True


class SignedDirective(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`signature`: base64 of the Ed25519 signature over `directive_bytes`."""

    directive: Directive
    signature: str


def directive_bytes(directive: Directive) -> bytes:
    """The RFC 8785 form that is signed; it says what it is for, so that no other signature passes for one."""
    return canonical_json({"purpose": DIRECTIVE_PURPOSE} | msgspec.to_builtins(directive))


class Outcome(StrEnum):
    """What a seat did with a directive."""

    DONE = "done"
    REFUSED_SIGNATURE = "refused_signature"
    REFUSED_DEVICE = "refused_device"
    REFUSED_REPLAY = "refused_replay"
    REFUSED_NO_KEY = "refused_no_key"
    FAILED = "failed"


class Receipt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`kept`: how many unsent commands lie sealed to the recovery key (wipe)."""

    directive_id: str
    outcome: Outcome
    kept: Annotated[int, msgspec.Meta(ge=0, le=MOST_KEPT)] = 0


class Standing(msgspec.Struct, frozen=True):
    """How the server sees a seat. `max_offline_hours`: after so long without contact its cache is destroyed;
    `unlock_key`: public X25519 key that its work is then sealed to, base64; `command_high_seq` and `command_high_hash`:
    the newest command that this person sent from it."""

    device_id: str
    state: DeviceState
    now: datetime
    max_offline_hours: int
    unlock_key: str
    directive_key: str | None = None
    command_high_seq: int = 0
    command_high_hash: str = ""


class Directives(msgspec.Struct, frozen=True):
    """Those that wait for this seat's receipt, oldest first."""

    directives: tuple[SignedDirective, ...]
    device: Standing


class CheckIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a seat says whose session is dead, signed with its own Ed25519 key over `check_in_bytes`; `at` in Unix
    milliseconds of the server's time."""

    at: int
    signature: str
    receipts: tuple[Receipt, ...] = ()

    def __post_init__(self) -> None:
        if len(self.receipts) > MOST_RECEIPTS:
            raise ValueError(f"at most {MOST_RECEIPTS} receipts")


def check_in_bytes(device_id: str, at: int, receipts: tuple[Receipt, ...]) -> bytes:
    """The RFC 8785 form that a seat signs."""
    told = {"purpose": CHECK_IN_PURPOSE, "device_id": device_id, "at": at, "receipts": msgspec.to_builtins(receipts)}
    return canonical_json(told)


class CheckedIn(msgspec.Struct, frozen=True):
    """What the seat has to know even when nobody may sign in at it: its state and its directives."""

    state: DeviceState
    directives: tuple[SignedDirective, ...]


class Unlocked(msgspec.Struct, frozen=True):
    """`unlock_key`: the private X25519 key, base64, for what this seat sealed while it was out of reach."""

    device_id: str
    unlock_key: str
