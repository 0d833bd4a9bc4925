"""How a case stands, in words: what puts it off or hides the agent's word, whose it is, its notes, and what is known
around it in a line. Pure, from views to words."""

from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication

from app.contract.context import ContextView, PreviousView
from app.contract.views import CaseView
from app.desktop.ports import NoteRow
from app.desktop.widgets import captions, context_words, formats
from app.desktop.widgets.note_list import NoteLine
from app.desktop.widgets.runs import Run
from app.desktop.widgets.tokens import Type

translate = QCoreApplication.translate
MOST_CHANGES = 3
MOST_TEXT = 160
"""Characters of a note over the case; the whole of it stands among the notes."""


def sentences(case: CaseView, escalated: str) -> list[tuple[str, str]]:
    """(tone, sentence) of everything that a person must know before deciding; `escalated` is said first."""
    found: list[tuple[str, str]] = []
    if escalated:
        found.append(("warn", escalated))
    if case.outcome is not None and not escalated:
        text = translate("Case", "Decided: {decision} by {name}, {when}")
        word = captions.decision_title(case.outcome.decision)[0]
        when = formats.date_time(case.outcome.decided_at)
        found.append(("info", text.format(decision=word, name=case.outcome.decided_by_name, when=when)))
    if case.claim is not None and case.claim.from_name and case.claim.device_name:
        text = translate("Case", "You moved it from {before} to {now}: only {now} can decide it.")
        if case.claim.from_name == case.claim.device_name:
            # Two seats on one machine, or machines made from one image: their names would tell nothing.
            text = translate("Case", "You moved it from one seat of yours to another: only that one can decide it.")
        found.append(("info", text.format(before=case.claim.from_name, now=case.claim.device_name)))
    if case.claim is not None and case.claim.mode == "offline":
        text = translate("Case", "Taken along: yours without the server until {time}.")
        found.append(("info", text.format(time=formats.clock(case.claim.expires_at))))
    if case.blind:
        text = translate("Case", "Decide blind: what ROCA says is kept back until you have decided.")
        found.append(("info", text))
    if case.waiting is not None:
        text = translate("Case", "Waiting since {when}: {reason}. The clock stands until it goes on.")
        told = {"when": formats.date_time(case.waiting.since), "reason": captions.work_code(case.waiting.reason)[0]}
        found.append(("warn", text.format(**told)))
    if case.snooze is not None:
        text = (
            translate("Case", "Back from a snooze since {when}: {reason}.")
            if case.back_from_snooze
            else translate("Case", "Snoozed until {when}: {reason}. The clock goes on.")
        )
        told = {"when": formats.date_time(case.snooze.until), "reason": captions.work_code(case.snooze.reason)[0]}
        found.append(("warn", text.format(**told)))
    return found


def belongs(case: CaseView) -> tuple[Run, ...]:
    """Whose the case is, its tags, and what people missed; nothing where there is nothing."""
    parts: list[tuple[Run, ...]] = []
    whose = case.assigned_to
    if whose is not None and whose.mine:
        parts.append((Run(translate("Case", "Assigned to you")),))
    elif whose is not None:
        parts.append(
            (Run(translate("Case", "Assigned to") + " ", "muted"), Run(whose.name, data=True))
            if whose.name
            else (Run(translate("Case", "Assigned to a colleague")),)
        )
    if case.tags:
        tags = "  ".join(f"#{tag}" for tag in case.tags)
        parts.append((Run(tags, "accent", Type.SMALL_STRONG, True),))
    if case.missing:
        named = translate("Case", ", ").join(captions.work_code(code)[0] for code in case.missing)
        parts.append((Run(translate("Case", "Missing") + " ", "muted"), Run(named)))
    return _with_separators(parts)


def note_rows(case: CaseView) -> tuple[NoteRow, ...]:
    """The notes that came with the case; own ones that are still on their way are known elsewhere."""
    return tuple(
        NoteRow(
            text=note.text,
            language=note.language,
            author_name=note.author_name,
            mine=note.mine,
            at=round(note.at.timestamp() * 1000),
            kind=note.kind,
            to_me=note.to_me,
            note_id=note.note_id,
        )
        for note in case.notes
    )


