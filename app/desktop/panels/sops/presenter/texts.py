"""A page as it is written and as it is sent; what is wrong with it; and two sides put together as a person chose."""

from collections.abc import Iterable, Sequence

import msgspec

from app.contract.catalogue import catalogue
from app.desktop.panels.sops.state import FIELDS, OURS, Fault
from app.desktop.ports.errors import Pointer
from app.desktop.ports.sops import WrittenClause, WrittenPage
from app.domain.catalogue import SopClause, SopPage
from app.domain.sop import sop_faults, texts, with_texts
from app.domain.sop_merge import CASE_TYPES, ORDER, REMOVED, Clash
from app.domain.text import Bilingual

MARK = "…"
"""What stands for a text that is still to be written, in a draft on the server."""


def as_text(page: SopPage) -> WrittenPage:
    def both(text: Bilingual) -> tuple[str, str]:
        return tuple("" if side in (None, MARK) else side for side in (text.en, text.zh))  # type: ignore[return-value]

    clauses = tuple(WrittenClause(one.n, *both(one.title), *both(one.text)) for one in page.clauses)
    return WrittenPage(page.id, page.case_types, *both(page.title), clauses)


def as_page(text: WrittenPage, version: str = "") -> SopPage:
    def both(en: str, zh: str) -> Bilingual:
        en, zh = en.strip(), zh.strip()
        return Bilingual(en=en or None, zh=zh or None) if en or zh else Bilingual(en=MARK, zh=MARK)

    clauses = tuple(
        SopClause(one.n, both(one.title_en, one.title_zh), both(one.text_en, one.text_zh)) for one in text.clauses
    )
    return SopPage(text.page_id, both(text.title_en, text.title_zh), version, text.case_types, clauses)


def put(text: WrittenPage, row: int, field: str, words: str) -> WrittenPage:
    """With other words in one field of the page (row 0) or of a clause."""
    if row == 0:
        return msgspec.structs.replace(text, **{field: words}) if field in FIELDS[:2] else text
    clauses = list(text.clauses)
    if not 1 <= row <= len(clauses) or field not in FIELDS:
        return text
    clauses[row - 1] = msgspec.structs.replace(clauses[row - 1], **{field: words})
    return msgspec.structs.replace(text, clauses=tuple(clauses))


def with_clause(text: WrittenPage, after: int, given: Iterable[str]) -> tuple[WrittenPage, int]:
    """With an empty clause behind row `after`, and the row that it has. Its number was never given."""
    used = {int(n) for n in (*given, *(one.n for one in text.clauses)) if n.isascii() and n.isdigit()}
    new = WrittenClause(str(max(used, default=0) + 1))
    at = min(after, len(text.clauses))
    return msgspec.structs.replace(text, clauses=(*text.clauses[:at], new, *text.clauses[at:])), at + 1


def without_clause(text: WrittenPage, row: int) -> WrittenPage:
    if not 1 <= row <= len(text.clauses) or len(text.clauses) < 2:
        return text
    return msgspec.structs.replace(text, clauses=(*text.clauses[: row - 1], *text.clauses[row:]))


def moved(text: WrittenPage, row: int, step: int) -> tuple[WrittenPage, int]:
    """With the clause of a row so many places further, and the row that it has."""
    to = row + step
    if not (1 <= row <= len(text.clauses) and 1 <= to <= len(text.clauses)):
        return text, row
    clauses = list(text.clauses)
    clauses.insert(to - 1, clauses.pop(row - 1))
    return msgspec.structs.replace(text, clauses=tuple(clauses)), to


def faults_of(page: SopPage, given: Sequence[str]) -> tuple[Fault, ...]:
    """What keeps the page from being proposed, by the rule that the server goes by."""
    had = {one.n for one in page.clauses}
    found = sop_faults(page, catalogue().case_types, set(given) - had)
    return tuple(_fault(one.pointer, one.code, int(one.params.get("most", 0))) for one in found)


def told_faults(errors: Sequence[Pointer]) -> tuple[Fault, ...]:
    """The same as the server tells it."""
    return tuple(_fault(one.pointer.removeprefix("/page"), one.code) for one in errors)


def _fault(pointer: str, code: str, most: int = 0) -> Fault:
    parts = [part for part in pointer.split("/") if part]
    if len(parts) > 1 and parts[0] == "clauses" and parts[1].isdigit():
        return Fault(int(parts[1]) + 1, "_".join(parts[2:]), code, most)
    return Fault(0, "_".join(parts), code, most)


def together(page: SopPage, clashes: Sequence[Clash], choices: Sequence[str]) -> SopPage:
    """The merged page with the side that was chosen for every clash."""
    values: dict[tuple[str | None, str], str] = {}
    for clash, choice in zip(clashes, choices, strict=True):
        side = clash.ours if choice == OURS else clash.theirs
        if clash.kind == CASE_TYPES and side is not None:
            page = msgspec.structs.replace(page, case_types=tuple(part.strip() for part in side.split(",")))
        elif clash.kind == ORDER and side is not None:
            page = msgspec.structs.replace(page, clauses=_ordered(page.clauses, side))
        elif clash.kind == REMOVED:
            if side is None:
                left = tuple(one for one in page.clauses if one.n != clash.clause)
                page = msgspec.structs.replace(page, clauses=left)
        elif clash.field is not None:
            values[clash.clause, clash.field] = side or ""
    here = texts(page)
    return with_texts(page, {place: words for place, words in values.items() if place in here})


def _ordered(clauses: Sequence[SopClause], order: str) -> tuple[SopClause, ...]:
    """Those that the order names in its order; the others stay behind the one that they follow now."""
    wanted = [part.removeprefix("§") for part in order.split()]
    by_number = {one.n: one for one in clauses}
    found = [by_number[n] for n in wanted if n in by_number]
    before: str | None = None
    for one in clauses:
        if one.n not in wanted:
            at = next((k + 1 for k, other in enumerate(found) if other.n == before), 0)
            found.insert(at, one)
        before = one.n
    return tuple(found)
