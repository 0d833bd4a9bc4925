"""PostgreSQL with many server processes: every case once, no case overlooked, nothing half written whatever ends.

The long runs are behind `slow`; FOOTPLATE_ROUNDS=50 and FOOTPLATE_FEED_SECONDS=60 make them as long as they are told.
"""

import os
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event, insert, select, text
from sqlalchemy.exc import DBAPIError

from app.contract.claims import ClaimRequest
from app.contract.views import Viewer
from app.domain.label import Label
from app.domain.queue_order import QueueFacts
from app.domain.queue_priority import QueuePriorityBody
from app.domain.roles import Role
from app.server.security.principal import Principal
from app.server.storage import feed, queue_priority, schema
from app.server.storage import tables as t
from app.server.storage.chained import FEED_ORIGIN, MOST_AUDITED, MOST_TOUCHED, Audited, Touched, feed_chain, written
from app.server.storage.engine import GUARDS, REACH, WRITE, open_engine
from app.server.storage.labels import NewLabel
from app.server.storage.unit_of_work import Storage, StorageBusy, StorageConflict
from app.server.storage.ways import COPIED_FROM
from app.server.usecases.audit_trail import verify
from app.server.usecases.claims import claim
from tests.server.test_claims_over_http import come_and_go, runs_out
from tests.server.test_the_served_order_in_sql import row
from tests.support import database
from tests.support.factories import NOON
from tests.support.seats import House, Seat, open_house
from tests.support.server import Session, start_server

