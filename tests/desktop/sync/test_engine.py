"""The sync engine, stepped: nothing lost, nothing done twice, whatever the network does."""

import random
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest

from app.contract.commands import CommandAnswer, CommandBatch
from app.desktop import courtesy
from app.desktop.cache.outbox_rows import OutboxState
from app.desktop.ports import Busy, Offline, Person, Problem, ServerSpoke, Unauthorised
from app.desktop.sync.backoff import Backoff
from app.desktop.sync.engine import POLL_MS
from tests.desktop.support.factories import START_MS, case_view, heads, new_command
from tests.desktop.support.model_server import ModelServer
from tests.desktop.support.seat import Seat


def states(seat: Seat) -> list[str]:
    assert seat.work is not None
    return [row.state for row in sorted(seat.work.latest("u1", 999), key=lambda row: row.command_seq)]


def put_command(seat: Seat, case_id: str, **changes: object) -> str:
    assert seat.work is not None
    return seat.work.submit(seat.device, "u1", new_command(case_id, **changes))[0].command_id


def same_as_server(seat: Seat, server: ModelServer) -> bool:
    here = {head.case_id: head.rev for head in heads(seat.cache)}
    return here == {case_id: view.rev for case_id, view in server.cases.items()}


def test_a_first_sync_takes_the_snapshot_and_then_follows_the_feed(tmp_path: Path) -> None:
    server = ModelServer()
    server.fill(600)
    seat = Seat(tmp_path, server)
    assert seat.sync() == POLL_MS
    assert same_as_server(seat, server)
    assert seat.engine.report.connection == "online"
    server.put(case_view(200_001, rev=2, priority=90))
    server.take_away("C-200002")
    server.fill(3, first=300_001)
    seat.sync()
    assert same_as_server(seat, server)
    assert server.calls.count("snapshot") == 3


