"""Licences, checks and known answers of an invented house, as the server would tell them."""

from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from app.contract.gold import (
    GoldItemView,
    GoldObstacle,
    GoldPeople,
    GoldPersonRow,
    GoldSetDetail,
    GoldSets,
    GoldSetView,
    OwnGold,
    PracticeCase,
    PracticePage,
    PracticeResult,
)
from app.contract.licence_words import licence_words
from app.contract.licences import (
    LicencePage,
    LicenceView,
    LookPage,
    LookView,
    OwnLicences,
    PersonLicence,
    RungView,
    StepView,
    WhyView,
)
from app.contract.qa_rubric import rubric
from app.contract.review_checks import (
    CheckedReviewView,
    CheckRow,
    CheckStats,
    CheckTally,
    CheckView,
    ErrorClassView,
    OwnChecks,
    RubricView,
)
from app.contract.scorecards import BlindShift, DifferenceFigure, Figure
from app.contract.stats import BlindFirstRow, BlindFirstStats, Share
from app.desktop.ports import Colleague, Offline, Problem
from app.domain.blind_first import wilson
from tests.support.sample_desk import NOW, ROWS, case_view

START = NOW - timedelta(days=30)
ADDED = NOW - timedelta(days=40)


def licences() -> OwnLicences:
    words = licence_words()
    day = timedelta(days=1)
    mine = (
        LicenceView("ato_investigation", "live", 200, 31, 1, 41, "test_good", NOW - 9 * day),
        LicenceView("kyc_audit", "supervised", 1000, 22, 0, 25, "passed_exam", NOW - 4 * day),
        LicenceView("poa_review", "learn", 1000, 4, 1, 6, "began"),
        LicenceView("reset_2fa", "certify", 1000, 0, 0, 20, "practised", NOW - 2 * day),
        LicenceView("withdrawal_anomaly", "live", 50, 12, 0, 35, "granted", NOW - 60 * day, "Two years of this work."),
    )
    steps = (
        StepView("reset_2fa", NOW - 2 * day, "learn", 1000, "certify", 1000, 10, 1, "practised"),
        StepView("kyc_audit", NOW - 4 * day, "certify", 1000, "supervised", 1000, 20, 0, "passed_exam"),
        StepView("ato_investigation", NOW - 9 * day, "live", 500, "live", 200, 54, 0, "test_good"),
        StepView("ato_investigation", NOW - 30 * day, "live", 200, "live", 500, 16, 3, "test_poor"),
        StepView(
            "withdrawal_anomaly", NOW - 60 * day, "learn", 1000, "live", 50, 0, 0, "granted", "lead-01",
            "Two years of this work.",
        ),
    )  # fmt: skip
    rungs = tuple(RungView(one.code.value, one.name, one.meaning) for one in words.rungs)
    return OwnLicences(True, mine, steps, rungs, tuple(WhyView(one.code.value, one.text) for one in words.whys))


def house() -> LicencePage:
    mine = licences().licences
    rows = tuple(
        PersonLicence(
            f"u-{number}", f"reviewer-{number:02d}", mine[(number + at) % 5], "vendor-b" if number > 3 else None
        )
        for number in range(1, 5)
        for at in range(3)
    )
    return LicencePage(True, rows, 2)


def looks() -> LookPage:
    types = ("ato_investigation", "kyc_audit")
    found = tuple(
        LookView(f"r-{n}", f"C-19820{n}", types[n % 2], f"u-{n}", f"reviewer-0{n}", NOW - timedelta(hours=n), 500)
        for n in range(1, 3)
    )
    return LookPage(found, None)


def told() -> RubricView:
    found = rubric()
    return RubricView(
        found.version,
        tuple(ErrorClassView(one.code, one.severity.value, one.about, one.name, one.meaning) for one in found.classes),
        tuple(CheckView(one.code, one.error_class, one.name, one.meaning, one.failed) for one in found.checks),
    )


