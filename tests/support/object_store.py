"""An S3-compatible store that keeps objects in memory: the five requests that files need, with signatures looked at
after the published algorithm (AWS Signature Version 4), so that a wrongly signed request is refused as it would be."""

import hashlib
import hmac
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import quote, unquote, urlsplit

KEY_ID, SECRET, REGION, BUCKET = "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG", "eu-test-1", "evidence"
ENVIRONMENT = {"AWS_ACCESS_KEY_ID": KEY_ID, "AWS_SECRET_ACCESS_KEY": SECRET}
_AUTHORIZATION = re.compile(r"AWS4-HMAC-SHA256 Credential=([^/]+)/([^,]+),\s*SignedHeaders=([^,]+),\s*Signature=(\w+)")


class MemoryStore:
    """Use as a context. `objects` holds what was put, by its path in the bucket; `fail`: answer 500 to everything."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.requests: list[tuple[str, str]] = []
        self.fail = False
        store = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *args: object) -> None:
                """Quiet."""

            def serve(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                path = unquote(urlsplit(self.path).path)
                store.requests.append((self.command, path))
                if store.fail:
                    return self._send(500, b"")
                if not _signed(self, body) or not path.startswith(f"/{BUCKET}/"):
                    return self._send(403, b"<Error><Code>SignatureDoesNotMatch</Code></Error>")
                name = path.removeprefix(f"/{BUCKET}/")
                if self.command == "PUT":
                    store.objects[name] = body
                    return self._send(200, b"", ETag=_etag(body))
                if self.command == "DELETE":  # S3 says the same where there was none
                    store.objects.pop(name, None)
                    return self._send(204, b"")
                if name not in store.objects:
                    return self._send(404, b"<Error><Code>NoSuchKey</Code></Error>")
                return self._give(store.objects[name])

            def _give(self, whole: bytes) -> None:
                common = {"ETag": _etag(whole), "Last-Modified": "Sat, 21 Nov 2026 12:00:00 GMT"}
                asked = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
                if asked is None:
                    return self._send(200, whole, **common)
                first, last = int(asked[1]), min(int(asked[2]), len(whole) - 1)
                told = f"bytes {first}-{last}/{len(whole)}"
                return self._send(206, whole[first : last + 1], **common, **{"Content-Range": told})

            def _send(self, status: int, body: bytes, **headers: str) -> None:
                self.send_response(status)
                for name, value in ({"Content-Length": str(len(body))} | headers).items():
                    self.send_header(name, value)
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            do_GET = do_HEAD = do_PUT = do_DELETE = serve

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.endpoint = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    def __enter__(self) -> "MemoryStore":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _signed(request: BaseHTTPRequestHandler, body: bytes) -> bool:
    found = _AUTHORIZATION.match(request.headers.get("Authorization", ""))
    if found is None or found[1] != KEY_ID:
        return False
    scope, names, signature = found[2], found[3].split(";"), found[4]
    told = request.headers.get("x-amz-content-sha256", "")
    if told not in ("UNSIGNED-PAYLOAD", hashlib.sha256(body).hexdigest()):
        return False
    parts = urlsplit(request.path)
    canonical = "\n".join(
        [
            request.command,
            quote(unquote(parts.path), safe="/-_.~"),
            "&".join(sorted(parts.query.split("&"))) if parts.query else "",
            *(f"{name}:{(request.headers.get(name) or '').strip()}" for name in names),
            "",
            ";".join(names),
            told,
        ]
    )
    to_sign = "\n".join(
        [
            "AWS4-HMAC-SHA256",
            request.headers.get("x-amz-date", ""),
            scope,
            hashlib.sha256(canonical.encode()).hexdigest(),
        ]
    )
    key = f"AWS4{SECRET}".encode()
    for part in (scope.split("/")[0], REGION, "s3", "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return hmac.compare_digest(hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest(), signature)


def _etag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'
