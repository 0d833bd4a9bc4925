"""The feed and the snapshot, by raw HTTP."""

import base64
import hashlib
import threading
from typing import Any

import msgspec
import pytest

from app.domain.case import Evidence
from app.domain.text import Bilingual
from tests.support.database import run_sql
from tests.support.factories import intake_case
from tests.support.seats import House, Seat, open_house, review_body
from tests.support.server import Session, start_server


def changes(session: Session, cursor: str | None = None, limit: int = 500) -> tuple[list[dict[str, Any]], str]:
    """Everything after a cursor, each page checked against its own hash."""
    found: list[dict[str, Any]] = []
    while True:
        params: dict[str, Any] = {"limit": limit} | ({"cursor": cursor} if cursor else {})
        answer = session.get("/v1/changes", params=params)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        text = "".join(f"{c['entity']}:{c['entity_id']}:{c['rev']}:{c['op']}\n" for c in page["changes"])
        assert page["page_hash"] == hashlib.sha256(text.encode()).hexdigest()
        assert len(page["next_cursor"]) <= 128
        found += page["changes"]
        cursor = page["next_cursor"]
        if not page["more"]:
            assert page["head_lag"] == 0
            return found, cursor


def snapshot(session: Session, limit: int = 500) -> tuple[list[dict[str, Any]], str]:
    rows: list[dict[str, Any]] = []
    params: dict[str, Any] = {"limit": limit}
    while True:
        answer = session.get("/v1/snapshot", params=params)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        rows += page["rows"]
        if page["done"]:
            assert page["after"] is None
            return rows, page["resume_cursor"]
        params |= {"snapshot_id": page["snapshot_id"], "after": page["after"]}


def test_a_case_appears_once_per_page_in_its_final_state(house: House, lin: Seat) -> None:
    _, cursor = changes(lin.session)
    case_id = house.case()
    lin.hold(case_id)
    assert lin.put(lin.command(case_id, review_body("block"), lin.hold(case_id))).status_code == 200
    told, after = changes(lin.session, cursor)
    cases = [change for change in told if change["entity"] == "case"]
    assert [(change["entity_id"], change["op"]) for change in cases] == [(case_id, "upsert")]
    assert cases[0]["document"]["state"] == "closed"
    assert cases[0]["rev"] == cases[0]["document"]["rev"]
    assert changes(lin.session, after) == ([], after)


def test_small_pages_tell_the_same_as_large_ones(house: House, lin: Seat) -> None:
    for case_id in house.cases(7):
        lin.hold(case_id)
    last = {limit: {} for limit in (1, 2, 500)}
    for limit, seen in last.items():
        for change in changes(lin.session, limit=limit)[0]:
            seen[(change["entity"], change["entity_id"])] = change["rev"]
    assert last[1] == last[2] == last[500]


def test_a_page_does_not_tear_a_transaction(house: House, lin: Seat) -> None:
    case_id = house.case()
    claim = lin.hold(case_id)
    _, cursor = changes(lin.session)
    lin.put(lin.command(case_id, review_body("block"), claim))
    page = lin.session.get("/v1/changes", params={"cursor": cursor, "limit": 1}).json()
    assert {change["entity"] for change in page["changes"]} == {"case", "review"}


def test_a_reader_beside_writers_misses_nothing(house: House) -> None:
    seats = [house.seat(f"writer-{n}") for n in range(3)]
    reader = house.seat("reader")
    _, cursor = changes(reader.session)
    work = [house.cases(12) for _ in seats]
    done = threading.Event()
    expected: dict[str, int] = {}
    lock = threading.Lock()

    def write(seat: Seat, case_ids: list[str]) -> None:
        for case_id in case_ids:
            told = seat.review(case_id, "block").json()
            with lock:
                expected[case_id] = told["entity"]["rev"]

    def follow(place: str, seen: dict[str, int]) -> None:
        while True:
            last_turn = done.is_set()
            told, place = changes(reader.session, place, limit=5)
            for change in told:
                assert change["rev"] >= seen.get(change["entity_id"], 0)
                seen[change["entity_id"]] = change["rev"]
            if last_turn:
                return

    seen: dict[str, int] = {}
    writers = [threading.Thread(target=write, args=pair) for pair in zip(seats, work, strict=True)]
    follower = threading.Thread(target=follow, args=(cursor, seen))
    for thread in (*writers, follower):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    follower.join()
    assert {case_id: seen[case_id] for case_id in expected} == expected
    assert len(expected) == 36


