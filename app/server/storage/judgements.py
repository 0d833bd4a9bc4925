"""Judgements of people's decisions, whatever they come from: one relation with the provenance of each row.

A source is a query over reviews that were judged. `truth` is the decision that was found to be right, null while it is
not settled; a decision whose dispute was won counts as right. What `listed` is false for is counted and never told
case by case. Another source is one more entry of SOURCES.
"""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    String,
    Subquery,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    true,
    union_all,
)

from app.domain.calibration_session import SessionKind, SessionState
from app.domain.decision import Decision
from app.domain.dispute import DisputeState
from app.server.storage import reviews
from app.server.storage import tables as t

FOUR_EYES, CONTESTED, REPLACED, RE_REVIEW = "four_eyes", "contested", "replaced", "re_review"
SESSION = "session"
GOLD = "gold"
DECIDED = (Decision.PASS.value, Decision.BLOCK.value)
_BESIDE = (reviews.CONCURRING, reviews.CONTESTED)


class Span(msgspec.Struct, frozen=True):
    """Which decisions are looked at: reached in [from_ms, before_ms), of one type, one person, one vendor's or one
    team's people ("" for those without); null for all. `own`: the reader is the person. Then gold cases are
    decisions like any other, for a figure without them would tell which they are; and how they went is in no count of
    a time or a type, whose difference to the next would tell which they were (storage/gold.py counts them)."""

    from_ms: int
    before_ms: int
    case_type: str | None = None
    person: str | None = None
    vendor: str | None = None
    team: str | None = None
    own: bool = False


def claimed(r: Any) -> ColumnElement[bool]:
    """That the author of a review ever had its case: what came of it is told to nobody for a guess, not even in sum."""
    guessed: ColumnElement[bool] = r.c.flags.contains(f'"{reviews.UNCLAIMED}"')
    return ~guessed


Source = Callable[[], Select[Any]]
BY: ColumnElement[Any] = literal_column('"by"')
"""The subject of a row, by its name: PostgreSQL takes an expression with values in it for two different ones."""
_none = cast(null(), String)


