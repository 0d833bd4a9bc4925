"""The real server comes back from a backup while people sit at their seats: what it had acknowledged is there again,
once, whether or not it still knows the seats that it came from."""

import shutil
from pathlib import Path

import pytest

from app.server import operation
from tests.desktop.support.machine import Machine
from tests.desktop.test_devices_with_the_real_server import labels
from tests.support.database import database_url, on_postgresql, run_sql
from tests.support.seats import House, open_house
from tests.support.server import start_server

pytestmark = pytest.mark.skipif(on_postgresql(), reason="the backup of an SQLite file is put back")
SETTINGS = {"FOOTPLATE_SEAT_CASES": "none"}


def put_back(house: House, database: Path, backup: Path, *, told: bool) -> House:
    """Another server at the same address on what the backup holds; `told`: as docs/server.md has it, so that the
    history gets a new name."""
    port = int(house.server.url.rpartition(":")[2])
    house.close()
    house.server.stop()
    for file in database.parent.glob(f"{database.name}*"):
        if file.is_file():
            file.unlink()
    shutil.copy(backup, database)
    if told:
        assert operation.begin_anew(database_url(database)) == 0
    server = start_server(database, port, environment=SETTINGS)
    return open_house(server, database)


@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize("known", [True, False])
def test_what_was_decided_after_the_backup_is_there_again_once(tmp_path: Path, told: bool, known: bool) -> None:
    database, backup = tmp_path / "server.db", tmp_path / "backup.db"
    house = open_house(start_server(database, environment=SETTINGS), database)
    machine = Machine(tmp_path / "profile", house)
    try:
        house.add("mei", "reviewer")
        case_ids = house.cases(4)
        if known:
            machine.sign_in("mei")
            machine.decide(*case_ids[:2])
            machine.sync()
        assert operation.backup(database_url(database), backup) == 0
        if not known:
            machine.sign_in("mei")
            machine.decide(*case_ids[:2])
            machine.sync()
        machine.decide(*case_ids[2:])
        machine.sync()
        assert machine.states() == ["applied"] * 4
        before = machine.device()
        house = put_back(house, database, backup, told=told)
        lead = house.seat("lead", "team_lead")
        machine.house = house
        machine.restart()
        machine.sign_in("mei")
        assert (machine.device() == before) is known
        for _ in range(3):
            machine.sync()
        if told:
            assert machine.states() == ["applied"] * 4
            assert labels(lead, case_ids) == {case_id: ["TP"] for case_id in case_ids}
        else:
            # Leases that it never gave, in a history that it takes for the same: each such review is kept with it and
            # shown to its author.
            got = labels(lead, case_ids)
            assert [state for state in machine.states() if state not in ("applied", "conflict")] == []
            assert sum(len(one) for one in got.values()) == machine.states().count("applied")
        assert machine.desk.status.read().missing is None
        numbers = run_sql(
            database,
            "SELECT command_seq FROM command_results WHERE device_id = :seat ORDER BY 1",
            seat=machine.device(),
        )
        assert [number for (number,) in numbers] == [1, 2, 3, 4]
    finally:
        machine.close()
        house.close()
        house.server.stop()
