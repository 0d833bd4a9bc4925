"""Reserving cases: next of a queue or by name, renewing, giving back."""

import secrets
from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import and_

from app.contract.catalogue import catalogue
from app.contract.claims import ClaimAnswer, ClaimRefused, ClaimRequest, ClaimTurn, ClaimView, HeldClaim
from app.contract.problems import BY_CODE, Code, ProblemItem
from app.contract.views import may_see
from app.domain.case import CaseState
from app.domain.claim import MAX_WANTED, Claim, ClaimMode, first_expiry, hard_limit, is_live
from app.domain.escalation import may_resolve
from app.domain.ids import CASE_ID, case_number, uuid7
from app.domain.offline_lease import OfflinePolicy, lease_end, offline_refusal, room_left
from app.domain.pause import is_away
from app.domain.roles import Capability
from app.domain.work_mode import SERVED_HAND
from app.server.security.principal import Principal
from app.server.storage import cases, claims, people
from app.server.storage.cases import StoredCase
from app.server.storage.claim_line import FreeCase, Line
from app.server.storage.unit_of_work import Storage, UnitOfWork, from_ms, to_ms
from app.server.usecases.licences import begin as begin_licences
from app.server.usecases.refusal import Refused, require
from app.server.usecases.serving import Serving

SENIOR = "senior"


def claim(storage: Storage, principal: Principal, request: ClaimRequest) -> ClaimAnswer:
    """Leases for the named cases, or for the next ones of a queue. Raises Refused (forbidden, invalid,
    offline_not_allowed)."""
    require(principal, Capability.CASE_CLAIM)
    with storage.write() as work:
        begin_licences(work, principal.user_id)
        offline = _may_take_along(work, principal) if request.mode is ClaimMode.OFFLINE else None
        if request.queue is None:
            return _named(work, principal, request, offline)
        return _next(work, principal, request, offline)


def _may_take_along(work: UnitOfWork, principal: Principal) -> OfflinePolicy:
    # How many a person has is counted before they are given: two requests of the same person wait for each other.
    people.lock(work.connection, principal.user_id)
    user = people.user_by_id(work.connection, principal.user_id)
    along = work.policy.along(principal.roles, user is not None and user.takes_along)
    if along is None:
        raise Refused(Code.OFFLINE_NOT_ALLOWED)
    return along


def _named(work: UnitOfWork, principal: Principal, request: ClaimRequest, offline: OfflinePolicy | None) -> ClaimAnswer:
    wanted = list(dict.fromkeys(request.case_ids))
    numbers = [case_number(name) for name in wanted if CASE_ID.match(name)]
    cases.lock(work.connection, numbers)
    found = cases.load_many(work.connection, numbers)
    room = _offline_room(work, principal, request)
    serving = Serving(work.connection, work.policy, principal.viewer, work.now_ms)
    hand = len(claims.live_of(work.connection, principal.user_id, work.now_ms)) if serving.served else 0
    given: list[ClaimView] = []
    refused: list[ClaimRefused] = []
    for name in wanted:
        stored = found.get(case_number(name)) if CASE_ID.match(name) else None
        code = _obstacle(stored, principal, offline, work) if stored else Code.NOT_FOUND
        if stored is not None and code is None:
            code = serving.refusal(stored, hand)
        if stored is None or code is not None:
            refused.append(ClaimRefused(name, (code or Code.NOT_FOUND).code))
            continue
        own = _own_live(stored, principal, request.mode, work)
        if own is None and room <= 0:
            refused.append(ClaimRefused(name, Code.OFFLINE_FULL.code))
            continue
        view = own or _take(work, principal, stored, request.mode)
        room -= own is None and view is not None
        if own is None and view is not None:
            hand += 1
            serving.took(stored)
        given.append(view) if view else refused.append(ClaimRefused(name, Code.CLAIMED_BY_OTHER.code))
    return ClaimAnswer(tuple(given), tuple(refused))


def _next(work: UnitOfWork, principal: Principal, request: ClaimRequest, offline: OfflinePolicy | None) -> ClaimAnswer:
    queue = request.queue or ""
    serving = Serving(work.connection, work.policy, principal.viewer, work.now_ms)
    want = min(request.want, _offline_room(work, principal, request))
    if queue == SENIOR:
        return _next_senior(work, principal, serving, request, want, offline)
    if queue and queue not in catalogue().case_types:
        raise Refused(Code.INVALID, "no such queue", (ProblemItem("/queue", "unknown_case_type"),))
    held: tuple[ClaimView, ...] = ()
    if serving.served and request.mode is ClaimMode.ONLINE:
        held = _in_hand(work, principal)
        want = min(want, SERVED_HAND) - len(held)
    line = Line(f"type:{queue}" if queue else "open", principal.viewer, serving.rested_since_ms)
    if offline is not None:
        line = msgspec.structs.replace(line, offline=offline)
    if serving.unlicensed:
        if queue in serving.unlicensed:
            raise Refused(Code.NO_LICENCE)
        line = msgspec.structs.replace(line, unlicensed=serving.unlicensed)
    given: list[ClaimView] = []
    if want == 1 and request.mode is ClaimMode.ONLINE and not serving.capped:
        line = msgspec.structs.replace(line, closed=serving.closed)
        if (view := _take_first(work, principal, line)) is not None:
            return ClaimAnswer((*held, view))
    while want > 0:
        line = msgspec.structs.replace(line, closed=serving.closed)
        found = claims.next_free(work.connection, line, work.now_ms, 1 if serving.capped else want)
        given += [view for free in found if (view := _take_free(work, principal, free, request.mode)) is not None]
        if not (serving.capped and found):
            break
        # A cap may be reached by this one.
        serving.took(cases.load_many(work.connection, [found[0].number])[found[0].number])
        want -= 1
    return ClaimAnswer((*held, *given))


