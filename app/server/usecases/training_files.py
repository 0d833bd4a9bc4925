"""The files of a training set: lines, tables, chats and pairs. No text of a person, no masked value, no reference that
was written by hand."""

import hashlib
import io
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from app.contract.catalogue import catalogue
from app.contract.training import TrainingRow
from app.contract.training_sets import ChatMessage, ChatRow, PreferenceRow, SetFile, SetRow, SetSignal
from app.domain.assessment import Assessment
from app.domain.case import IntakeCase
from app.domain.correction import SYSTEM, Corrected, GivenStep, corrected, question
from app.domain.pii_check import personal_data_faults
from app.domain.quoted import kept_covered

JSONL, PARQUET = "application/x-ndjson", "application/vnd.apache.parquet"
_encode = msgspec.json.Encoder(order="deterministic").encode
_COLUMNS = {
    "case_id": "string",
    "external_ref": "string",
    "case_type": "string",
    "model_version": "string",
    "ai_verdict": "string",
    "risk_score": "double",
    "base_value": "double",
    "other_contribution": "double",
    "signals": "json",
    "truth": "string",
    "label": "string",
    "code": "string",
    "attribution_kind": "string",
    "attribution_ref": "string",
    "review_id": "string",
    "revision": "int64",
    "source": "string",
    "decided_at": "timestamp",
    "blind_first": "bool",
    "pattern": "bool",
    "audit": "bool",
}


class Made(msgspec.Struct, frozen=True):
    """A file with its bytes."""

    told: SetFile
    data: bytes


class Material(msgspec.Struct, frozen=True):
    """One case that is in a set: its row, and what a chat of it is made from."""

    row: TrainingRow
    facts: bytes
    pattern: bool
    audit: bool


class _Case(msgspec.Struct):
    assessment: Assessment


_word = msgspec.json.Decoder(_Case)
_case = msgspec.json.Decoder(IntakeCase)


def set_row(material: Material) -> SetRow:
    """The line of one case."""
    row = material.row
    about = row.attribution
    # What is missing was named in its author's own words.
    ref = about.ref if about is not None and not about.kind.is_missing else None
    return SetRow(
        case_id=row.case_id,
        external_ref=row.external_ref,
        case_type=row.case_type,
        model_version=row.model_version,
        ai_verdict=row.ai_verdict,
        risk_score=row.risk_score,
        base_value=row.base_value,
        other_contribution=row.other_contribution,
        signals=tuple(SetSignal(one.name, one.value, one.contribution) for one in row.signals),
        truth=row.truth,
        label=row.label,
        code=row.code,
        attribution_kind=about.kind.value if about is not None else None,
        attribution_ref=ref,
        review_id=row.review_id,
        revision=row.revision,
        source=row.source,
        decided_at=row.decided_at,
        blind_first=row.blind_first,
        pattern=material.pattern,
        audit=material.audit,
    )


def files(train: Sequence[Material], test: Sequence[Material]) -> list[Made]:
    """Every file of a set, in the order of their names; Parquet where the server has pyarrow."""
    made: list[Made] = []
    for name, part in (("test", test), ("train", train)):
        rows = [set_row(one) for one in part]
        made.append(_lines(f"{name}.jsonl", rows, _COLUMNS))
        table = _table(rows)
        if table is not None:
            made.append(_made(f"{name}.parquet", table, len(rows), PARQUET, _COLUMNS))
    chats, pairs = _corrections(train)
    made.append(_lines("chat.jsonl", chats, {"case_id": "string", "messages": "json"}))
    columns = {"case_id": "string", "prompt": "json", "chosen": "string", "rejected": "string"}
    made.append(_lines("preferences.jsonl", pairs, columns))
    return sorted(made, key=lambda one: one.told.name)


def _corrections(train: Iterable[Material]) -> tuple[list[ChatRow], list[PreferenceRow]]:
    """Of the cases to train from whose reasoning was marked: chats and pairs."""
    chats, pairs = [], []
    for one in train:
        both = _both(one)
        if both is None:
            continue
        signals = [(s.name, s.value, s.contribution) for s in one.row.signals]
        prompt = (ChatMessage("system", SYSTEM), ChatMessage("user", question(one.row.case_type, signals)))
        chats.append(ChatRow(one.row.case_id, (*prompt, ChatMessage("assistant", both.chosen))))
        pairs.append(PreferenceRow(one.row.case_id, prompt, both.chosen, both.rejected))
    return chats, pairs


def _both(one: Material) -> Corrected | None:
    marks = {int(step["n"] or 0): step for step in one.row.steps}
    if not any(mark.get("verdict") == "wrong" for mark in marks.values()):
        return None
    word = _word.decode(one.facts).assessment
    steps = [
        GivenStep(
            step.n,
            step.statement.en or step.statement.zh or "",
            None if step.n not in marks else marks[step.n].get("verdict") != "wrong",
            str(marks[step.n].get("kind") or "") or None if step.n in marks else None,
        )
        for step in word.steps
    ]
    return corrected(steps, one.row.ai_verdict, one.row.truth, _clean(one))


def _clean(one: Material) -> str:
    """The reviewer's own words, where nothing in them is anybody's: no value that the case keeps covered, nothing that
    looks personal."""
    words = one.row.rationale
    if personal_data_faults(words, ""):
        return ""
    try:
        case = _case.decode(one.facts)
    except msgspec.ValidationError:
        return ""
    folded = words.casefold()
    hidden = kept_covered(case, catalogue().case_types.get(case.case_type))
    return "" if any(value.casefold() in folded for value in hidden) else words


def _lines(name: str, rows: Sequence[msgspec.Struct], columns: dict[str, str]) -> Made:
    return _made(name, b"".join(_encode(row) + b"\n" for row in rows), len(rows), JSONL, columns)


def _made(name: str, data: bytes, rows: int, media_type: str, columns: dict[str, str]) -> Made:
    told = SetFile(name, hashlib.sha256(data).hexdigest(), len(data), rows, media_type, columns)
    return Made(told, data)


def _table(rows: Sequence[SetRow]) -> bytes | None:
    """The same lines as a table; None on a server without pyarrow."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        return None
    kinds: dict[str, Any] = {
        "string": pyarrow.string(),
        "json": pyarrow.string(),
        "double": pyarrow.float64(),
        "int64": pyarrow.int64(),
        "bool": pyarrow.bool_(),
        "timestamp": pyarrow.timestamp("ms", tz="UTC"),
    }
    schema = pyarrow.schema([pyarrow.field(name, kinds[kind]) for name, kind in _COLUMNS.items()])
    columns = [
        pyarrow.array(
            [_encode(value).decode() if kind == "json" else value for value in (getattr(row, name) for row in rows)],
            type=kinds[kind],
        )
        for name, kind in _COLUMNS.items()
    ]
    sink = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_arrays(columns, schema=schema), sink, compression="zstd")
    return sink.getvalue()
