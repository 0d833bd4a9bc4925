"""The automation boundary: slices of cases that the agent may take over, and what takes them back.

A slice is judged on the cases that were decided without the agent's word in sight, for people who saw it follow it. Its
bound is always valid, since somebody looks every day, and the chance of a mistake is divided over all slices that have
enough cases to be judged: how many those are does not depend on what was found in them.
"""

import functools
import math
import secrets
from collections.abc import Sequence
from datetime import timedelta

from app.analytics.ab_test import log_e_share_above, log_e_share_below, share_lower, share_upper
from app.analytics.intervals import wilson
from app.contract.boundary import BoundaryTotal, BoundaryView, SliceOrder, SliceStanding
from app.contract.hub import Bounded, Ending, SliceView
from app.contract.problems import Code
from app.domain.boundary import SliceState
from app.domain.decision import Verdict
from app.domain.proposal import ProposalKind, ProposalState, Source
from app.domain.roles import Capability
from app.domain.targets import BENCHMARK
from app.domain.threshold_rule import LEAST, slice_name
from app.server.security.principal import Principal
from app.server.storage import boundary, proposals
from app.server.storage.boundary import Audits, Judged, Slice
from app.server.storage.intake import one_batch_at_a_time
from app.server.storage.unit_of_work import Storage, UnitOfWork, from_ms, to_ms
from app.server.usecases.refusal import Refused, require
from app.server.usecases.session import new_id
from app.server.usecases.threshold_rules import SERVER, check_words, take_step

ALPHA = 0.05
WINDOW = timedelta(days=180)
AUDITS_WITHIN = timedelta(days=14)
"""So long an audit of a slice may wait, from the day it is asked for, until it is counted as wrong."""
ALL = "*"
MET, MISSED, UNKNOWN = "met", "missed", "not_yet_known"
_MOST_MORE = 100_000


@functools.cache
def least_cases(target: float, alpha: float = ALPHA) -> int:
    """Cases, all of them right, from which a slice could be judged at all if it were the only one."""
    n = 1
    while log_e_share_above(n, n, target) < -math.log(alpha):
        n += 1
    return n


def view(storage: Storage, who: Principal, days: int, target: float) -> BoundaryView:
    """The board. Raises Refused (forbidden)."""
    require(who, Capability.HUB_READ)
    now = storage.clock()
    with storage.read() as connection:
        found = boundary.judged(connection, to_ms(now - timedelta(days=days)), to_ms(now) + 1)
        left = boundary.slices(connection)
    taken = {one.key for one in left if one.state in (SliceState.PROPOSED.value, SliceState.GRADUATED.value)}
    least = least_cases(target)
    judged = judged_slices(found, least)
    standings = tuple(_standing(one, target, judged, proposed=one.key in taken) for one in found)
    return BoundaryView(
        now - timedelta(days=days),
        now,
        target,
        ALPHA,
        least,
        judged,
        _totals(found),
        tuple(sorted(standings, key=lambda one: (-one.lower, -one.blind, one.key))),
        tuple(slice_view(one) for one in left),
        who.can(Capability.HUB_PROPOSE),
    )


def judged_slices(found: Sequence[Judged], least: int) -> int:
    return max(sum(one.blind >= least for one in found), 1)


def clears(right: int, n: int, target: float, judged: int) -> bool:
    """Whether a slice clears the target by its bound, `judged` slices being looked at."""
    return log_e_share_above(right, n, target) >= math.log(judged / ALPHA)


