"""The composed first sentence: one sentence in both languages, whatever was chosen, and never a value of the case."""

import functools
import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.contract.catalogue import catalogue
from app.contract.phrases import phrases
from app.domain.compose import ComposeFacts, SeenEvidence, SeenStep, compose, parse_phrases
from app.domain.decision import Decision, Verdict
from app.domain.pii_check import find_personal
from app.domain.rationale import count_sentences, language_of, rationale_faults
from app.domain.root_cause import AttributionKind

CATALOGUE = catalogue()
TYPES = [*CATALOGUE.case_types, "a_type_made_of_data"]
CODES = [None, *(code.code for code in CATALOGUE.codes), "a_code_nobody_knows"]
SECRETS = ("li.wei@example.com. Yes", "u-83572491", "0x52908400098527886E0F7030069857D2E4169EE7", "{what}", "张伟。")

CROWDED = re.compile(r"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]|  | [\uff0c\u3002\uff1a\uff1b]")
"""Chinese and Latin letters without a space between them, and spaces where none belongs."""


def _refs(case_type: str, kind: str) -> list[str]:
    match kind:
        case "signal" | "missing_signal":
            return [*CATALOGUE.signals, *SECRETS, "unlisted"]
        case "indicator":
            return [*CATALOGUE.indicators, SECRETS[0], SECRETS[1]]
        case "step" | "missing_check":
            return ["1", "50", "unlisted", SECRETS[0]]
        case "clause":
            clauses = [f"{page.id} §{clause.n}" for page in CATALOGUE.sop.values() for clause in page.clauses]
            return [*clauses, "unlisted", SECRETS[0]]
        case "contradiction":
            return ["ATO-12 §1 / GEN-01 §1", f"ATO-12 §1 / {SECRETS[0]}", "unlisted", " / "]
        case _:
            found = CATALOGUE.case_types.get(case_type)
            return [*(found.evidence_schemas if found else ()), "unlisted", SECRETS[1]]


def _facts(case_type, verdict, decision, code=None, kind=None, ref=None):
    kinds = CATALOGUE.case_types[case_type].evidence_kinds if case_type in CATALOGUE.case_types else ("odd",)
    evidence = tuple(SeenEvidence(f"e{n}", name, n % 3, 5) for n, name in enumerate(kinds))
    steps = (SeenStep(1, tuple(item.id for item in evidence), (ref or "",)),)
    return ComposeFacts(case_type, verdict, decision, code, kind, ref, 0.8123, 0.85, evidence, steps)


def _check(facts):
    made = compose(facts, phrases(), CATALOGUE)
    for side, text in (("en", made.en), ("zh", made.zh)):
        _check_text(side, text)


@functools.cache
def _check_text(side, text):
    assert count_sentences(text) == 1, text
    assert rationale_faults(text) == (), text
    assert language_of(text) == side, text
    assert not CROWDED.search(text), text
    assert "{" not in text, text
    assert "unlisted" not in text, text
    assert not find_personal(text), text
    assert not any(secret.strip("{}。") in text for secret in SECRETS if secret != "{what}"), text


@pytest.mark.parametrize("case_type", TYPES)
def test_every_type_decision_code_and_attribution_gives_exactly_one_sentence_in_both_languages(case_type):
    for verdict, decision, code in itertools.product((None, *Verdict), Decision, CODES):
        _check(_facts(case_type, verdict, decision, code))
        known = CATALOGUE.code(code) if code else None
        for kind in known.attribution_kinds if known else AttributionKind:
            for ref in (_refs(case_type, kind)[0], SECRETS[0]):
                _check(_facts(case_type, verdict, decision, code, kind.value, ref))


@given(st.data())
@settings(max_examples=400)
def test_no_name_of_the_catalogue_breaks_the_sentence(data):
    case_type = data.draw(st.sampled_from(TYPES))
    kind = data.draw(st.sampled_from(AttributionKind))
    ref = data.draw(st.sampled_from(_refs(case_type, kind)))
    verdict, decision = data.draw(st.sampled_from([None, *Verdict])), data.draw(st.sampled_from(Decision))
    _check(_facts(case_type, verdict, decision, data.draw(st.sampled_from(CODES)), kind.value, ref))


@given(st.text(min_size=1, max_size=80), st.sampled_from(AttributionKind), st.sampled_from(CODES))
def test_a_name_that_the_catalogue_does_not_hold_is_never_repeated(ref, kind, code):
    known = _facts("kyc_audit", Verdict.BLOCK, Decision.PASS, code, kind.value, "unlisted")
    odd = _facts("kyc_audit", Verdict.BLOCK, Decision.PASS, code, kind.value, f"§§{ref}")
    assert compose(odd, phrases(), CATALOGUE) == compose(known, phrases(), CATALOGUE)


def test_every_code_has_a_phrase_of_its_own_for_everything_it_can_be_attributed_to():
    for code in CATALOGUE.codes:
        own = phrases().causes[code.code]
        assert all(kind.value in own or "*" in own for kind in code.attribution_kinds), code.code
        if code.code_kind == "why_unsure":
            assert "none" in own, code.code


def test_every_type_of_the_catalogue_says_what_it_turned_out_to_be():
    assert set(CATALOGUE.case_types) <= phrases().truths.keys()


def test_the_sentence_names_the_signal_its_evidence_and_how_many_fields_differ():
    evidence = (SeenEvidence("e1", "identity_compare", 1, 5),)
    facts = ComposeFacts(
        "kyc_audit", Verdict.BLOCK, Decision.PASS, "name_order_or_script", "signal", "name_similarity",
        0.8, 0.85, evidence, (SeenStep(1, ("e1",), ("name_similarity",)),),
    )  # fmt: skip
    made = compose(facts, phrases(), CATALOGUE)
    assert made.en == (
        "ROCA blocked, but the document belongs to the person who sent it: the signal “Name likeness” takes another "
        "order or script of a name for another name (see Declared and document, 1 of 5 fields not alike)."
    )
    assert made.zh == (
        "ROCA 判定拦截，但证件确属提交人本人：信号“姓名相似度”把姓名的不同顺序或文字当作了不同姓名"
        "（见填写与证件比对，5 项中 1 项不一致）。"
    )


def test_phrases_without_anything_to_fall_back_on_are_refused():
    with pytest.raises(ValueError):
        parse_phrases(b'{"leads":{},"truths":{},"causes":{},"things":{},"verdicts":{},"seen":{"en":"","zh":""},'
                      b'"seen_differing":{"en":"","zh":""},"seen_joint":{"en":"","zh":""}}')  # fmt: skip
