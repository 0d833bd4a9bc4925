"""Tokens of services have a scope and an end, are rotated with an overlap, listed and revoked."""

import time
from datetime import datetime

import msgspec
import pytest

from app.server.security.tokens import token_hash
from tests.support.database import run_sql
from tests.support.factories import intake_case
from tests.support.seats import House
from tests.support.server import Session

TOKENS = "/v1/service-tokens"
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def admin(house: House) -> Session:
    house.add("roca", "agent_service")
    return house.reader("ada", "admin")


def make(admin: Session, **order: object) -> tuple[str, dict[str, object]]:
    told = admin.post(TOKENS, json={"service": "roca"} | order)
    assert told.status_code == 200, told.text
    return told.json()["token"], told.json()["made"]


def status(house: House, token: str, path: str = "/v1/intake/requests") -> tuple[int, str]:
    with Session(house.server.url, token) as session:
        told = session.get(path)
    return told.status_code, "" if told.ok else told.json()["code"]


def listed(admin: Session) -> dict[str, dict[str, object]]:
    return {row["token_id"]: row for row in admin.get(TOKENS).json()["tokens"]}


def test_a_token_is_told_once_and_kept_as_a_hash_alone(house: House, admin: Session) -> None:
    token, made = make(admin, label="night run")
    assert status(house, token) == (200, "")
    assert token not in admin.get(TOKENS).text
    assert listed(admin)[str(made["token_id"])]["label"] == "night run"
    (kept,) = run_sql(
        house.database, "SELECT token_hash FROM service_tokens WHERE token_id = :id", id=str(made["token_id"])
    )
    assert kept == (token_hash(token),)


def test_a_token_is_good_for_its_scopes_alone(house: House, admin: Session) -> None:
    reads, _ = make(admin, scopes=["export.labels"])
    assert status(house, reads, "/v1/exports/labels") == (200, "")
    assert status(house, reads) == (403, "forbidden")
    with Session(house.server.url, reads) as session:
        body = msgspec.json.encode([intake_case("scoped")])
        assert session.post("/v1/intake/cases", data=body, headers=JSON).status_code == 403
    told = admin.post(TOKENS, json={"service": "roca", "scopes": ["review.submit"]})
    assert told.json()["errors"][0]["code"] == "unknown_scope"
    assert admin.post(TOKENS, json={"service": "roca", "scopes": []}).status_code == 422
    assert admin.post(TOKENS, json={"service": "ada"}).json()["errors"][0]["code"] == "unknown_service"


def test_a_token_ends_at_its_time(house: House, admin: Session) -> None:
    token, made = make(admin, days=1)
    assert status(house, token) == (200, "")
    run_sql(
        house.database,
        "UPDATE service_tokens SET expires_at = :now WHERE token_id = :id",
        now=time.time_ns() // 1_000_000 - 1,
        id=str(made["token_id"]),
    )
    assert status(house, token) == (401, "token_expired")
    assert admin.post(f"{TOKENS}/{made['token_id']}/rotate", json={}).json()["code"] == "token_ended"


def test_a_rotated_token_lives_on_for_the_overlap_beside_the_new_one(house: House, admin: Session) -> None:
    old, made = make(admin, label="feed", scopes=["intake.write"])
    told = admin.post(f"{TOKENS}/{made['token_id']}/rotate", json={"overlap_hours": 2}).json()
    assert (status(house, old), status(house, told["token"])) == ((200, ""), (200, ""))
    assert told["made"]["replaces"] == made["token_id"]
    assert (told["made"]["label"], told["made"]["scopes"]) == ("feed", ["intake.write"])
    before = listed(admin)[str(made["token_id"])]
    left = datetime.fromisoformat(str(before["expires_at"])) - datetime.fromisoformat(str(told["made"]["created_at"]))
    assert left.total_seconds() == 2 * 3600
    at_once = admin.post(f"{TOKENS}/{told['made']['token_id']}/rotate", json={"overlap_hours": 0}).json()
    assert (status(house, told["token"])[0], status(house, at_once["token"])[0]) == (401, 200)


def test_a_revoked_token_is_dead_with_the_next_request_and_twice_is_once(house: House, admin: Session) -> None:
    token, made = make(admin)
    for _ in range(2):
        assert admin.delete(f"{TOKENS}/{made['token_id']}").json()["revoked_at"] is not None
    assert status(house, token) == (401, "unauthenticated")
    rows = run_sql(
        house.database,
        "SELECT actor_id, action FROM audit WHERE entity = 'token' AND entity_id = :id ORDER BY audit_seq",
        id=str(made["token_id"]),
    )
    assert rows == [(admin.user_id, "service_token.made"), (admin.user_id, "service_token.revoked")]


def test_the_last_use_is_seen(house: House, admin: Session) -> None:
    token, made = make(admin)
    assert listed(admin)[str(made["token_id"])]["last_used_at"] is None
    assert status(house, token) == (200, "")
    deadline = time.monotonic() + 60
    while listed(admin)[str(made["token_id"])]["last_used_at"] is None:
        assert time.monotonic() < deadline, "never written down"


@pytest.mark.parametrize("role", ["team_lead", "auditor", "reviewer"])
def test_nobody_but_an_admin_sees_or_makes_tokens(house: House, role: str) -> None:
    session = house.reader(f"not an admin {role}", role)
    assert session.get(TOKENS).status_code == 403
    assert session.post(TOKENS, json={"service": "roca"}).status_code == 403


def test_a_token_that_nobody_has_is_not_there(admin: Session) -> None:
    assert admin.delete(f"{TOKENS}/none").status_code == 404
    assert admin.post(f"{TOKENS}/none/rotate", json={}).status_code == 404
