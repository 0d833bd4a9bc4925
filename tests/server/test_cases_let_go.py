"""Closed cases that the house keeps no longer: nothing of a person stays, in the database, at seats or in exports, and
how they were decided does."""

import hashlib
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import insert, select, update

from app.domain.assessment import Assessment
from app.domain.case import Evidence, Link
from app.domain.document import Attachment
from app.domain.let_go import SHORTEST_DAYS
from app.domain.text import Bilingual
from app.server.config import Settings, from_environment
from app.server.jobs.registry import every_job
from app.server.storage import tables as t
from app.server.storage.files import FolderStore
from app.server.usecases import let_go, words
from tests.server.test_cases_withdrawn import changes, fed, head, withdraw
from tests.server.test_gold_leaves_no_trace import new_set, put_in
from tests.support import quality
from tests.support.database import run_sql
from tests.support.factories import assessment, intake_case, signal
from tests.support.seats import House, Seat, new_id, review_body
from tests.support.server import opened

KEPT = timedelta(days=365)
DAY_MS = 24 * 3_600_000
NAME = "Marguerite"
"""Stands in everything that is said of a case, and looks like no personal data to any check."""
PNG = b"\x89PNG\r\n\x1a\n" + NAME.encode()
SHA = hashlib.sha256(PNG).hexdigest()
LONG_AGO = 400


def speaking_case(house: House, **more: Any) -> tuple[str, str]:
    """A case that speaks of a person wherever it can; its id and its external_ref."""
    word = assessment(signals=(signal(), signal("device_model", -0.4, f"{NAME}'s phone")))
    steps = (msgspec.structs.replace(word.steps[0], statement=Bilingual(f"{NAME} was in Oslo.")),)
    word = msgspec.structs.replace(word, steps=steps, not_checked=(Bilingual(f"Whether {NAME} called."),))
    scan = Attachment(SHA, "image/png", len(PNG), f"{NAME}.png", width=30, height=20, pages=1)
    evidence = (
        Evidence("e1", "device", Bilingual("Device", "设备"), fields={"model": f"{NAME}'s phone"}),
        Evidence("doc/1", "identity_document", Bilingual(f"Of {NAME}"), attachment=scan),
    )
    told = {"subject": {"account": f"u-{NAME}", "language": "en"}, "evidence": evidence, "assessment": word}
    return fed(house, links=(Link("payee", f"{NAME} Ltd"),), **(told | more))


def do(seat: Seat, command_type: str, case_id: str, body: dict[str, Any]) -> Any:
    answer = seat.put(seat.command(case_id, body, None, command_type=command_type))
    assert answer.status_code == 200, answer.text
    return answer


