"""The parts that every invented case is put together from."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from app.demo.people import Person, person
from app.demo.places import HOSTING_NETWORKS, PLACES, Place, distance_km

Row = dict[str, Any]
Text = tuple[str, str]  # English, Chinese

MINUTE, HOUR, DAY = 60, 3600, 86400

PHONES = (
    ("iPhone 15", "iOS 18.6"),
    ("iPhone 13", "iOS 17.7"),
    ("Pixel 8", "Android 15"),
    ("Galaxy S24", "Android 15"),
    ("Redmi Note 13", "Android 14"),
    ("OPPO Reno 11", "Android 14"),
    ("Huawei Mate 60", "HarmonyOS 4"),
    ("MacBook Air", "macOS 15"),
    ("Windows PC", "Windows 11"),
    ("iPad Air", "iPadOS 18"),
)
EMULATORS = (
    ("Android x86 build", "Android 14"),
    ("Generic ranchu", "Android 13"),
    ("Pixel 3 (sdk_gphone)", "Android 12"),
)
_HEX = "0123456789abcdef"
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


@dataclass(slots=True)
class Facet:
    """One thing that the agent can see: `risky` is how the evidence stands; both statements are ready, so that a
    step may also say the wrong one."""

    signal: str
    risky: bool
    value: str | int | float
    risk: Text
    safe: Text
    evidence_id: str
    sop_risk: str | None
    sop_safe: str | None
    weight: float = 1.0


@dataclass(slots=True)
class Story:
    """Everything of a case but the agent's arithmetic."""

    subject: Row
    evidence: list[Row]
    facets: list[Facet]
    decisive_check: Text
    other_checks: tuple[Text, ...]
    links: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Scene:
    """Who the case is about and when; `risky` names the signals whose evidence looks bad, `near` asks for a value
    close to a rule's line, `cluster` holds a device, an IP or a payee shared with other cases."""

    rng: random.Random
    opened: int  # Unix seconds
    person: Person
    home: Place
    account: str
    account_age_days: int
    kyc_level: int
    prior_cases: int
    risky: frozenset[str]
    near: bool
    cluster: dict[str, str]


def scene(rng: random.Random, opened: int, risky: frozenset[str], near: bool, cluster: dict[str, str]) -> Scene:
    """A fresh invented person with an account whose age agrees with `risky`."""
    who = person(rng)
    home = rng.choice([p for p in PLACES if p.country == who.country])
    age = rng.randint(12, 45) if "account_age" in risky else rng.randint(200, 2600)
    level = 1 if "kyc_level" in risky else rng.choice((2, 2, 3))
    prior = 0 if "clean_history" in risky else rng.randint(1, 4 if age > 100 else 1)
    account = f"u-{rng.randrange(10**7, 10**8)}"
    return Scene(rng, opened, who, home, account, age, level, prior, risky, near, cluster)


def iso(seconds: float) -> str:
    """Unix seconds as UTC ISO 8601."""
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def day(seconds: float) -> str:
    """Unix seconds as an ISO date."""
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%d")


def hex_text(rng: random.Random, length: int) -> str:
    return f"{rng.getrandbits(length * 4):0{length}x}"


def ip_address(rng: random.Random) -> str:
    """An address of the ranges kept for documentation (RFC 5737)."""
    return f"{rng.choice(('192.0.2', '198.51.100', '203.0.113'))}.{rng.randint(1, 254)}"


def chain_address(rng: random.Random, network: str) -> str:
    """A random text in the form of `network`'s addresses; it belongs to nobody."""
    if network == "tron":
        return "T" + "".join(rng.choices(_BASE58, k=33))
    if network == "solana":
        return "".join(rng.choices(_BASE58, k=44))
    if network == "bitcoin":
        return "bc1q" + "".join(rng.choices("023456789acdefghjklmnpqrstuvwxyz", k=38))
    return "0x" + hex_text(rng, 40)


def short(address: str) -> str:
    return f"{address[:6]}…{address[-4:]}"


def evidence(ident: str, kind: str, title: Text, *, fields: Row | None = None, rows: list[Row] | None = None) -> Row:
    one: Row = {"id": ident, "kind": kind, "title": {"en": title[0], "zh": title[1]}}
    if fields is not None:
        one["fields"] = _said(fields)
    if rows is not None:
        one["rows"] = [_said(row) for row in rows]
    return one


def _said(values: Row) -> Row:
    """Without what is not known: an agent leaves it out."""
    return {name: value for name, value in values.items() if value is not None}


def subject(at: Scene, **more: Any) -> Row:
    return {
        "account": at.account,
        "account_age_days": at.account_age_days,
        "country": at.person.country,
        "kyc_level": at.kyc_level,
        "opened_at": iso(at.opened),
        "prior_cases": at.prior_cases,
        **more,
    }


def history(at: Scene, case_type: str) -> list[Row]:
    """No record at all where there are no earlier cases."""
    if not at.prior_cases:
        return []
    rows: list[Row] = []
    for _ in range(at.prior_cases):
        ago = at.rng.randint(1, min(900, at.account_age_days))
        kind = at.rng.choice(("kyc_audit", case_type, "withdrawal_anomaly"))
        rows.append({"at": iso(at.opened - ago * DAY), "case_type": kind, "outcome": "passed", "note_days": ago})
    rows.sort(key=lambda row: str(row["at"]), reverse=True)
    return [evidence("history", "history", ("Previous cases", "历史案件"), rows=rows)]


