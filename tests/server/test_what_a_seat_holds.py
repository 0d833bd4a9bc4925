"""What a capped seat is sent, by raw HTTP: its own cases, the first in line, and nothing of any other."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.support.seats import House, Seat, open_house
from tests.support.server import Session, start_server

CAP = 6
CAPS = {"FOOTPLATE_SEAT_CASES": f"reviewer={CAP + 4},bpo_agent={CAP}"}
HALF_AN_HOUR_AGO = datetime.now(UTC) - timedelta(minutes=30)
_floors = count(1)


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    yield from opened(tmp_path_factory.mktemp("held") / "server.db")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A house with no case in it."""
    yield from opened(tmp_path / "server.db")


def opened(database: Path) -> Iterator[House]:
    with start_server(database, environment=dict(CAPS)) as server:
        house = open_house(server, database)
        yield house
        house.close()


@dataclass
class Floor:
    """A contact centre of its own: nobody else's cases are to be seen from its seats."""

    house: House
    vendor: str = field(default_factory=lambda: f"floor-{next(_floors)}")
    people: "count[int]" = field(default_factory=count)

    def seat(self) -> Seat:
        return self.house.seat(f"{self.vendor}-{next(self.people)}", "bpo_agent", self.vendor)

    def queue(self, many: int, first: datetime = HALF_AN_HOUR_AGO) -> list[str]:
        """Cases, one minute later each, so that the order is plain."""
        return [self.house.case(routed_at=first + timedelta(minutes=n), vendor=self.vendor) for n in range(many)]

    def urgent(self) -> str:
        """A case that is late already, later than the last."""
        late = timedelta(days=1, minutes=next(self.people))
        return self.house.case(routed_at=HALF_AN_HOUR_AGO - late, vendor=self.vendor)


@pytest.fixture
def floor(standing: House) -> Floor:
    return Floor(standing)


class Copy:
    """What a workstation would have on its disk, and every byte of a case that ever reached it."""

    def __init__(self, session: Session, limit: int = 250) -> None:
        self.session, self.limit, self.cursor = session, limit, ""
        self.cases: dict[str, dict[str, Any]] = {}
        self.seen: set[str] = set()
        self.share: dict[str, Any] | None = None
        self.answers: list[str] = []

    def snapshot(self, **more: Any) -> "Copy":
        self.cases.clear()
        params: dict[str, Any] = {"limit": self.limit} | more
        while True:
            page = self.get("/v1/snapshot", params)
            self.take(page["rows"])
            self.share = page["seat"]
            if page["done"]:
                self.cursor = page["resume_cursor"]
                return self
            params |= {"snapshot_id": page["snapshot_id"], "after": page["after"]}

    def pull(self, **more: Any) -> list[dict[str, Any]]:
        """Follow the feed to its end; the changes of cases."""
        found = []
        while True:
            cursor = {"cursor": self.cursor} if self.cursor else {}
            page = self.get("/v1/changes", {"limit": self.limit} | cursor | more)
            assert len(page["next_cursor"]) <= 128
            self.cursor, self.share = page["next_cursor"], page["seat"]
            self.take(page["changes"])
            found += [change for change in page["changes"] if change["entity"] == "case"]
            if not page["more"]:
                return found

    def get(self, path: str, params: dict[str, Any]) -> Any:
        answer = self.session.get(path, params=params)
        assert answer.status_code == 200, answer.text
        self.answers.append(answer.text)
        return answer.json()

    def take(self, rows: list[dict[str, Any]]) -> None:
        for row in rows:
            if row["entity"] != "case":
                continue
            if row["op"] == "upsert":
                self.cases[row["entity_id"]] = row["document"]
                self.seen.add(row["entity_id"])
            else:
                assert row["entity_id"] in self.cases, "a case leaves that was never there"
                del self.cases[row["entity_id"]]

    @property
    def to_do(self) -> set[str]:
        return {name for name, view in self.cases.items() if view["state"] == "open"}


def queue(house: House, many: int) -> list[str]:
    return [house.case(routed_at=HALF_AN_HOUR_AGO + timedelta(minutes=n)) for n in range(many)]


@pytest.mark.parametrize("limit", [1, 4, 500])
def test_a_seat_is_sent_the_first_in_the_served_order_by_snapshot_and_by_feed_alike(floor: Floor, limit: int) -> None:
    cases = floor.queue(3 * CAP)
    mei = floor.seat()
    by_snapshot = Copy(mei.session, limit).snapshot()
    assert list(by_snapshot.cases) == cases[:CAP]
    assert by_snapshot.share == {"most": CAP, "totals": {"open": 3 * CAP, "type:ato_investigation": 3 * CAP}}
    assert by_snapshot.pull() == []
    by_feed = Copy(mei.session, limit)
    by_feed.pull()
    assert sorted(by_feed.cases) == cases[:CAP]
    for copy in (by_snapshot, by_feed):
        assert not any(name in text for name in cases[CAP:] for text in copy.answers)


