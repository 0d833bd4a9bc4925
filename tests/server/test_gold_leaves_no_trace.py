"""Gold and ordinary cases over raw HTTP, byte by byte: what a person is told of the one is what they are told of the
other, and nobody else is told of a gold case at all."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from app.domain.case import Link
from app.domain.decision import Disposition
from tests.support.database import run_sql
from tests.support.factories import assessment
from tests.support.seats import House, Seat, open_house
from tests.support.server import Session, start_server

FIRST = {"decision": "block", "rationale": "The owner was in Singapore.", "rationale_language": "en", "active_ms": 9000}
ORIGINALS, GIVEN = 6, 3
SUBJECT = {"account": "u-83572491", "account_age_days": 1210, "country": "SG", "kyc_level": 2}
# Nobody may read these in anything that ada is answered: what the server calls such cases, and where they come from.
WORDS = re.compile(r"gold|only_for|exposure|truth|u-83572491|d-448812aa", re.IGNORECASE)
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def open_gold_house(database: Any, environment: dict[str, str]) -> Iterator[House]:
    with start_server(database, environment=environment) as server:
        house = open_house(server, database)
        yield house
        house.close()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Everything is blind-first, so that a gold case can be held against an ordinary one word for word."""
    database = tmp_path_factory.mktemp("gold") / "server.db"
    yield from open_gold_house(database, {"FOOTPLATE_BLIND_FIRST_SHARE": "1", "FOOTPLATE_GOLD_SHARE": "0.2"})


@pytest.fixture(scope="module")
def lea(house: House) -> Seat:
    return house.seat("lea", "team_lead")


@pytest.fixture(scope="module")
def lin(house: House) -> Seat:
    """Who decided the originals."""
    return house.seat("lin")


@pytest.fixture(scope="module")
def ada(house: House) -> Seat:
    return house.seat("ada")


@pytest.fixture(scope="module")
def originals(house: House, lin: Seat, lea: Seat) -> list[str]:
    """Decided cases that are gold."""
    made = house.cases(ORIGINALS, subject=SUBJECT)
    for case in made:
        assert lin.put(lin.command(case, FIRST, lin.hold(case))).status_code == 200
    put_in(lea, new_set(lea, "house"), made)
    return made


def new_set(by: Seat, name: str, **more: Any) -> str:
    answer = by.session.post("/v1/gold/sets", json={"name": name} | more)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["set_id"])


def put_in(by: Seat, set_id: str, cases: list[str], **more: Any) -> None:
    for case in cases:
        body = {"case_id": case, "truth": "block", "reason": "Two devices at once.", "reason_language": "en"} | more
        answer = by.session.post(f"/v1/gold/sets/{set_id}/items", json=body)
        assert answer.status_code == 200, answer.text


def run(by: Seat, person: Seat, count: int = GIVEN) -> int:
    body = {"user_id": person.user_id, "case_type": "ato_investigation", "count": count}
    answer = by.session.post("/v1/gold/runs", json=body)
    assert answer.status_code == 200, answer.text
    return int(answer.json()["given"])


def open_cases(session: Session) -> list[str]:
    return [one["case_id"] for one in session.get("/v1/cases?view=open&limit=500").json()["cases"]]


@pytest.fixture(scope="module")
def both(house: House, lea: Seat, ada: Seat, originals: list[str]) -> tuple[list[str], list[str], str]:
    """(gold cases of ada, ordinary cases that look like their originals, ada's cursor from before)."""
    cursor = ada.session.get("/v1/snapshot?limit=500").json()["resume_cursor"]
    before = set(open_cases(ada.session))
    assert run(lea, ada) == GIVEN
    gold = [one for one in open_cases(ada.session) if one not in before]
    assert len(gold) == GIVEN
    ordinary = [
        house.case(subject=SUBJECT | {"account": f"u-83{n}00{n}91"}, links=(Link("device", f"d-44{n}00{n}aa"),))
        for n in range(1, GIVEN + 1)
    ]
    return gold, ordinary, cursor


def neutral(told: Any) -> str:
    """An answer without what differs between any two cases: figures, ids and letters that stand for a value."""
    text = UUID.sub("U", json.dumps(told, sort_keys=True, ensure_ascii=False))
    text = re.sub(r'"trace_id": "[0-9a-f]+"', '"trace_id": "U"', text)
    text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", "T", text)
    return re.sub(r"\d+(\.\d+)?", "9", text)


def documents(told: Any, case_id: str) -> list[Any]:
    """What an answer holds of one case."""
    rows = told.get("cases") or told.get("changes") or told.get("rows") or told.get("documents") or []
    return [row for row in rows if case_id in json.dumps(row)]


