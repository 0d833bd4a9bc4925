"""Every code that can reach the screen has words."""

import pytest

from app.contract.problems import Code
from app.desktop.widgets import reasons
from app.domain.settlement import Settled


def test_an_empty_queue_says_when_it_is_looked_for_again() -> None:
    assert "20 s" in reasons.nothing_waits(True, False, 20)
    assert "Reading" in reasons.nothing_waits(False, False, None), "nothing is claimed before the first sync"
    assert "connection" in reasons.nothing_waits(True, True, None)


@pytest.mark.parametrize("code", [code.code for code in Code])
def test_every_problem_of_the_server_says_what_to_do_next(code: str) -> None:
    assert f"({code})" not in reasons.problem(code)


@pytest.mark.parametrize("settled", [s for s in Settled if not s.takes_effect and s is not Settled.CONCURRING])
def test_every_way_a_review_can_end_without_effect_is_explained(settled: Settled) -> None:
    assert f"({settled.value})" not in reasons.problem(settled.value)


def test_a_code_from_a_later_version_is_named_and_says_that_work_is_kept() -> None:
    assert reasons.problem("of_tomorrow") == "Something went wrong (of_tomorrow). Your work is kept."
    assert reasons.why_not("of_tomorrow") == "Not possible now (of_tomorrow)"