def test_a_snapshot_and_the_feed_after_it_are_the_whole_truth(house: House, lead: Seat, lin: Seat) -> None:
    before = lead.session.get("/v1/snapshot", params={"limit": 3}).json()
    late = house.case()
    lin.review(late, "block")
    rows, params = list(before["rows"]), {"limit": 3}
    page = before
    while not page["done"]:
        page = lead.session.get(
            "/v1/snapshot", params=params | {"snapshot_id": page["snapshot_id"], "after": page["after"]}
        ).json()
        assert page["resume_cursor"] == before["resume_cursor"]
        rows += page["rows"]
    kept = {(row["entity"], row["entity_id"]): row for row in rows}
    assert len(kept) == len(rows)
    for change in changes(lead.session, before["resume_cursor"])[0]:
        kept[(change["entity"], change["entity_id"])] = change
    fresh = {(row["entity"], row["entity_id"]): row for row in snapshot(lead.session)[0]}
    assert {key: row["document"] for key, row in kept.items()} == {key: row["document"] for key, row in fresh.items()}
    assert ("case", late) in kept


def test_reviews_are_told_to_their_authors_and_to_leads_only(house: House, lin: Seat, lead: Seat) -> None:
    case_id = house.case()
    review_id = lin.review(case_id, "block").json()["review_id"]
    other = house.seat("ola")
    for seat, sees in ((lin, True), (lead, True), (other, False)):
        for told in (changes(seat.session)[0], snapshot(seat.session)[0]):
            assert (review_id in [item["entity_id"] for item in told]) is sees
    outcome = {seat.name: "outcome" in seat.case(case_id) for seat in (lin, lead, other)}
    assert outcome == {"lin": True, "lea": True, "ola": False}


def test_an_outside_person_follows_the_own_vendors_cases_only(house: House) -> None:
    bo = house.seat("bo", "bpo_agent", "north")
    own, foreign, inside = house.case(vendor="north"), house.case(vendor="south"), house.case()
    for told in (changes(bo.session)[0], snapshot(bo.session)[0]):
        assert {item["entity_id"] for item in told if item["entity"] == "case"} == {own}
    assert [case["case_id"] for case in bo.session.get("/v1/cases?view=open").json()["cases"]] == [own]
    for case_id in (foreign, inside):
        assert bo.session.get(f"/v1/cases/{case_id}").status_code == 404
        assert bo.claim(case_id)["refused"][0]["code"] == "not_found"
    assert [claim["case_id"] for claim in bo.claim(queue="", want=20)["claims"]] == [own]


def test_a_case_that_leaves_a_vendor_is_removed_there(house: House) -> None:
    bo = house.seat("bo-west", "bpo_agent", "west")
    case_id = _resubmit(house, "MOVES-1", "west")
    _, cursor = changes(bo.session)
    assert _resubmit(house, "MOVES-1", "east") == case_id
    told, _ = changes(bo.session, cursor)
    assert [(c["entity_id"], c["op"], c["reason"]) for c in told] == [(case_id, "remove", "scope")]
    assert "document" not in told[0]
    east = house.seat("bo-east", "bpo_agent", "east")
    assert case_id in [c["entity_id"] for c in changes(east.session)[0] if c["op"] == "upsert"]


def _resubmit(house: House, ref: str, vendor: str) -> str:
    answer = house.agent.post(
        "/v1/intake/cases",
        data=msgspec.json.encode([intake_case(ref, vendor=vendor)]),
        headers={"Content-Type": "application/json"},
    )
    return str(answer.json()["results"][0]["case_id"])


# --- cursors

FORGED = base64.urlsafe_b64encode(b"v1.a.1.b.c" * 4).decode()


def code(session: Session, cursor: str) -> tuple[int, str]:
    answer = session.get("/v1/changes", params={"cursor": cursor})
    return answer.status_code, answer.json()["code"]


@pytest.mark.parametrize("cursor", ["", "x", "a" * 129, "djE", "ÿ", "%00", FORGED])
def test_a_cursor_that_was_made_elsewhere_is_malformed(lin: Seat, cursor: str) -> None:
    assert code(lin.session, cursor) == (400, "cursor_malformed")


def test_a_tampered_cursor_is_malformed(lin: Seat) -> None:
    _, cursor = changes(lin.session)
    for place in range(0, len(cursor), 7):
        changed = cursor[:place] + ("A" if cursor[place] != "A" else "B") + cursor[place + 1 :]
        status, _ = code(lin.session, changed) if changed != cursor else (400, "")
        assert status == 400


def test_a_cursor_is_good_for_its_own_viewer(lin: Seat, lead: Seat) -> None:
    _, cursor = changes(lin.session)
    assert code(lead.session, cursor) == (409, "scope_changed")


