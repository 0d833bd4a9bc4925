"""The demo's scans: drawn by seed, with boxes on what they show, and only where they belong."""

import hashlib
from datetime import UTC, datetime, timedelta
from io import BytesIO

import msgspec
import pytest

from app.contract.catalogue import catalogue
from app.demo.generator import generate
from app.demo.scans import with_scans
from app.domain.case import IntakeCase
from app.domain.document import looks_like

Image = pytest.importorskip("PIL.Image")
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
CASES = [one.intake for one in generate(40, 7, NOW)]


def test_identity_and_address_cases_get_files_that_the_intake_takes() -> None:
    told, scans = with_scans(CASES, most=8)
    cases = msgspec.convert(told, list[IntakeCase])
    by_hash = {scan.sha256: scan for scan in scans}
    named = [e.attachment for case in cases for e in case.evidence if e.attachment is not None]
    assert {file.sha256 for file in named} == set(by_hash)
    for file in named:
        data = by_hash[file.sha256].data
        assert (file.size, file.sha256) == (len(data), hashlib.sha256(data).hexdigest())
        assert looks_like(file.media_type, data)
    assert {case.case_type for case in cases if any(e.attachment for e in case.evidence)} <= {"kyc_audit", "poa_review"}


def test_boxes_hold_what_the_comparison_says_of_the_document() -> None:
    told, _ = with_scans(CASES, most=12)
    for case in told:
        document = next((part for part in case["evidence"] if part.get("boxes")), None)
        if document is None:
            continue
        shown = {row["field"]: str(row["document"]) for part in case["evidence"] for row in part.get("rows", ())
                 if "document" in row}  # fmt: skip
        texts = {box["field"]: box["text"] for box in document["boxes"]}
        assert all(shown[name] == text for name, text in texts.items() if name in shown)
        assert len(texts) >= 6


def test_what_is_written_in_a_box_is_darker_than_the_paper() -> None:
    told, scans = with_scans(CASES, most=6)
    by_hash = {scan.sha256: scan for scan in scans}
    part = next(p for case in told for p in case["evidence"]
                if p.get("boxes") and p["attachment"]["media_type"] == "image/jpeg")  # fmt: skip
    picture = Image.open(BytesIO(by_hash[part["attachment"]["sha256"]].data)).convert("L")
    wide, tall = picture.size
    for box in part["boxes"]:
        crop = (box["x"] * wide, box["y"] * tall, (box["x"] + box["w"]) * wide, (box["y"] + box["h"]) * tall)
        assert picture.crop(crop).getextrema()[0] < 120, box["field"]


def test_the_same_seed_draws_the_same_files() -> None:
    first, second = with_scans(CASES, most=6), with_scans(CASES, most=6)
    assert [scan.sha256 for scan in first[1]] == [scan.sha256 for scan in second[1]]
    assert first[0] == second[0]


def test_no_more_cases_get_scans_than_the_start_can_bear() -> None:
    told, _ = with_scans(CASES, most=2)
    assert sum(1 for case in told if any("attachment" in part for part in case["evidence"])) == 2


def test_the_cases_that_fall_due_first_get_the_scans() -> None:
    told, _ = with_scans(CASES, most=3)
    due = {
        case["external_ref"]: datetime.fromisoformat(case["routed_at"])
        + timedelta(minutes=catalogue().case_types[case["case_type"]].sla_minutes)
        for case in told
        if case["case_type"] in ("kyc_audit", "poa_review")
    }
    drawn = [case["external_ref"] for case in told if any("attachment" in part for part in case["evidence"])]
    assert sorted(drawn, key=due.__getitem__) == sorted(due, key=due.__getitem__)[:3]
