"""Seats: registered with their own keys, listed, renamed, taken away; directives carried and answered."""

import base64
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import text as sql

from app.contract.commands import CommandBatch
from app.contract.devices import (
    Directive,
    DirectiveKind,
    Outcome,
    Receipt,
    SignedDirective,
    check_in_bytes,
    directive_bytes,
)
from app.contract.session import DeviceRegistration
from app.domain.roles import Role
from app.server.config import Settings
from app.server.security.principal import Principal
from app.server.storage.engine import open_engine
from app.server.storage.people import user_by_name
from app.server.storage.unit_of_work import Storage
from app.server.usecases.commands import batch
from app.server.usecases.devices import register
from app.server.usecases.directives import MOST_UNPROVED, carry
from app.server.usecases.people import shut_out
from app.server.usecases.refusal import Refused
from tests.support.database import database_url, run_sql
from tests.support.seats import House, Seat, new_id, open_house, review_body
from tests.support.server import PASSWORD, Session, sign_in, sign_in_with_device, start_server


def text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


@dataclass
class Keyed:
    """A person at a seat that has keys of its own."""

    house: House
    name: str
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    def __post_init__(self) -> None:
        self.session = sign_in(self.house.server.url, self.name)
        answer = self.session.post("/v1/devices", json=self.registration())
        assert answer.status_code == 200, answer.text
        self.told: dict[str, Any] = answer.json()
        self.device_id = str(self.told["device_id"])
        fresh = self.session.post(
            "/v1/session/refresh", json={"refresh_token": self.session.tokens["refresh_token"]}
        ).json()
        self.session.headers["Authorization"] = f"Bearer {fresh['access_token']}"

    def registration(self, **more: Any) -> dict[str, Any]:
        keys = {
            "x25519": text(X25519PrivateKey.generate().public_key().public_bytes_raw()),
            "ed25519": text(self.key.public_key().public_bytes_raw()),
        }
        return {"device_name": "desk 4", "os": "Linux", "app_version": "0.1.0", "public_key": keys} | more

    def check_in(self, *receipts: Receipt, at: int | None = None, key: Ed25519PrivateKey | None = None) -> Any:
        moment = time.time_ns() // 1_000_000 if at is None else at
        signature = (key or self.key).sign(check_in_bytes(self.device_id, moment, receipts))
        body = {"at": moment, "signature": text(signature), "receipts": msgspec.to_builtins(receipts)}
        with Session(self.house.server.url) as anybody:
            return anybody.post(f"/v1/devices/{self.device_id}/check-in", json=body)


@pytest.fixture(scope="module")
def policy_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, policy_key: Ed25519PrivateKey) -> Iterator[House]:
    database = tmp_path_factory.mktemp("seats") / "server.db"
    settings = {"FOOTPLATE_DIRECTIVE_KEY": text(policy_key.public_key().public_bytes_raw())}
    with start_server(database, environment=settings) as server:
        house = open_house(server, database)
        yield house
        house.close()


@pytest.fixture
def keyed(house: House) -> Iterator[Keyed]:
    name = f"person-{new_id()[-12:]}"
    house.add(name, "reviewer")
    seat = Keyed(house, name)
    yield seat
    seat.session.close()


def signed(policy_key: Ed25519PrivateKey, device_id: str, kind: str = "wipe", **more: Any) -> dict[str, Any]:
    directive = msgspec.convert(
        {
            "directive_id": new_id(),
            "device_id": device_id,
            "kind": DirectiveKind(kind),
            "nonce": new_id(),
            "issued_at": time.time_ns() // 1_000_000,
        }
        | more,
        Directive,
    )
    signature = policy_key.sign(directive_bytes(directive))
    return {"directive": msgspec.to_builtins(directive), "signature": text(signature)}


def test_a_seat_is_registered_with_its_keys_and_told_what_holds_for_it(keyed: Keyed, house: House) -> None:
    assert keyed.told["lease_policy"] == {"online_minutes": 30, "max_offline_hours": 72}
    assert len(base64.b64decode(keyed.told["unlock_key"])) == 32
    assert keyed.told["directive_key"] is not None
    (listed,) = keyed.session.get("/v1/devices").json()["devices"]
    assert (listed["device_id"], listed["device_name"], listed["keyed"]) == (keyed.device_id, "desk 4", True)
    assert (listed["current"], listed["revoked_at"]) == (True, None)
    outside = f"outside-{new_id()[-12:]}"
    house.add(outside, "bpo_agent", "north")
    assert Keyed(house, outside).told["lease_policy"]["max_offline_hours"] == 24