def columns(source: str, key: ColumnElement[Any], r: Any, **more: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    """The columns of a source over the judged review `r`; `truth`, `judge_id` and `judged_at` have to be named."""
    return [
        literal(source).label("source"),
        key.label("key"),
        r.c.review_id.label("review_id"),
        r.c.reviewer_id.label("judged_id"),
        r.c.case_number.label("case_number"),
        r.c.decided_at.label("decided_at"),
        r.c.decision.label("decision"),
        more["truth"].label("truth"),
        more["judge_id"].label("judge_id"),
        more["judged_at"].label("judged_at"),
        more.get("error_class", _none).label("error_class"),
        more.get("reason", _none).label("reason"),
        more.get("reason_language", _none).label("reason_language"),
        more.get("listed", true()).label("listed"),
    ]


def _four_eyes() -> Select[Any]:
    """A review that came beside a decision by which somebody senior ended an escalation: two people had looked."""
    r, f, c = t.reviews.alias("judged"), t.reviews.alias("ended"), t.cases
    told = columns(FOUR_EYES, r.c.review_id, r, truth=f.c.decision, judge_id=f.c.reviewer_id, judged_at=_later(r, f))
    return (
        select(*told)
        .join_from(r, c, c.c.case_number == r.c.case_number)
        .join(f, f.c.review_id == c.c.outcome_review_id)
        .where(
            reviews.not_in_force(r.c),
            r.c.standing.in_(_BESIDE),
            claimed(r),
            r.c.decision.in_(DECIDED),
            f.c.escalation_id.is_not(None),
            f.c.reviewer_id != r.c.reviewer_id,
        )
    )


def _contested() -> Select[Any]:
    """Two people decided one case differently and nobody has said who is right: both are undecided, not wrong. Whoever
    came first learns it from the other's review and not from here."""
    r, f, c = t.reviews.alias("judged"), t.reviews.alias("first"), t.cases
    told = columns(CONTESTED, r.c.review_id, r, truth=_none, judge_id=f.c.reviewer_id, judged_at=_later(r, f))
    return (
        select(*told)
        .join_from(r, c, c.c.case_number == r.c.case_number)
        .join(f, f.c.review_id == c.c.outcome_review_id)
        .where(
            reviews.not_in_force(r.c),
            r.c.standing == reviews.CONTESTED,
            claimed(r),
            r.c.decision.in_(DECIDED),
            r.c.decision != f.c.decision,
            f.c.escalation_id.is_(None),
            f.c.reviewer_id != r.c.reviewer_id,
        )
    )


def _replaced() -> Select[Any]:
    """A decision was in force until another person's took its place."""
    r, f, c = t.reviews.alias("judged"), t.reviews.alias("newer"), t.cases
    told = columns(REPLACED, r.c.review_id, r, truth=f.c.decision, judge_id=f.c.reviewer_id, judged_at=_later(r, f))
    return (
        select(*told)
        .join_from(r, c, c.c.case_number == r.c.case_number)
        .join(f, f.c.review_id == c.c.outcome_review_id)
        .where(
            reviews.not_in_force(r.c),
            r.c.standing == reviews.SUPERSEDED,
            r.c.decision.in_(DECIDED),
            f.c.reviewer_id != r.c.reviewer_id,
        )
    )


def _re_review() -> Select[Any]:
    """A sampled decision that others looked at again without knowing it: right where all who signed said the same, as
    the adjudicator found where they did not, and undecided until then."""
    r, i, task, truth = t.reviews.alias("judged"), t.qa_items, t.qa_tasks, t.qa_truths
    looked = (
        select(
            task.c.sample_id,
            task.c.ref,
            func.count().label("tasks"),
            func.count(task.c.signed_at).label("signed"),
            func.sum(case((task.c.decision == i.c.decision, 1), else_=0)).label("alike"),
            func.min(task.c.scorer_id).label("scorer_id"),
            func.max(task.c.signed_at).label("signed_at"),
        )
        .join_from(task, i, and_(i.c.sample_id == task.c.sample_id, i.c.ref == task.c.ref))
        .group_by(task.c.sample_id, task.c.ref)
        .subquery("looked")
    )
    told = columns(
        RE_REVIEW,
        i.c.sample_id + literal(":") + i.c.ref,
        r,
        truth=case((truth.c.truth.is_not(None), truth.c.truth), (looked.c.alike == looked.c.tasks, i.c.decision)),
        judge_id=func.coalesce(truth.c.adjudicator_id, looked.c.scorer_id),
        judged_at=func.coalesce(truth.c.at, looked.c.signed_at),
        reason=truth.c.reason,
        reason_language=truth.c.reason_language,
    )
    return (
        select(*told)
        .join_from(i, r, r.c.review_id == i.c.review_id)
        .join(looked, and_(looked.c.sample_id == i.c.sample_id, looked.c.ref == i.c.ref))
        .outerjoin(truth, and_(truth.c.sample_id == i.c.sample_id, truth.c.ref == i.c.ref))
        .where(
            i.c.decision.in_(DECIDED),
            or_(truth.c.truth.is_not(None), looked.c.signed == looked.c.tasks),
        )
    )


_CHOSEN_BY = ('"labels"', '"code"', '"attribution"', '"feedback_id"')


def _session() -> Select[Any]:
    """A decision that several people reached again blind in a session, whose chair wrote down what is true; from its
    end on, when the truth stands. Only where the cases were drawn whatever had been decided of them: a batch of the
    agent's errors, or behind a finding, holds the decisions that are most likely wrong, and says nothing of how a
    person decides."""
    r, i, s = t.reviews.alias("judged"), t.calibration_items, t.calibration_sessions
    told = columns(
        SESSION,
        i.c.session_id + literal(":") + i.c.ref,
        r,
        truth=i.c.truth,
        judge_id=i.c.truth_by,
        judged_at=i.c.truth_at,
        reason=i.c.truth_reason,
        reason_language=i.c.truth_language,
    )
    return (
        select(*told)
        .join_from(i, r, r.c.review_id == i.c.review_id)
        .join(s, s.c.session_id == i.c.session_id)
        .where(
            s.c.kind == SessionKind.REVIEWER.value,
            s.c.state == SessionState.CLOSED.value,
            *(~s.c.criteria.contains(key) for key in _CHOSEN_BY),
            i.c.truth.is_not(None),
            i.c.truth_by != r.c.reviewer_id,
            r.c.decision.in_(DECIDED),
            claimed(r),
            first_words(r),
        )
    )


def _later(r: Any, f: Any) -> ColumnElement[Any]:
    return case((r.c.decided_at > f.c.decided_at, r.c.decided_at), else_=f.c.decided_at)


def _gold() -> Select[Any]:
    """A case with a known answer. Told as counts alone, so that nobody learns which cases are."""
    r, g, i = t.reviews.alias("judged"), t.gold_cases, t.gold_items
    told = columns(
        GOLD, r.c.review_id, r, truth=i.c.truth, judge_id=i.c.added_by, judged_at=r.c.decided_at, listed=false()
    )
    return (
        select(*told)
        .join_from(r, g, (g.c.case_number == r.c.case_number) & (g.c.user_id == r.c.reviewer_id))
        .join(i, i.c.item_id == g.c.item_id)
        .where(
            r.c.case_number.in_(select(g.c.case_number)),
            r.c.standing.in_((reviews.IN_FORCE, reviews.SUPERSEDED)),
            r.c.decision.in_(DECIDED),
            first_words(r),
        )
    )


def settled_truth(review_id: ColumnElement[Any]) -> ColumnElement[Any]:
    """What an adjudicator wrote of a review's case, the newest that no dispute has overturned; null where nobody had
    to."""
    truth = t.qa_truths.alias("settled")
    newest = select(truth.c.truth).where(truth.c.review_id == review_id, ~_lost(truth.c)).order_by(truth.c.at.desc())
    return newest.limit(1).scalar_subquery()


def settled_truths() -> Subquery:
    """(review_id, truth) of the same, for whoever goes through many reviews: one row for each that has one."""
    truth = t.qa_truths.alias("settled")
    place = func.row_number().over(partition_by=truth.c.review_id, order_by=truth.c.at.desc()).label("place")
    ranked = select(truth.c.review_id, truth.c.truth, place).where(~_lost(truth.c)).subquery()
    return select(ranked.c.review_id, ranked.c.truth).where(ranked.c.place == 1).subquery("settled_truths")


def _lost(truth: Any) -> ColumnElement[bool]:
    d = t.disputes.c
    return exists().where(
        d.source == RE_REVIEW,
        d.judgement_key == truth.sample_id + literal(":") + truth.ref,
        d.state == DisputeState.OVERTURNED.value,
    )


SOURCES: list[Source] = [_four_eyes, _contested, _replaced, _re_review, _session, _gold]


def first_words(r: Any = t.reviews) -> ColumnElement[bool]:
    """That a review is no second decision after a reveal: whoever is measured is measured by the first."""
    second = t.after_reveal.alias("second").c.second_review_id
    found: ColumnElement[bool] = r.c.review_id.not_in(select(second).where(second.is_not(None)))
    return found


def of_span(span: Span, r: Any, c: Any, u: Any) -> list[ColumnElement[bool]]:
    """The conditions of a span on columns of a review, its case and its author."""
    found: list[ColumnElement[bool]] = [r.decided_at >= span.from_ms, r.decided_at < span.before_ms]
    if not span.own:
        found.append(c.only_for.is_(None) | (r.source == GOLD) if "source" in r else c.only_for.is_(None))
    elif "source" in r:
        found.append(r.source != GOLD)
    if span.case_type is not None:
        found.append(c.case_type == span.case_type)
    if span.person is not None:
        found.append(u.user_id == span.person)
    if span.vendor is not None:
        found.append(func.coalesce(u.vendor, "") == span.vendor)
    if span.team is not None:
        found.append(func.coalesce(u.team, "") == span.team)
    return found


def relation(span: Span) -> Subquery:
    """All judgements of a span, with whose they are and what became of a dispute; `right_` is 1, 0 or null.
    `rank_` is 1 for the one that counts of each decision: a settled one before others, then the newest."""
    parts = []
    for source in SOURCES:
        one = source().subquery()
        parts.append(select(one).where(one.c.decided_at >= span.from_ms, one.c.decided_at < span.before_ms))
    all_of = union_all(*parts).subquery("all_of")
    d, c, u = t.disputes, t.cases, t.users
    won = d.c.state == DisputeState.OVERTURNED.value
    j = all_of.c
    right = case((won, 1), (j.truth.is_(None), None), (j.truth == j.decision, 1), else_=0)
    open_last = case((j.truth.is_(None), 1), else_=0)
    rank = func.row_number().over(partition_by=j.review_id, order_by=[open_last, j.judged_at.desc(), j.source, j.key])
    query = (
        select(
            *j,
            c.c.case_type,
            u.c.name.label("judged_name"),
            func.coalesce(u.c.vendor, "").label("vendor"),
            func.coalesce(u.c.team, "").label("team"),
            d.c.dispute_id,
            d.c.state.label("dispute_state"),
            right.label("right_"),
            rank.label("rank_"),
        )
        .join_from(all_of, c, c.c.case_number == j.case_number)
        .join(u, u.c.user_id == j.judged_id)
        .outerjoin(d, and_(d.c.source == j.source, d.c.judgement_key == j.key))
        .where(*of_span(span, j, c.c, u.c))
    )
    return query.subquery("judgements")


def kept_from(reader: str, case_number: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether what was decided of a case is kept back from this person, who is to look at it again."""
    h = t.qa_holds.c
    return exists().where(h.user_id == reader, h.case_number == case_number)


def listed(
    connection: Connection, span: Span, reader: str, before: tuple[int, str] | None, limit: int
) -> list[Row[Any]]:
    """Judgements that may be told one by one, the newest first, before (judged_at, source:key); none of a case whose
    decision is kept back from the reader."""
    j = relation(span).c
    name = j.source + literal(":") + j.key
    query = select(*j, name.label("name")).order_by(j.judged_at.desc(), name.desc())
    query = query.where(j.listed.is_(True), ~kept_from(reader, j.case_number))
    if before is not None:
        at, last = before
        query = query.where(or_(j.judged_at < at, and_(j.judged_at == at, name < last)))
    return list(connection.execute(query.limit(limit)))


def find(connection: Connection, source: str, key: str) -> Row[Any] | None:
    """One judgement that may be told."""
    j = relation(Span(0, 2**53)).c
    return connection.execute(select(*j).where(j.source == source, j.key == key, j.listed.is_(True))).first()


def sources(connection: Connection, span: Span, group: Callable[[Any], ColumnElement[Any]]) -> Sequence[Row[Any]]:
    """(group, source, settled, right, unsettled) of a span, each decision once; `group` of the relation's columns."""
    j = relation(span).c
    by = group(j).label("by")
    settled, right = func.count(j.right_).label("settled"), func.coalesce(func.sum(j.right_), 0).label("right")
    unsettled = (func.count() - func.count(j.right_)).label("unsettled")
    query = select(by, j.source, settled, right, unsettled).where(j.rank_ == 1)
    return connection.execute(query.group_by(BY, j.source)).all()


__all__ = ["SOURCES", "Span", "columns", "find", "first_words", "listed", "of_span", "relation", "sources"]
