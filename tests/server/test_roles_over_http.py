"""What roles allow is changed by admins, at once, in every process, and written down."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from app.contract.roles import RolePatch
from app.domain.roles import MATRIX, Role
from app.server.storage.engine import open_engine
from app.server.storage.unit_of_work import Storage
from app.server.usecases import people
from app.server.usecases import roles as matrix
from tests.support.database import database_url, run_sql
from tests.support.seats import House
from tests.support.server import Session, sign_in

ROLES = "/v1/roles"


@pytest.fixture(scope="module")
def admin(house: House) -> Session:
    return house.reader("ada", "admin")


@pytest.fixture(scope="module")
def auditor(house: House) -> Session:
    return house.reader("otto", "auditor")


@contextmanager
def another_process(house: House) -> Iterator[Storage]:
    """The same database without the server that runs beside it."""
    engine = open_engine(database_url(house.database))
    try:
        yield Storage(engine, lambda: datetime.now(UTC))
    finally:
        engine.dispose()


def allowed(told: dict[str, object], role: str) -> set[str]:
    (row,) = (row for row in told["roles"] if row["role"] == role)  # type: ignore[attr-defined]
    return set(row["capabilities"])


def test_the_matrix_is_told_with_what_can_be_changed_of_it(auditor: Session, admin: Session) -> None:
    told = auditor.get(ROLES).json()
    assert {row["role"] for row in told["roles"]} == {role.value for role in Role}
    assert allowed(told, "reviewer") == {capability.value for capability in MATRIX[Role.REVIEWER]}
    (of_admins,) = (row for row in told["roles"] if row["role"] == "admin")
    assert "role.manage" in of_admins["fixed"]
    assert auditor.patch(f"{ROLES}/auditor", json={"grant": ["people.read"]}).status_code == 403


def test_what_is_granted_holds_with_the_next_request_and_what_is_taken_away_no_longer(
    house: House, admin: Session
) -> None:
    editor = house.reader("sofia", "sop_editor")
    assert editor.get("/v1/people").status_code == 403
    assert admin.patch(f"{ROLES}/sop_editor", json={"grant": ["people.read"]}).status_code == 200
    assert editor.get("/v1/people").status_code == 200
    told = admin.patch(f"{ROLES}/sop_editor", json={"withdraw": ["people.read", "case.read"]}).json()
    assert "review.read_all" in allowed(told, "sop_editor")
    assert not {"people.read", "case.read"} & allowed(told, "sop_editor")
    assert editor.get("/v1/people").status_code == 403
    assert editor.get("/v1/cases").status_code == 403
    assert admin.patch(f"{ROLES}/sop_editor", json={"grant": ["case.read"]}).status_code == 200
    assert editor.get("/v1/cases").status_code == 200


def test_another_process_changes_it_and_this_one_sees_it_with_the_next_request(house: House) -> None:
    owner = house.reader("rita", "rules_owner")
    assert owner.get("/v1/people").status_code == 403
    with another_process(house) as storage:
        matrix.put(storage, "operator", "rules_owner", RolePatch(grant=("people.read",)))
        assert owner.get("/v1/people").status_code == 200
        matrix.put(storage, "operator", "rules_owner", RolePatch(withdraw=("people.read",)))
        assert owner.get("/v1/people").status_code == 403


def test_a_seat_is_told_at_its_next_renewal_and_reads_everything_again(house: House, admin: Session) -> None:
    seat = house.seat("sven", "senior_agent")
    cursor = seat.session.get("/v1/changes").json()["next_cursor"]
    assert admin.patch(f"{ROLES}/senior_agent", json={"withdraw": ["escalation.resolve"]}).status_code == 200
    renewed = seat.session.post("/v1/session/refresh", json={"refresh_token": seat.session.tokens["refresh_token"]})
    assert "escalation.resolve" not in renewed.json()["user"]["capabilities"]
    again = seat.session.get("/v1/changes", params={"cursor": cursor})
    assert (again.status_code, again.json()["code"]) == (409, "scope_changed")
    assert admin.patch(f"{ROLES}/senior_agent", json={"grant": ["escalation.resolve"]}).status_code == 200
    assert seat.session.get("/v1/changes", params={"cursor": cursor}).status_code == 200


def test_what_the_safeguards_stand_on_is_refused_with_its_place_and_nothing_else_is_done(admin: Session) -> None:
    before = admin.get(ROLES).json()
    patch = {"grant": ["people.read", "pii.reveal", "no.such"], "withdraw": ["case.note", "people.read"]}
    told = admin.patch(f"{ROLES}/bpo_agent", json=patch)
    assert told.status_code == 422
    assert {(error["pointer"], error["code"]) for error in told.json()["errors"]} == {
        ("/grant/0", "never_granted"),
        ("/grant/1", "never_granted"),
        ("/grant/2", "unknown_capability"),
    }
    own = admin.patch(f"{ROLES}/admin", json={"withdraw": ["role.manage"]})
    assert own.json()["errors"][0]["code"] == "never_withdrawn"
    assert admin.get(ROLES).json() == before
    assert admin.patch(f"{ROLES}/nobody", json={}).status_code == 404


def test_two_admins_do_not_overwrite_each_other(house: House, admin: Session) -> None:
    rev = admin.get(ROLES).json()["rev"]
    first = admin.patch(f"{ROLES}/auditor", json={"grant": ["people.read"], "base_rev": rev})
    second = admin.patch(f"{ROLES}/auditor", json={"withdraw": ["stats.reveals"], "base_rev": rev})
    assert first.json()["rev"] == rev + 1
    assert (second.status_code, second.json()["code"]) == (409, "roles_changed")
    assert admin.patch(f"{ROLES}/auditor", json={"withdraw": ["people.read"]}).status_code == 200


def test_every_change_is_in_the_trail_with_who_made_it(house: House, admin: Session) -> None:
    admin.patch(f"{ROLES}/team_lead", json={"grant": ["role.read"]})
    admin.patch(f"{ROLES}/team_lead", json={"grant": ["role.read"]})  # changes nothing
    admin.patch(f"{ROLES}/team_lead", json={"withdraw": ["role.read"]})
    rows = run_sql(
        house.database,
        "SELECT actor_id, action, detail FROM audit WHERE entity = 'role' AND entity_id = 'team_lead'"
        " ORDER BY audit_seq",
    )
    assert rows == [
        (admin.user_id, "role.granted", '{"capability":"role.read"}'),
        (admin.user_id, "role.withdrawn", '{"capability":"role.read"}'),
    ]


def test_the_last_admin_is_not_shut_out(house: House, admin: Session) -> None:
    with another_process(house) as storage:
        with pytest.raises(people.NotAdded, match="last admin"):
            people.shut_out(storage, "ada", True)
        house.add("ari", "admin")
        people.shut_out(storage, "ari", True)
        with pytest.raises(people.NotAdded, match="last admin"):
            people.shut_out(storage, "ada", True)
        people.shut_out(storage, "ari", False)
    with sign_in(house.server.url, "ari") as session:
        assert session.get(ROLES).status_code == 200
