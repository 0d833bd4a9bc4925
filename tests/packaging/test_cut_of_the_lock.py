"""What a server is made of: the part of the lock that it needs, and no file that the lock does not name."""

import base64
import hashlib
import os
import runpy
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = """
[build-system]
requires = ["builder"]
[project]
dependencies = ["plain>=1"]
[project.optional-dependencies]
server = ["serving[more]>=1"]
desktop = ["window"]
"""
# name, version, what it asks for
WHEELS = (
    ("builder", "1.0", ()),
    ("plain", "1.0", ("under",)),
    ("plain", "2.0", ("under",)),
    ("serving", "1.5", ("only-with-more ; extra == 'more'",)),
    ("only-with-more", "1.0", ()),
    ("under", "1.0", ()),
    ("window", "1.0", ()),
)
LOCKED = {("plain", "1.0"), *((name, version) for name, version, _ in WHEELS if name != "plain")}


class House:
    """A project with its lock, and a place where packages are fetched from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "packaging").mkdir()
        shutil.copy(ROOT / "packaging" / "lock.py", folder / "packaging")
        (folder / "pyproject.toml").write_text(PROJECT)
        self.files = {(name, version): wheel(folder, name, version, needs) for name, version, needs in WHEELS}
        self.lock = folder / "packaging" / "requirements.lock"
        self.lock.write_text("# Made by packaging/lock.py.\n" + "".join(self.entry(*one) for one in sorted(LOCKED)))

    def entry(self, name: str, version: str) -> str:
        digest = hashlib.sha256(self.files[name, version].read_bytes()).hexdigest()
        return f"{name}=={version} \\\n    --hash=sha256:{digest}\n"

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
        index = {"PIP_INDEX_URL": f"file://{self.folder}/simple/", "PIP_CONFIG_FILE": os.devnull}
        return subprocess.run(
            [sys.executable, *arguments], cwd=self.folder, env=kept | index, capture_output=True, text=True, timeout=120
        )

    def cut(self, extras: str) -> "subprocess.CompletedProcess[str]":
        return self.run("packaging/lock.py", "--cut", extras)

    def install(self) -> "subprocess.CompletedProcess[str]":
        """As docs/server.md says, but into a folder of its own."""
        told = ["--require-hashes", "--no-deps", "-r", "cut.lock", "--target", str(self.folder / "installed")]
        return self.run("-m", "pip", "install", "--no-cache-dir", *told)


def wheel(folder: Path, name: str, version: str, needs: tuple[str, ...]) -> Path:
    stem = name.replace("-", "_")
    place = folder / "simple" / name
    place.mkdir(parents=True, exist_ok=True)
    file = place / f"{stem}-{version}-py3-none-any.whl"
    about = [f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nProvides-Extra: more\n"]
    about += [f"Requires-Dist: {one}\n" for one in needs]
    parts = {
        f"{stem}.py": "",
        f"{stem}-{version}.dist-info/METADATA": "".join(about),
        f"{stem}-{version}.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    digests = {path: base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()) for path, text in parts.items()}
    record = "".join(f"{path},sha256={digests[path].decode().rstrip('=')},{len(parts[path])}\n" for path in parts)
    with zipfile.ZipFile(file, "w") as archive:
        for path, text in (parts | {f"{stem}-{version}.dist-info/RECORD": record}).items():
            archive.writestr(zipfile.ZipInfo(path), text)
    links = "".join(f'<a href="{one.name}">{one.name}</a>\n' for one in sorted(place.glob("*.whl")))
    (place / "index.html").write_text(f"<!DOCTYPE html><html><body>{links}</body></html>")
    return file


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_a_server_gets_what_it_needs_at_the_locks_versions_and_no_file_but_those(house: House) -> None:
    told = house.cut("server")
    assert told.returncode == 0, told.stderr
    wanted = [one for one in sorted(LOCKED) if one[0] != "window"]
    assert told.stdout == "".join(house.entry(*one) for one in wanted)
    (house.folder / "cut.lock").write_text(told.stdout)
    assert house.install().returncode == 0
    assert (house.folder / "installed" / "only_with_more.py").exists()
    with zipfile.ZipFile(house.files["under", "1.0"], "a") as archive:
        archive.writestr("sitecustomize.py", "print('from elsewhere')")
    refused = house.install()
    assert refused.returncode != 0
    assert "DO NOT MATCH THE HASHES" in refused.stderr


def test_what_the_lock_does_not_have_is_named_and_nothing_is_printed(house: House) -> None:
    text = house.lock.read_text()
    house.lock.write_text(text.replace(house.entry("under", "1.0"), ""))
    told = house.cut("server")
    assert told.returncode != 0
    assert told.stdout == ""
    assert "the lock does not have under" in told.stderr


@pytest.mark.parametrize("place", ["docs/server.md", "packaging/server/Containerfile"])
def test_an_operator_is_told_to_install_so(place: str) -> None:
    text = (ROOT / place).read_text(encoding="utf-8")
    for command in (
        "packaging/lock.py --cut ",
        "--require-hashes --no-deps -r ",
        "--no-deps --no-build-isolation --no-index .",
    ):
        assert command in text, command
    assert "pip install --constraint" not in text


def test_of_a_package_that_stands_there_twice_both_lines_stay() -> None:
    """Which of them an interpreter takes is for its markers to say."""
    lock = runpy.run_path(str(ROOT / "packaging" / "lock.py"))
    text = (ROOT / "packaging" / "requirements.lock").read_text(encoding="utf-8")
    assert text.endswith("".join(lines for _, lines in lock["entries"](text))), "nothing of it is overlooked"
    names = [name for name, _ in lock["entries"](text)]
    twice = {name for name in names if names.count(name) > 1}
    assert twice
    kept = lock["entries"](lock["cut"](text, twice))
    assert len(kept) >= 2 * len(twice)
    assert all("; python_version" in lines.partition("\\")[0] for _, lines in kept)
