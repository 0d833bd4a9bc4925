"""Another key for a seat's files: whenever it is cut off, the key that the keyring gives opens everything."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.contract.session import DeviceView
from app.desktop.bootstrap import rotation
from app.desktop.bootstrap.opening import DOOR, SEAT, key_source, open_stores
from app.desktop.cache.work_store import HWM_FILE
from app.desktop.policy import Policy
from app.desktop.ports import Person
from app.desktop.vault import key_check
from app.desktop.vault.keys import DataKey
from app.desktop.vault.recovery import key_to_text, new_pair, work_keys
from app.desktop.vault.sources import OsKeyring
from app.desktop.vault.tokens import StoredSession
from tests.desktop.support.factories import KEY, START_MS, case_row, new_command
from tests.support.keyrings import SECRET_SERVICE, Keyrings

ROOT = Path(__file__).resolve().parents[3]
OTHER = bytes(reversed(KEY))
SESSION = StoredSession("https://x", "refresh-me", Person("u1", "Mei", ("reviewer",), None, "en"), "d1")
STEPS = (
    "begun", "work", "mark", "session.sealed", "seat.sealed", "door.sealed", "cache.key", "check", "journal", "keyring",
    "renamed key.check", "renamed work.db", "renamed work.hwm", "renamed work.hwm.copy", "renamed session.sealed",
    "renamed seat.sealed", "renamed door.sealed", "renamed cache.key", "documents", "done",
)  # fmt: skip
PASSWORD = "a long enough pass phrase"


class Safe:
    """A keyring that keeps what it is given, in a file that outlives the process; `manner` is how it fails."""

    def __init__(self, path: Path, manner: str = "") -> None:
        self.path, self.manner = path, manner

    def key(self) -> DataKey:
        return DataKey(self.path.read_bytes())

    def replace(self, old: DataKey, new: DataKey) -> bool:
        if self.manner == "refuses":
            return False
        if self.manner == "forgets":
            raise OSError("the keyring went away")
        self.path.write_bytes(new.reveal())
        if self.manner == "then the disk":
            # As a file that a virus scanner holds on Windows: it cannot be replaced just now.
            held = self.path.parent / "profile" / "work.hwm"
            held.rename(held.with_name("held"))
            (held / "x").mkdir(parents=True)
        return True

    def forget_old(self) -> None:
        if self.manner == "goes away at last":
            raise OSError("no process could be started")


def filled(folder: Path) -> Safe:
    """A seat with work, a session, cases, keys of its own and a door that its person opens; what keeps its key."""
    safe = Safe(folder.parent / "keyring")
    safe.path.write_bytes(KEY)
    folder.mkdir()
    stores = open_stores(folder, DataKey(KEY), "keyring")
    assert stores.work is not None
    stores.work.submit("d1", "u1", new_command("C-200001"))
    stores.work.submit("d1", "u1", new_command("C-200002"))
    stores.work.save_draft("u1", "C-200003", b'{"a":1}', START_MS)
    stores.tokens.write(SESSION)
    stores.cache.apply([case_row(200_009)])
    stores.seat.registered("https://x", "Mei", DeviceView("d1", directive_key="the house's"), stores.seat.new_keys())
    stores.seat.change(exports_frozen=True)
    stores.door.learn("u1", PASSWORD)
    stores.close()
    return safe


def assert_whole(folder: Path, key: DataKey) -> None:
    stores = open_stores(folder, key, "keyring")
    assert stores.aside is None
    assert stores.work is not None
    assert [row.command_seq for row in stores.work.take_due("d1", "u1", START_MS, 9)] == [1, 2]
    assert stores.work.drafts("u1") == {"C-200003"}
    assert not stores.work.gone("d1", "u1")
    assert not stores.incomplete, "seat and door are those that are marked in the work"
    assert stores.tokens.read() == SESSION
    assert stores.cache.counts()["case"] == 1
    assert (stores.seat.state.directive_key, stores.seat.state.exports_frozen) == ("the house's", True)
    assert stores.seat.check_in("d1", START_MS, ()) is not None, "the seat still speaks for itself"
    assert not stores.door.locked
    assert stores.door.opens("u1", PASSWORD)
    assert stores.work.submit("d1", "u1", new_command("C-200004"))[0].command_seq == 3
    stores.close()
    assert key_check.fits(folder, key)
    assert not list(folder.glob("*.next*"))
    assert not (folder / rotation.JOURNAL).exists()


def test_every_file_lies_under_the_new_key_and_none_under_the_old(tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    safe = filled(folder)
    rotation.ask(folder)
    new = rotation.at_start(folder, safe, DataKey(KEY))
    assert new.reveal() == safe.key().reveal() != KEY
    assert not rotation.asked(folder)
    assert not key_check.fits(folder, DataKey(KEY))
    assert_whole(folder, new)
    assert rotation.at_start(folder, safe, new) is new
    old = open_stores(folder, DataKey(KEY), "inherited")
    assert old.aside is not None
    assert old.tokens.read() is None
    assert old.cache.counts()["case"] == 0
    old.close()


# Ends without a word at the n-th step, as kill -9 would.
KILLED = """
import os, sys
from pathlib import Path
from app.desktop.bootstrap import rotation
from tests.desktop.bootstrap.test_rotation import Safe
folder, at = Path(sys.argv[1]), sys.argv[2]
safe = Safe(folder.parent / "keyring")
def step(name):
    sys.stdout.write(name + "\\n"); sys.stdout.flush()
    if name == at:
        os._exit(9)
