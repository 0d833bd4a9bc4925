"""What the QA room shows, in codes and figures."""

from typing import TYPE_CHECKING

import msgspec

from app.desktop.ports.quality import CarriedFiles, CarriedSample, PlanPreview

if TYPE_CHECKING:
    from app.contract.qa import (
        AdjudicationTask,
        CoverageView,
        FrameView,
        PacketItem,
        SaidView,
        SampleItemView,
        SampleView,
        SeriesView,
    )
    from app.contract.review_checks import RubricView

LOTS, PLAN, COVERAGE, ADJUDICATE = "lots", "plan", "coverage", "adjudicate"
DAYS = (1, 7, 14, 30, 90)
LEVELS = ("S-1", "S-2", "S-3", "S-4", "I", "II", "III")
AQLS = ("0.40", "0.65", "1.0", "1.5", "2.5", "4.0", "6.5", "10")
SEVERITIES = ("normal", "tightened", "reduced")
WIDTHS = ("1", "2", "3", "5")
DECISIONS = ("", "pass", "block", "escalate")
LABELS = ("", "TP", "FP", "TN", "FN")
ALLOCATIONS = ("proportional", "neyman")
MINIMA = ("2", "5", "10", "30")
OVERLAPS = ("0", "10", "25", "50")
TOGETHER = "together"
"""In the place of one who re-reviews: all leads share the sample."""
CUTS = ("", "case_type", "vendor", "reviewer", "decision", "label")
EVERYBODY, HOUSE = "*", ""


class PlanForm(msgspec.Struct, frozen=True):
    """A lot and its plan as they are being chosen. `vendor` is * for all, "" for the house; `team` "" for all; `width`
    and `overlap`, the share that two score, in per cent; `series` "" for a lot by itself."""

    days: int = 7
    case_type: str = ""
    vendor: str = EVERYBODY
    team: str = ""
    decision: str = ""
    label: str = ""
    by: str = ""
    kind: str = "iso"
    level: str = "II"
    aql: str = "1.5"
    severity: str = "normal"
    width: str = "2"
    allocation: str = "proportional"
    minimum: str = "2"
    seed: str = ""
    who: str = "me"
    overlap: str = "0"
    series: str = ""


class Lot(msgspec.Struct, frozen=True):
    """One sample: as the server tells it, as it is carried here, or both. `files`: of the packet that it lies in."""

    sample_id: str
    sample: "SampleView | None" = None
    carried: CarriedSample | None = None
    frame: "FrameView | None" = None
    files: CarriedFiles = CarriedFiles()

    @property
    def files_missing(self) -> int:
        return self.files.total - self.files.here


class WorkState(msgspec.Struct, frozen=True):
    """One case in sight. `kind`: score (blind, out of the packet `packet_id`; `said` is empty) or settle (both sides of
    the case `case_id`). `number` of `total`."""

    kind: str
    sample_id: str
    ref: str
    item: "PacketItem"
    number: int = 0
    total: int = 0
    decision: str = ""
    text: str = ""
    problem: str = ""
    busy: bool = False
    said: "tuple[SaidView, ...]" = ()
    packet_id: str = ""
    case_id: str = ""


class QaState(msgspec.Struct, frozen=True):
    """`frame` is the lot that is planned for, `packet` the packet in which it is carried here, if it is. `lot` is the
    sample that is open, `items` its cases once they may be told. `teams` with their people; `offline` why the server
    said nothing; `told` a code of what was done last, or an error's."""

    page: str = LOTS
    pages: tuple[str, ...] = (LOTS,)
    form: PlanForm = PlanForm()
    vendors: tuple[str, ...] = ()
    colleagues: tuple[tuple[str, str], ...] = ()
    teams: tuple[tuple[str, tuple[str, ...]], ...] = ()
    frame: "FrameView | None" = None
    packet: str = ""
    preview: PlanPreview | None = None
    problem: str = ""
    lots: tuple[Lot, ...] = ()
    lot: str = ""
    items: "tuple[SampleItemView, ...]" = ()
    rubric: "RubricView | None" = None
    tasks: "tuple[AdjudicationTask, ...] | None" = None
    coverage: "CoverageView | None" = None
    series: "tuple[SeriesView, ...]" = ()
    asking: bool = False
    busy: bool = False
    offline: str = ""
    told: str = ""
    saved: str = ""
    undo_until: int = 0
    as_table: bool = False
    work: WorkState | None = None

    @property
    def waiting(self) -> int:
        """Cases that whoever re-reviews may take over."""
        return sum(lot.sample.waiting_for_anybody for lot in self.lots if lot.sample is not None)

    @property
    def open_lot(self) -> Lot | None:
        return next((one for one in self.lots if one.sample_id == self.lot), None) if self.lot else None
