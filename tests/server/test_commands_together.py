"""A batch whose commands are applied together does what the same commands do one by one: the same answers, the same
rows, the same feed and the same trail, in the same order."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import insert, select, text

from app.contract.canonical import body_sha256
from app.contract.claims import ClaimRequest
from app.contract.commands import Command, CommandAnswer, CommandBatch, CommandResult, SingleCommand
from app.domain.claim import ClaimMode
from app.domain.ids import case_number, uuid7
from app.domain.roles import Role
from app.server.security.principal import Principal
from app.server.storage import cases, people, schema, ways
from app.server.storage import commands as commands_kept
from app.server.storage import tables as t
from app.server.storage.engine import open_engine
from app.server.storage.unit_of_work import Storage
from app.server.usecases import alone, claims, commands, intake, together
from tests.support.database import database_url
from tests.support.factories import intake_case
from tests.support.seats import review_body

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
NOW_MS = int(NOW.timestamp() * 1000)
AGENT = Principal("agent", "agent", frozenset({Role.AGENT_SERVICE}))
MEI = Principal("mei", "mei", frozenset({Role.REVIEWER}), device_id="d-mei")
SAM = Principal("sam", "sam", frozenset({Role.SENIOR_AGENT}), device_id="d-sam")
LONG = "One. Two. Three sentences are too many."

# (what is sent, what becomes of the case before it is)
REVIEWS: dict[str, tuple[dict[str, Any], str]] = {
    "block": (review_body(), ""),
    "pass": (review_body("pass", left_window=3), ""),
    "escalate": (review_body("escalate"), ""),
    "left the window": (review_body(left_window=2), ""),
    "too long": (review_body(rationale=LONG), ""),
    "personal data": (review_body(rationale="The owner is mei@example.com and he agrees."), ""),
    "unknown code": (review_body(code="no_such_code"), ""),
    "other label": (review_body(label="FP"), ""),
    "no lease": (review_body(), "free"),
    "another's lease": (review_body(), "taken"),
    "other evidence": (review_body(), "revised"),
    "decided the same": (review_body(), "decided"),
    "decided otherwise": (review_body("pass"), "decided"),
    "a Key User": (review_body(), "key_user"),
    "no such case": (review_body(), "nowhere"),
    "undone": ({"command_type": "review.submit"}, "withdrawn"),
    "a note": ({"text": "Asked the customer for the receipt.", "language": "en"}, "note"),
    "not a body": ({"decision": 7}, ""),
}


class Desk:
    """A server's use cases on a database of their own, with two people; cases come in pairs, alike but for the name."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.seq = 0
        with storage.write() as work:
            for who in (MEI, SAM, AGENT):
                row = people.UserRow(who.user_id, who.name, None, None, None, False, who.roles)
                people.add_user(work.connection, row, NOW_MS)
            for device, owner in (("d-mei", "mei"), ("d-sam", "sam")):
                values = {"device_id": device, "user_id": owner, "device_name": device, "os": "Linux"}
                work.connection.execute(insert(t.devices).values(**values, app_version="0.1.0", created_at=NOW_MS))

    def bring(self, ref: str, **more: Any) -> str:
        routed = NOW - timedelta(minutes=10)
        case = intake_case(ref, routed_at=routed, opened_at=NOW - timedelta(hours=1), **more)
        answer = intake.take_cases(self.storage, AGENT, msgspec.json.encode([case]), lines=False)
        assert answer.results[0].case_id is not None, answer
        return answer.results[0].case_id

    def hold(self, who: Principal, case_id: str) -> Any:
        asked = ClaimRequest(case_ids=(case_id,), want=1, mode=ClaimMode.ONLINE)
        (claim,) = claims.claim(self.storage, who, asked).claims
        return claim

    def rev(self, case_id: str) -> int:
        with self.storage.read() as connection:
            c = t.cases.c
            return int(connection.scalar(select(c.rev).where(c.case_number == case_number(case_id))) or 1)

    def command(self, who: Principal, case_id: str, body: dict[str, Any], claim: Any = None, **more: Any) -> Command:
        self.seq += 1
        values: dict[str, Any] = {
            "command_id": uuid7(NOW_MS, self.seq.to_bytes(10, "big")),
            "command_seq": self.seq,
            "command_type": "review.submit",
            "command_schema": 1,
            "author_sub": who.user_id,
            "created_wall": NOW_MS,
            "created_mono": 1,
            "server_offset_ms": 0,
            "release_at": 0,
            "prev_hash": "",
            "body": msgspec.Raw(msgspec.json.encode(body)),
            "body_sha256": body_sha256(body),
            "case_id": case_id,
            "base_rev": self.rev(case_id),
        }
        if claim is not None:
            values |= {"claim_id": claim.claim_id, "fence": claim.fence}
        return Command(**(values | more))

    def make(self, name: str, way: str) -> Command:
        body, before = REVIEWS[name]
        ref, more = f"{name} {way}", {"priority": 90} if before == "key_user" else {}
        case_id = self.bring(ref, **more) if before != "nowhere" else f"C-9{len(way):06}"
        if before == "withdrawn":
            return self.command(MEI, case_id, body, command_type="command.withdrawn")
        if before == "note":
            return self.command(MEI, case_id, body, command_type="case.note")
        if before in ("free", "nowhere"):
            return self.command(MEI, case_id, body)
        claim = self.hold(MEI, case_id)
        made = self.command(MEI, case_id, body, claim)
        if before in ("taken", "decided"):
            with self.storage.write() as work:
                work.connection.execute(
                    text("UPDATE cases SET claim_until = 1 WHERE case_number = :n"), {"n": int(case_id[2:])}
                )
            other = self.hold(SAM, case_id)
            if before == "decided":
                self.alone(SAM, self.command(SAM, case_id, review_body(), other))
        elif before == "revised":
            self.bring(ref, subject={"account": "u-83572491", "account_age_days": 7, "country": "SG", "kyc_level": 2})
        return made

    def batch(self, who: Principal, sent: list[Command]) -> CommandAnswer:
        device = who.device_id or ""
        raws = tuple(msgspec.Raw(msgspec.json.encode(one)) for one in sent)
        return commands.batch(self.storage, who, CommandBatch(device, "b", raws))

    def alone(self, who: Principal, one: Command) -> CommandResult:
        sent = SingleCommand(who.device_id or "", msgspec.Raw(msgspec.json.encode(one)))
        return commands.single(self.storage, who, one.command_id, sent)

    def rows(self, table: Any, since: int = 0) -> list[dict[str, Any]]:
        with self.storage.read() as connection:
            (key, *_) = table.primary_key.columns
            query = select(table).where(key > since) if since else select(table)
            return [dict(row) for row in connection.execute(query.order_by(key)).mappings()]

    def last(self, table: Any) -> int:
        rows = self.rows(table)
        return int(rows[-1][next(iter(table.primary_key.columns)).name]) if rows else 0


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    engine = open_engine(database_url(tmp_path / "server.db"))
    if engine.dialect.name == "sqlite":
        schema.upgrade(engine)
    yield Desk(Storage(engine, lambda: NOW))
    engine.dispose()


