"""I12, T1 and T13: a person's data, what was typed, and every secret, each marked with a word of its own, are in no
file of the profile, the temporary folder, the logs or the crash reports: not at work, not after the seat was closed,
not after signing out. Without the key nothing opens."""

import hashlib
import logging
import os
import secrets
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from app.desktop.bootstrap.services import open_stores
from app.desktop.ports import ReviewDraft
from app.desktop.ports.quality import ScoreDraft
from app.desktop.ports.sops import SopDraft, WrittenPage
from app.desktop.runtime.crash import CrashReports
from app.desktop.usecases.documents import documents_of
from app.desktop.vault.keys import DataKey
from app.desktop.vault.recovery import new_pair
from app.domain.case import Evidence, Link
from app.domain.document import Attachment
from app.domain.snippet import Snippet
from app.domain.text import Bilingual
from tests.desktop.support.wipe_child import give_keys
from tests.desktop.test_with_the_real_server import Machine
from tests.support.canaries import Canaries, forms_of
from tests.support.factories import assessment
from tests.support.seats import House, open_house
from tests.support.server import PASSWORD, start_server

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    (tmp_path / "server").mkdir()
    database = tmp_path / "server" / "server.db"
    with start_server(database) as server:
        house = open_house(server, database)
        yield house
        house.close()


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Path]]:
    """The profile, the temporary folder, the logs and the crash reports of one seat."""
    found = {name: tmp_path / "seat" / name for name in ("profile", "temporary", "logs", "crashes")}
    for folder in found.values():
        folder.mkdir(parents=True)
    monkeypatch.setenv("TMPDIR", str(found["temporary"]))
    monkeypatch.setattr(tempfile, "tempdir", str(found["temporary"]))
    written = logging.FileHandler(found["logs"] / "all.log")
    root, ours = logging.getLogger(), logging.getLogger("app")
    levels = root.level, ours.level
    root.addHandler(written)
    root.setLevel(logging.INFO)
    ours.setLevel(logging.DEBUG)
    yield found
    root.removeHandler(written)
    root.setLevel(levels[0])
    ours.setLevel(levels[1])
    written.close()


def a_marked_case(house: House, canaries: Canaries) -> str:
    now = datetime.now(UTC)
    scan = f"A statement of {canaries.new('document')}.\n".encode()
    name = hashlib.sha256(scan).hexdigest()
    told = house.agent.put(f"/v1/intake/attachments/{name}", data=scan, headers={"Content-Type": "text/plain"})
    assert told.status_code == 201, told.text
    step = Bilingual(f"Seen {canaries.new('step of the agent')}.", f"见 {canaries.new('step in Chinese')}。")
    return house.case(
        external_ref=canaries.new("reference"),
        opened_at=now - timedelta(hours=1),
        routed_at=now - timedelta(minutes=1),
        subject={"account": canaries.new("account"), "country": "SG"},
        evidence=(
            Evidence(
                "e1",
                "signin_timeline",
                Bilingual(f"Sign-ins {canaries.new('title')}"),
                rows=({"at": "2026-11-21T08:59:00Z", "event": "sign_in", "city": canaries.new("evidence")},),
            ),
            Evidence(
                "e2",
                "document",
                Bilingual("A statement"),
                attachment=Attachment(name, "text/plain", len(scan), f"{canaries.new('name of a document')}.txt"),
            ),
        ),
        assessment=assessment(steps=(_step(step),)),
        links=(Link("device", canaries.new("link")),),
    )


def _step(statement: Bilingual) -> object:
    from app.domain.assessment import Step

    return Step(1, statement, ("e1",), (), None)


