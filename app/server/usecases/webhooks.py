"""Endpoints of webhooks: who may name them, what they are sent, their secrets, their log, and sending again."""

import msgspec

from app.contract.problems import Code, ProblemItem
from app.contract.webhooks import (
    LONGEST_DESCRIPTION,
    AttemptView,
    DeliveryPage,
    DeliveryView,
    EndpointChange,
    EndpointPage,
    EndpointSecret,
    EndpointView,
    NewEndpoint,
    ProbeSent,
    Replay,
    Replayed,
)
from app.domain.roles import Capability
from app.domain.text import unwelcome_characters
from app.domain.webhook import CHOSEN, MOST_ENDPOINTS, EventType
from app.server.config import Settings
from app.server.connectors.addresses import BadAddress, read_url
from app.server.security.principal import Principal
from app.server.security.webhook_signature import new_secret
from app.server.storage import webhooks
from app.server.storage.unit_of_work import Storage, UnitOfWork, from_ms, to_ms
from app.server.storage.webhooks import Endpoint
from app.server.usecases.outgoing import announce
from app.server.usecases.refusal import Refused, require
from app.server.usecases.session import new_id

REPLAYED_AT_ONCE = 1_000
BY_HAND, HOUR_MS = "by_hand", 3_600_000
_WORDS = {
    "url": "an http or https address without a name, a password or a fragment",
    "https_only": "https, except in a network that FOOTPLATE_WEBHOOK_NETWORKS allows",
    "address_refused": "an address inside: FOOTPLATE_WEBHOOK_NETWORKS allows none of it",
}


def list_endpoints(storage: Storage, who: Principal) -> EndpointPage:
    """All endpoints, oldest first. Raises Refused (forbidden)."""
    require(who, Capability.WEBHOOK_MANAGE)
    now_ms = to_ms(storage.clock())
    with storage.read() as connection:
        found = webhooks.endpoints(connection)
        secrets = webhooks.secrets_of(connection, [one.endpoint_id for one in found], now_ms)
        waiting = webhooks.waiting_by_endpoint(connection)
    shown = (_view(one, len(secrets.get(one.endpoint_id, ())), waiting.get(one.endpoint_id, 0)) for one in found)
    return EndpointPage(tuple(shown))


def add(storage: Storage, settings: Settings, who: Principal, told: NewEndpoint) -> EndpointSecret:
    """A new endpoint and its secret, which is told this once. Raises Refused (forbidden, invalid, too_many)."""
    require(who, Capability.WEBHOOK_MANAGE)
    _check(settings, told.url, told.description, told.event_types)
    with storage.write() as work:
        work.lock()  # so that two at once do not both find room
        if len(webhooks.endpoints(work.connection)) >= MOST_ENDPOINTS:
            raise Refused(Code.TOO_MANY_ENDPOINTS, f"at most {MOST_ENDPOINTS}")
        endpoint_id, secret = new_id(work.now_ms), new_secret()
        webhooks.add_endpoint(
            work.connection,
            endpoint_id=endpoint_id,
            url=told.url,
            event_types=_encoded(told.event_types),
            description=told.description,
            created_by=who.user_id,
            created_at=work.now_ms,
        )
        _add_secret(work, endpoint_id, secret)
        work.audit(who.user_id, "webhook.added", "webhook", endpoint_id)
        return EndpointSecret(_one(work, endpoint_id), secret)


