"""One HTTP session, and the one place where foreign errors become ours.

Nothing of the environment is trusted (no .netrc, no bundle of certificates); certificates are checked against the
system's store and there is no way to switch that off. Redirects are not followed: whoever sends one is not
our server, and no token goes there.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

import msgspec

from app.contract.changes import ChangePage, SnapshotPage
from app.contract.limits import PAGE_BYTES, PAGE_ROWS
from app.contract.problems import CONTENT_TYPE
from app.contract.problems import Problem as ProblemDocument
from app.desktop.api.server_clock import ServerClock
from app.desktop.ports import ApiError, Busy, Offline, Pointer, Problem, ServerSpoke, Unauthorised

if TYPE_CHECKING:
    import requests

P = TypeVar("P", bound=ChangePage | SnapshotPage)
CONNECT_SECONDS = 5.0
STALL_SECONDS = 20.0
MAX_BODY = 64 * 1024 * 1024
MAX_PAGE = 4 * PAGE_BYTES
MAX_PAGE_ROWS = 4 * PAGE_ROWS
"""What is taken of a page: more than is asked for, since the server tears no transaction of its own between two."""
MAX_SAYING = PAGE_BYTES
"""What sync asks besides pages is answered in far less."""
MAX_NUMBERS = 256 * 1024
"""Of an answer that is numbers of commands: far more than our server says at a time."""
MAX_FORM_ANSWER = 256 * 1024
MAX_RETRY_AFTER_MS = 15 * 60 * 1000
_PIECE = 256 * 1024
PROXY_SECONDS = 300.0
"""How long the proxy that was found holds, unless it fails."""
LEAST_BYTES = 2048
"""What has to come within one stall limit: a line that drips byte by byte is never silent and never done."""


class Network(NamedTuple):
    """How this seat reaches its server: a proxy that was set, else who knows the system's, and the organisation's own
    authorities (a PEM file)."""

    proxy: str | None = None
    find_proxy: Callable[[str], str | None] | None = None
    ca_file: str | None = None


class HttpClient:
    """Requests to one server. Use from one thread at a time per instance is not needed: urllib3's pool locks."""

    def __init__(
        self,
        base_url: str,
        clock: ServerClock,
        *,
        network: Network | None = None,
        user_agent: str = "footplate",
        connect_seconds: float = CONNECT_SECONDS,
        stall_seconds: float = STALL_SECONDS,
    ) -> None:
        if not base_url.startswith(("http://", "https://")):
            raise ApiError("server_address")
        self._base = base_url.rstrip("/")
        self._clock = clock
        self._timeout = (connect_seconds, stall_seconds)
        self._network = network or Network()
        self._found: tuple[float, str | None] | None = None
        self._here = is_here(urlsplit(self._base).hostname or "")
        self._user_agent = user_agent
        self._made: requests.Session | None = None
        self._making = threading.Lock()

    @property
    def _session(self) -> "requests.Session":
        from app.desktop.api.transport import open_session

        with self._making:
            if self._made is None:
                self._made = open_session(self._base, self._user_agent, self._network.ca_file)
            return self._made

    @property
    def base_url(self) -> str:
        return self._base

    def send(
        self,
        method: str,
        path: str,
        *,
        token: str | None = None,
        body: bytes | None = None,
        params: Mapping[str, str | int] | None = None,
        most: int | None = None,
    ) -> tuple[int, bytes]:
        """One request; status (2xx) and body, of at most so many bytes (MAX_BODY where None is said). Raises Offline,
        Unauthorised, Busy, ServerSpoke or Problem."""
        from app.desktop.api.transport import UNREACHABLE

        headers = {"Content-Type": "application/json"} if body is not None else {}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        sent = self._clock.mono_ms()
        try:
            response = self._session.request(
                method,
                self._base + path,
                data=body,
                params=params,
                headers=headers,
                timeout=self._timeout,
                proxies=self._proxies(),
                allow_redirects=False,
                stream=True,
            )
            with response:
                data = self._read(response, most)
        except UNREACHABLE as error:
            raise self._unreachable(error) from error
        self._learn_time(response, sent)
        if 200 <= response.status_code < 300 and not _is_page(response):
            return response.status_code, data
        raise _error(response, data)

    def post_form(self, path: str, fields: Mapping[str, str]) -> bytes:
        """A form to somebody else's address; the body of the answer, JSON, whether it is yes or no (RFC 6749, section
        5.2). Nothing is learnt of it. Raises Offline or ServerSpoke."""
        from app.desktop.api.transport import UNREACHABLE

        try:
            with self._session.post(
                self._base + path,
                data=dict(fields),
                timeout=self._timeout,
                proxies=self._proxies(),
                allow_redirects=False,
                stream=True,
            ) as response:
                data = self._read(response)
        except UNREACHABLE as error:
            raise self._unreachable(error) from error
        if _kind(response) != "application/json" or response.status_code >= 500 or len(data) > MAX_FORM_ANSWER:
            raise ServerSpoke("provider_refused")
        return data

    def knock(self, path: str) -> tuple[int, bool, str]:
        """Whether anybody answers: the status, whether a page for people came, and the Date of the answer. No token
        goes along. Raises Offline."""
        from app.desktop.api.transport import UNREACHABLE

        try:
            with self._session.get(
                self._base + path, timeout=self._timeout, proxies=self._proxies(), allow_redirects=False, stream=True
            ) as response:
                return response.status_code, _is_page(response), response.headers.get("Date", "")
        except UNREACHABLE as error:
            raise self._unreachable(error) from error

    def glance(self, path: str, most: int) -> tuple[int, str]:
        """The status and the first `most` bytes of a plain answer. No token goes along. Raises Offline."""
        from app.desktop.api.transport import UNREACHABLE

        try:
            with self._session.get(
                self._base + path, timeout=self._timeout, proxies=self._proxies(), allow_redirects=False, stream=True
            ) as response:
                told = b"" if _is_page(response) else next(response.iter_content(most), b"")
                return response.status_code, told.decode("utf-8", "replace")
        except UNREACHABLE as error:
            raise self._unreachable(error) from error

    def download(self, path: str, *, token: str, start: int, etag: str, take: Callable[[bytes], None]) -> bool:
        """GET a file from byte `start` on; `take` gets its pieces as they come. False where the server sent it from the
        beginning (nothing was taken then if `start` is not 0). Raises as `send` does; what was taken so far stays good
        for another call."""
        from app.desktop.api.transport import UNREACHABLE

        headers = {"Authorization": f"Bearer {token}", "If-Match": etag, "Accept": "*/*", "Accept-Encoding": "identity"}
        if start:
            headers["Range"] = f"bytes={start}-"
        try:
            response = self._session.get(
                self._base + path,
                headers=headers,
                timeout=self._timeout,
                proxies=self._proxies(),
                allow_redirects=False,
                stream=True,
            )
            with response:
                if response.status_code not in (200, 206):
                    raise _error(response, self._read(response))
                if response.headers.get("ETag") != etag:
                    raise ServerSpoke("server_spoke_nonsense")
                whole = response.status_code == 200
                if whole and start:
                    return False
                if not whole and not response.headers.get("Content-Range", "").startswith(f"bytes {start}-"):
                    raise ServerSpoke("server_spoke_nonsense")
                for piece in self._pieces(response):
                    take(piece)
        except UNREACHABLE as error:
            raise self._unreachable(error) from error
        return True

    def _proxies(self) -> dict[str, str]:
        """The proxy for this request; none on the way to this machine itself. Asking the system may take a while, so
        what it said holds for some minutes."""
        proxy, find = self._network.proxy, self._network.find_proxy
        if self._here:
            return {}
        if proxy is None and find is not None:
            found, now = self._found, time.monotonic()
            if found is None or now - found[0] > PROXY_SECONDS:
                found = self._found = (now, find(self._base))
            proxy = found[1]
        return {"http": proxy, "https": proxy} if proxy else {}

    def _unreachable(self, error: BaseException) -> Offline:
        from app.desktop.api.transport import unreachable

        # The network may be another one now: ask for its proxy anew.
        self._found = None
        return unreachable(error)

    def _read(self, response: "requests.Response", most: int | None = None) -> bytes:
        """The body, bounded."""
        most = MAX_BODY if most is None else most
        pieces: list[bytes] = []
        size = 0
        for piece in self._pieces(response):
            pieces.append(piece)
            size += len(piece)
            if size > most:
                raise ServerSpoke("answer_too_large")
        return b"".join(pieces)

    def _pieces(self, response: "requests.Response") -> Iterator[bytes]:
        """The body as it comes. Silence ends by the read timeout, a drip by LEAST_BYTES; both raise Offline."""
        limit_ms = self._timeout[1] * 1000
        since, came = self._clock.mono_ms(), 0
        while piece := response.raw.read1(_PIECE, decode_content=True):
            now = self._clock.mono_ms()
            # Asked only when there is more: a short answer in one piece is never too slow.
            if came and now - since >= limit_ms:
                if came < LEAST_BYTES:
                    raise Offline
                since, came = now, 0
            yield piece
            came += len(piece)

    def _learn_time(self, response: "requests.Response", sent: int) -> None:
        stamp = response.headers.get("X-Server-Time-Ms", "")
        if stamp.isascii() and stamp.isdecimal() and len(stamp) < 15:
            self._clock.observe(int(stamp), sent, self._clock.mono_ms())

    def close(self) -> None:
        if self._made is not None:
            self._made.close()


