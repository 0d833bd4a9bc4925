"""The rows behind a chart as a file: CSV in UTF-8 with its mark, as spreadsheets open it."""

import csv
import io
from collections.abc import Sequence

from app.desktop.widgets.record_list import Cell, Column
from app.domain.spreadsheet import as_text


def as_csv(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> bytes:
    """What a spreadsheet would take for a formula is data to it."""
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow([as_text(column.title) for column in columns])
    for row in rows:
        writer.writerow([as_text(cell.text) for cell in row])
    return b"\xef\xbb\xbf" + made.getvalue().encode()
