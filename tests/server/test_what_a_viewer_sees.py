"""No answer carries a field that its viewer may not see; a masked value is shown only to who asks with a reason."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.domain.case import Evidence, Link
from app.domain.document import Attachment
from app.domain.roles import Role
from app.domain.text import Bilingual
from tests.support.database import full, run_sql
from tests.support.factories import assessment
from tests.support.seats import House, Seat
from tests.support.server import Session

CANARIES = {
    "account": "u-9917340426",
    "unknown": "canary-field-of-nobody",
    "own_pii": "198.51.100.77",
    "row_pii": "canary-row@example.net",
    "link": "d-canary-99184467",
    "file": "canary passport.jpg",
}
HOUSE_ONLY = {"ref": "CANARY-REF-1", "model": "canary-model-9", "prompt": "canary-prompt-9", "rule": "canary-rule-9"}


@pytest.fixture(scope="module")
def case_id(house: House) -> str:
    return house.case(
        external_ref=HOUSE_ONLY["ref"],
        vendor="north",
        subject={"account": CANARIES["account"], "not_in_the_schema": CANARIES["unknown"], "country": "SG"},
        evidence=(
            Evidence(
                "e1", "device", Bilingual("Device", "设备"), fields={"ip": CANARIES["own_pii"], "os": "x"}, pii=("ip",)
            ),
            Evidence(
                "e2",
                "signin_timeline",
                Bilingual("Sign-ins", "登录记录"),
                rows=({"mail": CANARIES["row_pii"]}, {"mail": "second@example.net"}),
                pii=("mail",),
                attachment=Attachment("0" * 64, "image/jpeg", 10, CANARIES["file"]),
            ),
        ),
        links=(Link("device", CANARIES["link"]),),
        assessment=assessment(
            model_version=HOUSE_ONLY["model"],
            prompt_version=HOUSE_ONLY["prompt"],
            rule_version=HOUSE_ONLY["rule"],
        ),
    )


def everything(session: Session, case_id: str) -> str:
    """All that a person can read of a case, as it went over the wire."""
    paths = (f"/v1/cases/{case_id}", "/v1/cases?view=open&limit=500", "/v1/changes", "/v1/snapshot")
    answers = [session.get(path) for path in paths]
    assert [answer.status_code for answer in answers] == [200] * len(paths)
    texts = [json.dumps(answer.json(), ensure_ascii=False) for answer in answers]
    assert all(case_id in text for text in texts)
    return "\n".join(texts)


READERS = [role for role in Role if role not in (Role.ADMIN, Role.AGENT_SERVICE, Role.BPO_AGENT)]


@pytest.mark.parametrize("role", READERS)
def test_personal_values_are_masked_on_the_wire_for_everybody(house: House, case_id: str, role: Role) -> None:
    session = house.reader(f"reader-{role.value}", role.value)
    told = everything(session, case_id)
    assert [name for name, value in CANARIES.items() if value in told] == []
    assert [name for name, value in HOUSE_ONLY.items() if value not in told] == []
    masked = session.get(f"/v1/cases/{case_id}").json()["masked"]
    assert {"subject.account", "subject.not_in_the_schema", "evidence.e1.ip", "evidence.e2.mail"} <= set(masked)


def test_an_outside_person_sees_neither_links_nor_the_houses_own_names(house: House, case_id: str) -> None:
    bo = house.seat("bo", "bpo_agent", "north")
    told = everything(bo.session, case_id)
    for name, value in (CANARIES | HOUSE_ONLY).items():
        assert value not in told, name
    case = bo.case(case_id)
    assert "links" not in case
    assert case["external_ref"] == ""
    assert not {"model_version", "prompt_version", "rule_version"} & set(case["assessment"])


def test_an_outside_person_is_not_told_who_holds_a_case(house: House, case_id: str) -> None:
    bo = house.seat("bo-2", "bpo_agent", "north")
    lin = house.seat("holder-in-house")
    lin.hold(case_id)
    claim = bo.case(case_id)["claim"]
    assert claim["owner_name"] == ""
    assert not {"claim_id", "fence"} & set(claim)


def test_a_case_of_another_vendor_is_as_good_as_none(house: House, case_id: str) -> None:
    bo = house.seat("bo-3", "bpo_agent", "south")
    for path in (f"/v1/cases/{case_id}", "/v1/cases/C-999999999", "/v1/cases/..%2Fmeta"):
        answer = bo.session.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert bo.session.get("/v1/cases?view=open").json()["total"] == 0


# --- the queue


def test_pages_of_the_queue_hang_together(house: House) -> None:
    house.cases(11)
    lin = house.seat("pager")
    whole = lin.session.get("/v1/cases?view=open&limit=500").json()
    assert whole["next_cursor"] is None
    seen: list[str] = []
    cursor = None
    while True:
        params: dict[str, Any] = {"view": "open", "limit": 4} | ({"cursor": cursor} if cursor else {})
        page = lin.session.get("/v1/cases", params=params).json()
        seen += [case["case_id"] for case in page["cases"]]
        assert page["total"] == whole["total"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
        assert len(cursor) <= 128
        other = lin.session.get("/v1/cases", params={"view": "key_users", "cursor": cursor})
        assert other.json()["code"] == "cursor_malformed"
    assert seen == [case["case_id"] for case in whole["cases"]]


def test_the_views_of_the_queue(house: House) -> None:
    lin = house.seat("viewer")
    key_user, plain = house.case(priority=90), house.case(case_type="reset_2fa")
    mine, soon = house.case(), house.case(routed_at=datetime.now(UTC) - timedelta(minutes=190))
    calm = house.case(routed_at=datetime.now(UTC) - timedelta(minutes=100))
    lin.hold(mine)

    def view(name: str) -> set[str]:
        answer = lin.session.get("/v1/cases", params={"view": name, "limit": 500})
        return {case["case_id"] for case in answer.json()["cases"]}

    assert view("mine") == {mine}
    assert {key_user, plain, mine} <= view("open")
    assert key_user in view("key_users")
    assert plain not in view("key_users")
    assert view("type:reset_2fa") == {plain}
    assert view("awaiting_me") == set()
    assert soon in view("due_1h")
    assert calm not in view("due_1h")
    assert lin.session.get("/v1/cases?view=nonsense").json()["code"] == "parameter"


# --- reveal


def reveal(session: Session, case_id: str, path: str, reason: str = "check_list") -> Any:
    return session.post("/v1/pii/reveal", json={"case_id": case_id, "field": path, "reason": reason})


def test_a_reveal_answers_after_it_was_written_down(house: House, lin: Seat, case_id: str) -> None:
    answer = reveal(lin.session, case_id, "subject.account")
    told = answer.json()
    assert (answer.status_code, told["values"], told["ttl_s"]) == (200, [CANARIES["account"]], 60)
    rows = run_sql(house.database, "SELECT actor_id, entity_id, detail FROM audit WHERE action = 'pii.reveal'")
    (detail,) = [json.loads(detail) for actor, entity, detail in rows if told["reveal_id"] in detail]
    assert (rows[-1][0], rows[-1][1]) == (lin.user_id, case_id)
    assert (detail["field"], detail["reason"]) == ("subject.account", "check_list")
    assert CANARIES["account"] not in str(rows)


def test_a_reveal_of_rows_gives_one_value_per_row(lin: Seat, case_id: str) -> None:
    told = reveal(lin.session, case_id, "evidence.e2.mail").json()
    assert told["values"] == [CANARIES["row_pii"], "second@example.net"]


@pytest.mark.parametrize("path", ["subject.country", "subject.nothing", "links", "evidence.e9.ip", "", "assessment"])
def test_only_what_is_masked_can_be_revealed(lin: Seat, case_id: str, path: str) -> None:
    assert reveal(lin.session, case_id, path).status_code == 404


def test_a_reveal_needs_a_known_reason(lin: Seat, case_id: str) -> None:
    assert reveal(lin.session, case_id, "subject.account", "curiosity").status_code == 422


def test_outside_people_and_onlookers_reveal_nothing(house: House, case_id: str) -> None:
    bo = house.seat("bo-4", "bpo_agent", "north")
    ada = house.reader("ada", "auditor")
    for session in (bo.session, ada):
        answer = reveal(session, case_id, "subject.account")
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def test_twenty_reveals_an_hour_are_enough(house: House, case_id: str) -> None:
    eager = house.seat("eager")
    statuses = [reveal(eager.session, case_id, "subject.account").status_code for _ in range(21)]
    assert statuses == [200] * 20 + [429]
    refused = reveal(eager.session, case_id, "subject.account")
    assert refused.json()["code"] == "rate_limited"
    assert 0 < int(refused.headers["Retry-After"]) <= 3600


def test_a_value_that_cannot_be_written_down_is_not_shown(house: House, case_id: str) -> None:
    ola = house.seat("ola")
    with full(house.database, "audit"):
        answer = reveal(ola.session, case_id, "subject.account")
    assert answer.status_code == 500
    assert CANARIES["account"] not in answer.text