rotation.ask(folder)
rotation.rotate(folder, safe, safe.key(), step)
"""


@pytest.mark.parametrize("at", STEPS)
def test_killed_at_any_step_the_seat_opens_whole_and_the_change_is_done_in_the_end(tmp_path: Path, at: str) -> None:
    folder = tmp_path / "profile"
    safe = filled(folder)
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder), at],
        cwd=ROOT,
        check=False,
        timeout=120,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 9, done.stderr
    changed = STEPS.index(at) >= STEPS.index("keyring")
    assert (safe.key().reveal() != KEY) is changed
    assert key_check.fits(folder, safe.key())
    rotation.settle(folder, safe.key())
    assert_settled = open_stores(folder, safe.key(), "keyring")
    assert assert_settled.aside is None
    assert not assert_settled.incomplete
    assert_settled.close()
    key = rotation.at_start(folder, safe, safe.key())
    assert key.reveal() == safe.key().reveal() != KEY
    assert_whole(folder, key)


def test_the_steps_that_are_tried_are_all_there_are(tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    safe, heard = filled(folder), list[str]()
    assert rotation.rotate(folder, safe, DataKey(KEY), heard.append) is not None
    assert tuple(heard) == STEPS


@pytest.mark.parametrize("name", [SEAT, DOOR])
def test_a_file_of_before_the_change_keeps_the_seat_shut_as_any_older_one_does(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "profile"
    safe = filled(folder)
    before = (folder / name).read_bytes()
    rotation.ask(folder)
    new = rotation.at_start(folder, safe, DataKey(KEY))
    (folder / name).write_bytes(before)
    stores = open_stores(folder, new, "keyring")
    assert stores.incomplete is (name == SEAT)
    assert stores.door.locked is (name == DOOR)
    assert stores.seat.state.directive_key == "the house's"
    assert stores.door.opens("u1", PASSWORD) is (None if name == DOOR else True)
    stores.close()


def test_both_marks_of_the_work_lie_under_the_new_key(tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    safe = filled(folder)
    rotation.ask(folder)
    new = rotation.at_start(folder, safe, DataKey(KEY))
    (folder / HWM_FILE).unlink()
    (folder / "work.db").unlink()
    stores = open_stores(folder, new, "keyring")
    assert stores.work is not None
    assert stores.work.gone("d1", "u1") == ((1, 2),)
    stores.close()


@pytest.mark.parametrize("manner", ["refuses", "forgets"])
def test_a_keyring_that_does_not_take_the_new_key_leaves_everything_as_it_was(
    tmp_path: Path, manner: str, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "profile"
    safe = filled(folder)
    safe.manner = manner
    rotation.ask(folder)
    assert rotation.at_start(folder, safe, DataKey(KEY)).reveal() == KEY
    assert rotation.asked(folder)
    assert_whole(folder, DataKey(KEY))


def test_work_that_waits_under_the_old_key_for_the_server_puts_the_change_off(tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    safe = filled(folder)
    (folder / "work-1.locked").write_bytes(b"x")
    assert rotation.rotate(folder, safe, DataKey(KEY)) is None
    assert safe.key().reveal() == KEY


def test_the_second_way_follows_the_new_key(tmp_path: Path) -> None:
    private, public = new_pair()
    folder = tmp_path / "profile"
    safe = filled(folder)
    open_stores(folder, DataKey(KEY), "keyring", key_to_text(public)).close()
    rotation.ask(folder)
    new = rotation.at_start(folder, safe, DataKey(KEY))
    open_stores(folder, new, "keyring", key_to_text(public)).close()
    assert work_keys(folder, private) == [new.sub("work")]


@pytest.fixture
def keyrings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Keyrings:
    keyrings = Keyrings(tmp_path / "keyrings")
    for name, value in keyrings.environment().items():
        monkeypatch.setenv(name, value)
    return keyrings


def source_of(folder: Path) -> OsKeyring:
    source = key_source(folder, Policy(), None)
    assert isinstance(source, OsKeyring)
    return source


def test_the_command_changes_the_key_in_the_keyring_of_the_system(tmp_path: Path, keyrings: Keyrings) -> None:
    folder = tmp_path / "profile"
    filled(folder)
    keyrings.arrange({SECRET_SERVICE: (5, "open")})
    keyrings.put(SECRET_SERVICE, source_of(folder)._name, KEY)
    done = subprocess.run(
        [sys.executable, "-m", "app", "rotate-key", "--profile", str(folder), "--language", "en"],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "another key" in done.stdout
    answer = source_of(folder).obtain(60)
    assert answer.key is not None
    assert answer.key.reveal() != KEY
    assert_whole(folder, answer.key)
    assert len(keyrings.entries(SECRET_SERVICE)) == 1, "the old key is gone"


def test_a_change_cut_off_between_two_entries_goes_on_with_the_key_that_fits(
    tmp_path: Path, keyrings: Keyrings
) -> None:
    """The keyring holds a key that no file lies under, and the old one in its own entry."""
    folder = tmp_path / "profile"
    filled(folder)
    keyrings.arrange({SECRET_SERVICE: (5, "open")})
    name = source_of(folder)._name
    keyrings.put(SECRET_SERVICE, name, OTHER)
    keyrings.put(SECRET_SERVICE, f"{name}.old", KEY)
    answer = source_of(folder).obtain(60)
    assert answer.key is not None
    assert answer.key.reveal() == KEY
    keyrings.turn(SECRET_SERVICE, "open")
    assert source_of(folder).obtain(60).key is not None


def test_a_file_that_cannot_be_replaced_opens_nothing_under_the_old_key_and_the_next_start_goes_on(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "profile"
    safe = filled(folder)
    safe.manner = "then the disk"
    rotation.ask(folder)
    with pytest.raises(rotation.HalfChanged):
        rotation.at_start(folder, safe, DataKey(KEY))
    with pytest.raises(OSError, match=r"work\.hwm"):
        rotation.at_start(folder, safe, safe.key())
    held = folder / "work.hwm"
    (held / "x").rmdir()
    held.rmdir()
    (folder / "held").rename(held)
    safe.manner = ""
    assert key_check.fits(folder, safe.key())
    key = rotation.at_start(folder, safe, safe.key())
    assert_whole(folder, key)


def test_an_old_key_that_the_keyring_would_not_let_go_changes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    safe = filled(folder)
    safe.manner = "goes away at last"
    rotation.ask(folder)
    new = rotation.at_start(folder, safe, DataKey(KEY))
    assert new.reveal() == safe.key().reveal() != KEY
    assert_whole(folder, new)
