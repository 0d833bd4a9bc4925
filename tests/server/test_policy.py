"""What the house decides about blind-first and about what a seat holds, as an installation sets it."""

import pytest

from app.contract.views import Viewer
from app.domain.roles import Role
from app.server.config import Settings, from_environment


def test_no_case_is_blind_unless_the_house_says_so() -> None:
    assert from_environment({}).policy().blind_per_mille("kyc_audit") == 0
    assert Settings().policy().blind_per_mille("kyc_audit") == 0


def test_a_type_may_have_a_share_of_its_own() -> None:
    told = {"FOOTPLATE_BLIND_FIRST_SHARE": "0.05", "FOOTPLATE_BLIND_FIRST_SHARES": "kyc_audit=0.25, reset_2fa=0"}
    policy = from_environment(told).policy()
    assert [policy.blind_per_mille(one) for one in ("kyc_audit", "reset_2fa", "poa_review")] == [250, 0, 50]


@pytest.mark.parametrize(
    "told",
    [
        {"FOOTPLATE_BLIND_FIRST_SHARE": "1.5"},
        {"FOOTPLATE_BLIND_FIRST_SHARES": "kyc_audit=2"},
        {"FOOTPLATE_BLIND_FIRST_SHARES": "kyc_audit"},
        {"FOOTPLATE_BLIND_FIRST_SHARES": "kyc_audit=nan"},
        {"FOOTPLATE_SECOND_THOUGHT_MINUTES": "-1"},
        {"FOOTPLATE_SEAT_CASES": "reviewer"},
        {"FOOTPLATE_SEAT_CASES": "reviewer=many"},
        {"FOOTPLATE_SEAT_CASES": "reviewer=-1"},
        {"FOOTPLATE_SEAT_CASES": "reviewer=20001"},
        {"FOOTPLATE_SEAT_CASES": "driver=5"},
        {"FOOTPLATE_OFFLINE_ROLES": "driver"},
        {"FOOTPLATE_RECOVERY_KEY": "AAAA"},
        {"FOOTPLATE_DIRECTIVE_KEY": "AAAA"},
        {"FOOTPLATE_DIRECTIVE_KEY": "no base64!"},
    ],
)
def test_a_share_or_a_cap_that_cannot_be_kept_stops_the_server(told: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        from_environment(told)


def cap(told: str | None, *roles: Role, vendor: str | None = None) -> int | None:
    """How many cases the seat of a person of these roles holds, where everybody picks."""
    picks = {"FOOTPLATE_WORK_MODES": "bpo_agent=pick"}
    policy = from_environment(picks if told is None else {**picks, "FOOTPLATE_SEAT_CASES": told}).policy()
    return policy.seat_cap(Viewer("u1", frozenset(roles), vendor))


def test_a_reviewer_and_a_contact_centre_are_capped_unless_the_house_says_otherwise() -> None:
    roles = (Role.REVIEWER, Role.BPO_AGENT, Role.SENIOR_AGENT, Role.TEAM_LEAD, Role.AUDITOR)
    assert [cap(None, role) for role in roles] == [500, 50, None, None, None]
    told = "reviewer=300, team_lead=2000, bpo_agent=none"
    assert [cap(told, role) for role in roles] == [300, None, None, 2000, None]
    for lifted in ("none", "0", " None "):
        assert [cap(lifted, role) for role in roles] == [None] * 5


def test_whoever_is_served_holds_the_next_case_alone() -> None:
    told = {"FOOTPLATE_SEAT_CASES": "reviewer=300, bpo_agent=none", "FOOTPLATE_WORK_MODES": "reviewer=served"}
    policy = from_environment(told).policy()
    assert policy.seat_cap(Viewer("u1", frozenset({Role.REVIEWER}), None)) == 1
    assert policy.seat_cap(Viewer("u2", frozenset({Role.BPO_AGENT}), "acme")) == 1, "as a contact centre always begins"
    assert policy.seat_cap(Viewer("u3", frozenset({Role.TEAM_LEAD}), None)) is None


def test_the_widest_of_several_roles_counts_but_a_contact_centre_stays_one() -> None:
    assert cap(None, Role.REVIEWER, Role.TEAM_LEAD) is None
    assert cap("team_lead=900", Role.REVIEWER, Role.TEAM_LEAD) == 900
    assert cap(None, Role.REVIEWER, Role.ADMIN) == 500
    assert cap(None, Role.BPO_AGENT, Role.TEAM_LEAD, vendor="acme") == 50
