"""Files behind the evidence over raw HTTP: in by their content, out to those who may see the case."""

import hashlib
from collections.abc import Iterator
from typing import Any

import pytest

from app.domain.case import Evidence
from app.domain.document import MAX_DOCUMENT_BYTES, Attachment, FieldBox
from app.domain.text import Bilingual
from app.server.config import Settings
from app.server.jobs.job import LongJob
from app.server.jobs.registry import every_job
from app.server.storage.files import FolderStore
from tests.support.database import run_sql
from tests.support.seats import House, Seat, new_id, open_house
from tests.support.server import opened, start_server

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 2_000
SHA = hashlib.sha256(PNG).hexdigest()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    database = tmp_path_factory.mktemp("documents") / "server.db"
    with start_server(database) as server:
        house = open_house(server, database)
        put(house, PNG)
        yield house
        house.close()


def put(house: House, data: bytes, media_type: str = "image/png", sha256: str = "") -> Any:
    name = sha256 or hashlib.sha256(data).hexdigest()
    return house.agent.put(f"/v1/intake/attachments/{name}", data=data, headers={"Content-Type": media_type})


def scan(sha256: str = SHA, size: int = len(PNG), media_type: str = "image/png") -> Evidence:
    told = Attachment(sha256, media_type, size, "wei ling passport.png", width=3000, height=2000, pages=1)
    box = FieldBox("full_name", 1, 0.1, 0.2, 0.3, 0.05, text="WEI LING")
    return Evidence("doc/1", "identity_document", Bilingual("Document", "证件"), attachment=told, boxes=(box,))


def a_case(house: House, vendor: str | None = None, **of_scan: Any) -> str:
    return house.case(case_type="kyc_audit", evidence=(scan(**of_scan),), vendor=vendor)


def address(case_id: str, sha256: str = SHA) -> str:
    return f"/v1/cases/{case_id}/attachments/{sha256}"


def reads(house: House) -> list[tuple[Any, ...]]:
    query = "SELECT actor_id, entity_id, detail FROM audit WHERE action = 'document.read' ORDER BY audit_seq"
    return run_sql(house.database, query)


def test_a_file_is_taken_once_and_lies_beside_the_database(house: House) -> None:
    data = b"%PDF-1.7 once"
    first, again = put(house, data, "application/pdf"), put(house, data, "application/pdf")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() | {"new": False} == again.json()
    kept = house.database.with_name("server.db.files") / first.json()["sha256"][:2] / first.json()["sha256"][2:]
    assert kept.read_bytes() == data
    assert kept.stat().st_mode & 0o077 == 0


def test_the_largest_file_that_may_be_is_taken_and_read_again_and_one_byte_more_is_not(house: House, lin: Seat) -> None:
    data = PNG[:8] + bytes(MAX_DOCUMENT_BYTES - 8)
    assert put(house, data).status_code == 201
    sha256 = hashlib.sha256(data).hexdigest()
    answer = lin.session.get(address(a_case(house, sha256=sha256, size=len(data)), sha256))
    assert (answer.status_code, hashlib.sha256(answer.content).hexdigest()) == (200, sha256)
    refused = put(house, data + b"x")
    assert (refused.status_code, refused.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    ("data", "media_type", "sha256", "status"),
    [
        (PNG, "image/png", "0" * 64, 422),
        (PNG, "image/png", SHA.upper(), 422),
        (PNG, "image/png", "..%2F..%2Fetc%2Fpasswd", 404),
        (b"<svg/>", "image/svg+xml", "", 415),
        (b"<html>", "text/html", "", 415),
        (b"<svg/>", "image/png", "", 422),
        (b"", "text/plain", "", 422),
        (b"MZ\x00\x01", "text/plain", "", 422),
        (b"\x89PNG\r\n\x1a\n" + b"x" * (20 * 1024 * 1024), "image/png", "", 413),
    ],
)
def test_what_is_not_what_it_says_is_refused(
    house: House, data: bytes, media_type: str, sha256: str, status: int
) -> None:
    assert put(house, data, media_type, sha256).status_code == status


def test_only_the_agent_brings_files(lin: Seat) -> None:
    answer = lin.session.put(f"/v1/intake/attachments/{SHA}", data=PNG, headers={"Content-Type": "image/png"})
    assert answer.status_code == 403


def test_the_whole_file_comes_with_its_name_taken_off(house: House, lin: Seat) -> None:
    answer = lin.session.get(address(a_case(house)))
    assert answer.status_code == 200
    assert answer.content == PNG
    told = answer.headers
    assert told["ETag"] == f'"sha256-{SHA}"'
    assert told["Content-Length"] == str(len(PNG))
    assert told["Content-Type"] == "image/png"
    assert told["Cache-Control"] == "no-store"
    assert told["X-Content-Type-Options"] == "nosniff"
    assert told["Content-Disposition"] == f'attachment; filename="{SHA[:12]}.png"'
    assert told["Digest"].startswith("sha-256=")
    assert "wei" not in str(dict(told)).lower()


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [("bytes=0-9", 0, 10), ("bytes=100-", 100, None), ("bytes=-7", len(PNG) - 7, None), ("bytes=5-99999999", 5, None)],
)
def test_a_range_is_served_as_a_range(house: House, lin: Seat, wanted: str, start: int, end: int | None) -> None:
    answer = lin.session.get(address(a_case(house)), headers={"Range": wanted, "If-Match": f'"sha256-{SHA}"'})
    part = PNG[start:end]
    assert (answer.status_code, answer.content) == (206, part)
    assert answer.headers["Content-Range"] == f"bytes {start}-{start + len(part) - 1}/{len(PNG)}"


