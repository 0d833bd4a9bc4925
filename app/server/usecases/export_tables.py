"""Exports as tables: CSV that no spreadsheet takes for formulas, and Parquet, both piece by piece."""

import csv
import enum
import io
import itertools
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from app.contract.problems import Code
from app.domain.spreadsheet import as_text
from app.server.usecases.refusal import Refused

GROUP_ROWS = 5_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Kind(enum.Enum):
    TEXT = enum.auto()
    NUMBER = enum.auto()
    WHOLE = enum.auto()
    YES_NO = enum.auto()
    TIME = enum.auto()
    JSON = enum.auto()


class Column(msgspec.Struct, frozen=True):
    """One column; `read` takes its value out of a row."""

    name: str
    kind: Kind
    read: Callable[[Any], Any]


def column(name: str, kind: Kind = Kind.TEXT) -> Column:
    """The column of an attribute of the same name."""
    return Column(name, kind, lambda row: getattr(row, name))


def attribution() -> tuple[Column, Column]:
    """What a code is about, in two columns."""

    def kind(row: Any) -> str | None:
        return row.attribution.kind.value if row.attribution is not None else None

    def ref(row: Any) -> str | None:
        return row.attribution.ref if row.attribution is not None else None

    return Column("attribution_kind", Kind.TEXT, kind), Column("attribution_ref", Kind.TEXT, ref)


def as_csv(columns: Sequence[Column], pages: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """RFC 4180 in UTF-8 under a line of names, every cell in quotes. Null is empty; times are ISO 8601 in UTC; what has
    parts is JSON."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([one.name for one in columns])
    told = [(one.read, _CELLS[one.kind]) for one in columns]
    for page in pages:
        writer.writerows([cell(read(row)) for read, cell in told] for row in page)
        yield lines.getvalue().encode()
        lines.seek(0)
        lines.truncate()
    if lines.tell():
        yield lines.getvalue().encode()


def _text_cell(value: Any) -> str:
    return "" if value is None else as_text(str(value))


def _number_cell(value: Any) -> str:
    return "" if value is None else repr(value)


def _json_cell(value: Any) -> str:
    return "" if value is None else as_text(msgspec.json.encode(value).decode())


_CELLS: dict[Kind, Callable[[Any], str]] = {
    Kind.TEXT: _text_cell,
    Kind.NUMBER: _number_cell,
    Kind.WHOLE: _number_cell,
    Kind.YES_NO: lambda value: "" if value is None else "true" if value else "false",
    Kind.TIME: lambda value: "" if value is None else value.isoformat().replace("+00:00", "Z"),
    Kind.JSON: _json_cell,
}


def as_parquet(columns: Sequence[Column], pages: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """A Parquet file, written by groups of rows so that no more than one is in memory. Raises Refused (not_acceptable)
    where the server has no pyarrow."""
    try:
        import pyarrow
    except ImportError:
        raise Refused(Code.NOT_ACCEPTABLE, "this server was installed without pyarrow: footplate[parquet]") from None
    kinds = {
        Kind.TEXT: pyarrow.string(),
        Kind.NUMBER: pyarrow.float64(),
        Kind.WHOLE: pyarrow.int64(),
        Kind.YES_NO: pyarrow.bool_(),
        Kind.TIME: pyarrow.timestamp("ms", tz="UTC"),
        Kind.JSON: pyarrow.string(),
    }
    schema = pyarrow.schema([pyarrow.field(one.name, kinds[one.kind]) for one in columns])
    return _groups(schema, columns, pages)


def _groups(schema: Any, columns: Sequence[Column], pages: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    import pyarrow
    import pyarrow.parquet

    sink = _Sink()
    with pyarrow.parquet.ParquetWriter(pyarrow.PythonFile(sink, mode="w"), schema, compression="zstd") as writer:
        group: list[Any] = []
        for page in pages:
            group += page
            if len(group) >= GROUP_ROWS:
                writer.write_batch(_batch(schema, columns, group))
                group = []
                yield sink.drained()
        if group:
            writer.write_batch(_batch(schema, columns, group))
    yield sink.drained()


def _batch(schema: Any, columns: Sequence[Column], rows: Sequence[Any]) -> Any:
    import pyarrow

    arrays = [
        pyarrow.Array.from_buffers(
            schema.field(number).type,
            len(rows),
            [None if part is None else pyarrow.py_buffer(part) for part in _buffers(one, rows)],
        )
        for number, one in enumerate(columns)
    ]
    return pyarrow.RecordBatch.from_arrays(arrays, schema=schema)


def _buffers(column: Column, rows: Sequence[Any]) -> list[bytes | None]:
    """The values of a column as Arrow keeps them: which are there, then the values, of text where each ends before
    them. pyarrow makes the same of a list, but has pandas loaded for it, where that is installed: 50 MB for nothing."""
    values = [column.read(row) for row in rows]
    there = _bits([value is not None for value in values]) if None in values else None
    if column.kind is Kind.YES_NO:
        return [there, _bits([bool(value) for value in values])]
    if column.kind is Kind.NUMBER:
        return [there, array("d", [value or 0.0 for value in values]).tobytes()]
    if column.kind is Kind.WHOLE:
        return [there, array("q", [value or 0 for value in values]).tobytes()]
    if column.kind is Kind.TIME:
        return [there, array("q", [0 if value is None else _ms(value) for value in values]).tobytes()]
    texts = [b"" if value is None else _text(column.kind, value) for value in values]
    return [there, array("i", itertools.accumulate(map(len, texts), initial=0)).tobytes(), b"".join(texts)]


def _text(kind: Kind, value: Any) -> bytes:
    if kind is Kind.JSON:
        return msgspec.json.encode(value)
    told: str = value
    return told.encode()


def _ms(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def _bits(told: Sequence[bool]) -> bytes:
    """One bit for each, the first in the lowest place of the first byte."""
    number = sum(1 << place for place, value in enumerate(told) if value)
    return number.to_bytes(-(-len(told) // 8) or 1, "little")


class _Sink(io.RawIOBase):
    """Takes what is written and gives it on."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []
        self._at = 0

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._pieces.append(bytes(piece))
        self._at += len(self._pieces[-1])
        return len(self._pieces[-1])

    def tell(self) -> int:
        return self._at

    def drained(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)
