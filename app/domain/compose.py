"""The first sentence of a rationale, in both languages at once, from what was chosen already.

It names signals, fields, clauses, kinds of evidence and counts by the catalogue's own words, and repeats no value and
no text of the case: a name that the catalogue does not hold may be anything, so it is spoken of and not repeated.
The phrases are data (resources/catalogue/compose.json); a case type or a code without phrases of its own takes "*".
"""

import re
from collections.abc import Iterable, Mapping

import msgspec

from app.domain.catalogue import Catalogue, FieldSchema, ValueCaption
from app.domain.decision import Decision, Verdict
from app.domain.label import derive_label
from app.domain.root_cause import Attribution, AttributionKind, clauses_named
from app.domain.text import Bilingual

ANY = "*"
SIDES = ("en", "zh")
MOST_EVIDENCE = 2
_APART = re.compile(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u4e00-\u9fff])")
"""Where phrases meet, Chinese and Latin letters stand apart as they do within each of them."""
_LOOSE = re.compile(" (?=[，。：；])")


class Lead(msgspec.Struct, frozen=True):
    """How the sentence goes with a cause (slots {truth}, {cause}, {seen}, {verdict}) and without one."""

    caused: ValueCaption
    bare: ValueCaption


class Truth(msgspec.Struct, frozen=True):
    """What a case of one type turned out to be."""

    good: ValueCaption
    bad: ValueCaption


