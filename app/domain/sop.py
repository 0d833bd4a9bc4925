"""Pages of the operating procedures as their editors work on them: what a page must be, and how two versions differ.

A clause keeps its number for ever: reviews, reasoning steps and findings refer to "ATO-12 §3", and a number that came
back with other words would make them lie. A removed clause's number is therefore never given again.
"""

import enum
import hashlib
import re
from collections.abc import Collection, Iterator
from difflib import SequenceMatcher

import msgspec

from app.domain.catalogue import SopClause, SopPage
from app.domain.faults import Fault
from app.domain.pii_check import personal_data_faults
from app.domain.text import Bilingual, is_cjk, unwelcome_characters

EVERY_TYPE = "*"
MOST_CLAUSES, LONGEST_TITLE, LONGEST_TEXT = 100, 120, 4_000
_PAGE_ID = re.compile(r"[A-Z]{2,8}-[0-9]{1,4}\Z")
_CLAUSE = re.compile(r"[1-9][0-9]{0,2}\Z")
_PARTS = re.compile(r"\w+|\s+|.", re.DOTALL)
LANGUAGES = ("en", "zh")


class Standing(enum.StrEnum):
    """Of a version: `draft` its editor's alone · `proposed` waits for a lead · `approved` waits for its day ·
    `in_force` · `superseded` by a later one · `returned` by the lead with a reason · `withdrawn` by its editor."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    APPROVED = "approved"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class ChangeKind(enum.StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


class Run(msgspec.Struct, frozen=True):
    """A piece of text that both versions have (`same`), that is `gone`, or that is `new`."""

    op: str
    text: str


class SopChange(msgspec.Struct, frozen=True):
    """One difference of two versions. `clause` is None for the page itself; `field` is "title.en", "text.zh" and so on,
    "case_types", or None for a clause as a whole."""

    kind: ChangeKind
    clause: str | None = None
    field: str | None = None
    runs: tuple[Run, ...] = ()


def sop_faults(page: SopPage, case_types: Collection[str], given: Collection[str] = ()) -> tuple[Fault, ...]:
    """What keeps a page from being proposed. `given`: the numbers of clauses that the page ever had; one that is not
    in the version before and stands among them is a number given twice (the caller leaves out those still in use)."""
    faults: list[Fault] = []
    if not _PAGE_ID.match(page.id):
        faults.append(Fault("sop_page_id", "/id"))
    faults += _both("/title", page.title, LONGEST_TITLE)
    known = {EVERY_TYPE, *case_types}
    if not page.case_types:
        faults.append(Fault("sop_case_types", "/case_types"))
    strange = [n for n, one in enumerate(page.case_types) if one not in known]
    faults += [Fault("case_type_unknown", f"/case_types/{n}") for n in strange]
    if len(set(page.case_types)) != len(page.case_types):
        faults.append(Fault("sop_case_types", "/case_types"))
    if not 1 <= len(page.clauses) <= MOST_CLAUSES:
        faults.append(Fault("sop_clauses", "/clauses", {"most": MOST_CLAUSES}))
    seen: set[str] = set()
    for at, clause in enumerate(page.clauses):
        place = f"/clauses/{at}"
        if not _CLAUSE.match(clause.n):
            faults.append(Fault("sop_clause_number", f"{place}/n"))
        elif clause.n in seen:
            faults.append(Fault("sop_clause_twice", f"{place}/n", {"clause": clause.n}))
        elif clause.n in given:
            faults.append(Fault("sop_clause_given", f"{place}/n", {"clause": clause.n}))
        seen.add(clause.n)
        faults += _both(f"{place}/title", clause.title, LONGEST_TITLE)
        faults += _both(f"{place}/text", clause.text, LONGEST_TEXT)
    return tuple(faults)


def _both(place: str, text: Bilingual, most: int) -> Iterator[Fault]:
    """A clause is read in two languages by people who decide alike: none of them may be missing, or be the mark that a
    draft begins with."""
    for language in LANGUAGES:
        words = getattr(text, language)
        here = f"{place}/{language}"
        if not words or not any(one.isalnum() for one in words):
            yield Fault("sop_language_missing", here)
        elif len(words) > most:
            yield Fault("too_long", here, {"most": most})
        elif unwelcome_characters(words):
            yield Fault("characters", here)
        else:
            yield from personal_data_faults(words, here)


def next_number(given: Collection[str]) -> str:
    """The number for a new clause of a page that ever gave these."""
    return str(max((int(n) for n in given if _CLAUSE.match(n)), default=0) + 1)


def texts(page: SopPage) -> dict[tuple[str | None, str], str]:
    """Every text of a page by (clause, field)."""
    found: dict[tuple[str | None, str], str] = {}
    for language in LANGUAGES:
        found[None, f"title.{language}"] = getattr(page.title, language) or ""
    for clause in page.clauses:
        for field, text in (("title", clause.title), ("text", clause.text)):
            for language in LANGUAGES:
                found[clause.n, f"{field}.{language}"] = getattr(text, language) or ""
    return found


def differences(before: SopPage, after: SopPage) -> tuple[SopChange, ...]:
    """What a reader of `before` has to learn, in the order of `after`; removed clauses last. Empty exactly where the
    two say the same (the version's name is no part of it)."""
    found: list[SopChange] = []
    old, new = texts(before), texts(after)
    found += _changed(None, old, new)
    if before.case_types != after.case_types:
        found.append(SopChange(ChangeKind.CHANGED, None, "case_types"))
    was = [clause.n for clause in before.clauses]
    now = [clause.n for clause in after.clauses]
    moved = _moved([n for n in was if n in now], [n for n in now if n in was])
    for n in now:
        if n not in was:
            found.append(SopChange(ChangeKind.ADDED, n))
            continue
        if n in moved:
            found.append(SopChange(ChangeKind.MOVED, n))
        found += _changed(n, old, new)
    found += [SopChange(ChangeKind.REMOVED, n) for n in was if n not in now]
    return tuple(found)


def _changed(
    clause: str | None, old: dict[tuple[str | None, str], str], new: dict[tuple[str | None, str], str]
) -> Iterator[SopChange]:
    for (whose, field), text in new.items():
        if whose == clause and old.get((whose, field)) != text:
            yield SopChange(ChangeKind.CHANGED, clause, field, runs(old.get((whose, field), ""), text))


def _moved(was: list[str], now: list[str]) -> set[str]:
    """The fewest clauses that stand elsewhere: those outside the longest common run of both orders."""
    kept = SequenceMatcher(None, was, now, autojunk=False)
    still = {was[block.a + step] for block in kept.get_matching_blocks() for step in range(block.size)}
    return set(now) - still


def runs(before: str, after: str) -> tuple[Run, ...]:
    """The difference of two texts in words, and in single characters where the script has no spaces. What is `same` or
    `gone` makes up `before`, what is `same` or `new` makes up `after`."""
    old, new = _tokens(before), _tokens(after)
    found: list[Run] = []
    for op, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op == "equal":
            found.append(Run("same", "".join(old[a:b])))
            continue
        if b > a:
            found.append(Run("gone", "".join(old[a:b])))
        if d > c:
            found.append(Run("new", "".join(new[c:d])))
    return tuple(found)


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    for part in _PARTS.findall(text):
        found += part if any(map(is_cjk, part)) else [part]
    return found


def with_texts(page: SopPage, values: dict[tuple[str | None, str], str]) -> SopPage:
    """The page with these texts in place of its own; its clauses and their order stay."""
    own = texts(page) | values

    def text(clause: str | None, field: str) -> Bilingual:
        en, zh = own[clause, f"{field}.en"], own[clause, f"{field}.zh"]
        return Bilingual(en=en or None, zh=zh or None)

    clauses = tuple(SopClause(one.n, text(one.n, "title"), text(one.n, "text")) for one in page.clauses)
    return msgspec.structs.replace(page, title=text(None, "title"), clauses=clauses)


def content_digest(*parts: str | int | None) -> str:
    """Hex SHA-256 over the parts in order: two editors mean the same content by the same digest."""
    told = hashlib.sha256()
    for part in parts:
        told.update(b"-" if part is None else str(part).encode())
        told.update(b"\x1f")
    return told.hexdigest()
