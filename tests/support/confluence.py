"""A small Confluence: the part of its REST API that pages are read and written by, as it is documented at
https://developer.atlassian.com/server/confluence/confluence-rest-api-examples/."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "secret-of-the-house"


@dataclass
class Page:
    title: str
    space: str
    body: str
    version: int = 1
    status: str = "current"


@dataclass
class FakeConfluence:
    """`pages` by content id. `next_answers`: what the next requests get instead of an answer: status, headers, body;
    `messages`: what stood beside each version that was written."""

    url: str = ""
    pages: dict[str, Page] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=lambda: {TOKEN})
    asked: list[tuple[str, str]] = field(default_factory=list)
    next_answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, title: str, body: str, space: str = "SOP") -> str:
        """A page that somebody made there; its id."""
        with self.lock:
            content_id = str(100_001 + len(self.pages))
            self.pages[content_id] = Page(title, space, body)
            return content_id

    def edit(self, content_id: str, body: str, title: str | None = None) -> None:
        """Somebody saves the page in their browser."""
        with self.lock:
            page = self.pages[content_id]
            page.body, page.title, page.version = body, title or page.title, page.version + 1


@contextmanager
def fake_confluence() -> Iterator[FakeConfluence]:
    """It listens on a loopback port for as long as the block lasts."""
    there = FakeConfluence()

    class Handler(_Handler):
        house = there

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    there.url = f"http://127.0.0.1:{server.server_address[1]}/wiki"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield there
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    house: FakeConfluence
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Nothing is written anywhere."""

    def do_GET(self) -> None:
        self._answer("GET", self._get)

    def do_PUT(self) -> None:
        self._answer("PUT", self._put)

    def do_POST(self) -> None:
        self._answer("POST", self._post)

    def _answer(self, method: str, work: Any) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = urlsplit(self.path)
        with self.house.lock:
            self.house.asked.append((method, parts.path))
            if self.house.next_answers:
                self._send(*self.house.next_answers.pop(0))
            elif self.headers.get("Authorization", "").removeprefix("Bearer ") not in self.house.tokens:
                self._problem(401, "Client must be authenticated to access this resource.")
            elif not parts.path.startswith("/wiki/rest/api/content"):
                self._problem(404, "null for uri")
            else:
                content_id = parts.path.removeprefix("/wiki/rest/api/content").strip("/")
                expand = parse_qs(parts.query).get("expand", [""])[0].split(",")
                work(content_id, json.loads(raw) if raw else None, expand)

    def _get(self, content_id: str, _body: Any, expand: list[str]) -> None:
        page = self.house.pages.get(content_id)
        if page is None or page.status != "current":
            self._problem(404, f"No content found with id: ContentId{{id={content_id}}}")
        else:
            self._page(content_id, page, expand)

    def _put(self, content_id: str, body: Any, expand: list[str]) -> None:
        page = self.house.pages.get(content_id)
        if page is None or page.status != "current":
            self._problem(404, f"No content found with id: ContentId{{id={content_id}}}")
        elif body["version"]["number"] != page.version + 1:
            now = page.version
            self._problem(409, f"Version must be incremented on update. Current version is: {now}")
        else:
            page.title, page.body = body["title"], body["body"]["storage"]["value"]
            page.version += 1
            self.house.messages.append(body["version"].get("message", ""))
            self._page(content_id, page, expand)

    def _post(self, _content_id: str, body: Any, expand: list[str]) -> None:
        title, space = body["title"], body["space"]["key"]
        if any(one.title == title and one.space == space for one in self.house.pages.values()):
            self._problem(400, "A page with this title already exists in this space")
            return
        content_id = str(100_001 + len(self.house.pages))
        made = self.house.pages[content_id] = Page(title, space, body["body"]["storage"]["value"])
        self._page(content_id, made, expand)

    def _page(self, content_id: str, page: Page, expand: list[str]) -> None:
        told: dict[str, Any] = {"id": content_id, "type": "page", "status": page.status, "title": page.title}
        told["_expandable"] = {}
        for name, value in (
            ("version", {"number": page.version, "minorEdit": False}),
            ("space", {"key": page.space, "type": "global"}),
        ):
            if name in expand:
                told[name] = value
        if "body.storage" in expand:
            told["body"] = {"storage": {"value": page.body, "representation": "storage"}}
        self._send(200, {"Content-Type": "application/json"}, json.dumps(told).encode())

    def _problem(self, status: int, message: str) -> None:
        told = {"statusCode": status, "data": {"authorized": status != 401}, "message": message}
        self._send(status, {"Content-Type": "application/json"}, json.dumps(told).encode())

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response_only(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
