"""A locked window in front of a real server: what was reserved goes back to the queue, and the server's word opens."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from PySide6.QtWidgets import QApplication

from app.desktop.panels.lock import LockView
from tests.desktop.test_online_only_with_the_real_server import PERSON, Seat, server
from tests.support.server import RunningServer

__all__ = ["server"]


@pytest.fixture
def seat(qapp: QApplication, tmp_path: Path, server: RunningServer) -> Iterator[Seat]:
    folder = tmp_path / "profile"
    folder.mkdir(mode=0o700)
    made = Seat(qapp, folder, server, "en")
    yield made
    made.close()


class Lead:
    """Sees who holds what."""

    def __init__(self, server: RunningServer) -> None:
        self._cases = f"{server.url}/v1/cases"
        told = {"username": "lead-02", "password": PERSON[1]}
        answer = requests.post(f"{server.url}/v1/session", json=told, timeout=60)
        self._head = {"Authorization": f"Bearer {answer.json()['access_token']}"}

    def reserved(self) -> set[str]:
        rows = requests.get(self._cases, params={"view": "open", "limit": 50}, headers=self._head, timeout=60).json()
        return {case["case_id"] for case in rows["cases"] if case.get("claim")}


def test_what_was_reserved_goes_back_while_it_is_locked_and_comes_again_with_its_person(
    seat: Seat, server: RunningServer
) -> None:
    lead = Lead(server)
    seat.sign_in()
    case_id = seat.room.presenter.case_id
    seat.until(lambda: seat.may("pass"), "the case is reserved")
    seat.until(lambda: case_id in lead.reserved(), "the server knows it")
    seat.press("Ctrl+L")
    seat.until(lambda: seat.window.covered, "the lock")
    assert not any(case_id in text for text in seat.texts())
    seat.until(lambda: not lead.reserved(), "everything was given back")
    (page,) = seat.window.findChildren(LockView)
    seat.type("not the password")
    seat.press("Return")
    seat.until(lambda: seat.sees("This is not the password"), "the refusal")
    seat.until(lambda: QApplication.focusWidget() is page.password, "the field again")
    seat.type(PERSON[1])
    seat.press("Return")
    seat.until(lambda: not seat.window.covered, "the window again")
    assert seat.room.presenter.case_id == case_id
    seat.until(lambda: case_id in lead.reserved(), "the case is reserved again")
    seat.until(lambda: seat.may("pass"), "and may be decided")
