"""The Team room in the real window: own card, funnel, agreement, recall, shift, week, disputes; by keyboard."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from app.desktop.panels.team import TeamRoom
from app.desktop.panels.team.words.figures import source_words
from app.domain.roles import Role, capabilities
from app.server.storage import judgements
from tests.support.painted_texts import PaintedTexts
from tests.support.sample_team import Files, TeamDesk, team_context
from tests.support.shell_window import Seat, seat

Open = Callable[..., AbstractContextManager["At"]]


class At:
    """The window with its Team room, and what was asked of the server."""

    def __init__(self, window: Seat, room: TeamRoom, team: TeamDesk, files: Files, opened: list[str]) -> None:
        self.on, self.room, self.team, self.files, self.opened = window, room, team, files, opened

    def press(self, *keys: str) -> None:
        self.on.press(*keys)

    @property
    def words(self) -> str:
        with PaintedTexts(self.on.window) as texts:
            return "\n".join(shown.text for shown in texts.collect())

    def tab_to(self, widget: QWidget) -> None:
        for _ in range(40):
            if widget.hasFocus():
                return
            self.press("Tab")
        raise AssertionError(f"no Tab leads to {widget}")


@contextmanager
def team_room(
    app: QApplication,
    *,
    role: Role = Role.TEAM_LEAD,
    language: str = "en",
    size: tuple[int, int] = (1366, 768),
    offline: bool = False,
    exports: bool = True,
) -> Iterator[At]:
    rights = frozenset(str(right) for right in capabilities((role,)))
    with seat(app, language=language, size=size) as window:
        window.window.set_signed_in(window.window._person, rights.__contains__)
        team, files, opened = TeamDesk(), Files(exports), list[str]()
        team.offline = offline
        room = TeamRoom(team_context(window.desk, team, files, rights, window.window, opened))
        window.window.add_room("team", room)
        window.press("Ctrl+5")
        assert window.window.current == "team"
        yield At(window, room, team, files, opened)


@pytest.fixture
def opening(qapp: QApplication) -> Open:
    return lambda **how: team_room(qapp, **how)


def test_a_reviewer_sees_their_own_figures_and_nothing_else(opening: Open) -> None:
    with opening(role=Role.REVIEWER) as at:
        assert at.room.presenter.state.pages == ("own", "ladder", "checks")
        assert {what[0] for what in at.team.asked} == {"own", "judgements"}
        shown = at.words
        assert "95.5 %" in shown
        assert "not yet known" in shown
        assert "36 more cases without an error" in shown
        assert "The contract's point estimate: missed." in shown
        assert "n 12, 18 more until it is shown" in shown, "a figure of too few cases is not told"


def test_a_judgement_is_disputed_from_the_card_and_taken_back(opening: Open) -> None:
    with opening(role=Role.REVIEWER) as at:
        own = at.room.view.pages["own"]
        at.tab_to(own.judged.table)  # type: ignore[attr-defined]
        at.press("Return")
        assert "Somebody who neither decided nor judged reads it" in at.words
        at.press("Return")
        assert "Write a sentence" in at.words
        assert at.team.sent == []
        at.press(*"known", "Return")
        assert at.team.sent == [("dispute", "qa:1", "known", "en")]
        assert "The dispute is kept and goes out in 10 s." in at.words
        assert own.judged.table.hasFocus()  # type: ignore[attr-defined]
        at.press("Y")
        assert at.team.undone == ["c-1"]
        assert "Taken back. Nothing was sent." in at.words


def test_a_person_reads_who_else_has_read_their_card(opening: Open) -> None:
    with opening(role=Role.REVIEWER) as at:
        rows = at.room.view.pages["own"].readers.table.table()[1]  # type: ignore[attr-defined]
        assert [row[1].text for row in rows] == ["lead-01"]


def test_a_lead_opens_a_persons_card_who_is_told_of_it(opening: Open) -> None:
    with opening() as at:
        page: Any = at.room.view.pages["shift"]
        at.room.presenter.choose_page("shift")
        at.on.settle()
        at.tab_to(page.people.table)
        at.press("J", "Return")
        assert "They see with their own card that you have read it" in at.words
        assert not [what for what in at.team.asked if what[0] == "person"], "nothing is read before that"
        at.press("Return")
        assert ("person", "u-2", 30) in at.team.asked
        shown = at.words
        assert "The card of reviewer-02, who sees with their own that you have read it" in shown
        assert "JUDGEMENTS" not in shown
        at.press("L")
        assert page.people.table.isVisible()


def test_what_is_disputed_already_is_not_disputed_twice(opening: Open) -> None:
    with opening(role=Role.REVIEWER) as at:
        at.tab_to(at.room.view.pages["own"].judged.table)  # type: ignore[attr-defined]
        at.press("J", "J", "J", "Return")
        assert "This judgement is disputed already." in at.words
        at.press("K", "Return")
        assert "it is not settled yet" in at.words


def test_escape_leaves_a_dispute_unsent_and_gives_the_focus_back(opening: Open) -> None:
    with opening(role=Role.REVIEWER) as at:
        table = at.room.view.pages["own"].judged.table  # type: ignore[attr-defined]
        at.tab_to(table)
        at.press("Return", *"half", "Esc")
        assert at.team.sent == []
        assert table.hasFocus()
        assert not at.room.view.sheet.isVisible()


def test_a_lead_walks_the_pages_by_keys(opening: Open) -> None:
    with opening() as at:
        seen = [at.room.presenter.state.page]
        for _ in range(12):
            at.press(".")
            seen.append(at.room.presenter.state.page)
        assert seen[:7] == ["compare", "agreement", "pull", "recall", "shift", "weekly", "disputes"]
        assert seen[7:] == ["licences", "gold", "house_checks", "own", "ladder", "checks"]
        at.press(",")
        assert at.room.presenter.state.page == "ladder"


def test_the_funnel_says_who_lies_outside_and_ranks_nobody(opening: Open) -> None:
    with opening() as at:
        shown = at.words
        assert "3 lie outside the limits" in shown
        assert "boreas" in shown
        chart = at.room.view.pages["compare"].funnel.chart  # type: ignore[attr-defined]
        assert chart.hasFocus()
        heard = [part.name for part in chart.accessible_parts()]
        assert "boreas: 91.1 % (88.6–93.0 %), n 660, below 99.8 % limit" in heard
        at.press("T")
        table = at.room.view.pages["compare"].funnel.table  # type: ignore[attr-defined]
        assert table.hasFocus()
        assert "Who: eridanus; Accuracy: n 20; Against the limits: not enough yet" in [
            part.name for part in table.accessible_parts()
        ]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_what_is_compared_is_chosen_by_keys(opening: Open) -> None:
    with opening() as at:
        at.press("D")
        at.press("Up", "Return")
        assert at.room.presenter.state.days == 7
        at.tab_to(at.room.view.boxes["by"])
        at.press("Return", "Down", "Return")
        assert ("funnel", "team", "accuracy", 7) in at.team.asked
        assert at.room.view.boxes["by"].accessibleName() == "Whose: by team"


def test_a_chart_is_saved_with_its_table(opening: Open) -> None:
    with opening() as at:
        at.press("S")
        assert set(at.files.saved) == {"footplate-compare.png", "footplate-compare.svg", "footplate-compare.csv"}
        assert not QImage.fromData(at.files.saved["footplate-compare.png"], "PNG").isNull()
        assert "boreas" in at.files.saved["footplate-compare.svg"].decode()
        assert 'boreas,"91.1 %' in at.files.saved["footplate-compare.csv"].decode("utf-8-sig")
        assert "/home/lead/Downloads" in at.words


def test_where_files_may_not_leave_nothing_offers_to_save(opening: Open) -> None:
    with opening(exports=False) as at:
        assert "Save the chart" not in at.words
        at.press("S")
        assert at.files.saved == {}


def test_a_field_of_the_matrix_opens_its_cases_and_one_of_them(opening: Open) -> None:
    with opening() as at:
        at.press(".")
        page: Any = at.room.view.pages["agreement"]
        assert page.matrix.hasFocus()
        assert "Kappa is low because one answer is rare" in at.words
        at.press("Right", "Return")
        assert at.team.asked[-1] == ("agreement_cases", "u-1", "u-3", 30)
        assert "CASES OF REVIEWER-01 · REVIEWER-03" in at.words
        assert page.cases.table.hasFocus()
        at.press("J", "Return")
        assert at.opened == ["C-197001"]
        at.press("L")
        assert page.matrix.hasFocus()


def test_two_people_without_a_case_in_common_are_told_so(opening: Open) -> None:
    with opening() as at:
        at.press(".", "Down", "Down", "Right", "Right", "Right", "Right")
        page: Any = at.room.view.pages["agreement"]
        assert "These two have no case in common." in at.words
        before = list(at.team.asked)
        at.press("Return")
        assert at.team.asked == before
        assert page.matrix.hasFocus()


def test_recall_has_its_targets_and_what_the_queue_alone_would_say(opening: Open) -> None:
    with opening() as at:
        at.press(".", ".", ".")
        shown = at.words
        assert "91.9 % (84.1–99.7 %)" in shown
        assert "95 %: 310 more audits needed · 99 %: missed" in shown
        assert "97.8 %" in shown
        assert "too few audits" in shown


def test_a_dispute_is_settled_by_who_neither_raised_it_nor_judged(opening: Open) -> None:
    with opening() as at:
        at.press(*(".",) * 6)
        page: Any = at.room.view.pages["disputes"]
        assert page.rows.table.hasFocus()
        at.press("J", "Return")
        assert "so somebody else settles it" in at.words
        at.press("K", "Return", "2", "Tab", *"right", "Return")
        assert at.team.sent == [("settle", "d-3", "overturned", "right", "en")]


def test_without_the_server_it_is_said_and_asked_again(opening: Open) -> None:
    with opening(offline=True) as at:
        assert "These figures are made there; R asks again" in at.words
        at.team.offline = False
        at.press("R")
        assert "boreas" in at.words


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("size", [(1366, 768), (1600, 1000)])
def test_nothing_is_clipped_on_any_page(opening: Open, language: str, size: tuple[int, int]) -> None:
    with opening(language=language, size=size) as at:
        for page in at.room.presenter.state.pages:
            at.room.presenter.choose_page(page)
            at.on.settle()
            with PaintedTexts(at.on.window) as texts:
                shown = texts.collect()
            clipped = [one.text for one in shown if one.clipped and not one.data and not one.elided]
            assert clipped == [], page
            if language == "zh_CN":
                english = [one.text for one in shown if not one.data and _english(one.text)]
                assert english == [], page


_KNOWN = ("Footplate", "ROCA", "KYC", "ATO", "POA", "SOP", "AC1", "kappa", "alpha", "Cohen", "Gwet", "Krippendorff")


def _english(text: str) -> bool:
    """Whether words are left in a text that ought to be Chinese."""
    for known in (*_KNOWN, "Fleiss", "Ctrl", "Shift", "ENTER", "EN", "QA", "SLA", "KAPPA", "Enter", "Esc", "2FA"):
        text = text.replace(known, "")
    return any(part.isalpha() and part.isascii() and len(part) > 1 for part in text.split())


def test_every_source_of_a_judgement_that_is_listed_has_words() -> None:
    listed = (judgements.FOUR_EYES, judgements.CONTESTED, judgements.REPLACED, judgements.RE_REVIEW)
    assert [source for source in listed if source_words(source) == source] == []
