"""Samples in the database: what was drawn, who looks at what, what was said, signed and settled."""

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Select, delete, func, insert, select, update

from app.contract.views import Viewer
from app.domain.roles import Capability, can
from app.domain.sampling import Plan
from app.server.storage import tables as t

NOBODY = ""
"""In the place of a scorer: anybody may take the case over who did not decide it."""
_CHUNK = 1_000


class Sample(msgspec.Struct, frozen=True):
    """One sample. Times in UTC milliseconds."""

    sample_id: str
    frame_id: str
    plan: Plan
    seed: str
    refs_digest: str
    size: int
    letter: str
    accept: int | None
    reject: int | None
    overlap: float
    series: str | None
    severity: str
    drawn_by: str
    drawn_at: int
    verdict: str
    settled_at: int | None
    drawn_by_name: str = ""
    frame_digest: str = ""


class Item(msgspec.Struct, frozen=True):
    """One case of a sample, with the review that is looked at again."""

    ref: str
    case_number: int
    review_id: str
    reviewer_id: str
    decision: str
    stratum: int
    place: int


class Task(msgspec.Struct, frozen=True):
    """What one person is to look at; `decision` what they said last."""

    sample_id: str
    ref: str
    scorer_id: str
    place: int
    decision: str | None
    scored_at: int | None
    signed_at: int | None


class Truth(msgspec.Struct, frozen=True):
    ref: str
    truth: str
    adjudicator_id: str


def add(connection: Connection, sample: Sample, items: Sequence[Item], tasks: Sequence[Task]) -> None:
    """Write a sample down with its cases and who looks at them."""
    values = msgspec.structs.asdict(sample)
    for name in ("drawn_by_name", "frame_digest"):
        del values[name]
    connection.execute(insert(t.qa_samples).values(values | {"plan": msgspec.json.encode(sample.plan).decode()}))
    rows = [msgspec.structs.asdict(one) | {"sample_id": sample.sample_id} for one in items]
    for table, all_rows in ((t.qa_items, rows), (t.qa_tasks, [msgspec.structs.asdict(one) for one in tasks])):
        for start in range(0, len(all_rows), _CHUNK):
            connection.execute(insert(table), all_rows[start : start + _CHUNK])


def _samples() -> Select[Any]:
    s, f, u = t.qa_samples, t.qa_frames.c, t.users.c
    return (
        select(s, u.name.label("by_name"), f.digest.label("frame_digest"))
        .join(t.qa_frames, f.frame_id == s.c.frame_id)
        .join(t.users, u.user_id == s.c.drawn_by)
    )


def find(connection: Connection, sample_id: str) -> Sample | None:
    row = connection.execute(_samples().where(t.qa_samples.c.sample_id == sample_id)).first()
    return None if row is None else _sample(row)


def newest(connection: Connection, limit: int, where: ColumnElement[bool] | None = None) -> list[Sample]:
    s = t.qa_samples.c
    query = _samples().order_by(s.drawn_at.desc(), s.sample_id.desc()).limit(limit)
    return [_sample(row) for row in connection.execute(query if where is None else query.where(where))]


def has_tasks(user_id: str) -> ColumnElement[bool]:
    """Samples that this person is, or may be, a scorer of."""
    k = t.qa_tasks.c
    mine = select(k.sample_id).where(k.scorer_id.in_((user_id, NOBODY)))
    return t.qa_samples.c.sample_id.in_(mine)


def of_concern(connection: Connection, viewer: Viewer, ids: Sequence[str]) -> frozenset[str]:
    """Those of these samples that this person may read: all for whoever draws, else what they score."""
    if not ids or viewer.outside or not can(viewer.roles, Capability.QA_SCORE):
        return frozenset()
    if can(viewer.roles, Capability.QA_SAMPLE):
        return frozenset(ids)
    s = t.qa_samples.c
    query = select(s.sample_id).where(s.sample_id.in_(sorted(ids)), has_tasks(viewer.user_id))
    return frozenset(connection.scalars(query))


def settled_of(connection: Connection, series: str) -> list[Sample]:
    """The settled lots of a series, oldest first."""
    s = t.qa_samples.c
    query = _samples().where(s.series == series, s.settled_at.is_not(None)).order_by(s.settled_at, s.sample_id)
    return [_sample(row) for row in connection.execute(query)]


def series_names(connection: Connection) -> list[str]:
    s = t.qa_samples.c
    return [name for name in connection.scalars(select(s.series).distinct().order_by(s.series)) if name is not None]


