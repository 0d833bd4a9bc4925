"""A lead at a seat whose machine has no network: `python -m … FOLDER KEY URL`, under `unshare --net`.

Draws from the lot that is carried, decides every case of the sample again and signs, by keys alone, and prints one
line of JSON: whether anything could be reached, and what stands at the seat in the end.
"""

import json
import socket
import sys
import urllib.parse
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from app.desktop.bootstrap.services import Services, open_stores
from app.desktop.panels.qa import QaRoom
from app.desktop.vault.keys import DataKey
from tests.desktop.support.factories import DirectWriter
from tests.desktop.test_qa_and_team_with_the_real_server import LEAD, WORDS, room_context
from tests.support.shell_window import Seat, seat

MOST = 80


def reached(url: str) -> bool:
    """Whether the server answers the bare machine, whatever our program thinks of it."""
    told = urllib.parse.urlsplit(url)
    try:
        socket.create_connection((told.hostname or "", told.port or 0), timeout=5).close()
    except OSError:
        return False
    return True


def tab_to(at: Seat, widget: QWidget) -> None:
    for _ in range(60):
        if widget.hasFocus():
            return
        at.press("Tab")
    raise AssertionError(f"no Tab leads to {widget}")


def works(at: Seat, qa: QaRoom) -> None:
    at.press("Ctrl+4", ".")
    tab_to(at, qa.view.plan.frames.table)
    at.press("Return")
    tab_to(at, qa.view.plan.boxes["kind"])
    at.press("Return", "Down", "Return")
    at.press("Ctrl+Return")  # draws
    at.press("Ctrl+Return")  # opens the first case
    for _ in range(MOST):
        if qa.presenter.state.work is None:
            break
        at.press("B", "W", *("Space" if letter == " " else letter for letter in WORDS))
        at.press("Ctrl+Return")
    at.press("Esc", "G")


def main(folder: Path, key: bytes, url: str) -> None:
    app = QApplication([])
    stores = open_stores(folder, DataKey(key), "inherited")
    desk = Services(stores, url, folder, None, DirectWriter(), lambda _news: None, "0.1.0")
    desk.session.restore()
    lead: Any = SimpleNamespace(desk=desk)
    with seat(app) as at:
        at.window.set_signed_in(at.window._person, LEAD.__contains__)
        qa = QaRoom(room_context(lead, LEAD, at.window.actions_.key_cap))
        at.window.add_room("qa", qa)
        works(at, qa)
        state = qa.presenter.state
        carried = desk.quality.carried()[0].samples
        told = [
            {"sample": one.sample_id, "size": len(one.refs), "said": len(one.said), "signed": one.signed,
             "pending": one.pending}
            for one in carried
        ]  # fmt: skip
        print(json.dumps({"reached": reached(url), "told": state.told, "samples": told}))
    desk.engine.close()
    desk._renderer.close()
    stores.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), sys.argv[3])
