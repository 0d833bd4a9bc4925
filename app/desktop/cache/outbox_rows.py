"""What a person did, as rows of work.db."""

from enum import StrEnum

import msgspec


class OutboxState(StrEnum):
    """Where a command stands.

    PENDING: durable, not sent. SENT: on its way, its fate unknown until the server says. APPLIED, CONFLICT,
    REJECTED: the server's word. PARKED: set aside because this build or server cannot take it; kept.
    """

    PENDING = "pending"
    SENT = "sent"
    APPLIED = "applied"
    CONFLICT = "conflict"
    REJECTED = "rejected"
    PARKED = "parked"

    @property
    def settled(self) -> bool:
        return self not in (OutboxState.PENDING, OutboxState.SENT)


LONGEST_HOLD_MS = 60_000
"""No undo window is longer. What would be held for more was written while the seat's clock was ahead of the server's,
and must not wait until that hour really comes."""


def is_held(release_at: int, now: int) -> bool:
    """Whether a command still waits for its undo window to close."""
    return now < release_at <= now + LONGEST_HOLD_MS


SAFE_HORIZON_MS = 72 * 3_600_000
"""After a restore from backup, commands acknowledged this recently are sent again under their own ids."""
UNSETTLED = (OutboxState.PENDING, OutboxState.SENT)


class NewCommand(msgspec.Struct, frozen=True):
    """A command before it has its number."""

    command_id: str
    command_type: str
    command_schema: int
    body: bytes
    body_sha256: str
    created_wall: int
    created_mono: int
    server_offset_ms: int
    release_at: int
    case_id: str | None = None
    claim_id: str | None = None
    fence: int | None = None
    base_rev: int | None = None
    epoch: str | None = None
    note: bytes = b"{}"


class OutboxRow(msgspec.Struct, frozen=True):
    """One command. `note` is for the screen alone (the draft as typed, case type, label) and is never sent."""

    command_id: str
    device_id: str
    author: str
    command_seq: int
    command_type: str
    command_schema: int
    case_id: str | None
    claim_id: str | None
    fence: int | None
    base_rev: int | None
    prev_case_command: str | None
    prev_hash: str
    body: bytes
    body_sha256: str
    created_wall: int
    created_mono: int
    server_offset_ms: int
    release_at: int
    epoch: str | None
    state: str
    attempts: int
    result: bytes | None
    settled_at: int | None
    dealt: int
    note: bytes


_LANES = ("qa.", "feedback.")


def lane_of(command_type: str, case_id: str | None) -> str | None:
    """Commands of one lane arrive in their order: those of a case, and those of a kind that build on each other."""
    if case_id is not None:
        return case_id
    return next((lane for lane in _LANES if command_type.startswith(lane)), None)


COLUMNS = OutboxRow.__struct_fields__
