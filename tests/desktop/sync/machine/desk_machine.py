"""Three seats, two people, six cases, and everything that can go wrong between and beneath them, in any order. At rest
every command has had exactly one effect or stands before its author, and every copy is what the server says."""

import functools
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from app.contract.commands import CommandResult, Status
from app.desktop.cache.outbox_rows import OutboxRow, OutboxState
from app.desktop.ports import ApiError, DeskError, ReviewDraft
from app.desktop.sync.check import AGAIN_MS
from app.desktop.sync.engine import Engine
from app.server.security import cursors
from tests.desktop.sync.machine.house import CASES, DEVICES, MEMORY, NUMBERS, House
from tests.desktop.sync.machine.seat import Killed, Seat, Sitter
from tests.desktop.sync.machine.wire import FAULTS, LOSSES

DRAFTS = {
    "pass": ReviewDraft(
        decision="pass",
        code="signal_overweighted",
        attribution_kind="signal",
        attribution_ref="impossible_travel",
        rationale="Both places belong to one journey.",
        rationale_language="en",
        active_ms=5_000,
    ),
    "block": ReviewDraft(
        decision="block", code="thin_history", rationale="New device.", rationale_language="en", active_ms=5_000
    ),
    "escalate": ReviewDraft(
        decision="escalate", rationale="A second pair of eyes is needed.", rationale_language="en", active_ms=5_000
    ),
}
SITTERS = (
    ("a", (Sitter("u1", DEVICES[0]),)),
    ("b", (Sitter("u1", DEVICES[1]),)),
    ("c", (Sitter("u2", DEVICES[2]), Sitter("u1", DEVICES[3]))),
)
SECOND, MINUTE = 1_000, 60_000
HEALED_WITHIN_MS = 120 * SECOND
seats = st.integers(0, 2)
cases = st.integers(0, 5)


@functools.cache
def _synced(cap: int | None) -> tuple[bytes, dict[str, dict[str, bytes]]]:
    """A server and its three seats after their first sync, by an engine that is whole."""
    folder = Path(tempfile.mkdtemp(dir=MEMORY))
    try:
        house = House(cap)
        files = {}
        for name, sitters in SITTERS:
            seat = Seat(name, folder / name, house, sitters, Engine, 0)
            while seat.engine.step() == 0:
                pass
            files[name] = seat.files()
        return house.database(), files
    finally:
        house.close()
        shutil.rmtree(folder)


