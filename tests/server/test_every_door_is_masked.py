"""Every role at every door that tells of cases: no personal value without a reveal, and each reveal is written down,
committed, before it is answered, and counted by person and day."""

import json
from typing import Any

import msgspec
import pytest

from app.domain.assessment import Assessment, Step
from app.domain.case import Evidence, Link
from app.domain.document import Attachment
from app.domain.roles import Capability, Role, can
from app.domain.text import Bilingual
from tests.support.database import full, run_sql
from tests.support.factories import assessment
from tests.support.seats import House, Seat, review_body
from tests.support.server import Session, sign_in

CANARIES = {
    "subject": "u-9917340426",
    "unknown_field": "canary-field-of-nobody",
    "pii_field": "198.51.100.77",
    "pii_row": "canary-row@example.net",
    "link": "d-canary-99184467",
    "file_name": "canary passport.jpg",
}
EXECUTED = "ATO-carried-out"
PEOPLE = [role for role in Role if role is not Role.AGENT_SERVICE]
DOORS = (
    "/v1/cases/{case}",
    "/v1/cases/{case}/context",
    "/v1/cases?view=open&limit=500",
    "/v1/cases?view=mine",
    "/v1/cases?view=later",
    "/v1/cases?view=due_1h",
    "/v1/cases?view=key_users",
    "/v1/cases?view=awaiting_me",
    "/v1/cases?view=mine_waiting",
    "/v1/cases?view=type:ato_investigation",
    "/v1/cases?q={case}",
    "/v1/changes?limit=500",
    "/v1/snapshot?limit=500",
    "/v1/exports/labels",
    "/v1/exports/labels?cursor=",
    "/v1/exports/labels?format=label-studio",
    "/v1/exports/reviews",
    "/v1/exports/audit",
    "/v1/exports/training-set",
    "/v1/exports/training-set?format=csv",
    "/v1/exports/labels?format=csv",
    "/v1/exports/reviews?format=csv",
    "/v1/intake/audits",
    "/v1/ledger/audits",
    "/v1/webhooks",
    "/v1/intake/requests",
    "/v1/stats/blind_first",
    "/v1/stats/reveals",
    "/v1/qa/rubric",
    "/v1/qa/checks",
    "/v1/qa/checks/own",
    "/v1/licences",
    "/v1/licences/own",
    "/v1/licence-looks",
    "/v1/gold/sets",
    "/v1/gold/people",
    "/v1/gold/own",
    "/v1/practice?case_type=ato_investigation",
    "/v1/stats/left_window",
    "/v1/stats/missing",
    "/v1/scorecards/me",
    "/v1/scorecards?by=vendor",
    "/v1/scorecards?by=case_type",
    "/v1/scorecards/funnel",
    "/v1/judgements",
    "/v1/disputes?state=all",
    "/v1/vendors/north/weekly",
    "/v1/shift",
    "/v1/agreement",
    "/v1/ledger/recall?decided_from=2026-01-01T00:00:00Z&decided_before=2027-01-01T00:00:00Z",
    "/v1/people",
    "/v1/meta",
    "/schema/openapi.json",
    "/metrics",
)
# Files of bytes, and what tells of no case by its nature.
ELSEWHERE = {"/healthz", "/readyz", "/v1/session/ways"}
POSTED: dict[str, Any] = {
    "/v1/cases/search": {"identifier": CANARIES["subject"]},
    "/v1/cases/context": {"case_ids": ["{case}"]},
    "/v1/claims": {"case_ids": ["{case}"]},
}


def telling_too_much() -> Assessment:
    """An agent that quotes the case's own values in its reasoning."""
    quoted = [CANARIES[name] for name in ("subject", "pii_field", "pii_row", "link")]
    steps = tuple(
        Step(n, Bilingual(f"Seen with {value}, twice.", f"两次见到{value}。"), ("e1",))
        for n, value in enumerate(quoted, start=1)
    )
    return assessment(steps=steps, not_checked=(Bilingual(f"The owner of {quoted[1]}.", f"{quoted[1]} 的归属。"),))


def planted(house: House, **more: Any) -> str:
    return house.case(
        vendor="north",
        subject={"account": CANARIES["subject"], "not_in_the_schema": CANARIES["unknown_field"], "country": "SG"},
        evidence=(
            Evidence(
                "e1",
                "device",
                Bilingual(f"Device of {CANARIES['subject']}", f"{CANARIES['subject']}的设备"),
                fields={"ip": CANARIES["pii_field"], "os": "x"},
                pii=("ip",),
            ),
            Evidence(
                "e2",
                "signin_timeline",
                Bilingual("Sign-ins", "登录记录"),
                rows=({"mail": CANARIES["pii_row"]},),
                pii=("mail",),
                attachment=Attachment("0" * 64, "image/jpeg", 10, CANARIES["file_name"]),
            ),
        ),
        links=(Link("device", CANARIES["link"]),),
        assessment=telling_too_much(),
        **more,
    )


@pytest.fixture(scope="module")
def cases(house: House) -> dict[str, str]:
    """One case in each state, and one that is linked to all of them."""
    found = {name: planted(house) for name in ("open", "held", "escalated", "asked")}
    found["closed"] = planted(house, external_ref=EXECUTED)
    found["key_user"] = planted(house, priority=90)
    worker = house.seat("worker")
    worker.hold(found["held"])
    worker.put(worker.command(found["escalated"], review_body("escalate"), worker.hold(found["escalated"])))
    assert worker.review(found["closed"]).status_code == 200
    done = {"ref": EXECUTED, "at": "2026-11-21T12:00:00Z", "result": f"Told {CANARIES['pii_row']} of it."}
    assert house.agent.post("/v1/intake/executions", json=[done]).json()["accepted"] == 1
    worker.put(worker.command(found["asked"], {"reason": "data_stale"}, None, command_type="assessment.request"))
    word = msgspec.to_builtins(assessment(base_value=-4.0))
    ref = house.agent.get("/v1/intake/requests").json()["requests"][0]["external_ref"]
    assert house.agent.post("/v1/intake/assessments", json=[{"external_ref": ref, "assessment": word}]).json()[
        "accepted"
    ]
    return found