def work_on(machine: Machine, case_id: str, other: str, canaries: Canaries) -> None:
    """Everything that leaves a trace: read, drafted, decided, noted, tagged, searched, revealed, failed at."""
    desk = machine.desk
    machine.sync()
    desk.queue.load()
    desk.hand.want((case_id,))
    view = desk.cases.open_case(case_id).view
    desk.documents.prefetch(documents_of(view))
    desk.contexts.bring((case_id,))
    draft = ReviewDraft(
        decision="block", code="thin_history", rationale=f"He said {canaries.new('draft')}.",
        rationale_language="en", active_ms=61_000,
    )  # fmt: skip
    desk.reviews.save_draft(other, draft)
    rationale = ReviewDraft(
        decision="block", code="thin_history", rationale=f"Not his {canaries.new('rationale')}.",
        rationale_language="en", active_ms=61_000,
    )  # fmt: skip
    desk.reviews.submit(case_id, rationale)
    desk.case_work.note(other, f"Called {canaries.new('note')}.", "en")
    desk.case_work.tag(other, (canaries.new("tag"),))
    machine.skip_the_undo_window()
    machine.sync()
    assert desk.search.find(canaries.new("what was looked for")).cases == ()
    assert desk.search.find_identifier(canaries.new("whom was looked for")).cases == ()
    desk.case_work.note(case_id, f"Unsent {canaries.new('unsent note')}.", "en")
    _write_elsewhere(machine, canaries)


def _write_elsewhere(machine: Machine, canaries: Canaries) -> None:
    """What is typed in the other rooms: half a score, a phrase of one's own, a vote, half a procedure."""
    desk = machine.desk
    half = ScoreDraft("block", f"Half {canaries.new('half a score')}.", 1_000)
    desk.quality.keep_draft("0192f3a1-7c00-7000-8000-0000000000a1", "r1", half)
    phrase = Bilingual(
        f"As always {canaries.new('phrase of ones own')}.", f"照旧 {canaries.new('phrase in Chinese')}。"
    )
    written = SopDraft(
        WrittenPage("page-1", ("ato",), f"Page {canaries.new('title of a page')}"),
        note=f"Why {canaries.new('half a procedure')}.",
    )
    desk.sops.keep_draft("page-1", written)
    desk.snippets.save(Snippet("s1", "Usual", phrase))
    reason = f"I think {canaries.new('vote')}."
    desk.sessions.vote("0192f3a1-7c00-7000-8000-0000000000a2", "r1", "block", reason, "en", "thin_history")


def remember_tokens(machine: Machine, canaries: Canaries) -> None:
    stored = machine.stores.tokens.read()
    assert stored is not None
    canaries.add("refresh token", stored.refresh_token)
    canaries.add("access token", machine.desk.session.access())
    canaries.add("password", PASSWORD)
    assert machine.key is not None
    canaries.add("the data key", machine.key.reveal().hex())


def crash(places: dict[str, Path], word: str) -> None:
    """Something breaks with a person's data in hand."""
    reports = CrashReports(places["crashes"])
    try:
        raise ValueError(f"cannot read {word}")
    except ValueError as error:
        reports.write(type(error), error.__traceback__)
        logging.getLogger("app.desktop").critical("unexpected error: %s", type(error).__name__)


@pytest.fixture
def machine(house: House, places: dict[str, Path]) -> Iterator[Machine]:
    house.add("mei", "reviewer")
    machine = Machine(places["profile"], house, "mei")
    yield machine
    machine.close()


def test_no_canary_is_found_on_disk_at_work_closed_or_signed_out(
    house: House, places: dict[str, Path], machine: Machine
) -> None:
    canaries = Canaries()
    case_id, other = a_marked_case(house, canaries), a_marked_case(house, canaries)
    machine.sign_in()
    work_on(machine, case_id, other, canaries)
    remember_tokens(machine, canaries)
    crash(places, canaries.new("message of an error"))
    # The server keeps the data, but its log tells nothing of it either.
    folders = (*places.values(), house.server.log)
    assert len(canaries.names) >= 26
    kept = sum(path.stat().st_size for path in places["profile"].glob("cache.db*"))
    assert kept > 20_000, "there is something to find"
    desk = machine.desk
    assert [len(one) for one in (desk.sops.drafts(), desk.quality.drafts(), desk.snippets.all())] == [1, 1, 1]
    assert any(path.is_file() for path in (places["profile"] / "documents").rglob("*")), "the document is here, sealed"
    assert canaries.found_in(*folders) == [], "at work"
    person = machine.desk.session.person
    assert person is not None
    machine.stores.door.learn(person.user_id, PASSWORD)
    machine.stores.door.lock()
    machine.desk.hand.pause()
    assert not machine.stores.door.opens(person.user_id, canaries.new("a wrong password"))
    assert canaries.found_in(*folders) == [], "locked"
    machine.close()
    assert canaries.found_in(*folders) == [], "closed"
    machine.open()
    machine.desk.session.restore()
    assert machine.desk.session.person is not None
    machine.desk.session.sign_out()
    assert canaries.found_in(*folders) == [], "signed out"
    machine.close()
    assert canaries.found_in(*folders) == [], "signed out and closed"
    assert list(places["temporary"].iterdir()) == []