ROUNDS = int(os.environ.get("FOOTPLATE_ROUNDS", "2"))
SECONDS = float(os.environ.get("FOOTPLATE_FEED_SECONDS", "6"))
on_postgresql = pytest.mark.skipif(not database.here(), reason=database.NONE_HERE)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Four processes on one PostgreSQL."""
    folder = tmp_path_factory.mktemp("load")
    address = database.postgresql_url(folder / "server.db")
    with start_server(address, workers=4, environment={"FOOTPLATE_FILES": str(folder / "files")}) as server:
        house = open_house(server, address)
        yield house
        house.close()


@pytest.fixture(scope="module")
def seats(house: House) -> list[Seat]:
    return [house.seat(f"racer-{n}") for n in range(8)]


def race(house: House, seats: list[Seat], claims: int, cases: int) -> None:
    """So many claims at once on so many cases, over connections of their own: each case is given once, and nobody is
    told that nothing waits while one does."""
    wanted = set(house.cases(cases, case_type="poa_review"))
    gate, empty = threading.Barrier(claims), []

    def one(n: int) -> list[str]:
        seat = seats[n % len(seats)]
        with Session(seat.session.base, str(seat.session.tokens["access_token"])) as session:
            gate.wait(60)
            while True:
                answer = session.post("/v1/claims", json={"queue": "poa_review"}, timeout=120)
                # The pool is full for a moment: the server says so, and is asked again.
                if answer.status_code != 503:
                    break
            assert answer.status_code == 200, answer.text
            found = [claim["case_id"] for claim in answer.json()["claims"]]
            if not found:
                empty.append(n)
            return found

    with ThreadPoolExecutor(claims) as pool:
        served = Counter(case_id for found in pool.map(one, range(claims)) for case_id in found)
    assert set(served.values()) == {1}
    assert set(served) == wanted
    assert len(empty) == claims - cases


@pytest.mark.slow
@pytest.mark.timeout(1800)
@on_postgresql
def test_two_hundred_claims_on_a_hundred_cases_by_four_processes(house: House, seats: list[Seat]) -> None:
    for _ in range(ROUNDS):
        race(house, seats, claims=200, cases=100)


@pytest.mark.slow
@on_postgresql
def test_a_lease_that_runs_out_is_given_by_any_process_to_whoever_asks_next(house: House, seats: list[Seat]) -> None:
    runs_out(house, seats[0], seats[1], "reset_2fa")


@pytest.mark.slow
@pytest.mark.timeout(1800)
@on_postgresql
def test_nobody_is_told_by_any_process_that_nothing_waits_while_a_case_does(house: House, seats: list[Seat]) -> None:
    come_and_go(house, seats, "trading_abuse", rounds=5 + ROUNDS)


# --- the database itself, without a server between --------------------------------------------------


def storage_of(address: str, clock: datetime | None = None) -> Storage:
    return Storage(open_engine(address), lambda: clock or datetime.now(UTC))


@pytest.fixture
def address(tmp_path: Path) -> str:
    return database.postgresql_url(tmp_path / "server.db")


def put(storage: Storage, count: int, first: int = 200_001) -> None:
    rows = [
        row(QueueFacts(f"C-{first + n}", 40, NOON + timedelta(hours=4), NOON + timedelta(seconds=n)))
        for n in range(count)
    ]
    with storage.write() as work:
        work.connection.execute(insert(t.cases), rows)


def someone(name: str) -> Principal:
    return Principal(user_id=name, name=name, roles=frozenset({Role.REVIEWER}), vendor=None, device_id=name)


@on_postgresql
def test_nobody_is_told_that_nothing_waits_while_the_last_case_is_given_back(address: str) -> None:
    """Whoever is just taking the only case changes their mind: the one who asked meanwhile gets it."""
    storage = storage_of(address, NOON)
    put(storage, 1)
    taking, asked = threading.Event(), threading.Event()

    def take_and_give_up() -> None:
        with pytest.raises(RuntimeError), storage.write() as work:
            work.connection.execute(text("SELECT 1 FROM cases FOR UPDATE"))
            taking.set()
            assert asked.wait(60)
            _until_somebody_waits(address)
            raise RuntimeError("changed my mind")

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(take_and_give_up)
        assert taking.wait(60)
        second = pool.submit(claim, storage, someone("mei"), ClaimRequest(queue=""))
        asked.set()
        first.result(60)
        assert [given.case_id for given in second.result(60).claims] == ["C-200001"]
    storage.engine.dispose()


def _until_somebody_waits(address: str, many: int = 1) -> None:
    """Until so many transactions of this database wait for others' locks."""
    engine = create_engine(address)
    deadline = time.monotonic() + 60
    with engine.connect() as connection:
        connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        question = text(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        while (connection.execute(question).scalar() or 0) < many:
            assert time.monotonic() < deadline
            time.sleep(0.01)
    engine.dispose()


@on_postgresql
def test_each_connection_has_its_limits(address: str) -> None:
    engine = open_engine(address)
    with engine.connect() as connection:
        for name, limit in GUARDS.items():
            told = connection.execute(text("SELECT setting FROM pg_settings WHERE name = :name"), {"name": name})
            assert told.scalar() == str(limit)
    engine.dispose()


@on_postgresql
def test_each_connection_notices_a_network_that_is_cut_off(address: str) -> None:
    """Also where an installation says other limits in its address."""
    for url, user_timeout in ((address, 25_000), (f"{address}&tcp_user_timeout=9000", 9_000)):
        engine = open_engine(url)
        with engine.connect() as connection:
            told = connection.connection.driver_connection.info.get_parameters()  # type: ignore[union-attr]
            assert {name: told.get(name) for name in REACH} == {
                name: str(limit) for name, limit in (REACH | {"tcp_user_timeout": user_timeout}).items()
            }
        engine.dispose()


@on_postgresql
def test_a_transaction_that_is_left_open_is_ended_and_holds_up_nobody(address: str) -> None:
    """The database ends what nobody goes on with; the order of commits is free again."""
    url = f"{address}&options=-c%20idle_in_transaction_session_timeout%3D200"
    forgetful, storage = storage_of(url), storage_of(address)
    with pytest.raises(StorageBusy), forgetful.write() as work:
        work.lock()
        _until_gone(address, "idle in transaction")
        work.audit("server", "job.tested", "job", "late")
    with storage.write() as work:
        work.audit("server", "job.tested", "job", "in time")
    with storage.read() as connection:
        assert connection.execute(text("SELECT entity_id FROM audit")).scalars().all() == ["in time"]
    forgetful.engine.dispose()
    storage.engine.dispose()


def _until_gone(address: str, state: str) -> None:
    """Until no connection to this database is in that state."""
    engine = create_engine(address)
    deadline = time.monotonic() + 60
    with engine.connect() as connection:
        connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        question = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = :state")
        while connection.execute(question, {"state": state}).scalar():
            assert time.monotonic() < deadline
            time.sleep(0.01)
    engine.dispose()


@on_postgresql
def test_of_two_that_stand_in_each_others_way_one_is_told_to_try_again(address: str) -> None:
    storage = storage_of(address, NOON)
    put(storage, 2)
    met, ended = threading.Barrier(2), Counter[str]()

    def cross(first: int, second: int) -> None:
        lock = "UPDATE cases SET rev = rev + 1 WHERE case_number = "
        try:
            with storage.write() as work:
                work.connection.execute(text(f"{lock}{first}"))
                met.wait(60)
                work.connection.execute(text(f"{lock}{second}"))
            ended["well"] += 1
        except StorageConflict:
            ended["again"] += 1

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(cross, 200_001, 200_002), pool.submit(cross, 200_002, 200_001)]:
            done.result(60)
    assert ended == {"well": 1, "again": 1}
    storage.engine.dispose()


