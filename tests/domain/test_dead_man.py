"""How long a seat may be without a word from its server, by clocks that somebody may turn."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.dead_man import HOUR_MS, SLACK_MS, Contact, later, spoken
from app.domain.seat_clock import TimeMark

NOW = 1_800_000_000_000
HERE = TimeMark(NOW, NOW, 5_000_000, "boot-1")
DAY = spoken(HERE, 24 * HOUR_MS)


def test_hours_pass_by_the_steady_clock_whatever_the_wall_clock_says() -> None:
    for wall in (NOW - 10 * 365 * 24 * HOUR_MS, NOW, NOW + 10 * 365 * 24 * HOUR_MS):
        after = later(DAY, wall, HERE.steady_ms + 23 * HOUR_MS, "boot-1")
        assert (after.left_ms, after.over, after.soon) == (HOUR_MS, False, True)
        assert later(after, wall, HERE.steady_ms + 24 * HOUR_MS, "boot-1").over


def test_it_is_told_from_four_fifths_of_the_time_on() -> None:
    assert not later(DAY, NOW, HERE.steady_ms + 19 * HOUR_MS, "boot-1").soon
    assert later(DAY, NOW, HERE.steady_ms + 20 * HOUR_MS, "boot-1").soon


def test_over_a_night_switched_off_the_wall_clock_counts() -> None:
    morning = later(DAY, NOW + 16 * HOUR_MS, 60_000, "boot-2")
    assert morning.left_ms == 8 * HOUR_MS
    assert later(DAY, NOW + 25 * HOUR_MS, 60_000, "boot-2").over


def test_a_clock_set_back_while_nobody_watched_closes_at_once_and_a_word_opens_again() -> None:
    back = later(DAY, NOW - HOUR_MS, 60_000, "boot-2")
    assert (back.over, back.left_ms) == (True, 0)
    # Put right again it stays closed: nobody knows what was in between.
    assert later(back, NOW + HOUR_MS, 90_000, "boot-2").over
    assert not spoken(back.mark, DAY.most_ms).over


def test_a_clock_that_is_a_little_off_after_a_restart_closes_nothing() -> None:
    assert not later(DAY, NOW - SLACK_MS + 1, 60_000, "boot-2").over


_looks = st.lists(
    st.tuples(st.integers(-(10**12), 10**12), st.integers(0, 30 * HOUR_MS), st.booleans()), min_size=1, max_size=30
)


@given(_looks)
def test_no_turn_of_a_clock_ever_gives_time_back(looks: list[tuple[int, int, bool]]) -> None:
    """Within one start the steady clock is honest; between two starts the wall clock may say anything."""
    contact: Contact = DAY
    steady, boot, really = HERE.steady_ms, 1, 0
    for jump, passed, restart in looks:
        if restart:
            boot, steady = boot + 1, passed
        else:
            steady += passed
            really += passed
        before = contact
        contact = later(contact, NOW + jump, steady, f"boot-{boot}")
        assert contact.left_ms <= before.left_ms
        assert contact.left_ms <= max(0, DAY.most_ms - really) or contact.turned_back
