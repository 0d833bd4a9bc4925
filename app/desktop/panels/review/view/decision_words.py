"""The words of the sheets that belong to a decision: completing a blind one, what it is attributed to, snippets, a
second look, and many cases as one pattern."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from app.contract.views import CaseView
from app.desktop.panels.review.sheet_state import SheetGroup, SheetState
from app.desktop.panels.review.state import AttributionChoice
from app.desktop.panels.review.view.attribution_words import attribution_words
from app.desktop.panels.review.view.sentences import route_words
from app.desktop.panels.review.view.sheet_parts import fact, list_of, moment
from app.desktop.widgets import captions, formats, reasons
from app.desktop.widgets.choice_lines import ChoiceLine
from app.desktop.widgets.sheet import SheetContent, SheetList
from app.domain.rationale import MAX_SENTENCES, count_sentences

translate = QCoreApplication.translate


# --- after a blind decision -------------------------------------------------------------------------


def complete(state: SheetState) -> SheetContent:
    kind, label = fact(state, "case_type"), fact(state, "label")
    case: CaseView | None = state.case
    lead = translate("Sheets", "ROCA said {verdict}; you said {decision}. {label}: {words}.").format(
        verdict=captions.verdict(fact(state, "verdict"))[0],
        decision=captions.verb(kind, fact(state, "decision")),
        label=label,
        words=captions.label_words(label)[0],
    )
    case_line = translate("Sheets", "{case} · {type} · {n} to complete").format(
        case=fact(state, "case_id"), type=captions.case_type(kind)[0], n=formats.count(int(state.facts["left"]))
    )
    unsure = label in ("TP", "TN")
    title = translate("Sheets", "Why ROCA was unsure") if unsure else translate("Sheets", "Root cause")
    lists = [list_of(state, "code", title, captions.code)]
    found = state.group("attribution")
    if found is not None:
        lists.append(attribution_list(found, case)._replace(beside=True, most=9))

    def decision(row: str) -> tuple[str, bool]:
        if row == "keep":
            return translate("Sheets", "Keep {decision}").format(
                decision=captions.verb(kind, fact(state, "decision"))
            ), False
        return translate("Sheets", "Change to {decision}").format(decision=captions.verb(kind, row)), False

    lists.append(list_of(state, "decision", translate("Sheets", "Your decision"), decision))
    lists += step_lists(state, case)
    changed = state.chosen("decision") not in (None, "keep")
    said = ""
    if not state.facts.get("may_change"):
        said = translate("Sheets", "The time to change the decision is over; the reason is still asked for.")
    elif changed:
        said = translate("Sheets", "The first decision is kept beside the second, and counts as the blind one.")
    elif state.facts.get("until"):
        until = formats.clock(moment(state.facts["until"]))
        said = translate("Sheets", "The decision can be changed until {time}.").format(time=until)
    route, why = fact(state, "route"), fact(state, "route_reason")
    if why and not changed:
        said = formats.together(said, route_words(route, why))
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
        verdict, _, kind = fact(state, f"step:{step.n}").partition(" ")
        marks = {"right": translate("Sheets", "✓ right"), "wrong": translate("Sheets", "✗ wrong")}
        aside = captions.step_error(kind)[0] if kind else marks.get(verdict, "")
        aside = f"✗ {aside}" if kind else aside
        colour = {"right": "pass_", "wrong": "block"}.get(verdict, "text")
        lines.append(ChoiceLine(str(step.n), text, True, aside, colour=colour))
    # The mark is the word at the right: a tick for "chosen" beside it would say that a wrong step is right.
    title = translate("Sheets", "Steps: right, wrong, no mark")
    lists = [SheetList("steps", title, tuple(lines), many=True, most=5)]
    if state.group("step_error") is not None:
        title = translate("Sheets", "What is wrong with step {n}").format(n=fact(state, "step_wrong"))
        lists.append(list_of(state, "step_error", title, captions.step_error)._replace(beside=True))
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


def attribution(state: SheetState) -> SheetContent:
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


def snippets(state: SheetState) -> SheetContent:
    side, other = ("zh", "en") if formats.language() == "zh" else ("en", "zh")
    lines: list[ChoiceLine] = []
    found = state.group("snippet") or SheetGroup("snippet", ())
    for row in found.rows:
        text = fact(state, f"{side}:{row}") or fact(state, f"{other}:{row}")
        key = fact(state, f"key:{row}")
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
    if fact(state, "other") == "zh":
        return translate("Sheets", "In Chinese")
    return translate("Sheets", "In English")


def _snippet_keys(lines: bool, keeps: bool) -> str:
    """While the name is written."""
    if lines and keeps:
        return translate("Sheets", "Enter keeps it, Tab to the snippets, Esc closes")
    if lines:
        return translate("Sheets", "Tab to the snippets, Esc closes")
    return translate("Sheets", "Enter keeps it, Esc closes") if keeps else translate("Sheets", "Esc closes")


def ask(state: SheetState) -> SheetContent:
    return SheetContent(
        title=translate("Sheets", "Ask ROCA again"),
        under=translate("Sheets", "ROCA looks at the case once more. Its answer stands beside the first one."),
        lists=(list_of(state, "reason", translate("Sheets", "Why"), captions.ask_reason),),
        text_name=translate("Sheets", "Note"),
        text_hint=translate("Sheets", "What ROCA should look at"),
        button=translate("Sheets", "Ask"),
    )


def challenge(state: SheetState) -> SheetContent:
    return SheetContent(
        title=translate("Sheets", "Challenge the threshold"),
        under=translate("Sheets", "Whoever keeps the thresholds answers; the answer stands in Calibrate."),
        entry=state.entry,
        entry_name=translate("Sheets", "Where you would draw it"),
        entry_hint=translate("Sheets", "Your threshold, such as 0.90; may stay empty"),
        entry_first=False,
        text_name=translate("Sheets", "Why"),
        text_hint=translate("Sheets", "Why ROCA should decide such a case alone, or why it should come to people"),
        button=translate("Sheets", "Challenge"),
    )


# --- patterns ---------------------------------------------------------------------------------------


def pattern(state: SheetState) -> SheetContent:
    found = state.group("case") or SheetGroup("case", ())
    lines = tuple(ChoiceLine(row, _typed(state, row), True, fact(state, f"subject:{row}")) for row in found.rows)
    stays = [
        translate("Sheets", "{n}: {why}").format(n=formats.count(int(number)), why=reasons.why_not(name[6:]))
        for name, number in state.facts.items()
        if name.startswith("stays:")
    ]
    under = translate("Sheets", "{n} cases go upward together, with one rationale.").format(
        n=formats.count(int(state.facts["goes"]))
    )
    if state.facts.get("key_users"):
        under = formats.together(under, translate("Sheets", "Key User cases among them are decided one by one."))
    if stays:
        under += "\n" + translate("Sheets", "Not among them – {stays}").format(
            stays=translate("Sheets", "; ").join(stays)
        )
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


def resolve(state: SheetState) -> SheetContent:
    kind = fact(state, "case_type")
    lead = translate("Sheets", "{name}, {time}: {rationale}").format(
        name=fact(state, "by"), time=formats.day_time(moment(state.facts["at"])), rationale=fact(state, "rationale")
    )
    types = translate("Sheets", ", ").join(
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
            made = list_of(
                state, "decision", translate("Sheets", "Decision"), lambda row: (captions.verb(kind, row), False)
            )
            lists.append(made)
        elif group.name == "exclude":
            lines = tuple(ChoiceLine(row, _typed(state, row), True, _case_words(state, row)) for row in group.rows)
            title = translate("Sheets", "Leave out")
            lists.append(SheetList("exclude", title, lines, group.chosen, True, beside=True, most=5))
        elif group.name == "code":
            lists.append(list_of(state, "code", translate("Sheets", "Root cause"), captions.code)._replace(most=5))
        elif group.name == "attribution":
            lists.append(_shared(state, attribution_list(group, None))._replace(beside=True, most=5))
        else:
            title = translate("Sheets", "Why ROCA was unsure")
            lists.append(list_of(state, "unsure", title, captions.code)._replace(most=5))
    sentences = count_sentences(state.text or "")
    obstacle = fact(state, "obstacle")
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


def _typed(state: SheetState, case_id: str) -> str:
    """A case by its id and what it is about."""
    kind = fact(state, f"type:{case_id}")
    return f"{case_id} · {captions.case_chip(kind)[0]}" if kind else case_id


def _case_words(state: SheetState, case_id: str) -> str:
    """ROCA's verdict on one case of a pattern, and the label that would follow."""
    verdict, label = fact(state, f"verdict:{case_id}"), fact(state, f"label:{case_id}")
    words = captions.verdict(verdict)[0] if verdict else "–"
    return f"{words} → {label}" if label else words


KINDS: dict[str, Callable[[SheetState], SheetContent]] = {
    "complete": complete,
    "attribution": attribution,
    "snippets": snippets,
    "ask": ask,
    "challenge": challenge,
    "pattern": pattern,
    "resolve": resolve,
}
