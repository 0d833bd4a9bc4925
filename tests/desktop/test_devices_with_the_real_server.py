"""Seats of people against the real server: revoked, cloned, shared, out of contact, told to do something. Whatever is
done to a seat, no acknowledged review is lost and none takes effect twice."""

import base64
import itertools
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.contract.devices import Directive, DirectiveKind, Outcome, SignedDirective, directive_bytes
from app.desktop.bootstrap import out_of_contact
from app.desktop.bootstrap.services import open_stores
from app.desktop.ports import DeskError, Unauthorised
from app.desktop.usecases.directives import DirectiveDesk
from app.desktop.vault.keys import DataKey
from app.domain.dead_man import HOUR_MS, Contact
from app.domain.seat_clock import TimeMark
from tests.desktop.support.factories import heads
from tests.desktop.support.machine import DRAFT, Machine
from tests.support.database import run_sql
from tests.support.seats import House, Seat, new_id, open_house
from tests.support.server import start_server

_names = itertools.count(1)


@pytest.fixture(scope="module")
def policy_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, policy_key: Ed25519PrivateKey) -> Iterator[House]:
    database = tmp_path_factory.mktemp("house") / "server.db"
    public = base64.b64encode(policy_key.public_key().public_bytes_raw()).decode()
    settings = {"FOOTPLATE_SEAT_CASES": "none", "FOOTPLATE_DIRECTIVE_KEY": public}
    with start_server(database, environment=settings) as server:
        house = open_house(server, database)
        yield house
        house.close()


@pytest.fixture(scope="module")
def lead(house: House) -> Seat:
    return house.seat("lead-of-all", "team_lead")


def person(house: House, role: str = "reviewer") -> str:
    name = f"{role}-{next(_names)}"
    house.add(name, role)
    return name


@pytest.fixture
def machine(house: House, tmp_path: Path) -> Iterator[Machine]:
    machine = Machine(tmp_path / "profile", house)
    yield machine
    machine.close()


def labels(lead: Seat, case_ids: list[str]) -> dict[str, list[str]]:
    """Labels per case, as the export tells them."""
    answer = lead.session.get("/v1/exports/labels?format=jsonl")
    found: dict[str, list[str]] = {case_id: [] for case_id in case_ids}
    for line in answer.content.splitlines():
        row: dict[str, Any] = msgspec.json.decode(line)
        if row["case_id"] in found:
            found[row["case_id"]].append(row["label"])
    return found


# ---------------------------------------------------------------------------------------- revoked, shut out, expired
def test_a_revoked_seat_keeps_its_unsent_work_and_sends_it_once_it_is_let_in_again(
    house: House, machine: Machine, lead: Seat
) -> None:
    name, case_ids = person(house), house.cases(3)
    machine.sign_in(name)
    machine.decide(*case_ids)
    assert lead.session.delete(f"/v1/devices/{machine.device()}").status_code == 200
    machine.sync()
    assert machine.desk.session.why_ended == "device_revoked"
    report = machine.engine.report
    assert (report.connection, report.paused_by) == ("paused", "device_revoked")
    assert machine.desk.status.read().pending == 3
    with pytest.raises(Unauthorised) as refused:
        machine.sign_in(name)
    assert refused.value.code == "device_revoked"
    machine.restart()
    machine.sync()
    assert machine.desk.status.read().pending == 3
    assert lead.session.post(f"/v1/devices/{machine.device()}/restore").status_code == 200
    machine.sign_in(name)
    machine.sync()
    assert machine.states() == ["applied"] * 3
    assert labels(lead, case_ids) == {case_id: ["TP"] for case_id in case_ids}


def test_a_person_who_is_shut_out_between_two_batches_loses_nothing(house: House, machine: Machine, lead: Seat) -> None:
    name, case_ids = person(house), house.cases(4)
    machine.sign_in(name)
    machine.decide(*case_ids[:2])
    machine.sync()
    assert machine.states() == ["applied"] * 2
    machine.decide(*case_ids[2:])
    run_sql(house.database, f"UPDATE users SET disabled_at = 1 WHERE name = '{name}'")
    machine.sync()
    assert machine.engine.report.paused_by == "person_disabled"
    assert machine.states().count("applied") == 2
    assert machine.desk.status.read().pending == 2
    run_sql(house.database, f"UPDATE users SET disabled_at = NULL WHERE name = '{name}'")
    machine.sign_in(name)
    machine.sync()
    assert machine.states() == ["applied"] * 4
    assert labels(lead, case_ids) == {case_id: ["TP"] for case_id in case_ids}


