"""The square of pairs: as quick with many people as with few, and in words for whoever asks of a pair alone."""

import time

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.desktop.widgets.matrix import Pair, PairMatrix

MANY = 176


def matrix(asked: list[int]) -> PairMatrix:
    def told(number: int) -> str:
        asked.append(number)
        return f"pair {number}"

    places = [(a, b) for a in range(MANY) for b in range(a + 1, MANY)]
    pairs = {place: Pair(n, "0.41", lambda n=n: told(n)) for n, place in enumerate(places)}  # type: ignore[misc]
    found = PairMatrix()
    found.set_pairs([f"person {n}" for n in range(MANY)], pairs, "Agreement of each pair")
    found.resize(1300, found.height_at(1300))
    return found


def test_a_square_of_176_people_is_painted_at_once_and_written_for_nobody(qapp: QApplication) -> None:
    asked: list[int] = []
    shown = matrix(asked)
    began = time.process_time()
    assert not shown.grab().isNull()
    assert time.process_time() - began < 2  # about 0.15 s; names measured for every field took seven
    assert asked == []


def test_keys_walk_it_and_the_words_of_every_pair_are_there_for_a_screen_reader(qapp: QApplication) -> None:
    asked: list[int] = []
    shown = matrix(asked)
    came: list[int] = []
    shown.moved.connect(came.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Right):
        QTest.keyClick(shown, key)
    assert came == [1, MANY - 1, MANY], "from the first row into the second"
    parts = shown.accessible_parts()
    assert len(parts) == MANY * (MANY - 1) // 2
    assert [part.name for part in parts if part.focused] == [f"pair {MANY}"]
