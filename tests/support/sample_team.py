"""Figures of an invented team, as the server would tell them: for the gallery and for tests of the Team room."""

import math
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from app.contract.agreement import (
    AgreementCase,
    AgreementCases,
    AgreementCell,
    AgreementRater,
    AgreementView,
    Measure,
)
from app.contract.disputes import DisputePage, DisputeView, VendorWeekly, WeeklyDispute
from app.contract.recall import RecallFigure, RecallRow, RecallStratum, RecallTarget, RecallView
from app.contract.scorecards import (
    BlindShift,
    CardReader,
    DifferenceFigure,
    DisputeCounts,
    Figure,
    FunnelLimit,
    FunnelPoint,
    FunnelView,
    HandlingFigure,
    JudgementPage,
    JudgementView,
    OwnScorecard,
    ScorecardPage,
    ScorecardView,
    SourceCount,
    Subject,
    ThroughputFigure,
)
from app.contract.shift import ShiftDue, ShiftHour, ShiftPerson, ShiftView
from app.desktop.ports import Offline, Sent, TooLate
from app.domain.blind_first import wilson
from tests.support.sample_desk import NOW, NOW_MS
from tests.support.sample_standing import GoldsDesk, LadderDesk

START = NOW - timedelta(days=30)


def share(count: int, n: int, state: str | None = None, more: int | None = None, rate: int | None = None) -> Figure:
    """A figure as the server makes it."""
    if n < 30:
        return Figure(n, more_to_show=30 - n, target=0.98 if state else None)
    low, high = wilson(count, n)
    if state is None:
        return Figure(n, count, count / n, low, high)
    contract = "met" if count >= 0.98 * n else "missed"
    return Figure(n, count, count / n, low, high, 0, 0.98, state, contract, more, rate)


def card(subject: Subject, right: int, n: int, state: str = "not_yet_known", more: int | None = 36) -> ScorecardView:
    return ScorecardView(
        subject=subject,
        people=1 if subject.kind == "person" else 6,
        case_type=None,
        accuracy=share(right, n, state, more if state == "not_yet_known" else None, 412),
        sources=(SourceCount("re_review", n, right),),
        benchmark=0.98,
        needless=share(11, 140),
        handling=HandlingFigure(812, 185_000, 420_000, 214_000),
        gold=share(78, 80, "not_yet_known", 156),
        agreement=share(118, 125),
        overturned=share(9, 812),
        in_time=share(771, 812),
        throughput=ThroughputFigure(812, 21, 160_000_000, 38.7, 18.3),
        blind=BlindShift(
            share(52, 64), share(380, 420), DifferenceFigure(420, 64, 0.092, 0.004, 0.201), share(7, 64), share(2, 64)
        ),
        disputes=DisputeCounts(1, 2, 1),
    )


def own() -> OwnScorecard:
    me = Subject("person", "u-7", "reviewer-07")
    types = (
        card(Subject("case_type", "ato_investigation", ""), 98, 100),
        card(Subject("case_type", "withdrawal_anomaly", ""), 61, 66),
        card(Subject("case_type", "kyc_audit", ""), 11, 12, more=None),
    )
    readers = (CardReader(NOW - timedelta(days=2), "lead-01"),)
    return OwnScorecard(START, NOW, card(me, 170, 178), types, readers)


def _judged(number: int, **more: Any) -> JudgementView:
    told: dict[str, Any] = {
        "judgement_id": f"qa:{number}",
        "source": "re_review",
        "review_id": f"r-{number}",
        "case_id": f"C-1981{number:02d}",
        "case_type": "ato_investigation",
        "decided_at": NOW - timedelta(hours=7 * number),
        "decision": "pass",
        "truth": "block",
        "right": False,
        "judged_at": NOW - timedelta(hours=6 * number),
        "error_class": "critical",
        "disputable": True,
    }
    return JudgementView(**(told | more))


JUDGED = (
    _judged(1),
    _judged(2, source="contested", truth="pass", right=True, error_class=None, case_type="withdrawal_anomaly"),
    _judged(3, right=None, truth=None, error_class=None, disputable=False, source="replaced"),
    _judged(4, disputable=False, dispute_id="d-1", dispute_state="open", error_class="major", source="four_eyes"),
    _judged(5, error_class="minor", decision="block", truth="pass", case_type="kyc_audit"),
)


def cards(by: str) -> ScorecardPage:
    ids = {
        "vendor": ("", "vendor-a", "vendor-b"),
        "team": ("", "atlas", "boreas", "cygnus"),
        "case_type": ("ato_investigation", "kyc_audit", "withdrawal_anomaly"),
    }[by]
    figures = ((1_180, 1_200, "met"), (470, 480, "not_yet_known"), (601, 660, "missed"), (20, 21, "not_yet_known"))
    told = tuple(
        card(Subject(by, one, one), right, n, state) for one, (right, n, state) in zip(ids, figures, strict=False)
    )
    return ScorecardPage(START, NOW, by, told, card(Subject("all", "", ""), 2_251, 2_340, "missed"))


