"""A sign-out that is killed anywhere leaves nothing of a case at the seat once the workstation has started again."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.desktop.bootstrap.opening import open_profile
from app.desktop.vault.keys import DataKey
from tests.desktop.support.factories import KEY
from tests.desktop.support.leaving_child import SCANS, URL, fill

ROOT = Path(__file__).resolve().parents[3]
POINTS = (
    "before remove", "after remove", "before empty", "after empty", "before forget", "before shred", "after shred",
    "after forget",
)  # fmt: skip


def sign_out(folder: Path, point: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "tests.desktop.support.leaving_child", str(folder), point],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "documents").iterdir() if path.name != "index")


def test_the_moments_that_are_tried_are_all_there_are(tmp_path: Path) -> None:
    fill(tmp_path)
    done = sign_out(tmp_path, "never")
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.split("\n")) - {""} == set(POINTS)
    assert files(tmp_path) == [], "who signs out waits for no start"


@pytest.mark.parametrize("point", POINTS)
def test_a_sign_out_killed_at_any_moment_is_whole_after_the_next_start(tmp_path: Path, point: str) -> None:
    fill(tmp_path)
    killed = sign_out(tmp_path, point)
    assert killed.returncode == -9, killed.stderr
    opened = open_profile(tmp_path, DataKey(KEY), "keyring", URL)
    stores = opened.stores
    if point == "before remove":  # nothing was done, so nobody has left
        assert opened.person is not None
        assert stores.documents.cases() == set(SCANS.values())
        assert stores.cache.counts()["case"] == 1
    else:
        assert opened.person is None
        assert stores.documents.cases() == set()
        assert stores.cache.counts() == {"case": 0, "review": 0, "quarantine": 0}
        assert stores.cache.state() == {}
    stores.close()
    assert len(files(tmp_path)) == (len(SCANS) if point == "before remove" else 0)


def test_a_start_leaves_whoever_is_signed_in_their_cases(tmp_path: Path) -> None:
    fill(tmp_path)
    for server in (URL, "https://another.example.com", ""):
        opened = open_profile(tmp_path, DataKey(KEY), "keyring", server)
        assert opened.stores.cache.counts()["case"] == 1
        opened.stores.close()
    assert len(files(tmp_path)) == len(SCANS)
