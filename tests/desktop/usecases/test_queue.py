"""The queue in memory: the served order, the views and their counts, finding, and pending work on top."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.desktop.cache.cache_store import CacheStore, Row
from app.desktop.cache.outbox_rows import OutboxState
from app.desktop.cache.work_store import WorkStore
from app.desktop.changes import Kind, changed
from app.desktop.ports import HeldClaim, Person
from app.desktop.usecases.queue import QueueIndex
from app.domain.queue_order import QueueFacts, served_order
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
LI = Person("u2", "Li", ("senior_agent",), None, "en")
TYPES = ("ato_investigation", "kyc_audit")
MINUTE = timedelta(minutes=1)


class Seat:
    def __init__(self, folder: Path | None, person: Person = MEI) -> None:
        self.cache = CacheStore.open(folder, KEY if folder else None)
        self.work = WorkStore.open(folder, KEY, KEY).store if folder else None
        self.clock = FakeClock()
        self.person = person
        self.queue = QueueIndex(self.cache, self.work, self.clock, lambda: self.person, TYPES)

    def ids(self, view: str, find: str = "") -> list[str]:
        return [self.queue.row(int(i)).case_id for i in self.queue.view(view, find).order]


facts = st.builds(
    lambda priority, due, routed, paused, back: (priority, due, routed, paused, back),
    st.integers(0, 100),
    st.integers(-300, 300),
    st.integers(-300, 0),
    st.integers(0, 90),
    st.booleans(),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(facts, max_size=40))
def test_the_queue_stands_in_the_served_order_of_the_domain(given_facts: list[tuple[int, int, int, int, bool]]) -> None:
    seat = Seat(None)
    rows, expected = [], []
    for number, (priority, due, routed, paused, back) in enumerate(given_facts, start=200_001):
        values = {
            "priority": priority,
            "due_at": START + due * MINUTE,
            "routed_at": START + routed * MINUTE,
            "paused_ms": paused * 60_000,
            "back_from_snooze": back,
        }
        rows.append(case_row(number, **values))
        expected.append(
            QueueFacts(f"C-{number}", priority, START + due * MINUTE, START + routed * MINUTE, paused * MINUTE, back)
        )
    seat.cache.apply(rows)
    seat.queue.load()
    now = datetime.fromtimestamp(START_MS / 1000, UTC)
    assert seat.ids("open") == [f.case_id for f in sorted(expected, key=lambda f: served_order(f, now))]


def test_views_hold_what_their_names_say(tmp_path: Path) -> None:
    seat = Seat(tmp_path)
    seat.cache.apply(
        [
            case_row(200_001),
            case_row(200_002, priority=80),
            case_row(200_003, due_at=START + 59 * MINUTE),
            case_row(200_004, claim=claim_of("u1")),
            case_row(200_005, claim=claim_of("u9", mine=False), case_type="kyc_audit"),
            case_row(200_006, state="closed"),
            case_row(200_007, state="escalated", escalation=escalation(mine=False)),
            case_row(200_008, state="escalated", escalation=escalation(mine=True)),
        ]
    )
    assert seat.work is not None
    seat.work.save_draft("u1", "C-200001", b"{}", START_MS)
    seat.queue.load()
    assert seat.ids("open") == ["C-200002", "C-200003", "C-200001", "C-200004", "C-200005"]
    assert seat.ids("mine") == ["C-200001", "C-200004"]
    assert seat.ids("key_users") == ["C-200002"]
    assert seat.ids("due_1h") == ["C-200003"]
    assert seat.ids("type:kyc_audit") == ["C-200005"]
    assert seat.ids("awaiting_me") == []
    assert seat.ids("no such view") == []
    seat.person = LI
    seat.queue.load()
    assert seat.ids("awaiting_me") == ["C-200007"]
    counts = seat.queue.counts()
    assert counts["open"] == 5
    assert counts["type:ato_investigation"] == 4
    for view in seat.queue.view_ids():
        assert counts[view] == seat.queue.view(view).total


def test_a_row_tells_who_has_it_until_when(tmp_path: Path) -> None:
    seat = Seat(tmp_path)
    seat.cache.apply([case_row(200_001, claim=claim_of("u1")), case_row(200_002, claim=claim_of("u9", mine=False))])
    seat.queue.load()
    mine, other = (seat.queue.row(seat.queue.index_of(c) or 0) for c in ("C-200001", "C-200002"))
    assert (mine.claimed_by_me, mine.claimed_by_other) == (True, False)
    assert (other.claimed_by_me, other.claimed_by_other) == (False, True)
    assert other.reserved_until == START_MS + 30 * 60_000
    assert (mine.verdict, mine.confidence, mine.threshold) == ("block", 0.72, 0.85)
    seat.clock.advance(31 * 60_000)
    assert not seat.queue.row(seat.queue.index_of("C-200002") or 0).claimed_by_other
    seat.cache.put_claims("u1", [HeldClaim("C-200002", "k", 2, seat.clock.now + 1000, seat.clock.now + 9000, "online")])
    seat.queue.refresh(changed(Kind.CLAIM, ids={"C-200002"}))
    assert seat.queue.row(seat.queue.index_of("C-200002") or 0).claimed_by_me


def test_cases_that_a_person_holds_are_counted_by_the_columns_as_by_their_rows(tmp_path: Path) -> None:
    seat = Seat(tmp_path)
    seat.cache.apply(
        [
            case_row(200_001, claim=claim_of("u1")),
            case_row(200_002, claim=claim_of("u1", minutes=1)),
            case_row(200_003, claim=claim_of("u9", mine=False)),
            case_row(200_004),
            case_row(200_005),
        ]
    )
    seat.cache.put_claims("u1", [HeldClaim("C-200004", "k", 2, START_MS + 1000, START_MS + 9000, "offline")])
    assert seat.work is not None
    seat.work.save_draft("u1", "C-200005", b"{}", START_MS)
    assert seat.queue.reserved() == 0, "nothing is read yet"
    seat.queue.load()

    def by_rows() -> int:
        return sum(seat.queue.row(int(slot)).claimed_by_me for slot in seat.queue.view("mine").order)

    assert len(seat.ids("mine")) == 4, "the draft is mine as well, and nobody's lease"
    assert seat.queue.reserved() == by_rows() == 3
    seat.clock.advance(61_000)
    assert seat.queue.reserved() == by_rows() == 1, "two leases ran out"
    _, trace = seat.work.submit("d1", "u1", new_command("C-200001"))
    seat.queue.refresh(trace)
    assert seat.queue.reserved() == by_rows() == 0, "what was sent is not held any more"


def test_pending_work_leaves_the_view_until_the_server_shows_its_effect(tmp_path: Path) -> None:
    seat = Seat(tmp_path)
    seat.cache.apply([case_row(200_001), case_row(200_002)])
    seat.queue.load()
    assert seat.work is not None
    row, trace = seat.work.submit("d1", "u1", new_command("C-200001"))
    seat.queue.refresh(trace)
    assert seat.ids("open") == ["C-200002"]
    result = b'{"entity":{"entity":"case","entity_id":"C-200001","rev":7}}'
    seat.queue.refresh(seat.work.settle([(row.command_id, OutboxState.APPLIED, result)], START_MS))
    assert seat.ids("open") == ["C-200002"]
    # The case was reopened at a later revision: it is a case like any other again.
    seat.queue.refresh(seat.cache.apply([case_row(200_001, rev=8)]))
    assert seat.ids("open") == ["C-200001", "C-200002"]


def test_a_refused_command_gives_its_case_back_to_the_view(tmp_path: Path) -> None:
    seat = Seat(tmp_path)
    seat.cache.apply([case_row(200_001)])
    seat.queue.load()
    assert seat.work is not None
    row, trace = seat.work.submit("d1", "u1", new_command("C-200001"))
    seat.queue.refresh(trace)
    assert seat.ids("open") == []
    seat.queue.refresh(seat.work.settle([(row.command_id, OutboxState.REJECTED, b"{}")], START_MS))
    assert seat.ids("open") == ["C-200001"]


def test_changes_arrive_one_by_one_and_slots_stay(tmp_path: Path) -> None:
    seat = Seat(tmp_path)
    seat.cache.apply([case_row(n) for n in range(200_001, 203_000)])
    seat.queue.load()
    place = seat.queue.index_of("C-201500")
    seat.queue.refresh(seat.cache.apply([case_row(203_500, priority=99, subject_short="新客户•••")]))
    assert seat.ids("open")[0] == "C-203500"
    seat.queue.refresh(seat.cache.apply([Row("case", "C-200001", 9, None)]))
    assert seat.queue.index_of("C-200001") is None
    assert seat.queue.counts()["open"] == 2_999
    seat.queue.refresh(seat.cache.apply([case_row(201_500, rev=2, subject_short="other")]))
    assert seat.queue.index_of("C-201500") == place
    seat.queue.load()
    assert seat.queue.index_of("C-201500") == place
    assert seat.queue.counts()["open"] == 2_999
    assert seat.ids("open", "新客户") == ["C-203500"]
    assert seat.ids("open", "OTHER") == ["C-201500"]
    view = seat.queue.view("open")
    assert seat.queue.next_after(view, "C-203500") == seat.ids("open")[1]
    assert seat.queue.next_after(view, "C-999999") == "C-203500"
    assert seat.queue.next_after(view, "C-203500", -1) is None


def test_time_alone_moves_a_late_case_up(tmp_path: Path) -> None:
    seat = Seat(tmp_path)
    seat.cache.apply([case_row(200_001, priority=80), case_row(200_002, due_at=START + 10 * MINUTE)])
    seat.queue.load()
    assert seat.ids("open") == ["C-200001", "C-200002"]
    seat.clock.advance(11 * 60_000)
    assert seat.queue.retime()
    assert seat.ids("open") == ["C-200002", "C-200001"]
    assert not seat.queue.retime()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text(alphabet="ab-C01客 \n•İß", max_size=8), max_size=30),
    st.text(alphabet="ab-c01客•ß", min_size=1, max_size=4),
)
def test_finding_agrees_with_a_plain_search(subjects: list[str], needle: str) -> None:
    seat = Seat(None)
    seat.cache.apply([case_row(200_001 + n, subject_short=text) for n, text in enumerate(subjects)])
    seat.queue.load()
    plain = {
        f"C-{200_001 + n}"
        for n, text in enumerate(subjects)
        if needle.casefold() in f"C-{200_001 + n} {text}".casefold().replace("\n", " ")
    }
    assert set(seat.ids("open", needle)) == plain