DOORS = ("/v1/cases?view=open&limit=500", "/v1/cases?view=type:ato_investigation&limit=500", "/v1/snapshot?limit=500")


def everything(seat: Seat, case_id: str, cursor: str) -> dict[str, str]:
    """All that a person can read of a case that is open."""
    session = seat.session
    told: dict[str, Any] = {path: documents(session.get(path).json(), case_id) for path in DOORS}
    told["case"] = session.get(f"/v1/cases/{case_id}").json()
    told["context"] = session.get(f"/v1/cases/{case_id}/context").json()
    told["search"] = documents(session.get(f"/v1/cases?q={case_id}").json(), case_id)
    told["changes"] = documents(session.get("/v1/changes", params={"cursor": cursor, "limit": 500}).json(), case_id)
    told["contexts"] = session.post("/v1/cases/context", json={"case_ids": [case_id]}).json()
    return {name: neutral(_unordered(one)) for name, one in told.items()}


UNLIKE = ("linked", "similar", "graph", "rates", "indicators")


def _unordered(told: Any) -> Any:
    """Without how often it is linked to others: that grows with every case of the module."""
    if isinstance(told, dict):
        return {key: _unordered(one) for key, one in told.items() if key not in UNLIKE}
    return [_unordered(one) for one in told] if isinstance(told, list) else told


def test_every_answer_about_a_gold_case_is_that_about_an_ordinary_one(
    ada: Seat, both: tuple[list[str], list[str], str]
) -> None:
    gold, ordinary, cursor = both
    for one, other in zip(gold, ordinary, strict=True):
        mine, theirs = everything(ada, one, cursor), everything(ada, other, cursor)
        assert all(mine.values())
        assert mine == theirs


def test_no_answer_names_a_gold_case_so_or_the_case_that_it_came_from(
    ada: Seat, both: tuple[list[str], list[str], str], originals: list[str]
) -> None:
    gold, _, cursor = both
    for case in gold:
        texts = [
            ada.session.get(f"/v1/cases/{case}").text,
            ada.session.get(f"/v1/cases/{case}/context").text,
            json.dumps(documents(ada.session.get("/v1/changes", params={"cursor": cursor}).json(), case)),
        ]
        for text in texts:
            assert not WORDS.search(text)
            assert not any(f'"{original}"' in text for original in originals)


def test_a_reveal_shows_a_stand_in_and_never_the_person(ada: Seat, both: tuple[list[str], list[str], str]) -> None:
    gold, ordinary, _ = both
    told = {}
    for case in (gold[0], ordinary[0]):
        body = {"case_id": case, "field": "subject.account", "reason": "check_list"}
        told[case] = ada.session.post("/v1/pii/reveal", json=body).json()["values"][0]
    assert told[ordinary[0]] == "u-83100191"
    assert re.fullmatch(r"u-83\d{4}91", told[gold[0]])
    assert told[gold[0]] != SUBJECT["account"]


def test_numbers_times_and_references_stand_among_their_neighbours(
    ada: Seat, both: tuple[list[str], list[str], str], originals: list[str]
) -> None:
    gold, ordinary, _ = both
    numbers = sorted(int(one[2:]) for one in (*originals, *gold, *ordinary))
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    refs = {ada.case(one)["external_ref"] for one in gold}
    assert len(refs) == GIVEN
    assert all(re.fullmatch(r"ATO-\d+", one) for one in refs)


@pytest.mark.parametrize("who", ["colleague", "lead", "who decided it", "auditor"])
def test_nobody_else_is_told_of_a_gold_case(
    house: House, lea: Seat, lin: Seat, both: tuple[list[str], list[str], str], who: str
) -> None:
    gold, ordinary, _ = both
    sessions = {"lead": lea.session, "who decided it": lin.session}
    session = sessions.get(who) or house.reader(f"looks-{who}", "auditor" if who == "auditor" else "reviewer")
    for case in gold:
        assert session.get(f"/v1/cases/{case}").status_code == 404
        assert session.get(f"/v1/cases/{case}/context").status_code == 404
    doors = [*DOORS, "/v1/changes?limit=500", f"/v1/cases?q={gold[0]}", "/v1/exports/labels", "/v1/exports/reviews"]
    for path in (*doors, f"/v1/cases/{ordinary[0]}/context"):
        text = session.get(path).text
        rows = json.dumps(_upserts(text))
        assert not any(f'"{case}"' in rows for case in gold), path


