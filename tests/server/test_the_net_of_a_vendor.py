"""What PostgreSQL itself keeps from a contact centre's people, where the application's own filter is taken away."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text, true
from sqlalchemy.exc import DBAPIError

from app.contract.views import Viewer
from app.domain.roles import Role
from app.server.storage import cases, people, state, vendor_net
from app.server.storage.engine import open_engine
from app.server.storage.tables import metadata
from app.server.storage.unit_of_work import Storage
from tests.support import database
from tests.support.seats import House, Seat, open_house, review_body
from tests.support.server import start_server

pytestmark = pytest.mark.skipif(not database.here(), reason=database.NONE_HERE)
VENDORS = ("north", "south", None)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return database.postgresql_url(tmp_path_factory.mktemp("net") / "server.db")


@pytest.fixture(scope="module")
def house(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    files = {"FOOTPLATE_FILES": str(tmp_path_factory.mktemp("net-files"))}
    with start_server(address, environment=files) as server:
        house = open_house(server, address)
        yield house
        house.close()


@pytest.fixture(scope="module")
def work(house: House) -> dict[str | None, tuple[Seat, list[str]]]:
    """Two contact centres and the house, each with a decided case, an open one and a note."""
    done: dict[str | None, tuple[Seat, list[str]]] = {}
    for vendor in VENDORS:
        role = "bpo_agent" if vendor else "reviewer"
        seat = house.seat(f"person of {vendor}", role, vendor)
        decided, noted = house.cases(2, vendor=vendor)
        assert seat.review(decided).status_code == 200
        note = {"text": "Asked for a newer statement.", "language": "en"}
        told = seat.put(seat.command(noted, note, None, command_type="case.note"))
        assert told.status_code == 200, told.text
        done[vendor] = (seat, [decided, noted])
    return done


@pytest.fixture
def engine(address: str) -> Iterator[Engine]:
    engine = open_engine(address)
    yield engine
    engine.dispose()


@pytest.fixture
def north(engine: Engine, work: object) -> Storage:
    return Storage(engine, lambda: datetime.now(UTC)).within("north")


def numbers(work: dict[str | None, tuple[Seat, list[str]]], vendor: str | None) -> set[int]:
    return {int(case_id.removeprefix("C-")) for case_id in work[vendor][1]}


def test_every_table_has_a_policy_or_is_open_with_a_reason(engine: Engine, work: object) -> None:
    with engine.begin() as connection:
        bound = set(connection.scalars(text("SELECT tablename FROM pg_policies")))
        told = connection.scalars(
            text("SELECT relname FROM pg_class WHERE relrowsecurity AND relkind = 'r' AND NOT relforcerowsecurity")
        )
        assert set(told) == bound
        assert vendor_net.is_usable(connection)
    assert bound | vendor_net.OPEN.keys() == {table.name for table in metadata.sorted_tables} | {"alembic_version"}
    assert not bound & vendor_net.OPEN.keys()


def test_a_statement_without_a_filter_gives_the_own_vendors_rows_alone(
    north: Storage, work: dict[str | None, tuple[Seat, list[str]]]
) -> None:
    with north.read() as connection:
        assert set(connection.scalars(text("SELECT case_number FROM cases"))) == numbers(work, "north")
        assert set(connection.scalars(text("SELECT DISTINCT vendor FROM users"))) == {"north"}
        for table in metadata.sorted_tables:
            if "case_number" in table.c and table.name != "cases":
                found = set(connection.scalars(select(table.c.case_number))) - {None}
                assert found <= numbers(work, "north"), table.name
            for name in ("user_id", "author_id", "reviewer_id", "raised_by", "asked_by"):
                if name in table.c and table.name not in vendor_net.OPEN:
                    found = set(connection.scalars(select(table.c[name])))
                    assert found <= {work["north"][0].user_id}, table.name
        assert len(connection.execute(text("SELECT * FROM reviews")).all()) == 1
        assert connection.execute(text("SELECT * FROM service_tokens")).all() == []


def test_where_the_applications_filter_is_gone_the_queue_and_a_single_case_hold_all_the_same(
    north: Storage, work: dict[str | None, tuple[Seat, list[str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cases, "visible", lambda _viewer: true())
    viewer = Viewer(work["north"][0].user_id, frozenset({Role.BPO_AGENT}), "north")
    with north.read() as connection:
        found = cases.page(connection, cases.visible(viewer), 0, None, 100)
        assert {stored.number for stored, _ in found} == numbers(work, "north")
        assert cases.count(connection, cases.visible(viewer)) == 2
        assert {user.vendor for user in people.working(connection, None)} == {"north"}
        assert cases.load_many(connection, numbers(work, "south")) == {}


def test_nothing_of_another_vendor_is_written_either(
    north: Storage, engine: Engine, work: dict[str | None, tuple[Seat, list[str]]]
) -> None:
    with north.write() as unit:
        changed = unit.connection.execute(text("UPDATE cases SET paused_ms = paused_ms + 1"))
        assert changed.rowcount == 2
        gone = unit.connection.execute(
            text("DELETE FROM case_tags WHERE case_number IN (SELECT case_number FROM cases)")
        )
        assert gone.rowcount == 0
    other = min(numbers(work, "south"))
    values = {"number": other, "who": work["north"][0].user_id}
    insert = "INSERT INTO case_tags (case_number, tag, author_id, place) VALUES (:number, 'x', :who, 1)"
    with pytest.raises(DBAPIError, match="row-level security"), north.write() as unit:
        unit.connection.execute(text(insert), values)
    with pytest.raises(DBAPIError, match="row-level security"), north.write() as unit:
        unit.connection.execute(text("UPDATE cases SET vendor = 'south'"))
    with engine.begin() as connection:
        told = connection.execute(text("SELECT vendor, sum(paused_ms) FROM cases GROUP BY vendor")).all()
    assert dict(told) == {"north": 2, "south": 0, None: 0}  # type: ignore[arg-type]


def test_the_net_ends_with_its_transaction_and_a_person_without_a_vendor_sees_nothing(
    north: Storage, engine: Engine, work: dict[str | None, tuple[Seat, list[str]]]
) -> None:
    whole = Storage(engine, lambda: datetime.now(UTC))
    for _ in range(3):
        with north.read() as connection:
            assert len(connection.execute(text("SELECT * FROM cases")).all()) == 2
        with whole.read() as connection:
            assert len(connection.execute(text("SELECT * FROM cases")).all()) == 6
        with whole.within("").read() as connection:
            assert connection.execute(text("SELECT * FROM cases")).all() == []


def test_the_net_lets_a_contact_centres_own_work_through(
    house: House, work: dict[str | None, tuple[Seat, list[str]]]
) -> None:
    seat, (_, noted) = work["north"]
    assert seat.put(seat.command(noted, review_body("escalate"), seat.hold(noted))).status_code == 200
    assert seat.session.get("/v1/cases").status_code == 200
    assert seat.session.get("/v1/changes").status_code == 200
    assert seat.session.get(f"/v1/cases/{work['south'][1][0]}").status_code == 404


def test_of_the_servers_own_state_no_key_is_read_that_makes_tokens_or_signs(north: Storage, house: House) -> None:
    with north.read() as connection:
        names = set(connection.scalars(text("SELECT name FROM server_state")))
        assert state.read(connection, state.TOKEN_KEY) is None
    assert {state.EPOCH, state.CURSOR_KEY, state.BLIND_KEY} <= names
    assert not names & {state.TOKEN_KEY, state.PACKET_KEY, state.QA_REF_KEY, state.NEXT_CASE_NUMBER}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE server_state SET value = value",
        "DELETE FROM server_state",
        "INSERT INTO server_state VALUES ('x', 'x')",
        "SELECT * FROM jobs",
        "UPDATE jobs SET due_at = due_at",
        "UPDATE attachments SET received_at = received_at",
        "DELETE FROM attachments",
        "DELETE FROM feed",
        "UPDATE audit SET at = at",
        "DELETE FROM audit",
        "DELETE FROM left_window",
        "INSERT INTO audit_heads SELECT * FROM audit_heads",
        "DELETE FROM role_changes",
        "SELECT * FROM alembic_version",
    ],
)
def test_of_the_tables_without_a_policy_nothing_is_touched_that_no_work_of_a_contact_centre_needs(
    north: Storage, statement: str
) -> None:
    with pytest.raises(DBAPIError, match="permission denied"), north.write() as unit:
        unit.connection.execute(text(statement))


def test_another_program_puts_the_policy_right_that_it_reads_otherwise(engine: Engine, work: object) -> None:
    with engine.begin() as connection:
        (mine,) = connection.scalars(text("SELECT policyname FROM pg_policies WHERE tablename = 'server_state'"))
        connection.execute(text(f"ALTER POLICY {mine} ON server_state RENAME TO names_of_before"))
        connection.execute(text("ALTER POLICY names_of_before ON server_state USING (true)"))
        vendor_net.prepare(connection)
        told = connection.scalars(text("SELECT policyname FROM pg_policies WHERE tablename = 'server_state'")).all()
        assert told == [mine]


def test_what_is_true_of_the_server_is_told_outside_as_inside(
    house: House, work: dict[str | None, tuple[Seat, list[str]]]
) -> None:
    told = [work[vendor][0].session.get("/v1/meta").json() for vendor in ("north", None)]
    assert told[0]["packet_key"]
    assert len({(one["packet_key"], one["server_epoch"]) for one in told}) == 1


def test_a_seat_of_a_contact_centre_proves_a_restore_as_well(
    house: House, work: dict[str | None, tuple[Seat, list[str]]], engine: Engine
) -> None:
    seat, _ = work["south"]
    cursor = seat.session.get("/v1/snapshot?limit=1").json()["resume_cursor"]
    before = seat.session.get("/v1/meta").json()["server_epoch"]
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM feed WHERE feed_seq = (SELECT max(feed_seq) FROM feed)"))
    told = seat.session.get("/v1/changes", params={"cursor": cursor})
    assert (told.status_code, told.json()["code"]) == (409, "history_diverged")
    assert seat.session.get("/v1/meta").json()["server_epoch"] != before


def test_where_no_role_can_be_made_the_net_is_known_to_be_absent(tmp_path: Path) -> None:
    address = database.fresh_url(tmp_path / "plain.db") if database.on_postgresql() else None
    engine = open_engine(address or database.postgresql_url(tmp_path / "plain.db", template=None))
    try:
        with engine.begin() as connection:
            connection.execute(text("CREATE ROLE plain_owner NOLOGIN NOSUPERUSER NOCREATEROLE"))
            connection.execute(text("GRANT CREATE, USAGE ON SCHEMA public TO plain_owner"))
            connection.execute(text("SET LOCAL ROLE plain_owner"))
            assert not vendor_net.is_usable(connection)
            vendor_net.prepare(connection)
            assert not vendor_net.is_usable(connection)
            connection.execute(text("RESET ROLE"))
            connection.execute(text("DROP OWNED BY plain_owner"))
            connection.execute(text("DROP ROLE plain_owner"))
    finally:
        engine.dispose()