def funnel(by: str, measure: str) -> FunnelView:
    many = (
        ("atlas", 470, 480, 0),
        ("boreas", 601, 660, -2),
        ("cygnus", 240, 250, 0),
        ("draco", 88, 93, -1),
        ("eridanus", 19, 20, None),
        ("", 1_180, 1_200, 2),
    )
    points = tuple(
        FunnelPoint(Subject(by if by != "case_type" else "team", name, name), share(right, n), outside)
        for name, right, n, outside in many
    )
    centre = 0.962
    limits = []
    for n in (30, 40, 50, 65, 80, 100, 130, 170, 220, 290, 380, 500, 650, 850, 1_100, 1_320):
        one = math.sqrt(centre * (1 - centre) / n)
        limits.append(
            FunnelLimit(
                n,
                max(0, centre - 1.96 * one),
                min(1, centre + 1.96 * one),
                max(0, centre - 3.09 * one),
                min(1, centre + 3.09 * one),
            )
        )
    benchmark = 0.98 if measure == "accuracy" else None
    return FunnelView(START, NOW, by, measure, share(2_598, 2_703), benchmark, points, tuple(limits))


RATERS = tuple(AgreementRater(f"u-{number}", f"reviewer-{number:02d}", 200 + number) for number in range(1, 8))


def agreement() -> AgreementView:
    cells = []
    for first in range(len(RATERS)):
        for second in range(first + 1, len(RATERS)):
            n = 24 + (first * 37 + second * 53) % 160
            if (first, second) == (2, 5):
                continue
            if n < 30:
                cells.append(AgreementCell(first, second, n, more_to_show=30 - n))
                continue
            kappa = 0.25 + ((first * 29 + second * 17) % 70) / 100
            raw = 0.9 + kappa / 12
            warned = ("chance_level",) if kappa < 0.3 else ("kappa_paradox",) if kappa < 0.4 else ()
            cells.append(
                AgreementCell(
                    first,
                    second,
                    n,
                    round(raw * n),
                    Measure(raw, raw - 0.04, min(1, raw + 0.02)),
                    Measure(kappa, kappa - 0.2, min(1, kappa + 0.15)),
                    Measure(raw - 0.01, raw - 0.05, raw + 0.02),
                    warned,
                )
            )
    return AgreementView(
        cases=914,
        labels=2_110,
        repeats=12,
        undecided=31,
        categories=("block", "pass"),
        raters=RATERS,
        cells=tuple(cells),
        raw=Measure(0.966, 0.952, 0.976),
        ac1=Measure(0.94, 0.92, 0.96),
        alpha=Measure(0.31, 0.17, 0.45),
        fleiss=Measure(0.308, 0.16, 0.44),
        warnings=("kappa_paradox",),
        from_at=START,
        before_at=NOW,
    )


def common() -> AgreementCases:
    rows = tuple(
        AgreementCase(
            f"C-1970{number:02d}",
            "ato_investigation",
            "block" if number < 2 else "pass",
            "pass",
            NOW - timedelta(days=number),
            NOW - timedelta(days=number, hours=3),
        )
        for number in range(5)
    )
    return AgreementCases(5, rows)