def _next_senior(
    work: UnitOfWork,
    principal: Principal,
    serving: Serving,
    request: ClaimRequest,
    want: int,
    offline: OfflinePolicy | None,
) -> ClaimAnswer:
    require(principal, Capability.ESCALATION_RESOLVE)
    viewer = principal.viewer
    where = and_(cases.awaiting(viewer), cases.visible(viewer), cases.free_for(principal.user_id), serving.given())
    if offline is not None:
        where = and_(where, cases.may_go_offline(work.now_ms, offline))
    found = claims.next_where(work.connection, where, work.now_ms, want)
    views = (_take_free(work, principal, free, request.mode) for free in found)
    return ClaimAnswer(tuple(view for view in views if view is not None))


def _in_hand(work: UnitOfWork, principal: Principal) -> tuple[ClaimView, ...]:
    """The leases that a served person has: they are told again before a new case is given, so that an answer that was
    lost is no way to more of them. Those of another seat of the same person are taken over."""
    numbers = claims.live_of(work.connection, principal.user_id, work.now_ms)
    found = cases.load_many(work.connection, numbers)
    views = (
        _own_live(found[number], principal, ClaimMode.ONLINE, work)
        or _take(work, principal, found[number], ClaimMode.ONLINE)
        for number in numbers
    )
    return tuple(view for view in views if view is not None)


def _offline_room(work: UnitOfWork, principal: Principal, request: ClaimRequest) -> int:
    """How many more leases this person may be given at once."""
    if request.mode is ClaimMode.ONLINE:
        return MAX_WANTED
    return room_left(claims.offline_held(work.connection, principal.user_id, work.now_ms), work.policy.offline)


def _obstacle(stored: StoredCase, principal: Principal, offline: OfflinePolicy | None, work: UnitOfWork) -> Code | None:
    """Why this person may not have this case now; None where nothing stands in the way. `offline`: what goes along, for
    a lease that holds without the server."""
    record, now = stored.record, work.now
    if not may_see(record, principal.viewer):
        return Code.NOT_FOUND
    if record.state in (CaseState.CLOSED, CaseState.WITHDRAWN):
        return Code.CASE_CLOSED
    if record.state is CaseState.ESCALATED:
        raised_by = record.escalation.raised_by if record.escalation else principal.user_id
        if not may_resolve(principal.roles, principal.user_id, raised_by):
            return Code.FORBIDDEN
    if record.claim is not None and is_live(record.claim, now) and record.claim.owner_id != principal.user_id:
        return Code.CLAIMED_BY_OTHER
    if record.work.snooze is not None and is_away(record.work.snooze.until, now):
        return Code.SNOOZED
    theirs = record.work.assigned_to not in (None, principal.user_id)
    if theirs and not principal.can(Capability.CASE_ASSIGN):
        return Code.ASSIGNED_TO_OTHER
    if offline is not None:
        if offline.only is not None and record.facts.case_type not in offline.only:
            return Code.OFFLINE_NOT_ALLOWED
        due, priority = stored.effective_due_at, record.facts.priority
        refusal = offline_refusal(now, due, priority, offline)
        return BY_CODE[refusal.value] if refusal is not None else None
    return None


def _own_live(stored: StoredCase, principal: Principal, mode: ClaimMode, work: UnitOfWork) -> ClaimView | None:
    """The lease that this seat already has; another seat of the same person takes the case over instead."""
    held = stored.record.claim
    if held is None or held.owner_id != principal.user_id or not is_live(held, work.now):
        return None
    if stored.claim_device != principal.device_id:
        return None
    if mode is ClaimMode.OFFLINE and stored.claim_mode != mode.value:
        return None
    return _view(held)


def _take(work: UnitOfWork, principal: Principal, stored: StoredCase, mode: ClaimMode) -> ClaimView | None:
    until, end = _span(work, stored.effective_due_at, mode)
    before = stored.record.claim
    own = before if before is not None and is_live(before, work.now) and before.owner_id == principal.user_id else None
    if own is not None and mode is ClaimMode.OFFLINE and stored.claim_device == principal.device_id:
        new = msgspec.structs.replace(own, expires_at=until, hard_until=end, mode=mode)
        taken = claims.take_along(work.connection, stored.number, new)
    else:
        # Another seat of the same person: both are told of the hand-over.
        from_device = own.device_id if own is not None else None
        new = _lease(work, principal, stored.record.case_id, stored.fence, until, end, mode, from_device)
        taken = claims.take(work.connection, stored.number, new, work.now_ms)
    return _taken(work, principal, new, stored.record.rev + 1, stored.vendor) if taken else None


