"""What somebody was shown unmasked is not written into words that others read, however long ago they saw it; and no
refusal tells whoever never saw it that a guess is right."""

from typing import Any

import pytest

from app.domain.case import Evidence
from app.domain.text import Bilingual
from tests.support.database import run_sql
from tests.support.seats import House, Seat, review_body

ACCOUNT, NAME = "u-40218877", "吴晓岚"
TOLD = f"The account {ACCOUNT} of {NAME} was opened with an emulator."


def planted(house: House) -> str:
    return house.case(
        subject={"account": ACCOUNT, "name_of_nobody": NAME, "country": "SG"},
        evidence=(Evidence("e1", "device", Bilingual("Device", "设备"), fields={"os": "x"}),),
    )


def reveal(seat: Seat, case_id: str, field: str = "subject.account") -> None:
    asked = {"case_id": case_id, "field": field, "reason": "check_list"}
    assert seat.session.post("/v1/pii/reveal", json=asked).status_code == 200


def command(seat: Seat, case_id: str, kind: str, body: dict[str, Any]) -> Any:
    return seat.put(seat.command(case_id, body, seat.hold(case_id), command_type=kind))


WORDS: dict[str, Any] = {
    "case.note": {"text": TOLD, "language": "en"},
    "case.missing": {"text": TOLD},
    "case.tag": {"add": [ACCOUNT]},
    "case.snooze": {"until": "2027-01-01T00:00:00Z", "reason": "customer_asleep", "note": TOLD},
    "case.hand_over": {"to": None, "note": TOLD},
    "assessment.request": {"reason": "data_stale", "note": TOLD},
    "escalation.pattern": {"rationale": TOLD, "rationale_language": "en"},
}


@pytest.fixture(scope="module")
def knows(house: House) -> Seat:
    return house.seat("knows")


@pytest.fixture(scope="module")
def guesses(house: House) -> Seat:
    return house.seat("guesses")


def test_a_rationale_that_repeats_what_its_author_revealed_is_refused_and_another_s_guess_is_not(
    house: House, knows: Seat, guesses: Seat
) -> None:
    case_id, other = planted(house), planted(house)
    reveal(knows, case_id)
    refused = knows.review(case_id, rationale=TOLD)
    assert refused.status_code == 422
    (item,) = refused.json()["errors"]
    assert (item["pointer"], item["code"]) == ("/body/rationale", "personal_data")
    assert ACCOUNT not in refused.text
    # Nothing is kept of it, and the case waits as it did.
    assert run_sql(house.database, "SELECT count(*) FROM reviews WHERE rationale = :t", t=TOLD) == [(0,)]
    assert knows.review(case_id, rationale="An emulator opened the account.").status_code == 200
    # Who never saw it learns nothing: the right guess and a wrong one are answered alike.
    wrong = TOLD.replace(ACCOUNT, "u-40218878")
    answers = [guesses.review(case, rationale=text) for case, text in ((other, TOLD), (planted(house), wrong))]
    assert [answer.status_code for answer in answers] == [200, 200]
    told = [guesses.case(case) for case in (other,)]
    assert ACCOUNT not in str([case["subject"] for case in told])


@pytest.mark.parametrize("kind", WORDS)
def test_no_other_words_about_a_case_repeat_it_either(house: House, knows: Seat, guesses: Seat, kind: str) -> None:
    for seat, sees in ((knows, True), (guesses, False)):
        case_id = planted(house)
        if sees:
            reveal(seat, case_id)
        body = dict(WORDS[kind])
        if kind == "escalation.pattern":
            body = review_body("escalate") | body | {"case_ids": [case_id, planted(house)]}
            body = {name: body[name] for name in ("case_ids", "rationale", "rationale_language")}
            answer = seat.put(seat.command(None, body, None, command_type=kind))
        else:
            answer = command(seat, case_id, kind, body)
        codes = [item["code"] for item in answer.json().get("errors", ())]
        assert (codes == ["personal_data"]) is sees, (answer.status_code, answer.text)


def test_what_stands_on_a_document_that_was_read_counts_as_seen(house: House) -> None:
    # The trail tells which evidence was read; its boxes name the fields that stand on it.
    from app.server.usecases.repeated import _named
    from tests.support.factories import intake_case

    rows = ({"field": "full_name", "declared": NAME, "document": "WU XIAOLAN"}, {"field": "sex", "declared": "F"})
    facts = intake_case(
        subject={"account": ACCOUNT, "full_name": NAME},
        evidence=(Evidence("e1", "field_compare", Bilingual("Fields", "字段"), rows=rows),),
    )
    assert {NAME, "WU XIAOLAN"} <= set(_named(facts, {"full_name"}))
    assert ACCOUNT not in set(_named(facts, {"full_name"}))
