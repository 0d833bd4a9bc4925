"""The one gate for every JSON body: what msgspec would let through and should not.

Depth is bounded by a scan of the bytes (a deep body raises RecursionError in most parsers); duplicate keys, NUL, lone
surrogates, text that is not NFC and integers beyond 2^53 - 1 are refused with a pointer.
"""

import json
import math
import re
import unicodedata
from typing import Any, TypeVar

import msgspec

from app.contract.limits import JSON_DEPTH, JSON_INTEGER

T = TypeVar("T")

_PATH = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")
_NAMED, _NAME = re.compile(r" `(.*)`\Z", re.DOTALL), re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,40}")
_STRING_FREE = bytes(set(range(256)) - set(b'"{}[]'))


class BadBody(ValueError):
    """`pointer` is the deepest place known; the message says what is wrong there, never the value itself."""

    def __init__(self, message: str, pointer: str = "", code: str = "malformed") -> None:
        super().__init__(message)
        self.pointer, self.code = pointer, code


def check_depth(body: bytes, most: int = JSON_DEPTH) -> None:
    """Raise BadBody where brackets outside strings nest deeper than `most`."""
    if b"\\" in body:
        # Escapes are read from the left: pairs of backslashes first, then the quotes that are text.
        body = body.replace(b"\\\\", b"").replace(b'\\"', b"")
    marks = body.translate(None, _STRING_FREE)
    if marks.count(b"{") + marks.count(b"[") <= most:
        return  # not even if each of them stood within the one before
    depth = 0
    # Every second piece between quotes stands outside strings.
    for byte in b"".join(marks.split(b'"')[::2]):
        if byte in b"{[":
            depth += 1
            if depth > most:
                raise BadBody(f"nested deeper than {most}", code="too_deep")
        elif byte in b"}]":
            depth -= 1


def check_body(body: bytes) -> None:
    """Everything the gate asks of a body that people's work or a case travels in. Raises BadBody."""
    check_depth(body)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise BadBody("not UTF-8") from None
    if text.startswith("\ufeff"):
        raise BadBody("a byte order mark stands before the JSON")
    try:
        value = _CAREFUL.decode(text)
    except BadBody:
        raise
    except (ValueError, RecursionError):
        raise BadBody("not JSON") from None
    if not _text_is_sound(text, value):
        _check_text(value, "")


def _text_is_sound(text: str, value: Any) -> bool:
    """A quick look at all the text at once; False only sends it to the slow one, which finds the place.

    NUL and half surrogates come through JSON by \\u alone; text without it, and in NFC as a whole, is in NFC in each of
    its strings, since no character of JSON's own composes with the one after it. Otherwise the values are written out
    again, where both would show.
    """
    if "\\u" in text:
        text = json.dumps(value, ensure_ascii=False)
        if "\\u0000" in text or not _encodes(text):
            return False
    return text.isascii() or unicodedata.is_normalized("NFC", text)


def _encodes(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def decode(body: bytes, kind: type[T], *, checked: bool = True, depth: int = JSON_DEPTH) -> T:
    """`body` as `kind`, through the gate where `checked`, else only no deeper than `depth`. Raises BadBody with the
    deepest known pointer."""
    if checked:
        check_body(body)
    else:
        check_depth(body, depth)
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.ValidationError as error:
        message, pointer = split_error(str(error))
        raise BadBody(message, pointer, "invalid") from None
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise BadBody("not JSON") from None


def decode_frame(body: bytes, kind: type[T], depth: int) -> T:
    """A frame around parts that are kept raw and go through the gate each for itself: here the frame's own keys and
    text are asked what the gate asks, so that no key of it stands twice, and no part spoils another. `depth` bounds
    the whole. Raises BadBody."""
    check_depth(body, depth)
    outermost: list[list[tuple[str, Any]]] = [[]]

    def see(pairs: list[tuple[str, Any]]) -> None:
        outermost[0] = pairs  # objects end from the inside out: the last one is the frame

    # Bytes that are no UTF-8 may stand in one of the parts, which is told so then.
    text = body.decode("utf-8", "surrogateescape")
    try:
        json.JSONDecoder(object_pairs_hook=see, parse_int=len).decode(text)
    except (ValueError, RecursionError):
        raise BadBody("not JSON") from None
    for name, value in _no_duplicates(outermost[0]).items():
        _check_text(name, "")
        if isinstance(value, str):
            _check_text(value, f"/{name}")
    return decode(body, kind, checked=False, depth=depth)


def split_error(message: str) -> tuple[str, str]:
    """msgspec's "what - at `$.a[0].b`" as (what, "/a/0/b"). Values in the message are cut out."""
    what, _, path = message.partition(" - at `")
    what = what.split(", got ")[0] if "got '" in what else what
    # A misspelt name is worth naming; anything else in the place of one may be somebody's data.
    what = _NAMED.sub(lambda found: found.group() if _NAME.fullmatch(found[1]) else "", what).rstrip()
    return what.replace("Invalid enum value", "not one of the allowed words").split(" '")[0], json_pointer(
        path.rstrip("`")
    )


def json_pointer(path: str) -> str:
    """msgspec's path `$.a[0].b` as a JSON pointer `/a/0/b` (RFC 6901)."""
    parts = (name or index for name, index in _PATH.findall(path))
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in parts if part != "...")


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadBody("a key stands twice in one object", code="duplicate_key")
    return found


def _no_constant(name: str) -> Any:
    raise BadBody(f"{name} is not JSON")


def _finite(digits: str) -> float:
    if not math.isfinite(value := float(digits)):
        raise BadBody("a number is too large")
    return value


def _small_integer(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > JSON_INTEGER:
        raise BadBody("an integer lies beyond 2^53 - 1", code="integer_range")
    return int(digits)


def _check_text(value: Any, pointer: str) -> None:
    if isinstance(value, str):
        if "\x00" in value:
            raise BadBody("text holds NUL", pointer, "text")
        if any("\ud800" <= c <= "\udfff" for c in value):
            raise BadBody("text holds half of a surrogate pair", pointer, "text")
        if not unicodedata.is_normalized("NFC", value):
            raise BadBody("text is not in Unicode normalisation form C", pointer, "text")
    elif isinstance(value, dict):
        for key, item in value.items():
            _check_text(key, pointer)
            _check_text(item, f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list):
        for n, item in enumerate(value):
            _check_text(item, f"{pointer}/{n}")


_CAREFUL = json.JSONDecoder(
    object_pairs_hook=_no_duplicates, parse_constant=_no_constant, parse_int=_small_integer, parse_float=_finite
)
