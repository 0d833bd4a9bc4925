"""Who may take data out, role by role and export by export; and nothing leaves before the trail has it."""

import json
from typing import Any

import pytest

from app.domain.roles import Role
from tests.support.database import full, run_sql
from tests.support.seats import House, Seat, review_body
from tests.support.server import Session

LEAD, RULES, AUDITOR, ADMIN, SERVICE = (
    Role.TEAM_LEAD, Role.RULES_OWNER, Role.AUDITOR, Role.ADMIN, Role.AGENT_SERVICE,
)  # fmt: skip
# Written out and not asked of the matrix of roles: a change there that lets data out is to be seen here.
MAY: dict[str, frozenset[Role]] = {
    "labels": frozenset({LEAD, RULES, AUDITOR, SERVICE}),
    "reviews": frozenset({LEAD, AUDITOR}),
    "audit": frozenset({AUDITOR, ADMIN}),
    "training-set": frozenset({LEAD, RULES, SERVICE}),
    "scorecards": frozenset({LEAD, AUDITOR}),
}


@pytest.fixture(scope="module")
def people(house: House) -> dict[Role, Session]:
    """One of each role, signed in."""
    found = {Role.AGENT_SERVICE: house.agent}
    for role in Role:
        if role is Role.BPO_AGENT:
            found[role] = house.seat("exports-bpo", role.value, "north").session
        elif role is not Role.AGENT_SERVICE:
            found[role] = house.reader(f"exports-{role.value}", role.value)
    return found


@pytest.fixture(scope="module")
def offered(house: House) -> list[str]:
    """Every export that the API describes."""
    described = house.agent.get("/schema/openapi.json").json()["paths"]
    named: set[str] = set()
    for path, methods in described.items():
        head, _, tail = path.partition("/v1/exports/")
        if head or not tail:
            continue
        for one in methods["get"].get("parameters", []):
            if tail.startswith("{") and one["name"] == "what":
                named |= set(one["schema"]["enum"])
        if not tail.startswith("{"):
            named.add(tail)
    assert {"labels", "reviews", "audit"} <= named
    return sorted(named)


def exported(house: House, what: str) -> int:
    """How often the trail says that it left."""
    rows: list[tuple[Any, ...]] = run_sql(
        house.database, "SELECT count(*) FROM audit WHERE action = 'export' AND entity_id = :what", what=what
    )
    return int(rows[0][0])


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_each_role_takes_out_what_is_written_here_and_nothing_else(
    house: House, people: dict[Role, Session], offered: list[str], role: Role
) -> None:
    for what in offered:
        before = exported(house, what)
        answer = people[role].get(f"/v1/exports/{what}", params={"format": "jsonl"})
        assert answer.status_code == (200 if role in MAY[what] else 403), (role, what, answer.text[:200])
        assert exported(house, what) - before == (1 if role in MAY[what] else 0), (role, what)
        if role not in MAY[what]:
            assert answer.json()["code"] == "forbidden"


def test_nobody_at_all_takes_nothing_out(house: House, offered: list[str]) -> None:
    with Session(house.server.url) as nobody:
        assert {nobody.get(f"/v1/exports/{what}").status_code for what in offered} == {401}


def test_what_the_trail_cannot_take_down_does_not_leave(
    house: House, people: dict[Role, Session], offered: list[str]
) -> None:
    house.case()
    with full(house.database, "audit"):
        for what in offered:
            role = next(iter(MAY[what] & {LEAD, AUDITOR}))
            answer = people[role].get(f"/v1/exports/{what}", params={"format": "jsonl"})
            assert answer.status_code >= 500, (what, answer.status_code)
            assert json.loads(answer.content)["status"] == answer.status_code, "a problem, and not a row of anything"


def decided(house: House, reviewer: Seat) -> str:
    """A case whose label has left its author's hands."""
    case_id = house.case()
    assert reviewer.put(reviewer.command(case_id, review_body(), reviewer.hold(case_id))).status_code == 200
    run_sql(house.database, "UPDATE labels SET release_at = NULL WHERE case_number = :n", n=int(case_id[2:]))
    return case_id


def test_each_page_of_the_feed_of_labels_is_in_the_trail_before_it_is_told(
    house: House, people: dict[Role, Session]
) -> None:
    reviewer = house.seat("exports-decider", "reviewer")
    for _ in range(3):
        decided(house, reviewer)
    for role in Role:
        before, cursor, pages = exported(house, "labels"), "", 0
        while True:
            answer = people[role].get("/v1/exports/labels", params={"cursor": cursor, "limit": 2})
            assert answer.status_code == (200 if role in MAY["labels"] else 403), (role, answer.text[:200])
            if role not in MAY["labels"] or not answer.json()["labels"]:
                break
            pages, cursor = pages + 1, answer.json()["next_cursor"]
        assert pages >= (2 if role in MAY["labels"] else 0)
        assert exported(house, "labels") - before == pages, (role, "each page that told something, and no other")


def test_a_page_of_labels_that_the_trail_cannot_take_down_is_not_told(
    house: House, people: dict[Role, Session]
) -> None:
    case_id = decided(house, house.seat("exports-decider-too", "reviewer"))
    with full(house.database, "audit"):
        answer = people[LEAD].get("/v1/exports/labels", params={"cursor": "", "limit": 1000})
        assert answer.status_code >= 500
        assert case_id not in answer.text
    assert case_id in people[LEAD].get("/v1/exports/labels", params={"cursor": "", "limit": 1000}).text
