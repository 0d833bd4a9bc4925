"""A profile is its person's alone: closed to others, and never one that another user could exchange."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.desktop.vault.own_folder import ForeignFolder, is_foreign, make_own

SOMEBODY_ELSE = os.geteuid() + 1


@pytest.fixture(autouse=True)
def same_umask_after() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_profile_and_all_that_is_written_into_it_is_its_persons_alone(tmp_path: Path) -> None:
    folder = tmp_path / "share" / "footplate"
    make_own(folder)
    (folder / "file").write_bytes(b"x")
    assert [mode(one) for one in (folder, folder.parent, folder / "file")] == [0o700, 0o700, 0o600]


@pytest.mark.parametrize("before", [0o755, 0o777, 0o1777, 0o750, 0o707])
def test_a_profile_that_was_open_to_others_is_closed(
    tmp_path: Path, before: int, caplog: pytest.LogCaptureFixture
) -> None:
    tmp_path.chmod(before)
    make_own(tmp_path)
    assert mode(tmp_path) & 0o777 == 0o700
    assert "open to others" in caplog.text
    caplog.clear()
    make_own(tmp_path)
    assert caplog.text == ""


def test_a_profile_of_another_user_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    assert is_foreign(tmp_path, SOMEBODY_ELSE)
    with pytest.raises(ForeignFolder):
        make_own(tmp_path, SOMEBODY_ELSE)
    assert mode(tmp_path) == 0o755
    assert list(tmp_path.iterdir()) == []
