"""Faults 11 to 13 and 33: files that were torn, flipped, zeroed, rolled back to an older copy, or parted from the files
beside them. What was acknowledged is there, or its author is told that it may be missing; what is there is right; what
can be fetched again is."""

import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
import sqlcipher3.dbapi2 as sqlcipher

from app.desktop.cache.high_water import COPY
from app.desktop.cache.outbox_rows import OutboxRow
from app.desktop.cache.work_store import HWM_FILE, WorkStore
from app.domain import number_ranges
from tests.desktop.support.factories import KEY, START_MS, FakeClock, case_row, case_view, document, heads, new_command
from tests.desktop.support.model_server import ModelServer
from tests.desktop.support.seat import Seat
from tests.support import damage

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
COMMANDS, DRAFTS, CASES = 60, 12, 40
QUICK, MANY = 25, 700
SECOND = f"{HWM_FILE}{COPY}"
KINDS = (
    "blow", "cut_off", "cut_off_and_no_journal", "cut_off_and_a_damaged_journal", "stale_journal", "blow_at_mark",
    "blow_at_both", "older_and_a_blow_at_mark",
)  # fmt: skip
SEVERAL = ("blow", "cut_off_and_a_damaged_journal", "blow_at_mark", "blow_at_both", "older_and_a_blow_at_mark")


@dataclass(frozen=True)
class Profiles:
    """`whole`: at rest. `older`: its work.db as a backup had it. `cut_off`: as a power cut leaves it in the middle of a
    transaction over every page."""

    whole: Path
    older: Path
    cut_off: Path
    rows: dict[int, OutboxRow]


@pytest.fixture(scope="module")
def profiles() -> Iterator[Profiles]:
    base = Path(tempfile.mkdtemp(dir=MEMORY, prefix="footplate-damaged-"))
    whole = base / "whole"
    whole.mkdir()
    work, rows = WorkStore.open(whole, KEY, KEY).store, {}
    older = base / "older"
    for n in range(COMMANDS):
        if n == COMMANDS // 2:
            damage.copy_of(whole / "work.db", older)
        note = msgspec.json.encode({"draft": {"rationale": "x" * (n * 37 % 900)}})
        row, _ = work.submit("d1", "u1", new_command(f"C-{200_001 + n}", note=note))
        rows[row.command_seq] = row
    for n in range(DRAFTS):
        work.save_draft("u1", f"C-{201_000 + n}", b'{"rationale":"%d"}' % n, START_MS)
    work.close()
    # A draft is no command: what an older copy lacks of drafts nobody can tell.
    keep = WorkStore.open(older, KEY, KEY).store
    for n in range(DRAFTS):
        keep.save_draft("u1", f"C-{201_000 + n}", b'{"rationale":"%d"}' % n, START_MS)
    keep.close()
    yield Profiles(whole, older, _cut_off(whole, base / "cut_off"), rows)
    shutil.rmtree(base)


def _cut_off(whole: Path, to: Path) -> Path:
    raw = sqlcipher.connect(str(whole / "work.db"), isolation_level=None)
    for pragma in (f"key = \"x'{KEY.hex()}'\"", "journal_mode = TRUNCATE", "cache_size = 1"):
        raw.execute(f"PRAGMA {pragma}")
    raw.execute("BEGIN IMMEDIATE")
    for n in range(1, COMMANDS + 1):
        change = "UPDATE outbox SET state = 'sent', attempts = attempts + 1, note = ? WHERE command_seq = ?"
        raw.execute(change, (b"y" * (n * 53 % 1500), n))
        raw.execute("INSERT INTO draft VALUES ('u9', ?, ?, 1)", (f"C-{300_000 + n}", b"z" * 500))
    shutil.copytree(whole, to)
    raw.execute("ROLLBACK")
    raw.close()
    assert (to / "work.db-journal").stat().st_size > 20_000
    return to


def damaged(kind: str, seed: int, profiles: Profiles, to: Path) -> str:
    dice = random.Random(f"{kind} {seed}")
    shutil.copytree(profiles.cut_off if kind.startswith("cut_off") else profiles.whole, to)
    work, journal = to / "work.db", to / "work.db-journal"
    if kind == "cut_off_and_no_journal":
        damage.drop_sidecars(work)
    elif kind == "cut_off_and_a_damaged_journal":
        return dice.choice(damage.BLOWS)(journal, dice)
    elif kind == "stale_journal":
        damage.stale_journal(work, (profiles.cut_off / "work.db-journal").read_bytes())
    elif kind == "blow_at_mark":
        return dice.choice(damage.BLOWS)(to / dice.choice((HWM_FILE, SECOND)), dice)
    elif kind in ("blow_at_both", "older_and_a_blow_at_mark"):
        mark = dice.choice(damage.BLOWS)(to / dice.choice((HWM_FILE, SECOND)), dice)
        if kind == "blow_at_both":
            return f"{mark}, {dice.choice(damage.BLOWS)(work, dice)}"
        damage.put_back(profiles.older / "work.db", work)
        return mark
    elif kind == "blow":
        return dice.choice(damage.BLOWS)(work, dice)
    return kind


