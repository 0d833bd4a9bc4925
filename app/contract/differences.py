"""What may be told of two masked values that stand beside each other: how they differ, and neither of them."""

from collections.abc import Mapping

import msgspec

from app.domain.assessment import Scalar
from app.domain.case import Evidence
from app.domain.catalogue import EvidenceSchema
from app.domain.field_value import raw_form
from app.domain.value_diff import value_difference

STEP = 0.05
"""Likeness is told in steps, so that values cannot be found out by comparing many."""


class DifferenceView(msgspec.Struct, frozen=True):
    """One row of a comparison: a kind out of app.domain.value_diff.KINDS, and the likeness in [0, 1] in steps."""

    kind: str
    similarity: float


def differences(item: Evidence, schema: EvidenceSchema | None) -> tuple[DifferenceView, ...]:
    """One for each row of a comparison whose values are masked; none for any other evidence."""
    if schema is None or schema.layout != "field_compare" or item.rows is None:
        return ()
    left = next((f for f in schema.fields if f.role == "left"), None)
    right = next((f for f in schema.fields if f.role == "right"), None)
    if left is None or right is None or not (left.pii or right.pii):
        return ()
    return tuple(_difference(row, left.name, right.name) for row in item.rows)


def _difference(row: Mapping[str, Scalar], left: str, right: str) -> DifferenceView:
    found = value_difference(*(_text(row.get(name)) for name in (left, right)))
    return DifferenceView(found.kind, round(round(found.similarity / STEP) * STEP, 2))


def _text(value: Scalar) -> str | None:
    return value if value is None or isinstance(value, str) else raw_form(value)
