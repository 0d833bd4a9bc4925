"""The words of taking cases along: the sheet that asks, the one that counts, and the notices after them."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication

from app.desktop.panels.review.sheet_state import SheetGroup, SheetState
from app.desktop.panels.review.view.sheet_parts import fact, moment
from app.desktop.widgets import formats, reasons
from app.desktop.widgets.choice_lines import ChoiceLine
from app.desktop.widgets.sheet import SheetContent, SheetList

translate = QCoreApplication.translate
STAY = "stay."


def along(state: SheetState) -> SheetContent:
    lists = [_what(state)]
    if state.group("held") is not None:
        lists.append(_held(state))
    back = fact(state, "what") == "back"
    return SheetContent(
        title=translate("Along", "Take cases with you"),
        lead=_lead(state),
        under=translate(
            "Along",
            "They stay reserved for you without the server until a quarter of an hour before they are due, for 8 hours "
            "at most. Evidence, documents and surroundings are fetched now.",
        ),
        lists=tuple(lists),
        button=translate("Along", "Give them back") if back else translate("Along", "Take them with you"),
        keys=translate("Along", "↑ ↓ or 1–9 choose, Enter goes on, Delete gives one back, Esc closes")
        if state.group("held") is not None
        else translate("Along", "↑ ↓ or 1–9 choose, Enter goes on, Esc closes"),
    )


def _what(state: SheetState) -> SheetList:
    group = state.group("what") or SheetGroup("what", ())
    words = {
        "chosen": translate("Along", "%n chosen cases", "", int(state.facts.get("chosen", 0))),
        "this": translate("Along", "The case in sight"),
        "back": translate("Along", "Give all back"),
    }
    lines = tuple(
        ChoiceLine(
            row,
            words.get(row) or translate("Along", "The next %n of this view", "", _count(row)),
            aside=fact(state, "this") if row == "this" else "",
        )
        for row in group.rows
    )
    return SheetList("what", translate("Along", "Which ones"), lines, group.chosen)


def _count(row: str) -> int:
    return int(row.removeprefix("next.")) if row.startswith("next.") else 0


def _held(state: SheetState) -> SheetList:
    group = state.group("held") or SheetGroup("held", ())
    now = int(state.facts.get("now", 0))
    lines = tuple(
        ChoiceLine(row, row, True, formats.time_left((int(state.facts.get(f"until.{row}", now)) - now) / 1000))
        for row in group.rows
    )
    title = translate("Along", "With you now (%n)", "", len(group.rows))
    return SheetList("held", title, lines, group.chosen, beside=True)


def _lead(state: SheetState) -> str:
    problem = fact(state, "problem")
    if problem:
        return reasons.problem(problem)
    if state.facts.get("counting"):
        return translate("Along", "Being counted …")
    if fact(state, "what") == "back":
        held = int(state.facts.get("held", 0))
        return translate("Along", "%n cases go back to the queue. Drafts stay.", "", held)
    go = int(state.facts.get("go", 0))
    said = [translate("Along", "%n cases can go with you.", "", go)]
    if go and state.facts.get("first_end"):
        text = translate("Along", "The first is yours until {time}.")
        said.append(text.format(time=formats.clock(moment(state.facts["first_end"]))))
    said += stays({name.removeprefix(STAY): int(n) for name, n in state.facts.items() if name.startswith(STAY)})
    return formats.together(*said)


def stays(counts: Mapping[str, int]) -> list[str]:
    """How many stay for which reason, a sentence each."""
    texts: dict[str, Callable[[int], str]] = {
        "offline_key_user": lambda n: translate("Along", "%n of Key Users stay.", "", n),
        "offline_too_late": lambda n: translate("Along", "%n are due too soon.", "", n),
        "offline_full": lambda n: translate("Along", "%n are more than the 20 at once.", "", n),
        "claimed_by_other": lambda n: translate("Along", "%n are reserved by others.", "", n),
        "case_closed": lambda n: translate("Along", "%n are decided.", "", n),
        "snoozed": lambda n: translate("Along", "%n are put off.", "", n),
    }
    return [texts[code](count) for code, count in counts.items() if code in texts and count]


def fetching(state: SheetState) -> SheetContent:
    facts = state.facts
    lists = []
    if state.group("refused") is not None:
        title = translate("Along", "Not with you (%n)", "", len(state.group("refused").rows))  # type: ignore[union-attr]
        lists.append(_reasons(state, "refused", title, reasons.why_not))
    if state.group("lacking") is not None:
        title = translate("Along", "With you, but not whole (%n)", "", len(state.group("lacking").rows))  # type: ignore[union-attr]
        lists.append(_reasons(state, "lacking", title, lacks))
    over = bool(facts.get("over"))
    return SheetContent(
        title=translate("Along", "Cases with you") if over else translate("Along", "Cases are being fetched"),
        lead=_progress(state),
        lists=tuple(lists),
        button=translate("Along", "Close") if over else "",
        keys=translate("Along", "Enter or Esc closes")
        if over
        else translate("Along", "Esc stops; what is reserved stays with you"),
    )


def _reasons(state: SheetState, name: str, title: str, words: Callable[[str], str]) -> SheetList:
    group = state.group(name) or SheetGroup(name, ())
    lines = tuple(ChoiceLine(row, row, True, words(state.names.get(row, ""))) for row in group.rows)
    return SheetList(name, title, lines)


def lacks(code: str) -> str:
    return {
        "case": translate("Along", "the case itself has not come yet"),
        "around": translate("Along", "without what surrounds it"),
        "documents": translate("Along", "without its documents"),
    }.get(code, reasons.other(code))


def _progress(state: SheetState) -> str:
    facts = state.facts
    problem = fact(state, "problem")
    if problem:
        return reasons.problem(problem)
    if facts.get("asking"):
        return translate("Along", "Asking the server for %n cases …", "", int(facts.get("wanted", 0)))
    done, total = int(facts.get("done", 0)), int(facts.get("total", 0))
    if not facts.get("over"):
        text = translate("Along", "Fetched {done} of {total}, with evidence, documents and surroundings.")
        return text.format(done=formats.count(done), total=formats.count(total))
    said = translate("Along", "%n cases are with you.", "", total)
    if facts.get("first_end"):
        text = translate("Along", "The first is yours until {time}.")
        said = formats.together(said, text.format(time=formats.clock(moment(facts["first_end"]))))
    return said


def notice(code: str, params: Mapping[str, str | int]) -> str | None:
    """What is said once it is done; None for a code of something else."""
    count, until = int(params.get("count", 0)), int(params.get("until", 0))
    match code:
        case "along_taken":
            said = translate("Along", "%n cases are with you.", "", count)
            if until:
                more = translate("Along", "The first is yours until {time}.")
                said = formats.together(said, more.format(time=formats.clock(moment(until))))
            return said
        case "along_back":
            return translate("Along", "%n cases went back to the queue.", "", count)
        case "along_stopped":
            text = translate("Along", "Stopped: {done} of {total} are fetched, all of them are reserved for you.")
            return text.format(done=formats.count(count), total=formats.count(int(params.get("total", 0))))
    return None


def problem(code: str) -> str | None:
    """What stands in the way of going on; None for a code of something else."""
    return {
        "along_counting": translate("Along", "Being counted …"),
        "along_none": translate("Along", "None of these can go with you: choose others"),
        "along_fetching": translate("Along", "Still being fetched"),
    }.get(code)


KINDS: dict[str, Callable[[SheetState], SheetContent]] = {"along": along, "along_fetch": fetching}
