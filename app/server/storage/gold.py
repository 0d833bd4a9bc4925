"""Gold cases in the database: sets and items, who may get which item, and how it went."""

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    case,
    exists,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
    update,
)

from app.domain.case import CaseState
from app.domain.decision import Decision
from app.domain.gold import LEAST_TOLD
from app.domain.priority import KEY_USER_PRIORITY
from app.server.storage import reviews, state
from app.server.storage import tables as t
from app.server.storage.labels import AUDIT
from app.server.storage.one_of import one_of

SEEDED_TO = "gold_seeded_to"  # the moment up to which reviews were drawn upon
DECIDED = (Decision.PASS.value, Decision.BLOCK.value)
CASES_LOOKED_AT = 2_000


def ordinary() -> ColumnElement[bool]:
    """That a case is no gold case: what every figure of the house counts."""
    return t.cases.c.only_for.is_(None)


def not_of_gold(case_number: ColumnElement[Any]) -> ColumnElement[bool]:
    """The same of a row that names a case."""
    g = t.gold_cases.c
    return ~exists().where(g.case_number == case_number)


def add_set(connection: Connection, **values: Any) -> None:
    connection.execute(insert(t.gold_sets).values(**values))


def sets(connection: Connection) -> list[Row[Any]]:
    """Every set with the name of its owner."""
    query = select(t.gold_sets, t.users.c.name.label("owner_name"))
    query = query.join(t.users, t.users.c.user_id == t.gold_sets.c.owner_id).order_by(t.gold_sets.c.name)
    return list(connection.execute(query))


def set_named(connection: Connection, name: str) -> bool:
    return connection.execute(select(t.gold_sets.c.set_id).where(t.gold_sets.c.name == name)).first() is not None


def lock_set(connection: Connection, set_id: str) -> Row[Any] | None:
    """One set, held until commit."""
    return connection.execute(select(t.gold_sets).where(t.gold_sets.c.set_id == set_id).with_for_update()).first()


def change_set(connection: Connection, set_id: str, **values: Any) -> None:
    connection.execute(update(t.gold_sets).where(t.gold_sets.c.set_id == set_id).values(**values))


def items(connection: Connection, set_id: str) -> list[Row[Any]]:
    """The items of a set with how often each was given out and how it was answered, oldest first."""
    i, g = t.gold_items, t.gold_cases
    given = select(func.count()).where(g.c.item_id == i.c.item_id).scalar_subquery()
    query = select(i, given.label("exposures")).where(i.c.set_id == set_id).order_by(i.c.item_id)
    return list(connection.execute(query))


def item(connection: Connection, item_id: str) -> Row[Any] | None:
    return connection.execute(select(t.gold_items).where(t.gold_items.c.item_id == item_id)).first()


def item_of_case(connection: Connection, number: int) -> bool:
    """Whether a case is an item already, of whatever set."""
    i = t.gold_items.c
    return connection.execute(select(i.item_id).where(i.case_number == number)).first() is not None


def add_item(connection: Connection, **values: Any) -> None:
    connection.execute(insert(t.gold_items).values(**values))


def retire(connection: Connection, item_id: str, at_ms: int, version: int) -> None:
    i = t.gold_items
    connection.execute(update(i).where(i.c.item_id == item_id).values(retired_at=at_ms, retired_version=version))


class Candidate(msgspec.Struct, frozen=True):
    """An item that this person may be given."""

    item_id: str
    case_number: int


def candidates(
    connection: Connection, user_id: str, vendor: str | None, types: Collection[str], practice: bool = False
) -> list[Candidate]:
    """Items in use that this person never had, of cases that this person had no part in. `vendor`: of an outside
    person, who is given cases of the own vendor alone."""
    i, g, s, c = t.gold_items, t.gold_cases, t.gold_sets, t.cases
    n = i.c.case_number
    given = select(func.count()).where(g.c.item_id == i.c.item_id).scalar_subquery()
    part = (
        exists().where(t.case_holders.c.case_number == n, t.case_holders.c.user_id == user_id),
        exists().where(t.reviews.c.case_number == n, t.reviews.c.reviewer_id == user_id),
        exists().where(t.escalations.c.case_number == n, t.escalations.c.raised_by == user_id),
        exists().where(t.case_notes.c.case_number == n, t.case_notes.c.author_id == user_id),
        exists().where(t.qa_truths.c.case_number == n, t.qa_truths.c.adjudicator_id == user_id),
        exists().where(
            t.qa_items.c.case_number == n,
            t.qa_tasks.c.sample_id == t.qa_items.c.sample_id,
            t.qa_tasks.c.ref == t.qa_items.c.ref,
            t.qa_tasks.c.scorer_id == user_id,
        ),
        exists().where(g.c.item_id == i.c.item_id, g.c.user_id == user_id),
        exists().where(t.gold_practice.c.item_id == i.c.item_id, t.gold_practice.c.user_id == user_id),
        i.c.added_by == user_id,
        s.c.owner_id == user_id,
    )
    query = (
        select(i.c.item_id, n)
        .join(s, s.c.set_id == i.c.set_id)
        .join(c, c.c.case_number == n)
        .where(
            i.c.retired_at.is_(None),
            i.c.practice.is_(practice),
            i.c.case_type.in_(types),
            c.c.state == CaseState.CLOSED.value,
            *(not_(one) for one in part),
        )
        .order_by(i.c.item_id)
    )
    if not practice:
        query = query.where(given < s.c.most_exposures)
    if vendor is not None:
        query = query.where(c.c.vendor == vendor)
    return [Candidate(*row) for row in connection.execute(query)]