class EndsAfter:
    """Between the workstation and the server: the first batch arrives and its answer is lost, and the session with
    it."""

    def __init__(self, inner: Any, end: Any) -> None:
        self._inner, self._end = inner, end

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def commands(self, batch: Any) -> Any:
        end, self._end = self._end, None
        answer = self._inner.commands(batch)
        if end is not None:
            end()
            raise Unauthorised("token_expired")
        return answer


def test_a_session_that_ends_in_the_middle_of_a_batch_doubles_nothing_and_drops_nothing(
    house: House, machine: Machine, lead: Seat
) -> None:
    """Fault 35: the token expires while the batch is on its way."""
    name, case_ids = person(house), house.cases(5)
    machine.sign_in(name)
    machine.decide(*case_ids)
    push = machine.engine._push
    assert push is not None
    user = machine.desk.session.identity()
    assert user is not None

    def end() -> None:
        run_sql(house.database, f"UPDATE refresh_tokens SET revoked_at = 1 WHERE user_id = '{user.author}'")

    push._server = EndsAfter(push._server, end)
    machine.sync()
    assert machine.engine.report.paused_by == "unauthorised"
    assert machine.states() == ["sending"] * 5
    machine.sync()
    assert machine.states() == ["sending"] * 5
    machine.sign_in(name)
    machine.sync()
    assert machine.states() == ["applied"] * 5
    assert labels(lead, case_ids) == {case_id: ["TP"] for case_id in case_ids}


def test_a_role_that_is_reduced_between_two_batches_refuses_in_words_and_keeps_the_text(
    house: House, machine: Machine, lead: Seat
) -> None:
    """Fault 35: what the person may no longer do comes back as a refusal with its text, never as nothing."""
    name, case_ids = person(house), house.cases(2)
    machine.sign_in(name)
    machine.decide(*case_ids)
    user = machine.desk.session.identity()
    assert user is not None
    run_sql(house.database, f"UPDATE user_roles SET role = 'sop_editor' WHERE user_id = '{user.author}'")
    machine.sign_in(name)
    machine.sync()
    rows = machine.desk.activity.read().rows
    assert {(row.state, row.problem, row.needs_attention) for row in rows} == {("refused", "forbidden", True)}
    assert {row.mine["rationale"] for row in rows} == {DRAFT.rationale}
    assert labels(lead, case_ids) == {case_id: [] for case_id in case_ids}


# ---------------------------------------------------------------------------------------- two seats, a cloned one
def test_a_profile_that_came_back_from_a_copy_becomes_a_device_of_its_own(
    house: House, machine: Machine, lead: Seat, tmp_path: Path
) -> None:
    """R23: an image from before some work was done."""
    name, case_ids = person(house), house.cases(6)
    machine.sign_in(name)
    machine.decide(*case_ids[:2])
    machine.close()
    image = tmp_path / "image"
    shutil.copytree(machine.folder, image)
    machine.open()
    machine.desk.session.restore()
    machine.sync()
    machine.decide(*case_ids[2:4])
    machine.sync()
    assert machine.states() == ["applied"] * 4
    assert machine.desk.activity.read().copied_at is None
    before = machine.device()
    # The disk fails, and the image is put back: two commands are in it as unsent, two are not there at all.
    machine.close()
    shutil.rmtree(machine.folder)
    shutil.copytree(image, machine.folder)
    machine.open()
    machine.sign_in(name)
    machine.sync()
    machine.sync()
    assert machine.device() != before
    machine.decide(*case_ids[4:])
    machine.sync()
    assert sorted(machine.states()) == ["applied"] * 4
    assert labels(lead, case_ids) == {case_id: ["TP"] for case_id in case_ids}
    # No number of the new seat is missing; what was never sent before the disk failed may be, and its author is told.
    status, activity = machine.desk.status.read(), machine.desk.activity.read()
    assert status.missing is None
    assert status.copied_at is not None
    assert abs(status.copied_at - machine.desk.clock.now_ms()) < 600_000
    assert activity.copied_at == status.copied_at
    machine.restart()
    assert machine.desk.activity.read().copied_at == status.copied_at
    machine.sign_in(person(house))
    assert machine.desk.activity.read().copied_at is None, "another person's work is whole"


