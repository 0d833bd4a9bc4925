"""A masked comparison tells how two values differ, and never what they are."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contract.catalogue import catalogue
from app.contract.views import Viewer, case_view
from app.domain.case import Evidence
from app.domain.roles import Role
from app.domain.text import Bilingual
from tests.support.factories import case_record, intake_case

ROWS = (
    {"field": "full_name", "declared": "Jonathan Smith", "document": "Jonathon Smith", "match": "similar"},
    {"field": "name_local", "declared": "Zhang Wei", "document": "张伟", "match": "similar"},
    {"field": "birth_date", "declared": "1990-04-03", "document": "03/04/1990", "match": "same"},
    {"field": "sex", "declared": "F", "match": "missing"},
)


def _seen(rows, role=Role.REVIEWER):
    item = Evidence("e1", "identity_compare", Bilingual("Compare"), rows=rows)
    facts = intake_case(case_type="kyc_audit", evidence=(item,), vendor="north")
    return case_view(case_record(facts=facts), Viewer("ann", frozenset({role}), "north"), catalogue()).evidence[0]


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.BPO_AGENT])
def test_every_row_tells_how_its_values_differ(role):
    told = _seen(ROWS, role).differences
    assert [one.kind for one in told] == ["spelling", "script", "date_order", "absent"]
    assert told[0].similarity == 0.95


def test_neither_value_leaves_the_server_with_it():
    wire = msgspec.json.encode(_seen(ROWS)).decode()
    assert not any(word in wire for word in ("Jonathan", "Smith", "Zhang", "张伟", "1990"))


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_told_in_steps_of_a_twentieth(left, right):
    (told,) = _seen(({"field": "full_name", "declared": left, "document": right, "match": "same"},)).differences
    assert round(told.similarity * 20, 6) == round(told.similarity * 20)


def test_other_evidence_has_no_differences():
    facts = intake_case()
    view = case_view(case_record(facts=facts), Viewer("ann", frozenset({Role.REVIEWER})), catalogue())
    assert view.evidence[0].differences == ()
