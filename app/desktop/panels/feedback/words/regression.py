"""The regression set in words: its versions, what was marked, the runs of candidates, and whose pairs may be judged."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from app.contract.regression import JudgeRun, RegressionSets, RegressionSetView, RunRow, RunView
from app.desktop.panels.feedback.state import RegressionData
from app.desktop.panels.feedback.words import names
from app.desktop.panels.feedback.words.names import NONE
from app.desktop.widgets import captions, formats
from app.desktop.widgets.chart_spec import Axis, Bar, Bars, nice_places
from app.desktop.widgets.figure import FigureWords
from app.desktop.widgets.page import Table
from app.desktop.widgets.record_list import Cell, Column
from app.domain.blind_first import wilson
from app.domain.regression import Standing

translate = QCoreApplication.translate
MOST_BARS = 8


def standing_words(standing: str) -> tuple[str, str]:
    """(words, badge colour) of what may be said of a candidate."""
    return {
        "better": (translate("Feedback", "better"), "pass_"),
        "worse": (translate("Feedback", "worse"), "block"),
        "not_shown": (translate("Feedback", "no difference shown"), "muted"),
        "waiting": (translate("Feedback", "too few answers yet"), "escalate"),
    }.get(standing, (standing, "muted"))


def bar_colour(standing: str) -> str:
    return {"better": "pass_", "worse": "block"}.get(standing, "accent")


def version_words(n: int) -> str:
    return translate("Feedback", "version {n}").format(n=formats.count(n))


def candidate(one: RunRow | RunView) -> str:
    """A candidate as the model's owner calls it."""
    return " · ".join(part for part in (one.model_version, one.prompt_version) if part)


def several(found: Iterable[str]) -> str:
    """Names one after the other, as the language puts them."""
    return ("、" if formats.language() == "zh" else ", ").join(found)


def kind_words(kind: str) -> str:
    return captions.step_error(kind)[0] if kind else translate("Feedback", "no kind of error said")


# --- the set ----------------------------------------------------------------------------------------


def figures(newest: RegressionSetView | None) -> tuple[FigureWords, ...]:
    """What the newest version holds."""
    if newest is None:
        return ()
    kind, _ = names.type_words(newest.case_type or "")
    return (
        FigureWords(
            formats.count(newest.version),
            translate("Feedback", "newest version"),
            translate("Feedback", "frozen on {day} by {name}, {type}").format(
                day=formats.date(newest.made_at), name=newest.made_by_name, type=kind
            ),
        ),
        FigureWords(
            formats.count(newest.checks),
            translate("Feedback", "steps marked wrong"),
            translate("Feedback", "each a test that a candidate repeats or mends"),
        ),
        FigureWords(
            formats.count(newest.faults),
            translate("Feedback", "cases with a wrong verdict"),
            translate("Feedback", "of %n cases in the version", "", newest.cases),
        ),
        FigureWords(
            formats.count(newest.drawn),
            translate("Feedback", "cases judged without a look"),
            translate("Feedback", "these alone say better or worse"),
        ),
    )


def growth_chart(sets: RegressionSets) -> Bars | None:
    """How many steps marked wrong each version holds, the newest first."""
    shown = sets.sets[:MOST_BARS]
    most = max((one.checks for one in shown), default=0)
    if not most:
        return None
    bars = tuple(
        Bar(
            _version_and_type(one),
            translate("Feedback", "%n steps", "", one.checks),
            float(one.checks),
            colour="accent" if n == 0 else "bar",
        )
        for n, one in enumerate(shown)
    )
    ticks = tuple((at, formats.count(round(at))) for at in nice_places(0, most, 5) if at == round(at))
    axis = Axis(translate("Feedback", "steps marked wrong"), 0, most, ticks)
    return Bars(translate("Feedback", "How the regression set has grown"), axis, bars)


def _version_and_type(one: RegressionSetView) -> str:
    kind = f" · {names.type_words(one.case_type)[0]}" if one.case_type else ""
    return version_words(one.version) + kind


def growth_table(sets: RegressionSets) -> Table:
    columns = (
        Column(translate("Feedback", "Version"), 0.3),
        Column(translate("Feedback", "Frozen"), 0.0),
        Column(translate("Feedback", "By"), 0.2, gives=True),
        Column(translate("Feedback", "Steps"), 0.0, right=True),
        Column(translate("Feedback", "Cases"), 0.0, right=True),
        Column(translate("Feedback", "Wrong"), 0.0, right=True),
        Column(translate("Feedback", "Without a look"), 0.0, right=True),
    )
    rows = tuple(
        (
            Cell(_version_and_type(one)),
            Cell(formats.day_time(one.made_at), "muted"),
            Cell(one.made_by_name, data=True),
            Cell(formats.count(one.checks)),
            Cell(formats.count(one.cases)),
            Cell(formats.count(one.faults)),
            Cell(formats.count(one.drawn)),
        )
        for one in sets.sets
    )
    return columns, rows


