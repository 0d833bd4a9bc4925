"""What is missing of a person's work: which numbers, when they were made, who has them, and who has read of it."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.desktop.cache.missing_work import MOST_RANGES, OWN_STORY
from app.desktop.cache.outbox_rows import OutboxState
from app.desktop.cache.unsent import from_document
from app.desktop.cache.work_store import HWM_FILE, WorkStore
from app.desktop.ports import MissingWork
from app.domain import number_ranges
from app.domain.number_ranges import Range
from tests.desktop.support.factories import KEY, START_MS, new_command

OTHER = bytes(reversed(KEY))
SEAT = ("d1", "u1")
MINUTE = 60_000


def opened(folder: Path, key: bytes = KEY) -> WorkStore:
    folder.mkdir(exist_ok=True)
    return WorkStore.open(folder, key, key).store


def work(store: WorkStore, *numbers: int, device: str = "d1") -> None:
    """Commands under these numbers, one made each minute, so that each says when."""
    for number in numbers:
        new = new_command(f"C-{200_000 + number}", created_wall=START_MS + number * MINUTE, server_offset_ms=500)
        assert store.submit(device, "u1", new)[0].command_seq == number


def lose(store: WorkStore, *numbers: int) -> None:
    with store.write() as connection:
        for number in numbers:
            connection.exec_driver_sql("DELETE FROM outbox WHERE command_seq = ?", (number,))


def made(number: int) -> int:
    return START_MS + number * MINUTE + 500


def answer(store: WorkStore, *there: Range, most: int = 99) -> int:
    """What a server says that has these numbers of whatever seat; how often it was asked."""
    for asked in range(most):
        question = store.to_ask("u1")
        if question is None:
            return asked
        device, numbers = question
        store.server_has(device, "u1", numbers, tuple(there))
    return most


def missing(store: WorkStore) -> MissingWork:
    told = store.missing("u1")
    assert told is not None
    return told


def test_a_later_loss_leaves_the_one_before_on_record(tmp_path: Path) -> None:
    store = opened(tmp_path)
    work(store, 1, 2, 3)
    lose(store, 2, 3)
    work(store, 4, 5, 6)
    lose(store, 6)
    assert missing(store) == MissingWork((), ((2, 3), (6, 6)), made(1), None), "when, by the server's clock"
    work(store, 7)
    assert missing(store) == MissingWork((), ((2, 3), (6, 6)), made(1), made(7))
    answer(store)
    assert missing(store) == MissingWork((("d1", ((2, 3), (6, 6))),), (), made(1), made(7))
    store.close()


def test_what_the_server_has_is_not_missing_until_it_comes_back_from_a_backup(tmp_path: Path) -> None:
    store = opened(tmp_path)
    work(store, 1, 2, 3, 4)
    lose(store, 2, 3, 4)
    assert store.to_ask("u1") == ("d1", (2, 4))
    store.server_has(*SEAT, asked=(2, 3), there=((1, 2),))
    assert (missing(store).numbers, missing(store).unasked) == (((3, 3),), ((4, 4),))
    assert store.to_ask("u1") == ("d1", (4, 4)), "what was answered is not asked again"
    store.server_has(*SEAT, asked=(4, 4), there=((3, 9),))
    assert missing(store).numbers == ((3, 3),), "an answer counts for what was asked alone"
    store.replay_since(*SEAT, since=0)
    assert missing(store).unasked == ((2, 4),)
    answer(store, (2, 4))
    assert store.missing("u1") is None
    store.close()


def test_a_new_loss_is_not_told_by_an_answer_from_before_it(tmp_path: Path) -> None:
    store = opened(tmp_path)
    work(store, 1, 2)
    lose(store, 2)
    answer(store)
    work(store, 3, 4)
    lose(store, 4)
    assert (missing(store).numbers, missing(store).unasked) == (((2, 2),), ((4, 4),))
    store.close()


def test_who_has_read_of_a_loss_is_told_again_of_another_one(tmp_path: Path) -> None:
    store = opened(tmp_path)
    work(store, 1, 2)
    lose(store, 2)
    before = missing(store)
    store.missing_read("u1", before)
    assert not missing(store).read, "before the server was asked there was nothing to read"
    answer(store)
    store.missing_read("u1", missing(store))
    assert missing(store).read
    work(store, 3, 4)
    lose(store, 4)
    assert not missing(store).read
    answer(store)
    assert (missing(store).numbers, missing(store).read) == (((2, 2), (4, 4)), False)
    told = missing(store)
    store.close()
    assert missing(opened(tmp_path)) == told


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


@pytest.mark.parametrize("fate", ["took effect", "read", "nobody knows"])
def test_old_losses_are_a_story_until_somebody_knows_of_them(tmp_path: Path, fate: str) -> None:
    """A server forgets commands in time: it is not asked of them after that."""
    store = opened(tmp_path)
    work(store, 1, 2, 3)
    lose(store, 2, 3)
    work(store, 4, 5)
    if fate != "nobody knows":
        answer(store, *([(2, 3)] if fate == "took effect" else []))
    if fate == "read":
        store.missing_read("u1", missing(store))
    store.settle([(row.command_id, OutboxState.APPLIED, b"{}") for row in store.latest("u1", 9)], START_MS)
    store.prune(START_MS + 1)
    store.replay_since(*SEAT, since=START_MS + 1)
    assert store.gone(*SEAT) == (((2, 3),) if fate == "nobody knows" else ())
    store.close()


def test_a_loss_is_told_and_asked_about_after_work_has_gone_to_another_seat(tmp_path: Path) -> None:
    store = opened(tmp_path)
    work(store, 1, 2, 3, 4)
    lose(store, 3, 4)
    store.take_over("d2", "u1")
    assert store.gone("d2", "u1") == ()
    assert missing(store).unasked == ((3, 4),)
    assert store.to_ask("u1") == ("d1", (3, 4))
    answer(store, (3, 3))
    assert missing(store).lost == (("d1", ((4, 4),)),)
    work(store, 3, 4, device="d2")
    lose(store, 4)
    answer(store)
    assert missing(store).lost == (("d1", ((4, 4),)), ("d2", ((4, 4),)))
    store.missing_read("u1", missing(store))
    assert missing(store).read
    assert store.missing("u2") is None
    store.close()


def test_nothing_is_missing_at_a_seat_that_work_has_left(tmp_path: Path) -> None:
    store = opened(tmp_path)
    work(store, 1, 2)
    store.take_over("d2", "u1")
    assert store.missing("u1") is None
    assert store.submit(*SEAT, new_command("C-200009"))[0].command_seq == 3
    assert store.missing("u1") is None
    store.close()


def test_what_came_back_under_another_number_is_not_missing(tmp_path: Path) -> None:
    store = opened(tmp_path)
    work(store, 1, 2, 3, 4)
    document = from_document(store.unsent())
    lose(store, 2, 3, 4)
    work(store, 5)
    store.bring_in(document)
    assert store.missing("u1") is None
    store.take_over(*SEAT)
    assert store.missing("u1") is None
    assert sorted(row.command_seq for row in store.latest("u1", 9)) == [1, 5, 6, 7, 8]
    lose(store, 1, 7)
    store.close()
    (tmp_path / "work.db").unlink()
    store = opened(tmp_path)
    assert store.gone(*SEAT) == ((1, 8),)
    store.close()


def test_numbers_that_a_recovery_file_knows_of_are_not_given_out_again(tmp_path: Path) -> None:
    """An older copy of the profile, and the newer work from its file."""
    store = opened(tmp_path / "newer")
    work(store, 1, 2, 3, 4, 5)
    document = from_document(store.unsent())
    store.close()
    store = opened(tmp_path / "older")
    work(store, 1, 2)
    store.bring_in(document)
    assert store.missing("u1") is None
    store.take_over(*SEAT)
    work(store, 11)
    assert sorted(row.command_seq for row in store.latest("u1", 99)) == [1, 2, *range(6, 12)], "each has its number"
    lose(store, *range(3, 12))
    assert store.gone(*SEAT) == ((6, 11),)
    store.close()


def test_a_record_of_an_earlier_version_holds_what_is_really_gone(tmp_path: Path) -> None:
    store = opened(tmp_path)
    work(store, *range(1, 10))
    lose(store, 3, 9)
    store.put_value("missing/d1/u1", "3-9")
    store.close()
    store = opened(tmp_path)
    assert store.gone(*SEAT) == ((3, 3), (9, 9))
    store.close()


@pytest.mark.parametrize("kind", OWN_STORY)
def test_a_record_that_nobody_can_read_stops_nothing(tmp_path: Path, kind: str) -> None:
    store = opened(tmp_path)
    work(store, 1, 2)
    lose(store, 2)
    for whose in ("d1/u1", "d2/u2"):
        store.put_value(f"{kind}{whose}", "x")
    assert missing(store).unasked == ((2, 2),)
    answer(store)
    assert missing(store).numbers == ((2, 2),)
    store.replay_since(*SEAT, since=0)
    store.prune(START_MS)
    store.close()
    opened(tmp_path).close()


def test_work_that_was_leaving_a_seat_when_the_power_went_is_not_missing_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opened(tmp_path)
    work(store, 1, 2, 3)

    def cut(*told: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(WorkStore, "_mark_moved", cut)
        with pytest.raises(KeyboardInterrupt):
            store.take_over("d2", "u1")
    store.close()
    store = opened(tmp_path)
    assert sorted((row.device_id, row.command_seq) for row in store.latest("u1", 9)) == [("d2", n) for n in (1, 2, 3)]
    assert store.missing("u1") is None
    store.close()


@pytest.mark.parametrize("rest", [0, 2])
def test_a_story_of_a_former_seat_ends_as_well(tmp_path: Path, rest: int) -> None:
    store = opened(tmp_path)
    work(store, 1, 2, 3)
    lose(store, *range(rest + 1, 4))
    answer(store, (1, 2))
    if missing(store).numbers:
        store.missing_read("u1", missing(store))
    store.settle([(row.command_id, OutboxState.APPLIED, b"{}") for row in store.latest("u1", 9)], START_MS)
    store.prune(START_MS + 1)
    assert store.missing("u1") is None
    store.replay_since("d2", "u1", since=START_MS + 60 * MINUTE)
    assert store.to_ask("u1") is None
    store.close()
    store = opened(tmp_path)
    assert store.missing("u1") is None
    assert store.submit(*SEAT, new_command())[0].command_seq == 4
    assert store.missing("u1") is None
    store.close()


def test_what_the_server_said_of_older_work_holds_after_a_backup(tmp_path: Path) -> None:
    store = opened(tmp_path)
    work(store, 1, 2, 3)
    lose(store, 2, 3)
    work(store, 4, 5, 6)
    lose(store, 6)
    answer(store, (1, 9))
    store.replay_since(*SEAT, since=made(5))
    assert missing(store).unasked == ((6, 6),), "the fourth was made before the backup at the latest"
    store.close()


def test_what_another_file_of_the_profile_had_on_record_is_told_when_it_comes_back(tmp_path: Path) -> None:
    folder = tmp_path / "profile"
    store = opened(folder)
    work(store, 1, 2, 3)
    lose(store, 2, 3)
    work(store, 4)
    store.close()
    # Its key is gone for a while, and the mark cannot be believed either.
    (folder / HWM_FILE).unlink()
    (folder / f"{HWM_FILE}.copy").unlink(missing_ok=True)
    store = opened(folder, OTHER)
    store.close()
    (folder / "work.db").unlink()
    (folder / HWM_FILE).unlink(missing_ok=True)
    store = opened(folder)
    assert [row.command_seq for row in store.latest("u1", 9)] == [4, 1]
    assert store.gone(*SEAT) == ((2, 3),)
    store.close()


def test_what_is_missing_in_one_profile_is_no_story_of_another(tmp_path: Path) -> None:
    store = opened(tmp_path / "a")
    work(store, 1, 2)
    lose(store, 2)
    work(store, 3)
    answer(store)
    store.missing_read("u1", missing(store))
    names = [f"{kind}d1/u1" for kind in OWN_STORY if "back" not in kind]
    assert all(store.value(name) is not None for name in names)
    other = opened(tmp_path / "b")
    other.bring_in(from_document(store.unsent()))
    assert [other.value(name) for name in names] == [None] * len(names)
    assert other.missing("u1") is None
    store.close()
    other.close()


def test_what_came_from_elsewhere_tells_no_time_before_the_beginning(tmp_path: Path) -> None:
    store = opened(tmp_path)
    work(store, 1, 2)
    lose(store, 2)
    store.submit(*SEAT, new_command("C-200009", created_wall=START_MS - 60 * MINUTE))
    assert (missing(store).since, missing(store).until) == (made(1), None)
    store.close()


def test_a_server_that_scatters_its_words_does_not_fill_the_file(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.server_knows(*SEAT, high=2**52)
    question = store.to_ask("u1")
    assert question is not None
    scattered = tuple((number, number) for number in range(1, 2 * MOST_RANGES + 4, 2))
    assert not store.server_has(*SEAT, asked=question[1], there=scattered)
    assert missing(store).unasked == ((1, 2**52),)
    assert store.server_has(*SEAT, asked=question[1], there=scattered[:9])
    store.close()


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(lost=st.lists(st.integers(0, 3), max_size=4), there=st.sets(st.integers(1, 12)))
def test_whatever_is_lost_every_number_is_here_or_there_or_missing(
    tmp_path_factory: pytest.TempPathFactory, lost: list[int], there: set[int]
) -> None:
    store = opened(tmp_path_factory.mktemp("work"))
    gone: set[int] = set()
    top = 0
    for many in lost:
        work(store, *range(top + 1, top + 4))
        top += 3
        tail = set(range(top - many + 1, top + 1))
        lose(store, *tail)
        gone |= tail
    work(store, top + 1)
    assert store.gone(*SEAT) == number_ranges.of(gone)
    answer(store, *number_ranges.of(there))
    told = store.missing("u1")
    assert (told.numbers if told is not None else ()) == number_ranges.of(gone - there)
    store.close()