def _sample(row: Row[Any]) -> Sample:
    return Sample(
        sample_id=row.sample_id,
        frame_id=row.frame_id,
        plan=msgspec.json.decode(row.plan, type=Plan),
        seed=row.seed,
        refs_digest=row.refs_digest,
        size=row.size,
        letter=row.letter,
        accept=row.accept,
        reject=row.reject,
        overlap=row.overlap,
        series=row.series,
        severity=row.severity,
        drawn_by=row.drawn_by,
        drawn_at=row.drawn_at,
        verdict=row.verdict,
        settled_at=row.settled_at,
        drawn_by_name=row.by_name,
        frame_digest=row.frame_digest,
    )


def lock(connection: Connection, sample_id: str) -> None:
    """Hold a sample until commit, so that two who say something of it wait for each other."""
    if connection.dialect.name != "sqlite":
        s = t.qa_samples.c
        connection.execute(select(s.sample_id).where(s.sample_id == sample_id).with_for_update()).all()


def items(connection: Connection, sample_id: str) -> list[Item]:
    """In the order of the work."""
    i = t.qa_items.c
    columns = (i.ref, i.case_number, i.review_id, i.reviewer_id, i.decision, i.stratum, i.place)
    query = select(*columns).where(i.sample_id == sample_id).order_by(i.place)
    return [Item(*row) for row in connection.execute(query)]


def item(connection: Connection, sample_id: str, ref: str) -> Item | None:
    i = t.qa_items.c
    columns = (i.ref, i.case_number, i.review_id, i.reviewer_id, i.decision, i.stratum, i.place)
    row = connection.execute(select(*columns).where(i.sample_id == sample_id, i.ref == ref)).first()
    return None if row is None else Item(*row)


def tasks(connection: Connection, *where: ColumnElement[bool]) -> list[Task]:
    """Tasks that fit, in the order of the work."""
    k = t.qa_tasks.c
    columns = (k.sample_id, k.ref, k.scorer_id, k.place, k.decision, k.scored_at, k.signed_at)
    query = select(*columns).where(*where).order_by(k.sample_id, k.place, k.scorer_id)
    return [Task(*row) for row in connection.execute(query)]


def of_sample(sample_id: str) -> ColumnElement[bool]:
    return t.qa_tasks.c.sample_id == sample_id


def of_ref(ref: str) -> ColumnElement[bool]:
    return t.qa_tasks.c.ref == ref


def of_scorer(user_id: str) -> ColumnElement[bool]:
    return t.qa_tasks.c.scorer_id == user_id


def unscored() -> ColumnElement[bool]:
    return t.qa_tasks.c.scored_at.is_(None)


def take_over(connection: Connection, sample_id: str, ref: str, user_id: str) -> bool:
    """Take a case that nobody has; False where somebody was quicker."""
    k = t.qa_tasks.c
    which = (k.sample_id == sample_id, k.ref == ref, k.scorer_id == NOBODY)
    return connection.execute(update(t.qa_tasks).where(*which).values(scorer_id=user_id)).rowcount == 1


def add_score(connection: Connection, **values: Any) -> int:
    """Write what was said under the scorer's next number (from 1); the number. The caller holds the sample."""
    s, k = t.qa_scores.c, t.qa_tasks.c
    mine = (s.sample_id == values["sample_id"], s.scorer_id == values["scorer_id"])
    n = (connection.scalar(select(func.max(s.n)).where(*mine)) or 0) + 1
    connection.execute(insert(t.qa_scores).values(n=n, **values))
    which = (k.sample_id == values["sample_id"], k.ref == values["ref"], k.scorer_id == values["scorer_id"])
    done = {"decision": values["decision"], "scored_at": values["received_at"]}
    connection.execute(update(t.qa_tasks).where(*which).values(**done))
    return n


def add_signature(connection: Connection, **values: Any) -> None:
    """Write it down; the scores of this person stand from now on."""
    k = t.qa_tasks.c
    connection.execute(insert(t.qa_signatures).values(**values))
    which = (k.sample_id == values["sample_id"], k.scorer_id == values["scorer_id"])
    connection.execute(update(t.qa_tasks).where(*which).values(signed_at=values["signed_at"]))


def is_signed(connection: Connection, sample_id: str, user_id: str) -> bool:
    g = t.qa_signatures.c
    query = select(g.sample_id).where(g.sample_id == sample_id, g.scorer_id == user_id)
    return connection.execute(query).first() is not None


