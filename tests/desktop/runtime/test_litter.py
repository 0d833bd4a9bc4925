"""Garbage goes while a person works, and everything is as before once the workstation is closed."""

import gc
import threading
import weakref

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.desktop.runtime.litter import YOUNG, Litter, _give_back
from tests.support.workstation import wait_until


class Knot:
    """Refers to itself, so that only the collector can let it go."""

    def __init__(self) -> None:
        self.me = self


def test_what_was_made_since_the_last_look_goes_and_the_collector_is_left_as_it_was_found(qapp: QApplication) -> None:
    before = gc.get_threshold()
    litter = Litter(qapp)
    litter.begin()
    assert gc.get_threshold() == YOUNG
    made = weakref.ref(Knot())
    litter._look()
    assert made() is None
    litter.end()
    assert gc.get_threshold() == before
    gc.unfreeze()


def test_what_turned_into_garbage_later_goes_when_the_person_turns_away(qapp: QApplication) -> None:
    litter = Litter(qapp)
    litter.begin()
    knot = Knot()
    made = weakref.ref(knot)
    litter._look()
    del knot
    litter._look()
    assert made() is not None
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    assert made() is None
    litter.end()
    gc.unfreeze()


def test_memory_is_given_back_once_the_start_has_settled_and_not_after_the_end(qapp: QApplication) -> None:
    litter = Litter(qapp)
    assert not litter._settled.isActive()
    litter.begin()
    assert litter._settled.isActive()
    assert litter._settled.isSingleShot()
    litter.end()
    assert not litter._settled.isActive()
    _give_back(lambda: None)
    gc.unfreeze()


def test_memory_is_given_back_again_after_much_was_needed_for_a_moment(qapp: QApplication) -> None:
    litter = Litter(qapp)
    litter.give_back_soon()
    assert not litter._settled.isActive(), "not before the start"
    litter.begin()
    litter._settled.stop()
    litter.give_back_soon()
    assert litter._settled.isActive()
    litter.end()
    assert not litter._settled.isActive()
    gc.unfreeze()


def test_others_let_go_first_and_the_window_does_not_wait_for_them(qapp: QApplication) -> None:
    litter, may = Litter(qapp), threading.Event()
    threads: list[threading.Thread] = []

    def slow() -> None:
        threads.append(threading.current_thread())
        may.wait(30)

    litter.first = slow
    litter.begin()
    litter._settled.timeout.emit()
    wait_until(lambda: threads, told="the others are asked")
    assert threads[0] is not threading.current_thread()
    may.set()
    threads[0].join(30)
    litter.end()
    gc.unfreeze()
