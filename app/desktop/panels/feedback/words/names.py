"""What things of the loop are called: findings, their states, owners, routes and why."""

from PySide6.QtCore import QCoreApplication

from app.contract.feedback import FeedbackBrief, RouteWord
from app.contract.loop_rules import loop_rules
from app.desktop.widgets import captions, context_words, finding_words, formats
from app.domain.root_cause import Attribution

translate = QCoreApplication.translate
NONE = "–"
LIKELY, SURE = 0.05, 0.001
"""Bounds of the share of false alarms among patterns as striking as this one."""


def page_words(page: str) -> str:
    return {
        "patterns": translate("Feedback", "Findings"),
        "signals": translate("Feedback", "Signal health"),
        "training": translate("Feedback", "Training sets"),
        "regression": translate("Feedback", "Tests of ROCA"),
        "news": translate("Feedback", "News"),
    }.get(page, page)


def shown_words(shown: str) -> str:
    """Which findings stand in the list."""
    return {
        "to_do": translate("Feedback", "still to act on"),
        "any": translate("Feedback", "in any state"),
    }.get(shown, finding_words.state(shown)[0])


def owner_words(kind: str) -> str:
    """Who is to act, as a part of the house."""
    return {
        "data": translate("Feedback", "data team"),
        "model": translate("Feedback", "model team"),
        "rules": translate("Feedback", "owners of the thresholds"),
        "sop": translate("Feedback", "SOP editors"),
        "lead": translate("Feedback", "team leads"),
    }.get(kind, kind)


def kind_words(kind: str) -> str:
    return {
        "pattern": translate("Feedback", "recurring error"),
        "signal": translate("Feedback", "failing signal"),
        "raised": translate("Feedback", "raised by hand"),
    }.get(kind, kind)


def thing(attribution: Attribution | None) -> tuple[str, bool]:
    """(words, whether they are data) of what a cause is attributed to."""
    if attribution is None:
        return "", False
    kind, ref = attribution.kind.value, attribution.ref
    if kind in ("signal", "missing_signal"):
        name, data = captions.signal(ref)
    elif kind == "indicator":
        name, data = context_words.indicator(ref)
    elif kind == "step":
        return translate("Feedback", "step {n}").format(n=ref), False
    else:
        name, data = ref, True
    text = translate("Feedback", "{kind} “{name}”").format(kind=captions.attribution_kind(kind)[0], name=name)
    return text, data


def cause(label: str | None, code: str | None, attribution: Attribution | None) -> tuple[str, bool]:
    """(words, whether they are data) of what recurs, or which rule a signal fails; "" where no code stands for it."""
    named, data = thing(attribution)
    rule = loop_rules().rule(code) if code else None
    what = captions.pick(rule.name)[0] if rule is not None else captions.code(code)[0] if code else ""
    return " · ".join(part for part in (label or "", what, named) if part), data


def finding(item: FeedbackBrief) -> tuple[str, bool]:
    """(words, whether they are data) of what a finding is about: its author's words, else its codes."""
    if item.title:
        return item.title, True
    text, data = cause(item.label, item.code, item.attribution)
    return text or kind_words(item.kind), data


def reason_words(suggested: RouteWord) -> str:
    """Why a route is suggested, or why none is."""
    own = {
        "reviewers_chose": translate("Feedback", "what most of its reviewers chose"),
        "one_reviewer": translate("Feedback", "nearly all of it is one person’s labels: look at it together first"),
        "signal_rule": translate("Feedback", "whoever owns the signal acts"),
    }.get(suggested.reason)
    return own or captions.route_reason(suggested.reason)[0]


def route_words(item: FeedbackBrief) -> str:
    """The route that was chosen, else the one that is suggested."""
    if item.route is not None:
        return captions.route(item.route)[0]
    if item.suggested.route is not None:
        return translate("Feedback", "{route}, suggested").format(route=captions.route(item.suggested.route)[0])
    return translate("Feedback", "none yet")


def chance_words(q: float) -> str:
    """What the share of false alarms means, in a sentence."""
    rate = formats.percent(loop_rules().patterns.false_discovery_rate, 0)
    if q < SURE:
        text = translate(
            "Feedback", "Chance hardly explains it: fewer than one in a thousand such patterns is an accident."
        )
    elif q <= LIKELY:
        text = translate("Feedback", "Of patterns this striking, at most {share} are accidents.")
    else:
        text = translate("Feedback", "It may be chance: {share} of patterns no more striking than this are accidents.")
    return text.format(share=formats.percent(max(q, SURE), 1), rate=rate)


def chance_short(q: float) -> tuple[str, str]:
    """(words, colour) of the same, for a table."""
    if q < SURE:
        return translate("Feedback", "hardly chance"), "text"
    if q <= LIKELY:
        return translate("Feedback", "unlikely chance"), "text"
    return translate("Feedback", "may be chance"), "muted"


def cost_words(minutes: float) -> str:
    """Active time of reviewers."""
    return formats.span(minutes * 60)


def type_words(code: str) -> tuple[str, bool]:
    return captions.case_type(code) if code else (translate("Feedback", "every type"), False)