def is_here(host: str) -> bool:
    """Whether a host is this machine itself."""
    return host in ("localhost", "127.0.0.1", "::1") or host.endswith(".localhost")


def _kind(response: "requests.Response") -> str:
    return response.headers.get("Content-Type", "").partition(";")[0].strip().lower()


def _is_page(response: "requests.Response") -> bool:
    """Whether a page for people came: our server sends none, the sign-in page of a network is one."""
    return _kind(response) in ("text/html", "application/xhtml+xml")


def _error(response: "requests.Response", data: bytes) -> ApiError:
    """What a refusal means to us. Only a problem document is believed to come from our server."""
    status = response.status_code
    kind = _kind(response)
    if status == 407:
        return Offline("proxy_sign_in")
    if status == 511 or 300 <= status < 400 or (status < 300 and _is_page(response)):
        return ServerSpoke("captive_portal")
    document: ProblemDocument | None = None
    if kind == CONTENT_TYPE:
        try:
            document = msgspec.json.decode(data, type=ProblemDocument)
        except (msgspec.DecodeError, RecursionError):
            document = None
    if status in (429, 503):
        return Busy(retry_after_ms(response.headers.get("Retry-After")), document.code if document else "unavailable")
    if document is None or status >= 500:
        return ServerSpoke(document.code if document else None)
    if status == 401:
        return Unauthorised(document.code)
    return Problem(
        document.code,
        status,
        document.trace_id or None,
        tuple(Pointer(item.pointer, item.code) for item in document.errors),
    )


