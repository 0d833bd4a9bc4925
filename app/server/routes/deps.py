"""What every handler is made of.

`route(...)` turns a plain function into a Litestar handler: it finds out who asks, checks the capability, reads the
body within its limit, takes it through the gate, runs the function in a worker thread and encodes what it returns.
The same declaration is the operation's entry in the OpenAPI document.
"""

import asyncio
import functools
import math
import secrets
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Generic, TypeVar

import msgspec
from litestar import Request, Response
from litestar.exceptions import InternalServerException
from litestar.handlers import HTTPRouteHandler
from litestar.response import Stream

from app.contract import gate, paths
from app.contract.problems import Code, ProblemItem
from app.domain.rates import Kind
from app.domain.roles import Capability, Role
from app.server.config import Settings
from app.server.connectors.confluence import open_wiki
from app.server.connectors.identity_provider import IdentityProvider
from app.server.observability import Log, Metrics
from app.server.routes.plain import plain
from app.server.routes.problems import answer_exception, trace_of
from app.server.security.audit_key import AuditKey
from app.server.security.principal import Principal
from app.server.security.rates import Buckets, InFlight, Uses
from app.server.storage.files import AttachmentStore
from app.server.storage.unit_of_work import Storage, StorageBusy, StorageConflict
from app.server.usecases.meta import Gauges
from app.server.usecases.refusal import Refused, require
from app.server.usecases.service_tokens import note_use
from app.server.usecases.session import Along, SessionKeys, authenticate, is_service_token, still_signed_in

__all__ = ["Answer", "Call", "Operation", "Refused", "Services", "Streamed", "require", "route"]

B = TypeVar("B")
T = TypeVar("T")
JSON = "application/json"
NDJSON = "application/x-ndjson"
SMALL_BODY = 64 * 1024
# Never too often asked: a proxy that heard 429 here would take a busy server for one that is down.
WATCHED = frozenset({paths.HEALTH, paths.READY, paths.METRICS})
CONFLICT_PAUSES_S = (0.01, 0.04, 0.16)


class Services:
    """What the running server shares between its requests."""

    def __init__(
        self,
        storage: Storage,
        settings: Settings,
        keys: SessionKeys,
        log: Log,
        metrics: Metrics,
        files: AttachmentStore,
        audit_key: AuditKey | None = None,
    ) -> None:
        self.storage, self.settings, self.keys, self.log, self.metrics = storage, settings, keys, log, metrics
        self.files, self.audit_key = files, audit_key
        self.pool = ThreadPoolExecutor(settings.threads, thread_name_prefix="work")
        self.buckets = Buckets(settings.rates(), time.monotonic)
        self.in_flight = InFlight(settings.service_bytes_in_flight)
        self.uses = Uses(time.monotonic)
        self.provider = IdentityProvider(settings.oidc_issuer) if settings.oidc_issuer else None
        self.wiki = open_wiki(settings)
        self.operations: list[Operation] = []
        self.stopping = threading.Event()
        self.gauges = Gauges(storage)


class Operation(msgspec.Struct, frozen=True):
    """One entry of the OpenAPI document. `answers`: status → type of its body (None: no body); `raw_answers`:
    status → media type → schema, for bodies that are not one JSON document of a type; `words`: the words that a
    parameter of the path may be; `counted`: with which other requests of a device this one is counted;
    `asks_along`: all that is read and written is in one writing transaction, which asks as well whether the sign-in
    goes on."""

    method: str
    path: str
    name: str
    summary: str
    tag: str
    body: Any = None
    body_schema: dict[str, Any] | None = None
    body_items: Any = None
    most_items: int = 0
    body_types: tuple[str, ...] = (JSON,)
    query: Any = None
    answers: dict[int, Any] = {}
    raw_answers: dict[int, dict[str, dict[str, Any]]] = {}
    problems: tuple[Code, ...] = ()
    signed_in: bool = True
    description: str = ""
    words: dict[str, tuple[str, ...]] = {}
    counted: Kind = Kind.USUAL
    capability: Capability | None = None
    asks_along: bool = False


