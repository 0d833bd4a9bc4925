"""A desktop that lets a script choose its proxy is told of: Footplate runs none, and would only seem to be offline."""

import json
import sys
from pathlib import Path

import pytest

from app.desktop.doctor_finding import Finding, Level
from app.desktop.doctor_proxy import proxy
from app.desktop.policy import Policy

ROOT = Path(__file__).resolve().parents[2]
SERVER = "https://footplate.example.com"
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system reads the script itself")


class Session:
    """A desktop session: what `gsettings` says, KDE's file, and the environment."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._bin, self._config, self._monkeypatch = folder / "bin", folder / "config", monkeypatch
        self._bin.mkdir()
        self._config.mkdir()
        monkeypatch.setenv("PATH", str(self._bin))
        monkeypatch.setenv("XDG_CONFIG_HOME", str(self._config))
        for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
            monkeypatch.delenv(name.upper(), raising=False)

    def gnome(self, says: str, code: int = 0) -> None:
        script = self._bin / "gsettings"
        script.write_text(f'#!/bin/sh\n[ "$*" = "get org.gnome.system.proxy mode" ] && echo "{says}"\nexit {code}\n')
        script.chmod(0o700)

    def kde(self, text: str) -> None:
        (self._config / "kioslaverc").write_text(text, encoding="latin-1")

    def named(self, address: str) -> None:
        self._monkeypatch.setenv("https_proxy", address)


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    return Session(tmp_path, monkeypatch)


def code(own: str = "", mode: str = "system") -> str:
    return proxy(SERVER, Policy(proxy_mode=mode), own).code


def test_a_script_of_gnome_is_noted_with_what_to_do(session: Session) -> None:
    session.gnome("'auto'")
    assert proxy(SERVER, Policy()) == Finding("proxy_script", Level.NOTE)
    assert proxy("http://127.0.0.1:8470", Policy()).code == "proxy_none"
    texts = json.loads((ROOT / "resources" / "console.json").read_text(encoding="utf-8"))
    assert texts["proxy_script"].keys() == {"en", "zh", "en_do", "zh_do"}


@pytest.mark.parametrize(("kind", "expected"), [("0", "none"), ("1", "none"), ("2", "script"), ("3", "script")])
def test_a_script_of_kde_is_noted(session: Session, kind: str, expected: str) -> None:
    session.kde(f"[Proxy Settings][$i]\nreadDoubleProxy=1\n[Proxy Settings]\nProxyType={kind}\nNoProxyFor=%h\n")
    assert code() == f"proxy_{expected}"


def test_a_proxy_that_is_named_otherwise_counts(session: Session) -> None:
    session.gnome("'auto'")
    assert code(own="http://proxy:3128") == "proxy_used"
    assert code(mode="none") == "proxy_off"
    session.named("http://proxy:3128")
    assert code() == "proxy_system"


def test_where_nothing_is_told_none_is_named(session: Session) -> None:
    assert code() == "proxy_none"
    session.gnome("'none'")
    assert code() == "proxy_none"
    session.gnome("No such schema", code=1)
    session.kde("ProxyType=2\nno section above: \xe9\n")
    assert code() == "proxy_none"
