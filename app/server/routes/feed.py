"""Following the server: the snapshot, then the feed."""

from typing import Literal

import msgspec

from app.contract import paths
from app.contract.changes import ChangePage, SnapshotPage
from app.contract.problems import Code
from app.domain.rates import Kind
from app.domain.roles import Capability
from app.server.routes.deps import Call, route
from app.server.routes.limits import PageLimit
from app.server.usecases import feed, snapshot

_POSITION = (Code.CURSOR_MALFORMED, Code.CURSOR_EXPIRED, Code.HISTORY_DIVERGED, Code.SCOPE_CHANGED)


class ChangesQuery(msgspec.Struct, frozen=True):
    """Without a cursor the feed is told from its beginning. `keep`: ids of up to 50 cases, with commas between them,
    that a capped seat holds and its person has begun work on; they stay on it."""

    cursor: str | None = None
    limit: PageLimit | None = None
    keep: str = ""


class SnapshotQuery(msgspec.Struct, frozen=True):
    """`snapshot_id` and `after` from the page before; both absent for a new snapshot. `only`: the one entity that is
    told, the same for every page, where a seat has to read one anew. `keep`: as of the feed; it counts on the first
    page."""

    snapshot_id: str | None = None
    after: str | None = None
    limit: PageLimit | None = None
    only: Literal["case", "review"] | None = None
    keep: str = ""


@route(
    "GET",
    paths.CHANGES,
    summary="What changed since a cursor",
    tag="Sync",
    query=ChangesQuery,
    answers={200: ChangePage},
    problems=_POSITION,
    capability=Capability.CASE_READ,
    counted=Kind.SYNC,
)
def changes(call: Call[None]) -> ChangePage:
    asked: ChangesQuery = call.query
    page = feed.page(call.storage, call.who, asked.cursor, asked.limit, asked.keep)
    call.services.metrics.feed_page(page.head_lag)
    return page


@route(
    "GET",
    paths.SNAPSHOT,
    summary="Everything that a seat keeps, page by page",
    tag="Sync",
    query=SnapshotQuery,
    answers={200: SnapshotPage},
    problems=_POSITION,
    capability=Capability.CASE_READ,
    counted=Kind.SYNC,
)
def take_snapshot(call: Call[None]) -> SnapshotPage:
    asked: SnapshotQuery = call.query
    return snapshot.page(call.storage, call.who, asked.snapshot_id, asked.after, asked.limit, asked.only, asked.keep)


ROUTES = [changes, take_snapshot]
