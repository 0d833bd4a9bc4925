"""Cases taken along, decided while the server was away, and what came of each: the real server and the whole of the
workstation below its window, on a clock that the test turns."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import text

from app.desktop.bootstrap.services import Services, Stores, open_stores
from app.desktop.changes import Changed
from app.desktop.ports import ActivityRow, ApiError, Offline, ReviewDraft, StepMark
from app.desktop.usecases.take_along import TakeAlong
from app.desktop.vault.keys import DataKey
from app.domain.assessment import sigmoid
from app.domain.case import CaseState
from app.domain.ids import case_number
from app.server.storage.engine import open_engine
from tests.desktop.support.factories import DirectWriter
from tests.support.database import database_url
from tests.support.factories import intake_case
from tests.support.seats import House, Seat, open_house, review_body
from tests.support.server import PASSWORD, start_server

HOUR = 3_600_000
WRITTEN = ReviewDraft(
    decision="block",
    code="thin_history",
    rationale="The owner was in Singapore; the second device was not his.",
    rationale_language="en",
    steps=(StepMark(1, "right"),),
    active_ms=61_000,
)
OTHERWISE = {"code": "signal_overweighted", "attribution": {"kind": "signal", "ref": "impossible_travel"}}


class Machine:
    """One person's workstation without its window, whose cable can be pulled and whose clock can be turned."""

    def __init__(self, folder: Path, house: House, name: str) -> None:
        folder.mkdir(exist_ok=True)
        self.house, self.name, self.folder = house, name, folder
        self.key = DataKey(secrets.token_bytes(32))
        self.passed = 0
        self.cut = False
        self.start()
        self.desk.session.sign_in(name, PASSWORD)

    def start(self) -> None:
        self.stores: Stores = open_stores(self.folder, self.key, "inherited")
        url = self.house.server.url
        self.desk = Services(self.stores, url, self.folder, None, DirectWriter(), self._hear, "0.1.0")
        clock, send = self.desk.clock, self.desk.session._api._http.send
        steady, wall = clock._mono, clock._wall
        clock._mono = lambda: steady() + self.passed
        clock._wall = lambda: wall() + self.passed

        def sent(*told: Any, **more: Any) -> Any:
            if self.cut:
                raise Offline
            return send(*told, **more)

        fetch = self.desk.session._api._http.download

        def fetched(*told: Any, **more: Any) -> Any:
            if self.cut:
                raise Offline
            return fetch(*told, **more)

        self.desk.session._api._http.send = sent  # type: ignore[method-assign]
        self.desk.session._api._http.download = fetched  # type: ignore[method-assign]

    def _hear(self, news: Changed) -> None:
        return None

    def sync(self) -> None:
        """Step until the engine rests; undo windows are over."""
        assert self.stores.work is not None
        with self.stores.work.write() as connection:
            connection.exec_driver_sql("UPDATE outbox SET release_at = 0 WHERE state = 'pending'")
        for _ in range(600):
            if self.desk.engine.step() > 0:
                break
        self.desk.queue.load()

    def decide(self, case_id: str, draft: ReviewDraft = WRITTEN) -> None:
        self.desk.reviews.submit(case_id, draft)

    def rows(self) -> dict[str, ActivityRow]:
        found = self.desk.activity.read().rows
        return {row.case_id: row for row in reversed(found) if row.case_id and row.command_type == "review.submit"}

    def close(self) -> None:
        self.desk.engine.close()
        self.desk._renderer.close()
        self.stores.close()


def along(machine: Machine) -> TakeAlong:
    assert machine.desk.along is not None
    return machine.desk.along


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    database = tmp_path / "server.db"
    with start_server(database) as server:
        house = open_house(server, database)
        yield house
        house.close()


@pytest.fixture
def lea(house: House, tmp_path: Path) -> Iterator[Machine]:
    house.add("lea", "reviewer")
    house.let_take_along("lea")
    machine = Machine(tmp_path / "lea", house, "lea")
    yield machine
    machine.close()


