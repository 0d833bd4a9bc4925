"""The Feedback room in the real window, by keyboard: findings raised, named, taken back, changed, merged and split;
long lists; and what it says of codes that the server keeps."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import msgspec
import pytest
from PySide6.QtWidgets import QApplication

from app.contract.loop_rules import loop_rules
from app.contract.training_sets import EffectPart, RetrainingEffect
from app.desktop.panels.feedback import FeedbackRoom
from app.desktop.panels.feedback.words import names, training
from app.desktop.panels.feedback.words.training import source_words
from app.domain.blind_first import AFTER_REVEAL
from app.domain.feedback import CreateFeedback, FeedbackState, ResultKind, UpdateFeedback
from app.domain.roles import Role, capabilities
from app.domain.root_cause import Route
from app.server.usecases import calibration_results, disputes, qa_truths, review
from tests.support.painted_texts import PaintedTexts
from tests.support.sample_desk import NOW_MS
from tests.support.sample_loop import WAITS_MS, LoopDesk, finding, finding_id, loop_context, news_of, raised
from tests.support.shell_window import Seat, seat

Open = Callable[..., AbstractContextManager["At"]]
SHARED = "A family shares the device."


class At:
    """The window with its Feedback room, and what was asked of the server."""

    def __init__(self, window: Seat, room: FeedbackRoom, desk: LoopDesk, clock: Any) -> None:
        self.on, self.room, self.desk, self.clock = window, room, desk, clock

    def press(self, *keys: str) -> None:
        self.on.press(*keys)

    def write(self, words: str) -> None:
        self.press(*("Space" if letter == " " else letter for letter in words))

    def pages(self, name: str) -> None:
        """To a page of the room, by the key that turns them."""
        while self.state.page != name:
            self.press(".")

    def open(self, feedback_id: str) -> None:
        rows = [one.feedback_id for one in self.state.data.items]
        self.press(*["Down"] * rows.index(feedback_id), "Return")
        assert self.state.inner == feedback_id

    @property
    def state(self) -> Any:
        return self.room.presenter.state

    @property
    def words(self) -> str:
        with PaintedTexts(self.on.window) as shown:
            return "\n".join(one.text for one in shown.collect())


@contextmanager
def feedback_room(
    app: QApplication, desk: LoopDesk, *, role: Role = Role.TEAM_LEAD, language: str = "en"
) -> Iterator[At]:
    rights = frozenset(str(right) for right in capabilities((role,)))
    with seat(app, language=language) as window:
        window.window.set_signed_in(window.window._person, rights.__contains__)
        context = loop_context(desk, rights, window.window.actions_.key_cap)
        room = FeedbackRoom(context)
        window.window.add_room("feedback", room)
        window.press("Ctrl+7")
        yield At(window, room, desk, context.clock)


@pytest.fixture
def opening(qapp: QApplication) -> Open:
    return lambda *items, **how: feedback_room(qapp, LoopDesk(*items), **how)


# --- what one raised oneself ------------------------------------------------------------------------


def test_a_reviewer_words_a_finding_of_ones_own_otherwise_and_takes_that_back(opening: Open) -> None:
    one = raised(4, SHARED, own=True)
    with opening(one, role=Role.REVIEWER) as at:
        assert at.state.pages == ("news",)
        assert SHARED in at.words
        at.press("Tab", "E")
        assert (at.state.sheet.kind, at.state.sheet.text) == ("reword", SHARED)
        at.press("Ctrl+A")
        at.write("two people share it")
        at.press("Return")
        assert at.desk.sent == [UpdateFeedback(one.feedback_id, one.rev, title="two people share it")]
        assert at.state.told == "changed_now"
        at.press("Y")
        assert (at.desk.sent, at.state.told) == ([], "taken_back")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_reviewer_takes_a_finding_of_ones_own_back_with_a_reason(opening: Open, language: str) -> None:
    one = raised(4, SHARED, own=True)
    with opening(one, role=Role.REVIEWER, language=language) as at:
        at.press("Tab", "B")
        title = "take the finding back" if language == "en" else "撤回该发现"
        shown = at.words
        assert title in shown.casefold(), shown
        assert shown.count(SHARED) == 2, "the sheet says which one"
        at.press("Return")
        assert at.state.sheet.problem == "reason_required"
        at.write("not so")
        at.press("Return")
        language_of = "en" if language == "en" else "zh"
        told = UpdateFeedback(
            one.feedback_id, one.rev, state=FeedbackState.DISMISSED, reason="not so", language=language_of
        )
        assert at.desk.sent == [told]
        at.clock.ms = NOW_MS + WAITS_MS
        at.desk.asked.clear()
        at.room.presenter.tick()
        assert ("own", 1) in at.desk.asked, "what became of it is read once it has gone out"


def test_what_somebody_took_up_is_no_longer_its_authors_to_change(opening: Open) -> None:
    with opening(raised(4, SHARED, own=True, state="accepted"), role=Role.REVIEWER) as at:
        at.press("Tab", "E")
        assert (at.state.sheet, at.state.told) == (None, "taken_up")
        at.press("B")
        assert (at.state.sheet, at.state.told) == (None, "taken_up")


def test_a_row_of_news_is_not_taken_for_a_finding_of_ones_own(qapp: QApplication) -> None:
    one, other = raised(4, SHARED, own=True), finding(5)
    desk = LoopDesk(one, other)
    desk.news = (news_of(7, other),)
    with feedback_room(qapp, desk, role=Role.REVIEWER) as at:
        at.press("Down", "B")
        assert (at.state.sheet, at.state.told) == (None, "own_first")


def test_a_senior_agent_words_ones_own_finding_and_no_other(opening: Open) -> None:
    one, other = raised(4, SHARED, own=True), raised(5, "Another one.")
    with opening(one, other, role=Role.SENIOR_AGENT) as at:
        at.open(one.feedback_id)
        at.press("E")
        assert at.state.sheet.about == one.feedback_id
        at.press("Esc", "L")
        at.press("Up", "Up")
        at.open(other.feedback_id)
        at.press("E")
        assert (at.state.sheet, at.state.told) == (None, "only_reads")
        at.press("B")
        assert (at.state.sheet, at.state.told) == (None, "not_own")


@pytest.mark.parametrize(
    ("language", "said"), [("en", "A family shares the device: accepted."), ("zh_CN", "：已接受。")]
)
def test_news_of_a_finding_in_a_whole_sentence_reads_as_one(qapp: QApplication, language: str, said: str) -> None:
    one = raised(4, SHARED, own=True)
    desk = LoopDesk(one)
    desk.news = (news_of(7, one),)
    with feedback_room(qapp, desk, role=Role.REVIEWER, language=language) as at:
        shown = at.words
        assert said in shown, shown
        assert f"{SHARED}：" not in shown


def test_a_person_without_news_raises_a_finding_by_its_key(opening: Open) -> None:
    with opening(role=Role.REVIEWER) as at:
        at.press("N")
        assert at.state.sheet is not None, "the keys are the room's, not those of the search above it"


# --- raising, changing, merging, splitting ----------------------------------------------------------


def test_a_finding_is_raised_over_cases_with_a_route_and_taken_back(opening: Open) -> None:
    with opening(finding(1)) as at:
        at.press("N", "Return")
        assert at.state.sheet.problem == "case_required"
        at.write("C-204817, c-204817 x")
        at.press("Return")
        assert at.state.sheet.problem == "case_ids"
        at.press("Ctrl+A")
        at.write("c-204817 C-204822")
        at.press("Return")
        assert at.state.sheet.problem == "title_required"
        at.press("Tab", "3", "Tab")
        at.write("shared devices")
        at.press("Return")
        (body,) = at.desk.sent
        assert isinstance(body, CreateFeedback)
        assert (body.case_ids, body.title, body.route) == (("C-204817", "C-204822"), "shared devices", Route.B)
        at.press("Y")
        assert at.desk.sent == []


def test_a_change_names_what_came_of_it_and_a_dismissal_says_why(opening: Open) -> None:
    one = finding(3, state="accepted", route="A")
    with opening(one) as at:
        at.open(one.feedback_id)
        at.press("Ctrl+Return")
        assert at.state.sheet.chosen == {"state": "in_work", "route": "A", "owner": "", "result": ""}
        at.press("2", "Return")
        assert (at.state.sheet.chosen["state"], at.state.sheet.problem) == ("dismissed", "reason_required")
        at.press("3", "Tab", "Tab", "2", "Tab", "3", "Return")
        assert at.state.sheet.problem == "result_pair"
        at.press("Tab")
        at.write("p-17")
        at.press("Return")
        (body,) = at.desk.sent
        assert body == UpdateFeedback(
            one.feedback_id,
            one.rev,
            state=FeedbackState.IN_WORK,
            owner_id="u-lena",
            result_kind=ResultKind.PROPOSAL,
            result_ref="p-17",
        )


def test_a_finding_is_merged_into_one_that_is_still_open_however_old_and_never_into_a_signal(opening: Open) -> None:
    old, ended = finding(1), [finding(n, state="dismissed") for n in range(2, 9)]
    signal, one = finding(9, kind="signal"), finding(10)
    with opening(old, *ended, signal, one) as at:
        at.open(one.feedback_id)
        at.press("M")
        assert [found for found, _ in at.state.sheet.options] == [old.feedback_id]
        at.room.presenter.confirm()
        assert at.state.sheet.problem == "other_required"
        at.press("1", "Tab")
        at.write("the same")
        at.press("Return")
        assert at.desk.sent == [UpdateFeedback(one.feedback_id, one.rev, merge_into=old.feedback_id, reason="the same")]
        assert at.state.told == "merged_now"


def test_without_another_finding_nothing_is_merged(opening: Open) -> None:
    one = finding(10)
    with opening(one, finding(9, state="verified")) as at:
        at.open(one.feedback_id)
        at.press("M")
        assert (at.state.sheet, at.state.told) == (None, "no_other")


def test_picked_cases_are_split_off_under_a_name_of_their_own(opening: Open) -> None:
    one = finding(3)
    with opening(one) as at:
        at.open(one.feedback_id)
        at.press("X")
        assert at.state.told == "pick_first"
        at.press("P", "Down", "P", "Down", "P", "P", "X", "Return")
        assert at.state.sheet.problem == "title_required"
        at.write("old phones")
        at.press("Return")
        (body,) = at.desk.sent
        assert isinstance(body, UpdateFeedback)
        (part,) = body.split
        assert (part.title, part.case_ids) == ("old phones", ("C-204829", "C-204830"))
        assert at.state.picked == frozenset()


@pytest.mark.parametrize("key", ["Ctrl+Return", "M", "X"])
def test_nothing_of_a_finding_that_has_ended_changes(opening: Open, key: str) -> None:
    one = finding(3, state="verified")
    with opening(one) as at:
        at.room.presenter.choose("shown", "verified")
        at.open(one.feedback_id)
        at.press("P", key)
        assert (at.state.sheet, at.state.told) == (None, "finding_ended")


def test_what_went_out_already_cannot_be_taken_back(opening: Open) -> None:
    one = finding(3)
    with opening(one) as at:
        at.open(one.feedback_id)
        at.press("E")
        at.write("a name")
        at.press("Return")
        at.desk.released = True
        at.press("Y")
        assert (at.state.told, len(at.desk.sent)) == ("too_late", 1)


def test_a_name_is_sent_over_the_revision_that_its_author_saw(opening: Open) -> None:
    one = finding(3)
    with opening(one) as at:
        at.open(one.feedback_id)
        at.press("E")
        at.desk.all[one.feedback_id] = msgspec.structs.replace(one, rev=8, title="Somebody else's.")
        at.room.presenter.refresh()
        at.write("mine")
        at.press("Return")
        assert at.desk.sent == [UpdateFeedback(one.feedback_id, one.rev, title="mine")]


# --- long lists -------------------------------------------------------------------------------------


def test_the_list_goes_on_beyond_its_newest_page_and_stays_so_on_the_way_back(opening: Open) -> None:
    with opening(*(finding(n) for n in range(1, 9))) as at:
        assert [one.feedback_id for one in at.state.data.items] == [finding_id(n) for n in (8, 7, 6)]
        assert "These are the newest 3; H shows more." in at.words
        at.press("H")
        assert [one.feedback_id for one in at.state.data.items] == [finding_id(n) for n in range(8, 2, -1)]
        at.press(*["Down"] * 5, "Return")
        assert at.state.inner == finding_id(3)
        at.press("L")
        assert len(at.state.data.items) == 6
        at.press("H")
        assert len(at.state.data.items) == 8
        assert "H shows more" not in at.words
        at.press("H")
        assert at.state.told == "all_shown"
        at.room.presenter.choose("shown", "open")
        assert len(at.state.data.items) == 3, "another choice begins at its newest"


def test_the_cases_behind_a_finding_go_on_as_well(opening: Open) -> None:
    one = finding(3, cases=7)
    with opening(one) as at:
        at.open(one.feedback_id)
        assert len(at.state.detail.cases.cases) == 3
        at.press("H", "H")
        assert len(at.state.detail.cases.cases) == 7
        assert ("cases", one.feedback_id, 3) in at.desk.asked


def test_what_one_raised_long_ago_is_reached_as_well(opening: Open) -> None:
    with opening(*(raised(n, f"Number {n}.", own=True) for n in range(1, 6)), role=Role.REVIEWER) as at:
        assert "Number 1." not in at.words
        at.press("H")
        assert "Number 1." in at.words


# --- codes ------------------------------------------------------------------------------------------


def test_every_source_of_a_label_has_words() -> None:
    kept = (
        review.SOURCE,
        review.AUDIT,
        qa_truths.SOURCE,
        AFTER_REVEAL,
        disputes.SOURCE,
        calibration_results.SOURCE,
    )
    assert [source for source in kept if source_words(source) == source] == []


def test_every_rule_that_a_signal_fails_is_named_as_the_rules_name_it() -> None:
    for rule in loop_rules().signals.rules:
        assert names.cause(None, rule.code, None) == (rule.name.en, False)


NONE_YET = EffectPart(40, 0, 0, 0, 0, 0, 0.0, 0.0, 0.0, 1.0, 1.0)
BETTER = EffectPart(400, 400, 40, 380, 340, 0, 0.85, 0.81, 0.88, 1e-102, 1e99)
WORSE = EffectPart(60, 60, 50, 20, 1, 31, -0.5, -0.62, -0.36, 1e-8, 9_000_000.0)
UNKNOWN = EffectPart(60, 60, 30, 33, 8, 5, 0.05, -0.07, 0.17, 0.58, 0.4)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize(
    ("part", "said"),
    [
        (NONE_YET, ("has not answered", "尚未")),
        (BETTER, ("Better on the cases", "改善")),
        (WORSE, ("Worse on the cases", "变差")),
        (UNKNOWN, ("Not yet known", "尚不可知")),
    ],
)
def test_a_new_version_is_held_against_the_one_before_with_interval_and_chances_that_can_be_read(
    opening: Open, language: str, part: EffectPart, said: tuple[str, str]
) -> None:
    with opening(language=language):
        told = (RetrainingEffect("r-1", "roca-5.0", part, UNKNOWN),)
        assert said[language != "en"] in training.effect_said(told), training.effect_said(told)
        chart = training.effect_chart(told)
        assert chart is not None
        assert [len(one.shown) < 60 for one in chart.bars].count(False) == 0, chart.bars
        _, rows = training.effect_table(told)
        texts = [cell.text for cell in rows[0]]
        assert all(len(text) < 60 for text in texts), texts
        if part.n:
            assert any(f"n {part.n}" in one.shown for one in chart.bars)
            assert ("over 10,000" if language == "en" else "10,000") in texts[-1] or part is UNKNOWN
            assert texts[-2] != "0.000"
