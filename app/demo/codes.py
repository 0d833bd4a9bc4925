"""Which codes of the catalogue the generator plants, by case type and label."""

from functools import cache

import msgspec

from app import resources
from app.demo.kinds import BUILDERS


class _Code(msgspec.Struct):
    code: str
    code_kind: str
    case_types: list[str]
    applies_to: list[str]


Table = dict[tuple[str, str], tuple[str | None, tuple[str, ...]]]


def _table(kind: str, labels: tuple[str, str], codes: list[_Code]) -> Table:
    """(case type, label) -> the code that only this type has, and those that all types have."""
    table: Table = {}
    for case_type in BUILDERS:
        for label in labels:
            fitting = [c for c in codes if c.code_kind == kind and label in c.applies_to]
            own = next((c.code for c in fitting if case_type in c.case_types), None)
            table[case_type, label] = (
                own,
                tuple(c.code for c in fitting if case_type in c.case_types or c.case_types == ["*"]),
            )
    return table


@cache
def root_causes() -> Table:
    """The codes for FP and FN."""
    return _table("root_cause", ("FP", "FN"), _codes())


@cache
def why_unsure() -> Table:
    """The codes for TP and TN."""
    return _table("why_unsure", ("TP", "TN"), _codes())


@cache
def _codes() -> list[_Code]:
    return msgspec.json.decode(resources.read("resources/catalogue/root_causes.json"), type=list[_Code])