def later(house: House, **span: float) -> None:
    """So much time passes at the server: every moment that it remembers of its cases lies further back."""
    ms = timedelta(**span) // timedelta(milliseconds=1)
    columns = ("routed_at", "received_at", "opened_at", "due_at", "effective_due_at", "claim_until", "claim_hard_until")
    moved = ", ".join(f"{name} = {name} - {ms}" for name in columns)
    on_server(house, f"UPDATE cases SET {moved}")


def on_server(house: House, *statements: str) -> None:
    engine = open_engine(database_url(house.database))
    try:
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))
    finally:
        engine.dispose()


def taken_along(machine: Machine, house: House, count: int) -> list[str]:
    ids = house.cases(count, routed_at=datetime.now(UTC))
    machine.sync()
    taken = along(machine).take(tuple(ids))
    assert (len(taken.case_ids), taken.refused) == (count, {})
    assert [along(machine).bring(case_id).lacks for case_id in taken.case_ids] == [()] * count
    machine.sync()
    return ids


def test_twenty_cases_taken_along_are_decided_over_eight_hours_and_arrive_exactly_once(
    house: House, lea: Machine
) -> None:
    auditor = house.reader("ada", "auditor")
    ids = taken_along(lea, house, 20)
    lea.cut = True
    for number, case_id in enumerate(ids):
        lea.passed += 10 * 60_000
        opened = lea.desk.cases.open_case(case_id)
        assert opened.may.decide, opened.may.why
        assert lea.desk.contexts.read(case_id).view is not None
        lea.desk.case_work.note(case_id, f"Seen on the train, number {number}.", "en")
        lea.decide(case_id)
        with_nobody(lea)
    lea.passed += 8 * HOUR - 20 * 10 * 60_000
    later(house, hours=8)
    lea.close()
    lea.start()
    lea.desk.session.restore()
    lea.cut = False
    lea.sync()
    rows = lea.rows()
    assert {rows[case_id].state for case_id in ids} == {"applied"}
    assert {rows[case_id].flags for case_id in ids} == {("late",)}
    lea.sync()
    made = [c["document"] for c in feed(auditor) if c["entity"] == "review"]
    assert sorted(review["case_id"] for review in made) == sorted(ids)
    assert {review["standing"] for review in made} == {"in_force"}
    notes = auditor.get(f"/v1/cases/{ids[0]}").json()["notes"]
    assert [note["text"] for note in notes] == ["Seen on the train, number 0."]


def with_nobody(machine: Machine) -> None:
    """The engine tries, finds no server, and loses nothing."""
    before = machine.desk.activity.read().pending
    machine.desk.engine.step()
    assert machine.desk.activity.read().pending == before


def feed(session: Any) -> list[dict[str, Any]]:
    changes: dict[tuple[str, str], dict[str, Any]] = {}
    cursor: dict[str, str] = {}
    while True:
        page = session.get("/v1/changes", params=cursor | {"limit": "500"}).json()
        changes |= {(change["entity"], change["entity_id"]): change for change in page["changes"]}
        cursor = {"cursor": page["next_cursor"]}
        if not page["more"]:
            return list(changes.values())


