"""Claims, roles, escalations, masks and identifiers."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.case import Evidence
from app.domain.claim import MAX_HARD_LEASE, first_expiry, hard_limit
from app.domain.escalation import EscalationKind, kind_for, may_resolve
from app.domain.ids import case_number, is_uuid7, uuid7
from app.domain.masking import MASK, mask
from app.domain.reveal import masked_values
from app.domain.roles import MATRIX, Capability, Role, can, capabilities
from app.domain.text import Bilingual
from tests.support.factories import NOON, intake_case


@given(st.integers(0, 600))
def test_a_lease_is_never_renewed_past_its_hard_limit(minutes):
    limit = hard_limit(NOON)
    assert limit == NOON + MAX_HARD_LEASE
    assert first_expiry(NOON + timedelta(minutes=minutes), limit) <= limit


def test_every_role_has_its_row_and_no_capability_is_nobodys():
    assert set(MATRIX) == set(Role)
    assert capabilities(Role) == set(Capability)


@pytest.mark.parametrize("role", list(Role))
def test_only_the_agent_writes_cases_and_the_agent_decides_none(role):
    assert can([role], Capability.INTAKE_WRITE) == (role is Role.AGENT_SERVICE)
    if role in (Role.AGENT_SERVICE, Role.AUDITOR, Role.ADMIN):
        assert not can([role], Capability.REVIEW_SUBMIT)
        assert not can([role], Capability.CASE_CLAIM)


@given(st.sampled_from(Role), st.sampled_from(["ann", "bo"]), st.sampled_from(["ann", "bo"]))
def test_the_checker_is_never_the_maker(role, person, raised_by):
    allowed = may_resolve([role], person, raised_by)
    assert allowed == (person != raised_by and role in (Role.SENIOR_AGENT, Role.TEAM_LEAD))


def test_priority_75_makes_a_key_user():
    assert [kind_for(p) for p in (74, 75)] == [EscalationKind.UNSURE, EscalationKind.KEY_USER]


@given(st.text(min_size=1, max_size=80))
def test_a_mask_never_shows_more_than_a_hint(text):
    shown = str(mask(text))
    assert MASK in shown
    assert shown != text


@given(st.text("abcdefgh0123456789", min_size=8, max_size=60))
def test_a_mask_keeps_at_most_four_characters_of_an_identifier(text):
    assert len(str(mask(text)).replace(MASK, "")) <= 4


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("u-83572491", "u-83•••91"),
        ("mei.lin@example.com", "m•••@•••.com"),
        ("Ana María Ruiz", "A••• M••• R•••"),
        ("四川省成都市武侯区", "四川•••侯区"),
        ("12345", "•••"),
        (None, None),
    ],
)
def test_masks_keep_what_tells_two_apart(value, shown):
    assert mask(value) == shown


@given(st.integers(0, 2**48 - 1), st.binary(min_size=10, max_size=10))
def test_identifiers_are_canonical_and_sort_by_time(ms, noise):
    made = uuid7(ms, noise)
    assert is_uuid7(made)
    if ms < 2**48 - 1:
        assert made < uuid7(ms + 1, bytes(10))


def test_a_case_id_carries_its_number():
    assert case_number("C-200001") == 200001
    for wrong in ("C-1", "200001", "C-200001 ", "c-200001"):
        with pytest.raises(ValueError, match="C-200001"):
            case_number(wrong)


def test_a_masked_place_leads_to_its_values():
    facts = intake_case(
        evidence=(
            Evidence("e.1", "made_up", Bilingual("One"), fields={"ip": "10.0.0.1"}),
            Evidence("e2", "made_up", Bilingual("Two"), rows=({"ip": "10.0.0.2"}, {"at": 1})),
        )
    )
    assert masked_values(facts, "subject.account") == ("u-83572491",)
    assert masked_values(facts, "evidence.e.1.ip") == ("10.0.0.1",)
    assert masked_values(facts, "evidence.e2.ip") == ("10.0.0.2", None)
    for wrong in ("subject.nothing", "evidence.e2.nothing", "evidence.e9.ip", "links.0", ""):
        with pytest.raises(KeyError):
            masked_values(facts, wrong)
