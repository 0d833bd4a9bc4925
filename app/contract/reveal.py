"""Seeing a masked value: online only, with a reason, written to the audit trail before the value leaves the server."""

import msgspec

from app.domain.assessment import Scalar
from app.domain.reveal import RevealReason


class RevealRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`field` is a path out of `CaseView.masked`, such as "subject.account" or "evidence.e1.ip"."""

    case_id: str
    field: str
    reason: RevealReason


class RevealAnswer(msgspec.Struct, frozen=True):
    """One value for a field, one per row for rows. It is shown for `ttl_s` seconds and kept nowhere."""

    reveal_id: str
    values: tuple[Scalar, ...]
    ttl_s: int