def add_case(connection: Connection, **values: Any) -> None:
    connection.execute(insert(t.gold_cases).values(**values))


def source_of(connection: Connection, number: int) -> int | None:
    """The case that a gold case was made from; None for an ordinary one."""
    g, i = t.gold_cases.c, t.gold_items.c
    query = select(i.case_number).join(t.gold_cases, g.item_id == i.item_id).where(g.case_number == number)
    return connection.scalar(query)


def newest_ref(connection: Connection, case_type: str) -> str | None:
    """The reference of the newest ordinary case of a type."""
    c = t.cases.c
    query = select(c.external_ref).where(c.case_type == case_type, ordinary()).order_by(c.case_number.desc()).limit(1)
    return connection.scalar(query)


def ref_is_taken(connection: Connection, ref: str) -> bool:
    """Whether the agent, or this server, has called anything so."""
    known = select(literal(1)).where(
        or_(
            exists().where(t.cases.c.external_ref == ref),
            exists().where(t.ledger.c.external_ref == ref),
            exists().where(t.audit_requests.c.external_ref == ref),
        )
    )
    return connection.execute(known).first() is not None


def gold_with_refs(connection: Connection, refs: Sequence[str]) -> list[tuple[int, str, str]]:
    """(number, reference, type) of gold cases that stand in the way of these references of the agent."""
    c, found = t.cases.c, []
    for start in range(0, len(refs), 500):
        query = select(c.case_number, c.external_ref, c.case_type)
        query = query.where(one_of(connection, c.external_ref, refs[start : start + 500]), c.only_for.is_not(None))
        found += [(row[0], row[1], row[2]) for row in connection.execute(query)]
    return found


def seeded_to(connection: Connection) -> int | None:
    told = state.read(connection, SEEDED_TO)
    return None if told is None else int(told)


def set_seeded_to(connection: Connection, at_ms: int) -> None:
    s = t.server_state
    if not connection.execute(update(s).where(s.c.name == SEEDED_TO).values(value=str(at_ms))).rowcount:
        connection.execute(insert(s).values(name=SEEDED_TO, value=str(at_ms)))


def reviews_between(
    connection: Connection, people: Sequence[str], after_ms: int, up_to_ms: int, types: Collection[str]
) -> list[tuple[str, str, str]]:
    """(review, person, type) of what these people decided of ordinary cases in (after_ms, up_to_ms]."""
    r, c = t.reviews.c, t.cases.c
    query = (
        select(r.review_id, r.reviewer_id, c.case_type)
        .join(t.cases, c.case_number == r.case_number)
        .where(
            r.reviewer_id.in_(people),
            r.decided_at > after_ms,
            r.decided_at <= up_to_ms,
            r.standing.in_((reviews.IN_FORCE, reviews.ESCALATION)),
            c.case_type.in_(types),
            ordinary(),
        )
        .order_by(r.review_id)
    )
    return [(row[0], row[1], row[2]) for row in connection.execute(query)]


