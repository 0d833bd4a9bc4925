"""What a person sees of their seat: another's work on a shared desk stays out of sight, and where the house revokes,
empties or closes a seat the window says so in words."""

import base64
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.contract.devices import Directive, DirectiveKind, directive_bytes
from app.desktop.vault.recovery import WORK, key_to_text, new_pair, open_sealed
from app.domain.dead_man import HOUR_MS, Contact
from tests.desktop.support.machine import Machine
from tests.support.seats import House, Seat, new_id, open_house
from tests.support.server import PASSWORD, start_server
from tests.support.workstation import Workstation, wait_until

CANARY = "canary-of-the-first-person"
LONG = 90.0


@pytest.fixture(scope="module")
def policy_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


@pytest.fixture(scope="module")
def recovery() -> tuple[bytes, bytes]:
    return new_pair()


@pytest.fixture(scope="module")
def house(
    tmp_path_factory: pytest.TempPathFactory, policy_key: Ed25519PrivateKey, recovery: tuple[bytes, bytes]
) -> Iterator[House]:
    database = tmp_path_factory.mktemp("house") / "server.db"
    settings = {
        "FOOTPLATE_DIRECTIVE_KEY": base64.b64encode(policy_key.public_key().public_bytes_raw()).decode(),
        "FOOTPLATE_RECOVERY_KEY": key_to_text(recovery[1]),
    }
    with start_server(database, environment=settings) as server:
        house = open_house(server, database)
        yield house
        house.close()


@pytest.fixture(scope="module")
def lead(house: House) -> Seat:
    return house.seat("lead-of-all", "team_lead")


@pytest.fixture
def machine(house: House, tmp_path: Path) -> Iterator[Machine]:
    machine = Machine(tmp_path / "profile", house)
    yield machine
    machine.close()


def person(house: House) -> str:
    name = f"person-{new_id()[-12:]}"
    house.add(name, "reviewer")
    return name


def window(machine: Machine, name: str) -> Workstation:
    """The window over the profile that the machine left."""
    machine.close()
    seat = Workstation(machine.house.server.url, machine.folder, machine.key.reveal(), (name, PASSWORD), "en")
    return seat.start()


def shut(seat: Workstation, machine: Machine) -> None:
    assert seat.stop() == 0, seat.tail()
    assert "Traceback" not in seat.tail()
    machine.open()


def labels(lead: Seat) -> set[str]:
    answer = lead.session.get("/v1/exports/labels?format=jsonl")
    return {msgspec.json.decode(line)["case_id"] for line in answer.content.splitlines()}


