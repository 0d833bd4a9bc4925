"""The line that may follow the key on the inherited pipe."""

import json
import logging

_log = logging.getLogger(__name__)


def read_credentials(tail: bytes) -> tuple[str, str] | None:
    """Name and password from one line of JSON; None where nothing usable stands there."""
    line = tail.split(b"\n", 1)[0].strip()
    if not line:
        return None
    try:
        told = json.loads(line)
        return str(told["username"]), str(told["password"])
    except (ValueError, KeyError, TypeError):
        _log.warning("what followed the key could not be read")
        return None
