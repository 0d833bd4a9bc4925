"""The real workstation in a process of its own, with a person's hands and eyes: keys go to the window that has the
focus, never to a named widget; eyes read what is painted.

Run as `python -m tests.support.driven_window [arguments of the workstation]`. One JSON object per line on standard
input is one act; each is answered by one JSON object on standard output:

    {"keys": ["J", "Ctrl+Return"]}   press keys, one after the other
    {"type": "text"}                 type; what is not ASCII arrives as an input method would bring it
    {"read": true}                   every text on screen, with whether it is data and whether it is cut off
    {"typed": true}                  the text of the field that has the focus
    {"mouse": true}                  how many events of a mouse or a finger reached a window so far
    {"grab": "/path.png"}            a picture of the window
"""

import json
import os
import sys
import threading
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

ANSWERS = sys.stdout.fileno()
_Of = QEvent.Type
POINTED = {
    _Of.MouseButtonPress, _Of.MouseButtonRelease, _Of.MouseButtonDblClick, _Of.MouseMove, _Of.Wheel,
    _Of.TouchBegin, _Of.TouchUpdate, _Of.TouchEnd, _Of.TabletPress, _Of.TabletMove,
}  # fmt: skip


class Hands(QObject):
    """Lives in the GUI thread; the reader thread hands it one line at a time."""

    line = Signal(str)

    def __init__(self, answers: int) -> None:
        super().__init__()
        self._answers = answers
        self.line.connect(self._act, Qt.ConnectionType.QueuedConnection)
        self._watched: list[QObject] = []
        self._pointed = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self._pointed += event.type() in POINTED
        return False

    def _watch(self) -> None:
        """Whatever comes to a window from outside passes here first."""
        for window in QGuiApplication.topLevelWindows():
            if window not in self._watched:
                self._watched.append(window)
                window.installEventFilter(self)

    def _act(self, line: str) -> None:
        act = json.loads(line)
        try:
            answer = self._do(act)
        except Exception as error:  # the test must hear of anything, and the window must live on
            answer = {"error": f"{type(error).__name__}: {error}"}
        os.write(self._answers, (json.dumps(answer) + "\n").encode())

    def _do(self, act: dict[str, Any]) -> dict[str, Any]:
        self._watch()
        if "keys" in act:
            for key in act["keys"]:
                self._press(key)
        elif "type" in act:
            self._type(act["type"])
        elif "read" in act:
            return self._read()
        elif "typed" in act:
            field = QApplication.focusWidget()
            return {"typed": field.toPlainText() if isinstance(field, QPlainTextEdit) else None}
        elif "mouse" in act:
            return {"mouse": self._pointed}
        elif "grab" in act:
            QApplication.activeWindow().grab().save(act["grab"])
        return {"ok": True}

    def _press(self, key: str) -> None:
        combined = QKeySequence(key)[0]
        QTest.keyClick(self._window(), combined.key(), combined.keyboardModifiers())

    def _type(self, text: str) -> None:
        for char in text:
            if char.isascii():
                QTest.keyClick(self._window(), char)
            else:
                event = QInputMethodEvent()
                event.setCommitString(char)
                target = QGuiApplication.focusObject()
                if target is None:
                    raise RuntimeError("nothing has the focus")
                QApplication.sendEvent(target, event)

    @staticmethod
    def _window() -> Any:
        window = QGuiApplication.focusWindow()
        if window is None:
            raise RuntimeError("no window has the focus")
        return window

    @staticmethod
    def _read() -> dict[str, Any]:
        from tests.support.painted_texts import PaintedTexts

        window = QApplication.activeWindow()
        if window is None:
            return {"texts": [], "focus": ""}
        focus = QApplication.focusWidget()
        with PaintedTexts(window) as texts:
            found = texts.collect()
        return {
            "texts": [
                {"text": t.text, "data": t.data, "cut": t.clipped and not t.elided, "where": t.source} for t in found
            ],
            "focus": type(focus).__name__ if focus else "",
        }


def main() -> int:
    # Answers go to the real standard output; whatever else prints goes to standard error.
    answers = os.dup(ANSWERS)
    os.dup2(2, ANSWERS)
    hands = Hands(answers)

    def listen() -> None:
        for line in sys.stdin:
            hands.line.emit(line)
        QTimer.singleShot(0, hands, QApplication.quit)

    threading.Thread(target=listen, daemon=True, name="hands").start()
    from app.cli import main as footplate

    return footplate(sys.argv[1:])


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    raise SystemExit(main())
