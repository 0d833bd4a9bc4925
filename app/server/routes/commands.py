"""What people did, carried exactly once."""

from typing import Annotated

import msgspec

from app.contract import paths
from app.contract.commands import AppliedCommands, Command, CommandAnswer, CommandResult, Sequence
from app.contract.limits import BATCH_BYTES, BATCH_COMMANDS, COMMAND_BODY_BYTES, JSON_INTEGER
from app.contract.problems import BY_CODE, CONTENT_TYPE, Code, problem
from app.domain.rates import Kind
from app.server.routes.deps import Answer, Call, route
from app.server.usecases import commands

_FATES = (
    Code.FORBIDDEN,
    Code.FOREIGN_AUTHOR,
    Code.NOT_FOUND,
    Code.LEASE_LOST,
    Code.CONTESTED,
    Code.CASE_WITHDRAWN,
    Code.STALE_EVIDENCE,
    Code.ALREADY_ESCALATED,
    Code.NOT_YOURS_TO_RESOLVE,
    Code.WORK_INVALID,
    Code.CASE_CLOSED,
    Code.CLAIMED_BY_OTHER,
    Code.ASSIGNED_TO_OTHER,
    Code.ORDER,
    Code.COMMAND_ID_REUSE,
    Code.COMMAND_SCHEMA,
    Code.MUST_ESCALATE,
    Code.REVIEW_INVALID,
    Code.LABEL_CONTRADICTS_DECISION,
)

# The bodies are read raw, so that one broken command spoils only itself; what a sound one looks like is told here.
_COMMAND = msgspec.json.schema_components([Command])[1]["Command"]
# A broken command doesn't spoil the batch: it is answered as rejected.
_ANY = {"anyOf": [_COMMAND, {}]}
_BATCH = {
    "type": "object",
    "properties": {
        "device_id": {"type": "string"},
        "batch_id": {"type": "string"},
        "commands": {"type": "array", "minItems": 1, "maxItems": BATCH_COMMANDS, "items": _ANY},
    },
    "required": ["device_id", "batch_id", "commands"],
    "additionalProperties": False,
}
_SINGLE = {
    "type": "object",
    "properties": {"device_id": {"type": "string"}, "command": _COMMAND},
    "required": ["device_id", "command"],
    "additionalProperties": False,
}


class AppliedQuery(msgspec.Struct, frozen=True):
    """The numbers asked about, both within; `device_id`: the seat where they were given, if not the one that asks."""

    device_id: Annotated[str, msgspec.Meta(max_length=36)] | None = None
    first: Sequence = 1
    last: Sequence = JSON_INTEGER


@route(
    "POST",
    paths.COMMANDS,
    summary="Send up to a hundred commands",
    description="Each command has its own result; the status is 200 as soon as the batch itself could be read.",
    tag="Commands",
    body=bytes,
    body_schema=_BATCH,
    most=BATCH_BYTES,
    answers={200: CommandAnswer},
    problems=(Code.FORBIDDEN,),
    counted=Kind.SYNC,
)
def send_commands(call: Call[bytes]) -> CommandAnswer:
    return commands.batch(call.storage, call.who, commands.read_batch(call.body))


@route(
    "PUT",
    paths.command("{command_id}"),
    summary="Send one command",
    description="Answers with the status that the command got; a problem holds the command's result under `result`.",
    tag="Commands",
    body=bytes,
    body_schema=_SINGLE,
    most=COMMAND_BODY_BYTES + 16 * 1024,
    answers={200: CommandResult},
    problems=_FATES,
    counted=Kind.SYNC,
    asks_along=True,
)
def send_command(call: Call[bytes]) -> Answer:
    command_id = call.path["command_id"]
    sent = commands.read_single(call.body)
    result = commands.single(call.storage, call.who, command_id, sent)
    if result.http == 200:
        return Answer(result)
    told = problem(
        BY_CODE[result.code],
        result.detail,
        instance=paths.command(command_id),
        trace_id=call.trace_id,
        errors=result.errors,
    )
    headers = {"Retry-After": str(-(-result.retry_after_ms // 1000))} if result.retry_after_ms else {}
    document = msgspec.to_builtins(told) | {"result": msgspec.to_builtins(result)}
    return Answer(document, status=result.http, headers=headers, media_type=CONTENT_TYPE)


@route(
    "GET",
    paths.command("{command_id}"),
    summary="What became of an own command",
    tag="Commands",
    answers={200: CommandResult},
    problems=(Code.UNKNOWN_COMMAND,),
    counted=Kind.SYNC,
)
def command_result(call: Call[None]) -> CommandResult:
    return commands.result_of(call.storage, call.who, call.path["command_id"])


@route(
    "GET",
    paths.COMMANDS,
    summary="Which own commands of a seat took effect",
    description="For a seat that has lost some of its work: of the numbers from `first` to `last`, those whose commands"
    " were applied. Where `through` is less than `last`, the rest is asked for from the next number on.",
    tag="Commands",
    query=AppliedQuery,
    answers={200: AppliedCommands},
    problems=(Code.FORBIDDEN,),
    counted=Kind.SYNC,
)
def applied_commands(call: Call[None]) -> AppliedCommands:
    return commands.applied(call.storage, call.who, call.query.device_id, call.query.first, call.query.last)


ROUTES = [send_commands, send_command, command_result, applied_commands]
