"""Of what is asked for faster than it can be done, the newest alone is done."""

import threading

import pytest

from app.desktop.latest import Latest


def test_what_is_asked_for_while_nothing_is_done_is_done_at_once() -> None:
    done: list[int] = []
    latest = Latest(done.append)
    latest(1)
    latest(2)
    assert done == [1, 2]


def test_of_what_comes_meanwhile_the_last_is_done_by_the_thread_that_is_at_it() -> None:
    began, go_on = threading.Event(), threading.Event()
    done: list[tuple[int, int]] = []

    def do(value: int) -> None:
        done.append((value, threading.get_ident()))
        if value == 1:
            began.set()
            assert go_on.wait(10)

    latest = Latest(do)
    worker = threading.Thread(target=latest, args=(1,))
    worker.start()
    assert began.wait(10)
    for value in (2, 3, 4):
        latest(value)
    assert [value for value, _ in done] == [1]
    go_on.set()
    worker.join(10)
    assert done == [(1, worker.ident), (4, worker.ident)]


def test_what_fails_is_told_to_who_did_it_and_bars_nothing_after_it() -> None:
    done: list[int] = []

    def do(value: int) -> None:
        if value == 1:
            latest(2)
            raise ValueError("no")
        done.append(value)

    latest = Latest(do)
    with pytest.raises(ValueError, match="no"):
        latest(1)
    assert done == []
    latest(3)
    assert done == [3]
