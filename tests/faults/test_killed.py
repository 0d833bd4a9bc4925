"""Faults 1 to 10: kill -9 at named points of everything that is durable at a seat, and at any moment. Whenever it
happens, no decision that was acknowledged is lost, none has two effects, drafts and the session are there, and the
cache becomes what the server says. See tests/support/kill_day.py for the day that is cut off."""

import json
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
# A killed process takes nothing of the page cache along: a disk would only make it slower.
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
SEED = 20_261_121
Order = Callable[..., dict[str, Any]]

IN, DONE = "written, not committed", "committed"
POINTS: dict[str, tuple[str, int]] = {
    # 1 and 2: the outbox
    "fault_01_before_the_outbox_commit": (f"WorkStore.submit: {IN}", 1),
    "fault_01_before_a_later_outbox_commit": (f"WorkStore.submit: {IN}", 9),
    "fault_02_after_the_outbox_commit_before_the_person_is_told": (f"WorkStore.submit: {DONE}", 2),
    "fault_02_the_mark_beside_the_outbox_half_written": ("fsync work.hwm", 2),
    "fault_02_the_mark_beside_the_outbox_not_in_place": ("rename work.hwm: before", 3),
    "fault_02_the_mark_beside_the_outbox_in_place": ("rename work.hwm: after", 3),
    "before_a_draft_is_kept": (f"WorkStore.save_draft: {IN}", 4),
    "after_a_draft_is_kept": (f"WorkStore.save_draft: {DONE}", 4),
    "before_a_decision_is_taken_back": (f"WorkStore.withdraw: {IN}", 1),
    "after_a_decision_is_taken_back": (f"WorkStore.withdraw: {DONE}", 1),
    "before_a_draft_is_thrown_away": (f"WorkStore.discard_draft: {IN}", 1),
    # 3 and 4: sending
    "before_commands_are_marked_as_sent": (f"WorkStore.mark_sent: {IN}", 1),
    "after_commands_are_marked_as_sent": (f"WorkStore.mark_sent: {DONE}", 1),
    "before_the_first_byte_is_sent": ("server commands: before", 2),
    "fault_03_after_send_before_the_response": ("server commands: after", 1),
    "fault_03_after_a_later_send": ("server commands: after", 3),
    "fault_04_after_the_response_before_the_outbox_is_cleared": (f"WorkStore.settle: {IN}", 1),
    "fault_04_after_the_outbox_is_cleared": (f"WorkStore.settle: {DONE}", 2),
    "before_acknowledged_work_is_sent_again_to_a_restored_server": (f"WorkStore.replay_since: {IN}", 1),
    "after_acknowledged_work_is_in_line_again_for_a_restored_server": (f"WorkStore.replay_since: {DONE}", 1),
    "before_old_work_is_let_go": (f"WorkStore.prune: {IN}", 1),
    "after_old_work_is_let_go": (f"WorkStore.prune: {DONE}", 1),
    "before_the_epoch_is_noted": (f"WorkStore.put_value: {IN}", 2),
    # 5 and 6: pages and snapshot
    "fault_06_before_a_page_of_the_snapshot": ("server snapshot: before", 2),
    "fault_06_in_a_page_of_the_snapshot": (f"CacheStore.apply: {IN}", 2),
    "fault_06_between_two_slices_of_a_page": (f"CacheStore.apply: {DONE}", 4),
    "fault_06_before_what_the_snapshot_did_not_bring_is_dropped": (f"CacheStore.drop_stale: {IN}", 1),
    "fault_06_after_what_the_snapshot_did_not_bring_is_dropped": (f"CacheStore.drop_stale: {DONE}", 1),
    "fault_05_a_page_of_the_feed_received": ("server changes: after", 1),
    "fault_05_in_a_page_of_the_feed": (f"CacheStore.apply: {IN}", 10),
    "fault_05_after_a_page_of_the_feed": (f"CacheStore.apply: {DONE}", 10),
    "before_everything_is_fetched_anew": (f"CacheStore.start_over: {IN}", 1),
    "after_the_cursor_is_forgotten": (f"CacheStore.start_over: {DONE}", 1),
    "before_claims_are_kept": (f"CacheStore.put_claims: {IN}", 1),
    "after_the_server_gave_claims": ("server claim: after", 1),
    # 7: attachments
    "fault_07_a_document_half_written": ("fsync document", 1),
    "fault_07_before_a_document_is_renamed": ("rename document: before", 1),
    "fault_07_after_a_document_is_renamed": ("rename document: after", 1),
    "fault_07_before_the_index_of_documents_is_renamed": ("rename index: before", 1),
    "fault_07_after_the_index_of_documents_is_renamed": ("rename index: after", 1),
    "fault_07_before_a_document_is_removed": ("unlink document: before", 1),
    # 8: the key and the first files
    "fault_08_before_the_key_is_in_the_keyring": ("key made: before", 1),
    "fault_08_keyring_written_no_store_yet": ("key made: after", 1),
    "fault_08_first_store_half_made": (f"CacheStore.open: {IN}", 1),
    "fault_08_one_store_made_the_other_not": (f"CacheStore.open: {DONE}", 1),
    "fault_08_both_stores_half_made": (f"WorkStore.open: {IN}", 1),
    "fault_08_both_stores_made": (f"WorkStore.open: {DONE}", 1),
    # 10: tokens
    "fault_10_signed_in_at_the_server_device_unknown": ("door sign_in: after", 1),
    "fault_10_device_registered_and_not_noted": ("door register_device: after", 1),
    "fault_10_new_token_received_and_not_stored": ("door refresh: after", 2),
    "fault_10_new_token_half_written": ("fsync session.sealed", 2),
    "fault_10_new_token_before_its_rename": ("rename session.sealed: before", 2),
    "fault_10_new_token_stored_and_not_used": ("SealedTokens.write: after", 2),
    # signing out (the steps of a wipe have a file of their own)
    "fault_09_before_the_tokens_are_removed": ("unlink session.sealed: before", 1),
    "fault_09_tokens_removed_cases_still_here": ("unlink session.sealed: after", 1),
    "fault_09_before_the_cases_are_dropped": (f"CacheStore.empty: {IN}", 2),
    "fault_09_cases_dropped_the_server_not_told": ("door sign_out: before", 1),
}
AWAY: dict[str, tuple[str, int]] = {
    # out of contact for too long: the seat closes
    "before_the_seat_closes": ("close_if_over: before", 2),
    "unsent_work_half_sealed_to_the_house": ("fsync unsent.recovery", 1),
    "unsent_work_half_sealed_to_its_server": ("fsync work.locked", 1),
    "unsent_work_sealed_and_not_in_place": ("rename work.locked: before", 1),
    "unsent_work_sealed_and_still_here": ("rename work.locked: after", 1),
    "unsent_work_sealed_and_gone": ("lock: after", 1),
    "the_key_of_the_cases_gone_the_cases_here": ("unlink cache.db: before", 1),
    "the_seat_closed_and_the_way_in_still_here": ("unlink session.sealed: before", 1),
    # the server is back
    "the_server_gave_its_key": ("door unlock_device: after", 1),
    "what_was_sealed_half_written": ("fsync work.db.unreadable", 1),
    "what_was_sealed_in_place_twice": ("unlink work.locked: before", 1),
    "what_was_sealed_here_and_not_taken_in": ("unlink work.locked: after", 1),
    "what_was_sealed_half_taken_in": (f"WorkStore._recover: {IN}", 1),
    "what_was_sealed_taken_in": (f"WorkStore._recover: {DONE}", 1),
    # a profile that is a copy
    "the_server_knows_more_before_it_is_noted": (f"WorkStore.server_knows: {IN}", 1),
    "the_server_knows_more": (f"WorkStore.server_knows: {DONE}", 1),
    "another_device_at_the_server_alone": ("door register_device: after", 2),
    "another_device_before_its_work_has_its_numbers": (f"WorkStore.take_over: {IN}", 1),
    "another_device": (f"WorkStore.take_over: {DONE}", 1),
    # a profile that begins anew
    "before_all_is_set_aside": ("set_all_aside: before", 1),
    "work_set_aside_and_not_its_numbers": ("rename work.hwm.unreadable: before", 1),
    "work_set_aside_and_its_numbers": ("rename work.hwm.unreadable: after", 1),
    "set_aside_and_half_taken_in": (f"WorkStore._recover: {IN}", 3),
}


