"""People at their seats, over raw HTTP: what a script would do that knows the API and nothing of our code."""

import itertools
import secrets
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import requests

from app.contract.canonical import body_sha256
from app.domain.ids import uuid7
from app.server.usecases.people import let_take_along, put_in_team
from tests.support.factories import intake_case
from tests.support.server import (
    RunningServer,
    Session,
    add_user,
    opened,
    sign_in,
    sign_in_with_device,
)

_refs = itertools.count(1)
_named: set[str] = set()
"""References that a test chose itself."""


def new_id() -> str:
    return uuid7(time.time_ns() // 1_000_000, secrets.token_bytes(10))


def review_body(decision: str = "block", **more: Any) -> dict[str, Any]:
    """A review that is valid on `factories.intake_case()`, whose agent says block."""
    body: dict[str, Any] = {
        "decision": decision,
        "rationale": "The owner was in Singapore; the second device was not his.",
        "rationale_language": "en",
        "active_ms": 61_000,
    }
    if decision == "block":
        body |= {"code": "thin_history"}
    elif decision == "pass":
        body |= {"code": "signal_overweighted", "attribution": {"kind": "signal", "ref": "impossible_travel"}}
    return body | more


@dataclass
class Seat:
    """One signed-in person with a device; numbers its commands as a workstation does."""

    session: Session
    device_id: str
    name: str
    seq: int = 0
    last_hash: str = ""

    @property
    def user_id(self) -> str:
        return self.session.user_id

    def claim(self, *case_ids: str, **request: Any) -> dict[str, Any]:
        asked: dict[str, Any] = {"case_ids": list(case_ids)} if case_ids else {"queue": ""}
        answer = self.session.post("/v1/claims", json=asked | request)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    def hold(self, case_id: str) -> dict[str, Any]:
        """A claim on this case, which must succeed."""
        (claim,) = self.claim(case_id)["claims"]
        return dict(claim)

    def command(self, case_id: str | None, body: dict[str, Any], claim: dict[str, Any] | None, **more: Any) -> Any:
        """An envelope around a body; `more` overrides parts of it."""
        self.seq += 1
        view = self.session.get(f"/v1/cases/{case_id}").json() if case_id and "base_rev" not in more else {}
        digest = body_sha256(body)
        envelope: dict[str, Any] = {
            "command_id": new_id(),
            "command_seq": self.seq,
            "command_type": "review.submit",
            "command_schema": 1,
            "author_sub": self.user_id,
            "created_wall": time.time_ns() // 1_000_000,
            "created_mono": 5_000,
            "server_offset_ms": 0,
            "release_at": 0,
            "prev_hash": self.last_hash,
            "body": body,
            "body_sha256": digest,
            "case_id": case_id,
            "base_rev": view.get("rev", 1),
        }
        if claim is not None:
            envelope |= {"claim_id": claim["claim_id"], "fence": claim["fence"]}
        self.last_hash = digest
        return {key: value for key, value in (envelope | more).items() if value is not None}

    def send(self, *commands: Any) -> dict[str, Any]:
        batch = {"device_id": self.device_id, "batch_id": new_id(), "commands": list(commands)}
        answer = self.session.post("/v1/commands", json=batch)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    def put(self, command: Any) -> requests.Response:
        """One command alone, whose fate is the status."""
        return self.session.put(
            f"/v1/commands/{command['command_id']}", json={"device_id": self.device_id, "command": command}
        )

    def review(self, case_id: str, decision: str = "block", **more: Any) -> requests.Response:
        """Claim a case and decide it, all in one."""
        return self.put(self.command(case_id, review_body(decision, **more), self.hold(case_id)))

    def case(self, case_id: str) -> dict[str, Any]:
        answer = self.session.get(f"/v1/cases/{case_id}")
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told


@dataclass
class House:
    """A running server with people and an agent."""

    server: RunningServer
    database: Path | str
    agent: Session
    opened: list[requests.Session] = field(default_factory=list)

    def add(self, name: str, role: str, vendor: str | None = None) -> str | None:
        """A new person, put beside the running server."""
        return add_user(self.database, name, role, vendor) or None

    def let_take_along(self, name: str, allowed: bool = True) -> None:
        """Grant a person to take cases along without the server."""
        with opened(self.database) as storage:
            let_take_along(storage, name, allowed)

    def put_in_team(self, name: str, team: str | None) -> None:
        """Count this person's work with a team's."""
        with opened(self.database) as storage:
            put_in_team(storage, name, team)

    def seat(self, name: str, role: str = "reviewer", vendor: str | None = None) -> Seat:
        """A new person at a new seat."""
        self.add(name, role, vendor)
        return self.another_seat(name)

    def another_seat(self, name: str, device_name: str = "seat") -> Seat:
        session, device_id = sign_in_with_device(self.server.url, name, device_name=device_name)
        self.opened.append(session)
        return Seat(session, device_id, name)

    def reader(self, name: str, role: str) -> Session:
        """A person without a device."""
        self.add(name, role)
        session = sign_in(self.server.url, name)
        self.opened.append(session)
        return session

    def cases(self, count: int, external_ref: str | None = None, **more: Any) -> list[str]:
        """Feed cases in as the agent does; their ids."""
        if external_ref:
            _named.add(external_ref)
        sent = [intake_case(external_ref or _fresh_ref(), **more) for _ in range(count)]
        return self.feed(msgspec.json.encode(sent))

    def feed(self, body: bytes) -> list[str]:
        answer = self.agent.post("/v1/intake/cases", data=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == 200, answer.text
        results = answer.json()["results"]
        assert all(result["status"] == "accepted" for result in results), results
        return [result["case_id"] for result in results]

    def case(self, **more: Any) -> str:
        return self.cases(1, **more)[0]

    def close(self) -> None:
        for session in self.opened:
            session.close()
        self.agent.close()


def _fresh_ref() -> str:
    """One that no test chose: a case sent under it would be another word on the case that has it."""
    return next(ref for number in _refs if (ref := f"ATO-{number}") not in _named)


def open_house(server: RunningServer, database: Path | str) -> House:
    house = House(server, database, Session(server.url))
    token = house.add(f"roca-{next(_refs)}", "agent_service")
    house.agent.headers["Authorization"] = f"Bearer {token}"
    return house