@pytest.mark.slow
@on_postgresql
def test_a_request_whose_transaction_the_database_ends_for_anothers_sake_is_done_again_unasked(tmp_path: Path) -> None:
    """A real deadlock, of which the server is always the one to give way: it holds the first case and stands in line
    for the second, whose holder lets go once somebody with the third waits for the first."""
    address = database.postgresql_url(tmp_path / "server.db")
    patient = f"{address}&options=-c%20lock_timeout%3D60000%20-c%20deadlock_timeout%3D200"
    files = {"FOOTPLATE_FILES": str(tmp_path / "files")}
    engine = create_engine(address)
    with start_server(patient, environment=files) as server, engine.connect() as crossing, engine.connect() as between:
        house = open_house(server, address)
        lin, cases = house.seat("lin"), house.cases(3)
        first, second, third = (int(case_id[2:]) for case_id in cases)
        lock = "SELECT rev FROM cases WHERE case_number = "
        crossing.execute(text("SET deadlock_timeout = '300s'"))
        crossing.execute(text(f"{lock}{third} FOR UPDATE"))
        between.execute(text(f"{lock}{second} FOR UPDATE"))
        with ThreadPoolExecutor(2) as pool:
            asked = pool.submit(lin.claim, *cases, want=3)
            _until_somebody_waits(address)
            crossed = pool.submit(lambda: (crossing.execute(text(f"{lock}{first} FOR UPDATE")), crossing.rollback()))
            _until_somebody_waits(address, 2)
            between.rollback()
            told = asked.result(120)
            crossed.result(120)
        assert [given["case_id"] for given in told["claims"]] == cases
        assert told["refused"] == []
        with Session(server.url) as watching:
            assert "footplate_conflicts_total 1" in watching.get("/metrics").text
        fences = database.run_sql(address, "SELECT DISTINCT fence FROM cases")
        claimed = "SELECT count(*) FROM audit WHERE action = 'case.claim'"
        assert (fences, database.run_sql(address, claimed)) == ([(1,)], [(3,)])
        house.close()
    engine.dispose()


