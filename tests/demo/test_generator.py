"""The invented cases: well formed, believable by the catalogue, and the same for the same seed."""

import math
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from app.contract.catalogue import catalogue
from app.contract.gate import check_body
from app.demo.codes import root_causes
from app.demo.generator import CASE_TYPES, DemoCase, flood, generate, ledger
from app.domain.assessment import sigmoid
from app.domain.case import IntakeCase, IntakeDecision
from app.domain.field_value import is_malformed
from app.domain.root_cause import AttributionKind

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def cases() -> list[DemoCase]:
    return generate(240, 7, NOW)


def test_every_case_is_one_that_the_intake_takes(cases: list[DemoCase]) -> None:
    wire = msgspec.json.encode([one.intake for one in cases])
    check_body(wire)
    taken = msgspec.json.decode(wire, type=list[IntakeCase])
    assert len({one.external_ref for one in taken}) == 240
    assert {one.case_type for one in taken} == set(CASE_TYPES)


def test_the_parts_of_every_score_add_up_to_it(cases: list[DemoCase]) -> None:
    for one in cases:
        word = one.intake["assessment"]
        total = math.fsum(
            [word["base_value"], word["other"]["contribution"], *(s["contribution"] for s in word["signals"])]
        )
        assert abs(total - math.log(word["risk_score"] / (1 - word["risk_score"]))) < 1e-9
        assert abs(sigmoid(total) - word["risk_score"]) < 1e-9


def test_nobody_sees_a_case_the_agent_was_sure_of(cases: list[DemoCase]) -> None:
    assert all(0.5 <= one.intake["assessment"]["confidence"] < 0.85 for one in cases)
    assert {one.verdict for one in cases} == {"pass", "block"}


def test_the_same_seed_gives_the_same_cases_and_another_seed_others(cases: list[DemoCase]) -> None:
    assert generate(240, 7, NOW) == cases
    assert generate(240, 8, NOW) != cases


def test_every_root_cause_and_why_unsure_code_of_the_five_common_types_occurs(cases: list[DemoCase]) -> None:
    planted = {one.mistake.code for one in cases}
    for code in catalogue().codes:
        if "*" in code.case_types or set(code.case_types) & set(CASE_TYPES[:5]):
            assert code.code in planted, code.code


def test_a_planted_code_fits_the_label_and_points_at_something_in_the_case(cases: list[DemoCase]) -> None:
    for one in cases:
        code = catalogue().code(one.mistake.code)
        assert code is not None
        assert code.fits(one.intake["case_type"])
        word = one.intake["assessment"]
        kind, ref = one.mistake.attribution_kind, one.mistake.attribution_ref
        assert kind is not None
        assert ref
        assert AttributionKind(kind) in code.attribution_kinds, (code.code, kind)
        if kind == "signal":
            assert ref in {s["name"] for s in word["signals"]}, code.code
        if kind == "step":
            assert 1 <= int(ref) <= len(word["steps"])
        if kind == "clause":
            assert ref in {s["sop_ref"] for s in word["steps"]}
        if kind == "missing_check":
            assert ref in {text["en"] for text in word["not_checked"]}
        if code.code == "sop_gap":
            assert word["steps"][int(ref) - 1]["sop_ref"] is None


def test_the_truth_is_not_on_the_wire(cases: list[DemoCase]) -> None:
    text = msgspec.json.encode([one.intake for one in cases]).decode()
    for word in ("truth", "mistake", *root_causes()["kyc_audit", "FP"][1]):
        assert f'"{word}"' not in text


def test_key_users_and_every_stage_of_the_sla_are_there(cases: list[DemoCase]) -> None:
    priorities = [one.intake["priority"] for one in cases]
    assert 0.02 <= sum(p >= 75 for p in priorities) / 240 <= 0.12
    waits = [(NOW - datetime.fromisoformat(one.intake["routed_at"])) / timedelta(minutes=1) for one in cases]
    stages = Counter("late" if w > 240 else "red" if w > 216 else "amber" if w > 180 else "ample" for w in waits)
    assert min(stages[s] for s in ("late", "red", "amber", "ample")) >= 8
    assert all(w > 0 for w in waits)


def test_cases_share_devices_addresses_and_payees(cases: list[DemoCase]) -> None:
    links = Counter((link["kind"], link["value"]) for one in cases for link in one.intake["links"])
    assert {kind for (kind, _), count in links.items() if count > 1} >= {"device", "ip", "payee"}


