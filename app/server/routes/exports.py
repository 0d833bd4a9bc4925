"""GET /v1/exports/{what}: labels and reviews (the audit trail has a file of its own)."""

from typing import Annotated, Any

import msgspec

from app.contract import paths
from app.contract.problems import Code
from app.server.routes.deps import NDJSON, Answer, Call, Streamed, route
from app.server.usecases import exports
from app.server.usecases.refusal import Refused


class ExportQuery(msgspec.Struct, frozen=True):
    """`format` of a whole export; or, for labels, `cursor` (empty for the beginning) and `limit` of the feed."""

    format: str = "jsonl"
    cursor: Annotated[str, msgspec.Meta(max_length=128)] | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 500


@route(
    "GET",
    paths.export("{what}"),
    summary="Labels or reviews",
    tag="Exports",
    query=ExportQuery,
    words={"what": tuple(exports.FORMATS)},
    answers={200: exports.LabelPage | list[dict[str, Any]]},
    raw_answers={200: {NDJSON: {"type": "string"}}},
    problems=(Code.NOT_FOUND, Code.NOT_ACCEPTABLE, Code.FORBIDDEN, Code.CURSOR_MALFORMED),
    description="With `cursor`, labels come as pages of a continuous feed; else as one streamed file.",
)
def export(call: Call[Any]) -> Streamed | Answer:
    what, query = call.path["what"], call.query
    if query.cursor is not None:
        if what != "labels":
            raise Refused(Code.NOT_FOUND)
        page = exports.label_feed(call.storage, call.who, query.cursor, query.limit)
        return Answer(page)
    pieces = exports.export(call.storage, call.who, what, query.format)
    name = f'attachment; filename="{what}.{"json" if query.format == "label-studio" else "jsonl"}"'
    media_type = "application/json" if query.format == "label-studio" else NDJSON
    return Streamed(pieces, media_type, {"Content-Disposition": name})


ROUTES = [export]