@pytest.mark.parametrize("wanted", ["bytes=9-2", "bytes=0-1,4-5", "lines=1-2", "bytes=-", "bytes=a-b"])
def test_a_range_that_is_none_is_passed_over(house: House, lin: Seat, wanted: str) -> None:
    answer = lin.session.get(address(a_case(house)), headers={"Range": wanted})
    assert (answer.status_code, len(answer.content)) == (200, len(PNG))


def test_bytes_beyond_the_end_are_not_there(house: House, lin: Seat) -> None:
    answer = lin.session.get(address(a_case(house)), headers={"Range": f"bytes={len(PNG)}-"})
    assert (answer.status_code, answer.json()["code"]) == (416, "range")
    assert answer.headers["Content-Range"] == f"bytes */{len(PNG)}"


def test_another_file_than_the_one_named_is_not_sent(house: House, lin: Seat) -> None:
    answer = lin.session.get(address(a_case(house)), headers={"If-Match": '"sha256-0"'})
    assert (answer.status_code, answer.json()["code"]) == (412, "file_changed")


def test_every_request_is_in_the_audit_trail(house: House, lin: Seat) -> None:
    case = a_case(house)
    before = len(reads(house))
    lin.session.get(address(case), headers={"Range": "bytes=0-4"})
    lin.session.get(address(case))
    rows = reads(house)[before:]
    assert [(actor, entity) for actor, entity, _ in rows] == [(lin.user_id, case)] * 2
    assert '"last":4' in rows[0][2]
    assert SHA in rows[0][2]
    assert "passport" not in rows[0][2]


def test_a_contact_centre_reads_the_files_of_its_own_cases_alone(house: House) -> None:
    theirs, ours = a_case(house, vendor="harbour"), a_case(house)
    bo = house.seat("bo", "bpo_agent", "harbour")
    before = len(reads(house))
    assert bo.session.get(address(theirs)).status_code == 200
    assert bo.session.get(address(ours)).status_code == 404
    assert len(reads(house)) == before + 1


@pytest.mark.parametrize("role", ["sop_editor", "rules_owner", "admin"])
def test_a_role_without_the_capability_reads_no_file(house: House, role: str) -> None:
    assert house.reader(f"{role}-1", role).get(address(a_case(house))).status_code == 403


def test_a_file_of_another_case_or_of_none_is_not_found(house: House, lin: Seat) -> None:
    case, plain = a_case(house), house.case()
    assert lin.session.get(address(plain)).status_code == 404
    assert lin.session.get(address(case, "0" * 64)).status_code == 404
    assert lin.session.get(address("C-999999")).status_code == 404
    never_sent = a_case(house, sha256="b" * 64)
    assert lin.session.get(address(never_sent, "b" * 64)).status_code == 404
    other_kind = a_case(house, media_type="image/jpeg")
    assert lin.session.get(address(other_kind)).status_code == 404


def test_the_case_tells_boxes_but_neither_the_file_name_nor_what_was_read(house: House, lin: Seat) -> None:
    (piece,) = lin.case(a_case(house))["evidence"]
    assert piece["boxes"] == [{"field": "full_name", "page": 1, "x": 0.1, "y": 0.2, "w": 0.3, "h": 0.05}]
    assert piece["attachment"]["width"] == 3000
    assert "name" not in piece["attachment"]
    assert "WEI" not in str(piece)


def test_the_file_of_an_erased_case_is_gone_from_the_disk_with_the_next_turn_of_the_job(house: House) -> None:
    data = b"%PDF-1.7 a letter that has to be forgotten"
    sha256 = hashlib.sha256(data).hexdigest()
    put(house, data, "application/pdf")
    ref = f"to-forget-{new_id()}"
    shown = (scan(sha256, len(data), "application/pdf"),)
    case_id = house.case(external_ref=ref, case_type="kyc_audit", evidence=shown)
    lin, kept = house.seat("forgets"), house.database.with_name("server.db.files") / sha256[:2] / sha256[2:]
    assert (lin.session.get(address(case_id, sha256)).content, kept.read_bytes()) == (data, data)
    told = house.agent.post("/v1/intake/withdrawals", json=[{"external_ref": ref, "reason": "erasure"}])
    assert told.json()["accepted"] == 1
    run_sql(house.database, "UPDATE attachments SET received_at = received_at - 90000000 WHERE sha256 = :it", it=sha256)
    with opened(house.database) as storage:
        files = FolderStore(house.database.with_name("server.db.files"))
        (job,) = (one for one in every_job(Settings(), files) if one.name == "files")
        assert isinstance(job, LongJob)
        while job.step(storage):
            pass
    assert not kept.exists()
    assert lin.session.get(address(case_id, sha256)).status_code == 404
    assert run_sql(house.database, "SELECT actor_id FROM audit WHERE action = 'attachment.removed'") == [("server",)]
