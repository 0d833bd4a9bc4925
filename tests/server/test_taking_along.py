"""Cases taken along without the server, by raw HTTP: who may, which ones, for how long, and how they come back."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.contract.claims import ClaimRequest
from app.domain.claim import ClaimMode
from app.domain.offline_lease import USUAL
from app.domain.roles import Role
from app.server.config import from_environment
from app.server.security.principal import Principal
from app.server.storage.engine import open_engine
from app.server.storage.unit_of_work import Storage
from app.server.usecases.claims import claim
from app.server.usecases.refusal import Refused
from tests.support.database import database_url
from tests.support.seats import House, Seat, review_body

TYPE = "poa_review"


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def held(claim: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"claim_id": claim["claim_id"], "fence": claim["fence"]}]


def fresh(house: House, count: int = 1, **more: Any) -> list[str]:
    """Cases that came in just now, so that there is time before they are due."""
    return house.cases(count, routed_at=datetime.now(UTC), **more)


@pytest.fixture
def ada(house: House, lead: Seat) -> Seat:
    """A team lead with nothing taken along yet."""
    return house.seat(f"ada-{datetime.now(UTC).timestamp()}", "team_lead")


def test_a_team_lead_takes_cases_along_until_shortly_before_they_are_due(house: House, ada: Seat) -> None:
    (case_id,) = fresh(house)
    (claim,) = ada.claim(case_id, mode="offline")["claims"]
    assert claim["mode"] == "offline"
    assert claim["expires_at"] == claim["hard_until"]
    due = moment(ada.case(case_id)["due_at"])
    assert due - moment(claim["hard_until"]) >= timedelta(minutes=15) - timedelta(seconds=1)
    assert ada.case(case_id)["claim"]["mode"] == "offline"


def test_what_may_not_go_along_is_named_with_its_reason(house: House, ada: Seat, lin: Seat) -> None:
    now = datetime.now(UTC)
    (key_user,), late = fresh(house, priority=80), house.case(routed_at=now - timedelta(days=1))
    soon = house.case(routed_at=now - timedelta(hours=3, minutes=46))
    (foreign,) = fresh(house)
    lin.hold(foreign)
    told = ada.claim(key_user, late, soon, foreign, mode="offline")
    assert told["claims"] == []
    assert [item["code"] for item in told["refused"]] == [
        "offline_key_user",
        "offline_too_late",
        "offline_too_late",
        "claimed_by_other",
    ]


def test_twenty_cases_are_the_most(house: House, ada: Seat) -> None:
    first, second = fresh(house, 20), fresh(house)
    assert len(ada.claim(*first, mode="offline")["claims"]) == 20
    assert ada.claim(*second, mode="offline")["refused"] == [{"case_id": second[0], "code": "offline_full"}]
    assert len(ada.claim(*first, mode="offline")["claims"]) == 20, "asked again they come back as they are"
    given = ada.claim(first[0])["claims"][0]
    ada.session.post("/v1/claims/release", json=held(given))
    assert len(ada.claim(*second, mode="offline")["claims"]) == 1


def test_nobody_else_takes_a_case_along_unless_granted(house: House, ada: Seat) -> None:
    name = f"granted-{datetime.now(UTC).timestamp()}"
    seat = house.seat(name)
    (case_id,) = fresh(house)
    refused = seat.session.post("/v1/claims", json={"case_ids": [case_id], "mode": "offline"})
    assert (refused.status_code, refused.json()["code"]) == (403, "offline_not_allowed")
    house.let_take_along(name)
    assert len(seat.claim(case_id, mode="offline")["claims"]) == 1
    assert house.another_seat(name).session.tokens["user"]["grants"] == ["case.take_along"]  # type: ignore[index]
    house.let_take_along(name, False)
    assert house.another_seat(name).session.tokens["user"]["grants"] == []  # type: ignore[index]


def test_a_contact_centre_never_takes_cases_along(house: House) -> None:
    name = f"outside-{datetime.now(UTC).timestamp()}"
    seat = house.seat(name, "bpo_agent", "north")
    (case_id,) = fresh(house, vendor="north")
    answer = seat.session.post("/v1/claims", json={"case_ids": [case_id], "mode": "offline"})
    assert (answer.status_code, answer.json()["code"]) == (403, "offline_not_allowed")
    with pytest.raises(ValueError, match="nobody of this role"):
        house.let_take_along(name)


def test_the_next_of_a_queue_go_along_without_those_that_may_not(house: House, ada: Seat) -> None:
    now = datetime.now(UTC)
    fresh(house, 2, case_type=TYPE, priority=90)
    house.case(case_type=TYPE, routed_at=now - timedelta(hours=5))
    fit = set(fresh(house, 3, case_type=TYPE))
    given = ada.claim(queue=TYPE, want=20, mode="offline")["claims"]
    assert {claim["case_id"] for claim in given} == fit


def test_a_case_in_hand_goes_along_under_the_same_number(house: House, ada: Seat) -> None:
    (case_id,) = fresh(house)
    online = ada.hold(case_id)
    sent = ada.command(case_id, review_body("block"), online)
    (offline,) = ada.claim(case_id, mode="offline")["claims"]
    assert (offline["claim_id"], offline["fence"]) == (online["claim_id"], online["fence"])
    assert moment(offline["hard_until"]) > moment(online["expires_at"])
    told = ada.put(sent).json()
    assert (told["status"], told.get("flags", [])) == ("applied", [])
    assert ada.case(case_id)["state"] == "closed"


def test_a_case_taken_along_is_nobody_elses_and_free_once_given_back(house: House, ada: Seat, lin: Seat) -> None:
    (case_id,) = fresh(house)
    (claim,) = ada.claim(case_id, mode="offline")["claims"]
    assert lin.claim(case_id)["refused"][0]["code"] == "claimed_by_other"
    assert ada.claim(case_id)["claims"][0]["mode"] == "offline", "opening it does not shorten what was taken along"
    assert ada.session.post("/v1/claims/release", json=held(claim)).json()[0]["code"] == "released"
    assert lin.hold(case_id)["fence"] == claim["fence"] + 1


def test_a_hand_over_between_two_seats_of_a_person_is_told_to_both(house: House, lin: Seat) -> None:
    desk, laptop = house.another_seat("lin", "desk-7"), house.another_seat("lin", "laptop-3")
    (case_id,) = fresh(house)
    first = desk.hold(case_id)
    second = laptop.hold(case_id)
    assert second["fence"] == first["fence"] + 1
    for seat in (desk, laptop):
        told = seat.case(case_id)["claim"]
        assert (told["device_name"], told["from_name"]) == ("laptop-3", "desk-7")
        assert told["device_id"] == laptop.device_id
    answer = desk.put(desk.command(case_id, review_body("block"), first))
    assert (answer.status_code, answer.json()["code"]) == (409, "lease_lost")


def test_nobody_else_learns_of_the_seats_of_a_person(house: House, lin: Seat, mei: Seat) -> None:
    house.another_seat("lin", "desk-7").hold(case_id := fresh(house)[0])
    house.another_seat("lin", "laptop-3").hold(case_id)
    assert set(mei.case(case_id)["claim"]) == {"owner_id", "owner_name", "expires_at"}


def test_the_command_line_grants_it_and_says_where_it_cannot(house: House) -> None:
    name = f"told-{datetime.now(UTC).timestamp()}"
    seat = house.seat(name)

    def run(who: str, allowed: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [
                sys.executable,
                "-m",
                "app",
                "user",
                "take-along",
                who,
                allowed,
                "--database",
                database_url(house.database),
            ],
            cwd=Path(__file__).resolve().parents[2],
            capture_output=True,
            text=True,
            timeout=120,
        )

    assert run(name, "on").returncode == 0
    assert len(seat.claim(*fresh(house), mode="offline")["claims"]) == 1
    nobody = run("nobody of that name", "on")
    assert (nobody.returncode, "no user of that name" in nobody.stderr) == (1, True)


def test_a_house_grants_it_by_role_and_for_key_users_too() -> None:
    policy = from_environment({"FOOTPLATE_OFFLINE_ROLES": "senior_agent", "FOOTPLATE_OFFLINE_KEY_USERS": "1"}).policy()
    assert {role.value for role in policy.offline_roles} == {"senior_agent"}
    assert policy.offline.key_users
    with pytest.raises(ValueError, match="FOOTPLATE_"):
        from_environment({"FOOTPLATE_OFFLINE_ROLES": "everybody"})


def test_what_everybody_may_take_along_goes_by_its_queue(house: House, lin: Seat) -> None:
    policy = from_environment({"FOOTPLATE_OFFLINE_CASE_TYPES": TYPE}).policy()
    (there,), (other,) = fresh(house, case_type=TYPE), fresh(house)
    who = Principal(lin.user_id, lin.name, frozenset({Role.REVIEWER}), None, lin.device_id, "")
    outside = Principal(lin.user_id, lin.name, frozenset({Role.BPO_AGENT}), "north", lin.device_id, "")
    assert (policy.along(who.roles, False) or USUAL).only == {TYPE}
    assert (policy.along(who.roles, True) or USUAL).only is None, "whoever is granted it takes everything along"
    assert policy.along(outside.roles, False) is None
    engine = open_engine(database_url(house.database))
    try:
        storage = Storage(engine, lambda: datetime.now(UTC), policy)
        told = claim(storage, who, ClaimRequest(case_ids=(there, other), mode=ClaimMode.OFFLINE))
        assert [one.case_id for one in told.claims] == [there]
        assert [(one.case_id, one.code) for one in told.refused] == [(other, "offline_not_allowed")]
        more = claim(storage, who, ClaimRequest(queue="", want=20, mode=ClaimMode.OFFLINE))
        types = {lin.case(one.case_id)["case_type"] for one in more.claims}
        assert types <= {TYPE}, "nor does the next one of all queues"
        with pytest.raises(Refused):
            claim(storage, outside, ClaimRequest(case_ids=(there,), mode=ClaimMode.OFFLINE))
    finally:
        engine.dispose()
    with pytest.raises(ValueError, match="FOOTPLATE_"):
        from_environment({"FOOTPLATE_OFFLINE_CASE_TYPES": "tea_breaks"})