@on_postgresql
@pytest.mark.parametrize("cases", [1, MOST_TOUCHED + 1])
def test_the_feed_is_the_last_that_a_transaction_writes(address: str, cases: int) -> None:
    storage, said = storage_of(address, NOON), []
    put(storage, cases)
    event.listen(storage.engine, "before_cursor_execute", lambda _c, _cursor, words, *_: said.append(words))
    said.clear()
    with storage.write() as work:
        for n in range(cases):
            work.touch("case", f"C-{200001 + n}", 2, None)
        work.audit("server", "job.tested", "job", "x")
        work.count_left("ato_investigation", 3)
    assert "INSERT INTO feed" in said[-1]
    locked = next(n for n, words in enumerate(said) if "pg_advisory_xact_lock" in words)
    assert all("pg_advisory_xact_lock" not in words and "INTO feed" not in words for words in said[:locked])
    storage.engine.dispose()


def test_what_the_database_chains_names_every_column() -> None:
    words = str(
        written([Audited("", "", "", "", {})], [Touched("", "", 1, None)], [NewLabel(1, "", Label.TP, "")], 0)[0]
    )
    for table in (t.audit, t.feed, t.labels):
        named = re.search(rf"INSERT INTO {table.name} \(([^)]*)\)", words)
        assert named is not None
        assert set(named[1].split(", ")) == {one.name for one in table.columns} - {"label_seq"}


@on_postgresql
def test_few_rows_that_the_database_chains_and_many_that_are_hashed_here_make_one_chain(address: str) -> None:
    storage = storage_of(address, NOON)
    with storage.read() as connection:
        began = feed.head(connection).feed_seq
    for count in (1, MOST_TOUCHED, MOST_TOUCHED + 1, 2, 3 * COPIED_FROM, 1):
        with storage.write() as work:
            for n in range(count):
                work.touch("case", f"C-{200001 + n}", n, "north" if n % 2 else None)
            for n in range(min(count, 2 * MOST_AUDITED)):
                work.audit('é"\\', "job.tested", "job", f"‘x’ {n}", fence=n, mode=None, done=True, why="…\n")
        assert work.last_feed_seq is not None
    with storage.read() as connection:
        rows = connection.execute(select(t.feed).where(t.feed.c.feed_seq > began).order_by(t.feed.c.feed_seq)).all()
        before = connection.scalar(select(t.feed.c.chain).where(t.feed.c.feed_seq == began)) or FEED_ORIGIN
    assert verify(storage).finding is None
    assert [one.feed_seq for one in rows] == list(range(began + 1, work.last_feed_seq + 1))
    for one in rows:
        before = feed_chain(before, one.feed_seq, Touched(one.entity, one.entity_id, one.rev, one.scope_vendor))
        assert one.chain == before
    firsts = [one.feed_seq for one in rows if one.feed_seq == one.tx_first]
    assert len(firsts) == 6
    storage.engine.dispose()


@on_postgresql
def test_fifty_thousand_cases_are_moved_by_one_statement(address: str) -> None:
    """Here two thousand of them; the statement is the same."""
    storage, said = storage_of(address, NOON), []
    put(storage, 2_000)
    event.listen(storage.engine, "before_cursor_execute", lambda _c, _cursor, words, *_: said.append(words))
    said.clear()
    with storage.write() as work:
        moved = queue_priority.set_all(
            work.connection, QueuePriorityBody(60), Viewer("lea", frozenset({Role.TEAM_LEAD})), work.now_ms
        )
        assert [words.split()[0] for words in said] == ["SET", "UPDATE"]
        for one in moved:
            work.touch("case", f"C-{one.number}", one.rev, one.vendor)
    assert len(moved) == 2_000
    with storage.read() as connection:
        rows = feed.after(connection, 0, 5_000)
    assert len({one.entity_id for one in rows}) == 2_000
    assert all(one.bulk for one in rows)
    storage.engine.dispose()


# --- a reader of the feed beside writers ------------------------------------------------------------


SIZES = (1, MOST_TOUCHED + 1, 1, MOST_TOUCHED, 300)
"""Rows of one transaction: chained by the database, hashed here and written as statements, or streamed in."""
LAST = "!"


