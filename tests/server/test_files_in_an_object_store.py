"""Files behind the evidence in an S3-compatible store: the same port as a folder, over real HTTP with real signatures.

The store here keeps objects in memory and looks at every signature (tests/support/object_store.py). Against moto's
server, which others have written, the same is asked where it is installed; FOOTPLATE_TEST_MOTO may name its program."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from app.server.storage.files import PIECE, AttachmentStore, FolderStore
from app.server.storage.object_store import ObjectStore
from app.server.storage.unit_of_work import StorageBusy
from tests.server.test_documents_over_http import PNG, SHA, a_case, address, put
from tests.support import object_store
from tests.support.object_store import MemoryStore
from tests.support.seats import House, open_house
from tests.support.server import start_server

pytest.importorskip("obstore", reason="obstore is not installed (footplate[s3])")
DATA = bytes(range(256)) * 3_000
NAME = hashlib.sha256(DATA).hexdigest()


def open_store(endpoint: str, prefix: str = "/files/here", **environment: str) -> ObjectStore:
    return ObjectStore(
        f"s3://{object_store.BUCKET}{prefix}",
        endpoint=endpoint,
        region=object_store.REGION,
        environment=object_store.ENVIRONMENT | environment,
    )


@pytest.fixture
def memory() -> Iterator[MemoryStore]:
    with MemoryStore() as memory:
        yield memory


def moto_program() -> str | None:
    return os.environ.get("FOOTPLATE_TEST_MOTO") or shutil.which(
        "moto_server", path=os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    )


@pytest.fixture(scope="module")
def moto(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of moto's server with a bucket in it."""
    program = moto_program()
    if program is None:
        pytest.skip("moto's server is not installed (pip install 'moto[server,s3]', FOOTPLATE_TEST_MOTO names it)")
    said = tmp_path_factory.mktemp("moto") / "log"
    with said.open("wb") as log:
        running = subprocess.Popen([program, "-p", "0"], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + 120
        while (found := re.search(r"http://127\.0\.0\.1:\d+", said.read_text())) is None:
            assert running.poll() is None, said.read_text()
            assert time.monotonic() < deadline, said.read_text()
            time.sleep(0.05)
        made = requests.put(f"{found[0]}/{object_store.BUCKET}", timeout=60)
        assert made.status_code == 200, made.text
        yield found[0]
    finally:
        running.kill()
        running.wait(20)


@pytest.fixture(params=["folder", "memory", "moto"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> AttachmentStore:
    """Every kind of store is asked the same."""
    if request.param == "folder":
        return FolderStore(tmp_path)
    if request.param == "memory":
        return open_store(request.getfixturevalue("memory").endpoint)
    return open_store(request.getfixturevalue("moto"))


def test_what_was_put_is_there_whole_and_in_parts(store: AttachmentStore) -> None:
    assert not store.has("1" * 64)
    store.put(NAME, DATA)
    store.put(NAME, DATA)
    assert store.has(NAME)
    assert b"".join(store.open(NAME, 0, len(DATA))) == DATA
    assert b"".join(store.open(NAME, 700_000, 700_010)) == DATA[700_000:700_010]
    assert b"".join(store.open(NAME, len(DATA) - 1, len(DATA))) == DATA[-1:]
    assert b"".join(store.open(NAME, 5, 5)) == b""
    assert max(map(len, store.open(NAME, 0, len(DATA)))) <= 4 * PIECE, "in pieces"


def test_what_was_removed_is_gone_once_or_twice_and_may_come_again(store: AttachmentStore) -> None:
    other = hashlib.sha256(b"other").hexdigest()
    store.put(NAME, DATA)
    store.put(other, b"other")
    for _ in range(2):
        store.remove(NAME)
        assert not store.has(NAME)
        with pytest.raises(FileNotFoundError):
            store.open(NAME, 0, 10)
    store.remove("1" * 64)
    assert store.has(other)
    store.put(NAME, DATA)
    assert b"".join(store.open(NAME, 0, len(DATA))) == DATA


def test_what_is_not_there_is_known_before_the_first_byte(store: AttachmentStore) -> None:
    for start, end in ((0, 10), (0, 0)):
        with pytest.raises(FileNotFoundError):
            store.open("0" * 64, start, end)


def test_objects_lie_under_their_hash_and_prefix(memory: MemoryStore) -> None:
    open_store(memory.endpoint).put(NAME, DATA)
    assert memory.objects == {f"files/here/{NAME[:2]}/{NAME[2:]}": DATA}
    open_store(memory.endpoint, "").put(NAME, DATA)
    assert f"{NAME[:2]}/{NAME[2:]}" in memory.objects


def test_a_store_that_fails_or_refuses_is_told_as_busy_and_nothing_is_pretended(memory: MemoryStore) -> None:
    wrong = open_store(memory.endpoint, AWS_SECRET_ACCESS_KEY="another")
    for ask in (
        lambda: wrong.has(NAME),
        lambda: wrong.put(NAME, DATA),
        lambda: wrong.open(NAME, 0, 1),
        lambda: wrong.remove(NAME),
    ):
        with pytest.raises(StorageBusy):
            ask()
    assert memory.objects == {}


@pytest.mark.parametrize("told", ["s3://", "s3:bucket", "https://bucket/", "s3://bucket/a?b=c"])
def test_an_address_that_is_none_is_refused(told: str) -> None:
    with pytest.raises(ValueError, match="s3://BUCKET/PREFIX"):
        ObjectStore(told)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, MemoryStore]]:
    database = tmp_path_factory.mktemp("objects") / "server.db"
    with MemoryStore() as memory:
        environment = object_store.ENVIRONMENT | {
            "FOOTPLATE_FILES": f"s3://{object_store.BUCKET}/scans",
            "FOOTPLATE_S3_ENDPOINT": memory.endpoint,
            "FOOTPLATE_S3_REGION": object_store.REGION,
        }
        with start_server(database, environment=environment) as server:
            house = open_house(server, database)
            yield house, memory
            house.close()


def test_a_scan_goes_into_the_store_and_comes_out_by_range(house: tuple[House, MemoryStore]) -> None:
    rooms, memory = house
    assert put(rooms, PNG).status_code == 201
    assert put(rooms, PNG).status_code == 200
    assert memory.objects == {f"scans/{SHA[:2]}/{SHA[2:]}": PNG}
    seat, case_id = rooms.seat("lin"), a_case(rooms)
    assert seat.session.get(address(case_id)).content == PNG
    part: Any = seat.session.get(address(case_id), headers={"Range": "bytes=1000-1999"})
    assert (part.status_code, part.content) == (206, PNG[1000:2000])


def test_a_store_that_is_away_is_a_clean_error_and_nothing_is_half_taken(house: tuple[House, MemoryStore]) -> None:
    rooms, memory = house
    memory.fail = True
    try:
        answer = put(rooms, b"%PDF-1.7 while it is away", "application/pdf")
    finally:
        memory.fail = False
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert put(rooms, b"%PDF-1.7 while it is away", "application/pdf").status_code == 201
