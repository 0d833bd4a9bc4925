"""The state of the connection and of the work, in words."""

from datetime import UTC, datetime

import msgspec
from PySide6.QtCore import QCoreApplication

from app.desktop.ports import StatusState
from app.desktop.widgets import formats, reasons

translate = QCoreApplication.translate
OLD_MS = 60_000
"""What waits to be sent for so long is told with its age."""
DAY_MS = 24 * 3_600_000


class Pill(msgspec.Struct, frozen=True):
    """What the pill says; `colour` is a token, `filled` tells connected from not."""

    text: str
    colour: str
    filled: bool


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


def _joined(parts: list[str]) -> str:
    return " · ".join(part for part in parts if part)


def pending_words(count: int) -> str:
    return translate("Status", "%n pending", "", count)


def attention_words(count: int) -> str:
    return translate("Status", "%n need your attention", "", count)


def pause_words(code: str) -> str:
    """Why sync stands still, from the code of the status."""
    words = {
        "unauthorised": translate("Status", "Sign in again to sync"),
        "update_needed": translate("Status", "This version is too old to sync"),
        "device_revoked": translate("Status", "This seat was revoked; your work stays sealed here"),
        "person_disabled": translate("Status", "Your account is closed; your work stays sealed here"),
        "server_spoke_nonsense": translate("Status", "The server's answer makes no sense"),
        "rate_limited": translate("Status", "The server asked to wait"),
        "disk_full": translate("Status", "The disk is full: free some space, sync goes on by itself"),
        "disk": translate("Status", "The disk takes nothing: sync waits; tell your administrator"),
        "work_unreadable": translate(
            "Status", "Your unsent work cannot be read any more: start Footplate again, it says what is missing"
        ),
        "store_busy": translate("Status", "Another program holds this seat’s files: close it, sync goes on by itself"),
    }
    return words.get(code, translate("Status", "Sync is paused"))


def _obstacle(code: str | None) -> str:
    """What stands between this seat and the server, where it is known and somebody can do something about it."""
    certificate = translate("Status", "the server's certificate is not accepted")
    proxy = translate("Status", "the proxy does not let it through")
    endless = translate("Status", "the server’s answers come to no end; tell your administrator")
    large = translate("Status", "the server’s answers are too large; tell your administrator")
    words = {
        "captive_portal": translate("Status", "the network asks to sign in"),
        "server_spoke_nonsense": translate("Status", "something else answered"),
        "certificate": certificate,
        "certificate_expired": certificate,
        "certificate_host": certificate,
        "tls": translate("Status", "no safe connection"),
        "ca_file": translate("Status", "the certificate file cannot be used"),
        "proxy": proxy,
        "proxy_unfit": proxy,
        "proxy_sign_in": translate("Status", "the proxy asks for a password"),
        "no_progress": endless,
        "history_diverged": endless,
        "answer_too_large": large,
        "page_too_large": large,
    }
    return words.get(code or "", "")


def pill(state: StatusState | None, now_ms: int) -> Pill:
    """The state in words, for the top bar. `now_ms` is the server's time."""
    if state is None:
        return Pill(translate("Status", "Starting"), "muted", False)
    work = [pending_words(state.pending)]
    age = now_ms - state.oldest_pending_at if state.pending and state.oldest_pending_at is not None else 0
    if age >= OLD_MS:
        work.append(translate("Status", "oldest {age}").format(age=formats.span(age / 1000)))
    if state.attention:
        work.append(attention_words(state.attention))
    if state.connection == "signed_out":
        return Pill(translate("Status", "Signed out"), "muted", False)
    if state.connection == "offline":
        said = (
            translate("Status", "Offline since {time}").format(time=formats.clock(_moment(state.since)))
            if state.since is not None
            else translate("Status", "Offline")
        )
        if state.leases_until is not None and state.leases_until > now_ms:
            time = formats.clock(_moment(state.leases_until))
            work.append(translate("Status", "reserved until {time}").format(time=time))
        return Pill(_joined([said, _obstacle(state.paused_by), *work]), "escalate", False)
    if state.connection == "paused":
        return Pill(_joined([pause_words(state.paused_by or ""), *work]), "block", False)
    if state.connection == "syncing" and state.progress is not None:
        return Pill(_progress(state), "accent", True)
    if state.last_sync_at is None:
        return Pill(_joined([translate("Status", "Reading the queue …"), *work]), "accent", True)
    since = formats.ago(max(0, now_ms - state.last_sync_at) / 1000)
    said = translate("Status", "Synced {ago}").format(ago=since)
    colour = "escalate" if state.attention else "pass_"
    return Pill(_joined([said, *work]), colour, True)