def spoil(address: str) -> None:
    """From now on the database refuses a row of the feed whose name ends so, once it has taken its number."""
    engine = open_engine(address)
    statements = [
        "CREATE FUNCTION spoilt() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'the database changed its mind'; END $$",
        "CREATE TRIGGER spoilt AFTER INSERT ON feed FOR EACH ROW"
        f" WHEN (NEW.entity_id LIKE '%{LAST}') EXECUTE FUNCTION spoilt()",
    ]
    if engine.dialect.name == "sqlite":
        statements = [
            f"CREATE TRIGGER spoilt AFTER INSERT ON feed WHEN NEW.entity_id LIKE '%{LAST}'"
            " BEGIN SELECT RAISE(ABORT, 'the database changed its mind'); END"
        ]
    with engine.connect().execution_options(**{WRITE: True}) as connection, connection.begin():
        for statement in statements:
            connection.exec_driver_sql(statement.replace("%", "%%") if len(statements) > 1 else statement)
    engine.dispose()


def follow_beside_writers(address: str, seconds: float, writers: int = 8) -> None:
    """Writers that commit one row or hundreds, change their mind, or are refused by the database after their rows have
    taken numbers; and a reader that goes on from wherever it stands: it reads every committed row once, in order and
    without a gap, and no other."""
    spoil(address)
    storage, over = storage_of(address), threading.Event()
    written: list[set[str]] = [set() for _ in range(writers)]
    refused: list[set[str]] = [set() for _ in range(writers)]
    read: list[tuple[int, str]] = []
    with storage.read() as connection:
        began = feed.head(connection).feed_seq

    def write(n: int) -> None:
        at = 0
        while not over.is_set():
            at += 1
            size = SIZES[at % len(SIZES)]
            names = [f"C-{n + 1}{at:07d}-{k}" for k in range(size)]
            if at % 4 == 0:
                names[-1] += LAST
            try:
                with storage.write() as work:
                    for name in names:
                        work.touch("case", name, 1, None)
                    work.audit("server", "job.tested", "job", names[0], rows=size)
                    if at % 7 == 0:
                        raise RuntimeError("changed my mind")
            except DBAPIError as error:
                refused[n].add(str(error.orig).partition("mind")[0])
                continue
            except (RuntimeError, StorageBusy):
                continue
            assert not names[-1].endswith(LAST)
            written[n].update(names)

    def follow() -> None:
        at = began
        while True:
            last = over.is_set() and not any(thread.is_alive() for thread in threads)
            with storage.read() as connection:
                rows = feed.after(connection, at, 500)
            read.extend((one.feed_seq, one.entity_id) for one in rows)
            at = rows[-1].feed_seq if rows else at
            if last and not rows:
                return

    threads = [threading.Thread(target=write, args=(n,)) for n in range(writers)]
    reader = threading.Thread(target=follow)
    for thread in (*threads, reader):
        thread.start()
    over.wait(seconds)
    over.set()
    for thread in (*threads, reader):
        thread.join(120)
    every = set().union(*written)
    names = [name for _, name in read]
    assert len(names) == len(set(names)), "a row was told twice"
    assert set(names) == every, f"{len(every - set(names))} rows were missed"
    assert [seq for seq, _ in read] == list(range(began + 1, began + len(read) + 1)), "a number was given back"
    assert all(written), "every writer wrote"
    assert refused == [{"the database changed its "}] * writers, "every writer was refused, and for nothing else"
    assert verify(storage).finding is None
    storage.engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path / 'server.db'}"
        engine = open_engine(address)
        schema.upgrade(engine)
        engine.dispose()
        return address
    if not database.here():
        pytest.skip(database.NONE_HERE)
    return database.postgresql_url(tmp_path / "server.db")


def test_who_follows_the_feed_misses_and_doubles_nothing(either: str) -> None:
    follow_beside_writers(either, seconds=2)


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_who_follows_the_feed_for_long_misses_and_doubles_nothing(either: str) -> None:
    follow_beside_writers(either, seconds=SECONDS)


