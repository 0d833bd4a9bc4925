"""R from the key to the audit trail and back: the real window and use cases against the real server."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication

from app.desktop.bootstrap.services import Services, open_stores
from app.desktop.vault.keys import DataKey
from app.domain.reveal import RevealReason
from tests.desktop.support.factories import DirectWriter
from tests.support.painted_texts import PaintedTexts
from tests.support.sample_desk import Desk
from tests.support.seats import House, open_house
from tests.support.server import PASSWORD, add_user, start_server
from tests.support.shell_window import Seat, seat

ACCOUNT = "u-83572491"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    database = tmp_path / "server.db"
    with start_server(database) as server:
        house = open_house(server, database)
        add_user(database, "mei", "reviewer")
        yield house
        house.close()


@pytest.fixture
def desk(house: House, tmp_path: Path) -> Iterator[Services]:
    """Signed in and synced; nothing of it is written down."""
    house.cases(1)
    stores = open_stores(tmp_path, None, "none")
    desk = Services(stores, house.server.url, tmp_path, None, DirectWriter(), lambda _news: None, "0.1.0")
    desk.session.sign_in("mei", PASSWORD)
    while desk.engine.step() <= 0:
        pass
    yield desk
    desk.engine.close()
    stores.close()


def sees(at: Seat, text: str) -> bool:
    with PaintedTexts(at.window) as texts:
        return any(text in shown.text for shown in texts.collect())


def audited(house: House) -> list[dict[str, str]]:
    with sqlite3.connect(house.database) as database:
        rows = database.execute("SELECT detail FROM audit WHERE action = 'pii.reveal'").fetchall()
    database.close()
    return [json.loads(detail) for (detail,) in rows]


def test_a_value_seen_is_written_down_first_and_masked_again_after_a_minute(
    qapp: QApplication, house: House, desk: Services
) -> None:
    sample = Desk()
    context = SimpleNamespace(
        tasks=sample.tasks,
        hub=sample.hub,
        clock=sample.clock,
        queue=desk.queue,
        cases=desk.cases,
        reviews=desk.reviews,
        reveals=desk.reveals,
        hand=desk.hand,
        key_of=lambda _action: "",
    )
    with seat(qapp, context=context) as at:
        assert sees(at, "C-200001")
        assert not sees(at, ACCOUNT)
        at.press("R", "3", "Return")
        assert sees(at, ACCOUNT)
        (row,) = audited(house)
        assert (row["field"], row["reason"]) == ("subject.account", "contact_customer")
        sample.clock.ms += 60_000
        at.room.reveal.tick()
        at.settle()
        assert not sees(at, ACCOUNT)
        house.server.kill()
        at.press("R", "3", "Return")
        assert sees(at, "Only the server has this value")
        assert not sees(at, ACCOUNT)
    assert len(audited(house)) == 1


@pytest.mark.slow
def test_a_value_that_was_seen_is_found_by_what_of_it_is_masked_alone(house: House, tmp_path: Path) -> None:
    (case_id,) = house.cases(1)
    stores = open_stores(tmp_path, DataKey(bytes(range(32))), "inherited")
    desk = Services(stores, house.server.url, tmp_path, None, DirectWriter(), lambda _news: None, "0.1.0")
    desk.session.sign_in("mei", PASSWORD)
    seen = desk.reveals.reveal(case_id, ("subject.account",), RevealReason.CONTACT_CUSTOMER)
    assert seen.values == {"subject.account": (ACCOUNT,)}
    desk.engine.resume()
    while desk.engine.step() <= 0:
        pass
    with stores.cache.read() as connection:
        words = {str(word) for (word,) in connection.exec_driver_sql("SELECT word FROM find_word")}
    assert "u-83" in words, "of the mask what everybody sees"
    assert not any("83572491" in word or "8357" in word for word in words)
    desk.engine.close()
    stores.close()
