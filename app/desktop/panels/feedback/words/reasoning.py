"""Reasonings in words: steps with what they rest on, what changed between two answers, and how far one has judged."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from app.contract.regression import MarkedStep, PairStep, Reasoning, RunCase
from app.desktop.panels.feedback.state import PairData
from app.desktop.panels.feedback.words import names
from app.desktop.panels.feedback.words.regression import kind_words, several
from app.desktop.panels.feedback.words.regression_run import became_words, truth_words
from app.desktop.widgets import captions, formats
from app.domain.regression import Finding
from app.domain.text import Bilingual

translate = QCoreApplication.translate


class StepWords(NamedTuple):
    """`badges`: (words, colour) of what is to be seen of the step."""

    said: str
    rests: str
    badges: tuple[tuple[str, str], ...] = ()


def verdict(case_type: str, one: Reasoning) -> str:
    return translate("Feedback", "Comes to: {verdict}").format(verdict=captions.verb(case_type, one.verdict))


def _step(step: PairStep, badges: Sequence[tuple[str, str]] = (), named: Mapping[str, str] | None = None) -> StepWords:
    """`named`: what evidence is called, by its id."""
    text, other = captions.pick(Bilingual(step.en, step.zh))
    said = f"{formats.count(step.n)}  {text}" + (f" ({other})" if other else "")
    evidence = (
        translate("Feedback", "evidence: {ids}").format(
            ids=several((named or {}).get(one, one) for one in step.evidence_ids)
        )
        if step.evidence_ids
        else translate("Feedback", "no evidence named")
    )
    return StepWords(said, " · ".join((evidence, step.clause or translate("Feedback", "no clause"))), tuple(badges))


def plain(one: Reasoning, named: Mapping[str, str]) -> tuple[StepWords, ...]:
    return tuple(_step(step, (), named) for step in one.steps)


def before(case: RunCase) -> tuple[StepWords, ...]:
    """The steps of the answer before, with what was marked wrong in them and what the candidate makes of that."""
    told = []
    for step in case.before.steps:
        badges = [badge for mark in case.marks if mark.n == step.n for badge in _mark(mark)]
        if not badges and step.n in case.changed_before and case.after is not None:
            badges = [(translate("Feedback", "not in the other"), "muted")]
        told.append(_step(step, badges))
    return tuple(told)


def _mark(mark: MarkedStep) -> list[tuple[str, str]]:
    words = translate("Feedback", "marked: {kind}").format(kind=kind_words(mark.kind.value if mark.kind else ""))
    if mark.right_clause:
        words = translate("Feedback", "{marked}, right is {clause}").format(marked=words, clause=mark.right_clause)
    found = [(words, "block")]
    if mark.finding is not None:
        found.append(
            {
                Finding.MENDED: (translate("Feedback", "mended"), "pass_"),
                Finding.REPEATED: (translate("Feedback", "repeated"), "block"),
                Finding.UNTOLD: (translate("Feedback", "cannot be told"), "muted"),
            }[mark.finding]
        )
    return found


def after(case: RunCase) -> tuple[StepWords, ...]:
    """The candidate's steps; those that the answer before does not have are set off."""
    new = (translate("Feedback", "new or changed"), "accent")
    steps = case.after.steps if case.after is not None else ()
    return tuple(_step(step, (new,) if step.n in case.changed_after else ()) for step in steps)


def became(case: RunCase) -> tuple[str, str, str]:
    """(badge, its colour, the sentence)."""
    words, colour = became_words(case.row.became.value)
    said = {
        "gained": translate("Feedback", "The candidate’s verdict is right, ROCA’s was wrong."),
        "lost": translate("Feedback", "The candidate’s verdict is wrong, ROCA’s was right."),
        "same": translate("Feedback", "Both verdicts are as right or as wrong."),
    }.get(case.row.became.value, translate("Feedback", "The candidate has not answered this case yet."))
    return words, colour, said


def about(case: RunCase) -> str:
    parts = [names.type_words(case.row.case_type)[0], truth_words(case.row.truth)]
    if case.row.drawn:
        parts.append(translate("Feedback", "judged without a look at ROCA’s answer"))
    return " · ".join(parts)


def progress(told: PairData) -> tuple[tuple[str, str, str], str, str]:
    """((badge, its colour, the sentence), title, what is beneath it) over a pair."""
    done = told.run.judged if told.run is not None else 0
    judged = translate("Feedback", "%n judged by you", "", done)
    if told.pair is None:
        said = translate(
            "Feedback",
            "No pair is left for you: you have judged them all, or what is left you decided yourself. What was"
            " preferred is told once the run is concluded.",
        )
        return (judged, "pass_", said), translate("Feedback", "All judged"), ""
    left = translate("Feedback", "%n more after this one", "", told.pair.left)
    said = translate(
        "Feedback",
        "1 the first, 2 the second, 3 neither: it counts at once and cannot be taken back. One is ROCA’s present"
        " reasoning and one a candidate’s, in an order drawn by lot.",
    )
    title = translate("Feedback", "Which reasoning is better founded?")
    return (judged, "accent", said), title, left
