"""The machine's policy beats a person's settings, and a bad policy is the strictest one."""

import json
import os
import plistlib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app.desktop.policy import FIELDS, MOST_RESTRICTIVE, Policy, PolicyState, decided, policy_table, read_policy
from app.desktop.policy_readers import MAX_BYTES, JsonFile, ManagedPlist, PolicyReader, Registry, every_value
from app.desktop.settings import Settings, SettingsStore

ROOT = Path(__file__).resolve().parents[2]
TEXT, NUMBER, MANY, BINARY = 1, 4, 7, 3


def policy_file(folder: Path, text: str | bytes) -> Path:
    path = folder / "policy.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    path.chmod(0o644)
    return path


def read(path: Path) -> Policy:
    return read_policy(JsonFile(path, owner=os.getuid()))


def strictest(fault: str) -> Policy:
    return msgspec.structs.replace(MOST_RESTRICTIVE, fault=fault)


def test_no_file_means_an_unmanaged_machine(tmp_path: Path) -> None:
    assert read(tmp_path / "none.json") == Policy()
    assert decided(Policy()) == {}


def test_a_good_file_is_read_and_unknown_keys_are_named(tmp_path: Path) -> None:
    path = policy_file(tmp_path, json.dumps({"server": "https://f.example", "local_store": False, "blink": 1}))
    policy = read(path)
    assert policy.state is PolicyState.READ
    assert policy.server == "https://f.example"
    assert not policy.local_store
    assert policy.unknown == ("blink",)
    assert decided(policy) == {"server": "https://f.example", "local_store": False}


@pytest.mark.parametrize(
    "text",
    [b"", b"[]", b"{", b"[" * 100_000, b"\xff", b'{"clipboard": true, "clipboard": false}', b"\xef\xbb\xbf{}", b"null"],
)
def test_a_damaged_file_is_the_strictest_policy(tmp_path: Path, text: bytes) -> None:
    assert read(policy_file(tmp_path, text)) in (strictest("malformed"), strictest("too_large"))


@pytest.mark.parametrize(
    "values",
    [
        {"local_store": "no"},
        {"local_store": 1},
        {"server": 5},
        {"server": "ftp://x"},
        {"servers": ["https://a.example", 7]},
        {"servers": "https://a.example"},
        {"idle_lock_minutes": True},
        {"idle_lock_minutes": -1},
        {"idle_lock_minutes": 241},
        {"max_offline_hours": 0},
        {"max_offline_hours": 24.5},
        {"profile_kind": "some"},
        {"language": "fr"},
        {"proxy": "no address"},
        {"settings": []},
        {"recovery_key": None, "clipboard": None},
    ],
)
def test_a_value_that_a_field_cannot_have_is_the_strictest_policy(tmp_path: Path, values: dict[str, Any]) -> None:
    assert read(policy_file(tmp_path, json.dumps(values))) == strictest("value")


def test_a_policy_cannot_say_how_it_was_read(tmp_path: Path) -> None:
    policy = read(policy_file(tmp_path, json.dumps({"state": "absent", "fault": "", "unknown": []})))
    assert policy.state is PolicyState.READ
    assert policy.unknown == ("fault", "state", "unknown")


@pytest.mark.parametrize(
    ("mode", "folder_mode", "trusted"),
    [
        (0o644, 0o755, True),
        (0o600, 0o700, True),
        (0o444, 0o755, True),
        (0o664, 0o755, False),
        (0o646, 0o755, False),
        (0o666, 0o755, False),
        (0o777, 0o755, False),
        (0o644, 0o775, False),
        (0o644, 0o777, False),
        (0o644, 0o1777, False),
    ],
)
def test_a_file_that_others_may_write_or_exchange_is_not_trusted(
    tmp_path: Path, mode: int, folder_mode: int, trusted: bool
) -> None:
    folder = tmp_path / "footplate"
    folder.mkdir()
    path = policy_file(folder, '{"clipboard": false}')
    path.chmod(mode)
    folder.chmod(folder_mode)
    assert (read(path).state is PolicyState.READ) is trusted
    if not trusted:
        assert read(path) == strictest("writable")


@pytest.mark.parametrize("folder_mode", [0o775, 0o777, 0o1777])
def test_a_missing_file_in_a_folder_that_others_may_empty_is_the_strictest_policy(
    tmp_path: Path, folder_mode: int
) -> None:
    folder = tmp_path / "footplate"
    folder.mkdir()
    assert read(folder / "policy.json") == Policy()
    folder.chmod(folder_mode)
    assert read(folder / "policy.json") == strictest("folder_writable")
    assert read_policy(JsonFile(tmp_path / "nowhere" / "policy.json", owner=os.getuid())) == Policy()


def test_a_folder_of_another_owner_and_a_link_that_leads_nowhere_are_the_strictest_policy(tmp_path: Path) -> None:
    assert read_policy(JsonFile(tmp_path / "policy.json", owner=os.getuid() + 1)) == strictest("folder_writable")
    (tmp_path / "policy.json").symlink_to(tmp_path / "gone.json")
    assert read(tmp_path / "policy.json") == strictest("unreadable")


