"""Values that somebody was shown unmasked and writes into words that others read.

A seat refuses a revealed value only while it is in sight; the server knows what its author saw, whenever that was: the
fields that they revealed in this case, and the fields that stand on its documents once they read one. Only those are
refused. A value that the author never saw is let through like any other word, so that nobody learns by a refusal
whether a guess is right.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from app.contract.catalogue import catalogue
from app.domain.assessment import Scalar
from app.domain.case import IntakeCase
from app.domain.faults import Fault
from app.domain.pii_check import find_personal
from app.domain.quoted import kept_covered
from app.domain.reveal import masked_values
from app.server.storage import audit
from app.server.storage.cases import StoredCase
from app.server.storage.unit_of_work import UnitOfWork
from app.server.usecases.attachments import READ
from app.server.usecases.reveal import ACTION

KNOWN = "known_value"
_WRITTEN = ("note", "text")


def repeated_faults(
    work: UnitOfWork, author_id: str, stored: StoredCase, words: Mapping[str, str]
) -> tuple[Fault, ...]:
    """`personal_data` for each of these texts, by its place, that repeats what its author saw of this case."""
    facts = stored.record.facts
    told = "\n".join(words.values())
    if not told.strip():
        return ()
    # Most words repeat nothing: only where they do, the trail is asked what their author saw.
    covered = kept_covered(facts, catalogue().case_types.get(facts.case_type))
    folded = told.casefold()
    maybe = {value for value in covered if value.casefold() in folded}
    if not maybe or not _repeats(told, maybe):
        return ()
    seen = maybe & set(_seen(work, author_id, stored.record.case_id, facts))
    return tuple(
        Fault("personal_data", at, {"kind": KNOWN}) for at, text in words.items() if seen and _repeats(text, seen)
    )


def _repeats(text: str, values: set[str]) -> bool:
    return any(span.kind == KNOWN for span in find_personal(text, values))


def words_of(body: msgspec.Struct) -> dict[str, str]:
    """What a body of casework says in words, by place."""
    said = {f"/{name}": getattr(body, name, "") for name in _WRITTEN}
    tags: Iterable[str] = getattr(body, "add", ())
    said |= {f"/add/{n}": tag for n, tag in enumerate(tags)}
    return {at: text for at, text in said.items() if isinstance(text, str) and text}


def _seen(work: UnitOfWork, author_id: str, case_id: str, facts: IntakeCase) -> Iterator[str]:
    mine = (work.connection, author_id)
    for detail in audit.details_of(*mine, ACTION, "case", case_id):
        yield from _texts(_revealed(facts, detail))
    read = {detail.get("evidence") for detail in audit.details_of(*mine, READ, "case", case_id)}
    if read:
        boxes = {box.field for item in facts.evidence if item.id in read for box in item.boxes}
        yield from _texts(_named(facts, boxes))


def _revealed(facts: IntakeCase, detail: Mapping[str, Any]) -> tuple[Scalar, ...]:
    try:
        return masked_values(facts, str(detail.get("field")))
    except KeyError:
        # The case was sent anew since, without that field.
        return ()


def _named(facts: IntakeCase, names: set[str]) -> Iterator[Scalar]:
    """The values of fields with these names; a row of a comparison is about the field that one of its cells names."""
    for name in names & facts.subject.keys():
        yield facts.subject[name]
    for item in facts.evidence:
        for name in names & (item.fields or {}).keys():
            yield (item.fields or {})[name]
        for row in item.rows or ():
            if not names.isdisjoint(cell for cell in row.values() if isinstance(cell, str)):
                yield from row.values()


def _texts(values: Iterable[Scalar]) -> Iterator[str]:
    return (str(value).strip() for value in values if value is not None)
