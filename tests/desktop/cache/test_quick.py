"""Stores that exist are read without SQLAlchemy; the first write loads it, and readers go on."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.desktop.cache.cache_store import CacheStore
from app.desktop.cache.work_store import WorkStore
from tests.desktop.support.factories import KEY

PROGRAM = """
import sys
from pathlib import Path
from app.desktop.cache.cache_store import CacheStore
from app.desktop.cache.work_store import WorkStore
folder, key = Path(sys.argv[1]), bytes.fromhex(sys.argv[2])
cache, work = CacheStore.open(folder, key), WorkStore.open(folder, key, key).store
assert cache.state()["greeting"] == "hello"
assert cache.counts()["quarantine"] == 0
assert list(cache.headers()) == [] and cache.headers_of(["C-200001"]) == [] and cache.document("C-200001") is None
assert work.value("name") == "value" and work.drafts("u-1") == {"C-200001"} and work.tallies("u-1")[0] == 0
assert not any(name.split(".")[0] == "sqlalchemy" for name in sys.modules), "loaded too early"
cache.put_state(greeting="again")
assert "sqlalchemy" in sys.modules and cache.state()["greeting"] == "again"
cache.close(); work.close()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    cache, work = CacheStore.open(tmp_path, KEY), WorkStore.open(tmp_path, KEY, KEY).store
    cache.put_state(greeting="hello")
    work.put_value("name", "value")
    work.save_draft("u-1", "C-200001", b"{}", 1)
    cache.close()
    work.close()
    return tmp_path


def test_an_existing_profile_is_read_before_sqlalchemy_is_loaded(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder), KEY.hex()],
        cwd=Path(__file__).resolve().parents[3],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_a_reader_that_began_before_the_first_write_ends_in_peace(folder: Path) -> None:
    cache = CacheStore.open(folder, KEY)
    with cache.read() as before:
        cache.put_state(greeting="again")
        told = before.exec_driver_sql("SELECT value FROM sync_state WHERE name = 'greeting'").scalar_one()
        assert told in ("hello", "again")
    assert cache.state()["greeting"] == "again"
    cache.close()


def test_a_view_does_not_change_while_it_is_read(folder: Path) -> None:
    cache = CacheStore.open(folder, KEY)
    with cache.read() as view:
        ask = "SELECT value FROM sync_state WHERE name = 'greeting'"
        first = view.exec_driver_sql(ask).scalar_one()
        cache.put_state(greeting="again")
        assert view.exec_driver_sql(ask).scalar_one() == first
    cache.close()
