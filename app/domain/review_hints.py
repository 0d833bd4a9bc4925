"""What a person may want to look at once more before sending a review. Codes only, and nothing here ever blocks.

The server's own checks of quality come after the fact; these come before it, from what the seat knows.
"""

import functools
import re
import unicodedata
from collections.abc import Collection, Sequence

import msgspec

from app.domain.catalogue import Catalogue

BOILERPLATE = 0.8
"""Shared pieces over all pieces (Jaccard, three characters each) from which a text counts as written before."""
FEWEST_PIECES = 12
"""Shorter texts resemble each other by chance."""
LAST_RATIONALES = 20
SHORTEST_MS, PER_EVIDENCE_MS, LONGEST_MS = 4_000, 1_000, 2 * 3600 * 1000


_FIGURES, _MARKS = re.compile(r"\d+"), re.compile(r"[\W_]+")


class Hint(msgspec.Struct, frozen=True):
    """`code` is one of cited_not_opened, clause_not_current, rationale_repeats, time_short and time_long; `params` hold
    counts, versions and evidence ids."""

    code: str
    params: dict[str, int | str] = {}


class HintFacts(msgspec.Struct, frozen=True):
    """`cited` are the ids of evidence that the review rests on, `opened` those that were in sight; `earlier` own
    rationales, the newest first; `composed` the sentences that the program itself put into the text."""

    rationale: str
    active_ms: int
    evidence: int
    cited: tuple[str, ...] = ()
    opened: Collection[str] = ()
    sop_page: str | None = None
    sop_clause: str | None = None
    sop_version: str | None = None
    earlier: Sequence[str] = ()
    composed: tuple[str, ...] = ()


def review_hints(facts: HintFacts, catalogue: Catalogue) -> tuple[Hint, ...]:
    """Everything worth a second look, in reading order; () where nothing is."""
    hints: list[Hint] = []
    unopened = [one for one in dict.fromkeys(facts.cited) if one not in facts.opened]
    if unopened:
        hints.append(Hint("cited_not_opened", {"count": len(unopened), "first": unopened[0]}))
    page = catalogue.sop.get(facts.sop_page or "")
    if page is not None and facts.sop_version and facts.sop_version != page.version:
        hints.append(
            Hint(
                "clause_not_current",
                {"clause": f"{page.id} §{facts.sop_clause}", "read": facts.sop_version, "current": page.version},
            )
        )
    likeness = max(
        (similarity(_own(facts.rationale, facts.composed), _own(text, ())) for text in facts.earlier[:LAST_RATIONALES]),
        default=0.0,
    )
    if likeness >= BOILERPLATE:
        hints.append(Hint("rationale_repeats", {"percent": round(likeness * 100)}))
    if facts.active_ms < SHORTEST_MS + PER_EVIDENCE_MS * min(facts.evidence, 10):
        hints.append(Hint("time_short", {"seconds": facts.active_ms // 1000}))
    elif facts.active_ms > LONGEST_MS:
        hints.append(Hint("time_long", {"minutes": facts.active_ms // 60_000}))
    return tuple(hints)


def similarity(one: str, other: str) -> float:
    """How alike two texts are in [0, 1], whatever their case, marks and figures; 0 where one is too short to tell."""
    here, there = _pieces(one), _pieces(other)
    if min(len(here), len(there)) < FEWEST_PIECES:
        return 0.0
    shared = len(here & there)
    return shared / (len(here) + len(there) - shared)


def _own(text: str, composed: tuple[str, ...]) -> str:
    for sentence in composed:
        text = text.replace(sentence, " ") if sentence else text
    return text


@functools.lru_cache(maxsize=64)  # one text is held against each of the last ones, and then is one of these itself
def _pieces(text: str) -> frozenset[str]:
    plain = _FIGURES.sub("0", unicodedata.normalize("NFKC", text).lower())
    plain = _MARKS.sub("", plain)
    return frozenset([plain[n : n + 3] for n in range(len(plain) - 2)])