def common_facets(at: Scene) -> list[Facet]:
    """Age, level and history of the account, which nearly every type looks at."""
    years, months = divmod(at.account_age_days // 30, 12)
    parts = [(n, word, zh) for n, word, zh in ((years, "year", "年"), (months, "month", "个月")) if n]
    stood = " and ".join(f"{n} {word}{'s' if n > 1 else ''}" for n, word, _ in parts) or "less than a month"
    stood_zh = " ".join(f"{n} {zh}" for n, _, zh in parts) or "不足 1 个月"
    return [
        Facet(
            "account_age",
            "account_age" in at.risky,
            at.account_age_days,
            (f"The account is only {at.account_age_days} days old.", f"账户注册仅 {at.account_age_days} 天。"),
            (
                f"The account has stood for {stood}.",
                f"账户已注册 {stood_zh}。",
            ),
            "",
            None,
            None,
            0.7,
        ),
        Facet(
            "clean_history",
            "clean_history" in at.risky,
            at.prior_cases,
            ("There is no earlier case to compare with.", "没有可供比较的历史案件。"),
            (f"{at.prior_cases} earlier cases all ended in pass.", f"{at.prior_cases} 件历史案件均为通过。"),
            "history" if at.prior_cases else "",
            None,
            None,
            0.5,
        ),
    ]


def level_facet(at: Scene) -> Facet:
    return Facet(
        "kyc_level",
        "kyc_level" in at.risky,
        at.kyc_level,
        ("Only the lowest KYC level was reached.", "仅完成最低 KYC 等级。"),
        (f"KYC level {at.kyc_level} is in place.", f"已完成 KYC {at.kyc_level} 级。"),
        "",
        None,
        None,
        0.5,
    )


def own_device(at: Scene) -> tuple[str, str]:
    return at.rng.choice(PHONES)


def device_rows(at: Scene, own: tuple[str, str], odd: tuple[str, str] | None, emulator: bool) -> list[Row]:
    """The customer's own device, perhaps a second one, and the odd one first seen within the hour."""
    rng, now = at.rng, at.opened
    span = max(1, min(at.account_age_days, 400))
    rows: list[Row] = [
        {
            "device": own[0],
            "os": own[1],
            "fingerprint": hex_text(rng, 16),
            "first_seen": iso(now - span * DAY),
            "last_seen": iso(now - rng.randint(10, 900) * MINUTE),
            "sign_ins": span // 2 + rng.randint(1, 40),
            "state": "known",
            "emulator": "no",
        }
    ]
    if odd is None and "device" in at.cluster:
        rows[0]["fingerprint"] = at.cluster["device"]
    if odd is not None:
        rows.append(
            {
                "device": odd[0],
                "os": odd[1],
                "fingerprint": at.cluster.get("device") or hex_text(rng, 16),
                "first_seen": iso(now - rng.randint(12, 55) * MINUTE),
                "last_seen": iso(now - rng.randint(1, 10) * MINUTE),
                "sign_ins": rng.randint(1, 3),
                "state": "new",
                "emulator": "yes" if emulator else "no",
            }
        )
    return rows


def odd_device(at: Scene) -> tuple[str, str]:
    return at.rng.choice(EMULATORS if "emulator" in at.risky else PHONES)


def sign_in(
    at: Scene, when: int, device: str, place: Place, network: str, tone: str = "normal", flag: str | None = None
) -> Row:
    return {
        "at": iso(when),
        "tone": tone,
        "event": "sign_in",
        "device": device,
        "city": place.code,
        "country": place.country,
        "network": network,
        "ip": at.cluster["ip"] if tone == "unusual" and "ip" in at.cluster else ip_address(at.rng),
        "outcome": "success",
        "flag": flag,
    }


def usual_sign_ins(at: Scene, device: str, count: int) -> list[Row]:
    """Sign-ins at home on the days before, oldest first."""
    rows: list[Row] = []
    when = at.opened
    for _ in range(count):
        when -= at.rng.randint(9, 22) * HOUR + at.rng.randint(0, 59) * MINUTE
        rows.append(sign_in(at, when, device, at.home, at.home.carrier))
    return rows[::-1]


def far_place(rng: random.Random, home: Place) -> tuple[Place, float]:
    """Another place at least 2,500 km away, and the distance."""
    while True:
        place = rng.choice(PLACES)
        km = distance_km(home, place)
        if km > 2500:
            return place, km


def links_of(at: Scene, **values: str) -> list[Row]:
    return [{"kind": kind, "value": value} for kind, value in values.items() if value]


def odd_network(at: Scene, place: Place) -> str:
    """The network of the sign-in in question: a hosting provider's, else the carrier of where it came from."""
    return at.rng.choice(HOSTING_NETWORKS) if "hosting_ip" in at.risky else place.carrier


Builder = Callable[[Scene], Story]
