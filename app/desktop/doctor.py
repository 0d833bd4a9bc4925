"""`footplate doctor`: what is wrong on this machine and what to do about it. Needs no display and no sign-in."""

import ctypes
import ctypes.util
import platform
import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from app.desktop.console import advice, console_language, words
from app.desktop.policy import Policy, PolicyState, policy_place, read_policy
from app.desktop.runtime import display
from app.desktop.settings import SettingsStore
from app.resources import entry

CLOCK_SECONDS = 60
KEYRING_SECONDS = 5.0
_POLICY_FAULTS = ("unreadable", "malformed", "writable", "too_large", "value")
NEEDED = (
    "resources/catalogue/case_types.json",
    "resources/catalogue/root_causes.json",
    "resources/catalogue/signals.json",
    "resources/icons/footplate.svg",
    "i18n/footplate_zh_CN.qm",
    "i18n/footplate_en.qm",
)


class Level(StrEnum):
    OK = "ok"
    NOTE = "note"
    BLOCKS = "blocks"


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `code` names its texts in resources/console.json."""

    code: str
    level: Level = Level.OK
    values: dict[str, object] = field(default_factory=dict)


def run(
    *, server: str | None = None, profile: Path | None = None, language: str | None = None, version: str | None = None
) -> int:
    """Look at everything and print it. 1 when something blocks, else 0."""
    speech = language[:2] if language else console_language()
    worst = Level.OK
    values = {"version": version or _version(), "python": platform.python_version(), "system": platform.platform()}
    print(words("program", speech, **values))
    for finding in examine(server=server, profile=profile):
        print(f"{words('level_' + finding.level.value, speech)}\t{words(finding.code, speech, **finding.values)}")
        told = advice(finding.code, speech, **finding.values)
        if told:
            print(f"\t{words('to_do', speech)}: {told}")
        if finding.level is Level.BLOCKS:
            worst = Level.BLOCKS
        sys.stdout.flush()
    print(words("not_well" if worst is Level.BLOCKS else "all_well", speech))
    return 1 if worst is Level.BLOCKS else 0


def examine(*, server: str | None, profile: Path | None) -> Iterator[Finding]:
    """Every finding, in the order in which things are needed."""
    folder = profile or default_profile()
    policy = read_policy()
    yield from libraries()
    yield from fonts()
    yield from resources()
    settings = SettingsStore(folder, policy)
    yield policy_in_force(policy)
    yield from policy_oddities(policy, settings)
    yield keyring()
    yield encrypted_cache(folder)
    address = server or policy.server or settings.now.server
    yield proxy(address, policy)
    yield from server_and_clock(address, policy.proxy)


def default_profile() -> Path:
    """The person's own profile folder."""
    from platformdirs import user_data_path

    return user_data_path("footplate", appauthor=False)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("footplate")
    except PackageNotFoundError:
        return "?"


# ---------------------------------------------------------------------------------------------- this machine
def libraries() -> Iterator[Finding]:
    missing = display.missing_libraries()
    if missing:
        names = ", ".join(library.soname for library in missing)
        line = display.install_line([library.package for library in missing])
        yield Finding("libraries_missing", Level.BLOCKS, {"names": names, "line": line})
    else:
        yield Finding("libraries_ok")
    yield Finding("display_ok") if display.has_display() else Finding("display_none", Level.BLOCKS)


def fonts() -> Iterator[Finding]:
    if sys.platform != "linux":
        return
    family = chinese_font()
    if family:
        yield Finding("fonts_ok", values={"family": family})
    else:
        yield Finding("fonts_missing", Level.BLOCKS, {"line": display.install_line([display.FONTS])})


def chinese_font() -> str:
    """A family that fontconfig knows for Chinese, or "" where there is none."""

    class FontSet(ctypes.Structure):
        _fields_ = (("nfont", ctypes.c_int), ("sfont", ctypes.c_int), ("fonts", ctypes.POINTER(ctypes.c_void_p)))

    try:
        fc = ctypes.CDLL("libfontconfig.so.1")
    except OSError:
        return ""
    fc.FcNameParse.restype = fc.FcObjectSetCreate.restype = ctypes.c_void_p
    fc.FcObjectSetAdd.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
    fc.FcFontList.restype = ctypes.POINTER(FontSet)
    fc.FcFontList.argtypes = [ctypes.c_void_p] * 3
    fc.FcPatternGetString.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.POINTER(ctypes.c_char_p)]
    pattern = fc.FcNameParse(b":lang=zh-cn")
    wanted = fc.FcObjectSetCreate()
    fc.FcObjectSetAdd(wanted, b"family")
    found = fc.FcFontList(None, pattern, wanted)
    if not found or found.contents.nfont == 0:
        return ""
    name = ctypes.c_char_p()
    fc.FcPatternGetString(found.contents.fonts[0], b"family", 0, ctypes.byref(name))
    return (name.value or b"").decode("utf-8", "replace")


def resources() -> Iterator[Finding]:
    missing = []
    for name in NEEDED:
        try:
            entry(name)
        except FileNotFoundError:
            missing.append(name)
    if missing:
        yield Finding("resources_missing", Level.BLOCKS, {"name": ", ".join(missing)})
    else:
        yield Finding("resources_ok")


def policy_in_force(policy: Policy) -> Finding:
    if policy.state is PolicyState.BAD:
        code = f"policy_{policy.fault}" if policy.fault in _POLICY_FAULTS else "policy_unreadable"
        return Finding(code, Level.NOTE, {"place": policy_place()})
    if policy.state is PolicyState.READ:
        return Finding("policy_read", values={"place": policy_place()})
    return Finding("policy_absent", values={"place": policy_place()})