def _standing(one: Judged, target: float, judged: int, *, proposed: bool) -> SliceStanding:
    alpha = ALPHA / judged
    lower = share_lower(one.right, one.blind, alpha) if one.blind else 0.0
    upper = share_upper(one.right, one.blind, alpha) if one.blind else 1.0
    state = UNKNOWN
    if one.blind and clears(one.right, one.blind, target, judged):
        state = MET
    elif one.blind and log_e_share_below(one.right, one.blind, target) >= math.log(judged / ALPHA):
        state = MISSED
    bounds = wilson(one.right, one.blind)
    return SliceStanding(
        one.key,
        one.cases,
        one.decided,
        one.agent_right,
        one.blind,
        one.right,
        Bounded(one.right / one.blind, bounds.low, bounds.high) if one.blind else None,
        lower,
        upper,
        state,
        _more(one.right, one.blind, target, judged) if state == UNKNOWN else None,
        one.active_ms / 3_600_000,
        proposed,
    )


def _more(right: int, n: int, target: float, judged: int) -> int | None:
    """The least number of further cases, all right, after which it would clear the target."""
    low, high = 0, 1
    while not clears(right + high, n + high, target, judged):
        low, high = high, high * 2
        if high > _MOST_MORE:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        if clears(right + middle, n + middle, target, judged):
            high = middle
        else:
            low = middle
    return high


def _totals(found: Sequence[Judged]) -> tuple[BoundaryTotal, ...]:
    names = sorted({one.case_type for one in found})
    return tuple(
        BoundaryTotal(
            name,
            *(
                sum(getattr(one, what) for one in found if name in (ALL, one.case_type))
                for what in ("cases", "decided", "agent_right", "blind", "right")
            ),
        )
        for name in (ALL, *names)
    )


def propose(storage: Storage, who: Principal, told: SliceOrder) -> str:
    """Make a slice that clears the target a proposal of the Decision Hub; its id. Raises Refused (forbidden, invalid,
    criterion_not_met, proposal_open)."""
    require(who, Capability.HUB_PROPOSE)
    check_words(told.why)
    with storage.write() as work:
        one_batch_at_a_time(work.connection)
        if boundary.under_way(work.connection, told.key):
            raise Refused(Code.PROPOSAL_OPEN)
        one, judged = _evidence(work, told.key)
        _must_clear(one, judged)
        proposal_id, slice_id = new_id(work.now_ms), new_id(work.now_ms)
        said = (told.why, told.why_language)
        proposals.add(
            work.connection,
            proposal_id=proposal_id,
            kind=ProposalKind.SLICE.value,
            case_type=told.key.case_type,
            side=Verdict.PASS.value,
            threshold=LEAST,
            source=Source.BOUNDARY.value,
            why=told.why,
            why_language=told.why_language,
            cost_wrong=0.0,
            author_id=who.user_id,
            created_at=work.now_ms,
            state=ProposalState.OPEN.value,
        )
        boundary.add(
            work.connection,
            slice_id=slice_id,
            proposal_id=proposal_id,
            case_type=told.key.case_type,
            segment=told.key.segment,
            clause=told.key.clause,
            unsure=told.key.unsure,
            rule_version=slice_name(told.key.case_type, slice_id),
            salt=secrets.token_hex(16),
            target=BENCHMARK,
            audit_per_mille=told.audit_per_mille,
            right_=one.right,
            n=one.blind,
            bound=share_lower(one.right, one.blind, ALPHA / judged),
            state=SliceState.PROPOSED.value,
            audited_right=0,
            audited_n=0,
            audited_late=0,
        )
        take_step(work, proposal_id, ProposalState.OPEN, who.user_id, said)
    return proposal_id


def _evidence(work: UnitOfWork, key: object) -> tuple[Judged, int]:
    start = to_ms(work.now - WINDOW)
    found = boundary.judged(work.connection, start, work.now_ms + 1)
    one = next((each for each in found if each.key == key), None)
    if one is None:
        raise Refused(Code.CRITERION_NOT_MET, "no case of this slice was decided")
    return one, judged_slices(found, least_cases(BENCHMARK))


def _must_clear(one: Judged, judged: int) -> None:
    if not clears(one.right, one.blind, BENCHMARK, judged):
        detail = f"{one.right} of {one.blind} blind cases right, {judged} slices judged: the bound does not clear it"
        raise Refused(Code.CRITERION_NOT_MET, detail)


