"""The OpenAPI document tells the truth about the server."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.contract import paths
from tests.support import (
    beyond_schemas,
    calibration_examples,
    hub_examples,
    quality,
    regression_examples,
    sop_examples,
)
from tests.support.confluence import fake_confluence
from tests.support.seats import House, Seat, new_id, open_house, review_body
from tests.support.server import Session, start_server

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
    beyond_schemas.TAKES_WHAT_IT_SAYS,
    "negative_data_rejection",
    "missing_required_header",
    "unsupported_method",
    "ignored_auth",
)
ROOT = Path(__file__).parents[2]
SAID_PLAINLY = ROOT / "tests" / "support" / "plain_data.py"
OF_ADMINS = "/webhooks|/v1/roles|/v1/service-tokens|/v1/people/unlock|/v1/audit/|/v1/exports/audit"
OF_AGENTS = "/intake/|/hub/acknowledgements"
_REQUESTS = re.compile(r'footplate_requests_total\{method="(\w+)",route="(/[^"]*)",status="(\d+)"')


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One whose access tokens outlive the longest run: on a busy machine that takes more than the usual ten minutes,
    and would go on with refusals alone."""
    folder = tmp_path_factory.mktemp("described")
    with fake_confluence() as wiki:
        environment = {"FOOTPLATE_ACCESS_SECONDS": "7200"} | sop_examples.with_wiki(wiki, folder)
        with start_server(folder / "server.db", environment=environment) as server:
            house = open_house(server, folder / "server.db")
            yield house
            house.close()


@pytest.fixture(scope="module")
def document(house: House) -> dict[str, Any]:
    with Session(house.server.url) as anybody:
        told: dict[str, Any] = anybody.get(paths.OPENAPI).json()
        return told


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def test_every_path_of_the_contract_is_in_the_document(document: dict[str, Any]) -> None:
    named = {
        value
        for name, value in vars(paths).items()
        if name.isupper() and isinstance(value, str) and value not in (paths.PREFIX, paths.EXPORTS)
    }
    named |= {paths.case("{case_id}"), paths.command("{command_id}"), paths.export("{what}")}
    assert named <= set(document["paths"])
    assert document["openapi"].startswith("3.1")


def test_every_refusal_is_described_as_a_problem_document(document: dict[str, Any]) -> None:
    for method, path, operation in operations(document):
        assert any(status.startswith("2") for status in operation["responses"]), (method, path)
        for status, answer in operation["responses"].items():
            if status[0] not in "23":
                content = answer["content"]["application/problem+json"]
                assert content["schema"] == {"$ref": "#/components/schemas/Problem"}, (method, path, status)


def test_what_needs_a_sign_in_says_so(document: dict[str, Any]) -> None:
    free = {(method, path) for method, path, operation in operations(document) if not operation["security"]}
    assert free == {
        ("post", paths.SESSION),
        ("post", paths.SESSION_REFRESH),
        ("get", paths.SESSION_WAYS),
        ("post", paths.SESSION_OIDC),
        ("post", paths.DEVICE_CHECK_IN),
        ("get", paths.HEALTH),
        ("get", paths.READY),
        ("get", paths.METRICS),
        ("get", paths.OPENAPI),
    }
    for method, path, operation in operations(document):
        if (method, path) not in free:
            assert "401" in operation["responses"], (method, path)


def test_every_address_tells_all_its_methods(house: House, document: dict[str, Any]) -> None:
    for path, operations_here in document["paths"].items():
        answer = house.agent.options(re.sub(r"[{}]", "", path))
        told = set(answer.headers["Allow"].split(", "))
        assert (path, answer.status_code, answer.content) == (path, 204, b"")
        assert (path, told) == (path, {"OPTIONS", *(method.upper() for method in operations_here)})


def test_every_operation_has_a_name_of_its_own_and_every_reference_an_end(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(set(names)) == len(names)
    for name in re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(document)):
        assert name in document["components"]["schemas"]


