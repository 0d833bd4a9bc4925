"""Every operation of the API × every role × an id that is not theirs: 404 or 403, as written down here. A route that is
new, and is not written down here, fails the first test."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests

from app.domain.roles import Capability, Role, can
from app.server.routes.app import _MODULES
from app.server.routes.deps import Operation
from tests.support.seats import House, Seat, new_id, review_body
from tests.support.server import Session

OPERATIONS: dict[str, Operation] = {
    f"{operation.method} {operation.path}": operation
    for module in _MODULES
    for handler in module.ROUTES
    if isinstance(operation := handler.opt.get("operation"), Operation)
}
PEOPLE = [role for role in Role if role is not Role.AGENT_SERVICE]
SHA = "0" * 64


@dataclass
class World:
    """Who asks, and what is not theirs: a case of another contact centre (for the house, one that nobody has), another
    person's seat, command and claim."""

    house: House
    asking: Seat
    role: Role
    case: str
    device: str
    command: str
    claim: dict[str, Any]

    def command_on_it(self, **more: Any) -> dict[str, Any]:
        return dict(self.asking.command(self.case, review_body(), self.claim, base_rev=1, **more))


@dataclass(frozen=True)
class Door:
    """`send` makes path and body; `status` is the answer to all who have the capability, unless `by_role` says another.
    `says` looks into an answer that is a 200 all the same: one for each item."""

    send: Callable[[World], tuple[str, Any]]
    status: int = 404
    by_role: dict[Role, int] = field(default_factory=dict)
    says: Callable[[World, Any], bool] | None = None


def at(path: str, body: Any = None) -> Callable[[World], tuple[str, Any]]:
    return lambda world: (path.format(case=world.case, device=world.device, command=world.command), body)


_NOT_DECIDING = dict.fromkeys((Role.SOP_EDITOR, Role.RULES_OWNER, Role.AUDITOR, Role.ADMIN), 403)
_SIGNED = {
    "directive": {
        "directive_id": new_id(),
        "device_id": "",
        "kind": "logout",
        "nonce": "n" * 16,
        "issued_at": 1,
    },
    "signature": "A" * 86 + "==",
}


def _page(world: World) -> dict[str, Any]:
    """A page that nobody has, made of one that is there."""
    page = world.asking.session.get("/v1/sop").json()["pages"][0]["page"]
    return {"page": page | {"id": "NON-1"}, "base_version": "1"}


