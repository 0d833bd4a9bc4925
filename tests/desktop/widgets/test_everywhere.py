"""Telling every widget something, whatever dies meanwhile."""

import os
import subprocess
import sys
from pathlib import Path

import shiboken6
from PySide6.QtWidgets import QApplication, QWidget

from app.desktop.widgets.everywhere import every_widget

ROOT = Path(__file__).resolve().parents[3]
# In a process of its own: without its care the walk ends in a segmentation fault.
AMONG_GARBAGE = """
import gc
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from app.desktop.widgets.everywhere import every_widget

class Sheet(QWidget):
    pass

app = QApplication([])
gc.disable()
for _ in range(1000):
    closed = Sheet()
    closed.itself = closed  # nobody else has it any more
    QLineEdit(closed).setClearButtonEnabled(True)
del closed
# The next collection comes while the list is made, and takes all of them.
gc.set_threshold(gc.get_count()[0] + 300)
gc.enable()
print(sum(1 for widget in every_widget() if widget.objectName() == ""), gc.isenabled())
"""


def test_closed_sheets_that_wait_to_be_collected_do_not_end_the_program() -> None:
    done = subprocess.run(
        [sys.executable, "-c", AMONG_GARBAGE],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    count, collecting = done.stdout.split()
    assert int(count) >= 2000
    assert collecting == "True"


def test_a_widget_that_goes_away_while_others_are_told_is_left_out(qapp: QApplication) -> None:
    house = QWidget()
    rooms = [QWidget(house) for _ in range(3)]
    told = []
    for widget in every_widget():
        if widget in rooms:
            told.append(widget)
            for other in rooms:
                if other is not widget:
                    shiboken6.delete(other)
    assert len(told) == 1
    shiboken6.delete(house)