def test_two_machines_of_one_copied_profile_part_and_send_each_review_once(
    house: House, machine: Machine, lead: Seat, tmp_path: Path
) -> None:
    """Fault 34: the same device id twice, both alive."""
    name, case_ids = person(house), house.cases(6)
    machine.sign_in(name)
    machine.decide(*case_ids[:2])
    machine.close()
    shutil.copytree(machine.folder, tmp_path / "clone")
    machine.open()
    machine.desk.session.restore()
    clone = Machine(tmp_path / "clone", house, key=machine.key)
    clone.sign_in(name)
    machine.sign_in(name)
    assert clone.device() == machine.device()
    machine.decide(*case_ids[2:4])
    machine.sync()
    clone.decide(*case_ids[4:])
    clone.sync()
    clone.sync()
    assert clone.device() != machine.device()
    machine.sync()
    assert set(machine.states()) == {"applied"}
    assert set(clone.states()) == {"applied"}
    assert labels(lead, case_ids) == {case_id: ["TP"] for case_id in case_ids}
    clone.close()


# ---------------------------------------------------------------------------------------- a shared desk
def test_another_s_pending_work_on_a_shared_desk_is_neither_seen_nor_sent(
    house: House, machine: Machine, lead: Seat
) -> None:
    """Fault 40 and I13: A decides, drafts and goes; B works; A comes back."""
    first, second, case_ids = person(house), person(house), house.cases(4)
    machine.sign_in(first)
    machine.decide(*case_ids[:2])
    machine.desk.cases.open_case(case_ids[2])
    assert machine.stores.work is not None
    author = machine.desk.session.identity()
    assert author is not None
    machine.stores.work.save_draft(author.author, case_ids[2], b'{"rationale": "canary-of-the-first"}', 1)
    machine.desk.session.sign_out()
    machine.sign_in(second)
    machine.sync()
    other = machine.desk.activity.read()
    assert (other.rows, other.pending, other.attention) == ((), 0, 0)
    assert machine.desk.status.read().pending == 0
    case = machine.desk.cases.open_case(case_ids[2])
    assert "canary-of-the-first" not in repr(case)
    assert machine.desk.drafted_case() is None
    machine.decide(case_ids[3])
    machine.sync()
    assert machine.states() == ["applied"]
    assert labels(lead, case_ids[:2]) == {case_id: [] for case_id in case_ids[:2]}
    machine.desk.session.sign_out()
    machine.sign_in(first)
    machine.sync()
    assert machine.states() == ["applied"] * 2
    assert machine.desk.drafted_case() == case_ids[2]
    assert labels(lead, case_ids) == {
        case_ids[0]: ["TP"], case_ids[1]: ["TP"], case_ids[2]: [], case_ids[3]: ["TP"],
    }  # fmt: skip


# ---------------------------------------------------------------------------------------- directives
class Obeyed:
    """What the seat was told to do."""

    def __init__(self) -> None:
        self.did: list[str] = []

    def wipe(self, directive: Directive) -> None:
        self.did.append(f"wipe {directive.upload_first}")

    def logout(self) -> None:
        self.did.append("logout")

    def drop_scope(self) -> None:
        self.did.append("drop_scope")

    def rotate_key(self) -> None:
        raise DeskError("keyring_locked")


def signed(key: Ed25519PrivateKey, device_id: str, kind: str, **more: Any) -> dict[str, Any]:
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
    signature = base64.b64encode(key.sign(directive_bytes(directive))).decode()
    return {"directive": msgspec.to_builtins(directive), "signature": signature}


def send(lead: Seat, whole: dict[str, Any]) -> None:
    answer = lead.session.post(f"/v1/devices/{whole['directive']['device_id']}/directives", json=whole)
    assert answer.status_code == 200, answer.text


