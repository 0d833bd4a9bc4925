"""Audits of what the agent decided alone: rows of the ledger whose full case is asked for."""

from datetime import datetime
from typing import Annotated

import msgspec

from app.domain.decision import Verdict

MOST_AUDITS = 1_000
LONGEST_SEED = 64
Instant = Annotated[datetime, msgspec.Meta(tz=True)]


class AuditDraw(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A simple random sample of the rows decided in [decided_from, decided_before): the same seed over the same rows
    draws the same ones anywhere."""

    size: Annotated[int, msgspec.Meta(ge=1, le=MOST_AUDITS)]
    seed: Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_SEED)]
    decided_from: Instant
    decided_before: Instant
    case_type: str | None = None
    verdict: Verdict | None = None


class AuditOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Rows that are named, or a draw: one of the two."""

    external_refs: Annotated[tuple[str, ...], msgspec.Meta(max_length=MOST_AUDITS)] = ()
    draw: AuditDraw | None = None


class AuditRow(msgspec.Struct, frozen=True):
    """`case_id`: the case that came of it."""

    request_id: str
    external_ref: str
    case_type: str
    asked_at: datetime
    draw_id: str | None
    answered_at: datetime | None
    case_id: str | None


class AuditOrdered(msgspec.Struct, frozen=True):
    """`asked`: how many full cases were asked for now; `already`: rows of the order that had been asked for before;
    `unknown`: named rows that the ledger does not have. Of a draw: the size of what was drawn from, and the SHA-256
    over its refs in order, each with a line feed; `sample` is what was drawn."""

    asked: int
    already: int
    unknown: tuple[str, ...] = ()
    draw_id: str | None = None
    frame_size: int | None = None
    frame_digest: str | None = None
    sample: tuple[str, ...] = ()


class AuditPage(msgspec.Struct, frozen=True):
    """Oldest first; `next_after` continues the list, null at its end."""

    audits: tuple[AuditRow, ...]
    next_after: str | None
