"""A page of the procedures travels to every seat as it was, is and will be read."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from app.contract import paths
from app.contract.catalogue import catalogue
from app.contract.sop import SopPageTexts
from app.domain.procedures import Procedures
from tests.server.test_sop_over_http import KIND, NOTE, PAGE, page_of, publish
from tests.support.seats import House, Seat, open_house
from tests.support.server import Session, start_server


@pytest.fixture
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    database = tmp_path_factory.mktemp("sop") / "server.db"
    with start_server(database) as server:
        made = open_house(server, database)
        yield made
        made.close()


@pytest.fixture
def lead(house: House) -> Seat:
    return house.seat("lea", "team_lead")


@pytest.fixture
def editor(house: House) -> Session:
    return house.reader("eve", "sop_editor")


def cursor_of(reader: Session) -> str:
    return str(reader.get(paths.SNAPSHOT).json()["resume_cursor"])


def pages_in(reader: Session, cursor: str) -> list[SopPageTexts]:
    told: dict[str, Any] = reader.get(paths.CHANGES, params={"cursor": cursor}).json()
    return [_read(one) for one in told["changes"] if one["entity"] == "sop_page"]


def pages_at(reader: Session) -> dict[str, SopPageTexts]:
    told: dict[str, Any] = reader.get(paths.SNAPSHOT).json()
    assert told["done"]
    return {one["entity_id"]: _read(one) for one in told["rows"] if one["entity"] == "sop_page"}


def _read(change: dict[str, Any]) -> SopPageTexts:
    found = msgspec.convert(change["document"], SopPageTexts)
    assert (found.page_id, found.rev) == (change["entity_id"], change["rev"])
    return found


def procedures(reader: Session) -> Procedures:
    return Procedures(catalogue().sop, {page_id: told.texts for page_id, told in pages_at(reader).items()})


def propose(editor: Session, page: dict[str, Any], **more: Any) -> str:
    order = {"page": page, "base_version": page["version"]} | NOTE | more
    made = editor.post(paths.SOP_VERSIONS.format(page_id=PAGE), json=order)
    assert made.status_code == 200, made.text
    return str(made.json()["version"]["version_id"])


def approve(lead: Seat, version_id: str) -> dict[str, Any]:
    order = {"approve": True, "reason": "Read and agreed.", "reason_language": "en"}
    done = lead.session.post(paths.SOP_DECISION.format(version_id=version_id), json=order)
    assert done.status_code == 200, done.text
    return dict(done.json()["version"])


def test_a_page_in_force_comes_with_the_feed_and_with_a_snapshot_to_everybody(
    house: House, editor: Session, lead: Seat
) -> None:
    readers = [house.seat("rea").session, house.seat("bo", "bpo_agent", "north").session]
    assert [pages_at(reader) for reader in readers] == [{}, {}]
    cursors = [cursor_of(reader) for reader in readers]
    shipped = catalogue().sop[PAGE]
    first = publish(editor, lead, "Read 60 days.")
    second = publish(editor, lead, "Read 90 days.")
    for reader, cursor in zip(readers, cursors, strict=True):
        (told,) = pages_in(reader, cursor)
        assert pages_at(reader) == {PAGE: told}
        assert [text.page.version for text in told.texts] == [shipped.version, first, second]
        assert told.texts[0].page == shipped
        assert [text.until for text in told.texts] == [told.texts[1].since, told.texts[2].since, None]
        assert told.texts[2].page.clauses[0].text.en == "Read 90 days."
        # Nothing of who wrote it, approved it, and why.
        assert set(msgspec.to_builtins(told)) == {"page_id", "rev", "texts"}
        assert set().union(*(msgspec.to_builtins(text) for text in told.texts)) == {"page", "since", "until"}


def test_what_is_approved_for_a_later_day_is_at_every_seat_before_and_goes_when_it_is_taken_back(
    house: House, editor: Session, lead: Seat
) -> None:
    outside = house.seat("bo", "bpo_agent", "north").session
    page = page_of(editor)
    page["clauses"][0]["text"]["en"] = "Read 60 days."
    day = (datetime.now(UTC) + timedelta(days=2)).replace(microsecond=0)
    version_id = propose(editor, page, effective_at=day.isoformat())
    assert pages_at(outside) == {}  # nobody approved it
    assert approve(lead, version_id)["standing"] == "approved"
    told = procedures(outside)
    now = datetime.now(UTC)
    assert told.at(now)[PAGE] == catalogue().sop[PAGE]
    assert told.next_change(now) == day
    assert told.at(day)[PAGE].clauses[0].text.en == "Read 60 days."
    assert page_of(outside)["clauses"][0]["text"]["en"] != "Read 60 days."
    # Another version in force before its day: the approved one is not read on its day.
    publish(editor, lead, "Read 90 days.")
    assert procedures(outside).at(day)[PAGE].clauses[0].text.en == "Read 90 days."
    page = page_of(editor)
    page["clauses"][0]["text"]["en"] = "Read 120 days."
    again = propose(editor, page, effective_at=day.isoformat())
    approve(lead, again)
    assert procedures(outside).at(day)[PAGE].clauses[0].text.en == "Read 120 days."
    cursor = cursor_of(outside)
    assert editor.post(paths.SOP_WITHDRAWAL.format(version_id=again)).status_code == 200
    (after,) = pages_in(outside, cursor)
    assert after.texts[-1].page.clauses[0].text.en == "Read 90 days."


def test_a_review_by_an_older_version_is_flagged_and_names_what_it_rests_on(
    house: House, editor: Session, lead: Seat
) -> None:
    mei, before = house.seat("mei"), catalogue().sop[PAGE].version
    old = {"page": PAGE, "clause": "1", "version": before}
    now = publish(editor, lead, "Read 60 days.")
    decided = {}
    for name, sop in (("old", old), ("new", old | {"version": now}), ("none", None)):
        (case_id,) = house.cases(1, case_type=KIND)
        answer = mei.review(case_id, sop=sop)
        assert answer.status_code == 200, answer.text
        decided[name] = (answer.json(), case_id)
    flags = {name: "older_clause" in answer.get("flags", ()) for name, (answer, _) in decided.items()}
    assert flags == {"old": True, "new": False, "none": False}
    rows = mei.session.get(paths.SNAPSHOT).json()["rows"]
    reviews = {one["document"]["case_id"]: one["document"] for one in rows if one["entity"] == "review"}
    told = reviews[decided["old"][1]]
    assert (told["sop"], told["flags"]) == (old, ["older_clause"])
    assert reviews[decided["new"][1]]["sop"]["version"] == now
    assert "sop" not in reviews[decided["none"][1]]
    # The words that were read then are still at hand.
    found = procedures(mei.session).clause(f"{PAGE} §1", datetime.now(UTC), before)
    assert found is not None
    assert not found.in_force
    assert found.clause == catalogue().sop[PAGE].clauses[0]
    checks = mei.session.get(paths.QA_CHECKS_OWN).json()
    (tally,) = (one for one in checks["tallies"] if one["check"] == "clause_current")
    assert (tally["passed"], tally["failed"]) == (1, 1)


def test_a_clause_that_left_is_still_read_where_an_old_review_names_it(
    house: House, editor: Session, lead: Seat
) -> None:
    mei, shipped = house.seat("mei"), catalogue().sop[PAGE]
    (case_id,) = house.cases(1, case_type=KIND)
    last = shipped.clauses[-1].n
    rests = {"page": PAGE, "clause": last, "version": shipped.version}
    assert "flags" not in mei.review(case_id, sop=rests).json()
    page = page_of(editor)
    page["clauses"] = page["clauses"][:-1]
    approve(lead, propose(editor, page))
    told = procedures(mei.session)
    found = told.clause(f"{PAGE} §{last}", datetime.now(UTC))
    assert found is not None
    assert (found.in_force, found.clause) == (False, shipped.clauses[-1])
    assert f"{PAGE} §{last}" not in {
        f"{one.id} §{clause.n}" for one in told.at(datetime.now(UTC)).values() for clause in one.clauses
    }
