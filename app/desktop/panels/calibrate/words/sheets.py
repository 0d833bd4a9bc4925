"""The sheets of the Calibrate room."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication

from app.contract.catalogue import catalogue
from app.contract.hub import ProposalView
from app.desktop.panels.calibrate.state import (
    ANSWER,
    BRING_BACK,
    CANCEL,
    CHALLENGE,
    CLOSE,
    DECIDE,
    END_SERIES,
    FOLLOW_UP,
    MAX_WORDS,
    NEW_SESSION,
    NOTE,
    PROMOTE,
    PROPOSE,
    REVEAL,
    ROLL_BACK,
    SHOW,
    SLICE,
    START,
    STOP,
    WITHDRAW,
    WORDLESS,
    SheetState,
)
from app.desktop.panels.calibrate.words import figures, proposals, sessions, slices
from app.desktop.widgets import formats, reasons
from app.desktop.widgets.choice_lines import ChoiceLine
from app.desktop.widgets.sheet import SheetContent, SheetList

translate = QCoreApplication.translate


def content(state: SheetState) -> SheetContent:
    """Everything on the sheet that is open."""
    said, tone = "", "muted"
    if state.problem:
        said, tone = why(state.problem), "block"
    elif state.busy:
        said = translate("Calibrate", "Being sent …")
    counted = translate("Calibrate", "{n} of {most}").format(
        n=formats.count(len(state.text)), most=formats.count(MAX_WORDS)
    )
    found = _MADE[state.kind](state)
    return found._replace(
        text=None if state.kind in WORDLESS else state.text,
        text_name=found.text_name or translate("Calibrate", "Reason"),
        text_hint=found.text_hint or translate("Calibrate", "Why, in a sentence: it stays with the step for good"),
        said=said,
        tone=tone,
        keys=translate("Calibrate", "↑ ↓ or digits choose, Tab goes on, Ctrl+Enter sends, Esc closes"),
        keys_entry=translate("Calibrate", "Tab goes on, Enter sends, Esc closes"),
        keys_text=translate("Sheets", "Enter sends, Shift+Enter starts a line, Esc closes"),
        counted="" if state.kind in WORDLESS else counted,
        too_many=len(state.text) > MAX_WORDS,
    )


def _list(state: SheetState, name: str, title: str, lines: Sequence[ChoiceLine], *, beside: bool = False) -> SheetList:
    chosen = state.picks.get(name, "")
    return SheetList(name, title, tuple(lines), frozenset({chosen} if chosen else ()), beside=beside)


def _propose(state: SheetState) -> SheetContent:
    case_type, side, now = state.about
    kind = figures.listed([figures.type_words(case_type)[0], figures.side_words(side)])
    under = (
        translate("Calibrate", "In force: {at}. It is held beside it on the same past cases at once.").format(
            at=figures.threshold(now)
        )
        if now is not None
        else translate("Calibrate", "None is in force on this side yet: once approved, it can be promoted.")
    )
    return SheetContent(
        title=translate("Calibrate", "Propose a threshold"),
        lead=kind,
        lead_data=True,
        under=under,
        entry=state.entry,
        entry_name=translate("Calibrate", "Threshold"),
        entry_hint=translate("Calibrate", "From 0.50 to 1.00"),
        button=translate("Calibrate", "Propose"),
    )


def _roll_back(state: SheetState) -> SheetContent:
    case_type, side, now, before = state.about
    kind = figures.listed([figures.type_words(case_type)[0], figures.side_words(side), figures.change(now, before)])
    return SheetContent(
        title=translate("Calibrate", "Go back to the threshold of before"),
        lead=kind,
        lead_data=True,
        under=translate(
            "Calibrate", "In force at once, as a version of its own. ROCA takes it with its next question."
        ),
        button=translate("Calibrate", "Roll back"),
    )


def _decide(state: SheetState) -> SheetContent:
    one: ProposalView = state.about
    lines = (
        ChoiceLine("approve", translate("Calibrate", "Approve"), aside=translate("Calibrate", "it goes on")),
        ChoiceLine("reject", translate("Calibrate", "Reject"), aside=translate("Calibrate", "it ends here")),
    )
    return SheetContent(
        title=translate("Calibrate", "Approve or reject"),
        lead=proposals.name_of(one),
        lead_data=True,
        under=translate("Calibrate", "“{why}” ({name})").format(why=one.why, name=one.author_name),
        lists=(_list(state, "decision", translate("Calibrate", "Decision"), lines),),
        button=translate("Calibrate", "Send"),
    )


def _start(state: SheetState) -> SheetContent:
    points = {n: proposals.points_words(int(n) / 1000) for n in ("0", "10", "20", "50")}
    whole = {n: formats.count(int(n)) for n in ("200", "500", "1000", "2000", "5000", "20000", "50000")}
    share = {n: formats.percent(int(n) / 1000, 0) for n in ("50", "100", "200", "250", "500", "1000")}
    metric = [
        ChoiceLine("to_people", proposals.metric_words("to_people")),
        ChoiceLine("wrong_alone", proposals.metric_words("wrong_alone")),
    ]

    def lines(words: dict[str, str], *codes: str) -> list[ChoiceLine]:
        return [ChoiceLine(code, words[code]) for code in codes]

    lists = (
        _list(state, "metric", translate("Calibrate", "What has to fall"), metric),
        _list(state, "margin", translate("Calibrate", "by more than"), lines(points, "0", "10", "20"), beside=True),
        _list(
            state,
            "guard",
            translate("Calibrate", "The other may rise by less than"),
            lines(points, "10", "20", "50"),
            beside=True,
        ),
        _list(
            state, "least", translate("Calibrate", "In each arm, at least"), lines(whole, "200", "500", "1000", "2000")
        ),
        _list(
            state,
            "most",
            translate("Calibrate", "and at most"),
            lines(whole, "2000", "5000", "20000", "50000"),
            beside=True,
        ),
        _list(
            state,
            "share",
            translate("Calibrate", "With the new threshold"),
            lines(share, "50", "100", "250", "500"),
            beside=True,
        ),
        _list(
            state,
            "audits",
            translate("Calibrate", "Audited of both"),
            lines(share, "50", "100", "200", "1000"),
            beside=True,
        ),
    )
    return SheetContent(
        title=translate("Calibrate", "Start the live A/B: its plan is frozen"),
        lead=proposals.name_of(state.about),
        lead_data=True,
        under=translate("Calibrate", "Nobody changes the plan afterwards, and it alone decides on promotion."),
        lists=lists,
        button=translate("Calibrate", "Freeze and start"),
        wide=True,
    )


def _promote(state: SheetState) -> SheetContent:
    return SheetContent(
        title=translate("Calibrate", "Put it in force"),
        lead=proposals.name_of(state.about),
        lead_data=True,
        under=translate("Calibrate", "In force at once. One step puts the threshold of before in force again.")
        if state.about.slice is None
        else translate("Calibrate", "ROCA decides these cases alone from now on, and their audits go on."),
        button=translate("Calibrate", "Promote"),
    )


def _stop(state: SheetState) -> SheetContent:
    return SheetContent(
        title=translate("Calibrate", "End the live A/B"),
        lead=proposals.name_of(state.about),
        lead_data=True,
        under=translate("Calibrate", "The threshold in force holds for every case again. The proposal is over."),
        button=translate("Calibrate", "End it"),
    )


def _withdraw(state: SheetState) -> SheetContent:
    return SheetContent(
        title=translate("Calibrate", "Withdraw your proposal"),
        lead=proposals.name_of(state.about),
        lead_data=True,
        under=translate("Calibrate", "It stays in the list with your reason."),
        button=translate("Calibrate", "Withdraw"),
    )


def _slice(state: SheetState) -> SheetContent:
    one, target = state.about
    lead = figures.listed([slices.slice_name(one.key), figures.unsure_words(one.key.unsure)])
    under = translate(
        "Calibrate", "{right} of {n} blind cases right; its lower bound {bound} clears {target}."
    ).format(
        right=formats.count(one.right),
        n=formats.count(one.blind),
        bound=formats.percent(one.lower),
        target=formats.percent(target, 0),
    )  # fmt: skip
    lines = [ChoiceLine(n, formats.percent(int(n) / 1000, 0)) for n in ("50", "100", "200", "500")]
    return SheetContent(
        title=translate("Calibrate", "Propose that ROCA decides this slice alone"),
        lead=lead,
        lead_data=True,
        under=under,
        lists=(_list(state, "audits", translate("Calibrate", "Audited from then on"), lines),),
        button=translate("Calibrate", "Propose"),
    )


def _bring_back(state: SheetState) -> SheetContent:
    lead = figures.listed([slices.slice_name(state.about), figures.unsure_words(state.about.unsure)])
    return SheetContent(
        title=translate("Calibrate", "Bring this slice back to people"),
        lead=lead,
        lead_data=True,
        under=translate("Calibrate", "From now on its cases come to people again."),
        button=translate("Calibrate", "Bring it back"),
    )


def _new_session(state: SheetState) -> SheetContent:
    kinds = [ChoiceLine(code, sessions.kind_words(code)) for code in ("model", "reviewer")]
    types = [ChoiceLine(code, *figures.type_words(code)) for code in catalogue().case_types]
    sizes = [ChoiceLine(n, formats.count(int(n))) for n in ("5", "10", "20", "40")]
    days = [ChoiceLine(n, translate("Calibrate", "last %n days", "", int(n))) for n in ("7", "28", "90")]
    every = [
        ChoiceLine("0", translate("Calibrate", "once")),
        ChoiceLine("7", translate("Calibrate", "every week")),
        ChoiceLine("28", translate("Calibrate", "every four weeks")),
    ]
    chosen = frozenset(one for one in state.picks["people"].split(",") if one)
    people = tuple(ChoiceLine(one.user_id, one.name, data=True) for one in state.about)
    return SheetContent(
        title=translate("Calibrate", "New calibration session"),
        under=translate("Calibrate", "The cases are drawn by chance from those with a label; you chair it."),
        entry=state.entry,
        entry_name=translate("Calibrate", "Title"),
        entry_hint=translate("Calibrate", "Title, such as the type and the week"),
        lists=(
            _list(state, "kind", translate("Calibrate", "Question"), kinds),
            _list(state, "type", translate("Calibrate", "Type"), types, beside=True)._replace(most=5),
            SheetList(
                "people",
                translate("Calibrate", "Invited; others may join"),
                people,
                chosen,
                many=True,
                beside=True,
                most=5,
                none=translate("Calibrate", "Nobody else can be invited"),
            ),
            _list(state, "size", translate("Calibrate", "Cases"), sizes),
            _list(state, "days", translate("Calibrate", "Labelled in the"), days, beside=True),
            _list(state, "every", translate("Calibrate", "How often"), every, beside=True),
        ),
        button=translate("Calibrate", "Make"),
        wide=True,
    )


def _note(state: SheetState) -> SheetContent:
    return SheetContent(
        title=translate("Calibrate", "A word of the discussion"),
        under=translate("Calibrate", "Everybody who takes part reads it, under your name."),
        text_name=translate("Calibrate", "Note"),
        text_hint=translate("Calibrate", "What was said, or what it shows"),
        button=translate("Calibrate", "Keep"),
    )


def _follow_up(state: SheetState) -> SheetContent:
    routes = [
        ChoiceLine("A", translate("Calibrate", "A: weights of signals")),
        ChoiceLine("B", translate("Calibrate", "B: the threshold")),
        ChoiceLine("C", translate("Calibrate", "C: a clause of the SOP")),
    ]
    cases = [
        ChoiceLine("wrong", translate("Calibrate", "ROCA found wrong")),
        ChoiceLine("all", translate("Calibrate", "all cases")),
    ]
    side = [
        ChoiceLine("none", translate("Calibrate", "no proposal")),
        ChoiceLine("block", figures.side_words("block")),
        ChoiceLine("pass", figures.side_words("pass")),
    ]
    return SheetContent(
        title=translate("Calibrate", "Send what was found on"),
        lead=state.about.session.title,
        lead_data=True,
        under=translate(
            "Calibrate", "A finding is raised over these cases. By route B a threshold is proposed as well."
        ),
        lists=(
            _list(state, "route", translate("Calibrate", "Route"), routes),
            _list(state, "cases", translate("Calibrate", "Cases"), cases, beside=True),
            _list(state, "side", translate("Calibrate", "Threshold proposed for"), side, beside=True),
        ),
        entry=state.entry,
        entry_name=translate("Calibrate", "Threshold"),
        entry_hint=translate("Calibrate", "Threshold for route B, such as 0.90"),
        entry_first=False,
        text_name=translate("Calibrate", "What was found"),
        text_hint=translate("Calibrate", "What was found, in a sentence: it is the finding's title"),
        button=translate("Calibrate", "Send on"),
        wide=True,
    )


def _wordless(state: SheetState) -> SheetContent:
    title, under, line, button = {
        REVEAL: (
            translate("Calibrate", "Reveal the ballots"),
            translate("Calibrate", "Everybody who takes part sees all of them. Ballots after that are kept as late."),
            translate("Calibrate", "Show them to everybody"),
            translate("Calibrate", "Reveal"),
        ),
        SHOW: (
            translate("Calibrate", "Show me the ballots"),
            translate("Calibrate", "You have not voted on every case: what you cast afterwards is kept as late."),
            translate("Calibrate", "Show them to me now"),
            translate("Calibrate", "Show"),
        ),
        CLOSE: (
            translate("Calibrate", "Close the session"),
            translate("Calibrate", "Its agreement stands; what is true of its cases stays written down."),
            translate("Calibrate", "Nothing is left to say"),
            translate("Calibrate", "Close"),
        ),
        CANCEL: (
            translate("Calibrate", "Cancel the session"),
            translate("Calibrate", "It is over, and no ballot is ever told to anybody."),
            translate("Calibrate", "Cancel it for everybody"),
            translate("Calibrate", "Cancel it"),
        ),
        END_SERIES: (
            translate("Calibrate", "End the series"),
            translate("Calibrate", "This session goes on; no further one is made."),
            translate("Calibrate", "Make no further session"),
            translate("Calibrate", "End it"),
        ),
    }[state.kind]
    return SheetContent(
        title=title,
        lead=state.about.session.title,
        lead_data=True,
        under=under,
        lists=(SheetList("sure", "", (ChoiceLine("sure", line),), frozenset({"sure"})),),
        button=button,
    )


def _challenge(state: SheetState) -> SheetContent:
    return SheetContent(
        title=translate("Calibrate", "Challenge a threshold by a case"),
        under=translate(
            "Calibrate",
            "A case that you decided, and where you would draw the line, if you like. Whoever proposes thresholds "
            "answers you.",
        ),
        entry=state.entry,
        entry_name=translate("Calibrate", "Case"),
        entry_hint=translate("Calibrate", "Case, such as C-204817"),
        second=state.second,
        second_name=translate("Calibrate", "Where you would draw it"),
        second_hint=translate("Calibrate", "Threshold, such as 0.90"),
        text_hint=translate("Calibrate", "Why this case speaks against the threshold"),
        button=translate("Calibrate", "Challenge"),
    )


def _answer(state: SheetState) -> SheetContent:
    one, fit = state.about
    about = [one.case_id, figures.type_words(one.case_type)[0], figures.side_words(one.side.value)]
    if one.threshold is not None:
        about.append(translate("Calibrate", "wished for: {at}").format(at=figures.threshold(one.threshold)))
    lines = [
        ChoiceLine("", translate("Calibrate", "Decline it")),
        *(ChoiceLine(each.proposal_id, proposals.name_of(each), data=True) for each in fit),
    ]
    chosen = SheetList("by", translate("Calibrate", "Taken up by"), tuple(lines), frozenset({state.picks["by"]}))
    return SheetContent(
        title=translate("Calibrate", "Answer a challenge"),
        lead=figures.listed(about),
        lead_data=True,
        under=translate("Calibrate", "“{why}” ({name})").format(why=one.reason, name=one.by_name),
        lists=(chosen,),
        text_hint=translate("Calibrate", "What you answer: the author reads it"),
        button=translate("Calibrate", "Answer"),
    )


_MADE: dict[str, Callable[[SheetState], SheetContent]] = {
    PROPOSE: _propose,
    ROLL_BACK: _roll_back,
    DECIDE: _decide,
    START: _start,
    PROMOTE: _promote,
    STOP: _stop,
    WITHDRAW: _withdraw,
    SLICE: _slice,
    BRING_BACK: _bring_back,
    NEW_SESSION: _new_session,
    NOTE: _note,
    CHALLENGE: _challenge,
    ANSWER: _answer,
    FOLLOW_UP: _follow_up,
    **dict.fromkeys((REVEAL, SHOW, CLOSE, CANCEL, END_SERIES), _wordless),
}


def why(code: str) -> str:
    """What stands in the way of what a sheet would send."""
    own = {
        "words_required": translate("Calibrate", "Write a sentence: it stays with the step for good."),
        "words_too_long": translate("Calibrate", "At most 500 characters."),
        "same_threshold": translate("Calibrate", "This threshold is in force already. Choose another."),
        "decision_required": translate("Calibrate", "Choose to approve or to reject."),
        "plan_order": translate("Calibrate", "At least as many cases as at most: choose a larger end."),
    }.get(code, "")
    known = own or _of_sessions().get(code, "") or reasons.why_not(code)
    return known if known != reasons.other(code) else reasons.problem(code)


def _of_sessions() -> dict[str, str]:
    return {
        "decision_missing": translate("Calibrate", "Choose a decision first."),
        "title_required": translate("Calibrate", "Name the session."),
        "title_too_long": translate("Calibrate", "At most 120 characters."),
        "side_required": translate("Calibrate", "Choose the side that the threshold is proposed for."),
        "case_required": translate("Calibrate", "Write the number of a case, such as C-204817."),
        "no_cases": translate("Calibrate", "No case fits: write down what is true first, or send all on."),
    }
