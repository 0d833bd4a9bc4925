"""The agent's word adds up, or it is refused."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.assessment import (
    Assessment,
    Direction,
    Signal,
    log_odds,
    mostly_unexplained,
    sigmoid,
    verdict_confidence,
)
from app.domain.decision import Disposition, Verdict
from tests.support.factories import assessment, signal

log_odd = st.floats(-8, 8)


@given(base=log_odd, other=log_odd, parts=st.lists(log_odd, max_size=12))
def test_any_base_contributions_and_other_that_give_the_score_are_taken_and_survive_the_wire(base, other, parts):
    made = assessment(tuple(signal(f"s{n}", c) for n, c in enumerate(parts)), base, other, steps=())
    assert abs(sigmoid(log_odds(made)) - made.risk_score) <= 1e-6
    assert msgspec.json.decode(msgspec.json.encode(made), type=Assessment) == made


@given(shift=st.floats(2e-5, 0.4) | st.floats(-0.4, -2e-5))
def test_a_score_that_the_parts_do_not_give_is_refused(shift):
    made = assessment()
    wrong = made.risk_score + shift
    if not 0 <= wrong <= 1:
        return
    with pytest.raises(ValueError, match="add up"):
        assessment(risk_score=wrong, confidence=verdict_confidence(made.verdict, wrong))


def test_a_confidence_that_is_not_the_verdicts_own_is_refused():
    with pytest.raises(ValueError, match="confidence"):
        assessment(confidence=0.2)


@pytest.mark.parametrize(
    ("verdict", "disposition"),
    [(Verdict.BLOCK, Disposition.AUTO_PASSED), (Verdict.PASS, Disposition.AUTO_BLOCKED)],
)
def test_a_disposition_that_contradicts_the_verdict_is_refused(verdict, disposition):
    with pytest.raises(ValueError, match="disposition"):
        assessment(verdict=verdict, disposition=disposition)


@pytest.mark.parametrize(("direction", "contribution"), [(Direction.RISK, -0.1), (Direction.SAFE, 0.1)])
def test_a_direction_that_contradicts_its_sign_is_refused(direction, contribution):
    with pytest.raises(ValueError, match="sign"):
        Signal("speed", 1.0, contribution, direction)


def test_a_signal_listed_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        assessment((signal(), signal()))


@given(x=st.floats(-1e6, 1e6))
def test_the_sigmoid_stays_between_nought_and_one_and_is_symmetric(x):
    assert 0.0 <= sigmoid(x) <= 1.0
    assert sigmoid(x) + sigmoid(-x) == pytest.approx(1.0)


def test_signals_not_listed_that_outweigh_the_listed_ones_are_named():
    assert mostly_unexplained((0.3, -0.3), 0.7)
    assert not mostly_unexplained((0.3, -0.4), 0.7)