def recall() -> RecallView:
    def row(code: str, factor: int, estimate: float | None, se: float, more: int | None) -> RecallRow:
        strata = (
            RecallStratum("auto_pass", 90_000 // factor, 600 // factor, 3 // factor, 0, 12),
            RecallStratum("queue", 6_000 // factor, 300 // factor, 90 // factor, 88 // factor),
            RecallStratum("auto_block", 4_000 // factor, 200 // factor, 190 // factor, 190 // factor),
        )
        if estimate is None:
            return RecallRow(code, strata, RecallFigure(), RecallFigure(), lacking=("auto_pass",))
        found = RecallFigure(
            estimate,
            se,
            max(0, estimate - 1.96 * se),
            min(1, estimate + 1.96 * se),
            (
                RecallTarget(0.95, "not_yet_known", "missed", more),
                RecallTarget(0.99, "missed", "missed"),
            ),
        )
        return RecallRow(code, strata, found, RecallFigure(0.941, 0.006, 0.926, 0.952), 0.978)

    return RecallView(
        START,
        NOW,
        (
            row("*", 1, 0.919008, 0.039563, 310),
            row("ato_investigation", 2, 0.942, 0.048, 512),
            row("kyc_audit", 9, None, 0, None),
        ),
    )


def shift() -> ShiftView:
    start = NOW.replace(hour=0, minute=0)
    hours = tuple(
        ShiftHour(start + timedelta(hours=hour), 4 + (hour * 7) % 23, 2 + (hour * 11) % 19, hour % 3, hour % 2)
        for hour in range(10)
    )
    due = (
        ShiftDue("ato_investigation", 3, 7, 12, 31, 4, 2),
        ShiftDue("kyc_audit", 0, 2, 9, 18, 22, 0),
        ShiftDue("withdrawal_anomaly", 0, 0, 4, 6, 3, 1),
    )
    people = (
        ShiftPerson("u-1", "reviewer-01", "", "atlas", 4, 31, NOW - timedelta(minutes=3)),
        ShiftPerson("u-2", "reviewer-02", "", "atlas", 1, 18, NOW - timedelta(minutes=11)),
        ShiftPerson("b-9", "b-119", "vendor-b", "", 2, 0, None),
    )
    return ShiftView(NOW, start, start + timedelta(days=1), hours, due, people, 2)


def weekly(vendor: str) -> VendorWeekly:
    begun = datetime(2026, 11, 9, tzinfo=UTC)
    subject = Subject("vendor", vendor, vendor)
    rows = (
        WeeklyDispute(
            "d-1", "C-198104", "ato_investigation", "re_review", "pass", "block", NOW, "The device was known.", "en"
        ),
    )
    types = tuple(card(Subject("case_type", one, ""), 90, 96) for one in ("ato_investigation", "kyc_audit"))
    return VendorWeekly(
        vendor,
        begun,
        begun + timedelta(days=7),
        card(subject, 601, 660, "missed"),
        card(subject, 590, 640),
        types,
        rows,
    )


def disputes() -> DisputePage:
    def one(number: int, mine: bool, state: str = "open") -> DisputeView:
        return DisputeView(
            dispute_id=f"d-{number}",
            judgement_id=f"qa:{number}",
            source="re_review",
            state=state,
            case_id=f"C-19810{number}",
            case_type="ato_investigation",
            review_id=f"r-{number}",
            decision="pass",
            truth="block",
            raised_by="b-9",
            raised_by_name="b-119",
            vendor="vendor-b",
            raised_at=NOW - timedelta(days=number),
            reason="The device was known for two years, and the clause asks for a new one.",
            reason_language="en",
            mine_to_settle=mine,
        )

    return DisputePage((one(3, True), one(2, False), one(1, True, "upheld")), None)


class TeamDesk:
    """See ports.Team. `asked` is what was read, `sent` what was written; `offline` takes the server away."""

    def __init__(self) -> None:
        self.ladder, self.golds = LadderDesk(), GoldsDesk()
        self.offline = False
        self.asked: list[tuple[Any, ...]] = []
        self.sent: list[tuple[Any, ...]] = []
        self.undone: list[str] = []
        self.too_late = False

    def _read(self, *what: Any) -> None:
        self.asked.append(what)
        if self.offline:
            raise Offline

    def own(self, days: int) -> OwnScorecard:
        self._read("own", days)
        return own()

    def person(self, user_id: str, days: int) -> OwnScorecard:
        self._read("person", user_id, days)
        return own()

    def judgements(self, before: str | None = None) -> JudgementPage:
        self._read("judgements", before)
        return JudgementPage(JUDGED, None)

    def cards(self, by: str, days: int) -> ScorecardPage:
        self._read("cards", by, days)
        return cards(by)

    def funnel(self, by: str, measure: str, days: int) -> FunnelView:
        self._read("funnel", by, measure, days)
        return funnel(by, measure)

    def agreement(self, days: int) -> AgreementView:
        self._read("agreement", days)
        return agreement()

    def agreement_cases(self, first: str, second: str, days: int) -> AgreementCases:
        self._read("agreement_cases", first, second, days)
        return common()

    def recall(self, days: int) -> RecallView:
        self._read("recall", days)
        return recall()

    def shift(self) -> ShiftView:
        self._read("shift")
        return shift()

    def weekly(self, vendor: str) -> VendorWeekly:
        self._read("weekly", vendor)
        return weekly(vendor)

    def disputes(self) -> DisputePage:
        self._read("disputes")
        return disputes()

    def dispute(self, judgement_id: str, reason: str, language: str) -> Sent:
        self.sent.append(("dispute", judgement_id, reason, language))
        return Sent("c-1", "judgement.dispute", NOW_MS + 10_000)

    def settle(self, dispute_id: str, outcome: str, resolution: str, language: str) -> Sent:
        self.sent.append(("settle", dispute_id, outcome, resolution, language))
        return Sent("c-2", "dispute.resolve", NOW_MS + 10_000)

    def undo(self, command_id: str) -> str:
        if self.too_late:
            raise TooLate
        self.undone.append(command_id)
        return "judgement.dispute"


class Files:
    """See ports.Files; keeps what was saved."""

    def __init__(self, allowed: bool = True) -> None:
        self.allowed = allowed
        self.saved: dict[str, bytes] = {}

    def save(self, files: Any) -> str:
        self.saved |= dict(files)
        return "/home/lead/Downloads"


def team_context(desk: Any, team: TeamDesk, files: Files, rights: Any, window: Any, opened: list[str]) -> Any:
    """What the Team room is given."""
    return SimpleNamespace(
        tasks=desk.tasks,
        hub=desk.hub,
        clock=desk.clock,
        session=SimpleNamespace(may=lambda right: right in rights),
        key_of=window.actions_.key_cap,
        show_case=opened.append,
        team=team,
        ladder=team.ladder,
        golds=team.golds,
        files=files,
    )
