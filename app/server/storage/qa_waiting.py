"""Cases on which signed scores differ from the first decision, or from each other, and nobody has said what is true;
and how much of what was decided is looked at again."""

from collections import defaultdict
from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, and_, exists, func, select

from app.contract.qa import CoverageRow, SaidView
from app.domain.case import CaseState
from app.server.storage import qa_samples
from app.server.storage import tables as t
from app.server.storage.reviews import IN_FORCE
from app.server.storage.unit_of_work import from_ms

_MOST = 2_000


class Waiting(msgspec.Struct, frozen=True):
    """One case that waits for a truth; `scorers` have said something of it."""

    sample_id: str
    ref: str
    case_number: int
    review_id: str
    reviewer_id: str
    scorers: frozenset[str]


def waiting(connection: Connection) -> list[Waiting]:
    """The oldest samples first."""
    i, k, u = t.qa_items.c, t.qa_tasks.c, t.qa_truths.c
    others = t.qa_tasks.alias("others")
    unsigned = exists(
        select(others.c.ref).where(
            others.c.sample_id == i.sample_id, others.c.ref == i.ref, others.c.signed_at.is_(None)
        )
    )
    settled = exists(select(u.ref).where(u.sample_id == i.sample_id, u.ref == i.ref))
    query = (
        select(i.sample_id, i.ref, i.case_number, i.review_id, i.reviewer_id)
        .join(t.qa_tasks, and_(k.sample_id == i.sample_id, k.ref == i.ref))
        .where(k.signed_at.is_not(None), k.decision != i.decision, ~settled, ~unsigned)
        .distinct()
        .order_by(i.sample_id, i.ref)
        .limit(_MOST)
    )
    found = connection.execute(query).all()
    scorers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for sample_id in dict.fromkeys(row.sample_id for row in found):
        for task in qa_samples.tasks(connection, qa_samples.of_sample(sample_id)):
            scorers[sample_id, task.ref].add(task.scorer_id)
    return [Waiting(*row, frozenset(scorers[row.sample_id, row.ref])) for row in found]


def said(connection: Connection, cases: Sequence[Waiting]) -> dict[tuple[str, str], tuple[SaidView, ...]]:
    """What the scorers said last of these cases, by sample and ref."""
    refs: dict[str, list[str]] = defaultdict(list)
    for one in cases:
        refs[one.sample_id].append(one.ref)
    told: dict[tuple[str, str], tuple[SaidView, ...]] = defaultdict(tuple)
    for sample_id, some in refs.items():
        for row in qa_samples.said_last(connection, sample_id, some):
            view = SaidView(
                person_id=row.scorer_id,
                person_name=row.scorer_name,
                decision=row.decision,
                rationale=row.rationale,
                rationale_language=row.rationale_language,
                at=from_ms(row.received_at),
                first=False,
            )
            told[sample_id, row.ref] += (view,)
    return told


def coverage(connection: Connection, since_ms: int, before_ms: int) -> list[CoverageRow]:
    """Decisions in force of a time, by type, decision and the reviewer's vendor, and how many of them were drawn,
    scored and settled."""
    r, c, u, i, k, s = t.reviews.c, t.cases.c, t.users.c, t.qa_items.c, t.qa_tasks.c, t.qa_truths.c
    vendor = func.coalesce(u.vendor, "")
    drawn = exists(select(i.ref).where(i.review_id == r.review_id))
    scored = exists(
        select(i.ref)
        .join(t.qa_tasks, and_(k.sample_id == i.sample_id, k.ref == i.ref))
        .where(i.review_id == r.review_id, k.signed_at.is_not(None))
    )
    agreed = exists(
        select(i.ref)
        .join(t.qa_tasks, and_(k.sample_id == i.sample_id, k.ref == i.ref))
        .where(i.review_id == r.review_id, k.signed_at.is_not(None), k.decision == r.decision)
    )
    settled = exists(select(s.ref).where(s.review_id == r.review_id))
    rows = (
        select(c.case_type, r.decision, vendor.label("vendor"), drawn.label("drawn"), scored.label("scored"))
        .add_columns((settled | agreed).label("settled"))
        .join(t.cases, c.outcome_review_id == r.review_id)
        .join(t.users, u.user_id == r.reviewer_id)
        .where(c.state == CaseState.CLOSED.value, r.standing == IN_FORCE)
        .where(r.decided_at >= since_ms, r.decided_at < before_ms)
        .subquery()
    )
    d = rows.c
    by = (d.case_type, d.decision, d.vendor, d.drawn, d.scored, d.settled)
    counts: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for case_type, decision, of, is_drawn, is_scored, is_settled, n in connection.execute(
        select(*by, func.count()).group_by(*by)
    ):
        line = counts[case_type, decision, of]
        for place, holds in enumerate((True, is_drawn, is_scored, is_settled)):
            line[place] += n if holds else 0
    return [CoverageRow(*key, *line) for key, line in sorted(counts.items())]
