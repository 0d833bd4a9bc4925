"""Evidence that nobody expected, and personal data where it does not belong, by raw HTTP."""

import pytest

from app.domain.case import Evidence
from app.domain.text import Bilingual
from tests.support.seats import House, Seat


def _with(house: House, *evidence: Evidence) -> str:
    return house.case(evidence=(Evidence("e1", "signin_timeline", Bilingual("t"), rows=({"city": "x"},)), *evidence))


def test_evidence_of_an_unknown_kind_is_taken_covered_and_revealed_on_request(house: House, lin: Seat) -> None:
    odd = Evidence("e2", "from_tomorrow", Bilingual("New"), fields={"who": "Li Wei 83572491", "n": 5, "on": True})
    case_id = _with(house, odd)
    case = lin.case(case_id)
    shown = case["evidence"][1]
    assert shown["kind"] == "from_tomorrow"
    assert "83572491" not in str(case)
    assert set(shown["fields"]) == {"who", "n", "on"}
    assert {"evidence.e2.who", "evidence.e2.n", "evidence.e2.on"} <= set(case["masked"])
    asked = {"case_id": case_id, "field": "evidence.e2.who", "reason": "compare_document"}
    told = lin.session.post("/v1/pii/reveal", json=asked)
    assert told.status_code == 200, told.text
    assert told.json()["values"] == ["Li Wei 83572491"]


def test_a_case_with_malformed_values_can_be_decided(house: House, lin: Seat) -> None:
    odd = Evidence(
        "e2",
        "account_changes",
        Bilingual("t"),
        fields={"max_speed_kmh": "very fast", "new_addresses": -(2**53) + 1, "device_state": 7, "asn": "\u202eevil"},
    )
    case_id = _with(house, odd)
    assert lin.case(case_id)["evidence"][1]["fields"]["max_speed_kmh"] == "very fast"
    assert lin.review(case_id, "block").json()["status"] == "applied"


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        ("The owner wrote from li.wei@example.com.", "/body/rationale"),
        ("身份证号11010519491231002X与证件一致。", "/body/rationale"),
    ],
)
def test_a_rationale_with_personal_data_is_refused_at_its_place(
    house: House, lin: Seat, text: str, pointer: str
) -> None:
    answer = lin.review(_with(house), "block", rationale=text)
    told = answer.json()
    assert (answer.status_code, told["code"]) == (422, "review_invalid")
    assert [(one["pointer"], one["code"]) for one in told["errors"]] == [(pointer, "personal_data")]
    assert "example.com" not in answer.text
    assert "1949" not in answer.text


def test_what_is_missing_is_no_place_for_personal_data_either(house: House, lin: Seat) -> None:
    missing = {"kind": "missing_signal", "ref": "call +65 6123 4567"}
    answer = lin.review(_with(house), "pass", code="signal_missing", attribution=missing)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/body/attribution/ref"
