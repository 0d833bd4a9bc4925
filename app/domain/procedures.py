"""Pages of the operating procedures as they are read: which text was in force at a moment, is now, or will be.

A seat without the server goes by the same timeline as the server: a version that was approved for a day is read from
that day on, wherever its reader is.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from app.domain.catalogue import SopClause, SopPage

MARK = " §"
OLDER_CLAUSE = "older_clause"
"""Flag of a review that rests on a version of a page which was in force no more when it arrived."""
READ = "@"
"""Between a clause and the version that somebody read it in: "ATO-12 §3@2026.10"."""


class PageText(msgspec.Struct, frozen=True, omit_defaults=True):
    """One version of a page with when it began and ended to be read; `since` None for what came with the program."""

    page: SopPage
    since: datetime | None = None
    until: datetime | None = None


class ClauseText(msgspec.Struct, frozen=True):
    """A clause as one version of its page has it. `place`: where that version stands among `of` the page's texts, from
    1 on; `in_force`: it is the one that is read now; `coming`: it will be."""

    page: SopPage
    clause: SopClause
    since: datetime | None
    until: datetime | None
    place: int
    of: int
    in_force: bool
    coming: bool = False


class Procedures:
    """What ships with the program, and over it what the house wrote."""

    def __init__(self, shipped: Mapping[str, SopPage], house: Mapping[str, Iterable[PageText]] | None = None) -> None:
        self._texts: dict[str, tuple[PageText, ...]] = {page_id: (PageText(page),) for page_id, page in shipped.items()}
        for page_id, texts in (house or {}).items():
            if told := tuple(texts):
                self._texts[page_id] = told
        self._texts = dict(sorted(self._texts.items()))

    def texts(self, page_id: str) -> tuple[PageText, ...]:
        """Every version of a page that is known here, the oldest first."""
        return self._texts.get(page_id, ())

    def at(self, moment: datetime) -> dict[str, SopPage]:
        """The pages as they are read at this moment, by id."""
        found = ((page_id, self._read_at(texts, moment)) for page_id, texts in self._texts.items())
        return {page_id: text.page for page_id, text in found if text is not None}

    def next_change(self, moment: datetime) -> datetime | None:
        """When another version takes force next, as far as that is known."""
        later = (t.since for texts in self._texts.values() for t in texts if t.since is not None and t.since > moment)
        return min(later, default=None)

    def last_change(self, moment: datetime) -> datetime | None:
        """When a version took force last."""
        past = (t.since for texts in self._texts.values() for t in texts if t.since is not None and t.since <= moment)
        return max(past, default=None)

    def clause(self, reference: str, moment: datetime, version: str | None = None) -> ClauseText | None:
        """The clause behind "ATO-12 §3" in the version that is read at this moment, or in the one named; where that
        does not have it, in the newest that had it."""
        page_id, _, n = reference.partition(MARK)
        texts = self.texts(page_id)
        now = self._read_at(texts, moment)
        having = [(place, text) for place, text in enumerate(texts, 1) if _clause(text.page, n) is not None]
        named = [one for one in having if version is not None and one[1].page.version == version]
        current = [one for one in having if one[1] is now]
        past = [one for one in having if one[1].since is None or one[1].since <= moment]
        for place, text in (*named, *current, *reversed(past), *having):
            clause = _clause(text.page, n)
            assert clause is not None
            coming = text.since is not None and text.since > moment
            return ClauseText(text.page, clause, text.since, text.until, place, len(texts), text is now, coming)
        return None

    def beside(self, reference: str, version: str, step: int, moment: datetime) -> ClauseText | None:
        """The same clause in the version before (`step` -1) or after (1) the one named, among those that have it."""
        page_id, _, n = reference.partition(MARK)
        having = [text.page.version for text in self.texts(page_id) if _clause(text.page, n) is not None]
        if version not in having:
            return None
        place = having.index(version) + step
        return self.clause(reference, moment, having[place]) if 0 <= place < len(having) else None

    def changed_since(self, reference: str, version: str, moment: datetime) -> bool:
        """Whether the clause reads otherwise now than in the version named; True where that one is not known here and
        older than what is in force."""
        page_id, _, n = reference.partition(MARK)
        texts = self.texts(page_id)
        now = self._read_at(texts, moment)
        if now is None or now.page.version == version:
            return False
        then = next((text for text in texts if text.page.version == version), None)
        if then is None:
            return version < now.page.version
        return _clause(then.page, n) != _clause(now.page, n)

    @staticmethod
    def _read_at(texts: Iterable[PageText], moment: datetime) -> PageText | None:
        return max(
            (text for text in texts if text.since is None or text.since <= moment),
            key=lambda text: (text.since is not None, text.since or moment),
            default=None,
        )


def _clause(page: SopPage, n: str) -> SopClause | None:
    return next((one for one in page.clauses if one.n == n), None)
