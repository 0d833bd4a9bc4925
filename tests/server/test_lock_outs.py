"""Lock-outs are counted for all servers of a house together, tell nobody who has an account, and an admin ends them."""

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.contract.identity import IdentitySignIn
from app.contract.problems import Code
from app.contract.session import SignIn
from app.server.config import Settings
from app.server.connectors.identity_provider import IdentityProvider
from app.server.storage import schema
from app.server.storage.engine import open_engine
from app.server.storage.unit_of_work import Storage
from app.server.usecases import identity, people, session
from app.server.usecases.refusal import Refused
from app.server.usecases.session import SessionKeys
from tests.support.database import database_url, on_postgresql, run_sql
from tests.support.server import PASSWORD, quick_to_check

SECRET = bytes(32)


class Desk:
    """Two servers on one database, and a clock to turn."""

    def __init__(self, database: Path) -> None:
        self.now = datetime(2026, 11, 21, 9, tzinfo=UTC)
        self.database = database
        self.engines = [open_engine(database_url(database)) for _ in range(2)]
        if not on_postgresql():
            schema.upgrade(self.engines[0])
        self.servers = [(Storage(engine, lambda: self.now), SessionKeys(SECRET, Settings())) for engine in self.engines]
        with self.servers[0][0].write() as work:
            work.connection.exec_driver_sql(
                f"UPDATE server_state SET value = '{SECRET.hex()}' WHERE name = 'token_key'"
            )

    def sign_in(self, name: str, password: str, address: str = "10.0.0.1", server: int = 0) -> str:
        """The code of the refusal, with the seconds to wait; "" where it went well."""
        storage, keys = self.servers[server]
        try:
            session.sign_in(storage, keys, SignIn(name, password), address)
        except Refused as refused:
            wait = f" {refused.retry_after_s}" if refused.code is Code.RATE_LIMITED else ""
            return refused.code.code + wait
        return ""

    def later(self, **much: float) -> None:
        self.now += timedelta(**much)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "server.db")
    with quick_to_check():
        from app.domain.roles import Role

        people.add_user(desk.servers[0][0], "lin", Role.REVIEWER, None, PASSWORD)
        yield desk
    for engine in desk.engines:
        engine.dispose()


def test_tries_at_one_server_count_at_the_other_as_well(desk: Desk) -> None:
    told = [desk.sign_in("lin", "wrong", server=n % 2) for n in range(6)]
    assert told == ["sign_in_failed"] * 5 + ["rate_limited 60"]
    assert desk.sign_in("lin", PASSWORD, server=1) == "rate_limited 60"


def test_the_wait_grows_with_every_further_failure_and_ends_with_a_right_password(desk: Desk) -> None:
    for _ in range(5):
        desk.sign_in("lin", "wrong")
    for minutes in (1, 2, 4):
        desk.later(minutes=minutes)
        assert desk.sign_in("lin", "wrong") == "sign_in_failed"
    assert desk.sign_in("lin", PASSWORD) == "rate_limited 480"
    desk.later(minutes=8)
    assert desk.sign_in("lin", PASSWORD) == ""
    assert desk.sign_in("lin", "wrong") == "sign_in_failed"
    assert desk.sign_in("lin", PASSWORD) == ""


def test_a_name_that_nobody_has_is_told_and_slowed_down_alike(desk: Desk) -> None:
    for name in ("lin", "nobody"):
        told = [desk.sign_in(name, "wrong", f"10.0.{len(name)}.2") for _ in range(6)]
        assert told == ["sign_in_failed"] * 5 + ["rate_limited 60"]
    kept = run_sql(desk.database, "SELECT kind, key_hash FROM sign_in_failures")
    assert not any("lin" in key or "nobody" in key for _, key in kept)


def test_one_account_tried_from_many_addresses_is_locked_for_all_of_them(desk: Desk) -> None:
    told = [desk.sign_in("lin", "wrong", f"10.1.0.{n}") for n in range(21)]
    assert told == ["sign_in_failed"] * 20 + ["rate_limited 60"]
    assert desk.sign_in("lin", PASSWORD, "10.9.9.9") == "rate_limited 60"


def test_one_address_that_tries_many_names_is_slowed_down(desk: Desk) -> None:
    told = [desk.sign_in(f"person {n}", "wrong", "10.2.0.1") for n in range(101)]
    assert told == ["sign_in_failed"] * 100 + ["rate_limited 60"]
    assert desk.sign_in("lin", PASSWORD, "10.2.0.2") == ""


def test_a_shift_that_signs_in_from_one_address_never_waits(desk: Desk) -> None:
    assert {desk.sign_in("lin", PASSWORD, "10.3.0.1") for _ in range(120)} == {""}


def test_an_admin_lets_a_name_try_again_at_once_and_that_is_written_down(desk: Desk) -> None:
    for n in range(20):
        desk.sign_in("lin", "wrong", f"10.4.0.{n % 4}")
    assert desk.sign_in("lin", PASSWORD, "10.4.0.1").startswith("rate_limited")
    storage, _ = desk.servers[1]
    assert people.unlock(storage, None, "lin") is True
    assert [desk.sign_in("lin", PASSWORD, f"10.4.0.{n}") for n in range(4)] == [""] * 4
    assert people.unlock(storage, None, "nobody") is False
    assert run_sql(desk.database, "SELECT count(*) FROM audit WHERE action = 'user.unlocked'") == [(2,)]


def test_tries_that_come_at_once_at_several_servers_are_each_counted(desk: Desk) -> None:
    gate = threading.Barrier(16)

    def one(n: int) -> str:
        gate.wait(30)
        return desk.sign_in("lin", "wrong", server=n % 2)

    with ThreadPoolExecutor(16) as pool:
        told = Counter(pool.map(one, range(16)))
    # Those that came in before the fifth was counted are not known by their order, but no sixth was.
    assert told == {"sign_in_failed": 5, "rate_limited 60": 11}
    assert run_sql(desk.database, "SELECT DISTINCT failures FROM sign_in_failures") == [(5,)]


def test_rubbish_in_place_of_a_provider_s_word_is_counted_by_its_address_and_fills_no_trail(desk: Desk) -> None:
    storage, keys = desk.servers[0]
    provider = IdentityProvider("https://id.example.com")

    def come(address: str) -> str:
        with pytest.raises(Refused) as refused:
            identity.sign_in(storage, keys, provider, IdentitySignIn("rubbish"), address)
        return f"{refused.value.code.code} {refused.value.retry_after_s}"

    told = Counter(come("10.5.0.1") for _ in range(120))
    assert told == {"id_token_refused None": 100, "rate_limited 60": 20}
    assert run_sql(desk.database, "SELECT count(*) FROM audit WHERE action = 'session.sign_in_failed'") == [(100,)]
    # Others go on, from there with a right password as well once the minute is over.
    assert come("10.5.0.2") == "id_token_refused None"
    desk.later(minutes=1)
    assert desk.sign_in("lin", PASSWORD, "10.5.0.1") == ""
