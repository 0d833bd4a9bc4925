"""Keeping the words that cases are found by: a little in each turn, so that taking cases in waits for none of it."""

from datetime import timedelta

from app.contract.catalogue import catalogue
from app.contract.findable import findable
from app.domain.find_words import words_of
from app.server.storage import words
from app.server.storage.unit_of_work import UnitOfWork

MOST_WORDS = 3_000
CLOSED_KEPT = timedelta(days=90)
"""A case that was closed longer ago is found by its number, its reference, whose it is and its type."""
_MS = timedelta(milliseconds=1)


def fill(work: UnitOfWork, limit: int) -> bool:
    """Take the words of some cases that have none yet; whether there may be more."""
    found = words.unread(work.connection, work.now_ms - CLOSED_KEPT // _MS, limit)
    for one in found:
        if one.facts is None:
            words.keep_none(work.connection, one.number)
            continue
        texts = findable(one.facts, catalogue())
        words.keep(work.connection, one.number, _words(texts.shown), _words(texts.said))
    return len(found) == limit


def let_go(work: UnitOfWork, limit: int) -> bool:
    """Drop the words of cases that were closed long ago; whether there may be more."""
    found = words.long_closed(work.connection, work.now_ms - CLOSED_KEPT // _MS, limit)
    for number in found:
        words.keep_none(work.connection, number)
    return len(found) == limit


def _words(texts: frozenset[str]) -> frozenset[str]:
    found: set[str] = set()
    for text in texts:
        found |= words_of(text)
        if len(found) > MOST_WORDS:
            return frozenset(sorted(found)[:MOST_WORDS])
    return frozenset(found)
