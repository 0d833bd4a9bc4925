"""Reserving cases, by raw HTTP."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from tests.support.database import run_sql
from tests.support.seats import House, Seat, new_id


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_two_hundred_concurrent_claims_on_a_hundred_cases_serve_each_once(house: House) -> None:
    house.cases(100, case_type="poa_review")
    seats = [house.seat(f"racer-{n}") for n in range(4)]
    start = threading.Barrier(200)

    def one(n: int) -> list[str]:
        with sign_in_again(seats[n % 4]) as session:
            start.wait(60)
            answer = session.post("/v1/claims", json={"queue": "poa_review"}, timeout=60)
            assert answer.status_code == 200, answer.text
            return [claim["case_id"] for claim in answer.json()["claims"]]

    with ThreadPoolExecutor(200) as pool:
        served = list(pool.map(one, range(200)))
    given = [case_id for claims in served for case_id in claims]
    assert len(given) == 100
    assert len(set(given)) == 100


def sign_in_again(seat: Seat):  # type: ignore[no-untyped-def]
    """A connection of its own with the seat's token."""
    session = type(seat.session)(seat.session.base)
    session.headers.update(seat.session.headers)
    return session


def test_the_next_of_a_queue_comes_in_the_served_order(house: House, lin: Seat) -> None:
    now = datetime.now(UTC)
    calm, key_user, late = (
        house.case(case_type="kyc_audit", routed_at=now - timedelta(minutes=9)),
        house.case(case_type="kyc_audit", routed_at=now, priority=90),
        house.case(case_type="kyc_audit", routed_at=now - timedelta(days=4)),
    )
    given = lin.claim(queue="kyc_audit", want=2)["claims"]
    assert [claim["case_id"] for claim in given] == [late, key_user]
    assert [claim["case_id"] for claim in lin.claim(queue="kyc_audit", want=2)["claims"]] == [calm]
    assert lin.claim(queue="kyc_audit")["claims"] == []


def test_a_claim_says_how_long_it_lasts(house: House, lin: Seat) -> None:
    claim = lin.hold(house.case())
    now = datetime.now(UTC)
    assert timedelta(minutes=29) < moment(claim["expires_at"]) - now <= timedelta(minutes=30)
    assert timedelta(hours=7) < moment(claim["hard_until"]) - now <= timedelta(hours=8)
    assert claim["fence"] == 1


def test_the_same_seat_gets_its_own_claim_back_unchanged(house: House, lin: Seat) -> None:
    case_id = house.case()
    first = lin.hold(case_id)
    rev = lin.case(case_id)["rev"]
    assert lin.hold(case_id) == first
    assert lin.case(case_id)["rev"] == rev


def test_another_seat_of_the_same_person_takes_the_case_over(house: House, lin: Seat) -> None:
    case_id = house.case()
    first = lin.hold(case_id)
    second = house.another_seat("lin").hold(case_id)
    assert second["fence"] == first["fence"] + 1
    held = [{"claim_id": first["claim_id"], "fence": first["fence"]}]
    assert lin.session.post("/v1/claims/renew", json=held).json()[0]["code"] == "lease_lost"


def test_nobody_takes_a_case_that_another_holds(house: House, lin: Seat, mei: Seat) -> None:
    case_id = house.case()
    lin.hold(case_id)
    assert mei.claim(case_id) == {"claims": [], "refused": [{"case_id": case_id, "code": "claimed_by_other"}]}


def test_the_holder_is_told_the_fence_and_the_others_the_name(house: House, lin: Seat, mei: Seat) -> None:
    case_id = house.case()
    claim = lin.hold(case_id)
    assert lin.case(case_id)["claim"]["fence"] == claim["fence"]
    assert mei.case(case_id)["claim"] == {
        "owner_id": lin.user_id,
        "owner_name": "lin",
        "expires_at": claim["expires_at"],
    }


def test_refusals_name_their_reason(house: House, lin: Seat, mei: Seat) -> None:
    closed, foreign = house.case(), house.case()
    assert lin.review(closed, "block").status_code == 200
    mei.hold(foreign)
    refused = lin.claim("C-999999999", "nonsense", closed, foreign)["refused"]
    assert [(item["case_id"], item["code"]) for item in refused] == [
        ("C-999999999", "not_found"),
        ("nonsense", "not_found"),
        (closed, "case_closed"),
        (foreign, "claimed_by_other"),
    ]


