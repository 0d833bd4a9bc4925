"""The table of outcomes where time passes: leases that run out, a server that was restored, cases that change."""

import itertools
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import insert, select, update

from app.contract.canonical import body_sha256
from app.contract.claims import ClaimRequest, ClaimView, HeldClaim
from app.contract.commands import Command, CommandResult, SingleCommand
from app.domain.claim import MOST_FENCE, ClaimMode
from app.domain.decision import Decision
from app.domain.ids import case_number, uuid7
from app.domain.label import Label
from app.domain.review import ReviewSubmission
from app.domain.roles import Role
from app.server.security.principal import Principal
from app.server.storage import devices, people, state
from app.server.storage import tables as t
from app.server.storage.engine import open_engine
from app.server.storage.unit_of_work import Storage, to_ms
from app.server.usecases import claims, commands
from tests.support.database import database_url
from tests.support.factories import NOON, assessment, intake_case, review

CASE = "C-200001"


class World:
    """A database with one case, two people, and a clock that the test turns."""

    def __init__(self, folder: Path) -> None:
        self.now = NOON
        self.engine = open_engine(database_url(folder / "server.db"))
        t.metadata.create_all(self.engine)
        self.storage = Storage(self.engine, lambda: self.now)
        self._numbers = itertools.count(1)
        self._seqs = itertools.count(1)
        with self.storage.write() as work:
            state.prepare(work.connection)
        self.lin, self.mei = self.person("lin"), self.person("mei")
        self.add_case()

    def person(self, name: str, role: Role = Role.REVIEWER) -> Principal:
        user_id, device_id = f"user-{name}", f"seat-{name}"
        with self.storage.write() as work:
            row = people.UserRow(user_id, name, None, None, None, False, frozenset({role}))
            people.add_user(work.connection, row, work.now_ms)
            devices.add(
                work.connection,
                device_id=device_id,
                user_id=user_id,
                device_name="seat",
                os="Linux",
                app_version="0.1.0",
                created_at=work.now_ms,
            )
        return Principal(user_id, name, frozenset({role}), device_id=device_id)

    def add_case(self, **more: Any) -> None:
        facts = intake_case(**more)
        routed = to_ms(facts.routed_at or self.now)
        with self.storage.write() as work:
            work.connection.execute(
                insert(t.cases).values(
                    case_number=case_number(CASE),
                    external_ref=facts.external_ref,
                    content_hash="",
                    case_type=facts.case_type,
                    priority=facts.priority,
                    state="open",
                    rev=1,
                    material_rev=1,
                    opened_at=to_ms(facts.opened_at),
                    routed_at=routed,
                    received_at=routed,
                    due_at=routed + 4 * 3_600_000,
                    effective_due_at=routed + 4 * 3_600_000,
                    facts=msgspec.json.encode(facts),
                )
            )

    def change_case(self, **values: Any) -> None:
        with self.storage.write() as work:
            work.connection.execute(update(t.cases).values(**values))

    def case(self) -> Any:
        with self.storage.read() as connection:
            return connection.execute(select(t.cases)).one()

    def review_row(self, result: CommandResult) -> Any:
        with self.storage.read() as connection:
            return connection.execute(select(t.reviews).where(t.reviews.c.review_id == result.review_id)).one()

    def wait(self, **span: float) -> None:
        self.now += timedelta(**span)

    def claim(self, who: Principal, mode: ClaimMode = ClaimMode.ONLINE) -> ClaimView:
        (claim,) = claims.claim(self.storage, who, ClaimRequest(case_ids=(CASE,), mode=mode)).claims
        return claim

    def submit(
        self, who: Principal, claim: ClaimView, body: ReviewSubmission | None = None, **more: Any
    ) -> CommandResult:
        raw = msgspec.json.encode(body or review())
        values: dict[str, Any] = {
            "command_id": uuid7(to_ms(self.now), next(self._numbers).to_bytes(10, "big")),
            "command_seq": next(self._seqs),
            "command_type": "review.submit",
            "command_schema": 1,
            "author_sub": who.user_id,
            "created_wall": 0,
            "created_mono": 0,
            "server_offset_ms": 0,
            "release_at": 0,
            "prev_hash": "",
            "body": msgspec.Raw(raw),
            "body_sha256": body_sha256(msgspec.json.decode(raw)),
            "case_id": CASE,
            "claim_id": claim.claim_id,
            "fence": claim.fence,
            "base_rev": 1,
        }
        command = Command(**(values | more))
        sent = SingleCommand(who.device_id or "", msgspec.Raw(msgspec.json.encode(command)))
        return commands.single(self.storage, who, command.command_id, sent)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    yield world
    world.engine.dispose()


def told(result: CommandResult) -> tuple[str, str, tuple[str, ...]]:
    return result.status.value, result.code, result.flags


def test_an_expired_lease_is_claimable_at_once_and_its_work_is_lost(world: World) -> None:
    first = world.claim(world.lin)
    world.wait(minutes=30)
    second = world.claim(world.mei)
    assert second.fence == first.fence + 1
    assert told(world.submit(world.lin, first)) == ("conflict", "lease_lost", ())
    assert told(world.submit(world.mei, second)) == ("applied", "applied", ())


def test_a_lease_holds_until_its_last_moment(world: World) -> None:
    world.claim(world.lin)
    world.wait(minutes=30, milliseconds=-1)
    answer = claims.claim(world.storage, world.mei, ClaimRequest(case_ids=(CASE,)))
    assert [item.code for item in answer.refused] == ["claimed_by_other"]


