"""The sheets of the Calibrate room."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication

from app.contract.hub import ProposalView
from app.desktop.panels.calibrate.state import (
    BRING_BACK,
    DECIDE,
    MAX_WORDS,
    PROMOTE,
    PROPOSE,
    ROLL_BACK,
    SLICE,
    START,
    STOP,
    WITHDRAW,
    SheetState,
)
from app.desktop.panels.calibrate.words import figures, proposals, slices
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
        text=state.text,
        text_name=translate("Calibrate", "Reason"),
        text_hint=found.text_hint or translate("Calibrate", "Why, in a sentence: it stays with the step for good"),
        said=said,
        tone=tone,
        keys=translate("Calibrate", "↑ ↓ or digits choose, Tab goes on, Ctrl+Enter sends, Esc closes"),
        keys_entry=translate("Calibrate", "Tab goes on, Enter sends, Esc closes"),
        keys_text=translate("Sheets", "Enter sends, Shift+Enter starts a line, Esc closes"),
        counted=counted,
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
}


def why(code: str) -> str:
    """What stands in the way of what a sheet would send."""
    own = {
        "words_required": translate("Calibrate", "Write a sentence: it stays with the step for good."),
        "words_too_long": translate("Calibrate", "At most 500 characters."),
        "threshold_form": translate("Calibrate", "Write a threshold from 0 to 1, such as 0.90."),
        "same_threshold": translate("Calibrate", "This threshold is in force already. Choose another."),
        "decision_required": translate("Calibrate", "Choose to approve or to reject."),
        "plan_order": translate("Calibrate", "At least as many cases as at most: choose a larger end."),
    }.get(code, "")
    return own or reasons.problem(code)
