"""Licences in words: where somebody stands, why, and what leads on."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app.contract.gold import OwnGold
from app.contract.licences import LicencePage, LicenceView, LookPage, OwnLicences
from app.contract.review_checks import RubricView
from app.desktop.panels.team.state import PracticeState
from app.desktop.panels.team.words.figures import NONE, sentences
from app.desktop.widgets import captions, formats
from app.desktop.widgets.figure import FigureWords
from app.desktop.widgets.page import Table
from app.desktop.widgets.record_list import Cell, Column
from app.desktop.widgets.rung_strip import RungStep
from app.domain.licence import SHARES, Rung

translate = QCoreApplication.translate
STEPS: tuple[tuple[str, int], ...] = tuple((rung.value, share) for rung in Rung for share in SHARES[rung])
"""Every place on the ladder, from its foot."""
COLOURS = {"learn": "muted", "certify": "escalate", "supervised": "accent", "live": "pass_"}


def rung_words(rung: str) -> str:
    return {
        "learn": translate("Team", "Learn"),
        "certify": translate("Team", "Certify"),
        "supervised": translate("Team", "Supervised"),
        "live": translate("Team", "Live"),
    }.get(rung, rung)


def share_words(rung: str, per_mille: int) -> str:
    """How much of what is decided there is looked at again."""
    if rung == "learn":
        return translate("Team", "practice")
    if rung == "certify":
        return translate("Team", "known answers")
    return formats.percent(per_mille / 1000, 0)


def place_words(rung: str, per_mille: int) -> str:
    if rung in ("learn", "certify"):
        return rung_words(rung)
    return translate("Team", "{rung}, {share}").format(rung=rung_words(rung), share=share_words(rung, per_mille))


def strip(view: LicenceView) -> tuple[tuple[RungStep, ...], int]:
    """The ladder, and where on it somebody stands."""
    steps = tuple(RungStep(rung_words(rung), share_words(rung, share)) for rung, share in STEPS)
    return steps, _place(view)


def _place(view: LicenceView) -> int:
    here = (view.rung, view.per_mille)
    return STEPS.index(here) if here in STEPS else 0


def next_words(view: LicenceView) -> str:
    """What leads to the next step."""
    if view.rung == "learn":
        return translate("Team", "%n practice cases to go", "", view.to_go)
    if view.rung == "certify":
        return translate("Team", "20 cases with a known answer, one of them wrong at most")
    if _place(view) == len(STEPS) - 1:
        return translate("Team", "the last step: it stays while the looks speak for you")
    return translate("Team", "%n right ones in a row", "", view.to_go)


def explained(own: OwnLicences, view: LicenceView) -> str:
    """All of where somebody stands with a type, in sentences."""
    meaning = next((captions.pick(one.meaning)[0] for one in own.rungs if one.code == view.rung), "")
    why = next((captions.pick(one.text)[0] for one in own.whys if one.code == view.why), "")
    reason = translate("Team", "In their words: {reason}").format(reason=view.reason) if view.reason else ""
    return sentences(meaning, why, reason, _share_why(view), _ahead(view))


def _share_why(view: LicenceView) -> str:
    if view.rung in ("learn", "certify"):
        return ""
    if not view.n:
        return translate("Team", "None of your decisions was looked at again since then.")
    found = translate("Team", "Since then %n of your decisions were looked at again", "", view.n)
    wrong = translate("Team", "%n of them with a critical error.", "", view.errors)
    return translate("Team", "{found}, {wrong}").format(found=found, wrong=wrong)


def _ahead(view: LicenceView) -> str:
    place = _place(view)
    if view.rung == "learn":
        return translate("Team", "After %n more practice cases come those with a known answer.", "", view.to_go)
    if view.rung == "certify":
        return translate(
            "Team",
            "Your lead has them mixed in among your cases. Whoever has one wrong of 20 at most goes on; how it went is "
            "told at the end.",
        )
    if place == len(STEPS) - 1:
        return translate(
            "Team", "It goes up again only if the looks speak for 8 % errors or more rather than 2 % or less."
        )
    up = STEPS[place + 1]
    return translate(
        "Team", "%n right ones in a row show 2 % errors or less rather than 8 %, and lead to {place}.", "", view.to_go
    ).replace("{place}", place_words(*up))


def figures_of(own: OwnLicences, gold: OwnGold) -> tuple[FigureWords, ...]:
    """What stands above one's ladder."""
    may = sum(Rung(one.rung).licensed for one in own.licences)
    licensed = FigureWords(
        translate("Team", "{n} of {all}").format(n=formats.count(may), all=formats.count(len(own.licences))),
        translate("Team", "types you are licensed for"),
        reason=translate("Team", "Cases of the other types come to you once you are licensed for them.")
        if own.required
        else translate("Team", "The house does not ask for licences: you may decide every type."),
    )
    word = translate("Team", "right on cases with a known answer")
    why = translate(
        "Team",
        "Some of your cases are ones whose answer is known. Told as counts alone and weeks later, so that no count "
        "tells which they were.",
    )
    if gold.answered is None or gold.right is None:
        none = translate("Team", "Counts are told from ten such cases on.")
        return licensed, FigureWords(NONE, word, reason=sentences(none, why))
    value = translate("Team", "{n} of {all}").format(n=formats.count(gold.right), all=formats.count(gold.answered))
    basis = translate("Team", "decided before {day}").format(day=formats.date(gold.as_of))
    return licensed, FigureWords(value, word, basis, reason=why)


