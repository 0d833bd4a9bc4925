"""Text in the two languages of the product."""

import re
import unicodedata

import msgspec

LANGUAGES = ("en", "zh")

# Controls that reorder or hide text (Unicode TR36): never welcome in what a person reads and trusts.
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


class Bilingual(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The same sentence in English and Chinese; the agent may send one of them."""

    en: str | None = None
    zh: str | None = None

    def __post_init__(self) -> None:
        if not (self.en or self.zh):
            raise ValueError("text needs at least one of `en` and `zh`")

    def in_language(self, language: str) -> tuple[str, str]:
        """The text for `language` ("en" or "zh") and the language it really is in."""
        wanted, other = (self.zh, self.en) if language.startswith("zh") else (self.en, self.zh)
        here, there = ("zh", "en") if language.startswith("zh") else ("en", "zh")
        return (wanted, here) if wanted else (other or "", there)


def unwelcome_characters(text: str) -> bool:
    """True where `text` holds controls (but line feed and tab), bidi overrides or lone surrogates."""
    if text.isascii() and text.isprintable():
        return False
    return any((unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t") or c in _BIDI for c in text)


def is_cjk(char: str) -> bool:
    """Han characters, their extensions, kana and CJK punctuation."""
    point = ord(char)
    return (
        0x3000 <= point <= 0x30FF
        or 0x3400 <= point <= 0x4DBF
        or 0x4E00 <= point <= 0x9FFF
        or 0xF900 <= point <= 0xFAFF
        or 0xFF00 <= point <= 0xFFEF
        or 0x20000 <= point <= 0x3FFFF
    )


_MARKS = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]"
_PILED = re.compile(rf"({_MARKS}{{4}}){_MARKS}+")
_BLANK_LINES = re.compile(r"\n{3,}")
_UNSEEN = re.compile(
    "([\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\U000e0000-\U000e007f])\\1*"
)


def legible(text: str, most: int) -> str:
    """`text` for the screen: at most `most` characters and an ellipsis, marks not piled higher than four, and in the
    place of every character that hides or reorders others its number, as in "[U+202E]" or "[U+200B ×9]"."""
    if text.isprintable() and text.isascii():
        return text if len(text) <= most else text[:most] + "…"
    shown = _PILED.sub(r"\1", text[: most * 4])
    cut = len(shown) > most or len(text) > most * 4
    if text.isprintable():  # then it holds no line end and nothing unseen either
        return shown[:most] + ("…" if cut else "")
    shown = _BLANK_LINES.sub("\n\n", shown.replace("\r\n", "\n"))
    cut = len(shown) > most or len(text) > most * 4
    return _UNSEEN.sub(_named, shown[:most]) + ("…" if cut else "")


def _named(found: re.Match[str]) -> str:
    times = f" ×{len(found.group())}" if len(found.group()) > 1 else ""
    return f"[U+{ord(found[1]):04X}{times}]"
