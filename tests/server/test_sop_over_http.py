"""Procedures over HTTP: read by all, written by some, and how far they carry."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.contract import paths
from tests.support.seats import House, Seat, open_house
from tests.support.server import Session, start_server

PAGE = "ATO-12"
NOTE = {"note": "Says it shorter.", "note_language": "en"}
KIND = "ato_investigation"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    database = tmp_path_factory.mktemp("sop") / "server.db"
    with start_server(database) as server:
        made = open_house(server, database)
        yield made
        made.close()


@pytest.fixture(scope="module")
def lead(house: House) -> Seat:
    return house.seat("lea", "team_lead")


@pytest.fixture(scope="module")
def editor(house: House) -> Session:
    return house.reader("eve", "sop_editor")


def page_of(session: Session) -> dict[str, Any]:
    told = session.get(paths.SOP_PAGES).json()["pages"]
    return dict(next(one["page"] for one in told if one["page"]["id"] == PAGE))


def publish(editor: Session, lead: Seat, text: str) -> str:
    """A new version with other words in its first clause; its name."""
    page = page_of(editor)
    base = page["version"]
    page["clauses"][0]["text"]["en"] = text
    made = editor.post(paths.SOP_VERSIONS.format(page_id=PAGE), json={"page": page, "base_version": base} | NOTE)
    assert made.status_code == 200, made.text
    version = made.json()["version"]
    address = paths.SOP_DECISION.format(version_id=version["version_id"])
    order = {"approve": True, "reason": "Read and agreed.", "reason_language": "en"}
    done = lead.session.post(address, json=order)
    assert (done.status_code, done.json()["version"]["standing"]) == (200, "in_force"), done.text
    return str(version["version"])


def test_what_is_read_and_written_goes_by_the_role(house: House, editor: Session, lead: Seat) -> None:
    outside = house.seat("bo", "bpo_agent", "north").session
    assert outside.get(paths.SOP_PAGES).status_code == 200
    for address in (paths.SOP_COVERAGE, paths.SOP_VERSIONS.format(page_id=PAGE)):
        assert outside.get(address).status_code == 403
        assert editor.get(address).status_code == 200
    assert editor.get(paths.SOP_VERSIONS.format(page_id="NEW-01")).status_code == 404
    assert editor.get(paths.SOP_VERSION.format(version_id="nobody")).status_code == 404
    reader = house.seat("rea").session
    made = {"page": page_of(reader), "base_version": page_of(reader)["version"]} | NOTE
    assert reader.post(paths.SOP_VERSIONS.format(page_id=PAGE), json=made).status_code == 403
    refused = lead.session.put(paths.SOP_LINK.format(page_id=PAGE), json={"content_id": "1"})
    assert (refused.status_code, refused.json()["code"]) == (409, "no_confluence")


def test_coverage_counts_what_decisions_rest_on_and_each_version_apart(
    house: House, editor: Session, lead: Seat
) -> None:
    mei = house.seat("mei")
    before, latest = page_of(editor)["version"], list[str]()

    def decide(count: int, version: str | None, decision: str = "block", **more: Any) -> None:
        sop = {"page": PAGE, "clause": "1", "version": version} if version else None
        for case_id in house.cases(count, case_type=KIND):
            answer = mei.review(case_id, decision, sop=sop, **more)
            assert answer.status_code == 200, answer.text
            latest.append(case_id)

    decide(3, before)
    decide(1, before, "pass")
    decide(1, None, "pass", code="sop_gap", route="C", attribution={"kind": "clause", "ref": "ATO-12 §1"})
    now = publish(editor, lead, "Read 60 days.")
    assert page_of(house.seat("bea", "bpo_agent", "south").session)["version"] == now
    decide(2, now)
    decide(1, before)
    told = editor.get(paths.SOP_COVERAGE).json()
    (kind,) = (one for one in told["types"] if one["case_type"] == KIND)
    assert (kind["covered"]["k"], kind["covered"]["n"], kind["not_cited"]) == (7, 8, 1)
    assert kind["covered"]["low"] < 7 / 8 < kind["covered"]["high"]
    assert (told["target"], kind["state"]) == (0.8, "not_yet_known")
    (missing,) = told["missing"]
    assert (missing["code"], missing["ref"], missing["cases"]) == ("sop_gap", "ATO-12 §1", 1)
    records = {one["version"]: (one["right"]["k"], one["right"]["n"], one["old"]) for one in told["clauses"]}
    # One decision rests on words that were in force no more when it was made.
    assert records == {before: (4, 5, 1), now: (2, 2, 0)}

    def old(who: Session) -> list[tuple[str, str, str]]:
        answer = who.get(paths.SOP_OLD.format(page_id=PAGE))
        assert answer.status_code == 200, answer.text
        assert answer.json()["total"] == 1
        return [(one["case_id"], one["clause"], one["version"]) for one in answer.json()["decisions"]]

    listed = [(latest[-1], "1", before)]
    assert old(editor) == old(mei.session) == old(lead.session) == listed
    assert old(house.seat("another", "reviewer").session) == [], "other people's decisions are read by few"
    assert house.seat("ben", "bpo_agent", "south").session.get(paths.SOP_OLD.format(page_id=PAGE)).status_code == 403


def test_what_is_being_written_is_listed_for_those_whom_it_concerns(house: House, editor: Session, lead: Seat) -> None:
    page = page_of(editor)
    order = {"page": page, "base_version": page["version"], "draft": True} | NOTE
    made = editor.post(paths.SOP_VERSIONS.format(page_id=PAGE), json=order)
    assert made.status_code == 200, made.text
    draft = made.json()["version"]["version_id"]
    page["clauses"][0]["text"]["zh"] = "查看 90 天。"
    proposed = editor.post(paths.SOP_VERSIONS.format(page_id=PAGE), json=order | {"draft": False})
    waits = proposed.json()["version"]["version_id"]

    def listed(who: Session) -> dict[str, list[str]]:
        answer = who.get(paths.SOP_SEED)
        assert answer.status_code == 200, answer.text
        return {one["version_id"]: one["may"] for one in answer.json()["versions"]}

    assert listed(editor).keys() == {draft, waits}
    assert listed(lead.session) == {waits: ["approve", "return"]}
    back = {"approve": False, "reason": "Say since when.", "reason_language": "en"}
    assert lead.session.post(paths.SOP_DECISION.format(version_id=waits), json=back).status_code == 200
    assert listed(editor).keys() == {draft, waits}, "what came back is its author's to go on with"
    assert listed(lead.session) == {}
    assert house.seat("cho", "bpo_agent", "north").session.get(paths.SOP_SEED).status_code == 403
