"""The agent's doors over real HTTP: what comes in whole, what comes again, what is broken."""

import threading
from pathlib import Path
from typing import Any

import msgspec
import requests

from tests.support.database import run_sql
from tests.support.factories import assessment, intake_case
from tests.support.seats import House, Seat, open_house
from tests.support.server import Session, add_user, start_server

NDJSON = {"Content-Type": "application/x-ndjson"}


def plain(ref: str, **more: Any) -> dict[str, Any]:
    """A case as the wire has it."""
    told: dict[str, Any] = msgspec.to_builtins(intake_case(ref, **more))
    return told


def send(session: Session, items: list[Any], what: str = "cases") -> dict[str, Any]:
    answer = session.post(f"/v1/intake/{what}", json=items)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def send_lines(session: Session, lines: list[bytes], what: str = "cases") -> dict[str, Any]:
    answer = session.post(f"/v1/intake/{what}", data=b"\n".join(lines), headers=NDJSON)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def counts(told: dict[str, Any]) -> tuple[int, int, int]:
    return told["accepted"], told["duplicate"], told["rejected"]


def test_a_case_comes_in_and_is_there_to_be_read(house: House, lin: Seat) -> None:
    told = send(house.agent, [plain("in-1"), plain("in-2", vendor="harbour")])
    assert counts(told) == (2, 0, 0)
    first = told["results"][0]
    assert first == {"index": 0, "status": "accepted", "external_ref": "in-1", "case_id": first["case_id"], "rev": 1}
    case = lin.case(first["case_id"])
    assert (case["state"], case["rev"], case["material_rev"]) == ("open", 1, 1)
    assert case["due_at"] == "2026-11-21T15:10:00Z"


def test_case_ids_count_up_from_the_first(tmp_path: Path) -> None:
    database = tmp_path / "server.db"
    with start_server(database) as server:
        house = open_house(server, database)
        assert house.cases(3) == ["C-200001", "C-200002", "C-200003"]
        assert house.cases(1) == ["C-200004"]
        house.close()


def test_ten_broken_lines_are_reported_with_their_places_and_the_rest_is_taken(house: House, lin: Seat) -> None:
    good = [msgspec.json.encode(plain(f"ten-{n}")) for n in range(20)]

    def broken(ref: str, *path: str | int, value: Any) -> bytes:
        case = plain(ref)
        at: Any = case
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = value
        return bytes(msgspec.json.encode(case))

    bad: list[tuple[bytes, str, str]] = [
        (broken("b0", "case_type", value="horoscope"), "unknown_case_type", "/case_type"),
        (
            broken("b1", "assessment", "signals", 0, "contribution", value="0.9"),
            "invalid",
            "/assessment/signals/0/cont",
        ),
        (broken("b2", "assessment", "risk_score", value=0.2), "invalid", "/assessment"),
        (broken("b3", "priority", value=101), "invalid", ""),
        (broken("b4", "opened_at", value="yesterday"), "invalid", "/opened_at"),
        (broken("b5", "evidence", 0, "rows", value=None), "invalid", "/evidence/0"),
        (b'{"external_ref": "b6", "case_type": ', "malformed", ""),
        (good[0].replace(b'"priority"', b'"priority":1,"priority"'), "malformed", ""),
        (b"[" * 50 + b"]" * 50, "malformed", ""),
        (broken("b9", "subject", "account", value="\x00"), "malformed", "/subject/account"),
    ]
    lines = [line for pair in zip(good[:10], (item[0] for item in bad), strict=True) for line in pair] + good[10:]
    told = send_lines(house.agent, lines)
    assert counts(told) == (20, 0, 10)
    rejected = [result for result in told["results"] if result["status"] == "rejected"]
    assert [result["index"] for result in rejected] == list(range(1, 20, 2))
    for result, (_, code, pointer) in zip(rejected, bad, strict=True):
        error = result["problem"]["errors"][0]
        assert result["problem"]["code"] == code, result
        assert error["pointer"].startswith(pointer), result
        assert "case_id" not in result
    refs = {result.get("external_ref") for result in rejected}
    assert {"b0", "b1", "b3"} <= refs
    for result in told["results"]:
        if result["status"] == "accepted":
            assert lin.case(result["case_id"])["external_ref"] == result["external_ref"]


def test_the_same_case_again_is_a_duplicate_however_it_is_written(house: House) -> None:
    case = plain("same-1")
    first = send(house.agent, [case])["results"][0]
    shuffled = dict(reversed(case.items())) | {"subject": dict(reversed(case["subject"].items()))}
    again = send(house.agent, [shuffled, shuffled])
    assert counts(again) == (0, 2, 0)
    assert {result["case_id"] for result in again["results"]} == {first["case_id"]}


