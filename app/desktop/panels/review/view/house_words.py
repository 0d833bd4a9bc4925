"""The words of the sheets for those who lead: a part of the queue moved, rules, skills."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from app.desktop.panels.review.sheet_state import SheetState
from app.desktop.panels.review.view.queue_words import list_of
from app.desktop.widgets import captions, formats
from app.desktop.widgets.sheet import SheetContent

translate = QCoreApplication.translate
Words = tuple[str, bool]


def move_queue(state: SheetState) -> SheetContent:
    moved = int(state.facts.get("moved", 0))
    told = translate("House", "Cases of Key Users stay as they are: each of them is set by itself.")
    if "moved" in state.facts:
        told = translate("House", "%n cases of the queue on this computer will change.", "", moved) + " " + told
    return SheetContent(
        title=translate("House", "Priority of a whole queue"),
        lead=told,
        lists=(
            list_of(state, "types", translate("House", "Of these types (none: of all)"), captions.case_type)._replace(
                most=8
            ),
            list_of(state, "now", translate("House", "Priority now"), _range),
            list_of(
                state,
                "priority",
                translate("House", "New priority"),
                lambda row: (formats.count(int(row)), False),
                beside=True,
            ),
        ),
        button=translate("House", "Change the queue"),
        keys=translate("House", "↑ ↓ or 1–9 choose, Tab goes on, Enter changes, Esc closes. It can be taken back."),
    )


def _range(row: str) -> Words:
    return {
        "any": translate("House", "Any"),
        "low": translate("House", "Below 30"),
        "middle": translate("House", "30 to 59"),
        "high": translate("House", "60 to 74"),
    }.get(row, row), False


def rules(state: SheetState) -> SheetContent:
    if state.facts.get("unread"):
        told = translate("House", "This says nothing here: {word}").format(word=state.facts["unread"])
    elif "speaks_of" in state.facts:
        count = int(state.facts["speaks_of"])
        told = (
            translate("House", "It speaks of at most %n cases that wait on this computer.", "", count)
            if state.facts.get("at_most")
            else translate("House", "It speaks of %n cases that wait on this computer.", "", count)
        )
    else:
        told = translate("House", "Cases that no rule speaks of go to everybody.")

    def words(row: str) -> Words:
        return (translate("House", "A new rule"), False) if row == "new" else (state.names.get(row, row), True)

    return SheetContent(
        title=translate("House", "Who is given which cases"),
        under=translate(
            "House",
            "type:kyc_audit, language:zh and vendor:north (vendor:house is us) say of which cases; skill:mandarin who"
            " is given them, cap:5 how many at once. Late cases go to anybody, unless it says late:wait.",
        ),
        lead=told,
        lists=(list_of(state, "rule", translate("House", "Rules"), words)._replace(most=8),) if state.groups else (),
        entry_name=translate("House", "Name of the rule"),
        entry_hint=translate("House", "Mandarin speakers"),
        entry_first=False,
        text_name=translate("House", "What it says"),
        text_hint="type:kyc_audit language:zh skill:mandarin cap:5",
        button=translate("House", "Put the rules in force"),
        keys=translate(
            "House", "↑ ↓ or 1–9 choose, Tab goes on, Delete takes a rule off, Enter puts in force, Esc closes"
        ),
        keys_entry=translate("House", "Tab goes on, Enter puts in force, Esc closes"),
        keys_text=translate("House", "Tab goes on, Enter puts in force, Esc closes"),
    )


def skills(state: SheetState) -> SheetContent:
    def words(row: str) -> Words:
        return state.names.get(row, row), True

    return SheetContent(
        title=translate("House", "Who has which skill"),
        under=translate(
            "House", "Rules ask for these words. A person without any is given what no rule asks a skill for."
        ),
        lists=(list_of(state, "to", translate("House", "Who"), words)._replace(most=8),),
        entry_name=translate("House", "Skills"),
        entry_hint=translate("House", "mandarin, sanctions"),
        entry_first=False,
        button=translate("House", "Keep the skills"),
        keys=translate("House", "↑ ↓ or typing finds a person, Tab goes on, Enter keeps, Esc closes"),
        keys_entry=translate("House", "Enter keeps, Esc closes"),
    )


KINDS: dict[str, Callable[[SheetState], SheetContent]] = {"move_queue": move_queue, "rules": rules, "skills": skills}