class Call(Generic[B]):
    """One request as a handler sees it. `body` is decoded (raw bytes where the route asks for them), `query` the
    route's query struct, `path` the parameters of the address, `trace_id` the request's id in the log."""

    def __init__(
        self,
        services: Services,
        who: Principal | None,
        raw: bytes,
        path: dict[str, str],
        query: Any,
        address: str,
        media_type: str,
        trace_id: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.headers = headers or {}
        self.services, self.storage, self.settings = services, services.storage, services.settings
        self._who, self.raw, self.path, self.query = who, raw, path, query
        self.address, self.media_type, self.trace_id = address, media_type, trace_id
        self.body: B

    def enter(self, who: Principal, storage: Storage | None = None) -> None:
        """This person is signed in now, and sees no more of the database than that person may."""
        self._who = who
        self.storage = (storage or self.services.storage).within(who.viewer.confined_to)

    @property
    def who(self) -> Principal:
        """The signed-in principal; only on routes that ask for one."""
        if self._who is None:
            raise Refused(Code.UNAUTHENTICATED)
        return self._who


class Answer(msgspec.Struct, frozen=True):
    """An answer other than 200 with a JSON body. `body` None: no body; bytes go out as they are."""

    body: Any = None
    status: int = 200
    headers: dict[str, str] = {}
    media_type: str = JSON


class Streamed(msgspec.Struct, frozen=True):
    """An answer told piece by piece; the pieces are made in a worker thread."""

    pieces: Iterator[bytes]
    media_type: str
    headers: dict[str, str] = {}
    status: int = 200


def route(
    method: str,
    path: str,
    *,
    summary: str,
    tag: str,
    body: Any = None,
    body_schema: dict[str, Any] | None = None,
    body_items: Any = None,
    most_items: int = 0,
    body_types: tuple[str, ...] = (JSON,),
    most: int = SMALL_BODY,
    query: type[msgspec.Struct] | None = None,
    answers: dict[int, Any] | None = None,
    raw_answers: dict[int, dict[str, dict[str, Any]]] | None = None,
    problems: tuple[Code, ...] = (),
    capability: Capability | None = None,
    signed_in: bool = True,
    description: str = "",
    words: dict[str, tuple[str, ...]] | None = None,
    counted: Kind = Kind.USUAL,
    asks_along: bool = False,
) -> Callable[[Callable[[Call[Any]], Any]], HTTPRouteHandler]:
    """Make a handler of a plain function `Call → struct | Answer | Streamed`.

    `path` as in OpenAPI ("/v1/cases/{case_id}"); `body` the type that the gate decodes, or `bytes` for a handler that
    reads the raw body itself (then `body_schema` describes it, or `body_items` the kind of its `most_items` items);
    `most` the largest body in bytes.
    """

    def make(work: Callable[[Call[Any]], Any]) -> HTTPRouteHandler:
        operation = Operation(
            method=method,
            path=path,
            name=work.__name__,
            summary=summary,
            tag=tag,
            body=body,
            body_schema=body_schema,
            body_items=body_items,
            most_items=most_items,
            body_types=body_types,
            query=query,
            answers=answers or ({} if raw_answers else {200: None}),
            raw_answers=raw_answers or {},
            problems=_problems(problems, body, query, capability, signed_in),
            signed_in=signed_in,
            description=description,
            words=words or {},
            counted=counted,
            capability=capability,
            asks_along=asks_along,
        )

        async def handler(request: Request) -> Response[Any]:
            try:
                return await _serve(request, operation, work, most)
            except StorageBusy as error:
                request.app.state.services.log.fault("storage_busy", error, request_id=trace_of(request))
                return answer_exception(request, Refused(Code.UNAVAILABLE, retry_after_s=1))
            except Exception as error:
                return answer_exception(request, error)

        handler.__name__ = work.__name__
        return HTTPRouteHandler(
            path=path.replace("}", ":str}"),
            http_method=[method],  # type: ignore[list-item]
            opt={"operation": operation},
            include_in_schema=False,
            status_code=200,
        )(handler)

    return make


def _problems(
    told: tuple[Code, ...], body: Any, query: Any, capability: Capability | None, signed_in: bool
) -> tuple[Code, ...]:
    found = list(told)
    if body is not None:
        found += [Code.MALFORMED, Code.TOO_LARGE, Code.MEDIA_TYPE, Code.INVALID]
    if query is not None:
        found.append(Code.PARAMETER)
    found.append(Code.RATE_LIMITED)
    if signed_in:
        found += [Code.UNAUTHENTICATED, Code.TOKEN_EXPIRED]
        found += [Code.DEVICE_REVOKED, Code.PERSON_DISABLED]
    if capability is not None:
        found.append(Code.FORBIDDEN)
    return tuple(dict.fromkeys(found))


async def _serve(
    request: Request,
    operation: Operation,
    work: Callable[[Call[Any]], Any],
    most: int,
) -> Response[Any]:
    services: Services = request.app.state.services
    who: Principal | None = None
    if operation.signed_in:
        who = await _who(services, bearer(request))
        _count(services, who, operation)
        if operation.capability is not None and not who.can(operation.capability):
            # Perhaps it was granted a moment ago, by another process; if not, the body need not be read.
            who = await _run_in(services, still_signed_in, services.storage, who)
            require(who, operation.capability)
    elif operation.path not in WATCHED:
        _take(services, _address(request), Kind.OPEN)
    query = _query(request, operation.query) if operation.query is not None else None
    if operation.body is None:
        return await _run(request, operation, work, who, query, b"", "")
    media_type = _media_type(request, operation.body_types)
    size = min(_told_length(request) or most, most)
    if who is None or Role.AGENT_SERVICE not in who.roles:
        return await _run(request, operation, work, who, query, await read_body(request, most), media_type)
    if not services.in_flight.enter(who.user_id, size):
        raise Refused(Code.RATE_LIMITED, "too many bytes on their way", retry_after_s=1)
    try:
        return await _run(request, operation, work, who, query, await read_body(request, most), media_type)
    finally:
        services.in_flight.leave(who.user_id, size)


def _count(services: Services, who: Principal, operation: Operation) -> None:
    """Raise Refused (rate_limited) where this device asks for more than its share. A service is not counted by
    requests but by the bytes that it has on their way."""
    if Role.AGENT_SERVICE in who.roles:
        return
    _take(services, who.device_id or who.family_id or who.user_id, operation.counted)


def _take(services: Services, key: str, kind: Kind) -> None:
    wait = services.buckets.take(key, kind)
    if wait:
        raise Refused(Code.RATE_LIMITED, retry_after_s=math.ceil(wait))


def _address(request: Request) -> str:
    client = request.scope.get("client")
    return client[0] if client else ""


async def _run(
    request: Request,
    operation: Operation,
    work: Callable[[Call[Any]], Any],
    who: Principal | None,
    query: Any,
    raw: bytes,
    media_type: str,
) -> Response[Any]:
    services: Services = request.app.state.services
    call: Call[Any] = Call(
        services,
        who,
        raw,
        dict(request.path_params),
        query,
        _address(request),
        media_type,
        trace_of(request),
        request.headers,
    )
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(services.pool, functools.partial(_work, call, operation, work))


async def _who(services: Services, token: str) -> Principal:
    if not is_service_token(token):  # a signature is checked faster than a thread is woken
        return authenticate(services.storage, services.keys, token)
    who = await _run_in(services, authenticate, services.storage, services.keys, token)
    if services.uses.is_due(who.token_id):
        # Nobody waits for it; an answer that the database is busy with would only be late.
        services.pool.submit(note_use, services.storage, who.token_id)
    return who


async def _run_in(services: Services, work: Callable[..., T], *arguments: Any) -> T:
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(services.pool, functools.partial(work, *arguments))


def _work(call: Call[Any], operation: Operation, work: Callable[[Call[Any]], Any]) -> Response[Any]:
    """The answer of the handler to somebody who is signed in still. Where the operation is one writing transaction,
    that is asked along with it; unless the answer is a plain yes, all of it begins again with the question. What people
    of a contact centre see of the database is narrowed before anything is asked in it."""
    if not operation.asks_along or not call.who.family_id or call.who.viewer.confined_to is not None:
        return _enter(call, operation, work, None)
    along = Along(call.services.storage, call.who)
    try:
        answer = _enter(call, operation, work, along)
    except Exception:
        if along.holds:
            raise
    else:
        if along.holds:
            return answer
    return _enter(call, operation, work, None)


def _enter(
    call: Call[Any], operation: Operation, work: Callable[[Call[Any]], Any], along: Along | None
) -> Response[Any]:
    if operation.signed_in:
        if along is None:
            call.enter(still_signed_in(call.services.storage, call.who))
        else:
            call.enter(along.who, along.storage)
        if operation.capability is not None:
            require(call.who, operation.capability)
        if Code.NOT_FOUND in operation.problems and any("\x00" in value for value in call.path.values()):
            # No id has it, and PostgreSQL will not even look for one.
            raise Refused(Code.NOT_FOUND)
    if operation.body is bytes:
        call.body = call.raw
    elif operation.body is not None:
        call.body = gate.decode(call.raw, operation.body)
    return _response(call.services, _once_more(work, call))


def _once_more(work: Callable[[Call[Any]], Any], call: Call[Any]) -> Any:
    """What the handler tells. A transaction that the database ended for another's sake left nothing behind, so the
    handler is asked again, a moment later, and not the client."""
    for pause in CONFLICT_PAUSES_S:
        try:
            return work(call)
        except StorageConflict:
            call.services.metrics.add("footplate_conflicts_total")
            time.sleep(pause * (1 + secrets.randbelow(1_000) / 1_000))
    return work(call)


def _response(services: Services, told: Any) -> Response[Any]:
    if isinstance(told, Streamed):
        return Stream(
            _walk(services.pool, told.pieces),
            status_code=told.status,
            media_type=told.media_type,
            headers=told.headers,
        )
    if not isinstance(told, Answer):
        told = Answer(told)
    if told.body is None:
        return Response(content=b"", status_code=told.status, headers=told.headers, media_type=told.media_type)
    content = told.body if isinstance(told.body, bytes) else msgspec.json.encode(told.body)
    if not told.headers and not told.media_type.startswith("text/"):
        return plain(content, told.status, told.media_type)
    return Response(content=content, status_code=told.status, headers=told.headers, media_type=told.media_type)


async def _walk(pool: ThreadPoolExecutor, pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    loop = asyncio.get_running_loop()
    try:
        while (piece := await loop.run_in_executor(pool, next, pieces, None)) is not None:
            yield piece
    finally:
        close = getattr(pieces, "close", None)
        if close is not None:
            await loop.run_in_executor(pool, close)


def bearer(request: Request) -> str:
    """The token of the Authorization header. Raises Refused(UNAUTHENTICATED) where there is none."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Refused(Code.UNAUTHENTICATED)
    return token.strip()


def _media_type(request: Request, taken: tuple[str, ...]) -> str:
    told = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if told not in taken:
        raise Refused(Code.MEDIA_TYPE, f"send {' or '.join(taken)}")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Refused(Code.MEDIA_TYPE, "send the body without a content encoding")
    return told


def _told_length(request: Request) -> int | None:
    """The length of the body as its sender told it; None where it was not told."""
    told = request.headers.get("content-length", "")
    return int(told[:18]) if told.isascii() and told.isdecimal() else None


async def read_body(request: Request, most: int) -> bytes:
    """The body, refused with TOO_LARGE as soon as it is known to be larger than `most` bytes."""
    if (_told_length(request) or 0) > most:
        raise Refused(Code.TOO_LARGE, f"at most {most} bytes")
    data = bytearray()
    try:
        async for piece in request.stream():
            data += piece
            if len(data) > most:
                raise Refused(Code.TOO_LARGE, f"at most {most} bytes")
    except InternalServerException:
        # Litestar's word for a sender who went away in the middle; no fault of ours.
        raise Refused(Code.MALFORMED, "the body ended early") from None
    return bytes(data)


@functools.cache
def _moments(kind: type[msgspec.Struct]) -> frozenset[str]:
    """The parameters that are moments in time."""
    told = msgspec.inspect.type_info(kind)
    assert isinstance(told, msgspec.inspect.StructType)
    types = {
        field.encode_name: field.type.types if isinstance(field.type, msgspec.inspect.UnionType) else (field.type,)
        for field in told.fields
    }
    held = msgspec.inspect.DateTimeType
    return frozenset(name for name, kinds in types.items() if any(isinstance(one, held) for one in kinds))


def _query(request: Request, kind: type[msgspec.Struct]) -> Any:
    """The query parameters as `kind`; unknown ones are refused, so that a misspelt one isn't silently ignored."""
    known = {field.encode_name for field in msgspec.structs.fields(kind)}
    moments = _moments(kind)
    given: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name not in known:
            raise Refused(Code.PARAMETER, errors=(ProblemItem("", "unknown_parameter", "no parameter of that name"),))
        if name in given:
            raise Refused(Code.PARAMETER, errors=(ProblemItem(f"/{name}", "twice", "given twice"),))
        if "\x00" in value:
            raise Refused(Code.PARAMETER, errors=(ProblemItem(f"/{name}", "text", "text holds NUL"),))
        if value.lower() == "null":
            # The lenient reading of numbers would take it for an absent one.
            raise Refused(Code.PARAMETER, errors=(ProblemItem(f"/{name}", "invalid", "leave it out instead"),))
        if name in moments and "T" not in value.upper():
            # It would take a plain number for seconds since 1970.
            raise Refused(Code.PARAMETER, errors=(ProblemItem(f"/{name}", "invalid", "as 2026-11-21T08:00:00Z"),))
        given[name] = value
    try:
        return msgspec.convert(given, kind, strict=False)
    except msgspec.ValidationError as error:
        message, pointer = gate.split_error(str(error))
        raise Refused(Code.PARAMETER, errors=(ProblemItem(pointer, "invalid", message),)) from None