def test_other_content_under_the_same_name_is_a_new_revision(house: House, lin: Seat) -> None:
    first = send(house.agent, [plain("rev-1")])["results"][0]
    told = send(house.agent, [plain("rev-1", priority=80)])
    assert (told["results"][0]["case_id"], told["results"][0]["rev"]) == (first["case_id"], 2)
    case = lin.case(first["case_id"])
    assert (case["priority"], case["rev"], case["material_rev"]) == (80, 2, 2)
    assert counts(send(house.agent, [plain("rev-1")])) == (1, 0, 0)


def test_two_versions_in_one_batch_are_one_case(house: House, lin: Seat) -> None:
    told = send(house.agent, [plain("twice-1"), plain("twice-1", priority=12), plain("twice-1", priority=12)])
    assert [result["status"] for result in told["results"]] == ["accepted", "accepted", "duplicate"]
    assert len({result["case_id"] for result in told["results"]}) == 1
    assert lin.case(told["results"][0]["case_id"])["priority"] == 12


def test_a_decided_case_keeps_its_facts(house: House, lin: Seat) -> None:
    case_id = send(house.agent, [plain("done-1")])["results"][0]["case_id"]
    assert lin.review(case_id).status_code == 200
    told = send(house.agent, [plain("done-1", priority=1)])["results"][0]
    assert (told["status"], told["problem"]["code"]) == ("rejected", "case_closed")
    assert counts(send(house.agent, [plain("done-1")])) == (0, 1, 0)
    champion = {"external_ref": "done-1", "assessment": msgspec.to_builtins(assessment(model_version="roca-5"))}
    told = send(house.agent, [champion], "assessments")["results"][0]
    assert told["problem"]["code"] == "case_closed"


def test_a_frame_that_cannot_be_read_is_refused_as_a_whole(house: House) -> None:
    tries: list[tuple[bytes, dict[str, str], int]] = [
        (b"[{]", {"Content-Type": "application/json"}, 400),
        (b'{"cases": []}', {"Content-Type": "application/json"}, 422),
        (b"[" * 100_000, {"Content-Type": "application/json"}, 400),
        (b"[" + b"1," * 1000 + b"1]", {"Content-Type": "application/json"}, 422),
        (b"[]", {"Content-Type": "text/csv"}, 415),
        (b"[]", {"Content-Type": "application/json", "Content-Encoding": "gzip"}, 415),
    ]
    for body, headers, status in tries:
        answer = house.agent.post("/v1/intake/cases", data=body, headers=headers)
        assert answer.status_code == status, (body[:20], answer.text)
        assert answer.headers["Content-Type"] == "application/problem+json"
    assert counts(send(house.agent, [])) == (0, 0, 0)
    assert counts(send(house.agent, [1, None, "x", []])) == (0, 0, 4)


def test_a_body_as_large_as_the_server_says_is_taken(house: House) -> None:
    most = house.agent.get("/v1/meta").json()["limits"]["intake_bytes"]
    one = msgspec.json.encode(intake_case("as-large-as-may-be"))
    body = b"[" + one + b" " * (most - len(one) - 2) + b"]"
    answer = house.agent.post("/v1/intake/cases", data=body, headers={"Content-Type": "application/json"})
    assert (len(body), answer.status_code, answer.json()["accepted"]) == (most, 200, 1)


def test_a_case_larger_than_a_case_may_be_is_rejected_alone(house: House) -> None:
    huge = plain("huge-1", subject={"account": "x" * 600_000})
    told = send(house.agent, [huge, plain("huge-2")])
    assert [result["status"] for result in told["results"]] == ["rejected", "accepted"]
    assert told["results"][0]["problem"]["code"] == "too_large"


def test_only_the_agent_may_bring_cases(house: House, lin: Seat) -> None:
    for what in ("cases", "decisions", "assessments", "executions"):
        answer = lin.session.post(f"/v1/intake/{what}", json=[])
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def ledger_row(ref: str, **more: Any) -> dict[str, Any]:
    return {
        "external_ref": ref,
        "case_type": "withdrawal_anomaly",
        "verdict": "pass",
        "risk_score": 0.02,
        "confidence": 0.98,
        "threshold": 0.85,
        "rule_version": "rules-7",
        "decided_at": "2026-11-21T08:00:00Z",
        "segment": {"country": "SG", "amount_band": "low"},
    } | more


def test_the_ledger_takes_rows_once(house: House) -> None:
    rows = [ledger_row(f"led-{n}") for n in range(3)]
    assert counts(send(house.agent, rows, "decisions")) == (3, 0, 0)
    lines = [msgspec.json.encode(row) for row in rows]
    lines += [
        msgspec.json.encode(ledger_row("led-9", risk_score=1.5)),
        msgspec.json.encode(ledger_row("led-0", risk_score=0.03, confidence=0.97)),
        msgspec.json.encode(ledger_row("led-8", case_type="horoscope")),
    ]
    told = send_lines(house.agent, lines, "decisions")
    assert [result["status"] for result in told["results"]] == [
        "duplicate", "duplicate", "duplicate", "rejected", "accepted", "rejected",
    ]  # fmt: skip
    assert run_sql(house.database, "SELECT count(*) FROM ledger WHERE external_ref LIKE 'led-%'") == [(3,)]
    assert run_sql(house.database, "SELECT risk_score FROM ledger WHERE external_ref = 'led-0'") == [(0.03,)]


