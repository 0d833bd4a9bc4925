"""What the house decides about blind-first, as an installation sets it."""

import pytest

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
    ],
)
def test_a_share_that_cannot_be_kept_stops_the_server(told: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        from_environment(told)
