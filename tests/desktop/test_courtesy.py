"""Work behind the window steps aside while it is busy, and is never stopped by it."""

import threading
import time
from collections.abc import Iterator

import pytest

from app.desktop import courtesy


@pytest.fixture(autouse=True)
def calm() -> Iterator[None]:
    courtesy.window_waits()
    yield
    courtesy.window_waits()


TURNS = 1000
# Far less than so many turns would take that all wait, and far more than a busy machine takes for those that do not.
SOON_S = TURNS * courtesy.MOST_S / 4


def test_work_goes_on_at_once_while_the_window_waits_for_events() -> None:
    began = time.monotonic()
    for _ in range(TURNS):
        courtesy.after_you()
    assert time.monotonic() - began < SOON_S


def test_work_waits_for_a_busy_window_and_goes_on_when_it_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    short = courtesy.MOST_S / 4
    monkeypatch.setattr(courtesy, "MOST_S", SOON_S)
    courtesy.window_works()
    began, done = time.monotonic(), threading.Timer(short, courtesy.window_waits)
    done.start()
    courtesy.after_you()
    took = time.monotonic() - began
    done.join()
    assert short / 2 < took < SOON_S


def test_a_window_that_is_busy_for_long_stops_nobody() -> None:
    courtesy.window_works()
    courtesy.after_you()
    began = time.monotonic()
    for _ in range(TURNS):
        # Woken again and again without ever waiting: it is still the same long turn.
        courtesy.window_works()
        courtesy.after_you()
    assert time.monotonic() - began < SOON_S
