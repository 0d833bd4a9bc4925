"""A lead's seat takes cases to re-review along and loses its network: draws, decides them again, signs, and comes back.

Also what must never be at such a seat: anything of the first decision; and what must never work: a packet that
somebody changed, a packet of somebody else's.
"""

import base64
import itertools
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app.analytics.qa_plan import planned
from app.contract.qa import FrameCriteria, SealedPacket
from app.desktop.cache.packet_rows import PacketRow
from app.desktop.ports import NotReady
from app.desktop.ports.quality import PacketRefused
from app.desktop.usecases.quality import QualityDesk
from app.desktop.vault.packets import open_packet
from app.domain.sampling import IsoPlan, StratifiedPlan, draw, strata_of
from tests.desktop.test_taking_along_with_the_real_server import Machine
from tests.support.factories import intake_case
from tests.support.seats import House, Seat, open_house, review_body
from tests.support.server import start_server

CANARY = "Heliotrope was in Singapore with the second device."
"""The first decision's words, found by no chance anywhere else."""
WORDS = ("The second device belongs to somebody else.", "en", 20_000)
PLAN = StratifiedPlan(half_width=0.02, expected_error=0.05)
MANY = 56
_people = itertools.count(1)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    database = tmp_path_factory.mktemp("quality") / "server.db"
    with start_server(database) as server:
        house = open_house(server, database)
        yield house
        house.close()


@pytest.fixture
def lin(house: House) -> Seat:
    return house.seat(f"lin {next(_people)}")


@pytest.fixture
def lea(house: House, tmp_path: Path) -> Iterator[Machine]:
    name = f"lea {next(_people)}"
    house.add(name, "team_lead")
    machine = Machine(tmp_path / "lea", house, name)
    yield machine
    machine.close()


def decide(house: House, seat: Seat, ids: list[str]) -> dict[str, str]:
    """These cases, decided in one go: every fourth is passed."""
    claims: dict[str, dict[str, Any]] = {}
    for start in range(0, len(ids), 20):
        told = seat.claim(*ids[start : start + 20], want=20)
        claims |= {claim["case_id"]: claim for claim in told["claims"]}
    said = {case_id: "block" if place % 4 else "pass" for place, case_id in enumerate(ids)}
    commands = [
        seat.command(case_id, review_body(decision, rationale=CANARY), claims[case_id], base_rev=1)
        for case_id, decision in said.items()
    ]
    results = seat.send(*commands)["results"]
    assert {result["status"] for result in results} == {"applied"}, results
    return said


def audited_case(house: House, lead: Seat) -> str:
    """A case that came because a random audit asked for it."""
    at = datetime.now(UTC) - timedelta(days=2)
    row = {
        "external_ref": "LEDGER-77",
        "case_type": "ato_investigation",
        "verdict": "pass",
        "risk_score": 0.02,
        "confidence": 0.98,
        "threshold": 0.85,
        "rule_version": "rules-7",
        "decided_at": at.isoformat(),
    }
    assert house.agent.post("/v1/intake/decisions", json=[row]).json()["accepted"] == 1
    assert lead.session.post("/v1/ledger/audits", json={"external_refs": ["LEDGER-77"]}).status_code == 200
    return house.feed(msgspec.json.encode([intake_case("LEDGER-77")]))[0]


def criteria(*seats: Seat) -> FrameCriteria:
    """What these people decided; nobody named: everybody."""
    now = datetime.now(UTC)
    return FrameCriteria(
        now - timedelta(hours=1), now + timedelta(hours=1), reviewers=tuple(seat.user_id for seat in seats)
    )


def desk(machine: Machine) -> QualityDesk:
    return machine.desk.quality


def heard(machine: Machine) -> list[bytes]:
    """Every byte of every answer that reaches this machine from now on."""
    told: list[bytes] = []
    http = machine.desk.session._api._http
    send = http.send

    def listening(*asked: Any, **more: Any) -> Any:
        answer = send(*asked, **more)
        told.append(repr(answer[0]).encode() + bytes(answer[1]))
        return answer

    http.send = listening  # type: ignore[method-assign]
    return told