_SAID = {"why": "It is better so.", "why_language": "en"}
# What names somebody or something by an id.
FOREIGN: dict[str, Door] = {
    "GET /v1/gold/sets/{set_id}": Door(at(f"/v1/gold/sets/{new_id()}")),
    "POST /v1/gold/sets/{set_id}/items": Door(
        lambda world: (
            f"/v1/gold/sets/{new_id()}/items",
            {"case_id": world.case, "truth": "block", "reason": "Two devices.", "reason_language": "en"},
        )
    ),
    "POST /v1/gold/sets/{set_id}/items/{item_id}/retire": Door(at(f"/v1/gold/sets/{new_id()}/items/{new_id()}/retire")),
    "PUT /v1/gold/sets/{set_id}/owner": Door(at(f"/v1/gold/sets/{new_id()}/owner", {"user_id": new_id()})),
    "POST /v1/gold/runs": Door(at("/v1/gold/runs", {"user_id": new_id(), "case_type": "ato_investigation"})),
    "POST /v1/practice/{item_id}": Door(at(f"/v1/practice/{new_id()}", {"decision": "pass"})),
    "PUT /v1/licences/{user_id}/{case_type}": Door(
        at(f"/v1/licences/{new_id()}/ato_investigation", {"rung": "live", "reason": "Worked here before."})
    ),
    "POST /v1/licence-looks/{review_id}": Door(at(f"/v1/licence-looks/{new_id()}", {}), by_role={Role.ADMIN: 403}),
    "GET /v1/cases/{case_id}": Door(at("/v1/cases/{case}")),
    "GET /v1/cases/{case_id}/context": Door(at("/v1/cases/{case}/context")),
    "GET /v1/cases/{case_id}/attachments/{sha256}": Door(at(f"/v1/cases/{{case}}/attachments/{SHA}")),
    "GET /v1/qa/packets/{packet_id}/items/{ref}/attachments/{sha256}": Door(
        at(f"/v1/qa/packets/{new_id()}/items/0/attachments/{SHA}")
    ),
    "GET /v1/regression/sets/{set_id}/cases": Door(at(f"/v1/regression/sets/{new_id()}/cases")),
    "POST /v1/regression/sets/{set_id}/runs": Door(
        at(f"/v1/regression/sets/{new_id()}/runs", {"model_version": "roca-5"})
    ),
    "GET /v1/regression/runs/{run_id}": Door(at(f"/v1/regression/runs/{new_id()}")),
    "POST /v1/regression/runs/{run_id}/looks": Door(at(f"/v1/regression/runs/{new_id()}/looks")),
    "GET /v1/regression/runs/{run_id}/cases": Door(at(f"/v1/regression/runs/{new_id()}/cases")),
    "GET /v1/regression/runs/{run_id}/cases/{n}": Door(at(f"/v1/regression/runs/{new_id()}/cases/1")),
    "POST /v1/regression/runs/{run_id}/conclusion": Door(at(f"/v1/regression/runs/{new_id()}/conclusion")),
    "POST /v1/regression/runs/{run_id}/pairs": Door(at(f"/v1/regression/runs/{new_id()}/pairs")),
    "POST /v1/regression/pairs/{pair_id}/vote": Door(
        at(f"/v1/regression/pairs/{new_id()}/vote", {"choice": "neither"})
    ),
    "POST /v1/cases/context": Door(
        lambda world: ("/v1/cases/context", {"case_ids": [world.case]}), 200, says=lambda _w, told: not told["contexts"]
    ),
    "POST /v1/pii/reveal": Door(
        lambda world: (
            "/v1/pii/reveal",
            {"case_id": world.case, "field": "subject.account", "reason": "check_list"},
        )
    ),
    "POST /v1/claims": Door(
        lambda world: ("/v1/claims", {"case_ids": [world.case]}),
        200,
        says=lambda world, told: told["claims"] == [] and [one["code"] for one in told["refused"]] == ["not_found"],
    ),
    "POST /v1/claims/renew": Door(
        lambda world: ("/v1/claims/renew", [world.claim]), 200, says=lambda _w, told: _none_applied(told)
    ),
    "POST /v1/claims/release": Door(
        lambda world: ("/v1/claims/release", [world.claim]), 200, says=lambda _w, told: _none_applied(told)
    ),
    "POST /v1/commands": Door(
        lambda world: (
            "/v1/commands",
            {"device_id": world.asking.device_id, "batch_id": "b", "commands": [world.command_on_it()]},
        ),
        200,
        says=lambda world, told: [one["http"] for one in told["results"]] == [_NOT_DECIDING.get(world.role, 404)],
    ),
    "PUT /v1/commands/{command_id}": Door(
        lambda world: (
            f"/v1/commands/{(command := world.command_on_it())['command_id']}",
            {"device_id": world.asking.device_id, "command": command},
        ),
        by_role=_NOT_DECIDING,
    ),
    "GET /v1/commands": Door(at("/v1/commands?device_id={device}"), 200, says=lambda _w, told: told["numbers"] == []),
    "GET /v1/commands/{command_id}": Door(at("/v1/commands/{command}")),
    "PATCH /v1/devices/{device_id}": Door(at("/v1/devices/{device}", {"device_name": "mine now"})),
    "DELETE /v1/devices/{device_id}": Door(at("/v1/devices/{device}")),
    "POST /v1/devices/{device_id}/revoke": Door(at("/v1/devices/{device}/revoke")),
    "POST /v1/devices/{device_id}/restore": Door(at("/v1/devices/{device}/restore")),
    "POST /v1/devices/{device_id}/unlock": Door(at("/v1/devices/{device}/unlock")),
    "POST /v1/devices/{device_id}/directives": Door(
        lambda world: (
            f"/v1/devices/{world.device}/directives",
            _SIGNED | {"directive": _SIGNED["directive"] | {"device_id": world.device}},  # type: ignore[operator]
        ),
        403,
        by_role={Role.TEAM_LEAD: 404, Role.ADMIN: 404},
    ),
    "PUT /v1/session/device": Door(lambda world: ("/v1/session/device", {"device_id": world.device}), 403),
    "PATCH /v1/roles/{role}": Door(at("/v1/roles/nobody", {})),
    "GET /v1/qa/frames/{frame_id}": Door(at("/v1/qa/frames/none")),
    "GET /v1/qa/frames/{frame_id}/rows": Door(at("/v1/qa/frames/none/rows")),
    "GET /v1/qa/samples/{sample_id}": Door(at("/v1/qa/samples/none")),
    # A script's seat has told no key that anything could be sealed to.
    "POST /v1/qa/packets": Door(at("/v1/qa/packets", {"sample_id": "none"}), 409),
    "POST /v1/qa/packets/{packet_id}/return": Door(at("/v1/qa/packets/none/return")),
    "POST /v1/service-tokens/{token_id}/rotate": Door(at("/v1/service-tokens/none/rotate", {})),
    "DELETE /v1/service-tokens/{token_id}": Door(at("/v1/service-tokens/none")),
    "PATCH /v1/webhooks/{endpoint_id}": Door(at("/v1/webhooks/none", {})),
    "DELETE /v1/webhooks/{endpoint_id}": Door(at("/v1/webhooks/none")),
    "POST /v1/webhooks/{endpoint_id}/rotate": Door(at("/v1/webhooks/none/rotate", {})),
    "POST /v1/webhooks/{endpoint_id}/test": Door(at("/v1/webhooks/none/test")),
    "POST /v1/webhooks/{endpoint_id}/replay": Door(
        at("/v1/webhooks/none/replay", {"since": "2026-01-01T00:00:00Z"}),
    ),
    **{
        f"{method} /v1/hub/proposals/{{proposal_id}}{rest}": Door(at(f"/v1/hub/proposals/none{rest}", body))
        for method, rest, body in (
            ("GET", "", None),
            ("POST", "/replay", None),
            ("POST", "/decision", _SAID | {"approve": True}),
            ("POST", "/withdrawal", _SAID),
            ("POST", "/experiment", _SAID | {"plan": {"metric": "to_people"}}),
            ("POST", "/experiment/look", None),
            ("POST", "/experiment/stop", _SAID),
            ("POST", "/promotion", _SAID),
        )
    },
    "GET /v1/feedback/{feedback_id}": Door(at("/v1/feedback/none")),
    "GET /v1/feedback/{feedback_id}/cases": Door(at("/v1/feedback/none/cases")),
    "GET /v1/retraining/{request_id}/effect": Door(at("/v1/retraining/none/effect")),
    # The agent's alone.
    "POST /v1/retraining/{request_id}/answer": Door(at("/v1/retraining/none/answer", {})),
    "GET /v1/training-sets/{set_id}": Door(at("/v1/training-sets/none")),
    "GET /v1/training-sets/{set_id}/files/{name}": Door(at("/v1/training-sets/none/files/data.jsonl")),
    "POST /v1/training-sets/{set_id}/requests": Door(at("/v1/training-sets/none/requests", {})),
    "GET /v1/sop-versions/{version_id}": Door(at("/v1/sop-versions/none")),
    "PUT /v1/sop-versions/{version_id}": Door(
        lambda world: (
            "/v1/sop-versions/none",
            _page(world) | {"note": "Anew.", "note_language": "en", "expected": SHA},
        )
    ),
    "POST /v1/sop-versions/{version_id}/merge": Door(
        lambda world: ("/v1/sop-versions/none/merge", {"page": _page(world)["page"], "expected": SHA})
    ),
    "POST /v1/sop-versions/{version_id}/decision": Door(
        at("/v1/sop-versions/none/decision", {"approve": False, "reason": "Too short.", "reason_language": "en"})
    ),
    "POST /v1/sop-versions/{version_id}/withdrawal": Door(at("/v1/sop-versions/none/withdrawal")),
    "GET /v1/sop/{page_id}/versions": Door(at("/v1/sop/NON-1/versions")),
    # A page that is not there yet may be written; one that was never in force can be no version's base.
    "POST /v1/sop/{page_id}/versions": Door(
        lambda world: ("/v1/sop/NON-1/versions", _page(world) | {"note": "Anew.", "note_language": "en"}), 409
    ),
    "POST /v1/sop/{page_id}/merge": Door(lambda world: ("/v1/sop/NON-1/merge", _page(world))),
    "PUT /v1/sop/{page_id}/keeper": Door(
        at("/v1/sop/NON-1/keeper", {"keeper_id": new_id(), "review_by": "2030-01-01T00:00:00Z"})
    ),
    "GET /v1/sop/{page_id}/old-decisions": Door(at("/v1/sop/NON-1/old-decisions")),
    "GET /v1/sop/{page_id}/confluence": Door(at("/v1/sop/NON-1/confluence")),
    # No Confluence is set up here.
    "PUT /v1/sop/{page_id}/confluence": Door(at("/v1/sop/NON-1/confluence", {"content_id": "1"}), 409),
    "POST /v1/sop/{page_id}/confluence/ours": Door(at("/v1/sop/NON-1/confluence/ours", {"remote_version": 1}), 409),
    "POST /v1/sop/{page_id}/confluence/exchange": Door(at("/v1/sop/NON-1/confluence/exchange"), 409),
    "POST /v1/sop-drafts": Door(at("/v1/sop-drafts", {"feedback_id": new_id(), "page_id": "NON-1"})),
    "GET /v1/calibration/sessions/{session_id}": Door(
        at(f"/v1/calibration/sessions/{new_id()}"), by_role={Role.BPO_AGENT: 403, Role.ADMIN: 403}
    ),
    "POST /v1/calibration/sessions/{session_id}/join": Door(at(f"/v1/calibration/sessions/{new_id()}/join")),
    "POST /v1/calibration/sessions/{session_id}/show": Door(at(f"/v1/calibration/sessions/{new_id()}/show")),
    "POST /v1/calibration/sessions/{session_id}/reveal": Door(at(f"/v1/calibration/sessions/{new_id()}/reveal")),
    "PUT /v1/calibration/sessions/{session_id}/items/{ref}/truth": Door(
        at(
            f"/v1/calibration/sessions/{new_id()}/items/01/truth",
            {"decision": "pass", "reason": "So it is.", "language": "en", "attendees": []},
        )
    ),
    "POST /v1/calibration/sessions/{session_id}/follow-ups": Door(
        at(
            f"/v1/calibration/sessions/{new_id()}/follow-ups",
            {"route": "A", "refs": ["01"], "title": "So it is.", "language": "en"},
        )
    ),
    "POST /v1/calibration/sessions/{session_id}/close": Door(at(f"/v1/calibration/sessions/{new_id()}/close")),
    "POST /v1/calibration/sessions/{session_id}/cancel": Door(at(f"/v1/calibration/sessions/{new_id()}/cancel")),
    "POST /v1/calibration/series/{series_id}/end": Door(at(f"/v1/calibration/series/{new_id()}/end")),
    "POST /v1/hub/challenges/{challenge_id}/answer": Door(at(f"/v1/hub/challenges/{new_id()}/answer", _SAID)),
    "POST /v1/hub/boundary/{slice_id}/withdrawal": Door(at("/v1/hub/boundary/none/withdrawal", _SAID)),
    "GET /v1/scorecards/people/{user_id}": Door(at("/v1/scorecards/people/nobody")),
    "GET /v1/webhooks/{endpoint_id}/deliveries": Door(at("/v1/webhooks/none/deliveries")),
}
# What names nothing of anybody's: the capability alone decides, or the door is for everybody who is signed in.
WITHOUT = frozenset(
    """
    GET /v1/people
    POST /v1/people/unlock
    GET /v1/roles
    GET /v1/service-tokens
    POST /v1/service-tokens
    DELETE /v1/session
    POST /v1/devices
    GET /v1/devices
    GET /v1/directives
    GET /v1/meta
    GET /v1/intake/requests
    GET /v1/intake/audits
    POST /v1/intake/cases
    POST /v1/intake/decisions
    POST /v1/intake/assessments
    POST /v1/intake/withdrawals
    POST /v1/intake/executions
    PUT /v1/intake/attachments/{sha256}
    GET /v1/cases
    POST /v1/cases/search
    GET /v1/assignment
    PUT /v1/assignment
    POST /v1/assignment/undo
    GET /v1/changes
    GET /v1/snapshot
    GET /v1/stats/missing
    GET /v1/stats/blind_first
    GET /v1/stats/reveals
    GET /v1/qa/rubric
    POST /v1/qa/frames
    GET /v1/qa/frames
    GET /v1/qa/samples
    GET /v1/qa/re-reviews
    POST /v1/qa/re-reviews
    GET /v1/qa/adjudications
    GET /v1/qa/coverage
    GET /v1/qa/series
    GET /v1/qa/checks
    GET /v1/qa/checks/own
    GET /v1/licences
    GET /v1/licences/own
    GET /v1/licence-looks
    GET /v1/gold/sets
    POST /v1/gold/sets
    GET /v1/gold/people
    GET /v1/gold/own
    POST /v1/gold/seed
    GET /v1/practice
    GET /v1/stats/left_window
    GET /v1/stats/skips
    GET /v1/exports/audit
    GET /v1/audit/heads
    POST /v1/ledger/audits
    GET /v1/ledger/audits
    GET /v1/scorecards
    GET /v1/scorecards/me
    GET /v1/scorecards/funnel
    GET /v1/judgements
    GET /v1/disputes
    GET /v1/vendors/{vendor}/weekly
    GET /v1/shift
    GET /v1/agreement
    GET /v1/agreement/cases
    POST /v1/agreement/analyse
    GET /v1/ledger/recall
    GET /v1/feedback
    GET /v1/feedback/own
    POST /v1/feedback/mine
    GET /v1/news
    GET /v1/signals/health
    GET /v1/signals/rules
    GET /v1/training-sets
    POST /v1/training-sets
    GET /v1/retraining
    GET /v1/regression/sets
    POST /v1/regression/sets
    GET /v1/regression/runs
    GET /v1/regression/judging
    GET /v1/sop
    GET /v1/sop-coverage
    GET /v1/sop-drafts
    GET /v1/hub/thresholds
    POST /v1/hub/acknowledgements
    GET /v1/hub/rules
    POST /v1/hub/rules/{case_type}/{side}/rollback
    GET /v1/hub/simulation
    GET /v1/hub/proposals
    POST /v1/hub/proposals
    GET /v1/calibration
    GET /v1/calibration/groups
    GET /v1/calibration/simulation
    POST /v1/calibration/batch
    GET /v1/calibration/sessions
    POST /v1/calibration/sessions
    GET /v1/hub/challenges
    GET /v1/challenges
    GET /v1/targets
    GET /v1/hub/boundary
    POST /v1/hub/boundary
    GET /v1/exports/{what}
    GET /v1/webhooks
    POST /v1/webhooks
    """.strip().splitlines()
)
# Without a sign-in.
OPEN = {
    "POST /v1/session",
    "POST /v1/session/refresh",
    "GET /v1/session/ways",
    "POST /v1/session/oidc",
    "POST /v1/devices/{device_id}/check-in",
    "GET /healthz",
    "GET /readyz",
    "GET /metrics",
    "GET /schema/openapi.json",
}
# Exports ask for the capability of what is exported.
EXPORTS = {
    "labels": Capability.EXPORT_LABELS,
    "reviews": Capability.EXPORT_REVIEWS,
    "audit": Capability.EXPORT_AUDIT,
    "training-set": Capability.EXPORT_TRAINING,
    "scorecards": Capability.SCORECARD_READ,
}