def trial(kind: str, seed: int, profiles: Profiles) -> str:
    """What became of one damaged profile; AssertionError for a silent loss or a wrong row."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as name:
        folder = Path(name) / "profile"
        what = f"{kind} {seed}: {damaged(kind, seed, profiles, folder)}"
        opened = WorkStore.open(folder, KEY, KEY)
        work, told = opened.store, opened.unreadable is not None
        here = {row.command_seq: row for row in work.latest("u1", 10_000)}
        for seq, row in here.items():
            assert (row.command_id, row.body) == (profiles.rows[seq].command_id, profiles.rows[seq].body), what
        lost = set(profiles.rows) - set(here)
        assert work.gone("d1", "u1") == number_ranges.of(lost), f"{what}: no more and no less"
        assert len(work.drafts("u1")) == DRAFTS or told, what
        assert told or len(work.drafts("u9")) in (0, COMMANDS), what
        if told:
            assert opened.unreadable is not None
            assert opened.unreadable.exists(), "nothing is thrown away"
        next_row, _ = work.submit("d1", "u1", new_command("C-200999"))
        assert next_row.command_seq == COMMANDS + 1, what
        work.close()
        again = WorkStore.open(folder, KEY, KEY)
        assert again.unreadable is None, what
        assert len(again.store.latest("u1", 10_000)) == len(here) + 1, what
        again.store.close()
        return "told" if lost else "told, nothing lost" if told else "whole"


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_lost_in_silence(kind: str, profiles: Profiles) -> None:
    fates = Counter(trial(kind, seed, profiles) for seed in range(QUICK if kind in SEVERAL else 1))
    if kind == "older_and_a_blow_at_mark":
        assert set(fates) == {"told"}
    if kind in ("cut_off", "stale_journal", "blow_at_mark"):
        assert set(fates) == {"whole"}


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("kind", SEVERAL)
def test_nothing_is_lost_in_silence_in_many_trials(kind: str, profiles: Profiles) -> None:
    fates = Counter(trial(kind, seed, profiles) for seed in range(QUICK, QUICK + MANY))
    assert sum(fates.values()) == MANY


@pytest.mark.parametrize("back", [1, 7, 59])
def test_an_older_copy_of_the_work_tells_which_numbers_are_missing(
    profiles: Profiles, tmp_path: Path, back: int
) -> None:
    """Fault 33 at the seat: a helpful backup program puts an older work.db in its place."""
    folder = tmp_path / "profile"
    folder.mkdir()
    work = WorkStore.open(folder, KEY, KEY).store
    copy = folder
    for n in range(60):
        if n == 60 - back:
            copy = damage.copy_of(folder / "work.db", tmp_path / "copy")
        work.submit("d1", "u1", new_command(f"C-{200_001 + n}"))
    work.close()
    damage.put_back(copy, folder / "work.db")
    work = WorkStore.open(folder, KEY, KEY).store
    assert work.gone("d1", "u1") == ((61 - back, 60),)
    row, _ = work.submit("d1", "u1", new_command("C-200999"))
    assert row.command_seq == 61, "numbers already used are never used again"
    assert work.gone("d1", "u1") == ((61 - back, 60),), "and stay on record"
    work.close()


def test_an_older_copy_of_the_work_repeats_nothing_that_the_server_has(tmp_path: Path) -> None:
    server, clock = ModelServer(), FakeClock()
    server.fill(10)
    folder = tmp_path / "profile"
    folder.mkdir()
    seat = Seat(folder, server, clock=clock)
    assert seat.work is not None
    ids = [seat.work.submit("d1", "u1", new_command(f"C-{200_001 + n}"))[0].command_id for n in range(5)]
    seat.stop()
    copy = damage.copy_of(folder / "work.db", tmp_path / "copy")
    seat.start()
    clock.advance(60_000)
    seat.sync()
    seat.stop()
    damage.put_back(copy, folder / "work.db")
    seat.start()
    assert seat.work.tallies("u1")[0] == 5, "as far as this copy knows they are unsent"
    seat.sync()
    assert sorted(server.effects) == sorted(ids)
    assert seat.work.tallies("u1")[0] == 0
    seat.stop()


# --- what can be fetched again
@pytest.fixture(scope="module")
def cached(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache with a long WAL beside it, as a kill leaves it."""
    base = Path(tempfile.mkdtemp(dir=MEMORY, prefix="footplate-damaged-"))
    (base / "profile").mkdir()
    seat = Seat(base / "profile", _served(CASES))
    seat.sync()
    seat.cache.apply([case_row(200_001, priority=41)])
    shutil.copytree(base / "profile", base / "killed")
    assert (base / "killed" / "cache.db-wal").stat().st_size > 4096
    seat.stop()
    yield base / "killed"
    shutil.rmtree(base)


def _served(count: int) -> ModelServer:
    server = ModelServer()
    server.fill(count)
    return server


def cache_trial(seed: int, killed: Path) -> None:
    """Damage somewhere in the cache: nothing wrong is ever shown, and the next sync brings everything."""
    dice, server = random.Random(f"cache {seed}"), _served(CASES)
    right = {view.case_id: document(view) for view in server.cases.values()}
    right_too = document(case_view(200_001, priority=41))
    with tempfile.TemporaryDirectory(dir=MEMORY) as name:
        folder = Path(name) / "profile"
        shutil.copytree(killed, folder)
        file = dice.choice(("cache.db", "cache.db", "cache.db-wal", "both"))
        if file == "both":
            damage.drop_sidecars(folder / "cache.db")
        else:
            dice.choice(damage.BLOWS)(folder / file, dice)
        seat = Seat(folder, server)
        seat.sync()
        for head in heads(seat.cache):
            found = seat.cache.document(head.case_id)
            assert found is not None, seed
            assert found[1] in (right[head.case_id], right_too), seed
        assert {head.case_id: head.rev for head in heads(seat.cache)} == {c: v.rev for c, v in server.cases.items()}
        seat.stop()


def test_a_damaged_cache_shows_nothing_wrong_and_is_whole_after_the_next_sync(cached: Path) -> None:
    for seed in range(QUICK):
        cache_trial(seed, cached)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_damaged_cache_in_many_trials(cached: Path) -> None:
    for seed in range(QUICK, QUICK + 200):
        cache_trial(seed, cached)
