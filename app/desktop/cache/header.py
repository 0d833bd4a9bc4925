"""The few fields of a case that a queue row needs, read out of the received bytes without decoding the rest."""

from datetime import datetime

import msgspec

from app.contract.queue_row import CaseRow, HeaderRow, case_id_of, header_of, row_of, unix_ms

__all__ = ["COLUMNS", "CaseRow", "HeaderRow", "case_id_of", "read_case", "read_header", "unix_ms"]


# The structs below hold no cycle, and a first sync may make a dozen for each case: the collector need not walk them.
class _Assessment(msgspec.Struct, frozen=True, gc=False):
    verdict: str | None = None
    confidence: float | None = None
    threshold: float | None = None


class _Claim(msgspec.Struct, frozen=True, gc=False):
    owner_id: str
    expires_at: datetime
    claim_id: str | None = None
    fence: int | None = None


class _Escalation(msgspec.Struct, frozen=True, gc=False):
    kind: str
    mine: bool = False


class _Title(msgspec.Struct, frozen=True, gc=False):
    en: str | None = None
    zh: str | None = None


class _Evidence(msgspec.Struct, frozen=True, gc=False):
    title: _Title = _Title()


class _Note(msgspec.Struct, frozen=True, gc=False):
    text: str = ""
    kind: str = ""
    author_name: str = ""
    to_me: bool = False


class _Assigned(msgspec.Struct, frozen=True, gc=False):
    user_id: str
    name: str = ""
    mine: bool = False


class _Snooze(msgspec.Struct, frozen=True, gc=False):
    until: datetime
    reason: str = ""


class _Waiting(msgspec.Struct, frozen=True, gc=False):
    since: datetime
    reason: str = ""


class _Head(msgspec.Struct, frozen=True, gc=False):
    """All but the evidence: that stands last and is read in one go with the rest, or apart where it is strange."""

    case_id: str
    case_type: str
    rev: int
    state: str
    priority: int
    routed_at: datetime
    due_at: datetime
    subject_short: str = ""
    paused_ms: int = 0
    back_from_snooze: bool = False
    assessment: _Assessment = _Assessment()
    claim: _Claim | None = None
    escalation: _Escalation | None = None
    external_ref: str = ""
    notes: tuple[_Note, ...] = ()
    tags: tuple[str, ...] = ()
    assigned_to: _Assigned | None = None
    snooze: _Snooze | None = None
    waiting: _Waiting | None = None


class _Header(_Head, frozen=True, gc=False):
    evidence: tuple[_Evidence, ...] = ()


COLUMNS = HeaderRow._fields
_decoder, _head_decoder = msgspec.json.Decoder(_Header), msgspec.json.Decoder(_Head)


def read_header(document: bytes) -> HeaderRow:
    """The header of one case document. Raises ValueError (msgspec's errors are ValueErrors) or RecursionError."""
    return header_of(_head_decoder.decode(document))


def read_case(document: bytes | msgspec.Raw) -> CaseRow:
    """The header of one case document, what has happened around the case, and the words it is found by. Raises as
    `read_header` does."""
    return row_of(_decode(document))


def _decode(document: bytes | msgspec.Raw) -> _Header:
    """Evidence of a form that is not known is a matter for whoever opens the case, not for its row."""
    try:
        return _decoder.decode(document)
    except (msgspec.ValidationError, RecursionError):
        head = _head_decoder.decode(document)
        return _Header(*(getattr(head, name) for name in _Head.__struct_fields__))
