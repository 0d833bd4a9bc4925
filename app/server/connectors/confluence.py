"""Pages of Confluence by its REST API (`/rest/api/content`: Data Center, and Cloud under `/wiki`), one attempt a call.

Documented at https://developer.atlassian.com/server/confluence/confluence-rest-api-examples/. A page is replaced with
the number of the version that follows the one that was read; Confluence refuses it (409) where somebody was quicker.
"""

import contextlib
import logging
from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import msgspec

from app.server.config import Settings

LONGEST_ANSWER = 4_000_000
"""Bytes of an answer that are read."""
SECONDS = 20
# Its lines hold addresses, headers and whole answers.
logging.getLogger("atlassian").setLevel(logging.CRITICAL)


class ConfluenceError(Exception):
    """`code`: gone (deleted, in the bin, or never there) · unauthorised (the token is no good any more) · forbidden ·
    stale (somebody wrote a newer version) · busy (after `retry_after_ms`) · unavailable · refused (with Confluence's
    status) · redirected · no_answer (what came is no page)."""

    def __init__(self, code: str, status: int = 0, retry_after_ms: int = 0) -> None:
        super().__init__(code)
        self.code, self.status, self.retry_after_ms = code, status, retry_after_ms


class RemotePage(msgspec.Struct, frozen=True):
    """A page as it stands there. `version` counts from 1; `body` is in the storage format."""

    content_id: str
    title: str
    space: str
    version: int
    body: str


class Confluence:
    """`token`: a personal access token; with `username` (an e-mail address) the API token of a Cloud account. Redirects
    are not followed: they would take the token elsewhere."""

    def __init__(self, url: str, token: str, username: str | None = None, verify: bool | str = True) -> None:
        from atlassian.confluence import ConfluenceServer
        from requests import Session

        client: Any = ConfluenceServer  # it has no types of its own

        session = Session()
        session.trust_env, session.verify = False, verify
        who: dict[str, Any] = {"username": username, "password": token} if username else {"token": token}
        # When to try again is for the job to say: the client would sleep for as long as it is told to.
        self._client = client(
            url.rstrip("/"), session=session, timeout=SECONDS, retry_with_header=False, advanced_mode=True, **who
        )

    def close(self) -> None:
        self._client.session.close()

    def page(self, content_id: str) -> RemotePage:
        """The page as it is now. Raises ConfluenceError."""
        return self._call("GET", content_id, params={"expand": "body.storage,version,space"})

    def replace(self, page: RemotePage, body: str, message: str) -> RemotePage:
        """Write the version after the one of `page`, with its title. Raises ConfluenceError; `stale` where somebody
        else has written that one."""
        data = {
            "id": page.content_id,
            "type": "page",
            "title": page.title,
            "space": {"key": page.space},
            "version": {"number": page.version + 1, "message": message},
            "body": {"storage": {"value": body, "representation": "storage"}},
        }
        return self._call("PUT", page.content_id, data=data, params={"expand": "body.storage,version,space"})

    def create(self, space: str, title: str, body: str) -> RemotePage:
        """A new page. Raises ConfluenceError; `refused` with 400 where the space has one of that title."""
        data = {
            "type": "page",
            "title": title,
            "space": {"key": space},
            "body": {"storage": {"value": body, "representation": "storage"}},
        }
        return self._call("POST", "", data=data, params={"expand": "body.storage,version,space"})

    def _call(self, method: str, content_id: str, **what: Any) -> RemotePage:
        from requests import RequestException

        path = f"rest/api/content/{content_id}" if content_id else "rest/api/content"
        with _translated(RequestException):
            answer = self._client.request(method, path, allow_redirects=False, advanced_mode=True, **what)
            _raise_for(answer.status_code, answer.headers)
            if len(answer.content) > LONGEST_ANSWER:
                raise ConfluenceError("no_answer", answer.status_code)
            return _read(answer.content, answer.status_code)


def open_wiki(settings: Settings) -> Confluence | None:
    """The house's Confluence; None where none is named. Raises ValueError where it cannot be spoken to as it is set."""
    if not settings.confluence_url:
        return None
    if not settings.confluence_url.startswith(("https://", "http://127.0.0.1:")):
        raise ValueError("CONFLUENCE_URL begins with https://: the token would travel in clear")
    try:
        token = Path(settings.confluence_token_file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ValueError(f"the file of CONFLUENCE_TOKEN_FILE cannot be read: {error.strerror}") from None
    if not token:
        raise ValueError("the file of CONFLUENCE_TOKEN_FILE is empty")
    try:
        return Confluence(settings.confluence_url, token, settings.confluence_username or None)
    except ImportError:
        raise ValueError("pages in Confluence need its client: pip install 'footplate[confluence]'") from None


@contextlib.contextmanager
def _translated(foreign: type[Exception]) -> Iterator[None]:
    try:
        yield
    except foreign:
        raise ConfluenceError("unavailable") from None


def _raise_for(status: int, headers: Mapping[str, str]) -> None:
    if 200 <= status < 300:
        return
    if 300 <= status < 400:
        raise ConfluenceError("redirected", status)
    if status in (429, 503):
        raise ConfluenceError("busy", status, _retry_after_ms(headers))
    named = {401: "unauthorised", 403: "forbidden", 404: "gone", 410: "gone", 409: "stale"}
    raise ConfluenceError(named.get(status, "unavailable" if status >= 500 else "refused"), status)


def _retry_after_ms(headers: Mapping[str, str]) -> int:
    """Seconds or a date (RFC 9110, 10.2.3), at most an hour; a minute where nothing usable is said."""
    told = headers.get("Retry-After", "")
    seconds = 60.0
    if told.isascii() and told.isdigit():
        seconds = float(told[:9])
    elif told:
        with contextlib.suppress(ValueError, TypeError):
            date = headers.get("Date", "")
            seconds = (parsedate_to_datetime(told) - parsedate_to_datetime(date)).total_seconds()
    return round(1000 * min(max(seconds, 1.0), 3600.0))


class _Number(msgspec.Struct):
    number: int


class _Key(msgspec.Struct):
    key: str


class _Storage(msgspec.Struct):
    value: str


class _Body(msgspec.Struct):
    storage: _Storage


class _Content(msgspec.Struct):
    id: str
    title: str
    type: str
    version: _Number
    space: _Key
    body: _Body
    status: str = "current"


def _read(raw: bytes, status: int) -> RemotePage:
    try:
        told = msgspec.json.decode(raw, type=_Content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise ConfluenceError("no_answer", status) from None
    if told.status != "current":
        raise ConfluenceError("gone", status)
    if told.type != "page":
        raise ConfluenceError("no_answer", status)
    return RemotePage(told.id, told.title, told.space.key, told.version.number, told.body.storage.value)
