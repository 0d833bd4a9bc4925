"""What the Feedback room says around the page of the regression set: its steps, its sheets, its notices."""

from PySide6.QtCore import QCoreApplication

from app.contract.catalogue import catalogue
from app.desktop.panels.feedback.state import (
    BECAME,
    MOST_NAME,
    MOST_REASON,
    PAIR,
    REGRESSION,
    RUN,
    CaseData,
    FeedbackState,
    PairData,
    RegressionData,
    RunData,
    SheetState,
    place,
)
from app.desktop.panels.feedback.words import regression, regression_run
from app.desktop.widgets import captions
from app.desktop.widgets.choice_lines import ChoiceLine
from app.desktop.widgets.sheet import SheetContent, SheetList

translate = QCoreApplication.translate
SHEETS = frozenset({"freeze", "candidate", "conclude", "look", "vote"})
MOST = {"candidate": MOST_NAME, "vote": MOST_REASON}
"""Characters of what is written on a sheet."""


def became_choice(state: FeedbackState) -> tuple[list[tuple[str, str, bool]], str, bool]:
    """Which cases of the run that is open stand in its list."""
    at = place(state.inner) if state.page == REGRESSION else None
    shown = at is not None and at.kind == RUN and isinstance(state.detail, RunData) and state.detail.cases is not None
    options = [(one, regression_run.which_words(one), False) for one in BECAME]
    return options, at.became if at is not None else BECAME[0], shown


def step_words(state: FeedbackState) -> str:
    """The one main thing to do on the page in sight, "" where there is none."""
    at = place(state.inner)
    if at is None:
        if "training.manage" in state.rights:
            return translate("Feedback", "Freeze the next version")
        data = state.data
        judged = isinstance(data, RegressionData) and data.judging is not None and data.judging.runs
        return translate("Feedback", "Judge a pair") if judged else ""
    if at.kind == RUN and isinstance(state.detail, RunData):
        ends = "training.manage" in state.rights and state.detail.view.state == "open"
        return translate("Feedback", "Conclude the run") if ends else ""
    if at.kind == PAIR and isinstance(state.detail, PairData) and state.detail.pair is not None:
        return translate("Feedback", "Judge with a reason")
    return ""


def hand_words(state: FeedbackState) -> list[tuple[str, str]]:
    """(words, action) of what else can be done."""
    at = place(state.inner)
    if at is None:
        some = isinstance(state.data, RegressionData) and state.data.sets is not None and state.data.sets.sets
        if some and "training.manage" in state.rights:
            return [(translate("Feedback", "Have a candidate answer"), "feedback.add")]
        return []
    detail = state.detail
    if at.kind == PAIR and isinstance(detail, PairData) and detail.pair is not None:
        return [
            (translate("Feedback", "First is better"), "feedback.first"),
            (translate("Feedback", "Second is better"), "feedback.second"),
            (translate("Feedback", "Neither"), "feedback.neither"),
        ]
    if isinstance(detail, RunData):
        shown = detail.view.cases_shown
        words = translate("Feedback", "Its cases") if shown else translate("Feedback", "Look at the cases")
        return [(words, "feedback.look")]
    if isinstance(detail, CaseData):
        return [(translate("Feedback", "Open in Review"), "feedback.case")]
    return []


def told() -> dict[str, tuple[str, str]]:
    return {
        "no_regression": (
            translate("Feedback", "The regression set is kept by leads and the model’s owner."),
            "info",
        ),
        "no_set": (translate("Feedback", "Freeze a version first: Ctrl+Enter."), "info"),
        "set_frozen": (translate("Feedback", "The next version is frozen."), "good"),
        "set_same": (
            translate("Feedback", "Nothing has changed since the last version, so that it stays the newest."),
            "info",
        ),
        "candidate_asked": (
            translate("Feedback", "Asked. Its answers come in by the intake; its figures may be read every day."),
            "good",
        ),
        "run_concluded": (
            translate("Feedback", "This run is concluded already: its figures stay as they are."),
            "info",
        ),
        "concluded_now": (
            translate("Feedback", "Concluded. Whoever marked a step hears what became of it."),
            "good",
        ),
        "looked_now": (translate("Feedback", "The cases stand open. You judge no more pairs of this run."), "info"),
        "looked_already": (translate("Feedback", "No case of this kind. W chooses others."), "info"),
        "vote_offline": (
            translate(
                "Feedback", "The server cannot be reached, so that nothing was counted. Judge again once it can."
            ),
            "warn",
        ),
    }


