"""The words for what surrounds a case: kinds of things, reasons, differences, events, figures of indicators."""

from collections.abc import Mapping
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication

from app.contract.catalogue import catalogue
from app.contract.context import ChangeView, EdgeView, EventView, HitView, IndicatorView, NodeView, ReasonView
from app.desktop.widgets import captions, formats
from app.desktop.widgets.captions import Words

translate = QCoreApplication.translate
SEPARATOR = " · "
# The figure of an indicator that stands on its chip.
_MAIN = {
    "shared_device_or_ip": ("accounts",),
    "common_funder": ("accounts", "amount"),
    "sybil_group": ("accounts", "things"),
    "self_trade_loop": ("steps", "amount"),
    "fan_in_pass_through": ("senders", "amount_out"),
}

thing = captions.table(
    lambda: {
        "subject": translate("Context", "This account"),
        "account": translate("Context", "Account"),
        "case": translate("Context", "Case"),
        "device": translate("Context", "Device"),
        "ip": translate("Context", "IP address"),
        "payee": translate("Context", "Payee"),
        "address": translate("Context", "Address"),
        "document": translate("Context", "Document"),
        "face": translate("Context", "Face"),
        "email": translate("Context", "E-mail"),
        "phone": translate("Context", "Phone"),
    }
)

event = captions.table(
    lambda: {
        "opened": translate("Context", "Opened by ROCA"),
        "received": translate("Context", "Received"),
        "routed": translate("Context", "Handed to people"),
        "revised": translate("Context", "New revision from ROCA"),
        "assessed": translate("Context", "Assessed again"),
        "escalated": translate("Context", "Escalated"),
        "snoozed": translate("Context", "Snoozed"),
        "waiting": translate("Context", "Waiting; the clock stands"),
        "decided": translate("Context", "Decided"),
        "executed": translate("Context", "Carried out"),
        "resumed": translate("Context", "The clock goes on"),
        "assigned": translate("Context", "Assigned"),
        "reprioritised": translate("Context", "Priority changed"),
        "handed_over": translate("Context", "Handed over"),
        "asked_again": translate("Context", "ROCA asked again"),
        "noted": translate("Context", "Note written"),
    }
)

_change = captions.table(
    lambda: {
        "added": translate("Context", "new"),
        "removed": translate("Context", "gone"),
        "changed": translate("Context", "changed"),
    }
)


def indicator(name: str) -> Words:
    found = catalogue().indicators.get(name)
    return (found.label.in_language(formats.language()), False) if found else (name, True)


def indicator_meaning(name: str) -> str:
    found = catalogue().indicators.get(name)
    return found.meaning.in_language(formats.language()) if found else ""


def figures(found: IndicatorView, *, every: bool = False) -> str:
    """What an indicator counted, in words: the main figures, or all of them."""
    names = tuple(found.figures) if every else _MAIN.get(found.id, tuple(found.figures)[:1])
    return SEPARATOR.join(text for name in names if name in found.figures and (text := _figure(name, found.figures)))


def _figure(name: str, told: Mapping[str, float]) -> str:
    value = told[name]
    whole = round(value)
    match name:
        case "accounts":
            return translate("Context", "%n accounts", "", whole)
        case "cases":
            return translate("Context", "%n cases", "", whole)
        case "things":
            return translate("Context", "%n things in common", "", whole)
        case "senders":
            return translate("Context", "%n senders", "", whole)
        case "steps":
            return translate("Context", "%n steps", "", whole)
        case "amount":
            return formats.amount(_rounded(value))
        case "amount_in":
            return translate("Context", "{amount} in").format(amount=formats.amount(_rounded(value)))
        case "amount_out":
            return translate("Context", "{amount} out").format(amount=formats.amount(_rounded(value)))
        case "minutes":
            return translate("Context", "within {span}").format(span=formats.span(value * 60))
    return ""


def _rounded(value: float) -> float:
    return round(value, 2) if abs(value) >= 1 else value