def told(row: Any, names: dict[str, str]) -> str:
    """A row in writing, with every id by the name of what it stands for."""
    written = json.dumps(row, default=_plain, sort_keys=True)
    for found, name in names.items():
        written = written.replace(found, name)
    return written


def _plain(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


_ITS_OWN = (
    *("review_id", "claim_id", "escalation_id", "outcome_review_id", "hash", "chain", "label_seq", "feed_seq"),
    *("tx_first", "bulk", "audit_seq", "command_seq", "content_hash", "result"),
)


def plain(row: dict[str, Any]) -> dict[str, Any]:
    """Without what differs between any two rows; of an id it stays whether there is one."""
    return {name: value is not None if name in _ITS_OWN else value for name, value in row.items()}


def test_what_goes_together_is_what_goes_one_by_one(desk: Desk) -> None:
    as_one = [desk.make(name, "together") for name in REVIEWS]
    apart = [desk.make(name, "apart") for name in REVIEWS]
    single = [desk.make(name, "single") for name in REVIEWS]
    names: dict[str, str] = {}
    for way, sent in (("together", as_one), ("apart", apart), ("single", single)):
        for number, (name, one) in enumerate(zip(REVIEWS, sent, strict=True)):
            case_id = one.case_id or ""
            names |= {one.command_id: f"command {name}", str(case_number(case_id)): f"case {number}"}
            names |= {f"{name} {way}": name}
    seen: list[dict[str, list[str]]] = []
    answers: list[list[CommandResult]] = []
    for sent in (as_one, apart, single):
        marks = {table: desk.last(table) for table in (t.feed, t.audit)}
        if sent is as_one:
            results = list(desk.batch(MEI, sent).results)
        elif sent is apart:
            results = [desk.alone(MEI, one) for one in sent]
        else:  # a batch of one asks one thing after another
            results = [desk.batch(MEI, [one]).results[0] for one in sent]
        numbers = {case_number(one.case_id or "") for one in sent}
        found = {
            table.name: [plain(row) for row in desk.rows(table) if row["case_number"] in numbers]
            for table in (t.cases, t.reviews, t.labels, t.escalations, t.command_results)
        }
        found |= {table.name: [plain(row) for row in desk.rows(table, mark)] for table, mark in marks.items()}
        reviews = {str(row["review_id"]) for row in desk.rows(t.reviews)}
        others = {str(row["command_id"]) for row in desk.rows(t.command_results)} - names.keys()
        mine = names | dict.fromkeys(reviews, "a review") | dict.fromkeys(others, "another's command")
        seen.append({name: sorted(told(row, mine) for row in rows) for name, rows in found.items()})
        answers.append(results)
        seen[-1]["answers"] = [
            told(msgspec.to_builtins(msgspec.structs.replace(one, command_seq=1)), mine) for one in results
        ]
    for part in seen[0]:
        assert seen[0][part] == seen[1][part] == seen[2][part], part
    assert {one.status.value for one in answers[0]} == {"applied", "conflict", "rejected"}


def test_a_review_by_itself_goes_the_quick_way_and_what_is_in_doubt_the_other(desk: Desk) -> None:
    one, device = desk.make("block", "quick"), MEI.device_id or ""
    entry = together.read(MEI, 0, msgspec.json.encode(one))
    assert entry is not None
    first = alone.apply(desk.storage, MEI, device, entry)
    assert first is not None
    assert first.status.value == "applied"
    again = msgspec.structs.replace(one, command_id=uuid7(NOW_MS, bytes(10)), command_seq=900)
    for doubtful in (one, again, desk.make("undone", "quick"), msgspec.structs.replace(again, case_id="C-999999")):
        entry = together.read(MEI, 0, msgspec.json.encode(doubtful))
        assert entry is not None
        assert alone.apply(desk.storage, MEI, device, entry) is None
    assert desk.alone(MEI, one).status.value == "duplicate"
    assert len(desk.rows(t.reviews)) == 1


def test_a_place_that_is_taken_at_the_last_moment_leaves_nothing_behind(desk: Desk) -> None:
    one, other = desk.make("block", "crossed"), desk.make("block", "first")
    desk.alone(MEI, other)
    marks = desk.last(t.feed), desk.last(t.audit)
    answer = desk.alone(MEI, other)
    values = {"device_id": "d-mei", "author_id": "mei", "case_number": case_number(one.case_id or "")}
    with pytest.raises(ways.Crossed), desk.storage.write() as work:
        cases.put(work, case_number(one.case_id or ""), {"priority": 1})
        work.audit("mei", "command", "command", "x")
        digest = one.body_sha256
        work.put_off(
            commands_kept.kept_at_once(work.connection, answer, **values, body_sha256=digest, received_at=NOW_MS)
        )
    assert (desk.last(t.feed), desk.last(t.audit)) == marks
    assert {row["priority"] for row in desk.rows(t.cases)}.isdisjoint({1})


def test_a_batch_sent_twice_takes_effect_once(desk: Desk) -> None:
    sent = [desk.make(name, "once") for name in ("block", "pass", "escalate", "undone")]
    first, second = desk.batch(MEI, sent), desk.batch(MEI, sent)
    assert [one.status.value for one in first.results] == ["applied"] * 4
    assert [one.status.value for one in second.results] == ["duplicate"] * 4
    assert [one.review_id for one in second.results] == [one.review_id for one in first.results]
    assert len(desk.rows(t.reviews)) == 3
    assert (second.acked_through, second.device_high_seq) == (first.acked_through, first.device_high_seq)


def test_commands_on_one_case_are_applied_in_their_order(desk: Desk) -> None:
    """Two of one case never go together: the second finds what the first has done."""
    once = desk.make("block", "a")
    case_id = once.case_id or ""
    again = desk.command(MEI, case_id, review_body("pass"), None, prev_case_command=once.command_id)
    others = [desk.make("block", f"b{n}") for n in range(2)]
    results = desk.batch(MEI, [once, others[0], again, others[1]]).results
    assert [one.status.value for one in results] == ["applied", "applied", "conflict", "applied"]


def test_one_command_that_follows_an_unknown_one_waits_and_holds_up_nobody(desk: Desk) -> None:
    sent = [desk.make("block", f"{n}") for n in range(3)]
    sent[1] = msgspec.structs.replace(sent[1], prev_case_command=uuid7(1, bytes(10)))
    results = desk.batch(MEI, sent).results
    assert [one.status.value for one in results] == ["applied", "blocked", "applied"]


def test_a_fault_that_nobody_foresaw_takes_back_one_command_alone(desk: Desk) -> None:
    """The database refuses one of the rows that are written together: then each goes by itself."""
    sent = [desk.make("block", f"{n}") for n in range(4)]
    number = case_number(sent[2].case_id or "")
    with desk.storage.write() as work:
        if work.connection.dialect.name == "sqlite":
            work.connection.execute(
                text(
                    f"CREATE TRIGGER spoilt BEFORE INSERT ON reviews WHEN NEW.case_number = {number}"
                    " BEGIN SELECT RAISE(ABORT, 'spoilt'); END"
                )
            )
        else:
            work.connection.execute(text(f"ALTER TABLE reviews ADD CONSTRAINT spoilt CHECK (case_number <> {number})"))
    results = desk.batch(MEI, sent).results
    assert [one.status.value for one in results] == ["applied", "applied", "retry", "applied"]
    assert len(desk.rows(t.reviews)) == 3
    assert len([row for row in desk.rows(t.command_results) if row["command_id"] == sent[2].command_id]) == 0