def test_a_file_of_another_owner_and_a_link_into_an_open_folder_are_not_trusted(tmp_path: Path) -> None:
    path = policy_file(tmp_path, "{}")
    assert read_policy(JsonFile(path, owner=os.getuid() + 1)) == strictest("writable")
    open_folder = tmp_path / "open"
    open_folder.mkdir()
    open_folder.chmod(0o777)
    target = policy_file(open_folder, "{}")
    link = tmp_path / "link.json"
    link.symlink_to(target)
    assert read(link) == strictest("writable")


@pytest.mark.parametrize("mode", [0o777, 0o1777, 0o775])
def test_a_link_that_anybody_could_have_laid_leads_to_no_policy(tmp_path: Path, mode: int) -> None:
    """Else any object in a file of the machine's owner, put in the policy's place, would be an unmanaged machine."""
    foreign = tmp_path / "share"
    foreign.mkdir(mode=0o755)
    target = policy_file(foreign, '{"name": "of something else"}')
    open_folder = tmp_path / "open"
    open_folder.mkdir()
    open_folder.chmod(mode)
    assert read(open_folder / "policy.json") == strictest("folder_writable")
    (open_folder / "policy.json").symlink_to(target)
    assert read(open_folder / "policy.json") == strictest("writable")
    (open_folder / "policy.json").unlink()
    (open_folder / "policy.json").symlink_to(Path("..") / "share" / "policy.json")
    assert read(open_folder / "policy.json") == strictest("writable")
    # A link of the owner's own to a link in the open folder, and a folder that is such a link.
    (tmp_path / "first.json").symlink_to(open_folder / "policy.json")
    assert read(tmp_path / "first.json") == strictest("writable")
    (open_folder / "etc").symlink_to(foreign)
    assert read(open_folder / "etc" / "policy.json") == strictest("writable")


def test_a_folder_that_others_could_exchange_holds_no_policy(tmp_path: Path) -> None:
    above = tmp_path / "above"
    folder = above / "footplate"
    folder.mkdir(parents=True, mode=0o755)
    path = policy_file(folder, "{}")
    above.chmod(0o777)
    assert read(path) == strictest("writable")
    above.chmod(0o1777)
    assert read(path).state is PolicyState.READ, "nobody takes away what is another's there"


def test_links_in_folders_of_the_owner_are_followed_as_far_as_a_system_would(tmp_path: Path) -> None:
    folder = tmp_path / "etc"
    folder.mkdir(mode=0o755)
    policy_file(folder, '{"local_store": false}')
    (tmp_path / "link").symlink_to("etc")
    (folder / "again.json").symlink_to(Path("..") / "link" / "policy.json")
    for path in (tmp_path / "link" / "policy.json", folder / "again.json", folder / ".." / "etc" / "policy.json"):
        policy = read(path)
        assert (policy.state, policy.local_store) == (PolicyState.READ, False)
    (folder / "round.json").symlink_to("round.json")
    assert read(folder / "round.json") == strictest("unreadable")


