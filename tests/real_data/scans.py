"""Scanned receipts with the boxes that people drew around their lines, as evidence of a proof of address."""

import csv
import hashlib
import json
import re
from pathlib import Path

from PySide6.QtGui import QImageReader

from app.domain.case import Evidence
from app.domain.document import Attachment, FieldBox
from app.domain.text import Bilingual

FOLDER = Path("data") / "poa_receipts_sroie"
_FIELDS = {"company": "issuer", "address": "address", "date": "issue_date", "total": "total"}
_NOISE = re.compile(r"[^0-9a-z]")


def receipts(shared: Path) -> list[str]:
    """The names of those that are there: "000" and so on."""
    return sorted(path.stem for path in (shared / FOLDER).glob("*.jpg"))


def receipt(shared: Path, name: str) -> tuple[bytes, Evidence]:
    """The scan and the evidence that names it; a box for every line that is part of a known field."""
    folder = shared / FOLDER
    data = (folder / f"{name}.jpg").read_bytes()
    size = QImageReader(str(folder / f"{name}.jpg")).size()
    known = {field: _bare(str(text)) for field, text in json.loads((folder / f"{name}.json").read_text()).items()}
    boxes = []
    with (folder / f"{name}.boxes.csv").open(newline="", encoding="utf-8", errors="replace") as file:
        for line in csv.reader(file, quoting=csv.QUOTE_NONE):
            text = ",".join(line[8:])
            found = next((field for field, whole in known.items() if _part_of(_bare(text), whole)), None)
            if found is not None:
                across, down = [int(v) for v in line[0:8:2]], [int(v) for v in line[1:8:2]]
                boxes.append(_box(_FIELDS[found], across, down, size.width(), size.height(), text))
    told = Attachment(
        hashlib.sha256(data).hexdigest(), "image/jpeg", len(data), width=size.width(), height=size.height(), pages=1
    )
    title = Bilingual("Proof of address", "地址证明")
    return data, Evidence("document", "proof_document", title, fields={}, attachment=told, boxes=tuple(boxes))


def _box(field: str, across: list[int], down: list[int], wide: int, tall: int, text: str) -> FieldBox:
    left, right = max(0, min(across)), min(wide, max(across))
    top, bottom = max(0, min(down)), min(tall, max(down))
    return FieldBox(field, 1, left / wide, top / tall, (right - left) / wide, (bottom - top) / tall, text=text[:500])


def _part_of(line: str, whole: str) -> bool:
    """Whether a line is a part of a field. Figures alone are the whole of one: any short amount stands somewhere in an
    address."""
    return line == whole if line.isdigit() else len(line) > 2 and line in whole


def _bare(text: str) -> str:
    return _NOISE.sub("", text.lower())
