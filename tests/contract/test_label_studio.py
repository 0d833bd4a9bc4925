"""Labels go through Label Studio's JSON and come back without loss. The judge is Label Studio's own SDK where it is
installed; its rules are written out here as well, so that they always hold."""

import json
import xml.etree.ElementTree as ElementTree
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contract.catalogue import catalogue
from app.contract.label_studio import Judged, configuration, label_of, task
from app.contract.labels import LabelRow
from app.domain.root_cause import Attribution, AttributionKind
from tests.support.factories import NOON, assessment

CODES = sorted({one.code for one in catalogue().codes})
_text = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60)


def rows() -> st.SearchStrategy[LabelRow]:
    """Every label that there can be."""
    kinds = st.sampled_from(AttributionKind)
    return st.builds(
        LabelRow,
        review_id=st.uuids().map(str),
        case_id=st.integers(200_001, 2**40).map("C-{}".format),
        external_ref=_text,
        case_type=st.sampled_from(sorted(catalogue().case_types)),
        model_version=_text,
        ai_verdict=st.sampled_from(("pass", "block")),
        risk_score=st.floats(0, 1),
        threshold=st.floats(0, 1),
        decision=st.sampled_from(("pass", "block")),
        label=st.sampled_from(("TP", "FP", "TN", "FN")),
        code=st.none() | st.sampled_from(CODES),
        code_kind=st.none() | st.sampled_from(("root_cause", "why_unsure")),
        attribution=st.none() | st.builds(Attribution, kind=kinds, ref=_text),
        route=st.none() | st.sampled_from(("A", "B", "C")),
        rationale=st.just("") | _text,
        rationale_language=st.sampled_from(("en", "zh")),
        reviewer_id=st.uuids().map(str),
        decided_at=st.integers(0, 10**9).map(lambda ms: NOON + timedelta(milliseconds=ms)),
        revision=st.integers(1, 99),
        source=st.sampled_from(("review", "after_reveal", "audit")),
    )


def judged() -> Judged:
    return msgspec.convert(msgspec.to_builtins(assessment()), Judged)


def through_json(row: LabelRow) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(msgspec.json.encode(task(row, judged())))
    return told


@given(rows())
def test_a_label_comes_back_as_it_went(row: LabelRow) -> None:
    assert label_of(through_json(row)) == row


@given(rows())
def test_a_label_comes_back_from_what_label_studio_keeps(row: LabelRow) -> None:
    """An import gives tasks and annotations new ids, times and authors; an export adds fields of its own."""
    told = through_json(row)
    (annotation,) = told["annotations"]
    now = datetime(2027, 1, 1, tzinfo=UTC).isoformat()
    back = told | {"id": 7, "created_at": now, "updated_at": now, "inner_id": 1, "project": 3, "meta": {}}
    results = [one | {"id": f"r{n}", "origin": "manual"} for n, one in enumerate(annotation["result"])]
    back["annotations"] = [annotation | {"id": 9, "completed_by": 1, "created_at": now, "result": results}]
    assert label_of(back) == row


def controls() -> dict[str, tuple[str, str, set[str]]]:
    """name → (tag, object, choices) of the configuration."""
    root = ElementTree.fromstring(configuration(CODES))
    assert root.tag == "View"
    return {
        one.attrib["name"]: (one.tag, one.attrib["toName"], {c.attrib["value"] for c in one})
        for one in root
        if "toName" in one.attrib
    }


@given(rows())
def test_every_result_fits_its_control(row: LabelRow) -> None:
    told, known = through_json(row), controls()
    (of,) = [one for one in ElementTree.fromstring(configuration(CODES)) if "toName" not in one.attrib]
    assert told["data"][of.attrib["value"].removeprefix("$")], "the object has something to show"
    for result in (*told["predictions"][0]["result"], *told["annotations"][0]["result"]):
        tag, to_name, choices = known[result["from_name"]]
        assert result["to_name"] == to_name == of.attrib["name"]
        if tag == "Choices":
            assert result["type"] == "choices"
            assert set(result["value"]["choices"]) <= choices
        else:
            assert (tag, result["type"], list(result["value"])) == ("TextArea", "textarea", ["text"])
            assert all(isinstance(one, str) and one for one in result["value"]["text"])
    # Label Studio looks a named author up by e-mail, and refuses the import where there is none.
    assert "completed_by" not in told["annotations"][0]


def test_a_task_holds_nothing_of_the_subject() -> None:
    told = msgspec.convert(msgspec.to_builtins(assessment()), Judged)
    assert {field.name for field in msgspec.structs.fields(Judged)} == {"signals", "steps"}
    assert not hasattr(told.signals[0], "value")


def test_label_studio_s_own_rules_find_no_fault() -> None:
    sdk = pytest.importorskip(
        "label_studio_sdk.label_interface", reason="label-studio-sdk is not installed (pip install label-studio-sdk)"
    )
    interface = sdk.LabelInterface(configuration(CODES))
    interface.validate()

    @given(rows())
    def judge(row: LabelRow) -> None:
        told = through_json(row)
        # With annotations in it, version 2.1 of the SDK calls itself amiss; they are judged by themselves below.
        assert interface.validate_task({"data": told["data"]})
        assert interface.validate_annotation(told["annotations"][0])
        assert not interface.validate_prediction(told["predictions"][0], return_errors=True)

    judge()