def send(lead: Seat, key: Ed25519PrivateKey, device_id: str, kind: str, **more: Any) -> str:
    told = Directive(new_id(), device_id, DirectiveKind(kind), new_id(), time.time_ns() // 1_000_000, **more)
    whole = {
        "directive": msgspec.to_builtins(told),
        "signature": base64.b64encode(key.sign(directive_bytes(told))).decode(),
    }
    answer = lead.session.post(f"/v1/devices/{device_id}/directives", json=whole)
    assert answer.status_code == 200, answer.text
    return told.directive_id


def test_on_a_shared_desk_the_second_person_s_window_shows_nothing_of_the_first_and_sends_nothing_of_theirs(
    house: House, machine: Machine, lead: Seat
) -> None:
    first, second = person(house), person(house)
    decided, drafted = house.cases(2)
    machine.sign_in(first)
    machine.decide(decided)
    who = machine.desk.session.identity()
    assert who is not None
    assert machine.stores.work is not None
    machine.stores.work.save_draft(who.author, drafted, msgspec.json.encode({"rationale": CANARY}), 1)
    machine.desk.session.sign_out()
    seat = window(machine, second)
    try:
        wait_until(lambda: seat.sees("Synced"), LONG, "the second person's sync")
        texts = " ".join(item["text"] for item in seat.texts())
        assert CANARY not in texts
        assert first not in texts
        assert "pending" not in texts.replace("0 pending", "")
        assert decided not in labels(lead)
    finally:
        shut(seat, machine)
    machine.sign_in(second)
    machine.desk.session.sign_out()
    seat = window(machine, first)
    try:
        wait_until(lambda: decided in labels(lead), LONG, "the first person's decision to go out")
        wait_until(lambda: seat.sees(CANARY), LONG, "the first person's draft to be in sight again")
    finally:
        shut(seat, machine)


def test_a_seat_that_is_emptied_says_so_sends_what_it_can_and_leaves_nothing(
    house: House, machine: Machine, lead: Seat, policy_key: Ed25519PrivateKey, recovery: tuple[bytes, bytes]
) -> None:
    name = person(house)
    decided, drafted = house.cases(2)
    machine.sign_in(name)
    machine.decide(decided)
    who = machine.desk.session.identity()
    assert who is not None
    assert machine.stores.work is not None
    machine.stores.work.save_draft(who.author, drafted, msgspec.json.encode({"rationale": CANARY}), 1)
    order = send(lead, policy_key, machine.device(), "wipe")
    seat = window(machine, name)
    try:
        wait_until(lambda: seat.sees("This computer was emptied"), LONG, "the seat to be emptied")
        assert seat.sees("1 piece of unsent work lies sealed in the profile")
        wait_until(lambda: seat.sees("Close the window"), LONG, "the server to know")
    finally:
        assert seat.stop() == 0, seat.tail()
    assert decided in labels(lead)
    (sealed,) = machine.folder.glob("unsent-*.recovery")
    assert [path.name for path in machine.folder.iterdir()] == [sealed.name]
    assert CANARY.encode() in open_sealed(recovery[0], sealed.read_bytes(), WORK)
    auditor = house.reader(f"auditor-{new_id()[-8:]}", "auditor")
    rows = map(msgspec.json.decode, auditor.get("/v1/exports/audit?action=directive.answered").content.splitlines())
    (told,) = [row["detail"] for row in rows if "detail" in row and row["detail"]["id"] == order]
    assert (told["outcome"], told["kept"]) == ("done", 1)
    # The next start knows nothing of anybody, and the seat is another device.
    machine.open()
    before = who.device
    machine.sign_in(name)
    assert machine.device() != before


def test_a_revoked_seat_says_so_and_keeps_what_was_not_sent(house: House, machine: Machine, lead: Seat) -> None:
    name = person(house)
    (decided,) = house.cases(1)
    machine.sign_in(name)
    machine.decide(decided)
    device = machine.device()
    assert lead.session.delete(f"/v1/devices/{device}").status_code == 200
    seat = window(machine, name)
    try:
        wait_until(lambda: seat.sees("This seat was revoked"), LONG, "the revocation in words")
        assert seat.sees("1 pending")
    finally:
        shut(seat, machine)
    assert decided not in labels(lead)


def test_a_seat_that_was_out_of_contact_asks_to_sign_in_and_says_why(house: House, machine: Machine) -> None:
    name = person(house)
    (decided,) = house.cases(1)
    machine.sign_in(name)
    machine.decide(decided)
    mark = machine.desk.clock.mark()
    machine.stores.seat.change(contact=Contact(mark.server_ms - 80 * HOUR_MS, mark, 72 * HOUR_MS))
    # A wrong password, so that the page stays.
    machine.close()
    seat = Workstation(house.server.url, machine.folder, machine.key.reveal(), (name, "wrong"), "en")
    # Without --server nothing is submitted by itself.
    seat.start()
    try:
        wait_until(lambda: seat.sees("Name or password is wrong"), LONG, "the page")
    finally:
        shut(seat, machine)
    assert machine.stores.unlock is not None


def test_from_four_fifths_of_the_time_on_the_status_line_says_when_the_seat_closes(
    house: House, machine: Machine
) -> None:
    name = person(house)
    machine.sign_in(name)
    mark = machine.desk.clock.mark()
    machine.stores.seat.change(contact=Contact(mark.server_ms - 60 * HOUR_MS, mark, 72 * HOUR_MS))
    house.server.kill()
    try:
        seat = window(machine, name)
        try:
            wait_until(lambda: seat.sees("Without the server this seat closes in 11 hours"), LONG, "the hours left")
        finally:
            shut(seat, machine)
    finally:
        house.server.restart()
