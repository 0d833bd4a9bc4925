"""Sign-in and MFA events with detection rules, as ATO and 2FA cases: what the log says goes into the evidence of the
case type (timeline, devices, what is new against the last 90 days), the raw event comes along. They carry no genuine
score: agent and model version say `synthetic`, and so does the first line of what was not checked."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.real_data import signins
from tests.real_data.convert import RULE_VERSION, THRESHOLD, iso, logit, read

Row = dict[str, Any]
EVENTS = Path("data") / "identity_events" / "panther_identity_events.jsonl.gz"
TYPES = {"ato": "ato_investigation", "twofa_reset": "reset_2fa"}
SYNTHETIC = "synthetic"
_LIFT = {"Info": 0.0, "Low": 0.04, "Medium": 0.08, "High": 0.14, "Critical": 0.2}
_BASE = -1.2
_MOST_ROWS = 40


def convert_identity(shared: Path, now: datetime, seed: int) -> Iterator[Row]:
    """One case for each event; where the rule should fire the made-up verdict is block."""
    told = list(read(shared / EVENTS))
    known = [signins.read_event(event["log"], _source(event)) for event in told]
    for index, event in enumerate(told):
        rng = random.Random(f"{seed} {index}")
        verdict = "block" if event["expected_alert"] else "pass"
        sure = round(0.55 + _LIFT.get(event["severity"], 0.0) + rng.uniform(0, 0.08), 4)
        score = sure if verdict == "block" else round(1 - sure, 4)
        routed = now - timedelta(minutes=rng.randint(1, 230))
        hit = 1.5 if verdict == "block" else -0.5
        yield {
            "external_ref": f"IDE-{index:05d}",
            "case_type": TYPES[event["case_type"]],
            "opened_at": iso(routed - timedelta(minutes=2)),
            "routed_at": iso(routed),
            "priority": rng.randint(5, 74),
            "subject": {"account": f"u-{rng.randrange(10**7, 10**8)}", "opened_at": iso(routed)},
            "evidence": [*_evidence(event, signins.around(known[index], known)), _raw(event)],
            "assessment": {
                "agent": SYNTHETIC,
                "model_version": SYNTHETIC,
                "verdict": verdict,
                "risk_score": score,
                "confidence": score if verdict == "block" else 1 - score,
                "threshold": THRESHOLD,
                "rule_version": RULE_VERSION,
                "role": "champion",
                "disposition": "to_review",
                "base_value": _BASE,
                "signals": [
                    {
                        "name": "rule_hit",
                        "value": event["rule_id"],
                        "contribution": hit,
                        "direction": "risk" if hit > 0 else "safe",
                    }
                ],
                "other": {"count": None, "contribution": logit(score) - _BASE - hit},
                "steps": [
                    {
                        "n": 1,
                        "statement": {"en": _words(event)},
                        "evidence_ids": ["timeline", "event"],
                        "signals": ["rule_hit"],
                        "sop_ref": None,
                        "outcome": "",
                    }
                ],
                "not_checked": [
                    {
                        "en": "Synthetic: verdict and score were made up from the rule, no model gave them.",
                        "zh": "合成数据：判定与评分由规则推出，并非模型给出。",
                    }
                ],
            },
            "links": [],
        }


def _source(event: Row) -> str:
    """The log that an event is from."""
    return str(event["log"].get("p_log_type") or event["log_types"][0])


def _evidence(event: Row, events: list[signins.Event]) -> Iterator[Row]:
    """What the log bears, in the layouts of its case type. Both types have a timeline and devices; only the first one
    compares with the last 90 days."""
    last = events[-1]
    yield {
        "id": "timeline",
        "kind": "signin_timeline",
        "title": {"en": "Sign-ins and changes in the log", "zh": "日志中的登录与变更"},
        "rows": signins.timeline(events, event["expected_alert"]),
    }
    if event["case_type"] == "ato":
        if speeds := signins.speeds(events):
            title = {"en": "Speed between sign-ins", "zh": "登录间移动速度"}
            yield {"id": "speed", "kind": "signin_speed", "title": title, "rows": speeds}
        title = {"en": "Changes against the last 90 days", "zh": "与过去 90 天相比的变化"}
        yield {"id": "changes", "kind": "account_changes", "title": title, "fields": signins.changes(events)}
    else:
        asked = {"requested_at": signins.timeline([last], False)[0]["at"], "channel": None, "reason": None}
        seen = signins.changes(events)
        asked |= {"device": last.device, "device_state": seen["device_state"], "ip": last.ip}
        asked |= {"city": last.city, "country": last.country}
        title = {"en": "Request in the log", "zh": "日志中的申请"}
        yield {"id": "request", "kind": "reset_request", "title": title, "fields": asked}
    if devices := signins.devices(events):
        title = {"en": "Devices in the log", "zh": "日志中的设备"}
        yield {"id": "devices", "kind": "devices", "title": title, "rows": devices}


def _raw(event: Row) -> Row:
    return {
        "id": "event",
        "kind": "event_log",
        "title": {"en": "Event as the vendor logged it", "zh": "供应商记录的原始事件"},
        "rows": [{"name": name, "value": value} for name, value in _flat(event["log"])][:_MOST_ROWS],
    }


def _words(event: Row) -> str:
    text = " ".join(str(event["description"] or event["rule"]).split())
    return text[:600] or "No description."


def _flat(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """The leaves of nested JSON with their dotted names; long texts are cut."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _flat(part, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _flat(part, f"{name}.{index}")
    else:
        # An integer that JSON readers would round travels as text.
        exact = not isinstance(value, int) or abs(value) <= 2**53 - 1
        yield name, value[:300] if isinstance(value, str) else value if exact else str(value)