def test_a_cursor_from_another_history_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    database = tmp_path_factory.mktemp("history") / "server.db"
    with start_server(database) as server:
        house = open_house(server, database)
        lin = house.seat("lin")
        house.cases(3)
        _, cursor = changes(lin.session)
        house.cases(3)
        _, further = changes(lin.session)
        server.stop()
        # Three commits are lost, as after a restore from an older backup, and others take their place.
        run_sql(database, "DELETE FROM feed WHERE feed_seq > 3")
        for table in ("case_links", "case_transfers", "watch_hits", "case_slices", "cases"):
            run_sql(database, f"DELETE FROM {table} WHERE case_number > 200003")
        server.restart()
        assert changes(lin.session, cursor)[0] == []
        named = lin.session.get("/v1/meta").json()["server_epoch"]
        assert code(lin.session, further) == (409, "history_diverged")
        # A cursor of its own that leads nowhere proves to the server that it was restored: its history has a new name,
        # by which the seats learn it whose cursors are older than the backup.
        assert lin.session.get("/v1/meta").json()["server_epoch"] != named
        assert code(lin.session, cursor) == (409, "history_diverged")
        house.cases(3)
        assert code(lin.session, further) == (409, "history_diverged")
        (audited,) = run_sql(database, "SELECT count(*) FROM audit WHERE action = 'server.restored'")
        assert audited == (1,)
        _, cursor = changes(lin.session)
        house.cases(3)
        server.stop()
        run_sql(database, "DELETE FROM feed WHERE feed_seq < 8")
        server.restart()
        assert code(lin.session, cursor) == (410, "cursor_expired")
        assert lin.session.get("/v1/changes").json()["code"] == "cursor_expired"
        server.stop()
        run_sql(database, "UPDATE server_state SET value = 'another' WHERE name = 'epoch'")
        server.restart()
        assert code(lin.session, cursor) == (409, "history_diverged")
        house.close()


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=501", "limit=x", "limits=1", "limit=1&limit=2"],
)
def test_parameters_out_of_range_are_refused(lin: Seat, query: str) -> None:
    for path in ("/v1/changes", "/v1/snapshot", "/v1/cases"):
        answer = lin.session.get(f"{path}?{query}")
        assert (answer.status_code, answer.json()["code"]) == (400, "parameter")


@pytest.mark.parametrize("after", ["C-200001", "x", ""])
def test_a_snapshot_is_taken_up_only_where_it_was_begun(lin: Seat, after: str) -> None:
    answer = lin.session.get("/v1/snapshot", params={"after": after})
    assert (answer.status_code, answer.json()["code"]) == (400, "parameter")


def test_roles_that_read_no_cases_follow_no_feed(house: House) -> None:
    admin = house.reader("ann", "admin")
    for session in (admin, house.agent):
        for path in ("/v1/changes", "/v1/snapshot", "/v1/cases", "/v1/cases/C-200001"):
            assert session.get(path).status_code == 403


def test_a_bulk_intake_may_be_told_in_pieces_and_a_smaller_one_may_not(house: House, lin: Seat) -> None:
    for count, told in ((120, 120), (300, 50)):
        _, cursor = changes(lin.session)
        house.cases(count)
        page = lin.session.get("/v1/changes", params={"cursor": cursor, "limit": 50}).json()
        assert len(page["changes"]) == told
        assert page["head_lag"] == count - told


def test_a_page_of_large_cases_stays_below_four_mebibytes(house: House, lin: Seat) -> None:
    rows = tuple({f"field_{n}": "x" * 700 for n in range(10)} for _ in range(60))
    large = (Evidence("e1", "signin_timeline", Bilingual("Sign-ins"), rows=rows),)
    _, feed_start = changes(lin.session)
    sent = [case for _ in range(16) for case in house.cases(1, evidence=large)]
    seen: list[str] = []
    for path, first in (("/v1/changes", {"cursor": feed_start}), ("/v1/snapshot", {})):
        params: dict[str, Any] = {"limit": 500, **first}
        seen.clear()
        while True:
            answer = lin.session.get(path, params=params)
            assert len(answer.content) < 4.5 * 1024 * 1024
            page = answer.json()
            if path == "/v1/changes":
                seen += [change["entity_id"] for change in page["changes"]]
                params = {"limit": 500, "cursor": page["next_cursor"]}
                if not page["more"]:
                    break
            else:
                seen += [row["entity_id"] for row in page["rows"]]
                params = {"limit": 500, "snapshot_id": page["snapshot_id"], "after": page["after"]}
                if page["done"]:
                    break
        assert set(sent) <= set(seen)
        assert len(seen) == len(set(seen))
