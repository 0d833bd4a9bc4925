"""QA samples at a seat: frames, plans, packets that are carried, blind scores, signatures, adjudication."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

import msgspec

from app.desktop.ports.errors import DeskError

if TYPE_CHECKING:
    from app.contract.qa import (
        AdjudicationPage,
        CoverageView,
        FrameCriteria,
        FrameView,
        PacketItem,
        SampleView,
        SeriesView,
    )
    from app.desktop.ports.shown import PageBitmap
    from app.desktop.ports.work import Sent
    from app.domain.document import Attachment
    from app.domain.sampling import Plan


class PacketRefused(DeskError):
    """A packet that is not used: packet_damaged (not the bytes that were signed), packet_signature (not by this
    server), packet_other_seat (sealed for another person or seat), packet_frame (its rows are not the frame's),
    packet_no_key (this seat has no key that opens it), packet_gone (it is not here)."""

    code = "packet_damaged"


class PlanPreview(msgspec.Struct, frozen=True):
    """What a plan would mean for a frame. `n` cases to re-review; `letter`, `accept` and `reject` of an ISO plan;
    `passes` maps the share of right decisions of a team (0.95) to the chance that its lot is accepted; `half_width` as
    expected of a stratified plan; `active_ms`: the work, by the median re-review so far (None: nothing is known)."""

    n: int
    letter: str = ""
    accept: int | None = None
    reject: int | None = None
    passes: Mapping[float, float] = {}
    half_width: float | None = None
    by_stratum: Mapping[int, int] = {}
    active_ms: int | None = None


class CarriedSample(msgspec.Struct, frozen=True):
    """A sample that can be worked on without the server. `refs` in the order of the work; `said` the standing decision
    on each ref scored here; `signed`: the signature is written (perhaps not sent); `pending` of its commands wait to be
    sent, `refused` were not taken (codes). `drawn_here`: by this seat, from a frame that it carries."""

    sample_id: str
    packet_id: str
    frame_id: str
    refs: tuple[str, ...]
    said: Mapping[str, str]
    signed: bool = False
    drawn_here: bool = False
    pending: int = 0
    refused: tuple[str, ...] = ()


class ScoreDraft(msgspec.Struct, frozen=True):
    """What is half said about a case, and the active time that went into it."""

    decision: str = ""
    text: str = ""
    active_ms: int = 0


class CarriedFiles(msgspec.Struct, frozen=True):
    """Files behind the evidence of a packet: how many there are, their bytes together, and how many lie here."""

    total: int = 0
    size: int = 0
    here: int = 0


class Carried(msgspec.Struct, frozen=True):
    """One packet at this seat. `samples`: drawn from it or brought with it; `whole`: a frame that can be drawn from."""

    packet_id: str
    frame: "FrameView"
    taken_at: int
    whole: bool
    items: int
    severities: Mapping[str, str]
    samples: tuple[CarriedSample, ...]
    files: "CarriedFiles" = msgspec.field(default_factory=lambda: CarriedFiles())


class Quality(Protocol):
    """usecases/quality.py."""

    # --- pool; raise ApiError (Offline, Busy, Problem)

    def frames(self) -> "tuple[FrameView, ...]": ...

    def define(self, criteria: "FrameCriteria") -> "FrameView": ...

    def samples(self) -> "tuple[SampleView, ...]": ...

    def sample(self, sample_id: str) -> "SampleView": ...

    def adjudications(self) -> "AdjudicationPage": ...

    def coverage(self, days: int) -> "CoverageView": ...

    def series(self) -> "tuple[SeriesView, ...]": ...

    def take(self, want: int) -> tuple[str, ...]:
        """Take over cases that wait for anybody, and bring them; the packets that came of it."""

    def bring_frame(self, frame_id: str) -> str:
        """Carry a whole frame; its packet. Raises PacketRefused as well."""

    def bring_sample(self, sample_id: str) -> str:
        """Carry what is to be scored of a sample; its packet. Raises PacketRefused as well."""

    def give_back(self, packet_id: str) -> None: ...

    def bring_files(self, packet_id: str) -> None:
        """Fetch the files of a packet that are not here. Raises CannotShow as well; what came stays."""

    def file_page(self, packet_id: str, ref: str, file: "Attachment", page: int, edge: int) -> "PageBitmap":
        """A page of a file of a packet's case, fetched where it is not here. Raises CannotShow as well."""

    # --- off the GUI thread, without the server

    def preview(self, frame: "FrameView", plan: "Plan") -> PlanPreview:
        """Instant. Raises NotReady(codes) for a plan that the server would refuse."""

    def carried(self) -> tuple[Carried, ...]:
        """Every packet here that opens, the newest first; one that does not is left out."""

    def item(self, packet_id: str, ref: str) -> "PacketItem":
        """One case to decide again. Raises PacketRefused."""

    def drafts(self) -> Mapping[tuple[str, str], ScoreDraft]:
        """What is half said, by sample and ref; it survives the window and the machine."""

    # --- writer thread, with or without the server; raise NotReady(codes), PacketRefused

    def draw(
        self,
        packet_id: str,
        plan: "Plan",
        seed: str,
        scorers: tuple[str, ...] = (),
        overlap: float = 0.0,
        series: str | None = None,
    ) -> str:
        """Draw from a frame that is carried; the new sample's id. The server draws again when it hears of it."""

    def draw_online(
        self,
        frame: "FrameView",
        plan: "Plan",
        seed: str,
        scorers: tuple[str, ...] = (),
        overlap: float = 0.0,
        series: str | None = None,
    ) -> str:
        """Have the server draw from a frame that is not carried; the new sample's id. `scorers`: ("*",) for anybody."""

    def score(
        self, sample_id: str, ref: str, decision: str, rationale: str, language: str, active_ms: int
    ) -> "Sent": ...

    def keep_draft(self, sample_id: str, ref: str, draft: ScoreDraft | None) -> None:
        """None: it is said, or nothing is half said of it any more."""

    def sign(self, sample_id: str) -> "Sent":
        """The scores are final."""

    def adjudicate(self, sample_id: str, ref: str, truth: str, reason: str, language: str) -> "Sent": ...

    def undo(self, command_id: str) -> str:
        """Take back what is not yet sent; its command type. Raises TooLate."""