@pytest.mark.parametrize("key", ["", "AAAA", "not base64 at all !", "A" * 44])
def test_what_is_no_key_is_refused_with_its_place(keyed: Keyed, key: str) -> None:
    whole = keyed.registration()
    whole["public_key"]["ed25519"] = key
    answer = keyed.session.post("/v1/devices", json=whole)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/public_key/ed25519")


def test_a_seat_is_managed_by_its_person_and_by_leads_and_by_nobody_else(house: House, keyed: Keyed) -> None:
    lead, other = house.seat(f"lead-{new_id()[-8:]}", "team_lead"), house.seat(f"other-{new_id()[-8:]}")
    north = f"north-{new_id()[-8:]}"
    house.add(north, "bpo_agent", "north")
    away = sign_in(house.server.url, north)
    house.opened.append(away)
    path = f"/v1/devices/{keyed.device_id}"
    assert keyed.session.patch(path, json={"device_name": "by the window"}).json()["device_name"] == "by the window"
    assert lead.session.patch(path, json={"device_name": "desk 5"}).json()["device_name"] == "desk 5"
    for foreign in (other.session, away):
        for answer in (
            foreign.patch(path, json={"device_name": "mine"}),
            foreign.delete(path),
            foreign.post(f"{path}/revoke"),
            foreign.post(f"{path}/restore"),
            foreign.post(f"{path}/unlock"),
        ):
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
        assert foreign.get("/v1/devices?whose=all").status_code == 403
    assert lead.session.post(f"{path}/unlock").status_code == 404
    everybody = lead.session.get("/v1/devices?whose=all").json()["devices"]
    assert {keyed.device_id, lead.device_id, other.device_id} <= {seat["device_id"] for seat in everybody}
    assert keyed.session.patch(path, json={"device_name": ""}).status_code == 422


@pytest.mark.parametrize("how", ["delete", "post"])
def test_a_revoked_seat_is_out_with_its_next_request_and_says_why(house: House, keyed: Keyed, how: str) -> None:
    lead, path = house.seat(f"lead-{new_id()[-8:]}", "team_lead"), f"/v1/devices/{keyed.device_id}"
    also = sign_in(house.server.url, keyed.name, PASSWORD, keyed.device_id)
    refresh = {"refresh_token": also.tokens["refresh_token"]}
    also.close()
    done = lead.session.delete(path) if how == "delete" else lead.session.post(f"{path}/revoke")
    assert (done.status_code, done.json()["revoked_at"] is None) == (200, False)
    told = keyed.session.get("/v1/meta")
    assert (told.status_code, told.json()["code"]) == (401, "device_revoked")
    with Session(house.server.url) as anybody:
        again = anybody.post("/v1/session/refresh", json=refresh)
        assert (again.status_code, again.json()["code"]) == (401, "device_revoked")
        body = {"username": keyed.name, "password": PASSWORD, "device_id": keyed.device_id}
        entered = anybody.post("/v1/session", json=body)
        assert (entered.status_code, entered.json()["code"]) == (401, "device_revoked")
        wrong = anybody.post("/v1/session", json=body | {"password": "wrong"})
        assert wrong.json()["code"] == "sign_in_failed"
    assert keyed.check_in().json()["state"] == "revoked"
    assert lead.session.post(f"{path}/restore").json()["revoked_at"] is None
    sign_in(house.server.url, keyed.name, PASSWORD, keyed.device_id).close()
    assert keyed.check_in().json()["state"] == "active"


def test_nobody_lets_the_own_revoked_seat_in_again(house: House, keyed: Keyed) -> None:
    second = sign_in(house.server.url, keyed.name)
    path = f"/v1/devices/{keyed.device_id}"
    assert second.delete(path).status_code == 200
    assert second.post(f"{path}/restore").status_code == 403
    assert keyed.session.get("/v1/meta").json()["code"] == "device_revoked"
    assert second.get("/v1/meta").status_code == 200
    second.close()


def test_a_lead_does_not_let_the_own_revoked_seat_in_again_either(house: House) -> None:
    lead = house.seat(f"lead-{new_id()[-8:]}", "team_lead")
    second, path = sign_in(house.server.url, lead.name), f"/v1/devices/{lead.device_id}"
    assert second.delete(path).status_code == 200
    assert second.post(f"{path}/restore").status_code == 403
    second.close()
    other = house.seat(f"lead-{new_id()[-8:]}", "team_lead")
    assert other.session.post(f"{path}/restore").json()["revoked_at"] is None


