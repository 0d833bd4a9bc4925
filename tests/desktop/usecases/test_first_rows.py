"""The head of the queue as the cache alone gives it: the same rows, order and figures as the whole queue in memory."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.contract.work_views import AssignedView, SnoozeView, WaitingView
from app.desktop.cache.cache_store import CacheStore
from app.desktop.cache.outbox_rows import OutboxState
from app.desktop.cache.work_store import WorkStore
from app.desktop.changes import Kind, changed
from app.desktop.ports import HeldClaim, Person
from app.desktop.usecases.first_rows import SCREENFUL, FirstRows
from app.desktop.usecases.opening_queue import OpeningQueue
from app.desktop.usecases.queue import QueueIndex
from tests.desktop.support.factories import (
    KEY,
    START,
    START_MS,
    FakeClock,
    case_row,
    claim_of,
    escalation,
    new_command,
)

MEI = Person("u1", "Mei", ("reviewer",), None, "zh")
LI = Person("u2", "Li", ("senior_agent", "a role of tomorrow"), None, "en")
TYPES = ("ato_investigation", "kyc_audit")
MINUTE = timedelta(minutes=1)

cases = st.fixed_dictionaries(
    {
        "priority": st.integers(0, 100),
        "due": st.integers(-120, 120),
        "routed": st.integers(-60, 0),
        "paused": st.integers(0, 30),
        "back": st.booleans(),
        "state": st.sampled_from(("open", "open", "open", "escalated", "closed")),
        "by_me": st.booleans(),
        "kind": st.sampled_from(TYPES),
        "claim": st.sampled_from((None, "u1", "u9")),
        "held": st.sampled_from((0, 0, -1, 5)),
        "draft": st.booleans(),
        "snoozed": st.sampled_from((None, None, -30, 30)),
        "waiting": st.sampled_from((False, False, True)),
        "assigned": st.sampled_from((None, "u1", "u9")),
        "sent": st.sampled_from((None, None, "pending", "applied")),
    }
)


def _fill(folder: Path | None, given_cases: list[dict[str, object]]) -> tuple[CacheStore, WorkStore | None]:
    cache = CacheStore.open(folder, KEY if folder else None)
    work = WorkStore.open(folder, KEY, KEY).store if folder else None
    rows, held = [], []
    for number, one in enumerate(given_cases, start=200_001):
        values = {
            "priority": one["priority"],
            "due_at": START + one["due"] * MINUTE,  # type: ignore[operator]
            "routed_at": START + one["routed"] * MINUTE,  # type: ignore[operator]
            "paused_ms": one["paused"] * 60_000,  # type: ignore[operator]
            "back_from_snooze": one["back"],
            "state": one["state"],
            "case_type": one["kind"],
        }
        if one["claim"]:
            values["claim"] = claim_of(one["claim"], mine=one["claim"] == "u1")  # type: ignore[arg-type]
        if one["state"] == "escalated":
            values["escalation"] = escalation(mine=bool(one["by_me"]))
        if one["snoozed"]:
            values["snooze"] = SnoozeView(START + one["snoozed"] * MINUTE, "later")  # type: ignore[operator]
        if one["waiting"]:
            values["waiting"] = WaitingView(START - 5 * MINUTE, "documents")
        if one["assigned"]:
            values["assigned_to"] = AssignedView(str(one["assigned"]), one["assigned"] == "u1", "Somebody")
        rows.append(case_row(number, **values))
        if one["held"]:
            until = START_MS + one["held"] * 60_000  # type: ignore[operator]
            held.append(HeldClaim(f"C-{number}", f"k{number}", 1, until, until, "online"))
    cache.apply(rows)
    cache.put_claims("u1", held)
    if work is not None:
        for number, one in enumerate(given_cases, start=200_001):
            if one["draft"]:
                work.save_draft("u1", f"C-{number}", b"{}", START_MS)
            if one["sent"]:
                row, _ = work.submit("d1", "u1", new_command(f"C-{number}"))
                if one["sent"] == "applied":
                    work.mark_sent([row.command_id], START_MS + 3_600_000)
                    work.settle([(row.command_id, OutboxState.APPLIED, b'{"entity":{"rev":2}}')], START_MS)
    return cache, work


def _agree(cache: CacheStore, work: WorkStore | None, person: Person) -> None:
    clock = FakeClock()
    whole = QueueIndex(cache, work, clock, lambda: person, TYPES)
    whole.load()
    first = FirstRows.read(cache, work, clock, person)
    view = whole.view("open")
    shown = first.view("open")
    assert len(shown) == shown.total == len(view)
    assert [first.row(i) for i in shown.order if i >= 0] == [whole.row(int(i)) for i in view.order[:SCREENFUL]]
    assert {name: n for name, n in first.counts().items() if n} == {name: n for name, n in whole.counts().items() if n}


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(cases, max_size=60), st.sampled_from((MEI, LI)))
def test_the_first_rows_and_figures_are_those_of_the_whole_queue(
    tmp_path_factory: pytest.TempPathFactory, given_cases: list[dict[str, object]], person: Person
) -> None:
    cache, work = _fill(tmp_path_factory.mktemp("seat"), given_cases)
    try:
        _agree(cache, work, person)
    finally:
        cache.close()
        if work is not None:
            work.close()


def test_without_a_store_for_work_the_first_rows_are_the_same() -> None:
    cache, work = _fill(None, [])
    _agree(cache, work, MEI)


def _opening(cache: CacheStore, work: WorkStore | None) -> OpeningQueue:
    clock = FakeClock()
    queue = OpeningQueue(FirstRows.read(cache, work, clock, MEI))
    queue.made_by(lambda: QueueIndex(cache, work, clock, lambda: MEI, TYPES))
    return queue


def _many(count: int) -> CacheStore:
    cache = CacheStore.open(None, None)
    cache.apply([case_row(200_000 + n, due_at=START + (1000 - n) * MINUTE) for n in range(1, count + 1)])
    return cache


def test_a_row_on_the_screen_keeps_its_index_once_the_whole_queue_is_read() -> None:
    queue = _opening(_many(100), None)
    before = queue.view("open")
    shown = [queue.row(index).case_id for index in before.order if index >= 0]
    assert len(before) == 100
    assert len(shown) == SCREENFUL
    assert before.order[SCREENFUL:] == [-1] * (100 - SCREENFUL), "the others are not read yet"
    assert queue.load() == 100
    assert [queue.row(index).case_id for index in before.order if index >= 0] == shown
    after = queue.view("open")
    assert [queue.row(int(index)).case_id for index in after.order[:SCREENFUL]] == shown
    assert queue.place(before, shown[3]) == queue.place(after, shown[3]) == 3


def test_until_the_whole_queue_is_read_one_walks_in_the_rows_that_are_known() -> None:
    queue = _opening(_many(60), None)
    view = queue.view("open")
    ids = [queue.row(index).case_id for index in view.order if index >= 0]
    assert queue.next_after(view, None) == ids[0]
    assert queue.next_after(view, ids[0]) == ids[1]
    assert queue.next_after(view, ids[0], -1) is None
    assert queue.next_after(view, ids[-1]) is None, "the row after it is not read yet"
    assert (queue.place(view, ids[5]), queue.index_of("C-1")) == (5, None)
    queue.load()
    assert queue.next_after(queue.view("open"), ids[-1]) is not None


def test_other_views_and_finding_wait_for_the_whole_queue() -> None:
    queue = _opening(_many(5), None)
    assert queue.knows("open")
    assert not queue.knows("open", "C-200001")
    assert not queue.knows("type:kyc_audit")
    assert len(queue.view("key_users")) == 0
    assert queue.reserved() == 0, "whose cases they are is told by the whole queue"
    queue.load()
    assert queue.knows("type:kyc_audit")
    assert len(queue.view("open", "C-200001")) == 1


def test_news_before_the_whole_queue_is_read_is_read_with_it() -> None:
    cache = _many(3)
    queue = _opening(cache, None)
    cache.apply([case_row(300_000)])
    assert not queue.refresh(changed(Kind.CASE, ids={"C-300000"}))
    assert queue.load() == 4
    assert queue.index_of("C-300000") is not None


def test_a_queue_without_first_rows_is_empty_until_it_is_read() -> None:
    cache = _many(3)
    queue = OpeningQueue()
    queue.made_by(lambda: QueueIndex(cache, None, FakeClock(), lambda: MEI, TYPES))
    assert not queue.knows("open")
    assert (len(queue.view("open")), queue.counts(), queue.index_of("C-200001")) == (0, {}, None)
    queue.load()
    assert len(queue.view("open")) == 3
