"""Tables from CSV files of any origin: every fault is told with the line it is in and what to do about it."""

import csv
import gzip
import io
import math
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec

# Other names that people give these columns.
ALSO = {
    "item": ("case", "case_id", "item_id", "unit", "subject"),
    "rater": ("reviewer", "annotator", "coder", "rater_id", "worker"),
    "label": ("rating", "code", "category"),
    "gold": ("truth", "gold_label", "ground_truth"),
    "score": ("p", "prob", "probability", "y_prob", "risk_score"),
    "outcome": ("y", "y_true", "actual"),
}
_MISSING = ("", "na", "n/a", "nan", "null")
_SHOWN = 5  # faults told of one file
_YES, _NO = ("1", "1.0", "true", "yes"), ("0", "0.0", "false", "no")
_BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
_Value = TypeVar("_Value")


class Table(msgspec.Struct, frozen=True):
    """The rows of a file with the lines they began on. `columns` are by their own names."""

    file: str
    names: tuple[str, ...]
    columns: dict[str, list[str]]
    lines: list[int]

    def column(self, name: str) -> list[str]:
        return self.columns[name]

    def values(self, name: str, read: Callable[[str], _Value]) -> list[_Value]:
        """The column, each value read; ValueError names the lines that could not be."""
        found: list[_Value] = []
        faults: list[str] = []
        for line, text in zip(self.lines, self.columns[name], strict=True):
            try:
                found.append(read(text))
            except ValueError as why:
                faults.append(f"line {line}: {name} {why}")
        self._refuse(faults)
        return found

    def refuse_empty(self, name: str) -> None:
        empty = [line for line, text in zip(self.lines, self.columns[name], strict=True) if not text]
        self._refuse([f"line {line}: {name} is empty" for line in empty])

    def _refuse(self, faults: list[str]) -> None:
        if faults:
            rest = f"; and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
            raise ValueError(f"{self.file}: {'; '.join(faults[:_SHOWN])}{rest}")


def read_table(file: Path, wanted: tuple[str, ...], also: tuple[str, ...] = ()) -> Table:
    """The columns `wanted` and `also` (where they are there) of a CSV: UTF-8 or UTF-16, with commas, semicolons or
    tabs, plain or gzip. ValueError says what is wrong with it, and what to do."""
    name = "standard input" if str(file) == "-" else str(file)
    text = _text(file, name)
    header, rows, lines = _rows(text, name)
    places = _places(header, wanted, also, name)
    columns = {column: [row[at].strip() for row in rows] for column, at in places.items()}
    if not rows:
        raise ValueError(f"{name}: no rows below the header; add one line for each case")
    return Table(name, tuple(header), columns, lines)


def _text(file: Path, name: str) -> str:
    try:
        content = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        if content[:2] == b"\x1f\x8b":
            content = gzip.decompress(content)
    except (OSError, EOFError) as why:
        reason = why.strerror if isinstance(why, OSError) and why.strerror else "not a whole gzip file"
        raise ValueError(f"{name}: {reason}") from None
    if not content.strip():
        raise ValueError(f"{name}: the file is empty")
    if content[:4] == b"PK\x03\x04":
        raise ValueError(f"{name}: this is a spreadsheet, not a CSV; save it as CSV UTF-8")
    encoding = next((kind for mark, kind in _BOMS.items() if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as why:
        line = content.count(b"\n", 0, why.start) + 1
        raise ValueError(f"{name}: line {line} is not {encoding.upper()}; save the file as CSV UTF-8") from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise ValueError(f"{name}: line {line} has a NUL character; save the file as CSV UTF-8")
    return text


def _rows(text: str, name: str) -> tuple[list[str], list[list[str]], list[int]]:
    first = next(line for line in text.splitlines() if line.strip())
    mark = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    header: list[str] = []
    rows: list[list[str]] = []
    lines: list[int] = []
    faults: list[str] = []
    try:
        while True:
            began = reader.line_num + 1
            row = next(reader, None)
            if row is None:
                break
            if not any(field.strip() for field in row):
                continue
            if not header:
                header = [field.strip() for field in row]
            elif len(row) != len(header):
                faults.append(f"line {began}: {len(row)} fields where the header has {len(header)}")
            else:
                rows.append(row)
                lines.append(began)
    except csv.Error as why:
        raise ValueError(f"{name}: line {reader.line_num}: {why}; check the quotes there") from None
    Table(name, (), {}, [])._refuse(faults)
    return header, rows, lines


def _places(header: list[str], wanted: tuple[str, ...], also: tuple[str, ...], name: str) -> dict[str, int]:
    folded = [each.casefold().replace(" ", "_") for each in header]
    places = {}
    for column in (*wanted, *also):
        exact = [at for at, each in enumerate(header) if each == column]
        found = exact or [at for at, each in enumerate(folded) if each == column.casefold()]
        for other in ALSO.get(column, ()):
            found = found or [at for at, each in enumerate(folded) if each == other]
        if len(found) > 1:
            raise ValueError(f"{name}: two columns are called {column}; leave one")
        if found:
            places[column] = found[0]
        elif column in wanted:
            there = ", ".join(header) or "nothing"
            raise ValueError(f"{name}: no column {column}; the first line has {there}, and needs {', '.join(wanted)}")
    return places


def probability(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a number" if text else "is empty; leave the case out") from None
    if not math.isfinite(value):
        raise ValueError(f"{text!r} is not a number; leave the case out")
    if not 0 <= value <= 1:
        raise ValueError(f"{text!r} is not from 0 to 1; scale the scores")
    return value


def binary(text: str) -> int:
    folded = text.casefold()
    if folded not in _YES and folded not in _NO:
        raise ValueError(f"{text!r} is not 0 or 1" if text else "is empty; leave out cases that are not settled")
    return int(folded in _YES)


def is_missing(text: str) -> bool:
    """Whether a field is what programs write for no value."""
    return text.casefold() in _MISSING


def truths(table: Table) -> dict[str, str]:
    """The gold label of each case, where the file has them; ValueError for a case that has two."""
    known: dict[str, str] = {}
    if "gold" not in table.columns:
        return known
    for line, item, gold in zip(table.lines, table.columns["item"], table.columns["gold"], strict=True):
        if not is_missing(gold) and known.setdefault(item, gold) != gold:
            raise ValueError(f"{table.file}: line {line}: {item} has another gold label above, {known[item]!r}")
    return known
