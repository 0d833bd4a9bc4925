"""Feedback items as they are read: lists, one whole item, its cases, own ones. By allow-list, and never with a case
that the reader is still to look at blind."""

from typing import Any

import msgspec
from sqlalchemy import Connection, Row

from app.contract.feedback import (
    FeedbackBrief,
    FeedbackCase,
    FeedbackCases,
    FeedbackEvent,
    FeedbackPage,
    FeedbackView,
    OwnFeedback,
    OwnFeedbackPage,
    PatternFigures,
    RouteWord,
    SignalFailure,
    WeekCount,
)
from app.contract.loop_rules import loop_rules
from app.contract.problems import Code
from app.domain.feedback import TRANSITIONS, FeedbackKind, FeedbackState
from app.domain.ids import case_number, is_uuid7
from app.domain.roles import Capability
from app.domain.root_cause import Attribution, AttributionKind
from app.server.security.principal import Principal
from app.server.storage import feedback, qa_holds, signal_counts
from app.server.storage.cases import case_id
from app.server.storage.signal_counts import DAY_MS
from app.server.storage.unit_of_work import Storage, from_ms, to_ms
from app.server.usecases.findings import Detail
from app.server.usecases.reading import note
from app.server.usecases.refusal import Refused, require

WEEK_MS = 7 * DAY_MS
IN_BRIEF = ("count", "errors", "from_at", "before_at", "lift", "lift_low", "lift_high", "q", "minutes")
"""The figures of a pattern that stand in a list."""
_MONDAY = 4 * DAY_MS  # 1970-01-05
_figures = msgspec.json.Decoder(PatternFigures)
_failures = msgspec.json.Decoder(tuple[SignalFailure, ...])
_detail = msgspec.json.Decoder(Detail)


def page(
    storage: Storage,
    who: Principal,
    after: str | None,
    limit: int,
    *,
    state: str | None = None,
    kind: str | None = None,
    case_type: str | None = None,
    route: str | None = None,
    owner_kind: str | None = None,
    mine: bool = False,
) -> FeedbackPage:
    """Items, the newest first. Raises Refused (forbidden)."""
    require(who, Capability.FEEDBACK_READ)
    owner = who.user_id if mine else None
    with storage.read() as connection:
        rows, counts = feedback.listed(
            connection,
            after,
            limit + 1,
            state=state,
            kind=kind,
            case_type=case_type,
            route=route,
            owner_kind=owner_kind,
            owner_id=owner,
        )
    shown = rows[:limit]
    last = shown[-1].feedback_id if len(rows) > limit else None
    return FeedbackPage(tuple(brief(row, who) for row in shown), last, counts)


def one(storage: Storage, who: Principal, feedback_id: str) -> FeedbackView:
    """A whole item. Raises Refused (forbidden, not_found)."""
    require(who, Capability.FEEDBACK_READ)
    with storage.read() as connection:
        row = _load(connection, feedback_id)
        now = to_ms(storage.clock())
        weeks = _weeks(connection, row, now)
        events = tuple(_event(step) for step in feedback.events(connection, feedback_id))
        parts = feedback.parts_of(connection, feedback_id)
        mended = row.mended_at
        since = feedback.since(connection, feedback_id, mended) if mended is not None else 0
    return FeedbackView(
        item=brief(row, who),
        figures=figures_of(row),
        failures=failures_of(row),
        weeks=weeks,
        events=events,
        field_revs=msgspec.json.decode(row.field_revs, type=dict[str, int]),
        reason=row.reason,
        reason_language=row.reason_language,
        merged_into=row.merged_into,
        split_from=row.split_from,
        recurs_of=row.recurs_of,
        parts=parts,
        mended_at=from_ms(mended) if mended is not None else None,
        since_mended=since,
    )


def cases(storage: Storage, who: Principal, feedback_id: str, after: str | None, limit: int) -> FeedbackCases:
    """The cases behind an item; the trail says who read them. Raises Refused (forbidden, not_found, parameter)."""
    require(who, Capability.FEEDBACK_READ)
    number = None
    if after is not None:
        try:
            number = case_number(after)
        except ValueError:
            raise Refused(Code.PARAMETER) from None
    with storage.read() as connection:
        _load(connection, feedback_id)
        again = qa_holds.held(connection, who.viewer)
        rows = feedback.cases_page(connection, feedback_id, number, limit + 1)
        kept_back = len(again & feedback.standing(connection, feedback_id)) if again else 0
    note(storage, who, "feedback.read", "feedback", feedback_id, shown=min(len(rows), limit))
    shown = rows[:limit]
    told = tuple(_case(row) for row in shown if row.case_number not in again)
    return FeedbackCases(told, case_id(shown[-1].case_number) if len(rows) > limit else None, kept_back)


