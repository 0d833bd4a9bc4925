"""The machine looks at the server too: what a server must not do is seen where it does it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from app.contract.claims import ClaimAnswer, ClaimRequest, HeldClaim
from app.desktop.sync.engine import Engine
from app.server.security.principal import Principal
from app.server.usecases import claims
from tests.desktop.sync.machine.desk_machine import DeskMachine
from tests.desktop.sync.machine.house import CASES, DEVICES, ROLES, SEATS, Broken, House

ONE, OTHER = (
    Principal(SEATS[n], SEATS[n], frozenset({ROLES[SEATS[n]]}), device_id=DEVICES[n], family_id=DEVICES[n])
    for n in (0, 2)
)


@pytest.fixture
def house() -> Iterator[House]:
    house = House()
    yield house
    house.close()


def _claim(house: House, who: Principal) -> ClaimAnswer:
    answer = claims.claim(house.storage, who, ClaimRequest((CASES[1],)))
    house.gave(who, answer)
    return answer


def test_a_case_that_is_given_to_two_people_at_once_is_seen(house: House) -> None:
    given = _claim(house, ONE)
    with pytest.raises(Broken):
        house.gave(OTHER, given)
    house.clock.ms += int(timedelta(hours=3) / timedelta(milliseconds=1))
    later = _claim(house, OTHER)
    assert later.claims
    with pytest.raises(Broken):
        house.gave(ONE, given)


def test_a_case_that_was_given_back_may_be_another_s(house: House) -> None:
    (lease,) = _claim(house, ONE).claims
    held = (HeldClaim(lease.claim_id, lease.fence),)
    house.renewed(ONE, claims.renew(house.storage, ONE, held))
    house.released(claims.release(house.storage, ONE, held))
    assert _claim(house, OTHER).claims


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE audit SET actor_id = 'u2' WHERE audit_seq = 1",
        "DELETE FROM audit WHERE audit_seq = 1",
        "UPDATE audit SET detail = '{}' WHERE audit_seq = (SELECT max(audit_seq) FROM audit)",
    ],
)
def test_a_trail_that_was_changed_is_seen(house: House, spoil: str) -> None:
    _claim(house, ONE)
    house.trail()
    with house.engine.begin() as connection:
        for name in connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            connection.execute(text(f'DROP TRIGGER "{name}"'))
        assert connection.execute(text(spoil)).rowcount == 1
    with pytest.raises(Broken):
        house.trail()


def test_a_seat_that_is_killed_while_something_is_taken_back_may_have_done_it() -> None:
    desk = type("Desk", (DeskMachine,), {"make": staticmethod(Engine), "held": 0})()
    desk.begin(cap=None, seed=0)
    desk.take_and_decide(which=2, first=1, more=0, decision="block")
    desk.a_seat_will_be_killed(which=2, writes=1)
    desk.undo(which=2, back=0)
    assert len(desk.cut_off) == 1
    desk.teardown()


def test_a_page_of_another_history_that_lost_a_row_is_thrown_away_with_its_cursor() -> None:
    desk = type("Desk", (DeskMachine,), {"make": staticmethod(Engine), "held": 0})()
    desk.begin(cap=None, seed=0)
    desk.the_server_is_restored(back=0, told=True)
    desk.the_process_dies_in_a_page(case=0, which=0, writes=0)
    desk.the_network_will_fail(faults=["row_missing"], which=1)
    desk.a_seat_is_taken_away_or_given_back(which=1)
    desk.a_cursor_is_another_s(which=1, whose=0)
    desk.a_seat_is_taken_away_or_given_back(which=1)
    desk.sync(steps=1, which=1)
    assert desk.seats[1].wire.spoilt
    assert "cursor" not in desk.seats[1].cache.state()
    desk.teardown()


def test_work_goes_on_a_case_in_order_after_a_server_was_restored_and_said_nothing_of_it() -> None:
    desk = type("Desk", (DeskMachine,), {"make": staticmethod(Engine), "held": 0})()
    desk.begin(cap=None, seed=0)
    desk.two_seats_decide_one_case(case=0, decisions=("escalate", "escalate"), first=1, second=0)
    desk.two_seats_decide_one_case(case=1, decisions=("block", "block"), first=0, second=1)
    desk.a_cache_is_lost(which=0)
    desk.write_notes(case=2, many=1, which=1)
    desk.the_server_is_restored(back=0, told=False)
    desk.write_notes(case=1, many=1, which=1)
    desk.time_passes(ms=11000)
    desk.teardown()


def test_a_row_is_lost_for_a_seat_that_is_killed_right_behind_it_too() -> None:
    desk = type("Desk", (DeskMachine,), {"make": staticmethod(Engine), "held": 0})()
    desk.begin(cap=None, seed=0)
    desk.a_seat_is_taken_away_or_given_back(which=0)
    desk.a_seat_will_be_killed(which=0, writes=1)
    desk.a_row_is_lost(case=0, which=0)
    assert not desk.seats[0].alive
    desk.sync(steps=1, which=0)
    assert desk.seats[0].held() != desk.house.waiting()
    desk.teardown()


def test_work_behind_a_refused_command_goes_again_after_a_server_was_restored_and_said_nothing_of_it() -> None:
    desk = type("Desk", (DeskMachine,), {"make": staticmethod(Engine), "held": 0})()
    desk.begin(cap=None, seed=0)
    desk.two_seats_decide_one_case(case=2, decisions=("block", "escalate"), first=1, second=0)
    desk.two_seats_decide_one_case(case=0, decisions=("block", "escalate"), first=0, second=1)
    desk.a_cursor_is_another_s(which=0, whose=0)
    desk.a_cursor_is_another_s(which=1, whose=0)
    desk.the_server_is_restored(back=0, told=False)
    desk.work_goes_out_through_trouble(case=3, faults=["request_lost"], which=1)
    desk.teardown()
