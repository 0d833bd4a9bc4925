"""The catalogue: case types with their evidence layouts, the signal dictionary, codes and SOP pages. Data, not code:
a new case type is an entry here."""

import msgspec

from app.domain.root_cause import MAX_CODES_PER_KIND, Code, CodeKind
from app.domain.text import Bilingual


class ValueCaption(msgspec.Struct, frozen=True, omit_defaults=True):
    """The words for one coded value."""

    en: str
    zh: str

    def in_language(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


class FieldSchema(msgspec.Struct, frozen=True, omit_defaults=True):
    """One named field: `type` says how it is written out, `role` where a layout puts it, `tones` which coded values
    speak for risk or against it, `limit` a line drawn in a chart, in the field's own unit."""

    name: str
    label: ValueCaption
    type: str
    pii: bool
    unit: ValueCaption | None = None
    values: dict[str, ValueCaption] = {}
    tones: dict[str, str] = {}
    role: str | None = None
    limit: float | None = None


class GraphSchema(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which fields of a row say where value went, and which list an address stands on. A row without `source` begins
    at the subject's account; one whose `reversed_by` field holds `reversed_when` goes the other way. `nodes` is what
    the ends are: address or account. `harmless` categories are no hit."""

    target: str
    source: str | None = None
    amount: str | None = None
    asset: str | None = None
    at: str | None = None
    list: str | None = None
    list_date: str | None = None
    category: str | None = None
    harmless: tuple[str, ...] = ()
    reversed_by: str | None = None
    reversed_when: str | None = None
    nodes: str = "address"


class EvidenceSchema(msgspec.Struct, frozen=True, omit_defaults=True):
    """How one kind of evidence is laid out; `graph` where its rows are transfers or hits on lists."""

    tab: ValueCaption
    layout: str
    fields: tuple[FieldSchema, ...]
    title: ValueCaption | None = None
    graph: GraphSchema | None = None

    def field(self, name: str) -> FieldSchema | None:
        return next((f for f in self.fields if f.name == name), None)


class PerDecision(msgspec.Struct, frozen=True, rename={"passed": "pass"}):
    """One text for each decision; `passed` is "pass" in the data."""

    passed: ValueCaption
    block: ValueCaption
    escalate: ValueCaption

    def of(self, decision: str) -> ValueCaption:
        return {"pass": self.passed, "block": self.block}.get(decision, self.escalate)


class CaseType(msgspec.Struct, frozen=True):
    """One kind of case. `verbs` stand on the buttons, `consequence` says in a line what will happen."""

    id: str
    name: ValueCaption
    chip: ValueCaption
    verbs: PerDecision
    consequence: PerDecision
    sla_minutes: int
    subject_fields: tuple[FieldSchema, ...]
    evidence_kinds: tuple[str, ...]
    evidence_schemas: dict[str, EvidenceSchema]

    def subject_field(self, name: str) -> FieldSchema | None:
        return next((f for f in self.subject_fields if f.name == name), None)


class SignalEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a signal means, in which unit, and who owns it."""

    name: str
    label: ValueCaption
    meaning: ValueCaption
    owner: ValueCaption
    case_types: tuple[str, ...]
    value_type: str = "number"
    unit: ValueCaption | None = None


class IndicatorEntry(msgspec.Struct, frozen=True):
    """A pattern that is looked for: its words, the parameters it is looked for with, and in which types."""

    id: str
    label: ValueCaption
    meaning: ValueCaption
    parameters: dict[str, float]
    case_types: tuple[str, ...]

    def fits(self, case_type: str) -> bool:
        return "*" in self.case_types or case_type in self.case_types


class SopClause(msgspec.Struct, frozen=True):
    n: str
    title: Bilingual
    text: Bilingual


class SopPage(msgspec.Struct, frozen=True):
    """One page of the operating procedures in the version in force."""

    id: str
    title: Bilingual
    version: str
    case_types: tuple[str, ...]
    clauses: tuple[SopClause, ...]


class Catalogue(msgspec.Struct, frozen=True):
    """Everything above, by id."""

    case_types: dict[str, CaseType]
    signals: dict[str, SignalEntry]
    codes: tuple[Code, ...]
    sop: dict[str, SopPage]
    indicators: dict[str, IndicatorEntry] = {}

    def indicators_for(self, case_type: str) -> dict[str, dict[str, float]]:
        """The parameters of every indicator that is looked for in cases of this type, by id."""
        return {one.id: one.parameters for one in self.indicators.values() if one.fits(case_type)}

    def codes_for(self, case_type: str, kind: CodeKind) -> tuple[Code, ...]:
        """The codes offered for a type, in the order of the keys 1-9."""
        return tuple(c for c in self.codes if c.code_kind is kind and c.fits(case_type))

    def code(self, code: str) -> Code | None:
        return next((c for c in self.codes if c.code == code), None)

    def clause(self, sop_ref: str) -> tuple[SopPage, SopClause] | None:
        """The page and clause behind a reference such as "ATO-12 §3"."""
        page_id, _, n = sop_ref.partition(" §")
        page = self.sop.get(page_id)
        clause = next((c for c in page.clauses if c.n == n), None) if page else None
        return (page, clause) if page and clause else None


def parse_catalogue(
    case_types: bytes, signals: bytes, root_causes: bytes, sop: bytes, indicators: bytes = b"[]"
) -> Catalogue:
    """Read the JSON files. Raises ValueError naming the entry that breaks a rule."""
    types = msgspec.json.decode(case_types, type=list[CaseType])
    entries = msgspec.json.decode(signals, type=list[SignalEntry])
    codes = msgspec.json.decode(root_causes, type=tuple[Code, ...])
    pages = msgspec.json.decode(sop, type=list[SopPage])
    patterns = msgspec.json.decode(indicators, type=list[IndicatorEntry])
    found = Catalogue(
        case_types={t.id: t for t in types},
        signals={s.name: s for s in entries},
        codes=codes,
        sop={p.id: p for p in pages},
        indicators={i.id: i for i in patterns},
    )
    if len(found.indicators) != len(patterns):
        raise ValueError("an indicator stands twice in the catalogue")
    _check(found, len(types), len(entries), len(pages))
    return found


def _check(catalogue: Catalogue, types: int, signals: int, pages: int) -> None:
    if (len(catalogue.case_types), len(catalogue.signals), len(catalogue.sop)) != (types, signals, pages):
        raise ValueError("an id stands twice in the catalogue")
    if len({c.code for c in catalogue.codes}) != len(catalogue.codes):
        raise ValueError("a code stands twice in the catalogue")
    for case_type in catalogue.case_types.values():
        for kind in CodeKind:
            count = len(catalogue.codes_for(case_type.id, kind))
            if not 1 <= count <= MAX_CODES_PER_KIND:
                raise ValueError(f"{case_type.id} has {count} codes of kind {kind}; the keys reach from 1 to 9")
        missing = set(case_type.evidence_kinds) - set(case_type.evidence_schemas)
        if missing:
            raise ValueError(f"{case_type.id} names evidence without a layout: {sorted(missing)}")
    for code in catalogue.codes:
        needs = code.code_kind is CodeKind.ROOT_CAUSE
        if needs and (code.route is None or not code.attribution_kinds):
            raise ValueError(f"{code.code} needs a default route and something it can be attributed to")
        if any(label.agent_was_right is needs for label in code.applies_to) or not code.applies_to:
            raise ValueError(f"{code.code} applies to labels of the other kind")