# --- what ends in the middle ------------------------------------------------------------------------


@pytest.mark.slow
@on_postgresql
def test_a_lost_database_connection_is_a_clean_answer_and_the_next_request_works(tmp_path: Path) -> None:
    address = database.postgresql_url(tmp_path / "server.db")
    with start_server(address, environment={"FOOTPLATE_FILES": str(tmp_path / "files")}) as server:
        house = open_house(server, address)
        lin = house.seat("lin")
        house.cases(6)
        for _ in range(3):
            database.run_sql(
                address,
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()",
            )
            answers = [lin.session.post("/v1/claims", json={"queue": ""}) for _ in range(20)]
            for answer in answers:
                assert answer.status_code in (200, 503), answer.text
                if answer.status_code == 503:
                    assert answer.headers["Content-Type"] == "application/problem+json"
                    assert (answer.json()["code"], int(answer.headers["Retry-After"]) > 0) == ("unavailable", True)
            # Each lost connection fails one request at most; then all of them are new.
            assert answers[-1].status_code == 200
        given = database.run_sql(address, "SELECT count(*), count(DISTINCT claim_id) FROM cases WHERE fence = 1")
        assert given == [(6, 6)]
        house.close()


def decided_until(people: list[Seat], case_ids: list[str], end: Callable[[], object]) -> set[int]:
    """The cases of which a server said that they are decided, when all of these people decide at once until something
    comes to an `end` in the midst of it."""
    told: list[list[str]] = [[] for _ in people]
    enough = threading.Event()

    def decide(n: int) -> None:
        for case_id in case_ids[n :: len(people)]:
            try:
                answer = people[n].review(case_id, "block")
            except (OSError, AssertionError, ValueError, KeyError):
                return
            if answer.status_code == 200 and answer.json()["status"] == "applied":
                told[n].append(case_id)
            if sum(map(len, told)) >= 12:
                enough.set()

    threads = [threading.Thread(target=decide, args=(n,)) for n in range(len(people))]
    for thread in threads:
        thread.start()
    assert enough.wait(120)
    end()
    for thread in threads:
        thread.join(120)
    return {int(case_id[2:]) for one in told for case_id in one}


def whole_decisions(address: str) -> set[int]:
    """The cases that are decided, each of them with all that belongs to a decision."""
    decided = {row[0] for row in database.run_sql(address, "SELECT case_number FROM reviews")}
    whole = (
        "SELECT c.case_number FROM cases c JOIN reviews r ON r.review_id = c.outcome_review_id"
        " JOIN labels l ON l.review_id = r.review_id JOIN command_results k ON k.command_id = r.command_id"
        " JOIN audit a ON a.action = 'command' AND a.entity_id = r.command_id"
        " JOIN feed f ON f.entity = 'review' AND f.entity_id = r.review_id WHERE c.state = 'closed'"
    )
    assert {row[0] for row in database.run_sql(address, whole)} == decided
    closed = database.run_sql(address, "SELECT count(*) FROM cases WHERE state = 'closed'")
    assert closed == [(len(decided),)]
    return decided


@pytest.mark.slow
@on_postgresql
def test_a_server_killed_under_load_loses_no_acknowledged_decision_and_halves_none(tmp_path: Path) -> None:
    address = database.postgresql_url(tmp_path / "server.db")
    server = start_server(address, workers=1, environment={"FOOTPLATE_FILES": str(tmp_path / "files")})
    house = open_house(server, address)
    people = [house.seat(f"killed-{n}") for n in range(4)]
    case_ids = house.cases(400)
    acknowledged = decided_until(people, case_ids, server.kill)
    decided = whole_decisions(address)
    assert acknowledged <= decided
    with server.restart():
        again = house.another_seat("killed-0")
        # A lease of whoever was cut off runs on: nobody had come as far as the last case.
        left = case_ids[-1]
        assert int(left[2:]) not in decided
        assert again.review(left, "block").json()["status"] == "applied"
    house.close()
