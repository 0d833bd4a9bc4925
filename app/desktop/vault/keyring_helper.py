"""The process that talks to the operating system's keyring, apart so that it can be killed.

One JSON line in, one JSON line out. A frozen keyring daemon blocks for ever and a locked one may open a
prompt, so the window never calls it directly. Only backends that really guard a secret are used: with some
packages installed `keyring` would silently choose a readable file.
"""

import base64
import contextlib
import json
import sys
from typing import Any

KEY_BYTES = 32
# module prefix of the backend class → may be used
ALLOWED_BACKENDS = (
    "keyring.backends.SecretService",
    "keyring.backends.libsecret",
    "keyring.backends.kwallet",
    "keyring.backends.macOS",
    "keyring.backends.Windows",
)


def _safe_backends() -> list[Any]:
    """The allowed backends that work here, the best first, looking inside a chain as well."""
    from keyring.backend import get_all_keyring

    found = [
        backend
        for backend in get_all_keyring()
        if type(backend).__module__.startswith(ALLOWED_BACKENDS) and backend.priority > 0
    ]
    return sorted(found, key=lambda backend: -backend.priority)


def _others(backends: list[Any], service: str, name: str) -> str | None:
    """What every backend but the best holds under the name, one after the other: a desktop that changed its keyring
    (GNOME to KDE, or back) left the entry in the other one."""
    found = b""
    for backend in backends[1:]:
        # One that is locked or broken has nothing to say; the others are asked all the same.
        with contextlib.suppress(Exception):
            one = base64.b64decode(backend.get_password(service, name) or "", validate=True)
            found += one if len(one) == KEY_BYTES else b""
    return base64.b64encode(found).decode() if found else None


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Do one call: {"call": "get"|"others"|"set"|"delete", "service", "name", "secret"?}."""
    try:
        from keyring import errors
    except ImportError:
        return {"state": "no_backend"}
    try:
        backends = _safe_backends()
        if not backends:
            return {"state": "no_backend"}
        backend = backends[0]
        name = type(backend).__module__
        if request["call"] == "others":
            secret = _others(backends, request["service"], request["name"])
            return {"state": "ok" if secret else "absent", "secret": secret}
        if request["call"] == "set":
            backend.set_password(request["service"], request["name"], request["secret"])
            return {"state": "ok", "backend": name}
        if request["call"] == "delete":
            with contextlib.suppress(errors.PasswordDeleteError):
                backend.delete_password(request["service"], request["name"])
            return {"state": "ok", "backend": name}
        secret = backend.get_password(request["service"], request["name"])
        return {"state": "ok" if secret else "absent", "secret": secret, "backend": name}
    except errors.KeyringLocked:
        return {"state": "locked"}
    except errors.NoKeyringError:
        return {"state": "no_backend"}
    except errors.InitError:
        # Without a display the collection cannot be opened: the same to a person as locked.
        return {"state": "locked"}
    except errors.KeyringError:
        return {"state": "failed"}
    except Exception:
        return {"state": "failed"}


def main() -> int:
    """Read the request from standard input, write the answer to standard output."""
    request = json.loads(sys.stdin.readline())
    sys.stdout.write(json.dumps(answer(request)) + "\n")
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
