"""The clock of a case: stages, pauses, and nobody's clock but the server's."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.sla import SlaStage, due_at, effective_due_at, sla_stage
from tests.support.factories import NOON


def _stage(used_minutes, paused_minutes=0):
    paused = timedelta(minutes=paused_minutes)
    due = effective_due_at(due_at(NOON), paused)
    return sla_stage(NOON, due, NOON + timedelta(minutes=used_minutes), paused)


def test_the_stages_of_four_hours():
    assert [_stage(m) for m in (0, 179, 180, 215, 216, 239, 240, 900)] == [
        SlaStage.AMPLE,
        SlaStage.AMPLE,
        SlaStage.AMBER,
        SlaStage.AMBER,
        SlaStage.RED,
        SlaStage.RED,
        SlaStage.LATE,
        SlaStage.LATE,
    ]


@given(st.integers(0, 400), st.integers(0, 200))
def test_a_pause_gives_back_exactly_its_own_time(used, paused):
    assert _stage(used + paused, paused) == _stage(used)


@given(st.integers(0, 400), st.integers(0, 400))
def test_time_only_makes_it_worse(one, two):
    order = list(SlaStage)
    early, late = sorted((one, two))
    assert order.index(_stage(early)) <= order.index(_stage(late))
