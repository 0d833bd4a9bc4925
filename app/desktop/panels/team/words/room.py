"""What the Team room says around its pages."""

from PySide6.QtCore import QCoreApplication

from app.contract.review_checks import RubricView
from app.desktop.panels.team.state import (
    BY,
    COMPARE,
    DAYS,
    MEASURES,
    PERIODIC,
    WEEKLY,
    TeamState,
    WordsState,
)
from app.desktop.panels.team.words import figures, sheets
from app.desktop.panels.team.words.sheets import why
from app.desktop.widgets import formats, reasons
from app.desktop.widgets.choice_lines import ChoiceLine
from app.desktop.widgets.sheet import SheetContent, SheetList
from app.domain.dispute import MAX_REASON

translate = QCoreApplication.translate


def page_words(page: str) -> str:
    return {
        "own": translate("Team", "My scorecard"),
        "ladder": translate("Team", "My licences"),
        "checks": translate("Team", "My checks"),
        "pull": translate("Team", "Pull of ROCA"),
        "licences": translate("Team", "Licences"),
        "gold": translate("Team", "Known answers"),
        "house_checks": translate("Team", "Checks"),
        "compare": translate("Team", "Scorecards"),
        "agreement": translate("Team", "Agreement"),
        "recall": translate("Team", "Recall"),
        "shift": translate("Team", "Shift"),
        "weekly": translate("Team", "Vendor week"),
        "disputes": translate("Team", "Disputes"),
    }.get(page, page)


def days_words(days: int) -> str:
    return translate("Team", "last %n days", "", days)


def by_words(by: str) -> str:
    return {
        "team": translate("Team", "by team"),
        "vendor": translate("Team", "by vendor"),
        "case_type": translate("Team", "by case type"),
    }.get(by, by)


def measure_words(measure: str) -> str:
    return figures.measure_words(measure)


def choice_names() -> dict[str, str]:
    return {
        "days": translate("Team", "Period"),
        "by": translate("Team", "Whose"),
        "measure": translate("Team", "Figure"),
        "vendor": translate("Team", "Vendor"),
    }


def choices(state: TeamState) -> dict[str, tuple[list[tuple[str, str, bool]], str, bool]]:
    """What can be chosen of a page, as (code, words, whether they are data); what is; and whether it says anything."""
    return {
        "days": (
            [(str(days), days_words(days), False) for days in DAYS],
            str(state.days),
            (state.page in PERIODIC and state.practice is None) or state.card is not None,
        ),
        "by": ([(by, by_words(by), False) for by in BY], state.by, state.page == COMPARE),
        "measure": ([(one, measure_words(one), False) for one in MEASURES], state.measure, state.page == COMPARE),
        "vendor": (
            [(vendor, vendor, True) for vendor in state.vendors],
            state.vendor,
            state.page == WEEKLY and bool(state.vendors),
        ),
    }


def summary(state: TeamState) -> str:
    """What the figures in sight are of."""
    data = state.data
    if data is None:
        return ""
    if state.page == "shift":
        return translate("Team", "as of {time}").format(time=formats.clock(data.now))
    if state.page not in PERIODIC or getattr(data, "from_at", None) is None:
        return ""
    return translate("Team", "{start} to {end}").format(
        start=formats.day_time(data.from_at), end=formats.day_time(data.before_at)
    )


def nothing(state: TeamState, key: str) -> str:
    """What stands there while there is nothing to show."""
    if state.asking:
        return translate("Team", "Asking the server …")
    if state.failed == "offline":
        return translate(
            "Team", "The server cannot be reached. These figures are made there; {key} asks again. Nothing is lost."
        ).format(key=key or "R")
    if state.failed:
        return reasons.problem(state.failed)
    if state.page == "weekly":
        return translate("Team", "No contact centre has decided a case in the last 90 days.")
    return translate("Team", "There is nothing to show yet.")


def step_words(state: TeamState) -> tuple[str, str]:
    """(words, action) of the one main thing to do on a page, ("", "") where there is none."""
    if state.practice is not None:
        if state.practice.result is None:
            return translate("Team", "Answer"), "team.step"
        last = state.practice.number + 1 == len(state.practice.cases)
        return (translate("Team", "Back to my licences") if last else translate("Team", "Next case")), "team.step"
    if state.page == "gold" and state.data is not None:
        return (translate("Team", "Add a case") if state.inner else translate("Team", "New set")), "team.add"
    return "", ""