def _none_applied(told: Any) -> bool:
    items = told if isinstance(told, list) else next(iter(told.values()))
    return bool(items) and all(item.get("code") in ("not_found", "lease_lost") for item in items)


@pytest.fixture(scope="module")
def worlds(house: House) -> dict[Role, World]:
    south = house.seat("of the south", "bpo_agent", "south")
    theirs, decided = house.cases(2, vendor="south")
    claim = south.hold(theirs)
    done = south.command(decided, review_body(), south.hold(decided))
    assert south.put(done).status_code == 200
    lost = {"claim_id": claim["claim_id"], "fence": claim["fence"]}
    made: dict[Role, World] = {}
    for role in PEOPLE:
        outside = role is Role.BPO_AGENT
        seat = house.seat(f"a {role.value}", role.value, "north" if outside else None)
        # Those of the house see every case, and some of them manage every seat: for them, what nobody has.
        manages = can([role], Capability.DEVICE_MANAGE)
        case, device = theirs if outside else "C-999999", new_id() if manages else south.device_id
        made[role] = World(house, seat, role, case, device, done["command_id"], lost)
    return made


def send(world: World, session: Session, key: str) -> requests.Response:
    method = OPERATIONS[key].method
    path, body = FOREIGN[key].send(world)
    return session.request(method, path, json=body) if body is not None else session.request(method, path)