def test_a_person_who_is_shut_out_is_told_so_and_the_seat_still_hears_its_directives(
    house: House, keyed: Keyed, policy_key: Ed25519PrivateKey
) -> None:
    lead = house.seat(f"lead-{new_id()[-8:]}", "team_lead")
    run_sql(house.database, f"UPDATE users SET disabled_at = 1 WHERE name = '{keyed.name}'")
    assert keyed.session.get("/v1/meta").json()["code"] == "person_disabled"
    wipe = signed(policy_key, keyed.device_id)
    sent = lead.session.post(f"/v1/devices/{keyed.device_id}/directives", json=wipe)
    assert sent.status_code == 200, sent.text
    told = keyed.check_in().json()
    assert (told["state"], told["directives"]) == ("shut_out", [wipe])
    receipt = Receipt(wipe["directive"]["directive_id"], Outcome.DONE, 3)
    # The seat may have had to wait for days before it could say so.
    assert keyed.check_in(receipt, at=1).json()["directives"] == []


def test_a_check_in_is_believed_for_its_signature_and_its_time(house: House, keyed: Keyed) -> None:
    assert keyed.check_in().status_code == 200
    assert keyed.check_in(key=Ed25519PrivateKey.generate()).status_code == 401
    assert keyed.check_in(at=1).status_code == 401
    scripted = house.seat(f"script-{new_id()[-8:]}")
    foreign = Keyed(house, scripted.name)
    foreign.device_id = scripted.device_id
    assert foreign.check_in().status_code == 401


def test_a_check_in_of_long_ago_settles_what_it_says_and_is_told_nothing(
    house: House, keyed: Keyed, policy_key: Ed25519PrivateKey
) -> None:
    lead, wipe = house.seat(f"lead-{new_id()[-8:]}", "team_lead"), signed(policy_key, keyed.device_id)
    assert lead.session.post(f"/v1/devices/{keyed.device_id}/directives", json=wipe).status_code == 200
    heard = Receipt(new_id(), Outcome.DONE)
    assert keyed.check_in(heard, at=1).json()["directives"] == []
    assert keyed.check_in(heard).json()["directives"] == [wipe]


def test_whoever_proves_nothing_is_sent_away_without_the_lock_of_the_writers(house: House, keyed: Keyed) -> None:
    engine = open_engine(database_url(house.database))
    with Storage(engine, lambda: datetime.now(UTC)).write():
        assert keyed.check_in(key=Ed25519PrivateKey.generate()).status_code == 401
        assert keyed.check_in().json() == {"state": "active", "directives": []}
    engine.dispose()


@pytest.mark.parametrize("name", ["%00", "x", "..%2f..", "C-200001", "%F0%9F%98%80", "a" * 4_000])
def test_what_is_no_seat_s_id_is_a_seat_that_is_not_there(house: House, keyed: Keyed, name: str) -> None:
    for answer, code in (
        (keyed.session.delete(f"/v1/devices/{name}"), 404),
        (keyed.session.post(f"/v1/devices/{name}/unlock"), 404),
        (keyed.session.post(f"/v1/devices/{name}/check-in", json={"at": 1, "signature": ""}), 401),
    ):
        assert answer.status_code in (code, 404)


def test_a_directive_waits_until_its_seat_has_answered(
    house: House, keyed: Keyed, policy_key: Ed25519PrivateKey
) -> None:
    lead = house.seat(f"lead-{new_id()[-8:]}", "team_lead")
    door = f"/v1/devices/{keyed.device_id}/directives"
    freeze = signed(policy_key, keyed.device_id, "freeze_exports")
    assert lead.session.post(door, json=freeze).json() == freeze
    assert lead.session.post(door, json=freeze).status_code == 200
    told = keyed.session.get("/v1/directives").json()
    assert told["directives"] == [freeze]
    assert (told["device"]["state"], told["device"]["max_offline_hours"]) == ("active", 72)
    named = freeze["directive"]["directive_id"]
    assert keyed.session.get(f"/v1/directives?ack={named}:done").json()["directives"] == []
    assert keyed.session.get(f"/v1/directives?ack={named}:refused_replay:1").status_code == 200
    numbers = (f"{named}:done:{number}" for number in (-1, 2**31, 10**30))
    for bad in ("x", f"{named}:maybe", f"{named}:done:-", *numbers, ",".join([f"{named}:done"] * 21)):
        assert keyed.session.get("/v1/directives", params={"ack": bad}).status_code == 400
    (row,) = (
        dict(item) for item in exported_audit(house) if item["action"] == "directive.answered" and named in str(item)
    )
    assert row["detail"]["outcome"] == "done"


