"""What ties cases together, in the database: written with the case, asked by hash, never by plain value."""

import hashlib
import hmac
from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeVar

import msgspec
from sqlalchemy import BindParameter, Connection, Select, bindparam, delete, exists, func, select, update

from app.contract.catalogue import catalogue
from app.domain.case import CaseState, IntakeCase
from app.domain.catalogue import CaseType
from app.domain.masking import mask
from app.domain.ties import Transfer, family, listed_in, normal, subject_key, transfers_of
from app.server.storage import state, ways
from app.server.storage import tables as t

_CHUNK = 400  # values in one IN (…), below every database's limit
_SHOWN = 80
_ABOUT_ONE_CASE = (t.case_links, t.case_transfers, t.watch_hits)
V = TypeVar("V")


class Keyed:
    """Hashes of values under the server's own secret: equal values meet, and nobody can try values out without it."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    @classmethod
    def of(cls, connection: Connection) -> "Keyed":
        return cls(bytes.fromhex(state.read(connection, state.LINK_KEY) or ""))

    def __call__(self, kind: str, value: str) -> str:
        """32 hex digits for a value of a kind; a payee and an address of the same value are one thing."""
        text = f"{family(kind)}\0{normal(value)}".encode()
        return hmac.digest(self._key, text, "sha256").hex()[:32]


class Tied(msgspec.Struct, frozen=True):
    """The rows of one case, ready to be written."""

    links: list[dict[str, Any]]
    transfers: list[dict[str, Any]]
    hits: list[dict[str, Any]]


def columns(keyed: Keyed, case: IntakeCase, rev: int) -> dict[str, Any]:
    """The columns of `cases` that find this case again."""
    subject = subject_key(case)
    shapes = shapes_of(case)
    return {
        "subject_hash": None if subject is None else keyed("account", subject),
        "subject_short": subject_short(case, catalogue().case_types.get(case.case_type)),
        "shape_1": shapes[0],
        "shape_2": shapes[1],
        "shape_3": shapes[2],
        "tied_rev": rev,
    }


def subject_short(case: IntakeCase, case_type: CaseType | None) -> str:
    """The first personal field of the subject, masked: what `app.contract.views.case_view` calls the case by."""
    for name, value in case.subject.items():
        schema = case_type.subject_field(name) if case_type else None
        if (schema is None or schema.pii) and value is not None:
            return str(mask(value))[:_SHOWN]
    return ""


def shapes_of(case: IntakeCase) -> tuple[str | None, str | None, str | None]:
    """Hashes of the strongest one, two and three signals with their directions, within the type: cases of one shape
    are candidates for being alike. None where there are fewer signals."""
    strongest = sorted(case.assessment.signals, key=lambda s: (-abs(s.contribution), s.name))[:3]
    found: list[str | None] = []
    for count in (1, 2, 3):
        names = sorted(f"{s.name}{s.direction.value}" for s in strongest[:count])
        text = "\0".join((case.case_type, *names))
        found.append(hashlib.sha256(text.encode()).hexdigest()[:16] if len(names) == count else None)
    return found[0], found[1], found[2]


def rows_of(keyed: Keyed, number: int, case: IntakeCase) -> Tied:
    """Everything that ties this case to others."""
    case_type = catalogue().case_types.get(case.case_type)
    links = {(link.kind[:40], keyed(link.kind, link.value)): link.value for link in case.links if link.value.strip()}
    return Tied(
        [
            {"case_number": number, "kind": kind, "value_hash": digest, "shown": _shown(value)}
            for (kind, digest), value in links.items()
        ],
        [_transfer(keyed, number, one) for one in transfers_of(case, case_type)],
        [
            {
                "case_number": number,
                "value_hash": keyed(hit.nodes, hit.value),
                "list": hit.list,
                "list_date": hit.list_date,
                "category": hit.category,
            }
            for hit in listed_in(case, case_type)
        ],
    )


def _transfer(keyed: Keyed, number: int, one: Transfer) -> dict[str, Any]:
    return {
        "case_number": number,
        "from_kind": one.source_kind,
        "to_kind": one.target_kind,
        "from_hash": keyed(one.source_kind, one.source),
        "to_hash": keyed(one.target_kind, one.target),
        "from_shown": _shown(one.source),
        "to_shown": _shown(one.target),
        "amount": one.amount,
        "asset": one.asset,
        "at": one.at,
    }


def _shown(value: str) -> str:
    return str(mask(value))[:_SHOWN]


def add(connection: Connection, tied: Iterable[Tied]) -> None:
    """Write the rows of new cases."""
    several = list(tied)
    for table, rows in (
        (t.case_links, [row for one in several for row in one.links]),
        (t.case_transfers, [row for one in several for row in one.transfers]),
        (t.watch_hits, [row for one in several for row in one.hits]),
    ):
        if rows:
            ways.ask(connection, ways.Rows(table, rows))


def replace(connection: Connection, number: int, tied: Tied) -> None:
    """Put the rows of a new revision in the place of the old ones."""
    for table in _ABOUT_ONE_CASE:
        connection.execute(delete(table).where(table.c.case_number == number))
    add(connection, [tied])


def untie(connection: Connection, number: int) -> dict[str, None]:
    """Take a case out of all that ties cases together; the columns of it that are empty from then on."""
    replace(connection, number, Tied([], [], []))
    return dict.fromkeys(("subject_hash", "subject_short", "shape_1", "shape_2", "shape_3"))


def tie_missing(connection: Connection) -> int:
    """Read what cases stored by an older version tie to, once; how many those were."""
    c = t.cases.c
    keyed, after, done = Keyed.of(connection), 0, 0
    decode = msgspec.json.Decoder(IntakeCase).decode
    while True:
        query = select(c.case_number, c.rev, c.facts).where(c.tied_rev.is_(None), c.case_number > after)
        found = connection.execute(query.order_by(c.case_number).limit(_CHUNK)).all()
        if not found:
            return done
        for number, rev, facts in found:
            case = decode(facts)
            replace(connection, number, rows_of(keyed, number, case))
            connection.execute(update(t.cases).where(c.case_number == number).values(**columns(keyed, case, rev)))
            after, done = number, done + 1


# --- asking


class LightCase(msgspec.Struct, frozen=True):
    """A case without its facts. Times in UTC milliseconds; decision and label are those in force."""

    number: int
    case_type: str
    state: str
    opened_at: int
    vendor: str | None
    subject_short: str
    subject_hash: str | None
    decision: str | None
    label: str | None
    code: str | None
    decided_at: int | None


def _light() -> Select[Any]:
    c, r = t.cases.c, t.reviews.c
    return (
        select(
            c.case_number,
            c.case_type,
            c.state,
            c.opened_at,
            c.vendor,
            func.coalesce(c.subject_short, ""),
            c.subject_hash,
            r.decision,
            r.label,
            r.code,
            r.decided_at,
        )
        .select_from(t.cases)
        .outerjoin(t.reviews, r.review_id == c.outcome_review_id)
        .where(c.state != CaseState.WITHDRAWN.value, c.only_for.is_(None))
    )


# Statements are made once: to make one takes longer than to answer it.
_some: BindParameter[Any] = bindparam("some", expanding=True)
_LIGHT_OF = _light().where(t.cases.c.case_number.in_(_some))
_LIGHT_OF_SUBJECT = (
    _light()
    .where(t.cases.c.subject_hash == bindparam("subject"))
    .order_by(t.cases.c.case_number.desc())
    .limit(bindparam("most"))
)
_SHARING = (
    select(t.case_links.c.case_number)
    .where(t.case_links.c.value_hash == bindparam("digest"), t.case_links.c.case_number != bindparam("number"))
    .order_by(t.case_links.c.case_number.desc())
    .limit(bindparam("most"))
)


def light_cases(connection: Connection, numbers: Collection[int]) -> dict[int, LightCase]:
    """These cases, by number; withdrawn ones are left out."""
    found: dict[int, LightCase] = {}
    for some in _chunks(sorted(numbers)):
        for row in connection.execute(_LIGHT_OF, {"some": some}).all():
            found[row[0]] = LightCase(*row)
    return found


def of_subject(connection: Connection, subject_hash: str, most: int) -> list[LightCase]:
    """The newest cases of one subject, newest first."""
    asked = {"subject": subject_hash, "most": most}
    return [LightCase(*row) for row in connection.execute(_LIGHT_OF_SUBJECT, asked).all()]


def sharing(connection: Connection, digest: str, number: int, most: int) -> list[int]:
    """The newest other cases linked to one thing, newest first."""
    asked = {"digest": digest, "number": number, "most": most}
    return list(dict.fromkeys(connection.scalars(_SHARING, asked).all()))


def shaped_alike(connection: Connection, shapes: Sequence[str | None], number: int, most: int) -> list[int]:
    """Decided cases whose strongest signals are these: three in common first, the latest decided first."""
    c = t.cases.c
    found: dict[int, None] = {}
    for column, shape in zip((c.shape_3, c.shape_2, c.shape_1), reversed(shapes), strict=True):
        if shape is None or len(found) >= most:
            continue
        query = (
            select(c.case_number)
            .where(column == shape, c.closed_at.is_not(None), c.case_number != number)
            .order_by(c.closed_at.desc())
            .limit(most)
        )
        found.update(dict.fromkeys(connection.scalars(query)))
    return list(found)[:most]


class StoredTransfer(msgspec.Struct, frozen=True):
    """One transfer as one case told it; ends as hashes and as they may be shown."""

    case_number: int
    source_kind: str
    target_kind: str
    source: str
    target: str
    source_shown: str
    target_shown: str
    amount: float
    asset: str
    at: int | None


def transfers_at(connection: Connection, digests: Collection[str], most: int) -> dict[int, StoredTransfer]:
    """Transfers that begin or end at one of these, by their own number; at most `most` each way of each chunk."""
    found: dict[int, StoredTransfer] = {}
    for some in _chunks(sorted(digests)):
        for query in _AT:
            found.update(_by_number(connection, query, some=some, most=most))
    return found


def transfers_of_case(connection: Connection, number: int) -> dict[int, StoredTransfer]:
    """Everything that one case tells of transfers, by their own number."""
    return _by_number(connection, _OF_CASE, number=number)


def _transfers() -> Select[Any]:
    c = t.case_transfers.c
    ends = (c.from_kind, c.to_kind, c.from_hash, c.to_hash, c.from_shown, c.to_shown)
    return select(c.transfer_id, c.case_number, *ends, c.amount, c.asset, c.at)


_ORDINARY = ~exists().where(t.gold_cases.c.case_number == t.case_transfers.c.case_number)
_AT = tuple(
    _transfers().where(column.in_(_some), _ORDINARY).order_by(t.case_transfers.c.transfer_id).limit(bindparam("most"))
    for column in (t.case_transfers.c.from_hash, t.case_transfers.c.to_hash)
)
_OF_CASE = _transfers().where(t.case_transfers.c.case_number == bindparam("number"))
_LISTED = (
    select(t.watch_hits.c.value_hash, t.watch_hits.c.list, t.watch_hits.c.list_date, t.watch_hits.c.category)
    .where(t.watch_hits.c.value_hash.in_(_some))
    .distinct()
)
_FACTS = select(t.cases.c.case_number, t.cases.c.facts).where(t.cases.c.case_number.in_(_some))


def _by_number(connection: Connection, query: Select[Any], **asked: object) -> dict[int, StoredTransfer]:
    return {row[0]: StoredTransfer(*row[1:]) for row in connection.execute(query, asked).all()}


def listed(connection: Connection, digests: Collection[str]) -> list[tuple[str, str, str, str]]:
    """(value hash, list, its date, category) of every hit on these."""
    found: set[tuple[str, str, str, str]] = set()
    for some in _chunks(sorted(digests)):
        found.update((row[0], row[1], row[2], row[3]) for row in connection.execute(_LISTED, {"some": some}))
    return sorted(found)


def facts_of(connection: Connection, numbers: Collection[int]) -> dict[int, bytes]:
    """The stored facts of these cases, as they are kept."""
    found: dict[int, bytes] = {}
    for some in _chunks(sorted(numbers)):
        found.update((row[0], bytes(row[1])) for row in connection.execute(_FACTS, {"some": some}))
    return found


def reviews_of(connection: Connection, number: int) -> list[Any]:
    """The reviews of a case with who made them, oldest first: decision, standing, label, times."""
    r = t.reviews.c
    query = select(
        r.review_id, r.reviewer_id, r.decision, r.standing, r.label, r.decided_at, r.executed_at, r.executed_result
    )
    return list(connection.execute(query.where(r.case_number == number).order_by(r.decided_at, r.review_id)))


def escalations_of(connection: Connection, number: int) -> list[tuple[int, str, int | None]]:
    """(raised at, kind, resolved at) of a case's escalations, oldest first."""
    e = t.escalations.c
    query = select(e.raised_at, e.kind, e.resolved_at).where(e.case_number == number).order_by(e.raised_at)
    return [(row[0], row[1], row[2]) for row in connection.execute(query)]


_TOLD_BY_AUDIT = ("intake.case_revised",)


def audited(connection: Connection, case_id: str, actions: Sequence[str] = _TOLD_BY_AUDIT) -> list[tuple[int, str]]:
    """(at, action) of what the audit trail has on a case, oldest first."""
    a = t.audit.c
    query = select(a.at, a.action).where(a.entity == "case", a.entity_id == case_id, a.action.in_(actions))
    return [(row[0], row[1]) for row in connection.execute(query.order_by(a.audit_seq))]


def _chunks(values: Sequence[V]) -> Iterable[Sequence[V]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]
