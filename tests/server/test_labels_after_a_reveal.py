"""Whatever people send in whatever order, blind or not: a label never contradicts its decision, each label counts once,
and a closed case has exactly one review and one label in force."""

import itertools
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from app.contract.canonical import body_sha256
from app.contract.claims import ClaimRequest
from app.contract.commands import Command, CommandResult, SingleCommand
from app.domain.decision import Decision, Verdict
from app.domain.ids import uuid7
from app.domain.label import Label, derive_label
from app.domain.roles import Role
from app.server.config import Policy
from app.server.security.principal import Principal
from app.server.storage import devices, people, state
from app.server.storage import tables as t
from app.server.storage.engine import open_engine
from app.server.storage.unit_of_work import Storage, to_ms
from app.server.usecases import claims, commands
from tests.support.database import database_url
from tests.support.factories import NOON, assessment, intake_case

CASES = (200_001, 200_002, 200_003)
VERDICTS = {200_001: Verdict.BLOCK, 200_002: Verdict.PASS, 200_003: Verdict.BLOCK}
ROOT = {"attribution": {"kind": "signal", "ref": "impossible_travel"}}
_folders = itertools.count()


class World:
    """Three cases, all of them blind for whoever is drawn; a reviewer, a senior agent and a lead."""

    def __init__(self, folder: Path, policy: Policy) -> None:
        self.now = NOON
        self.engine = open_engine(database_url(folder / f"{next(_folders)}.db"))
        t.metadata.create_all(self.engine)
        self.storage = Storage(self.engine, lambda: self.now, policy)
        self._numbers = itertools.count(1)
        with self.storage.write() as work:
            state.prepare(work.connection)
            for number in CASES:
                facts = intake_case(
                    f"ref-{number}",
                    priority=90 if number == 200_003 else 40,
                    assessment=assessment(base_value=-1.3 if VERDICTS[number] is Verdict.BLOCK else -6.0),
                )
                at = to_ms(self.now)
                work.connection.execute(
                    insert(t.cases).values(
                        case_number=number,
                        external_ref=facts.external_ref,
                        content_hash="",
                        case_type=facts.case_type,
                        priority=facts.priority,
                        state="open",
                        rev=1,
                        material_rev=1,
                        opened_at=at,
                        routed_at=at,
                        received_at=at,
                        due_at=at + 4 * 3_600_000,
                        effective_due_at=at + 4 * 3_600_000,
                        facts=msgspec.json.encode(facts),
                        blind_per_mille=policy.blind_per_mille(facts.case_type),
                    )
                )
        self.people = [
            self.person("lin", Role.REVIEWER),
            self.person("sam", Role.SENIOR_AGENT),
            self.person("tam", Role.TEAM_LEAD),
        ]

    def person(self, name: str, role: Role) -> Principal:
        with self.storage.write() as work:
            row = people.UserRow(f"user-{name}", name, None, None, None, False, frozenset({role}))
            people.add_user(work.connection, row, work.now_ms)
            devices.add(
                work.connection,
                device_id=f"d-{name}",
                user_id=row.user_id,
                device_name="s",
                os="L",
                app_version="1",
                created_at=work.now_ms,
            )
        return Principal(f"user-{name}", name, frozenset({role}), device_id=f"d-{name}")

    def send(self, who: Principal, kind: str, body: dict[str, Any], number: int | None) -> CommandResult:
        claim = None
        if kind == "review.submit" and number is not None:
            found = claims.claim(self.storage, who, ClaimRequest(case_ids=(f"C-{number}",))).claims
            claim = found[0] if found else None
        command = Command(
            command_id=uuid7(to_ms(self.now), next(self._numbers).to_bytes(10, "big")),
            command_seq=next(self._numbers),
            command_type=kind,
            command_schema=1,
            author_sub=who.user_id,
            created_wall=0,
            created_mono=0,
            server_offset_ms=0,
            release_at=0,
            prev_hash="",
            body=msgspec.Raw(msgspec.json.encode(body)),
            body_sha256=body_sha256(body),
            case_id=f"C-{number}" if number is not None else None,
            claim_id=claim.claim_id if claim else None,
            fence=claim.fence if claim else None,
            base_rev=self.rev(number) if number is not None else None,
        )
        raw = msgspec.Raw(msgspec.json.encode(command))
        result = commands.single(self.storage, who, command.command_id, SingleCommand(who.device_id or "", raw))
        assert result.http < 500, result
        return result

    def rows(self, table: Any) -> list[Any]:
        with self.storage.read() as connection:
            return list(connection.execute(select(table)))

    def rev(self, number: int) -> int:
        return next(row.rev for row in self.rows(t.cases) if row.case_number == number)


