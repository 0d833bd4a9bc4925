"""Tables that leave the house: a cell of text stays text in a spreadsheet and is the same text again, and what comes by
groups is the same as what came at once."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.spreadsheet import as_it_was, as_text
from app.server.usecases import export_tables
from app.server.usecases.export_tables import Column, Kind, as_csv, as_parquet, column
from tests.support.factories import NOON


class Row(NamedTuple):
    text: str | None = None
    number: float | None = None
    whole: int | None = None
    yes: bool | None = None
    at: datetime | None = None
    parts: Any = None


COLUMNS: tuple[Column, ...] = (
    column("text"),
    column("number", Kind.NUMBER),
    column("whole", Kind.WHOLE),
    column("yes", Kind.YES_NO),
    column("at", Kind.TIME),
    column("parts", Kind.JSON),
)
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=30) | st.builds(
    "{}{}{}".format,
    st.sampled_from(("", " ", "  ", "'", "\u200b", "\ufeff", "\u00a0")),
    st.sampled_from((*DANGEROUS, "'")),
    st.text(max_size=10),
)
_texts |= st.lists(st.sampled_from((*DANGEROUS, "'", ";", "\r\n", " ", "\u200b", "a", "1")), max_size=12).map("".join)
_rows = st.builds(
    Row,
    text=st.none() | _texts,
    number=st.none() | st.floats(allow_nan=False, allow_infinity=False),
    whole=st.none() | st.integers(-(2**53), 2**53),
    yes=st.none() | st.booleans(),
    at=st.none() | st.integers(0, 10**12).map(lambda ms: NOON + timedelta(milliseconds=ms % 10**9)),
    parts=st.none() | st.lists(st.integers(0, 9), max_size=3),
)


def table(rows: Sequence[Row], page: int = 3) -> bytes:
    return b"".join(as_csv(COLUMNS, (rows[n : n + page] for n in range(0, len(rows), page))))


def cells(told: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(told.decode(), newline="")))


@given(st.lists(_rows, max_size=8))
def test_a_table_comes_back_as_it_went(rows: list[Row]) -> None:
    names, *told = cells(table(rows))
    assert names == ["text", "number", "whole", "yes", "at", "parts"]
    back = [
        Row(
            as_it_was(text) if row.text is not None else None,
            float(number) if number else None,
            int(whole) if whole else None,
            {"true": True, "false": False, "": None}[yes],
            datetime.fromisoformat(at) if at else None,
            msgspec.json.decode(as_it_was(parts)) if parts else None,
        )
        for (text, number, whole, yes, at, parts), row in zip(told, rows, strict=True)
    ]
    assert back == rows


@given(_texts)
def test_no_cell_of_text_begins_as_a_formula_does(text: str) -> None:
    told = as_text(text)
    shown = told.lstrip(" \u00a0\u200b\ufeff\u2060\u00ad")
    assert not shown.startswith(DANGEROUS)
    assert as_it_was(told) == text


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x"),
        *(" =1", "\u200b=1", "=cmd|' /C calc'!A0"),
    ],
)
def test_what_a_spreadsheet_would_run_has_an_apostrophe_before_it(text: str) -> None:
    assert as_text(text).startswith("'" + text[0])
    assert as_it_was(as_text(text)) == text


@pytest.mark.parametrize("separator", [";", "\t"])
@given(st.lists(_texts, min_size=1, max_size=3))
def test_no_cell_begins_as_a_formula_for_a_spreadsheet_that_separates_otherwise(
    separator: str, texts: list[str]
) -> None:
    """As one does that finds its separators inside quotes as well: the most cells that there can be."""
    told = b"".join(as_csv((COLUMNS[1], COLUMNS[0]), [[Row(text, 1.0) for text in texts]])).decode()
    for cell in re.split(rf"[{separator}\r\n]", told):
        shown = cell.lstrip('" \t\u00a0\u200b\ufeff\u2060\u00ad')
        assert not shown.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")), told


@pytest.mark.parametrize("inside", ["; =1", ';"=1', "\n=1", "\r\n-1", "\t@x", "\n\n＝1", ";'=1"])
def test_what_begins_a_cell_there_has_an_apostrophe_before_it(inside: str) -> None:
    told = as_text(f"Seen{inside}")
    assert re.search(r"[;\t\r\n]'", told)
    assert as_it_was(told) == f"Seen{inside}"


def test_ordinary_lines_stay_as_they_are() -> None:
    text = "Two devices; one is new.\r\n\r\nThe owner\twas away.\n"
    assert as_text(text) == text


def test_a_negative_number_stays_a_number_and_every_cell_is_quoted() -> None:
    told = table([Row("a", -0.5, -3, True, NOON, [1])]).decode()
    assert told.splitlines()[1] == '"a","-0.5","-3","true","2026-11-21T12:00:00Z","[1]"'


def test_a_cell_cannot_end_its_line() -> None:
    told = cells(table([Row('a"\r\n=HYPERLINK("x")', 1.0)]))
    assert told[1][0] == 'a"\r\n\'=HYPERLINK("x")'
    assert as_it_was(told[1][0]) == 'a"\r\n=HYPERLINK("x")'
    assert len(told) == 2


def read_parquet(told: bytes) -> Any:
    pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed (footplate[parquet])")
    from pyarrow import parquet

    return parquet.ParquetFile(pyarrow.BufferReader(told))


def test_a_parquet_file_holds_every_row_by_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_tables, "GROUP_ROWS", 10)
    rows = [Row(f"r{n}", n / 7, n, n % 2 == 0, NOON + timedelta(seconds=n), [n]) for n in range(25)]
    rows.append(Row())
    file = read_parquet(b"".join(as_parquet(COLUMNS, (rows[n : n + 4] for n in range(0, len(rows), 4)))))
    assert file.metadata.num_row_groups == 3
    told = file.read().to_pylist()
    back = [Row(**(r | {"parts": msgspec.json.decode(r["parts"]) if r["parts"] else None})) for r in told]
    assert back == rows
    assert told[0]["at"].astimezone(UTC) == NOON


def test_an_empty_export_is_a_table_without_rows() -> None:
    assert cells(table([])) == [["text", "number", "whole", "yes", "at", "parts"]]
    assert read_parquet(b"".join(as_parquet(COLUMNS, ()))).metadata.num_rows == 0


def test_a_group_is_given_on_before_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed (footplate[parquet])")
    monkeypatch.setattr(export_tables, "GROUP_ROWS", 10)
    read = 0

    def pages() -> Iterator[list[Row]]:
        nonlocal read
        for _ in range(10):
            read += 10
            yield [Row("x", 1.0)] * 10

    pieces = as_parquet(COLUMNS, pages())
    next(pieces)
    assert read == 10
    b"".join(pieces)
    assert read == 100
