"""What can go wrong, as codes."""

import msgspec


class DeskError(Exception):
    """An error with a code for captions. `codes` may name several things at once."""

    code = "unexpected"

    def __init__(self, code: str | None = None, codes: tuple[str, ...] = ()) -> None:
        self.code = code or (codes[0] if codes else type(self).code)
        self.codes = codes or (self.code,)
        super().__init__(", ".join(self.codes))


class CaseNotHere(DeskError):
    code = "not_cached"


class CannotShow(DeskError):
    """A document that cannot be drawn: document_damaged (not the bytes that the case names), document_unreadable,
    document_too_large, document_too_slow, document_no_page, document_no_viewer."""

    code = "document_unreadable"


class NotReady(DeskError):
    """The draft cannot be submitted yet; `codes` says why."""

    code = "not_ready"


class TooLate(DeskError):
    code = "undo_window_closed"


class ApiError(DeskError):
    """The network or the server said no."""

    code = "api"
    retry = False


class Offline(ApiError):
    """No answer: no route, no name, refused, timed out. Whether the server acted is unknown."""

    code = "offline"
    retry = True


class Unauthorised(ApiError):
    """The session is not (or no longer) accepted."""

    code = "unauthorised"


class ServerSpoke(ApiError):
    """Something answered, but not in our tongue (a captive portal, a proxy page, a broken body)."""

    code = "server_spoke_nonsense"
    retry = True


class Busy(ApiError):
    """429 or 503: come again after `retry_after_ms` at the earliest."""

    code = "rate_limited"
    retry = True

    def __init__(self, retry_after_ms: int | None = None, code: str | None = None) -> None:
        super().__init__(code)
        self.retry_after_ms = retry_after_ms


class Pointer(msgspec.Struct, frozen=True):
    """A place in a refused body and its code."""

    pointer: str
    code: str


class Problem(ApiError):
    """A problem document of the server (RFC 9457): its code, status and places."""

    code = "problem"

    def __init__(self, code: str, status: int, trace_id: str | None = None, errors: tuple[Pointer, ...] = ()) -> None:
        super().__init__(code)
        self.status = status
        self.trace_id = trace_id
        self.errors = errors