def says(house: House, ref: str, word: Assessment) -> dict[str, Any]:
    """The agent says something else of a case."""
    body = msgspec.json.encode([{"external_ref": ref, "assessment": word}])
    answer = house.agent.post("/v1/intake/assessments", data=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 200, answer.text
    return dict(answer.json()["results"][0])


def aged(house: House, case_id: str, days: int = LONG_AGO) -> None:
    """As if it had been decided so many days ago."""
    at, number = int(time.time() * 1000) - days * DAY_MS, int(case_id[2:])
    run_sql(house.database, "UPDATE cases SET closed_at = :at WHERE case_number = :n", at=at, n=number)
    run_sql(house.database, "UPDATE reviews SET decided_at = :at WHERE case_number = :n", at=at, n=number)


def look(house: House, kept: timedelta = KEPT) -> None:
    """What the job does until nothing is left to do."""
    with opened(house.database) as storage:
        more = True
        while more:
            with storage.write() as work:
                more = let_go.let_go(work, kept)


def gone(house: House, case_id: str) -> bool:
    query = "SELECT let_go_at FROM cases WHERE case_number = :n"
    return run_sql(house.database, query, n=int(case_id[2:])) != [(None,)]


def decided(house: House, sam: Seat, days: int = LONG_AGO, **more: Any) -> tuple[str, str]:
    """A case that was decided so long ago; its id and its external_ref."""
    case_id, ref = speaking_case(house, **more)
    assert sam.review(case_id).status_code == 200
    aged(house, case_id, days)
    return case_id, ref


def who_speaks_of_it(house: House) -> set[str]:
    """The tables in which the name stands anywhere."""
    found = set()
    with opened(house.database) as storage, storage.read() as connection:
        for table in t.metadata.sorted_tables:
            for row in connection.execute(select(table)):
                told = " ".join(
                    bytes(value).decode(errors="replace") if isinstance(value, bytes | memoryview) else str(value)
                    for value in row
                )
                if NAME.casefold() in told.casefold():
                    found.add(table.name)
    return found


@pytest.fixture
def talked_of(house: House, lin: Seat, mei: Seat, sam: Seat) -> tuple[str, str]:
    """One of which people and the agent said much, decided by two people long ago."""
    put = house.agent.put(f"/v1/intake/attachments/{SHA}", data=PNG, headers={"Content-Type": "image/png"})
    assert put.status_code in (200, 201), put.text
    case_id, ref = speaking_case(house)
    with opened(house.database) as storage, storage.write() as work:
        words.fill(work, 1_000)
    for seat in (mei, sam):
        seat.session.get("/v1/snapshot?limit=500")  # which keeps the view of it at hand
    do(mei, "case.note", case_id, {"text": f"{NAME} was called.", "language": "en"})
    do(mei, "case.tag", case_id, {"add": [f"{NAME} again"]})
    do(mei, "case.missing", case_id, {"text": f"A call with {NAME}."})
    do(mei, "assessment.request", case_id, {"reason": "other", "note": f"Is it {NAME}?"})
    other = assessment(base_value=-1.4, role="challenger", model_version="roca-5")
    steps = (msgspec.structs.replace(other.steps[0], statement=Bilingual(f"{NAME} again.")),)
    assert says(house, ref, msgspec.structs.replace(other, steps=steps))["status"] == "accepted"
    up = review_body("escalate", rationale=f"{NAME} has two accounts; a second look is needed.")
    assert lin.put(lin.command(case_id, up, lin.hold(case_id))).status_code == 200
    escalation = sam.case(case_id)["escalation"]["escalation_id"]
    words_ = f"{NAME} was in Singapore; the second device was not hers."
    assert sam.review(case_id, escalation_id=escalation, rationale=words_).status_code == 200
    also_said(house, case_id, sam.user_id)
    aged(house, case_id)
    return case_id, ref


def also_said(house: House, case_id: str, user_id: str) -> None:
    """What stands apart: a rationale for many cases, a second thought after a reveal, and a dispute that is over."""
    n, words_ = int(case_id[2:]), f"{NAME} again."
    (review_id,) = run_sql(
        house.database, "SELECT review_id FROM reviews WHERE case_number = :n AND label = 'TP'", n=n
    )[0]
    pattern = {"pattern_id": new_id(), "raised_by": user_id, "raised_at": 1, "rationale": words_}
    thought = {"review_id": review_id, "command_id": new_id(), "at": 1, "ai_verdict": "block", "shift": "none"}
    thought |= {"first_decision": "block", "first_rationale": words_, "second_decision": "block"}
    dispute = {
        "dispute_id": new_id(),
        "source": "qa",
        "judgement_key": new_id(),
        "review_id": review_id,
        "raised_at": 1,
    }
    dispute |= {
        "raised_by": user_id,
        "reason": words_,
        "reason_language": "en",
        "state": "upheld",
        "resolution": words_,
    }
    with opened(house.database) as storage, storage.write() as work:
        work.connection.execute(insert(t.patterns), [pattern | {"rationale_language": "en"}])
        work.connection.execute(insert(t.after_reveal), [thought])
        work.connection.execute(insert(t.disputes), [dispute])
        up = update(t.escalations).where(t.escalations.c.case_number == n)
        work.connection.execute(up.values(pattern_id=pattern["pattern_id"]))


def test_nothing_of_a_person_stays_anywhere_and_how_it_was_decided_does(
    house: House, sam: Seat, lead: Seat, talked_of: tuple[str, str]
) -> None:
    case_id, ref = talked_of
    before, spoke = lead.case(case_id), who_speaks_of_it(house)
    assert spoke >= {
        *("cases", "assessments", "assessment_requests", "case_notes", "case_tags", "case_missing"),
        *("case_words", "escalations", "reviews", "case_documents", "patterns", "after_reveal", "disputes"),
    }
    look(house)
    assert who_speaks_of_it(house) == set()
    left = lead.case(case_id)
    assert (left["state"], left["rev"], left["external_ref"]) == ("closed", before["rev"] + 1, ref)
    assert (left["subject"], left["evidence"], left.get("links", [])) == ({}, [], [])
    for part in ("decision", "label", "code", "decided_by_name", "decided_at", "review_id"):
        assert left["outcome"][part] == before["outcome"][part]
    for part in ("verdict", "risk_score", "confidence", "threshold", "model_version", "base_value"):
        assert left["assessment"][part] == before["assessment"][part]
    assert [(one["name"], one["value"]) for one in left["assessment"]["signals"]] == [
        ("impossible_travel", 14100.0),
        ("device_model", None),
    ]
    rows = run_sql(
        house.database,
        "SELECT actor_id, detail FROM audit WHERE action = 'case.let_go' AND entity_id = :case",
        case=case_id,
    )
    assert rows == [("server", f'{{"rev":{left["rev"]}}}')], "one row of the trail, and no word of the person in it"


def test_its_file_is_named_by_nothing_any_more(house: House, talked_of: tuple[str, str]) -> None:
    case_id, _ = talked_of
    query = "SELECT count(*) FROM case_files WHERE case_number = :n AND sha256 = :sha"
    assert run_sql(house.database, query, n=int(case_id[2:]), sha=SHA) == [(1,)]
    look(house)
    assert run_sql(house.database, query, n=int(case_id[2:]), sha=SHA) == [(0,)]


def test_every_seat_is_told_to_give_it_up_and_none_is_given_it_again(house: House, sam: Seat, lead: Seat) -> None:
    case_id, ref = decided(house, sam)
    before = {seat.name: head(seat) for seat in (sam, lead)}
    look(house)
    for seat in (sam, lead):
        told = changes(seat, before[seat.name])[case_id]
        assert (told["op"], told["reason"], told["rev"]) == ("remove", "retention", seat.case(case_id)["rev"])
        assert "document" not in told
        shown = seat.session.get("/v1/snapshot?limit=500").json()["rows"]
        assert case_id not in [row["entity_id"] for row in shown]
        assert seat.session.get(f"/v1/cases?q={ref}").json()["cases"] == []


def test_a_contact_centre_reads_what_is_left_of_its_own_cases_alone(house: House, sam: Seat, bao: Seat) -> None:
    case_id, _ = decided(house, sam, vendor="north")
    other, _ = decided(house, sam, vendor="south")
    before = head(bao)
    look(house)
    assert {case_id, other}.isdisjoint(changes(bao, before)), "its seat holds neither of them"
    assert bao.case(case_id)["subject"] == {}
    assert bao.session.get(f"/v1/cases/{other}").status_code == 404


def test_labels_and_counts_stay_as_they_were(house: House, sam: Seat, lead: Seat) -> None:
    case_id, _ = decided(house, sam)

    def label() -> dict[str, Any]:
        lines = lead.session.get("/v1/exports/labels?format=jsonl").text.splitlines()
        (found,) = [one for one in map(msgspec.json.decode, lines) if one["case_id"] == case_id]
        return dict(found)

    def decided_in_all() -> Any:
        return run_sql(house.database, "SELECT count(*) FROM labels"), run_sql(
            house.database, "SELECT state, count(*) FROM cases GROUP BY state ORDER BY state"
        )

    before, count = label(), decided_in_all()
    look(house)
    assert label() == before | {"rationale": ""}
    assert decided_in_all() == count


def test_a_late_review_of_it_is_kept_without_its_words_and_told_so(house: House, lin: Seat, sam: Seat) -> None:
    case_id, _ = speaking_case(house)
    late = lin.command(case_id, review_body(), lin.hold(case_id))
    run_sql(house.database, "UPDATE cases SET claim_until = 1 WHERE case_number = :n", n=int(case_id[2:]))
    assert sam.review(case_id).status_code == 200
    aged(house, case_id)
    look(house)
    answer = lin.put(late)
    assert (answer.status_code, answer.json()["code"]) == (409, "case_withdrawn")
    review_id = lin.session.get(f"/v1/commands/{late['command_id']}").json()["review_id"]
    rows = run_sql(house.database, "SELECT standing, rationale FROM reviews WHERE review_id = :id", id=review_id)
    assert rows == [("contested", "")]


@pytest.mark.parametrize(
    ("command_type", "body"),
    [
        ("case.note", {"text": "Called again.", "language": "en"}),
        ("case.tag", {"add": ["again"]}),
        ("case.missing", {"text": "The call."}),
        ("assessment.request", {"reason": "data_stale"}),
    ],
)
def test_nobody_says_anything_on_it_any_more(
    house: House, sam: Seat, mei: Seat, command_type: str, body: dict[str, Any]
) -> None:
    case_id, _ = decided(house, sam)
    look(house)
    answer = mei.put(mei.command(case_id, body, None, command_type=command_type))
    assert (answer.status_code, answer.json()["code"]) == (409, "case_withdrawn")


def test_the_agent_does_not_bring_it_back(house: House, sam: Seat) -> None:
    case_id, ref = decided(house, sam)
    look(house)
    again = msgspec.json.encode([intake_case(ref, priority=60)])
    answer = house.agent.post("/v1/intake/cases", data=again, headers={"Content-Type": "application/json"})
    assert answer.json()["results"][0]["problem"]["code"] == "case_closed"
    for role in ("champion", "challenger"):
        result = says(house, ref, assessment(role=role, model_version="roca-6"))
        assert (result["status"], result["problem"]["code"]) == ("rejected", "case_withdrawn")
    assert withdraw(house, ref)[0]["problem"]["code"] == "case_closed"
    assert gone(house, case_id)


def test_it_is_drawn_for_nothing_that_is_looked_at_again(house: House, sam: Seat, lead: Seat) -> None:
    case_id, _ = decided(house, sam)
    kept, _ = decided(house, sam, days=399)
    look(house, timedelta(days=399, hours=12))
    assert (gone(house, case_id), gone(house, kept)) == (True, False)
    then = datetime.now(UTC) - timedelta(days=LONG_AGO)
    span = {
        "decided_from": (then - timedelta(days=1)).isoformat(),
        "decided_before": (then + timedelta(days=2)).isoformat(),
    }
    frame = quality.frame(lead, reviewers=[sam.user_id], **span)
    query = "SELECT case_number FROM qa_frame_rows WHERE frame_id = :id"
    numbers = [number for (number,) in run_sql(house.database, query, id=frame["frame_id"])]
    assert int(kept[2:]) in numbers
    assert int(case_id[2:]) not in numbers
    item = {"case_id": case_id, "truth": "block", "reason": "Two devices at once.", "reason_language": "en"}
    told = lead.session.post(f"/v1/gold/sets/{new_set(lead, 'let go')}/items", json=item)
    assert told.json()["code"] == "not_gold"
    run_sql(house.database, "DELETE FROM qa_frame_rows WHERE frame_id = :id", id=frame["frame_id"])


def test_one_on_which_something_was_decided_since_is_kept(house: House, sam: Seat) -> None:
    young, _ = decided(house, sam, days=364)
    disputed, _ = decided(house, sam)
    at = int(time.time() * 1000) - 10 * DAY_MS
    run_sql(house.database, "UPDATE reviews SET decided_at = :at WHERE case_number = :n", at=at, n=int(disputed[2:]))
    waiting, _ = speaking_case(house)
    long_open, n = int(time.time() * 1000) - LONG_AGO * DAY_MS, int(waiting[2:])
    run_sql(house.database, "UPDATE cases SET received_at = :at WHERE case_number = :n", at=long_open, n=n)
    old, _ = decided(house, sam, days=366)
    look(house)
    assert [gone(house, one) for one in (young, disputed, waiting, old)] == [False, False, False, True]


def test_one_that_other_work_rests_on_is_kept_until_that_is_over(house: House, sam: Seat, lead: Seat) -> None:
    names = ("frame", "hold", "sample", "session", "dispute", "gold", "set")
    cases = {name: decided(house, sam)[0] for name in names}
    number = {name: int(case_id[2:]) for name, case_id in cases.items()}
    put_in(lead, new_set(lead, "rested on"), [cases["gold"]])
    now, ids = int(time.time() * 1000), {name: new_id() for name in names}
    rest_on(house, lead.user_id, number, ids, now)
    look(house)
    assert {name for name in names if gone(house, cases[name])} == set()
    over: tuple[tuple[str, dict[str, Any]], ...] = (
        ("UPDATE qa_frames SET defined_at = 1", {}),
        ("DELETE FROM qa_holds WHERE case_number = :n", {"n": number["hold"]}),
        ("UPDATE qa_samples SET settled_at = 1 WHERE sample_id = :id", {"id": ids["sample"]}),
        ("UPDATE calibration_sessions SET ended_at = 1 WHERE session_id = :id", {"id": ids["session"]}),
        ("UPDATE disputes SET state = 'upheld' WHERE dispute_id = :id", {"id": ids["dispute"]}),
        ("UPDATE gold_items SET retired_at = 1 WHERE case_number = :n", {"n": number["gold"]}),
        ("DELETE FROM regression_cases WHERE set_id = :id", {"id": ids["set"]}),
    )
    for name, (statement, values) in zip(names, over, strict=True):
        run_sql(house.database, statement, **values)
        look(house)
        assert gone(house, cases[name]), name


def rest_on(house: House, user_id: str, number: dict[str, int], ids: dict[str, str], now: int) -> None:
    """A frame, a packet, a sample, a session, a dispute and a regression set that are not over, each with its case."""
    ((review_id,),) = run_sql(
        house.database, "SELECT review_id FROM reviews WHERE case_number = :n", n=number["dispute"]
    )

    def frame(frame_id: str) -> dict[str, Any]:
        told = {"criteria": "{}", "strata": "[]", "frame_cursor": 0, "digest": "", "size": 1, "left_out": 0}
        return told | {"frame_id": frame_id, "tells": False, "defined_by": user_id, "defined_at": now}

    sample = {"plan": "{}", "seed": "s", "refs_digest": "", "size": 1, "letter": "A", "overlap": 0.0, "severity": ""}
    sample |= {"sample_id": ids["sample"], "frame_id": ids["frame"], "drawn_by": user_id, "drawn_at": now}
    session = {"rev": 1, "kind": "blind", "state": "open", "title": "", "language": "en", "case_type": "", "seed": ""}
    session |= {"session_id": ids["session"], "criteria": "{}", "fit": 1, "chair_id": user_id, "made_at": now}
    dispute = {"source": "qa", "judgement_key": ids["dispute"], "review_id": review_id, "raised_by": user_id}
    dispute |= {"dispute_id": ids["dispute"], "raised_at": now, "reason": "", "reason_language": "en", "state": "open"}
    made = {"set_id": ids["set"], "version": 99, "made_by": user_id, "made_at": now, "digest": "", "counts": "{}"}
    item = {"ref": "1", "review_id": "r", "reviewer_id": "x", "decision": "block", "stratum": 0, "place": 0}
    rows: list[tuple[Any, dict[str, Any]]] = [
        (t.qa_frames, frame(ids["frame"])),
        (t.qa_frame_rows, {"frame_id": ids["frame"], "ref": "1", "review_id": "r", "stratum": 0}),
        (t.qa_holds, {"user_id": user_id, "source": ids["hold"]}),
        (t.qa_samples, sample | {"verdict": "open"}),
        (t.qa_items, item | {"sample_id": ids["sample"]}),
        (t.calibration_sessions, session),
        (t.calibration_items, {"session_id": ids["session"], "ref": "1", "review_id": "r", "label": "TP"}),
        (t.disputes, dispute),
        (t.regression_sets, made),
        (t.regression_cases, {"set_id": ids["set"], "n": 1, "entry": "{}"}),
    ]
    of = {
        t.qa_frame_rows: "frame",
        t.qa_holds: "hold",
        t.qa_items: "sample",
        t.calibration_items: "session",
        t.regression_cases: "set",
    }
    with opened(house.database) as storage, storage.write() as work:
        for table, row in rows:
            more = {"case_number": number[of[table]]} if table in of else {}
            work.connection.execute(insert(table), [row | more])


def test_many_go_a_little_at_a_time(house: House, sam: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [decided(house, sam)[0] for _ in range(5)]
    look(house, timedelta(days=LONG_AGO + 1))
    monkeypatch.setattr(let_go, "MOST", 2)
    left = []
    with opened(house.database) as storage:
        more = True
        while more:
            with storage.write() as work:
                more = let_go.let_go(work, KEPT)
            left.append(sum(not gone(house, one) for one in cases))
    assert left == [3, 1, 0]


def test_cases_are_kept_for_ever_unless_the_house_says_otherwise(tmp_path: Path) -> None:
    def names(settings: Settings) -> list[str]:
        return [job.name for job in every_job(settings, FolderStore(tmp_path))]

    assert Settings().keep_closed_days == 0
    assert "let_go" not in names(Settings())
    told = from_environment({"FOOTPLATE_KEEP_CLOSED_DAYS": str(SHORTEST_DAYS)})
    assert "let_go" in names(told)
    for days in ("-1", "1", str(SHORTEST_DAYS - 1), "a year"):
        with pytest.raises(ValueError, match="a FOOTPLATE_ setting cannot be read"):
            from_environment({"FOOTPLATE_KEEP_CLOSED_DAYS": days})
