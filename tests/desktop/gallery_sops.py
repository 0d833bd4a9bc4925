"""Pictures of the SOPs room over invented procedures.

    python -m tests.desktop.gallery_sops OUT [light] [dark] [en] [zh_CN] [WIDTHxHEIGHT]

With OUT alone: light, dark and Chinese at 1366×768 and 1600×1000. QT_SCALE_FACTOR=2 for scale 2.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from app.desktop.panels.sops import SopsRoom
from app.domain.roles import Role, capabilities
from tests.desktop.gallery_types import LOOKS, wanted_looks, wanted_sizes
from tests.support.sample_sops import ATO, SopsDesk, refused, sops_context
from tests.support.shell_window import seat

LEAD = frozenset(str(right) for right in capabilities((Role.TEAM_LEAD,)))
Lead = Callable[[SopsRoom, SopsDesk], None]


def _open(part: str) -> Lead:
    def lead(room: SopsRoom, _desk: SopsDesk) -> None:
        room.presenter.open_page(ATO, part)

    return lead


def _edit(room: SopsRoom, _desk: SopsDesk) -> None:
    room.presenter.open_page(ATO)
    room.presenter.write()
    room.presenter.choose_clause(2)
    room.presenter.type_field(
        "text_en",
        "Two places that no aircraft could connect speak for two people. A VPN explains it: look there first.",
    )
    room.presenter.choose_clause(1)
    room.presenter.add_clause()
    room.presenter.type_field("title_en", "Family devices")
    room.presenter.choose_clause(3)


def _stale(room: SopsRoom, desk: SopsDesk) -> None:
    _edit(room, desk)
    room.presenter.choose_clause(1)
    room.presenter.type_field("text_en", "Read the sign-ins of the last 90 days. One odd sign-in alone is no takeover.")
    room.presenter.type_field("text_zh", "查看近 90 天的登录记录。仅一次异常登录不足以认定盗用。")
    desk.refuses = refused("sop_stale")
    room.presenter.send("Ninety days.", "", draft=True)
    room.presenter.choose_side("ours")


def _cases(room: SopsRoom, desk: SopsDesk) -> None:
    _open("flags")(room, desk)
    room.presenter.open_flag(0)


def _diff(room: SopsRoom, desk: SopsDesk) -> None:
    _open("versions")(room, desk)
    room.presenter.compare(0)


def _settle(room: SopsRoom, desk: SopsDesk) -> None:
    _diff(room, desk)
    room.presenter.settle()


def _seed(room: SopsRoom, _desk: SopsDesk) -> None:
    room.presenter.choose_page("coverage")
    room.presenter.seed_gap(0)


def _keeper(room: SopsRoom, desk: SopsDesk) -> None:
    _open("text")(room, desk)
    room.presenter.keeper()


def _offline(room: SopsRoom, desk: SopsDesk) -> None:
    desk.offline = True
    room.presenter.refresh()


PICTURES: dict[str, Lead] = {
    "all": lambda room, _desk: room.presenter.choose_page("all"),
    "writing": lambda room, _desk: room.presenter.choose_page("writing"),
    "coverage": lambda room, _desk: room.presenter.choose_page("coverage"),
    "seed": _seed,
    "text": _open("text"),
    "keeper": _keeper,
    "versions": _open("versions"),
    "diff": _diff,
    "settle": _settle,
    "figures": _open("figures"),
    "flags": _open("flags"),
    "cases": _cases,
    "confluence": _open("confluence"),
    "conflict": lambda room, desk: (_open("confluence")(room, desk), room.presenter.see_conflict())[1],
    "edit": _edit,
    "stale": _stale,
    "offline": _offline,
}
"""What leads to each picture from a room that was opened a moment ago."""


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
                desk = SopsDesk()
                room = SopsRoom(sops_context(at.desk, desk, LEAD, at.window, []))
                at.window.add_room("sops", room)
                at.press("Ctrl+8")
                for name, lead_to in PICTURES.items():
                    desk.offline = False
                    while any((room.presenter.state.open, room.presenter.state.edit, room.presenter.state.merge)):
                        room.presenter.back()
                    room.presenter.choose_page("all")
                    room.presenter.close_notice()
                    lead_to(room, desk)
                    room.view.focus_work()
                    at.settle()
                    at.settle()
                    at.window.grab().save(str(out / f"sops_{name}_{scheme}_{language}_{size[0]}x{size[1]}.png"))
                    room.presenter.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