def own(storage: Storage, who: Principal, after: str | None, limit: int) -> OwnFeedbackPage:
    """What a person raised, with what became of it. Raises Refused (forbidden)."""
    require(who, Capability.FEEDBACK_RAISE)
    with storage.read() as connection:
        rows = feedback.raised_by(connection, who.user_id, after, limit + 1)
        behind = {row.feedback_id: feedback.standing(connection, row.feedback_id) for row in rows[:limit]}
    shown = rows[:limit]
    told = tuple(
        OwnFeedback(
            feedback_id=row.feedback_id,
            rev=row.rev,
            state=row.state,
            case_type=row.case_type,
            code=row.code,
            route=row.route,
            title=row.title,
            title_language=row.title_language,
            cases=tuple(case_id(number) for number in sorted(behind[row.feedback_id])),
            opened_at=from_ms(row.opened_at),
            changed_at=from_ms(row.changed_at),
            reason="" if who.viewer.outside else row.reason,
            reason_language="" if who.viewer.outside else row.reason_language,
        )
        for row in shown
    )
    return OwnFeedbackPage(told, shown[-1].feedback_id if len(rows) > limit else None)


def brief(row: Row[Any], who: Principal) -> FeedbackBrief:
    """One row of `storage.feedback.rows` for who may read items."""
    figures = figures_of(row)
    manages = who.can(Capability.FEEDBACK_MANAGE)
    states = sorted(state.value for state in TRANSITIONS[FeedbackState(row.state)]) if manages else ()
    return FeedbackBrief(
        feedback_id=row.feedback_id,
        rev=row.rev,
        kind=row.kind,
        state=row.state,
        case_type=row.case_type,
        label=row.label,
        code=row.code,
        attribution=attribution_of(row),
        title=row.title,
        title_language=row.title_language,
        route=row.route,
        suggested=RouteWord(row.suggested_route, row.suggested_reason),
        owner_kind=row.owner_kind,
        owner_id=row.owner_id,
        owner_name=row.owner_name,
        cases=row.cases,
        opened_at=from_ms(row.opened_at),
        changed_at=from_ms(row.changed_at),
        first_at=from_ms(row.first_at),
        last_at=from_ms(row.last_at),
        raised_by_name=row.raised_by_name,
        **({name: getattr(figures, name) for name in IN_BRIEF} if figures is not None else {}),
        result_kind=row.result_kind,
        result_ref=row.result_ref,
        states=tuple(states),
        mine=row.owner_id == who.user_id,
        own=row.raised_by == who.user_id,
    )


def attribution_of(row: Row[Any]) -> Attribution | None:
    if row.attribution_kind is None or not row.attribution_ref:
        return None
    return Attribution(AttributionKind(row.attribution_kind), row.attribution_ref)


def figures_of(row: Row[Any]) -> PatternFigures | None:
    """What was counted of a mined pattern."""
    known = row.kind == FeedbackKind.PATTERN.value and row.figures != "{}"
    return _figures.decode(row.figures) if known else None


def failures_of(row: Row[Any]) -> tuple[SignalFailure, ...]:
    """The rules that a signal fails."""
    known = row.kind == FeedbackKind.SIGNAL.value and row.figures != "{}"
    return _failures.decode(row.figures) if known else ()


def _load(connection: Connection, feedback_id: str) -> Row[Any]:
    row = feedback.load(connection, feedback_id) if is_uuid7(feedback_id) else None
    if row is None or (row.kind == FeedbackKind.RAISED.value and not row.cases):
        raise Refused(Code.NOT_FOUND)
    return row


def _weeks(connection: Connection, row: Row[Any], now_ms: int) -> tuple[WeekCount, ...]:
    """The weeks up to this one; none of an item about a signal, which has no cases."""
    if row.kind == FeedbackKind.SIGNAL.value:
        return ()
    this = now_ms - (now_ms - _MONDAY) % WEEK_MS
    first = this - (loop_rules().patterns.trend_weeks - 1) * WEEK_MS
    found = feedback.weekly(connection, row.feedback_id, first, WEEK_MS)
    labelled = signal_counts.weekly(connection, row.case_type, first, WEEK_MS)
    return tuple(
        WeekCount(from_ms(first + n * WEEK_MS), found.get(n, 0), labelled.get(n, 0))
        for n in range(loop_rules().patterns.trend_weeks)
    )


def _event(row: Row[Any]) -> FeedbackEvent:
    detail = _detail.decode(row.detail)
    return FeedbackEvent(
        n=row.n,
        at=from_ms(row.at),
        action=row.action,
        by_id=row.actor_id,
        by_name=row.name,
        fields=detail.fields,
        reason=detail.reason,
        language=detail.language,
        other_id=detail.other_id,
    )


def _case(row: Row[Any]) -> FeedbackCase:
    return FeedbackCase(
        case_id=case_id(row.case_number),
        external_ref=row.external_ref,
        case_type=row.case_type,
        label=row.label,
        decided_at=from_ms(row.at),
        model_version=row.model_version,
        review_id=row.review_id,
        rationale=row.rationale or "",
        rationale_language=row.rationale_language or "",
        risk_score=row.risk_score,
        threshold=row.threshold,
        gone_at=from_ms(row.gone_at) if row.gone_at is not None else None,
    )
