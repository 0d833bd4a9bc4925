"""A seat that has lost some of its work asks which of its commands took effect."""

from typing import Any

import pytest

from app.contract.commands import AppliedCommands
from app.domain.roles import Role
from app.server.security.principal import Principal
from app.server.usecases import commands
from tests.support.seats import House, Seat, review_body
from tests.support.server import opened


def told(seat: Seat, **asked: Any) -> tuple[list[list[int]], int]:
    answer = seat.session.get("/v1/commands", params=asked)
    assert answer.status_code == 200, answer.text
    whose = asked.get("device_id", seat.device_id)
    assert (answer.json()["device_id"], answer.json()["author_sub"]) == (whose, seat.user_id)
    return answer.json()["numbers"], answer.json()["through"]


def test_the_numbers_that_took_effect_are_told_to_whoever_gave_them_at_that_seat(house: House) -> None:
    house.add("wen", "reviewer")
    seat, other = house.another_seat("wen"), house.another_seat("wen", "other")
    for _ in range(2):
        assert seat.review(house.case()).status_code == 200
    seat.seq = 4
    assert seat.review(house.case(), decision="pass").status_code == 200
    assert seat.review(house.case(), rationale="").status_code == 422
    case_id = house.case()
    late = seat.command(case_id, review_body(), seat.hold(case_id), fence=1_000)
    assert seat.put(late).status_code == 409
    assert told(seat, first=1, last=9) == ([[1, 2], [5, 5]], 9)
    assert told(seat, first=2, last=4) == ([[2, 2]], 4)
    assert told(seat)[0] == [[1, 2], [5, 5]]
    assert told(seat, first=4, last=3) == ([], 3)
    assert told(other, first=1, last=9) == ([], 9)
    assert told(other, first=1, last=9, device_id=seat.device_id) == ([[1, 2], [5, 5]], 9), "of another own seat"
    yao = house.seat("yao")
    assert told(yao, first=1, last=9) == ([], 9)
    assert told(yao, first=1, last=9, device_id=seat.device_id) == ([], 9), "nobody is told of another's"
    for nobodys in ("x", "d" * 36):
        assert told(seat, first=1, last=9, device_id=nobodys) == ([], 9)


def test_a_number_under_which_something_else_was_refused_is_not_told(house: House, lin: Seat) -> None:
    """Two machines under one device: which of them lost its command nobody knows."""
    first, second = house.case(), house.case()
    assert lin.review(first).status_code == 200
    taken = lin.seq
    again = lin.command(second, review_body(rationale=""), lin.hold(second), command_seq=taken)
    assert lin.put(again).status_code == 422
    assert told(lin, first=taken, last=taken) == ([], taken)


def test_many_are_told_in_parts(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    seat = house.seat("ning")
    for _ in range(4):
        assert seat.review(house.case()).status_code == 200
    monkeypatch.setattr(commands, "MOST_FATES", 3)
    who = Principal(seat.user_id, seat.name, frozenset({Role.REVIEWER}), device_id=seat.device_id)
    with opened(house.database) as storage:
        # The third may have another command under its number, which was not looked at.
        first = commands.applied(storage, who, None, 1, 9)
        assert first == AppliedCommands(seat.device_id, seat.user_id, ((1, 2),), 2)
        rest = commands.applied(storage, who, seat.device_id, 3, 9)
        assert rest == AppliedCommands(seat.device_id, seat.user_id, ((3, 4),), 9)


@pytest.mark.parametrize("asked", [{"first": 0}, {"last": "x"}, {"first": 2**53}, {"device_id": "x" * 37}])
def test_numbers_that_no_command_has_are_refused(lin: Seat, asked: dict[str, Any]) -> None:
    answer = lin.session.get("/v1/commands", params=asked)
    assert (answer.status_code, answer.json()["code"]) == (400, "parameter")


def test_a_session_without_a_device_has_no_numbers(house: House) -> None:
    answer = house.reader("audrey", "auditor").get("/v1/commands")
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
