"""The words of the light sheets: each kind of `SheetState` as a `SheetContent`."""

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication

from app.contract.views import CaseView
from app.desktop.panels.review.sheet_state import SheetGroup, SheetState
from app.desktop.panels.review.state import AttributionChoice
from app.desktop.panels.review.view import queue_words
from app.desktop.panels.review.view.attribution_words import attribution_words
from app.desktop.panels.review.view.sentences import personal_line, route_words
from app.desktop.widgets import captions, formats, reasons
from app.desktop.widgets.choice_lines import ChoiceLine
from app.desktop.widgets.rationale_edit import TextMark
from app.desktop.widgets.sheet import SheetContent, SheetList
from app.domain.missing import MAX_TEXT
from app.domain.notes import MAX_NOTE
from app.domain.rationale import MAX_SENTENCES, count_sentences

translate = QCoreApplication.translate


def content(state: SheetState) -> SheetContent:
    made = _KINDS[state.kind](state)
    said, tone = made.said, made.tone
    personal = personal_words(state)
    if personal:
        said, tone = personal, "block" if any(mark.refused for mark in state.marks) else "escalate"
    if state.problem:
        said, tone = problem(state.problem), "block"
    if state.busy:
        said, tone = translate("Sheets", "Being kept …"), "muted"
    marks = tuple(TextMark(mark.start, mark.end, mark.refused) for mark in state.marks)
    return made._replace(
        said=said,
        tone=tone,
        text=state.text,
        entry=state.entry,
        marks=marks,
        keys=made.keys or _keys(state),
        keys_entry=made.keys_entry or translate("Sheets", "Tab goes on, Enter sends, Esc closes"),
        keys_text=made.keys_text or translate("Sheets", "Enter sends, Shift+Enter starts a line, Esc closes"),
    )


def problem(code: str) -> str:
    """Why it cannot be sent; what belongs to a sheet alone is said here."""
    own = {
        "time_required": translate("Sheets", "Choose until when"),
        "time_unknown": translate("Sheets", "Write a time such as 14:30, or a length such as 2h or 90 min"),
        "pattern_empty": translate("Sheets", "No case is left to decide: leave fewer out"),
        "assignee_required": translate("Sheets", "Choose a person, or the queue"),
        "offline": translate("Sheets", "The server is out of reach. Try again online."),
    }
    if code in own:
        return own[code]
    known = reasons.why_not(code)
    return known if known != reasons.other(code) else reasons.problem(code)


def personal_words(state: SheetState) -> str:
    """What looks like personal data in the note, by its kinds."""
    return personal_line(tuple((mark.kind, mark.refused) for mark in state.marks))


def _keys(state: SheetState) -> str:
    if state.text is None:
        return translate("Sheets", "↑ ↓ or 1–9 choose, Enter goes on, Esc closes")
    if not state.groups:
        return translate("Sheets", "Enter sends, Shift+Enter starts a line, Esc closes")
    return translate("Sheets", "↑ ↓ or 1–9 choose, Tab goes on, Enter sends, Esc closes")


def _lines(group: SheetGroup, words: Callable[[str], tuple[str, bool]]) -> tuple[ChoiceLine, ...]:
    return tuple(ChoiceLine(row, *words(row)) for row in group.rows)


def _list(state: SheetState, name: str, title: str, words: Callable[[str], tuple[str, bool]]) -> SheetList:
    group = state.group(name) or SheetGroup(name, ())
    return SheetList(name, title, _lines(group, words), group.chosen, group.many)


def _fact(state: SheetState, name: str) -> str:
    return str(state.facts.get(name, ""))


def _moment(ms: int | str) -> datetime:
    return datetime.fromtimestamp(int(ms) / 1000, UTC)


def _short_note(most: int) -> str:
    return translate("Sheets", "Note, if one is needed (up to {most} characters)").format(most=formats.count(most))


# --- around a case ----------------------------------------------------------------------------------