def test_each_row_of_the_table_comes_back_to_its_author(house: House, lea: Machine) -> None:
    mei = house.seat("mei")
    fates = ("applied", "agreed", "contested", "lost", "withdrawn", "stale", "upward")
    by_fate = dict(zip(fates, taken_along(lea, house, len(fates)), strict=True))
    lea.cut = True
    for case_id in by_fate.values():
        lea.decide(case_id)
    later(house, hours=4)
    assert mei.review(by_fate["agreed"], "block").status_code == 200
    assert mei.review(by_fate["contested"], "pass", **OTHERWISE).status_code == 200
    held = mei.hold(by_fate["lost"])
    withdrawn, stale, upward = (case_number(by_fate[name]) for name in ("withdrawn", "stale", "upward"))
    on_server(
        house,
        f"UPDATE cases SET state = '{CaseState.WITHDRAWN.value}', rev = rev + 1 WHERE case_number = {withdrawn}",
        f"UPDATE cases SET priority = 90, rev = rev + 1 WHERE case_number = {upward}",
    )
    renew(house, mei, by_fate["stale"])
    assert stale
    lea.cut = False
    lea.sync()
    lea.sync()
    rows = {fate: lea.rows()[case_id] for fate, case_id in by_fate.items()}
    told = {fate: (row.state, row.problem or row.flags[0], row.needs_attention) for fate, row in rows.items()}
    assert told == {
        "applied": ("applied", "late", False),
        "agreed": ("applied", "concurring", False),
        "contested": ("conflict", "contested", True),
        "lost": ("conflict", "lease_lost", True),
        "withdrawn": ("conflict", "case_withdrawn", True),
        "stale": ("conflict", "stale_evidence", True),
        "upward": ("refused", "must_escalate", True),
    }
    theirs = rows["contested"].theirs
    assert theirs is not None
    assert (theirs["decision"], theirs["code"]) == ("pass", "signal_overweighted")
    assert not theirs.get("decided_by_name"), "a reviewer is not told whose it is"
    assert rows["lost"].theirs is None
    assert [(one.kind, one.ref) for one in rows["stale"].changes][:1] == [("verdict", "")]

    # The one who holds the lost case learns of the other review only by deciding.
    mine = [c["document"] for c in feed(mei.session) if c["entity"] == "review"]
    assert by_fate["lost"] not in {review["case_id"] for review in mine}
    body = review_body("pass", **OTHERWISE)
    assert mei.put(mei.command(by_fate["lost"], body, held)).status_code == 200
    (own,) = [
        c["document"]
        for c in feed(mei.session)
        if c["entity"] == "review" and c["document"]["case_id"] == by_fate["lost"]
    ]
    assert (own["standing"], own["beside"]) == ("in_force", 1)
    lea.sync()
    lost = lea.rows()[by_fate["lost"]]
    assert lost.theirs is not None
    assert (lost.standing, lost.theirs["decision"]) == ("contested", "pass")

    # What waits for a new decision becomes a draft; a Key User's case one that goes upward.
    for fate, decision in (("stale", "block"), ("upward", "escalate")):
        assert lea.desk.activity.reopen(rows[fate].command_id) == by_fate[fate]
        draft = lea.desk.cases.open_case(by_fate[fate]).draft
        assert draft is not None
        assert (draft.decision, draft.rationale) == (decision, WRITTEN.rationale)


def renew(house: House, mei: Seat, case_id: str) -> None:
    """The agent sends other evidence and another word for the same case."""
    external = mei.case(case_id)["external_ref"]
    newer = intake_case(external, routed_at=datetime.now(UTC))
    word = msgspec.structs.replace(
        newer.assessment, base_value=newer.assessment.base_value + 0.4, **risen(newer.assessment, 0.4)
    )
    answer = house.agent.post(
        "/v1/intake/cases",
        data=msgspec.json.encode([msgspec.structs.replace(newer, assessment=word)]),
        headers={"Content-Type": "application/json"},
    )
    assert answer.json()["results"][0]["status"] == "accepted", answer.text


def risen(word: Any, by: float) -> dict[str, float]:
    """Score and confidence of a word whose base is so much higher."""
    total = word.base_value + by + word.other.contribution + sum(signal.contribution for signal in word.signals)
    score = sigmoid(total)
    return {"risk_score": score, "confidence": score if word.verdict.value == "block" else 1 - score}


