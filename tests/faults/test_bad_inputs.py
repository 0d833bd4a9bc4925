"""The bad inputs that no other test sends: whatever comes, the answer is a problem in words or the thing itself, never
a fault of the server, and never half of it is kept. The list of all of them is in the_list.py."""

import json
import unicodedata
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from app.contract.canonical import body_sha256
from app.contract.limits import COMMAND_BODY_BYTES
from tests.support.seats import House, Seat, new_id, open_house, review_body
from tests.support.server import start_server


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    database = tmp_path_factory.mktemp("house") / "server.db"
    with start_server(database) as server:
        house = open_house(server, database)
        yield house
        house.close()


@pytest.fixture(scope="module")
def lin(house: House) -> Seat:
    return house.seat("lin")


@pytest.fixture(scope="module")
def mei(house: House) -> Seat:
    return house.seat("mei")


def refused(lin: Seat, house: House, **change: Any) -> dict[str, Any]:
    """A review with something wrong in it: refused by itself, and the case is as before."""
    case_id = house.case()
    told = lin.send(lin.command(case_id, review_body("block") | change, lin.hold(case_id)))
    (result,) = told["results"]
    assert result["status"] == "rejected", result
    assert 400 <= result["http"] < 500
    assert lin.case(case_id)["state"] == "open"
    return dict(result)


def test_a_body_of_64_kib_and_one_byte_is_refused_and_one_byte_less_is_read(house: House, lin: Seat) -> None:
    case_id = house.case()
    claim = lin.hold(case_id)
    body = review_body("block", rationale="")
    # As it is sent: white space counts.
    room = COMMAND_BODY_BYTES + 1 - len(json.dumps(body).encode())
    told = lin.send(lin.command(case_id, body | {"rationale": "x" * room}, claim))
    assert (told["results"][0]["status"], told["results"][0]["code"]) == ("rejected", "too_large")
    told = lin.send(lin.command(case_id, body | {"rationale": "x" * (room - 1)}, claim))
    assert told["results"][0]["code"] != "too_large"
    assert lin.case(case_id)["state"] == "open"


@pytest.mark.parametrize(
    "decision", ["PASS ", " pass", "PASS", "Pass", "pass\u00a0", "ｐａｓｓ", "p\u0430ss", "", None, 1, True, ["pass"]]
)
def test_a_decision_that_only_looks_like_one_is_refused(house: House, lin: Seat, decision: object) -> None:
    refused(lin, house, decision=decision)


@pytest.mark.parametrize("value", ["１２３", "123", 1.5, -1, 2**53, "-0", None, [1]])
def test_a_number_in_another_writing_is_no_number(house: House, lin: Seat, value: object) -> None:
    case_id = house.case()
    command = lin.command(case_id, review_body("block") | {"active_ms": value}, lin.hold(case_id))
    batch = {"device_id": lin.device_id, "batch_id": new_id(), "commands": [command]}
    answer = lin.session.post("/v1/commands", json=batch)
    if answer.status_code == 200:
        assert answer.json()["results"][0]["status"] == "rejected"
    else:
        assert answer.status_code in (400, 422)
        lin.seq -= 1  # nothing of it was read
    assert lin.case(case_id)["state"] == "open"


def test_minus_zero_is_zero_and_hashes_as_it(house: House, lin: Seat) -> None:
    assert body_sha256({"a": -0.0}) == body_sha256({"a": 0})
    case_id = house.case()
    assert lin.put(lin.command(case_id, review_body("block") | {"active_ms": 0}, lin.hold(case_id))).ok


@pytest.mark.parametrize(
    "rationale",
    [
        "第一句。第二句。第三句。第四句。",
        "Four. Short. Little. Sentences.",
        "Half a pair \\ud800 of it",
        "safe\u202efdp.exe",
        "in\u2066side\u2069 out",
        "x\u0000y",
        "e" + "\u0301" * 100_000,
        "a" * 1_001,
        "",
        "   ",
    ],
    ids=lambda text: repr(text[:10]),
)
def test_a_rationale_that_nobody_could_read_is_refused(house: House, lin: Seat, rationale: str) -> None:
    if "ud800" in rationale:
        rationale = "Half a pair \ud800 of it"
    case_id = house.case()
    claim = lin.hold(case_id)
    try:
        digest_body = review_body("block", rationale=unicodedata.normalize("NFC", rationale))
        command = lin.command(case_id, digest_body, claim)
    except UnicodeEncodeError:
        return  # our own hash refuses it before anything is sent
    answer = lin.put(command)
    assert 400 <= answer.status_code < 500
    assert lin.case(case_id)["state"] == "open"