def own_table(own: OwnLicences) -> Table:
    columns = (
        Column(translate("Team", "Type"), 0.6),
        Column(translate("Team", "Step"), 0.0),
        Column(translate("Team", "Looked at again"), 0.2, right=True),
        Column(translate("Team", "since then"), 0.3),
        Column(translate("Team", "What leads on"), 1.0, gives=True),
    )
    rows = tuple(
        (
            _type(one.case_type),
            Cell(rung_words(one.rung), badge=COLOURS.get(one.rung, "muted")),
            Cell(NONE if one.rung in ("learn", "certify") else formats.percent(one.per_mille / 1000, 0)),
            Cell(_judged(one), "muted"),
            Cell(next_words(one), "muted"),
        )
        for one in own.licences
    )
    return columns, rows


def _judged(one: LicenceView) -> str:
    if one.rung in ("learn", "certify"):
        return NONE
    return translate("Team", "{n} looked at, {errors} wrong").format(
        n=formats.count(one.n), errors=formats.count(one.errors)
    )


def steps_table(own: OwnLicences) -> Table:
    """How somebody came to where they are."""
    columns = (
        Column(translate("Team", "When"), 0.0),
        Column(translate("Team", "Type"), 0.4),
        Column(translate("Team", "From"), 0.1),
        Column(translate("Team", "To"), 0.1),
        Column(translate("Team", "Looked at"), 0.0, right=True),
        Column(translate("Team", "Wrong"), 0.0, right=True),
        Column(translate("Team", "Why"), 1.0, gives=True),
    )
    whys = {one.code: captions.pick(one.text)[0] for one in own.whys}
    rows = tuple(
        (
            Cell(formats.day_time(one.at), "muted"),
            _type(one.case_type),
            Cell(place_words(one.from_rung, one.from_per_mille)),
            Cell(place_words(one.to_rung, one.to_per_mille)),
            Cell(formats.count(one.n)),
            Cell(formats.count(one.errors)),
            Cell(one.reason or whys.get(one.why, one.why), "muted", data=bool(one.reason)),
        )
        for one in own.steps
    )
    return columns, rows