@pytest.mark.slow
def test_fifty_cases_are_drawn_decided_again_and_signed_without_the_server_and_arrive_once(
    house: House, lin: Seat, lea: Machine
) -> None:
    ids = house.cases(MANY)
    firsts = decide(house, lin, ids)
    q = desk(lea)
    packet = q.bring_frame(q.define(criteria(lin)).frame_id)

    lea.cut = True
    sample_id = q.draw(packet, PLAN, "2026-47", series="weekly")
    (carried,) = q.carried()
    (sample,) = carried.samples
    assert len(sample.refs) >= 50
    for ref in sample.refs:
        assert q.item(packet, ref).evidence
        q.score(sample_id, ref, "block", *WORDS)
        lea.desk.engine.step()
    with pytest.raises(NotReady):
        q.score(sample_id, "Q-of nobody", "block", *WORDS)
    q.sign(sample_id)
    with pytest.raises(NotReady):
        q.score(sample_id, sample.refs[0], "pass", *WORDS)
    (sample,) = q.carried()[0].samples
    assert (sample.signed, len(sample.said), sample.refused) == (True, len(sample.refs), ())
    assert sample.pending == len(sample.refs) + 2

    # Shut down in between: all of it lies in the files of the seat.
    lea.close()
    lea.start()
    lea.desk.session.restore()
    q = desk(lea)
    assert q.carried()[0].samples == (sample,)
    lea.cut = False
    for _ in range(3):
        lea.sync()
    (sample,) = q.carried()[0].samples
    assert (sample.pending, sample.refused) == (0, ())
    told = q.sample(sample_id)
    assert (told.size, told.mine, told.scorers[0].scored) == (len(sample.refs), 0, len(sample.refs))
    assert told.result is not None
    assert told.result.awaiting + told.result.agreed == len(sample.refs)
    assert told.result.awaiting == pytest.approx(list(firsts.values()).count("pass"), abs=MANY - len(sample.refs))
    lea.sync()
    assert q.samples()[0].sample_id == sample_id
    rows = house_rows(house, sample_id)
    assert rows == (1, len(sample.refs), 1), "one sample, one score for each case, one signature"


def house_rows(house: House, sample_id: str) -> tuple[int, ...]:
    from sqlalchemy import text

    from app.server.storage.engine import open_engine
    from tests.support.database import database_url

    engine = open_engine(database_url(house.database))
    try:
        with engine.connect() as connection:
            tables = ("qa_samples", "qa_scores", "qa_signatures")
            asked = {"sample": sample_id}
            query = "SELECT count(*) FROM {} WHERE sample_id = :sample"
            return tuple(connection.scalar(text(query.format(table)), asked) or 0 for table in tables)
    finally:
        engine.dispose()


def test_a_few_cases_are_drawn_scored_and_signed_without_the_server(house: House, lin: Seat, lea: Machine) -> None:
    decide(house, lin, house.cases(8))
    q = desk(lea)
    frame = q.define(criteria(lin))
    preview = q.preview(frame, IsoPlan(6.5))
    assert (preview.n, preview.accept, preview.reject) == (2, 0, 1)
    assert preview.passes[0.95] > preview.passes[0.9]
    packet = q.bring_frame(frame.frame_id)
    lea.cut = True
    sample_id = q.draw(packet, IsoPlan(6.5), "week 47")
    (sample,) = q.carried()[0].samples
    for ref in sample.refs:
        first = q.score(sample_id, ref, "pass", *WORDS)
        q.undo(first.command_id)
        q.score(sample_id, ref, "block", *WORDS)
    q.sign(sample_id)
    lea.cut = False
    lea.sync()
    lea.sync()
    (sample,) = q.carried()[0].samples
    assert (sample.pending, sample.refused, set(sample.said.values())) == (0, (), {"block"})
    assert house_rows(house, sample_id) == (1, 2, 1)
    again = draw(rows := open_body(lea).rows, planned(IsoPlan(6.5), strata_of(rows)).sizes, "week 47", IsoPlan(6.5))
    assert set(again) == set(sample.refs)


