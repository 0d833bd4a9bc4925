"""Likeness of cases: reasons that can be read, the same in whatever order, never a case itself."""

import random

from hypothesis import given
from hypothesis import strategies as st

from app.domain.similar import MOST, Profile, Reason, compare, most_alike


def profile(number: int = 1, **more: object) -> Profile:
    values: dict[str, object] = {"case_type": "ato_investigation", "signals": {"emulator": 1.2, "account_age": -0.4}}
    return Profile(number=number, **(values | more))  # type: ignore[arg-type]


def test_shared_signals_count_only_in_the_same_direction() -> None:
    alike = compare(profile(), profile(2, signals={"emulator": 0.9, "account_age": 0.4}))
    assert alike.reasons == (Reason("signal", "emulator", "risk"),)
    assert alike.score == 0.9


def test_a_shared_device_weighs_more_than_any_one_signal() -> None:
    link = compare(profile(links={"h": "device"}, signals={}), profile(2, links={"h": "device"}, signals={}))
    loud = compare(profile(signals={"x": 9.0}), profile(2, signals={"x": 9.0}))
    assert link.score > loud.score
    assert link.reasons == (Reason("link", "device"),)


def test_facts_and_verdict_are_compared_within_a_type_only() -> None:
    facts = {"country": "SG", "kyc_level": 2}
    same = compare(profile(facts=facts, verdict="block"), profile(2, facts=facts, verdict="block"))
    assert {reason.kind for reason in same.reasons} == {"signal", "fact", "verdict"}
    other = compare(
        profile(facts=facts, verdict="block"), profile(2, facts=facts, verdict="block", case_type="kyc_audit")
    )
    assert {reason.kind for reason in other.reasons} == {"signal"}


def test_the_same_code_speaks_for_it_once_this_case_has_one() -> None:
    alike = compare(profile(code="thin_history"), profile(2, code="thin_history"))
    assert Reason("code", "thin_history") in alike.reasons


def test_what_has_nothing_in_common_is_not_listed() -> None:
    assert most_alike(profile(), [profile(1), profile(2, signals={"other": 1.0})]) == ()


_PROFILES = st.lists(
    st.builds(
        Profile,
        st.integers(2, 30),
        st.just("ato_investigation"),
        st.dictionaries(st.sampled_from("abcd"), st.floats(-3, 3), max_size=4),
        st.sampled_from(["pass", "block"]),
        st.dictionaries(st.sampled_from("xyz"), st.sampled_from(["device", "ip"]), max_size=2),
    ),
    max_size=20,
    unique_by=lambda one: one.number,
)


@given(_PROFILES, st.randoms(use_true_random=False))
def test_the_order_of_the_past_changes_nothing_and_the_best_come_first(past: list[Profile], rng: random.Random) -> None:
    case = profile(1, signals={"a": 1.0, "b": -1.0}, links={"x": "device"}, verdict="block")
    found = most_alike(case, past)
    rng.shuffle(past)
    assert most_alike(case, past) == found
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert len(found) <= MOST
    assert all(one.reasons for one in found)