def _snooze(state: SheetState) -> SheetContent:
    words = {
        "m30": translate("Sheets", "30 minutes"),
        "h1": translate("Sheets", "1 hour"),
        "h4": translate("Sheets", "4 hours"),
        "tomorrow": translate("Sheets", "Tomorrow, 09:00"),
        "own": translate("Sheets", "A time of my own"),
        "back": translate("Sheets", "Bring it back now"),
    }
    lists = {
        "reason": _list(state, "reason", translate("Sheets", "Why"), captions.work_code),
        "until": _list(state, "until", translate("Sheets", "Until when"), lambda row: (words.get(row, row), False)),
    }
    ordered = [lists[group.name] for group in state.groups]
    return SheetContent(
        title=translate("Sheets", "Snooze the case"),
        under=translate("Sheets", "It leaves the queue until then. Its clock goes on."),
        lists=(ordered[0], ordered[1]._replace(beside=True)),
        entry_name=translate("Sheets", "Own time"),
        entry_hint=translate("Sheets", "14:30, 2h, 90 min"),
        entry_first=False,
        text_name=translate("Sheets", "Note"),
        text_hint=_short_note(MAX_NOTE),
        said=snooze_words(state),
        tone="block" if state.facts.get("due_first") else "text",
        button=translate("Sheets", "Bring back")
        if state.chosen("until") == "back"
        else translate("Sheets", "Snooze", "button"),
        wide=True,
    )


def snooze_words(state: SheetState) -> str:
    """What being away until then does to the deadline."""
    if "until" not in state.facts:
        return ""
    when = formats.day_time(_moment(state.facts["until"]))
    if state.facts.get("due_first"):
        late = formats.span(int(state.facts["late_by"]) / 1000)
        return translate("Sheets", "Back {when}: it falls due before that and will be {late} late.").format(
            when=when, late=late
        )
    left = formats.span(int(state.facts["left"]) / 1000)
    return translate("Sheets", "Back {when}, {left} before its deadline.").format(when=when, left=left)


def _wait(state: SheetState) -> SheetContent:
    return SheetContent(
        title=translate("Sheets", "Stop the clock"),
        under=translate("Sheets", "The deadline stands still until the clock is started again or evidence comes."),
        lists=(_list(state, "reason", translate("Sheets", "Whom it waits for"), captions.work_code),),
        text_name=translate("Sheets", "Note"),
        text_hint=_short_note(MAX_NOTE),
        button=translate("Sheets", "Stop the clock"),
    )


def _note(state: SheetState) -> SheetContent:
    return SheetContent(
        title=translate("Sheets", "Note on this case"),
        under=translate("Sheets", "Colleagues who work on the case read it. No customer and no agent does."),
        text_name=translate("Sheets", "Note"),
        text_hint=translate("Sheets", "What a colleague should know"),
        counted=translate("Sheets", "{n} of {most}").format(
            n=formats.count(len(state.text or "")), most=formats.count(MAX_NOTE)
        ),
        too_many=len(state.text or "") > MAX_NOTE,
        button=translate("Sheets", "Keep the note"),
    )


def _missing(state: SheetState) -> SheetContent:
    return SheetContent(
        title=translate("Sheets", "What was missing?"),
        under=translate("Sheets", "What you looked for in this case and did not find."),
        lists=(_list(state, "missing", "", captions.work_code)._replace(most=10),),
        text_name=translate("Sheets", "What else"),
        text_hint=translate("Sheets", "In your own words (up to {most} characters)").format(
            most=formats.count(MAX_TEXT)
        ),
        button=translate("Sheets", "Say so"),
    )


def _hand_over(state: SheetState) -> SheetContent:
    def words(row: str) -> tuple[str, bool]:
        if row == "queue":
            return translate("Sheets", "Back to the queue"), False
        return state.names.get(row, row), True

    said = ""
    if state.facts.get("asking"):
        said = translate("Sheets", "Asking the server who is here …")
    elif _fact(state, "offline"):
        said = translate("Sheets", "The server did not name your colleagues. The case can go back to the queue.")
    return SheetContent(
        title=translate("Sheets", "Hand the case over"),
        lists=(
            _list(state, "to", translate("Sheets", "To whom"), words)._replace(
                filtered=True, most=8, none=translate("Sheets", "Nobody is called that")
            ),
        ),
        entry_name=translate("Sheets", "Find a colleague"),
        entry_hint=translate("Sheets", "Type to find a colleague"),
        keys_entry=translate("Sheets", "Type to find, ↑ ↓ move, Enter chooses, Tab to the note, Esc closes"),
        text_name=translate("Sheets", "Note"),
        text_hint=translate("Sheets", "What the next person should know"),
        said=said,
        button=translate("Sheets", "Hand over"),
    )


# --- after a blind decision -------------------------------------------------------------------------