def with_examples(document: dict[str, Any], house: House, lead: Seat) -> dict[str, Any]:
    """The document with examples of what only this server knows: ids, tokens and a whole command."""
    told: dict[str, Any] = json.loads(json.dumps(document))
    decided, open_case = house.cases(2)
    assert lead.review(decided).status_code == 200
    done = lead.command(open_case, review_body(), lead.hold(open_case))
    assert lead.put(done).status_code == 200

    def body(method: str, path: str, example: Any) -> None:
        told["paths"][path][method]["requestBody"]["content"]["application/json"]["example"] = example

    def parameter(method: str, path: str, example: str) -> None:
        told["paths"][path][method]["parameters"][0]["example"] = example

    # Of a session of its own: a refresh token that is shown once more, after a while, ends the one it belongs to.
    body("post", paths.SESSION_REFRESH, {"refresh_token": house.seat("returns").session.tokens["refresh_token"]})
    body("post", paths.PII_REVEAL, {"case_id": decided, "field": "subject.account", "reason": "contact_customer"})
    batch = {"device_id": lead.device_id, "batch_id": "b", "commands": [done]}
    body("post", paths.COMMANDS, batch)
    body("put", paths.command("{command_id}"), {"device_id": lead.device_id, "command": done})
    parameter("put", paths.command("{command_id}"), done["command_id"])
    parameter("get", paths.command("{command_id}"), done["command_id"])
    parameter("get", paths.case("{case_id}"), decided)
    house.add("of the north", "bpo_agent", "north")
    parameter("get", paths.VENDOR_WEEKLY, "north")
    parameter("get", paths.SCORECARDS_PERSON, lead.user_id)
    table = told["paths"][paths.AGREEMENT_ANALYSE]["post"]["requestBody"]["content"]["text/csv"]
    table["example"] = "item,rater,label\n1,a,x\n1,b,x\n"
    other = house.seat("decides")
    for case_id in house.cases(3):
        assert other.review(case_id).status_code == 200
    frame = quality.frame(lead, reviewers=[other.user_id])
    sample_id = quality.new_sample(lead, frame_id=frame["frame_id"], plan=quality.ISO | {"aql": 6.5}, seed="fuzz")
    row = {
        "external_ref": "decided-alone", "case_type": "ato_investigation", "verdict": "pass", "risk_score": 0.02,
        "confidence": 0.98, "threshold": 0.85, "rule_version": "rules-7", "decided_at": "2026-11-21T08:00:00Z",
    }  # fmt: skip
    assert house.agent.post(paths.INTAKE_DECISIONS, json=[row]).json()["accepted"] == 1
    body("post", paths.LEDGER_AUDITS, {"external_refs": ["decided-alone"]})
    body("post", paths.QA_FRAMES, frame["criteria"])
    rules = lead.session.get(paths.ASSIGNMENT).json()["rev"]
    rules = lead.session.put(paths.ASSIGNMENT, json={"base_rev": rules, "rules": []}).json()["rev"]
    body("put", paths.ASSIGNMENT, {"base_rev": rules, "rules": []})
    body("post", paths.ASSIGNMENT_UNDO, {"base_rev": rules + 1})
    body("post", paths.QA_RE_REVIEWS, {"want": 1})
    parameter("get", paths.QA_FRAME, frame["frame_id"])
    parameter("get", paths.QA_FRAME_ROWS, frame["frame_id"])
    parameter("get", paths.QA_SAMPLE, sample_id)
    known_answers(told, house, lead, other)
    findings(told, house, lead)
    regression_examples.examples(told, house, lead)
    hub_examples.examples(told, house, lead)
    calibration_examples.examples(told, house, lead)
    sop_examples.examples(told, house, lead)
    # Another person's seat, so that no door ends the session of who asks; and one's own second, which alone it unlocks.
    spare = house.seat("spare").device_id
    for method, path in (
        ("patch", paths.DEVICE),
        ("delete", paths.DEVICE),
        ("post", paths.DEVICE_REVOKE),
        ("post", paths.DEVICE_RESTORE),
    ):
        parameter(method, path, spare)
    body("patch", paths.DEVICE, {"device_name": "by the window"})
    parameter("post", paths.DEVICE_UNLOCK, lead.device_id)
    parameter("post", paths.DEVICE_DIRECTIVES, spare)
    directive = {"directive_id": new_id(), "device_id": spare, "kind": "logout", "nonce": "n" * 16, "issued_at": 1}
    body("post", paths.DEVICE_DIRECTIVES, {"directive": directive, "signature": "A" * 86 + "=="})
    return told


