"""What differs between two values of one field, such as a name as it was declared and as a document has it.

The kind of a difference and how alike the two are can be told to somebody who sees neither value; the places inside the
values only to somebody who sees both. Text is compared as a person reads it, by what is seen as one character (Unicode
UAX #29, roughly): marks stay with their letter, and case, width and accents alone make a difference of spelling.
"""

import re
import unicodedata
from datetime import date
from difflib import SequenceMatcher

import msgspec

from app.domain.text import is_cjk

LONGEST = 240
"""Characters compared; what follows counts as one difference."""
ALIKE = 0.75
"""From here on a difference is one of spelling."""

SAME, FORMAT, SPELLING, ORDER = "same", "format", "spelling", "order"
SCRIPT, MISSING_PART, DATE_ORDER, DIFFERENT, ABSENT = "script", "missing_part", "date_order", "different", "absent"
KINDS = (SAME, FORMAT, SPELLING, ORDER, SCRIPT, MISSING_PART, DATE_ORDER, DIFFERENT, ABSENT)
"""same · only case, spaces, marks or accents · a few letters · the same words in another order · in another script,
such as Latin and Chinese · one holds words that the other lacks or shortens to a letter · a date with day and month
in each other's place · another value · one of them is not there."""

Span = tuple[int, int]
_PARTS = re.compile(r"[^\W_]+", re.UNICODE)
# Letters that are not one with a mark, and are written without it abroad.
_PLAIN = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})
_DATE = re.compile(r"\s*(\d{1,4})[-/. 年](\d{1,2})[-/. 月](\d{1,4})日?\s*\Z")


class ValueDifference(msgspec.Struct, frozen=True):
    """`similarity` in [0, 1]; `left` and `right` are the places that differ, as character positions of each value."""

    kind: str
    similarity: float
    left: tuple[Span, ...] = ()
    right: tuple[Span, ...] = ()


def value_difference(left: str | None, right: str | None) -> ValueDifference:
    """The difference between two values; for each pair the same, whichever of the two comes first."""
    if not left or not left.strip() or not right or not right.strip():
        both = not (left or "").strip() and not (right or "").strip()
        return ValueDifference(SAME if both else ABSENT, 1.0 if both else 0.0)
    if left == right:
        return ValueDifference(SAME, 1.0)
    here, there = _clusters(left), _clusters(right)
    matcher = SequenceMatcher(None, [c.key for c in here], [c.key for c in there], autojunk=False)
    likeness = round(matcher.ratio(), 3)
    spans = _spans(matcher, here, there, left, right)
    words, other = _words(left), _words(right)
    days, others = _first_dates(left), _first_dates(right)
    if days & others:
        return ValueDifference(DATE_ORDER, 1.0)
    if days and others:
        swapped = days & {one.replace(month=one.day, day=one.month) for one in others if one.day <= 12}
        return ValueDifference(DATE_ORDER if swapped else DIFFERENT, likeness, *spans)
    if "".join(words) == "".join(other):
        return ValueDifference(FORMAT, likeness, *spans)
    if sorted(words) == sorted(other):
        return ValueDifference(ORDER, 1.0)
    if _scripts(left) != _scripts(right) and likeness < ALIKE:
        # Nothing of the two can be laid side by side: to mark it all would say nothing.
        return ValueDifference(SCRIPT, likeness)
    if _holds(words, other) or _holds(other, words):
        return ValueDifference(MISSING_PART, likeness, *spans)
    # A figure is not misspelt: with another number it is another value.
    alike = likeness >= ALIKE and _figures(words) == _figures(other)
    return ValueDifference(SPELLING if alike else DIFFERENT, likeness, *spans)


class _Cluster(msgspec.Struct, frozen=True):
    key: str
    start: int
    end: int


def _clusters(text: str) -> list[_Cluster]:
    """What is seen as one character, without its case and width; at most `LONGEST`."""
    found: list[_Cluster] = []
    start = 0
    text = text[:LONGEST]
    for place in range(1, len(text) + 1):
        if place < len(text) and _joins(text, place, start):
            continue
        found.append(_Cluster(unicodedata.normalize("NFKC", text[start:place]).casefold(), start, place))
        start = place
    return found


def _joins(text: str, place: int, start: int) -> bool:
    """Whether the character at `place` belongs to the one before it."""
    char, before = text[place], text[place - 1]
    if unicodedata.category(char) in ("Mn", "Me", "Mc") or char == "\u200d" or before == "\u200d":
        return True
    if "\U0001f3fb" <= char <= "\U0001f3ff":
        return True
    flags = "\U0001f1e6" <= char <= "\U0001f1ff" and "\U0001f1e6" <= before <= "\U0001f1ff"
    return flags and (place - start) % 2 == 1


def _spans(
    matcher: "SequenceMatcher[str]", here: list[_Cluster], there: list[_Cluster], left: str, right: str
) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    first: list[Span] = []
    second: list[Span] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        if b > a:
            first.append((here[a].start, here[b - 1].end))
        if d > c:
            second.append((there[c].start, there[d - 1].end))
    for spans, text in ((first, left), (second, right)):
        if len(text) > LONGEST:
            spans.append((LONGEST, len(text)))
    return tuple(first), tuple(second)


def _words(text: str) -> list[str]:
    """The words without case, accents and marks; every Chinese character is one."""
    plain = unicodedata.normalize("NFKD", text[:LONGEST]).casefold().translate(_PLAIN)
    plain = "".join(c for c in plain if unicodedata.category(c) not in ("Mn", "Me"))
    words: list[str] = []
    for part in _PARTS.findall(plain):
        if any(is_cjk(c) for c in part):
            words += list(part)
        else:
            words.append(part)
    return words


def _holds(many: list[str], few: list[str]) -> bool:
    """Whether every word of `few` stands in `many`, whole or as the letter that it begins with."""
    rest = list(many)
    for word in sorted(few, key=len, reverse=True):
        found = next((w for w in rest if w == word or (len(word) == 1 and word.isalpha() and w.startswith(word))), None)
        if found is None:
            return False
        rest.remove(found)
    return bool(few) and len("".join(few)) < len("".join(many))


def _figures(words: list[str]) -> list[str]:
    return [word for word in words if any(c.isdigit() for c in word)]


def _scripts(text: str) -> frozenset[str]:
    """The scripts of the letters, by the first word of their Unicode names ("LATIN", "CJK", "CYRILLIC")."""
    return frozenset(unicodedata.name(c, "?").split()[0] for c in text[:LONGEST] if c.isalpha())


def _first_dates(text: str) -> frozenset[date]:
    """Every date that a text such as "03/04/1990" can mean; none where it is no date."""
    found = _DATE.match(unicodedata.normalize("NFKC", text[:40]))
    if found is None:
        return frozenset()
    a, b, c = (int(part) for part in found.groups())
    orders = ((a, b, c),) if a > 31 else ((c, b, a), (c, a, b))
    dates = set()
    for year, month, day in orders:
        try:
            dates.add(date(year, month, day))
        except ValueError:
            continue
    return frozenset(d for d in dates if d.year > 1800)