def outcome(house: House, whole: dict[str, Any]) -> str | None:
    """What the server was told."""
    auditor = f"auditor-{next(_names)}"
    answer = house.reader(auditor, "auditor").get("/v1/exports/audit?action=directive.answered")
    rows = [msgspec.json.decode(line) for line in answer.content.splitlines()]
    found = [
        row["detail"]["outcome"]
        for row in rows
        if "detail" in row and row["detail"]["id"] == whole["directive"]["directive_id"]
    ]
    return found[0] if found else None


def desk_of(machine: Machine, acts: Obeyed, fixed: str | None = None) -> DirectiveDesk:
    return machine.desk.directives(acts, fixed)


def test_a_seat_obeys_what_the_house_signed_once_and_says_so(
    house: House, machine: Machine, lead: Seat, policy_key: Ed25519PrivateKey
) -> None:
    machine.sign_in(person(house))
    acts = Obeyed()
    orders = [signed(policy_key, machine.device(), kind) for kind in ("drop_scope", "logout", "rotate_key")]
    freeze = signed(policy_key, machine.device(), "freeze_exports")
    for whole in (*orders, freeze):
        send(lead, whole)
    desk = desk_of(machine, acts)
    assert desk.turn().refused == ()
    assert acts.did == ["drop_scope", "logout"]
    assert machine.stores.seat.state.exports_frozen
    # The answer waits, also over a restart, and nothing is done a second time.
    machine.restart()
    desk = desk_of(machine, acts)
    desk.turn()
    desk.turn()
    assert acts.did == ["drop_scope", "logout"]
    assert [outcome(house, whole) for whole in (*orders, freeze)] == ["done", "done", "failed", "done"]
    send(lead, signed(policy_key, machine.device(), "freeze_exports", on=False))
    desk.turn()
    assert not machine.stores.seat.state.exports_frozen


class Forges:
    """A server that was taken over: it answers with directives of its own choice."""

    def __init__(self, inner: Any, *told: dict[str, Any]) -> None:
        self._inner = inner
        self._told = msgspec.convert(told, tuple[Any, ...])

    def directives(self, ack: str | None) -> Any:
        real = self._inner.directives(ack)
        return msgspec.structs.replace(
            real, directives=tuple(msgspec.convert(whole, SignedDirective) for whole in self._told)
        )


def test_a_server_that_was_taken_over_cannot_wipe_a_seat(
    house: House, machine: Machine, lead: Seat, policy_key: Ed25519PrivateKey
) -> None:
    """T10: its own signature, one for another seat, an altered one, and a true one a second time are all refused."""
    machine.sign_in(person(house))
    acts = Obeyed()
    own = signed(Ed25519PrivateKey.generate(), machine.device(), "wipe")
    foreign = signed(policy_key, lead.device_id, "wipe")
    altered = signed(policy_key, machine.device(), "drop_scope")
    altered["directive"]["kind"] = "wipe"
    desk = desk_of(machine, acts)
    desk._asks = Forges(machine.desk._api, own, foreign, altered)
    told = desk.turn().refused
    assert told == (Outcome.REFUSED_SIGNATURE, Outcome.REFUSED_DEVICE, Outcome.REFUSED_SIGNATURE)
    assert acts.did == []
    once = signed(policy_key, machine.device(), "drop_scope")
    desk._asks = Forges(machine.desk._api, once)
    assert desk.turn().obeyed == (DirectiveKind.DROP_SCOPE,)
    assert desk.turn().refused == (Outcome.REFUSED_REPLAY,)
    assert acts.did == ["drop_scope"]


def test_the_machine_s_policy_names_the_key_and_the_server_s_word_counts_nothing(
    house: House, machine: Machine, lead: Seat, policy_key: Ed25519PrivateKey
) -> None:
    machine.sign_in(person(house))
    other = Ed25519PrivateKey.generate()
    acts = Obeyed()
    fixed = base64.b64encode(other.public_key().public_bytes_raw()).decode()
    send(lead, signed(policy_key, machine.device(), "logout"))
    assert desk_of(machine, acts, fixed).turn().refused == (Outcome.REFUSED_SIGNATURE,)
    # What the first registration pinned stays, whatever the server says later.
    machine.stores.seat.learn(house.server.url, "x", machine.device(), "", fixed)
    assert machine.stores.seat.state.directive_key != fixed


