"""What vendors' raw sign-in and account events say, in the words of the case types' schemas: when, what, from which
device, place and network. A field that the log does not hold is None, so that the case shows it as not given."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

from app.contract.catalogue import catalogue

Row = dict[str, Any]
WINDOW = timedelta(days=90)
_EARTH_KM = 6371.0

# Where the vendors put each thing; keys are compared without their case. The first that is there counts.
_WHEN = (
    "published eventTime properties.createdDateTime time id.time data.date isotimestamp event.timestamp CreationTime "
    "date_create created_at timestamp p_event_time"
).split()
_IP = (
    "client.ipAddress sourceIPAddress properties.ipAddress callerIpAddress ipAddress data.ip access_device.ip "
    "event.ip_address context.ip_address context.client_ip_address client.ip_address ip_address ipaddr ClientIP "
    "new.sourceIpAddress parameters.message_info.connection_info.client_ip"
).split()
_WHAT = (
    "eventName eventType data.type event.type operationName Operation action event_type name type event_type_id"
).split()
_WHO = (
    "userIdentity.userName userIdentity.arn properties.userPrincipalName data.details.request.auth.user.email "
    "user.name event.actor.person.email actor.alternateId actor.user.email actor.email target_user.email new.email "
    "new.employee.email created_by.login UserId user_name username actor_name actor"
).split()
_CITY = "client.geographicalContext.city properties.location.city location.city".split()
_COUNTRY = "client.geographicalContext.country properties.location.countryOrRegion location.country country".split()
_LAT = (
    "client.geographicalContext.geolocation.lat properties.location.geoCoordinates.latitude location.latitude".split()
)
_LON = (
    "client.geographicalContext.geolocation.lon properties.location.geoCoordinates.longitude location.longitude".split()
)
_OWNER = "securityContext.asOrg securityContext.isp".split()
_OS = (
    "client.userAgent.os access_device.os properties.deviceDetail.operatingSystem client.os_name new.os platform"
).split()
_BROWSER = (
    "client.userAgent.browser access_device.browser properties.deviceDetail.browser client.app_name new.browser"
).split()
_AGENT = (
    "client.userAgent.rawUserAgent userAgent data.user_agent context.user_agent properties.userAgent new.userAgent"
).split()
_OUTCOME = (
    "outcome.result responseElements.ConsoleLogin result ResultStatus properties.status.errorCode resultType"
).split()

# The vendors' names of events against the schema's own; a name that fits none is shown as the vendor writes it.
_EVENTS = (
    (r"reset_password|password_reset|forgot.?password", "password_reset"),
    (r"change.?password|update_?login_?profile|password.?chang", "password_change"),
    (r"factor\.(deactivate|suspend|reset_all)|deactivatemfa|disable.*two_factor|bypass_create", "twofa_off"),
    (r"email_updated|email.?chang", "email_changed"),
    (r"createaccesskey|add service principal credentials", "api_key_created"),
    (
        r"consolelogin$|session\.start|login_(success|failure)|login_(succeeded|failed)|^user\.login$|sign.?in|"
        r"^(failed_)?login$|userlogg?ed?in|userloginfailed|admin_login|credentials_ok|password_secret_bad|"
        r"^authentication$|suspicious_login|auth_via",
        "sign_in",
    ),
)
_FAILED = re.compile(r"fail|denied|deny|bad$|password_secret_bad|^50126$", re.I)
_DONE = re.compile(r"success|succeeded|allow|credentials_ok|loggedin|^0$", re.I)
_COUNTRIES = {"united states": "US", "brazil": "BR", "canada": "CA", "iceland": "IS", "china": "CN", "russia": "RU"}
_NOTHING = frozenset({"", "unknown", "null", "none", "-"})


@dataclass(frozen=True)
class Place:
    """Where a network stands: degrees."""

    lat: float
    lon: float


@dataclass(frozen=True)
class Event:
    """One event of a vendor's log. `who` is the account within that log, `what` the schema's code or the vendor's own
    name; `new` holds what the vendor itself says is or is not new about it (its behaviours), by the schema's stem:
    device, network, city."""

    who: str | None
    at: datetime | None
    what: str
    device: str | None
    os: str | None
    city: str | None
    country: str | None
    owner: str | None
    network_kind: str | None
    ip: str | None
    outcome: str | None
    place: Place | None
    new: dict[str, bool]


def read_event(log: Row, source: str = "") -> Event:
    """What a raw event of a vendor's log (`source`) says. Nothing is made up: what is not in it is None."""
    low = _lowered(log)
    ip_path, ip = _first(low, _IP)
    found = {"location": {}, "asn": {}, "privacy": {}}
    for kind in found:
        known = low.get("p_enrichment", {}).get(f"ipinfo_{kind}", {})
        found[kind] = known.get(ip_path, {}) if isinstance(known, dict) else {}
    where, owner, privacy = found["location"], found["asn"], found["privacy"]
    raw, who = _text(low, _WHAT) or "event", _text(low, _WHO)
    what = next((code for pattern, code in _EVENTS if re.search(pattern, raw, re.I)), raw)
    agent = _text(low, _AGENT)
    os = _text(low, _OS) or _os_of(agent)
    browser = _text(low, _BROWSER) or _browser_of(agent)
    device = " · ".join(part for part in (browser, os) if part) or None
    result = _text(low, _OUTCOME) or raw
    return Event(
        who=who and f"{source} {who}",
        at=_moment(_first(low, _WHEN)[1]),
        what=what,
        device=device,
        os=os,
        city=_city(_text(low, _CITY) or _said(where.get("city"))),
        country=_country(_text(low, _COUNTRY) or _said(where.get("country"))),
        owner=_text(low, _OWNER) or _said(owner.get("name")),
        network_kind="vpn" if privacy.get("vpn") else "hosting" if privacy.get("hosting") else None,
        ip=_said(ip),
        outcome="failed" if _FAILED.search(result) else "success" if _DONE.search(result) else None,
        place=_place(_first(low, _LAT)[1] or where.get("lat"), _first(low, _LON)[1] or where.get("lng")),
        new=_behaviours(low),
    )