def stored(machine: Machine) -> PacketRow:
    who = machine.desk.session.identity()
    assert who is not None
    return machine.desk.quality._packets.all(who.author)[0]


def open_body(machine: Machine) -> Any:
    row, who = stored(machine), machine.desk.session.identity()
    assert who is not None
    keys = machine.desk.seat.state.keys[who.device]
    return open_packet(msgspec.json.decode(row.document, type=SealedPacket), row.packet_key, keys[1], who)


def test_no_byte_that_reaches_the_seat_tells_a_first_decision_or_where_a_case_comes_from(
    house: House, lin: Seat, lea: Machine
) -> None:
    kim = house.seat("kim of the wire", "team_lead")
    ids = [audited_case(house, kim), *house.cases(5)]
    decide(house, lin, ids)
    q = desk(lea)
    frame = q.define(criteria())
    told = heard(lea)
    packet = q.bring_frame(frame.frame_id)
    body = open_body(lea)
    plain = msgspec.json.encode(body)
    for secret in (CANARY, lin.user_id, "LEDGER-77", *ids, '"decision"', '"label"', '"verdict"', "gold", "audit"):
        assert secret.encode() not in plain, secret
    shapes = {frozenset(json.loads(msgspec.json.encode(item))) for item in body.items}
    assert len(shapes) == 1, "no case can be told from another by what there is of it"
    # All that the seat reads besides: the queue, the feed, the snapshot, single cases, their context, exports.
    lea.sync()
    api = lea.desk._api
    for case_id in ids:
        _, data = api._http.send("GET", f"/v1/cases/{case_id}", token=lea.desk.session.access())
        view = json.loads(data)
        assert not {"outcome", "assessment", "escalation"} & view.keys()
        _, data = api._http.send("GET", f"/v1/cases/{case_id}/context", token=lea.desk.session.access())
        around = json.loads(data)
        assert {(one["decided"], one["blocked"]) for one in around["linked"]} <= {(0, 0)}
        assert not {"decided", "executed"} & {
            value for event in around["history"]["events"] for value in event.values()
        }
        assert b'"decision":"' not in data
    for what in ("labels", "reviews", "training-set"):
        api._http.send("GET", f"/v1/exports/{what}", token=lea.desk.session.access(), params={"format": "jsonl"})
    assert lea.desk._cache.reviews() == []
    everything = b"".join(told)
    assert CANARY.encode() not in everything
    assert lin.user_id.encode() not in everything
    sample_id = q.draw(packet, IsoPlan(6.5), "blind")
    (sample,) = q.carried()[0].samples
    for ref in sample.refs:
        q.score(sample_id, ref, "block", *WORDS)
    lea.sync()
    q.sample(sample_id)
    q.samples()
    assert CANARY.encode() not in b"".join(told)
    q.sign(sample_id)
    lea.sync()
    lea.sync()
    assert CANARY.encode() in b"".join(told), "who has signed may read what was decided"


def test_what_a_seat_was_told_before_goes_when_its_person_is_to_decide_again(
    house: House, lin: Seat, lea: Machine
) -> None:
    (case_id,) = decide(house, lin, house.cases(1))
    decide(house, lin, house.cases(1))
    lea.sync()
    assert len(lea.desk._cache.reviews(case_id)) == 1
    q = desk(lea)
    packet = q.bring_frame(q.define(criteria(lin)).frame_id)
    lea.sync()
    assert lea.desk._cache.reviews(case_id) == []
    view = lea.desk.cases.open_case(case_id).view
    assert (view.outcome, view.assessment, view.blind) == (None, None, True)
    q.give_back(packet)
    lea.sync()
    assert len(lea.desk._cache.reviews(case_id)) == 1
    assert q.carried() == ()
    assert lea.desk.cases.open_case(case_id).view.outcome is not None


