"""What is seen and typed in the real window, and every secret that it was given, stay out of all that a program leaves
behind: its profile, its home, caches, settings and temporary files, what it wrote to its standard error, and the report
of its crash."""

import signal
from pathlib import Path

import pytest

from tests.support.canaries import Canaries
from tests.support.served_desk import REVIEWER, Desk, open_desk
from tests.support.workstation import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
PLACES = {
    "HOME": "", "XDG_CONFIG_HOME": ".config", "XDG_CACHE_HOME": ".cache", "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state", "XDG_RUNTIME_DIR": "run", "TMPDIR": "tmp",
}  # fmt: skip


def _home(folder: Path) -> dict[str, str]:
    """A home of its own, in which everything lies that the program may write to."""
    env = {"QT_QPA_PLATFORM": "offscreen"}
    for name, part in PLACES.items():
        place = folder / part
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        env[name] = str(place)
    return env


def _start(desk: Desk, env: dict[str, str], case_id: str) -> None:
    desk.seat.start(env=env)
    wait_until(lambda: desk.seat.sees(f"· {case_id}"), 60, f"{case_id} in sight\n{desk.seat.tail()}")


def test_no_canary_is_found_after_work_a_crash_and_a_close(tmp_path: Path) -> None:
    canaries, home = Canaries(), tmp_path / "home"
    env = _home(home)
    with open_desk(tmp_path, "en", each=1) as desk:
        first = desk.plan[0][0]
        case = desk.lead.get(f"{desk.server.url}/v1/cases/{first}", timeout=20).json()
        canaries.add("reference", case["external_ref"])
        canaries.add("password", REVIEWER[1])
        canaries.add("data key", desk.seat.key.hex())
        _start(desk, env, first)
        # Typed, copied, and written over.
        work = desk.seat.profile / "work.db"
        before = work.stat().st_mtime_ns
        desk.seat.press("W")
        desk.seat.type(f"He said {canaries.new('draft')}.")
        desk.seat.press("Ctrl+A", "Ctrl+C")
        desk.seat.type(f"She said {canaries.new('draft over a draft')}.")
        assert desk.seat.act(typed=True)["typed"].startswith("She said")
        wait_until(lambda: work.stat().st_mtime_ns > before, 10, "the draft on the disk")
        places = (desk.seat.profile, home, desk.seat.log)
        assert canaries.found_in(*places) == [], "at work"
        assert desk.seat.process is not None
        desk.seat.process.send_signal(signal.SIGSEGV)
        assert desk.seat.process.wait(30) == -signal.SIGSEGV
        desk.seat.kill()
        reports = [path for folder in (home, desk.seat.profile) for path in folder.rglob("fatal.txt")]
        assert any(path.stat().st_size for path in reports), "the crash wrote its report"
        assert canaries.found_in(*places) == [], "crashed"
        assert not list(tmp_path.rglob("core*")), "no picture of its memory"
        _start(desk, env, first)
        desk.seat.press("W")
        assert "said kanari" in desk.seat.act(typed=True)["typed"], "what was typed is back"
        assert desk.seat.stop() == 0
        assert canaries.found_in(*places) == [], "closed"
        left = [path for path in Path(env["TMPDIR"]).rglob("*") if path.is_file()]
        assert left == [], "nothing in the temporary folder but the mark of the one window"
        assert sum(path.stat().st_size for path in desk.seat.profile.glob("*.db")) > 20_000, "something was kept"


def test_no_canary_is_found_after_a_lock_and_after_signing_out(tmp_path: Path) -> None:
    canaries, home = Canaries(), tmp_path / "home"
    env = _home(home)
    with open_desk(tmp_path, "en", each=1) as desk:
        first, places = desk.plan[0][0], (desk.seat.profile, home, desk.seat.log)
        case = desk.lead.get(f"{desk.server.url}/v1/cases/{first}", timeout=20).json()
        canaries.add("reference", case["external_ref"])
        canaries.add("password", REVIEWER[1])
        canaries.add("data key", desk.seat.key.hex())
        _start(desk, env, first)
        work = desk.seat.profile / "work.db"
        before = work.stat().st_mtime_ns
        desk.seat.press("W")
        desk.seat.type(f"He said {canaries.new('draft')}.")
        wait_until(lambda: work.stat().st_mtime_ns > before, 10, "the draft on the disk")
        desk.seat.press("Ctrl+L")
        wait_until(lambda: desk.seat.sees("Locked"), 20, "the lock")
        assert not any(case["external_ref"] in item["text"] for item in desk.seat.texts())
        desk.seat.type(canaries.new("a wrong password"))
        desk.seat.press("Return")
        wait_until(lambda: desk.seat.sees("This is not the password"), 20, "the refusal")
        assert canaries.found_in(*places) == [], "locked"
        desk.seat.type(REVIEWER[1])
        desk.seat.press("Return")
        wait_until(lambda: desk.seat.sees(f"· {first}"), 20, "the case again")
        desk.seat.press("Ctrl+K")
        desk.seat.type("sign out")
        desk.seat.press("Return")
        wait_until(lambda: desk.seat.sees("Password"), 20, f"the page to sign in\n{desk.seat.tail()}")
        assert not any(case["external_ref"] in item["text"] for item in desk.seat.texts())
        assert canaries.found_in(*places) == [], "signed out"
        assert desk.seat.stop() == 0
        assert canaries.found_in(*places) == [], "signed out and closed"
        assert [path for path in Path(env["TMPDIR"]).rglob("*") if path.is_file()] == []