def _upserts(text: str) -> Any:
    """An answer without removals, which tell a seat to drop what it never had."""
    try:
        told = json.loads(text)
    except ValueError:
        return text
    if isinstance(told, dict) and isinstance(told.get("changes"), list):
        return [one for one in told["changes"] if one.get("op") != "remove"]
    return told


def test_counts_of_the_own_queue_take_gold_cases_for_what_they_look_like(
    house: House, ada: Seat, both: tuple[list[str], list[str], str]
) -> None:
    page = ada.session.get("/v1/cases?view=open&limit=500").json()
    assert page["total"] == len(page["cases"])
    other = house.reader("counts", "reviewer").get("/v1/cases?view=open&limit=500").json()
    assert page["total"] - other["total"] == len(both[0])


def decide(seat: Seat, case: str) -> tuple[Any, dict[str, str]]:
    """Decide a case, and what came of it by every way."""
    session = seat.session
    cursor = session.get("/v1/snapshot?limit=500").json()["resume_cursor"]
    claim = seat.hold(case)
    answer = seat.put(seat.command(case, FIRST, claim))
    assert answer.status_code == 200, answer.text
    result = answer.json().get("result", answer.json())
    changes = session.get("/v1/changes", params={"cursor": cursor, "limit": 500}).json()["changes"]
    told = {
        "claim": claim,
        "result": result,
        "case": session.get(f"/v1/cases/{case}").json(),
        "context": session.get(f"/v1/cases/{case}/context").json(),
        "changes": [one for one in changes if case in json.dumps(one)],
        "snapshot": documents(session.get("/v1/snapshot?limit=500").json(), case),
        "stored": session.get(f"/v1/commands/{result['command_id']}").json(),
    }
    return result, {name: neutral(_unordered(one)) for name, one in told.items()}


@pytest.fixture(scope="module")
def decided(ada: Seat, both: tuple[list[str], list[str], str]) -> tuple[str, str, dict[str, str], dict[str, str]]:
    gold, ordinary, _ = both
    own_before = ada.session.get("/v1/scorecards/me").json()["card"]["throughput"]["n"]
    _, mine = decide(ada, gold[0])
    own_after = ada.session.get("/v1/scorecards/me").json()["card"]["throughput"]["n"]
    assert own_after == own_before + 1
    _, theirs = decide(ada, ordinary[0])
    return gold[0], ordinary[0], mine, theirs


def test_what_comes_of_a_decision_is_the_same_as_well(
    decided: tuple[str, str, dict[str, str], dict[str, str]],
) -> None:
    _, _, mine, theirs = decided
    assert all(mine.values())
    assert mine == theirs


def test_a_second_thought_is_taken_as_for_any_case(
    ada: Seat, decided: tuple[str, str, dict[str, str], dict[str, str]]
) -> None:
    told = {}
    for case in decided[:2]:
        review = ada.case(case)["outcome"]["review_id"]
        body = {"review_id": review, "code": "thin_history"}
        answer = ada.put(ada.command(case, body, None, command_type="review.amend_after_reveal"))
        told[case] = (answer.status_code, neutral(answer.json()), neutral(ada.case(case)))
    assert told[decided[0]] == told[decided[1]]
    assert told[decided[0]][0] == 200


def source_of(house: House, case: str) -> int:
    query = "SELECT i.case_number FROM gold_cases g JOIN gold_items i ON i.item_id = g.item_id WHERE g.case_number = {}"
    ((number,),) = run_sql(house.database, query.format(int(case[2:])))
    return int(number)


def test_the_original_is_no_similar_case_of_its_copy(
    house: House, ada: Seat, decided: tuple[str, str, dict[str, str], dict[str, str]], originals: list[str]
) -> None:
    told = ada.session.get(f"/v1/cases/{decided[0]}/context").json()
    similar = {one["case"]["case_id"] for one in told.get("similar", [])}
    source = f"C-{source_of(house, decided[0])}"
    assert source in originals
    assert source not in similar
    assert similar & set(originals)
    assert told.get("linked", []) == []


def decided_by(lea: Seat, name: str) -> str:
    people = lea.session.get("/v1/people").json()["people"]
    return str(next(one["user_id"] for one in people if one["name"] == name))


