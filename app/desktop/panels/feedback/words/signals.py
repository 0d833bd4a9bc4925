"""The health of signals in words: the list with the failing ones first, and one signal with its dictionary entry."""

from PySide6.QtCore import QCoreApplication

from app.contract.catalogue import catalogue
from app.contract.signal_health import LiftView, ShareView, SignalHealth, SignalHealthPage, SignalRuleBook
from app.desktop.panels.feedback.words import names
from app.desktop.panels.feedback.words.names import NONE
from app.desktop.widgets import captions, formats
from app.desktop.widgets.chart_spec import Axis, Bar, Bars, nice_places
from app.desktop.widgets.figure import FigureWords
from app.desktop.widgets.page import Table
from app.desktop.widgets.record_list import Cell, Column

translate = QCoreApplication.translate


def few(rules: SignalRuleBook) -> int:
    """Below so many cases no rule says anything."""
    return min((rule.least for rule in rules.rules), default=0)


def ordered(page: SignalHealthPage) -> tuple[SignalHealth, ...]:
    """The failing ones first, then those that fire most."""
    return tuple(
        sorted(page.signals, key=lambda one: (-len(one.failing), one.case_type, -(one.firing.value or 0.0), one.signal))
    )


def share(told: ShareView) -> str:
    """A share with its interval and number."""
    if told.value is None:
        return NONE
    return translate("Feedback", "{share} ({low}–{high}), n {n}").format(
        share=formats.percent(told.value),
        low=formats.number(told.low * 100, 1),
        high=formats.number(told.high * 100, 1),
        n=formats.count(told.n),
    )


def _short(told: ShareView) -> str:
    return formats.percent(told.value) if told.value is not None else NONE


def lift(told: LiftView) -> str:
    if told.value is None or told.low is None or told.high is None:
        return NONE
    return translate("Feedback", "{lift} × ({low}–{high})").format(
        lift=formats.number(told.value, 1), low=formats.number(told.low, 1), high=formats.number(told.high, 1)
    )


def rule_words(code: str, rules: SignalRuleBook) -> tuple[str, str]:
    """(name, meaning) of a rule."""
    rule = next((one for one in rules.rules if one.code == code), None)
    if rule is None:
        return code, ""
    return captions.pick(rule.name)[0], captions.pick(rule.meaning)[0]


def state_words(one: SignalHealth, rules: SignalRuleBook) -> tuple[str, str]:
    """(words, badge colour) of how a signal does."""
    if one.failing:
        return translate("Feedback", ", ").join(rule_words(code, rules)[0] for code in one.failing), "block"
    if one.firing.n < few(rules):
        return translate("Feedback", "too few cases to say"), "muted"
    return translate("Feedback", "fails no rule"), "pass_"


def listed(page: SignalHealthPage, rules: SignalRuleBook) -> Table:
    columns = (
        Column(translate("Feedback", "Signal"), 0.6),
        Column(translate("Feedback", "Type"), 0.3, gives=True),
        Column(translate("Feedback", "Version"), 0.2, gives=True),
        Column(translate("Feedback", "Fires"), 0.0, right=True),
        Column(translate("Feedback", "right when it points to risk"), 0.0, right=True),
        Column(translate("Feedback", "Missing"), 0.0, right=True),
        Column(translate("Feedback", "Drift"), 0.0, right=True),
        Column(translate("Feedback", "Lift"), 0.1),
        Column(translate("Feedback", "State"), 0.3),
    )
    rows = []
    for one in ordered(page):
        name, data = captions.signal(one.signal)
        kind, kind_data = names.type_words(one.case_type)
        state, badge = state_words(one, rules)
        drifts = one.psi is not None and one.psi_critical is not None and one.psi > one.psi_critical
        rows.append(
            (
                Cell(name, data=data, strong=bool(one.failing)),
                Cell(kind, data=kind_data),
                Cell(one.model_version, "muted", data=True),
                Cell(_short(one.firing)),
                Cell(_short(one.right_risk)),
                Cell(_short(one.missing)),
                Cell(formats.number(one.psi) if one.psi is not None else NONE, "text" if drifts else "muted"),
                Cell(lift(one.lift_risk)),
                Cell(state, badge=badge),
            )
        )
    return columns, tuple(rows)


