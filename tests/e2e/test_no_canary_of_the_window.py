"""What is seen and typed in the real window, and every secret that it was given, stay out of all that a program leaves
behind: its profile, its home, caches, settings and temporary files, what it wrote to its standard error, and the report
of its crash."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.canaries import Canaries
from tests.support.served_desk import REVIEWER, Desk, open_desk
from tests.support.workstation import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
QUIET_NS = 3_000_000_000
PLACES = {
    "HOME": "", "XDG_CONFIG_HOME": ".config", "XDG_CACHE_HOME": ".cache", "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state", "XDG_RUNTIME_DIR": "run", "TMPDIR": "tmp",
}  # fmt: skip


@dataclass
class Watched:
    """A reviewer at work on the first case, in a home in which everything lies that the program may write to."""

    desk: Desk
    env: dict[str, str]
    case_id: str
    reference: str
    canaries: Canaries
    places: tuple[Path, ...]

    def start(self) -> None:
        self.desk.seat.start(env=self.env)
        seen = f"{self.case_id} in sight\n{self.desk.seat.tail()}"
        wait_until(lambda: self.desk.seat.sees(f"· {self.case_id}"), 60, seen)

    def type_a_draft(self) -> None:
        self.desk.seat.press("W")
        self.desk.seat.type(f"He said {self.canaries.new('draft')}.")

    @contextmanager
    def kept_on_disk(self) -> Iterator[None]:
        """What is typed within is a draft on the disk at the end, all of it: on a busy machine a part of it is kept
        while the rest is still being typed."""
        work = self.desk.seat.profile / "work.db"
        before = work.stat().st_mtime_ns
        yield
        wait_until(lambda: before < work.stat().st_mtime_ns < time.time_ns() - QUIET_NS, 30, "the draft on the disk")

    def found(self) -> list[str]:
        return self.canaries.found_in(*self.places)

    def shows_the_case(self) -> bool:
        return any(self.reference in item["text"] for item in self.desk.seat.texts())

    def left_in_the_temporary_folder(self) -> list[Path]:
        """But for the mark of the one window, which is no file."""
        return [path for path in Path(self.env["TMPDIR"]).rglob("*") if path.is_file()]


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    home, env = tmp_path / "home", {"QT_QPA_PLATFORM": "offscreen"}
    for name, part in PLACES.items():
        place = home / part
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        env[name] = str(place)
    with open_desk(tmp_path, "en", each=1) as desk:
        case_id = desk.plan[0][0]
        case = desk.lead.get(f"{desk.server.url}/v1/cases/{case_id}", timeout=20).json()
        canaries = Canaries()
        canaries.add("reference", case["external_ref"])
        canaries.add("password", REVIEWER[1])
        canaries.add("data key", desk.seat.key.hex())
        places = (desk.seat.profile, home, desk.seat.log)
        found = Watched(desk, env, case_id, case["external_ref"], canaries, places)
        found.start()
        yield found


def test_no_canary_is_found_after_work_a_crash_and_a_close(watched: Watched, tmp_path: Path) -> None:
    seat = watched.desk.seat
    # Typed, copied, and written over.
    with watched.kept_on_disk():
        watched.type_a_draft()
        seat.press("Ctrl+A", "Ctrl+C")
        seat.type(f"She said {watched.canaries.new('draft over a draft')}.")
        assert seat.act(typed=True)["typed"].startswith("She said")
    assert watched.found() == [], "at work"
    assert seat.process is not None
    seat.process.send_signal(signal.SIGSEGV)
    assert seat.process.wait(30) == -signal.SIGSEGV
    seat.kill()
    reports = [path for folder in watched.places[:2] for path in folder.rglob("fatal.txt")]
    assert any(path.stat().st_size for path in reports), "the crash wrote its report"
    assert watched.found() == [], "crashed"
    assert not list(tmp_path.rglob("core*")), "no picture of its memory"
    watched.start()
    seat.press("W")
    assert "said kanari" in seat.act(typed=True)["typed"], "what was typed is back"
    assert seat.stop() == 0
    assert watched.found() == [], "closed"
    assert watched.left_in_the_temporary_folder() == []
    assert sum(path.stat().st_size for path in seat.profile.glob("*.db")) > 20_000, "something was kept"


def test_no_canary_is_found_after_a_lock_and_after_signing_out(watched: Watched) -> None:
    seat = watched.desk.seat
    with watched.kept_on_disk():
        watched.type_a_draft()
    seat.press("Ctrl+L")
    wait_until(lambda: seat.sees("Locked"), 20, "the lock")
    assert not watched.shows_the_case()
    seat.type(watched.canaries.new("a wrong password"))
    seat.press("Return")
    wait_until(lambda: seat.sees("This is not the password"), 20, "the refusal")
    assert watched.found() == [], "locked"
    seat.type(REVIEWER[1])
    seat.press("Return")
    wait_until(lambda: seat.sees(f"· {watched.case_id}"), 20, "the case again")
    seat.press("Ctrl+K")
    seat.type("sign out")
    seat.press("Return")
    wait_until(lambda: seat.sees("Password"), 20, f"the page to sign in\n{seat.tail()}")
    assert not watched.shows_the_case()
    assert watched.found() == [], "signed out"
    assert seat.stop() == 0
    assert watched.found() == [], "signed out and closed"
    assert watched.left_in_the_temporary_folder() == []