def note_head(row: NoteRow) -> tuple[Run, ...]:
    mine = row.kind == "hand_over" and row.to_me
    kind = translate("Case", "Handed over to you") if mine else captions.note_kind(row.kind)[0]
    parts: list[tuple[Run, ...]] = [(Run(kind, "key" if mine else "text", Type.SMALL_STRONG),)]
    if row.mine:
        parts.append((Run(translate("Case", "you"), "muted"),))
    elif row.author_name:
        parts.append((Run(row.author_name, "muted", None, True),))
    parts.append((Run(formats.date_time(datetime.fromtimestamp(row.at / 1000, UTC)), "muted"),))
    if row.pending:
        parts.append((Run(translate("Case", "not sent yet"), "escalate", Type.SMALL_STRONG),))
    return _with_separators(parts)


def note_line(row: NoteRow) -> NoteLine:
    return NoteLine(note_head(row), row.text)


def newest_note(rows: tuple[NoteRow, ...]) -> tuple[Run, ...]:
    """The newest note, one handed over to this person before all others, shortened."""
    if not rows:
        return ()
    row = next((one for one in rows if one.kind == "hand_over" and one.to_me), rows[0])
    text = " ".join(row.text.split())
    text = text if len(text) <= MOST_TEXT else text[:MOST_TEXT] + "…"
    return (*note_head(row), Run("  "), Run(text, data=True))


def around(view: ContextView | None, problem: str, blind: bool) -> tuple[Run, ...]:
    """What is known around the case: the last decision and what changed since, linked cases with their outcomes, hits
    on watch-lists."""
    if view is None:
        if problem:
            return (Run(translate("Around", "the server cannot be reached"), "muted"),)
        return (Run(translate("Around", "What surrounds this case is being fetched."), "muted"),)
    parts: list[tuple[Run, ...]] = []
    if view.previous is not None:
        parts += _last_decision(view.previous, view.case_id)
    elif not blind and not view.counts_only:
        # Of an earlier one a person outside is not told, so nothing is said of it.
        parts.append((Run(translate("Around", "No decision on this account here yet"), "muted"),))
    linked = [kind for kind in view.linked if kind.total]
    for kind in linked:
        name, data = context_words.thing(kind.kind)
        runs = [
            Run(f"{name} ", "muted", None, data),
            Run(translate("Around", "%n other cases", "", kind.total), whole=True),
        ]
        if kind.blocked:
            blocked = translate("Around", "%n blocked", "", kind.blocked)
            runs.append(Run(translate("Around", " ({told})").format(told=blocked), "block", whole=True))
        parts.append(tuple(runs))
    if not linked:
        parts.append((Run(translate("Around", "no linked cases"), "muted", whole=True),))
    if view.graph.hits:
        hits = translate("Around", "%n hits on watch-lists", "", len(view.graph.hits))
        parts.append((Run(hits, "block", Type.STRONG, whole=True),))
    return _with_separators(parts)


def _last_decision(previous: PreviousView, case_id: str) -> list[tuple[Run, ...]]:
    case = previous.case
    word = captions.decision_title(case.decision)[0] if case.decision else captions.case_state(case.state)[0]
    tone = {"block": "block", "pass": "pass_", "escalate": "escalate"}.get(case.decision or "", "text")
    when = formats.date(case.decided_at or case.opened_at)
    parts: list[tuple[Run, ...]] = [
        (
            Run(translate("Around", "Last decision") + " ", "muted"),
            Run(word, tone, Type.STRONG),
            Run(f" {when} ", "muted"),
            Run(case.case_id, "muted", None, True, whole=True),
        )
    ]
    count = len(previous.changes) + previous.more
    if not count:
        parts.append((Run(translate("Around", "nothing changed since"), "muted"),))
        return parts
    named = list(dict.fromkeys(context_words.change(one, case.case_type)[0] for one in previous.changes))
    told: list[Run] = [
        Run(translate("Around", "%n changes since", "", count), whole=True),
        Run(translate("Around", ": "), "muted"),
    ]
    for number, (what, data) in enumerate(named[:MOST_CHANGES]):
        told.append(Run((translate("Case", ", ") if number else "") + what, "muted", None, data))
    if len(named) > MOST_CHANGES:
        told.append(Run("\u00a0…", "muted"))
    parts.append(tuple(told))
    return parts


def _with_separators(parts: list[tuple[Run, ...]]) -> tuple[Run, ...]:
    runs: list[Run] = []
    for part in parts:
        if runs:
            runs.append(Run(context_words.SEPARATOR, "muted"))
        runs += part
    return tuple(runs)
