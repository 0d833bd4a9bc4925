"""Reading a batch: an array or lines, each item kept raw so that a bad one spoils only itself."""

import hashlib
from typing import TypeVar

import msgspec

from app.contract import gate
from app.contract.gate import BadBody
from app.contract.intake import IntakeAnswer, IntakeResult, Taken
from app.contract.problems import Code, ProblemItem, problem
from app.server.usecases.refusal import Refused

T = TypeVar("T")
_items = msgspec.json.Decoder(list[msgspec.Raw])


class BadItem(Exception):
    """One item that cannot be taken."""

    def __init__(self, code: Code, pointer: str = "", rule: str = "", detail: str = "") -> None:
        super().__init__(code.code)
        self.code, self.error = code, ProblemItem(pointer, rule or code.code, detail)


class _Ref(msgspec.Struct):
    external_ref: str


def split(body: bytes, *, lines: bool, most: int) -> list[bytes]:
    """The raw items of a JSON array, or of NDJSON where `lines` (blank ones left out). Raises Refused where the frame
    itself cannot be read or holds more than `most`."""
    if lines:
        items = [line for line in body.split(b"\n") if line.strip()]
    else:
        try:
            items = [bytes(item) for item in _items.decode(body)]
        except msgspec.ValidationError:
            raise Refused(Code.INVALID, errors=(ProblemItem("", "invalid", "an array is expected"),)) from None
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            raise Refused(Code.MALFORMED, errors=(ProblemItem("", "malformed", "not JSON"),)) from None
    if len(items) > most:
        raise Refused(Code.INVALID, errors=(ProblemItem("", "max_items", f"at most {most} items"),))
    return items


def read(raw: bytes, kind: type[T], most_bytes: int) -> T:
    """One item through the gate. Raises BadItem."""
    if len(raw) > most_bytes:
        raise BadItem(Code.TOO_LARGE, detail=f"at most {most_bytes} bytes")
    try:
        return gate.decode(raw, kind)
    except BadBody as error:
        code = Code.INVALID if error.code == "invalid" else Code.MALFORMED
        raise BadItem(code, error.pointer, error.code, str(error)) from None


def rejected(index: int, error: BadItem, raw: bytes = b"", ref: str | None = None) -> IntakeResult:
    """The answer for an item that was not taken, with its external_ref where that can be made out."""
    if ref is None:
        try:
            ref = msgspec.json.decode(raw, type=_Ref).external_ref[:200]
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            ref = None
    told = problem(error.code, errors=(error.error,))
    return IntakeResult(index, Taken.REJECTED, external_ref=ref, problem=told)


def answer(results: list[IntakeResult | None]) -> IntakeAnswer:
    """The whole answer; every item has its result."""
    found = [result for result in results if result is not None]
    if len(found) != len(results):
        raise RuntimeError("an item was left without an answer")
    count = {taken: sum(1 for result in found if result.status is taken) for taken in Taken}
    return IntakeAnswer(
        accepted=count[Taken.ACCEPTED],
        duplicate=count[Taken.DUPLICATE],
        rejected=count[Taken.REJECTED],
        results=tuple(found),
    )


def content(value: msgspec.Struct) -> tuple[bytes, str]:
    """The item as it is kept, and its hash: equal for equal content, however it was written."""
    kept = msgspec.json.encode(value, order="deterministic")
    return kept, hashlib.sha256(kept).hexdigest()