def change(
    storage: Storage, settings: Settings, who: Principal, endpoint_id: str, told: EndpointChange
) -> EndpointView:
    """Another address or other types; on or off. Raises Refused (forbidden, not_found, invalid)."""
    require(who, Capability.WEBHOOK_MANAGE)
    _check(settings, told.url, told.description, told.event_types or ())
    with storage.write() as work:
        known = _known(work, endpoint_id)
        values: dict[str, object] = {}
        if told.url is not None:
            values |= {"url": told.url, "failing_since": None}
        if told.description is not None:
            values["description"] = told.description
        if told.event_types is not None:
            values["event_types"] = _encoded(told.event_types)
        if told.enabled is True and known.disabled_at is not None:
            values |= {"disabled_at": None, "disabled_reason": None, "failing_since": None}
        elif told.enabled is False and known.disabled_at is None:
            switch_off(work, endpoint_id, BY_HAND)
        if values:
            webhooks.change_endpoint(work.connection, endpoint_id, **values)
        what = ",".join(name for name in told.__struct_fields__ if getattr(told, name) is not None)
        work.audit(who.user_id, "webhook.changed", "webhook", endpoint_id, what=what, enabled=told.enabled)
        return _one(work, endpoint_id)


def switch_off(work: UnitOfWork, endpoint_id: str, reason: str) -> None:
    """Nothing more is sent to an endpoint; what waits for it has failed until it is sent again."""
    webhooks.change_endpoint(work.connection, endpoint_id, disabled_at=work.now_ms, disabled_reason=reason)
    webhooks.fail_waiting(work.connection, endpoint_id)


def remove(storage: Storage, who: Principal, endpoint_id: str) -> None:
    """Take an endpoint away with its secrets and its log. Raises Refused (forbidden, not_found)."""
    require(who, Capability.WEBHOOK_MANAGE)
    with storage.write() as work:
        _known(work, endpoint_id)
        webhooks.remove_endpoint(work.connection, endpoint_id)
        work.audit(who.user_id, "webhook.removed", "webhook", endpoint_id)


def rotate(storage: Storage, who: Principal, endpoint_id: str, overlap_hours: int) -> EndpointSecret:
    """A new secret, beside which the one before signs for a while. Raises Refused (forbidden, not_found)."""
    require(who, Capability.WEBHOOK_MANAGE)
    with storage.write() as work:
        _known(work, endpoint_id)
        until = work.now_ms + overlap_hours * HOUR_MS
        webhooks.end_secrets(work.connection, endpoint_id, work.now_ms, until)
        secret = new_secret()
        _add_secret(work, endpoint_id, secret)
        work.audit(who.user_id, "webhook.rotated", "webhook", endpoint_id, overlap_hours=overlap_hours)
        return EndpointSecret(_one(work, endpoint_id), secret, from_ms(until))


def test(storage: Storage, who: Principal, endpoint_id: str) -> EndpointView:
    """Send a message of the type webhook.test. Raises Refused (forbidden, not_found, endpoint_off)."""
    require(who, Capability.WEBHOOK_MANAGE)
    with storage.write() as work:
        announce(work, EventType.WEBHOOK_TEST, ProbeSent(endpoint_id), [_on(work, endpoint_id)])
        work.audit(who.user_id, "webhook.tested", "webhook", endpoint_id)
        return _one(work, endpoint_id)


def log(
    storage: Storage, who: Principal, endpoint_id: str, after: str | None, state: str | None, limit: int
) -> DeliveryPage:
    """What an endpoint was sent, newest first, with each attempt. Raises Refused (forbidden, not_found)."""
    require(who, Capability.WEBHOOK_MANAGE)
    with storage.read() as connection:
        if webhooks.endpoint(connection, endpoint_id) is None:
            raise Refused(Code.NOT_FOUND)
        found = webhooks.log(connection, endpoint_id, after or "", state or "", limit + 1)
        shown = found[:limit]
        attempts = webhooks.attempts_of(connection, [one.delivery_id for one in shown])
    return DeliveryPage(
        tuple(
            DeliveryView(
                delivery_id=one.delivery_id,
                message_id=one.message_id,
                event_type=EventType(one.event_type),
                created_at=from_ms(one.created_at),
                state=one.state,
                attempts=one.attempts,
                next_at=from_ms(one.next_at) if one.next_at is not None else None,
                replay=one.replay,
                log=tuple(
                    AttemptView(from_ms(each.at), each.status, each.error, each.took_ms)
                    for each in attempts.get(one.delivery_id, ())
                ),
            )
            for one in shown
        ),
        next_after=shown[-1].delivery_id if len(found) > limit else None,
    )


