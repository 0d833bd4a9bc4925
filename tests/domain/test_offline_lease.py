"""How long a case may be taken along, which ones may, and how many."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.offline_lease import (
    OfflinePolicy,
    OfflineRefusal,
    first_end,
    lease_end,
    offline_refusal,
    room_left,
)
from tests.support.factories import NOON

minutes = st.integers(-600, 1200)
policies = st.builds(
    OfflinePolicy,
    longest=st.integers(1, 720).map(lambda n: timedelta(minutes=n)),
    margin=st.integers(0, 60).map(lambda n: timedelta(minutes=n)),
    most=st.integers(0, 40),
    key_users=st.booleans(),
)


@given(minutes, policies)
def test_a_lease_ends_before_the_case_is_due_and_within_the_longest_time(due_in, policy):
    due = NOON + timedelta(minutes=due_in)
    end = lease_end(NOON, due, policy)
    assert NOON <= end <= NOON + policy.longest
    assert end <= max(NOON, due - policy.margin)


@given(minutes, policies)
def test_a_qa_packet_is_bound_by_the_longest_time_alone(due_in, policy):
    assert lease_end(NOON, NOON + timedelta(minutes=due_in), policy, qa=True) == NOON + policy.longest


@given(minutes, st.integers(0, 100), policies)
def test_what_goes_along_has_time_left_and_is_no_key_user(due_in, priority, policy):
    due = NOON + timedelta(minutes=due_in)
    refusal = offline_refusal(NOON, due, priority, policy)
    if refusal is None:
        assert lease_end(NOON, due, policy) > NOON
        assert priority < 75 or policy.key_users
    elif refusal is OfflineRefusal.KEY_USER:
        assert priority >= 75
        assert not policy.key_users
    else:
        assert refusal is OfflineRefusal.TOO_LATE
        assert due - policy.margin <= NOON


@given(st.integers(0, 60), policies)
def test_there_is_room_until_the_most_are_held(held, policy):
    room = room_left(held, policy)
    assert 0 <= room <= policy.most
    assert held + room <= max(held, policy.most)


@given(st.lists(st.integers(0, 1000)), st.integers(0, 1000))
def test_the_first_end_is_the_earliest_that_has_not_passed(ends, now):
    found = first_end(ends, now)
    running = [end for end in ends if end > now]
    assert found == (min(running) if running else None)