def counts(page: SignalHealthPage, rules: SignalRuleBook) -> tuple[FigureWords, ...]:
    failing = [one for one in page.signals if one.failing]
    unknown = {one.signal for one in page.signals if not one.known}
    least = few(rules)
    scarce = [one for one in page.signals if one.firing.n < least and not one.failing]
    return (
        FigureWords(
            formats.count(len(failing)),
            translate("Feedback", "fail a rule"),
            badge=translate("Feedback", "an item each") if failing else "",
            colour="block",
            reason=translate("Feedback", "Each has become a finding for whoever owns it."),
        ),
        FigureWords(
            formats.count(len(page.signals)),
            translate("Feedback", "looked at"),
            reason=translate("Feedback", "A signal for each type and version of ROCA."),
        ),
        FigureWords(
            formats.count(len(scarce)),
            translate("Feedback", "too few cases to say"),
            reason=translate("Feedback", "No rule says anything below {n} cases.").format(n=formats.count(least)),
        ),
        FigureWords(
            formats.count(len(unknown)),
            translate("Feedback", "not in the dictionary"),
            reason=translate("Feedback", "Nobody has said what they mean or who owns them."),
        ),
    )


def entry(one: SignalHealth) -> tuple[tuple[str, str], ...]:
    """(what, words) of the dictionary: the meaning in both languages, unit and owner."""
    found = catalogue().signals.get(one.signal)
    if found is None:
        return ((translate("Feedback", "Meaning"), translate("Feedback", "The dictionary does not have this signal.")),)
    language = formats.language()
    unit = found.unit.in_language(language) if found.unit is not None else translate("Feedback", "none")
    both = (found.meaning.in_language("en"), found.meaning.in_language("zh"))
    return (
        (translate("Feedback", "Meaning"), " / ".join(both if language == "en" else reversed(both))),
        (translate("Feedback", "Unit"), unit),
        (translate("Feedback", "Owner"), found.owner.in_language(language)),
    )


def figures(one: SignalHealth, rules: SignalRuleBook) -> tuple[FigureWords, ...]:
    drifts = one.psi is not None and one.psi_critical is not None and one.psi > one.psi_critical
    basis = (
        translate("Feedback", "chance alone reaches {value}").format(value=formats.number(one.psi_critical))
        if one.psi_critical is not None
        else ""
    )
    return (
        _figure(
            one.firing,
            translate("Feedback", "fires"),
            translate("Feedback", "Of all cases that came in: it weighs {n} log-odds or more.").format(
                n=formats.number(rules.fires_from, 1)
            ),
        ),
        _figure(
            one.right_risk,
            translate("Feedback", "right when it points to risk"),
            translate("Feedback", "Of labelled cases in which it points to risk, so many were bad."),
        ),
        _figure(
            one.right_safe,
            translate("Feedback", "right when it points to safety"),
            translate("Feedback", "Of labelled cases in which it points to safety, so many were good."),
        ),
        _figure(
            one.missing, translate("Feedback", "without a value"), translate("Feedback", "Of the cases that list it.")
        ),
        FigureWords(
            _times(one.lift_risk),
            translate("Feedback", "lift, pointing to risk"),
            _interval(one.lift_risk),
            reason=translate("Feedback", "As often bad as where it does not point there; 1 says nothing."),
        ),
        FigureWords(
            _times(one.lift_safe),
            translate("Feedback", "lift, pointing to safety"),
            _interval(one.lift_safe),
            reason=translate("Feedback", "As often good as where it does not point there."),
        ),
        FigureWords(
            formats.number(one.psi) if one.psi is not None else NONE,
            translate("Feedback", "drift (PSI)"),
            basis,
            translate("Feedback", "beyond chance") if drifts else "",
            "escalate",
            translate("Feedback", "How far its contributions have shifted against the window before.")
            if one.psi is not None
            else translate("Feedback", "There is no window before to hold it against."),
        ),
    )