def audit_per_mille(connection: Connection) -> int:
    """How many of a thousand of the cases labelled last came for an audit, which are blind for everybody as well. Each
    case counts once, by its first label: whoever completes a blind decision gives it another one."""
    first = t.labels.c
    latest = select(first.source).where(first.revision == 1).order_by(first.label_seq.desc())
    told = latest.limit(CASES_LOOKED_AT).subquery()
    count = func.coalesce(func.sum(case((told.c.source == AUDIT, 1), else_=0)), 0)
    audits, n = connection.execute(select(count, func.count()).select_from(told)).one()
    return -(-1000 * int(audits) // n) if n else 0


class Answer(msgspec.Struct, frozen=True):
    """One gold case that was answered: `decision` as first said, null where it was sent upward."""

    case_number: int
    user_id: str
    case_type: str
    way: str
    decided_at: int
    wrong: bool | None
    counted_at: int | None


def answers(connection: Connection, user_id: str | None = None, uncounted: bool = False) -> list[Answer]:
    """What people said of the gold cases that they were given, in the order in which they said it. The first review of
    the person counts, and of that the first decision."""
    g, i, r, a = t.gold_cases, t.gold_items, t.reviews, t.after_reveal
    said_first = t.reviews.alias("said_first").c
    first = select(func.min(said_first.review_id)).where(
        said_first.case_number == g.c.case_number, said_first.reviewer_id == g.c.user_id
    )
    said = func.coalesce(a.c.first_decision, r.c.decision)
    query = (
        select(g.c.case_number, g.c.user_id, i.c.case_type, g.c.way, r.c.decided_at, said, i.c.truth, g.c.counted_at)
        .join(i, i.c.item_id == g.c.item_id)
        .join(r, and_(r.c.case_number == g.c.case_number, r.c.review_id == first.scalar_subquery()))
        .outerjoin(a, a.c.review_id == r.c.review_id)
        .order_by(r.c.decided_at, r.c.review_id)
    )
    if user_id is not None:
        query = query.where(g.c.user_id == user_id)
    if uncounted:
        query = query.where(g.c.counted_at.is_(None))
    return [
        Answer(*row[:5], row[5] != row[6] if row[5] in DECIDED else None, row[7]) for row in connection.execute(query)
    ]


def told(connection: Connection, user_id: str, before_ms: int) -> tuple[int, int]:
    """(right, all) of the gold cases that a person answered before a moment; (0, 0) where they are too few to be
    told."""
    found = [one.wrong for one in answers(connection, user_id) if one.wrong is not None and one.decided_at < before_ms]
    return (0, 0) if len(found) < LEAST_TOLD else (len(found) - sum(found), len(found))


def counted(connection: Connection, numbers: Sequence[int], at_ms: int) -> None:
    """These answers have gone into the licences."""
    g = t.gold_cases
    if numbers:
        connection.execute(update(g).where(g.c.case_number.in_(numbers)).values(counted_at=at_ms))


def waiting(connection: Connection, user_id: str) -> int:
    """How many gold cases this person was given and has not decided."""
    g, c = t.gold_cases.c, t.cases.c
    query = select(func.count()).select_from(t.gold_cases).join(t.cases, c.case_number == g.case_number)
    return connection.scalar(query.where(g.user_id == user_id, c.state == CaseState.OPEN.value)) or 0


class Stale(msgspec.Struct, frozen=True):
    """A gold case that is to go. `raised_at`: when it was sent upward, in UTC milliseconds."""

    number: int
    escalation_id: str | None
    raised_at: int | None


def stale(connection: Connection, open_before: int, raised_before: int, limit: int) -> list[Stale]:
    """Gold cases that nobody took up since a moment, or that were sent upward before another."""
    c, e = t.cases.c, t.escalations.c
    raised = select(e.raised_at).where(e.escalation_id == c.escalation_id).scalar_subquery()
    free = or_(c.claim_owner.is_(None), c.claim_until < open_before)
    query = select(c.case_number, c.escalation_id, raised).where(
        c.only_for.is_not(None),
        or_(
            and_(c.state == CaseState.OPEN.value, c.received_at < open_before, free),
            and_(c.state == CaseState.ESCALATED.value, raised < raised_before),
        ),
    )
    return [Stale(*row) for row in connection.execute(query.order_by(raised, c.case_number).limit(limit))]


def people_served(connection: Connection) -> list[str]:
    """Everybody who was ever given a gold case."""
    return list(connection.scalars(select(t.gold_cases.c.user_id).distinct()))


def practised(connection: Connection, user_id: str, item_id: str) -> bool:
    p = t.gold_practice.c
    return connection.execute(select(p.at).where(p.user_id == user_id, p.item_id == item_id)).first() is not None


def add_practice(connection: Connection, **values: Any) -> None:
    connection.execute(insert(t.gold_practice).values(**values))


def is_key_users(connection: Connection, number: int) -> bool:
    """Whether two people have to decide this case, so that no single answer to it is right."""
    c = t.cases.c
    return (connection.scalar(select(c.priority).where(c.case_number == number)) or 0) >= KEY_USER_PRIORITY


def rename(connection: Connection, number: int, ref: str, rev: int) -> None:
    """Call a gold case otherwise, also in the facts that it holds."""
    c = t.cases
    facts = msgspec.json.decode(connection.scalar(select(c.c.facts).where(c.c.case_number == number)) or b"{}")
    kept = msgspec.json.encode(facts | {"external_ref": ref}, order="deterministic")
    row = update(c).where(c.c.case_number == number).values(external_ref=ref, facts=kept, rev=rev)
    connection.execute(row)
