"""What surrounds a case as rows of tables and events: pure, from views to words."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app.contract.catalogue import catalogue
from app.contract.context import (
    ChangeView,
    EventView,
    HistoryView,
    LinkedCaseView,
    LinkedKindView,
    PreviousView,
    SimilarView,
)
from app.desktop.widgets import captions, context_words, formats, values
from app.desktop.widgets.record_list import Cell, Column
from app.desktop.widgets.runs import Run
from app.desktop.widgets.timeline import Event
from app.domain.assessment import Scalar

translate = QCoreApplication.translate
_TONES = {"pass": "pass_", "block": "block", "escalate": "escalate"}
_EVENT_TONES = {"escalated": "escalate", "decided": "accent", "executed": "accent"}
MOST_REASONS = 4

Table = tuple[tuple[Column, ...], list[tuple[Cell, ...]]]


def cases(found: Sequence[LinkedCaseView], why: Sequence[str] = ()) -> Table:
    """Cases in lines: id, type, when, whose, outcome; with `why` the reasons in place of whose and when."""
    columns = [Column(translate("Around", "Case"), 0.6), Column(translate("Around", "Type"))]
    if why:
        columns.append(Column(translate("Around", "Why"), 3.0, gives=True))
    else:
        columns += [Column(translate("Around", "Opened"), 0.8), Column(translate("Around", "Subject"))]
    columns.append(Column(translate("Around", "Outcome"), 0.6))
    rows: list[tuple[Cell, ...]] = []
    for number, case in enumerate(found):
        kind, data = captions.case_chip(case.case_type)
        row = [Cell(case.case_id, data=True, strong=True), Cell(kind, data=data)]
        if why:
            row.append(Cell(why[number], "muted"))
        else:
            row += [Cell(formats.date(case.opened_at), "muted"), Cell(case.subject_short, "muted", data=True)]
        rows.append((*row, _outcome(case)))
    return tuple(columns), rows


def _outcome(case: LinkedCaseView) -> Cell:
    if case.decision is None:
        return Cell(captions.case_state(case.state)[0], "muted")
    return Cell(captions.decision_title(case.decision)[0], badge=_TONES.get(case.decision, "muted"))


def why(one: SimilarView) -> str:
    """The weightiest reasons in a line."""
    return context_words.SEPARATOR.join(context_words.reason(reason)[0] for reason in one.reasons[:MOST_REASONS])


def linked_heading(kind: LinkedKindView) -> str:
    """What the cases of a list share, how many there are, and what became of them."""
    count = translate("Around", "%n other cases", "", kind.total)
    if kind.at_least:
        count = translate("Around", "at least {count}").format(count=count)
    parts = [context_words.thing(kind.kind)[0], count]
    if kind.decided:
        parts.append(translate("Around", "%n blocked", "", kind.blocked))
    return context_words.SEPARATOR.join(parts)


def counts(kinds: Sequence[LinkedKindView]) -> list[tuple[Cell, ...]]:
    """For whom the cases themselves are not told."""
    found: list[tuple[Cell, ...]] = []
    for kind in kinds:
        text, data = context_words.thing(kind.kind)
        found.append((Cell(text, data=data), Cell(formats.count(kind.total))))
    return found


def changes(previous: PreviousView | None, case_type: str) -> Table:
    """What differs since the last decision: where, what, before, now."""
    columns = (
        Column(translate("Around", "Changed since"), 1.4),
        Column(translate("Around", "Before")),
        Column(translate("Around", "Now")),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in previous.changes if previous is not None else ():
        (what, data), (how, _) = context_words.change(one, case_type)
        before, after = _value(one, one.before, case_type), _value(one, one.after, case_type)
        if one.masked or (not before.text and not after.text):
            after = Cell(how, "muted")
        rows.append((Cell(what, data=data), before, after))
    return columns, rows


def _value(one: ChangeView, value: Scalar, case_type: str) -> Cell:
    if value is None or one.masked:
        return Cell("")
    if one.place == "signal" and isinstance(value, int | float):
        return Cell(formats.signed(value), "block" if value > 0 else "pass_")
    kind = catalogue().case_types.get(case_type)
    schema = kind.evidence_schemas.get(one.within) if kind and one.within else None
    field = (schema.field(one.name) if schema else None) or (
        kind.subject_field(one.name) if kind and not one.within else None
    )
    if field is None and isinstance(value, int) and not isinstance(value, bool):
        # The number of records that a piece of evidence has.
        return Cell(formats.count(value))
    text, data = values.words(field, value)
    return Cell(text, data=data)


def events(history: HistoryView) -> list[Event]:
    """The time line, oldest first."""
    return [
        Event(
            formats.day_time(one.at),
            _EVENT_TONES.get(one.code, "muted"),
            (Run(context_words.happened(one)), *_said(one)),
        )
        for one in history.events
    ]


def _said(one: EventView) -> tuple[Run, ...]:
    """What the system that acts said of it, as it came."""
    if one.code != "executed" or not one.detail:
        return ()
    return Run(context_words.SEPARATOR), Run(one.detail, "muted", data=True)
