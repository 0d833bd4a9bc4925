"""What a client asks first, and how the server is."""

import threading
import time

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import QueuePool

from app.contract import limits
from app.contract.session import Meta
from app.contract.version import API_MAX, API_MIN, COMMAND_SCHEMAS, MIN_CLIENT
from app.server.config import Settings
from app.server.security import packet_seal
from app.server.storage import figures, schema, state
from app.server.storage import tables as t
from app.server.storage.unit_of_work import Storage, to_ms

POLICY_REV = 1
_FRESH_SECONDS = 1.0


def meta(storage: Storage, settings: Settings, audit_key: str | None = None) -> Meta:
    """Epoch, time, versions and limits."""
    with storage.read() as connection:
        epoch = state.read(connection, state.EPOCH) or ""
        head = connection.execute(select(func.max(t.feed.c.feed_seq))).scalar() or 0
        packet_key = state.read(connection, state.PACKET_KEY)
    return Meta(
        server_epoch=epoch,
        now=storage.clock(),
        api={"min": API_MIN, "max": API_MAX},
        command_schemas=dict(COMMAND_SCHEMAS),
        limits=limits.published() | settings.published_limits(),
        policy_rev=POLICY_REV,
        feed_head=head,
        min_client=MIN_CLIENT,
        seat_cases={role.value: cap for role, cap in sorted(storage.policy.seat_cases.items())},
        recovery_key=settings.recovery_key or None,
        audit_key=audit_key,
        packet_key=packet_seal.public_of(packet_key) if packet_key else None,
    )


def ready(storage: Storage) -> bool:
    """True where the database answers and has tables that this program works with."""
    try:
        return schema.fits(storage.engine)
    except SQLAlchemyError:
        return False


class Gauges:
    """Figures of this moment for /metrics, counted at most once a second however many ask."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._lock = threading.Lock()
        self._counted_at = float("-inf")
        self._told: dict[str, figures.Series] = {}

    def now(self) -> dict[str, figures.Series]:
        """Name → labels → value. Raises StorageBusy."""
        with self._lock:
            if time.monotonic() - self._counted_at >= _FRESH_SECONDS:
                with self._storage.read() as connection:
                    self._told = figures.everything(connection, to_ms(self._storage.clock()))
                self._counted_at = time.monotonic()
            return self._told | self._pool()

    def _pool(self) -> dict[str, figures.Series]:
        pool = self._storage.engine.pool
        if not isinstance(pool, QueuePool):
            return {}
        used, idle = pool.checkedout(), pool.checkedin()
        return {
            "footplate_pool_connections": {(("state", "in_use"),): float(used), (("state", "idle"),): float(idle)},
            "footplate_pool_size": {(): float(pool.size())},
        }