def test_a_reviewer_has_a_cap_of_another_size_and_a_team_lead_none(house: House) -> None:
    cases = queue(house, 3 * (CAP + 4))
    lin, lead = house.seat("lin"), house.seat("lea", "team_lead")
    copy = Copy(lin.session).snapshot()
    assert list(copy.cases) == cases[: CAP + 4]
    assert copy.share is not None
    assert (copy.share["most"], copy.share["totals"]["open"]) == (CAP + 4, len(cases))
    for name in cases[:3]:
        assert lin.review(name).status_code == 200
    copy.pull()
    assert copy.to_do == set(cases[3 : 7 + CAP])
    whole = Copy(lead.session).snapshot()
    assert (set(whole.cases), whole.share) == (set(cases), None)
    assert lin.session.get("/v1/meta").json()["seat_cases"] == {"bpo_agent": CAP, "reviewer": CAP + 4}


def test_nothing_of_another_vendor_fills_a_seat(standing: House, floor: Floor) -> None:
    Floor(standing).queue(3)
    standing.case()
    few = floor.queue(2)
    copy = Copy(floor.seat().session).snapshot()
    assert (list(copy.cases), copy.share) == (few, {"most": CAP, "totals": {}})


def test_a_seat_is_filled_up_from_the_line_after_each_decision(floor: Floor) -> None:
    cases = floor.queue(3 * CAP)
    mei = floor.seat()
    copy = Copy(mei.session).snapshot()
    for n, name in enumerate(cases[:5]):
        assert mei.review(name).status_code == 200
        copy.pull()
        assert copy.to_do == set(cases[n + 1 : n + 1 + CAP])
    assert set(cases[:5]) <= set(copy.cases), "what was decided today is shown in Activity"


def test_what_others_take_and_decide_leaves_a_full_seat_and_the_next_come(floor: Floor) -> None:
    cases = floor.queue(3 * CAP)
    mei, ana = floor.seat(), floor.seat()
    copy = Copy(mei.session).snapshot()
    ana.hold(cases[0])
    assert ana.review(cases[1]).status_code == 200
    told = copy.pull()
    assert copy.to_do == set(cases[2 : 2 + CAP])
    gone = {change["entity_id"]: change["reason"] for change in told if change["op"] == "remove"}
    assert gone == {cases[0]: "seat", cases[1]: "seat"}
    assert all("document" not in change for change in told if change["op"] == "remove")


def test_a_more_urgent_case_takes_the_place_of_the_least_urgent(floor: Floor) -> None:
    cases = floor.queue(3 * CAP)
    copy = Copy(floor.seat().session).snapshot()
    pressing = floor.urgent()
    told = [(change["entity_id"], change["op"]) for change in copy.pull()]
    assert told == [(pressing, "upsert"), (cases[CAP - 1], "remove")]
    assert copy.to_do == {pressing, *cases[: CAP - 1]}


def test_own_cases_never_leave_however_urgent_the_others_are(floor: Floor) -> None:
    cases = floor.queue(3 * CAP)
    mei = floor.seat()
    lead = floor.house.seat(f"lead-of-{floor.vendor}", "team_lead")
    held, given, later, decided, raised = cases[-1], cases[-2], cases[-3], cases[-4], cases[-5]
    mei.hold(held)
    act(lead, "case.assign", given, {"assignee": mei.user_id})
    until = datetime.now(UTC) + timedelta(hours=2)
    act(mei, "case.snooze", later, {"until": until.isoformat(), "reason": "needs_focus"})
    assert mei.review(decided).status_code == 200
    assert mei.review(raised, "escalate").status_code == 200
    copy = Copy(mei.session).snapshot()
    own = {held, given, later, decided, raised}
    assert own <= set(copy.cases)
    rush = [floor.urgent() for _ in range(2 * CAP)]
    copy.pull()
    assert own <= set(copy.cases)
    # What is to be done now counts against the cap; what was put off, sent upward or decided does not.
    assert copy.to_do - {later} == {held, given, *rush[2 - CAP :]}


def act(seat: Seat, kind: str, case_id: str, body: dict[str, Any]) -> None:
    answer = seat.put(seat.command(case_id, body, None, command_type=kind))
    assert answer.status_code == 200, answer.text


def test_a_case_that_was_begun_stays_while_its_seat_says_so_and_no_other_comes_by_it(floor: Floor) -> None:
    cases = floor.queue(3 * CAP)
    copy = Copy(floor.seat().session).snapshot()
    begun, never = cases[CAP - 1], cases[-1]
    for _ in range(3):
        floor.urgent()
    copy.pull(keep=f"{begun},{never}")
    assert begun in copy.cases
    assert cases[CAP - 2] not in copy.cases
    assert never not in copy.seen
    copy.pull()
    assert begun not in copy.cases
    for wrong in ("C-1,hello", ",", ",".join([begun] * 51)):
        answer = copy.session.get("/v1/changes", params={"cursor": copy.cursor, "keep": wrong})
        assert answer.status_code == 400


