"""Signing out where the seat keeps nothing afterwards: unsent work is told of, sent or sealed, never dropped."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.desktop.bootstrap.opening import WORK, imposed, key_source
from app.desktop.bootstrap.workstation import Workstation
from app.desktop.cache.unsent import from_document
from app.desktop.policy import MOST_RESTRICTIVE, Policy
from app.desktop.shell.leaving_sheet import LeavingSheet
from app.desktop.vault.recovery import ENDING, SEALED_WORK, key_to_text, new_pair, open_sealed
from app.desktop.vault.recovery import WORK as PURPOSE
from app.desktop.vault.sources import KeyKind
from tests.desktop.bootstrap.test_lock import BPO, Seat, opened, seat, seen
from tests.desktop.bootstrap.test_rows_first import MEI

__all__ = ["seat"]
CASE = "C-200001"


def write_something(station: Workstation) -> None:
    """A note that the server, out of reach, does not get."""
    services, stores = station.services, station._stores
    assert services is not None
    assert stores is not None
    assert stores.work is not None
    services.case_work.note(CASE, "Called back, nobody answered.", "en")
    assert stores.work.tallies("u1")[0] == 1


def unsent(station: Workstation) -> int:
    stores = station._stores
    assert stores is not None
    assert stores.work is not None
    return stores.work.tallies("u1")[0]


def sheet(station: Workstation) -> LeavingSheet | None:
    found = [one for one in station.window.findChildren(LeavingSheet) if one.isVisible()]
    return found[0] if found else None


def leaves(station: Workstation, qtbot: QtBot) -> LeavingSheet:
    station.sign_out()
    qtbot.waitUntil(lambda: sheet(station) is not None)
    found = sheet(station)
    assert found is not None
    return found


def test_on_a_seat_that_keeps_its_work_nobody_is_held_up(seat: Seat, qtbot: QtBot) -> None:
    station = seat(MEI)
    opened(station, qtbot)
    write_something(station)
    station.sign_out()
    qtbot.waitUntil(lambda: station.services is None)
    assert unsent(station) == 1


@pytest.mark.parametrize("person", [BPO, MEI])
def test_who_has_sent_everything_is_signed_out_at_once(seat: Seat, qtbot: QtBot, person: object) -> None:
    station = seat(person, Policy(shred_at_sign_out=True))
    opened(station, qtbot)
    station.sign_out()
    qtbot.waitUntil(lambda: station.services is None)
    assert sheet(station) is None


def test_the_sheet_says_how_much_is_unsent_and_staying_changes_nothing(seat: Seat, qtbot: QtBot) -> None:
    station = seat(BPO)
    opened(station, qtbot)
    write_something(station)
    found = leaves(station, qtbot)
    assert "1 piece of your work is not sent yet" in seen(station.window)
    assert "no recovery key" in seen(station.window)
    assert not found.seal.isVisible()
    assert found.wait.hasFocus()
    QTest.keyClick(found.wait, Qt.Key.Key_Tab)
    assert found.stay.hasFocus()
    QTest.keyClick(found.stay, Qt.Key.Key_Escape)
    assert sheet(station) is None
    assert station.services is not None
    assert unsent(station) == 1


def begin_a_draft(station: Workstation) -> None:
    stores = station._stores
    assert stores is not None
    assert stores.work is not None
    stores.work.save_draft("u1", CASE, b'{"rationale":"half a"}', 1)


def test_unfinished_drafts_are_told_of_and_stay_in_the_profile(seat: Seat, qtbot: QtBot) -> None:
    station = seat(BPO)
    opened(station, qtbot)
    begin_a_draft(station)
    found = leaves(station, qtbot)
    assert "1 of your drafts is not finished" in seen(station.window)
    assert (found.wait.isVisible(), found.leave.isVisible(), found.seal.isVisible()) == (False, True, False)
    assert found.leave.hasFocus()
    QTest.mouseClick(found.leave, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: station.services is None, timeout=60_000)
    stores = station._stores
    assert stores is not None
    assert stores.work is not None
    assert stores.work.drafts("u1") == {CASE}


def test_drafts_are_sealed_beside_what_is_unsent(seat: Seat, qtbot: QtBot, tmp_path: Path) -> None:
    private, public = new_pair()
    station = seat(BPO, Policy(recovery_key=key_to_text(public)))
    opened(station, qtbot)
    write_something(station)
    begin_a_draft(station)
    found = leaves(station, qtbot)
    shown = seen(station.window)
    assert "1 piece of your work is not sent yet" in shown
    assert "1 draft goes nowhere by itself" in shown
    QTest.mouseClick(found.seal, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: station.services is None, timeout=60_000)
    (sealed,) = tmp_path.glob(f"{SEALED_WORK}*{ENDING}")
    work = from_document(open_sealed(private, sealed.read_bytes(), PURPOSE))
    assert [one.case_id for one in work.drafts] == [CASE]
    assert len(work.commands) == 1


def test_sealed_work_lies_in_the_profile_and_the_person_is_signed_out(seat: Seat, qtbot: QtBot, tmp_path: Path) -> None:
    private, public = new_pair()
    station = seat(BPO, Policy(recovery_key=key_to_text(public)))
    opened(station, qtbot)
    write_something(station)
    before = set(tmp_path.iterdir())
    found = leaves(station, qtbot)
    QTest.mouseClick(found.seal, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: station.services is None)
    (sealed,) = (path for path in set(tmp_path.iterdir()) - before if path.name.startswith("unsent-"))
    assert b"Called back" not in sealed.read_bytes()
    assert unsent(station) == 1, "and what lies in work.db stays, bound to its author"
    assert private != public


def test_who_waits_is_signed_out_when_the_last_piece_has_arrived(seat: Seat, qtbot: QtBot) -> None:
    station = seat(BPO)
    opened(station, qtbot)
    write_something(station)
    found = leaves(station, qtbot)
    QTest.mouseClick(found.wait, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Waiting until 1 piece of work is sent" in seen(station.window))
    assert station.services is not None
    stores = station._stores
    assert stores is not None
    assert stores.work is not None
    with stores.work.write() as connection:
        connection.exec_driver_sql("UPDATE outbox SET state = 'applied'")
    station._leaving.tick()
    qtbot.waitUntil(lambda: station.services is None)
    assert sheet(station) is None


def test_a_locked_window_tells_nobody_what_its_person_has_not_sent(seat: Seat, qtbot: QtBot) -> None:
    station = seat(BPO)
    opened(station, qtbot)
    write_something(station)
    station.lock.lock()
    station.sign_out()
    qtbot.waitUntil(lambda: station.services is None)
    assert sheet(station) is None
    assert unsent(station) == 1


# ---------------------------------------------------------------------------------------------- where it may be kept
def test_a_profile_that_does_not_stay_here_gets_no_key_and_holds_nothing(tmp_path: Path) -> None:
    assert key_source(tmp_path, Policy(profile_kind="roaming"), None).kind is KeyKind.NONE
    assert key_source(tmp_path, MOST_RESTRICTIVE, None).kind is KeyKind.NONE
    assert key_source(tmp_path, Policy(profile_kind="local"), None).kind is KeyKind.KEYRING
    assert imposed(tmp_path, Policy(profile_kind="roaming")) == "profile_roaming"
    assert imposed(tmp_path, Policy(profile_kind="local")) == ""


def test_work_from_before_is_not_shut_away_when_a_profile_turns_out_to_move(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.desktop.vault.profile_place._mounts_here", lambda: ["1 1 0:1 / / rw - nfs4 server:/ rw"])
    assert imposed(tmp_path, Policy()) == "profile_network"
    assert key_source(tmp_path, Policy(), None).kind is KeyKind.NONE
    (tmp_path / WORK).write_bytes(b"x")
    assert imposed(tmp_path, Policy()) == "profile_kept"
    assert key_source(tmp_path, Policy(), None).kind is KeyKind.KEYRING


def test_where_the_profile_moves_the_status_line_says_so(seat: Seat, qtbot: QtBot) -> None:
    station = seat(MEI, Policy(profile_kind="roaming"))
    qtbot.waitUntil(lambda: station._page is not None)
    assert "Your profile moves between computers, so nothing is kept here" in seen(station.window)


def test_the_policy_says_how_long_decided_cases_stay_and_whether_cases_are_taken_along(
    seat: Seat, qtbot: QtBot
) -> None:
    station = seat(MEI, Policy(closed_case_hours=2, offline_leases=False))
    opened(station, qtbot)
    assert station._stores is not None
    assert station.services is not None
    assert station._stores.cache.closed_kept_ms == 2 * 3_600_000
    assert station.services.along is None
