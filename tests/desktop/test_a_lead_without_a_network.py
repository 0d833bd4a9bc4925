"""A lead's seat in a network namespace of its own, in which there is no network at all: what is drawn, decided again
and signed there by keys lies in its files, and is at the server exactly once after the cable is back."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.desktop.panels.qa import QaRoom
from tests.desktop.test_qa_and_team_with_the_real_server import LEAD, room_context
from tests.desktop.test_quality_with_the_real_server import decide, house_rows
from tests.desktop.test_taking_along_with_the_real_server import Machine
from tests.support.seats import open_house
from tests.support.server import start_server
from tests.support.shell_window import seat

ROOT = Path(__file__).resolve().parents[2]
MANY = 56


def _cut_off() -> list[str] | None:
    """A command prefix under which a process has no network, where this machine lets us make one."""
    tool = shutil.which("unshare")
    if tool is None:
        return None
    own = [] if os.geteuid() == 0 else ["--map-root-user"]
    prefix = [tool, "--net", *own]
    tried = subprocess.run([*prefix, "true"], capture_output=True, check=False)
    return prefix if tried.returncode == 0 else None


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_fifty_cases_are_drawn_decided_again_and_signed_by_keys_in_a_namespace_without_a_network(
    qapp: QApplication, tmp_path: Path
) -> None:
    prefix = _cut_off()
    if prefix is None:
        pytest.skip("this machine lets no test cut a process off its network (unshare --net)")
    database = tmp_path / "server.db"
    with start_server(database) as server:
        house = open_house(server, database)
        decide(house, house.seat("first reviewer"), house.cases(MANY))
        house.add("lea", "team_lead")
        lea = Machine(tmp_path / "lea", house, "lea")
        with seat(qapp) as at:
            at.window.set_signed_in(at.window._person, LEAD.__contains__)
            qa = QaRoom(room_context(lea, LEAD, at.window.actions_.key_cap))
            at.window.add_room("qa", qa)
            at.press("Ctrl+4", ".", "Ctrl+Return", "O")
            assert qa.presenter.state.told == "taken_along", qa.presenter.state
        lea.close()

        # The window's process sees no network; the server goes on, and hears nothing.
        module = "tests.desktop.support.lead_without_a_network"
        done = subprocess.run(
            [*prefix, sys.executable, "-m", module, str(lea.folder), lea.key.reveal().hex(), server.url],
            cwd=ROOT,
            env=dict(os.environ, QT_QPA_PLATFORM="offscreen"),
            capture_output=True,
            text=True,
            check=False,
            timeout=400,
        )
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout.strip().splitlines()[-1])
        assert told["reached"] is False, "there was a way out after all"
        (sample,) = told["samples"]
        assert sample["size"] >= 50
        assert (sample["said"], sample["signed"]) == (sample["size"], True)
        assert sample["pending"] == sample["size"] + 2, "the draw, each case, and the signature wait"
        assert house_rows(house, sample["sample"]) == (0, 0, 0)

        lea.start()
        lea.desk.session.restore()
        try:
            for _ in range(3):
                lea.sync()
            once = (1, sample["size"], 1)
            assert house_rows(house, sample["sample"]) == once, "one sample, one score for each case, one signature"
            (carried,) = lea.desk.quality.carried()[0].samples
            assert (carried.pending, carried.refused) == (0, ())
            lea.sync()
            assert house_rows(house, sample["sample"]) == once
            with seat(qapp) as at:
                at.window.set_signed_in(at.window._person, LEAD.__contains__)
                qa = QaRoom(room_context(lea, LEAD, at.window.actions_.key_cap))
                at.window.add_room("qa", qa)
                at.press("Ctrl+4", "Return")
                lot = qa.presenter.state.open_lot
                assert lot is not None, qa.presenter.state
                assert lot.sample is not None
                assert lot.sample.result is not None, "told once one has signed"
                assert lot.sample.result.awaiting + lot.sample.result.agreed == sample["size"]
        finally:
            lea.close()
        house.close()