@pytest.fixture(scope="module")
def order() -> Iterator[Order]:
    """Lets a seat live, die and come back; what the morning after shows."""
    folder = Path(tempfile.mkdtemp(dir=MEMORY, prefix="footplate-killed-"))
    house = subprocess.Popen(
        [sys.executable, "-m", "tests.support.kill_house"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    given = 0

    def give(**how: Any) -> dict[str, Any]:
        nonlocal given
        given += 1
        assert house.stdin is not None
        assert house.stdout is not None
        place = folder / str(given)
        house.stdin.write(json.dumps({"folder": str(place), "seed": SEED} | how) + "\n")
        house.stdin.flush()
        report: dict[str, Any] = json.loads(house.stdout.readline())
        shutil.rmtree(place)
        return report

    yield give
    assert house.stdin is not None
    assert house.stdout is not None
    house.stdin.close()
    house.wait(30)
    house.stdout.close()
    shutil.rmtree(folder)


def test_a_day_that_nobody_cuts_off_is_well(order: Order) -> None:
    report = order()
    assert not report["died"]
    assert report["problems"] == []


@pytest.mark.parametrize("name", POINTS)
def test_kill_9_at(name: str, order: Order) -> None:
    report = order(point=POINTS[name])
    assert report["died"], f"never came to {POINTS[name]}"
    assert report["problems"] == []


@pytest.mark.parametrize("name", AWAY)
def test_kill_9_of_a_seat_that_closes_is_copied_or_begins_anew_at(name: str, order: Order) -> None:
    """See tests/support/kill_away.py."""
    report = order(day="away", point=AWAY[name])
    assert report["died"], f"never came to {AWAY[name]}"
    assert report["problems"] == []


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_kill_9_at_every_point_that_only_such_a_seat_comes_to_and_at_moments_between(order: Order) -> None:
    usual, away = order()["met"], order(day="away", count=True)
    assert away["problems"] == []
    own = {(name, 1) for name in away["met"] if name not in usual}
    assert len(own) >= 40
    moments: list[dict[str, Any]] = [{"point": point} for point in sorted(own - set(AWAY.values()))]
    dice = random.Random(SEED)
    moments += [{"event": dice.randrange(1, away["events"])} for _ in range(8)]
    for when in moments:
        report = order(day="away", **when)
        assert report["died"], when
        assert report["problems"] == [], when


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_kill_9_at_every_point_there_is_the_first_and_the_last_time(order: Order) -> None:
    met = order()["met"]
    assert len(met) >= 80
    for name, times in sorted(met.items()):
        for nth in sorted({1, times} - {nth for point, nth in POINTS.values() if point == name}):
            report = order(point=[name, nth])
            assert report["died"], (name, nth)
            assert report["problems"] == [], (name, nth)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_kill_9_at_200_random_moments(order: Order) -> None:
    """Half of them between any two calls of the program, half by the clock and so inside SQLite as well."""
    dice = random.Random(SEED)
    events = order(count=True)["events"]
    for kind, moment in (("event", lambda: dice.randrange(1, events)), ("after_ms", lambda: dice.uniform(1, 300))):
        died = tried = 0
        while died < 100:
            tried += 1
            assert tried <= 300, "days that end before their moment prove nothing"
            when = moment()
            report = order(**{kind: when}, seed=SEED + tried)
            died += report["died"]
            assert report["problems"] == [], (kind, when, SEED + tried)
