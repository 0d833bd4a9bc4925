"""The sheets of the SOPs room."""

from PySide6.QtCore import QCoreApplication

from app.desktop.panels.sops.state import MAX_REASON, SheetState
from app.desktop.panels.sops.words import figures, texts
from app.desktop.widgets import formats
from app.desktop.widgets.choice_lines import ChoiceLine
from app.desktop.widgets.sheet import SheetContent, SheetList

translate = QCoreApplication.translate


def content(state: SheetState) -> SheetContent:
    """Everything on the sheet that is open."""
    said, tone = "", "muted"
    if state.problem:
        said, tone = texts.why(state.problem), "block"
    elif state.busy:
        said = translate("Sops", "Being sent …")
    made = {
        "send": _send, "keep": _keep, "settle": _settle, "withdraw": _withdraw, "throw": _throw, "keeper": _keeper,
        "link": _link, "new": _new, "types": _types, "seed": _seed,
    }  # fmt: skip
    found = made[state.kind](state)
    counted = translate("Sops", "{n} of {most}").format(
        n=formats.count(len(state.text)), most=formats.count(MAX_REASON)
    )
    return found._replace(
        said=said,
        tone=tone,
        keys=translate("Sops", "↑ ↓ or digits choose, Enter sends, Tab goes on, Esc closes"),
        keys_entry=translate("Sops", "Tab goes on, Enter sends, Esc closes"),
        keys_text=translate("Sheets", "Enter sends, Shift+Enter starts a line, Esc closes"),
        counted="" if found.text is None else counted,
        too_many=len(state.text) > MAX_REASON,
    )


def _send(state: SheetState) -> SheetContent:
    return SheetContent(
        title=translate("Sops", "Propose this version"),
        lead=state.about,
        lead_data=True,
        under=translate("Sops", "A lead who did not write it approves it or sends it back with a reason."),
        entry=state.entry,
        entry_name=translate("Sops", "From which day"),
        entry_hint=translate("Sops", "From which day, such as 2027-01-31; empty: as soon as it is approved"),
        entry_first=False,
        text=state.text,
        text_name=translate("Sops", "What changes and why"),
        text_hint=translate("Sops", "What changes and why: whoever approves it reads this"),
        button=translate("Sops", "Propose"),
    )


def _keep(state: SheetState) -> SheetContent:
    return SheetContent(
        title=translate("Sops", "Keep a draft on the server"),
        lead=state.about,
        lead_data=True,
        under=translate("Sops", "You alone see it, at whichever seat, until you propose it. It may be unfinished."),
        text=state.text,
        text_name=translate("Sops", "What changes and why"),
        text_hint=translate("Sops", "What changes and why, in a sentence"),
        button=translate("Sops", "Keep"),
    )


def _settle(state: SheetState) -> SheetContent:
    lines = (
        ChoiceLine("approve", translate("Sops", "Approve it"), aside=translate("Sops", "read by everybody")),
        ChoiceLine("return", translate("Sops", "Send it back"), aside=translate("Sops", "its author goes on")),
    )
    return SheetContent(
        title=translate("Sops", "Approve, or send back"),
        lead=state.about,
        lead_data=True,
        under=translate("Sops", "It comes into force at once, or on the day that its author named."),
        lists=(SheetList("outcome", "", lines, frozenset({state.outcome} if state.outcome else ())),),
        text=state.text,
        text_name=translate("Sops", "Reason"),
        text_hint=translate("Sops", "Why: its author reads this, and it is kept with the version"),
        button=translate("Sops", "Settle"),
    )


def _withdraw(state: SheetState) -> SheetContent:
    return SheetContent(
        title=translate("Sops", "Take this version back"),
        lead=state.about,
        lead_data=True,
        under=translate("Sops", "It is kept in the history and comes into force no more. It cannot be undone."),
        lists=(_one("withdraw", translate("Sops", "Take it back")),),
        button=translate("Sops", "Take back"),
    )


