"""The ladder of licences: Wald's test keeps its promises, and every step follows from it."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.licence import (
    ALPHA,
    BETA,
    EXAM_CASES,
    EXPERIENCED,
    P_GOOD,
    P_POOR,
    PRACTICE_CASES,
    SHARES,
    Licence,
    Ruling,
    Rung,
    Why,
    is_higher,
    judged,
    placed,
    right_ones_to_go,
    sprt,
)

SUPERVISED = Licence(Rung.SUPERVISED, 1000)
WAYS = [Licence(rung, share) for rung in Rung for share in SHARES[rung]]
licences = st.sampled_from(WAYS)


def after(licence: Licence, *wrong: bool) -> tuple[Licence, Why | None]:
    why = None
    for one in wrong:
        licence, why = judged(licence, one)
    return licence, why


def exactly(rate: float, most: int = 3000) -> tuple[float, float]:
    """(how likely the test ends with "poor", how many cases it takes on average) for this rate of errors, by adding up
    the chances of every count of errors after every case."""
    open_, poor, taken = {0: 1.0}, 0.0, 0.0
    for n in range(1, most + 1):
        following: dict[int, float] = {}
        for errors, chance in open_.items():
            for wrong, share in ((1, rate), (0, 1 - rate)):
                following[errors + wrong] = following.get(errors + wrong, 0.0) + chance * share
        open_ = {}
        for errors, chance in following.items():
            ruling = sprt(n, errors)
            if ruling is Ruling.GOES_ON:
                open_[errors] = chance
                continue
            taken += n * chance
            poor += chance if ruling is Ruling.POOR else 0.0
    return poor, taken


def test_the_test_tells_wrongly_no_more_often_than_it_promises() -> None:
    alarmed, _ = exactly(P_GOOD)
    caught, _ = exactly(P_POOR)
    assert alarmed <= ALPHA
    assert 1 - caught <= BETA
    assert exactly(0.0)[0] == 0.0
    assert exactly(0.5)[0] > 0.999


def test_the_test_decides_in_about_fifty_to_eighty_cases() -> None:
    for rate in (P_GOOD, P_POOR):
        assert 40 <= exactly(rate)[1] <= 90
    assert exactly(0.0)[1] == 47


def test_simulated_people_go_where_their_errors_lead_them() -> None:
    chance = random.Random(20261121)

    def way(rate: float, cases: int = 600) -> Licence:
        licence = SUPERVISED
        for _ in range(cases):
            licence, _why = judged(licence, chance.random() < rate)
            if not licence.rung.licensed:
                break
        return licence

    good = [way(0.01) for _ in range(300)]
    poor = [way(0.10) for _ in range(300)]
    assert sum(one == EXPERIENCED or one.per_mille == 50 for one in good) >= 285
    assert sum(not one.rung.licensed for one in poor) >= 285


def test_a_person_climbs_the_whole_ladder_and_each_step_says_why() -> None:
    licence, whys = Licence(), []
    for _ in range(400):
        licence, why = judged(licence, False)
        whys += [(licence.rung, licence.per_mille, why)] if why else []
    assert whys[:5] == [
        (Rung.CERTIFY, 1000, Why.PRACTISED),
        (Rung.SUPERVISED, 1000, Why.PASSED_EXAM),
        (Rung.LIVE, 500, Why.TEST_GOOD),
        (Rung.LIVE, 200, Why.TEST_GOOD),
        (Rung.LIVE, 50, Why.TEST_GOOD),
    ]
    assert (licence.rung, licence.per_mille) == (Rung.LIVE, 50)


def test_practice_counts_as_done_whatever_was_said() -> None:
    assert after(Licence(), *[True] * PRACTICE_CASES) == (Licence(Rung.CERTIFY), Why.PRACTISED)


def test_an_examination_forgives_one_error_and_ends_with_the_second() -> None:
    start = Licence(Rung.CERTIFY)
    assert after(start, True, *[False] * (EXAM_CASES - 1)) == (SUPERVISED, Why.PASSED_EXAM)
    assert after(start, True, False, True) == (Licence(Rung.LEARN), Why.FAILED_EXAM)


@pytest.mark.parametrize(
    ("before", "then"),
    [
        (Licence(Rung.LIVE, 50), Licence(Rung.LIVE, 200)),
        (Licence(Rung.LIVE, 200), Licence(Rung.LIVE, 500)),
        (Licence(Rung.LIVE, 500), SUPERVISED),
        (SUPERVISED, Licence(Rung.CERTIFY)),
    ],
)
def test_errors_lead_back_one_step_at_a_time(before: Licence, then: Licence) -> None:
    assert after(before, True, True, True) == (then, Why.TEST_POOR)
    assert is_higher(before, then)


@given(licences, st.lists(st.booleans(), max_size=200))
def test_no_history_leaves_the_ladder(start: Licence, history: list[bool]) -> None:
    licence = start
    for wrong in history:
        before = licence
        licence, why = judged(licence, wrong)
        assert licence.per_mille in SHARES[licence.rung]
        assert 0 <= licence.errors <= licence.n
        assert (why is None) == (licence.n == before.n + 1)
        assert abs(_place(licence) - _place(before)) <= 1


def _place(licence: Licence) -> int:
    return WAYS.index(Licence(licence.rung, licence.per_mille))


@given(licences, st.integers(0, 30), st.integers(0, 4))
def test_what_is_told_of_the_way_ahead_is_what_comes(start: Licence, right: int, wrong: int) -> None:
    licence, why = after(start, *[False] * right, *[True] * wrong)
    if why is not None or licence.rung is Rung.LEARN:
        return
    to_go = right_ones_to_go(licence)
    still, none_yet = after(licence, *[False] * (to_go - 1))
    assert none_yet is None
    assert judged(still, False)[1] in (Why.TEST_GOOD, Why.PASSED_EXAM)


@given(st.integers(0, 500), st.integers(0, 500))
def test_one_more_error_never_speaks_for_a_person(n: int, errors: int) -> None:
    errors = min(errors, n)
    order = [Ruling.GOOD, Ruling.GOES_ON, Ruling.POOR]
    assert order.index(sprt(n + 1, errors + 1)) >= order.index(sprt(n, errors))
    assert order.index(sprt(n + 1, errors)) <= order.index(sprt(n, errors))


def test_only_shares_of_a_rung_can_be_granted() -> None:
    assert placed(Rung.LIVE, None) == Licence(Rung.LIVE, 500)
    assert placed(Rung.LIVE, 50) == EXPERIENCED
    assert placed(Rung.LIVE, 1000) is None
    assert placed(Rung.SUPERVISED, 50) is None
