"""GET /v1/exports/{what}: labels, reviews, the training set and scorecards (the audit trail has a file of its own)."""

from typing import Annotated, Any

import msgspec

from app.contract import paths
from app.contract.problems import Code
from app.server.routes.deps import JSON, NDJSON, Answer, Call, Streamed, route
from app.server.usecases import exports
from app.server.usecases.refusal import Refused

# format → (media type, ending of the file's name)
_KINDS = {
    "jsonl": (NDJSON, "jsonl"),
    "csv": ("text/csv", "csv"),
    "parquet": ("application/vnd.apache.parquet", "parquet"),
    "label-studio": (JSON, "json"),
    "label-studio-config": ("application/xml", "xml"),
}


class ExportQuery(msgspec.Struct, frozen=True):
    """`format` of a whole export, and for scorecards how many `days`, today included; or, for labels, `cursor` (empty
    for the beginning) and `limit` of the feed."""

    format: str = "jsonl"
    cursor: Annotated[str, msgspec.Meta(max_length=128)] | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 500
    days: Annotated[int, msgspec.Meta(ge=1, le=366)] = exports.USUAL_DAYS


@route(
    "GET",
    paths.export("{what}"),
    summary="Labels, reviews, the training set or scorecards",
    tag="Exports",
    query=ExportQuery,
    words={"what": tuple(exports.FORMATS)},
    answers={200: exports.LabelPage | list[dict[str, Any]]},
    raw_answers={200: {kind: {"type": "string"} for kind, _ in _KINDS.values() if kind != JSON}},
    problems=(Code.NOT_FOUND, Code.NOT_ACCEPTABLE, Code.FORBIDDEN, Code.CURSOR_MALFORMED),
    description="With `cursor`, labels come as pages of a continuous feed, every revision of each; else as one"
    " streamed file of those in force. `format` is jsonl, csv or parquet, for labels also label-studio (tasks to"
    " import) and label-studio-config (the labelling configuration that they need). In CSV, text that a spreadsheet"
    " might read as a formula has an apostrophe before it. No label leaves while its author may still undo it.",
)
def export(call: Call[Any]) -> Streamed | Answer:
    what, query = call.path["what"], call.query
    if query.cursor is not None:
        if what != "labels":
            raise Refused(Code.NOT_FOUND)
        page = exports.label_feed(call.storage, call.who, query.cursor, query.limit)
        return Answer(page)
    pieces = exports.export(call.storage, call.who, what, query.format, query.days)
    media_type, ending = _KINDS[query.format]
    return Streamed(pieces, media_type, {"Content-Disposition": f'attachment; filename="{what}.{ending}"'})


ROUTES = [export]
