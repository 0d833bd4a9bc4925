"""Delivering webhooks: at least once, in no promised order. Claimed in one transaction, sent in none, settled in the
next, so that no transaction waits for a stranger."""

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from app.domain.webhook import GONE, is_over, next_wait_ms
from app.server.connectors.webhook_http import Send, Sent
from app.server.security import webhook_signature
from app.server.storage import webhooks
from app.server.storage.unit_of_work import Storage, UnitOfWork
from app.server.storage.webhooks import Due, Endpoint
from app.server.usecases.outgoing import announce_labels, forget_old
from app.server.usecases.session import new_id
from app.server.usecases.webhooks import switch_off

AT_ONCE, EACH = 8, 4
LEASE = timedelta(seconds=50)
_MS = timedelta(milliseconds=1)
THE_SERVER = "server"  # who it was that switched an endpoint off


def deliver(storage: Storage, send: Send, draw: random.Random | None = None) -> bool:
    """One step: tell endpoints of new labels, and try what is due, up to eight deliveries side by side; whether more
    is left. Lasts no longer than one attempt may."""
    with storage.write() as work:
        more_labels = announce_labels(work)
        claimed = webhooks.due(work.connection, work.now_ms, work.now_ms + LEASE // _MS, EACH, AT_ONCE)
        now_s = work.now_ms // 1000
    if not claimed:
        return more_labels
    if len(claimed) == 1:
        sent = [_send(send, claimed[0], now_s)]
    else:
        with ThreadPoolExecutor(len(claimed), thread_name_prefix="webhooks") as pool:
            sent = list(pool.map(lambda one: _send(send, one, now_s), claimed))
    _settle(storage, claimed, sent, draw or random.SystemRandom())
    return True


def forget(work: UnitOfWork) -> bool:
    """Remove what is kept no longer; whether more is left."""
    return forget_old(work)


def _send(send: Send, one: Due, now_s: int) -> Sent:
    return send(one.url, one.body, webhook_signature.headers(one.secrets, one.message_id, now_s, one.body))


def _settle(storage: Storage, claimed: Sequence[Due], sent: Sequence[Sent], draw: random.Random) -> None:
    with storage.write() as work:
        for one, came in sorted(zip(claimed, sent, strict=True), key=lambda pair: pair[0].endpoint_id):
            known = webhooks.endpoint(work.connection, one.endpoint_id, for_update=True)
            if known is None:
                continue  # taken away meanwhile, with its log
            webhooks.add_attempt(
                work.connection,
                attempt_id=new_id(work.now_ms),
                delivery_id=one.delivery_id,
                at=work.now_ms,
                status=came.status,
                error=came.error,
                took_ms=came.took_ms,
            )
            _settle_one(work, known, one, came, draw)


def _settle_one(work: UnitOfWork, known: Endpoint, one: Due, came: Sent, draw: random.Random) -> None:
    attempts = one.attempts + 1
    if came.taken:
        webhooks.settle(work.connection, one.delivery_id, webhooks.DELIVERED, attempts, None)
        if known.failing_since is not None:
            webhooks.change_endpoint(work.connection, one.endpoint_id, failing_since=None)
        return
    wait = next_wait_ms(attempts, draw.random(), came.retry_after_ms)
    if wait is None:
        webhooks.settle(work.connection, one.delivery_id, webhooks.FAILED, attempts, None)
    else:
        webhooks.settle(work.connection, one.delivery_id, webhooks.WAITING, attempts, work.now_ms + wait)
    if known.disabled_at is not None:
        webhooks.fail_waiting(work.connection, one.endpoint_id)
        return
    gone = came.status == GONE
    if gone or is_over(known.failing_since, work.now_ms):
        reason = "gone" if gone else "failing"
        switch_off(work, one.endpoint_id, reason)
        work.audit(THE_SERVER, "webhook.disabled", "webhook", one.endpoint_id, reason=reason)
    elif known.failing_since is None:
        webhooks.change_endpoint(work.connection, one.endpoint_id, failing_since=work.now_ms)
