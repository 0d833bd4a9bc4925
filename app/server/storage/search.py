"""Conditions that find cases by what a person may type."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, func, or_, select

from app.domain.case import CaseState
from app.server.storage import tables as t

_c = t.cases.c


def kept() -> ColumnElement[bool]:
    """Withdrawn cases are found by nobody."""
    return _c.state != CaseState.WITHDRAWN.value


def numbered(number: int) -> ColumnElement[bool]:
    return and_(_c.case_number == number, kept())


def referred(reference: str) -> ColumnElement[bool]:
    """By the agent's own name for the case, or how it begins."""
    return or_(_c.external_ref == reference, _c.external_ref.startswith(reference, autoescape=True))


def tagged(tag: str) -> ColumnElement[bool]:
    g = t.case_tags.c
    return _c.case_number.in_(select(g.case_number).where(g.tag == tag))


def typed(case_types: Sequence[str]) -> ColumnElement[bool]:
    return _c.case_type.in_(case_types)


def shown_as(text: str) -> ColumnElement[bool]:
    """By a part of what the case is called on screen, masked as it is there, whatever its case."""
    return func.lower(_c.subject_short).contains(text.lower(), autoescape=True)


def of_subject(digest: str) -> ColumnElement[bool]:
    """By the keyed hash of whose case it is."""
    return and_(_c.subject_hash == digest, kept())


def tied(digest: str) -> ColumnElement[bool]:
    """By the keyed hash of something that the case is tied to."""
    link = t.case_links.c
    return and_(_c.case_number.in_(select(link.case_number).where(link.value_hash == digest)), kept())


def any_of(conditions: Sequence[ColumnElement[bool]]) -> ColumnElement[bool]:
    return or_(*conditions)