def exported_audit(house: House) -> list[dict[str, Any]]:
    auditor = house.reader(f"auditor-{new_id()[-8:]}", "auditor")
    answer = auditor.get("/v1/exports/audit?format=jsonl")
    rows = [msgspec.json.decode(line) for line in answer.content.splitlines()]
    return [row for row in rows if "audit_seq" in row]


def test_what_is_not_signed_for_this_seat_is_not_carried(
    house: House, keyed: Keyed, policy_key: Ed25519PrivateKey
) -> None:
    lead = house.seat(f"lead-{new_id()[-8:]}", "team_lead")
    door = f"/v1/devices/{keyed.device_id}/directives"
    for sent, pointer in (
        (signed(Ed25519PrivateKey.generate(), keyed.device_id), "/signature"),
        (signed(policy_key, lead.device_id), "/directive/device_id"),
        (signed(policy_key, keyed.device_id, nonce="short"), "/directive/nonce"),
        (signed(policy_key, keyed.device_id, directive_id="x"), "/directive/directive_id"),
        (signed(policy_key, keyed.device_id, issued_at=0), "/directive/issued_at"),
    ):
        answer = lead.session.post(door, json=sent)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    whole = signed(policy_key, keyed.device_id)
    whole["directive"]["upload_first"] = False
    assert lead.session.post(door, json=whole).json()["errors"][0]["code"] == "signature"
    assert keyed.session.post(door, json=signed(policy_key, keyed.device_id)).status_code == 403
    unknown = new_id()
    answer = lead.session.post(f"/v1/devices/{unknown}/directives", json=signed(policy_key, unknown))
    assert answer.status_code == 404


def test_an_own_seat_gets_the_key_to_what_it_sealed(house: House, keyed: Keyed) -> None:
    answer = keyed.session.post(f"/v1/devices/{keyed.device_id}/unlock").json()
    private = X25519PrivateKey.from_private_bytes(base64.b64decode(answer["unlock_key"]))
    assert text(private.public_key().public_bytes_raw()) == keyed.told["unlock_key"]
    assert keyed.session.get("/v1/directives").json()["device"]["unlock_key"] == keyed.told["unlock_key"]
    second = sign_in(house.server.url, keyed.name)
    assert second.delete(f"/v1/devices/{keyed.device_id}").status_code == 200
    assert second.post(f"/v1/devices/{keyed.device_id}/unlock").json()["code"] == "device_revoked"
    second.close()


def test_a_script_s_device_hears_directives_too_and_a_sign_in_without_one_does_not(house: House) -> None:
    seat = house.seat(f"script-{new_id()[-8:]}")
    assert seat.session.get("/v1/directives").json()["device"]["device_id"] == seat.device_id
    plain = sign_in(house.server.url, seat.name)
    assert plain.get("/v1/directives").status_code == 403
    plain.close()


def test_two_seats_of_one_person_are_both_listed_and_a_case_goes_from_hand_to_hand(house: House) -> None:
    first = house.seat(f"two-{new_id()[-8:]}")
    here, device_id = sign_in_again(house, first)
    (case_id,) = house.cases(1)
    before = first.hold(case_id)
    after = here.hold(case_id)
    assert after["fence"] == before["fence"] + 1
    listed = here.session.get("/v1/devices").json()["devices"]
    assert {seat["device_id"] for seat in listed} == {first.device_id, device_id}
    late = first.put(first.command(case_id, review_body(), before))
    assert (late.status_code, late.json()["code"]) == (409, "lease_lost")
    assert here.put(here.command(case_id, review_body(), after)).status_code == 200


def sign_in_again(house: House, seat: Seat) -> tuple[Seat, str]:
    """The same person at another seat."""
    session, device_id = sign_in_with_device(house.server.url, seat.name)
    house.opened.append(session)
    return Seat(session, device_id, seat.name), device_id


def test_two_machines_under_one_device_id_are_told_and_both_their_decisions_stand(house: House) -> None:
    seat = house.seat(f"clone-{new_id()[-8:]}")
    cases = house.cases(3)
    assert "flags" not in seat.review(cases[0]).json()
    clone = Seat(seat.session, seat.device_id, seat.name)
    told = clone.review(cases[1]).json()
    assert (told["status"], told["flags"]) == ("applied", ["number_taken"])
    assert "flags" not in clone.review(cases[2]).json()
    standing = seat.session.get("/v1/directives").json()["device"]
    assert standing["command_high_seq"] == 2


