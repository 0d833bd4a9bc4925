"""The doctor: each thing that can be wrong is found, said in both languages, and only what blocks fails."""

import json
import re
import threading
import time
from collections.abc import Iterator
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec
import pytest

from app.desktop import doctor
from app.desktop.doctor import Finding, Level
from app.desktop.doctor_house import PROVIDER_FAULTS
from app.desktop.policy import MOST_RESTRICTIVE, Policy, PolicyState, policy_place
from app.desktop.runtime.display import Library
from app.desktop.settings import SettingsStore
from app.desktop.vault.profile_place import Place
from app.desktop.vault.recovery import SecondWrapping, key_name, key_to_text, new_pair

ROOT = Path(__file__).resolve().parents[2]


class Answering(BaseHTTPRequestHandler):
    """Any server at all: its status and its clock are set on the class."""

    status = 200
    healthz: int | None = None
    ahead = 0.0
    ways: dict[str, object] | None = None
    ready: tuple[int, bytes] = (404, b"")

    def log_message(self, *args: object) -> None:
        """Quiet."""

    def date_time_string(self, timestamp: float | None = None) -> str:
        return formatdate(time.time() + self.ahead, usegmt=True)

    def do_GET(self) -> None:
        status, told = self.status, b"ok"
        if self.path == "/v1/session/ways":
            status, told = (404, b"") if self.ways is None else (200, json.dumps(self.ways).encode())
        elif self.path == "/readyz":
            status, told = self.ready
        elif self.path == "/healthz" and self.healthz is not None:
            status, told = self.healthz, b""
        self.send_response(status)
        self.send_header("Content-Type", "application/json" if told.startswith(b"{") else "text/plain")
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)


@pytest.fixture
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    handler = type("Handler", (Answering,), getattr(request, "param", {}))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def codes(findings: Iterator[Finding]) -> list[tuple[str, Level]]:
    return [(finding.code, finding.level) for finding in findings]


def test_a_server_that_answers_is_well_and_its_clock_is_compared(address: str) -> None:
    assert codes(doctor.server_and_clock(address)) == [
        ("server_ok", Level.OK),
        ("clock_ok", Level.OK),
        ("audit_key_unknown", Level.OK),
    ]


