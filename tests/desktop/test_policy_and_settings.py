"""The machine's policy beats a person's settings, and a bad policy file is the strictest one."""

import json
import os
from pathlib import Path

import pytest

from app.desktop.policy import MOST_RESTRICTIVE, Policy, PolicyState, read_policy
from app.desktop.settings import Settings, SettingsStore


def policy_file(folder: Path, text: str) -> Path:
    path = folder / "policy.json"
    path.write_text(text)
    path.chmod(0o644)
    return path


def test_no_file_means_an_unmanaged_machine(tmp_path: Path) -> None:
    assert read_policy(tmp_path / "none.json") == Policy()


def test_a_good_file_is_read_and_unknown_keys_are_named(tmp_path: Path) -> None:
    path = policy_file(tmp_path, json.dumps({"server": "https://f.example", "local_store": False, "blink": 1}))
    policy = read_policy(path, owner=os.getuid())
    assert policy.state is PolicyState.READ
    assert policy.server == "https://f.example"
    assert not policy.local_store
    assert policy.unknown == ("blink",)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"local_store": "no"}', '{"server": 5}', "[" * 100_000, "\xff"])
def test_a_bad_file_is_the_strictest_policy(tmp_path: Path, text: str) -> None:
    path = tmp_path / "policy.json"
    path.write_bytes(text.encode("latin-1"))
    assert read_policy(path, owner=os.getuid()) == MOST_RESTRICTIVE


def test_a_file_that_others_may_write_is_not_trusted(tmp_path: Path) -> None:
    path = policy_file(tmp_path, "{}")
    path.chmod(0o666)
    assert read_policy(path, owner=os.getuid()) == MOST_RESTRICTIVE
    path.chmod(0o644)
    assert read_policy(path, owner=os.getuid() + 1) == MOST_RESTRICTIVE


def test_settings_are_kept_and_policy_beats_them(tmp_path: Path) -> None:
    own = SettingsStore(tmp_path, Policy())
    own.change(server="http://mine", theme="dark", language="zh_CN")
    assert SettingsStore(tmp_path, Policy()).now == Settings(server="http://mine", theme="dark", language="zh_CN")
    managed = SettingsStore(tmp_path, Policy(server="https://theirs", settings={"theme": "light"}))
    assert managed.now.server == "https://theirs"
    assert managed.now.theme == "light"
    assert managed.fixed == {"server", "theme"}
    managed.change(theme="dark", server="http://mine2", text_percent=120)
    assert managed.now.theme == "light"
    assert managed.now.server == "https://theirs"
    assert managed.now.text_percent == 120


def test_damaged_settings_do_not_keep_anybody_from_working(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text("{not json")
    assert SettingsStore(tmp_path, Policy()).now == Settings()
