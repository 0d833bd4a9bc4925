"""What of a case's document is found by its words: values of its evidence and of its subject, and the steps of the
assessment in both languages. Whatever is masked is masked in the document already, and what is withheld is not in it;
a value that was revealed is in no document."""

import functools
import hashlib
from typing import Any

import msgspec

from app.domain.find_words import texts_within, words_of

MOST_WORDS = 3_000


class _Parts(msgspec.Struct, frozen=True):
    evidence: Any = None
    subject: Any = None
    assessment: Any = None


class _RawParts(msgspec.Struct, frozen=True):
    evidence: msgspec.Raw = msgspec.Raw(b"")
    subject: msgspec.Raw = msgspec.Raw(b"")
    assessment: msgspec.Raw = msgspec.Raw(b"")


_parts, _raw_parts = msgspec.json.Decoder(_Parts), msgspec.json.Decoder(_RawParts)


def mark_of(document: bytes) -> int:
    """A number that is another one once anything of the document that words are taken from is; 0 for one that cannot
    be read."""
    try:
        raw = _raw_parts.decode(document)
    except (msgspec.DecodeError, RecursionError):
        return 0
    told = hashlib.blake2b(raw.evidence, digest_size=8)
    told.update(raw.subject)
    told.update(raw.assessment)
    return int.from_bytes(told.digest(), "big", signed=True)


def words_in(document: bytes) -> frozenset[str]:
    """The words of a case; none where its document cannot be read. Off the GUI thread."""
    try:
        parts = _parts.decode(document)
    except (msgspec.DecodeError, RecursionError):
        return frozenset()
    found: set[str] = set()
    for text in _texts(parts):
        found.update(_words(text))
        if len(found) > MOST_WORDS:
            return frozenset(sorted(found)[:MOST_WORDS])
    return frozenset(found)


def _texts(parts: _Parts) -> set[str]:
    """What stands in these parts, each text once; the names of fields are not looked for."""
    found = texts_within(parts.subject)
    for piece in _list(parts.evidence):
        if isinstance(piece, dict):
            found |= texts_within([piece.get("fields"), piece.get("rows")])
    if isinstance(parts.assessment, dict):
        steps = [step for step in _list(parts.assessment.get("steps")) if isinstance(step, dict)]
        told = [[step.get("statement"), step.get("sop_ref")] for step in steps]
        found |= texts_within([told, parts.assessment.get("not_checked")])
    return found


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


# Cases of one type say much of the same.
_words = functools.lru_cache(maxsize=512)(words_of)


def forget_texts() -> None:
    """Nothing more is read for a while."""
    _words.cache_clear()