def test_a_released_case_is_free_at_once_under_a_higher_fence(house: House, lin: Seat, mei: Seat) -> None:
    case_id = house.case()
    claim = lin.hold(case_id)
    held = [{"claim_id": claim["claim_id"], "fence": claim["fence"]}]
    assert lin.session.post("/v1/claims/release", json=held).json()[0]["code"] == "released"
    assert lin.session.post("/v1/claims/release", json=held).json()[0]["code"] == "lease_lost"
    assert mei.hold(case_id)["fence"] == claim["fence"] + 1


def runs_out(house: House, first: Seat, second: Seat, case_type: str) -> None:
    """A lease of one seat ends by itself while another asks and asks: whoever asks after its end is given the case,
    and nobody before."""
    case_id = house.case(case_type=case_type)
    fence = first.hold(case_id)["fence"]
    end_ms = round(time.time() * 1000) + 700
    run_sql(
        house.database, "UPDATE cases SET claim_until = :end WHERE case_number = :n", end=end_ms, n=int(case_id[2:])
    )
    while True:
        asked_ms = time.time() * 1000
        given = second.claim(queue=case_type)["claims"]
        if given:
            break
        assert asked_ms <= end_ms, "the lease had ended, and nothing was given"
    assert time.time() * 1000 >= end_ms, "it was given before its end"
    assert [(claim["case_id"], claim["fence"]) for claim in given] == [(case_id, fence + 1)]


def come_and_go(house: House, seats: list[Seat], case_type: str, rounds: int) -> None:
    """As many cases as people, of whom each holds one at most: there is one for everybody at any moment, so nobody is
    ever told that nothing waits, however the others come and go."""
    house.cases(len(seats), case_type=case_type)
    start = threading.Barrier(len(seats))

    def one(seat: Seat) -> int:
        empty = 0
        start.wait(60)
        for _ in range(rounds):
            given = seat.claim(queue=case_type)["claims"]
            empty += not given
            back = [{"claim_id": claim["claim_id"], "fence": claim["fence"]} for claim in given]
            if back:
                assert seat.session.post("/v1/claims/release", json=back).status_code == 200
        return empty

    with ThreadPoolExecutor(len(seats)) as pool:
        assert sum(pool.map(one, seats)) == 0


def test_a_lease_that_runs_out_is_given_to_whoever_asks_next(house: House, lin: Seat, mei: Seat) -> None:
    runs_out(house, lin, mei, "withdrawal_anomaly")


def test_nobody_is_told_that_nothing_waits_while_a_case_does(house: House) -> None:
    come_and_go(house, [house.seat(f"comes-{n}") for n in range(4)], "trading_abuse", rounds=5)


def test_renewing_prolongs_ones_own_lease_and_no_other(house: House, lin: Seat, mei: Seat) -> None:
    case_id = house.case()
    claim = lin.hold(case_id)
    held = {"claim_id": claim["claim_id"], "fence": claim["fence"]}
    unknown, wrong = {"claim_id": new_id(), "fence": 1}, held | {"fence": 9}
    told = lin.session.post("/v1/claims/renew", json=[held, unknown, wrong]).json()
    assert [turn["code"] for turn in told] == ["renewed", "lease_lost", "lease_lost"]
    assert moment(told[0]["expires_at"]) >= moment(claim["expires_at"])
    assert mei.session.post("/v1/claims/renew", json=[held]).json()[0]["code"] == "lease_lost"


def test_the_senior_queue_is_for_those_who_may_decide_it(house: House, lin: Seat) -> None:
    sam = house.seat("sam", "senior_agent")
    case_id = house.case(priority=80)
    assert lin.review(case_id, "escalate").status_code == 200
    assert [claim["case_id"] for claim in sam.claim(queue="senior")["claims"]] == [case_id]
    assert lin.session.post("/v1/claims", json={"queue": "senior"}).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"case_ids": [], "queue": None},
        {"case_ids": ["C-200001"], "queue": ""},
        {"queue": "", "want": 0},
        {"queue": "", "want": 21},
        {"queue": "no_such_type"},
        {"queue": "", "mode": "forever"},
        {"case_ids": [f"C-{n}" for n in range(200_001, 200_022)]},
    ],
)
def test_a_claim_that_asks_for_nothing_sensible_is_refused(lin: Seat, body: dict[str, object]) -> None:
    assert lin.session.post("/v1/claims", json=body).status_code == 422