def around(event: Event, known: Iterable[Event]) -> list[Event]:
    """The account's own events of the ninety days before, oldest first, the event itself last. Without an account or a
    time there is nothing but the event."""
    if event.who is None or event.at is None:
        return [event]
    before: dict[object, Event] = {}
    for one in known:
        if one.who == event.who and one.at is not None and event.at - WINDOW <= one.at < event.at:
            # A log that is told twice is one event.
            before.setdefault((one.at, one.what, one.device, one.ip, one.city), one)
    return [*sorted(before.values(), key=lambda one: one.at or event.at), event]


def timeline(events: Sequence[Event], unusual: bool) -> list[Row]:
    """Rows of `signin_timeline`; the last one is the event that the case is about."""
    rows: list[Row] = []
    for number, event in enumerate(events):
        last = number == len(events) - 1
        row: Row = {"at": _iso(event.at), "event": event.what}
        if last:
            # The rule judged this one event; of the others nobody said anything.
            row["tone"] = "unusual" if unusual else "normal"
        row |= {"device": event.device, "city": event.city, "country": event.country, "network": event.owner}
        row |= {"ip": event.ip, "outcome": event.outcome}
        moved = _moved(events[number - 1], event) if number else None
        if moved is not None:
            row |= {"distance_km": round(moved[0]), "elapsed_min": moved[1], "speed_kmh": moved[2]}
        if event.network_kind:
            row["flag"] = "vpn" if event.network_kind == "vpn" else "hosting_ip"
        rows.append(row)
    return rows


def speeds(events: Sequence[Event]) -> list[Row]:
    """Rows of `signin_speed`: one for every two neighbours that stand in a known place at different times; none for a
    lone one, which makes no chart and stands in the timeline."""
    pairs = ((b.at, _moved(a, b)) for a, b in pairwise(events))
    found = [{"at": _iso(at), "speed_kmh": moved[2]} for at, moved in pairs if moved is not None]
    return found if len(found) > 1 else []


def devices(events: Sequence[Event]) -> list[Row]:
    """Rows of `devices`: each device that the log names, with when and how often."""
    rows: dict[str, Row] = {}
    last = events[-1]
    for event in events:
        if event.device is None:
            continue
        row = rows.setdefault(
            event.device, {"device": event.device, "os": event.os, "first_seen": _iso(event.at), "sign_ins": 0}
        )
        row["last_seen"] = _iso(event.at)
        row["sign_ins"] += event.what == "sign_in"
    for name, row in rows.items():
        row["state"] = changes(events)["device_state"] if name == last.device else "known"
    return list(rows.values())