def test_a_snapshot_that_was_cut_is_taken_up_where_it_stopped(tmp_path: Path) -> None:
    server = ModelServer()
    server.fill(1_000)
    seat = Seat(tmp_path, server)
    seat.engine.step()
    seat.engine.step()
    assert 0 < seat.cache.counts()["case"] < 1_000
    seat.stop()
    server.put(case_view(200_001, rev=9))
    server.take_away("C-200100")
    seat.start()
    before = server.calls.count("snapshot")
    seat.sync()
    assert same_as_server(seat, server)
    assert before + server.calls[len(server.calls) // 2 :].count("snapshot") <= 4 + 2


@pytest.mark.parametrize("code", ["cursor_expired", "scope_changed", "history_diverged", "cursor_malformed"])
def test_a_cursor_that_is_refused_costs_the_cache_alone(tmp_path: Path, code: str) -> None:
    server = ModelServer()
    server.fill(300)
    seat = Seat(tmp_path, server)
    seat.sync()
    put_command(seat, "C-200005", release_at=START_MS + 60_000)
    assert seat.work is not None
    seat.work.save_draft("u1", "C-200006", b"{}", START_MS)
    for number in range(200_001, 200_051):
        server.cases.pop(f"C-{number}")
    told = []

    def refuse(call: str, stage: str) -> None:
        if call == "changes" and stage == "sent" and not told:
            told.append(code)
            raise Problem(code, 409)

    server.fault = refuse
    seat.sync()
    assert told
    assert same_as_server(seat, server)
    assert states(seat) == ["pending"]
    assert seat.work.drafts("u1") == {"C-200006"}


def test_a_server_restored_from_an_older_backup_gets_the_work_again(tmp_path: Path) -> None:
    server = ModelServer()
    server.fill(20)
    seat = Seat(tmp_path, server)
    seat.sync()
    ids = [put_command(seat, f"C-20000{n}") for n in range(1, 6)]
    seat.sync()
    assert server.effects == ids
    cases = {case_id: msgspec.structs.replace(view, state="open", rev=1) for case_id, view in server.cases.items()}
    server.restore(20)
    server.cases = cases
    seat.sync()
    assert server.effects == ids
    assert same_as_server(seat, server)
    assert states(seat) == ["applied"] * 5


def test_work_that_a_restored_server_forgot_goes_again_although_newer_work_hides_it(tmp_path: Path) -> None:
    server = ModelServer()
    server.fill(9)
    seat = Seat(tmp_path, server)
    seat.sync()
    first = [put_command(seat, f"C-20000{n}") for n in range(1, 4)]
    seat.sync()
    # Nobody told of the restore, and the seat has no cursor left that would prove it.
    for name in first[1:]:
        del server.results[name]
        server.effects.remove(name)
    newer = put_command(seat, "C-200004")
    seat.sync()
    assert sorted(server.effects) == sorted([*first, newer])
    assert states(seat) == ["applied"] * 4


def test_work_that_a_restored_server_forgot_goes_again_although_it_stands_behind_a_refused_one(tmp_path: Path) -> None:
    server = ModelServer()
    server.fill(9)
    seat = Seat(tmp_path, server)
    seat.sync()
    server.refuse = {"C-200001": "forbidden"}
    put_command(seat, "C-200001")
    taken = put_command(seat, "C-200002")
    seat.sync()
    assert states(seat) == ["rejected", "applied"]
    # What was refused does not come again, so its number stays unknown there and hides the ones behind it.
    server.results.clear()
    server.effects.clear()
    newer = put_command(seat, "C-200004")
    seat.sync()
    assert sorted(server.effects) == sorted([taken, newer])
    assert states(seat) == ["rejected", "applied", "applied"]
    seat.sync()
    assert server.seen.count(taken) == 2


def test_work_goes_again_where_no_cursor_is_left_that_proves_the_history(tmp_path: Path) -> None:
    server = ModelServer()
    server.fill(9)
    seat = Seat(tmp_path, server)
    seat.sync()
    server.refuse = {"C-200001": "forbidden"}
    put_command(seat, "C-200001")
    both = [put_command(seat, "C-200002")]
    seat.sync()
    # For the second time now: the number that stays unknown says nothing new.
    for _ in range(2):
        server.results.clear()
        server.effects.clear()
        both.append(put_command(seat, f"C-20000{len(both) + 2}"))
        told = []

        def refuse(call: str, stage: str, told: list[str] = told) -> None:
            if call == "changes" and stage == "sent" and not told:
                told.append(call)
                raise Problem("cursor_malformed", 400)

        server.fault = refuse
        seat.sync()
        server.fault = None
        assert told
        assert sorted(server.effects) == sorted(both)


def test_a_number_that_the_server_knows_by_another_seat_is_asked_for_again_only_once(tmp_path: Path) -> None:
    server = ModelServer()
    server.fill(9)
    seat = Seat(tmp_path, server)
    seat.sync()
    take, batches = server.commands, []

    def never_has_the_first(batch: CommandBatch) -> CommandAnswer:
        batches.append(batch)
        return msgspec.structs.replace(take(batch), acked_through=0)

    server.commands = never_has_the_first  # type: ignore[method-assign]
    for n in (1, 2, 3):
        put_command(seat, f"C-20000{n}")
        seat.sync()
    assert len(batches) == 4
    assert states(seat) == ["applied"] * 3


def test_a_command_behind_one_that_will_not_come_steps_over_it(tmp_path: Path) -> None:
    server = ModelServer()
    server.fill(3)
    seat = Seat(tmp_path, server)
    seat.sync()
    put_command(seat, "C-200001")
    take = server.commands

    def unread(batch: CommandBatch) -> CommandAnswer:
        raise Problem("malformed", 400)

    server.commands = unread  # type: ignore[method-assign]
    seat.sync()
    assert states(seat) == ["parked"]
    server.commands = take  # type: ignore[method-assign]
    second = put_command(seat, "C-200001")
    assert seat.work is not None
    kept = seat.work.get("u1", second)
    assert kept is not None
    assert kept.prev_case_command is not None
    seat.sync()
    assert server.effects == [second]
    assert states(seat) == ["parked", "applied"]


def test_a_command_behind_one_that_is_still_to_come_waits_for_it(tmp_path: Path) -> None:
    server = ModelServer()
    server.fill(3)
    server.refuse = {"C-200001": "retry"}
    seat = Seat(tmp_path, server)
    seat.sync()
    both = [put_command(seat, "C-200001"), put_command(seat, "C-200001")]
    for _ in range(4):
        seat.clock.advance(1_000)
        seat.sync()
    assert server.effects == []
    assert states(seat) == ["pending", "pending"]
    server.refuse = {}
    seat.clock.advance(2_000)
    seat.sync()
    assert server.effects == both


@pytest.mark.parametrize("stage", ["sent", "answered"])
@pytest.mark.parametrize("error", [Offline(), ServerSpoke(), Busy(3_000), Unauthorised()])
def test_an_answer_that_is_lost_makes_nothing_happen_twice(tmp_path: Path, stage: str, error: Exception) -> None:
    server = ModelServer()
    server.fill(5)
    seat = Seat(tmp_path, server)
    seat.sync()
    ids = [put_command(seat, f"C-20000{n}") for n in range(1, 4)]
    left = [2]

    def lose(call: str, when: str) -> None:
        if call == "commands" and when == stage and left[0]:
            left[0] -= 1
            raise error

    server.fault = lose
    for _ in range(3):
        seat.sync()
        seat.engine.resume()
        seat.stop()
        seat.start()
    assert server.effects == ids
    assert states(seat) == ["applied"] * 3


def test_each_command_is_cleared_by_its_own_result_alone(tmp_path: Path) -> None:
    server = ModelServer()
    server.fill(9)
    server.refuse = {"C-200002": "lease_lost", "C-200003": "review_invalid", "C-200004": "retry"}
    seat = Seat(tmp_path, server)
    seat.sync()
    ids = [put_command(seat, f"C-20000{n}") for n in range(1, 6)]
    server.leave_out = {ids[4]}
    seat.sync()
    assert states(seat) == ["applied", "conflict", "rejected", "pending", "sent"]
    assert seat.activity.read().attention == 2
    server.leave_out, server.refuse = set(), {}
    seat.clock.advance(1_000)
    seat.sync()
    assert states(seat) == ["applied", "conflict", "rejected", "applied", "applied"]
    assert len(set(server.effects)) == len(server.effects)


def test_a_batch_that_is_refused_whole_goes_on_one_by_one(tmp_path: Path) -> None:
    server = ModelServer()
    server.fill(9)
    seat = Seat(tmp_path, server)
    seat.sync()
    ids = [put_command(seat, f"C-20000{n}") for n in range(1, 6)]
    take = server.commands

    def picky(batch: object) -> object:
        names = [msgspec.json.decode(raw)["command_id"] for raw in batch.commands]  # type: ignore[attr-defined]
        if ids[2] in names:
            raise Problem("malformed", 400)
        return take(batch)  # type: ignore[arg-type]

    server.commands = picky  # type: ignore[method-assign,assignment]
    seat.sync()
    assert states(seat) == ["applied", "applied", "parked", "applied", "applied"]


def test_a_seat_that_may_not_send_keeps_its_work_and_goes_on_reading(tmp_path: Path) -> None:
    server = ModelServer()
    server.fill(3)
    seat = Seat(tmp_path, server)
    put_command(seat, "C-200001")

    def refuse(call: str, stage: str) -> None:
        if call == "commands":
            raise Problem("forbidden", 403)

    server.fault = refuse
    for _ in range(4):
        seat.engine.step()
    assert states(seat) == ["sent"]
    assert same_as_server(seat, server)
    assert (seat.engine.report.connection, seat.engine.report.paused_by) == ("online", "forbidden")
    server.fault = None
    seat.sync()
    assert states(seat) == ["applied"]


def test_a_session_that_ended_pauses_and_drops_nothing(tmp_path: Path) -> None:
    server = ModelServer()
    server.fill(3)
    seat = Seat(tmp_path, server)
    seat.sync()
    put_command(seat, "C-200001")

    def refuse(call: str, stage: str) -> None:
        raise Unauthorised

    server.fault = refuse
    seat.sync()
    assert (seat.engine.report.connection, seat.engine.report.paused_by) == ("paused", "unauthorised")
    calls = len(server.calls)
    seat.sync()
    assert len(server.calls) == calls
    server.fault = None
    seat.engine.resume()
    seat.sync()
    assert states(seat) == ["applied"]


def test_commands_go_in_their_author_s_session_alone(tmp_path: Path) -> None:
    server = ModelServer()
    server.fill(3)
    seat = Seat(tmp_path, server)
    put_command(seat, "C-200001")
    seat.signed_in = False
    seat.sync()
    assert server.calls == []
    seat.signed_in = True
    seat.person = Person("u2", "Li", ("reviewer",), None, None)
    seat.sync()
    assert server.effects == []
    assert states(seat) == ["pending"]


def test_the_undo_window_is_kept_across_a_restart(tmp_path: Path) -> None:
    server = ModelServer()
    server.fill(3)
    seat = Seat(tmp_path, server)
    seat.sync()
    put_command(seat, "C-200001", release_at=seat.clock.now + 10_000)
    assert seat.sync() <= 10_000
    seat.stop()
    seat.start()
    seat.clock.advance(9_000)
    seat.sync()
    assert server.effects == []
    seat.clock.advance(1_001)
    seat.sync()
    assert len(server.effects) == 1


def test_a_client_that_is_too_old_may_still_send_its_work(tmp_path: Path) -> None:
    server = ModelServer(min_client="9.0.0")
    server.fill(3)
    seat = Seat(tmp_path, server)
    put_command(seat, "C-200001")
    seat.sync()
    assert len(server.effects) == 1
    assert "snapshot" not in server.calls
    assert seat.engine.report.paused_by == "update_needed"


def test_a_page_that_was_altered_on_the_way_is_not_taken(tmp_path: Path) -> None:
    server = ModelServer()
    server.fill(3)
    seat = Seat(tmp_path, server)
    seat.sync()
    plain = server.changes

    def cut(cursor: str | None, limit: int, keep: str | None = None) -> object:
        page = plain(cursor, limit, keep)
        return msgspec.structs.replace(page, changes=page.changes[:-1])

    server.put(case_view(200_009))
    server.changes = cut  # type: ignore[method-assign,assignment]
    seat.sync()
    assert seat.cache.counts()["case"] == 3
    server.changes = plain  # type: ignore[method-assign]
    seat.sync()
    assert same_as_server(seat, server)


def test_an_unreadable_row_is_counted_and_does_not_stop_the_feed(tmp_path: Path) -> None:
    server = ModelServer()
    seat = Seat(tmp_path, server)
    seat.sync()
    server.spoil = lambda data: data.replace(b'"priority":40', b'"priority":"high"')
    server.fill(2)
    server.put(case_view(200_009, priority=41))
    seat.sync()
    assert seat.cache.counts() == {"case": 1, "review": 0, "quarantine": 2}
    assert seat.status.read().quarantined == 2


def test_offline_is_a_state_with_growing_waits_and_not_a_failure(tmp_path: Path) -> None:
    server = ModelServer()
    seat = Seat(tmp_path, server)

    def away(call: str, stage: str) -> None:
        raise Offline

    server.fault = away
    since = seat.clock.now
    waits = []
    for _ in range(12):
        waits.append(seat.sync())
        seat.clock.advance(waits[-1])
    assert max(waits[:5]) <= 8_000
    assert waits[-1] == 60_000
    report = seat.engine.report
    assert (report.connection, report.since, report.paused_by) == ("offline", since, None)
    server.fault = None
    assert seat.sync() == POLL_MS
    assert seat.engine.report.connection == "online"


def test_retry_after_is_a_floor() -> None:
    backoff = Backoff(random.Random(1).random)
    assert backoff.failed(7_000) >= 7_000
    assert all(Backoff(lambda: 0.999).failed() <= 500 for _ in range(3))


def test_a_profile_restored_from_a_copy_learns_which_numbers_it_misses(tmp_path: Path) -> None:
    server = ModelServer()
    server.fill(9)
    seat = Seat(tmp_path, server)
    seat.sync()
    put_command(seat, "C-200001")
    take = server.commands

    def knows_more(batch: object) -> object:
        return msgspec.structs.replace(take(batch), device_high_seq=5)  # type: ignore[arg-type]

    server.commands = knows_more  # type: ignore[method-assign,assignment]
    seat.sync()
    assert seat.work is not None
    assert seat.work.gone("d1", "u1") == ((2, 5),)
    assert seat.work.submit("d1", "u1", new_command("C-200002"))[0].command_seq == 6


def test_settled_commands_stay_settled() -> None:
    assert OutboxState.APPLIED.settled
    assert not OutboxState.SENT.settled


def test_a_damaged_cache_is_fetched_again_and_work_stays(tmp_path: Path) -> None:
    server = ModelServer()
    server.fill(400)
    seat = Seat(tmp_path, server)
    seat.sync()
    put_command(seat, "C-200001", release_at=START_MS + 60_000)
    seat.stop()
    data = bytearray((tmp_path / "cache.db").read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "cache.db").write_bytes(data)
    seat.start()
    seat.sync()
    assert same_as_server(seat, server)
    assert seat.cache.sound()
    assert states(seat) == ["pending"]


def test_words_inside_evidence_are_read_while_nobody_s_hands_are_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = ModelServer()
    server.fill(30)
    seat = Seat(tmp_path, server)
    now = 100.0
    monkeypatch.setattr(courtesy, "time", SimpleNamespace(monotonic=lambda: now))
    courtesy.hands_moved()
    wait = seat.sync()
    assert same_as_server(seat, server)
    assert 0 < wait <= courtesy.HANDS_S * 1000
    assert seat.engine._words.more
    seat.clock.advance(wait)
    now += wait / 1000
    assert seat.sync() > courtesy.HANDS_S * 1000
    assert not seat.engine._words.more
