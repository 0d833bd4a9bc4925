"""Which proxy stands between this seat and its server, and one that is named in a way that is not read here."""

import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from app.desktop.api.client import is_here
from app.desktop.doctor_finding import Finding, Level
from app.desktop.policy import Policy
from app.desktop.runtime.system_proxy import system_proxy

_ASK_SECONDS = 5.0
_KDE_SCRIPT, _KDE_FOUND = "2", "3"  # ProxyType of kioslaverc: a script at an address, or one that is looked for


def proxy(address: str, policy: Policy, own: str = "") -> Finding:
    """Which proxy stands between; `own` is the person's setting, which counts where the policy names none."""
    told = policy.proxy or own
    if told:
        return Finding("proxy_used", values={"address": _without_password(told)})
    if policy.proxy_mode == "none":
        return Finding("proxy_off")
    if not address or is_here(urlsplit(address).hostname or ""):
        return Finding("proxy_none")
    if found := system_proxy(address):
        return Finding("proxy_system", values={"address": _without_password(found)})
    if sys.platform == "linux" and named_by_script():
        return Finding("proxy_script", Level.NOTE)
    return Finding("proxy_none")


def named_by_script() -> bool:
    """Whether the desktop (GNOME and those that share its settings, KDE) has a script (PAC) choose the proxy. Qt reads
    none on Linux; see app/desktop/runtime/system_proxy.py."""
    return _gnome_mode() == "auto" or _kde_type() in (_KDE_SCRIPT, _KDE_FOUND)


def _gnome_mode() -> str:
    program = shutil.which("gsettings")
    if program is None:
        return ""
    try:
        told = subprocess.run(  # noqa: S603 - a program of the system's, no shell
            [program, "get", "org.gnome.system.proxy", "mode"],
            stdin=subprocess.DEVNULL, capture_output=True, timeout=_ASK_SECONDS, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return ""
    return told.stdout.decode("utf-8", "replace").strip().strip("'")


def _kde_type() -> str:
    folder = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    kept = configparser.ConfigParser(strict=False, interpolation=None)
    try:
        kept.read(folder / "kioslaverc", encoding="utf-8")
    except (OSError, UnicodeDecodeError, configparser.Error):
        return ""
    return kept.get("Proxy Settings", "ProxyType", fallback="")


def _without_password(used: str) -> str:
    """A proxy's address may hold a password: it is not shown."""
    told = urlsplit(used)
    return f"{told.hostname or used}:{told.port or ''}".rstrip(":")
