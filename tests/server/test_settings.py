"""What an installation may set: read from the environment, refused where it cannot be read, and told on one page."""

import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from app.server.bootstrap import CannotServe, read_audit_key
from app.server.config import ELSEWHERE, PREFIX, Settings, from_environment

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "server.md"


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("FOOTPLATE_SEATCASES", "FOOTPLATE_SEAT_CASES"),
        ("FOOTPLATE_DATABSE", "FOOTPLATE_DATABASE"),
        ("FOOTPLATE_DRAIN_SECOND", "FOOTPLATE_DRAIN_SECONDS"),
    ],
)
def test_a_misspelt_setting_is_refused_with_the_one_that_was_meant(name: str, near: str) -> None:
    with pytest.raises(ValueError, match=f"there is no setting {name}; {near} is one"):
        from_environment({name: "1"})


def test_a_name_like_no_other_is_refused_with_where_to_look() -> None:
    with pytest.raises(ValueError, match=r"there is no setting FOOTPLATE_QXZ \(docs/server.md lists them\)"):
        from_environment({"FOOTPLATE_QXZ": "1"})


def test_names_of_others_and_those_read_elsewhere_are_let_be() -> None:
    told = {f"{PREFIX}{name}": "x" for name in ELSEWHERE} | {"PATH": "/bin", "FOOTPLATES": "x"}
    assert from_environment(told) == Settings()


def test_a_server_says_so_before_it_listens(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app", "serve", "--database", f"sqlite:///{tmp_path / 'x.db'}", "--port", "0"],
        cwd=ROOT,
        env={"PATH": "/usr/bin", "FOOTPLATE_STOPSECONDS": "1", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "footplate: there is no setting FOOTPLATE_STOPSECONDS; FOOTPLATE_STOP_SECONDS is one\n"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "cannot be read"),
        (b"{}", "holds no audit key"),
        (b"-----BEGIN PRIVATE KEY-----\nx", "holds no audit key"),
    ],
)
def test_an_audit_key_that_is_none_keeps_the_server_from_starting(
    tmp_path: Path, content: bytes | None, says: str
) -> None:
    file = tmp_path / "audit.key"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CannotServe, match=says):
        read_audit_key(Settings(audit_key_file=str(file)))


def test_the_page_lists_every_setting_and_no_other() -> None:
    rows = re.findall(r"^\| ((?:`[A-Z0-9_]+`(?:, )?)+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    told = [name for row in rows for name in re.findall(r"`([A-Z0-9_]+)`", row)]
    assert sorted(told) == sorted(field.name.upper() for field in msgspec.structs.fields(Settings))