def content(state: FeedbackState, sheet: SheetState) -> SheetContent:
    return {
        "freeze": lambda: _freeze(sheet),
        "candidate": lambda: _candidate(sheet),
        "conclude": lambda: _conclude(state),
        "look": _look,
        "vote": lambda: _vote(sheet),
    }[sheet.kind]()


def _chosen(sheet: SheetState, name: str) -> frozenset[str]:
    return frozenset({sheet.chosen[name]}) if name in sheet.chosen else frozenset()


def _freeze(sheet: SheetState) -> SheetContent:
    types = (
        ChoiceLine("", translate("Feedback", "every type")),
        *(ChoiceLine(code, captions.case_type(code)[0]) for code in catalogue().case_types),
    )
    return SheetContent(
        title=translate("Feedback", "Freeze the next version"),
        under=translate(
            "Feedback",
            "Every step marked wrong and every verdict found wrong until now, with as many cases that were judged"
            " without a look at ROCA’s answer.",
        ),
        lists=(SheetList("type", translate("Feedback", "Type"), types, _chosen(sheet, "type")),),
        button=translate("Feedback", "Freeze it"),
    )


def _candidate(sheet: SheetState) -> SheetContent:
    sets = tuple(ChoiceLine(set_id, regression.version_words(int(n))) for set_id, n in sheet.options)
    return SheetContent(
        title=translate("Feedback", "Have a candidate answer"),
        under=translate(
            "Feedback",
            "The service of the model’s owner is told which cases they are, and not what is right. Its answers change"
            " no decision.",
        ),
        entry=sheet.entry,
        entry_name=translate("Feedback", "Model version"),
        entry_hint=translate("Feedback", "Model version, as its owner names it"),
        lists=(SheetList("set", translate("Feedback", "Against"), sets, _chosen(sheet, "set")),),
        text=sheet.text,
        text_name=translate("Feedback", "Prompt version"),
        text_hint=translate("Feedback", "Prompt version; may stay empty"),
        button=translate("Feedback", "Ask"),
    )


def _conclude(state: FeedbackState) -> SheetContent:
    view = state.detail.view if isinstance(state.detail, RunData) else None
    waits = view is not None and view.answered < view.cases
    under = translate(
        "Feedback",
        "The figures stay as they are now, no more pairs are judged, and everybody who marked a step hears what became"
        " of it.",
    )
    return SheetContent(
        title=translate("Feedback", "Conclude the run"),
        lead=translate("Feedback", "Only {n} cases are answered.").format(n=regression.answered(view))
        if waits and view is not None
        else "",
        under=under,
        button=translate("Feedback", "Conclude"),
        keys=translate("Feedback", "Enter sends, Esc closes"),
    )


def _look() -> SheetContent:
    return SheetContent(
        title=translate("Feedback", "Look at the cases"),
        under=translate(
            "Feedback",
            "Beside each case stands which answer is the candidate’s. Whoever has seen that judges no more pairs of"
            " this run; pairs that you have judged go on counting.",
        ),
        button=translate("Feedback", "Look"),
        keys=translate("Feedback", "Enter sends, Esc closes"),
    )


def _vote(sheet: SheetState) -> SheetContent:
    lines = (
        ChoiceLine("first", translate("Feedback", "the first")),
        ChoiceLine("second", translate("Feedback", "the second")),
        ChoiceLine("neither", translate("Feedback", "neither")),
    )
    return SheetContent(
        title=translate("Feedback", "Which reasoning is better founded?"),
        under=translate("Feedback", "It counts at once and cannot be taken back."),
        lists=(SheetList("choice", translate("Feedback", "Better founded"), lines, _chosen(sheet, "choice")),),
        text=sheet.text,
        text_name=translate("Feedback", "Reason"),
        text_hint=translate("Feedback", "Why, in a sentence; may stay empty"),
        button=translate("Feedback", "Judge"),
    )


def why(code: str) -> str:
    """What stands in the way of what a sheet would send; "" for what other sheets have as well."""
    return {
        "model_required": translate("Feedback", "Name the version of the model."),
        "version_too_long": translate("Feedback", "A version is named in 120 characters at most, on one line."),
        "choice_required": translate("Feedback", "Choose which of the two, or neither."),
    }.get(code, "")
