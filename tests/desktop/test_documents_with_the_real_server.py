"""A document from the agent's hands to the reviewer's eyes: real server, real store, real render process."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest
from PySide6.QtWidgets import QApplication

from app.demo.generator import generate
from app.demo.scans import Scan, with_scans
from app.desktop.bootstrap.services import Services, open_stores
from app.desktop.changes import Kind, changed
from app.desktop.usecases.documents import documents_of
from app.desktop.vault.keys import DataKey
from tests.desktop.support.factories import DirectWriter
from tests.support.sample_desk import Desk
from tests.support.seats import House, open_house
from tests.support.server import PASSWORD, start_server
from tests.support.shell_window import seat

pytest.importorskip("PIL")
KEY = DataKey(bytes(range(32)))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    database = tmp_path_factory.mktemp("server") / "server.db"
    with start_server(database) as server:
        house = open_house(server, database)
        house.add("mei", "reviewer")
        yield house
        house.close()


@pytest.fixture(scope="module")
def scans(house: House) -> list[Scan]:
    """One identity case of the demo with its card and selfie, handed over as the agent does."""
    made = [one.intake for one in generate(12, 7, datetime(2026, 11, 21, 10, tzinfo=UTC))]
    case = next(one for one in made if one["case_type"] == "kyc_audit")
    (case,), scans = with_scans([case])
    for scan in scans:
        told = house.agent.put(
            f"/v1/intake/attachments/{scan.sha256}", data=scan.data, headers={"Content-Type": scan.media_type}
        )
        assert told.status_code == 201, told.text
    house.feed(msgspec.json.encode([case]))
    return scans


def desk_at(house: House, folder: Path, key: DataKey | None) -> Services:
    stores = open_stores(folder, key, "inherited" if key else "none")
    desk = Services(stores, house.server.url, folder, None, DirectWriter(), lambda _news: None, "0.1.0")
    desk.session.sign_in("mei", PASSWORD)
    while desk.engine.step() <= 0:
        pass
    desk.kept = stores  # type: ignore[attr-defined]
    return desk


def closed(desk: Services) -> None:
    desk.stop()
    desk.engine.close()
    desk.kept.close()  # type: ignore[attr-defined]


def readings(house: House) -> int:
    with sqlite3.connect(house.database) as database:
        (count,) = database.execute("SELECT count(*) FROM audit WHERE action = 'document.read'").fetchone()
    database.close()
    return int(count)


def test_a_scan_is_fetched_once_kept_sealed_and_read_without_the_server(
    house: House, scans: list[Scan], tmp_path: Path
) -> None:
    desk = desk_at(house, tmp_path, KEY)
    try:
        before = readings(house)
        view = desk.cases.open_case("C-200001").view
        refs = documents_of(view)
        assert [ref.sha256 for ref in refs] == [scan.sha256 for scan in scans]
        page = desk.documents.page(refs[0], 1, 800)
        assert 600 <= max(page.width, page.height) <= 800
        desk.documents.ahead(("C-200001",))
        assert readings(house) == before + 2
        house.server.stop()
        try:
            assert desk.documents.content(refs[1]) == scans[1].data
            assert desk.documents.page(refs[1], 1, 400).height == 400
        finally:
            house.server.restart()
        for path in (tmp_path / "documents").iterdir():
            assert scans[0].data[1000:1100] not in path.read_bytes()
        desk.kept.cache.empty()  # type: ignore[attr-defined]
        desk.documents.note(changed(Kind.CASE))
        assert [path.name for path in (tmp_path / "documents").iterdir()] == ["index"]
    finally:
        closed(desk)


def test_a_seat_without_a_key_writes_no_document_down(house: House, scans: list[Scan], tmp_path: Path) -> None:
    desk = desk_at(house, tmp_path, None)
    try:
        ref = documents_of(desk.cases.open_case("C-200001").view)[0]
        assert desk.documents.content(ref) == scans[0].data
        assert not (tmp_path / "documents").exists()
    finally:
        closed(desk)


def test_d_shows_the_scan_with_its_fields(qapp: QApplication, house: House, scans: list[Scan], tmp_path: Path) -> None:
    desk = desk_at(house, tmp_path, None)
    sample = Desk()
    context = SimpleNamespace(
        tasks=sample.tasks, hub=sample.hub, clock=desk.clock, queue=desk.queue, cases=desk.cases,
        reviews=desk.reviews, reveals=desk.reveals, hand=sample, documents=desk.documents,
        key_of=sample.key_of, comfort=None,
    )  # fmt: skip
    desk.queue.load()
    try:
        with seat(qapp, context=context) as at:
            at.room.open_case("C-200001")
            at.press("D")
            viewer = at.room.document_sheet.viewer
            assert viewer.isVisible()
            assert "Document, Page" in viewer.accessibleName()
            assert "Document number" in viewer.accessibleDescription()
            pane = viewer._places[0].pane
            assert pane._tiles is not None
            assert len(pane._boxes) >= 6
    finally:
        closed(desk)