def _progress(state: StatusState) -> str:
    progress = state.progress
    if progress is None:
        return translate("Status", "Syncing")
    if progress.total is None:
        return translate("Status", "Syncing · %n cases so far", "", progress.done)
    return translate("Status", "Syncing · {done} of {total} cases").format(
        done=formats.count(progress.done), total=formats.count(progress.total)
    )


def work_line(mine: int | None, decided_today: int | None) -> str:
    """The left of the status line; figures that are not known are left out."""
    parts = []
    if mine is not None:
        parts.append(translate("Status", "%n in my queue", "", mine))
    if decided_today is not None:
        parts.append(translate("Status", "%n decided today", "", decided_today))
    return "     ".join(parts)


def kept_work_line(recovered: int, set_aside: bool) -> str:
    """What became of unsent work when the stores were opened; "" where nothing happened to it."""
    parts: list[str] = []
    if recovered:
        parts.append(translate("Status", "%n unsent pieces of work came back", "", recovered))
    if set_aside:
        parts.append(translate("Status", "Work kept with another key is set aside until that key is back"))
    return "     ".join(parts)


class Asked(msgspec.Struct, frozen=True):
    """A case that is not on this seat: the server is asked for it, or could not be, for this reason."""

    case_id: str
    problem: str = ""


def asked_line(asked: Asked | None) -> str:
    """That a case is on its way, or why it does not come, and what to do; "" where none was asked for."""
    if asked is None:
        return ""
    if not asked.problem:
        return translate("Status", "The server is asked for {case} … Esc gives it up").format(case=asked.case_id)
    why = {
        "offline": translate("Status", "the server cannot be reached. Open it again once it can; Esc closes this"),
        "not_found": translate(
            "Status", "the server has no such case for you. It may have been withdrawn; Esc closes this"
        ),
    }.get(asked.problem) or reasons.problem(asked.problem)
    return translate("Status", "{case} is not on this seat: {why}").format(case=asked.case_id, why=why)


def contact_line(left_ms: int | None) -> str:
    """That the seat will close for want of the server, and when; "" while there is time."""
    if left_ms is None:
        return ""
    hours, minutes = divmod(max(1, left_ms // 60_000), 60)
    if hours:
        return translate("Status", "Without the server this seat closes in %n hours: go online", "", hours)
    return translate("Status", "Without the server this seat closes in %n minutes: go online", "", minutes)


def machine_line(notices: tuple[str, ...]) -> str:
    """What the machine imposes and a person should know of, from codes: policy_unreadable, profile_network,
    profile_fleeting, profile_roaming, profile_kept."""
    words = {
        "policy_unreadable": translate("Status", "This machine's policy cannot be used: the strictest rules hold"),
        "profile_network": translate("Status", "Your profile lies on the network, so nothing is kept here"),
        "profile_fleeting": translate("Status", "Your profile does not outlast the session, so nothing is kept here"),
        "profile_kept": translate(
            "Status", "Your profile does not stay on this computer: send your work before you go"
        ),
        "profile_roaming": translate("Status", "Your profile moves between computers, so nothing is kept here"),
    }
    return "     ".join(words[notice] for notice in notices if notice in words)


def store_line(state: StatusState | None, held: int, now_ms: int) -> str:
    """The right of the status line: what is reserved, how it is kept, and what went missing."""
    if state is None:
        return ""
    parts: list[str] = [translate("Status", "Times are UTC")] if formats.tells_utc() else []
    if state.missing is not None and not state.missing.read:
        text = translate("Status", "Work may be missing: {numbers} (see Activity)")
        parts.append(text.format(numbers=formats.ranges(state.missing.numbers + state.missing.unasked)))
    if state.copied_at is not None and now_ms - state.copied_at < DAY_MS:
        parts.append(translate("Status", "This profile is an older copy: unsent work may be missing (see Activity)"))
    if state.quarantined:
        parts.append(translate("Status", "%n unreadable, set aside", "", state.quarantined))
    if state.read_anew is not None and now_ms - state.read_anew.at < DAY_MS:
        time = formats.clock(_moment(state.read_anew.at))
        parts.append(translate("Status", "The copy of the queue was fetched again at {time}").format(time=time))
    if held and state.leases_until is not None and state.leases_until > now_ms:
        reserved = translate("Status", "%n reserved", "", held)
        until = translate("Status", "until {time}").format(time=formats.clock(_moment(state.leases_until)))
        parts.append(f"{reserved} · {until}")
    if state.along and state.along_until is not None and state.along_until > now_ms:
        taken = translate("Status", "%n with you", "", state.along)
        # Counted down by the server's time; the first to end counts, since the person has to keep pace with that one.
        parts.append(f"{taken} · {formats.time_left((state.along_until - now_ms) / 1000)}")
    if state.key == "none":
        parts.append(translate("Status", "Online only: nothing is kept on this machine"))
    else:
        parts.append(translate("Status", "Kept encrypted on this machine"))
    return "     ".join(parts)
