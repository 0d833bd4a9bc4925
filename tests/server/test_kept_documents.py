"""Views that are kept encoded: what a seat is told from them is, byte for byte, what would be made for it anew."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select, update

from app.contract.catalogue import catalogue
from app.contract.queue_row import encoded, row_of
from app.contract.views import CaseView, Viewer, case_view, may_see
from app.demo.generator import generate
from app.domain.case import Evidence, IntakeCase
from app.domain.document import Attachment
from app.domain.roles import Capability, Role, can
from app.domain.text import Bilingual
from app.server.config import Policy
from app.server.security.principal import Principal
from app.server.storage import cases, people, schema
from app.server.storage import tables as t
from app.server.storage.case_documents import Kept
from app.server.storage.engine import open_engine
from app.server.storage.unit_of_work import Storage
from app.server.usecases import documents, intake, snapshot, withdrawals
from app.server.usecases.shown import case_views
from tests.support.database import database_url
from tests.support.factories import case_record, intake_case

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
AGENT = Principal("agent", "agent", frozenset({Role.AGENT_SERVICE}))
READERS = [role for role in Role if can((role,), Capability.CASE_READ)]
CASES = 28
# documents.FORM, and the beginning of a hash over what it makes of the case below. Another hash: one more there.
AS_MADE_NOW = (2, "ed7c35e717eeab7c")


def made(policy: Policy, folder: Path) -> Iterator[Storage]:
    engine = open_engine(database_url(folder / "server.db"))
    if engine.dialect.name == "sqlite":
        schema.upgrade(engine)
    storage = Storage(engine, lambda: NOW, policy)
    with storage.write() as work:
        row = people.UserRow("agent", "agent", None, None, None, False, AGENT.roles)
        people.add_user(work.connection, row, work.now_ms)
    rows = [one.intake | ({"vendor": "north"} if n % 3 == 0 else {}) for n, one in enumerate(generate(CASES, 7, NOW))]
    answer = intake.take_cases(storage, AGENT, msgspec.json.encode(rows), lines=False)
    assert answer.accepted == CASES, answer
    yield storage
    engine.dispose()


@pytest.fixture(params=[0, 400], ids=["nothing withheld", "some withheld"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    yield from made(Policy(blind_first={"*": request.param}), tmp_path)


def walk(storage: Storage, who: Principal) -> dict[str, bytes]:
    """All that a first sync brings this person. The row beside a document says what the document says, no more."""
    found: dict[str, bytes] = {}
    page = snapshot.page(storage, who, None, None, 25)
    while True:
        found |= {row.entity_id: bytes(row.document) for row in page.rows}
        for row in page.rows:
            assert bytes(row.row) == encoded(row_of(msgspec.json.decode(row.document, type=CaseView)))
        if page.done:
            return found
        page = snapshot.page(storage, who, page.snapshot_id, page.after, 25)


def anew(storage: Storage, viewer: Viewer) -> dict[str, bytes]:
    """The same, made from the facts."""
    with storage.read() as connection:
        numbers = list(connection.scalars(select(t.cases.c.case_number)))
        here = [one for one in cases.load_many(connection, numbers).values() if may_see(one.record, viewer)]
        views = case_views(connection, here, viewer, storage.policy)
    return {view.case_id: msgspec.json.encode(view) for view in views.values()}


def test_every_role_is_told_what_is_made_for_it(storage: Storage) -> None:
    """All types and all roles on one database, one after the other and again: whatever was kept for one is fit for
    the next, or is not given to it."""
    assert {row.case_type for row in _facts(storage)} == set(catalogue().case_types)
    people_of = [Principal(f"u-{role.value}", "x", frozenset({role}), None) for role in (*READERS, Role.REVIEWER)]
    people_of[-1] = msgspec.structs.replace(people_of[-1], user_id="u-another")
    people_of += [Principal(f"u-{vendor}", "x", frozenset({Role.BPO_AGENT}), vendor) for vendor in ("north", "south")]
    for turn in range(2):
        documents._shared._kept.clear()  # as after a start: what is told comes from the database
        for who in people_of:
            assert walk(storage, who) == anew(storage, who.viewer), (turn, who)
    with storage.read() as connection:
        assert len(list(connection.scalars(select(t.case_documents.c.document_id)))) >= CASES


def _facts(storage: Storage) -> list[IntakeCase]:
    with storage.read() as connection:
        return [msgspec.json.decode(raw, type=IntakeCase) for raw in connection.scalars(select(t.cases.c.facts))]


def test_a_changed_case_is_told_as_it_is_now(tmp_path: Path) -> None:
    who = Principal("u-1", "x", frozenset({Role.REVIEWER}), None)
    for storage in made(Policy(), tmp_path):
        before = walk(storage, who)
        case_id = min(before)
        number = int(case_id[2:])
        with storage.write() as work:
            c = t.cases
            work.connection.execute(update(c).where(c.c.case_number == number).values(priority=11, rev=2))
        documents._shared._kept.clear()
        after = walk(storage, who)
        assert after[case_id] != before[case_id]
        assert after == anew(storage, who.viewer)


def test_nothing_of_an_erased_case_is_kept_or_comes_back_by_whoever_read_it_before(tmp_path: Path) -> None:
    for storage in made(Policy(), tmp_path):
        walk(storage, Principal("u-1", "x", frozenset({Role.REVIEWER}), None))
        c, d = t.cases.c, t.case_documents.c
        with storage.read() as connection:
            number, ref, rev = connection.execute(select(c.case_number, c.external_ref, c.rev)).first() or (0, "", 0)
            of_it = select(d.body).where(d.document_id.in_((2 * number, 2 * number + 1)), d.body != b"")
            (body,) = connection.scalars(of_it)
        told = msgspec.json.encode([{"external_ref": ref, "reason": "erasure"}])
        assert withdrawals.take_withdrawals(storage, AGENT, told, lines=False).accepted == 1
        documents.keep(storage, [Kept(number, False, rev, bytes(body))])
        with storage.read() as connection:
            assert list(connection.scalars(of_it)) == []


def test_another_shape_is_made_anew(tmp_path: Path) -> None:
    """What was kept by another build, or under another rule of the house, is written over."""
    who = Principal("u-1", "x", frozenset({Role.REVIEWER}), None)
    for storage in made(Policy(), tmp_path):
        right = walk(storage, who)
        with storage.write() as work:
            work.connection.execute(update(t.case_documents).values(shape="of before", body=b"{}"))
        documents._shared._kept.clear()
        assert walk(storage, who) == right
        with storage.read() as connection:
            shapes = set(connection.scalars(select(t.case_documents.c.shape)))
        assert shapes == {documents.shape(False)}
    assert documents.shape(False) != documents.shape(True)


def test_a_view_that_is_made_otherwise_has_another_form() -> None:
    """A guard for whoever changes how views are made: documents of before must not be handed out."""
    viewer = Viewer("u", frozenset({Role.REVIEWER}))
    rows = ({"at": "2026-11-21T08:59:00Z", "event": "sign_in", "mail": "a@example.net"}, {"mail": "b@example.net"})
    evidence = (
        Evidence("e1", "device", Bilingual("Device", "设备"), fields={"ip": "198.51.100.7", "os": "x"}, pii=("ip",)),
        Evidence("e2", "signin_timeline", Bilingual("Sign-ins"), rows=rows),
        Evidence("e3", "no_such_kind", Bilingual("Else"), attachment=Attachment("0" * 64, "image/jpeg", 10, "a.jpg")),
    )
    record = case_record(facts=intake_case(vendor="north", evidence=evidence))
    views = [case_view(record, viewer, catalogue(), blind=blind) for blind in (False, True)]
    told = hashlib.sha256(b"".join(map(msgspec.json.encode, views)))
    found = (documents.FORM, told.hexdigest()[:16])
    assert found == AS_MADE_NOW, "the views are others: one more for documents.FORM, and this pair here"
