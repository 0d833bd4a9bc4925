"""What a calibration session found true, as a judgement of whoever decided the cases first: once it is closed, once for
each decision, and only where the cases were drawn whatever had been decided."""

from typing import Any

import pytest

from app.contract import paths
from tests.support import calibration as c
from tests.support.seats import House, Seat, new_id


@pytest.fixture
def decided(house: House) -> tuple[Seat, list[str]]:
    """Somebody new, with four decided cases: two against the agent."""
    seat = house.seat(f"decides {new_id()[-6:]}")
    return seat, c.labelled(house, seat, 2, 2)


def of(seat: Seat, source: str = "session") -> list[dict[str, Any]]:
    told = seat.session.get("/v1/judgements").json()["judgements"]
    return [one for one in told if one["source"] == source]


def settled(
    house: House, lead: Seat, mei: Seat, cases: list[str], *, close: bool = True, **more: Any
) -> dict[str, Any]:
    """A session over all there are, in which all are found to be passes."""
    session = c.made(lead, mei, criteria={"size": 40} | more.pop("criteria", {}), **more)
    session_id = session["session"]["session_id"]
    for item in session["items"]:
        for seat in (lead, mei):
            told = c.cast(seat, c.ballot(seat, session_id, item["ref"], "pass", "He moved house."))
            assert told["http"] == 200, told
    assert c.act(lead, paths.CALIBRATION_REVEAL, session_id).status_code == 200
    truth = {
        "decision": "pass",
        "reason": "The device is his.",
        "language": "en",
        "attendees": [lead.user_id, mei.user_id],
    }
    for item in session["items"]:
        answer = c.act(lead, paths.CALIBRATION_TRUTH, session_id, truth, put=True, ref=item["ref"])
        assert answer.status_code == 200, answer.text
    if close:
        assert c.act(lead, paths.CALIBRATION_CLOSE, session_id).status_code == 200
    return session


def test_what_a_closed_session_found_judges_the_first_decision_once(
    house: House, lead: Seat, mei: Seat, decided: tuple[Seat, list[str]]
) -> None:
    lin, cases = decided
    session = settled(house, lead, mei, cases, kind="reviewer", close=False)
    assert of(lin) == [], "what is true may still be written otherwise"
    session_id = session["session"]["session_id"]
    assert c.act(lead, paths.CALIBRATION_CLOSE, session_id).status_code == 200
    found = of(lin)
    mine = {one["case_id"]: one for one in found}
    assert set(mine) == set(cases)
    for case_id, one in mine.items():
        assert one["truth"] == "pass"
        assert one["right"] is (cases.index(case_id) < 2)
        assert one["reason"] == "The device is his."
        assert one["judgement_id"].startswith(f"session:{session_id}:")
    # Another session over the same cases changes what stands and counts nobody twice.
    settled(house, lead, mei, cases, kind="reviewer", seed="another")
    card = lin.session.get("/v1/scorecards/me", params={"days": "30"}).json()["card"]
    assert [one["n"] for one in card["sources"] if one["source"] == "session"] == [len(cases)]
    assert len(of(lin)) == 2 * len(cases), "each is told"


def test_a_batch_of_errors_and_one_drawn_by_label_judge_nobody(
    house: House, lead: Seat, mei: Seat, decided: tuple[Seat, list[str]]
) -> None:
    lin, cases = decided
    settled(house, lead, mei, cases, kind="model")
    settled(house, lead, mei, cases, kind="reviewer", criteria={"labels": ["FN", "TP"]})
    assert of(lin) == []


def test_it_is_disputed_as_any_and_settled_by_nobody_who_voted(
    house: House, lead: Seat, mei: Seat, decided: tuple[Seat, list[str]]
) -> None:
    lin, cases = decided
    other, third = house.seat(f"lead {new_id()[-6:]}", "team_lead"), house.seat(f"lead {new_id()[-6:]}", "team_lead")
    settled(house, lead, other, cases, kind="reviewer")
    wrong = next((one for one in of(lin) if not one["right"]), None)
    assert wrong is not None
    body = {"judgement_id": wrong["judgement_id"], "reason": "It was mine to block.", "reason_language": "en"}
    told = c.cast(lin, lin.command(None, body, None, command_type="judgement.dispute", base_rev=None))
    assert told["http"] == 200, told
    (dispute,) = [
        one for one in third.session.get("/v1/disputes").json()["disputes"]
        if one["judgement_id"] == wrong["judgement_id"]
    ]  # fmt: skip
    answer = {
        "dispute_id": dispute["dispute_id"],
        "outcome": "overturned",
        "resolution": "The clause says block.",
        "resolution_language": "en",
    }
    for seat, wanted in ((lead, 409), (other, 409), (third, 200)):
        told = c.cast(seat, seat.command(None, answer, None, command_type="dispute.resolve", base_rev=None))
        assert told["http"] == wanted, (seat.name, told)
    assert next(one for one in of(lin) if one["judgement_id"] == wrong["judgement_id"])["right"] is True