def test_some_steps_rest_on_a_clause_and_some_on_none(cases: list[DemoCase]) -> None:
    refs = [step["sop_ref"] for one in cases for step in one.intake["assessment"]["steps"]]
    assert None in refs
    assert all(catalogue().clause(ref) is not None for ref in refs if ref is not None)
    assert any(one.intake["assessment"]["not_checked"] for one in cases)


def test_steps_name_evidence_and_signals_of_their_own_case(cases: list[DemoCase]) -> None:
    for one in cases:
        word = one.intake["assessment"]
        ids, names = {e["id"] for e in one.intake["evidence"]}, {s["name"] for s in word["signals"]}
        for step in word["steps"]:
            assert ids.issuperset(step["evidence_ids"])
            assert names.issuperset(step["signals"])
            assert step["statement"]["en"]
            assert step["statement"]["zh"]


def _coded(schema_fields: Any, values: dict[str, Any], where: str) -> None:
    known = {field.name: field for field in schema_fields}
    for name, value in values.items():
        assert name in known, f"{where}.{name} has no caption"
        if known[name].type == "code" and value is not None:
            assert value in known[name].values, f"{where}.{name} = {value} has no caption"
        if known[name].type == "country":
            assert value is None or (len(value) == 2 and value.isupper())


def test_everything_shown_has_a_caption_in_both_languages(cases: list[DemoCase]) -> None:
    for one in cases:
        case_type = catalogue().case_types[one.intake["case_type"]]
        _coded(case_type.subject_fields, one.intake["subject"], case_type.id)
        for piece in one.intake["evidence"]:
            schema = case_type.evidence_schemas[piece["kind"]]
            for values in [*piece.get("rows", []), *([piece["fields"]] if "fields" in piece else [])]:
                _coded(schema.fields, values, f"{case_type.id}.{piece['kind']}")
        for signal in one.intake["assessment"]["signals"]:
            assert case_type.id in catalogue().signals[signal["name"]].case_types, (case_type.id, signal["name"])


def test_evidence_comes_in_the_order_of_time(cases: list[DemoCase]) -> None:
    for one in cases:
        opened = one.intake["opened_at"]
        for piece in one.intake["evidence"]:
            if piece["kind"] in ("signin_timeline", "signin_speed", "withdrawals"):
                times = [row["at"] for row in piece["rows"]]
                assert times == sorted(times), (one.intake["external_ref"], piece["kind"])
                assert times[-1] <= opened


def test_a_flood_varies_references_and_stays_well_formed() -> None:
    many = list(flood(1500, 3, NOW, distinct=100))
    taken = msgspec.convert(many, list[IntakeCase])
    assert len({one.external_ref for one in taken}) == 1500
    assert len({one.subject["account"] for one in taken}) > 1400


def test_the_ledger_holds_what_the_agent_was_sure_of() -> None:
    rows = ledger(400, 7, NOW)
    taken = msgspec.convert(rows, list[IntakeDecision])
    assert all(row.confidence >= row.threshold for row in taken)
    assert {row.verdict.value for row in taken} == {"pass", "block"}


def test_the_first_cases_show_every_type_and_the_rare_ones_are_well_formed() -> None:
    for seed in range(40):
        first = generate(len(CASE_TYPES), seed, NOW)
        assert [one.intake["case_type"] for one in first] == list(CASE_TYPES)
        test_everything_shown_has_a_caption_in_both_languages(first)
        test_a_planted_code_fits_the_label_and_points_at_something_in_the_case(first)
        test_steps_name_evidence_and_signals_of_their_own_case(first)


def test_no_evidence_of_the_demonstration_is_malformed(cases: list[DemoCase]) -> None:
    for one in cases:
        case_type = catalogue().case_types[one.intake["case_type"]]
        for piece in one.intake["evidence"]:
            schema = case_type.evidence_schemas[piece["kind"]]
            for values in [*piece.get("rows", []), *([piece["fields"]] if "fields" in piece else [])]:
                for name, value in values.items():
                    assert not is_malformed(schema.field(name), value), (piece["kind"], name, value)


def test_sums_are_told_in_one_asset_and_nothing_held_looks_harmless(cases: list[DemoCase]) -> None:
    for one in cases:
        for piece in one.intake["evidence"]:
            for row in [*piece.get("rows", []), piece.get("fields", {})]:
                assert row.get("asset", "USDT") == "USDT"
                if piece["kind"] == "signin_timeline" and row.get("outcome") == "held":
                    assert row["tone"] == "unusual"
