"""Whatever ends a window, colleagues do not wait for the cases that it had reserved: closed, it gives them back;
killed, its next start gives back what is not in its hand any more."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.claim import HAND_SIZE
from tests.support.served_desk import Desk, open_desk
from tests.support.workstation import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path, "en", each=2) as found:
        yield found


def _reserved(desk: Desk) -> set[str]:
    """The cases that somebody holds, as the server tells a lead."""
    views = (desk.lead.get(f"{desk.server.url}/v1/cases/{case_id}", timeout=20).json() for case_id, _ in desk.plan)
    return {view["case_id"] for view in views if view.get("claim")}


def _hand(desk: Desk, first: int) -> set[str]:
    return {case_id for case_id, _ in desk.plan[first : first + HAND_SIZE]}


def test_a_window_that_is_closed_gives_back_what_it_reserved(desk: Desk) -> None:
    desk.seat.start(env=OFFSCREEN)
    wait_until(lambda: _reserved(desk) == _hand(desk, 0), 60, f"the hand is reserved\n{desk.seat.tail()}")
    assert desk.seat.stop() == 0
    assert _reserved(desk) == set()


def test_after_a_kill_the_next_start_gives_back_what_is_not_in_its_hand(desk: Desk) -> None:
    desk.seat.start(env=OFFSCREEN)
    wait_until(lambda: _reserved(desk) == _hand(desk, 0), 60, f"the hand is reserved\n{desk.seat.tail()}")
    desk.seat.press(*"JJJJJJ")
    wait_until(lambda: _reserved(desk) == _hand(desk, 6), 30, "the hand moved on")
    desk.seat.kill()
    assert _reserved(desk) == _hand(desk, 6), "nobody gave them back"
    desk.seat.start(env=OFFSCREEN)
    wait_until(lambda: _reserved(desk) == _hand(desk, 0), 60, f"the hand of the new window alone\n{desk.seat.tail()}")
    wait_until(lambda: desk.seat.sees(f"{HAND_SIZE} reserved"), 30, "and the status line says so")