def _complete(state: SheetState) -> SheetContent:
    kind, label = _fact(state, "case_type"), _fact(state, "label")
    case: CaseView | None = state.case
    lead = translate("Sheets", "ROCA said {verdict}; you said {decision}. {label}: {words}.").format(
        verdict=captions.verdict(_fact(state, "verdict"))[0],
        decision=captions.verb(kind, _fact(state, "decision")),
        label=label,
        words=captions.label_words(label)[0],
    )
    case_line = translate("Sheets", "{case} · {type} · {n} to complete").format(
        case=_fact(state, "case_id"), type=captions.case_type(kind)[0], n=formats.count(int(state.facts["left"]))
    )
    unsure = label in ("TP", "TN")
    title = translate("Sheets", "Why ROCA was unsure") if unsure else translate("Sheets", "Root cause")
    lists = [_list(state, "code", title, captions.code)]
    found = state.group("attribution")
    if found is not None:
        lists.append(attribution_list(found, case)._replace(beside=True, most=9))

    def decision(row: str) -> tuple[str, bool]:
        if row == "keep":
            return translate("Sheets", "Keep {decision}").format(
                decision=captions.verb(kind, _fact(state, "decision"))
            ), False
        return translate("Sheets", "Change to {decision}").format(decision=captions.verb(kind, row)), False

    lists.append(_list(state, "decision", translate("Sheets", "Your decision"), decision))
    lists += step_lists(state, case)
    changed = state.chosen("decision") not in (None, "keep")
    said = ""
    if not state.facts.get("may_change"):
        said = translate("Sheets", "The time to change the decision is over; the reason is still asked for.")
    elif changed:
        said = translate("Sheets", "The first decision is kept beside the second, and counts as the blind one.")
    elif state.facts.get("until"):
        until = formats.clock(_moment(state.facts["until"]))
        said = translate("Sheets", "The decision can be changed until {time}.").format(time=until)
    route, why = _fact(state, "route"), _fact(state, "route_reason")
    if why and not changed:
        said = " ".join(part for part in (said, route_words(route, why)) if part)
    sentences = count_sentences(state.text or "")
    return SheetContent(
        title=translate("Sheets", "Complete a blind decision"),
        lead=lead,
        under=case_line,
        lists=tuple(lists),
        text_name=translate("Sheets", "Rationale"),
        text_hint=translate("Sheets", "Why you decide otherwise now, in one or two sentences"),
        counted=translate("Decision", "{n} of {most} sentences").format(n=sentences, most=MAX_SENTENCES),
        too_many=sentences > MAX_SENTENCES,
        said=said,
        button=translate("Sheets", "Complete"),
        wide=True,
    )


def step_lists(state: SheetState, case: CaseView | None) -> list[SheetList]:
    """The steps with their marks, and beside them what can be wrong with the one that was marked last."""
    found, word = state.group("steps"), case.assessment if case is not None else None
    if found is None or word is None:
        return []
    lines: list[ChoiceLine] = []
    for step in word.steps:
        text = captions.pick(step.statement)[0]
        verdict, _, kind = _fact(state, f"step:{step.n}").partition(" ")
        marks = {"right": translate("Sheets", "✓ right"), "wrong": translate("Sheets", "✗ wrong")}
        aside = captions.step_error(kind)[0] if kind else marks.get(verdict, "")
        aside = f"✗ {aside}" if kind else aside
        colour = {"right": "pass_", "wrong": "block"}.get(verdict, "text")
        lines.append(ChoiceLine(str(step.n), text, True, aside, colour=colour))
    # The mark is the word at the right: a tick for "chosen" beside it would say that a wrong step is right.
    title = translate("Sheets", "Steps: right, wrong, no mark")
    lists = [SheetList("steps", title, tuple(lines), many=True, most=5)]
    if state.group("step_error") is not None:
        title = translate("Sheets", "What is wrong with step {n}").format(n=_fact(state, "step_wrong"))
        lists.append(_list(state, "step_error", title, captions.step_error)._replace(beside=True))
    return lists


def attribution_list(group: SheetGroup, case: CaseView | None) -> SheetList:
    """What a code can be attributed to, under the headings of its kinds."""
    lines: list[ChoiceLine] = []
    for row in group.rows:
        kind, _, ref = row.partition("\n")
        text, data = attribution_words(AttributionChoice(kind, ref), case, whole=True)
        lines.append(ChoiceLine(row, text, data, "", captions.attribution_kind(kind)[0]))
    return SheetList("attribution", translate("Sheets", "Attributed to"), tuple(lines), group.chosen)


# --- the decision itself ----------------------------------------------------------------------------


