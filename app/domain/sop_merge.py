"""Two people changed one page of the operating procedures: their changes are put together, and where they touch the
same words a person chooses. Nobody's words are overwritten."""

from collections.abc import Sequence
from typing import TypeVar

import msgspec

from app.domain.catalogue import SopClause, SopPage
from app.domain.sop import texts, with_texts

T = TypeVar("T")
TEXT, REMOVED, ORDER, CASE_TYPES = "text", "removed", "order", "case_types"


class Clash(msgspec.Struct, frozen=True):
    """Both sides changed the same: `text` of a field · `removed` by one and changed by the other · the `order` of the
    clauses · the `case_types`. `base` is what both began with (None where there was none), `ours` and `theirs` what
    they made of it (None where it was removed)."""

    kind: str
    clause: str | None = None
    field: str | None = None
    base: str | None = None
    ours: str | None = None
    theirs: str | None = None


class Merged(msgspec.Struct, frozen=True):
    """`page` holds all that does not clash, and of what clashes our words (a clause removed by one alone stays)."""

    page: SopPage
    clashes: tuple[Clash, ...] = ()


def merge(base: SopPage, ours: SopPage, theirs: SopPage) -> Merged:
    """Ours and theirs, which both came from `base`, in one page that goes by our id and version."""
    clashes: list[Clash] = []
    numbers = _numbers(base, ours, theirs, clashes)
    by_number = {one.n: one for side in (base, theirs, ours) for one in side.clauses}
    values: dict[tuple[str | None, str], str] = {}
    sides = texts(base), texts(ours), texts(theirs)
    for clause in (None, *numbers):
        for field in ("title.en", "title.zh") if clause is None else ("title.en", "title.zh", "text.en", "text.zh"):
            values[clause, field] = _text(clause, field, [side.get((clause, field)) for side in sides], clashes)
    types = _either(base.case_types, ours.case_types, theirs.case_types)
    if types is None:
        there = [", ".join(side.case_types) for side in (base, ours, theirs)]
        clashes.append(Clash(CASE_TYPES, None, None, *there))
    page = msgspec.structs.replace(
        ours, clauses=tuple(by_number[n] for n in numbers), case_types=ours.case_types if types is None else types
    )
    return Merged(with_texts(page, values), tuple(clashes))


def as_seen(base: SopPage, theirs: SopPage, clashes: Sequence[Clash]) -> SopPage:
    """What both began with, as if it had said theirs wherever they clash: merged from there, ours stand, and what only
    they changed elsewhere is still theirs."""
    there = {one.n: one for one in theirs.clauses}
    clauses = list(base.clauses)
    for clash in clashes:
        if clash.kind == REMOVED or (clash.kind == TEXT and clash.clause not in {one.n for one in clauses}):
            clauses = [one for one in clauses if one.n != clash.clause]
            clauses += [there[n] for n in (clash.clause,) if n is not None and n in there]
    if any(clash.kind == ORDER for clash in clashes):
        places = {one.n: place for place, one in enumerate(theirs.clauses)}
        clauses.sort(key=lambda one: places.get(one.n, len(places)))
    types = theirs.case_types if any(clash.kind == CASE_TYPES for clash in clashes) else base.case_types
    page = msgspec.structs.replace(base, clauses=tuple(clauses), case_types=types)
    words = texts(page)
    seen = {(one.clause, one.field): one.theirs or "" for one in clashes if one.kind == TEXT and one.field is not None}
    return with_texts(page, {place: text for place, text in seen.items() if place in words})


def _either(base: T, ours: T, theirs: T) -> T | None:
    """The side that changed, or what both agree on; None where both changed it differently."""
    if ours == theirs or theirs == base:
        return ours
    return theirs if ours == base else None


def _text(clause: str | None, field: str, sides: Sequence[str | None], clashes: list[Clash]) -> str:
    base, ours, theirs = sides
    if ours is None or theirs is None:
        # One side alone has the clause: as it is there, or as it was where the other removed it.
        return next(one for one in (ours, theirs, base, "") if one is not None)
    chosen = _either(base, ours, theirs)
    if chosen is None:
        clashes.append(Clash(TEXT, clause, field, base, ours, theirs))
        return ours
    return chosen


def _numbers(base: SopPage, ours: SopPage, theirs: SopPage, clashes: list[Clash]) -> list[str]:
    """The clauses that remain, in their order."""
    had, mine, others = ({one.n: one for one in side.clauses} for side in (base, ours, theirs))
    gone: set[str] = set()
    for n, clause in had.items():
        for kept, other in ((mine, others), (others, mine)):
            if n in other or n not in kept:
                continue
            if kept[n] == clause:
                gone.add(n)
            else:
                sides = [_whole(clause), _whole(mine.get(n)), _whole(others.get(n))]
                clashes.append(Clash(REMOVED, n, None, *sides))
        if n not in mine and n not in others:
            gone.add(n)
    left, right = ([n for n in side if n not in gone] for side in (mine, others))
    common = {n for n in had if n in mine and n in others}
    shared = [[n for n in side if n in common] for side in (had, left, right)]
    order = _either(*shared)
    if order is None:
        clashes.append(Clash(ORDER, None, None, *(" ".join(f"§{n}" for n in one) for one in shared)))
    first, second = (right, left) if order is not None and shared[1] == shared[0] else (left, right)
    return _woven(first, second)


def _woven(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """The order of `first`, and what only `second` has behind the one that it follows there."""
    found = list(first)
    before: str | None = None
    for n in second:
        if n not in found:
            found.insert(found.index(before) + 1 if before is not None else 0, n)
        before = n
    return found


def _whole(clause: SopClause | None) -> str | None:
    if clause is None:
        return None
    return "\n".join(part for text in (clause.title, clause.text) for part in (text.en, text.zh) if part)
