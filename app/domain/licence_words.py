"""The words of the ladder of licences. Data, not code."""

import msgspec

from app.domain.licence import Rung, Why
from app.domain.text import Bilingual


class RungWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: Rung
    name: Bilingual
    meaning: Bilingual


class WhyWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: Why
    text: Bilingual


class LicenceWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What each rung is called and means, and what is said of each reason."""

    rungs: tuple[RungWords, ...]
    whys: tuple[WhyWords, ...]


def parse_licence_words(data: bytes) -> LicenceWords:
    """Read the file. Raises ValueError where a rung or a reason has no words, or lacks a language."""
    found = msgspec.json.decode(data, type=LicenceWords)
    if [one.code for one in found.rungs] != list(Rung) or [one.code for one in found.whys] != list(Why):
        raise ValueError("every rung and every reason has its words, in order")
    texts = [text for one in found.rungs for text in (one.name, one.meaning)] + [one.text for one in found.whys]
    if not all(text.en and text.zh for text in texts):
        raise ValueError("a text lacks a language")
    return found
