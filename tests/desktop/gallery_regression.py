"""Pictures of the page of the regression set over the real server, with a candidate that was planted to be worse.

    python -m tests.desktop.gallery_regression OUT [light] [dark] [en] [zh_CN] [WIDTHxHEIGHT]

With OUT alone: light, dark and Chinese at 1366×768 and 1600×1000. QT_SCALE_FACTOR=2 for scale 2.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from app.desktop.panels.feedback import FeedbackRoom
from app.domain.roles import Role, capabilities
from tests.desktop.gallery_types import LOOKS, wanted_looks, wanted_sizes
from tests.desktop.test_taking_along_with_the_real_server import Machine
from tests.support.loop_house import feedback_context
from tests.support.regression_house import regressions
from tests.support.seats import House, open_house
from tests.support.server import start_server
from tests.support.shell_window import Seat, seat

Step = Callable[[Seat, FeedbackRoom], None]


def _page(at: Seat, room: FeedbackRoom) -> None:
    room.presenter.choose_page("regression")
    at.settle()


def _keys(*keys: str) -> Step:
    return lambda at, _room: at.press(*keys)


WALK: dict[Role, tuple[tuple[str, Step], ...]] = {
    Role.TEAM_LEAD: (
        ("set", _page),
        ("set_tables", _keys("T")),
        ("freeze", _keys("T", "Ctrl+Return")),
        ("candidate", _keys("Esc", "N")),
        ("open", _keys("Esc", *["K"] * 5, "Return")),
        ("worse", _keys("L", "J", "J", "Return")),
        ("worse_foot", _keys("Tab", "Tab")),
        ("open_again", _keys("L", *["K"] * 5, "Return")),
        ("conclude", _keys("Ctrl+Return")),
        ("look", _keys("Esc", "C")),
    ),
    Role.RULES_OWNER: (
        ("read", _page),
        ("cases", _keys("Return")),
        ("cases_list", _keys("C")),
        ("case", _keys("Return")),
        ("repeated", _keys("L", "W", *["Down"] * 5, "Return", "Return")),
    ),
    Role.SENIOR_AGENT: (
        ("judging", _page),
        ("pair", _keys("Return")),
        ("vote", _keys("Ctrl+Return")),
        ("pair_next", _keys("Esc", "1")),
    ),
}


def _walk(app: QApplication, house: House, folder: Path, out: Path, words: list[str]) -> None:
    sizes, looks = wanted_sizes(words) or [(1366, 768), (1600, 1000)], wanted_looks(words) or list(LOOKS)
    for role, walk in WALK.items():
        rights = frozenset(str(right) for right in capabilities((role,)))
        house.add(f"{role.value}-02", role.value)
        machine = Machine(folder / role.value, house, f"{role.value}-02")
        machine.sync()
        for scheme, language in looks:
            for size in sizes:
                with seat(app, language=language, size=size) as at:
                    at.theme.choose(scheme)
                    at.window.set_signed_in(at.window._person, rights.__contains__)
                    room = FeedbackRoom(feedback_context(machine.desk, rights, at.window.actions_.key_cap))
                    at.window.add_room("feedback", room)
                    at.press("Ctrl+7")
                    for name, lead_to in walk:
                        lead_to(at, room)
                        at.settle()
                        at.settle()
                        file = out / f"regression_{name}_{scheme}_{language}_{size[0]}x{size[1]}.png"
                        at.window.grab().save(str(file))
        machine.close()


def main(arguments: list[str]) -> int:
    out, words = Path(arguments[0] if arguments else "gallery"), arguments[1:]
    out.mkdir(parents=True, exist_ok=True)
    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "server.db"
        with start_server(database) as server:
            house = open_house(server, database)
            regressions(house)
            _walk(app, house, Path(folder), out, words)
            house.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
