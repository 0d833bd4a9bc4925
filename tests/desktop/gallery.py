"""Pictures of the rooms with sample work, to be looked at beside the design.

    python -m tests.desktop.gallery OUT [light|dark] [en|zh_CN] [WIDTHxHEIGHT]

Run without further words it makes every combination at 1366×768 and 1600×1000.
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from app.desktop.panels.review import ReviewRoom
from app.desktop.runtime.translator import Translator
from app.desktop.shell.theme import Theme
from app.desktop.widgets import captions, tokens
from tests.support.sample_desk import SAMPLE_DRAFT, Desk

SIZES = ((1366, 768), (1600, 1000))


def frame(room: ReviewRoom, width: int, height: int) -> QWidget:
    """The room with its side panels in the space that the shell leaves them."""
    whole = QWidget()
    whole.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    left, right = room.panels["left"], room.panels["right"]
    left.setFixedWidth(tokens.QUEUE_WIDTH)
    right.setFixedWidth(tokens.ASSESSMENT_WIDTH - 16)
    row.addWidget(left)
    row.addWidget(room.widget, 1)
    row.addWidget(right)
    whole.resize(width - tokens.RAIL_WIDTH, height - tokens.TOP_BAR_HEIGHT - tokens.STATUS_HEIGHT)
    return whole


def review_room(case_id: str = "C-204817") -> tuple[ReviewRoom, Desk]:
    desk = Desk()
    desk.drafts["C-204817"] = SAMPLE_DRAFT
    room = ReviewRoom(desk)
    room.presenter.start()
    room.presenter.open(case_id)
    return room, desk


def main(arguments: list[str]) -> int:
    out = Path(arguments[0] if arguments else "gallery")
    out.mkdir(parents=True, exist_ok=True)
    schemes = [a for a in arguments[1:] if a in ("light", "dark")] or ["light", "dark"]
    languages = [a for a in arguments[1:] if a in ("en", "zh_CN")] or ["en", "zh_CN"]
    sizes = [tuple(map(int, a.split("x"))) for a in arguments[1:] if "x" in a and a[0].isdigit()] or list(SIZES)
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    application.setStyle("Fusion")
    theme = Theme(application, schemes[0])
    translator = Translator(application, captions.forget)
    translator.use(languages[0])
    room, _desk = review_room()
    for width, height in sizes:
        whole = frame(room, width, height)
        whole.show()
        for scheme in schemes:
            theme.choose(scheme)
            for language in languages:
                translator.use(language)
                for case_id in ("C-204817", "C-204790"):
                    room.presenter.open(case_id)
                    application.processEvents()
                    application.processEvents()
                    name = f"review_{scheme}_{language}_{width}x{height}_{case_id}.png"
                    whole.grab().save(str(out / name))
        for panel in (*room.panels.values(), room.widget):
            panel.setParent(None)  # type: ignore[call-overload]
        whole.deleteLater()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