def test_what_is_no_file_or_too_large_is_the_strictest_policy(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert read(tmp_path / "pipe") == strictest("unreadable")
    (tmp_path / "folder").mkdir()
    assert read(tmp_path / "folder") == strictest("unreadable")
    assert read(policy_file(tmp_path, b" " * (MAX_BYTES + 1))) == strictest("too_large")


def recorded(found: list[tuple[str, Any, int]] | None) -> Registry:
    return Registry(lambda: found)


def test_the_registry_is_read_from_values_as_windows_gives_them() -> None:
    policy = read_policy(
        recorded(
            [
                ("server", "https://f.example", TEXT),
                ("local_store", 0, NUMBER),
                ("idle_lock_minutes", 5, NUMBER),
                ("servers", ["https://f.example", "https://g.example"], MANY),
                ("settings", '{"theme": "dark"}', TEXT),
                ("PolicyVersion", 3, NUMBER),
            ]
        )
    )
    assert (policy.state, policy.server, policy.local_store) == (PolicyState.READ, "https://f.example", False)
    assert (policy.idle_lock_minutes, policy.settings) == (5, {"theme": "dark"})
    assert policy.servers == ("https://f.example", "https://g.example")
    assert policy.unknown == ("PolicyVersion",)


class Recorded(OSError):
    """An error as Windows numbers it."""

    def __init__(self, winerror: int) -> None:
        super().__init__(22, "recorded")
        self.winerror = winerror


@pytest.mark.parametrize(("winerror", "fault"), [(259, ""), (5, "unreadable"), (1018, "unreadable")])
def test_a_registry_that_breaks_off_in_the_middle_is_the_strictest_policy(winerror: int, fault: str) -> None:
    """259 is the word for no more values, 5 for a refused access, 1018 for a key that is being deleted."""
    values = [("server", "https://f.example", TEXT), ("local_store", 0, NUMBER)]

    def value_at(at: int) -> tuple[str, Any, int]:
        if at < len(values):
            return values[at]
        raise Recorded(winerror)

    policy = read_policy(Registry(lambda: every_value(value_at)))
    if fault:
        assert policy == strictest(fault)
    else:
        assert (policy.state, policy.server, policy.local_store) == (PolicyState.READ, "https://f.example", False)


def test_a_registry_without_the_key_is_an_unmanaged_machine_and_a_bad_one_the_strictest() -> None:
    def refused() -> None:
        raise PermissionError(5, "Access is denied")

    assert read_policy(recorded(None)) == Policy()
    assert read_policy(Registry(refused)) == strictest("unreadable")
    assert read_policy(recorded([("clipboard", b"\x01", BINARY)])) == strictest("malformed")
    assert read_policy(recorded([("clipboard", 2, NUMBER)])) == strictest("value")
    assert read_policy(recorded([("settings", "{", TEXT)])) == strictest("value")


@pytest.mark.parametrize("form", [plistlib.FMT_XML, plistlib.FMT_BINARY])
def test_managed_preferences_are_read_in_both_forms(tmp_path: Path, form: Any) -> None:
    path = tmp_path / "com.footplate.plist"
    told = {"clipboard": False, "max_offline_hours": 24, "servers": ["https://f.example"], "PayloadUUID": "x"}
    path.write_bytes(plistlib.dumps(told, fmt=form))
    path.chmod(0o644)
    policy = read_policy(ManagedPlist(path, owner=os.getuid()))
    assert (policy.clipboard, policy.max_offline_hours, policy.servers) == (False, 24, ("https://f.example",))
    assert policy.unknown == ("PayloadUUID",)
    path.write_bytes(b"bplist00 and then nothing")
    assert read_policy(ManagedPlist(path, owner=os.getuid())) == strictest("malformed")
    path.chmod(0o666)
    assert read_policy(ManagedPlist(path, owner=os.getuid())) == strictest("writable")


def test_every_reader_says_where_it_looks(tmp_path: Path) -> None:
    readers: list[PolicyReader] = [JsonFile(), ManagedPlist(), recorded(None)]
    assert [reader.place for reader in readers] == [
        "/etc/footplate/policy.json",
        "/Library/Managed Preferences/com.footplate.plist",
        r"HKLM\Software\Policies\Footplate",
    ]


def test_a_bad_policy_allows_nothing_that_any_policy_can_forbid() -> None:
    for name in FIELDS:
        value = getattr(MOST_RESTRICTIVE, name)
        if isinstance(value, bool):
            assert value is (name in ("shred_at_sign_out", "blur_documents", "watermark")), name
    assert MOST_RESTRICTIVE.idle_minutes(False) == 5


def test_a_contact_centre_s_seat_locks_after_five_minutes_at_the_latest() -> None:
    assert [Policy(idle_lock_minutes=n).idle_minutes(True) for n in (0, 2, 5, 15)] == [5, 2, 5, 5]
    assert [Policy(idle_lock_minutes=n).idle_minutes(False) for n in (0, 2, 15)] == [0, 2, 15]


def test_only_the_servers_of_the_policy_may_be_signed_in_to() -> None:
    assert Policy().allows_server("https://any.example")
    one = Policy(server="https://F.example/")
    assert one.allows_server("https://f.example")
    assert not one.allows_server("https://g.example")
    assert not one.allows_server("http://f.example")
    some = Policy(servers=("https://a.example", "https://b.example:8443"))
    assert some.allows_server("https://b.example:8443")
    assert not some.allows_server("https://b.example")


def test_the_documented_fields_are_those_of_the_struct() -> None:
    documented = (ROOT / "docs" / "seat_policy.md").read_text(encoding="utf-8")
    assert policy_table() in documented, "python -m app.desktop.policy prints the table"


def test_settings_are_kept_and_policy_beats_them(tmp_path: Path) -> None:
    own = SettingsStore(tmp_path, Policy())
    own.change(server="http://mine", theme="dark", language="zh_CN")
    assert SettingsStore(tmp_path, Policy()).now == Settings(server="http://mine", theme="dark", language="zh_CN")
    managed = SettingsStore(tmp_path, Policy(server="https://theirs", language="en", settings={"theme": "light"}))
    assert managed.now.server == "https://theirs"
    assert managed.now.theme == "light"
    assert managed.now.language == "en"
    assert managed.fixed == {"server", "theme", "language"}
    managed.change(theme="dark", server="http://mine2", text_percent=120)
    assert managed.now.theme == "light"
    assert managed.now.server == "https://theirs"
    assert managed.now.text_percent == 120


def test_a_fixed_setting_that_cannot_be_is_named_and_the_others_hold(tmp_path: Path) -> None:
    store = SettingsStore(tmp_path, Policy(settings={"theme": "pink", "density": "compact", "no_such": 1}))
    assert (store.now.theme, store.now.density) == ("system", "compact")
    assert store.refused == ("theme",)


def test_damaged_settings_do_not_keep_anybody_from_working(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text("{not json")
    assert SettingsStore(tmp_path, Policy()).now == Settings()
