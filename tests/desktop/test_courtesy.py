"""Work behind the window steps aside while it is busy, or a person's hands are, and is never stopped by it."""

import threading
import time
from collections.abc import Iterator
from types import SimpleNamespace

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


def test_what_nobody_waits_for_leaves_busy_hands_alone_until_they_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(courtesy, "time", SimpleNamespace(monotonic=lambda: now))
    assert courtesy.hands_rest_in_ms() == 0
    courtesy.hands_moved()
    assert courtesy.hands_rest_in_ms() == round(courtesy.HANDS_S * 1000)
    now += courtesy.HANDS_S / 2
    assert 0 < courtesy.hands_rest_in_ms() <= courtesy.HANDS_S * 500
    courtesy.hands_moved()
    now += courtesy.HANDS_S * 0.75
    assert courtesy.hands_rest_in_ms() > 0
    now += courtesy.HANDS_S * 0.25
    assert courtesy.hands_rest_in_ms() == 0


def test_hands_that_never_rest_stop_nothing_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(courtesy, "time", SimpleNamespace(monotonic=lambda: now))
    while now < 100.0 + courtesy.MOST_HANDS_S:
        courtesy.hands_moved()
        assert courtesy.hands_rest_in_ms() > 0
        now += courtesy.HANDS_S / 2
    courtesy.hands_moved()
    assert courtesy.hands_rest_in_ms() == 0
    # And once they have rested, they are left alone again.
    now += 2 * courtesy.HANDS_S
    courtesy.hands_moved()
    assert courtesy.hands_rest_in_ms() > 0