def policy_oddities(policy: Policy, settings: SettingsStore) -> Iterator[Finding]:
    """What a policy that counts says in vain."""
    if policy.unknown:
        yield Finding("policy_unknown_fields", Level.NOTE, {"names": ", ".join(policy.unknown)[:200]})
    if settings.refused:
        yield Finding("policy_settings_refused", Level.NOTE, {"names": ", ".join(settings.refused)})


def keyring() -> Finding:
    from app.desktop.vault.keyring_call import KeyringCall, KeyringState

    call = KeyringCall("get", "footplate", "doctor")
    state, _ = call.wait(KEYRING_SECONDS)
    call.cancel()
    if state in (KeyringState.OK, KeyringState.ABSENT):
        return Finding("keyring_ok")
    if state in (KeyringState.WAITING, KeyringState.LOCKED, KeyringState.TIMED_OUT):
        return Finding("keyring_locked", Level.NOTE)
    if state is KeyringState.NO_BACKEND:
        return Finding("keyring_none", Level.NOTE)
    return Finding("keyring_failed", Level.NOTE, {"state": state.value})


def encrypted_cache(folder: Path) -> Finding:
    """Write, close and read a trial file where the cache would lie (or in the nearest folder that exists)."""
    place = folder
    while not place.is_dir() and place != place.parent:
        place = place.parent
    try:
        with tempfile.TemporaryDirectory(prefix=".footplate-doctor-", dir=place) as trial:
            file = Path(trial) / "trial.db"
            key = secrets.token_hex(32)
            _with_database(file, key, _write_trial)
            sealed = not file.read_bytes().startswith(b"SQLite format 3")
            _with_database(file, key, _read_trial)
    except Exception as problem:  # whatever the driver raises is the finding
        return Finding("cache_fails", Level.BLOCKS, {"folder": place, "reason": type(problem).__name__})
    if not sealed:
        return Finding("cache_not_sealed", Level.BLOCKS)
    return Finding("cache_ok", values={"folder": place})


def _with_database(file: Path, key: str, work: Callable[[object], None]) -> None:
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(str(file))
    try:
        connection.execute("PRAGMA cipher_log=off")
        connection.execute(f"PRAGMA key=\"x'{key}'\"")
        work(connection)
        connection.commit()
    finally:
        connection.close()


def _write_trial(connection: object) -> None:
    connection.execute("CREATE VIRTUAL TABLE trial USING fts5(word)")  # type: ignore[attr-defined]
    connection.execute("INSERT INTO trial VALUES ('footplate')")  # type: ignore[attr-defined]


def _read_trial(connection: object) -> None:
    rows = connection.execute("SELECT word FROM trial WHERE trial MATCH 'footplate'").fetchall()  # type: ignore[attr-defined]
    if rows != [("footplate",)]:
        raise ValueError(len(rows))


# ---------------------------------------------------------------------------------------------- the server
def proxy(address: str, policy: Policy) -> Finding:
    from requests.utils import get_environ_proxies

    used = policy.proxy or (get_environ_proxies(address).get(urlsplit(address).scheme) if address else None)
    if not used:
        return Finding("proxy_none")
    told = urlsplit(used)  # a proxy's address may hold a password: it is not shown
    return Finding("proxy_used", values={"address": f"{told.hostname or used}:{told.port or ''}".rstrip(":")})


def server_and_clock(address: str, via: str | None) -> Iterator[Finding]:
    if not address:
        yield Finding("server_unset", Level.NOTE)
        return
    told = urlsplit(address)
    if told.scheme not in ("http", "https") or not told.hostname:
        yield Finding("server_bad_address", Level.BLOCKS, {"address": address})
        return
    import ssl

    import requests
    import truststore
    from requests.adapters import HTTPAdapter

    class SystemTrust(HTTPAdapter):
        def init_poolmanager(self, *args: object, **kwargs: object) -> None:
            kwargs["ssl_context"] = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            super().init_poolmanager(*args, **kwargs)  # type: ignore[arg-type]

    with requests.Session() as session:
        session.mount("https://", SystemTrust())
        if told.hostname in ("127.0.0.1", "::1", "localhost"):
            session.trust_env = False
        elif via:
            session.proxies = {"http": via, "https": via}
        began = time.monotonic()
        try:
            answer = session.get(address.rstrip("/") + "/healthz", timeout=(5, 10), allow_redirects=False)
        except requests.exceptions.SSLError:
            yield Finding("server_certificate", Level.BLOCKS, {"address": address})
            return
        except requests.RequestException as problem:
            yield Finding("server_silent", Level.BLOCKS, {"address": address, "reason": type(problem).__name__})
            return
        took = time.monotonic() - began
    if answer.status_code != 200:
        yield Finding("server_refuses", Level.BLOCKS, {"address": address, "status": answer.status_code})
        return
    yield Finding("server_ok", values={"address": address, "milliseconds": round(took * 1000)})
    stamp = answer.headers.get("Date")
    if stamp:
        off = abs(time.time() - took / 2 - parsedate_to_datetime(stamp).timestamp())
        within = off <= CLOCK_SECONDS
        seconds = max(1, round(off))
        code = "clock_ok" if within else "clock_off"
        yield Finding(code, Level.OK if within else Level.NOTE, {"seconds": seconds})
