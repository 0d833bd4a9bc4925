"""Conditions that find cases by what a person may type."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from app.contract.work_views import Reader
from app.domain.case import CaseState
from app.server.storage import tables as t

_c = t.cases.c
MANY = 2_000


def kept() -> ColumnElement[bool]:
    """Withdrawn cases are found by nobody, nor those that are kept no longer."""
    return and_(_c.state != CaseState.WITHDRAWN.value, _c.let_go_at.is_(None))


def numbered(number: int) -> ColumnElement[bool]:
    return and_(_c.case_number == number, kept())


def referred(reference: str) -> ColumnElement[bool]:
    """By the agent's own name for the case, or how it begins."""
    return or_(_c.external_ref == reference, _c.external_ref.startswith(reference, autoescape=True))


def tagged(tag: str, reader: Reader, blind: Collection[int]) -> ColumnElement[bool]:
    """By a tag that this person may read; of the cases of the numbers `blind` by their own alone."""
    g, u = t.case_tags.c, t.users.c
    theirs = select(g.case_number).where(g.tag == tag, g.author_id != reader.user_id)
    if reader.outside:
        theirs = theirs.join(t.users, u.user_id == g.author_id).where(u.vendor == reader.vendor)
    if blind:
        theirs = theirs.where(g.case_number.not_in(blind))
    own = select(g.case_number).where(g.tag == tag, g.author_id == reader.user_id)
    return or_(_c.case_number.in_(own), _c.case_number.in_(theirs))


def open_and_tagged(connection: Connection, tag: str) -> list[tuple[int, str, int]]:
    """(number, state, share in thousandths) of the open cases with a tag whose type was blind-first at times."""
    g = t.case_tags.c
    # By the tag first: few cases have one, and most are open.
    of_tag = _c.case_number.in_(select(g.case_number).where(g.tag == tag))
    found = connection.execute(select(_c.case_number, _c.state, _c.blind_per_mille).where(of_tag))
    return [(row[0], row[1], row[2]) for row in found if row[1] == CaseState.OPEN.value and (row[2] or 0) > 0]


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


def found_by(connection: Connection, conditions: Sequence[ColumnElement[bool]]) -> ColumnElement[bool]:
    """By any of these and not withdrawn. The index that holds all that they look at is asked once, so that no more of
    the cases is read than is found; what finds many of them is asked of the cases themselves."""
    every = and_(any_of(conditions), kept())
    numbers = connection.scalars(select(_c.case_number).where(every).limit(MANY + 1)).all()
    return every if len(numbers) > MANY else and_(_c.case_number.in_(numbers), kept())
