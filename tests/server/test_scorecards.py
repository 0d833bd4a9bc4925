"""What is counted of people's work and told of it: withheld while it is little, each to whom it belongs, read by nobody
without a row in the trail."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.domain.roles import Capability, Role, can
from app.server.storage import scorecards
from app.server.storage.judgements import Span
from tests.support.database import run_sql
from tests.support.judged_work import decide, decide_beside, look_into
from tests.support.seats import House, Seat
from tests.support.server import opened

LEDGER = "decided_from=2026-01-01T00:00:00Z&decided_before=2027-01-01T00:00:00Z"
PATHS = {
    "/v1/scorecards/me": Capability.SCORECARD_OWN,
    "/v1/scorecards?by=vendor": Capability.SCORECARD_READ,
    "/v1/scorecards?by=team": Capability.SCORECARD_READ,
    "/v1/scorecards?by=case_type&case_type=kyc_audit": Capability.SCORECARD_READ,
    "/v1/scorecards/funnel?by=vendor": Capability.SCORECARD_READ,
    "/v1/scorecards/funnel?by=case_type&measure=in_time": Capability.SCORECARD_READ,
    "/v1/judgements": Capability.SCORECARD_OWN,
    "/v1/judgements?person=nobody": Capability.SCORECARD_READ,
    "/v1/disputes": Capability.DISPUTE_RESOLVE,
    "/v1/shift": Capability.SHIFT_READ,
    "/v1/agreement": Capability.AGREEMENT_READ,
    "/v1/agreement/cases?a=x&b=y": Capability.AGREEMENT_READ,
    f"/v1/ledger/recall?{LEDGER}": Capability.STATS_RECALL,
}


def get(seat: Seat, path: str) -> dict[str, Any]:
    answer = seat.session.get(path)
    assert answer.status_code == 200, (path, answer.text)
    told: dict[str, Any] = answer.json()
    return told


@pytest.fixture(scope="module")
def work(house: House) -> dict[str, Seat]:
    """Forty cases decided by one, of which thirty were looked at by another, who sees five otherwise; a contact centre
    that decided ten."""
    now = datetime.now(UTC)
    one, other, north = house.seat("one"), house.seat("other"), house.seat("ning", "bpo_agent", "north")
    mine = house.cases(40, opened_at=now, routed_at=now)
    look_into(other, mine[:28])
    assert all(result["code"] == "applied" for result in decide(one, mine, active_ms=42_000))
    decide_beside(other, mine[:25])
    decide_beside(other, mine[25:30], "pass")
    decide(north, house.cases(10, vendor="north"), "pass")
    return {"one": one, "other": other, "north": north}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.AGENT_SERVICE], ids=lambda role: role.value)
def test_figures_are_for_those_whose_work_they_are(house: House, role: Role) -> None:
    seat = house.seat(f"figures-{role.value}", role.value, "north" if role is Role.BPO_AGENT else None)
    for path, capability in PATHS.items():
        answer = seat.session.get(path)
        assert (path, answer.status_code) == (path, 200 if can([role], capability) else 403), answer.text


def test_a_person_reads_their_own_card(work: dict[str, Seat]) -> None:
    card = get(work["one"], "/v1/scorecards/me?days=2")["card"]
    assert card["subject"] == {"kind": "person", "id": work["one"].user_id, "name": "one"}
    assert (card["throughput"]["n"], card["throughput"]["active_ms"]) == (40, 1_680_000)
    assert card["throughput"]["days"] in (1, 2), "midnight may have passed"
    assert card["handling"]["median_ms"] == 42_500, "to five seconds"
    assert card["in_time"]["count"] == card["in_time"]["n"] == 40
    assert (card["overturned"]["count"], card["overturned"]["n"]) == (0, 40)
    assert (card["benchmark"], card["accuracy"]) == (0.98, {"n": 0, "more_to_show": 30, "target": 0.98})


def test_others_who_decided_the_same_cases_are_compared(work: dict[str, Seat]) -> None:
    agreement = get(work["one"], "/v1/scorecards/me?days=2")["card"]["agreement"]
    assert (agreement["n"], agreement["count"]) == (30, 25)
    assert 0.66 < agreement["low"] < agreement["share"] < agreement["high"] < 0.93


def test_whoever_never_had_a_case_learns_nothing_of_it_from_their_card(work: dict[str, Seat]) -> None:
    card = get(work["other"], "/v1/scorecards/me?days=2")["card"]
    assert card["agreement"]["n"] == 28, "two were guesses"
    assert card["accuracy"]["undecided"] == 3, "five differ, of which two were guesses"
    told = get(work["other"], "/v1/judgements?days=2")["judgements"]
    assert len(told) == 3


def test_a_figure_of_fewer_than_thirty_cases_is_withheld_from_everybody(lead: Seat, work: dict[str, Seat]) -> None:
    own = get(work["north"], "/v1/scorecards/me?days=2")["card"]
    of_lead = get(lead, f"/v1/scorecards/people/{work['north'].user_id}?days=2")["card"]
    (vendor,) = [c for c in get(lead, "/v1/scorecards?by=vendor&days=2")["cards"] if c["subject"]["id"] == "north"]
    for card in (own, of_lead, vendor):
        assert card["in_time"] == {"n": 10, "more_to_show": 20}
        assert card["throughput"].keys() == {"n", "days", "more_to_show"}
        assert (card["throughput"]["n"], card["throughput"]["more_to_show"]) == (10, 20)
        assert card["handling"]["n"] == 10
        assert "median_ms" not in card["handling"]
        assert "count" not in str(card["blind"])


def test_cards_stand_in_the_order_of_names_beside_the_whole(lead: Seat, work: dict[str, Seat]) -> None:
    page = get(lead, "/v1/scorecards?by=vendor&days=2")
    assert [card["subject"]["id"] for card in page["cards"]] == ["", "north"]
    house, few = (card["throughput"]["n"] for card in page["cards"])
    assert few < 30 <= house
    assert page["total"]["throughput"]["n"] == house, "or what is withheld of the few could be taken away from it"
    assert page["total"]["in_time"] == page["cards"][0]["in_time"]
    centre = get(lead, "/v1/scorecards/funnel?by=vendor&measure=in_time&days=2")["centre"]
    assert centre == page["cards"][0]["in_time"]
    types = get(lead, "/v1/scorecards?by=case_type&days=2")
    assert [card["subject"]["id"] for card in types["cards"]] == ["ato_investigation"]
    assert get(lead, "/v1/scorecards?by=case_type&days=2&case_type=kyc_audit")["cards"] == []


def test_a_funnel_shows_limits_and_withholds_who_has_too_few(lead: Seat, work: dict[str, Seat]) -> None:
    funnel = get(lead, "/v1/scorecards/funnel?by=vendor&measure=in_time&days=2")
    points = {point["subject"]["id"]: point for point in funnel["points"]}
    assert (points["north"]["outside"], points["north"]["figure"]["more_to_show"]) == (None, 20)
    assert points[""]["outside"] == 0, "held against all that may be shown, which is the house alone"
    assert funnel["benchmark"] is None
    accuracy = get(lead, "/v1/scorecards/funnel?by=vendor&days=2")
    assert accuracy["benchmark"] == 0.98
    assert all(one["low998"] <= one["low95"] <= one["high95"] <= one["high998"] for one in accuracy["limits"])
    assert {limit["n"] for limit in accuracy["limits"]} >= {30}


def test_teams_are_counted_where_people_were_put_into_them(house: House, lead: Seat, work: dict[str, Seat]) -> None:
    house.put_in_team("one", "blue")
    try:
        page = get(lead, "/v1/scorecards?by=team&days=2")
        counted = {card["subject"]["id"]: card["throughput"]["n"] for card in page["cards"]}
        assert counted["blue"] == 40
        assert counted[""] == page["total"]["throughput"]["n"] - 40
    finally:
        house.put_in_team("one", None)


def test_whoever_reads_the_figures_of_others_stands_in_the_trail(
    house: House, lead: Seat, work: dict[str, Seat]
) -> None:
    reads = "SELECT entity, entity_id, detail FROM audit WHERE action = 'scorecard.read' AND actor_id = :who"
    before = len(run_sql(house.database, reads, who=lead.user_id))
    get(lead, f"/v1/scorecards/people/{work['one'].user_id}?days=7")
    get(lead, "/v1/scorecards?by=team&days=7")
    rows = run_sql(house.database, reads, who=lead.user_id)[before:]
    assert [(entity, name, json.loads(detail)["days"]) for entity, name, detail in rows] == [
        ("user", work["one"].user_id, 7),
        ("team", "*", 7),
    ]
    get(work["one"], "/v1/scorecards/me")
    assert run_sql(house.database, reads, who=work["one"].user_id) == [], "nobody watches who looks at their own"


def test_a_person_is_told_who_has_read_their_card_and_a_contact_centre_only_when(
    lead: Seat, work: dict[str, Seat]
) -> None:
    for whose in ("one", "north"):
        get(lead, f"/v1/scorecards/people/{work[whose].user_id}?days=2")
    (newest, *_) = get(work["one"], "/v1/scorecards/me?days=2")["readers"]
    assert newest["name"] == lead.name
    told = get(work["north"], "/v1/scorecards/me?days=2")["readers"]
    assert told
    assert all(one.keys() == {"at"} for one in told), "the house's people have no name there"
    of_lead = get(lead, f"/v1/scorecards/people/{work['one'].user_id}?days=2")
    assert of_lead["readers"] == [], "it is told to the person alone"


def test_a_person_that_is_not_there_has_no_card(lead: Seat) -> None:
    assert lead.session.get("/v1/scorecards/people/nobody").status_code == 404


def test_the_week_of_a_vendor_is_one_page_that_names_nobody(lead: Seat, work: dict[str, Seat]) -> None:
    page = get(lead, "/v1/vendors/north/weekly?week=2026-01-05")
    assert (page["vendor"], page["week"]["throughput"]["n"], page["open_disputes"]) == ("north", 0, [])
    assert page["from_at"] < page["before_at"]
    assert "ning" not in json.dumps(page)
    assert lead.session.get("/v1/vendors/nowhere/weekly").status_code == 404
    for week in ("2026-11-17", "today", "2026-47"):
        assert lead.session.get(f"/v1/vendors/north/weekly?week={week}").status_code == 400


def test_the_shift_says_what_came_what_is_due_and_who_is_on(lead: Seat, work: dict[str, Seat], house: House) -> None:
    waiting = house.case()
    held = work["one"].hold(waiting)
    since = (datetime.now(UTC) - timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%SZ")
    told = get(lead, f"/v1/shift?from_at={since}")
    assert sum(hour["decided"] for hour in told["hours"]) >= 50
    assert told["hours"][0]["from_at"] == told["from_at"]
    assert sum(row["late"] + row["hour"] + row["four_hours"] + row["today"] + row["later"] for row in told["due"]) >= 1
    (one,) = [person for person in told["people"] if person["user_id"] == work["one"].user_id]
    assert (one["name"], one["holds"], one["decided"]) == ("one", 1, 40)
    work["one"].session.post("/v1/claims/release", json=[{"claim_id": held["claim_id"], "fence": held["fence"]}])
    assert lead.session.get("/v1/shift?from_at=2031-01-01T00:00:00Z").status_code == 400


def test_the_matrix_of_agreement_leads_to_the_cases_of_a_cell(lead: Seat, work: dict[str, Seat]) -> None:
    matrix = get(lead, "/v1/agreement?days=2")
    assert (matrix["cases"], matrix["categories"]) == (30, ["block", "pass"])
    assert [rater["name"] for rater in sorted(matrix["raters"], key=lambda one: one["name"])] == ["one", "other"]
    (cell,) = matrix["cells"]
    assert (cell["n"], cell["agreed"]) == (30, 25)
    assert cell["raw"]["value"] == pytest.approx(25 / 30)
    assert "chance_level" in matrix["warnings"], "one of them always said the same"
    pair = f"a={work['one'].user_id}&b={work['other'].user_id}"
    cases = get(lead, f"/v1/agreement/cases?{pair}&days=2&limit=7")
    assert (cases["n"], len(cases["cases"])) == (30, 7)
    assert [(one["decision_a"], one["decision_b"]) for one in cases["cases"]] == [("block", "pass")] * 5 + [
        ("block", "block")
    ] * 2


def test_cards_are_exported_without_what_is_withheld_and_without_people(lead: Seat, work: dict[str, Seat]) -> None:
    answer = lead.session.get("/v1/exports/scorecards?format=csv&days=2")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="scorecards.csv"'
    table = {(row["kind"], row["id"]): row for row in csv.DictReader(io.StringIO(answer.text, newline=""))}
    assert {kind for kind, _ in table} == {"vendor", "team", "case_type"}
    north = table["vendor", "north"]
    assert (north["in_time_n"], north["in_time_count"], north["in_time_low"]) == ("10", "", "")
    lines = [json.loads(line) for line in lead.session.get("/v1/exports/scorecards?days=2").text.splitlines()]
    assert [(one["kind"], one["id"]) for one in lines] == list(table)
    assert work["one"].user_id not in answer.text
    assert lead.session.get("/v1/exports/scorecards?days=0").status_code == 400


def test_however_often_it_is_asked_a_sum_is_planned_for_its_own_span(house: House, work: dict[str, Seat]) -> None:
    """One plan for all spans, which a connection of PostgreSQL comes to after some askings, takes twice as long."""
    with opened(house.database) as storage:
        with storage.read() as connection:
            found = scorecards.counts(connection, Span(0, 2**53), "team")
            assert sum(one.reviews for one in found.values()) >= 40
            if connection.dialect.name == "postgresql":
                assert connection.exec_driver_sql("SHOW plan_cache_mode").scalar() == "force_custom_plan"
        with storage.read() as connection:
            if connection.dialect.name == "postgresql":
                assert connection.exec_driver_sql("SHOW plan_cache_mode").scalar() == "auto", "others plan as before"
