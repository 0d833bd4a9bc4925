"""The shared feed of real model scores as intake lines: counts, sums, and nothing that was not there."""

import math
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app.contract.catalogue import catalogue
from app.contract.gate import check_body
from app.domain.assessment import mostly_unexplained, sigmoid
from app.domain.case import IntakeCase, IntakeDecision
from tests.real_data.convert import FEED, base_value, convert, read, write
from tests.real_data.identity import convert_identity

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def lines(shared: Path) -> list[dict[str, Any]]:
    return list(convert(shared, NOW))


@pytest.fixture(scope="module")
def cases(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [line for line in lines if "assessment" in line]


def test_at_085_exactly_348_cases_wait_and_4652_stand_in_the_ledger(lines: list[dict[str, Any]]) -> None:
    taken = [msgspec.convert(one, IntakeCase if "assessment" in one else IntakeDecision) for one in lines]
    assert Counter(type(one).__name__ for one in taken) == {"IntakeCase": 348, "IntakeDecision": 4652}
    assert len({one.external_ref for one in taken}) == 5000
    assert {one.case_type for one in taken} == {"withdrawal_anomaly", "kyc_audit", "poa_review"}


def test_every_line_passes_the_gate(lines: list[dict[str, Any]]) -> None:
    for line in lines:
        check_body(msgspec.json.encode(line))


def test_base_listed_and_other_give_the_real_score(cases: list[dict[str, Any]]) -> None:
    for case in cases:
        word = case["assessment"]
        total = math.fsum(
            [word["base_value"], word["other"]["contribution"], *(s["contribution"] for s in word["signals"])]
        )
        assert abs(sigmoid(total) - word["risk_score"]) <= 1e-6


def test_scores_and_contributions_are_those_of_the_feed(shared: Path, cases: list[dict[str, Any]]) -> None:
    feed = {row["case_ref"]: row for row in read(shared / FEED)}
    for case in cases:
        row, word = feed[case["external_ref"]], case["assessment"]
        assert (word["risk_score"], word["verdict"], word["confidence"]) == (
            row["risk_score"],
            row["verdict"],
            row["confidence"],
        )
        assert [s["contribution"] for s in word["signals"]] == [s["contribution_log_odds"] for s in row["signals"]]
        assert [s["statement"]["en"] for s in word["steps"]] == row["reasoning"]
        assert word["base_value"] == base_value(row)
        assert "other" in word["not_checked"][0]["en"]


def test_the_remainder_is_large_where_only_top_signals_are_listed_and_rounding_where_all_are(
    cases: list[dict[str, Any]],
) -> None:
    unexplained = 0
    for case in cases:
        word = case["assessment"]
        if case["case_type"] == "withdrawal_anomaly":
            assert word["other"]["count"] > 20
            unexplained += mostly_unexplained(
                tuple(s["contribution"] for s in word["signals"]), word["other"]["contribution"]
            )
        else:
            assert word["other"]["count"] is None
            assert abs(word["other"]["contribution"]) < 0.05
    print(f"{unexplained} of {len(cases)} cases are mostly unexplained")


def test_the_truth_of_the_feed_never_travels(lines: list[dict[str, Any]]) -> None:
    assert b"truth" not in msgspec.json.encode(lines)


def test_every_name_that_is_shown_has_words_in_both_languages(cases: list[dict[str, Any]]) -> None:
    for case in cases:
        case_type = catalogue().case_types[case["case_type"]]
        for signal in case["assessment"]["signals"]:
            assert case_type.id in catalogue().signals[signal["name"]].case_types, signal["name"]
        assert all(case_type.subject_field(name) is not None for name in case["subject"])
        for piece in case["evidence"]:
            schema = case_type.evidence_schemas[piece["kind"]]
            for values in piece.get("rows", [piece.get("fields", {})]):
                assert all(schema.field(name) is not None for name in values), piece["kind"]
                assert values.get("field") in {None, *(schema.field("field").values if schema.field("field") else {})}


def test_the_same_seed_gives_the_same_file(shared: Path, lines: list[dict[str, Any]], tmp_path: Path) -> None:
    assert list(convert(shared, NOW)) == lines
    assert write(iter(lines), tmp_path / "feed.jsonl") == 5000
    assert len((tmp_path / "feed.jsonl").read_bytes().splitlines()) == 5000


def test_identity_events_become_cases_that_say_they_are_synthetic(shared: Path) -> None:
    made = list(convert_identity(shared, NOW, 5000))
    taken = msgspec.convert(made, list[IntakeCase])
    assert Counter(one.case_type for one in taken) == {"ato_investigation": 285, "reset_2fa": 126}
    for line, one in zip(made, taken, strict=True):
        check_body(msgspec.json.encode(line))
        assert one.assessment.agent == one.assessment.model_version == "synthetic"
        assert "Synthetic" in (one.assessment.not_checked[0].en or "")
        assert one.assessment.confidence < one.assessment.threshold
