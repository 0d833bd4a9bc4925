"""Every door that takes JSON refuses what parsers let through: asked of the served document, so that no door is
forgotten."""

import json
from typing import Any

import pytest

from tests.support.seats import House, Seat, new_id, review_body
from tests.support.server import Session

JSON = {"Content-Type": "application/json"}
PER_ITEM = "/v1/intake/"
FRAMES = {"/v1/commands", "/v1/commands/{command_id}"}

# What hides in a value, and the code that names it.
HIDDEN = {
    "a key twice": (b'{"a": 1, "a": 2}', "duplicate_key"),
    "a key twice further down": (b'{"a": [{"b": {"c": 1, "c": 1}}]}', "duplicate_key"),
    "33 levels": (b'{"a":' * 33 + b"1" + b"}" * 33, "too_deep"),
    "ten thousand levels": (b"[" * 10_000, "too_deep"),
    "an integer beyond 2^53": (b'{"a": 9007199254740992}', "integer_range"),
    "NaN": (b'{"a": NaN}', "malformed"),
    "a number without end": (b'{"a": 1e400}', "malformed"),
    "NUL": (b'{"a": "x\\u0000"}', "text"),
    "half a surrogate pair": (b'{"a": "\\ud800x"}', "text"),
    "text that is not NFC": ('{"a": "e\u0301"}'.encode(), "text"),
    "a name that is not NFC": ('{"e\u0301": 1}'.encode(), "text"),
    "no UTF-8": (b'{"a": "\xff"}', "malformed"),
}


@pytest.fixture(scope="module")
def lea(house: House) -> Seat:
    return house.seat("lea", "team_lead")


@pytest.fixture(scope="module")
def hands(house: House, lea: Seat) -> list[Session]:
    """Between them they may knock at every door."""
    others = [house.seat(role, role).session for role in ("admin", "auditor", "reviewer", "rules_owner")]
    return [lea.session, *others, house.agent]


@pytest.fixture(scope="module")
def doors(house: House) -> dict[str, str]:
    """Path → method of every operation that takes a JSON body."""
    document = house.agent.get("/schema/openapi.json").json()
    return {
        path: method
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if "application/json" in operation.get("requestBody", {}).get("content", {})
    }


def knock(session: Session, method: str, path: str, body: bytes) -> Any:
    return session.request(method, path.replace("{command_id}", new_id()), data=body, headers=JSON)


@pytest.mark.parametrize("hidden", HIDDEN)
def test_every_door_refuses_it_and_names_why(hands: list[Session], doors: dict[str, str], hidden: str) -> None:
    body, code = HIDDEN[hidden]
    asked = {path: method for path, method in doors.items() if path not in FRAMES and not path.startswith(PER_ITEM)}
    assert len(asked) >= 8
    for path, method in asked.items():
        answers = (knock(hand, method, path, body) for hand in hands)
        answer = next((one for one in answers if one.status_code != 403), None)
        assert answer is not None, f"nobody of these may knock at {path}"
        told = answer.json()
        assert (path, answer.status_code, told["code"]) == (path, 400, "malformed")
        assert [error["code"] for error in told["errors"]] == [code], path


@pytest.mark.parametrize("hidden", [name for name in HIDDEN if name != "ten thousand levels"])
def test_an_item_of_the_agent_that_hides_it_is_refused_alone(house: House, doors: dict[str, str], hidden: str) -> None:
    body, code = HIDDEN[hidden]
    asked = [path for path in doors if path.startswith(PER_ITEM)]
    assert len(asked) == 5
    for path in asked:
        for sent, kind in ((b"[" + body + b"]", "application/json"), (body + b"\n", "application/x-ndjson")):
            answer = house.agent.post(path, data=sent, headers={"Content-Type": kind})
            if answer.status_code == 400:
                assert answer.json()["code"] == "malformed", path
                continue
            (result,) = answer.json()["results"]
            assert (result["status"], result["problem"]["code"]) == ("rejected", "malformed"), path
            assert [error["code"] for error in result["problem"]["errors"]] == [code], path


@pytest.mark.parametrize(
    "frame",
    [
        '{"device_id": DEVICE, "batch_id": "b", "commands": [], "commands": [COMMAND]}',
        '{"device_id": "another", "device_id": DEVICE, "batch_id": "b", "commands": [COMMAND]}',
        '{"device_id": DEVICE, "batch_id": "a", "batch_id": "b", "commands": [COMMAND]}',
        '{"device_id": DEVICE, "batch_id": "a", "batch_i\\u0064": "b", "commands": [COMMAND]}',
        '{"device_id": DEVICE, "batch_id": "\\u0000", "commands": [COMMAND]}',
        '{"device_id": DEVICE, "batch_id": "e\u0301", "commands": [COMMAND]}',
        '{"device_id": DEVICE, "batch_id": "\\ud800.", "commands": [COMMAND]}',
    ],
)
def test_the_frame_around_commands_is_asked_the_same(house: House, lea: Seat, frame: str) -> None:
    case_id = house.case()
    command = json.dumps(lea.command(case_id, review_body(), lea.hold(case_id)))
    body = frame.replace("DEVICE", json.dumps(lea.device_id)).replace("COMMAND", command)
    answer = lea.session.post("/v1/commands", data=body.encode(), headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")
    assert lea.case(case_id)["state"] == "open"


@pytest.mark.parametrize("twice", ["device_id", "command"])
def test_the_frame_around_one_command_is_asked_the_same(house: House, lea: Seat, twice: str) -> None:
    case_id = house.case()
    command = lea.command(case_id, review_body(), lea.hold(case_id))
    parts = {"device_id": json.dumps(lea.device_id), "command": json.dumps(command)}
    body = f'{{"{twice}": null, "device_id": {parts["device_id"]}, "command": {parts["command"]}}}'
    path = f"/v1/commands/{command['command_id']}"
    answer = lea.session.put(path, data=body.encode(), headers=JSON)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "duplicate_key")
    assert lea.session.get(path).status_code == 404
    assert lea.case(case_id)["state"] == "open"


def test_a_broken_command_in_a_sound_frame_spoils_only_itself(house: House, lea: Seat) -> None:
    case_id = house.case()
    sound = json.dumps(lea.command(case_id, review_body(), lea.hold(case_id))).encode()
    unreadable = (b"NaN", b"ud800", b"[[[")  # the frame itself is no JSON then
    broken = [body for body, _ in HIDDEN.values() if not any(part in body for part in unreadable)]
    frame = b'{"device_id": "%s", "batch_id": "b", "commands": [%s]}'
    body = frame % (lea.device_id.encode(), b",".join([*broken, sound]))
    answer = lea.session.post("/v1/commands", data=body, headers=JSON)
    assert answer.status_code == 200, answer.text
    assert [result["code"] for result in answer.json()["results"]] == ["malformed"] * len(broken) + ["applied"]
