"""Pictures of the queue and of My day: python -m tests.desktop.gallery_queue OUT [light|dark] [en|zh_CN] [WxH]"""

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from app.contract.catalogue import catalogue
from app.contract.work_views import AssignedView, SnoozeView, WaitingView
from app.desktop.panels.day import DayRoom
from app.desktop.ports import ReviewDraft
from tests.desktop.support.factories import START
from tests.desktop.support.model_server import ModelServer
from tests.support.queue_seat import QueueSeat, queue_seat


def server() -> ModelServer:
    made = ModelServer()
    kinds = tuple(catalogue().case_types)
    for n in range(40):
        more: dict[str, object] = {"case_type": kinds[n % len(kinds)], "priority": (37 * n) % 74}
        if n in (3, 11):
            more["priority"] = 91
        if n % 6 == 1:
            more["tags"] = ("mule ring", "羊毛党", "call back tomorrow")
        if n % 5 == 0:
            more["assigned_to"] = AssignedView("u1", True, "Mei") if n % 2 == 0 else AssignedView("u2", False, "Ann")
        if n in (4, 9):
            more["snooze"] = SnoozeView(START.replace(hour=10), "callback_agreed")
        if n == 14:
            more["snooze"] = SnoozeView(START.replace(hour=7), "callback_agreed")
        if n == 15:
            more["waiting"] = WaitingView(START.replace(hour=7), "waiting_customer")
        made.fill(1, 200_001 + n, subject_short=f"u-{n:02d}•••{(7 * n) % 97:02d}", **more)
    return made


def main(arguments: list[str]) -> int:
    out = Path(arguments[0] if arguments else "gallery")
    out.mkdir(parents=True, exist_ok=True)
    scheme = "dark" if "dark" in arguments else "light"
    language = "zh_CN" if "zh_CN" in arguments else "en"
    wide, _, high = next((word for word in arguments if "x" in word and word[0].isdigit()), "1366x768").partition("x")
    app = QApplication([])
    app.setStyle("Fusion")
    with tempfile.TemporaryDirectory() as folder:
        size = (int(wide), int(high))
        with queue_seat(app, Path(folder), server=server(), language=language, size=size) as at:
            at.theme.choose(scheme)
            at.settle()
            pictures(at, out, f"{scheme}_{language}_{wide}x{high}")
    return 0


def pictures(at: QueueSeat, out: Path, name: str) -> None:
    def grab(what: str) -> None:
        at.settle()
        at.window.grab().save(str(out / f"{what}_{name}.png"))
        print(out / f"{what}_{name}.png")

    grab("rows")
    at.room.presenter.choose_view("later")
    grab("later")
    at.room.presenter.choose_view("open")
    at.press("Ctrl+F", *"20000")
    grab("find")
    at.press("Ctrl+A", *"u-99", "Return")
    grab("found")
    at.press("Down", "Return")
    grab("on_the_server")
    at.press("Ctrl+F", "Esc", "X", "Shift+J", "Shift+J")
    grab("chosen")
    at.press("U", "2", "4", "1")
    grab("bulk")
    at.press("Esc", "U", "4", *"vip")
    grab("bulk_tag")
    at.press("Esc", "T")
    grab("tag")
    at.press("Esc", "Shift+V")
    grab("view")
    at.press("Esc")
    room = DayRoom(at.room.queue._context)
    at.window.add_room("day", room)
    at.window.actions_.answer({"workspace.day": lambda: at.window.ask_room("day")})
    at.press("Ctrl+3")
    grab("day_begun")
    ids = tuple(f"C-{200_020 + n}" for n in range(5))
    for case_id in ids:
        at.seat.server.now_ms = at.seat.clock.now_ms()
        at.seat.hand.want((case_id,))
        draft = ReviewDraft(decision="escalate", rationale="Not sure.", rationale_language="en", active_ms=240_000)
        at.seat.reviews.submit(case_id, draft)
        at.seat.clock.advance(900_000)
    room.presenter.refresh()
    grab("day")
    at.press("H")
    grab("day_hand_over")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