def changes(events: Sequence[Event]) -> Row:
    """The fields of `account_changes`: the last event against those before it, or as the vendor itself judges it."""
    last = events[-1]
    before = [one for one in events[:-1] if one.device is not None]
    state = "known" if any(one.device == last.device for one in before) else _state(last, "device", bool(before))
    moves = [row["speed_kmh"] for row in timeline(events, False) if "speed_kmh" in row]
    return {
        "device_state": state if last.device or "device" in last.new else None,
        "device": last.device,
        "network_kind": last.network_kind,
        "asn": last.owner,
        "max_speed_kmh": max(moves) if moves else None,
        "minutes_reset_to_withdrawal": None,
        "new_addresses": None,
    }


def _state(event: Event, stem: str, compared: bool) -> str | None:
    if stem in event.new:
        return "new" if event.new[stem] else "known"
    return "new" if compared else None


def _moved(one: Event, two: Event) -> tuple[float, float, int] | None:
    """(kilometres, minutes, km/h) between two events, or None where a place or a time is not known."""
    if one.place is None or two.place is None or one.at is None or two.at is None or two.at <= one.at:
        return None
    a, b = math.radians(one.place.lat), math.radians(two.place.lat)
    turn = math.radians(two.place.lon - one.place.lon)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(turn / 2) ** 2
    km = 2 * _EARTH_KM * math.asin(math.sqrt(half))
    minutes = (two.at - one.at).total_seconds() / 60
    return km, round(minutes, 1), round(km / minutes * 60)


def _lowered(value: Any) -> Any:
    """Names in small letters: the same vendor's log comes in both spellings. Dotted names inside stay whole."""
    if isinstance(value, dict):
        return {str(name).lower(): _lowered(part) for name, part in value.items()}
    return value


def _first(low: Row, paths: Iterable[str]) -> tuple[str, Any]:
    for path in paths:
        value: Any = low
        for step in path.lower().split("."):
            value = value.get(step) if isinstance(value, dict) else None
        if value is not None and not isinstance(value, dict | list) and str(value).lower() not in _NOTHING:
            return path.lower(), value
    return "", None


def _text(low: Row, paths: Iterable[str]) -> str | None:
    return _said(_first(low, paths)[1])


def _said(value: Any) -> str | None:
    text = str(value).strip() if value is not None else ""
    return text[:120] if text.lower() not in _NOTHING else None


def _moment(value: Any) -> datetime | None:
    if isinstance(value, int | float):
        # Seconds, or thousandths of them.
        return datetime.fromtimestamp(value if value < 1e11 else value / 1000, UTC)
    if not isinstance(value, str):
        return None
    text = re.sub(r"(\.\d{6})\d+", r"\1", value.strip())
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def _iso(at: datetime | None) -> str | None:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at is not None else None


def _place(lat: Any, lon: Any) -> Place | None:
    try:
        place = Place(float(lat), float(lon))
    except (TypeError, ValueError):
        return None
    # The log holds made-up places too; no such degree is a place.
    return place if abs(place.lat) <= 90 and abs(place.lon) <= 180 else None


def _city(name: str | None) -> str | None:
    """The schema's code where it has one, else the name as it stands in the log."""
    code = re.sub(r"[\s-]+", "_", (name or "").lower())
    return code if code in _cities() else name


@cache
def _cities() -> frozenset[str]:
    field = catalogue().case_types["ato_investigation"].evidence_schemas["signin_timeline"].field("city")
    return frozenset(field.values if field else ())


def _country(name: str | None) -> str | None:
    if name is None or (len(name) == 2 and name.isascii() and name.isalpha()):
        return name.upper() if name else None
    return _COUNTRIES.get(name.lower())


def _os_of(agent: str | None) -> str | None:
    names = {"Mac OS X": "Mac OS X", "Windows": "Windows", "Android": "Android", "iPhone": "iOS", "Linux": "Linux"}
    return next((ours for theirs, ours in names.items() if theirs in (agent or "")), None)


def _browser_of(agent: str | None) -> str | None:
    found = re.search(r"(Edg|Firefox|Chrome|Safari)/(\d+)", agent or "")
    return f"{found[1].replace('Edg', 'Edge')} {found[2]}" if found else agent


def _behaviours(low: Row) -> dict[str, bool]:
    """What the vendor compared with the account's history: "New Device=POSITIVE" and the like."""
    told = str(low.get("debugcontext", {}))
    stems = {"device": "new device", "network": "new ip", "city": "new city"}
    result: dict[str, bool] = {}
    for stem, words in stems.items():
        found = re.search(rf"{words}['\"]?\s*[=:]\s*['\"]?(positive|negative)", told, re.I)
        if found:
            result[stem] = found[1].lower() == "positive"
    return result
