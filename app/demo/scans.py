"""Scans of documents that never existed, drawn for the demo: identity cards, selfies and bills, with boxes on fields.

Every one shows what its case says: the values of the document's side, another font or hard edges where the evidence
speaks of tampering, a blur where it speaks of a poor picture. Drawn by seed, with Pillow; without it there are none.
"""

import hashlib
import random
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from io import BytesIO
from typing import Any

from app.contract.catalogue import catalogue
from app.demo.story import Row

MOST = 16
"""So many cases of a run get scans; more would only make its start slower."""
CARD, SELFIE, SHEET = (1500, 945), (720, 900), (1240, 1754)
INK, PALE, RULE = (30, 34, 40), (96, 104, 114), (200, 205, 212)
_FONTS = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSans{plain}.ttf",
    "/usr/share/fonts/truetype/noto/NotoSans-{weight}.ttf",
    "/usr/share/fonts/truetype/liberation/LiberationSans-{weight}.ttf",
)
_CJK_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-{weight}.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-{weight}.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-{weight}.ttc",
)
_OTHER_FONTS = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSerif-Bold.ttf",
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc",
    "/usr/share/fonts/truetype/dejavu/DejaVuSansMono-Bold.ttf",
)


@dataclass(slots=True)
class Scan:
    """A file to hand over: its bytes, kind and SHA-256."""

    data: bytes
    media_type: str
    sha256: str


@dataclass(slots=True)
class _Sheet:
    """A page being drawn; `boxes` gathers where each field was written, in pixels."""

    image: Any
    pen: Any
    boxes: list[tuple[str, int, tuple[float, float, float, float], str]] = field(default_factory=list)
    page: int = 1

    def write(self, spot: tuple[int, int], text: str, size: int, colour: Any = INK, *, bold: bool = False) -> Any:
        font = _font(size, bold, _wide(text))
        self.pen.text(spot, text, font=font, fill=colour)
        return self.pen.textbbox(spot, text, font=font)

    def put(self, name: str, spot: tuple[int, int], text: str, size: int, tamper: str = "", bold: bool = True) -> None:
        """A field's value, and its box; `tamper` is how it was changed: font or edges."""
        font = _other_font(size, _wide(text)) if tamper == "font" else _font(size, bold, _wide(text))
        around = self.pen.textbbox(spot, text, font=font)
        if tamper == "edges":
            left, top, right, bottom = around
            self.pen.rectangle(
                (left - 7, top - 6, right + 9, bottom + 7), fill=(252, 252, 249), outline=(214, 216, 220)
            )
        self.pen.text(spot, text, font=font, fill=(14, 14, 16) if tamper else INK)
        self.boxes.append((name, self.page, around, text))

    def told(self) -> list[Row]:
        wide, tall = self.image.size
        found: list[Row] = []
        for name, page, (left, top, right, bottom), text in self.boxes:
            x, y = max(0.0, (left - 6) / wide), max(0.0, (top - 5) / tall)
            box = {
                "x": x,
                "y": y,
                "w": min(1 - x, (right - left + 12) / wide),
                "h": min(1 - y, (bottom - top + 10) / tall),
            }
            found.append({"field": name, "page": page, "text": text[:500], **{k: round(v, 4) for k, v in box.items()}})
        return found


def with_scans(cases: Iterable[Row], most: int = MOST) -> tuple[list[Row], list[Scan]]:
    """The cases with files behind their documents, and the files; both as they were where Pillow is not there. The
    `most` that fall due first get theirs: they are what a person opens first."""
    rows = list(cases)
    drawn: dict[str, Row] = {}
    scans: list[Scan] = []
    if _pillow():
        for case in sorted((row for row in rows if row["case_type"] in _DRAWERS), key=_due)[:most]:
            drawn[case["external_ref"]], files = _drawn(case)
            scans += files
    return [drawn.get(row["external_ref"], row) for row in rows], scans


def _due(case: Row) -> datetime:
    minutes = catalogue().case_types[case["case_type"]].sla_minutes
    return datetime.fromisoformat(case["routed_at"]) + timedelta(minutes=minutes)


def _pillow() -> bool:
    try:
        import PIL  # noqa: F401 - only whether it is there
    except ImportError:
        return False
    return True


