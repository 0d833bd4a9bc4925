"""The test of the test: engines with one promise broken each, as others broke it, are caught by the machine within the
examples that it runs in the suite."""

from collections.abc import Callable

import pytest

from app.desktop.sync.engine import Engine
from tests.desktop.sync.machine.broken import BROKEN, ForgetsWhatRests
from tests.desktop.sync.machine.running import run

BUDGET = 300
SELDOM = (ForgetsWhatRests,)
"""Broken where things seldom go: the server has to ask for patience, and nothing may come after it."""


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    "make",
    [pytest.param(make, id=make.__name__, marks=pytest.mark.slow if make in SELDOM else ()) for make in BROKEN],
)
def test_a_broken_promise_is_noticed(make: Callable[..., Engine]) -> None:
    with pytest.raises(AssertionError):
        run(1, BUDGET, make, shrink=False)