def test_a_gold_decision_enters_no_export_no_figure_and_no_webhook(
    house: House, lea: Seat, decided: tuple[str, str, dict[str, str], dict[str, str]]
) -> None:
    gold, ordinary, *_ = decided
    for what in ("labels", "labels?cursor=", "reviews", "training-set", "labels?format=label-studio"):
        text = lea.session.get(f"/v1/exports/{what}").text
        assert f'"{gold}"' not in text, what
        assert what == "training-set" or ordinary in text, what
    ada = decided_by(lea, "ada")
    card = lea.session.get(f"/v1/scorecards/people/{ada}").json()["card"]
    assert card["throughput"]["n"] == 1
    assert "wrong_decision" not in json.dumps(lea.session.get("/v1/judgements").json())
    blind = lea.session.get("/v1/stats/blind_first").json()["rows"][0]
    assert blind["blind"] == ORIGINALS + 1
    checked = [one for one in lea.session.get("/v1/qa/checks").json()["rows"] if one["user_name"] == "ada"]
    assert {one["passed"] + one["failed"] for one in checked if one["check"] == "hard_rules"} == {1}
    assert house.agent.get("/v1/intake/requests").json()["requests"] == []


def test_asking_the_agent_about_a_gold_case_reaches_nobody_outside(
    house: House, ada: Seat, both: tuple[list[str], list[str], str]
) -> None:
    told = {}
    for case in (both[0][1], both[1][1]):
        body = {"reason": "data_stale", "note": "The second device."}
        answer = ada.put(ada.command(case, body, ada.hold(case), command_type="assessment.request"))
        told[case] = (answer.status_code, neutral(answer.json()), neutral(ada.case(case)))
    assert told[both[0][1]] == told[both[1][1]]
    asked = [one["case_id"] for one in house.agent.get("/v1/intake/requests").json()["requests"]]
    assert both[0][1] not in asked


def test_feedback_is_a_count_of_past_weeks_and_names_no_case(
    ada: Seat, decided: tuple[str, str, dict[str, str], dict[str, str]]
) -> None:
    answer = ada.session.get("/v1/gold/own")
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["answered"], told["right"]) == (None, None)
    assert ada.session.get("/v1/scorecards/me").json()["card"]["gold"]["n"] == 0


def test_who_had_a_part_in_the_original_never_gets_it_and_nobody_gets_it_twice(
    house: House, lea: Seat, lin: Seat, ada: Seat, both: tuple[list[str], list[str], str]
) -> None:
    assert run(lea, lin, 50) == 0
    assert run(lea, ada, 50) == ORIGINALS - GIVEN
    assert run(lea, ada, 50) == 0
    second = house.seat("second-lead", "team_lead")
    body = {"user_id": second.user_id, "case_type": "ato_investigation"}
    assert lea.session.post("/v1/gold/runs", json=body).status_code == 404


def test_the_agent_may_use_the_reference_of_a_gold_case(
    house: House, ada: Seat, both: tuple[list[str], list[str], str]
) -> None:
    case = both[0][2]
    ref = ada.case(case)["external_ref"]
    (new,) = house.cases(1, external_ref=ref, subject=SUBJECT)
    assert new != case
    assert ada.case(new)["external_ref"] == ref
    assert re.fullmatch(r"ATO-\d+", ada.case(case)["external_ref"])
    assert ada.case(case)["external_ref"] != ref


def test_every_answer_about_an_audit_of_the_ledger_is_that_about_an_ordinary_case(
    house: House, lea: Seat, ada: Seat, both: tuple[list[str], list[str], str]
) -> None:
    """Before it is decided and after, though the agent had decided it alone."""
    cursor = both[2]
    row = {
        "external_ref": "ATO-991",
        "case_type": "ato_investigation",
        "verdict": "block",
        "risk_score": 0.95,
        "confidence": 0.95,
        "threshold": 0.85,
        "rule_version": "rules-7",
        "decided_at": "2026-11-20T09:00:00+00:00",
    }
    assert house.agent.post("/v1/intake/decisions", json=[row]).json()["accepted"] == 1
    assert lea.session.post("/v1/ledger/audits", json={"external_refs": ["ATO-991"]}).json()["asked"] == 1
    alone = assessment(disposition=Disposition.AUTO_BLOCKED)
    (audit,) = house.cases(1, external_ref="ATO-991", subject=SUBJECT | {"account": "u-83556691"}, assessment=alone)
    (ordinary,) = house.cases(1, subject=SUBJECT | {"account": "u-83446691"})
    assert everything(ada, audit, cursor) == everything(ada, ordinary, cursor)
    (_, mine), (_, theirs) = decide(ada, audit), decide(ada, ordinary)
    assert mine == theirs
    assert "auto_blocked" not in json.dumps(ada.case(audit))
    assert not re.search(r"auto_(blocked|passed)|audit", ada.session.get(f"/v1/cases/{audit}").text)