def category(code: str) -> Words:
    """What a watch-list is about, from the words of the case types' own schemas."""
    for case_type in catalogue().case_types.values():
        for schema in case_type.evidence_schemas.values():
            field = schema.field(schema.graph.category) if schema.graph and schema.graph.category else None
            if field is not None and code in field.values:
                return field.values[code].in_language(formats.language()), False
    return code, True


def hit(one: HitView) -> str:
    """A hit in words: "Sanctions list · OFAC · 27 Sep 2024"."""
    parts = (category(one.category)[0], one.list, list_date(one.list_date))
    return SEPARATOR.join(part for part in parts if part)


def list_date(day: str) -> str:
    try:
        when = datetime.fromisoformat(day)
    except ValueError:
        return day
    return formats.date(when.replace(hour=12, tzinfo=UTC) if when.tzinfo is None else when)


def transfer(edge: EdgeView, *, toward: bool) -> str:
    """One edge at one of its ends: an arrow, the sum, how many, the last day."""
    return SEPARATOR.join(part for part in (moved(edge, toward=toward), moved_when(edge)) if part)


def moved(edge: EdgeView, *, toward: bool) -> str:
    return f"{'→' if toward else '←'} {formats.amount(_rounded(edge.amount or 0.0))} {edge.asset}".rstrip()


def moved_when(edge: EdgeView) -> str:
    """How many transfers there were, and the day of the last."""
    times = translate("Context", "{n}×").format(n=formats.count(edge.count)) if edge.count > 1 else ""
    day = formats.near_date(edge.last_at) if edge.last_at is not None else ""
    return SEPARATOR.join(part for part in (times, day) if part)


def node(one: NodeView) -> str:
    """A node by its kind and its masked value."""
    kind = thing(one.kind)[0]
    return f"{kind} {one.case_id or one.label}".rstrip() if one.kind == "case" else f"{kind} {one.label}".rstrip()


def reason(one: ReasonView) -> Words:
    """Why a case is like this one."""
    match one.kind:
        case "link":
            text, data = thing(one.ref)
            return translate("Context", "{thing} in common").format(thing=text), data
        case "signal":
            return captions.signal(one.ref)
        case "code":
            return captions.code(one.ref)
        case "verdict":
            return translate("Context", "same verdict of ROCA"), False
        case "fact":
            return field(one.ref)
    return one.ref, True


def field(name: str, within: str = "", case_type: str = "") -> Words:
    """A field's name, of the subject or of a kind of evidence, in the first type that knows it."""
    kinds = catalogue().case_types
    for known in (kinds[case_type],) if case_type in kinds else kinds.values():
        schema = known.evidence_schemas.get(within) if within else None
        found = schema.field(name) if schema else None if within else known.subject_field(name)
        if found is not None:
            return found.label.in_language(formats.language()), False
    return name, True


def evidence_kind(kind: str, case_type: str = "") -> Words:
    kinds = catalogue().case_types
    for known in (kinds[case_type],) if case_type in kinds else kinds.values():
        schema = known.evidence_schemas.get(kind)
        if schema is not None:
            return schema.tab.in_language(formats.language()), False
    return kind, True


def change(one: ChangeView, case_type: str) -> tuple[Words, Words]:
    """What differs, and how: (what, how) in words; values come beside them from the schema."""
    match one.place:
        case "subject":
            what = field(one.name, "", case_type)
        case "link":
            what = thing(one.name)
        case "signal":
            what = captions.signal(one.name)
        case _:
            kind, data = evidence_kind(one.within, case_type)
            named = field(one.name, one.within, case_type) if one.name else ("", False)
            what = (SEPARATOR.join(part for part in (kind, named[0]) if part), data or named[1])
    return what, (_change(one.change)[0], False)


def happened(one: EventView) -> str:
    """An event of the time line in words."""
    word = event(one.code)[0]
    detail = {
        "decided": captions.decision_title,
        "escalated": captions.escalation_kind,
    }.get(one.code)
    return SEPARATOR.join(part for part in (word, detail(one.detail)[0] if detail and one.detail else "") if part)
