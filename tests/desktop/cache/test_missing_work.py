"""What is missing of a person's work: which numbers, when they were made, who has them, and who has read of it."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.desktop.cache.missing_work import OWN_STORY
from app.desktop.cache.outbox_rows import OutboxState
from app.desktop.cache.unsent import from_document
from app.desktop.cache.work_store import WorkStore
from app.domain import number_ranges
from tests.desktop.support.factories import KEY, START_MS, new_command

SEAT = ("d1", "u1")
MINUTE = 60_000


def opened(folder: Path, key: bytes = KEY) -> WorkStore:
    folder.mkdir(exist_ok=True)
    return WorkStore.open(folder, key, key).store


def work(store: WorkStore, *numbers: int) -> None:
    """Commands under these numbers, one made each minute, so that each says when."""
    for number in numbers:
        new = new_command(f"C-{200_000 + number}", created_wall=START_MS + number * MINUTE, server_offset_ms=500)
        assert store.submit(*SEAT, new)[0].command_seq == number


def lose(store: WorkStore, *numbers: int) -> None:
    with store.write() as connection:
        for number in numbers:
            connection.exec_driver_sql("DELETE FROM outbox WHERE command_seq = ?", (number,))


def made(number: int) -> int:
    return START_MS + number * MINUTE + 500


def test_a_later_loss_leaves_the_one_before_on_record(tmp_path: Path) -> None:
    store = opened(tmp_path)
    work(store, 1, 2, 3)
    lose(store, 2, 3)
    work(store, 4, 5, 6)
    lose(store, 6)
    told = store.missing(*SEAT)
    assert told is not None
    assert told.numbers == ((2, 3), (6, 6))
    assert (told.since, told.until) == (made(1), None), "when, by the server's clock"
    work(store, 7)
    told = store.missing(*SEAT)
    assert told is not None
    assert (told.numbers, told.until, told.asked, told.read) == (((2, 3), (6, 6)), made(7), False, False)
    store.close()


def test_what_the_server_has_is_not_missing(tmp_path: Path) -> None:
    store = opened(tmp_path)
    work(store, 1, 2, 3, 4)
    lose(store, 2, 3, 4)
    assert store.gone(*SEAT) == ((2, 4),)
    assert store.server_has(*SEAT, asked=((2, 4),), there=((1, 3),))
    told = store.missing(*SEAT)
    assert told is not None
    assert (told.numbers, told.asked) == (((4, 4),), True)
    assert not store.server_has(*SEAT, asked=((2, 4),), there=((2, 3),)), "the same again is no news"
    assert store.server_has(*SEAT, asked=((2, 4),), there=((2, 4),))
    assert store.missing(*SEAT) is None
    store.server_has(*SEAT, asked=((2, 4),), there=((2, 2),))
    told = store.missing(*SEAT)
    assert told is not None
    assert told.numbers == ((3, 4),), "a server that came back from a backup may have less"
    store.server_has(*SEAT, asked=((4, 4),), there=((4, 4),))
    told = store.missing(*SEAT)
    assert told is not None
    assert told.numbers == ((3, 3),), "what it was not asked about this time stays as it was told"
    store.close()


def test_who_has_read_of_a_loss_is_told_again_of_another_one(tmp_path: Path) -> None:
    store = opened(tmp_path)
    work(store, 1, 2)
    lose(store, 2)
    store.missing_read(*SEAT, numbers=((2, 2),))
    told = store.missing(*SEAT)
    assert told is not None
    assert told.read
    work(store, 3, 4)
    lose(store, 4)
    told = store.missing(*SEAT)
    assert told is not None
    assert (told.numbers, told.read) == (((2, 2), (4, 4)), False)
    store.close()
    assert opened(tmp_path).missing(*SEAT) == told


def test_what_was_settled_and_let_go_is_not_missing_in_an_older_copy(tmp_path: Path) -> None:
    store = opened(tmp_path)
    work(store, 1, 2)
    store.close()
    older = (tmp_path / "work.db").read_bytes()
    store = opened(tmp_path)
    work(store, 3, 4, 5, 6)
    ids = [row.command_id for row in store.latest("u1", 9)]
    store.settle([(command_id, OutboxState.APPLIED, b"{}") for command_id in ids[2:]], START_MS)
    store.prune(START_MS + 1)
    assert sorted(row.command_seq for row in store.latest("u1", 9)) == [5, 6]
    store.close()
    (tmp_path / "work.db").write_bytes(older)
    store = opened(tmp_path)
    assert store.gone(*SEAT) == ((5, 6),)
    work(store, 7)
    assert store.gone(*SEAT) == ((5, 6),)
    store.close()


def test_nothing_is_missing_at_a_seat_that_work_has_left(tmp_path: Path) -> None:
    store = opened(tmp_path)
    work(store, 1, 2)
    store.take_over("d2", "u1")
    assert store.missing(*SEAT) is None
    assert store.submit(*SEAT, new_command("C-200009"))[0].command_seq == 3
    assert store.missing(*SEAT) is None
    store.close()


def test_what_is_missing_in_one_file_is_no_story_of_another(tmp_path: Path) -> None:
    store = opened(tmp_path / "a")
    work(store, 1, 2)
    lose(store, 2)
    work(store, 3)
    store.server_has(*SEAT, asked=((2, 2),), there=())
    store.missing_read(*SEAT, numbers=((2, 2),))
    names = [f"{kind}d1/u1" for kind in OWN_STORY]
    assert all(store.value(name) is not None for name in names)
    other = opened(tmp_path / "b")
    other.bring_in(from_document(store.unsent()))
    assert [other.value(name) for name in names] == [None] * len(names)
    store.close()
    other.close()


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(lost=st.lists(st.sets(st.integers(1, 12)), max_size=4), there=st.sets(st.integers(1, 12)))
def test_whatever_is_lost_when_every_number_is_here_or_there_or_missing(
    tmp_path_factory: object, lost: list[set[int]], there: set[int]
) -> None:
    store = opened(tmp_path_factory.mktemp("work"))  # type: ignore[attr-defined]
    gone: set[int] = set()
    top = 0
    for numbers in lost:
        work(store, *range(top + 1, top + 4))
        top += 3
        # The newest alone go unseen by the numbers that stay: a file that loses others is read row by row.
        tail = {number for number in range(1, top + 1) if number > top - len(numbers & {1, 2})}
        lose(store, *tail)
        gone |= tail
    work(store, top + 1)
    assert store.gone(*SEAT) == number_ranges.of(gone)
    store.server_has(*SEAT, asked=store.gone(*SEAT), there=number_ranges.of(there))
    told = store.missing(*SEAT)
    assert (told.numbers if told is not None else ()) == number_ranges.of(gone - there)
    store.close()