def _attribution(state: SheetState) -> SheetContent:
    found = state.group("attribution") or SheetGroup("attribution", ())
    made = attribution_list(found, state.case)
    return SheetContent(
        title=translate("Sheets", "What is it attributed to?"),
        lists=(made._replace(title="", filtered=True, most=16, none=translate("Sheets", "Nothing is called that")),),
        entry_name=translate("Sheets", "Find"),
        entry_hint=translate("Sheets", "Type to find a signal, a step, a clause or what is missing"),
        keys_entry=translate("Sheets", "Type to find, ↑ ↓ move, Enter chooses, Esc closes"),
        wide=True,
    )


def _snippets(state: SheetState) -> SheetContent:
    side, other = ("zh", "en") if formats.language() == "zh" else ("en", "zh")
    lines: list[ChoiceLine] = []
    found = state.group("snippet") or SheetGroup("snippet", ())
    for row in found.rows:
        text = _fact(state, f"{side}:{row}") or _fact(state, f"{other}:{row}")
        key = _fact(state, f"key:{row}")
        name = state.names.get(row, row) + (f" /{key}" if key else "")
        lines.append(ChoiceLine(row, name, True, text))
    under = ""
    if not lines:
        under = translate("Sheets", "No snippet yet. Write a rationale, give it a name here, and Enter keeps it.")
    elif not state.facts.get("renaming"):
        under = translate(
            "Sheets",
            "A digit puts one in at the caret, in the rationale's language; Delete removes it, F2 changes it. In the"
            " rationale /key and Tab put it in.",
        )
    button = ""
    if state.facts.get("renaming"):
        button = translate("Sheets", "Keep the change")
    elif state.facts.get("rationale"):
        button = translate("Sheets", "Keep the rationale as a snippet")
    return SheetContent(
        title=translate("Sheets", "Own snippets"),
        under=under,
        lists=(SheetList("snippet", "", tuple(lines), found.chosen),),
        entry_name=translate("Sheets", "Name"),
        entry_hint=translate("Sheets", "Name, and a key after a slash if you like: own VPN /vpn"),
        entry_first=False,
        button=button,
        keys=translate("Sheets", "1–9 or Enter puts in, Tab to the name, Esc closes"),
        keys_entry=_snippet_keys(bool(lines), bool(button)),
        text_name=_other_language(state),
        text_hint=translate("Sheets", "The same in the other language; empty: this one goes into every text"),
        keys_text=_snippet_keys(bool(lines), bool(button)),
        wide=True,
    )


def _other_language(state: SheetState) -> str:
    if _fact(state, "other") == "zh":
        return translate("Sheets", "In Chinese")
    return translate("Sheets", "In English")


def _snippet_keys(lines: bool, keeps: bool) -> str:
    """While the name is written."""
    if lines and keeps:
        return translate("Sheets", "Enter keeps it, Tab to the snippets, Esc closes")
    if lines:
        return translate("Sheets", "Tab to the snippets, Esc closes")
    return translate("Sheets", "Enter keeps it, Esc closes") if keeps else translate("Sheets", "Esc closes")


def _ask(state: SheetState) -> SheetContent:
    return SheetContent(
        title=translate("Sheets", "Ask ROCA again"),
        under=translate("Sheets", "ROCA looks at the case once more. Its answer stands beside the first one."),
        lists=(_list(state, "reason", translate("Sheets", "Why"), captions.ask_reason),),
        text_name=translate("Sheets", "Note"),
        text_hint=translate("Sheets", "What ROCA should look at"),
        button=translate("Sheets", "Ask"),
    )


# --- patterns ---------------------------------------------------------------------------------------


def _pattern(state: SheetState) -> SheetContent:
    found = state.group("case") or SheetGroup("case", ())
    lines = tuple(ChoiceLine(row, row, True) for row in found.rows)
    stays = [
        translate("Sheets", "{n}: {why}").format(n=formats.count(int(number)), why=reasons.why_not(name[6:]))
        for name, number in state.facts.items()
        if name.startswith("stays:")
    ]
    under = translate("Sheets", "{n} cases go upward together, with one rationale.").format(
        n=formats.count(int(state.facts["goes"]))
    )
    if state.facts.get("key_users"):
        under += " " + translate("Sheets", "Key User cases among them are decided one by one.")
    if stays:
        under += "\n" + translate("Sheets", "Not among them – {stays}").format(stays="; ".join(stays))
    sentences = count_sentences(state.text or "")
    return SheetContent(
        title=translate("Sheets", "Escalate as a pattern"),
        under=under,
        lists=(SheetList("case", translate("Sheets", "Cases"), lines, found.chosen, True, most=8),),
        text_name=translate("Sheets", "Rationale"),
        text_hint=translate("Sheets", "What these cases have in common, in one or two sentences"),
        counted=translate("Decision", "{n} of {most} sentences").format(n=sentences, most=MAX_SENTENCES),
        too_many=sentences > MAX_SENTENCES,
        button=translate("Sheets", "Escalate"),
    )