def own_checks() -> OwnChecks:
    tallies = tuple(
        CheckTally(one.code, 118 - number, 2 if number in (0, 2) else 0, number)
        for number, one in enumerate(rubric().checks)
    )
    failed = tuple(
        CheckedReviewView(f"r-{n}", f"C-19710{n}", NOW - timedelta(hours=n), codes, ())
        for n, codes in enumerate((("evidence_opened",), ("own_words", "evidence_opened"), ("own_words",)))
    )
    return OwnChecks(START, NOW, tallies, failed)


def check_stats() -> CheckStats:
    rows = tuple(
        CheckRow(f"u-{number}", f"reviewer-{number:02d}", one.code, 90 + number, (number + at) % 3, at)
        for number in range(1, 7)
        for at, one in enumerate(rubric().checks)
    )
    return CheckStats(START, NOW, rows)


def _share(count: int, n: int) -> Figure:
    if n < 30:
        return Figure(n, more_to_show=30 - n)
    return Figure(n, count, count / n, *wilson(count, n))


def blind_first(*, few: bool = False) -> BlindFirstStats:
    def row(case_type: str, blind: tuple[int, int], shown: tuple[int, int], pull: DifferenceFigure) -> BlindFirstRow:
        n = blind[1]
        moved = _share(n // 8, n), _share(n // 30, n)
        shift = BlindShift(_share(*blind), _share(*shown), pull, *moved)
        raw = Share(0, 0, 0, 1)
        return BlindFirstRow(case_type, n, n, 0, n // 12, raw, raw, raw, raw, shift)

    if few:
        return BlindFirstStats(START, NOW, (row("*", (9, 12), (70, 80), DifferenceFigure(80, 12, more_to_show=18)),))
    return BlindFirstStats(
        START,
        NOW,
        (
            row("*", (402, 520), (3_120, 3_540), DifferenceFigure(3_540, 520, 0.108, 0.071, 0.148)),
            row("ato_investigation", (211, 280), (1_610, 1_800), DifferenceFigure(1_800, 280, 0.141, 0.092, 0.194)),
            row("kyc_audit", (178, 218), (1_290, 1_530), DifferenceFigure(1_530, 218, 0.027, -0.024, 0.085)),
            row("poa_review", (13, 22), (220, 250), DifferenceFigure(250, 22, more_to_show=8)),
        ),
    )


def gold_set(number: int, name: str, *, mine: bool) -> GoldSetView:
    owner = ("u-7", "reviewer-07") if mine else ("u-9", "lead-09")
    return GoldSetView(f"s-{number}", name, *owner, mine, 4 + number, 10, ADDED)


SETS = (gold_set(1, "ATO 2026", mine=True), gold_set(2, "KYC basics", mine=False))


def gold_sets() -> GoldSets:
    return GoldSets(0.05, SETS, (GoldObstacle("poa_review", "blind_share_too_low"),))


def gold_items() -> tuple[GoldItemView, ...]:
    many = (("in_use", 4, "block"), ("resting", 10, "pass"), ("practice", 0, "block"), ("retired", 7, "pass"))
    return tuple(
        GoldItemView(
            f"i-{n}",
            f"C-18110{n}",
            "ato_investigation",
            truth,
            "The second device signed in an hour after a password reset from another country.",
            "en",
            standing,
            exposures,
            n + 1,
            ADDED,
        )
        for n, (standing, exposures, truth) in enumerate(many)
    )


def gold_people() -> GoldPeople:
    rows = (
        GoldPersonRow("u-3", "reviewer-03", "alarm", 80, 0, 6, 1),
        GoldPersonRow("u-1", "reviewer-01", "quiet", 80, 0, 1, 3),
        GoldPersonRow("u-2", "reviewer-02", "not_enough", 34, 46, None, 2),
    )
    return GoldPeople(80, 5, rows)


class LadderDesk:
    """See ports.standing.Ladder. `sent` is what was written, `offline` takes the server away."""

    def __init__(self) -> None:
        self.offline = False
        self.required = True
        self.few = False
        self.asked: list[tuple[Any, ...]] = []
        self.sent: list[tuple[Any, ...]] = []
        self.refuses = ""

    def _read(self, *what: Any) -> None:
        self.asked.append(what)
        if self.offline:
            raise Offline

    def own(self) -> OwnLicences:
        self._read("licences")
        return replace(licences(), required=self.required)

    def practice(self, case_type: str) -> PracticePage:
        self._read("practice", case_type)
        if case_type != "ato_investigation" and case_type != "poa_review":
            return PracticePage(())
        case = case_view(next(row for row in ROWS if row.case_type == "ato_investigation"))
        cases = tuple(PracticeCase(f"p-{n}", replace(case, case_id=f"P-{n}")) for n in range(2))
        return PracticePage(cases)

    def answer(self, item_id: str, decision: str) -> PracticeResult:
        self._write("answer", item_id, decision)
        now = replace(licences().licences[2], to_go=5, n=5)
        reason = "The reset came from a device that had never signed in, an hour after the password was changed."
        return PracticeResult(decision == "block", "block", reason, "en", now)

    def _write(self, *what: Any) -> None:
        if self.offline:
            raise Offline
        if self.refuses:
            raise Problem(self.refuses, 403)
        self.sent.append(what)

    def everybody(self) -> LicencePage:
        self._read("everybody")
        return house()

    def looks(self) -> LookPage:
        self._read("looks")
        return looks()

    def place(self, user_id: str, case_type: str, rung: str, per_mille: int, reason: str) -> None:
        self._write("place", user_id, case_type, rung, per_mille, reason)

    def judge(self, review_id: str, error_class: str) -> bool:
        self._write("judge", review_id, error_class)
        return error_class == "wrong_decision"

    def own_checks(self, days: int) -> OwnChecks:
        self._read("own_checks", days)
        return own_checks()

    def check_stats(self, days: int) -> CheckStats:
        self._read("check_stats", days)
        return check_stats()

    def rubric(self) -> RubricView:
        self._read("rubric")
        return told()

    def blind_first(self, days: int) -> BlindFirstStats:
        self._read("blind_first", days)
        return blind_first(few=self.few)


class GoldsDesk:
    """See ports.standing.Golds."""

    def __init__(self) -> None:
        self.offline = False
        self.none = False
        self.sent: list[tuple[Any, ...]] = []

    def _online(self) -> None:
        if self.offline:
            raise Offline

    def own(self) -> OwnGold:
        self._online()
        as_of = NOW - timedelta(days=21)
        return OwnGold(as_of, None, None) if self.none else OwnGold(as_of, 34, 33)

    def sets(self) -> GoldSets:
        self._online()
        return GoldSets(0.0, (), ()) if self.none else gold_sets()

    def items(self, set_id: str) -> GoldSetDetail:
        self._online()
        return GoldSetDetail(next(one for one in SETS if one.set_id == set_id), gold_items())

    def people(self) -> GoldPeople:
        self._online()
        return GoldPeople(80, 5, ()) if self.none else gold_people()

    def owners(self) -> tuple[Colleague, ...]:
        return (Colleague("u-7", "reviewer-07", ("team_lead",)), Colleague("u-9", "lead-09", ("team_lead",)))

    def make(self, name: str) -> str:
        self._online()
        self.sent.append(("make", name))
        return "s-3"

    def add(self, set_id: str, case_id: str, truth: str, practice: bool, reason: str, language: str) -> None:
        self._online()
        self.sent.append(("add", set_id, case_id, truth, practice, reason, language))

    def retire(self, set_id: str, item_id: str) -> None:
        self.sent.append(("retire", set_id, item_id))

    def hand_over(self, set_id: str, user_id: str) -> None:
        self.sent.append(("hand", set_id, user_id))

    def run(self, user_id: str, case_type: str) -> int:
        self.sent.append(("run", user_id, case_type))
        return 20
