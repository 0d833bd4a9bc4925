"""The served order, stated once and held against the words of the specification."""

import itertools
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.priority import is_key_user
from app.domain.queue_order import QueueFacts, served_order
from tests.support.factories import NOON

minutes = st.integers(-300, 300)
cases = st.builds(
    lambda n, p, due, routed, paused, back: QueueFacts(
        f"C-{200000 + n}",
        p,
        NOON + timedelta(minutes=due),
        NOON + timedelta(minutes=routed),
        timedelta(minutes=paused),
        back,
    ),
    st.integers(1, 99_999),
    st.integers(0, 100),
    minutes,
    minutes,
    st.integers(0, 60),
    st.booleans(),
)


def _late(case):
    return case.due_at + case.paused <= NOON


@given(st.lists(cases, max_size=40, unique_by=lambda c: c.case_id))
def test_snoozed_first_then_late_then_key_users_then_the_nearest_deadline(queue):
    served = sorted(queue, key=lambda c: served_order(c, NOON))
    for one, two in itertools.pairwise(served):
        if one.back_from_snooze != two.back_from_snooze:
            assert one.back_from_snooze
        elif _late(one) != _late(two):
            assert _late(one)
        elif is_key_user(one.priority) != is_key_user(two.priority):
            assert is_key_user(one.priority)
        else:
            one_due, two_due = one.due_at + one.paused, two.due_at + two.paused
            assert (one_due, -one.priority, one.routed_at) <= (two_due, -two.priority, two.routed_at)


@given(st.lists(cases, max_size=40, unique_by=lambda c: c.case_id), st.randoms())
def test_the_order_is_total_whatever_order_the_cases_come_in(queue, random):
    shuffled = list(queue)
    random.shuffle(shuffled)
    key = lambda c: served_order(c, NOON)  # noqa: E731
    assert sorted(queue, key=key) == sorted(shuffled, key=key)
