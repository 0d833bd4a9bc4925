"""Tokens of services: made, rotated with an overlap, listed, revoked. Whoever runs the program comes without a
principal; everybody else needs `service.manage`."""

from datetime import datetime

from app.contract.problems import Code, ProblemItem
from app.contract.service_tokens import (
    MOST_LISTED,
    USUAL_DAYS,
    ServiceTokenMade,
    ServiceTokenOrder,
    ServiceTokenPage,
    ServiceTokenRotation,
    ServiceTokenView,
)
from app.domain.role_rules import GRANTABLE
from app.domain.roles import Capability, Role
from app.domain.text import unwelcome_characters
from app.server.security.principal import OPERATOR, Principal
from app.server.security.tokens import SERVICE_PREFIX, new_opaque, token_hash
from app.server.storage import people, service_tokens
from app.server.storage.service_tokens import ServiceTokenRow
from app.server.storage.unit_of_work import Storage, StorageBusy, UnitOfWork, from_ms
from app.server.usecases.refusal import Refused, require
from app.server.usecases.session import new_id

DAY_MS, HOUR_MS = 86_400_000, 3_600_000
LONGEST_LABEL = 120


def listed(storage: Storage, who: Principal | None) -> ServiceTokenPage:
    """Every token, good or not. Raises Refused (forbidden)."""
    _may(who)
    with storage.read() as connection:
        found = service_tokens.listed(connection, MOST_LISTED + 1)
    return ServiceTokenPage(tuple(_view(row) for row in found[:MOST_LISTED]), len(found) > MOST_LISTED)


def make(storage: Storage, who: Principal | None, order: ServiceTokenOrder) -> ServiceTokenMade:
    """A new token of a service. Raises Refused (forbidden, invalid)."""
    by = _may(who)
    errors = _faults(order)
    if errors:
        raise Refused(Code.INVALID, errors=errors)
    with storage.write() as work:
        user = people.user_by_name(work.connection, order.service)
        if user is None or Role.AGENT_SERVICE not in user.roles:
            raise Refused(Code.INVALID, errors=(ProblemItem("/service", "unknown_service", "no service of that name"),))
        scopes = None if order.scopes is None else tuple(sorted(set(order.scopes)))
        return issue(work, by, user.user_id, order.label, scopes, order.days)


def rotate(storage: Storage, who: Principal | None, token_id: str, told: ServiceTokenRotation) -> ServiceTokenMade:
    """A new token in the place of one that is still good, which lives on for the overlap, so that the service can be
    given the new one without a gap. Raises Refused (forbidden, not_found, token_ended)."""
    by = _may(who)
    with storage.write() as work:
        old = _find(work, token_id)
        if not old.live(work.now_ms):
            raise Refused(Code.TOKEN_ENDED)
        until = work.now_ms + told.overlap_hours * HOUR_MS
        service_tokens.change(work.connection, token_id, expires_at=min(until, old.expires_at or until))
        return issue(work, by, old.user_id, old.label, old.scopes, told.days, replaces=token_id)


def revoke(storage: Storage, who: Principal | None, token_id: str) -> ServiceTokenView:
    """End a token at once. Twice is once. Raises Refused (forbidden, not_found)."""
    by = _may(who)
    with storage.write() as work:
        row = _find(work, token_id)
        if row.revoked_at is None:
            service_tokens.change(work.connection, token_id, revoked_at=work.now_ms)
            work.audit(by, "service_token.revoked", "token", token_id, service=row.user_id)
        return _view(_find(work, token_id))


def issue(
    work: UnitOfWork,
    by: str,
    user_id: str,
    label: str = "",
    scopes: tuple[str, ...] | None = None,
    days: int = USUAL_DAYS,
    *,
    replaces: str | None = None,
) -> ServiceTokenMade:
    """A new token inside a writing transaction."""
    token, token_id = new_opaque(SERVICE_PREFIX), new_id(work.now_ms)
    service_tokens.add(
        work.connection,
        token_hash(token),
        token_id=token_id,
        user_id=user_id,
        label=label,
        scopes=scopes,
        by=by,
        now_ms=work.now_ms,
        expires_at=work.now_ms + days * DAY_MS,
        replaces=replaces,
    )
    action = "service_token.made" if replaces is None else "service_token.rotated"
    work.audit(by, action, "token", token_id, service=user_id, replaces=replaces, days=days)
    return ServiceTokenMade(token, _view(_find(work, token_id)))


def note_use(storage: Storage, token_id: str) -> None:
    """Write down that a token was used. A database that is busy is left alone: the next use tells as much."""
    try:
        with storage.write() as work:
            service_tokens.seen(work.connection, token_id, work.now_ms)
    except StorageBusy:
        return


def _may(who: Principal | None) -> str:
    if who is None:
        return OPERATOR
    require(who, Capability.SERVICE_MANAGE)
    return who.user_id


def _faults(order: ServiceTokenOrder) -> tuple[ProblemItem, ...]:
    known = {capability.value for capability in GRANTABLE[Role.AGENT_SERVICE]}
    found = [
        ProblemItem(f"/scopes/{n}", "unknown_scope", f"one of {', '.join(sorted(known))}")
        for n, scope in enumerate(order.scopes or ())
        if scope not in known
    ]
    if order.scopes is not None and not order.scopes:
        found.append(ProblemItem("/scopes", "empty", "a token without a scope is good for nothing"))
    if len(order.label) > LONGEST_LABEL or unwelcome_characters(order.label):
        found.append(ProblemItem("/label", "length", f"at most {LONGEST_LABEL} characters, no control characters"))
    return tuple(found)


def _find(work: UnitOfWork, token_id: str) -> ServiceTokenRow:
    row = service_tokens.find(work.connection, token_id)
    if row is None:
        raise Refused(Code.NOT_FOUND)
    return row


def _view(row: ServiceTokenRow) -> ServiceTokenView:
    def at(ms: int | None) -> datetime | None:
        return None if ms is None else from_ms(ms)

    return ServiceTokenView(
        row.token_id,
        row.user_name,
        row.label,
        row.scopes,
        from_ms(row.created_at),
        row.created_by,
        at(row.expires_at),
        at(row.last_used_at),
        at(row.revoked_at),
        row.replaces,
    )
