"""What the Team room says around its pages."""

from PySide6.QtCore import QCoreApplication

from app.desktop.panels.team.state import PERIODIC, TeamState, WordsState
from app.desktop.panels.team.words import figures
from app.desktop.widgets import formats, reasons
from app.desktop.widgets.choice_lines import ChoiceLine
from app.desktop.widgets.sheet import SheetContent, SheetList
from app.domain.dispute import MAX_REASON

translate = QCoreApplication.translate


def page_words(page: str) -> str:
    return {
        "own": translate("Team", "My scorecard"),
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
    }
    if not state.told:
        return "", "info", "", ""
    text, tone = told.get(state.told, (reasons.problem(state.told), "bad"))
    return text, tone, *undo


def sheet(state: WordsState) -> SheetContent:
    """The sheet in which one disputes, or settles."""
    settles = state.kind == "settle"
    said, tone = "", "muted"
    if state.problem:
        said, tone = _why(state.problem), "block"
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


def _why(code: str) -> str:
    own = {
        "outcome_required": translate("Team", "Choose an outcome."),
        "words_required": translate("Team", "Write a sentence: it is what the other side reads."),
    }.get(code, "")
    if own:
        return own
    known = reasons.why_not(code)
    return known if known != reasons.other(code) else reasons.problem(code)