PROVIDER = {
    "name": "Harbour ID", "issuer": "https://id.example.com", "client_id": "footplate", "scope": "openid",
    "authorization_endpoint": "https://id.example.com/a", "token_endpoint": "https://id.example.com/t", "nonce": "n",
}  # fmt: skip
UNSIGNED = b"ready\nthe audit trail is not signed: FOOTPLATE_AUDIT_KEY_FILE names no key\n"


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ({"ways": {"password": True, "provider": PROVIDER}, "ready": (200, b"ready\n")},
         [("provider_ok", Level.OK), ("audit_key_ok", Level.OK)]),
        ({"ways": {"password": True, "provider": None}, "ready": (200, UNSIGNED)},
         [("provider_unset", Level.OK), ("audit_key_none", Level.NOTE)]),
        ({"ways": {"password": True, "provider": None, "provider_fault": "other_issuer"}, "ready": (404, b"")},
         [("provider_other_issuer", Level.NOTE), ("audit_key_unknown", Level.OK)]),
        ({"ways": {"password": False, "provider": None, "provider_fault": "silent"}, "ready": (503, b"{}")},
         [("provider_silent", Level.BLOCKS), ("audit_key_unknown", Level.OK)]),
        ({"ways": {"password": False, "provider": None, "provider_fault": "something newer"}},
         [("provider_silent", Level.BLOCKS), ("audit_key_unknown", Level.OK)]),
    ],
    indirect=["address"],
)  # fmt: skip
def test_what_the_server_lacks_of_keys_and_providers_is_said_with_what_to_do(
    address: str, found: list[tuple[str, Level]], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert codes(doctor.server_and_clock(address))[2:] == found
    texts = json.loads((ROOT / "resources" / "console.json").read_text(encoding="utf-8"))
    doctor.run(server=address, profile=tmp_path, language="zh_CN")
    assert "{" not in capsys.readouterr().out
    for code, level in found:
        assert texts[code].keys() == ({"en", "zh"} if level is Level.OK else {"en", "zh", "en_do", "zh_do"})


@pytest.mark.parametrize("address", [{"ahead": 7200.0}], indirect=True)
def test_a_clock_that_is_off_is_noted_and_blocks_nothing(address: str) -> None:
    found = list(doctor.server_and_clock(address))
    assert (found[1].code, found[1].level) == ("clock_off", Level.NOTE)
    assert 7190 < int(str(found[1].values["seconds"])) < 7210


@pytest.mark.parametrize(
    "address", [{"healthz": 404, "ways": {"password": True, "provider": None, "provider_fault": ""}}], indirect=True
)
def test_a_server_is_found_through_a_proxy_that_keeps_its_health_inside(address: str) -> None:
    assert codes(doctor.server_and_clock(address))[0] == ("server_ok", Level.OK)


@pytest.mark.parametrize("address", [{"status": 404}], indirect=True)
def test_something_else_at_the_address_blocks(address: str) -> None:
    assert codes(doctor.server_and_clock(address)) == [("server_refuses", Level.BLOCKS)]


def test_a_silent_server_a_wrong_address_and_none_are_told_apart() -> None:
    assert codes(doctor.server_and_clock("http://127.0.0.1:9")) == [("server_silent", Level.BLOCKS)]
    assert codes(doctor.server_and_clock("footplate.example.com")) == [("server_bad_address", Level.BLOCKS)]
    assert codes(doctor.server_and_clock("")) == [("server_unset", Level.NOTE)]


def test_the_password_of_a_proxy_is_not_shown() -> None:
    found = doctor.proxy("https://footplate.example.com", Policy(proxy="http://mei:secret@proxy.example.com:3128"))
    assert found.values == {"address": "proxy.example.com:3128"}


def test_a_policy_that_cannot_be_trusted_is_said() -> None:
    assert doctor.policy_in_force(MOST_RESTRICTIVE).code == "policy_unreadable"
    assert doctor.policy_in_force(Policy()).code == "policy_absent"
    texts = json.loads((ROOT / "resources" / "console.json").read_text(encoding="utf-8"))
    for fault in ("unreadable", "malformed", "writable", "folder_writable", "too_large", "value"):
        found = doctor.policy_in_force(msgspec.structs.replace(MOST_RESTRICTIVE, fault=fault))
        assert found == Finding(f"policy_{fault}", Level.NOTE, {"place": policy_place()})
        assert texts[found.code].keys() == {"en", "zh", "en_do", "zh_do"}


def test_what_a_policy_says_in_vain_is_named(tmp_path: Path) -> None:
    policy = Policy(state=PolicyState.READ, unknown=("blink",), settings={"theme": "pink"})
    found = list(doctor.policy_oddities(policy, SettingsStore(tmp_path, policy)))
    assert [(one.code, one.values) for one in found] == [
        ("policy_unknown_fields", {"names": "blink"}),
        ("policy_settings_refused", {"names": "theme"}),
    ]


def test_the_trial_of_the_cache_leaves_nothing_behind(tmp_path: Path) -> None:
    found = doctor.encrypted_cache(tmp_path / "not" / "made" / "yet")
    assert (found.code, found.values) == ("cache_ok", {"folder": tmp_path})
    assert list(tmp_path.iterdir()) == []


def test_a_cache_that_cannot_be_written_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(doctor, "_with_database", full)
    found = doctor.encrypted_cache(tmp_path)
    assert (found.code, found.level, found.values["reason"]) == ("cache_fails", Level.BLOCKS, "OSError")


def test_a_missing_library_and_a_missing_display_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.display, "missing_libraries", lambda: [Library("libxcb-cursor.so.0", "libxcb-cursor0")])
    monkeypatch.setattr(doctor.display, "has_display", lambda: False)
    found = list(doctor.libraries())
    assert [(one.code, one.level) for one in found] == [
        ("libraries_missing", Level.BLOCKS),
        ("display_none", Level.BLOCKS),
    ]
    assert str(found[0].values["line"]).endswith("libxcb-cursor0")


