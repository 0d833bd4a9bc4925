"""Raw sign-in events in the layouts of the case types: what the log says, and nothing that it does not say."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.contract.catalogue import catalogue
from tests.real_data import signins
from tests.real_data.identity import convert_identity

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
CITIES = {"auckland": (-36.85, 174.76), "los_angeles": (34.05, -118.24)}


@pytest.fixture(scope="module")
def cases(shared: Path) -> list[dict[str, Any]]:
    return list(convert_identity(shared, NOW, 5000))


def test_every_case_has_a_timeline_whose_last_row_is_its_event_and_the_raw_log_behind_it(
    cases: list[dict[str, Any]],
) -> None:
    for case in cases:
        first, *_, raw = case["evidence"]
        assert (first["kind"], raw["kind"]) == ("signin_timeline", "event_log")
        assert first["rows"]
        moments = [row["at"] for row in first["rows"] if row["at"] is not None]
        assert moments == sorted(moments)


def test_every_field_is_declared_for_its_case_type(cases: list[dict[str, Any]]) -> None:
    for case in cases:
        schemas = catalogue().case_types[case["case_type"]].evidence_schemas
        for item in case["evidence"]:
            for record in item.get("rows", [item.get("fields", {})]):
                assert all(schemas[item["kind"]].field(name) is not None for name in record), item["kind"]


def test_how_much_the_real_log_bears(cases: list[dict[str, Any]]) -> None:
    told: Counter[str] = Counter()
    for case in cases:
        rows = case["evidence"][0]["rows"]
        told.update(name for name, value in rows[-1].items() if value is not None)
        told["earlier"] += len(rows) > 1
        told.update(item["kind"] for item in case["evidence"])
    print(dict(told))
    assert told["at"] >= 300
    assert told["event"] == len(cases)
    assert told["ip"] >= 270
    assert told["device"] >= 180
    assert told["city"] >= 65
    assert told["network"] >= 30
    assert told["earlier"] >= 40
    assert told["speed_kmh"] >= 1
    assert told["account_changes"] == 285
    assert told["reset_request"] == 126


def test_what_the_log_does_not_say_is_sent_as_missing() -> None:
    event = signins.read_event({"eventType": "logout", "p_log_type": "Okta.SystemLog"})
    row = signins.timeline([event], unusual=False)[0]
    assert [row[name] for name in ("at", "device", "city", "country", "network", "ip", "outcome")] == [None] * 7
    assert row["event"] == "logout"
    found = signins.changes([event])
    assert set(found.values()) == {None}
    assert signins.devices([event]) == []


def test_a_made_up_place_is_no_place() -> None:
    log = {"event": {"ip_address": "192.168.100.100", "type": "user.login"}}
    place = {"city": "Barad-Dur", "country": "Mordor", "lat": "100.00000", "lng": "0.00000"}
    log["p_enrichment"] = {"ipinfo_location": {"event.ip_address": place}}
    event = signins.read_event(log)
    assert (event.city, event.country, event.place) == ("Barad-Dur", None, None)


def _sign_in(city: str, at: str, device: str = "CHROME") -> signins.Event:
    lat, lon = CITIES[city]
    where = {"city": city.replace("_", " ").title(), "geolocation": {"lat": lat, "lon": lon}}
    client = {"ipAddress": "12.12.12.12", "userAgent": {"browser": device}, "geographicalContext": where}
    log = {"eventType": "user.session.start", "published": at, "client": client, "outcome": {"result": "SUCCESS"}}
    return signins.read_event(log | {"actor": {"alternateId": "homer"}}, "Okta.SystemLog")


def test_the_speed_is_that_between_two_places_and_times_of_one_account() -> None:
    one, two = _sign_in("auckland", "2023-05-26 10:00:00"), _sign_in("los_angeles", "2023-05-26 11:00:00")
    rows = signins.timeline(signins.around(two, [two, one, one]), unusual=True)
    assert [row["city"] for row in rows] == ["Auckland", "los_angeles"]
    assert 10_300 < rows[1]["distance_km"] < 10_600
    assert rows[1]["elapsed_min"] == 60
    assert rows[1]["speed_kmh"] == pytest.approx(rows[1]["distance_km"], abs=1)
    assert [row.get("tone") for row in rows] == [None, "unusual"]


def test_at_one_time_in_two_places_no_speed_can_be_told() -> None:
    one, two = _sign_in("auckland", "2023-05-26 10:00:00"), _sign_in("los_angeles", "2023-05-26 10:00:00")
    assert signins.speeds([one, two]) == []


def test_older_than_ninety_days_and_other_accounts_are_not_compared_with() -> None:
    old, new = _sign_in("auckland", "2023-01-01 10:00:00"), _sign_in("los_angeles", "2023-05-26 10:00:00")
    other = signins.read_event({"actor": {"alternateId": "homer"}, "published": "2023-05-26 09:00:00"}, "Other.Log")
    assert signins.around(new, [old, other, new]) == [new]


def test_a_device_is_new_only_where_there_is_something_to_compare_with() -> None:
    one = _sign_in("auckland", "2023-05-26 10:00:00")
    again, odd = _sign_in("auckland", "2023-05-26 12:00:00"), _sign_in("auckland", "2023-05-26 12:00:00", "EDGE")
    assert signins.changes([one])["device_state"] is None
    assert signins.changes([one, again])["device_state"] == "known"
    assert signins.changes([one, odd])["device_state"] == "new"


def test_the_vendors_own_word_on_what_is_new_counts() -> None:
    log = {"debugContext": {"debugData": {"behaviors": "{New Device=POSITIVE, New IP=NEGATIVE}"}}}
    assert signins.read_event(log).new == {"device": True, "network": False}
    assert signins.changes([signins.read_event(log)])["device_state"] == "new"
