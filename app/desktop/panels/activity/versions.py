"""What was typed or chosen, and what stands in its place, a line for each field that a person can read."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QCoreApplication

from app.desktop.widgets import captions, finding_words, formats, values

translate = QCoreApplication.translate

HIDDEN = frozenset(
    {
        *("language", "rationale_language", "reason_language", "resolution_language", "active_ms", "base_rev"),
        *("feedback_id", "session_id", "note_id", "challenge_id", "judgement_id", "dispute_id", "pattern_id"),
        *("sample_id", "frame_id", "review_id", "case_id", "result_ref", "news_ids", "ref", "code_kind"),
        *("refs_digest", "scores_digest", "signature", "plan", "scorers", "overlap"),
    }
)
"""Fields of a command that say nothing to a person: ids, digests, and what the program adds by itself."""
ABOVE = frozenset({"decision", "label", "code"})
"""Fields that stand over the words, in colour, where there is a decision."""
_MOST_NAMED = 5


def lines(fields: Mapping[str, Any], case_type: str = "", name: str = "") -> str:
    """`name`: the person that is named, where the seat kept it."""
    above = ABOVE if fields.get("decision") else frozenset()
    told = [_line(one, fields[one], case_type, name) for one in SHOWN if one in fields and one not in above]
    return "\n".join(line for line in told if line)


def _line(field: str, value: Any, case_type: str, name: str) -> str:
    if field == "params":
        return lines(value, case_type, name) if isinstance(value, Mapping) else ""
    said = SHOWN[field](value, case_type)
    if field in _WORDS:
        return said
    if field in ("assignee", "to") and value == "other" and name:
        said = name
    caption = _captions(field)
    if not said or not caption:
        return said
    return translate("Activity", "{field}: {value}").format(field=caption, value=said)


def _captions(field: str) -> str:
    return {
        "decision": translate("Activity", "Decision"),
        "truth": translate("Activity", "True is"),
        "outcome": translate("Activity", "Outcome"),
        "case_state": translate("Activity", "The case is"),
        "action": translate("Activity", "What with all of them"),
        "state": translate("Activity", "State"),
        "route": translate("Activity", "Route"),
        "owner_id": translate("Activity", "Owner"),
        "assignee": translate("Activity", "Assigned to"),
        "to": translate("Activity", "Handed over to"),
        "result_kind": translate("Activity", "What came of it"),
        "split": translate("Activity", "Split off"),
        "priority": translate("Activity", "Priority"),
        "least": translate("Activity", "Priority from"),
        "most": translate("Activity", "Priority up to"),
        "threshold": translate("Activity", "Threshold"),
        "until": translate("Activity", "Until"),
        "code": translate("Activity", "Root cause"),
        "codes": translate("Activity", "Codes"),
        "attribution": translate("Activity", "Attributed to"),
        "add": translate("Activity", "Tags added"),
        "remove": translate("Activity", "Tags removed"),
        "tags": translate("Activity", "Tags"),
        "steps": translate("Activity", "Steps judged"),
        "sop": translate("Activity", "Rests on"),
        "case_ids": translate("Activity", "Cases"),
        "exclude": translate("Activity", "Left out"),
        "case_types": translate("Activity", "Case types"),
        "vendors": translate("Activity", "Contact centres"),
        "seed": translate("Activity", "Seed"),
        "series": translate("Activity", "Series"),
        "scores": translate("Activity", "Cases signed"),
    }.get(field, "")


def _text(value: Any, _: str) -> str:
    return str(value) if value is not None else ""


def _decision(value: Any, case_type: str) -> str:
    if not value:
        return ""
    return captions.verb(case_type, str(value)) if case_type else captions.decision_title(str(value))[0]


def _outcome(value: Any, _: str) -> str:
    return {
        "upheld": translate("Activity", "the judgement stands"),
        "overturned": translate("Activity", "the decision was right"),
    }.get(str(value), str(value))


def _person(value: Any, _: str) -> str:
    return {
        "": translate("Activity", "nobody"),
        "me": translate("Activity", "you"),
        "other": translate("Activity", "somebody else"),
    }.get(str(value or ""), str(value))


def _reason(value: Any, _: str) -> str:
    """A code of a list, or somebody's own words."""
    said = str(value or "")
    for look in (captions.work_code, captions.ask_reason):
        found, raw = look(said)
        if not raw:
            return found
    return said