def _throw(state: SheetState) -> SheetContent:
    return SheetContent(
        title=translate("Sops", "Throw away what is written here"),
        lead=state.about,
        lead_data=True,
        under=translate("Sops", "What the server keeps of it stays there. What was typed since is gone for good."),
        lists=(_one("throw", translate("Sops", "Throw it away")),),
        button=translate("Sops", "Throw away"),
    )


def _one(code: str, words: str) -> SheetList:
    return SheetList("outcome", "", (ChoiceLine(code, words),), frozenset({code}))


def _keeper(state: SheetState) -> SheetContent:
    lines = tuple(ChoiceLine(user_id, name, data=True) for user_id, name, _aside in state.options)
    chosen = frozenset({state.outcome} if state.outcome else ())
    return SheetContent(
        title=translate("Sops", "Who answers for this page"),
        lead=state.about,
        lead_data=True,
        under=translate("Sops", "They are asked to read it through by the day; overdue pages stand first in the list."),
        lists=(SheetList("outcome", translate("Sops", "Answers for it"), lines, chosen),),
        entry=state.entry,
        entry_name=translate("Sops", "Read through by"),
        entry_hint=translate("Sops", "Read through by, such as 2027-01-31"),
        entry_first=False,
        button=translate("Sops", "Set"),
    )


def _link(state: SheetState) -> SheetContent:
    return SheetContent(
        title=translate("Sops", "Where this page lies in Confluence"),
        lead=state.about,
        lead_data=True,
        under=translate("Sops", "What stands there already counts as a change against ours. Nothing is overwritten."),
        entry=state.entry,
        entry_name=translate("Sops", "Number or address of the page there"),
        entry_hint=translate("Sops", "Number or address of the page there, such as 100001"),
        button=translate("Sops", "Connect"),
    )


def _type_lines(state: SheetState) -> tuple[ChoiceLine, ...]:
    lines = []
    for code, _words, _aside in state.options:
        words, data = figures.type_words(code)
        lines.append(ChoiceLine(code, words, data=data))
    return tuple(lines)


def _new(state: SheetState) -> SheetContent:
    return SheetContent(
        title=translate("Sops", "Write a page that nobody had before"),
        under=translate("Sops", "Its id never changes: decisions refer to it."),
        entry=state.entry,
        entry_name=translate("Sops", "Id of the page"),
        entry_hint=translate("Sops", "Id, such as ATO-15"),
        lists=(
            SheetList("many", translate("Sops", "For which case types"), _type_lines(state), state.many, many=True),
        ),
        button=translate("Sops", "Begin"),
    )


def _types(state: SheetState) -> SheetContent:
    return SheetContent(
        title=translate("Sops", "For which case types the page is"),
        lead=state.about,
        lead_data=True,
        lists=(SheetList("many", translate("Sops", "Case types"), _type_lines(state), state.many, many=True),),
        button=translate("Sops", "Take over"),
    )


def _title(both: str) -> str:
    """In the language of the window."""
    en, _tab, zh = both.partition("\t")
    return zh if formats.language() == "zh" else en


def _seed(state: SheetState) -> SheetContent:
    pages = tuple(ChoiceLine(code, words, data=True, aside=_title(both)) for code, words, both in state.options)
    clauses = tuple(
        ChoiceLine(code, words or translate("Sops", "a new clause"), data=bool(words), aside=_title(both))
        for code, words, both in state.also
    )
    return SheetContent(
        title=translate("Sops", "Begin a draft from this finding"),
        under=translate("Sops", "The draft knows the finding and its cases. Its words are yours to write."),
        lists=(
            SheetList("outcome", translate("Sops", "Page"), pages, frozenset({state.outcome} if state.outcome else ())),
            SheetList(
                "second", translate("Sops", "Clause"), clauses,
                frozenset({state.second} if state.second else ()), beside=True,
            ),
        ),
        button=translate("Sops", "Begin"),
        wide=True,
    )  # fmt: skip
