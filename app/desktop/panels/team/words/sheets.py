"""The sheets of licences, second looks and known answers."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app.contract.catalogue import catalogue
from app.contract.review_checks import RubricView
from app.desktop.panels.team.state import MAX_WORDS, WordsState
from app.desktop.panels.team.words import checks, ladder
from app.desktop.widgets import formats, reasons
from app.desktop.widgets.choice_lines import ChoiceLine
from app.desktop.widgets.sheet import SheetContent, SheetList

translate = QCoreApplication.translate


def content(state: WordsState, rubric: RubricView | None) -> SheetContent:
    """Everything on the sheet that is open."""
    said, tone = "", "muted"
    if state.problem:
        said, tone = why(state.problem), "block"
    elif state.busy:
        said = translate("Team", "Being sent …")
    made = {
        "card": _card,
        "place": _place,
        "new_set": _new_set,
        "add_item": _add_item,
        "retire": _retire,
        "hand_over": _hand_over,
        "run": _run,
    }
    counted = translate("Team", "{n} of {most}").format(n=formats.count(len(state.text)), most=formats.count(MAX_WORDS))
    found = _judge(state, rubric) if state.kind == "judge" else made[state.kind](state)
    return found._replace(
        said=said,
        tone=tone,
        keys=translate("Team", "↑ ↓ or digits choose, Enter sends, Tab goes on, Esc closes"),
        keys_entry=translate("Team", "Tab goes on, Enter sends, Esc closes"),
        keys_text=translate("Sheets", "Enter sends, Shift+Enter starts a line, Esc closes"),
        counted="" if found.text is None else counted,
        too_many=len(state.text) > MAX_WORDS,
    )


def _list(name: str, title: str, lines: Sequence[ChoiceLine], chosen: str) -> SheetList:
    return SheetList(name, title, tuple(lines), frozenset({chosen} if chosen else ()))


def _card(state: WordsState) -> SheetContent:
    return SheetContent(
        title=translate("Team", "Open this person's card"),
        lead=state.about,
        lead_data=True,
        under=translate("Team", "They see with their own card that you have read it, and when."),
        lists=(_list("outcome", "", [ChoiceLine("card", translate("Team", "Read the card"))], "card"),),
        button=translate("Team", "Open"),
    )


def _place(state: WordsState) -> SheetContent:
    lines = [
        ChoiceLine(f"{rung}:{share}", ladder.rung_words(rung), aside=ladder.share_words(rung, share))
        for rung, share in ladder.STEPS
    ]
    return SheetContent(
        title=translate("Team", "Grant a step, or step back"),
        lead=translate("Team", "{person}, {type}").format(person=state.about, type=ladder.type_words(state.also)),
        lead_data=True,
        under=translate("Team", "The person reads the step and your reason. Nobody grants their own."),
        lists=(_list("outcome", translate("Team", "Step, and how much is looked at again"), lines, state.outcome),),
        text=state.text,
        text_name=translate("Team", "Reason"),
        text_hint=translate("Team", "Why: the person reads this"),
        button=translate("Team", "Put there"),
    )


def _judge(state: WordsState, rubric: RubricView | None) -> SheetContent:
    lines = [ChoiceLine("none", translate("Team", "No error"))]
    heading = ""
    for code, words, severity in ladder.classes(rubric) if rubric is not None else ():
        told = checks.severity_words(severity)[0]
        lines.append(ChoiceLine(code, words, heading="" if told == heading else told))
        heading = told
    return SheetContent(
        title=translate("Team", "What the second look found"),
        lead=state.about,
        lead_data=True,
        under=translate("Team", "Look at the case first (O in the list). Critical errors count against the licence."),
        lists=(_list("outcome", translate("Team", "Found"), lines, state.outcome),),
        button=translate("Team", "Keep"),
    )


def _new_set(state: WordsState) -> SheetContent:
    return SheetContent(
        title=translate("Team", "New set of known answers"),
        under=translate("Team", "It is yours: you alone see its cases, until you hand it over."),
        entry=state.entry,
        entry_name=translate("Team", "Name"),
        entry_hint=translate("Team", "Name, such as the type and the year"),
        button=translate("Team", "Make"),
    )


def _add_item(state: WordsState) -> SheetContent:
    truths = [
        ChoiceLine("pass", translate("Team", "pass")),
        ChoiceLine("block", translate("Team", "block")),
    ]
    uses = [
        ChoiceLine("mixed", translate("Team", "mixed in"), aside=translate("Team", "never told")),
        ChoiceLine("practice", translate("Team", "practice"), aside=translate("Team", "explained")),
    ]
    return SheetContent(
        title=translate("Team", "Add a case with its answer"),
        lead=state.about,
        lead_data=True,
        under=translate("Team", "A decided, settled case. What says whose it was is exchanged before anybody gets it."),
        entry=state.entry,
        entry_name=translate("Team", "Case"),
        entry_hint=translate("Team", "Case number, such as C-204817"),
        lists=(
            _list("outcome", translate("Team", "Right answer"), truths, state.outcome),
            _list("second", translate("Team", "Used for"), uses, state.second)._replace(beside=True),
        ),
        text=state.text,
        text_name=translate("Team", "Reason"),
        text_hint=translate("Team", "Why it is right: whoever practises reads this"),
        button=translate("Team", "Add"),
    )


def _retire(state: WordsState) -> SheetContent:
    return SheetContent(
        title=translate("Team", "Give this case out no more"),
        lead=state.about,
        lead_data=True,
        under=translate("Team", "The set gets a new version. Answers so far keep counting; it cannot be undone."),
        lists=(_list("outcome", "", [ChoiceLine("retire", translate("Team", "Give it out no more"))], "retire"),),
        button=translate("Team", "Retire"),
    )


def _hand_over(state: WordsState) -> SheetContent:
    lines = [ChoiceLine(user_id, name, data=True) for user_id, name in state.options]
    return SheetContent(
        title=translate("Team", "Hand the set over"),
        lead=state.about,
        lead_data=True,
        under=translate("Team", "You will not see its cases any more."),
        lists=(_list("outcome", translate("Team", "New owner"), lines, state.outcome),),
        button=translate("Team", "Hand over"),
    )


def _run(state: WordsState) -> SheetContent:
    lines = [ChoiceLine(code, ladder.type_words(code)) for code in catalogue().case_types]
    return SheetContent(
        title=translate("Team", "Give a run of known answers"),
        lead=state.about,
        lead_data=True,
        under=translate("Team", "Twenty at once, as when somebody begins, or as many as the person may get."),
        lists=(_list("outcome", translate("Team", "Type"), lines, state.outcome),),
        button=translate("Team", "Give"),
    )


def why(code: str) -> str:
    """What stands in the way of what a sheet would send."""
    own = {
        "outcome_required": translate("Team", "Choose an outcome."),
        "words_required": translate("Team", "Write a sentence: it is what the other side reads."),
        "finding_required": translate("Team", "Choose what you found, or that there was no error."),
        "name_required": translate("Team", "Name the set."),
        "case_required": translate("Team", "Write the number of a case, such as C-204817."),
        "truth_required": translate("Team", "Choose the right answer."),
        "use_required": translate("Team", "Choose whether it is mixed in or practised with."),
        "owner_required": translate("Team", "Choose the new owner."),
        "type_required": translate("Team", "Choose a type."),
    }.get(code, "")
    if own:
        return own
    known = reasons.why_not(code)
    return known if known != reasons.other(code) else reasons.problem(code)
