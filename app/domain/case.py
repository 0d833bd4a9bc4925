"""A case as the agent hands it over: what is to be decided, and the evidence for it."""

import enum
from datetime import datetime
from typing import Annotated

import msgspec

from app.domain.assessment import Assessment, Scalar
from app.domain.decision import Disposition, Verdict
from app.domain.document import MAX_BOXES, Attachment, FieldBox
from app.domain.priority import MAX_PRIORITY, MIN_PRIORITY
from app.domain.text import Bilingual, unwelcome_characters

MAX_EVIDENCE, MAX_ROWS, MAX_LINKS = 60, 500, 100

Instant = Annotated[datetime, msgspec.Meta(tz=True)]


class CaseState(enum.StrEnum):
    OPEN = "open"
    ESCALATED = "escalated"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Evidence(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One typed record: named `fields`, or `rows` of them, or an `attachment`. `pii` names the fields that are
    masked for everybody, beside those that the case type's schema marks; `boxes` say where on the attachment a field
    stands."""

    id: str
    kind: str
    title: Bilingual
    fields: dict[str, Scalar] | None = None
    rows: tuple[dict[str, Scalar], ...] | None = None
    attachment: Attachment | None = None
    pii: tuple[str, ...] = ()
    boxes: tuple[FieldBox, ...] = ()

    def __post_init__(self) -> None:
        if not 0 < len(self.id) <= 64 or not 0 < len(self.kind) <= 64:
            raise ValueError("id and kind have 1 to 64 characters")
        if self.fields is None and self.rows is None and self.attachment is None:
            raise ValueError("evidence holds fields, rows or an attachment")
        if self.rows is not None and len(self.rows) > MAX_ROWS:
            raise ValueError(f"at most {MAX_ROWS} rows")
        if self.boxes:
            self._check_boxes()

    def _check_boxes(self) -> None:
        if self.attachment is None:
            raise ValueError("boxes stand on an attachment")
        if len(self.boxes) > MAX_BOXES:
            raise ValueError(f"at most {MAX_BOXES} boxes")
        pages = self.attachment.pages
        if pages is not None and any(box.page > pages for box in self.boxes):
            raise ValueError("a box stands on a page that the attachment does not have")


class Link(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What ties this case to others: a device, an IP, an address, a payee."""

    kind: str
    value: str


class IntakeCase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the agent sends. `external_ref` is its own name for the case and the idempotency key; `vendor` names
    the contact centre whose people may see it, null for the house."""

    external_ref: str
    case_type: str
    opened_at: Instant
    priority: int
    subject: dict[str, Scalar]
    evidence: tuple[Evidence, ...]
    assessment: Assessment
    routed_at: Instant | None = None
    links: tuple[Link, ...] = ()
    vendor: str | None = None

    def __post_init__(self) -> None:
        if not 0 < len(self.external_ref) <= 200 or unwelcome_characters(self.external_ref):
            raise ValueError("external_ref has 1 to 200 characters and no control characters")
        if not MIN_PRIORITY <= self.priority <= MAX_PRIORITY:
            raise ValueError(f"priority lies between {MIN_PRIORITY} and {MAX_PRIORITY}")
        if len(self.evidence) > MAX_EVIDENCE or len(self.links) > MAX_LINKS:
            raise ValueError(f"at most {MAX_EVIDENCE} pieces of evidence and {MAX_LINKS} links")
        if len({e.id for e in self.evidence}) != len(self.evidence):
            raise ValueError("two pieces of evidence have the same id")


class IntakeDecision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A light row of the ledger: what the agent decided alone, with neither subject nor evidence."""

    external_ref: str
    case_type: str
    verdict: Verdict
    risk_score: float
    confidence: float
    threshold: float
    rule_version: str
    decided_at: Instant
    segment: dict[str, Scalar] = {}

    def __post_init__(self) -> None:
        if not 0 < len(self.external_ref) <= 200 or unwelcome_characters(self.external_ref):
            raise ValueError("external_ref has 1 to 200 characters and no control characters")
        for name in ("risk_score", "confidence", "threshold"):
            if not 0.0 <= getattr(self, name) <= 1.0:
                raise ValueError(f"{name} lies between 0 and 1")

    @property
    def disposition(self) -> Disposition:
        return Disposition.AUTO_BLOCKED if self.verdict is Verdict.BLOCK else Disposition.AUTO_PASSED
