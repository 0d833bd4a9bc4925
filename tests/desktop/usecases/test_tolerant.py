"""One odd value never takes a whole case from its reader."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contract.catalogue import catalogue
from app.contract.views import CaseView, Viewer, case_view
from app.desktop.usecases.tolerant import tolerant_case
from app.domain.roles import Role
from tests.support.factories import case_record

VIEW = case_view(case_record(), Viewer("p", frozenset({Role.REVIEWER})), catalogue())
WHOLE = msgspec.json.decode(msgspec.json.encode(VIEW))
FLAT = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(-1e9, 1e9) | st.text(max_size=9)
JSON = st.recursive(
    FLAT, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
)


def _read(**changes):
    return tolerant_case(msgspec.json.encode(WHOLE | changes))


def test_a_sound_case_is_read_as_it_stands():
    assert tolerant_case(msgspec.json.encode(WHOLE)) == VIEW


def test_a_nested_value_is_shown_as_its_text():
    item = WHOLE["evidence"][0] | {"rows": [{"at": {"y": 2026}, "city": "bucharest"}, "no row at all"]}
    rows = _read(evidence=[item]).evidence[0].rows
    assert rows == ({"at": '{"y": 2026}', "city": "bucharest"}, {"raw": '"no row at all"'})


@given(st.lists(JSON, max_size=3), JSON)
def test_whatever_stands_in_evidence_and_subject_the_case_can_be_read(evidence, subject):
    view = _read(evidence=evidence, subject=subject)
    assert isinstance(view, CaseView)
    assert view.case_id == VIEW.case_id
    assert view.assessment == VIEW.assessment
    assert len(view.evidence) == len(evidence)


@given(st.dictionaries(st.sampled_from(["id", "kind", "title", "fields", "rows", "attachment", "new"]), JSON))
def test_a_piece_of_evidence_with_any_part_malformed_can_be_read(item):
    assert len(_read(evidence=[item]).evidence) == 1


def test_a_case_without_its_id_is_still_refused():
    with pytest.raises(msgspec.ValidationError):
        _read(case_id=5)