def test_a_seat_whose_person_was_shut_out_still_hears_the_wipe(
    house: House, machine: Machine, lead: Seat, policy_key: Ed25519PrivateKey
) -> None:
    name = person(house)
    machine.sign_in(name)
    acts = Obeyed()
    run_sql(house.database, f"UPDATE users SET disabled_at = 1 WHERE name = '{name}'")
    machine.sync()
    send(lead, signed(policy_key, machine.device(), "wipe", upload_first=False))
    assert desk_of(machine, acts).turn().obeyed == (DirectiveKind.WIPE,)
    assert acts.did == ["wipe False"]


# ---------------------------------------------------------------------------------------- out of contact
def away_since(machine: Machine, hours: float, most: int = 72) -> None:
    """As if the last word had been so long ago."""
    now = machine.desk.clock.mark()
    mark = TimeMark(now.server_ms, now.wall_ms, now.steady_ms, now.boot)
    machine.stores.seat.change(contact=Contact(now.server_ms - round(hours * HOUR_MS), mark, most * HOUR_MS))


def test_a_seat_out_of_contact_for_too_long_opens_only_with_the_server(
    house: House, machine: Machine, lead: Seat
) -> None:
    name, case_ids = person(house), house.cases(3)
    machine.sign_in(name)
    machine.decide(*case_ids)
    away_since(machine, 71)
    machine.restart()
    assert machine.desk.session.person is not None
    assert machine.desk.status.read().pending == 3
    away_since(machine, 72)
    machine.restart()
    assert machine.desk.session.person is None
    assert heads(machine.stores.cache) == []
    assert machine.stores.unlock is not None
    assert machine.stores.work is not None
    assert machine.stores.work.unsent().count(b"command_id") == 0
    # With the key of the profile alone nobody opens it.
    (sealed,) = machine.folder.glob("*.locked")
    assert b"thin_history" not in sealed.read_bytes()
    before = [seat["device_id"] for seat in lead.session.get("/v1/devices?whose=all").json()["devices"]]
    machine.sign_in(name)
    assert machine.desk.status.read().pending == 3
    machine.sync()
    assert machine.states() == ["applied"] * 3
    assert labels(lead, case_ids) == {case_id: ["TP"] for case_id in case_ids}
    after = [seat["device_id"] for seat in lead.session.get("/v1/devices?whose=all").json()["devices"]]
    assert after == before
    assert list(machine.folder.glob("*.locked")) == []


def test_another_person_s_sign_in_opens_what_both_left_and_sends_only_what_is_theirs(
    house: House, machine: Machine, lead: Seat
) -> None:
    first, second, case_ids = person(house), person(house), house.cases(2)
    machine.sign_in(first)
    machine.decide(case_ids[0])
    machine.desk.session.sign_out()
    machine.sign_in(second)
    machine.decide(case_ids[1])
    away_since(machine, 100)
    machine.restart()
    machine.sign_in(second)
    machine.sync()
    assert machine.states() == ["applied"]
    assert labels(lead, case_ids) == {case_ids[0]: [], case_ids[1]: ["TP"]}
    machine.desk.session.sign_out()
    machine.sign_in(first)
    machine.sync()
    assert machine.states() == ["applied"]


def test_a_word_with_the_server_counts_from_then_on_and_the_stricter_limit_holds(
    house: House, machine: Machine
) -> None:
    machine.sign_in(person(house))
    told = machine.desk.directives(Obeyed(), None).turn().standing
    assert told is not None
    contact = out_of_contact.had_contact(machine.stores.seat, machine.desk.clock, told.max_offline_hours, 12)
    assert contact.most_ms == 12 * HOUR_MS
    assert not contact.over
    again = out_of_contact.keep_contact(machine.stores.seat, machine.desk.clock)
    assert again is not None
    assert again.left_ms > 11 * HOUR_MS


def test_without_the_key_of_the_profile_the_seat_says_nothing_of_itself(house: House, machine: Machine) -> None:
    machine.sign_in(person(house))
    device = machine.device()
    machine.close()
    other = open_stores(machine.folder, DataKey(bytes(32)), "inherited")
    assert other.seat.state.keys == {}
    assert device.encode() not in (machine.folder / "seat.sealed").read_bytes()
    other.close()
    machine.open()
