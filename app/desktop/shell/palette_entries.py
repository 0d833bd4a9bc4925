"""What the palette can show: cases, commands, clauses of the procedures, and the way to the server."""

from collections.abc import Callable, Container, Sequence
from functools import cache
from typing import Protocol

import msgspec
from PySide6.QtCore import QCoreApplication, QTranslator

from app.desktop import in_force
from app.desktop.shell.action_table import Spec, text_in, text_of
from app.desktop.shell.actions import ActionMap
from app.desktop.shell.matching import best, names
from app.desktop.widgets import captions
from app.domain.catalogue import SopClause, SopPage
from app.resources import read

translate = QCoreApplication.translate
MOST_CASES = 8
MOST_COMMANDS = 10
MOST_CLAUSES = 6
MOST_RECENT = 6
MOST_ENTRIES = 14
NOT_LISTED = frozenset({"palette", "leave"})
FAMILIES = ("code.", "evidence.tab.")
"""Numbered actions: their keys say more than a line each."""


class FoundCase(msgspec.Struct, frozen=True):
    """A case as the palette shows it: id and masked subject are data, `kind` is in words."""

    case_id: str
    subject: str
    kind: str


class FoundOnServer(msgspec.Struct, frozen=True):
    """What the server found; `problem` is a code where it could not look, `more` whether it holds more than these."""

    cases: tuple[FoundCase, ...] = ()
    problem: str = ""
    more: bool = False


class Entry(msgspec.Struct, frozen=True):
    """One line: `code` is "case:<id>", "do:<action id>", "sop:<reference>" or "ask:<text>"; `note` stands at the
    right, `cap` is a key."""

    code: str
    text: str
    note: str = ""
    cap: str = ""
    data: bool = False


FindCases = Callable[[str, int], Sequence[FoundCase]]


class SearchServer(Protocol):
    """Asks the server for cases that are not on this seat; `done` is called on the GUI thread, once."""

    def __call__(self, text: str, done: Callable[[FoundOnServer], None]) -> None: ...


class Recent:
    """What was chosen last, newest first. Cases stay in memory; commands and clauses may be kept by the settings."""

    def __init__(self, codes: Sequence[str] = ()) -> None:
        self._entries: dict[str, FoundCase | None] = {code: None for code in codes if not code.startswith("case:")}

    def add(self, code: str, case: FoundCase | None = None) -> None:
        entries = {code: case, **{kept: value for kept, value in self._entries.items() if kept != code}}
        self._entries = dict(list(entries.items())[: 2 * MOST_RECENT])

    def codes(self) -> tuple[str, ...]:
        return tuple(self._entries)

    def to_keep(self) -> tuple[str, ...]:
        """Without the cases: a settings file holds none."""
        return tuple(code for code in self._entries if not code.startswith("case:"))

    def forget_cases(self) -> None:
        """The next person at this seat may not know them."""
        self._entries = dict.fromkeys(self.to_keep())

    def case(self, code: str) -> FoundCase | None:
        return self._entries.get(code)


def case_entry(case: FoundCase) -> Entry:
    return Entry(f"case:{case.case_id}", f"{case.case_id} · {case.subject}", case.kind, data=True)


def commands(actions: ActionMap) -> list[Spec]:
    """What can be run now, in the order of the table."""
    return [
        spec
        for spec in actions.live()
        if spec.id not in NOT_LISTED and not any(spec.id.startswith(family) for family in FAMILIES)
    ]


def command_entry(actions: ActionMap, spec: Spec) -> Entry:
    return Entry(f"do:{spec.id}", text_of(spec), cap=actions.key_cap(spec.id))


def clauses(text: str) -> list[Entry]:
    """Clauses whose reference, title, page or text holds every word, whichever of the two languages it stands in."""
    pages = [(page, clause) for page in in_force.catalogue().sop.values() for clause in page.clauses]

    def texts_of(found: tuple[SopPage, SopClause]) -> list[str]:
        page, clause = found
        titles = (page.title, clause.title, clause.text)
        return [f"{page.id} §{clause.n}", *(text for both in titles for text in (both.en, both.zh) if text)]

    return [clause_entry(f"{page.id} §{clause.n}") for page, clause in best(text, pages, texts_of)]


def clause_entry(reference: str) -> Entry:
    """The line of a clause; its reference alone where the clause is not here. One that is in force no more says so."""
    found = in_force.clause(reference)
    if found is None:
        return Entry(f"sop:{reference}", reference, data=True)
    note = captions.pick(found.page.title)[0]
    if not found.in_force:
        note = translate("Palette", "in force no more")
    return Entry(f"sop:{reference}", f"{reference} · {captions.pick(found.clause.title)[0]}", note)


def recent_entries(recent: Recent, actions: ActionMap) -> list[Entry]:
    """What was chosen last and can be chosen now."""
    live = {spec.id: spec for spec in commands(actions)}
    found: list[Entry] = []
    for code in recent.codes():
        kind, _, name = code.partition(":")
        case = recent.case(code)
        if case is not None:
            found.append(case_entry(case))
        elif kind == "do" and name in live:
            found.append(command_entry(actions, live[name]))
        elif kind == "sop" and in_force.clause(name) is not None:
            found.append(clause_entry(name))
    return found[:MOST_RECENT]


def entries(text: str, actions: ActionMap, find: FindCases, recent: Recent) -> list[Entry]:
    """The lines for what is typed: with nothing typed, what was chosen last and then the commands."""
    specs = commands(actions)
    if not text:
        first = recent_entries(recent, actions)
        known = {entry.code for entry in first}
        rest = [command_entry(actions, spec) for spec in specs]
        return [*first, *(entry for entry in rest if entry.code not in known)][:MOST_ENTRIES]
    found = [case_entry(case) for case in find(text, MOST_CASES)]
    fitting = best(text, specs, lambda spec: names_of(spec, text))
    found += [command_entry(actions, spec) for spec in fitting[:MOST_COMMANDS]]
    found += clauses(text)[:MOST_CLAUSES]
    named = {f"do:{spec.id}" for spec in fitting if names(text, names_of(spec, text))}
    # A clause whose reference was typed in full is meant.
    named |= {entry.code for entry in found if entry.code.casefold() == f"sop:{text.strip()}".casefold()}
    order = {code: number for number, code in enumerate(recent.codes())}
    # What was chosen before comes first within its kind; a command or clause that was called by its name, before any
    # case.
    found.sort(key=lambda entry: (_rank(entry, named), order.get(entry.code, len(order))))
    return found[: MOST_ENTRIES - 1]


def _rank(entry: Entry, named: Container[str]) -> int:
    if entry.code in named:
        return 0
    return 1 + ("case", "do", "sop").index(entry.code.partition(":")[0])


def names_of(spec: Spec, text: str) -> tuple[str, ...]:
    """What a command can be called: its name on screen, in English, in Chinese where that was typed, and the other
    words for it."""
    found = (text_of(spec), spec.text, spec.also)
    return found if text.isascii() else (*found, in_chinese(spec))


def in_chinese(spec: Spec) -> str:
    """A command's name in Chinese, whichever language is on screen; "" without a catalogue."""
    translator = _chinese()
    return text_in(translator, spec) if translator is not None else ""


@cache
def _chinese() -> QTranslator | None:
    translator = QTranslator()
    try:
        return translator if translator.load(_catalogue_of("zh_CN")) else None
    except FileNotFoundError:
        return None


@cache
def _catalogue_of(language: str) -> bytes:
    """Kept, since the translator reads where it lies."""
    return read(f"i18n/footplate_{language}.qm")