def graduate(work: UnitOfWork, who: Principal, proposal_id: str) -> None:
    """From now on the agent decides the slice alone. Raises Refused (criterion_not_met) where the evidence of today
    does not hold any more."""
    held = boundary.of_proposal(work.connection, proposal_id)
    if held is None:
        raise Refused(Code.NOT_FOUND)
    _must_clear(*_evidence(work, held.key))
    boundary.change(work.connection, held.slice_id, state=SliceState.GRADUATED.value, graduated_at=work.now_ms)
    work.audit(who.user_id, "hub.slice_graduated", "slice", held.slice_id)


def dropped(work: UnitOfWork, by: str, proposal_id: str) -> None:
    """Its proposal was rejected or withdrawn."""
    held = boundary.of_proposal(work.connection, proposal_id)
    if held is not None:
        _end(work, held, SliceState.WITHDRAWN, by)


def withdraw(storage: Storage, who: Principal, slice_id: str, told: Ending) -> SliceView:
    """Bring a graduated slice back to people. Raises Refused (forbidden, not_found, not_at_this_step)."""
    require(who, Capability.HUB_APPROVE)
    check_words(told.why)
    with storage.write() as work:
        held = boundary.hold(work.connection, slice_id)
        if held is None:
            raise Refused(Code.NOT_FOUND)
        if held.state != SliceState.GRADUATED.value:
            raise Refused(Code.NOT_AT_THIS_STEP, f"it is {held.state}")
        _end(work, held, SliceState.WITHDRAWN, who.user_id, (told.why, told.why_language))
        found = boundary.hold(work.connection, slice_id)
        assert found is not None
        return slice_view(found)


def watch(work: UnitOfWork) -> int:
    """Read the audits of graduated slices; one whose bound lies below its target goes back to people by itself, and
    one that nobody answered in time counts as if the agent had been wrong: nothing stays with it unwatched. How many
    did."""
    back, late_before = 0, to_ms(work.now - AUDITS_WITHIN)
    for each in boundary.graduated(work.connection):
        held = boundary.hold(work.connection, each.slice_id)
        if held is None or held.state != SliceState.GRADUATED.value:
            continue
        told = boundary.audits(work.connection, held, late_before)
        if told != Audits(held.audited_right, held.audited_n, held.audited_late):
            counts = {"audited_right": told.right, "audited_n": told.n, "audited_late": told.late}
            boundary.change(work.connection, held.slice_id, **counts)
        n = told.n + told.late
        if n and log_e_share_below(told.right, n, held.target) >= -math.log(ALPHA):
            _end(work, held, SliceState.FELL_BACK, None)
            back += 1
    return back


def _end(work: UnitOfWork, held: Slice, state: SliceState, by: str | None, said: tuple[str, str] = ("", "en")) -> None:
    was_in_force = held.state == SliceState.GRADUATED.value
    boundary.change(work.connection, held.slice_id, state=state.value, ended_at=work.now_ms)
    work.audit(by or SERVER, "hub.slice_ended", "slice", held.slice_id, state=state.value)
    if was_in_force:
        take_step(work, held.proposal_id, ProposalState.ROLLED_BACK, by, said)


def slice_view(one: Slice) -> SliceView:
    return SliceView(
        one.slice_id,
        one.proposal_id,
        one.case_type,
        one.segment,
        one.clause,
        one.unsure,
        one.rule_version,
        one.state,
        one.target,
        one.right,
        one.n,
        one.bound,
        one.audit_per_mille,
        one.audited_right,
        one.audited_n,
        share_upper(one.audited_right, one.audited_n + one.audited_late, ALPHA)
        if one.audited_n + one.audited_late
        else 1.0,
        None if one.graduated_at is None else from_ms(one.graduated_at),
        None if one.ended_at is None else from_ms(one.ended_at),
        one.audited_late,
    )
