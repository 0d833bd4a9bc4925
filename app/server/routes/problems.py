"""Every refusal as a problem document (RFC 9457)."""

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException

from app.contract.gate import BadBody
from app.contract.problems import CONTENT_TYPE, Code, ProblemItem, problem
from app.server.usecases.refusal import Refused

_BY_STATUS = {
    400: Code.PARAMETER,
    401: Code.UNAUTHENTICATED,
    403: Code.FORBIDDEN,
    404: Code.NOT_FOUND,
    405: Code.METHOD,
    406: Code.NOT_ACCEPTABLE,
    413: Code.TOO_LARGE,
    415: Code.MEDIA_TYPE,
    429: Code.RATE_LIMITED,
    503: Code.UNAVAILABLE,
}


def bad_body(error: BadBody) -> Refused:
    """What the gate found, as a refusal: 422 where the JSON was sound and a value was not, else 400."""
    code = Code.INVALID if error.code == "invalid" else Code.MALFORMED
    return Refused(code, errors=(ProblemItem(pointer=error.pointer, code=error.code, detail=str(error)),))


def refused_response(refused: Refused, *, instance: str, trace_id: str) -> Response[bytes]:
    """The answer to a refused request."""
    document = problem(refused.code, refused.detail, instance=instance, trace_id=trace_id, errors=refused.errors)
    headers: dict[str, str] = {}
    if refused.retry_after_s is not None:
        headers["Retry-After"] = str(refused.retry_after_s)
    if refused.code.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(
        content=msgspec.json.encode(document),
        status_code=refused.code.status,
        media_type=CONTENT_TYPE,
        headers=headers,
    )


def answer_exception(request: Request, error: Exception) -> Response[bytes]:
    """Litestar's exception handler for everything; what nobody foresaw is logged and told by its trace id alone."""
    instance, trace_id = request.scope["path"], trace_of(request)
    if isinstance(error, BadBody):
        error = bad_body(error)
    if isinstance(error, Refused):
        return refused_response(error, instance=instance, trace_id=trace_id)
    if isinstance(error, HTTPException) and error.status_code < 500:
        code = _BY_STATUS.get(error.status_code, Code.PARAMETER)
        response = refused_response(Refused(code), instance=instance, trace_id=trace_id)
        allow = (error.headers or {}).get("allow")
        if allow:
            response.headers["Allow"] = allow
        return response
    request.app.state.services.log.fault("unforeseen", error, request_id=trace_id)
    return refused_response(Refused(Code.INTERNAL), instance=instance, trace_id=trace_id)


def trace_of(request: Request) -> str:
    """The request's id, as made by the front."""
    return str(request.scope.get("footplate_trace", ""))
