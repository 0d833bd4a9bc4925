"""Agreement in words: coefficients, the fields of the matrix, the cases of a pair."""

import msgspec
from PySide6.QtCore import QCoreApplication

from app.contract.agreement import AgreementCases, AgreementCell, AgreementView, Measure
from app.desktop.panels.team.words import figures
from app.desktop.widgets import captions, formats
from app.desktop.widgets.figure import FigureWords
from app.desktop.widgets.page import Table
from app.desktop.widgets.record_list import Cell, Column

translate = QCoreApplication.translate
HIGH, LOW = 0.8, 0.4
"""Kappa from which a field is blue, and below which amber."""


def nothing(view: AgreementView) -> str:
    """Why there is no matrix."""
    return figures.sentences(
        translate("Team", "No two people judged the same case in this time, so agreement cannot be told."),
        translate("Team", "Blind re-reviews and gold cases give cases in common.") if not view.cases else "",
    )


def overall(view: AgreementView) -> tuple[FigureWords, ...]:
    """What all together say."""
    if view.more_to_show:
        word = translate("Team", "raw agreement")
        return (
            FigureWords(
                figures.NONE, word, figures.number_words(view.cases), reason=figures.withheld(view.more_to_show)
            ),
        )
    n = figures.number_words(view.cases)
    told = [
        _figure(view.raw, translate("Team", "raw agreement"), n, share=True),
        _figure(view.kappa, translate("Team", "kappa (Cohen)"), n),
        _figure(view.ac1, translate("Team", "AC1 (Gwet)"), n),
        _figure(view.alpha, translate("Team", "alpha (Krippendorff)"), n),
        _figure(view.fleiss, translate("Team", "kappa (Fleiss)"), n),
    ]
    aside = [
        translate("Team", "%n cases judged by two or more", "", view.cases),
        translate("Team", "%n repeated labels, the last counts", "", view.repeats) if view.repeats else "",
        translate("Team", "%n undecided", "", view.undecided) if view.undecided else "",
    ]
    first = msgspec.structs.replace(told[0], reason=" · ".join(part for part in aside if part)) if told[0] else None
    return tuple(one for one in (first, *told[1:]) if one is not None)


def warnings(view: AgreementView) -> str:
    """What is to be known before the figures."""
    return figures.sentences(*(warning(code) for code in view.warnings))


def _figure(one: Measure, word: str, basis: str, *, share: bool = False) -> FigureWords | None:
    """A coefficient as a card; none where it was not asked for."""
    if one.value is None:
        return None
    value = formats.percent(one.value) if share else formats.number(one.value, 3)
    if one.low is None or one.high is None:
        return FigureWords(value, word, basis)
    if share:
        between = figures.interval(one.low, one.high)
    else:
        between = translate("Team", "{low} to {high}").format(
            low=formats.number(one.low, 2), high=formats.number(one.high, 2)
        )
    return FigureWords(value, word, " · ".join((between, basis)))


def field(cell: AgreementCell) -> tuple[str, str, str]:
    """(text, ground, colour) of a field."""
    if cell.agreed is None:
        return formats.count(cell.n), "raised", "muted"
    value = cell.kappa.value
    if value is None:
        return figures.NONE, "hover", "muted"
    ground = "accent_bg" if value >= HIGH else "escalate_bg" if value < LOW else "surface"
    return formats.number(value, 2), ground, "text"


def told(view: AgreementView, cell: AgreementCell) -> str:
    """All that is known of a pair, in a sentence."""
    who = pair(view, cell.a, cell.b)
    if cell.agreed is None:
        text = translate("Team", "{pair}: {n} cases in common. {why}")
        return text.format(pair=who, n=formats.count(cell.n), why=figures.withheld(cell.more_to_show))
    text = translate("Team", "{pair}: {n} cases in common, agree {raw}, kappa {kappa}, AC1 {ac1}.").format(
        pair=who,
        n=formats.count(cell.n),
        raw=share_measure(cell.raw),
        kappa=measure(cell.kappa),
        ac1=measure(cell.ac1),
    )
    return figures.sentences(text, *(warning(code) for code in cell.warnings))