def test_a_lease_that_ends_while_away_can_be_drafted_and_not_sent(house: House, lea: Machine) -> None:
    (case_id,) = taken_along(lea, house, 1)
    lea.cut = True
    until = along(lea).held()[0].until
    lea.passed += until - lea.desk.clock.now_ms() - 10 * 60_000
    assert lea.desk.cases.open_case(case_id).may.decide
    lea.passed += 10 * 60_000
    may = lea.desk.cases.open_case(case_id).may
    assert (may.decide, may.escalate, may.draft, may.why) == (False, False, True, ("lease_expired",))
    lea.desk.reviews.save_draft(case_id, WRITTEN)
    with pytest.raises(ApiError):
        lea.desk.hand.want((case_id,))
    later(house, hours=4)
    lea.cut = False
    lea.sync()
    lea.desk.hand.want((case_id,))
    opened = lea.desk.cases.open_case(case_id)
    assert opened.draft is not None
    assert opened.may.decide
    lea.decide(case_id, opened.draft)
    lea.sync()
    assert lea.rows()[case_id].state == "applied"


def test_a_session_that_ends_while_away_costs_a_sign_in_and_no_work(house: House, lea: Machine) -> None:
    ids = taken_along(lea, house, 3)
    lea.cut = True
    for case_id in ids:
        lea.decide(case_id)
    on_server(house, "UPDATE refresh_tokens SET expires_at = 1")
    lea.close()
    lea.start()
    lea.desk.session.restore()
    lea.cut = False
    lea.sync()
    assert lea.desk.session.ended
    assert {row.state for row in lea.rows().values()} == {"pending"}
    assert {row.attempts for row in lea.rows().values()} == {0}
    lea.desk.session.sign_in("lea", PASSWORD)
    lea.desk.engine.resume()  # as the window does after each sign-in
    lea.sync()
    assert {row.state for row in lea.rows().values()} == {"applied"}
    assert {row.flags for row in lea.rows().values()} == {()}


def test_a_second_seat_takes_over_what_is_opened_there_and_nothing_else(
    house: House, lea: Machine, tmp_path: Path
) -> None:
    one, two = house.cases(2, routed_at=datetime.now(UTC))
    lea.sync()
    lea.desk.hand.want((one, two))
    laptop = Machine(tmp_path / "laptop", house, "lea")
    try:
        laptop.sync()
        assert laptop.desk.cases.open_case(one).may.why == ("on_other_seat",)
        laptop.desk.hand.want((one, two))
        assert set(laptop.desk.hand.held()) == {one}
        laptop.sync()
        assert laptop.desk.cases.open_case(one).may.decide
        lea.sync()
        moved = lea.desk.cases.open_case(one)
        assert moved.may.why == ("on_other_seat",)
        assert moved.view.claim is not None
        assert moved.view.claim.from_name
        assert lea.desk.cases.open_case(two).may.decide
    finally:
        laptop.close()


def test_a_window_that_is_closed_keeps_what_was_taken_along_and_a_sign_out_gives_it_back(
    house: House, lea: Machine
) -> None:
    (case_id,) = taken_along(lea, house, 1)
    lea.desk.hand.release_all(along=False)
    assert [one.case_id for one in along(lea).held()] == [case_id]
    lea.close()
    lea.start()
    lea.desk.session.restore()
    assert [one.case_id for one in along(lea).held()] == [case_id]
    lea.desk.hand.release_all()
    assert along(lea).held() == ()
    assert "claim" not in house.seat("mei").case(case_id)


def test_what_is_along_is_counted_given_back_and_marked_in_the_queue(house: House, lea: Machine) -> None:
    now = datetime.now(UTC)
    fit, late = house.case(routed_at=now), house.case(routed_at=now - timedelta(hours=5))
    key_user = house.case(routed_at=now, priority=80)
    lea.sync()
    offer = along(lea).offer((fit, late, key_user))
    assert (offer.go, dict(offer.stay)) == ((fit,), {"offline_too_late": 1, "offline_key_user": 1})
    taken = along(lea).take((fit, late, key_user))
    assert dict(taken.refused) == {late: "offline_too_late", key_user: "offline_key_user"}
    lea.sync()
    index = lea.desk.queue.index_of(fit)
    assert index is not None
    assert lea.desk.queue.row(index).along
    lea.desk.hand.want((late,))
    assert [one.case_id for one in along(lea).held()] == [fit], "leafing gives back only what was not taken along"
    along(lea).give_back((fit,))
    assert along(lea).held() == ()
