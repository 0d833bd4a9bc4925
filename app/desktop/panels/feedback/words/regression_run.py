"""A run of a candidate in words: what may be said of it, its parts, its steps, its cases, and which reasoning people
preferred. Chances and e-values are told as the server reckoned them."""

from PySide6.QtCore import QCoreApplication

from app.contract.regression import CaseRow, Part, Preference, RunCases, RunView, StepPart
from app.desktop.panels.feedback.words import names
from app.desktop.panels.feedback.words.names import NONE
from app.desktop.panels.feedback.words.regression import (
    answered,
    bar_colour,
    candidate,
    kind_words,
    several,
    share_axis,
    standing_words,
    version_words,
)
from app.desktop.widgets import captions, formats
from app.desktop.widgets.chart_spec import Bar, Bars
from app.desktop.widgets.figure import FigureWords
from app.desktop.widgets.page import Table
from app.desktop.widgets.record_list import Cell, Column
from app.domain.blind_first import wilson
from app.domain.regression import ENOUGH_VOTES, Standing, standing

translate = QCoreApplication.translate
LARGE, SMALL = 10_000, 0.001


def p_words(p: float) -> str:
    if p < SMALL:
        return translate("Feedback", "under {p}").format(p=formats.number(SMALL, 3))
    return formats.number(p, 3)


def e_words(e: float) -> str:
    if e > LARGE:
        return translate("Feedback", "over {e}").format(e=formats.count(LARGE))
    return formats.number(e, 1)


def change_words(part: Part) -> str:
    """The change of accuracy in points, with its interval."""
    if not part.answered:
        return NONE
    return translate("Feedback", "{change} points ({low} to {high})").format(
        change=formats.signed(part.change * 100, 1),
        low=formats.signed(part.low * 100, 1),
        high=formats.signed(part.high * 100, 1),
    )


def about(view: RunView) -> str:
    """Who asked for it, and how far it is."""
    said = translate("Feedback", "Against {version}, asked on {day} by {name}.").format(
        version=version_words(view.set_version), day=formats.date(view.asked_at), name=view.asked_by_name
    )
    if view.concluded_at is None:
        return said
    end = translate("Feedback", "Concluded on {day} by {name}; %n people who marked steps were told.", "", view.told)
    return formats.together(said, end.format(day=formats.date(view.concluded_at), name=view.concluded_by_name or ""))


def verdict(view: RunView) -> tuple[str, str, str]:
    """(badge, its colour, the sentence) of what the drawn cases show."""
    words, colour = standing_words(view.standing.value)
    part = view.drawn
    said = {
        "better": translate(
            "Feedback",
            "On the cases judged without a look at ROCA’s answer it is right more often than ROCA now, and the evidence"
            " is strong enough to say so.",
        ),
        "worse": translate(
            "Feedback",
            "On the cases judged without a look at ROCA’s answer it is wrong more often than ROCA now. It should not go"
            " into force.",
        ),
        "not_shown": translate(
            "Feedback",
            "The cases judged without a look at ROCA’s answer show neither a gain nor a loss. That is no proof that"
            " both are alike: more answers may still tell.",
        ),
    }.get(
        view.standing.value,
        translate(
            "Feedback",
            "None of the cases judged without a look at ROCA’s answer is answered yet. The other cases were chosen"
            " because ROCA was wrong there, so that they prove nothing.",
        ),
    )
    if not part.answered:
        return words, colour, said
    reckoned = translate(
        "Feedback",
        "{change} on %n cases; p {p} by McNemar’s exact test; e-value {e}, where 20 and more counts.",
        "",
        part.answered,
    ).format(change=change_words(part), p=p_words(part.p), e=e_words(part.e_value))
    return words, colour, formats.together(said, reckoned, _without_answer(view))


def _without_answer(view: RunView) -> str:
    """What stands in the way of a gain where not all is answered; "" where that changes nothing."""
    part = view.drawn
    missing = part.cases - part.answered
    if view.standing is not Standing.NOT_SHOWN or part.gained <= part.lost or not missing:
        return ""
    return translate(
        "Feedback",
        "%n of these cases have no answer and count as lost until they have one, for a candidate chooses what it"
        " answers.",
        "",
        missing,
    )


def worse_types(view: RunView) -> str:
    """The case types in which it is worse; "" where there are none."""
    if not view.worse_in:
        return ""
    found = several(names.type_words(one)[0] for one in view.worse_in)
    return translate("Feedback", "Worse in: {types}.").format(types=found)