def _times(told: LiftView) -> str:
    """A lift that is known with its interval, without it: that stands beneath."""
    if told.value is None or told.low is None or told.high is None:
        return NONE
    return translate("Feedback", "{n} ×").format(n=formats.number(told.value, 1))


def _interval(told: LiftView) -> str:
    if told.low is None or told.high is None:
        return translate("Feedback", "no case to hold it against")
    return translate("Feedback", "{low} to {high} at {share}").format(
        low=formats.number(told.low, 1), high=formats.number(told.high, 1), share=formats.percent(0.95, 0)
    )


def _figure(told: ShareView, word: str, reason: str) -> FigureWords:
    if told.value is None:
        return FigureWords(NONE, word, reason=translate("Feedback", "No such case in this window."))
    basis = translate("Feedback", "{low} to {high} at {share}, n {n}").format(
        low=formats.percent(told.low),
        high=formats.percent(told.high),
        share=formats.percent(0.95, 0),
        n=formats.count(told.n),
    )
    return FigureWords(formats.percent(told.value), word, basis, reason=reason)


def why(one: SignalHealth, rules: SignalRuleBook) -> str:
    """What it fails, in sentences; or that it fails nothing."""
    if not one.failing:
        return translate("Feedback", "It fails no rule in this window.")
    says = translate("Feedback", "{name}: {meaning}")
    told = [says.format(name=name, meaning=meaning) for name, meaning in (rule_words(c, rules) for c in one.failing)]
    if one.feedback_id:
        told.append(translate("Feedback", "Whoever owns it has a finding about it."))
    return formats.together(*told)


def spread(one: SignalHealth, edges: tuple[float, ...]) -> Bars | None:
    """How its contributions are spread now and in the window before."""
    now, before = sum(one.bins), sum(one.bins_before)
    if not now:
        return None
    bars = []
    for n, count in enumerate(one.bins):
        part = count / now
        bars.append(Bar(_range(n, edges), formats.percent(part), part, colour="accent"))
        if before:
            was = one.bins_before[n] / before
            text = translate("Feedback", "{share} before").format(share=formats.percent(was))
            bars.append(Bar("", text, was))
    top = max((bar.value or 0.0 for bar in bars), default=1.0)
    ticks = tuple((place, formats.percent(place, 0)) for place in nice_places(0, max(top, 0.01), 5))
    axis = Axis(translate("Feedback", "share of its contributions"), 0, max(top, 0.01), ticks)
    return Bars(translate("Feedback", "Contributions in log-odds"), axis, tuple(bars))


def _range(n: int, edges: tuple[float, ...]) -> str:
    if n == 0:
        return translate("Feedback", "below {edge}").format(edge=formats.signed(edges[0], 1))
    if n >= len(edges):
        return translate("Feedback", "from {edge}").format(edge=formats.signed(edges[-1], 1))
    return translate("Feedback", "{low} to {high}").format(
        low=formats.signed(edges[n - 1], 1), high=formats.signed(edges[n], 1)
    )


def spread_table(one: SignalHealth, edges: tuple[float, ...]) -> Table:
    columns = (
        Column(translate("Feedback", "Contribution in log-odds"), 0.5),
        Column(translate("Feedback", "Now"), 0.25, right=True),
        Column(translate("Feedback", "Before"), 0.25, right=True),
    )
    rows = tuple(
        (Cell(_range(n, edges)), Cell(formats.count(count)), Cell(formats.count(before)))
        for n, (count, before) in enumerate(zip(one.bins, one.bins_before, strict=False))
    )
    return columns, rows
