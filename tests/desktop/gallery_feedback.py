"""Pictures of the Feedback room over the real server, whose agent errs in ways that recur.

    python -m tests.desktop.gallery_feedback OUT [light] [dark] [en] [zh_CN] [WIDTHxHEIGHT]

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
from tests.support.loop_house import errs, feedback_context
from tests.support.seats import open_house
from tests.support.server import start_server
from tests.support.shell_window import Seat, seat

LEAD = frozenset(str(right) for right in capabilities((Role.TEAM_LEAD,)))
Step = Callable[[Seat, FeedbackRoom], None]


def _page(name: str) -> Step:
    def go(at: Seat, room: FeedbackRoom) -> None:
        room.presenter.choose_page(name)
        at.settle()

    return go


def _finding(kind: str) -> Step:
    """Opens the first finding of a kind by the keys of the list."""

    def go(at: Seat, room: FeedbackRoom) -> None:
        row = next(n for n, one in enumerate(room.presenter.state.data.items) if one.kind == kind)
        at.press("Esc", *["K"] * 20, *["J"] * row, "Return")

    return go


def _keys(*keys: str) -> Step:
    return lambda at, _room: at.press(*keys)


def _then(*steps: Step) -> Step:
    def go(at: Seat, room: FeedbackRoom) -> None:
        for step in steps:
            step(at, room)
            at.settle()

    return go


WALK: tuple[tuple[str, Step], ...] = (
    ("findings", _page("patterns")),
    ("raise", _keys("Ctrl+Return")),
    ("failing", _finding("signal")),
    ("finding", _then(_keys("L"), _finding("pattern"))),
    ("change", _keys("Ctrl+Return")),
    ("picked", _keys("Esc", "J", "P", "J", "P")),
    ("split", _keys("X")),
    ("merge", _keys("Esc", "M")),
    ("weeks_table", _keys("Esc", "T")),
    ("signals", _then(_keys("T"), _page("signals"))),
    ("signal", _keys("J", "Return")),
    ("sets", _page("training")),
    ("make_set", _keys("Ctrl+Return")),
    ("set", _keys(*"emulator", "Return")),
    ("ask", _keys("Ctrl+Return")),
    ("news", _then(_keys("Esc"), _page("news"))),
)


def main(arguments: list[str]) -> int:
    out, words = Path(arguments[0] if arguments else "gallery"), arguments[1:]
    out.mkdir(parents=True, exist_ok=True)
    sizes, looks = wanted_sizes(words) or [(1366, 768), (1600, 1000)], wanted_looks(words) or list(LOOKS)
    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "server.db"
        with start_server(database) as server:
            house = open_house(server, database)
            errs(house, everywhere=True)
            house.add("lead-02", "team_lead")
            machine = Machine(Path(folder) / "seat", house, "lead-02")
            machine.sync()
            for scheme, language in looks:
                for size in sizes:
                    with seat(app, language=language, size=size) as at:
                        at.theme.choose(scheme)
                        at.window.set_signed_in(at.window._person, LEAD.__contains__)
                        room = FeedbackRoom(feedback_context(machine.desk, LEAD, at.window.actions_.key_cap))
                        at.window.add_room("feedback", room)
                        at.press("Ctrl+7")
                        for name, lead_to in WALK:
                            lead_to(at, room)
                            at.settle()
                            at.settle()
                            file = out / f"feedback_{name}_{scheme}_{language}_{size[0]}x{size[1]}.png"
                            at.window.grab().save(str(file))
            machine.close()
            house.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
