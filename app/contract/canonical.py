"""The canonical form of a command body and its hash (RFC 8785, JSON Canonicalization Scheme)."""

import hashlib
import math
from json.encoder import encode_basestring
from typing import Any

import msgspec

_WORDS = {None: "null", True: "true", False: "false"}


def canonical_json(value: Any) -> bytes:
    """RFC 8785 form: keys sorted by UTF-16 code units, no white space, numbers as ECMAScript writes them.

    `value` is what JSON can hold; raises ValueError for NaN and infinities.
    """
    return _write(value).encode("utf-8")


def body_sha256(body: Any) -> str:
    """Hex SHA-256 over the canonical form of a command body; structs are turned into plain JSON values first."""
    return hashlib.sha256(canonical_json(msgspec.to_builtins(body))).hexdigest()


def _write(value: Any) -> str:
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    if isinstance(value, int):
        return str(value) if abs(value) < 2**53 else _number(float(value))
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, dict):
        # Of plain letters both orders are the same.
        plain = "".join(value).isascii()
        keys = sorted(value) if plain else sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{_write(key)}:{_write(value[key])}" for key in keys) + "}"
    return "[" + ",".join(_write(item) for item in value) + "]"


def _number(value: float) -> str:
    """ECMAScript's Number::toString, from Python's shortest round-trip digits."""
    if not math.isfinite(value):
        raise ValueError("JSON has no NaN and no infinity")
    if value == 0:
        return "0"
    sign, digits, exponent = "-" if value < 0 else "", *_digits(abs(value))
    point, length = exponent, len(digits)
    if length <= point <= 21:
        return sign + digits + "0" * (point - length)
    if 0 < point <= 21:
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    mantissa = digits[0] + ("." + digits[1:] if length > 1 else "")
    return f"{sign}{mantissa}e{'+' if point > 0 else '-'}{abs(point - 1)}"


def _digits(value: float) -> tuple[str, int]:
    """Shortest digits d1d2… and n such that value = 0.d1d2… × 10^n."""
    mantissa, _, exponent = f"{value!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    point = len(whole) + int(exponent or 0)
    digits = whole + fraction
    stripped = digits.lstrip("0")
    point -= len(digits) - len(stripped)
    return stripped.rstrip("0"), point