@pytest.mark.parametrize("schema", [0, 2, 99, -1, 2**53 - 1, 2**53, "1", 1.5, None])
def test_a_command_of_a_schema_of_the_future_is_set_aside_by_its_own_result(
    house: House, lin: Seat, schema: object
) -> None:
    case_id = house.case()
    seq = lin.seq
    command = lin.command(case_id, review_body("block"), lin.hold(case_id)) | {"command_schema": schema}
    batch = {"device_id": lin.device_id, "batch_id": new_id(), "commands": [command]}
    answer = lin.session.post("/v1/commands", json=batch)
    assert answer.status_code in (200, 400, 422)
    if answer.status_code == 200:
        (result,) = answer.json()["results"]
        assert result["status"] == "rejected"
        if isinstance(schema, int) and schema in (0, 2, 99):
            assert result["code"] == "command_schema"
    else:
        lin.seq = seq
    assert lin.case(case_id)["state"] == "open"


def test_one_command_twice_in_a_batch_happens_once(house: House, lin: Seat) -> None:
    case_id = house.case()
    command = lin.command(case_id, review_body("block"), lin.hold(case_id))
    first, second = lin.send(command, command)["results"]
    assert (first["status"], second["status"]) == ("applied", "duplicate")
    assert first["command_id"] == second["command_id"] == command["command_id"]
    assert lin.case(case_id)["state"] == "closed"


def test_one_id_over_two_bodies_in_a_batch_is_refused_the_second_time(house: House, lin: Seat) -> None:
    one, two = house.cases(2)
    first = lin.command(one, review_body("block"), lin.hold(one))
    second = lin.command(two, review_body("block"), lin.hold(two)) | {"command_id": first["command_id"]}
    told = lin.send(first, second)["results"]
    assert [result["status"] for result in told] == ["applied", "rejected"]
    assert told[1]["code"] == "command_id_reuse"
    assert lin.case(two)["state"] == "open"


def test_the_id_of_another_persons_command_opens_nothing(house: House, lin: Seat, mei: Seat) -> None:
    one, two = house.cases(2)
    theirs = lin.command(one, review_body("block"), lin.hold(one))
    assert lin.put(theirs).ok
    mine = mei.command(two, review_body("block"), mei.hold(two)) | {"command_id": theirs["command_id"]}
    told = mei.put(mine)
    assert told.status_code in (403, 404, 409, 422)
    assert mei.case(two)["state"] == "open"
    assert mei.session.get(f"/v1/commands/{theirs['command_id']}").status_code == 404


def test_an_empty_batch_is_refused(lin: Seat) -> None:
    batch: dict[str, Any] = {"device_id": lin.device_id, "batch_id": new_id(), "commands": []}
    assert lin.session.post("/v1/commands", json=batch).status_code == 422


@pytest.mark.parametrize("path", ["/v1/changes", "/v1/snapshot", "/v1/cases"])
@pytest.mark.parametrize("limit", ["-1", "0", "501", "1.5", "１０", "9" * 30, "10 ", "+5"])
def test_a_limit_that_is_none_is_refused(lin: Seat, path: str, limit: str) -> None:
    answer = lin.session.get(path, params={"limit": limit})
    assert answer.status_code == 400
    assert answer.headers["Content-Type"].startswith("application/problem+json")


NAMES = (
    "../../etc/passwd", "..\\..\\boot.ini", "CON", "nul.txt", "\\\\host\\share", "file:///etc/passwd", "a\u202egpj.exe",
    "x" * 300, "名" * 100, ".", "", "a/b", "a:b", "-rf", "=cmd|'/c calc'!A1", "a%00b",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=lambda name: repr(name[:14]))
def test_a_name_is_text_and_no_place(house: House, lin: Seat, name: str) -> None:
    """As a reference, as the id of a case or a command, and in an address."""
    answer = house.agent.post("/v1/intake/cases", json=[{"external_ref": name}])
    assert answer.status_code in (200, 400, 422)
    if answer.status_code == 200:
        assert answer.json()["results"][0]["status"] == "rejected"
    for path in ("/v1/cases/", "/v1/commands/"):
        told = lin.session.get(path + quote(name, safe=""))
        assert told.status_code in (200, 400, 404, 405), told.text  # 200: the list itself, for no name at all
    assert lin.session.get("/v1/cases", params={"q": name, "limit": "5"}).status_code in (200, 400)


def requests_quote(name: str) -> str:
    from urllib.parse import quote

    return quote(name, safe="")
