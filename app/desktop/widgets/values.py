"""One typed value of a case → the runs that show it. What is malformed reads "unknown" (its raw form is told on demand,
see evidence.raw_forms); what nobody declared is shown as it came."""

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.desktop.widgets import captions, formats
from app.desktop.widgets.runs import Run
from app.domain.assessment import Scalar
from app.domain.catalogue import FieldSchema
from app.domain.field_value import MOST, is_malformed, raw_form

translate = QCoreApplication.translate
LONGEST_FIGURE = 1_000
TONES = {"risk": "block", "safe": "pass_", "neutral": "escalate"}


def moment(value: Scalar) -> datetime | None:
    """A point in time out of ISO-8601 text with zone, or None."""
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def tone(field: FieldSchema | None, value: Scalar) -> str:
    """The colour token for a coded value, or for a figure past its limit; "text" where it says nothing."""
    if field is None or is_malformed(field, value):
        return "text"
    if isinstance(value, int | float) and not isinstance(value, bool) and field.limit is not None:
        return "block" if value > field.limit else "text"
    return TONES.get(field.tones.get(str(value), ""), "text")


def words(field: FieldSchema | None, value: Scalar, short: bool = False) -> tuple[str, bool]:
    """(text, is data). `short` leaves out what a crowded row can do without (the year of a date)."""
    if value is None or value == "":
        return translate("Values", "not given"), False
    if is_malformed(field, value):
        return translate("Values", "unknown"), False
    if isinstance(value, bool):
        return (translate("Values", "yes") if value else translate("Values", "no")), False
    if field is None:
        if isinstance(value, int | float) and abs(value) <= MOST:
            return formats.amount(value), False
        return (value if isinstance(value, str) else raw_form(value))[:LONGEST_FIGURE], True
    if isinstance(value, int | float):
        return _figure(field, value), False
    if field.type == "code":
        caption = field.values.get(value)
        return (caption.in_language(formats.language()), False) if caption else _coded(field, value)
    if field.type == "country":
        return captions.country(value)
    if field.type in ("datetime", "date"):
        when = moment(value)
        if when is not None:
            if field.type == "date":
                return formats.date(when), False
            return (formats.day_time(when) if short else formats.date_time(when)), False
        return _plain_date(value)
    return value, True


def _coded(field: FieldSchema, value: str) -> tuple[str, bool]:
    return captions.case_type(value) if field.name == "case_type" else (value, True)


def _plain_date(value: str) -> tuple[str, bool]:
    try:
        return formats.date(datetime.fromisoformat(value)), False
    except ValueError:
        return value, True


def _figure(field: FieldSchema, value: int | float) -> str:
    match field.type:
        case "count" | "level":
            return formats.amount(value)
        case "money":
            text = formats.amount(value, cents=True)
            return f"{text} {field.unit.in_language(formats.language())}" if field.unit else text
        case "duration_days":
            return formats.tenure(value)
        case "duration_min":
            return formats.span(value * 60)
        case "percent":
            return formats.percent(value if value <= 1 else value / 100, 0)
        case "distance_km":
            return translate("Values", "{n} km").format(n=formats.count(round(value)))
        case "speed_kmh":
            return translate("Values", "{n} km/h").format(n=formats.count(round(value)))
        case _:
            text = formats.amount(value)
            return f"{text} {field.unit.in_language(formats.language())}" if field.unit else text


def run(field: FieldSchema | None, value: Scalar, colour: str | None = None) -> Run:
    text, data = words(field, value)
    if value is None or value == "":
        return Run(text, "muted", None, data)
    return Run(text, colour or tone(field, value), None, data)


def joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Runs with a middle dot between them."""
    found = [item for item in runs if item.text]
    result: list[Run] = []
    for item in found:
        if result:
            result.append(Run(" · ", "muted"))
        result.append(item)
    return tuple(result)
