"""Webhook endpoints from the command line: what `footplate webhook` runs, through the public API."""

import sys
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import msgspec

from app.contract import paths
from app.transfer.client import Client, TransferError

JSON = {"Content-Type": "application/json"}


def show(server: str, token: str) -> int:
    """Print the endpoints, one JSON object a line. The process's exit code."""
    return _print_all(server, token, paths.WEBHOOKS, "endpoints")


def add(server: str, token: str, url: str, event_types: Sequence[str], description: str) -> int:
    """Print a new endpoint and its secret, which is told this once."""
    body = {"url": url, "event_types": list(event_types), "description": description}
    return _do(server, token, "POST", paths.WEBHOOKS, body)


def switch(server: str, token: str, endpoint_id: str, on: bool) -> int:
    """Switch an endpoint on or off."""
    return _do(server, token, "PATCH", _one(paths.WEBHOOK, endpoint_id), {"enabled": on})


def remove(server: str, token: str, endpoint_id: str) -> int:
    """Take an endpoint away, with its log."""
    return _do(server, token, "DELETE", _one(paths.WEBHOOK, endpoint_id), None)


def rotate(server: str, token: str, endpoint_id: str, overlap_hours: int) -> int:
    """Print a new secret; the one before signs beside it for so long."""
    return _do(server, token, "POST", _one(paths.WEBHOOK_ROTATE, endpoint_id), {"overlap_hours": overlap_hours})


def test(server: str, token: str, endpoint_id: str) -> int:
    """Have a message of the type webhook.test sent."""
    return _do(server, token, "POST", _one(paths.WEBHOOK_TEST, endpoint_id), None)


def log(server: str, token: str, endpoint_id: str, state: str | None) -> int:
    """Print what an endpoint was sent, newest first, one JSON object a line."""
    return _print_all(
        server, token, _one(paths.WEBHOOK_DELIVERIES, endpoint_id), "deliveries", {"state": state} if state else {}
    )


def replay(server: str, token: str, endpoint_id: str, since: str, everything: bool) -> int:
    """Have messages sent again, from a moment on: what failed, or everything."""
    body = {"since": since, "failed_only": not everything}
    return _do(server, token, "POST", _one(paths.WEBHOOK_REPLAY, endpoint_id), body)


def _one(path: str, endpoint_id: str) -> str:
    return path.format(endpoint_id=quote(endpoint_id, safe=""))


def _print_all(server: str, token: str, path: str, name: str, params: dict[str, str] | None = None) -> int:
    client = None
    try:
        client = Client(server, token)
        asked = dict(params or {})
        while True:
            told: dict[str, Any] = client.call("GET", path, params=asked).json()
            for one in told[name]:
                print(msgspec.json.encode(one).decode())
            following = told.get("next_after")
            if following is None:
                return 0
            asked["after"] = following
    except (TransferError, ValueError) as problem:
        return _fail(problem)
    finally:
        if client is not None:
            client.close()


def _do(server: str, token: str, method: str, path: str, body: Any) -> int:
    client = None
    try:
        client = Client(server, token)
        sent = None if body is None else msgspec.json.encode(body)
        answer = client.call(method, path, body=sent, headers=JSON if sent is not None else None)
    except TransferError as problem:
        return _fail(problem)
    finally:
        if client is not None:
            client.close()
    if answer.content:
        print(answer.text)
    return 0


def _fail(why: Exception) -> int:
    print(f"footplate: {why}", file=sys.stderr)
    return 1