def retry_after_ms(value: str | None, now: float | None = None) -> int | None:
    """Retry-After in either form, bounded to a quarter of an hour; nonsense counts as absent."""
    if not value:
        return None
    text = value.strip()
    if text.isascii() and text.isdecimal():
        return min(int(text[:9]) * 1000, MAX_RETRY_AFTER_MS)
    import email.utils

    try:
        moment = email.utils.parsedate_to_datetime(text).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None
    wait = int((moment - (time.time() if now is None else now)) * 1000)
    return min(wait, MAX_RETRY_AFTER_MS) if wait > 0 else None


def decode(data: bytes, kind: Any) -> Any:
    """A body as `kind`; whatever else it holds is not our server's word."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise ServerSpoke from error


def decode_page(data: bytes, kind: type[P]) -> P:
    """A page of the feed or of a snapshot. One of very many rows is refused before anything is done with them. They are
    not counted in the bytes before: that would cost every page of a first sync more than a tenth of its time, and what
    looks like the beginning of a row may stand in the words of a case."""
    page: P = decode(data, kind)
    if len(page.changes if isinstance(page, ChangePage) else page.rows) > MAX_PAGE_ROWS:
        raise ServerSpoke("page_too_large")
    return page


def encode(value: Any) -> bytes:
    return msgspec.json.encode(value)