def figures(view: RunView) -> tuple[FigureWords, ...]:
    parts = (view.drawn, view.faults, view.kept)
    gained, lost = sum(one.gained for one in parts), sum(one.lost for one in parts)
    same = view.answered - gained - lost
    drawn = translate("Feedback", "{n} of them among the cases judged without a look")
    return (
        FigureWords(
            formats.count(gained), translate("Feedback", "fixed"), drawn.format(n=formats.count(view.drawn.gained))
        ),
        FigureWords(
            formats.count(lost), translate("Feedback", "broken"), drawn.format(n=formats.count(view.drawn.lost))
        ),
        FigureWords(
            formats.count(same),
            translate("Feedback", "same"),
            translate("Feedback", "as right or as wrong as before"),
        ),
        FigureWords(
            answered(view),
            translate("Feedback", "cases answered"),
            translate("Feedback", "by assessments that come in beside ROCA’s own"),
        ),
    )


# --- its parts --------------------------------------------------------------------------------------


def _parts(view: RunView) -> list[tuple[str, Part, str]]:
    """(name, part, standing: "" where nothing is said of it)."""
    told = [(translate("Feedback", "judged without a look"), view.drawn, view.standing.value)]
    if len(view.types) > 1:
        told += [(f"– {names.type_words(one.case_type)[0]}", one.part, one.standing.value) for one in view.types]
    told.append((translate("Feedback", "ROCA was wrong"), view.faults, ""))
    told.append((translate("Feedback", "a step was wrong, the verdict right"), view.kept, ""))
    return [(name, part, said) for name, part, said in told if part.cases]


def parts_chart(view: RunView) -> Bars | None:
    """How many of the same cases were right before and after."""
    bars: list[Bar] = []
    for name, part, said in _parts(view):
        if not part.answered:
            bars.append(Bar(name, translate("Feedback", "none of %n cases answered yet", "", part.cases)))
            continue
        for right, colour, text in (
            (part.right_before, "bar", translate("Feedback", "{share} right before")),
            (part.right_after, bar_colour(said), translate("Feedback", "{share} right after")),
        ):
            low, high = wilson(right, part.answered)
            shown = text.format(share=formats.percent(right / part.answered))
            bars.append(Bar(name if colour == "bar" else "", shown, right / part.answered, low, high, colour))
    if not any(bar.value is not None for bar in bars):
        return None
    return Bars(translate("Feedback", "Right before and after"), share_axis(), tuple(bars))


def parts_table(view: RunView) -> Table:
    columns = (
        Column(translate("Feedback", "Cases"), 0.4),
        Column(translate("Feedback", "Answered"), 0.0, right=True),
        Column(translate("Feedback", "Right before"), 0.0, right=True),
        Column(translate("Feedback", "Right after"), 0.0, right=True),
        Column(translate("Feedback", "Fixed"), 0.0, right=True),
        Column(translate("Feedback", "Broken"), 0.0, right=True),
        Column(translate("Feedback", "Change"), 0.2),
        Column(translate("Feedback", "p, exact"), 0.0, right=True),
        Column(translate("Feedback", "e-value"), 0.0, right=True),
        Column("", 0.0),
    )
    rows = []
    for name, part, said in _parts(view):
        words, badge = standing_words(said) if said else (translate("Feedback", "proves nothing"), "")
        known = part.answered > 0
        of_all = translate("Feedback", "{n} of {all}").format(
            n=formats.count(part.answered), all=formats.count(part.cases)
        )
        rows.append(
            (
                Cell(name),
                Cell(of_all),
                Cell(formats.count(part.right_before) if known else NONE),
                Cell(formats.count(part.right_after) if known else NONE),
                Cell(formats.count(part.gained) if known else NONE),
                Cell(formats.count(part.lost) if known else NONE),
                Cell(change_words(part)),
                Cell(p_words(part.p) if known else NONE),
                Cell(e_words(part.e_value) if known else NONE),
                Cell(words, "text" if badge else "muted", badge=badge),
            )
        )
    return columns, tuple(rows)


# --- its steps --------------------------------------------------------------------------------------


def marks(view: RunView) -> Table:
    """What became of the steps that were marked wrong."""
    columns = (
        Column(translate("Feedback", "Marked as"), 0.5),
        Column(translate("Feedback", "Steps"), 0.0, right=True),
        Column(translate("Feedback", "Mended"), 0.0, right=True),
        Column(translate("Feedback", "Repeated"), 0.0, right=True),
        Column(translate("Feedback", "Cannot be told"), 0.0, right=True),
        Column(translate("Feedback", "Mended, of those told"), 0.3),
    )
    whole = view.steps.whole
    told = [(kind_words(one.kind.value if one.kind else ""), one) for one in view.steps.marks]
    if len(told) > 1:
        told.append((translate("Feedback", "all of them"), whole))
    rows = tuple(
        (
            Cell(name),
            Cell(formats.count(one.checks)),
            Cell(formats.count(one.mended)),
            Cell(formats.count(one.repeated), "block" if one.repeated else "text"),
            Cell(formats.count(one.untold), "muted"),
            Cell(_share(one)),
        )
        for name, one in told
    )
    return columns, rows


def _share(one: StepPart) -> str:
    if one.share is None:
        return NONE
    return translate("Feedback", "{share} ({low} to {high})").format(
        share=formats.percent(one.share), low=formats.percent(one.low), high=formats.percent(one.high)
    )