class Phrases(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """compose.json. `leads` by label, or by decision where there is none yet; `truths` by case type; `causes` by code
    and then by kind of attribution ("none" without one), with the slots {what}, {label}, {points}; `things` by kind
    of attribution with the slot {name}, and by kind + "_unlisted" where the catalogue has no name for it."""

    leads: dict[str, Lead]
    truths: dict[str, Truth]
    causes: dict[str, dict[str, ValueCaption]]
    things: dict[str, ValueCaption]
    verdicts: dict[str, ValueCaption]
    seen: ValueCaption
    seen_differing: ValueCaption
    seen_joint: ValueCaption


class SeenEvidence(msgspec.Struct, frozen=True):
    """A piece of evidence as the sentence may speak of it: its kind, how many fields were compared, how many differ."""

    id: str
    kind: str
    differing: int = 0
    compared: int = 0


class SeenStep(msgspec.Struct, frozen=True):
    n: int
    evidence_ids: tuple[str, ...]
    signals: tuple[str, ...]


class ComposeFacts(msgspec.Struct, frozen=True):
    """What the sentence is made from. `verdict` is None while it is withheld; confidence and threshold lie in [0,1]."""

    case_type: str
    verdict: Verdict | None
    decision: Decision
    code: str | None = None
    attribution_kind: str | None = None
    attribution_ref: str | None = None
    confidence: float | None = None
    threshold: float | None = None
    evidence: tuple[SeenEvidence, ...] = ()
    steps: tuple[SeenStep, ...] = ()


def parse_phrases(data: bytes) -> Phrases:
    """Read compose.json. Raises ValueError where a phrase that everything falls back on is missing."""
    found = msgspec.json.decode(data, type=Phrases)
    if ANY not in found.truths or not {ANY, "none"} <= found.causes.get(ANY, {}).keys():
        raise ValueError('truths and causes need an entry "*", and causes one for "none"')
    return found


def compose(facts: ComposeFacts, phrases: Phrases, catalogue: Catalogue) -> Bilingual:
    """One sentence in English and the same in Chinese."""
    label = derive_label(facts.verdict, facts.decision) if facts.verdict is not None else None
    lead = phrases.leads[label.value if label is not None else facts.decision.value]
    truth = phrases.truths.get(facts.case_type, phrases.truths[ANY])
    turned_out = truth.bad if facts.decision is Decision.BLOCK else truth.good
    verdict = phrases.verdicts[facts.verdict.value if facts.verdict is not None else "withheld"]
    cause = _cause(facts, phrases, catalogue)
    seen = _seen(facts, phrases, catalogue)
    sides = {}
    for side in SIDES:
        template = getattr(lead.caused if cause else lead.bare, side)
        sides[side] = template.format(
            truth=getattr(turned_out, side),
            verdict=getattr(verdict, side),
            cause=cause[side] if cause else "",
            seen=seen[side],
        )
    return Bilingual(sides["en"], _LOOSE.sub("", _APART.sub(" ", sides["zh"])))


def _cause(facts: ComposeFacts, phrases: Phrases, catalogue: Catalogue) -> dict[str, str] | None:
    code = catalogue.code(facts.code) if facts.code else None
    if code is None:
        return None
    own = phrases.causes.get(code.code, {})
    kind = facts.attribution_kind if facts.attribution_ref else None
    thing = _thing(facts, kind, phrases, catalogue) if kind else None
    key = "none" if thing is None or kind is None else kind
    phrase = own.get(key) or (own.get(ANY) if thing else None)
    phrase = phrase or phrases.causes[ANY]["none" if thing is None else ANY]
    points = f"{abs((facts.confidence or 0) - (facts.threshold or 0)) * 100:.1f}"
    return {
        side: getattr(phrase, side).format(
            what=thing[side] if thing else "", label=code.label.in_language(side)[0], points=points
        )
        for side in SIDES
    }


def _thing(facts: ComposeFacts, kind: str, phrases: Phrases, catalogue: Catalogue) -> dict[str, str] | None:
    """What the code is about, by a name out of the catalogue or by none at all; None for a kind without a phrase."""
    if kind not in phrases.things:
        return None
    ref = (facts.attribution_ref or "").strip()
    name = _name(facts.case_type, kind, ref, catalogue)
    phrase = phrases.things[kind] if name else phrases.things[f"{kind}_unlisted"]
    return {side: getattr(phrase, side).format(name=getattr(name, side) if name else "") for side in SIDES}


def _name(case_type: str, kind: str, ref: str, catalogue: Catalogue) -> ValueCaption | None:
    match kind:
        case "signal" | "missing_signal":
            entry = catalogue.signals.get(ref)
            return entry.label if entry else None
        case "indicator":
            pattern = catalogue.indicators.get(ref)
            return pattern.label if pattern else None
        case "clause":
            return ValueCaption(ref, ref) if catalogue.clause(ref) else None
        case "contradiction":
            both = clauses_named(Attribution(AttributionKind.CONTRADICTION, ref))
            known = len(both) == 2 and all(catalogue.clause(one) for one in both)
            return ValueCaption(" and ".join(both), f"{' 与 '.join(both)} ") if known else None
        case "missing_evidence":
            found = catalogue.case_types.get(case_type)
            schema = found.evidence_schemas.get(ref) if found else None
            return schema.tab if schema else None
        case _:
            # Steps and checks go by their number.
            return ValueCaption(ref, ref) if ref.isascii() and ref.isdecimal() and len(ref) <= 3 else None


def _seen(facts: ComposeFacts, phrases: Phrases, catalogue: Catalogue) -> dict[str, str]:
    """The evidence that the attributed signal or step rests on, in words that come before the full stop."""
    found = catalogue.case_types.get(facts.case_type)
    parts: list[tuple[ValueCaption, SeenEvidence, ValueCaption]] = []
    for item in _cited(facts):
        schema = found.evidence_schemas.get(item.kind) if found else None
        if schema is None or any(tab == schema.tab for tab, _, _ in parts):
            continue
        parts.append((schema.tab, item, phrases.seen_differing if item.differing else phrases.seen))
    result = {}
    for side in SIDES:
        names = [
            getattr(phrase, side).format(name=getattr(tab, side), differing=item.differing, compared=item.compared)
            for tab, item, phrase in parts[:MOST_EVIDENCE]
        ]
        joint = getattr(phrases.seen_joint, side)
        result[side] = joint.format(names=("; " if side == "en" else "；").join(names)) if names else ""
    return result


def _cited(facts: ComposeFacts) -> list[SeenEvidence]:
    ref = facts.attribution_ref or ""
    ids: list[str] = []
    for step in facts.steps:
        if (facts.attribution_kind == "step" and str(step.n) == ref) or (
            facts.attribution_kind == "signal" and ref in step.signals
        ):
            ids += step.evidence_ids
    by_id = {item.id: item for item in facts.evidence}
    return [by_id[one] for one in dict.fromkeys(ids) if one in by_id]


def differing_fields(rows: Iterable[Mapping[str, object]], flag: FieldSchema | None) -> tuple[int, int]:
    """(how many differ, how many were compared) in a comparison whose verdict on each row stands in `flag`."""
    if flag is None:
        return 0, 0
    told = [str(row[flag.name]) for row in rows if row.get(flag.name) is not None]
    return sum(1 for value in told if flag.tones.get(value) in ("risk", "neutral")), len(told)