def test_a_machine_without_chinese_characters_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "chinese_font", lambda: "")
    monkeypatch.setattr(doctor.sys, "platform", "linux")
    assert codes(doctor.fonts()) == [("fonts_missing", Level.BLOCKS)]


@pytest.mark.parametrize(("language", "said"), [("en", "Nothing stands in the way."), ("zh_CN", "一切就绪。")])
def test_a_well_machine_is_told_so_in_its_language(
    language: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert doctor.run(profile=tmp_path, language=language) == 0
    assert capsys.readouterr().out.splitlines()[-1] == said


def test_something_that_blocks_ends_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor.run(server="http://127.0.0.1:9", profile=tmp_path, language="en") == 1
    told = capsys.readouterr().out
    assert "blocks\tServer: http://127.0.0.1:9 does not answer" in told
    assert "what to do: Check the address" in told


def test_every_finding_of_the_doctor_has_its_words() -> None:
    texts = json.loads((ROOT / "resources" / "console.json").read_text(encoding="utf-8"))
    files = ("desktop/doctor.py", "desktop/doctor_house.py", "desktop/doctor_swap.py", "server/checkup.py")
    source = "".join((ROOT / "app" / file).read_text(encoding="utf-8") for file in files)
    assert {f"provider_{code}" for code in PROVIDER_FAULTS} <= set(texts)
    assert set(re.findall(r'(?:Finding|Found)\("([a-z_]+)"', source)) <= set(texts)
    assert {f"server_{code}" for code in doctor._NETWORK_FAULTS} <= set(texts)


def test_where_the_profile_lies_is_told_without_its_path(tmp_path: Path) -> None:
    texts = json.loads((ROOT / "resources" / "console.json").read_text(encoding="utf-8"))
    for kind, code, level in (
        ("local", "profile_local", Level.OK),
        ("roaming", "profile_roaming", Level.NOTE),
    ):
        found = doctor.profile_place(tmp_path, Policy(profile_kind=kind))
        assert (found.code, found.level, found.values) == (code, level, {})
    assert {"profile_local", *(place.value for place in Place if place is not Place.LOCAL)} <= set(texts)


def test_whom_the_check_of_certificates_believes_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "ca.pem"
    broken.write_text("no certificate")
    assert doctor.authorities(Policy()).code == "authorities_system"
    assert doctor.authorities(Policy(ca_file=str(broken))).code == "authorities_unreadable"
    assert doctor.proxy("https://f.example", Policy(proxy_mode="none")).code == "proxy_off"


def test_whether_unsent_work_could_be_recovered_is_told(tmp_path: Path) -> None:
    public = new_pair()[1]
    told = Policy(recovery_key=key_to_text(public))
    assert doctor.recovery_key(tmp_path, Policy()).code == "recovery_none"
    assert doctor.recovery_key(tmp_path, MOST_RESTRICTIVE).code == "recovery_nothing_kept"
    for wrong in ("no key", key_to_text(bytes(32))):
        found = doctor.recovery_key(tmp_path, Policy(recovery_key=wrong))
        assert (found.code, found.level) == ("recovery_no_key", Level.NOTE)
    assert doctor.recovery_key(tmp_path, told).code == "recovery_named"
    SecondWrapping(tmp_path, bytes(32)).keep(public)
    for policy in (Policy(), told):
        found = doctor.recovery_key(tmp_path, policy)
        assert (found.code, found.level, found.values["names"]) == ("recovery_ready", Level.OK, key_name(public))


def test_a_system_that_cannot_keep_a_window_out_of_captures_is_said() -> None:
    assert codes(doctor.screen_captures(Policy(), "linux")) == []
    asked = Policy(screen_capture=False)
    assert codes(doctor.screen_captures(asked, "linux")) == [("capture_open", Level.NOTE)]
    assert codes(doctor.screen_captures(asked, "win32")) == [("capture_asked", Level.OK)]