def makeup(newest: RegressionSetView) -> Table:
    """The steps of a version by kind of error, by case type, and by the root cause that was named."""
    columns = (
        Column(translate("Feedback", "By"), 0.0),
        Column(translate("Feedback", "Which"), 0.7, gives=True),
        Column(translate("Feedback", "Steps"), 0.0, right=True),
        Column(translate("Feedback", "Share"), 0.0, right=True),
    )
    none = translate("Feedback", "no root cause named")
    told = [(translate("Feedback", "error"), kind_words(kind), False, n) for kind, n in newest.kinds.items()]
    told += [(translate("Feedback", "case type"), *names.type_words(kind), n) for kind, n in newest.types.items()]
    told += [
        (translate("Feedback", "root cause"), *(captions.code(code) if code else (none, False)), n)
        for code, n in newest.causes.items()
    ]
    rows = tuple(
        (
            Cell(by, "muted"),
            Cell(which, data=data),
            Cell(formats.count(n)),
            Cell(formats.percent(n / newest.checks) if newest.checks else NONE),
        )
        for by, which, data, n in told
    )
    return columns, rows


# --- candidates -------------------------------------------------------------------------------------


def _standing_of(row: RunRow, figures: dict[str, RunView]) -> str | None:
    if row.standing is not None:
        return row.standing.value
    known = figures.get(row.run_id)
    return known.standing.value if known is not None else None


def runs(data: RegressionData) -> Table:
    columns = (
        Column(translate("Feedback", "Candidate"), 0.5, gives=True),
        Column(translate("Feedback", "Against"), 0.0),
        Column(translate("Feedback", "Asked"), 0.0),
        Column(translate("Feedback", "Answered"), 0.0, right=True),
        Column(translate("Feedback", "Fixed"), 0.0, right=True),
        Column(translate("Feedback", "Broken"), 0.0, right=True),
        Column(translate("Feedback", "State"), 0.0),
        Column(translate("Feedback", "Beside ROCA now"), 0.0),
    )
    known = {one.run_id: one for one in data.figures}
    rows = []
    for row in data.runs.runs if data.runs is not None else ():
        view, standing = known.get(row.run_id), _standing_of(row, known)
        words, badge = standing_words(standing) if standing is not None else (NONE, "")
        gained = sum(part.gained for part in (view.drawn, view.faults, view.kept)) if view is not None else None
        lost = sum(part.lost for part in (view.drawn, view.faults, view.kept)) if view is not None else None
        rows.append(
            (
                Cell(candidate(row), data=True, strong=True),
                Cell(version_words(row.set_version), "muted"),
                Cell(formats.day_time(row.asked_at), "muted"),
                Cell(answered(view) if view is not None else NONE),
                Cell(formats.count(gained) if gained is not None else NONE),
                Cell(formats.count(lost) if lost is not None else NONE, "block" if lost else "text"),
                Cell(state_words(row.state), "muted"),
                Cell(words, badge=badge),
            )
        )
    return columns, tuple(rows)


def answered(view: RunView) -> str:
    return translate("Feedback", "{n} of {all}").format(n=formats.count(view.answered), all=formats.count(view.cases))


def state_words(state: str) -> str:
    return {
        "open": translate("Feedback", "under way"),
        "concluded": translate("Feedback", "concluded"),
    }.get(state, state)


def runs_chart(figures: tuple[RunView, ...]) -> Bars | None:
    """How many of the drawn cases ROCA now and each candidate got right."""
    bars: list[Bar] = []
    for one in figures:
        part = one.drawn
        if not part.answered:
            words = translate("Feedback", "no case judged without a look is answered yet")
            bars.append(Bar(candidate(one), words, data=True))
            continue
        words, _ = standing_words(one.standing.value)
        for right, colour, text in (
            (part.right_before, "bar", translate("Feedback", "{share} ROCA now")),
            (part.right_after, bar_colour(one.standing.value), translate("Feedback", "{share} candidate: {standing}")),
        ):
            low, high = wilson(right, part.answered)
            said = text.format(share=formats.percent(right / part.answered), standing=words)
            name = candidate(one) if colour == "bar" else ""
            bars.append(Bar(name, said, right / part.answered, low, high, colour, data=True))
    if not bars or all(bar.value is None for bar in bars):
        return None
    return Bars(translate("Feedback", "Candidates beside ROCA now"), share_axis(), tuple(bars))


def share_axis() -> Axis:
    ticks = tuple((place, formats.percent(place, 0)) for place in (0.0, 0.25, 0.5, 0.75, 1.0))
    return Axis(translate("Feedback", "share right, 95 % interval"), 0, 1, ticks)


def worst(figures: tuple[RunView, ...]) -> str:
    """The candidates that are worse, in a sentence; "" where there are none."""
    found = [candidate(one) for one in figures if one.standing is Standing.WORSE]
    if not found:
        return ""
    said = translate("Feedback", "Worse than ROCA now: {names}. Nothing of it should go into force.")
    return said.format(names=several(found))


# --- pairs to judge ---------------------------------------------------------------------------------


def judging(rows: tuple[JudgeRun, ...]) -> Table:
    columns = (
        Column(translate("Feedback", "Asked"), 0.0),
        Column(translate("Feedback", "Of"), 0.0),
        Column(translate("Feedback", "Type"), 0.6, gives=True),
        Column(translate("Feedback", "Judged by you"), 0.0, right=True),
        Column("", 0.0),
    )
    told = []
    for one in rows:
        words, badge = (
            (translate("Feedback", "you have looked at its cases"), "muted")
            if one.looked
            else (translate("Feedback", "to judge"), "accent")
        )
        kind, data = names.type_words(one.case_type or "")
        told.append(
            (
                Cell(formats.day_time(one.asked_at), "muted"),
                Cell(version_words(one.set_version)),
                Cell(kind, data=data),
                Cell(formats.count(one.judged)),
                Cell(words, badge=badge),
            )
        )
    return columns, tuple(told)
