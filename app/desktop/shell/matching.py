"""How well what was typed fits a text: whole words first, then parts of words, then letters in order.

Chinese is found by any run of characters, so two of them are enough; nothing is spelled out in Latin letters.
"""

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import TypeVar

T = TypeVar("T")

_WHOLE, _START, _WORD, _PART, _INITIALS, _SCATTERED = 100, 80, 60, 40, 20, 10
_LOOSEST = 3
"""Letters in order may be spread over this many times their own number."""


def matches(needle: str, text: str) -> bool:
    """Every word of `needle` occurs in `text`, in any order and case."""
    low = text.casefold()
    return all(part in low for part in needle.casefold().split())


def _starts_word(text: str, at: int) -> bool:
    return at == 0 or not text[at - 1].isalnum()


def _plain(word: str, text: str) -> int:
    if word == text:
        return _WHOLE
    at = text.find(word)
    if at < 0:
        return 0
    if at == 0:
        return _START
    while at >= 0:
        if _starts_word(text, at):
            return _WORD
        at = text.find(word, at + 1)
    return _PART


def _loose(word: str, text: str) -> int:
    """Initials ("sn" for "Sync now"), else the letters in order and near one another ("snyc" does not fit)."""
    initials = "".join(char for at, char in enumerate(text) if char.isalnum() and _starts_word(text, at))
    if len(word) > 1 and initials.startswith(word):
        return _INITIALS
    places: list[int] = []
    for char in word:
        at = text.find(char, places[-1] + 1 if places else 0)
        if at < 0:
            return 0
        places.append(at)
    # The first letter may stand anywhere, but a later start can lie nearer to the rest.
    spread = places[-1] - places[0] + 1
    near = spread <= _LOOSEST * len(word) and any(later - sooner == 1 for sooner, later in pairwise(places))
    return _SCATTERED if len(word) > 1 and near and _starts_word(text, places[0]) else 0


def score(needle: str, texts: Iterable[str], *, loose: bool = False) -> int:
    """How well `texts` together hold every word of `needle`; 0 where one is missing. Higher fits better.

    With `loose`, a word also fits by its letters in order.
    """
    words = needle.casefold().split()
    low = [text.casefold() for text in texts if text]
    total = 0
    for word in words:
        best = max((_plain(word, text) or (_loose(word, text) if loose else 0) for text in low), default=0)
        if not best:
            return 0
        total += best
    return total


def names(needle: str, texts: Iterable[str]) -> bool:
    """Whether `needle` calls one of `texts` by its name: each of its words begins a word there, or stands anywhere in a
    text in Chinese, whose words are not parted."""
    words = needle.casefold().split()
    return bool(words) and any(
        all(_plain(word, text) >= (_WORD if word.isascii() else _PART) for word in words)
        for text in (text.casefold() for text in texts if text)
    )


def best(needle: str, items: Iterable[T], texts_of: Callable[[T], Iterable[str]]) -> list[T]:
    """The items that fit, best first and otherwise as they came. Looser fits only where nothing fits as typed."""
    kept = list(items)
    if not needle.strip():
        return kept
    for loose in (False, True):
        scored = [(score(needle, texts_of(item), loose=loose), item) for item in kept]
        found = [pair for pair in scored if pair[0]]
        if found:
            found.sort(key=lambda pair: -pair[0])
            return [item for _, item in found]
    return []
