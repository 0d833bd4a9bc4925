"""Quality: frames, samples, sealed packets, results and adjudication, as they cross the wire.

What somebody is to re-review never carries the first decision, its label, its words or its author, nor anything that
tells where the case comes from: see `PacketItem`, which is all there is of a case for a scorer.
"""

from datetime import datetime
from typing import Annotated

import msgspec

from app.contract.audits import Instant
from app.contract.canonical import canonical_json
from app.contract.views import EvidenceView
from app.domain.acceptance import Severity
from app.domain.assessment import Scalar
from app.domain.sampling import FrameRow, Plan

MOST_FRAME = 50_000
MOST_CARRIED = 500
"""Cases in one packet: what a seat takes along of a frame or of a sample."""
PACKET_PURPOSE = "footplate.qa-packet.1"
SEAL_INFO = b"footplate/qa-packet/1"
BY = ("case_type", "decision", "label", "vendor", "reviewer")
"""What a frame may be cut into strata by."""
_Words = Annotated[tuple[Annotated[str, msgspec.Meta(max_length=80)], ...], msgspec.Meta(max_length=50)]


class FrameCriteria(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Which decisions a frame holds: those in force of closed cases that were made in [decided_from, decided_before),
    and of these all that fit every list that is not empty. `vendors`: of the reviewer, "" for the house; `reviewers`:
    a team, as ids of its people. Own decisions of whoever defines the frame are left out. `strata_by`: names of `BY`.
    """

    decided_from: Instant
    decided_before: Instant
    case_types: _Words = ()
    decisions: _Words = ()
    labels: _Words = ()
    vendors: _Words = ()
    reviewers: _Words = ()
    strata_by: _Words = ()


class FrameStratum(msgspec.Struct, frozen=True):
    """`key`: what its cases have in common, in the order of `strata_by`."""

    stratum: int
    size: int
    key: tuple[str, ...]


class FrameView(msgspec.Struct, frozen=True):
    """A frozen frame. `cursor`: the newest feed_seq that it was read at; `digest`: see app.domain.stratified.
    `left_out`: cases that whoever defined it had a part in. `tells`: its criteria or strata say something of the
    decisions, or its strata who made them, so that it cannot be carried whole."""

    frame_id: str
    criteria: FrameCriteria
    cursor: int
    digest: str
    size: int
    strata: tuple[FrameStratum, ...]
    left_out: int
    tells: bool
    defined_by: str
    defined_by_name: str
    defined_at: datetime


class FramePage(msgspec.Struct, frozen=True):
    """The newest first."""

    frames: tuple[FrameView, ...]


class FrameRows(msgspec.Struct, frozen=True):
    """The rows of a frame in the order of their refs; `next_after` continues the list, null at its end."""

    rows: tuple[FrameRow, ...]
    next_after: str | None


class PacketRequest(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Either a whole frame, to be drawn from later, or one's own part of a sample."""

    frame_id: str | None = None
    sample_id: str | None = None


class PacketItem(msgspec.Struct, frozen=True, omit_defaults=True):
    """All that a scorer is given of a case: what the evidence says, personal values masked. There is no id of the case
    and no reference, no decision, label or word of anybody, no verdict of the agent, no priority, and nothing that
    says why the case is here."""

    ref: str
    case_type: str
    opened_at: datetime
    subject_short: str
    subject: dict[str, Scalar]
    evidence: tuple[EvidenceView, ...]
    masked: tuple[str, ...]


class PacketSample(msgspec.Struct, frozen=True, omit_defaults=True):
    """The sample that a packet belongs to, where it was drawn before."""

    sample_id: str
    plan: Plan
    seed: str
    drawn_at: datetime
    series: str | None = None


class PacketBody(msgspec.Struct, frozen=True, omit_defaults=True):
    """What lies inside the seal. `rows` and `severities` (as each series stands) where a whole frame is carried."""

    packet_id: str
    frame: FrameView
    items: tuple[PacketItem, ...]
    sample: PacketSample | None = None
    rows: tuple[FrameRow, ...] = ()
    severities: dict[str, Severity] = {}


class PacketHead(msgspec.Struct, frozen=True):
    """What can be known of a packet without its key. `sealed_sha256`: of the sealed bytes; `expires_at`: until when the
    server keeps what was decided from this person."""

    packet_id: str
    user_id: str
    device_id: str
    frame_id: str
    sample_id: str | None
    items: int
    issued_at: datetime
    expires_at: datetime
    sealed_sha256: str


class SealedPacket(msgspec.Struct, frozen=True):
    """`sealed`: base64 of HPKE (RFC 9180, base mode, X25519, HKDF-SHA256, AES-256-GCM) to the seat's own key, with
    `seal_info` as info, over `PacketBody` in JSON. `signature`: base64, by the server's `packet_key` over
    `packet_bytes` of the head."""

    head: PacketHead
    sealed: str
    signature: str


def packet_bytes(head: PacketHead) -> bytes:
    """The RFC 8785 form that is signed."""
    return canonical_json({"purpose": PACKET_PURPOSE} | msgspec.to_builtins(head))


def seal_info(packet_id: str, device_id: str) -> bytes:
    """Bound in, so that a packet opens as the one that it is, at the seat that it is for."""
    return SEAL_INFO + f"/{packet_id}/{device_id}".encode()


class ScorerView(msgspec.Struct, frozen=True):
    """How far one scorer is. `signed_at`: their scores are final."""

    user_id: str
    name: str
    assigned: int
    scored: int
    signed_at: datetime | None


class ShareView(msgspec.Struct, frozen=True):
    """A share with its interval at `confidence`; `method` says how: wilson, clopper_pearson, or stratified."""

    estimate: float
    low: float
    high: float
    confidence: float
    method: str


class StratumResult(msgspec.Struct, frozen=True):
    """One stratum: `size` cases, `n` settled ones in the sample, `wrong` of them."""

    stratum: int
    size: int
    n: int
    wrong: int


class LotResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """What came of a sample. `n` cases; `unscored`, `agreed`, `awaiting` a truth, `right` and `wrong` (adjudicated).
    `verdict`: accepted, rejected or open; empty where the plan has no acceptance number. Shares are of wrong first
    decisions among the settled cases, null while any is unsettled; `stratified` weighs the strata by their sizes.
    `pairs` cases were scored by two, who said the same of `pairs_agreed`."""

    n: int
    unscored: int
    agreed: int
    awaiting: int
    right: int
    wrong: int
    verdict: str = ""
    share: ShareView | None = None
    claim: ShareView | None = None
    stratified: ShareView | None = None
    strata: tuple[StratumResult, ...] = ()
    pairs: int = 0
    pairs_agreed: int = 0


class SampleItemView(msgspec.Struct, frozen=True, omit_defaults=True):
    """One case of a sample after the fact: the first decision and the active time that it took, what was said of it
    again, and how it stands (unscored, agreed, awaiting, right, wrong). `error_class`: what a wrong one is called in
    the rubric; `case_id` for whoever reads all reviews."""

    ref: str
    case_type: str
    first: str
    active_ms: int
    said: tuple[str, ...]
    standing: str
    truth: str | None = None
    error_class: str | None = None
    case_id: str | None = None


class SampleView(msgspec.Struct, frozen=True, omit_defaults=True):
    """A sample. `state`: open, scored (all have signed) or settled (nothing waits for a truth). `mine`: cases that the
    reader is still to score. `result` is told once the reader has signed, or has none to score; before that it would
    say something of the first decisions, and so are `items`, with a single sample. `accept` and `reject`: the numbers
    of an ISO plan."""

    sample_id: str
    frame_id: str
    frame_digest: str
    plan: Plan
    seed: str
    refs_digest: str
    size: int
    state: str
    drawn_by: str
    drawn_by_name: str
    drawn_at: datetime
    scorers: tuple[ScorerView, ...]
    mine: int
    waiting_for_anybody: int = 0
    letter: str = ""
    accept: int | None = None
    reject: int | None = None
    series: str | None = None
    result: LotResult | None = None
    items: tuple[SampleItemView, ...] = ()


class SamplePage(msgspec.Struct, frozen=True):
    """The newest first."""

    samples: tuple[SampleView, ...]


class ReReviewTask(msgspec.Struct, frozen=True):
    """One case to decide again, blind."""

    sample_id: str
    item: PacketItem


class ReReviewPage(msgspec.Struct, frozen=True):
    """The next cases to re-review of the reader; `waiting` in all."""

    tasks: tuple[ReReviewTask, ...]
    waiting: int


class SaidView(msgspec.Struct, frozen=True):
    """What one person said of a case; `first`: the decision that was in force."""

    person_id: str
    person_name: str
    decision: str
    rationale: str
    rationale_language: str
    at: datetime
    first: bool


class AdjudicationTask(msgspec.Struct, frozen=True):
    """A case that waits for a truth: both sides, and the case itself, by its name: who adjudicates may read all."""

    sample_id: str
    ref: str
    case_id: str
    item: PacketItem
    said: tuple[SaidView, ...]


class AdjudicationPage(msgspec.Struct, frozen=True):
    """The oldest first; `waiting` in all that the reader may settle."""

    tasks: tuple[AdjudicationTask, ...]
    waiting: int


class CoverageRow(msgspec.Struct, frozen=True):
    """One stratum of what was decided: by case type, decision and the reviewer's vendor ("" for the house). `decided`
    decisions in force; `drawn`, `scored` (signed) and `settled` of them."""

    case_type: str
    decision: str
    vendor: str
    decided: int
    drawn: int
    scored: int
    settled: int


class CoverageView(msgspec.Struct, frozen=True):
    """Decisions in force that were made in [from_at, before_at)."""

    from_at: datetime
    before_at: datetime
    rows: tuple[CoverageRow, ...]


class SeriesLot(msgspec.Struct, frozen=True):
    """One lot of a series: how it was looked at, and what came of it."""

    sample_id: str
    settled_at: datetime
    severity: str
    verdict: str


class SeriesView(msgspec.Struct, frozen=True):
    """How a series of lots stands: the severity for its next lot by the switching rules, and its lots, newest first.
    `score`: the switching score towards reduced inspection; `in_row`: accepted ones on tightened inspection; `stopped`:
    no lot is accepted by samples until the cause is mended."""

    series: str
    severity: Severity
    score: int
    in_row: int
    stopped: bool
    lots: tuple[SeriesLot, ...]


class SeriesPage(msgspec.Struct, frozen=True):
    """By name."""

    series: tuple[SeriesView, ...]