def _resolve(state: SheetState) -> SheetContent:
    kind = _fact(state, "case_type")
    lead = translate("Sheets", "{name}, {time}: {rationale}").format(
        name=_fact(state, "by"), time=formats.day_time(_moment(state.facts["at"])), rationale=_fact(state, "rationale")
    )
    types = ", ".join(
        f"{captions.case_type(name[6:])[0]} {formats.count(int(number))}"
        for name, number in state.facts.items()
        if name.startswith("types:")
    )
    under = types
    if state.facts.get("key_users"):
        text = translate("Sheets", "{n} Key User cases stay up and are decided one by one.")
        under += "\n" + text.format(n=formats.count(int(state.facts["key_users"])))
    lists: list[SheetList] = []
    for group in state.groups:
        if group.name == "pattern":
            lines = tuple(
                ChoiceLine(row, state.names.get(row, row), True, formats.count(int(state.facts[f"pattern:{row}"])))
                for row in group.rows
            )
            lists.append(SheetList("pattern", translate("Sheets", "Patterns"), lines, group.chosen, most=4))
        elif group.name == "decision":
            made = _list(
                state, "decision", translate("Sheets", "Decision"), lambda row: (captions.verb(kind, row), False)
            )
            lists.append(made)
        elif group.name == "exclude":
            lines = tuple(ChoiceLine(row, row, True, _case_words(state, row)) for row in group.rows)
            title = translate("Sheets", "Leave out")
            lists.append(SheetList("exclude", title, lines, group.chosen, True, beside=True, most=5))
        elif group.name == "code":
            lists.append(_list(state, "code", translate("Sheets", "Root cause"), captions.code)._replace(most=5))
        elif group.name == "attribution":
            lists.append(_shared(state, attribution_list(group, None))._replace(beside=True, most=5))
        else:
            title = translate("Sheets", "Why ROCA was unsure")
            lists.append(_list(state, "unsure", title, captions.code)._replace(most=5))
    sentences = count_sentences(state.text or "")
    obstacle = _fact(state, "obstacle")
    return SheetContent(
        title=translate("Sheets", "Decide a pattern"),
        lead=lead,
        lead_data=True,
        under=under,
        lists=tuple(lists),
        text_name=translate("Sheets", "Rationale"),
        text_hint=translate("Sheets", "One or two sentences for all of them"),
        counted=translate("Decision", "{n} of {most} sentences").format(n=sentences, most=MAX_SENTENCES),
        too_many=sentences > MAX_SENTENCES,
        said=reasons.why_not(obstacle) if obstacle else _left_up(state),
        tone="escalate",
        button="" if obstacle else translate("Sheets", "Decide", "button"),
        wide=True,
    )


def _shared(state: SheetState, made: SheetList) -> SheetList:
    """Beside what only some of the cases have: how many of them."""
    every = formats.count(int(state.facts.get("explained", 0)))
    text = translate("Sheets", "{n} of {all}")
    lines = tuple(
        line._replace(aside=text.format(n=formats.count(int(number)), all=every))
        if (number := state.facts.get(f"share:{line.id}")) is not None
        else line
        for line in made.lines
    )
    return made._replace(lines=lines)


def _left_up(state: SheetState) -> str:
    """What becomes of the cases that do not have what the reason is attributed to."""
    number = int(state.facts.get("left_up", 0))
    return translate("Sheets", "%n cases do not have this and stay up.", "", number) if number else ""


def _case_words(state: SheetState, case_id: str) -> str:
    """ROCA's verdict on one case of a pattern, and the label that would follow."""
    verdict, label = _fact(state, f"verdict:{case_id}"), _fact(state, f"label:{case_id}")
    words = captions.verdict(verdict)[0] if verdict else "–"
    return f"{words} → {label}" if label else words


_KINDS: dict[str, Callable[[SheetState], SheetContent]] = {
    "snooze": _snooze,
    "wait": _wait,
    "note": _note,
    "missing": _missing,
    "hand_over": _hand_over,
    "complete": _complete,
    "attribution": _attribution,
    "snippets": _snippets,
    "ask": _ask,
    "pattern": _pattern,
    "resolve": _resolve,
    **queue_words.KINDS,
}
