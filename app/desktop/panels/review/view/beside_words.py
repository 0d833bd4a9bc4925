"""What the agent said before, or beside, the word in force: one line each, with what changed."""

from PySide6.QtCore import QCoreApplication

from app.contract.views import AssessmentBesideView, AssessmentView, CaseView
from app.desktop.widgets import captions, formats

translate = QCoreApplication.translate
MOST_SIGNALS = 3
LEAST = 0.005
"""A change of a contribution smaller than this is not told."""


def lines(case: CaseView) -> tuple[str, ...]:
    """The other words of the agent on this case, the newest first; each with how the one in force differs from it."""
    now = case.assessment
    if now is None:
        return ()
    beside = sorted(case.assessments_beside, key=lambda one: one.received_at, reverse=True)
    return tuple(_line(one, now) for one in beside)


def _line(one: AssessmentBesideView, now: AssessmentView) -> str:
    word = one.assessment
    who = translate("Assessment", "Challenger") if one.role == "challenger" else formats.day_time(one.received_at)
    said = translate("Assessment", "{who}: {verdict}, confidence {confidence}").format(
        who=who, verdict=captions.verdict(word.verdict)[0], confidence=formats.number(word.confidence)
    )
    if one.reason:
        reason = captions.ask_reason(one.reason)[0]
        said = translate("Assessment", "{said} (asked: {reason})").format(said=said, reason=reason)
    changes = changed(word, now)
    if not changes:
        return translate("Assessment", "{said}. Nothing else differs.").format(said=said)
    return translate("Assessment", "{said}. Now: {changes}.").format(
        said=said, changes=translate("Assessment", "; ").join(changes)
    )


def changed(before: AssessmentView, now: AssessmentView) -> tuple[str, ...]:
    """How the word in force differs from another one: verdict, confidence, the strongest signals, steps."""
    found: list[str] = []
    if now.verdict != before.verdict:
        found.append(captions.verdict(now.verdict)[0])
    away = now.confidence - before.confidence
    if abs(away) >= LEAST:
        found.append(translate("Assessment", "confidence {change}").format(change=formats.signed(away)))
    mine = {signal.name: signal.contribution for signal in now.signals}
    theirs = {signal.name: signal.contribution for signal in before.signals}
    moved = {name: mine.get(name, 0.0) - theirs.get(name, 0.0) for name in mine.keys() | theirs.keys()}
    strongest = sorted((name for name, by in moved.items() if abs(by) >= LEAST), key=lambda name: -abs(moved[name]))
    found += [f"{captions.signal(name)[0]} {formats.signed(moved[name])}" for name in strongest[:MOST_SIGNALS]]
    if len(now.steps) != len(before.steps):
        found.append(
            translate("Assessment", "{n} steps in place of {m}").format(
                n=formats.count(len(now.steps)), m=formats.count(len(before.steps))
            )
        )
    return tuple(found)
