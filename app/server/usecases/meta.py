"""What a client asks first, and how the server is."""

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from app.contract import limits
from app.contract.session import Meta
from app.contract.version import API_MAX, API_MIN, COMMAND_SCHEMAS, MIN_CLIENT
from app.server.config import Settings
from app.server.storage import schema, state
from app.server.storage import tables as t
from app.server.storage.unit_of_work import Storage

Labels = tuple[tuple[str, str], ...]
POLICY_REV = 1


def meta(storage: Storage, settings: Settings, audit_key: str | None = None) -> Meta:
    """Epoch, time, versions and limits."""
    with storage.read() as connection:
        epoch = state.read(connection, state.EPOCH) or ""
        head = connection.execute(select(func.max(t.feed.c.feed_seq))).scalar() or 0
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
    )


def ready(storage: Storage) -> bool:
    """True where the database answers and has tables that this program works with."""
    try:
        return schema.fits(storage.engine)
    except SQLAlchemyError:
        return False


def gauges(storage: Storage) -> dict[str, dict[Labels, float]]:
    """Figures of this moment for /metrics: name → labels → value."""
    with storage.read() as connection:
        counts = connection.execute(select(t.cases.c.state, func.count()).group_by(t.cases.c.state)).all()
        head = connection.execute(select(func.max(t.feed.c.feed_seq))).scalar() or 0
    return {
        "footplate_cases": {(("state", row[0]),): float(row[1]) for row in counts},
        "footplate_feed_head": {(): float(head)},
    }
