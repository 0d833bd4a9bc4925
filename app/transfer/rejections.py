"""What is told of a line that was not taken: on the terminal, and in a report with one JSON object a line."""

import contextlib
import os
import re
from pathlib import Path
from typing import BinaryIO

import msgspec

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}|\d{1,5}")
"""A field of a schema, or a place in a list. Any other key of a line may be somebody's data."""


class Rejection(msgspec.Struct, frozen=True):
    """One line that was not taken. `line` counts from 1 in the file; `pointer` is a JSON pointer within the line, with
    `*` for a key that no schema has; `code` is that of the problem, `text` its words. Never a value of the line, save
    the name of the case."""

    line: int
    external_ref: str
    pointer: str
    code: str
    text: str

    @classmethod
    def of(cls, line: int, external_ref: str, pointer: str, code: str, text: str) -> "Rejection":
        """With everything cut off that a line could have brought in."""
        steps = ("/" + (step if _NAME.fullmatch(step) else "*") for step in pointer.split("/")[1:])
        ref = external_ref if external_ref.isprintable() else ""
        return cls(line, ref, "".join(steps), code, " ".join(text.split()))

    def __str__(self) -> str:
        name = f" {self.external_ref}" if self.external_ref else ""
        text = f": {self.text}" if self.text else ""
        return f"line {self.line}{name}: {self.pointer or '/'} {self.code}{text}"


class RejectionReport:
    """A file that gets one JSON object for each rejected line, in the order in which the server refused them. Only its
    owner may read it. Raises OSError where it cannot be written."""

    def __init__(self, file: Path, source: Path) -> None:
        if file.exists() and source.exists() and os.path.samefile(file, source):
            raise OSError("the report would be written over the file itself")
        self._out: BinaryIO = open(file, "wb", opener=_own)  # noqa: SIM115
        self._encode = msgspec.json.Encoder().encode

    def add(self, rejection: Rejection) -> None:
        self._out.write(self._encode(rejection) + b"\n")

    def flush(self) -> None:
        self._out.flush()

    def close(self) -> None:
        """Everything is written. Raises OSError where it is not."""
        self._out.close()

    def abandon(self) -> None:
        """Let go of the file, whatever became of it; harmless after `close`."""
        with contextlib.suppress(OSError):
            self._out.close()


def _own(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)