def test_a_champions_assessment_is_a_new_revision_and_a_challengers_is_only_kept(house: House, lin: Seat) -> None:
    case_id = send(house.agent, [plain("ass-1")])["results"][0]["case_id"]
    new = msgspec.to_builtins(assessment(model_version="roca-5"))
    rival = new | {"role": "challenger", "model_version": "roca-6"}
    told = send(
        house.agent,
        [
            {"external_ref": "ass-1", "assessment": new},
            {"external_ref": "ass-1", "assessment": new},
            {"external_ref": "ass-1", "assessment": rival},
            {"external_ref": "ass-1", "assessment": rival},
            {"external_ref": "nobody", "assessment": new},
        ],
        "assessments",
    )
    assert [result["status"] for result in told["results"]] == [
        "accepted", "duplicate", "accepted", "duplicate", "rejected",
    ]  # fmt: skip
    assert told["results"][4]["problem"]["code"] == "unknown_case"
    case = lin.case(case_id)
    # Another version that says the same makes no draft stale; another score does.
    assert (case["rev"], case["material_rev"], case["assessment"]["model_version"]) == (2, 1, "roca-5")
    doubt = msgspec.to_builtins(assessment(base_value=-2.3))
    send(house.agent, [{"external_ref": "ass-1", "assessment": doubt}], "assessments")
    case = lin.case(case_id)
    assert (case["rev"], case["material_rev"]) == (3, 3)
    assert [one["assessment"]["model_version"] for one in case["assessments_beside"]] == ["roca-5", "roca-4.1"]
    # The case as the agent first sent it is still the same case.
    assert counts(send(house.agent, [plain("ass-1")])) == (0, 1, 0)


def test_the_acting_system_says_that_it_acted(house: House, lin: Seat) -> None:
    case_id = send(house.agent, [plain("exe-1")])["results"][0]["case_id"]
    assert lin.review(case_id).status_code == 200
    before = lin.case(case_id)
    word = {"ref": "exe-1", "at": "2026-11-21T12:00:00Z", "result": "withdrawal stopped"}
    by_review, unknown, naive = (
        {"ref": before["outcome"]["review_id"]},
        {"ref": "nobody"},
        {"at": "2026-11-21T12:00:00"},
    )
    told = send(house.agent, [word, word, word | by_review, word | unknown, word | naive], "executions")
    assert [result["status"] for result in told["results"]] == [
        "accepted", "duplicate", "duplicate", "rejected", "rejected",
    ]  # fmt: skip
    assert [result["problem"]["errors"][0]["pointer"] for result in told["results"][3:]] == ["/ref", "/at"]
    after = lin.case(case_id)
    assert (after["outcome"]["executed_at"], after["outcome"]["executed_result"]) == (word["at"], word["result"])
    assert (after["rev"], after["material_rev"]) == (before["rev"] + 1, before["material_rev"])


def test_a_server_killed_half_way_has_stored_whole_batches_and_takes_the_rest_without_doubles(tmp_path: Path) -> None:
    database = tmp_path / "server.db"
    batches = [[plain(f"kill-{b}-{n}") for n in range(400)] for b in range(4)]
    server = start_server(database)
    token = add_user(database, "roca", "agent_service")
    first_is_in = threading.Event()
    answers: list[dict[str, Any]] = []

    def feed() -> None:
        with Session(server.url, token) as agent:
            for one in batches:
                try:
                    answers.append(send(agent, one))
                except requests.RequestException:
                    return
                finally:
                    first_is_in.set()

    feeder = threading.Thread(target=feed)
    feeder.start()
    assert first_is_in.wait(60)
    server.kill()
    feeder.join(60)

    with server.restart(), Session(server.url, token) as agent:
        ((stored,),) = run_sql(database, "SELECT count(*) FROM cases")
        assert stored % 400 == 0
        assert stored >= 400 * len(answers)
        again = [counts(send(agent, one)) for one in batches]
        assert sum(duplicate for _, duplicate, _ in again) == stored
        assert sum(accepted for accepted, _, _ in again) == 1600 - stored
        figures = "SELECT count(*), count(DISTINCT external_ref), min(case_number), max(case_number) FROM cases"
        assert run_sql(database, figures) == [(1600, 1600, 200_001, 201_600)]
        assert run_sql(database, "SELECT count(*), max(feed_seq) FROM feed") == [(1600, 1600)]
