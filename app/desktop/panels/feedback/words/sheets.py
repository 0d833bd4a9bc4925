"""The sheets of the Feedback room in words."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app.contract.catalogue import catalogue
from app.contract.feedback import FeedbackBrief
from app.desktop.panels.feedback.state import MAX_WORDS, NEWS, PERIODS, SHARES, FeedbackState, FindingData, SheetState
from app.desktop.panels.feedback.words import names, regression_room
from app.desktop.widgets import captions, finding_words, formats, reasons
from app.desktop.widgets.choice_lines import ChoiceLine
from app.desktop.widgets.sheet import SheetContent, SheetList
from app.domain.feedback import ResultKind

translate = QCoreApplication.translate


def content(state: FeedbackState, others: dict[str, FeedbackBrief]) -> SheetContent:
    """Everything on the sheet that is open."""
    sheet = state.sheet
    assert sheet is not None
    said, tone = "", "muted"
    if sheet.problem:
        said, tone = why(sheet.problem), "block"
    elif sheet.busy:
        said = translate("Feedback", "Being sent …")
    found = _made(state, sheet, others)
    most = regression_room.MOST.get(sheet.kind, MAX_WORDS)
    counted = translate("Feedback", "{n} of {most}").format(n=formats.count(len(sheet.text)), most=formats.count(most))
    return found._replace(
        said=said,
        tone=tone,
        keys=found.keys or translate("Feedback", "↑ ↓ or digits choose, Enter sends, Tab goes on, Esc closes"),
        keys_entry=translate("Feedback", "Tab goes on, Enter sends, Esc closes"),
        keys_text=translate("Sheets", "Enter sends, Shift+Enter starts a line, Esc closes"),
        counted="" if found.text is None else counted,
        too_many=len(sheet.text) > most,
    )


def _made(state: FeedbackState, sheet: SheetState, others: dict[str, FeedbackBrief]) -> SheetContent:
    if sheet.kind in regression_room.SHEETS:
        return regression_room.content(state, sheet)
    item = state.detail.view.item if isinstance(state.detail, FindingData) else None
    lead, data = names.finding(item) if item is not None else ("", False)
    made = {
        "raise": lambda: _raise(sheet),
        "change": lambda: _change(sheet, item),
        "reword": lambda: _words(sheet, lead),
        "take_back": lambda: _take_back(sheet, state, lead),
        "merge": lambda: _merge(sheet, others),
        "split": lambda: _split(sheet, len(state.picked)),
        "make_set": lambda: _make_set(sheet),
        "ask": lambda: _ask(sheet),
    }[sheet.kind]()
    if sheet.kind in ("change", "merge", "split") or (sheet.kind == "make_set" and item is not None):
        return made._replace(lead=lead, lead_data=data)
    return made


def _list(name: str, title: str, lines: Sequence[ChoiceLine], sheet: SheetState, *, beside: bool = False) -> SheetList:
    chosen = sheet.chosen.get(name)
    return SheetList(name, title, tuple(lines), frozenset() if chosen is None else frozenset({chosen}), beside=beside)


def _routes(none: str) -> list[ChoiceLine]:
    return [ChoiceLine("", none), *(ChoiceLine(code, captions.route(code)[0]) for code in ("A", "B", "C"))]


def _raise(sheet: SheetState) -> SheetContent:
    return SheetContent(
        title=translate("Feedback", "Raise a finding"),
        under=translate(
            "Feedback", "Over decided cases of one type. Whoever can mend it reads it; you hear what becomes of it."
        ),
        entry=sheet.entry,
        entry_name=translate("Feedback", "Cases"),
        entry_hint=translate("Feedback", "Case numbers, such as C-204817 C-204822"),
        lists=(_list("route", translate("Feedback", "Route"), _routes(translate("Feedback", "leave it open")), sheet),),
        text=sheet.text,
        text_name=translate("Feedback", "What it is"),
        text_hint=translate("Feedback", "What goes wrong in these cases, in a sentence"),
        button=translate("Feedback", "Raise"),
    )


def _change(sheet: SheetState, item: FeedbackBrief | None) -> SheetContent:
    states = (item.state, *item.states) if item is not None else ()
    lines = [
        ChoiceLine(state, finding_words.state(state)[0], aside=translate("Feedback", "as it is") if n == 0 else "")
        for n, state in enumerate(states)
    ]
    mine = [(item.owner_id, item.owner_name or "")] if item is not None and item.owner_id else []
    people = dict([*mine, *sheet.options])
    owners = [
        ChoiceLine("", translate("Feedback", "nobody yet")),
        *(ChoiceLine(user_id, name, data=True) for user_id, name in people.items() if user_id),
    ]
    routes = [ChoiceLine(code, captions.route(code)[0]) for code in ("A", "B", "C")]
    results = [
        ChoiceLine("", translate("Feedback", "nothing new")),
        *(ChoiceLine(kind.value, finding_words.result(kind.value)) for kind in ResultKind),
    ]
    return SheetContent(
        title=translate("Feedback", "Change the finding"),
        under=translate(
            "Feedback", "Everybody whose reviews stand behind it hears of a new state. A dismissal says why."
        ),
        lists=(
            _list("state", translate("Feedback", "State"), lines, sheet),
            _list("route", translate("Feedback", "Route"), routes, sheet, beside=True),
            _list("owner", translate("Feedback", "Owner"), owners, sheet),
            _list("result", translate("Feedback", "What came of it"), results, sheet, beside=True),
        ),
        entry=sheet.entry,
        entry_first=False,
        entry_name=translate("Feedback", "Number or name of what came of it"),
        entry_hint=translate("Feedback", "Number or name of the set, proposal, draft or session"),
        text=sheet.text,
        text_name=translate("Feedback", "Reason"),
        text_hint=translate("Feedback", "Why: those who found it read this"),
        button=translate("Feedback", "Change"),
        wide=True,
    )


def _words(sheet: SheetState, lead: str) -> SheetContent:
    return SheetContent(
        title=translate("Feedback", "Name the finding"),
        lead=lead,
        lead_data=True,
        text=sheet.text,
        text_name=translate("Feedback", "Name"),
        text_hint=translate("Feedback", "What goes wrong, in a sentence"),
        button=translate("Feedback", "Name it"),
    )


def _take_back(sheet: SheetState, state: FeedbackState, lead: str) -> SheetContent:
    own = state.data[1].items if state.page == NEWS and state.data is not None and state.data[1] is not None else ()
    title = next((one.title for one in own if one.feedback_id == sheet.about), lead)
    return SheetContent(
        title=translate("Feedback", "Take the finding back"),
        lead=title,
        lead_data=True,
        under=translate("Feedback", "It ends as dismissed, with your reason. Its cases stay as they are."),
        text=sheet.text,
        text_name=translate("Feedback", "Reason"),
        text_hint=translate("Feedback", "Why it is none after all"),
        button=translate("Feedback", "Take it back"),
    )


def _merge(sheet: SheetState, others: dict[str, FeedbackBrief]) -> SheetContent:
    lines = []
    for feedback_id, _ in sheet.options:
        one = others.get(feedback_id)
        if one is not None:
            text, data = names.finding(one)
            aside = translate("Feedback", "%n cases", "", one.cases)
            lines.append(ChoiceLine(feedback_id, text, data=data, aside=aside))
    return SheetContent(
        title=translate("Feedback", "Merge into another finding"),
        under=translate("Feedback", "Its cases move there, and this one ends. Those who found it hear where it went."),
        lists=(_list("into", translate("Feedback", "Into"), lines, sheet),),
        text=sheet.text,
        text_name=translate("Feedback", "Reason"),
        text_hint=translate("Feedback", "Why they are one and the same"),
        button=translate("Feedback", "Merge"),
        wide=True,
    )


def _split(sheet: SheetState, count: int) -> SheetContent:
    return SheetContent(
        title=translate("Feedback", "Make a finding of its own"),
        under=translate("Feedback", "%n picked cases leave this finding and make another one.", "", count),
        text=sheet.text,
        text_name=translate("Feedback", "What it is"),
        text_hint=translate("Feedback", "What goes wrong in these cases, in a sentence"),
        button=translate("Feedback", "Split off"),
    )


def _make_set(sheet: SheetState) -> SheetContent:
    since = [
        ChoiceLine(
            days,
            translate("Feedback", "of the last %n days", "", int(days))
            if days
            else translate("Feedback", "of all time"),
        )
        for days in PERIODS
    ]
    shares = [
        ChoiceLine(part, formats.percent(float(part), 0) if part != "0" else translate("Feedback", "none"))
        for part in SHARES
    ]
    audits = [
        ChoiceLine("with", translate("Feedback", "in it")),
        ChoiceLine("without", translate("Feedback", "left out")),
    ]
    types = [
        ChoiceLine("", translate("Feedback", "every type")),
        *(ChoiceLine(code, captions.case_type(code)[0]) for code in catalogue().case_types),
    ]
    lists = [
        _list("since", translate("Feedback", "Labels"), since, sheet),
        _list("share", translate("Feedback", "Newest kept apart to test on"), shares, sheet, beside=True),
        _list("audits", translate("Feedback", "Cases of audits"), audits, sheet, beside=bool(sheet.about)),
    ]
    if not sheet.about:
        lists.insert(2, _list("type", translate("Feedback", "Type"), types, sheet))
        lists[3] = lists[3]._replace(beside=True)
    return SheetContent(
        title=translate("Feedback", "Make a training set"),
        under=translate(
            "Feedback", "The cases of this finding are in it whatever else is chosen; the rest are of its type."
        )
        if sheet.about
        else translate("Feedback", "Frozen with a manifest. The same name again makes its next version."),
        entry=sheet.entry,
        entry_name=translate("Feedback", "Name"),
        entry_hint=translate("Feedback", "Name, such as the signal and the year"),
        lists=tuple(lists),
        button=translate("Feedback", "Make it"),
        wide=True,
    )


def _ask(sheet: SheetState) -> SheetContent:
    return SheetContent(
        title=translate("Feedback", "Ask for retraining"),
        under=translate(
            "Feedback",
            "The set goes to the model’s owner. The new version is judged by its own word on the same cases.",
        ),
        text=sheet.text,
        text_name=translate("Feedback", "Note"),
        text_hint=translate("Feedback", "What the owner should know; may stay empty"),
        button=translate("Feedback", "Ask"),
    )


def why(code: str) -> str:
    """What stands in the way of what a sheet would send."""
    own = {
        "title_required": translate("Feedback", "Say in a sentence what goes wrong."),
        "case_required": translate("Feedback", "Write the number of at least one case, such as C-204817."),
        "case_ids": translate("Feedback", "These are not all case numbers. They look like C-204817."),
        "pattern_size": translate("Feedback", "A finding holds 1 to 200 cases."),
        "reason_required": translate("Feedback", "Write why: those who found it read it."),
        "nothing_changed": translate("Feedback", "Nothing is changed yet."),
        "result_pair": translate("Feedback", "Choose what came of it and write its number or name."),
        "result_ref": translate("Feedback", "Choose what came of it and write its number or name."),
        "other_required": translate("Feedback", "Choose the finding that takes the cases in."),
        "finding_gone": translate("Feedback", "It is not open any more. Close this and open it again."),
        "name_required": translate("Feedback", "Name the set."),
        "name_too_long": translate("Feedback", "The name is too long: 80 characters at most."),
    }.get(code, "")
    if own := own or regression_room.why(code):
        return own
    known = reasons.why_not(code)
    return known if known != reasons.other(code) else reasons.problem(code)
