"""Pictures of the Team room over invented figures.

    python -m tests.desktop.gallery_team OUT [light] [dark] [en] [zh_CN] [WIDTHxHEIGHT]

With OUT alone: light, dark and Chinese at 1366×768 and 1600×1000. QT_SCALE_FACTOR=2 for scale 2.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from app.desktop.panels.team import TeamRoom
from app.desktop.panels.team.presenter import TeamPresenter
from app.domain.roles import Role, capabilities
from tests.desktop.gallery_types import LOOKS, wanted_looks, wanted_sizes
from tests.support.sample_team import Files, TeamDesk, team_context
from tests.support.shell_window import seat

LEAD = frozenset(str(right) for right in capabilities((Role.TEAM_LEAD,)))


def _answered(presenter: TeamPresenter) -> None:
    presenter.decide("block")
    presenter.step()


MORE: dict[str, tuple[tuple[str, Callable[[TeamPresenter], None]], ...]] = {
    "agreement": (("agreement_cases", lambda presenter: presenter.open_cell(0)),),
    "own": (("dispute", lambda presenter: presenter.dispute(0)),),
    "compare": (("compare_table", lambda presenter: presenter.toggle_table()),),
    "ladder": (("practice", lambda presenter: presenter.practise(0)), ("practice_answer", _answered)),
    "licences": (("place", lambda presenter: presenter.place(0)), ("judge", lambda presenter: presenter.look(0))),
    "gold": (
        ("gold_run", lambda presenter: presenter.run(0)),
        ("gold_set", lambda presenter: (presenter.close(), presenter.open_set(0))[1]),
        ("gold_add", lambda presenter: presenter.add()),
    ),
}
"""Further pictures of a page, and what leads to each."""


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
                room = TeamRoom(team_context(at.desk, TeamDesk(), Files(), LEAD, at.window, []))
                at.window.add_room("team", room)
                at.press("Ctrl+5")
                for page in room.presenter.state.pages:
                    room.presenter.choose_page(page)
                    room.view.focus_work()
                    for name, lead_to in ((page, lambda _presenter: None), *MORE.get(page, ())):
                        lead_to(room.presenter)
                        at.settle()
                        at.settle()
                        file = out / f"team_{name}_{scheme}_{language}_{size[0]}x{size[1]}.png"
                        at.window.grab().save(str(file))
                    if room.presenter.state.as_table:
                        room.presenter.toggle_table()
                    room.presenter.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