def house_figures(page: LicencePage) -> tuple[FigureWords, ...]:
    """How many licences stand on each step, and what waits."""
    counts = {rung.value: 0 for rung in Rung}
    for row in page.rows:
        counts[row.licence.rung] = counts.get(row.licence.rung, 0) + 1
    waits = FigureWords(
        formats.count(page.waiting),
        translate("Team", "decisions wait for a second look"),
        reason=""
        if page.required
        else translate("Team", "The house does not ask for licences yet, so nothing is drawn for a second look."),
    )
    return waits, *(FigureWords(formats.count(counts[rung.value]), rung_words(rung.value)) for rung in Rung)


def house_table(page: LicencePage) -> Table:
    """Everybody, by name."""
    columns = (
        Column(translate("Team", "Who"), 0.4),
        Column(translate("Team", "Type"), 0.5, gives=True),
        Column(translate("Team", "Step"), 0.0),
        Column(translate("Team", "Looked at again"), 0.1, right=True),
        Column(translate("Team", "since then"), 0.3),
        Column(translate("Team", "What leads on"), 0.6, gives=True),
        Column(translate("Team", "Vendor"), 0.2),
    )
    rows = tuple(
        (
            Cell(row.user_name, data=True),
            _type(row.licence.case_type),
            Cell(rung_words(row.licence.rung), badge=COLOURS.get(row.licence.rung, "muted")),
            Cell(
                NONE if row.licence.rung in ("learn", "certify") else formats.percent(row.licence.per_mille / 1000, 0)
            ),
            Cell(_judged(row.licence), "muted"),
            Cell(next_words(row.licence), "muted"),
            Cell(row.vendor or NONE, data=bool(row.vendor)),
        )
        for row in page.rows
    )
    return columns, rows


def looks_table(looks: LookPage) -> Table:
    columns = (
        Column(translate("Team", "Drawn"), 0.0),
        Column(translate("Team", "Case"), 0.1),
        Column(translate("Team", "Type"), 0.5, gives=True),
        Column(translate("Team", "Decided by"), 0.3),
        Column(translate("Team", "Share drawn"), 0.0, right=True),
    )
    rows = tuple(
        (
            Cell(formats.day_time(one.drawn_at), "muted"),
            Cell(one.case_id, data=True),
            _type(one.case_type),
            Cell(one.user_name, data=True),
            Cell(formats.percent(one.per_mille / 1000, 0)),
        )
        for one in looks.looks
    )
    return columns, rows


def type_words(code: str) -> str:
    return captions.case_type(code)[0]


def _type(code: str) -> Cell:
    text, data = captions.case_type(code)
    return Cell(text, data=data)


# --- practice --------------------------------------------------------------------------------------


def practice_title(work: PracticeState) -> str:
    return translate("Team", "Practice case {n} of {all}").format(
        n=formats.count(work.number + 1), all=formats.count(len(work.cases))
    )


def practice_hint() -> str:
    return translate(
        "Team", "Nothing of it goes anywhere: say what you would decide, and read why that is right or wrong."
    )


def verdict(work: PracticeState) -> tuple[str, str]:
    """(words, colour) of how the answer was."""
    result = work.result
    if result is None:
        return "", "muted"
    truth = captions.verb(work.case_type, result.truth)
    if result.right:
        return translate("Team", "Right: {truth}").format(truth=truth), "pass_"
    return translate("Team", "Not this time: {truth} is right").format(truth=truth), "block"


def afterwards(work: PracticeState) -> str:
    """Where one stands after the answer."""
    if work.result is None:
        return ""
    licence = work.result.licence
    if licence.rung == "learn":
        return translate("Team", "%n practice cases to go", "", licence.to_go)
    return translate("Team", "You stand at: {place}").format(place=place_words(licence.rung, licence.per_mille))


def classes(rubric: RubricView) -> Sequence[tuple[str, str, str]]:
    """(code, words, severity) of what an error can be called."""
    return [(one.code, captions.pick(one.name)[0], one.severity) for one in rubric.classes]
