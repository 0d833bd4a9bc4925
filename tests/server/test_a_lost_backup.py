"""Whoever has a backup has the key that access tokens were signed with: after a restore, and by a command, it opens
nothing any more, and nobody who is signed in has to do anything."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.roles import Role
from app.server.security.principal import Principal
from app.server.security.tokens import Access, sign_access
from app.server.storage import state
from tests.support.database import database_url, run_sql
from tests.support.seats import House, open_house
from tests.support.server import Session, opened, start_server

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    address = database_url(tmp_path / "server.db")
    with start_server(address) as server:
        house = open_house(server, address)
        yield house
        house.close()


def key_of(house: House) -> str:
    with opened(house.database) as storage, storage.read() as connection:
        return state.read(connection, state.TOKEN_KEY) or ""


def opens(house: House, token: str) -> int:
    with Session(house.server.url) as anybody:
        return anybody.get("/v1/cases", headers={"Authorization": f"Bearer {token}"}).status_code


@pytest.mark.parametrize("command", ["restored", "rotate-keys"])
def test_the_key_in_a_lost_backup_opens_nothing_any_more(house: House, command: str) -> None:
    lead = house.reader("lea", "team_lead")
    now, lost, own = int(time.time()), bytes.fromhex(key_of(house)), str(lead.tokens["access_token"])
    sign_in = Access(lost).read(own, now_s=now)
    thief = Principal(sign_in.user_id, "lea", frozenset({Role.TEAM_LEAD}), family_id=sign_in.family_id)
    forged = sign_access(lost, thief, now_s=now, seconds=300)
    assert opens(house, forged) == 200, "as whoever has the key can"

    house.server.stop()
    told = subprocess.run(
        [sys.executable, "-m", "app", command, "--database", database_url(house.database)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert told.returncode == 0, told.stderr
    house.server.restart()

    assert (opens(house, forged), opens(house, own)) == (401, 401)
    with Session(house.server.url) as seat:
        fresh = seat.post("/v1/session/refresh", json={"refresh_token": lead.tokens["refresh_token"]})
    assert fresh.status_code == 200, fresh.text
    assert opens(house, fresh.json()["access_token"]) == 200
    assert house.agent.get("/v1/intake/requests").status_code == 200, "a service's own token goes on"
    rows = run_sql(house.database, "SELECT actor_id, detail FROM audit WHERE action = 'server.token_key'")
    assert [tuple(row) for row in rows] == [("server", "{}")]
    assert key_of(house) not in told.stdout + told.stderr