def case_types(connection: Connection, sample_id: str) -> dict[int, str]:
    """Of every case of a sample."""
    i, c = t.qa_items.c, t.cases.c
    query = select(c.case_number, c.case_type).join(t.qa_items, i.case_number == c.case_number)
    return {row.case_number: row.case_type for row in connection.execute(query.where(i.sample_id == sample_id))}


def truths(connection: Connection, sample_id: str) -> dict[str, Truth]:
    u = t.qa_truths.c
    query = select(u.ref, u.truth, u.adjudicator_id).where(u.sample_id == sample_id)
    return {row.ref: Truth(*row) for row in connection.execute(query)}


def add_truth(connection: Connection, **values: Any) -> None:
    connection.execute(insert(t.qa_truths).values(**values))


def settle(connection: Connection, sample_id: str, verdict: str, settled_at: int | None) -> None:
    s = t.qa_samples.c
    values = {"verdict": verdict, "settled_at": settled_at}
    connection.execute(update(t.qa_samples).where(s.sample_id == sample_id).values(**values))


def said_last(connection: Connection, sample_id: str, refs: Collection[str]) -> list[Row[Any]]:
    """What each scorer said last of these cases, with their names, in the order of the scorers' ids."""
    s, last = t.qa_scores, t.qa_scores.alias("last")
    newest_n = (
        select(func.max(last.c.n))
        .where(last.c.sample_id == s.c.sample_id, last.c.ref == s.c.ref, last.c.scorer_id == s.c.scorer_id)
        .scalar_subquery()
    )
    query = (
        select(s, t.users.c.name.label("scorer_name"))
        .join(t.users, t.users.c.user_id == s.c.scorer_id)
        .where(s.c.sample_id == sample_id, s.c.ref.in_(sorted(refs)), s.c.n == newest_n)
        .order_by(s.c.ref, s.c.scorer_id)
    )
    return list(connection.execute(query))


def names(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """The names of these people, by id."""
    u = t.users.c
    query = select(u.user_id, u.name).where(u.user_id.in_(sorted(ids)))
    return {row.user_id: row.name for row in connection.execute(query)}


# --- packets


def add_packet(connection: Connection, **values: Any) -> None:
    connection.execute(insert(t.qa_packets).values(**values))


def packet(connection: Connection, packet_id: str) -> Row[Any] | None:
    return connection.execute(select(t.qa_packets).where(t.qa_packets.c.packet_id == packet_id)).first()


def open_packets(connection: Connection, user_id: str, frame_id: str) -> list[str]:
    """The packets of this person from this frame that are still out."""
    p = t.qa_packets.c
    query = select(p.packet_id).where(p.user_id == user_id, p.frame_id == frame_id, p.returned_at.is_(None))
    return list(connection.scalars(query))


def bring_back(connection: Connection, packet_ids: Sequence[str], now_ms: int) -> None:
    p = t.qa_packets.c
    connection.execute(update(t.qa_packets).where(p.packet_id.in_(packet_ids)).values(returned_at=now_ms))


def overdue(connection: Connection, now_ms: int, most: int) -> list[Row[Any]]:
    """Packets that are out for longer than was said."""
    p = t.qa_packets.c
    query = select(p.packet_id, p.user_id).where(p.returned_at.is_(None), p.expires_at < now_ms)
    return list(connection.execute(query.order_by(p.packet_id).limit(most)))


def forget_frames(connection: Connection, before_ms: int, most: int) -> int:
    """Rows of frames that nothing was drawn from and nobody has with them, and that are older; how many went."""
    f, r, s, p = t.qa_frames.c, t.qa_frame_rows, t.qa_samples.c, t.qa_packets.c
    drawn = select(s.frame_id).distinct()
    out = select(p.frame_id).where(p.returned_at.is_(None))
    old = select(f.frame_id).where(f.defined_at < before_ms, f.frame_id.not_in(drawn), f.frame_id.not_in(out))
    ids = list(connection.scalars(old.order_by(f.defined_at).limit(20)))
    gone = 0
    for frame_id in ids:
        if gone >= most:
            break
        gone += connection.execute(delete(r).where(r.c.frame_id == frame_id)).rowcount
        connection.execute(delete(t.qa_frames).where(f.frame_id == frame_id))
        gone += 1
    return gone
