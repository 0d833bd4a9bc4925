"""One server for each file of tests, and the people who sit in front of it. A file that needs another house, or other
people, has its own."""

from collections.abc import Iterator

import pytest

from tests.support.seats import House, Seat, open_house
from tests.support.server import start_server


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    database = tmp_path_factory.mktemp("house") / "server.db"
    with start_server(database) as server:
        house = open_house(server, database)
        yield house
        house.close()


@pytest.fixture(scope="module")
def blind_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One where the agent's word is kept back from everybody."""
    database = tmp_path_factory.mktemp("blind") / "server.db"
    with start_server(database, environment={"FOOTPLATE_BLIND_FIRST_SHARE": "1"}) as server:
        house = open_house(server, database)
        yield house
        house.close()


@pytest.fixture(scope="module")
def lin(house: House) -> Seat:
    return house.seat("lin")


@pytest.fixture(scope="module")
def mei(house: House) -> Seat:
    return house.seat("mei")


@pytest.fixture(scope="module")
def sam(house: House) -> Seat:
    return house.seat("sam", "senior_agent")


@pytest.fixture(scope="module")
def lead(house: House) -> Seat:
    return house.seat("lea", "team_lead")


@pytest.fixture(scope="module")
def bao(house: House) -> Seat:
    """From outside."""
    return house.seat("bao", "bpo_agent", "north")
