"""Files behind the evidence go once no case names them: from a folder and from an object store, and never a day too
soon."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import select, update

from app.contract.intake import Withdrawal, WithdrawalReason
from app.domain.case import Evidence
from app.domain.document import Attachment
from app.domain.roles import Role
from app.domain.text import Bilingual
from app.server.security.principal import Principal
from app.server.storage import people, schema, training_sets
from app.server.storage import tables as t
from app.server.storage.engine import open_engine
from app.server.storage.files import AttachmentStore, FolderStore
from app.server.storage.object_store import ObjectStore
from app.server.storage.unit_of_work import Storage, StorageBusy, UnitOfWork
from app.server.usecases import attachments, intake, withdrawals
from app.server.usecases.refusal import Refused
from app.server.usecases.unnamed_files import MOST, remove_some
from tests.support import object_store
from tests.support.database import database_url
from tests.support.factories import intake_case
from tests.support.object_store import MemoryStore

AGENT = Principal("agent", "agent", frozenset({Role.AGENT_SERVICE}))
LIN = Principal("lin", "lin", frozenset({Role.REVIEWER}))
PASSPORT, LETTER = b"\x89PNG\r\n\x1a\n passport of Wei Ling", b"%PDF-1.7 a letter to her"


def name(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def showing(*files: bytes) -> tuple[Evidence, ...]:
    kinds = {b"\x89PNG": "image/png", b"%PDF": "application/pdf"}
    return tuple(
        Evidence(
            f"doc/{n}",
            "identity_document",
            Bilingual("Document", "证件"),
            attachment=Attachment(name(data), kinds.get(data[:4], "text/plain"), len(data)),
        )
        for n, data in enumerate(files)
    )


class Desk:
    """The use cases over a database and a store of files, with a clock to turn."""

    def __init__(self, folder: Path, files: AttachmentStore) -> None:
        self.now = datetime(2026, 11, 21, 9, tzinfo=UTC)
        self.files = files
        self.engine = open_engine(database_url(folder / "server.db"))
        if self.engine.dialect.name == "sqlite":
            schema.upgrade(self.engine)
        self.storage = Storage(self.engine, lambda: self.now)
        with self.storage.write() as work:
            for who in (AGENT, LIN):
                row = people.UserRow(who.user_id, who.name, None, None, None, False, who.roles)
                people.add_user(work.connection, row, work.now_ms)

    def send(self, data: bytes) -> bool:
        """Whether the file was new."""
        kind = {b"\x89PNG": "image/png", b"%PDF": "application/pdf"}.get(data[:4], "text/plain")
        return attachments.take(self.storage, self.files, AGENT, name(data), kind, data).new

    def case(self, ref: str, *files: bytes) -> str:
        told = msgspec.json.encode([intake_case(ref, case_type="kyc_audit", evidence=showing(*files))])
        (result,) = intake.take_cases(self.storage, AGENT, told, lines=False).results
        assert result.case_id is not None, result
        return result.case_id

    def erase(self, ref: str) -> None:
        told = msgspec.json.encode([Withdrawal(ref, WithdrawalReason.ERASURE)])
        assert withdrawals.take_withdrawals(self.storage, AGENT, told, lines=False).accepted == 1

    def later(self, **much: float) -> None:
        self.now += timedelta(**much)

    def look(self) -> None:
        """A turn of the job."""
        for _ in range(100):
            if not remove_some(self.storage, self.files):
                return
        raise AssertionError("the job comes to no end")

    def has(self, data: bytes) -> bool:
        """Whether the file is there; the row says the same."""
        with self.storage.read() as connection:
            row = connection.execute(select(t.attachments.c.size).where(t.attachments.c.sha256 == name(data))).first()
        assert (row is not None) == self.files.has(name(data))
        return row is not None

    def reads(self, case_id: str, data: bytes) -> bool:
        try:
            found = attachments.read(self.storage, self.files, LIN, case_id, name(data), "", "")
        except Refused:
            return False
        return b"".join(found.pieces) == data

    def removed(self) -> list[str]:
        """The files of which the trail says that they went."""
        a = t.audit.c
        query = select(a.entity_id).where(a.action == "attachment.removed", a.actor_id == "server")
        with self.storage.read() as connection:
            return list(connection.scalars(query.order_by(a.audit_seq)))


in_both = pytest.mark.parametrize("files", ["folder", "object store"], indirect=True)


@pytest.fixture
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AttachmentStore]:
    if getattr(request, "param", "folder") == "folder":
        yield FolderStore(tmp_path / "files")
        return
    pytest.importorskip("obstore", reason="obstore is not installed (footplate[s3])")
    with MemoryStore() as memory:
        yield ObjectStore(
            f"s3://{object_store.BUCKET}/files",
            endpoint=memory.endpoint,
            region=object_store.REGION,
            environment=object_store.ENVIRONMENT,
        )


@pytest.fixture
def desk(tmp_path: Path, files: AttachmentStore) -> Iterator[Desk]:
    desk = Desk(tmp_path, files)
    yield desk
    desk.engine.dispose()


@in_both
def test_the_file_of_an_erased_case_goes_and_the_trail_keeps_that_it_was_there(desk: Desk) -> None:
    desk.send(PASSPORT)
    case_id = desk.case("K-1", PASSPORT)
    desk.later(days=2)
    desk.look()
    assert desk.reads(case_id, PASSPORT)
    desk.erase("K-1")
    desk.look()
    assert not desk.has(PASSPORT)
    assert desk.removed() == [name(PASSPORT)]


def test_a_file_that_another_case_names_stays_until_that_one_is_gone_as_well(desk: Desk) -> None:
    desk.send(PASSPORT)
    desk.case("K-1", PASSPORT)
    other = desk.case("K-2", PASSPORT, PASSPORT)
    desk.later(days=2)
    desk.erase("K-1")
    desk.look()
    assert desk.reads(other, PASSPORT)
    desk.erase("K-2")
    desk.look()
    assert not desk.has(PASSPORT)


def test_a_file_that_a_case_was_sent_anew_without_goes_and_the_new_one_stays(desk: Desk) -> None:
    desk.send(PASSPORT), desk.send(LETTER)
    desk.case("K-1", PASSPORT)
    desk.later(days=2)
    case_id = desk.case("K-1", LETTER)
    desk.look()
    assert not desk.has(PASSPORT)
    assert desk.reads(case_id, LETTER)


def test_a_file_is_waited_for_to_be_named_for_a_day_and_a_day_more_where_it_was_sent_again(desk: Desk) -> None:
    assert desk.send(PASSPORT)
    desk.later(hours=23)
    desk.look()
    assert not desk.send(PASSPORT)
    desk.later(hours=23)
    desk.look()
    assert desk.has(PASSPORT)
    case_id = desk.case("K-1", PASSPORT)
    desk.later(days=9)
    desk.look()
    assert desk.reads(case_id, PASSPORT)
    desk.send(LETTER)
    desk.later(hours=25)
    desk.look()
    assert not desk.has(LETTER)
    assert desk.send(LETTER), "as new as the first time"
    assert desk.reads(desk.case("K-2", LETTER), LETTER)


def test_of_many_each_goes_and_each_has_a_row(desk: Desk) -> None:
    letters = [LETTER + str(n).encode() for n in range(2 * MOST + 1)]
    for letter in letters:
        desk.send(letter)
    desk.later(days=2)
    desk.look()
    assert not any(desk.has(letter) for letter in letters)
    assert sorted(desk.removed()) == sorted(map(name, letters))


def test_a_file_that_a_training_set_is_made_of_stays(desk: Desk) -> None:
    text = b"a set of one line"
    desk.send(text)
    row = {"name": "rows", "sha256": name(text), "size": len(text), "media_type": "text/plain"}
    values: dict[str, Any] = {"set_id": "s", "name": "n", "version": 1, "feedback_id": None, "made_by": "lin"}
    with desk.storage.write() as work:
        training_sets.add(work.connection, [row], **values, made_at=work.now_ms, manifest="{}", digest="")
    desk.later(days=2)
    desk.look()
    assert desk.has(text)


def of_an_earlier_version(desk: Desk) -> None:
    """As a server left it that kept no account of what cases name."""
    with desk.storage.write() as work:
        work.connection.execute(t.case_files.delete())
        work.connection.execute(update(t.cases).values(files_rev=None))


def sent_anew_by_an_earlier_version(desk: Desk) -> None:
    """The same of a case that was known: its files are those of before."""
    with desk.storage.write() as work:
        work.connection.execute(t.case_files.delete())
        work.connection.execute(update(t.cases).values(material_rev=t.cases.c.material_rev + 1))


@pytest.mark.parametrize("left", [of_an_earlier_version, sent_anew_by_an_earlier_version])
def test_what_cases_of_an_earlier_version_name_is_read_before_any_file_goes(
    desk: Desk, left: Callable[[Desk], None]
) -> None:
    desk.send(PASSPORT), desk.send(LETTER)
    cases = [desk.case(f"K-{n}", PASSPORT) for n in range(3)]
    left(desk)
    desk.later(days=2)
    desk.look()
    assert not desk.has(LETTER)
    assert all(desk.reads(case_id, PASSPORT) for case_id in cases)


class Away:
    """A store of files that cannot be reached where something is to be removed."""

    def __init__(self, files: AttachmentStore) -> None:
        self.has, self.put, self.open = files.has, files.put, files.open

    def remove(self, sha256: str) -> None:
        raise StorageBusy


@in_both
def test_a_store_that_is_away_is_asked_again_and_nobody_reads_or_renews_what_is_leaving(desk: Desk) -> None:
    desk.send(PASSPORT)
    desk.case("K-1", PASSPORT)
    desk.later(days=2)
    desk.erase("K-1")
    with pytest.raises(StorageBusy):
        remove_some(desk.storage, Away(desk.files))
    assert desk.removed() == []
    late = desk.case("K-2", PASSPORT)
    assert not desk.reads(late, PASSPORT)
    with pytest.raises(StorageBusy):
        desk.send(PASSPORT)
    desk.look()
    assert not desk.has(PASSPORT)
    assert desk.removed() == [name(PASSPORT)]
    assert desk.send(PASSPORT)
    assert desk.reads(late, PASSPORT), "sent once more, it is there for the case that names it"


class Interrupted(Storage):
    """Before its first change from now on, something else happens."""

    def __init__(self, storage: Storage, meanwhile: Callable[[], object]) -> None:
        super().__init__(storage.engine, storage.clock)
        self._meanwhile: Callable[[], object] | None = meanwhile

    @contextmanager
    def write(self) -> Iterator[UnitOfWork]:
        if (meanwhile := self._meanwhile) is not None:
            self._meanwhile = None
            meanwhile()
        with super().write() as work:
            yield work


def test_a_case_that_comes_between_the_two_looks_keeps_its_file(desk: Desk) -> None:
    desk.send(PASSPORT)
    desk.later(days=2)
    came: list[str] = []
    remove_some(Interrupted(desk.storage, lambda: came.append(desk.case("K-1", PASSPORT))), desk.files)
    assert desk.reads(came[0], PASSPORT)
    assert desk.removed() == []


def test_a_file_that_is_sent_again_between_the_two_looks_is_kept(desk: Desk) -> None:
    desk.send(PASSPORT)
    desk.later(days=2)
    remove_some(Interrupted(desk.storage, lambda: desk.send(PASSPORT)), desk.files)
    assert desk.has(PASSPORT)
    assert desk.removed() == []
