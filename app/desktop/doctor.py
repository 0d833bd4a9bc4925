"""`footplate doctor`: what is wrong on this machine and what to do about it. Needs no display and no sign-in."""

import ctypes
import ctypes.util
import importlib.util
import itertools
import platform
import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app.contract import paths
from app.desktop.api.server_clock import ServerClock
from app.desktop.console import advice, console_language, words
from app.desktop.doctor_finding import Finding as Finding
from app.desktop.doctor_finding import Level as Level
from app.desktop.doctor_house import house
from app.desktop.doctor_proxy import proxy
from app.desktop.doctor_swap import swap
from app.desktop.policy import Policy, PolicyState, policy_place, read_policy
from app.desktop.ports import Offline
from app.desktop.runtime import display
from app.desktop.runtime.system_proxy import way
from app.desktop.settings import SettingsStore
from app.resources import entry

if TYPE_CHECKING:
    from app.desktop.api.client import HttpClient, Network

CLOCK_SECONDS = 60
_NOT_THERE = 404
KEYRING_SECONDS = 5.0
_NETWORK_FAULTS = (
    "certificate", "certificate_expired", "certificate_host", "tls", "proxy", "proxy_sign_in", "proxy_unfit", "ca_file",
)  # fmt: skip
_POLICY_FAULTS = ("unreadable", "malformed", "writable", "folder_writable", "too_large", "value")
NEEDED = (
    "resources/catalogue/case_types.json",
    "resources/catalogue/root_causes.json",
    "resources/catalogue/signals.json",
    "resources/icons/footplate.svg",
    "i18n/footplate_zh_CN.qm",
    "i18n/footplate_en.qm",
)


def run(
    *,
    server: str | None = None,
    profile: Path | None = None,
    language: str | None = None,
    version: str | None = None,
    more: Iterable[Finding] = (),
) -> int:
    """Look at everything and print it, what else was found last. 1 when something blocks, else 0."""
    speech = language[:2] if language else console_language()
    worst = Level.OK
    values = {"version": version or _version(), "python": platform.python_version(), "system": platform.platform()}
    print(words("program", speech, **values))
    # Where a server alone is installed, there is no seat to look at.
    here = examine(server=server, profile=profile) if importlib.util.find_spec("platformdirs") else ()
    for finding in itertools.chain(here, more):
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
    yield profile_place(folder, policy)
    yield from screen_captures(policy)
    yield swap()
    yield keyring()
    yield encrypted_cache(folder)
    yield recovery_key(folder, policy)
    address = server or policy.server or settings.now.server
    from app.desktop.api.client import Network

    yield proxy(address, policy, settings.now.proxy)
    yield authorities(policy)
    yield from server_and_clock(address, Network(*way(policy, settings.now.proxy), policy.ca_file))


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


def profile_place(folder: Path, policy: Policy) -> Finding:
    """Whether the profile stays on this machine; no path of it is shown."""
    from app.desktop.vault.own_folder import is_foreign
    from app.desktop.vault.profile_place import Place, place_of

    if folder.exists() and is_foreign(folder):
        return Finding("profile_foreign", Level.BLOCKS)
    place = place_of(folder, policy)
    return Finding(
        place.value if place is not Place.LOCAL else "profile_local", Level.OK if place is Place.LOCAL else Level.NOTE
    )


def screen_captures(policy: Policy, system: str = sys.platform) -> Iterator[Finding]:
    """What the policy asks for and this system has no way to."""
    from app.desktop.runtime.capture import can_keep_out

    if not policy.screen_capture:
        yield Finding("capture_asked") if can_keep_out(system) else Finding("capture_open", Level.NOTE)


def recovery_key(folder: Path, policy: Policy) -> Finding:
    """Whether unsent work could be recovered by the organisation if this seat lost its own key. Keys are told apart by
    their short names; none is shown."""
    from app.desktop.vault.recovery import key_from_text, key_name, usable, wrapped_for

    if not policy.local_store:
        return Finding("recovery_nothing_kept")
    here = wrapped_for(folder)
    if policy.recovery_key is None:
        return Finding("recovery_ready", values={"names": ", ".join(here)}) if here else Finding("recovery_none")
    try:
        public = key_from_text(policy.recovery_key)
        if not usable(public):
            raise ValueError
    except ValueError:
        return Finding("recovery_no_key", Level.NOTE, {"place": policy_place()})
    name = key_name(public)
    return Finding("recovery_ready" if name in here else "recovery_named", values={"names": name})


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
def authorities(policy: Policy) -> Finding:
    """Whom the check of the server's certificate believes."""
    if policy.ca_file is None:
        return Finding("authorities_system")
    from app.desktop.api.transport import trust

    try:
        trust(policy.ca_file)
    except Offline:
        return Finding("authorities_unreadable", Level.BLOCKS, {"place": policy.ca_file})
    return Finding("authorities_own", values={"place": policy.ca_file})


def server_and_clock(address: str, network: "Network | None" = None) -> Iterator[Finding]:
    if not address:
        yield Finding("server_unset", Level.NOTE)
        return
    told = urlsplit(address)
    if told.scheme not in ("http", "https") or not told.hostname:
        yield Finding("server_bad_address", Level.BLOCKS, {"address": address})
        return
    from app.desktop.api.client import HttpClient, Network

    client = HttpClient(address, ServerClock(), network=network or Network(), stall_seconds=10)
    try:
        yield from _asked(client, address)
    finally:
        client.close()


def _asked(client: "HttpClient", address: str) -> Iterator[Finding]:
    began = time.monotonic()
    try:
        # A proxy keeps /healthz inside, so an address that every seat needs comes first; an older server lacks it.
        status, page, stamp = client.knock(paths.SESSION_WAYS)
        if status == _NOT_THERE and not page:
            status, page, stamp = client.knock(paths.HEALTH)
    except Offline as problem:
        code = f"server_{problem.code}" if problem.code in _NETWORK_FAULTS else "server_silent"
        yield Finding(code, Level.BLOCKS, {"address": address})
        return
    took = time.monotonic() - began
    if page or 300 <= status < 400:
        yield Finding("server_portal", Level.BLOCKS, {"address": address})
        return
    if status != 200:
        yield Finding("server_refuses", Level.BLOCKS, {"address": address, "status": status})
        return
    yield Finding("server_ok", values={"address": address, "milliseconds": round(took * 1000)})
    if stamp:
        off = abs(time.time() - took / 2 - parsedate_to_datetime(stamp).timestamp())
        within = off <= CLOCK_SECONDS
        seconds = max(1, round(off))
        code = "clock_ok" if within else "clock_off"
        yield Finding(code, Level.OK if within else Level.NOTE, {"seconds": seconds})
    yield from house(client)
