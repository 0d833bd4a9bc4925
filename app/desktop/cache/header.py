"""The few fields of a case that a queue row needs, read out of the received bytes without decoding the rest."""

import functools
from datetime import datetime
from typing import NamedTuple

import msgspec

from app.desktop.cache.work_rows import MOST_WORDS, Words, WorkRow
from app.domain.ids import case_number
from app.domain.notes import NoteKind
from app.domain.text import legible

# The structs below hold no cycle, and a first sync makes a dozen for each case: the collector need not walk them.
_SUBJECT = 80
_NAME = 60


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


class HeaderRow(NamedTuple):
    """A row of `case_head`; times are Unix milliseconds, `number` is the one inside the case id. Its order is the
    table's."""

    number: int
    case_type: str
    rev: int
    state: str
    priority: int
    routed_at: int
    due_at: int
    paused_ms: int
    back: int
    subject: str
    verdict: str | None
    confidence: float | None
    threshold: float | None
    owner: str | None
    owned_until: int | None
    claim_id: str | None
    fence: int | None
    escalation: str | None
    escalated_by_me: int

    @property
    def case_id(self) -> str:
        return case_id_of(self.number)


COLUMNS = HeaderRow._fields
CaseRead = tuple[HeaderRow, WorkRow, Words]
_decoder, _head_decoder = msgspec.json.Decoder(_Header), msgspec.json.Decoder(_Head)


def case_id_of(number: int) -> str:
    """The id of the case with this number; the other way round is `app.domain.ids.case_number`."""
    return f"C-{number}"


def unix_ms(moment: datetime) -> int:
    """Milliseconds since 1970; a naive time is refused (ValueError)."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    return round(moment.timestamp() * 1000)


def read_header(document: bytes) -> HeaderRow:
    """The header of one case document. Raises ValueError (msgspec's errors are ValueErrors) or RecursionError."""
    return _header(_head_decoder.decode(document))


def read_case(document: bytes | msgspec.Raw) -> CaseRead:
    """The header of one case document, what has happened around the case, and the words it is found by. Raises as
    `read_header` does."""
    head = _decode(document)
    row, snooze, waiting, assigned = _header(head), head.snooze, head.waiting, head.assigned_to
    work = WorkRow(row.number)
    if snooze or waiting or assigned or head.tags:
        work = WorkRow(
            row.number,
            unix_ms(snooze.until) if snooze else None,
            snooze.reason if snooze else None,
            unix_ms(waiting.since) if waiting else None,
            waiting.reason if waiting else None,
            assigned.user_id if assigned else None,
            assigned.name if assigned else None,
            "\n".join(tag.replace("\n", " ") for tag in head.tags),
            _handed_by(head),
        )
    shared = _titles(tuple([piece.title for piece in head.evidence]))
    if not (head.tags or head.notes or assigned):
        return row, work, Words(row.number, head.external_ref[:MOST_WORDS], shared)
    texts = [*head.tags, head.external_ref, assigned.name if assigned else "", *(note.text for note in head.notes)]
    return row, work, Words(row.number, " ".join(filter(None, texts))[:MOST_WORDS], shared)


def _handed_by(head: _Head) -> str | None:
    """Who gave the case to the person of this seat with a note, as long as it is theirs. The newest note is first."""
    if head.assigned_to is None or not head.assigned_to.mine:
        return None
    found = next((note for note in head.notes if note.to_me and note.kind == NoteKind.HAND_OVER), None)
    return legible(found.author_name, _NAME) if found is not None else None


def _decode(document: bytes | msgspec.Raw) -> _Header:
    """Evidence of a form that is not known is a matter for whoever opens the case, not for its row."""
    try:
        return _decoder.decode(document)
    except (msgspec.ValidationError, RecursionError):
        head = _head_decoder.decode(document)
        return _Header(*(getattr(head, name) for name in _Head.__struct_fields__))


@functools.lru_cache(maxsize=512)
def _titles(titles: tuple[_Title, ...]) -> str:
    """What the pieces are called, each name once; cases of one type share most of it."""
    texts = {text for title in titles for text in (title.en, title.zh) if text}
    return " ".join(sorted(texts))[:MOST_WORDS]


def _header(head: _Head) -> HeaderRow:
    claim, escalation, word = head.claim, head.escalation, head.assessment
    return HeaderRow(
        case_number(head.case_id),
        head.case_type,
        head.rev,
        head.state,
        head.priority,
        unix_ms(head.routed_at),
        unix_ms(head.due_at),
        head.paused_ms,
        int(head.back_from_snooze),
        legible(head.subject_short, _SUBJECT),
        word.verdict,
        word.confidence,
        word.threshold,
        claim.owner_id if claim else None,
        unix_ms(claim.expires_at) if claim else None,
        claim.claim_id if claim else None,
        claim.fence if claim else None,
        escalation.kind if escalation else None,
        int(escalation.mine) if escalation else 0,
    )