def known_answers(told: dict[str, Any], house: House, lead: Seat, person: Seat) -> None:
    """Examples of a gold set, an item of it, a practice case and a licence."""

    def of(method: str, path: str, example: Any = None, **named: str) -> None:
        operation = told["paths"][path][method]
        for parameter in operation.get("parameters", ()):
            if parameter["name"] in named:
                parameter["example"] = named[parameter["name"]]
        if example is not None:
            operation["requestBody"]["content"]["application/json"]["example"] = example

    kind = "ato_investigation"
    decided = house.cases(3, case_type=kind)
    for case_id in decided:
        assert person.review(case_id).status_code == 200
    set_id = lead.session.post(paths.GOLD_SETS, json={"name": "known"}).json()["set_id"]
    item = {"truth": "block", "reason": "The device is not the customer's.", "reason_language": "en"}
    # Nobody practises on cases of their own set.
    teaches = house.seat("teaches", "team_lead")
    taught = teaches.session.post(paths.GOLD_SETS, json={"name": "for practice"}).json()["set_id"]
    ids = {}
    for by, place, case_id in ((lead, set_id, decided[0]), (teaches, taught, decided[1])):
        order = item | {"case_id": case_id, "practice": by is teaches}
        made = by.session.post(paths.GOLD_ITEMS.format(set_id=place), json=order)
        assert made.status_code == 200, made.text
        (kept,) = by.session.get(paths.GOLD_SET.format(set_id=place)).json()["items"]
        ids[kept["standing"]] = kept["item_id"]
    of("post", paths.GOLD_SETS, {"name": "known as well"})
    of("get", paths.GOLD_SET, set_id=set_id)
    of("post", paths.GOLD_ITEMS, item | {"case_id": decided[2]}, set_id=set_id)
    of("post", paths.GOLD_RETIRE, set_id=set_id, item_id=ids["in_use"])
    of("put", paths.GOLD_OWNER, {"user_id": lead.user_id}, set_id=set_id)
    of("post", paths.GOLD_RUNS, {"user_id": person.user_id, "case_type": kind, "count": 1})
    of("get", paths.PRACTICE, case_type=kind)
    of("post", paths.PRACTICE_CASE, {"decision": "pass"}, item_id=ids["practice"])
    of("put", paths.LICENCE, {"rung": "live", "reason": "Ten years here."}, user_id=person.user_id, case_type=kind)
    of("get", paths.LICENCES, user_id=person.user_id)


def findings(told: dict[str, Any], house: House, lead: Seat) -> None:
    """Examples of a finding, a training set and a request to train from it that was answered."""

    def of(method: str, path: str, example: Any = None, **named: str) -> None:
        operation = told["paths"][path][method]
        for parameter in operation.get("parameters", ()):
            if parameter["name"] in named:
                parameter["example"] = named[parameter["name"]]
        if example is not None:
            operation["requestBody"]["content"]["application/json"]["example"] = example

    (case_id,) = house.cases(1)
    assert lead.review(case_id).status_code == 200
    body = {"feedback_id": new_id(), "case_ids": [case_id], "title": "The map is old.", "language": "en"}
    raised = lead.put(lead.command(None, body, None, command_type="feedback.create", base_rev=None))
    assert raised.status_code == 200, raised.text
    order = {"name": "fuzzed", "feedback_id": body["feedback_id"]}
    made = lead.session.post(paths.TRAINING_SETS, json=order)
    assert made.status_code == 200, made.text
    set_id = made.json()["set_id"]
    request = lead.session.post(paths.TRAINING_REQUESTS.format(set_id=set_id), json={}).json()["request_id"]
    answer = {"state": "trained", "model_version": "roca-fuzzed"}
    assert house.agent.post(paths.RETRAINING_ANSWER.format(request_id=request), json=answer).status_code == 200
    of("get", paths.FEEDBACK_ITEM, feedback_id=str(body["feedback_id"]))
    of("get", paths.FEEDBACK_CASES, feedback_id=str(body["feedback_id"]))
    of("post", paths.TRAINING_SETS, order)
    of("get", paths.TRAINING_SET, set_id=set_id)
    of("get", paths.TRAINING_FILE, set_id=set_id, name="manifest.json")
    of("post", paths.TRAINING_REQUESTS, {"note": "Less weight on travel."}, set_id=set_id)
    of("get", paths.RETRAINING_EFFECT, request_id=request)