def typed(code: str) -> tuple[str, str, bool]:
    text, data = captions.case_type(code)
    return text, "text", data


def decided(case_type: str, decision: str, colour: str) -> Cell:
    return Cell(captions.verb(case_type, decision), colour)


def measure(one: Measure) -> str:
    """A coefficient with its interval."""
    if one.value is None:
        return figures.NONE
    if one.low is None or one.high is None:
        return formats.number(one.value, 3)
    return translate("Team", "{value} ({low} to {high})").format(
        value=formats.number(one.value, 3), low=formats.number(one.low, 2), high=formats.number(one.high, 2)
    )


def cells(view: AgreementView) -> Table:
    """The matrix as rows, one for each pair."""
    columns = (
        Column(translate("Team", "Pair"), 0.8),
        Column(translate("Team", "Cases in common"), 0.0, right=True),
        Column(translate("Team", "agree"), 0.4),
        Column(translate("Team", "kappa"), 0.4),
        Column("AC1", 0.4),
        Column(translate("Team", "Read with care"), 0.8, gives=True),
    )
    rows: list[tuple[Cell, ...]] = []
    for cell in view.cells:
        rows.append(
            (
                Cell(pair(view, cell.a, cell.b), data=True),
                Cell(formats.count(cell.n)),
                Cell(share_measure(cell.raw) if cell.agreed is not None else figures.withheld(cell.more_to_show)),
                Cell(measure(cell.kappa)),
                Cell(measure(cell.ac1)),
                Cell(" · ".join(said for code in cell.warnings if (said := warning(code, short=True))), "escalate"),
            )
        )
    return columns, tuple(rows)


def share_measure(one: Measure) -> str:
    """A coefficient that is a share."""
    if one.value is None:
        return figures.NONE
    if one.low is None or one.high is None:
        return formats.percent(one.value)
    return translate("Team", "{share} ({interval})").format(
        share=formats.percent(one.value), interval=figures.interval(one.low, one.high)
    )


def rater(view: AgreementView, number: int) -> str:
    rater = view.raters[number]
    return rater.name or rater.id


def pair(view: AgreementView, first: int, second: int) -> str:
    return f"{rater(view, first)} · {rater(view, second)}"


def warning(code: str, *, short: bool = False) -> str:
    """What a coefficient must not be read as."""
    if short:
        return {
            "chance_level": translate("Team", "no better than chance"),
            "kappa_paradox": translate("Team", "rare answers pull kappa down"),
            "one_category": translate("Team", "one answer only"),
            "few_items": translate("Team", "few cases"),
            "agree_but_wrong": translate("Team", "agree, and are wrong together"),
        }.get(code, "")
    return {
        "chance_level": translate(
            "Team", "Agreement at chance: these judgements could as well have been drawn by lot."
        ),
        "kappa_paradox": translate(
            "Team", "Kappa is low because one answer is rare; read it beside the raw agreement and AC1."
        ),
        "one_category": translate("Team", "Everybody gave the same answer, so agreement beyond chance is not defined."),
        "few_items": translate("Team", "Few cases: the intervals are wide."),
        "agree_but_wrong": translate("Team", "They agree more with each other than with what was found right."),
        "one_rater": translate("Team", "One person alone judged: there is nobody to agree with."),
        "unequal_ratings": translate("Team", "Not every case has as many judgements; Fleiss counts those that have."),
    }.get(code, "")


def common(cases: AgreementCases, first: str, second: str) -> Table:
    """The cases of a cell."""
    columns = (
        Column(translate("Team", "Case"), 0.0),
        Column(translate("Team", "Type"), 0.6, gives=True),
        Column(first, 0.3, title_data=True),
        Column(second, 0.3, title_data=True),
        Column(translate("Team", "Last decided"), 0.0),
    )
    rows = tuple(
        (
            Cell(one.case_id, data=True),
            Cell(*typed(one.case_type)),
            decided(one.case_type, one.decision_a, "text" if one.decision_a == one.decision_b else "block"),
            decided(one.case_type, one.decision_b, "text" if one.decision_a == one.decision_b else "block"),
            Cell(formats.day_time(max(one.at_a, one.at_b)), "muted"),
        )
        for one in cases.cases
    )
    return columns, rows
