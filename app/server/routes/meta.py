"""What a client asks first."""

from typing import Literal

import msgspec

from app.contract import paths
from app.contract.problems import Code
from app.contract.session import Meta
from app.server.routes.deps import Call, route
from app.server.usecases import meta, scope_counts


class MetaQuery(msgspec.Struct, frozen=True):
    """`counts=scope` asks for what this seat should hold, counted by the server; `cursor` is where the seat stands in
    the feed (absent: at its head)."""

    counts: Literal["scope"] | None = None
    cursor: str | None = None


@route(
    "GET",
    paths.META,
    summary="Versions, limits, the server's time, and on request what this seat should hold",
    tag="Meta",
    query=MetaQuery,
    answers={200: Meta},
    problems=(
        Code.FORBIDDEN,
        Code.CURSOR_MALFORMED,
        Code.CURSOR_EXPIRED,
        Code.HISTORY_DIVERGED,
        Code.SCOPE_CHANGED,
    ),
)
def get_meta(call: Call[None]) -> Meta:
    key = call.services.audit_key
    # What is true of the server itself is told to everybody alike, whatever of its rows they may see.
    told = meta.meta(call.services.storage, call.settings, key.public if key else None)
    if call.query.counts is None:
        return told
    return msgspec.structs.replace(told, counts=scope_counts.counts(call.storage, call.who, call.query.cursor))


ROUTES = [get_meta]
