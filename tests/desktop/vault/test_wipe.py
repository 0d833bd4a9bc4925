"""A seat empties itself at the word of the house: killed at any step, it goes on at the next start, and no unsent work
is lost to whoever holds the recovery key."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.desktop.bootstrap.opening import open_stores
from app.desktop.cache.unsent import from_document
from app.desktop.cache.work_store import WorkStore
from app.desktop.vault import locked_work, wipe
from app.desktop.vault.recovery import WORK, key_to_text, new_pair, open_sealed, seal_work
from tests.desktop.support.factories import START_MS, case_row, new_command
from tests.desktop.support.wipe_child import DEVICE, ORDER, fresh_key, give_keys

ROOT = Path(__file__).resolve().parents[3]
CANARY = b"canary-rationale-of-mei"
POINTS = (
    "begun", "stopped", "sent", "uploaded", "sealing", "sealed", "destroyed", "keyless", "gone cache.db",
    "gone documents", "gone seat.sealed", "gone work.db", "gone work.hwm", "emptied", "told",
)  # fmt: skip


class Profile:
    """A profile with unsent work, cached cases and a session."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.key = folder, fresh_key()
        self.private, self.public = new_pair()
        folder.mkdir()
        give_keys(folder, self.key)
        stores = open_stores(folder, self.key, "inherited")
        assert stores.work is not None
        for number in (200_001, 200_002):
            stores.work.submit(DEVICE, "u1", new_command(f"C-{number}"))
        stores.work.save_draft("u1", "C-200003", b'{"rationale": "' + CANARY + b'"}', START_MS)
        stores.cache.apply([case_row()])
        stores.close()
        (folder / "settings.json").write_text("{}")
        (folder / "crashes").mkdir()
        (folder / "crashes" / "one.txt").write_bytes(b"x")
        folder.with_suffix(".keyring").write_bytes(self.key.reveal())

    def run(self, point: str) -> "subprocess.CompletedProcess[str]":
        arguments = [str(self.folder), self.public.hex(), point]
        return subprocess.run(
            [sys.executable, "-m", "tests.desktop.support.wipe_child", *arguments],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def recovered(self) -> tuple[list[str], list[str]]:
        """Cases whose commands and drafts the holder of the recovery key finds."""
        files = [open_sealed(self.private, path.read_bytes(), WORK) for path in self.folder.glob("unsent-*.recovery")]
        found = [from_document(data) for data in files]
        commands = {one.command_id: str(one.case_id) for work in found for one in work.commands}
        return sorted(commands.values()), sorted({one.case_id for work in found for one in work.drafts})


@pytest.mark.parametrize("point", POINTS)
def test_a_wipe_killed_at_any_point_is_whole_after_the_next_start(tmp_path: Path, point: str) -> None:
    """Fault 9."""
    profile = Profile(tmp_path / "profile")
    killed = profile.run(point)
    assert killed.returncode == -9, killed.stderr
    assert wipe.pending(profile.folder) is not None
    done = profile.run("never")
    assert done.returncode == 0, done.stderr
    assert wipe.pending(profile.folder) is None
    assert [path.name for path in profile.folder.iterdir() if not path.name.startswith("unsent-")] == []
    assert profile.recovered() == (["C-200001", "C-200002"], ["C-200003"])
    assert not profile.folder.with_suffix(".keyring").exists()
    assert profile.folder.with_suffix(".told").read_bytes() == b"3"
    for path in profile.folder.rglob("*"):
        assert CANARY not in path.read_bytes()


def test_every_point_that_a_wipe_passes_is_among_those_it_is_killed_at(tmp_path: Path) -> None:
    profile = Profile(tmp_path / "profile")
    done = profile.run("never")
    assert done.returncode == 0, done.stderr
    passed = done.stdout.split("\n")
    assert [name for name in passed if name and not name.startswith("gone ")] == [
        point for point in POINTS if not point.startswith("gone ")
    ]
    assert {point for point in POINTS if point.startswith("gone ")} <= set(passed)


def work_of(did: list[str], told: list[bool], key: list[bool]) -> wipe.WipeWork:
    """Hands that note what they did; the server and the keyring answer as told, the last answer again and again."""

    def did_it(name: str, answer: object) -> object:
        did.append(name)
        return answer

    def next_of(answers: list[bool]) -> bool:
        return answers.pop(0) if len(answers) > 1 else answers[0]

    return wipe.WipeWork(
        stop=lambda: did_it("stop", None),  # type: ignore[arg-type,return-value]
        upload=lambda: did_it("upload", None),  # type: ignore[arg-type,return-value]
        seal=lambda: did_it("seal", (None, 2)),  # type: ignore[arg-type,return-value]
        sign=lambda kept: did_it("sign", None),  # type: ignore[arg-type,return-value]
        shut=lambda: did_it("shut", None),  # type: ignore[arg-type,return-value]
        destroy_key=lambda: did_it("key", next_of(key)),  # type: ignore[arg-type,return-value]
        tell=lambda state: did_it("tell", next_of(told)),  # type: ignore[arg-type,return-value]
    )


def test_a_wipe_waits_for_a_server_that_cannot_be_told_and_does_nothing_else_twice(tmp_path: Path) -> None:
    profile = Profile(tmp_path / "profile")
    did: list[str] = []
    work = work_of(did, told=[False, True], key=[True])
    wipe.begin(profile.folder, ORDER, "http://127.0.0.1:9")
    waiting = wipe.go_on(profile.folder, work)
    assert waiting is not None
    assert (waiting.told, waiting.over, waiting.lost, waiting.kept) == (False, False, 2, 0)
    assert did == ["stop", "upload", "seal", "sign", "shut", "key", "tell"]
    told = wipe.go_on(profile.folder, work)
    assert told is not None
    assert told.over
    assert did[7:] == ["tell"]
    assert list(profile.folder.iterdir()) == []


def test_a_keyring_that_keeps_the_key_is_asked_again_and_the_server_is_told_once(tmp_path: Path) -> None:
    profile = Profile(tmp_path / "profile")
    did: list[str] = []
    work = work_of(did, told=[False, True], key=[False, False, False, True])
    wipe.begin(profile.folder, ORDER, "http://127.0.0.1:9")
    seen = [wipe.go_on(profile.folder, work) for _ in range(4)]
    assert [(state.told, state.key_left, state.over) for state in seen if state] == [
        (False, True, False), (True, True, False), (True, True, False), (True, False, True),
    ]  # fmt: skip
    assert did[5:] == ["key", "tell", "key", "tell", "key", "key"]
    assert list(profile.folder.iterdir()) == []


def test_a_keyring_that_never_lets_go_does_not_hold_the_seat_for_ever(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    profile = Profile(tmp_path / "profile")
    work = work_of([], told=[True], key=[False])
    wipe.begin(profile.folder, ORDER, "http://127.0.0.1:9")
    for _ in range(wipe.MOST_TRIES):
        state = wipe.go_on(profile.folder, work)
        assert state is not None
        assert (state.told, state.over) == (True, False)
        assert [path.name for path in profile.folder.iterdir()] == [wipe.JOURNAL]
    state = wipe.go_on(profile.folder, work)
    assert state is not None
    assert state.over
    assert "kept the key" in caplog.text
    assert list(profile.folder.iterdir()) == []


@pytest.mark.parametrize("point", ["destroyed", "emptied", "destroyed late"])
def test_a_key_that_a_locked_keyring_kept_goes_once_the_keyring_is_open(tmp_path: Path, point: str) -> None:
    profile = Profile(tmp_path / "profile")
    key, shut = (profile.folder.with_suffix(ending) for ending in (".keyring", ".shut"))
    shut.touch()
    late = point == "destroyed late"
    if late:
        assert profile.run("never").returncode == 0
    assert profile.run(point).returncode == -9
    done = profile.run("never")
    assert done.returncode == 0, done.stderr
    assert key.exists()
    assert sorted(path.name[:7] for path in profile.folder.iterdir()) == ["unsent-", "wipe.st"]
    assert profile.folder.with_suffix(".told").read_bytes() == b"3"
    profile.folder.with_suffix(".told").unlink()
    shut.unlink()
    assert profile.run("never").returncode == 0
    assert not key.exists()
    assert wipe.pending(profile.folder) is None
    assert not profile.folder.with_suffix(".told").exists(), "the server knows"
    assert profile.recovered() == (["C-200001", "C-200002"], ["C-200003"])


@pytest.mark.parametrize("point", ["sealing", "keyless", "gone locked"])
def test_work_that_was_shut_away_after_too_long_without_contact_is_the_organisation_s(
    tmp_path: Path, point: str
) -> None:
    """Such a seat is wiped: what lies shut away for the server's key went to the organisation before that."""
    profile = Profile(tmp_path / "profile")
    key, (_, door) = profile.key, new_pair()
    store = WorkStore.open(profile.folder, key.sub("work"), key.sub("high-water")).store
    seal_work(profile.folder, store, profile.public)
    store.close()
    assert locked_work.lock(profile.folder, ("work.db",), (key_to_text(door),))
    (locked,) = locked_work.locked_files(profile.folder)
    assert not (profile.folder / "work.db").exists()
    point = f"gone {locked.name}" if point == "gone locked" else point
    killed = profile.run(point)
    assert killed.returncode == -9, killed.stderr
    done = profile.run("never")
    assert done.returncode == 0, done.stderr
    assert wipe.pending(profile.folder) is None
    assert not locked.exists()
    assert all(path.name.startswith("unsent-") for path in profile.folder.iterdir())
    assert profile.recovered() == (["C-200001", "C-200002"], ["C-200003"])


@pytest.mark.parametrize("point", POINTS)
def test_a_journal_damaged_at_any_point_loses_no_unsent_work_and_the_files_go(tmp_path: Path, point: str) -> None:
    profile = Profile(tmp_path / "profile")
    assert profile.run(point).returncode == -9
    journal = profile.folder / wipe.JOURNAL
    data = bytearray(journal.read_bytes())
    data[len(data) // 2] ^= 1
    journal.write_bytes(data)
    done = profile.run("never")
    assert done.returncode == 0, done.stderr
    assert [path.name for path in profile.folder.iterdir() if not path.name.startswith("unsent-")] == []
    assert profile.recovered() == (["C-200001", "C-200002"], ["C-200003"])


def test_no_bit_of_the_journal_makes_a_wipe_skip_the_sealing(tmp_path: Path) -> None:
    wipe.begin(tmp_path, ORDER, "http://127.0.0.1:9")
    journal = tmp_path / wipe.JOURNAL
    whole = journal.read_bytes()
    for bit in range(len(whole) * 8):
        data = bytearray(whole)
        data[bit // 8] ^= 1 << bit % 8
        journal.write_bytes(data)
        state = wipe.pending(tmp_path)
        assert state is not None
        assert (state.damaged, state.step) == (True, wipe.WipeStep.STOPPED), bit
    for length in range(len(whole)):
        journal.write_bytes(whole[:length])
        state = wipe.pending(tmp_path)
        assert state is not None
        assert state.damaged


def test_a_journal_that_the_disk_does_not_give_still_means_that_the_files_go(tmp_path: Path) -> None:
    (tmp_path / wipe.JOURNAL).mkdir()
    state = wipe.pending(tmp_path)
    assert state is not None
    assert state.damaged


def test_the_answer_is_signed_before_the_key_goes(tmp_path: Path) -> None:
    profile = Profile(tmp_path / "profile")
    assert profile.run("keyless").returncode == -9
    state = wipe.pending(profile.folder)
    assert state is not None
    assert state.answer is not None
    assert state.answer.receipts[0].kept == 3


def test_what_was_sealed_to_the_organisation_before_stays_and_nothing_else(tmp_path: Path) -> None:
    """A seat that was out of contact for too long, or a person who signed out: that file may be all there is."""
    profile = Profile(tmp_path / "profile")
    earlier = "unsent-20261101T080000Z-0badcafe.recovery"
    (profile.folder / earlier).write_bytes(b"sealed")
    (profile.folder / "work-0badcafe-0badcafe.recovery").write_bytes(b"a wrapping of the key that goes")
    done = profile.run("never")
    assert done.returncode == 0, done.stderr
    left = sorted(path.name for path in profile.folder.iterdir())
    assert earlier in left
    assert len(left) == 2
    assert all(name.startswith("unsent-") for name in left)


def test_a_damaged_journal_takes_no_sealed_work_along(tmp_path: Path) -> None:
    sealed = tmp_path / "unsent-20261101T080000Z-0badcafe.recovery"
    sealed.write_bytes(b"sealed")
    (tmp_path / wipe.JOURNAL).write_bytes(b"{half")
    state = wipe.pending(tmp_path)
    assert state is not None
    assert state.earlier == (sealed.name,)
