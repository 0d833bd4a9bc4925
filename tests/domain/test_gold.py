"""Gold cases: who is drawn, when an alarm may ring, and a disguise that keeps every mask."""

import math
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contract.catalogue import catalogue
from app.domain.case import Evidence, Link
from app.domain.disguise import disguise, fresh_ref, stand_in
from app.domain.gold import (
    ALARM_ERRORS,
    WINDOW,
    AlarmState,
    Standing,
    gold_alarm,
    is_no_tell,
    seeded,
    standing,
    told_before,
)
from app.domain.masking import mask
from app.domain.text import Bilingual
from tests.support.factories import intake_case

KEY = b"k" * 32
NOW = datetime(2026, 11, 25, 10, 30, 7, tzinfo=UTC)


def rings(rate: float) -> float:
    """How likely a window of 80 holds five errors or more, exactly."""
    few = sum(math.comb(WINDOW, k) * rate**k * (1 - rate) ** (WINDOW - k) for k in range(ALARM_ERRORS))
    return 1 - few


def test_the_alarm_is_as_rare_and_as_sharp_as_is_said() -> None:
    assert rings(0.02) == pytest.approx(0.022, abs=0.001)
    assert rings(0.08) == pytest.approx(0.78, abs=0.01)


@given(st.lists(st.booleans(), max_size=200))
def test_nobody_is_named_before_eighty_and_only_the_last_eighty_count(wrong: list[bool]) -> None:
    told = gold_alarm(wrong)
    if len(wrong) < WINDOW:
        assert (told.state, told.more) == (AlarmState.NOT_ENOUGH, WINDOW - len(wrong))
    else:
        assert (told.state is AlarmState.ALARM) == (sum(wrong[-WINDOW:]) >= ALARM_ERRORS)
        assert told.n == WINDOW


def test_the_draw_mixes_in_the_share_that_was_asked_for() -> None:
    ordinary = 40_000
    gold = sum(seeded(KEY, str(n), "ada", 50) for n in range(ordinary))
    assert gold / (gold + ordinary) == pytest.approx(0.05, abs=0.004)
    assert not any(seeded(KEY, str(n), "ada", 0) for n in range(100))
    assert [seeded(KEY, str(n), "ada", 50) for n in range(300)] != [seeded(KEY, str(n), "bob", 50) for n in range(300)]


def test_blind_first_has_to_be_twice_as_common_as_gold_and_audits_together() -> None:
    assert is_no_tell(100, 50, 0)
    assert not is_no_tell(99, 50, 0)
    assert not is_no_tell(100, 50, 1)


def test_an_item_rests_after_so_many_exposures() -> None:
    assert standing(False, False, 9, 10) is Standing.IN_USE
    assert standing(False, False, 10, 10) is Standing.RESTING
    assert standing(True, False, 0, 10) is Standing.PRACTICE
    assert standing(True, True, 0, 10) is Standing.RETIRED


def test_what_was_answered_this_week_is_told_next_week() -> None:
    assert told_before(NOW) == datetime(2026, 11, 23, tzinfo=UTC)
    assert told_before(datetime(2026, 11, 23, tzinfo=UTC)) == datetime(2026, 11, 23, tzinfo=UTC)


VALUES = (
    "u-83572491",
    "mei.lin@example.com",
    "198.51.100.77",
    "0x52908400098527886e0f7030069857d2e4169ee7",
    "Lin Mei Hua",
    "林美华",
    "1990-03-12",
    "+65 8123 4567",
    "d-448812aa",
    "S1234567D",
    "abc",
)


@pytest.mark.parametrize("value", VALUES)
def test_a_stand_in_has_the_same_mask_and_is_another_value(value: str) -> None:
    other = stand_in(value, KEY)
    assert other != value
    assert mask(other) == mask(value)
    assert len(other) == len(value)
    assert stand_in(value, KEY) == other
    assert stand_in(value, b"j" * 32) != other or len(value) < 4


@given(st.text(max_size=40))
def test_no_value_is_given_another_mask(value: str) -> None:
    assert mask(stand_in(value, KEY)) == mask(value)


def past() -> object:
    return intake_case(
        "ATO-20417",
        subject={"account": "u-83572491", "account_age_days": 1210, "country": "SG", "kyc_level": 2},
        evidence=(
            Evidence(
                "e1",
                "signin_timeline",
                Bilingual("Sign-ins of u-83572491", "登录记录"),
                rows=({"at": "2026-11-21T08:59:00Z", "event": "sign_in", "city": "bucharest", "tone": "unusual"},),
            ),
            Evidence("e2", "device", Bilingual("Device", "设备"), fields={"ip": "198.51.100.77"}, pii=("ip",)),
        ),
        links=(Link("device", "d-448812aa"), Link("account", "u-83572491")),
    )


def test_a_disguised_case_is_new_in_every_value_and_old_in_every_mask() -> None:
    case = past()
    kind = catalogue().case_types[case.case_type]
    new = disguise(case, kind, KEY, "ATO-20555", NOW)
    text = msgspec.json.encode(new).decode()
    assert not any(value in text for value in ("u-83572491", "198.51.100.77", "d-448812aa", "ATO-20417"))
    assert mask(new.subject["account"]) == mask("u-83572491")
    assert new.subject["account"] == new.links[1].value
    assert new.subject["account"] in (new.evidence[0].title.en or "")
    assert (new.subject["country"], new.subject["account_age_days"]) == ("SG", 1210)
    assert new.assessment.verdict is case.assessment.verdict
    assert [one.id for one in new.evidence] == ["e1", "e2"]


def test_all_times_move_together_and_stay_written_as_they_were() -> None:
    case = past()
    new = disguise(case, catalogue().case_types[case.case_type], KEY, "ATO-20555", NOW)
    assert case.routed_at is not None
    distance = NOW - case.routed_at
    assert abs((new.routed_at or NOW) - NOW) < timedelta(seconds=1)
    assert abs(new.opened_at - case.opened_at - distance) < timedelta(seconds=1)
    assert new.evidence[0].rows is not None
    told = str(new.evidence[0].rows[0]["at"])
    moved = datetime.fromisoformat("2026-11-21T08:59:00Z") + distance
    assert told == moved.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_a_fresh_reference_stands_well_beside_its_neighbours() -> None:
    for attempt in range(3):
        ref = fresh_ref("ATO-20417", KEY, attempt)
        assert ref.startswith("ATO-")
        assert 0 < 20417 - int(ref[4:]) <= 100
    assert fresh_ref("ATO-007", KEY, 0) in {"ATO-008"}
    assert fresh_ref("case/9f-x", KEY, 1) != "case/9f-x"