def test_a_seat_registered_in_the_session_of_another_goes_with_it(house: House, keyed: Keyed) -> None:
    """Whoever has a stolen seat must not keep the door open by making another one from it."""
    made = [keyed.session.post("/v1/devices", json=keyed.registration(device_name="second")).json()["device_id"]]
    refreshed = keyed.session.post("/v1/session/refresh", json={"refresh_token": keyed.session.tokens["refresh_token"]})
    assert refreshed.status_code == 200
    keyed.session.headers["Authorization"] = f"Bearer {refreshed.json()['access_token']}"
    made.append(keyed.session.post("/v1/devices", json=keyed.registration(device_name="third")).json()["device_id"])
    with sign_in(house.server.url, keyed.name) as elsewhere:
        own = elsewhere.post("/v1/devices", json=keyed.registration(device_name="at home")).json()["device_id"]
        assert elsewhere.delete(f"/v1/devices/{keyed.device_id}").status_code == 200
        listed = {row["device_id"]: row["revoked_at"] for row in elsewhere.get("/v1/devices").json()["devices"]}
    assert all(listed[one] is not None for one in (keyed.device_id, *made))
    assert listed[own] is None
    assert keyed.session.get("/v1/directives").json()["code"] == "device_revoked"


def test_a_seat_taken_away_a_moment_ago_is_told_so_at_every_door(house: House, keyed: Keyed) -> None:
    """The session was looked at before, and the seat is gone by the time that its commands are."""
    with sign_in(house.server.url, keyed.name) as elsewhere:
        assert elsewhere.delete(f"/v1/devices/{keyed.device_id}").status_code == 200
    who = Principal(keyed.session.user_id, keyed.name, frozenset({Role.REVIEWER}), None, keyed.device_id, new_id())
    engine = open_engine(database_url(house.database))
    try:
        storage = Storage(engine, lambda: datetime.now(UTC))
        for act in (
            lambda: batch(storage, who, CommandBatch(keyed.device_id, new_id(), (msgspec.Raw(b"{}"),))),
            lambda: register(storage, Settings(), who, DeviceRegistration("desk", "Linux", "0.1.0")),
        ):
            with pytest.raises(Refused) as refused:
                act()
            assert (refused.value.code.code, refused.value.code.status) == ("device_revoked", 401)
    finally:
        engine.dispose()


def test_nobody_fills_a_seat_s_places_with_what_cannot_be_looked_at(house: House, keyed: Keyed) -> None:
    """A server that knows no directive key carries what it cannot check, so many of one person and no more."""
    nobody, lead, other = (
        Ed25519PrivateKey.generate(),
        house.seat(f"lead-{new_id()}", "team_lead"),
        house.seat(f"lead-{new_id()}", "team_lead"),
    )
    engine = open_engine(database_url(house.database))
    try:
        storage = Storage(engine, lambda: datetime.now(UTC))

        def send(seat: Seat) -> None:
            who = Principal(seat.user_id, seat.name, frozenset({Role.TEAM_LEAD}), None, seat.device_id, new_id())
            told = msgspec.convert(signed(nobody, keyed.device_id), SignedDirective)
            carry(storage, Settings(), who, keyed.device_id, told)

        for _ in range(MOST_UNPROVED):
            send(lead)
        with pytest.raises(Refused):
            send(lead)
        send(other)
    finally:
        engine.dispose()


def test_what_the_command_line_does_stands_under_the_operator_s_name(house: House) -> None:
    name = f"granted-{new_id()[-12:]}"
    house.add(name, "reviewer")
    house.let_take_along(name)
    engine = open_engine(database_url(house.database))
    try:
        storage = Storage(engine, lambda: datetime.now(UTC))
        shut_out(storage, name, True)
        shut_out(storage, name, False)
        with storage.read() as connection:
            user = user_by_name(connection, name)
            assert user is not None
            query = "SELECT actor_id, action FROM audit WHERE entity = 'user' AND entity_id = :id ORDER BY audit_seq"
            rows = connection.execute(sql(query), {"id": user.user_id}).all()
    finally:
        engine.dispose()
    acts = ("user.added", "user.takes_along", "user.disabled", "user.enabled")
    assert [tuple(row) for row in rows] == [("operator", act) for act in acts]
