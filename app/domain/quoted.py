"""Personal values that an agent quotes in its own words: covered as they come in, as they are in their own fields.

A field is masked by its schema, a sentence has none. So whatever a case keeps covered (and what carries its own proof
of being personal: an e-mail address, a card, a wallet, see `pii_check`) is covered in the titles of its evidence and in
the agent's reasoning too, before anything is stored. The value itself stays in its field, where a reveal shows it.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

import msgspec

from app.domain.assessment import Assessment, Scalar
from app.domain.case import IntakeCase
from app.domain.catalogue import CaseType, FieldSchema
from app.domain.masking import mask
from app.domain.pii_check import find_personal
from app.domain.text import Bilingual, is_cjk

Whole = TypeVar("Whole", bound=msgspec.Struct)

SHORTEST, SHORTEST_CJK, SHORTEST_NUMBER = 4, 2, 6
"""Characters of a value that is looked for in sentences: shorter ones ("SG", "2") stand in every one."""
_TELLING = re.compile(r"[@\d ]|[^\x00-\x7f]")
# Only a text with one of these can hold what proves itself personal.
_MAYBE = re.compile(r"@|[0-9A-Za-z]{14}|\d[\d .()-]{7}")

_NONE = frozenset[str]()
_NAMES: dict[tuple[str, str], tuple[tuple[FieldSchema, ...], frozenset[str], frozenset[str]]] = {}


def covered_case(case: IntakeCase, kind: CaseType | None) -> IntakeCase:
    """`case` with nothing in its titles and its reasoning that its fields keep covered."""
    cover = _Cover(_values(case, kind))
    titles = [text for item in case.evidence for text in (item.title.en, item.title.zh) if text]
    if not cover.has_work_in("\n".join([*titles, *_said(case.assessment)])):
        return case
    evidence = tuple(_replaced(item, title=cover.both(item.title)) for item in case.evidence)
    return _replaced(case, evidence=evidence, assessment=_covered(case.assessment, cover))


def covered_assessment(word: Assessment, case: IntakeCase, kind: CaseType | None) -> Assessment:
    """An agent's later word on that case, covered alike."""
    cover = _Cover(_values(case, kind))
    return _covered(word, cover) if cover.has_work_in("\n".join(_said(word))) else word


def covered_text(text: str, case: IntakeCase, kind: CaseType | None) -> str:
    """A text about that case by another system, covered alike."""
    cover = _Cover(_values(case, kind))
    return cover.one(text) if cover.has_work_in(text) else text


def kept_covered(case: IntakeCase, kind: CaseType | None) -> set[str]:
    """The values that this case keeps covered and that are looked for in sentences."""
    return _values(case, kind)


def _said(word: Assessment) -> Iterator[str]:
    """Every text of the agent's own in its word."""
    for text in (*(step.statement for step in word.steps), *word.not_checked):
        yield from (part for part in (text.en, text.zh) if part)
    yield from (step.outcome for step in word.steps if step.outcome)
    yield from (one.value for one in word.signals if isinstance(one.value, str))


def _covered(word: Assessment, cover: "_Cover") -> Assessment:
    steps = tuple(
        _replaced(step, statement=cover.both(step.statement), outcome=cover.one(step.outcome)) for step in word.steps
    )
    signals = tuple(
        _replaced(one, value=cover.one(one.value)) if isinstance(one.value, str) else one for one in word.signals
    )
    not_checked = tuple(cover.both(text) for text in word.not_checked)
    return _replaced(word, steps=steps, signals=signals, not_checked=not_checked)


def _replaced(whole: Whole, **parts: Any) -> Whole:
    """The same object where nothing differs, which is nearly always."""
    changed = {name: value for name, value in parts.items() if value != getattr(whole, name)}
    return msgspec.structs.replace(whole, **changed) if changed else whole


class _Cover:
    """Covers known values, and what proves itself, in one text after another."""

    def __init__(self, values: Iterable[str]) -> None:
        self._known = {value.casefold(): value for value in values}
        self._pattern: re.Pattern[str] | None = None

    def both(self, text: Bilingual) -> Bilingual:
        en, zh = (self.one(part) if part else part for part in (text.en, text.zh))
        return text if (en, zh) == (text.en, text.zh) else Bilingual(en, zh)

    def has_work_in(self, text: str) -> bool:
        """Whether anything may have to be covered, which is seldom and quickly known of all texts at once."""
        folded = text.casefold()
        return any(value in folded for value in self._known) or _MAYBE.search(text) is not None

    def one(self, text: str) -> str:
        folded = text.casefold()
        if any(value in folded for value in self._known):
            text = self._finder().sub(lambda found: str(mask(found.group())), text)
        if _MAYBE.search(text):
            for span in reversed(find_personal(text)):
                if span.certain:
                    text = f"{text[: span.start]}{mask(text[span.start : span.end])}{text[span.end :]}"
        return text

    def _finder(self) -> re.Pattern[str]:
        if self._pattern is None:
            longest_first = sorted(self._known.values(), key=len, reverse=True)
            self._pattern = re.compile("|".join(map(_whole, longest_first)), re.IGNORECASE)
        return self._pattern


def _whole(value: str) -> str:
    """`value` as a word of its own: "1978" is not found in "19780"."""
    before = r"(?<![A-Za-z0-9])" if value[0].isascii() and value[0].isalnum() else ""
    after = r"(?![A-Za-z0-9])" if value[-1].isascii() and value[-1].isalnum() else ""
    return before + re.escape(value) + after


def _values(case: IntakeCase, kind: CaseType | None) -> set[str]:
    found: set[str] = set()
    # A type that is no longer in the catalogue declares nothing, so everything of it is covered.
    told, declared = _named((kind.id, ""), kind.subject_fields) if kind else (_NONE, _NONE)
    for name, value in case.subject.items():
        if name not in told:
            _look_for(found, value, declared=name in declared)
    for item in case.evidence:
        schema = kind.evidence_schemas.get(item.kind) if kind else None
        told, declared = _named((kind.id, item.kind), schema.fields) if kind and schema else (_NONE, _NONE)
        if item.pii:
            told, declared = told.difference(item.pii), declared.union(item.pii)
        for row in (*(item.rows or ()), item.fields or {}):
            for name, value in row.items():
                if name not in told:
                    _look_for(found, value, declared=name in declared)
    for link in case.links:
        _look_for(found, link.value, declared=True)
    return found


def _named(of: tuple[str, str], fields: tuple[FieldSchema, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """The names of these fields that are told, and all of them; kept for as long as the catalogue says the same."""
    kept = _NAMES.get(of)
    if kept is None or kept[0] is not fields:
        told = frozenset(field.name for field in fields if not field.pii)
        kept = _NAMES[of] = fields, told, frozenset(field.name for field in fields)
    return kept[1], kept[2]


def _look_for(found: set[str], value: Scalar, *, declared: bool) -> None:
    """What no schema declares is covered in its field whatever it is; in sentences only what may be somebody's
    own is looked for, or plain words such as "sign_in" would be covered there."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return
    text = str(value).strip()
    least = SHORTEST_NUMBER if text.isdigit() else SHORTEST_CJK if text and is_cjk(text[0]) else SHORTEST
    if len(text) >= least and (declared or _TELLING.search(text)):
        found.add(text)