def test_a_packet_that_was_changed_or_is_another_persons_is_refused(
    house: House, lin: Seat, lea: Machine, tmp_path: Path
) -> None:
    decide(house, lin, house.cases(4))
    q = desk(lea)
    q.bring_frame(q.define(criteria(lin)).frame_id)
    row, who = stored(lea), lea.desk.session.identity()
    assert who is not None
    packet = msgspec.json.decode(row.document, type=SealedPacket)
    keys = lea.desk.seat.state.keys[who.device]

    def refused(told: SealedPacket, key: str = row.packet_key, private: bytes | None = keys[1]) -> str:
        with pytest.raises(PacketRefused) as why:
            open_packet(told, key, private, who)
        return why.value.code

    replace = msgspec.structs.replace
    sealed = bytearray(base64.b64decode(packet.sealed))
    sealed[100] ^= 1
    assert refused(replace(packet, sealed=base64.b64encode(sealed).decode())) == "packet_damaged"
    assert refused(replace(packet, head=replace(packet.head, items=1))) == "packet_signature"
    assert refused(replace(packet, signature=base64.b64encode(bytes(64)).decode())) == "packet_signature"
    assert refused(packet, private=None) == "packet_no_key"
    other = Machine(tmp_path / "other", house, lea.name)
    try:
        stranger = other.desk.session.identity()
        assert stranger is not None
        theirs = other.desk.seat.state.keys[stranger.device]
        assert refused(packet, private=theirs[1]) == "packet_other_seat"
        with pytest.raises(PacketRefused):
            open_packet(packet, row.packet_key, theirs[1], stranger)
        fresh = other.desk._api.meta().packet_key
        assert fresh == row.packet_key
    finally:
        other.close()

    # Changed on the disk, the seat does not work with it.
    changed = msgspec.json.encode(replace(packet, sealed=base64.b64encode(sealed).decode()))
    lea.desk.quality._packets.put(who.author, replace(row, document=changed))
    lea.close()
    lea.start()
    lea.desk.session.restore()
    assert desk(lea).carried() == ()
    with pytest.raises(PacketRefused):
        desk(lea).item(row.packet_id, "Q-any")


def test_nothing_of_a_packet_lies_open_on_the_disk(house: House, lin: Seat, lea: Machine) -> None:
    decide(house, lin, house.cases(3))
    q = desk(lea)
    q.bring_frame(q.define(criteria(lin)).frame_id)
    ref = open_body(lea).items[0].ref.encode()
    document = stored(lea).document
    assert ref not in document, "sealed in the copy as well, which is encrypted itself"
    for file in lea.folder.rglob("*"):
        if file.is_file():
            assert ref not in file.read_bytes(), file


def test_two_leads_take_their_parts_of_one_lot_along_and_a_pair_is_compared(
    house: House, lin: Seat, lea: Machine, tmp_path: Path
) -> None:
    decide(house, lin, house.cases(6))
    house.add("kim of two", "team_lead")
    kim = Machine(tmp_path / "kim", house, "kim of two")
    try:
        ids = [machine.desk.session.identity() for machine in (lea, kim)]
        scorers = tuple(one.author for one in ids if one is not None)
        q = desk(lea)
        packet = q.bring_frame(q.define(criteria(lin)).frame_id)
        sample_id = q.draw(packet, IsoPlan(6.5), "both", scorers=scorers, overlap=1.0)
        lea.sync()
        desk(kim).bring_sample(sample_id)
        lea.cut = kim.cut = True
        for machine, decision in ((lea, "block"), (kim, "pass")):
            (sample,) = desk(machine).carried()[0].samples
            for ref in sample.refs:
                desk(machine).score(sample_id, ref, decision, *WORDS)
            desk(machine).sign(sample_id)
        lea.cut = kim.cut = False
        for machine in (lea, kim, lea):
            machine.sync()
        told = q.sample(sample_id)
        assert told.result is not None
        assert (told.state, told.result.pairs, told.result.pairs_agreed) == ("scored", 2, 0)
        assert {one.name: one.scored for one in told.scorers} == {kim.name: 2, lea.name: 2}
    finally:
        kim.close()
