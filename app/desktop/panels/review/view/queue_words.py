"""The words of the sheets that belong to the queue: tags, one change for many cases, saved views."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from app.desktop.panels.review.sheet_state import SheetGroup, SheetState
from app.desktop.widgets import captions, formats
from app.desktop.widgets.choice_lines import ChoiceLine
from app.desktop.widgets.sheet import SheetContent, SheetList
from app.domain.tags import MAX_TAG

translate = QCoreApplication.translate
Words = tuple[str, bool]


def list_of(state: SheetState, name: str, title: str, words: Callable[[str], Words], beside: bool = False) -> SheetList:
    """One list of a sheet, with the words of its lines."""
    group = state.group(name) or SheetGroup(name, ())
    lines = tuple(ChoiceLine(row, *words(row)) for row in group.rows)
    return SheetList(name, title, lines, group.chosen, group.many, beside)


def lengths(row: str) -> Words:
    """Until when something is put off."""
    return {
        "m30": translate("Sheets", "30 minutes"),
        "h1": translate("Sheets", "1 hour"),
        "h4": translate("Sheets", "4 hours"),
        "tomorrow": translate("Sheets", "Tomorrow, 09:00"),
        "own": translate("Sheets", "A time of my own"),
    }.get(row, row), False


def tag(state: SheetState) -> SheetContent:
    lists: tuple[SheetList, ...] = ()
    if state.groups:
        lists = (list_of(state, "tags", translate("Queue", "On this case"), lambda row: (row, True)),)
    return SheetContent(
        title=translate("Queue", "Tag the case"),
        under=translate("Queue", "Short words of your team. Cases are found by them, and saved views use them."),
        lists=lists,
        entry_name=translate("Queue", "New tags"),
        entry_hint=translate("Queue", "mule ring, call back (up to {n} characters each)").format(n=MAX_TAG),
        button=translate("Queue", "Keep the tags"),
        keys=translate("Queue", "1–9 or Space takes one off or puts it back, Enter keeps, Esc closes"),
        keys_entry=translate("Queue", "Enter keeps, Tab goes to the tags, Esc closes")
        if lists
        else translate("Queue", "Enter keeps, Esc closes"),
    )


def bulk(state: SheetState) -> SheetContent:
    action = str(state.facts.get("action", ""))
    lists = [list_of(state, "action", translate("Queue", "What"), _action)]
    if state.group("to") is not None:
        to = list_of(state, "to", translate("Sheets", "To whom"), lambda row: _person(state, row), beside=True)
        lists.append(to._replace(most=8))
    if state.group("reason") is not None:
        lists.append(list_of(state, "until", translate("Sheets", "Until when"), lengths, beside=True))
        lists.append(list_of(state, "reason", translate("Sheets", "Why"), captions.work_code))
    if state.group("priority") is not None:
        lists.append(
            list_of(
                state, "priority", translate("Queue", "Priority"), lambda row: (formats.count(int(row)), False), True
            )
        )
    told = bulk_words(state)
    if state.facts.get("asking"):
        told = translate("Sheets", "Asking the server who is here …")
    elif state.facts.get("offline"):
        told = translate("Queue", "The server did not name your colleagues. The cases can go back to the queue.")
    # Counted before it is done, above what is chosen and so always in sight.
    return SheetContent(
        title=translate("Queue", "Change %n cases", "", int(state.facts.get("count", 0))),
        lead=told,
        lists=tuple(lists),
        entry_name=translate("Queue", "New tags") if action == "tag" else translate("Sheets", "Own time"),
        entry_hint=translate("Queue", "mule ring, call back") if action == "tag" else "14:30, 2h, 90 min",
        entry_first=False,
        text_name=translate("Sheets", "Note"),
        text_hint=translate("Sheets", "What the next person should know")
        if action == "hand_over"
        else translate("Queue", "Note, if one is needed"),
        button=translate("Queue", "Change %n cases", "", int(state.facts.get("will_apply", 0))),
        keys=translate("Queue", "↑ ↓ or 1–9 choose, Tab goes on, Enter changes, Esc closes. It can be taken back."),
        keys_entry=translate("Queue", "Tab goes on, Enter changes, Esc closes. It can be taken back."),
        keys_text=translate("Queue", "Tab goes on, Enter changes, Esc closes. It can be taken back."),
    )


def _n(state: SheetState, name: str) -> int:
    return int(state.facts.get(name, 0))


def bulk_words(state: SheetState) -> str:
    """What the change is about to meet, in one sentence or two."""
    count, changes = int(state.facts.get("count", 0)), int(state.facts.get("will_apply", 0))
    said = [
        translate("Queue", "{n} of {m} cases will change.").format(n=formats.count(changes), m=formats.count(count))
        if state.facts.get("action")
        else translate("Queue", "%n cases are chosen.", "", count)
    ]
    for name, text in (
        ("key_users", translate("Queue", "%n of Key Users", "", _n(state, "key_users"))),
        ("unkeyed", translate("Queue", "%n will no longer be decided by two people", "", _n(state, "unkeyed"))),
        ("closed", translate("Queue", "%n already decided", "", _n(state, "closed"))),
        ("others", translate("Queue", "%n reserved by others", "", _n(state, "others"))),
        ("late", translate("Queue", "%n fall due before they come back", "", _n(state, "late"))),
    ):
        if state.facts.get(name):
            said.append(text + translate("Queue", "."))
    return formats.together(*said)


def _action(row: str) -> Words:
    return {
        "assign": translate("Queue", "Assign"),
        "snooze": translate("Queue", "Snooze"),
        "priority": translate("Queue", "Set the priority"),
        "tag": translate("Queue", "Tag"),
        "hand_over": translate("Queue", "Hand over with a note"),
    }.get(row, row), False


def _person(state: SheetState, row: str) -> Words:
    if row == "queue":
        return translate("Sheets", "Back to the queue"), False
    return state.names.get(row, row), True


def view(state: SheetState) -> SheetContent:
    def words(row: str) -> Words:
        return (translate("Queue", "A new view"), False) if row == "new" else (state.names.get(row, row), True)

    lists = (list_of(state, "view", translate("Queue", "Your views"), words),) if state.groups else ()
    return SheetContent(
        title=translate("Queue", "Save a view of the queue"),
        under=translate(
            "Queue",
            "Conditions narrow it: type:kyc_audit, priority>=60, tag:vip, assignee:none, state:snoozed. A minus before "
            "one turns it round. Other words are looked for.",
        ),
        lists=lists,
        entry_name=translate("Queue", "Name"),
        entry_hint=translate("Queue", "A name for the view"),
        text_name=translate("Queue", "What it shows"),
        text_hint=translate("Queue", "type:kyc_audit priority>=60"),
        button=translate("Queue", "Save the view"),
        keys=translate("Queue", "↑ ↓ or 1–9 choose, Tab goes on, Enter saves, Delete removes a view, Esc closes"),
        keys_entry=translate("Queue", "Tab goes on, Enter saves, Esc closes"),
        keys_text=translate("Queue", "Tab goes on, Enter saves, Esc closes"),
    )


KINDS: dict[str, Callable[[SheetState], SheetContent]] = {"tag": tag, "bulk": bulk, "view": view}