def test_a_case_that_was_begun_comes_with_a_new_snapshot_and_no_other_comes_by_its_name(floor: Floor) -> None:
    cases = floor.queue(3 * CAP)
    copy = Copy(floor.seat().session, limit=2).snapshot()
    begun, never = cases[CAP - 1], cases[-1]
    for _ in range(3):
        floor.urgent()
    copy.snapshot(keep=f"{begun},{never}")
    assert begun in copy.cases
    assert never not in copy.seen
    copy.pull(keep=begun)
    assert begun in copy.cases, "and the feed after it takes it for held"
    copy.pull()
    assert begun not in copy.cases
    answer = copy.session.get("/v1/snapshot", params={"keep": "C-1,hello"})
    assert answer.status_code == 400


def test_a_page_asked_for_again_says_the_same_and_nothing_is_lost(floor: Floor) -> None:
    cases = floor.queue(3 * CAP)
    mei = floor.seat()
    copy = Copy(mei.session).snapshot()
    pressing = floor.urgent()
    mei.review(cases[0])
    first, again = (mei.session.get("/v1/changes", params={"cursor": copy.cursor}).json() for _ in range(2))
    assert first == again
    # The answer was lost: the seat still stands where it stood, whatever has happened since.
    mei.review(cases[1])
    copy.pull()
    assert copy.to_do == {pressing, *cases[2 : 1 + CAP]}


def test_two_seats_of_one_person_are_filled_each_for_itself(floor: Floor) -> None:
    cases = floor.queue(3 * CAP)
    mei = floor.seat()
    here, there = Copy(mei.session).snapshot(), Copy(floor.house.another_seat(mei.name).session).snapshot()
    for name in cases[:3]:
        mei.review(name)
        here.pull()
    there.pull()
    assert here.to_do == there.to_do == set(cases[3 : 3 + CAP])


def test_a_snapshot_that_is_cut_short_goes_on_where_it_stopped_whatever_happens_meanwhile(floor: Floor) -> None:
    cases = floor.queue(3 * CAP)
    mei, ana = floor.seat(), floor.seat()
    copy = Copy(mei.session, limit=2)
    params: dict[str, Any] = {"limit": 2}
    page = copy.get("/v1/snapshot", params)
    copy.take(page["rows"])
    pressing = [floor.urgent(), floor.urgent()]
    ana.review(cases[4])
    while not page["done"]:
        page = copy.get("/v1/snapshot", params | {"snapshot_id": page["snapshot_id"], "after": page["after"]})
        copy.take(page["rows"])
    copy.cursor = page["resume_cursor"]
    copy.pull()
    assert copy.to_do == {*pressing, *cases[:4]}
    assert copy.to_do == Copy(mei.session).snapshot().to_do


def test_what_surrounds_a_case_names_others_and_holds_none_of_them(floor: Floor) -> None:
    cases = floor.queue(2 * CAP)
    here = floor.seat().session.get(f"/v1/cases/{cases[0]}/context")
    assert here.status_code == 200, here.text
    assert not any(name in here.text for name in cases[1:])
    # Inside the house they are named with how they ended, never with what is known about them.
    around = floor.house.seat(f"in-{floor.vendor}").session.get(f"/v1/cases/{cases[0]}/context")
    linked = [case for kind in around.json()["linked"] for case in kind["cases"]]
    assert linked
    assert not any({"evidence", "assessment", "subject", "rationale", "document"} & case.keys() for case in linked)


def test_a_cap_that_comes_or_goes_makes_the_seat_begin_anew(house: House) -> None:
    cases = queue(house, 2 * CAP + 4)
    copy = Copy(house.seat("lin").session).snapshot()
    caps(house, "none")
    assert refusal(copy) == (409, "scope_changed")
    free = Copy(copy.session).snapshot()
    assert (set(free.cases), free.share) == (set(cases), None)
    assert copy.session.get("/v1/meta").json()["seat_cases"] == {}
    caps(house, "reviewer=3")
    assert refusal(free) == (409, "scope_changed")
    # A narrower cap needs no new beginning: the seat gives up what is over it.
    assert copy.session.get("/v1/meta").json()["seat_cases"] == {"bpo_agent": 50, "reviewer": 3}
    copy.pull()
    assert set(copy.cases) == set(cases[:3])


def caps(house: House, told: str) -> None:
    house.server.stop()
    house.server.environment["FOOTPLATE_SEAT_CASES"] = told
    house.server.restart()


def refusal(copy: Copy) -> tuple[int, str]:
    answer = copy.session.get("/v1/changes", params={"cursor": copy.cursor})
    return answer.status_code, answer.json()["code"]


def test_a_seat_that_was_away_for_too_many_turns_begins_anew(floor: Floor) -> None:
    floor.queue(CAP)
    mei = floor.seat()
    away, here = Copy(mei.session).snapshot(), Copy(mei.session).snapshot()
    for _ in range(40):
        floor.urgent()
        here.pull()
    assert refusal(away) == (410, "cursor_expired")
    assert away.snapshot().cases.keys() == here.cases.keys()