def test_a_review_after_the_lease_ran_out_counts_late_where_nobody_took_the_case(world: World) -> None:
    claim = world.claim(world.lin)
    world.wait(hours=3)
    assert told(world.submit(world.lin, claim)) == ("applied", "applied", ("late",))
    assert world.case().state == "closed"


def test_leases_are_renewed_up_to_their_hard_end(world: World) -> None:
    claim = world.claim(world.lin)
    held = (HeldClaim(claim.claim_id, claim.fence),)
    last: datetime = claim.expires_at
    for _ in range(40):
        world.wait(minutes=15)
        (turn,) = claims.renew(world.storage, world.lin, held)
        if turn.expires_at is None:
            break
        assert last <= turn.expires_at <= claim.hard_until
        last = turn.expires_at
    assert (turn.code, last) == ("lease_lost", claim.hard_until)


def test_an_offline_lease_ends_a_quarter_of_an_hour_before_the_deadline(world: World) -> None:
    claim = world.claim(world.person("ada", Role.TEAM_LEAD), ClaimMode.OFFLINE)
    assert claim.expires_at == claim.hard_until == NOON - timedelta(minutes=50) + timedelta(hours=3, minutes=45)


def test_work_from_before_a_restore_counts_by_its_higher_fence(world: World) -> None:
    claim = msgspec.structs.replace(world.claim(world.lin), fence=7)
    assert told(world.submit(world.lin, claim, epoch="before"))[:2] == ("conflict", "lease_lost")
    with world.storage.write() as work:
        work.connection.execute(insert(t.server_state).values(name=state.PAST_EPOCHS, value="long-ago before"))
    assert told(world.submit(world.lin, claim, epoch="before")) == ("applied", "applied", ("restored",))
    assert world.case().fence == 7


@pytest.mark.parametrize(("fence", "fate"), [(MOST_FENCE, "applied"), (MOST_FENCE + 1, "lease_lost")])
def test_a_number_from_before_a_restore_leaves_room_for_all_that_follow(world: World, fence: int, fate: str) -> None:
    claim = msgspec.structs.replace(world.claim(world.lin), fence=fence)
    with world.storage.write() as work:
        work.connection.execute(insert(t.server_state).values(name=state.PAST_EPOCHS, value="before"))
    result = world.submit(world.lin, claim, review(Decision.ESCALATE), epoch="before")
    assert told(result)[1] == fate
    assert world.review_row(result).fence == fence
    assert world.case().fence == (fence if fate == "applied" else 1)


def test_a_withdrawn_case_keeps_the_review_without_its_words(world: World) -> None:
    claim = world.claim(world.lin)
    world.change_case(state="withdrawn")
    result = world.submit(world.lin, claim)
    assert told(result)[:2] == ("conflict", "case_withdrawn")
    row = world.review_row(result)
    assert (row.standing, row.rationale, row.decision) == ("contested", "", "block")


def test_a_review_of_older_evidence_is_kept_and_not_blamed_for_what_the_agent_says_now(world: World) -> None:
    claim = world.claim(world.lin)
    newer = intake_case(assessment=assessment(base_value=-9.0))
    assert newer.assessment.verdict.value == "pass"
    world.change_case(facts=msgspec.json.encode(newer), rev=5, material_rev=5)
    result = world.submit(world.lin, claim, review(label=Label.TP))
    assert told(result)[:2] == ("conflict", "stale_evidence")
    assert (world.review_row(result).label, world.case().state) == ("TP", "open")
    bad = world.submit(world.lin, claim, review(rationale="One. Two. Three."))
    assert told(bad)[:2] == ("rejected", "review_invalid")


def test_only_what_has_no_place_in_the_case_grows_with_a_renewal(world: World) -> None:
    claim = world.claim(world.lin)
    before, heads = world.case(), _feed_rows(world)
    world.wait(minutes=5)
    claims.renew(world.storage, world.lin, (HeldClaim(claim.claim_id, claim.fence),))
    assert (world.case().rev, _feed_rows(world)) == (before.rev, heads)
    claims.release(world.storage, world.lin, (HeldClaim(claim.claim_id, claim.fence),))
    assert (world.case().rev, _feed_rows(world)) == (before.rev + 1, heads + 1)
    assert world.case().material_rev == before.material_rev


def test_an_escalation_keeps_the_clock_and_drops_the_lease(world: World) -> None:
    claim = world.claim(world.lin)
    result = world.submit(world.lin, claim, review(Decision.ESCALATE))
    assert (told(result), result.label) == (("applied", "applied", ()), None)
    case = world.case()
    assert (case.state, case.claim_owner, case.due_at) == ("escalated", None, case.routed_at + 4 * 3_600_000)


def test_a_failure_that_nobody_foresaw_takes_back_one_command_alone(world: World) -> None:
    claim = world.claim(world.lin)
    world.change_case(facts=b"not a case any more")
    result = world.submit(world.lin, claim)
    assert (result.status.value, result.http, result.retry_after_ms) == ("retry", 500, 30_000)
    world.change_case(facts=msgspec.json.encode(intake_case()))
    assert told(world.submit(world.lin, claim)) == ("applied", "applied", ())


def _feed_rows(world: World) -> int:
    with world.storage.read() as connection:
        return len(connection.execute(select(t.feed.c.feed_seq)).all())