def replay(storage: Storage, who: Principal, endpoint_id: str, told: Replay) -> Replayed:
    """Send again, under the same message ids, so that the receiver tells what it has from what it lacks. Raises Refused
    (forbidden, not_found, invalid, endpoint_off)."""
    require(who, Capability.WEBHOOK_MANAGE)
    if told.since is None and not told.message_ids:
        raise Refused(Code.INVALID, errors=(ProblemItem("/since", "required", "since, or message_ids"),))
    with storage.write() as work:
        _on(work, endpoint_id)
        found = webhooks.to_replay(
            work.connection,
            endpoint_id,
            REPLAYED_AT_ONCE + 1,
            since_ms=to_ms(told.since) if told.since is not None else None,
            message_ids=told.message_ids,
            failed_only=told.failed_only,
        )
        shown = found[:REPLAYED_AT_ONCE]
        common = {"endpoint_id": endpoint_id, "created_at": work.now_ms, "next_at": work.now_ms, "replay": True}
        webhooks.add_deliveries(
            work.connection,
            [{"delivery_id": new_id(work.now_ms), "message_id": message_id} | common for message_id in shown],
        )
        work.audit(who.user_id, "webhook.replayed", "webhook", endpoint_id, count=len(shown))
    return Replayed(len(shown), len(found) > REPLAYED_AT_ONCE)


def _check(settings: Settings, url: str | None, description: str | None, kinds: tuple[EventType, ...]) -> None:
    errors: list[ProblemItem] = []
    if url is not None:
        try:
            read_url(url, settings.networks())
        except BadAddress as error:
            errors.append(ProblemItem("/url", error.code, _WORDS[error.code]))
    if description is not None and (len(description) > LONGEST_DESCRIPTION or unwelcome_characters(description)):
        errors.append(ProblemItem("/description", "length", f"up to {LONGEST_DESCRIPTION} characters"))
    if len(set(kinds)) != len(kinds):
        errors.append(ProblemItem("/event_types", "twice", "a type stands twice"))
    if errors:
        raise Refused(Code.INVALID, errors=tuple(errors))


def _encoded(kinds: tuple[EventType, ...]) -> str:
    return msgspec.json.encode(kinds or CHOSEN).decode()


def _add_secret(work: UnitOfWork, endpoint_id: str, secret: str) -> None:
    webhooks.add_secret(
        work.connection,
        secret_id=new_id(work.now_ms),
        endpoint_id=endpoint_id,
        secret=secret,
        created_at=work.now_ms,
    )


def _known(work: UnitOfWork, endpoint_id: str) -> Endpoint:
    found = webhooks.endpoint(work.connection, endpoint_id, for_update=True)
    if found is None:
        raise Refused(Code.NOT_FOUND)
    return found


def _on(work: UnitOfWork, endpoint_id: str) -> Endpoint:
    found = _known(work, endpoint_id)
    if found.disabled_at is not None:
        raise Refused(Code.ENDPOINT_OFF)
    return found


def _one(work: UnitOfWork, endpoint_id: str) -> EndpointView:
    secrets = webhooks.secrets_of(work.connection, [endpoint_id], work.now_ms)
    waiting = webhooks.waiting_by_endpoint(work.connection)
    return _view(_known(work, endpoint_id), len(secrets.get(endpoint_id, ())), waiting.get(endpoint_id, 0))


def _view(one: Endpoint, secrets: int, waiting: int) -> EndpointView:
    return EndpointView(
        endpoint_id=one.endpoint_id,
        url=one.url,
        event_types=one.event_types,
        description=one.description,
        created_at=from_ms(one.created_at),
        enabled=one.disabled_at is None,
        disabled_reason=one.disabled_reason,
        failing_since=from_ms(one.failing_since) if one.failing_since is not None else None,
        secrets=secrets,
        waiting=waiting,
    )
