"""What the agent hands over, written in bulk."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, func, insert, or_, select, update

from app.domain.case import CaseState, IntakeCase
from app.server.storage import case_files, ways, words
from app.server.storage import tables as t
from app.server.storage.one_of import one_of

INTAKE_LOCK = 0x66656564  # "feed": one batch at a time decides what is new
_CHUNK = 500  # values in one IN (…), below every database's limit


class KnownCase(msgspec.Struct):
    """What intake needs to know of a case that is there."""

    case_number: int
    external_ref: str
    content_hash: str
    case_type: str
    vendor: str | None
    state: CaseState
    rev: int
    routed_at: int
    due_at: int
    paused_ms: int
    received_at: int
    outcome_review_id: str | None
    waiting_since: int | None
    priority_by: str | None
    snoozed_until: int | None
    escalation_id: str | None
    let_go_at: int | None


def one_batch_at_a_time(connection: Connection) -> None:
    """Wait for the batch before to commit (a SQLite writer is alone anyway)."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(INTAKE_LOCK)))


def known_cases(connection: Connection, refs: Sequence[str]) -> dict[str, KnownCase]:
    """The cases of these external_refs that exist, locked until commit where the database can."""
    c = t.cases.c
    columns = [c[field.name] for field in msgspec.structs.fields(KnownCase)]
    found: dict[str, KnownCase] = {}
    for some in _chunks(refs):
        for row in connection.execute(
            select(*columns).where(one_of(connection, c.external_ref, some)).with_for_update()
        ):
            known = KnownCase(*row)
            known.state = CaseState(known.state)
            found[known.external_ref] = known
    return found


def add_cases(connection: Connection, rows: list[dict[str, Any]]) -> None:
    if rows:
        ways.ask(connection, ways.Rows(t.cases, [row | {"files_rev": row["material_rev"]} for row in rows]))
        case_files.add(connection, rows)


def change_case(connection: Connection, number: int, **values: Any) -> None:
    """Other facts have other words, and name other files: the old ones go with this."""
    if "facts" in values:
        words.forget(connection, number)
        case_files.replace(connection, number, values["facts"])
        values |= {"words_by": None, "files_rev": values.get("material_rev", t.cases.c.material_rev)}
    connection.execute(update(t.cases).where(t.cases.c.case_number == number).values(**values))


def facts_of(connection: Connection, number: int) -> IntakeCase:
    """The agent's facts of a case that exists."""
    raw = connection.execute(select(t.cases.c.facts).where(t.cases.c.case_number == number)).scalar_one()
    return msgspec.json.decode(raw, type=IntakeCase)


def ledger_hashes(connection: Connection, refs: Sequence[str]) -> dict[str, str]:
    """external_ref → content hash of the ledger rows that exist."""
    found: dict[str, str] = {}
    for some in _chunks(refs):
        query = select(t.ledger.c.external_ref, t.ledger.c.content_hash).where(t.ledger.c.external_ref.in_(some))
        found.update((row.external_ref, row.content_hash) for row in connection.execute(query))
    return found


def add_ledger(connection: Connection, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(t.ledger), rows)


def change_ledger(connection: Connection, row: dict[str, Any]) -> None:
    values = {name: value for name, value in row.items() if name != "external_ref"}
    connection.execute(update(t.ledger).where(t.ledger.c.external_ref == row["external_ref"]).values(**values))


def assessment_known(connection: Connection, number: int, role: str, content_hash: str) -> bool:
    """True where this very assessment was stored before."""
    a = t.assessments.c
    query = select(a.assessment_id).where(a.case_number == number, a.role == role, a.content_hash == content_hash)
    return connection.execute(query.limit(1)).first() is not None


def add_assessment(connection: Connection, row: dict[str, Any]) -> None:
    connection.execute(insert(t.assessments), row)


class DecidedReview(msgspec.Struct, frozen=True):
    """A review whose decision somebody may have carried out."""

    review_id: str
    case_number: int
    executed_at: int | None
    executed_result: str | None
    case_rev: int
    vendor: str | None


def decided_review(connection: Connection, ref: str) -> DecidedReview | None:
    """The review of this id, or the one in force on the case of this external_ref; None where there is none."""
    r, c = t.reviews.c, t.cases.c
    row = connection.execute(
        select(r.review_id, c.case_number, r.executed_at, r.executed_result, c.rev.label("case_rev"), c.vendor)
        .join(t.cases, c.outcome_review_id == r.review_id)
        .where(or_(r.review_id == ref, c.external_ref == ref))
        .limit(1)
    ).first()
    return DecidedReview(*row) if row else None


def set_executed(connection: Connection, review_id: str, at_ms: int, result: str) -> None:
    connection.execute(
        update(t.reviews).where(t.reviews.c.review_id == review_id).values(executed_at=at_ms, executed_result=result)
    )


def _chunks(values: Iterable[str]) -> Iterator[list[str]]:
    listed = list(dict.fromkeys(values))
    for n in range(0, len(listed), _CHUNK):
        yield listed[n : n + _CHUNK]