class DeskMachine(RuleBasedStateMachine):
    """`make` makes the engine of each seat: a broken one is put in its place to see that this machine notices."""

    make: ClassVar[Callable[..., Engine]] = Engine
    held: ClassVar[int] = 0
    """How many examples came to their end, and everything held."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=MEMORY))
        self.told: dict[str, tuple[str, str]] = {}
        """command id → (author, device) of every command whose author was told that it is safe."""
        self.undone: set[str] = set()
        self.cut_off: set[str] = set()
        """Commands whose seat was killed while they were taken back: they may be, and nobody was told."""
        self.notes = 0
        self.restores = 0

    @initialize(cap=st.sampled_from([None] * 7 + [3]), seed=st.integers(0, 999))
    def begin(self, cap: int | None, seed: int) -> None:
        database, files = _synced(cap)
        self.house = House(cap, database)
        make = type(self).make
        self.seats = [
            Seat(name, self.folder / name, self.house, sitters, make, seed + n, files[name])
            for n, (name, sitters) in enumerate(SITTERS)
        ]

    # --- people

    def _alive(self, which: int) -> Seat:
        seat = self.seats[which]
        if not seat.alive:
            seat.restart()
        return seat

    def _try(self, seat: Seat, work: Callable[[], Any]) -> Any:
        """Something a person does: it may be refused, and the process may die under it."""
        try:
            return work()
        except (DeskError, ApiError):
            return None
        except Killed:
            seat.stop()
            return None

    def _remember(self, seat: Seat, command_id: str) -> None:
        who = seat.identity()
        assert who is not None
        self.told[command_id] = (who.author, who.device)

    @rule(which=seats, first=cases, more=st.integers(0, 2))
    def take_in_hand(self, which: int, first: int, more: int) -> None:
        seat = self._alive(which)
        wanted = tuple(CASES[(first + n) % 6] for n in range(more + 1))
        self._try(seat, lambda: seat.hand.want(wanted))

    @rule(which=seats)
    def renew(self, which: int) -> None:
        seat = self._alive(which)
        self._try(seat, seat.hand.renew)

    @rule(which=seats, case=cases, decision=st.sampled_from(sorted(DRAFTS)))
    def decide(self, which: int, case: int, decision: str) -> None:
        seat = self._alive(which)
        done = self._try(seat, lambda: seat.reviews.submit(CASES[case], DRAFTS[decision]))
        if done is not None:
            self._remember(seat, done.command_id)

    @rule(which=seats, first=cases, more=st.integers(0, 2), decision=st.sampled_from(sorted(DRAFTS)))
    def take_and_decide(self, which: int, first: int, more: int, decision: str) -> None:
        self.take_in_hand(which, first, more)
        for n in range(more + 1):
            self.decide(which, (first + n) % 6, decision)

    @rule(which=seats, case=cases, many=st.integers(1, 3))
    def write_notes(self, which: int, case: int, many: int) -> None:
        for _ in range(many):
            seat = self._alive(which)
            self.notes += 1
            text = f"Note {self.notes}."
            done = self._try(seat, lambda s=seat, t=text: s.case_work.note(CASES[case], t, "en"))  # type: ignore[misc]
            if done is not None:
                self._remember(seat, done.command_id)

    @rule(which=seats, back=st.integers(0, 3))
    def undo(self, which: int, back: int) -> None:
        seat = self._alive(which)
        who = seat.identity()
        assert who is not None
        mine = [name for name, whose in self.told.items() if whose == (who.author, who.device)]
        if back < len(mine):
            name = mine[-1 - back]
            row = seat.work.get(who.author, name)
            if row is None or row.command_type != "review.submit":
                return
            if self._try(seat, lambda: seat.reviews.undo(name)) is not None:
                self.undone.add(name)
            elif not seat.alive:
                self.cut_off.add(name)

    @rule()
    def the_desk_changes_hands(self) -> None:
        seat = self._alive(2)
        self._try(seat, seat.change_sitter)

    # --- sync

    def _step(self, seat: Seat, steps: int) -> int:
        wait = 0
        for _ in range(steps):
            if not seat.alive:
                seat.restart()
            before = seat.cache.state().get("cursor")
            seat.wire.spoilt = False
            try:
                wait = seat.engine.step()
            except Killed:
                seat.stop()
                seat.restart()
            if seat.wire.spoilt:
                # None: it was of another history, and everything is read anew.
                after = seat.cache.state().get("cursor")
                assert after in (before, None), f"{seat.name} took a page that lost a row on the way"
            self._look(seat)
        return wait

    def _reach_the_head(self, seat: Seat) -> None:
        for _ in range(4):
            if self._step(seat, 1):
                return

    @rule(which=seats, steps=st.integers(1, 4))
    def sync(self, which: int, steps: int) -> None:
        self._step(self._alive(which), steps)

    @rule(ms=st.sampled_from([500, 3 * SECOND, 11 * SECOND, 70 * SECOND, 16 * MINUTE, 40 * MINUTE]))
    def time_passes(self, ms: int) -> None:
        self.house.clock.ms += ms

    # --- what goes wrong

    @rule(which=seats, faults=st.lists(st.sampled_from(FAULTS), min_size=1, max_size=3))
    def the_network_will_fail(self, which: int, faults: list[str]) -> None:
        self._alive(which).wire.faults += faults

    @rule(which=seats, case=cases, faults=st.lists(st.sampled_from(LOSSES), min_size=1, max_size=3))
    def work_goes_out_through_trouble(self, which: int, case: int, faults: list[str]) -> None:
        self.write_notes(which, case, 2)
        self.house.clock.ms += 11 * SECOND
        seat = self._alive(which)
        seat.wire.on_commands += faults
        self._step(seat, 2)

    @rule(which=seats, case=cases, writes=st.integers(0, 4))
    def the_process_dies_in_a_page(self, which: int, case: int, writes: int) -> None:
        seat = self._in_good_order(which)
        self._reach_the_head(seat)
        self.house.other_evidence(case)
        seat.fuse.left = writes
        self._step(seat, 1)

    @rule(which=seats, case=cases, how=st.sampled_from(["row_missing", "row_skipped"]))
    def a_page_loses_a_row(self, which: int, case: int, how: str) -> None:
        seat = self._in_good_order(which)
        self._reach_the_head(seat)
        self.house.other_evidence(case)
        seat.wire.rows_to_lose = [how]
        self._step(seat, 2)

    @rule(first=seats, second=seats, case=cases, decisions=st.tuples(*2 * [st.sampled_from(sorted(DRAFTS))]))
    def two_seats_decide_one_case(self, first: int, second: int, case: int, decisions: tuple[str, str]) -> None:
        """The first loses its lease while its decision waits on the seat."""
        for which, decision in zip((first, second), decisions, strict=True):
            self._in_good_order(which)
            self.take_in_hand(which, case, 0)
            self.decide(which, case, decision)
            self.house.clock.ms += 40 * MINUTE
        for which in (second, first):
            self._reach_the_head(self._in_good_order(which))

    def _in_good_order(self, which: int) -> Seat:
        """What was wrong with this seat and its line is over, so that what comes now comes for certain."""
        seat = self._alive(which)
        self._mend(seat)
        return seat

    @rule(which=seats)
    def a_late_copy_arrives(self, which: int) -> None:
        with suppress(ApiError):
            self.seats[which].wire.deliver_late()

    @rule(which=seats)
    def the_line_is_cut_or_mended(self, which: int) -> None:
        wire = self.seats[which].wire
        wire.offline = not wire.offline

    @rule(which=seats)
    def the_session_ends_or_is_opened_again(self, which: int) -> None:
        seat = self._alive(which)
        seat.wire.session_over = not seat.wire.session_over
        if not seat.wire.session_over:
            seat.engine.resume()

    @rule(which=seats)
    def a_seat_is_taken_away_or_given_back(self, which: int) -> None:
        seat = self._alive(which)
        who = seat.identity()
        assert who is not None
        self.house.let_out_or_in(who.device)
        if not self.house.is_out(who.device):
            seat.engine.resume()

    @rule(which=seats, writes=st.integers(0, 7))
    def a_seat_will_be_killed(self, which: int, writes: int) -> None:
        self._alive(which).fuse.left = writes

    @rule(which=seats)
    def a_seat_is_started_again(self, which: int) -> None:
        self.seats[which].restart()

    @rule(which=seats)
    def a_cache_is_lost(self, which: int) -> None:
        self.seats[which].lose_the_cache()

    @rule(which=seats, case=cases)
    def a_row_is_lost(self, which: int, case: int) -> None:
        seat = self._alive(which)
        self._try(seat, lambda: seat.lose_a_row(NUMBERS[case]))

    @rule(which=seats, ms=st.sampled_from([-26 * 60 * MINUTE, -60 * MINUTE, 60 * MINUTE, 10 * 365 * 24 * 60 * MINUTE]))
    def a_clock_jumps(self, which: int, ms: int) -> None:
        self.seats[which].wall_skew = ms

    @rule(which=seats, whose=seats)
    def a_cursor_is_another_s(self, which: int, whose: int) -> None:
        """Of another person, another epoch, or no cursor at all."""
        seat, other = self._alive(which), self._alive(whose)
        cursor = other.cache.state().get("cursor", "nonsense") if which != whose else "djEuYWJj"
        self._try(seat, lambda: seat.cache.put_state(cursor=cursor))
        seat.seen = None
        seat.unsound = True

    @rule(case=cases)
    def other_evidence_comes(self, case: int) -> None:
        self.house.other_evidence(case)

    @rule()
    def the_server_is_backed_up(self) -> None:
        self.house.back_up()

    @precondition(lambda self: self.restores < 3)
    @rule(back=st.integers(0, 2), told=st.booleans())
    def the_server_is_restored(self, back: int, told: bool) -> None:
        self.restores += 1
        self.house.restore(back, told=told)

    # --- what holds along the way

    def _look(self, seat: Seat) -> None:
        """I5: the cursor never goes back within one history, and whoever stands at the head holds what is there."""
        state = seat.cache.state()
        cursor = state.get("cursor")
        if cursor is None:
            if "refetch" not in state:
                seat.seen = None  # it begins anew, wherever the server is now
            return
        try:
            at = cursors.read_feed_cursor(cursor, seat.wire.principal.viewer, self.house.cursor_key)  # type: ignore[union-attr]
        except cursors.BadCursor:
            return
        if seat.seen is not None and seat.seen[0] == at.epoch and at.feed_seq < seat.seen[1]:
            raise AssertionError(f"{seat.name}: the cursor went back from {seat.seen[1]} to {at.feed_seq}")
        seat.seen = (at.epoch, at.feed_seq)
        if seat.unsound or seat.wire.skipped or state.get("seat"):
            return
        head, chain = self.house.head_and_chain()
        if at.feed_seq == head and chain.startswith(at.chain8):
            assert seat.held() == self.house.waiting(), f"{seat.name} stands at the head and holds something else"

    # --- what holds at rest

    def _mend(self, seat: Seat) -> None:
        seat.fuse.left = None
        seat.wire.faults.clear()
        seat.wire.rows_to_lose.clear()
        seat.wire.on_commands.clear()
        seat.wire.offline = seat.wire.session_over = False
        for _, device in seat.sitters:
            if self.house.is_out(device):
                self.house.let_out_or_in(device)
        seat.engine.resume()

    def _heal(self) -> None:
        for which, seat in enumerate(self.seats):
            self._mend(self._alive(which))
            seat.wire.late.clear()
            seat.wall_skew = 0

    def _rest(self, ms: int, *who: Seat) -> None:
        """Everything works, and at most so much time passes until nobody, or none of these, has anything left to do."""
        awake = who or tuple(self.seats)
        until = self.house.clock.ms + ms
        while True:
            before, waits = self.house.head(), [self._until_idle(seat) for seat in awake]
            quiet = all(seat.engine.report.connection == "online" and not self._unsettled(seat) for seat in awake)
            if (quiet and self.house.head() == before) or self.house.clock.ms >= until:
                return
            self.house.clock.ms = min(until, self.house.clock.ms + min(waits))

    def _until_idle(self, seat: Seat) -> int:
        for _ in range(200):
            wait = seat.engine.step()
            if wait:
                self._look(seat)
                return wait
        raise AssertionError(f"{seat.name} never rests")

    @staticmethod
    def _unsettled(seat: Seat) -> list[OutboxRow]:
        who = seat.identity()
        assert who is not None
        return seat.work.take_due(who.device, who.author, 2**60, 100)

    def teardown(self) -> None:
        try:
            if hasattr(self, "seats"):
                self._settle()
                type(self).held += 1
        finally:
            for seat in getattr(self, "seats", []):
                seat.stop()
            if hasattr(self, "house"):
                self.house.close()
            shutil.rmtree(self.folder)

    def _settle(self) -> None:
        self._heal()
        self._rest(HEALED_WITHIN_MS)
        # I10 for whoever sits there; then the others of a shared desk have their turn.
        shared = self.seats[2]
        for _ in shared.sitters:
            self._everything_is_settled(shared)
            shared.change_sitter()
            shared.engine.resume()
            self._rest(HEALED_WITHIN_MS, shared)
        # Everybody hears of that now. I4: whatever was lost in silence is found by counting; lost again within the
        # hour, at the end of that hour.
        self.house.clock.ms += AGAIN_MS + MINUTE
        self._rest(HEALED_WITHIN_MS)
        results = self.house.results()
        for seat in self.seats:
            self._everything_is_settled(seat)
            self._each_once_or_in_sight(seat, results)
            self._holds_what_the_server_says(seat)
        self._nothing_from_nowhere(results)
        self._one_decision_each()
        self._in_order()
        self._each_on_the_trail(results)

    def _everything_is_settled(self, seat: Seat) -> None:
        left = [(row.command_type, row.command_seq, row.state) for row in self._unsettled(seat)]
        assert not left, f"{seat.name}: {left}"

    def _each_once_or_in_sight(self, seat: Seat, results: dict[str, CommandResult]) -> None:
        """I1, I8: every command that was told safe is here, without a gap, and stands as the server says."""
        for user, device in seat.sitters:
            rows = {row.command_id: row for row in seat.rows(user) if row.device_id == device}
            assert {name for name, whose in self.told.items() if whose == (user, device)} <= rows.keys()
            assert sorted(row.command_seq for row in rows.values()) == list(range(1, len(rows) + 1))
            assert not seat.work.gone(device, user)
            for row in rows.values():
                self._one(row, results.get(row.command_id))

    def _one(self, row: OutboxRow, there: CommandResult | None) -> None:
        state = OutboxState(row.state)
        undone = row.command_type == "command.withdrawn"
        unsure = row.command_id in self.cut_off or row.command_id not in self.told
        assert undone == (row.command_id in self.undone) or unsure
        if there is None:
            assert state in (OutboxState.REJECTED, OutboxState.PARKED), f"{row.command_type} {state}: gone there"
            return
        wanted = {
            Status.APPLIED: OutboxState.APPLIED,
            Status.CONFLICT: OutboxState.CONFLICT,
            Status.REJECTED: OutboxState.REJECTED,
        }[there.status]
        assert state is wanted, f"{row.command_type}: {state} here, {there.status} {there.code} on the server"

    def _holds_what_the_server_says(self, seat: Seat) -> None:
        held, waiting = seat.held(), self.house.waiting()
        if seat.cache.state().get("seat"):
            assert held.items() <= waiting.items(), f"{seat.name} holds what is not there"
            assert len(held) >= min(3, len(waiting)), f"{seat.name} holds too few"
        else:
            assert held == waiting, f"{seat.name} holds something else"
        assert seat.cache.counts()["quarantine"] == 0

    def _nothing_from_nowhere(self, results: dict[str, CommandResult]) -> None:
        """I2, I3: every effect has a command of its author, and no command two."""
        known: dict[str, str] = {}
        for seat in self.seats:
            for user, _ in seat.sitters:
                known |= {row.command_id: user for row in seat.rows(user)}
        assert results.keys() <= known.keys(), "an effect of a command that nobody gave"
        reviews = self.house.reviews()
        assert len({command for command, *_ in reviews}) == len(reviews)
        for command, author, _, _ in reviews:
            assert known[command] == author
        notes = self.house.notes()
        assert len(set(notes)) == len(notes), "a note stands there twice"

    def _one_decision_each(self) -> None:
        """I6: at most one decision of a case is in force."""
        in_force = [number for _, _, number, standing in self.house.reviews() if standing == "in_force"]
        assert len(set(in_force)) == len(in_force)

    def _each_on_the_trail(self, results: dict[str, CommandResult]) -> None:
        """I14: the trail holds together and tells of every command once."""
        told = self.house.trail()
        assert told.keys() == results.keys(), "the trail tells of other commands than the server took"
        assert set(told.values()) <= {1}, "the trail tells of a command twice"

    def _in_order(self) -> None:
        """I9: the commands of one seat on one case took effect in the order of their numbers."""
        last: dict[tuple[str, str], int] = {}
        for took in self.house.order:
            if took.case_id is None or not took.applied:
                continue
            key = (took.device, took.case_id)
            assert took.seq > last.get(key, 0), f"{key}: {took.seq} after {last[key]}"
            last[key] = took.seq
