"""Labels in force, counted by day: which case counts as what, and how often each score came with each label."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, and_, bindparam, case, delete, exists, func, insert, select, update

from app.domain.boundary import NONE
from app.domain.label import Label
from app.domain.priority import KEY_USER_PRIORITY
from app.domain.root_cause import CodeKind
from app.domain.score_place import AUDIT, NAMED, QUEUE
from app.server.storage import state
from app.server.storage import tables as t

DAY_MS = 86_400_000
COUNTED = "calibration_labels"
"""The name in `server_state` of the last label that was counted."""
ALL = ""
A_PART = 4_096
"""Labels of one part of a day. What is kept of a part is written anew whenever a label is put into it: a whole day of a
large house would be megabytes for each minute, and each connection that carried them keeps room for as much."""
_MANY = 400
Key = tuple[int, str, str, str, str]


class InForce(msgspec.Struct, frozen=True):
    """A case and its label as it is counted. `day`: its first millisecond, and as many later as is the number of the
    part of the day that the label was put into; so the days of a window are those of its milliseconds."""

    case_number: int
    day: int
    case_type: str
    label: str
    model_version: str
    score: float
    source: int
    review_id: str
    language: str
    vendor: str
    priority: str
    country: str


_COLUMNS = tuple(field.name for field in msgspec.structs.fields(InForce))


def arrived(connection: Connection, after: int, limit: int, now_ms: int) -> tuple[int, list[InForce]]:
    """(number of the last of them, labels after a number in the order of coming into force), up to the first that its
    author may still take back; of each case the newest alone."""
    labels, r, c = t.labels.c, t.reviews.c, t.cases.c
    drawn = exists().where(t.audit_samples.c.external_ref == c.external_ref)
    alone = exists().where(t.ledger.c.external_ref == c.external_ref)
    band = case((c.priority >= KEY_USER_PRIORITY, "key_user"), (c.priority >= 50, "high"), (c.priority >= 25, "normal"))
    query = (
        select(
            labels.label_seq,
            labels.release_at,
            labels.case_number,
            labels.created_at,
            labels.label,
            labels.review_id,
            c.case_type,
            r.model_version,
            r.risk_score,
            case((drawn, AUDIT), (alone, NAMED), else_=QUEUE).label("source"),
            func.coalesce(c.language, "").label("language"),
            func.coalesce(c.vendor, "").label("vendor"),
            func.coalesce(band, "low").label("priority"),
            func.coalesce(func.nullif(t.case_slices.c.segment, NONE), "").label("country"),
        )
        .join(t.reviews, r.review_id == labels.review_id)
        .join(t.cases, c.case_number == labels.case_number)
        .outerjoin(t.case_slices, t.case_slices.c.case_number == labels.case_number)
        .where(labels.label_seq > after, c.only_for.is_(None))
        .order_by(labels.label_seq)
        .limit(limit)
    )
    last, found = after, dict[int, InForce]()
    for row in connection.execute(query):
        if row.release_at is not None and row.release_at > now_ms:
            break
        last = row.label_seq
        found[row.case_number] = InForce(
            row.case_number,
            row.created_at - row.created_at % DAY_MS + row.label_seq // A_PART,
            row.case_type,
            Label(row.label).value,
            row.model_version,
            min(max(row.risk_score, 0.0), 1.0),
            row.source,
            row.review_id,
            row.language,
            row.vendor,
            row.priority,
            row.country,
        )
    return last, list(found.values())


def kept(connection: Connection, numbers: Collection[int]) -> list[InForce]:
    """What these cases count as now."""
    c, found, wanted = t.labelled_cases.c, list[InForce](), sorted(numbers)
    columns = [c[name] for name in _COLUMNS]
    for start in range(0, len(wanted), _MANY):
        query = select(*columns).where(c.case_number.in_(wanted[start : start + _MANY]))
        found += [InForce(*row) for row in connection.execute(query)]
    return found


def keep(connection: Connection, before: Sequence[InForce], now: Sequence[InForce]) -> None:
    """Cases count as this from now on; those of `before` counted as something else."""
    numbers = [one.case_number for one in before]
    for start in range(0, len(numbers), _MANY):
        some = numbers[start : start + _MANY]
        connection.execute(delete(t.labelled_cases).where(t.labelled_cases.c.case_number.in_(some)))
    if now:
        connection.execute(insert(t.labelled_cases), [msgspec.structs.asdict(one) for one in now])


def of_keys(connection: Connection, keys: Sequence[Key]) -> dict[Key, bytes]:
    """What is kept of these days, each with its type, model version and segment."""
    c, found = t.calibration_days.c, dict[Key, bytes]()
    wanted, days = set(keys), sorted({key[0] for key in keys})
    types, kinds = sorted({key[1] for key in keys}), sorted({key[3] for key in keys})
    for start in range(0, len(days), _MANY):
        query = select(c.day, c.case_type, c.model_version, c.kind, c.name, c.counts).where(
            c.day.in_(days[start : start + _MANY]), c.case_type.in_(types), c.kind.in_(kinds)
        )
        for row in connection.execute(query):
            if (key := (row[0], row[1], row[2], row[3], row[4])) in wanted:
                found[key] = bytes(row[5])
    return found


def put(connection: Connection, days: Mapping[Key, bytes], there: Collection[Key]) -> None:
    """Keep these; those of `there` are kept already, and go where nothing is left of them."""
    c = t.calibration_days.c
    names = ("day", "case_type", "model_version", "kind", "name")
    key = and_(*(c[name] == bindparam(f"of_{name}") for name in names))
    rows = {
        one: {f"of_{name}": part for name, part in zip(names, one, strict=True)} | {"counts": counts}
        for one, counts in days.items()
    }
    if grown := [rows[one] for one, counts in days.items() if one in there and counts]:
        connection.execute(update(t.calibration_days).where(key).values(counts=bindparam("counts")), grown)
    if fresh := [
        {**dict(zip(names, one, strict=True)), "counts": counts}
        for one, counts in days.items()
        if one not in there and counts
    ]:
        connection.execute(insert(t.calibration_days), fresh)
    if gone := [{k: v for k, v in rows[one].items() if k != "counts"} for one in there if not days.get(one, b"")]:
        connection.execute(delete(t.calibration_days).where(key), gone)


class Wanted(msgspec.Struct, frozen=True):
    """Which counts: of days of [from_ms, before_ms), of one type and one model version (None: all)."""

    from_ms: int
    before_ms: int
    case_type: str | None = None
    model_version: str | None = None


def days(connection: Connection, wanted: Wanted, kind: str = ALL) -> list[Row[Any]]:
    """(case_type, model_version, name, counts) of each day of a kind of segment."""
    c = t.calibration_days.c
    query = select(c.case_type, c.model_version, c.name, c.counts).where(
        c.kind == kind, c.day >= wanted.from_ms - wanted.from_ms % DAY_MS, c.day < wanted.before_ms
    )
    if wanted.case_type is not None:
        query = query.where(c.case_type == wanted.case_type)
    if wanted.model_version is not None:
        query = query.where(c.model_version == wanted.model_version)
    return list(connection.execute(query))


def counted_to(connection: Connection) -> int | None:
    """When the last label that was counted came into force; None where none was."""
    last = int(state.read(connection, COUNTED) or 0)
    return connection.scalar(select(t.labels.c.created_at).where(t.labels.c.label_seq == last)) if last else None


def names(connection: Connection, wanted: Wanted) -> list[tuple[str, str, str, str]]:
    """(case_type, model_version, kind, name) of everything that the window has."""
    c = t.calibration_days.c
    query = select(c.case_type, c.model_version, c.kind, c.name).where(
        c.day >= wanted.from_ms - wanted.from_ms % DAY_MS, c.day < wanted.before_ms
    )
    return [(row[0], row[1], row[2], row[3]) for row in connection.execute(query.distinct())]


def errors(connection: Connection, wanted: Wanted, most: int) -> list[Row[Any]]:
    """Errors by cause and by what it is attributed to, the most frequent first. `route`: the one
    that all of their reviewers who chose any chose."""
    k, r = t.labelled_cases.c, t.reviews.c
    of = (k.label, r.code, r.attribution_kind, r.attribution_ref)
    alike = case((func.min(r.route) == func.max(r.route), func.min(r.route)))
    query = (
        select(*of, alike.label("route"), func.count().label("many"))
        .join(t.reviews, r.review_id == k.review_id)
        .where(k.label.in_(("FP", "FN")), r.code.is_not(None), r.code_kind == CodeKind.ROOT_CAUSE.value)
        .where(k.day >= wanted.from_ms - wanted.from_ms % DAY_MS, k.day < wanted.before_ms)
        .group_by(*of)
    )
    if wanted.case_type is not None:
        query = query.where(k.case_type == wanted.case_type)
    if wanted.model_version is not None:
        query = query.where(k.model_version == wanted.model_version)
    return list(connection.execute(query.order_by(func.count().desc(), *of).limit(most)))
