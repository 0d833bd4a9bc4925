"""Tags and wanted evidence are what colleagues made of a case: who reads whose, by role, at every door."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from app.domain.roles import Capability, Role, can
from tests.support.seats import House, Seat, open_house, review_body
from tests.support.server import Session, start_server

READERS = [role for role in Role if can((role,), Capability.CASE_READ)]
IN_HOUSE = [role for role in READERS if role is not Role.BPO_AGENT]
DECIDERS = [role for role in READERS if can((role,), Capability.REVIEW_SUBMIT)]
# What each of three people said: of the house, of the vendor "north", and another of that vendor.
SAID = {
    "house": ("tag-of-the-house", "device_history"),
    "north": ("tag-of-north", "support_chat"),
    "second": ("tag-of-norths-second", "linked_accounts"),
}


@pytest.fixture(scope="module", params=["0", "1"], ids=["open", "blind-first"])
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    database = tmp_path_factory.mktemp("said") / "server.db"
    with start_server(database, environment={"FOOTPLATE_BLIND_FIRST_SHARE": request.param}) as server:
        house = open_house(server, database)
        house.blind = request.param == "1"  # type: ignore[attr-defined]
        yield house
        house.close()


@pytest.fixture(scope="module")
def authors(house: House) -> dict[str, Seat]:
    return {
        "house": house.seat("hana"),
        "north": house.seat("noor", "bpo_agent", "north"),
        "second": house.seat("nils", "bpo_agent", "north"),
    }


@pytest.fixture(scope="module")
def case_id(house: House, authors: dict[str, Seat]) -> str:
    case_id = house.case(vendor="north")
    for who, (tag, code) in SAID.items():
        put(authors[who], "case.tag", case_id, add=[tag, "shared"])
        put(authors[who], "case.missing", case_id, codes=[code])
    return case_id


def put(seat: Seat, kind: str, case_id: str, **body: Any) -> dict[str, Any]:
    answer = seat.put(seat.command(case_id, body, None, command_type=kind))
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def read_by(session: Session, case_id: str) -> set[str]:
    """Whose tag and whose wanted evidence this person is told; the same at every door, and both or none."""
    paths = (f"/v1/cases/{case_id}", "/v1/cases?view=open&limit=500", "/v1/changes?limit=500", "/v1/snapshot?limit=500")
    found = []
    for path in paths:
        answer = session.get(path)
        assert answer.status_code == 200, answer.text
        text = json.dumps(answer.json())
        assert case_id in text
        by_tag = {who for who, (tag, _) in SAID.items() if f'"{tag}"' in text}
        by_code = {who for who, (_, code) in SAID.items() if f'"{code}"' in text}
        assert by_tag == by_code, path
        found.append(by_tag)
    assert all(one == found[0] for one in found), found
    by_search = {who for who, (tag, _) in SAID.items() if finds(session, tag, case_id)}
    assert by_search == found[0]
    return found[0]


def finds(session: Session, words: str, case_id: str) -> bool:
    answer = session.get("/v1/cases", params={"q": words})
    assert answer.status_code == 200, answer.text
    return case_id in [case["case_id"] for case in answer.json()["cases"]]


@pytest.mark.parametrize("role", IN_HOUSE)
def test_the_house_reads_all_of_it_unless_the_agents_word_is_kept_back(house: House, case_id: str, role: Role) -> None:
    reader = house.reader(f"reads-{role.value}", role.value)
    blind = house.blind and role in DECIDERS  # type: ignore[attr-defined]
    assert read_by(reader, case_id) == (set() if blind else set(SAID))


def test_an_outside_person_reads_what_people_of_the_own_vendor_said(house: House, case_id: str) -> None:
    reader = house.seat("nora", "bpo_agent", "north")
    blind = house.blind  # type: ignore[attr-defined]
    assert read_by(reader.session, case_id) == (set() if blind else {"north", "second"})


def test_everybody_reads_their_own(house: House, authors: dict[str, Seat], case_id: str) -> None:
    blind = house.blind  # type: ignore[attr-defined]
    assert read_by(authors["house"].session, case_id) == ({"house"} if blind else set(SAID))
    assert read_by(authors["north"].session, case_id) == ({"north"} if blind else {"north", "second"})
    assert all("shared" in seat.case(case_id)["tags"] for seat in authors.values())


def test_whoever_has_decided_reads_the_rest(house: House) -> None:
    lin, mei = house.seat("lin"), house.seat("mei")
    case_id = house.case()
    put(mei, "case.tag", case_id, add=["what mei thinks"])
    assert ("tags" in lin.case(case_id)) is not house.blind  # type: ignore[attr-defined]
    assert lin.review(case_id, "block", code="thin_history").status_code == 200
    assert lin.case(case_id)["tags"] == ["what mei thinks"]


def test_nobody_takes_off_a_tag_that_they_may_not_read(house: House) -> None:
    hana, noor = house.seat("hana-2"), house.seat("noor-2", "bpo_agent", "north")
    lead = house.reader("lea", "auditor")
    case_id = house.case(vendor="north")
    put(hana, "case.tag", case_id, add=["mule ring", "vip"])
    put(noor, "case.tag", case_id, add=["mule ring"], remove=["vip"])
    assert noor.case(case_id)["tags"] == ["mule ring"]
    put(noor, "case.tag", case_id, remove=["mule ring"])
    assert "tags" not in noor.case(case_id)
    assert lead.get(f"/v1/cases/{case_id}").json()["tags"] == ["mule ring", "vip"]


def test_the_house_takes_a_tag_off_for_everybody(house: House) -> None:
    if house.blind:  # type: ignore[attr-defined]
        return  # whoever may tag is blind then and has taken off their own alone: the test above
    hana, noor = house.seat("hana-3"), house.seat("noor-3", "bpo_agent", "north")
    case_id = house.case(vendor="north")
    put(noor, "case.tag", case_id, add=["mule ring"])
    put(hana, "case.tag", case_id, add=["mule ring"])
    put(hana, "case.tag", case_id, remove=["mule ring"])
    assert "tags" not in hana.case(case_id)
    assert "tags" not in noor.case(case_id)


def test_the_number_of_tags_is_counted_by_what_one_reads(house: House) -> None:
    hana, noor = house.seat("hana-4"), house.seat("noor-4", "bpo_agent", "north")
    case_id = house.case(vendor="north")
    put(hana, "case.tag", case_id, add=[f"house {n}" for n in range(10)])
    put(noor, "case.tag", case_id, add=["one of ours"])
    assert noor.case(case_id)["tags"] == ["one of ours"]


def test_a_late_review_is_no_way_to_read_them(house: House, case_id: str) -> None:
    late = house.seat("late")
    answer = late.put(late.command(case_id, review_body(), {"claim_id": late.device_id, "fence": 0}))
    assert SAID["house"][0] not in answer.text
