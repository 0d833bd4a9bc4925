"""Every type of command × every role, over HTTP: sent by itself and in a batch, to somebody's own seat."""

from typing import Any

import pytest

from app.contract.version import COMMAND_SCHEMAS
from app.domain.roles import Role
from tests.support.seats import House, Seat, new_id, review_body

PEOPLE = [role for role in Role if role is not Role.AGENT_SERVICE]
_DECIDES = {Role.REVIEWER, Role.SENIOR_AGENT, Role.TEAM_LEAD, Role.BPO_AGENT}
_IN_HOUSE = _DECIDES - {Role.BPO_AGENT}
_SENIOR = {Role.SENIOR_AGENT, Role.TEAM_LEAD}
_LEAD = {Role.TEAM_LEAD}
# Written out, and not taken from the server: who may send what in a house that has changed nothing.
MAY: dict[str, set[Role]] = {
    "review.submit": _DECIDES,
    "command.withdrawn": set(PEOPLE),
    "review.amend_after_reveal": _DECIDES,
    "assessment.request": _DECIDES,
    "escalation.pattern": _IN_HOUSE,
    "escalation.resolve_pattern": _SENIOR,
    "case.note": _DECIDES,
    "case.snooze": _DECIDES,
    "case.wait": _DECIDES,
    "case.resume": _DECIDES,
    "case.assign": _DECIDES,
    "case.priority": _SENIOR,
    "case.tag": _DECIDES,
    "case.hand_over": _IN_HOUSE,
    "case.missing": _DECIDES,
    "case.skip": _DECIDES,
    "cases.bulk": _SENIOR,
    "queue.prioritise": _SENIOR,
    "qa.sample": _LEAD,
    "qa.score": _SENIOR,
    "qa.sign": _SENIOR,
    "qa.adjudicate": _LEAD,
    "judgement.dispute": _DECIDES,
    "dispute.resolve": _LEAD,
    "feedback.create": _DECIDES,
    "feedback.update": {Role.TEAM_LEAD, Role.SOP_EDITOR, Role.RULES_OWNER},
    "news.read": set(PEOPLE),
    "calibration.ballot": _IN_HOUSE | {Role.SOP_EDITOR, Role.RULES_OWNER},
    "calibration.note": _IN_HOUSE | {Role.SOP_EDITOR, Role.RULES_OWNER},
    "threshold.challenge": _DECIDES,
}
# Where a body that says nothing is looked at before it is known who may.
BODIES: dict[str, dict[str, Any]] = {
    "feedback.update": {"feedback_id": new_id(), "base_rev": 1, "state": "dismissed"},
}


@pytest.fixture(scope="module")
def seats(house: House) -> dict[Role, Seat]:
    return {
        role: house.seat(f"a {role.value}", role.value, "north" if role is Role.BPO_AGENT else None) for role in PEOPLE
    }


def empty(seat: Seat, kind: str) -> Any:
    return seat.command(None, BODIES.get(kind, {}), None, command_type=kind)


def test_it_is_written_down_for_every_type() -> None:
    assert MAY.keys() == COMMAND_SCHEMAS.keys()


@pytest.mark.parametrize("role", PEOPLE, ids=lambda role: role.value)
def test_who_may_not_send_it_is_refused_before_it_is_read(seats: dict[Role, Seat], role: Role) -> None:
    """And whoever may is told what is wrong with it, for there is nothing in it."""
    for kind, roles in MAY.items():
        told = seats[role].put(empty(seats[role], kind))
        if role in roles:
            assert (kind, told.status_code) in {(kind, 200), (kind, 404), (kind, 422)}, told.text
        else:
            assert (kind, told.status_code, told.json()["code"]) == (kind, 403, "forbidden")


@pytest.mark.parametrize("role", PEOPLE, ids=lambda role: role.value)
def test_in_a_batch_it_is_no_other(seats: dict[Role, Seat], role: Role) -> None:
    seat = seats[role]
    told = seat.send(*(empty(seat, kind) for kind in MAY))
    refused = [kind for kind, one in zip(MAY, told["results"], strict=True) if one["code"] == "forbidden"]
    assert refused == [kind for kind, roles in MAY.items() if role not in roles]


@pytest.mark.parametrize("role", [Role.SOP_EDITOR, Role.RULES_OWNER, Role.AUDITOR], ids=lambda role: role.value)
def test_sound_reviews_of_those_who_decide_nothing_have_no_effect(
    house: House, seats: dict[Role, Seat], role: Role
) -> None:
    """By themselves and together, which are ways of their own through the server."""
    seat = seats[role]
    alone, *several = house.cases(4)
    assert seat.put(seat.command(alone, review_body(), None)).status_code == 403
    results = seat.send(*(seat.command(case, review_body(), None) for case in several))["results"]
    assert [one["http"] for one in results] == [403] * 3
    assert [seat.case(case)["state"] for case in (alone, *several)] == ["open"] * 4


def test_a_change_on_many_cases_asks_for_what_it_would_on_one(house: House) -> None:
    """A role as a house has changed it: many at once, but no priority."""
    admin, sam, case = house.reader("ada", "admin"), house.seat("sam", "senior_agent"), house.case()
    assert admin.patch("/v1/roles/senior_agent", json={"withdraw": ["case.prioritise"]}).status_code == 200
    try:
        fates = {}
        for action, params in (("priority", {"priority": 900}), ("tag", {"add": ["fraud ring"]})):
            body = {"action": action, "case_ids": [case], "params": params}
            fates[action] = sam.put(sam.command(None, body, None, command_type="cases.bulk")).status_code
        assert fates == {"priority": 403, "tag": 200}
    finally:
        assert admin.patch("/v1/roles/senior_agent", json={"grant": ["case.prioritise"]}).status_code == 200
