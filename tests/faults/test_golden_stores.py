"""Fault 32 and invariant I16: a profile of every version there ever was opens here with its unsent work, which reaches
the server exactly once; a profile of a newer version is left alone."""

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from app.contract.commands import CommandResult, Status
from app.desktop.bootstrap.opening import open_stores
from app.desktop.cache.cache_store import CacheStore
from app.desktop.cache.engine import StoreUnreadable
from app.desktop.cache.work_store import WorkStore
from app.desktop.ports import Person
from app.desktop.vault.keys import DataKey
from tests.desktop.support.factories import START_MS, FakeClock, heads
from tests.desktop.support.model_server import ModelServer
from tests.desktop.support.seat import Seat
from tests.faults.golden import make as golden

HERE = Path(__file__).parent / "golden"
NAMES = sorted(path.parent.name for path in HERE.glob("*/told.json"))
KEY = DataKey(golden.KEY)
KEYS = (KEY.sub("cache"), KEY.sub("work"), KEY.sub("high-water"))
PEOPLE = {"u1": Person("u1", "Mei", ("reviewer",), None, "zh"), "u2": Person("u2", "Li", ("reviewer",), None, "en")}
WORKING = ("pending", "sent")
SETTLED = {"applied": Status.APPLIED, "conflict": Status.CONFLICT, "rejected": Status.REJECTED}


@pytest.fixture(params=NAMES)
def profile(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return Path(shutil.copytree(HERE / request.param, tmp_path / "profile"))


def told_of(profile: Path) -> Any:
    return json.loads((profile / "told.json").read_text())


def server_that_knows(told: Any) -> ModelServer:
    """The server that settled what the profile says was settled."""
    server = ModelServer()
    server.fill(10)
    for _, _, seq, command_id, _, state in told["commands"]:
        if state in SETTLED:
            server.results[command_id] = ("", CommandResult(command_id, seq, SETTLED[state], state, 200))
    return server


def test_the_present_schemas_have_a_golden_profile() -> None:
    name = golden.present_name()
    assert name in NAMES, (
        "the tables of a store changed: run `python -m tests.faults.golden.make` and commit the folder"
    )


def test_an_older_profile_opens_with_everything_in_it(profile: Path) -> None:
    told = told_of(profile)
    stores = open_stores(profile, KEY, "inherited")
    work = stores.work
    assert work is not None
    assert stores.aside is None
    rows = [row for author in PEOPLE for row in work.latest(author, 10_000)]
    here = {row.command_id: [row.author, row.device_id, row.command_seq, row.command_id, row.command_type, row.state]
            for row in rows}  # fmt: skip
    assert here == {row[3]: row for row in told["commands"]}
    assert {(author, case_id) for author in PEOPLE for case_id in work.drafts(author)} == set(
        map(tuple, told["drafts"])
    )
    assert work.draft("u1", "C-200902") == b'{"rationale":"Nur ein Anfang \xe5\xbc\x80\xe5\xa4\xb4"}'
    assert work.value(f"device_id/{golden.SERVER}/u2") == "d2"
    assert not work.gone("d1", "u1")
    session = stores.tokens.read()
    assert session is not None
    assert (session.person.user_id, session.refresh_token) == ("u1", "r-golden")
    stores.close()


def test_unsent_work_of_an_older_profile_reaches_the_server_exactly_once(profile: Path) -> None:
    told, clock = told_of(profile), FakeClock(START_MS + 2 * golden.HOUR)
    server = server_that_knows(told)
    waiting = {row[3] for row in told["commands"] if row[5] in WORKING}
    for author, device in golden.AUTHORS.items():
        mine = {row[3] for row in told["commands"] if row[5] in WORKING and row[0] == author}
        before = set(server.effects)
        seat = Seat(profile, server, PEOPLE[author], clock, device, KEYS)
        seat.engine.resume()
        seat.sync()
        clock.advance(120_000)
        seat.sync()
        assert set(server.effects) - before == mine, "that of the other person stays until their own session"
        assert seat.work is not None
        assert {row.command_id for row in seat.work.latest(author, 10_000) if row.state in WORKING} == set()
        assert {head.case_id: head.rev for head in heads(seat.cache)} == {c: v.rev for c, v in server.cases.items()}
        seat.stop()
    assert Counter(server.effects) == Counter(waiting)


def test_what_was_settled_long_ago_stays_settled(profile: Path) -> None:
    told = told_of(profile)
    server = server_that_knows(told)
    seat = Seat(profile, server, PEOPLE["u1"], FakeClock(START_MS + 2 * golden.HOUR), "d1", KEYS)
    seat.sync()
    assert not {row[3] for row in told["commands"] if row[5] not in WORKING} & set(server.seen)
    seat.stop()


def test_the_cases_of_an_older_cache_are_read_or_fetched_again_and_never_half(profile: Path) -> None:
    cache = CacheStore.open(profile, KEYS[0])
    found = heads(cache)
    assert [head.case_id for head in found] in ([], [f"C-{n}" for n in range(200_001, 200_011)])
    if not found:
        assert "cursor" not in cache.state(), "else nobody would fetch them again"
    cache.close()


@pytest.mark.parametrize("name", NAMES[-1:])
def test_a_profile_of_a_newer_version_is_refused_without_harm(name: str, tmp_path: Path) -> None:
    profile = Path(shutil.copytree(HERE / name, tmp_path / "profile"))
    work = WorkStore.open(profile, *KEYS[1:]).store
    with work.write() as connection:
        connection.exec_driver_sql("CREATE TABLE of_the_future (x INTEGER)")
        connection.exec_driver_sql("PRAGMA user_version = 99")
    work.close()
    before = {path.name: path.read_bytes() for path in profile.iterdir()}
    for _ in range(2):
        with pytest.raises(StoreUnreadable) as caught:
            WorkStore.open(profile, *KEYS[1:])
        assert caught.value.code == "store_too_new"
    assert {path.name: path.read_bytes() for path in profile.iterdir()} == before
    # The newer program comes back and finds everything.
    work = _back_to(profile, told_of(profile)["versions"][0])
    assert len(work.latest("u1", 10_000)) == sum(row[0] == "u1" for row in told_of(profile)["commands"])
    work.close()


def _back_to(profile: Path, version: str) -> WorkStore:
    """As the program that wrote it would open it."""
    from app.desktop.cache.engine import DURABLE, open_engine

    engine = open_engine(profile / "work.db", KEYS[1], DURABLE)
    with engine.write() as connection:
        connection.exec_driver_sql(f"PRAGMA user_version = {version.partition(' ')[2]}")
    engine.dispose()
    return WorkStore.open(profile, *KEYS[1:]).store
