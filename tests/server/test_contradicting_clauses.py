"""Clauses that contradict each other, from the review that says so to the finding that both pages show."""

from collections.abc import Iterator

import pytest

from app.contract import paths
from app.server.usecases import recurring
from tests.support.seats import House, open_house
from tests.support.server import opened, start_server

KIND = "ato_investigation"
BOTH = "ATO-12 §1 / GEN-01 §1"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    database = tmp_path_factory.mktemp("contradicting") / "server.db"
    with start_server(database) as server:
        made = open_house(server, database)
        yield made
        made.close()


def test_five_reviews_that_name_the_same_two_clauses_in_any_order_become_one_finding(house: House) -> None:
    mei, editor = house.seat("mei"), house.reader("eve", "sop_editor")
    for number, case_id in enumerate(house.cases(5, case_type=KIND)):
        ref = BOTH if number % 2 else "GEN-01 §1 / ATO-12 §1"
        about = {"kind": "contradiction", "ref": ref}
        answer = mei.review(case_id, "pass", code="sop_logic_error", route="C", attribution=about)
        assert answer.status_code == 200, answer.text
    told = editor.get(f"{paths.SOP_COVERAGE}?days=30").json()["missing"]
    assert sum(one["cases"] for one in told if one["attribution_kind"] == "contradiction") == 5
    with opened(house.database) as storage:
        recurring.mine(storage)
    page = editor.get(paths.FEEDBACK).json()
    found = [one for one in page["items"] if (one["attribution"] or {}).get("kind") == "contradiction"]
    assert [one["attribution"]["ref"] for one in found] == [BOTH]
    assert found[0]["suggested"]["route"] in ("C", None), "one reviewer alone is asked about first"
    assert found[0]["cases"] == 5


def test_a_review_that_names_one_clause_alone_as_contradicting_is_refused(house: House) -> None:
    mei = house.seat("mei again")
    (case_id,) = house.cases(1, case_type=KIND)
    about = {"kind": "contradiction", "ref": "ATO-12 §1"}
    answer = mei.review(case_id, "pass", code="sop_logic_error", route="C", attribution=about)
    assert answer.json()["errors"][0] == {"pointer": "/body/attribution/ref", "code": "attribution_unknown"} or any(
        one["code"] == "attribution_unknown" for one in answer.json()["errors"]
    ), answer.text
