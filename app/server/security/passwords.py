"""Passwords: argon2id with the library's parameters (RFC 9106, low-memory profile)."""

import functools
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MIN_LENGTH, MAX_LENGTH = 8, 256

_hasher = PasswordHasher()
# Each check takes 64 MiB; more at once than this and a flood of sign-ins would eat the machine.
_at_once = threading.Semaphore(2)


def hash_password(password: str) -> str:
    """The argon2id hash to keep. Raises ValueError for a password too short or too long."""
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        raise ValueError(f"a password has {MIN_LENGTH} to {MAX_LENGTH} characters")
    with _at_once:
        return _hasher.hash(password)


@functools.cache
def _nobody() -> str:
    return hash_password("nobody has this password")


def prepare() -> None:
    """Make the stand-in for unknown names ahead of the first sign-in."""
    _nobody()


def password_fits(kept: str | None, password: str) -> bool:
    """True where `password` is the one behind the hash `kept`. None stands for an unknown name: the same work is done,
    so that the time of an answer tells nothing."""
    if len(password) > MAX_LENGTH:
        password = ""
    stored = kept or _nobody()
    try:
        with _at_once:
            _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
    except UnicodeEncodeError:
        return False
    return kept is not None
