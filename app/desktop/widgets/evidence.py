"""Evidence → what the painted widgets show, by the layout that the catalogue gives its kind.

A kind that the catalogue does not know is laid out as plain rows: it never stands in the way of a decision.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication

from app.contract.catalogue import catalogue
from app.contract.views import CaseView, EvidenceView
from app.desktop.widgets import captions, formats, tokens, values
from app.desktop.widgets.facts_grid import Fact
from app.desktop.widgets.field_diff import DiffRow
from app.desktop.widgets.record_list import Cell, Column
from app.desktop.widgets.runs import Run
from app.desktop.widgets.timeline import Event
from app.desktop.widgets.tokens import Type
from app.domain import value_diff
from app.domain.assessment import Scalar
from app.domain.catalogue import EvidenceSchema, FieldSchema
from app.domain.field_value import is_malformed, raw_form
from app.domain.masking import MASK
from app.domain.value_diff import ValueDifference

translate = QCoreApplication.translate
Record = Mapping[str, Scalar]
SUMMARY_KINDS = ("account_changes",)
"""Kinds that stand in a card of their own under the tabs."""


LONGEST_CELL = 240
"""Characters of a value in a row; a line of a table or a timeline shows fewer."""


def _in_row(field: FieldSchema | None, value: Scalar, short: bool = True) -> tuple[str, bool]:
    text, data = values.words(field, value, short)
    return (text if len(text) <= LONGEST_CELL else text[:LONGEST_CELL] + "…"), data


def _this_year(case: CaseView, value: Scalar) -> bool:
    """Whether a moment may be told without its year: it is of the year in which the case was opened."""
    return not isinstance(value, str) or value[:4] == str(case.opened_at.year) or not value[:4].isdecimal()


def schema_of(case: CaseView, item: EvidenceView) -> EvidenceSchema | None:
    case_type = catalogue().case_types.get(case.case_type)
    return case_type.evidence_schemas.get(item.kind) if case_type else None


def layout_of(case: CaseView, item: EvidenceView) -> str:
    schema = schema_of(case, item)
    if schema is None:
        return "table" if item.rows is not None else "facts"
    if item.rows is None and schema.layout in (
        "timeline",
        "bar_chart",
        "table",
        "devices",
        "transactions",
        "field_compare",
    ):
        return "facts"
    if item.rows is not None and schema.layout in ("facts", "document"):
        return "table"
    return schema.layout


def tab_of(case: CaseView, item: EvidenceView) -> tuple[str, bool]:
    """The word on the tab: the catalogue's, else the agent's own title."""
    schema = schema_of(case, item)
    if schema is not None:
        return schema.tab.in_language(formats.language()), False
    return captions.pick(item.title)[0], True


def title_of(case: CaseView, item: EvidenceView) -> tuple[str, bool]:
    schema = schema_of(case, item)
    if schema is not None and schema.title is not None:
        return schema.title.in_language(formats.language()), False
    return tab_of(case, item)


def _records(item: EvidenceView) -> list[Record]:
    return list(item.rows) if item.rows is not None else ([item.fields] if item.fields is not None else [])


def _fields(schema: EvidenceSchema | None, records: Iterable[Record]) -> list[tuple[str, FieldSchema | None]]:
    """Known fields in the catalogue's order, then those that it does not know."""
    present: dict[str, None] = {}
    for record in records:
        present.update(dict.fromkeys(record))
    known = [(f.name, f) for f in schema.fields if f.name in present] if schema else []
    names = {name for name, _ in known}
    return [*known, *((name, None) for name in present if name not in names)]


def caption(name: str, field: FieldSchema | None) -> tuple[str, bool]:
    return (field.label.in_language(formats.language()), False) if field else (name, True)


