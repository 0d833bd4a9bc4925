"""One call of the keyring helper, with limits: shown as waiting after 5 s, ended after 90 s or on Cancel."""

import base64
import json
import sys
import threading
from collections.abc import Sequence
from enum import StrEnum

SOON_SECONDS = 5.0
LAST_SECONDS = 90.0


class KeyringState(StrEnum):
    OK = "ok"
    ABSENT = "absent"
    WAITING = "waiting"
    LOCKED = "locked"
    NO_BACKEND = "no_backend"
    FAILED = "failed"
    TIMED_OUT = "timed_out"
    CANCELLED = "cancelled"


def helper_command() -> list[str]:
    """How the helper is started; in a bundle the program itself plays the part."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--keyring-helper"]
    return [sys.executable, "-m", "app.desktop.vault.keyring_helper"]


class KeyringCall:
    """A running call. The secret travels by pipe, never by argument or environment."""

    def __init__(
        self,
        call: str,
        service: str,
        name: str,
        secret: bytes | None = None,
        *,
        command: Sequence[str] | None = None,
        last_seconds: float = LAST_SECONDS,
    ) -> None:
        import subprocess

        request = {"call": call, "service": service, "name": name}
        if secret is not None:
            request["secret"] = base64.b64encode(secret).decode()
        self._cancelled = False
        self._timed_out = False
        self._lock = threading.Lock()
        self._answer: tuple[KeyringState, bytes | None] | None = None
        self.backend: str | None = None
        self._process = subprocess.Popen(  # noqa: S603 - our own helper, no shell
            list(command or helper_command()),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._thread = threading.Thread(
            target=self._talk, args=(json.dumps(request).encode() + b"\n", last_seconds), daemon=True
        )
        self._thread.start()

    def _talk(self, line: bytes, limit: float) -> None:
        import subprocess

        try:
            out, _ = self._process.communicate(line, timeout=limit)
            answer = self._read(out)
        except subprocess.TimeoutExpired:
            self._timed_out = True
            self._process.kill()
            self._process.communicate()
            answer = (KeyringState.TIMED_OUT, None)
        except OSError:
            answer = (KeyringState.FAILED, None)
        with self._lock:
            self._answer = (KeyringState.CANCELLED, None) if self._cancelled else answer

    def _read(self, out: bytes) -> tuple[KeyringState, bytes | None]:
        try:
            answer = json.loads(out)
            self.backend = answer.get("backend")
            secret = answer.get("secret")
            return KeyringState(answer["state"]), base64.b64decode(secret, validate=True) if secret else None
        except (ValueError, KeyError, TypeError, AttributeError):
            return KeyringState.FAILED, None

    def wait(self, seconds: float) -> tuple[KeyringState, bytes | None]:
        """The answer, or WAITING when it has not come within `seconds`."""
        self._thread.join(seconds)
        with self._lock:
            return self._answer or (KeyringState.WAITING, None)

    def cancel(self) -> None:
        """End the helper now."""
        with self._lock:
            if self._answer is not None:
                return
            self._cancelled = True
        self._process.kill()
        self._thread.join(5)
