"""A seat loses its keyring with work on it: support opens it, another seat sends it, and the server has it once."""

import itertools
import secrets
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from app.desktop.bootstrap.recover import recover
from app.desktop.bootstrap.services import Services, Stores, open_stores
from app.desktop.cache.unsent import from_document
from app.desktop.ports import ReviewDraft
from app.desktop.usecases.recovery_key import PINNED
from app.desktop.vault.keys import DataKey
from app.desktop.vault.recovery import key_to_text, new_pair, work_keys
from tests.desktop.support.factories import DirectWriter
from tests.support.seats import House, open_house
from tests.support.server import PASSWORD, add_user, start_server

_names = itertools.count(1)
PRIVATE, PUBLIC = new_pair()
DRAFT = ReviewDraft(
    decision="block",
    code="thin_history",
    rationale="The owner was in Singapore; the second device was not his.",
    rationale_language="en",
    active_ms=61_000,
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    database = tmp_path_factory.mktemp("house") / "server.db"
    with start_server(database, environment={"FOOTPLATE_RECOVERY_KEY": key_to_text(PUBLIC)}) as server:
        house = open_house(server, database)
        yield house
        house.close()


class Seat:
    """One machine; `person` signs in on it."""

    def __init__(self, folder: Path, house: House, person: str) -> None:
        self.folder, self.house, self.person = folder, house, person
        self.key = DataKey(secrets.token_bytes(32))
        folder.mkdir()
        self.open()

    def open(self) -> None:
        self.stores: Stores = open_stores(self.folder, self.key, "inherited")
        self.desk = Services(
            self.stores, self.house.server.url, self.folder, None, DirectWriter(), lambda news: None, "0.1.0"
        )

    def close(self) -> None:
        self.desk.engine.close()
        self.stores.close()

    def sign_in(self) -> None:
        self.desk.session.sign_in(self.person, PASSWORD)

    def sync(self) -> None:
        for _ in range(300):
            if self.desk.engine.step() > 0:
                return
        raise AssertionError("the engine never rests")

    def at_once(self) -> None:
        """Nobody waits for the time in which a decision can be undone."""
        assert self.stores.work is not None
        with self.stores.work.write() as connection:
            connection.exec_driver_sql("UPDATE outbox SET release_at = 0")

    def forget_the_answers(self) -> None:
        """As if the line had broken after the server took what was sent."""
        assert self.stores.work is not None
        with self.stores.work.write() as connection:
            connection.exec_driver_sql("UPDATE outbox SET state = 'sent', result = NULL, settled_at = NULL")


def labels(house: House, case_ids: list[str]) -> dict[str, int]:
    """How many labels the export tells of each case."""
    answer = house.reader(f"lead-{next(_names)}", "team_lead").get("/v1/exports/labels?format=jsonl")
    rows = [msgspec.json.decode(line) for line in answer.content.splitlines()]
    return {case_id: sum(row["case_id"] == case_id for row in rows) for case_id in case_ids}


def test_the_key_is_learnt_at_the_first_sign_in_and_the_second_way_stands(house: House, tmp_path: Path) -> None:
    add_user(house.database, "wen", "reviewer")
    seat = Seat(tmp_path / "a", house, "wen")
    assert work_keys(seat.folder, PRIVATE) == []
    seat.sign_in()
    assert seat.stores.work is not None
    assert seat.stores.work.value(PINNED) == key_to_text(PUBLIC)
    assert work_keys(seat.folder, PRIVATE) == [seat.key.sub("work")]
    (wrapping,) = seat.folder.glob("work-*.recovery")
    seat.close()
    wrapping.unlink()
    seat.open()
    assert work_keys(seat.folder, PRIVATE) == [seat.key.sub("work")]
    seat.close()


def test_work_of_a_lost_seat_reaches_the_server_once_from_another(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_user(house.database, "mei", "reviewer")
    lost = Seat(tmp_path / "lost", house, "mei")
    lost.sign_in()
    case_ids = house.cases(3)
    lost.sync()
    lost.desk.hand.want(tuple(case_ids))
    for case_id in case_ids[:2]:
        lost.desk.reviews.submit(case_id, DRAFT)
    lost.at_once()
    lost.sync()
    lost.desk.reviews.submit(case_ids[2], DRAFT)
    lost.forget_the_answers()
    lost.at_once()
    lost.close()
    assert labels(house, case_ids) == {case_ids[0]: 1, case_ids[1]: 1, case_ids[2]: 0}

    key_file, out = tmp_path / "private.key", tmp_path / "work.json"
    key_file.write_text(key_to_text(PRIVATE))
    assert recover(lost.folder, key=key_file, out=out) == 0
    assert DRAFT.rationale not in capsys.readouterr().out

    seat = Seat(tmp_path / "seat", house, "mei")
    assert seat.stores.work is not None
    seat.stores.work.bring_in(from_document(out.read_bytes()))
    seat.sync()
    assert labels(house, case_ids)[case_ids[2]] == 0
    seat.sign_in()
    seat.sync()
    assert labels(house, case_ids) == dict.fromkeys(case_ids, 1)
    assert [row.state for row in seat.desk.activity.read().rows] == ["applied"] * 3
    seat.close()
