"""The audit trail in the database and as an export: every change and every look at somebody's data in one chain, which
takes rows and gives none back, is signed day by day, and can be checked by anybody."""

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy.exc import DBAPIError

from app.contract.audit_check import Wrong
from app.domain.roles import Role
from app.server.bootstrap import open_storage
from app.server.jobs.audit_head import SignHead
from app.server.security import audit_key
from app.server.security.audit_key import AuditKey
from app.server.storage import audit
from app.server.storage.unit_of_work import Storage
from app.server.usecases import audit_trail
from app.transfer import audit_file
from tests.support.database import database_url, on_postgresql, run_sql
from tests.support.seats import House, open_house
from tests.support.server import Session, start_server

ROOT = Path(__file__).resolve().parents[2]
ALONE = ROOT / "docs" / "verify_audit.py"


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, AuditKey]:
    file = tmp_path_factory.mktemp("key") / "audit.key"
    audit_key.make(file)
    return file, audit_key.load(file)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the tables, to be copied: making them anew for each test takes longer than the test."""
    file = tmp_path_factory.mktemp("empty") / "server.db"
    open_storage(f"sqlite:///{file}").engine.dispose()
    return file


@pytest.fixture
def storage(tmp_path: Path, empty: Path) -> Iterator[Storage]:
    if not on_postgresql():
        shutil.copy(empty, tmp_path / "server.db")
    storage = open_storage(database_url(tmp_path / "server.db"))
    yield storage
    storage.engine.dispose()


def write(storage: Storage, count: int = 1) -> None:
    for n in range(count):
        with storage.write() as work:
            work.audit("u-1", "case.note", "case", f"C-{n}", rev=n, late=False, of=None)


def let_change(database: Path) -> None:
    """What somebody does who owns the database."""
    if on_postgresql():
        for table in ("audit", "audit_heads"):
            run_sql(database, f"ALTER TABLE {table} DISABLE TRIGGER USER")
    else:
        for table in ("audit", "audit_heads"):
            for verb in ("update", "delete", "replace"):
                run_sql(database, f"DROP TRIGGER {table}_no_{verb}")


# ------------------------------------------------------------------------------------------------ in the database
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET actor_id = 'somebody' WHERE audit_seq = 2",
        "DELETE FROM audit WHERE audit_seq = 3",
        "UPDATE audit_heads SET day = '2020-01-01'",
        "DELETE FROM audit_heads",
    ],
)
def test_the_database_itself_refuses_to_change_the_trail(
    storage: Storage, tmp_path: Path, key: tuple[Path, AuditKey], statement: str
) -> None:
    write(storage, 3)
    assert audit_trail.sign(storage, key[1]) is not None
    with pytest.raises(DBAPIError, match="gives none back"):
        run_sql(tmp_path / "server.db", statement)
    assert audit_trail.verify(storage).rows == 3


def test_the_database_refuses_to_put_another_row_in_the_place_of_one(storage: Storage, tmp_path: Path) -> None:
    write(storage, 2)
    columns = "audit_seq, at, actor_id, action, entity, entity_id, detail, hash"
    same = f"SELECT {columns} FROM audit WHERE audit_seq = 1"
    statement = (
        f"INSERT INTO audit ({columns}) {same} ON CONFLICT (audit_seq) DO UPDATE SET actor_id = 'x'"
        if on_postgresql()
        else f"INSERT OR REPLACE INTO audit ({columns}) {same}"
    )
    with pytest.raises(DBAPIError, match="gives none back"):
        run_sql(tmp_path / "server.db", statement)


@pytest.mark.parametrize(
    ("statement", "number", "wrong"),
    [
        ("UPDATE audit SET actor_id = 'x' WHERE audit_seq = 4", 4, Wrong.ALTERED),
        ("UPDATE audit SET detail = '{}' WHERE audit_seq = 4", 4, Wrong.ALTERED),
        ("UPDATE audit SET detail = '{ }' WHERE audit_seq = 4", 4, Wrong.ALTERED),
        ("UPDATE audit SET detail = 'nonsense' WHERE audit_seq = 4", 4, Wrong.ALTERED),
        ("UPDATE audit SET at = at + 1 WHERE audit_seq = 7", 7, Wrong.ALTERED),
        ("UPDATE audit SET audit_seq = 90 WHERE audit_seq = 5", 5, Wrong.MISSING),
        ("DELETE FROM audit WHERE audit_seq = 1", 1, Wrong.MISSING),
        ("DELETE FROM audit WHERE audit_seq = 6", 6, Wrong.MISSING),
        ("DELETE FROM audit WHERE audit_seq > 5", 6, Wrong.TRUNCATED),
    ],
)
def test_whoever_owns_the_database_changes_nothing_unseen(
    storage: Storage, tmp_path: Path, key: tuple[Path, AuditKey], statement: str, number: int, wrong: Wrong
) -> None:
    write(storage, 8)
    assert audit_trail.sign(storage, key[1]) is not None
    assert audit_trail.verify(storage).finding is None
    let_change(tmp_path / "server.db")
    run_sql(tmp_path / "server.db", statement)
    finding = audit_trail.verify(storage, trusted=[key[1].public]).finding
    assert finding is not None
    assert (finding.number, finding.wrong) == (number, wrong)


def test_a_tail_cut_off_with_its_heads_is_found_by_a_head_that_was_kept_elsewhere(
    storage: Storage, tmp_path: Path, key: tuple[Path, AuditKey]
) -> None:
    write(storage, 5)
    kept = audit_trail.sign(storage, key[1])
    assert kept is not None
    let_change(tmp_path / "server.db")
    run_sql(tmp_path / "server.db", "DELETE FROM audit WHERE audit_seq > 3")
    run_sql(tmp_path / "server.db", "DELETE FROM audit_heads")
    assert audit_trail.verify(storage).finding is None
    finding = audit_trail.verify(storage, [kept]).finding
    assert finding is not None
    assert (finding.number, finding.wrong, finding.other) == (4, Wrong.TRUNCATED, 5)


def test_a_day_has_one_signed_head_however_often_it_is_asked_for(storage: Storage, key: tuple[Path, AuditKey]) -> None:
    now = [datetime(2026, 11, 21, 23, 59, tzinfo=UTC)]
    storage.clock = lambda: now[0]
    job = SignHead(key[1])

    def turn() -> None:
        with storage.write() as work:
            assert job.run(work) is False

    turn()  # nothing has been written yet
    write(storage, 2)
    turn()
    write(storage, 2)
    turn()
    now[0] += timedelta(minutes=2)
    turn()
    turn()
    now[0] += timedelta(days=1)
    turn()  # nothing was written since
    with storage.read() as connection:
        found = [(head.day, head.audit_seq) for head in audit.heads(connection, 100)]
    assert found == [("2026-11-21", 2), ("2026-11-22", 4)]
    report = audit_trail.verify(storage, trusted=[key[1].public])
    assert (report.finding, report.heads) == (None, 2)


def test_numbers_have_no_gap_and_the_chain_holds_beside_many_writers_that_give_up(storage: Storage) -> None:
    class GaveUp(Exception):
        pass

    def writer(name: int) -> None:
        gate.wait(30)
        for n in range(25):
            try:
                with storage.write() as work:
                    work.audit(f"u-{name}", "case.note", "case", f"C-{n}", rev=n)
                    if n % 5 == 0:
                        raise GaveUp
            except GaveUp:
                continue

    gate = threading.Barrier(6)
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(writer, range(6)))
    report = audit_trail.verify(storage)
    assert (report.finding, report.rows, report.last) == (None, 6 * 20, 6 * 20)


# ------------------------------------------------------------------------------------------------ as an export
@pytest.fixture(scope="module")
def signing_house(tmp_path_factory: pytest.TempPathFactory, key: tuple[Path, AuditKey]) -> Iterator[House]:
    """One whose server has a key, after some work."""
    database = tmp_path_factory.mktemp("signing") / "server.db"
    with start_server(database, environment={"FOOTPLATE_AUDIT_KEY_FILE": str(key[0])}) as server:
        house = open_house(server, database)
        lin = house.seat("lin")
        for case_id in house.cases(3):
            assert lin.review(case_id).status_code == 200
        shown = {"case_id": house.case(), "field": "subject.account", "reason": "check_list"}
        assert lin.session.post("/v1/pii/reveal", json=shown).status_code == 200
        storage = open_storage(database_url(database))
        audit_trail.sign(storage, key[1])
        storage.engine.dispose()
        yield house
        house.close()


@pytest.fixture(scope="module")
def auditor(signing_house: House) -> Session:
    return signing_house.reader("ada", "auditor")


@pytest.fixture(scope="module")
def export(auditor: Session) -> list[bytes]:
    answer = auditor.get("/v1/exports/audit")
    assert answer.status_code == 200
    return answer.content.splitlines(keepends=True)


def alone(file: Path, *key: str) -> "subprocess.CompletedProcess[str]":
    """The verifier of the docs, as somebody runs it who has nothing else."""
    return subprocess.run([sys.executable, "-I", ALONE, file, *key], capture_output=True, text=True, timeout=60)


def rows_of(lines: list[bytes]) -> list[dict[str, Any]]:
    return [row for line in lines if "audit_seq" in (row := json.loads(line))]


def test_the_stand_alone_verifier_is_short() -> None:
    assert len(ALONE.read_text().splitlines()) < 50


def test_an_export_holds_for_both_verifiers(
    export: list[bytes], tmp_path: Path, key: tuple[Path, AuditKey], capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "audit.jsonl"
    file.write_bytes(b"".join(export))
    assert audit_file.verify(file, [key[1].public]) == 0
    count = len(rows_of(export))
    assert capsys.readouterr().out.startswith(f"{count} rows, 1 to {count}: the chain holds\nsigned heads that fit: 1")
    done = alone(file, key[1].public)
    assert (done.returncode, done.stdout) == (
        0,
        f"{count} rows hold, 1 signed heads; signed by {key[1].public}\n",
    ), done.stderr
    assert audit_file.verify(file, ["another key"]) == 1
    assert alone(file, "another key").returncode == 1


def _altered(lines: list[bytes]) -> list[bytes]:
    row = json.loads(lines[3])
    row["actor_id"] = "nobody"
    return [*lines[:3], json.dumps(row).encode() + b"\n", *lines[4:]]


TAMPERED: dict[str, tuple[Callable[[list[bytes]], list[bytes]], int | None]] = {
    "altered": (_altered, 4),
    "dropped": (lambda lines: [*lines[:5], *lines[6:]], 6),
    "swapped": (lambda lines: [*lines[:2], lines[6], *lines[3:6], lines[2], *lines[7:]], 3),
    "first dropped": (lambda lines: lines[1:], 1),
    "last row dropped": (lambda lines: [*lines[:-3], *lines[-2:]], None),
    "head dropped": (lambda lines: [*lines[:-2], lines[-1]], None),
    "statement dropped": (lambda lines: lines[:-1], None),
    "cut off": (lambda lines: lines[:8], 9),
    "another head": (
        lambda lines: [*lines[:-2], lines[-2].replace(b'"epoch":"', b'"epoch":"0'), lines[-1]],
        None,
    ),
    "another statement": (lambda lines: [*lines[:-1], lines[-1].replace(b'"rows":', b'"rows":1')], None),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_a_file_that_was_tampered_with_is_found_by_both_verifiers_with_the_number(
    export: list[bytes], tmp_path: Path, how: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tamper, number = TAMPERED[how]
    file = tmp_path / "audit.jsonl"
    file.write_bytes(b"".join(tamper(export)))
    assert audit_file.verify(file) == 1
    told, done = capsys.readouterr().out, alone(file)
    assert done.returncode == 1
    if number is not None:
        assert told.startswith(f"row {number}: ")
        assert done.stderr.startswith(f"row {number}: ")


def test_an_export_tells_of_itself_and_of_every_look_at_somebodys_data(auditor: Session, export: list[bytes]) -> None:
    rows = rows_of(export)
    last = rows[-1]
    assert (last["action"], last["entity_id"], last["actor_id"]) == ("export", "audit", auditor.user_id)
    assert len([row for row in rows if row["action"] == "pii.reveal"]) == 1
    assert len([row for row in rows if row["action"] == "command"]) == 3
    statement = json.loads(export[-1])["statement"]
    assert (statement["rows"], statement["last"], statement["heads"]) == (len(rows), last["audit_seq"], 1)


def test_chosen_rows_are_signed_and_checked_as_well(
    auditor: Session, tmp_path: Path, key: tuple[Path, AuditKey], capsys: pytest.CaptureFixture[str]
) -> None:
    answer = auditor.get("/v1/exports/audit", params={"action": "command", "since": "2020-01-01T00:00:00Z"})
    lines = answer.content.splitlines(keepends=True)
    assert {row["action"] for row in rows_of(lines)} == {"command"}
    assert len(rows_of(lines)) == 3
    file = tmp_path / "some.jsonl"
    file.write_bytes(answer.content)
    assert (audit_file.verify(file, [key[1].public]), alone(file, key[1].public).returncode) == (0, 0)
    file.write_bytes(b"".join([lines[0], *lines[2:]]))
    assert (audit_file.verify(file), alone(file).returncode) == (1, 1)
    file.write_bytes(lines[0].replace(b'"at":', b'"at":1') + b"".join(lines[1:]))
    assert audit_file.verify(file) == 1
    assert capsys.readouterr().out.splitlines()[-1].startswith(f"row {rows_of(lines)[0]['audit_seq']}: altered")
    empty = auditor.get("/v1/exports/audit", params={"until": "2020-01-01T00:00:00Z"})
    file.write_bytes(empty.content)
    assert audit_file.verify(file) == 0


@pytest.mark.parametrize(
    "query",
    [{"since": "yesterday"}, {"since": "2026-01-01T00:00:00"}, {"action": "X;"}, {"actor_id": "a b"}, {"of": "x"}],
)
def test_a_wish_that_cannot_be_read_is_refused(auditor: Session, query: dict[str, str]) -> None:
    assert auditor.get("/v1/exports/audit", params=query).status_code == 400


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.AUDITOR, Role.ADMIN, Role.AGENT_SERVICE)])
def test_the_trail_and_its_heads_are_for_those_alone_who_may(signing_house: House, role: Role) -> None:
    signing_house.add(f"asks-{role.value}", role.value, "north" if role is Role.BPO_AGENT else None)
    seat = signing_house.another_seat(f"asks-{role.value}")
    assert seat.session.get("/v1/exports/audit").status_code == 403
    assert seat.session.get("/v1/audit/heads").status_code == 403


def test_heads_and_the_public_key_are_told(auditor: Session, key: tuple[Path, AuditKey], tmp_path: Path) -> None:
    told = auditor.get("/v1/audit/heads")
    assert told.json()["key"] == key[1].public
    assert auditor.get("/v1/meta").json()["audit_key"] == key[1].public
    assert auditor.get("/readyz").text == "ready\n"
    kept = tmp_path / "heads.json"
    kept.write_bytes(told.content)
    assert [head.key for head in audit_file.kept_heads(kept)] == [key[1].public]
    kept.write_bytes(b"".join(msgspec.json.encode(head) + b"\n" for head in audit_file.kept_heads(kept)))
    assert len(audit_file.kept_heads(kept)) == 1


def test_a_server_without_a_key_says_so(house: House) -> None:
    assert "not signed" in house.agent.get("/readyz").text
    reader = house.reader("ada-unsigned", "auditor")
    assert reader.get("/v1/meta").json()["audit_key"] is None
    assert reader.get("/v1/audit/heads").json() == {"key": None, "heads": []}
    statement = json.loads(reader.get("/v1/exports/audit").content.splitlines()[-1])["statement"]
    assert (statement["key"], statement["signature"]) == (None, None)


@pytest.mark.parametrize(
    "moment", ["0.5", "1795289010", "-1", "2026-11-21", "2026-13-01T00:00:00Z", "2026-11-21T08:00:00"]
)
def test_a_moment_is_told_as_one_and_never_as_a_number(auditor: Session, moment: str) -> None:
    answer = auditor.get("/v1/exports/audit", params={"until": moment})
    assert (answer.status_code, answer.json()["code"]) == (400, "parameter")
