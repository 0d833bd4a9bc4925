"""Pictures of the QA room over invented samples.

    python -m tests.desktop.gallery_qa OUT [light] [dark] [en] [zh_CN] [WIDTHxHEIGHT]

With OUT alone: light, dark and Chinese at 1366×768 and 1600×1000. QT_SCALE_FACTOR=2 for scale 2.
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from app.desktop.panels.qa import QaRoom
from app.domain.roles import Role, capabilities
from tests.desktop.gallery_types import LOOKS, wanted_looks, wanted_sizes
from tests.support.sample_quality import QualityDesk, quality_context
from tests.support.sample_team import Files
from tests.support.shell_window import seat

LEAD = frozenset(str(right) for right in capabilities((Role.TEAM_LEAD,)))
STEPS = (
    ("plan", (".",)),
    ("plan_counted", ("Ctrl+Return",)),
    ("coverage", (".",)),
    ("adjudicate", (".",)),
    ("adjudicate_case", ("Ctrl+Return", "B")),
    ("lots", ("L", ",", ",", ",")),
    ("lot", ("Return",)),
    ("lot_here", ("L", "J", "Return", "O")),
    ("re_review", ("Ctrl+Return", "B", "Ctrl+Return")),
)


def main(arguments: list[str]) -> int:
    out, words = Path(arguments[0] if arguments else "gallery"), arguments[1:]
    out.mkdir(parents=True, exist_ok=True)
    sizes, looks = wanted_sizes(words) or [(1366, 768), (1600, 1000)], wanted_looks(words) or list(LOOKS)
    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    for scheme, language in looks:
        for size in sizes:
            with seat(app, language=language, size=size) as at:
                at.theme.choose(scheme)
                at.window.set_signed_in(at.window._person, LEAD.__contains__)
                desk = QualityDesk(at.desk.hub)
                room = QaRoom(quality_context(at.desk, desk, Files(), LEAD, at.window))
                at.window.add_room("qa", room)
                at.press("Ctrl+4")
                for name, keys in STEPS:
                    at.press(*keys)
                    at.settle()
                    at.settle()
                    at.window.grab().save(str(out / f"qa_{name}_{scheme}_{language}_{size[0]}x{size[1]}.png"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
