"""Pictures of the Calibrate room over invented figures.

    python -m tests.desktop.gallery_calibrate OUT [light] [dark] [en] [zh_CN] [WIDTHxHEIGHT]

With OUT alone: light, dark and Chinese at 1366×768 and 1600×1000. QT_SCALE_FACTOR=2 for scale 2.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from app.desktop.panels.calibrate import CalibrateRoom
from app.desktop.panels.calibrate.presenter import CalibratePresenter
from app.domain.roles import Role, capabilities
from tests.desktop.gallery_types import LOOKS, wanted_looks, wanted_sizes
from tests.support.sample_calibrate import calibrate_context
from tests.support.sample_team import Files
from tests.support.sample_thresholds import ThresholdDesk
from tests.support.shell_window import seat

LEAD = frozenset(str(right) for right in capabilities((Role.TEAM_LEAD,)))


def _as_it_is(_presenter: CalibratePresenter) -> None:
    """The page as it comes."""


def _start(presenter: CalibratePresenter) -> None:
    presenter.close()
    presenter.open_proposal(3)
    presenter.step()


def _propose(presenter: CalibratePresenter) -> None:
    presenter.toggle_table()
    presenter.propose()


def _roll_back(presenter: CalibratePresenter) -> None:
    presenter.close()
    presenter.roll_back()


def _decide(presenter: CalibratePresenter) -> None:
    presenter.open_proposal(0)
    presenter.step()


def _session(presenter: CalibratePresenter) -> None:
    presenter.close()
    presenter.open_session(0)


def _revealed(presenter: CalibratePresenter) -> None:
    presenter.back()
    presenter.back()
    presenter.open_session(1)


def _follow_up(presenter: CalibratePresenter) -> None:
    presenter.back()
    presenter.follow_up()


def _coded(presenter: CalibratePresenter) -> None:
    presenter.choose_decision("block")


def _challenge(presenter: CalibratePresenter) -> None:
    presenter.close()
    presenter.challenge()


def _boundary_table(presenter: CalibratePresenter) -> None:
    presenter.close()
    presenter.toggle_table()


MORE: dict[str, tuple[tuple[str, Callable[[CalibratePresenter], None]], ...]] = {
    "thresholds": (
        ("thresholds_moved", lambda presenter: presenter.move("block", 0.9)),
        ("thresholds_table", lambda presenter: presenter.toggle_table()),
        ("propose", _propose),
        ("roll_back", _roll_back),
    ),
    "proposals": (
        ("ab", lambda presenter: presenter.open_proposal(1)),
        ("ab_locked", lambda presenter: presenter.step()),
        ("shown", lambda presenter: presenter.open_proposal(2)),
        ("decide", _decide),
        ("start", _start),
    ),
    "sessions": (
        ("new_session", lambda presenter: presenter.step()),
        ("session_open", _session),
        ("ballot", lambda presenter: presenter.step()),
        ("session_revealed", _revealed),
        ("truth", lambda presenter: presenter.step()),
        ("truth_coded", _coded),
        ("follow_up", _follow_up),
        ("challenge", _challenge),
    ),
    "boundary": (
        ("boundary_slice", lambda presenter: presenter.open_slice(0)),
        ("boundary_table", _boundary_table),
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
                room = CalibrateRoom(calibrate_context(at.desk, ThresholdDesk(), Files(), LEAD, at.window))
                at.window.add_room("calibrate", room)
                at.window.ask_room("calibrate")
                for page in room.presenter.state.pages:
                    room.presenter.choose_page(page)
                    if page == "thresholds":
                        room.presenter.choose("case_type", "withdrawal_anomaly")
                    room.view.focus_work()
                    for name, lead_to in ((page, _as_it_is), *MORE.get(page, ())):
                        lead_to(room.presenter)
                        at.settle()
                        at.settle()
                        file = out / f"calibrate_{name}_{scheme}_{language}_{size[0]}x{size[1]}.png"
                        at.window.grab().save(str(file))
                    if room.presenter.state.as_table:
                        room.presenter.toggle_table()
                    room.presenter.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