def session_of(house: House, role: Role) -> Session:
    name = f"door-{role.value}"
    house.add(name, role.value, "north" if role is Role.BPO_AGENT else None)
    session = sign_in(house.server.url, name)
    house.opened.append(session)
    return session


def doors(session: Session) -> list[str]:
    """The doors above, and every other one of the API that is opened without a name of something: one that is new is
    tried from its first day."""
    known = {path.partition("?")[0] for path in DOORS}
    answer = session.get("/schema/openapi.json")
    told = answer.json()["paths"]
    plain = sorted(path for path, operations in told.items() if "get" in operations and "{" not in path)
    return [*DOORS, *(path for path in plain if path not in known | ELSEWHERE)]


@pytest.mark.parametrize("role", PEOPLE)
def test_no_role_reads_a_personal_value_at_any_door(house: House, cases: dict[str, str], role: Role) -> None:
    session = session_of(house, role)
    # A door that leads to no case of its own is opened once: it tells of all of them.
    answers = [("", path, session.get(path)) for path in doors(session) if "{case}" not in path]
    for name, case_id in cases.items():
        answers += [(name, path, session.get(path.format(case=case_id))) for path in DOORS if "{case}" in path]
        for path, body in POSTED.items():
            sent = json.loads(json.dumps(body).replace("{case}", case_id))
            answers.append((name, path, session.post(path, json=sent)))
    seen = 0
    for name, path, answer in answers:
        assert answer.status_code < 500, (path, answer.text)
        assert [key for key, value in CANARIES.items() if value in answer.text] == [], (role, name, path)
        seen += sum(case_id in answer.text for case_id in cases.values())
    if can((role,), Capability.CASE_READ):
        assert seen > len(cases) * 3  # the doors were really open


def test_what_the_agent_reads_holds_nothing_of_a_person(house: House, cases: dict[str, str]) -> None:
    for path in DOORS:
        answer = house.agent.get(path.format(case=cases["open"]))
        assert [key for key, value in CANARIES.items() if value in answer.text] == [], path


REVEALERS = [role for role in PEOPLE if can((role,), Capability.PII_REVEAL)]


def reveal(seat: Seat, case_id: str, field: str = "subject.account") -> Any:
    return seat.session.post("/v1/pii/reveal", json={"case_id": case_id, "field": field, "reason": "check_list"})


@pytest.mark.parametrize("role", PEOPLE)
def test_a_reveal_is_written_down_before_it_is_answered_whoever_asks(
    house: House, cases: dict[str, str], role: Role
) -> None:
    seat = house.seat(f"reveals-{role.value}", role.value, "north" if role is Role.BPO_AGENT else None)
    answer = reveal(seat, cases["open"])
    query = "SELECT detail FROM audit WHERE action = 'pii.reveal' AND actor_id = :who"
    rows = run_sql(house.database, query, who=seat.user_id)
    if role in REVEALERS:
        assert (answer.status_code, answer.json()["values"]) == (200, [CANARIES["subject"]])
        assert [json.loads(detail)["reveal"] for (detail,) in rows] == [answer.json()["reveal_id"]]
        assert CANARIES["subject"] not in str(rows)
    else:
        assert (answer.status_code, rows) == (403, [])
        assert CANARIES["subject"] not in answer.text


@pytest.mark.parametrize("role", REVEALERS)
def test_what_cannot_be_written_down_is_shown_to_nobody(house: House, cases: dict[str, str], role: Role) -> None:
    seat = house.seat(f"unwritten-{role.value}", role.value)
    with full(house.database, "audit"):
        answer = reveal(seat, cases["open"])
    assert answer.status_code == 500
    assert CANARIES["subject"] not in answer.text


def test_reveals_are_counted_by_person_and_day_for_those_who_lead(house: House, cases: dict[str, str]) -> None:
    curious = house.seat("curious")
    for case_id in (cases["open"], cases["closed"], cases["open"]):
        assert reveal(curious, case_id).status_code == 200
    lead = house.reader("counts", "team_lead")
    told = lead.get("/v1/stats/reveals?days=1").json()
    (row,) = [row for row in told["rows"] if row["user_id"] == curious.user_id]
    assert (row["reveals"], row["cases"], row["user_name"], told["per_hour"]) == (3, 2, "curious", 20)
    assert row["day"] == told["before_at"][:10]


@pytest.mark.parametrize("role", PEOPLE)
def test_the_figures_are_for_those_whose_work_they_are(house: House, role: Role) -> None:
    name = f"figures-{role.value}"
    house.add(name, role.value, "north" if role is Role.BPO_AGENT else None)
    session = sign_in(house.server.url, name)
    house.opened.append(session)
    for path, capability in (
        ("/v1/stats/reveals", Capability.STATS_REVEALS),
        ("/v1/stats/blind_first", Capability.STATS_BLIND_FIRST),
        ("/v1/stats/left_window", Capability.STATS_MISSING),
    ):
        assert session.get(path).status_code == (200 if can((role,), capability) else 403)
    assert session.get("/v1/stats/reveals?days=0").status_code in (400, 403)