def _moment(value: Any, _: str) -> str:
    when = values.moment(value)
    return formats.date_time(when) if isinstance(when, datetime) else ""


def _code(value: Any, _: str) -> str:
    return captions.code(str(value))[0] if value else ""


def _codes(value: Any, _: str) -> str:
    said = []
    for code in _several(value):
        words, raw = captions.work_code(code)
        said.append(captions.code(code)[0] if raw else words)
    return _list(said)


def _several(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else []


def _list(names: Sequence[str]) -> str:
    comma = translate("Activity", ", ")
    if len(names) <= _MOST_NAMED:
        return comma.join(names)
    text = translate("Activity", "{names} and {n} more")
    return text.format(names=comma.join(names[:_MOST_NAMED]), n=formats.count(len(names) - _MOST_NAMED))


def _names(value: Any, _: str) -> str:
    return _list(_several(value))


def _vendors(value: Any, _: str) -> str:
    return _list([one or translate("Activity", "the house") for one in _several(value)])


def _split(value: Any, _: str) -> str:
    parts = value if isinstance(value, list | tuple) else ()
    return _list([str(one.get("title", "")) for one in parts if isinstance(one, Mapping)])


def _attribution(value: Any, _: str) -> str:
    if not isinstance(value, Mapping):
        return ""
    kind, ref = str(value.get("kind", "")), str(value.get("ref", ""))
    told = captions.signal(ref)[0] if kind == "signal" else ref
    return " · ".join(one for one in (captions.attribution_kind(kind)[0], told) if one)


def _clause(value: Any, _: str) -> str:
    if not isinstance(value, Mapping):
        return ""
    return f"{value.get('page', '')} §{value.get('clause', '')}"


def _how_many(value: Any, _: str) -> str:
    return formats.count(len(value)) if isinstance(value, list | tuple) and value else ""


SHOWN: dict[str, Callable[[Any, str], str]] = {
    "decision": _decision,
    "truth": _decision,
    "outcome": _outcome,
    "case_state": lambda value, _: captions.case_state(str(value))[0],
    "action": lambda value, _: captions.command(f"case.{value}")[0],
    "params": _text,
    "title": _text,
    "state": lambda value, _: finding_words.state(str(value))[0],
    "route": lambda value, _: captions.route(str(value))[0] if value else "",
    "owner_id": _person,
    "assignee": _person,
    "to": _person,
    "result_kind": lambda value, _: finding_words.result(str(value or "")),
    "merge_into": lambda value, _: translate("Activity", "Merged into another finding") if value else "",
    "split": _split,
    "priority": _text,
    "least": _text,
    "most": _text,
    "threshold": lambda value, _: formats.number(float(value), 3) if isinstance(value, int | float) else "",
    "until": _moment,
    "code": _code,
    "codes": _codes,
    "attribution": _attribution,
    "add": _names,
    "remove": _names,
    "tags": _names,
    "steps": _how_many,
    "sop": _clause,
    "case_ids": _names,
    "exclude": _names,
    "case_types": lambda value, _: _list([captions.case_type(one)[0] for one in _several(value)]),
    "vendors": _vendors,
    "seed": _text,
    "series": _text,
    "scores": _text,
    "reason": _reason,
    "text": _text,
    "note": _text,
    "rationale": _text,
    "resolution": _text,
}
"""What is shown of a field, in the order of the lines."""
_WORDS = frozenset({"title", "merge_into", "reason", "text", "note", "rationale", "resolution"})
"""Fields that need no name before them."""
