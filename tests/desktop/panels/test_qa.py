"""The QA room in the real window: plan, draw, re-review blind, sign, adjudicate; with and without the server."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from app.desktop.panels.qa import QaRoom
from app.domain.roles import Role, capabilities
from app.domain.sampling import IsoPlan, StratifiedPlan
from tests.support.painted_texts import PaintedTexts
from tests.support.sample_quality import QualityDesk, quality_context
from tests.support.sample_team import Files
from tests.support.shell_window import Seat, seat

Open = Callable[..., AbstractContextManager["At"]]
WORDS = "the second device belongs to somebody else."


class At:
    """The window with its QA room over a seat that carries packets."""

    def __init__(self, window: Seat, room: QaRoom, quality: QualityDesk, files: Files) -> None:
        self.on, self.room, self.quality, self.files = window, room, quality, files

    def press(self, *keys: str) -> None:
        self.on.press(*keys)

    def write(self, text: str) -> None:
        self.press("W", *("Space" if letter == " " else letter for letter in text))

    @property
    def words(self) -> str:
        with PaintedTexts(self.on.window) as texts:
            return "\n".join(shown.text for shown in texts.collect())

    @property
    def page(self) -> str:
        return self.room.presenter.state.page

    def tab_to(self, widget: QWidget) -> None:
        for _ in range(60):
            if widget.hasFocus():
                return
            self.press("Tab")
        raise AssertionError(f"no Tab leads to {widget}")


@contextmanager
def qa_room(
    app: QApplication,
    *,
    role: Role = Role.TEAM_LEAD,
    language: str = "en",
    size: tuple[int, int] = (1366, 768),
    refs: int = 2,
) -> Iterator[At]:
    rights = frozenset(str(right) for right in capabilities((role,)))
    with seat(app, language=language, size=size) as window:
        window.window.set_signed_in(window.window._person, rights.__contains__)
        quality, files = QualityDesk(window.desk.hub, refs), Files()
        room = QaRoom(quality_context(window.desk, quality, files, rights, window.window))
        window.window.add_room("qa", room)
        window.press("Ctrl+4")
        yield At(window, room, quality, files)


@pytest.fixture
def opening(qapp: QApplication) -> Open:
    return lambda **how: qa_room(qapp, **how)


def test_who_has_no_part_in_quality_has_no_such_workspace(opening: Open) -> None:
    with opening(role=Role.REVIEWER) as at:
        assert at.on.window.current == "review"
        assert not at.on.window.rail._buttons["qa"].isVisible()
        assert "workspace.qa" not in {spec.id for spec in at.on.window.actions_.live()}


def test_who_only_scores_sees_samples_and_nothing_of_plans_or_truths(opening: Open) -> None:
    with opening(role=Role.SENIOR_AGENT) as at:
        assert at.room.presenter.state.pages == ("lots",)


def test_a_plan_says_at_once_what_it_takes_and_what_it_can_tell(opening: Open) -> None:
    with opening() as at:
        at.quality.size = 2140
        at.press(".")
        assert "Choose which decisions the lot holds" in at.words
        at.press("Ctrl+Return")
        shown = at.words
        for words in ("2,140 decisions", "n 125", "5 errors (Ac)", "6 errors (Re)", "K"):
            assert words in shown
        assert "a team that is right in 98 % passes 96 % of weeks, and a 95 % team would still pass 40 %" in shown
        assert "about 5 h 33 min of active time" in shown


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_another_plan_is_told_without_asking_the_server(opening: Open) -> None:
    with opening() as at:
        at.press(".", "Ctrl+Return")
        at.quality.offline = True
        at.tab_to(at.room.view.plan.boxes["level"])
        at.press("Return", "Down", "Return")
        assert at.room.presenter.state.form.level == "III"
        assert at.room.view.plan.boxes["level"].accessibleName() == "Inspection level: III"
        assert "n 80" in at.words
        at.tab_to(at.room.view.plan.boxes["kind"])
        at.press("Return", "Down", "Return")
        assert "Expected half-width" in at.words
        assert "What this plan can tell" not in at.words.replace("WHAT THIS PLAN CAN TELL", "What this plan can tell")


def test_a_lot_that_is_carried_is_drawn_scored_and_signed_without_the_server(opening: Open) -> None:
    with opening() as at:
        at.press(".", "Ctrl+Return", "O")
        assert "It is sealed to this seat" in at.words
        at.quality.offline = True
        at.press("Ctrl+Return")
        drawn = [what for what in at.quality.sent if what[0] == "draw"]
        assert drawn[0][1:3] == ("p-1", IsoPlan(1.5))
        assert at.page == "lots"
        assert "hidden until you have signed" in at.words
        for number in range(2):
            at.press("Ctrl+Return")
            assert f"BLIND RE-REVIEW · {number + 1} OF 2" in at.words
            at.press("B")
            at.write(WORDS)
        at.press("Ctrl+Return")
        assert [what[2] for what in at.quality.sent if what[0] == "score"] == ["block", "block"]
        assert "Every case is decided again. Sign to make it final." in at.words
        at.press("Esc", "G")
        assert at.quality.sent[-1] == ("sign", "s-new")
        assert "Your scores are final" in at.words
        assert "2 wait for the server" in at.words


def test_nothing_is_kept_without_a_decision_and_its_reason(opening: Open) -> None:
    with opening() as at:
        at.press("J", "Return", "O", "Ctrl+Return", "Ctrl+Return")
        assert "Decide first: P, B or E." in at.words
        at.press("P", "Ctrl+Return")
        assert not [what for what in at.quality.sent if what[0] == "score"]
        at.write(WORDS)
        at.press("Ctrl+Return")
        assert ("score", "ref000000001", "pass", WORDS, "en") in at.quality.sent


def test_what_is_half_written_comes_back_with_its_case(opening: Open) -> None:
    with opening() as at:
        at.press("J", "Return", "O", "Ctrl+Return", "E")
        at.write("half")
        at.press("Esc", "L")
        assert "NEXT RE-REVIEW" in at.words.upper()
        at.press("Ctrl+Return")
        work = at.room.presenter.state.work
        assert work is not None
        assert (work.decision, work.text) == ("escalate", "half")
        assert at.room.view.case.note.text() == "half"


def test_a_score_is_taken_back(opening: Open) -> None:
    with opening() as at:
        at.press("J", "Return", "O", "Ctrl+Return", "B")
        at.write(WORDS)
        at.press("Ctrl+Return", "Esc", "Y")
        assert at.quality.sent[-1] == ("undo", "c-score")
        assert at.quality.said == {}


def test_a_blind_case_shows_its_evidence_and_nobodys_word(opening: Open) -> None:
    with opening() as at:
        at.press("J", "Return", "O", "Ctrl+Return")
        shown = at.words
        assert "Blind: nobody's first decision, label or words came along" in shown
        assert at.room.view.case.tabs.count >= 1
        for word in ("0.71", "threshold", "C-204817", "reviewer-03"):
            assert word not in shown
        before = at.room.view.case.tabs.current
        at.press(".")
        assert at.room.view.case.tabs.current == min(before + 1, at.room.view.case.tabs.count - 1)


def test_a_sample_tells_its_result_with_intervals_and_the_verdict_of_its_lot(opening: Open) -> None:
    with opening() as at:
        at.press("Return")
        shown = at.words
        for words in ("lot accepted", "3 upheld", "0.8–6.8 % at 95 %", "0.5–6.9 % at 95 %", "63 of 63, signed"):
            assert words in shown
        at.press("T")
        assert at.room.view.lot.curve.shows_table
        at.press("S")
        assert set(at.files.saved) == {"footplate-plan.png", "footplate-plan.svg", "footplate-plan.csv"}


def test_an_adjudicator_sees_both_sides_and_writes_the_truth(opening: Open) -> None:
    with opening() as at:
        at.press(".", ".", ".")
        assert at.page == "adjudicate"
        at.press("Ctrl+Return")
        shown = at.words
        assert "FIRST DECISION · REVIEWER-03" in shown
        assert "BLIND RE-REVIEW · LEAD-02" in shown
        assert "The device was known for two years." in shown
        at.press("E")
        assert at.room.presenter.state.work is not None
        assert at.room.presenter.state.work.decision == "", "a truth is no escalation"
        at.press("B")
        at.write(WORDS)
        at.press("Ctrl+Return")
        assert at.quality.sent[-1] == ("adjudicate", "r-1", "block", WORDS, "en")
        assert len(at.room.presenter.state.tasks or ()) == 1


def test_without_the_server_it_says_what_still_works(opening: Open) -> None:
    with opening() as at:
        at.quality.offline = True
        at.press("R")
        assert "what is carried here can be drawn, re-reviewed and signed" in at.words


def test_a_lot_that_would_tell_cannot_be_carried_and_is_drawn_by_the_server(opening: Open) -> None:
    with opening() as at:
        at.quality.size = 9_000
        at.press(".", "Ctrl+Return")
        assert "Take along" not in at.words
        at.press("Ctrl+Return")
        assert at.quality.sent[-1][:2] == ("draw_online", "f-1")
        assert "The server draws the sample" in at.words


def test_a_stratified_plan_is_drawn_as_chosen(opening: Open) -> None:
    with opening() as at:
        at.press(".")
        at.room.presenter.choose("kind", "stratified")
        at.room.presenter.choose("width", "3")
        at.press("Ctrl+Return", "Ctrl+Return")
        assert at.quality.sent[-1][2] == StratifiedPlan(0.03)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_nothing_is_clipped_and_no_english_is_left(opening: Open, language: str) -> None:
    steps = (("plan", ".", "Ctrl+Return"), ("coverage", "."), ("adjudicate", "."), ("case", "Ctrl+Return"))
    more = (
        ("lots", "L", ",", ",", ","),
        ("lot", "Return"),
        ("mine", "L", "J", "Return", "O"),
        ("blind", "Ctrl+Return"),
    )
    with opening(language=language) as at:
        for name, *keys in (*steps, *more):
            at.press(*keys)
            with PaintedTexts(at.on.window) as texts:
                shown = texts.collect()
            assert [one.text for one in shown if one.clipped and not one.data and not one.elided] == [], name
            if language == "zh_CN":
                assert [one.text for one in shown if not one.data and _english(one.text)] == [], name


_KNOWN = (
    "Footplate",
    "ROCA",
    "KYC",
    "ATO",
    "POA",
    "AQL",
    "ISO",
    "Ctrl",
    "Enter",
    "ENTER",
    "QA",
    "EN",
    "2FA",
    "Ac",
    "Re",
    "IP",
    "USDT",
    "SOP",
)


def _english(text: str) -> bool:
    """Whether words are left in a text that ought to be Chinese."""
    for known in _KNOWN:
        text = text.replace(known, "")
    return any(part.isalpha() and part.isascii() and len(part) > 2 for part in text.split())


def test_a_lot_is_of_a_team_and_of_a_series_whose_inspection_the_rules_say(opening: Open) -> None:
    with opening() as at:
        at.press(".")
        at.room.presenter.choose("team", "atlas")
        at.room.presenter.choose("severity", "tightened")
        at.tab_to(at.room.view.plan.lines["series"])
        at.press(*"vendor-b")
        form = at.room.presenter.state.form
        assert (form.series, form.severity) == ("vendor-b", "normal"), "as the switching rules ask"
        at.press("Ctrl+Return")
        assert at.quality.sent[-1][1].reviewers == ("u-3", "u-4")
        assert "normal, as the switching rules ask after 1 lot" in at.words
        at.room.presenter.choose("severity", "tightened")
        assert "The switching rules ask for normal inspection in the next lot of this series." in at.words
        at.room.presenter.choose("who", "together")
        at.room.presenter.choose("overlap", "25")
        at.press("Ctrl+Return")
        assert at.quality.sent[-1][4] == ("u-7", "u-8"), "oneself first"
        assert at.quality.more[-1] == (0.25, "vendor-b")


def test_neyman_needs_an_earlier_sample_and_says_so(opening: Open) -> None:
    with opening() as at:
        at.press(".", "Ctrl+Return")
        for name, value in (("kind", "stratified"), ("minimum", "10"), ("allocation", "neyman")):
            at.room.presenter.choose(name, value)
        assert "it needs a settled sample that was cut into the same strata" in at.words
        at.room.presenter.choose("allocation", "proportional")
        at.press("Ctrl+Return")
        plan = at.quality.sent[-1][2]
        assert isinstance(plan, StratifiedPlan)
        assert plan.minimum == 10


def test_cases_that_wait_for_anybody_are_taken_over_by_a_key(opening: Open) -> None:
    with opening() as at:
        assert "Take over" not in at.words
        at.quality.wait = 7
        at.press("R")
        assert "Take over" in at.words
        at.press("A")
        assert at.quality.sent[-1] == ("take", 20)
        assert "Taken over and brought here." in at.words


def test_a_settled_sample_tells_its_cases_with_time_and_class_and_opens_one(opening: Open) -> None:
    with opening() as at:
        at.press("Return")
        shown = at.words
        for words in ("C-198300", "1 min 35 s", "Wrong decision", "waits for a truth"):
            assert words in shown
        at.tab_to(at.room.view.lot.cases.table)
        at.press("J", "Return")
        assert at.quality.opened == ["C-198301"]


def test_what_was_half_said_before_a_crash_stands_there_again(opening: Open) -> None:
    with opening() as at:
        at.press("J", "Return", "O", "Ctrl+Return")
        work = at.room.presenter.state.work
        assert work is not None
        at.press("B")
        at.write("half")
        at.room.presenter.tick(True)
        key = (work.sample_id, work.ref)
        assert (at.quality.kept[key].decision, at.quality.kept[key].text) == ("block", "half")
        # Another window over the same store.
        at.room.presenter._drafts.clear()
        at.room.presenter._knows_drafts = False
        at.room.presenter.back()
        at.room.presenter.activate()
        at.room.presenter.next_case()
        again = at.room.presenter.state.work
        assert again is not None
        assert (again.decision, again.text) == ("block", "half")
        at.room.presenter.type(WORDS)
        at.room.presenter.submit()
        assert key not in at.quality.kept, "what is sent is no draft"
