"""Why a person may need to see a masked value, and where that value stands in a case."""

import enum

from app.domain.assessment import Scalar
from app.domain.case import IntakeCase

REVEAL_SECONDS = 60
REVEALS_PER_HOUR = 20
"""Of one person; more is a pattern that somebody should look at."""


class RevealReason(enum.StrEnum):
    COMPARE_DOCUMENT = "compare_document"
    CHECK_LIST = "check_list"
    CONTACT_CUSTOMER = "contact_customer"
    LINKED_CASE = "linked_case"


def masked_values(facts: IntakeCase, field: str) -> tuple[Scalar, ...]:
    """The real values at a path such as "subject.account" or "evidence.e1.ip" (one per row). Raises KeyError."""
    where, _, rest = field.partition(".")
    if where == "subject":
        return (facts.subject[rest],)
    if where == "evidence":
        # An evidence id may itself hold dots; a field's name is what stands after its own id.
        for item in facts.evidence:
            name = rest.removeprefix(item.id + ".")
            if name == rest:
                continue
            if item.fields is not None and name in item.fields:
                return (item.fields[name],)
            if item.rows is not None and any(name in row for row in item.rows):
                return tuple(row.get(name) for row in item.rows)
    raise KeyError(field)