def _drawn(case: Row) -> tuple[Row, list[Scan]]:
    rng = random.Random(f"footplate scan {case['external_ref']}")
    parts = {part["id"]: part for part in case["evidence"]}
    files = _DRAWERS[case["case_type"]](rng, case, parts)
    scans, evidence = [], []
    for part in case["evidence"]:
        if part["id"] in files:
            scan, facts, boxes = files[part["id"]]
            scans.append(scan)
            told = {"sha256": scan.sha256, "media_type": scan.media_type, "size": len(scan.data), **facts}
            part = part | {"attachment": told} | ({"boxes": boxes} if boxes else {})
        evidence.append(part)
    return case | {"evidence": evidence}, scans


# --- identity documents ----------------------------------------------------------------------------------------------
def _identity(rng: random.Random, case: Row, parts: dict[str, Row]) -> dict[str, tuple[Scan, Row, list[Row]]]:
    fields = parts["document"]["fields"]
    shown = {row["field"]: str(row["document"]) for row in parts["compare"]["rows"]}
    face = _Face(rng)
    tamper = fields["tamper"]
    sheet = _sheet(CARD, (236, 241, 245))
    _guilloche(rng, sheet)
    sheet.write((70, 44), f"SPECIMEN · {fields['issuing_country']}", 30, (36, 74, 122), bold=True)
    sheet.write((70, 90), str(fields["document_type"]).replace("_", " ").upper(), 44, (36, 74, 122), bold=True)
    face.draw(sheet.pen, (70, 190, 490, 720))
    if tamper != "reflection":
        _hologram(sheet, (360, 560, 560, 760))
    lines = [
        ("full_name", "Name", shown.get("full_name", "")),
        ("name_local", "Name (local)", shown.get("name_local", "")),
        ("birth_date", "Date of birth", shown.get("birth_date", "")),
        ("sex", "Sex", shown.get("sex", "")),
        ("nationality", "Nationality", shown.get("nationality", "")),
        ("document_number", "Document no.", shown.get("document_number", "")),
        ("issue_date", "Issued", str(fields["issue_date"])),
        ("expiry_date", "Expires", shown.get("expiry_date", "")),
    ]
    changed = {"font": "birth_date", "edges": "document_number"}.get(tamper, "")
    for n, (name, caption, text) in enumerate([line for line in lines if line[2]]):
        left, top = (590, 180 + n // 2 * 138) if n % 2 == 0 else (1080, 180 + n // 2 * 138)
        sheet.write((left, top), caption, 24, PALE)
        sheet.put(name, (left, top + 32), text, 36 if len(text) < 24 else 26, tamper if name == changed else "")
    number = "".join(c for c in shown.get("document_number", "") if c.isalnum()).upper()
    letters = "".join(c if c.isascii() and c.isalpha() else "<" for c in shown.get("full_name", "").upper())
    sheet.pen.rectangle((0, 775, CARD[0], CARD[1]), fill=(248, 249, 250))
    sheet.write((70, 800), f"I<{fields['issuing_country']}{letters:<<36}"[:40], 38)
    sheet.write((70, 858), f"{number}{shown.get('birth_date', '').replace('-', '')[2:]}{'<' * 30}"[:40], 38)
    opened = datetime.fromisoformat(case["opened_at"].replace("Z", "+00:00"))
    boxes = sheet.told()
    card = _taken(rng, sheet.image, float(fields["quality"]), fields["capture"] == "camera")
    live = parts["liveness"]["fields"]
    same = float(live["face_match"]) >= 0.8
    selfie = _sheet(SELFIE, tuple(rng.randint(150, 220) for _ in range(3)))
    (face if same else _Face(rng)).draw(selfie.pen, (90, 120, 630, 900), shoulders=True)
    return {
        "document": (
            _jpeg(card),
            _facts(card, opened - timedelta(minutes=rng.randint(4, 9)), _software(tamper)),
            boxes,
        ),
        "liveness": (_jpeg(selfie.image), _facts(selfie.image, opened - timedelta(minutes=3), _software("")), []),
    }


class _Face:
    """A face of ellipses; nobody's."""

    def __init__(self, rng: random.Random) -> None:
        shade = rng.randint(0, 70)
        self.skin = (238 - shade, 205 - shade, 178 - shade)
        self.hair = rng.choice(((40, 32, 28), (82, 58, 38), (22, 22, 26), (120, 88, 52), (150, 150, 152)))
        self.coat = tuple(rng.randint(40, 150) for _ in range(3))
        self.long, self.glasses = rng.random() < 0.5, rng.random() < 0.3
        self.wide = rng.uniform(0.42, 0.52)

    def draw(self, pen: Any, frame: tuple[int, int, int, int], shoulders: bool = False) -> None:
        left, top, right, bottom = frame
        wide, tall, middle = right - left, bottom - top, (left + right) / 2
        if not shoulders:
            pen.rectangle(frame, fill=(214, 221, 228))
        half, eyes = wide * self.wide * 0.62, top + tall * 0.42

        def oval(x: float, y: float, rx: float, ry: float, fill: Any) -> None:
            pen.ellipse((x - rx, y - ry, x + rx, y + ry), fill=fill)

        pen.pieslice(
            (left + wide * 0.06, bottom - tall * 0.3, right - wide * 0.06, bottom + tall * 0.3), 180, 360, self.coat
        )
        oval(
            middle,
            top + tall * (0.5 if self.long else 0.36),
            half * 1.25,
            tall * (0.4 if self.long else 0.26),
            self.hair,
        )
        pen.rectangle((middle - half * 0.4, top + tall * 0.6, middle + half * 0.4, top + tall * 0.76), fill=self.skin)
        oval(middle, top + tall * 0.44, half, tall * 0.28, self.skin)
        for side in (-1, 1):
            oval(middle + side * half * 0.42, eyes, half * 0.15, tall * 0.018, (250, 250, 250))
            oval(middle + side * half * 0.42, eyes, half * 0.07, tall * 0.017, (40, 34, 30))
            if self.glasses:
                x = middle + side * half * 0.42
                pen.ellipse(
                    (x - half * 0.3, eyes - tall * 0.05, x + half * 0.3, eyes + tall * 0.05),
                    outline=(30, 30, 30),
                    width=5,
                )
        pen.line((middle, eyes + tall * 0.03, middle - half * 0.08, top + tall * 0.53), fill=(150, 110, 92), width=4)
        pen.arc(
            (middle - half * 0.34, top + tall * 0.55, middle + half * 0.34, top + tall * 0.63),
            20,
            160,
            (150, 76, 72),
            6,
        )


def _guilloche(rng: random.Random, sheet: _Sheet) -> None:
    wide, tall = sheet.image.size
    for n in range(0, tall, 16):
        colour = (206 + n % 30, 222, 232)
        points = [(x, n + 26 * ((x // 60 + n // 16) % 2)) for x in range(0, wide + 60, 60)]
        sheet.pen.line(points, fill=colour, width=2)


def _hologram(sheet: _Sheet, frame: tuple[int, int, int, int]) -> None:
    for n in range(8):
        inset = n * 11
        colour = (150 + n * 12, 205 - n * 7, 214 + n * 4)
        sheet.pen.ellipse(
            (frame[0] + inset, frame[1] + inset, frame[2] - inset, frame[3] - inset), outline=colour, width=5
        )


# --- proofs of address -----------------------------------------------------------------------------------------------
def _proof(rng: random.Random, case: Row, parts: dict[str, Row]) -> dict[str, tuple[Scan, Row, list[Row]]]:
    fields = parts["document"]["fields"]
    shown = {row["field"]: str(row["document"]) for row in parts["compare"]["rows"]}
    tamper, pages = fields["tamper"], int(fields["pages"])
    sheet = _sheet(SHEET, (255, 255, 255))
    colour = tuple(rng.randint(20, 120) for _ in range(3))
    sheet.pen.rectangle((0, 0, SHEET[0], 18), fill=colour)
    sheet.put("issuer", (90, 90), str(fields["issuer"]), 52)
    sheet.write((90, 165), str(fields["document_type"]).replace("_", " ").capitalize(), 30, PALE)
    sheet.write((850, 100), "Date of issue", 24, PALE)
    sheet.put("issue_date", (850, 132), str(fields["issue_date"]), 34)
    sheet.put("full_name", (90, 330), shown["full_name"], 36, "edges" if tamper == "edges" else "")
    sheet.put("address", (90, 384), shown["address"], 34, "font" if tamper == "font" else "", bold=False)
    sheet.put("postcode", (90, 434), shown["postcode"], 34, bold=False)
    sheet.put("city", (330, 434), shown["city"], 34, bold=False)
    sheet.put("country", (90, 484), shown["country"], 34, bold=False)
    _usage(rng, sheet, 640, colour)
    boxes = sheet.told()
    quality = float(fields["quality"])
    first = _taken(rng, sheet.image, quality, fields["capture"] == "camera")
    opened = datetime.fromisoformat(case["opened_at"].replace("Z", "+00:00"))
    facts = _facts(first, opened - timedelta(minutes=rng.randint(5, 40)), _software(tamper)) | {"pages": pages}
    if pages == 1:
        return {"document": (_png(first), facts, boxes)}
    more = []
    for n in range(2, pages + 1):
        page = _sheet(SHEET, (255, 255, 255))
        page.write((90, 90), f"{fields['issuer']} · {n}/{pages}", 30, PALE)
        _usage(rng, page, 190, colour)
        more.append(page.image)
    return {"document": (_pdf(first, more, str(fields["issue_date"])), facts, boxes)}


def _usage(rng: random.Random, sheet: _Sheet, top: int, colour: Any) -> None:
    total = 0.0
    for n in range(12):
        y = top + n * 62
        amount = rng.uniform(4, 90)
        total += amount
        sheet.write((90, y), f"{n + 1:02d}", 28, PALE)
        sheet.pen.rectangle((170, y + 4, 170 + amount * 7, y + 32), fill=colour)
        sheet.write((960, y), f"{amount:8.2f}", 28)
        sheet.pen.line((90, y + 48, 1150, y + 48), fill=RULE)
    sheet.write((90, top + 770), "Total", 34, bold=True)
    sheet.write((960, top + 770), f"{total:8.2f}", 34, bold=True)


_DRAWERS: dict[str, Callable[[random.Random, Row, dict[str, Row]], dict[str, tuple[Scan, Row, list[Row]]]]] = {
    "kyc_audit": _identity,
    "poa_review": _proof,
}


# --- paper and files -------------------------------------------------------------------------------------------------
def _sheet(size: tuple[int, int], ground: Any) -> _Sheet:
    from PIL import Image, ImageDraw

    image = Image.new("RGB", size, ground)
    return _Sheet(image, ImageDraw.Draw(image))


def _taken(rng: random.Random, image: Any, quality: float, camera: bool) -> Any:
    """As a camera saw it: blurred where the quality is poor, a shade darker at one side."""
    from PIL import Image, ImageFilter

    if quality < 0.6:
        image = image.filter(ImageFilter.GaussianBlur((0.7 - quality) * 9))
    if camera:
        shade = Image.linear_gradient("L").rotate(rng.choice((0, 90, 180))).resize(image.size)
        image = Image.blend(image, Image.merge("RGB", (shade,) * 3), 0.06)
    return image


def _software(tamper: str) -> str:
    return "Picture Studio 12.1" if tamper == "metadata" else "Camera 4.2"


def _facts(image: Any, at: datetime, software: str) -> Row:
    wide, tall = image.size
    told = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"width": wide, "height": tall, "pages": 1, "captured_at": told, "software": software}


def _scan(data: bytes, media_type: str) -> Scan:
    return Scan(data, media_type, hashlib.sha256(data).hexdigest())


def _jpeg(image: Any) -> Scan:
    kept = BytesIO()
    image.save(kept, "JPEG", quality=82)
    return _scan(kept.getvalue(), "image/jpeg")


def _png(image: Any) -> Scan:
    kept = BytesIO()
    image.save(kept, "PNG", compress_level=1)
    return _scan(kept.getvalue(), "image/png")


def _pdf(first: Any, more: list[Any], day: str) -> Scan:
    at = time.strptime(day, "%Y-%m-%d")  # the writer would put in the present, and no two runs were the same
    kept = BytesIO()
    first.save(kept, "PDF", save_all=True, append_images=more, resolution=150, creationDate=at, modDate=at)
    return _scan(kept.getvalue(), "application/pdf")


def _wide(text: str) -> bool:
    """Whether it has characters that only the large fonts of East Asia hold."""
    return any(ord(c) >= 0x2E80 for c in text)


@cache
def _font(size: int, bold: bool = False, wide: bool = False) -> Any:
    weight, plain = ("Bold", "-Bold") if bold else ("Regular", "")
    paths = (*_CJK_FONTS, *_FONTS) if wide else (*_FONTS, *_CJK_FONTS)
    return _first([path.format(weight=weight, plain=plain) for path in paths], size)


@cache
def _other_font(size: int, wide: bool) -> Any:
    return _first([path for path in _OTHER_FONTS if not wide or "CJK" in path], round(size * 1.06))


def _first(paths: list[str], size: int) -> Any:
    from PIL import ImageFont

    for path in paths:
        try:
            return ImageFont.truetype(path, size)
        except OSError:
            continue
    return ImageFont.load_default(size)