def test_no_canary_is_found_after_a_wipe_with_work_unsent(
    house: House, places: dict[str, Path], machine: Machine
) -> None:
    """What could not be sent stays, sealed to whoever holds the recovery key; the rest of the profile is gone."""
    canaries = Canaries()
    case_id, other = a_marked_case(house, canaries), a_marked_case(house, canaries)
    machine.sign_in()
    work_on(machine, case_id, other, canaries)
    remember_tokens(machine, canaries)
    machine.close()
    assert machine.key is not None
    profile, (_, public) = places["profile"], new_pair()
    give_keys(profile, machine.key)  # the directive of the child is for this device
    profile.with_suffix(".keyring").write_bytes(machine.key.reveal())
    command = [sys.executable, "-m", "tests.desktop.support.wipe_child", str(profile)]
    done = subprocess.run([*command, public.hex(), "never"], cwd=ROOT, timeout=120)
    assert done.returncode == 0
    assert [path.name for path in profile.iterdir() if not path.name.endswith(".recovery")] == []
    assert len(list(profile.iterdir())) == 1
    assert canaries.found_in(*places.values(), house.server.log) == []
    machine.open()  # as the person would the next morning: a new profile in the old place
    assert machine.desk.session.person is None
    assert machine.stores.work is not None
    assert machine.stores.work.tallies("u1") == (0, 0, 0, None)


def test_what_is_looked_for_would_be_found(tmp_path: Path) -> None:
    canaries = Canaries()
    word = canaries.new("word")
    for form, data in forms_of(word):
        (tmp_path / "file").write_bytes(b"\x00before" + data + b"after\xff")
        assert form in {found for _, found, _ in canaries.found_in(tmp_path)}, form
    (tmp_path / "file").write_bytes(b"nothing")
    (tmp_path / word).write_bytes(b"")
    assert canaries.found_in(tmp_path) != []


def test_without_the_key_nothing_opens(house: House, places: dict[str, Path], machine: Machine) -> None:
    """T1: a disk image, and whoever looks at it."""
    case_id = a_marked_case(house, Canaries())
    machine.sign_in()
    machine.sync()
    machine.desk.case_work.note(case_id, "Unsent.", "en")
    machine.close()
    stores = sorted(places["profile"].glob("*.db"))
    assert len(stores) == 2
    for path in stores:
        assert not path.read_bytes().startswith(b"SQLite format 3")
        plain = sqlite3.connect(path)
        with pytest.raises(sqlite3.DatabaseError):
            plain.execute("SELECT count(*) FROM sqlite_master")
        plain.close()
        for key in (None, f"x'{secrets.token_hex(32)}'", "footplate"):
            raw = sqlcipher.connect(str(path))
            raw.execute("PRAGMA cipher_log = off")
            if key is not None:
                raw.execute(f'PRAGMA key = "{key}"')
            with pytest.raises(sqlcipher.DatabaseError):
                raw.execute("SELECT count(*) FROM sqlite_master")
            raw.close()
    before = {path.name for path in places["profile"].iterdir()}
    other = open_stores(places["profile"], DataKey(os.urandom(32)), "inherited")
    assert other.tokens.read() is None
    assert other.aside is not None
    assert other.work is not None
    assert other.work.tallies("u1") == (0, 0, 0, None)
    other.close()
    assert before <= {path.name.partition(".unreadable-")[0] for path in places["profile"].iterdir()}
