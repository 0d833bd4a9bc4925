"""The row of the queue that a case becomes, what has happened around it, and the words it is found by: all that a seat
needs to know of a case until somebody opens it.

Made from a view, and from nothing else, so that it never tells more than the view does. The server sends it along with
the views of a snapshot, where it was made once for all seats; a seat makes its own of any other document.
"""

import functools
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from app.domain.ids import case_number
from app.domain.notes import NoteKind
from app.domain.text import legible

MOST_WORDS = 4_000
_SUBJECT = 80
_NAME = 60


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


class WorkRow(NamedTuple):
    """A row of `case_work`; times are Unix milliseconds, `tags` stand one to a line. `handed_by` is who handed the case
    to the person of this seat, "" where that may not be named, None where nobody did."""

    number: int
    snoozed_until: int | None = None
    snooze_reason: str | None = None
    waiting_since: int | None = None
    waiting_reason: str | None = None
    assigned_to: str | None = None
    assigned_name: str | None = None
    tags: str = ""
    handed_by: str | None = None

    @property
    def case_id(self) -> str:
        return f"C-{self.number}"

    @property
    def tag_list(self) -> tuple[str, ...]:
        return tuple(self.tags.split("\n")) if self.tags else ()


class Words(NamedTuple):
    """A row of `case_words`: everything but id and masked name that a case may be found by. `titles` are those of its
    evidence, which many cases share."""

    number: int
    words: str
    titles: str = ""


CaseRow = tuple[HeaderRow, WorkRow | None, Words]
"""`None` where nothing has happened around the case. On the wire an array of arrays in this order."""
_decoder: msgspec.json.Decoder[CaseRow] = msgspec.json.Decoder(CaseRow)
_encode = msgspec.json.Encoder().encode


def case_id_of(number: int) -> str:
    """The id of the case with this number; the other way round is `app.domain.ids.case_number`."""
    return f"C-{number}"


def unix_ms(moment: datetime) -> int:
    """Milliseconds since 1970; a naive time is refused (ValueError)."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    return round(moment.timestamp() * 1000)


def encoded(row: CaseRow) -> bytes:
    """The row as it crosses the wire."""
    return _encode(row)


def decoded(data: msgspec.Raw, number: int, rev: int) -> CaseRow | None:
    """The row of this case at this revision as it came by the wire; None where it is another's or cannot be read: then
    the document says it as well."""
    try:
        row = _decoder.decode(data)
    except (ValueError, RecursionError):
        return None
    head, work, words = row
    sound = head.number == words.number == number and head.rev == rev and (work is None or work.number == number)
    return row if sound else None


def row_of(case: Any) -> CaseRow:
    """The row of a CaseView, or of anything that has the same fields under the same names. Raises ValueError."""
    head, snooze, waiting, assigned = header_of(case), case.snooze, case.waiting, case.assigned_to
    work = None
    if snooze or waiting or assigned or case.tags:
        work = WorkRow(
            head.number,
            unix_ms(snooze.until) if snooze else None,
            snooze.reason if snooze else None,
            unix_ms(waiting.since) if waiting else None,
            waiting.reason if waiting else None,
            assigned.user_id if assigned else None,
            assigned.name if assigned else None,
            "\n".join(tag.replace("\n", " ") for tag in case.tags),
            _handed_by(case),
        )
    shared = _titles(tuple([piece.title for piece in case.evidence]))
    if not (case.tags or case.notes or assigned):
        return head, work, Words(head.number, case.external_ref[:MOST_WORDS], shared)
    texts = [*case.tags, case.external_ref, assigned.name if assigned else "", *(note.text for note in case.notes)]
    return head, work, Words(head.number, " ".join(filter(None, texts))[:MOST_WORDS], shared)


def header_of(case: Any) -> HeaderRow:
    """The first part of it alone."""
    claim, escalation, word = case.claim, case.escalation, case.assessment
    return HeaderRow(
        case_number(case.case_id),
        case.case_type,
        case.rev,
        case.state,
        case.priority,
        unix_ms(case.routed_at),
        unix_ms(case.due_at),
        case.paused_ms,
        int(case.back_from_snooze),
        legible(case.subject_short, _SUBJECT),
        word.verdict if word else None,
        word.confidence if word else None,
        word.threshold if word else None,
        claim.owner_id if claim else None,
        unix_ms(claim.expires_at) if claim else None,
        claim.claim_id if claim else None,
        claim.fence if claim else None,
        escalation.kind if escalation else None,
        int(escalation.mine) if escalation else 0,
    )


def _handed_by(case: Any) -> str | None:
    """Who gave the case to the person of this seat with a note, as long as it is theirs. The newest note is first."""
    if case.assigned_to is None or not case.assigned_to.mine:
        return None
    found = next((note for note in case.notes if note.to_me and note.kind == NoteKind.HAND_OVER), None)
    return legible(found.author_name, _NAME) if found is not None else None


@functools.lru_cache(maxsize=512)
def _titles(titles: tuple[Any, ...]) -> str:
    """What the pieces are called, each name once; cases of one type share most of it."""
    texts = {text for title in titles for text in (title.en, title.zh) if text}
    return " ".join(sorted(texts))[:MOST_WORDS]