def test_every_operation_is_written_down_once() -> None:
    tables = (set(FOREIGN), set(map(str.strip, WITHOUT)), OPEN)
    assert set().union(*tables) == set(OPERATIONS)
    assert sum(map(len, tables)) == len(OPERATIONS)
    assert {key for key in OPERATIONS if not OPERATIONS[key].signed_in} == OPEN
    named = {key for key in OPERATIONS if re.search(r"\{\w+_id\}", key)} - OPEN
    assert named <= set(FOREIGN)


@pytest.mark.parametrize("role", PEOPLE, ids=lambda role: role.value)
def test_what_the_role_does_not_allow_is_refused_before_anything_is_looked_at(
    worlds: dict[Role, World], role: Role
) -> None:
    world = worlds[role]
    for key, operation in OPERATIONS.items():
        if operation.capability is not None and not can([role], operation.capability):
            path = re.sub(r"\{\w+\}", "x", operation.path)
            told = world.asking.session.request(operation.method, path)
            assert (key, told.status_code, told.json()["code"]) == (key, 403, "forbidden")
    for what, capability in EXPORTS.items():
        told = world.asking.session.get(f"/v1/exports/{what}")
        assert (what, told.status_code) == (what, 200 if can([role], capability) else 403)


def test_the_agent_comes_through_no_door_of_people(house: House) -> None:
    held = {Capability.INTAKE_WRITE, Capability.EXPORT_LABELS, Capability.EXPORT_TRAINING}
    held |= {Capability.HUB_THRESHOLDS}
    for key, operation in OPERATIONS.items():
        if operation.capability is not None and operation.capability not in held:
            told = house.agent.request(operation.method, re.sub(r"\{\w+\}", "x", operation.path))
            assert (key, told.status_code) == (key, 403)