def _take_free(work: UnitOfWork, principal: Principal, free: FreeCase, mode: ClaimMode) -> ClaimView | None:
    """A case of the line, of which no more is known than a lease needs."""
    until, end = _span(work, from_ms(free.effective_due_ms), mode)
    new = _lease(work, principal, cases.case_id(free.number), free.fence, until, end, mode)
    taken = claims.take(work.connection, free.number, new, work.now_ms)
    return _taken(work, principal, new, free.rev + 1, free.vendor) if taken else None


def _take_first(work: UnitOfWork, principal: Principal, line: Line) -> ClaimView | None:
    """The first case of the line, as most ask for it: found and taken at once."""
    end = hard_limit(work.now)
    lease = _lease(work, principal, "", 0, first_expiry(work.now, end), end, ClaimMode.ONLINE)
    taken = claims.take_first(work.connection, line, lease, work.now_ms)
    if taken is None:
        return None
    new = msgspec.structs.replace(lease, case_id=cases.case_id(taken.number), fence=taken.fence)
    return _taken(work, principal, new, taken.rev, taken.vendor)


def _span(work: UnitOfWork, effective_due: datetime, mode: ClaimMode) -> tuple[datetime, datetime]:
    """When a lease taken now runs out, and to when it can be renewed at most."""
    if mode is ClaimMode.OFFLINE:
        # Nobody can renew without the server, so it runs to its end at once.
        end = lease_end(work.now, effective_due, work.policy.offline)
        return end, end
    end = hard_limit(work.now)
    return first_expiry(work.now, end), end


def _lease(
    work: UnitOfWork,
    principal: Principal,
    name: str,
    fence: int,
    until: datetime,
    end: datetime,
    mode: ClaimMode,
    from_device: str | None = None,
) -> Claim:
    return Claim(
        case_id=name,
        claim_id=uuid7(work.now_ms, secrets.token_bytes(10)),
        owner_id=principal.user_id,
        fence=fence + 1,
        expires_at=until,
        hard_until=end,
        mode=mode,
        device_id=principal.device_id,
        from_device=from_device,
    )


def _taken(work: UnitOfWork, principal: Principal, new: Claim, rev: int, vendor: str | None) -> ClaimView:
    """Tell everybody of a lease that was given."""
    work.touch("case", new.case_id, rev, vendor)
    told: dict[str, str | int] = {"fence": new.fence, "mode": new.mode.value}
    told |= {"from_device": new.from_device} if new.from_device is not None else {}
    work.audit(principal.user_id, "case.claim", "case", new.case_id, **told)
    return _view(new)


def _view(held: Claim) -> ClaimView:
    return ClaimView(held.case_id, held.claim_id, held.fence, held.expires_at, held.hard_until, held.mode.value)


def renew(storage: Storage, principal: Principal, wanted: Sequence[HeldClaim]) -> tuple[ClaimTurn, ...]:
    """Let leases run on for another half hour, never beyond their hard end; `lease_lost` for those that are gone.
    An expired lease that nobody took since is still renewed."""
    require(principal, Capability.CASE_CLAIM)
    with storage.write() as work:
        held = claims.held(work.connection, principal.user_id, [item.claim_id for item in wanted])
        turns = []
        for item in wanted:
            lease = held.get(item.claim_id)
            if lease is None or lease.fence != item.fence or lease.hard_until_ms <= work.now_ms:
                turns.append(ClaimTurn(item.claim_id, Code.LEASE_LOST.code))
                continue
            until_ms = max(lease.until_ms, to_ms(first_expiry(work.now, from_ms(lease.hard_until_ms))))
            claims.prolong(work.connection, lease.number, item.claim_id, item.fence, until_ms)
            turns.append(ClaimTurn(item.claim_id, "renewed", from_ms(until_ms)))
        return tuple(turns)


def release(storage: Storage, principal: Principal, wanted: Sequence[HeldClaim]) -> tuple[ClaimTurn, ...]:
    """Give leases back; `lease_lost` for those that are not one's own any more."""
    require(principal, Capability.CASE_CLAIM)
    with storage.write() as work:
        held = claims.held(work.connection, principal.user_id, [item.claim_id for item in wanted])
        turns = []
        for item in wanted:
            lease = held.pop(item.claim_id, None)
            if lease is None or lease.fence != item.fence:
                turns.append(ClaimTurn(item.claim_id, Code.LEASE_LOST.code))
                continue
            claims.give_back(work.connection, lease.number, item.claim_id, item.fence)
            name = cases.case_id(lease.number)
            work.touch("case", name, lease.rev + 1, lease.vendor)
            work.audit(principal.user_id, "case.release", "case", name, fence=item.fence)
            turns.append(ClaimTurn(item.claim_id, "released"))
        return tuple(turns)