def _submit(world: World, who: Principal, number: int, decision: str, code: str | None) -> None:
    body: dict[str, Any] = {
        "decision": decision,
        "rationale": "The owner was at home.",
        "rationale_language": "en",
        "active_ms": 10,
    }
    case = next(row for row in world.rows(t.cases) if row.case_number == number)
    body |= {"code": code} if code else {}
    body |= ROOT if code == "signal_overweighted" or code == "signal_underweighted" else {}
    body |= {"escalation_id": case.escalation_id} if case.escalation_id and decision != "escalate" else {}
    world.send(who, "review.submit", body, number)


def _amend(world: World, who: Principal, number: int, decision: str, code: str | None) -> None:
    mine = [r for r in world.rows(t.reviews) if r.case_number == number and r.reviewer_id == who.user_id]
    for review in mine[-1:]:
        body: dict[str, Any] = {"review_id": review.review_id, "code": code or "thin_history", "active_ms": 5}
        body |= ROOT if body["code"].startswith("signal_") else {}
        if decision != "escalate":
            body |= {"decision": decision, "rationale": "Seen with the agent's word.", "rationale_language": "en"}
        world.send(who, "review.amend_after_reveal", body, number)


def _pattern(world: World, who: Principal, number: int, decision: str, code: str | None) -> None:
    words = {"rationale": "One payee, one device.", "rationale_language": "en"}
    if decision == "escalate":
        names = [f"C-{one}" for one in CASES]
        world.send(who, "escalation.pattern", {"case_ids": names} | words, None)
        return
    raised = world.rows(t.patterns)
    if raised:
        codes = {"codes": ["thin_history", "signal_underweighted" if decision == "block" else "signal_overweighted"]}
        body = {"pattern_id": raised[-1].pattern_id, "decision": decision} | words | codes | ROOT
        world.send(who, "escalation.resolve_pattern", body, None)


ACTIONS = {"submit": _submit, "amend": _amend, "pattern": _pattern}
STEPS = st.lists(
    st.tuples(
        st.sampled_from(sorted(ACTIONS)),
        st.integers(0, 2),
        st.sampled_from(CASES),
        st.sampled_from(["pass", "block", "escalate"]),
        st.sampled_from([None, "thin_history", "signal_overweighted", "signal_underweighted"]),
    ),
    min_size=1,
    max_size=9,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("labels")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, share=st.sampled_from([0, 500, 1000]), counts=st.booleans())
def test_labels_never_contradict_and_one_is_in_force(
    folder: Path, steps: list[tuple[str, int, int, str, str | None]], share: int, counts: bool
) -> None:
    world = World(folder, Policy({"*": share}, second_counts=counts))
    try:
        for action, person, number, decision, code in steps:
            world.now += timedelta(seconds=7)
            ACTIONS[action](world, world.people[person], number, decision, code)
            _check(world, counts)
    finally:
        world.engine.dispose()


def _check(world: World, counts: bool) -> None:
    reviews = {row.review_id: row for row in world.rows(t.reviews)}
    labels = world.rows(t.labels)
    revealed = {row.review_id: row for row in world.rows(t.after_reveal)}
    for case in world.rows(t.cases):
        own = [row for row in labels if row.case_number == case.case_number]
        assert sorted(row.revision for row in own) == list(range(1, len(own) + 1))
        for row in own:
            told = reviews[row.review_id]
            assert Label(row.label) is derive_label(VERDICTS[case.case_number], Decision(told.decision))
        in_force = [r for r in reviews.values() if r.case_number == case.case_number and r.standing == "in_force"]
        if case.state != "closed":
            assert (own, in_force) == ([], [])
            continue
        (effective,) = in_force
        assert case.outcome_review_id == effective.review_id
        newest = max(own, key=lambda row: row.revision)
        assert (newest.review_id, newest.label) == (effective.review_id, effective.label)
        # One label of a decision, and one more for what was said after the reveal.
        assert sum(1 for row in own if row.source == "review") == 1
        assert len(own) <= 2
        assert effective.code is not None or effective.blind_first
        if case.priority >= 75:
            assert effective.escalation_id is not None
    for review_id, row in revealed.items():
        assert reviews[review_id].decision == row.first_decision
        assert (row.second_review_id is not None) <= counts