@pytest.mark.parametrize("role", PEOPLE, ids=lambda role: role.value)
def test_an_id_that_is_not_theirs_is_answered_as_written_down(worlds: dict[Role, World], role: Role) -> None:
    world = worlds[role]
    for key, door in FOREIGN.items():
        capability = OPERATIONS[key].capability
        if capability is not None and not can([role], capability):
            continue
        told = send(world, world.asking.session, key)
        wanted = door.by_role.get(role, door.status)
        assert (key, told.status_code) == (key, wanted), told.text
        if door.says is not None:
            assert door.says(world, told.json()), (key, told.text)
        if wanted >= 400:
            assert told.headers["Content-Type"] == "application/problem+json"
            documented = {code.status for code in OPERATIONS[key].problems}
            assert told.status_code in documented | set(OPERATIONS[key].answers), key


@pytest.mark.parametrize("key", sorted(set(OPERATIONS) - OPEN))
def test_nobody_comes_through_without_a_sign_in(house: House, key: str) -> None:
    operation = OPERATIONS[key]
    with Session(house.server.url) as anybody:
        told = anybody.request(operation.method, re.sub(r"\{\w+\}", "x", operation.path))
    assert (told.status_code, told.json()["code"]) == (401, "unauthenticated")


def test_a_contact_centres_person_learns_nothing_of_another_one(worlds: dict[Role, World], house: House) -> None:
    """People, cases, notes and counts, at every door that lists something."""
    world = worlds[Role.BPO_AGENT]
    secret = "Only the south may read this."
    south = house.another_seat("of the south")
    note = south.command(world.case, {"text": secret, "language": "en"}, None, command_type="case.note")
    assert south.put(note).status_code == 200
    session = world.asking.session
    totals = []
    for view in (
        "open",
        "mine",
        "due_1h",
        "key_users",
        "awaiting_me",
        "mine_waiting",
        "later",
        "type:ato_investigation",
    ):
        told = session.get("/v1/cases", params={"view": view, "limit": "500"})
        totals.append(told.json()["total"])
        assert "of the south" not in told.text
        assert world.case not in told.text
    assert set(totals) == {0}
    for path in ("/v1/changes?limit=500", "/v1/snapshot?limit=500", "/v1/devices", "/v1/meta?counts=scope"):
        told = session.get(path)
        assert told.status_code == 200, path
        for word in ("of the south", world.case, secret, "south"):
            assert word not in told.text, path
    counts = session.get("/v1/meta?counts=scope").json()["counts"]["entities"]
    assert all(entity["count"] == 0 for entity in counts.values())
