"""Which masked fields of a case are on offer, and a case with real values in the place of masked ones."""

from collections.abc import Collection, Mapping

import msgspec

from app.contract.views import CaseView, EvidenceView
from app.desktop.panels.review.state import MaskedField
from app.domain.assessment import Scalar
from app.domain.catalogue import Catalogue

Values = Mapping[str, tuple[Scalar, ...]]
"""Real values by path, such as "evidence.e1.ip": one, or one per row."""
SIDES = ("left", "right")
"""The roles of the two columns of a comparison, which say little one without the other."""


def offered(case: CaseView, in_sight: Collection[str], catalogue: Catalogue) -> tuple[MaskedField, ...]:
    """The masked fields of the subject and of the evidence in sight (`in_sight`: ids), a comparison's columns as
    one."""
    found = [
        MaskedField((path,), "", (path.removeprefix("subject."),))
        for path in case.masked
        if path.startswith("subject.")
    ]
    for item in case.evidence:
        if item.id not in in_sight:
            continue
        names = [name for name in _present(item) if f"evidence.{item.id}.{name}" in case.masked]
        pair = [name for name in names if _role(case, item, name, catalogue) in SIDES]
        if len(pair) == len(SIDES):
            names = [name for name in names if name not in pair]
            found.append(MaskedField(tuple(f"evidence.{item.id}.{name}" for name in pair), item.id, tuple(pair)))
        found += [MaskedField((f"evidence.{item.id}.{name}",), item.id, (name,)) for name in names]
    return tuple(found)


def uncovered(case: CaseView, values: Values) -> CaseView:
    """`case` with `values` in their places; what has no place any longer is left out."""
    subject = {name: _one(values.get(f"subject.{name}"), value) for name, value in case.subject.items()}
    return msgspec.structs.replace(
        case, subject=subject, evidence=tuple(_uncovered(item, values) for item in case.evidence)
    )


def _present(item: EvidenceView) -> list[str]:
    names = dict.fromkeys(item.fields or ())
    for row in item.rows or ():
        names |= dict.fromkeys(row)
    return list(names)


def _role(case: CaseView, item: EvidenceView, name: str, catalogue: Catalogue) -> str | None:
    kind = catalogue.case_types.get(case.case_type)
    schema = kind.evidence_schemas.get(item.kind) if kind else None
    return next((field.role for field in schema.fields if field.name == name), None) if schema else None


def _one(real: tuple[Scalar, ...] | None, masked: Scalar) -> Scalar:
    return real[0] if real else masked


def _uncovered(item: EvidenceView, values: Values) -> EvidenceView:
    real = {name: values[path] for name in _present(item) if (path := f"evidence.{item.id}.{name}") in values}
    if not real:
        return item
    fields, rows = item.fields, item.rows
    if fields is not None:
        fields = {name: _one(real.get(name), value) for name, value in fields.items()}
    if rows is not None:
        rows = tuple(
            {
                name: real[name][number] if name in real and number < len(real[name]) else value
                for name, value in row.items()
            }
            for number, row in enumerate(rows)
        )
    return msgspec.structs.replace(item, fields=fields, rows=rows)