def test_each_operation_that_refuses_data_of_its_schema_is_there_and_is_named_once(document: dict[str, Any]) -> None:
    named = beyond_schemas.refusing()
    assert sorted(named) == sorted(set(named))
    assert set(named) <= {f"{method.upper()} {path}" for method, path, _ in operations(document)}


def run_schemathesis(house: House, file: Path, token: str, *arguments: str) -> None:
    settings = file.with_name("schemathesis.toml")
    settings.write_text(beyond_schemas.configuration(CHECKS))
    done = subprocess.run(
        [
            str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(settings),
            "run", str(file), "--url", house.server.url, "--header", f"Authorization: {token}",
            "--phases", "examples,coverage,fuzzing,stateful", "--max-examples", "20", "--seed", "7",
            "--no-color", "--warnings", "off", *arguments,
        ],
        cwd=file.parent,
        env=os.environ | {"SCHEMATHESIS_HOOKS": str(SAID_PLAINLY), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=900,  # a busy machine takes long, and that is no fault
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]


@pytest.mark.slow
@pytest.mark.first
@pytest.mark.timeout(2400)
def test_schemathesis_finds_no_fault(house: House, document: dict[str, Any], tmp_path: Path) -> None:
    lead = house.seat("lea", "team_lead")
    file = tmp_path / "openapi.json"
    runs_it = house.reader("runs-it", "admin")
    told = with_examples(document, house, lead)
    hook = runs_it.post(paths.WEBHOOKS, json={"url": "https://hooks.example.com/"}).json()["endpoint"]["endpoint_id"]
    for path in (path for path in told["paths"] if "{endpoint_id}" in path):
        for operation in told["paths"][path].values():
            operation["parameters"][0]["example"] = hook
    house.add("another service", "agent_service")
    order = {"service": "another service"}
    told["paths"][paths.SERVICE_TOKENS]["post"]["requestBody"]["content"]["application/json"]["example"] = order
    for method, path in (("delete", paths.SERVICE_TOKEN), ("post", paths.SERVICE_TOKEN_ROTATE)):
        made = runs_it.post(paths.SERVICE_TOKENS, json=order).json()["made"]["token_id"]
        told["paths"][path][method]["parameters"][0]["example"] = made
    file.write_text(json.dumps(told))
    agent = str(house.agent.headers["Authorization"])
    run_schemathesis(house, file, agent, "--include-path-regex", OF_AGENTS)
    run_schemathesis(
        house, file, str(runs_it.headers["Authorization"]), "--include-path-regex", OF_ADMINS, "--max-examples", "10"
    )
    person = str(lead.session.headers["Authorization"])
    # A sign-out ends the token at once, so the door with that in it comes last. A seat that is registered on the way is
    # the session's own from then on, so revoking follows by itself as well.
    revoking = ("delete_device", "revoke_device")
    apart = [part for name in revoking for part in ("--exclude-operation-id", name)]
    run_schemathesis(house, file, person, "--exclude-path-regex", f"{OF_AGENTS}|{OF_ADMINS}|/v1/session$", *apart)
    alone = [part for name in revoking for part in ("--include-operation-id", name)]
    run_schemathesis(house, file, person, *alone)
    run_schemathesis(house, file, person, "--include-path-regex", "/v1/session$")

    figures = lead.session.get(paths.METRICS).text
    answered: dict[tuple[str, str], set[str]] = {}
    for method, route, status in _REQUESTS.findall(figures):
        answered.setdefault((method.lower(), route), set()).add(status)
    reached = {door for door, found in answered.items() if any(status[0] == "2" for status in found)}
    every = {(method, path) for method, path, _ in operations(document)}
    missed = "\n".join(f"{door}: {sorted(answered.get(door, ()))}" for door in sorted(every - reached))
    assert len(reached & every) >= 0.9 * len(every), missed
