"""By which words a text is found, and what a person asks for when they look for some.

Letters and digits make words, of any case and width; "203.0.113.7" and "sign-in" are a word as a whole, by each of
their beginnings and by each of their parts. Chinese, Japanese and Korean are written without blanks: a run of them is
found by each of its characters and by each two that stand side by side. Pure; what is kept on a disk by these words is
made anew where `RULE` has changed.
"""

import itertools
import re
import sys
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import msgspec

RULE = f"1/{unicodedata.unidata_version}"
MOST_LETTERS = 64
"""Of a longer word its beginning counts."""
MOST_PARTS = 8
SHORT = (2, 3)
"""Beginnings of so many letters are kept as keys of their own: each stands for very many words."""
LONGEST = 1_000
"""Of a longer text its beginning counts: more of it is not shown either."""
START = "\x02"
"""Before such a beginning, so that it is no word."""
LAST = chr(sys.maxunicode)

_DEEP = 8
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?")
_CJK = (
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)
_FIRST_CJK, _IS_CJK = _CJK[0], re.compile(f"[{_CJK}]")
_LETTERS = f"(?:(?![{_CJK}])[^\\W_])+"
_JOINS = r"[-+./:@_]"
_PART = re.compile(_JOINS)
_RUN = re.compile(f"([{_CJK}]+)|({_LETTERS}(?:{_JOINS}{_LETTERS})*)")
_SEEN = re.compile(f"[{_CJK}]+|{_LETTERS}(?:(?:{_JOINS}|(?<=\\d),(?=\\d{{3}}(?!\\d))){_LETTERS})*")
"""The same runs in a text as it is shown: a figure with its groups of three is one."""
_PLAIN = re.compile(f"()([a-z0-9]+(?:{_JOINS}[a-z0-9]+)*)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


class Wanted(msgspec.Struct, frozen=True):
    """Something that a case has to hold: one of `keys`, or a word that lies in one of `spans` (from the first up to
    and without the second)."""

    keys: tuple[str, ...]
    spans: tuple[tuple[str, str], ...] = ()

    def found_in(self, keys: Collection[str]) -> bool:
        """Whether it is among these, which are the keys of a text (`keys_of`)."""
        if any(key in keys for key in self.keys):
            return True
        return any(first <= key < end for first, end in self.spans for key in keys)


def folded_words(text: str) -> str:
    """As words are compared: without case, and full-width letters as others; accents count. Folding what is folded
    changes nothing."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFD", text)
    for _ in range(2):  # folding can leave characters that compose anew, and the other way round
        folded = unicodedata.normalize("NFKC", folded.casefold())
    return folded


def _runs(text: str) -> Iterable[tuple[str, str]]:
    """The runs of a text: one of Chinese and a blank, or a blank and one of letters with what joins them."""
    folded = folded_words(text)
    if "," in folded:
        folded = _THOUSANDS.sub("", folded)
    return (_PLAIN if folded.isascii() else _RUN).findall(folded)


def words_of(text: str) -> frozenset[str]:
    """Every word that `text` is found by."""
    found: set[str] = set()
    for chinese, joined in _runs(text):
        if chinese:
            found.update(chinese)
            found.update(map("".join, itertools.pairwise(chinese)))
        else:
            found.add(joined[:MOST_LETTERS])
            joins = list(_PART.finditer(joined))
            if joins:
                found.update(joined[: join.start()][:MOST_LETTERS] for join in joins[:MOST_PARTS])
                parts = _PART.split(joined, MOST_PARTS)
                found.update(part[:MOST_LETTERS] for part in parts if len(part) > 1)
    return frozenset(found)


def texts_within(value: Any) -> set[str]:
    """The texts that stand in a value of whatever form, names of fields left out; numbers as they are written. A moment
    is no word: it is shown in everybody's own time."""
    found: set[str] = set()
    _take(value, found, _DEEP)
    return found


def _take(value: Any, found: set[str], deep: int) -> None:
    if isinstance(value, str):
        if not (value[4:5] == "-" and _MOMENT.fullmatch(value)):
            found.add(value[:LONGEST])
    elif isinstance(value, dict | list | tuple):
        if deep:
            for one in value.values() if isinstance(value, dict) else value:
                _take(one, found, deep - 1)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        found.add(str(value))


def keys_of(words: Iterable[str]) -> set[str]:
    """The words and their short beginnings: under these a text is kept."""
    keys = set(words)
    for word in tuple(keys):
        keys.update(starts_of(word))
    return keys


def starts_of(word: str) -> tuple[str, ...]:
    """The keys of its short beginnings; a word of Chinese has none."""
    if word[:1] >= _FIRST_CJK and _IS_CJK.match(word):
        return ()
    return tuple(START + word[:size] for size in SHORT if len(word) >= size)


def asked(find: str) -> tuple[Wanted, ...]:
    """What a person looks for: every word of it, the last as far as it is written. Nothing where there is no word in
    it, or single ASCII letters alone, which stand everywhere."""
    runs = list(_runs(find.strip()))
    if all(len(joined) == 1 and joined.isascii() for _, joined in runs):
        return ()
    wanted: dict[Wanted, None] = {}
    for number, (chinese, joined) in enumerate(runs, 1):
        if len(chinese) == 1:
            wanted[Wanted((chinese,))] = None
        elif chinese:
            wanted.update((Wanted((one + other,)), None) for one, other in itertools.pairwise(chinese))
        elif number < len(runs):
            wanted[Wanted((joined[:MOST_LETTERS],))] = None
        else:
            wanted[_begun(joined[:MOST_LETTERS])] = None
    return tuple(wanted)


def holds(keys: Collection[str], find: str) -> bool:
    """Whether a text with these keys is found by `find`."""
    wanted = asked(find)
    return bool(wanted) and all(one.found_in(keys) for one in wanted)


def places(text: str, wanted: Sequence[Wanted]) -> tuple[tuple[int, int], ...]:
    """Where in `text` something stands that is wanted, as (from, to) in characters, in order and apart from each other:
    a word or the part of it that is meant, of Chinese the characters themselves."""
    found: list[tuple[int, int]] = []
    for run in _SEEN.finditer(text) if wanted else ():
        start, word = run.start(), run.group()
        folded = folded_words(word)
        if _IS_CJK.match(word):
            found += _chinese(start, word, folded, wanted)
            continue
        parts, at = [], 0
        for join in (*_PART.finditer(word), None):
            end = join.start() if join is not None else len(word)
            parts.append((start + at, start + end, word[at:end]))
            at = join.end() if join is not None else end
        hit = [(first, last) for first, last, part in parts if _meant(folded_words(part), wanted)]
        found += hit or ([(start, run.end())] if _meant(folded, wanted) else [])
    return _apart(found)


def _meant(word: str, wanted: Sequence[Wanted]) -> bool:
    keys = keys_of(words_of(word))
    return any(one.found_in(keys) for one in wanted)


def _chinese(start: int, word: str, folded: str, wanted: Sequence[Wanted]) -> list[tuple[int, int]]:
    keys = {key for one in wanted for key in one.keys if _IS_CJK.match(key)}
    if len(folded) != len(word):
        return [(start, start + len(word))] if any(key in folded for key in keys) else []
    return [
        (start + at, start + at + len(key))
        for key in keys
        for at in range(len(folded) - len(key) + 1)
        if folded.startswith(key, at)
    ]


def _apart(found: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The same places, those that touch each other as one."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(found):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return tuple(joined)


def _begun(word: str) -> Wanted:
    """Every word with this beginning. One that goes on with a join is found by the beginning itself, which is a word
    of it."""
    if len(word) in SHORT:
        return Wanted((START + word,))
    if len(word) == 1:
        return Wanted((word,))
    return Wanted((word,), ((word + "0", word + ":"), (word + "a", word + LAST)))