def message(state: TeamState) -> tuple[str, str, str, str]:
    """(text, tone, words of its button, what the button does)"""
    close = translate("Team", "Close")
    if state.told == "saved":
        text = translate("Team", "Saved as picture, vectors and table: {where}").format(where=state.saved)
        return text, "good", close, "close"
    undo = (translate("Team", "Take back"), "undo") if state.undo_until else (close, "close")
    told = {
        "not_saved": (translate("Team", "The files could not be written. Nothing else is changed."), "bad"),
        "disputed": (translate("Team", "This judgement is disputed already."), "info"),
        "not_disputable": (translate("Team", "This judgement cannot be disputed: it is not settled yet."), "info"),
        "settled": (translate("Team", "This dispute is settled."), "info"),
        "not_mine_to_settle": (
            translate("Team", "You raised it or made the judgement, so somebody else settles it."),
            "info",
        ),
        "disputed_now": (translate("Team", "The dispute is kept and goes out in 10 s."), "good"),
        "settled_now": (translate("Team", "The settlement is kept and goes out in 10 s."), "good"),
        "taken_back": (translate("Team", "Taken back. Nothing was sent."), "info"),
        "too_late": (translate("Team", "It is sent already and cannot be taken back."), "warn"),
        **_done(),
    }
    if not state.told:
        return "", "info", "", ""
    text, tone = told.get(state.told, (reasons.problem(state.told), "bad"))
    return text, tone, *undo


def _done() -> dict[str, tuple[str, str]]:
    """What was done with licences and known answers, or why nothing was."""
    return {
        "no_practice": (
            translate("Team", "No practice case of this type is left for you. Your lead can add some to a set."),
            "info",
        ),
        "no_card": (translate("Team", "Cards of others are read by leads and auditors."), "info"),
        "only_reads": (translate("Team", "You may read licences; a lead or an admin grants them."), "info"),
        "placed_now": (translate("Team", "Done. The person reads the step and your reason."), "good"),
        "judged_now": (translate("Team", "Kept. It counts for the licence of who decided."), "good"),
        "judged_wrong": (translate("Team", "Kept. A critical error counts against the licence."), "good"),
        "set_made": (translate("Team", "The set is yours. Enter opens it; then cases can be added."), "good"),
        "item_added": (translate("Team", "The case is in the set, which has a new version."), "good"),
        "item_retired": (translate("Team", "The case is given out no more. Answers so far keep counting."), "good"),
        "retired_already": (translate("Team", "This case is given out no more already."), "info"),
        "not_your_set": (translate("Team", "The cases of a set are its owner's alone to see."), "info"),
        "no_other_owner": (translate("Team", "Nobody else may own a set. Ask an admin who should."), "info"),
        "set_handed": (translate("Team", "Handed over. Its cases are the new owner's alone to see now."), "good"),
        "run_given": (translate("Team", "Given. They come among the person's cases, blind first like others."), "good"),
        "run_none": (
            translate("Team", "None were given: no case of this type in any set is one that the person may get."),
            "warn",
        ),
    }  # fmt: skip


def sheet(state: WordsState, rubric: RubricView | None = None) -> SheetContent:
    """The sheet in which something is said or chosen."""
    if state.kind not in ("dispute", "settle"):
        return sheets.content(state, rubric)
    settles = state.kind == "settle"
    said, tone = "", "muted"
    if state.problem:
        said, tone = why(state.problem), "block"
    elif state.busy:
        said = translate("Team", "Being kept …")
    lists: tuple[SheetList, ...] = ()
    if settles:
        lines = (
            ChoiceLine("upheld", translate("Team", "The judgement stands")),
            ChoiceLine("overturned", translate("Team", "The decision was right")),
        )
        chosen = frozenset({state.outcome} if state.outcome else ())
        lists = (SheetList("outcome", translate("Team", "Outcome"), lines, chosen),)
    return SheetContent(
        title=translate("Team", "Settle the dispute") if settles else translate("Team", "Dispute the judgement"),
        lead=state.about,
        lead_data=True,
        under=translate("Team", "Whoever raised it reads these words; the figure is counted anew.")
        if settles
        else translate("Team", "Somebody who neither decided nor judged reads it and answers. It costs you nothing."),
        lists=lists,
        text=state.text,
        text_name=translate("Team", "In your words"),
        text_hint=translate("Team", "Why it stands, or not")
        if settles
        else translate("Team", "Why your decision was right: name the evidence or the clause"),
        counted=translate("Team", "{n} of {most}").format(
            n=formats.count(len(state.text)), most=formats.count(MAX_REASON)
        ),
        too_many=len(state.text) > MAX_REASON,
        said=said,
        tone=tone,
        button=translate("Team", "Settle") if settles else translate("Team", "Dispute"),
        keys=translate("Team", "1 2 or ↑ ↓ and Enter choose, Tab to the words, Esc closes"),
        keys_text=translate("Sheets", "Enter sends, Shift+Enter starts a line, Esc closes"),
    )