def grounded(view: RunView) -> str:
    """How many steps rest on something that their case has."""
    steps = view.steps
    if not steps.steps:
        return ""
    return translate(
        "Feedback", "{n} of {all} steps of the candidate rest on something that their case has; before, {m} of {whole}."
    ).format(
        n=formats.count(steps.grounded),
        all=formats.count(steps.steps),
        m=formats.count(steps.grounded_before),
        whole=formats.count(steps.steps_before),
    )


# --- which reasoning people preferred ---------------------------------------------------------------


def preferred(view: RunView) -> tuple[str, str, str]:
    """(badge, its colour, the sentence)."""
    told = view.preference
    if told is not None:
        return _preferred(told)
    need = formats.count(ENOUGH_VOTES)
    if view.state == "open":
        said = translate(
            "Feedback",
            "%n pairs are judged so far. Which reasoning was found better is told once the run is concluded, from"
            " {need} pairs on.",
            "",
            view.votes,
        )
        return translate("Feedback", "still blind"), "muted", said.format(need=need)
    said = translate(
        "Feedback", "Withheld: %n pairs were judged, and fewer than {need} could show nothing.", "", view.votes
    )
    return translate("Feedback", "too few"), "escalate", said.format(need=need)


def _preferred(told: Preference) -> tuple[str, str, str]:
    found = standing(told.votes, told.candidate, told.present, told.e_value)
    words, colour = standing_words(found.value)
    said = translate(
        "Feedback",
        "Of %n pairs the candidate’s reasoning was found better in {candidate}, ROCA’s present one in {present},"
        " neither in {neither}; p {p} by the exact sign test, e-value {e}.",
        "",
        told.votes,
    ).format(
        candidate=formats.count(told.candidate),
        present=formats.count(told.present),
        neither=formats.count(told.neither),
        p=p_words(told.p),
        e=e_words(told.e_value),
    )
    return words, colour, said


# --- its cases --------------------------------------------------------------------------------------


def became_words(became: str) -> tuple[str, str]:
    """(words, badge colour) of what the candidate's answer makes of a case."""
    return {
        "gained": (translate("Feedback", "fixed"), "pass_"),
        "lost": (translate("Feedback", "broken"), "block"),
        "same": (translate("Feedback", "same"), "muted"),
        "unanswered": (translate("Feedback", "not answered"), "muted"),
    }.get(became, (became, "muted"))


def which_words(became: str) -> str:
    """Which cases stand in the list."""
    return {
        "changed": translate("Feedback", "fixed or broken"),
        "repeated": translate("Feedback", "an error repeated"),
        "any": translate("Feedback", "all cases"),
    }.get(became, became_words(became)[0])


def truth_words(truth: str) -> str:
    return {
        "bad": translate("Feedback", "turned out bad"),
        "good": translate("Feedback", "turned out good"),
    }.get(truth, truth)


def verdicts(row: CaseRow) -> str:
    """What was said before and after."""
    after = captions.verb(row.case_type, row.after) if row.after is not None else NONE
    return f"{captions.verb(row.case_type, row.before)} → {after}"


def cases(told: RunCases) -> Table:
    columns = (
        Column(translate("Feedback", "Case"), 0.0),
        Column(translate("Feedback", "Type"), 0.4, gives=True),
        Column(translate("Feedback", "ROCA now → candidate"), 0.3),
        Column(translate("Feedback", "In truth"), 0.2),
        Column("", 0.0),
        Column(translate("Feedback", "Mended"), 0.0, right=True),
        Column(translate("Feedback", "Repeated"), 0.0, right=True),
        Column(translate("Feedback", "Judged"), 0.2, gives=True),
    )
    rows = []
    for one in told.cases:
        words, badge = became_words(one.became.value)
        kind, data = names.type_words(one.case_type)
        rows.append(
            (
                Cell(one.case_id, data=True, strong=True),
                Cell(kind, data=data),
                Cell(verdicts(one)),
                Cell(truth_words(one.truth), "muted"),
                Cell(words, badge=badge),
                Cell(formats.count(one.mended) if one.mended else NONE),
                Cell(formats.count(one.repeated) if one.repeated else NONE, "block" if one.repeated else "text"),
                Cell(translate("Feedback", "without a look") if one.drawn else NONE, "muted"),
            )
        )
    return columns, tuple(rows)


def cases_said(told: RunCases) -> str:
    parts = [translate("Feedback", "Enter sets both answers side by side; O opens the case in Review.")]
    if told.next_after is not None:
        parts.append(
            translate("Feedback", "These are the first {n} of {all}; H shows more.").format(
                n=formats.count(len(told.cases)), all=formats.count(told.total)
            )
        )
    if told.kept_back:
        parts.append(
            translate("Feedback", "%n more are kept back: you are still to look at them blind.", "", told.kept_back)
        )
    return formats.together(*parts)


def title(view: RunView) -> str:
    return candidate(view)
