"""Licences, practice, checks, known answers and the pull of the agent's word in the Team room; by keyboard."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from app.domain.roles import Role
from tests.desktop.panels.test_team import At, team_room
from tests.support.accessible_tree import faults, tree

Open = Callable[..., AbstractContextManager[At]]


@pytest.fixture
def opening(qapp: QApplication) -> Open:
    return lambda **how: team_room(qapp, **how)


def go(at: At, page: str) -> Any:
    """By keys to a page."""
    pages = at.room.presenter.state.pages
    at.press(*(".",) * pages.index(page))
    assert at.room.presenter.state.page == page
    return at.room.view.pages[page]


def test_a_person_reads_where_they_stand_why_and_what_leads_on(opening: Open) -> None:
    with opening(role=Role.REVIEWER) as at:
        page = go(at, "ladder")
        assert page.types.table.hasFocus()
        shown = at.words
        assert "3 of 5" in shown
        assert "31 of your decisions were looked at again, 1 of them with a critical error." in shown
        assert "41 right ones in a row show 2 % errors or less rather than 8 %, and lead to Live, 5 %." in shown
        assert page.strip.accessibleName() == "ATO investigation: Live, 20 %"
        at.press("J", "J")
        assert page.strip.accessibleName() == "POA review: Learn"
        assert "Practice cases, each explained after you decide it." in at.words
        at.press("J", "J")
        assert "In their words: Two years of this work." in at.words


def test_known_answers_are_told_to_a_person_as_counts_alone(opening: Open) -> None:
    with opening(role=Role.REVIEWER) as at:
        go(at, "ladder")
        assert "33 of 34" in at.words
        at.room.presenter._golds.none = True  # type: ignore[attr-defined]
        at.press("R")
        shown = at.words
        assert "33 of 34" not in shown
        assert "Counts are told from ten such cases on." in shown


def test_a_practice_case_is_answered_by_keys_explained_and_left(opening: Open) -> None:
    with opening(role=Role.REVIEWER) as at:
        page = go(at, "ladder")
        at.press("Return")
        assert "PRACTICE CASE 1 OF 2" in at.words
        assert "WHAT ROCA SAID" in at.words, "it is disclosed"
        at.press("Ctrl+Return")
        assert "Choose a decision" in at.words
        at.press("P", "Ctrl+Return")
        shown = at.words
        assert at.team.ladder.sent == [("answer", "p-0", "pass")]
        assert "Not this time" in shown
        assert "a device that had never signed in" in shown
        assert "5 practice cases to go" in shown
        at.press("B")
        assert at.room.presenter.state.practice.decision == "pass", "an answer stands"  # type: ignore[union-attr]
        at.press("Ctrl+Return")
        assert "PRACTICE CASE 2 OF 2" in at.words
        at.press("B", "Ctrl+Return")
        assert "Right:" in at.words
        at.press("Ctrl+Return")
        assert at.room.presenter.state.practice is None
        assert page.types.table.hasFocus()


def test_practice_is_left_half_way_and_a_type_without_practice_says_so(opening: Open) -> None:
    with opening(role=Role.REVIEWER) as at:
        page = go(at, "ladder")
        at.press("Return", "L")
        assert page.types.table.hasFocus()
        at.press("J", "Return")
        assert "No practice case of this type is left for you" in at.words


def test_a_lost_connection_keeps_the_practice_case_in_sight(opening: Open) -> None:
    with opening(role=Role.REVIEWER) as at:
        go(at, "ladder")
        at.press("Return", "B")
        at.team.ladder.offline = True
        at.press("Ctrl+Return")
        assert at.room.presenter.state.practice is not None
        assert at.room.presenter.state.practice.decision == "block"
        at.team.ladder.offline = False
        at.press("Ctrl+Return")
        assert "Right:" in at.words


def test_own_checks_say_what_failed_and_what_to_do_and_open_the_case(opening: Open) -> None:
    with opening(role=Role.REVIEWER) as at:
        page = go(at, "checks")
        shown = at.words
        assert "Open each piece that a step names before you mark the step." in shown
        assert "in 3 reviews" in shown
        told = [part.name for part in page.rubric.table.accessible_parts()]
        assert [sum(part.startswith(f"Class: {one}") for part in told) for one in ("critical", "major", "minor")] == [
            5,
            6,
            3,
        ]
        at.tab_to(page.failed.table)
        at.press("J", "Return")
        assert at.opened == ["C-197101"]


def test_a_lead_grants_a_step_with_a_reason_and_judges_a_second_look(opening: Open) -> None:
    with opening() as at:
        page = go(at, "licences")
        names = [row[0].text for row in page.rows.table.table()[1]]
        assert names == sorted(names), "by name and never by figures"
        assert page.rows.table.hasFocus()
        at.press("Return", "6", "Return")
        assert "Write a sentence" in at.words
        assert at.team.ladder.sent == []
        at.press("Tab", *"known", "Return")
        assert at.team.ladder.sent == [("place", "u-1", "kyc_audit", "live", 50, "known")]
        assert "The person reads the step and your reason." in at.words
        at.tab_to(page.looks.table)
        at.press("O")
        assert at.opened == ["C-198201"]
        at.press("Return", "2", "Return")
        assert at.team.ladder.sent[-1] == ("judge", "r-1", "wrong_decision")
        assert "A critical error counts against the licence." in at.words


def test_what_the_server_refuses_is_said_on_the_sheet_and_nothing_typed_is_lost(opening: Open) -> None:
    with opening() as at:
        go(at, "licences")
        at.team.ladder.refuses = "forbidden"
        at.press("Return", "Tab", *"why", "Return")
        assert at.room.view.sheet.isVisible()
        assert at.room.presenter.state.sheet.text == "why"  # type: ignore[union-attr]
        assert at.room.presenter.state.sheet.problem == "forbidden"  # type: ignore[union-attr]


def test_an_auditor_reads_licences_and_grants_none(opening: Open) -> None:
    with opening(role=Role.AUDITOR) as at:
        page = go(at, "licences")
        assert not page.looks.isVisible()
        at.press("Return")
        assert "a lead or an admin grants them" in at.words
        assert at.room.presenter.state.sheet is None


def test_a_set_is_made_opened_added_to_and_a_case_of_it_retired(opening: Open) -> None:
    with opening() as at:
        page = go(at, "gold")
        assert page.sets.table.hasFocus()
        at.press("N", *"new", "Return")
        assert at.team.golds.sent == [("make", "new")]
        at.press("Return")
        assert page.items.table.isVisible()
        assert "resting" in at.words
        at.press("N", *"C-204817", "Tab", "2", "Tab", "1", "Tab", *"seen", "Return")
        assert at.team.golds.sent[-1] == ("add", "s-1", "C-204817", "block", False, "seen", "en")
        at.on.settle()
        at.tab_to(page.items.table)
        at.press("J", "Return", "Return")
        assert at.team.golds.sent[-1] == ("retire", "s-1", "i-1")
        at.press("O")
        assert at.opened == ["C-181101"]
        at.press("J", "J", "Return")
        assert "given out no more already" in at.words
        at.press("H", "Return", "Return")
        assert at.team.golds.sent[-1] == ("hand", "s-1", "u-9")


def test_what_a_case_of_a_set_lacks_is_said_one_after_another(opening: Open) -> None:
    with opening() as at:
        go(at, "gold")
        at.press("Return", "N", *"x", "Return")
        assert "Write the number of a case" in at.words
        at.room.presenter.enter("C-204817")
        at.room.presenter.confirm()
        assert "Choose the right answer." in at.words
        at.room.presenter.pick("outcome", "pass")
        at.room.presenter.confirm()
        assert "Choose whether it is mixed in or practised with." in at.words
        assert at.team.golds.sent == []


def test_anothers_set_stays_shut_and_a_run_is_given_by_keys(opening: Open) -> None:
    with opening() as at:
        page = go(at, "gold")
        at.press("J", "Return")
        assert "The cases of a set are its owner's alone to see." in at.words
        shown = at.words
        assert "46 more answers until anything is told" in shown
        assert "nothing follows from it alone" in shown
        at.tab_to(page.people.table)
        at.press("J", "J", "Return", "1", "Return")
        assert at.team.golds.sent[-1][:2] == ("run", "u-2")


def test_an_empty_house_is_taught(opening: Open) -> None:
    with opening() as at:
        at.team.golds.none = True
        go(at, "gold")
        shown = at.words
        assert "There is no set yet. Make one" in shown
        assert "Mixing in is switched off on the server" in shown


def test_the_pull_of_the_agents_word_has_intervals_and_is_withheld_under_thirty(opening: Open) -> None:
    with opening() as at:
        page = go(at, "pull")
        shown = at.words
        assert "+10.8 points" in shown
        assert "Between +7.1 and +14.8 points: decisions follow its word." in shown
        assert "n 22, 8 more until it is shown" in shown
        assert page.bars.chart.hasFocus()
        at.press("T")
        assert page.bars.table.hasFocus()
        at.team.ladder.few = True
        at.press("R")
        shown = at.words
        assert "Not enough yet: 18 more cases until it is shown." in shown
        assert "75.0 %" not in shown


def test_the_checks_of_a_house_are_counts_by_name(opening: Open) -> None:
    with opening() as at:
        page = go(at, "house_checks")
        rows = page.rows.table.table()[1]
        assert [row[0].text for row in rows] == sorted(row[0].text for row in rows)
        assert rows[0][1].text == "1 of 92"


def test_every_list_of_these_pages_has_a_name(opening: Open) -> None:
    with opening() as at:
        for name in ("ladder", "checks", "pull", "licences", "gold", "house_checks"):
            at.room.presenter.choose_page(name)
            at.on.settle()
            assert faults(tree(at.room.view)) == [], name
