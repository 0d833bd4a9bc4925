"""Every colour, size and distance of the window: no other file holds such a literal.

The values are those of the design's token table; where a foreground of that table missed WCAG 2.2 AA on one
of its grounds (the light escalate and pass) it was darkened until it cleared it, see the contrast test.
"""

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from typing import ClassVar, Final

import msgspec
from PySide6.QtGui import QColor, QFont, QFontMetrics


class Scheme(Enum):
    """A colour scheme as it is in force (a person may also choose to follow the system)."""

    LIGHT = "light"
    DARK = "dark"


class Palette(msgspec.Struct, frozen=True):
    """Colours as #rrggbb; `*_bg` is the quiet ground that goes under the colour of the same name."""

    bg: str
    surface: str
    raised: str
    line: str
    text: str
    muted: str
    accent: str
    accent_bg: str
    on_accent: str
    pass_: str
    pass_bg: str
    block: str
    block_bg: str
    escalate: str
    escalate_bg: str
    key: str
    key_bg: str
    bar: str
    hover: str


LIGHT: Final = Palette(
    bg="#f4f5f7",
    surface="#ffffff",
    raised="#fafbfc",
    line="#e1e4e8",
    text="#16191d",
    muted="#5f6770",
    accent="#2457d6",
    accent_bg="#e8eefc",
    on_accent="#ffffff",
    pass_="#177343",
    pass_bg="#e5f4ec",
    block="#c02c39",
    block_bg="#fbe9ea",
    escalate="#925500",
    escalate_bg="#fdf1de",
    key="#6b3fc4",
    key_bg="#efe9fb",
    bar="#88a3e6",
    hover="#eef0f3",
)

DARK: Final = Palette(
    bg="#111316",
    surface="#191c20",
    raised="#1f2328",
    line="#2d3238",
    text="#e8eaed",
    muted="#969ea8",
    accent="#7fa2ff",
    accent_bg="#1d2a49",
    on_accent="#0d1320",
    pass_="#54c98a",
    pass_bg="#15301f",
    block="#ff7b85",
    block_bg="#3a1a1d",
    escalate="#f0b354",
    escalate_bg="#35270f",
    key="#b79bff",
    key_bg="#2a2143",
    bar="#50669f",
    hover="#23272d",
)

S0: Final = 2
S1: Final = 4
S2: Final = 8
S3: Final = 12
S4: Final = 16
S5: Final = 20

RADIUS_SMALL: Final = 4
RADIUS_INPUT: Final = 6
RADIUS_CARD: Final = 8

BUTTON_HEIGHT: Final = 36
QUEUE_WIDTH: Final = 336
ASSESSMENT_WIDTH: Final = 400
RAIL_WIDTH: Final = 64
TOP_BAR_HEIGHT: Final = 44
STATUS_HEIGHT: Final = 26

# The first family that is installed and has the glyph wins; an empty name stands for the system's own font.
FAMILIES: Final = (
    "Inter",
    "Segoe UI",
    "SF Pro Text",
    "Noto Sans",
    "Noto Sans CJK SC",
    "Microsoft YaHei",
    "PingFang SC",
)


class Type(Enum):
    """The type scale: (name, pixels at text size 100 %, weight)."""

    BODY = ("body", 13, 400)
    STRONG = ("strong", 13, 600)
    SMALL = ("small", 12, 400)
    SMALL_STRONG = ("small_strong", 12, 600)
    CAPTION = ("caption", 11, 400)
    SECTION = ("section", 11, 600)
    BADGE = ("badge", 11, 600)
    TITLE = ("title", 18, 600)
    VERDICT = ("verdict", 22, 600)
    HEADING = ("heading", 16, 600)


class _Active:
    """What is in force now. One window, one theme: painted widgets read it in paintEvent."""

    generation: int = 0
    palette: Palette = LIGHT
    scheme: Scheme = Scheme.LIGHT
    percent: int = 100
    compact: bool = False
    fonts: ClassVar[dict[tuple[Type, bool], QFont]] = {}
    colours: ClassVar[dict[str, QColor]] = {}


def activate(scheme: Scheme, percent: int = 100, compact: bool = False) -> None:
    """Puts a scheme, a text size (percent, 80 to 160) and the closeness of rows in force; widgets repaint on
    PaletteChange."""
    _Active.generation += 1
    _Active.scheme = scheme
    _Active.palette = LIGHT if scheme is Scheme.LIGHT else DARK
    _Active.percent = max(80, min(160, percent))
    _Active.compact = compact
    _Active.fonts.clear()
    _Active.colours.clear()


@contextmanager
def drawn_in(scheme: Scheme) -> Iterator[None]:
    """Colours of that scheme while something is drawn that leaves the window; no widget hears of it."""
    before, colours = _Active.palette, dict(_Active.colours)
    _Active.palette = LIGHT if scheme is Scheme.LIGHT else DARK
    _Active.colours.clear()
    try:
        yield
    finally:
        _Active.palette = before
        _Active.colours.clear()
        _Active.colours.update(colours)


def generation() -> int:
    """Grows with every change of scheme or size: a key for whatever was laid out."""
    return _Active.generation


def palette() -> Palette:
    return _Active.palette


def scheme() -> Scheme:
    return _Active.scheme


def px(size: int) -> int:
    """A size in pixels at the text size in force."""
    return max(1, round(size * _Active.percent / 100))


def row(size: int) -> int:
    """The height of a row of a list or table in pixels: as `px`, and a seventh less where rows stand close."""
    return px(round(size * 6 / 7) if _Active.compact else size)


def colour(name: str) -> QColor:
    """A token by its name ("text", "pass_", "key_bg") as a QColor."""
    found = _Active.colours.get(name)
    if found is None:
        found = _Active.colours[name] = QColor(str(getattr(_Active.palette, name)))
    return found


def font(kind: Type, tabular: bool = False) -> QFont:
    """A font of the scale; `tabular` sets figures of one width, for clocks, scores and counts."""
    found = _Active.fonts.get((kind, tabular))
    if found is None:
        _, size, weight = kind.value
        found = QFont()
        found.setFamilies(list(FAMILIES))
        found.setPixelSize(px(size))
        found.setWeight(QFont.Weight(weight))
        if kind is Type.SECTION:
            found.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.3)
        if tabular:
            found.setFeature(QFont.Tag("tnum"), 1)
        _Active.fonts[(kind, tabular)] = found
    return found


@functools.lru_cache(maxsize=8192)
def _advance(text: str, kind: Type, tabular: bool, _generation: int) -> int:
    return QFontMetrics(font(kind, tabular)).horizontalAdvance(text)


def advance(text: str, kind: Type, tabular: bool = False) -> int:
    """The width of `text` in pixels; asked of the font once."""
    return _advance(text, kind, tabular, _Active.generation)


def forget_texts() -> None:
    """For a text that must not be kept anywhere."""
    _advance.cache_clear()


def names() -> tuple[str, ...]:
    return tuple(field.name for field in msgspec.structs.fields(Palette))