def room_for(case: CaseView, item: EvidenceView, width: int) -> int:
    """About how high a piece of evidence with its title will be, in pixels: enough to see whether it fits."""
    rows = len(item.rows) if item.rows is not None else 1
    match layout_of(case, item):
        case "timeline":
            high = rows * 30
        case "bar_chart":
            high = 112
        case "facts" | "document":
            per_row = max(1, min(4, width // tokens.px(112)))
            fields = len(item.fields or ()) + (1 if item.attachment is not None else 0)
            high = -(-fields // per_row) * 54
        case _:
            high = (rows + 1) * 31
    return tokens.px(high + 44)


def file_kind(media_type: str) -> str:
    """As people call it: "JPEG", "PDF"; a type that is none of the usual ones as it stands."""
    group, _, kind = media_type.partition("/")
    return kind.upper() if group == "image" or kind == "pdf" else media_type


def facts(case: CaseView, item: EvidenceView) -> list[Fact]:
    schema = schema_of(case, item)
    records = _records(item)
    result: list[Fact] = []
    for record in records:
        fields = _fields(schema, [record])
        for place, (name, field) in enumerate(fields):
            if place and _qualifies(fields[place - 1][1], field):
                # The state before it and this text are one fact: "new · Android 14".
                before = result.pop()
                pair = (
                    (before.value, record[fields[place - 1][0]]),
                    ((values.run(field, record[name]),), record[name]),
                )
                # What is missing of the two says nothing beside what is there.
                known = [run for runs, value in pair if value not in (None, "") for run in runs]
                result.append(Fact(before.caption, values.joined(known or before.value), before.caption_data))
                continue
            text, data = caption(name, field)
            colour = values.tone(field, record[name])
            run = values.run(field, record[name])
            if colour in ("block", "escalate"):
                run = Run(run.text, run.colour, Type.STRONG, run.data)
            result.append(Fact(text, (run,), data))
    if item.attachment is not None:
        size = formats.count(max(1, item.attachment.size // 1024))
        text = translate("Evidence", "{kind}, {size} KB").format(kind=file_kind(item.attachment.media_type), size=size)
        result.append(Fact(translate("Evidence", "File"), (Run(text, "text", None, True),)))
    return result


def raw_forms(case: CaseView, item: EvidenceView) -> list[Fact]:
    """What reads "unknown" in a piece of evidence because it is malformed, under its field, as it stood on the wire:
    shown on demand. An absent value has no raw form."""
    schema = schema_of(case, item)
    result: list[Fact] = []
    for record in _records(item):
        for name, field in _fields(schema, [record]):
            value = record[name]
            if is_malformed(field, value):
                text, data = caption(name, field)
                result.append(Fact(text, (Run(raw_form(value), "text", None, True),), data))
    return result


def raw_subject(case: CaseView) -> list[Fact]:
    """The same for the subject's own fields."""
    case_type = catalogue().case_types.get(case.case_type)
    fields = [field for field in (case_type.subject_fields if case_type else ()) if field.name in case.subject]
    return [
        Fact(
            field.label.in_language(formats.language()),
            (Run(raw_form(case.subject[field.name]), "text", None, True),),
        )
        for field in fields
        if is_malformed(field, case.subject[field.name])
    ]


def _qualifies(before: FieldSchema | None, field: FieldSchema | None) -> bool:
    """Whether a coded state says something of the text after it and both are read as one."""
    if before is None or field is None or before.type != "code" or field.type != "text" or not before.tones:
        return False
    stem = before.name.removesuffix("_state").removesuffix("_kind")
    return stem != before.name and (field.name.startswith(stem) or (stem, field.name) == ("network", "asn"))


def subject_facts(case: CaseView) -> list[Fact]:
    """The subject's fields in the catalogue's order, then unknown ones under their own names."""
    case_type = catalogue().case_types.get(case.case_type)
    known = list(case_type.subject_fields) if case_type else []
    result = [
        Fact(field.label.in_language(formats.language()), (values.run(field, case.subject[field.name], "text"),))
        for field in known
        if field.name in case.subject
    ]
    names = {field.name for field in known}
    result += [
        Fact(name, (values.run(None, value, "text"),), True)
        for name, value in case.subject.items()
        if name not in names
    ]
    return result


def events(case: CaseView, item: EvidenceView, marked: bool) -> list[Event]:
    schema = schema_of(case, item)
    result: list[Event] = []
    for record in _records(item):
        when, tone, note, note_data, note_tone = "", "muted", "", False, ""
        runs: list[Run] = []
        notes: list[tuple[str, bool]] = []
        figures: list[str] = []
        flag_tone = "text"
        missing: list[str] = []
        for name, field in _fields(schema, [record]):
            value = record[name]
            role = field.role if field else None
            if value is None or value == "":
                # A field that was sent empty was asked for: that it is missing is said. One that is not there is none.
                if field is not None and role in ("time", "title", "detail"):
                    missing.append(caption(name, field)[0])
                continue
            text, data = _in_row(field, value, _this_year(case, value))
            if role == "time":
                when = text
            elif role == "tone":
                tone = values.tone(field, value)
            elif role in ("title", "detail"):
                runs.append(Run(text, "text", None, data))
            elif role == "flag" and isinstance(value, int | float):
                figures.append(text)
            elif role == "flag":
                notes.append((text, data))
                flag_tone = values.tone(field, value)
        if figures:
            # Distance and time belong together ("8,930 km / 38 min") and say more than the flag that names them.
            note = " / ".join(figures)
            note_tone = _speed_tone(schema, record)
        elif notes:
            note, note_data = notes[-1]
            note_tone = "" if flag_tone == "text" else flag_tone
        if missing:
            comma = translate("Evidence", ", ")
            text = translate("Evidence", "not given: {names}").format(names=comma.join(missing))
            runs.append(Run(text, "muted"))
        tone = "muted" if tone == "text" else tone
        result.append(Event(when, tone, values.joined(runs), note, note_data, marked, note_tone))
    return result


def _speed_tone(schema: EvidenceSchema | None, record: Record) -> str:
    """Red where the distance could not be travelled in the time (the limit is the field's own), else plain; "" where
    the catalogue draws no line."""
    field = next((f for f in schema.fields if f.type == "speed_kmh" and f.limit is not None), None) if schema else None
    if field is None or field.limit is None:
        return ""
    speed = record.get(field.name)
    if speed is None:
        km, minutes = record.get("distance_km"), record.get("elapsed_min")
        if not isinstance(km, int | float) or not isinstance(minutes, int | float) or minutes <= 0:
            return ""
        speed = km / minutes * 60
    return "block" if isinstance(speed, int | float) and speed > field.limit else "muted"


def bars(case: CaseView, item: EvidenceView) -> tuple[list[float], float | None, str, str]:
    """Values, limit, and the words for limit and peak."""
    schema = schema_of(case, item)
    field = next((f for f in schema.fields if f.role == "value"), None) if schema else None
    if field is None:
        return [], None, "", ""
    found: list[float] = []
    for record in _records(item):
        value = record.get(field.name)
        if isinstance(value, int | float) and not isinstance(value, bool) and not is_malformed(field, value):
            found.append(float(value))
    limit_text = values.words(field, field.limit)[0] if field.limit is not None else ""
    peak_text = values.words(field, max(found))[0] if found else ""
    return found, field.limit, limit_text, peak_text


def table(case: CaseView, item: EvidenceView) -> tuple[list[Column], list[list[Cell]]]:
    schema = schema_of(case, item)
    records = _records(item)
    fields = _fields(schema, records)
    columns: list[Column] = []
    for name, field in fields:
        text, data = caption(name, field)
        right = field is not None and field.type in ("money", "number", "count", "percent", "distance_km", "speed_kmh")
        columns.append(Column(text, 1.0, 48, right, data))
    rows: list[list[Cell]] = []
    for record in records:
        cells: list[Cell] = []
        for name, field in fields:
            value = record.get(name)
            if value is None:
                cells.append(Cell("–", "muted"))
                continue
            text, data = _in_row(field, value, _this_year(case, value))
            colour = values.tone(field, value)
            badge = colour if field is not None and field.role == "flag" and colour != "text" else ""
            cells.append(Cell(text, colour, data, badge))
        rows.append(cells)
    return columns, rows


def diff(case: CaseView, item: EvidenceView) -> tuple[tuple[str, str, str, str], list[DiffRow], bool, str]:
    """The arguments of FieldDiff.set_rows. What differs is marked inside values that are both in sight; of masked ones
    the server says how they differ."""
    schema = schema_of(case, item)
    by_role: dict[str, FieldSchema] = {f.role: f for f in schema.fields if f.role} if schema else {}
    titles = tuple(
        by_role[role].label.in_language(formats.language()) if role in by_role else ""
        for role in ("title", "left", "right", "flag")
    )
    rows: list[DiffRow] = []
    for number, record in enumerate(_records(item)):

        def shown(role: str, record: Record = record) -> tuple[str, bool, Any]:
            field = by_role.get(role)
            value = record.get(field.name) if field else None
            return (*_in_row(field, value, short=False), value)

        name, name_data, _ = shown("title")
        result, _, code = shown("flag")
        tone = values.tone(by_role.get("flag"), code)
        (declared, _, left), (document, _, right) = shown("left"), shown("right")
        found = _difference(item, number, left, right)
        # Positions count in the values, so they are of use only where a value is shown as it is.
        whole = found is not None and declared == left and document == right
        key = record.get(by_role["title"].name) if "title" in by_role else None
        row = DiffRow(name, declared, document, result, "muted" if tone == "text" else tone, name_data)
        row = row._replace(key=key if isinstance(key, str) else "")
        if found is not None and found.kind != value_diff.SAME:
            row = row._replace(how=captions.difference(found.kind)[0])
        if found is not None and whole:
            row = row._replace(declared_marks=found.left, document_marks=found.right)
        rows.append(row)
    heads = (titles[0], titles[1], titles[2], titles[3])
    return heads, rows, False, translate("Evidence", "Difference")


def _difference(item: EvidenceView, number: int, left: Scalar, right: Scalar) -> ValueDifference | None:
    """How two values differ: compared here where both are seen, else as the server told it; None where nobody knows."""
    if any(isinstance(value, str) and MASK in value for value in (left, right)):
        if number >= len(item.differences):
            return None
        told = item.differences[number]
        return ValueDifference(told.kind, told.similarity)
    texts = (value if value is None or isinstance(value, str) else raw_form(value) for value in (left, right))
    return value_diff.value_difference(*texts)
