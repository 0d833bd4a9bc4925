"""Which test holds which fault, which bad input and which threat of a file at rest. A newcomer finds fault n here.

Each entry: its name, the tests (path::name; a class of generated tests by the class), and, where something cannot be
tried here, a sentence that says so. tests/faults/test_the_list.py sees to it that every test that is named exists.
"""

from typing import NamedTuple


class Entry(NamedTuple):
    """`tests` relative to tests/; `not_here` says what is not tried, and why."""

    name: str
    tests: tuple[str, ...]
    not_here: str = ""


KILLED = "faults/test_killed.py::test_kill_9_at"
ROAD = "faults/test_the_network.py::test_each_broken_exchange_costs_time_and_nothing_else"
DAMAGED = "faults/test_damaged_files.py::test_nothing_is_lost_in_silence"
MACHINE = "faults/test_a_failing_machine.py::"
OPEN = "faults/test_files_that_change_while_open.py::"
NETWORK = "faults/test_the_network.py::"
MATRIX = "desktop/vault/test_keyring_matrix.py::"
SEATS = "desktop/test_devices_with_the_real_server.py::"
ALONG = "desktop/test_taking_along_with_the_real_server.py::"
POSTGRES = "server/test_on_postgresql.py::"

FAULTS: dict[int, Entry] = {
    1: Entry(
        "kill -9 before the commit of the outbox",
        (KILLED, "desktop/cache/test_killed.py::test_a_process_killed_between_commits_loses_nothing_that_it_told"),
    ),
    2: Entry(
        "kill -9 after the commit, before the person is told",
        (KILLED, "faults/test_killed.py::test_kill_9_at_200_random_moments"),
    ),
    3: Entry(
        "after the batch is sent, before the answer",
        (KILLED, ROAD, "desktop/test_with_the_real_server.py::test_a_lost_answer_makes_no_second_effect"),
    ),
    4: Entry(
        "after the answer, before the outbox is cleared",
        (KILLED, "faults/test_killed.py::test_kill_9_at_every_point_there_is_the_first_and_the_last_time"),
    ),
    5: Entry(
        "in the middle of applying a page",
        (
            KILLED,
            "desktop/test_with_the_real_server.py::test_a_sync_killed_at_any_step_goes_on_without_a_double_or_a_gap",
        ),
    ),
    6: Entry(
        "in the middle of the snapshot",
        (KILLED, "desktop/sync/test_engine.py::test_a_snapshot_that_was_cut_is_taken_up_where_it_stopped"),
    ),
    7: Entry(
        "in the middle of renaming an attachment",
        (KILLED, "desktop/vault/test_sealed_blobs.py::test_what_a_killed_process_left_half_written_is_swept_away"),
    ),
    8: Entry(
        "in the middle of making the key",
        (
            KILLED,
            MATRIX + "test_a_key_whose_data_was_never_written_is_simply_used",
            MATRIX + "test_data_whose_key_never_reached_the_keyring_is_kept_and_told",
        ),
    ),
    9: Entry(
        "at each step of a wipe",
        (
            "desktop/vault/test_wipe.py::test_a_wipe_killed_at_any_point_is_whole_after_the_next_start",
            "desktop/vault/test_wipe.py::test_every_point_that_a_wipe_passes_is_among_those_it_is_killed_at",
            KILLED,
        ),
    ),
    10: Entry(
        "in the middle of turning a token over",
        (
            KILLED,
            "server/test_session.py::test_a_refresh_token_used_again_after_the_grace_ends_the_whole_sign_in",
            "desktop/usecases/test_session.py::test_a_new_token_is_written_before_it_is_used",
        ),
    ),
    11: Entry(
        "a torn write-ahead log",
        (
            "faults/test_damaged_files.py::test_a_damaged_cache_shows_nothing_wrong_and_is_whole_after_the_next_sync",
            "faults/test_damaged_files.py::test_a_damaged_cache_in_many_trials",
        ),
    ),
    12: Entry(
        "a deleted log, a deleted or stale journal",
        (
            DAMAGED,
            "faults/test_damaged_files.py::test_nothing_is_lost_in_silence_in_many_trials",
            "desktop/cache/test_recover.py::test_a_transaction_that_was_cut_off_is_rolled_back_and_the_rest_comes_back",
        ),
    ),
    13: Entry(
        "a flipped bit in either store",
        (
            DAMAGED,
            "desktop/cache/test_stores.py::test_damage_costs_the_rows_of_its_page_and_is_told",
            "desktop/cache/test_stores.py::test_a_damaged_cache_heals_and_keeps_nothing_wrong",
            OPEN + "test_work_whose_file_changes_under_an_open_seat_takes_effect_once_or_is_told",
            OPEN + "test_a_copy_whose_file_changes_under_an_open_seat_is_right_after_the_next_start_and_costs_no_work",
        ),
    ),
    14: Entry(
        "a full disk",
        (
            MACHINE + "test_a_full_disk_at_the_commit_of_a_decision_is_told_and_leaves_no_half",
            MACHINE + "test_a_disk_that_is_full_for_the_mark_alone_keeps_the_decision",
            MACHINE + "test_a_full_disk_leaves_the_sealed_tokens_as_they_were",
            MACHINE + "test_a_full_disk_costs_a_document_its_place_on_disk_and_nothing_else",
            MACHINE + "test_a_full_disk_costs_a_crash_report_and_not_the_program",
            MACHINE + "test_a_full_disk_in_the_middle_of_a_page_is_told_and_the_page_comes_again",
            MACHINE + "test_an_error_of_the_disk_is_told_and_what_was_acknowledged_is_there",
        ),
        "No real file system is filled, which takes an administrator: failing calls stand for it.",
    ),
    15: Entry(
        "a read-only file or folder",
        (
            MACHINE + "test_a_store_that_became_read_only_is_told_and_works_again_afterwards",
            MACHINE + "test_a_disk_that_takes_nothing_while_work_is_sent_is_told_and_the_work_is_done_once",
            "desktop/test_doctor.py::test_a_cache_that_cannot_be_written_blocks",
        ),
        "Permissions stop no administrator, so that the connection is told to refuse instead of the file.",
    ),
    16: Entry(
        "an input/output error on fsync",
        (
            MACHINE + "test_an_error_of_the_disk_is_told_and_what_was_acknowledged_is_there",
            MACHINE + "test_a_disk_that_fails_to_keep_a_secret_is_told_and_not_tried_again_blindly",
            MACHINE + "test_kill_9_inside_any_write_of_sqlite_loses_nothing_that_was_acknowledged",
        ),
        "Real power loss is not tried; a kill inside each write stands for it.",
    ),
    17: Entry(
        "a locked store, a second instance",
        (
            MACHINE + "test_a_store_that_another_program_holds_is_told_after_the_wait_and_not_lost",
            "desktop/runtime/test_threads.py::test_a_second_start_asks_the_first_window_to_come_forward",
            "desktop/usecases/test_session.py::test_a_file_lock_is_held_by_one",
        ),
    ),
    18: Entry(
        "a locked keyring",
        (
            MATRIX + "test_a_locked_keyring_is_told_and_opens_later",
            MATRIX + "test_a_locked_keyring_beside_a_readable_one_leaves_nothing_readable",
            "desktop/bootstrap/test_unlocking_later.py::test_a_locked_keyring_is_asked_again_once_it_is_open",
        ),
    ),
    19: Entry(
        "a frozen keyring",
        (
            MATRIX + "test_a_frozen_keyring_is_given_up_and_its_helper_ended",
            "desktop/vault/test_key_sources.py::test_a_frozen_keyring_is_waited_for_and_can_be_cancelled",
        ),
    ),
    20: Entry(
        "no keyring",
        (
            MATRIX + "test_no_keyring_at_all",
            MATRIX + "test_a_backend_that_keeps_secrets_readable_is_never_chosen",
            "desktop/test_with_the_real_server.py::test_a_seat_without_a_key_leaves_nothing_on_disk",
        ),
    ),
    21: Entry(
        "a key that is missing or another",
        (
            MATRIX + "test_a_keyring_that_was_emptied_makes_no_new_key_over_what_is_kept",
            MATRIX + "test_another_key_in_the_keyring_is_noticed_before_anything_is_opened_with_it",
            "desktop/cache/test_recover.py::test_wrong_key_then_right_key_brings_everything_back_once",
        ),
    ),
    22: Entry(
        "answers that come twice",
        (
            NETWORK + "test_a_second_answer_to_the_same_batch_settles_nothing_twice",
            ROAD,
            "faults/test_eight_hours_offline.py::test_500_commands_of_a_day_without_the_server_arrive_exactly_once",
        ),
    ),
    23: Entry(
        "pages in another order",
        (
            NETWORK + "test_pages_in_another_order_never_turn_the_cache_back",
            "desktop/cache/test_stores.py::test_a_row_older_than_what_is_here_changes_nothing",
        ),
    ),
    24: Entry(
        "a cut body, a wrong length, a gzip bomb",
        (
            ROAD,
            NETWORK + "test_a_small_body_that_unpacks_to_a_huge_one_is_refused_in_pieces",
            "desktop/api/test_client.py::test_a_body_that_is_cut_short_is_offline_and_never_half_an_answer",
        ),
    ),
    25: Entry(
        "429 with every form of Retry-After",
        (
            NETWORK + "test_a_server_that_asks_for_patience_is_heard_within_reason",
            "desktop/api/test_client.py::test_retry_after_is_read_in_both_forms_and_bounded",
        ),
    ),
    26: Entry(
        "5xx, and HTML that looks like a 200",
        (ROAD, "desktop/api/test_client.py::test_whoever_speaks_another_tongue_is_not_our_server"),
    ),
    27: Entry(
        "a captive portal, a redirect to another host",
        (
            ROAD,
            NETWORK + "test_a_redirect_takes_no_token_to_another_host",
            "desktop/api/test_client.py::test_a_captive_portal_s_page_is_not_taken_for_an_answer",
        ),
    ),
    28: Entry(
        "slow-loris, a stall in mid-body, half-open",
        (
            NETWORK + "test_an_answer_byte_by_byte_is_given_up",
            NETWORK + "test_a_server_that_freezes_in_the_middle_is_left_alone_after_the_stall_limit",
            ROAD,
        ),
        "A head that drips is ended by the watchdog of the sync alone: the HTTP library reads it.",
    ),
    29: Entry(
        "TLS: expired, wrong host, unknown, downgraded, changed",
        (
            "faults/test_tls.py::test_a_wrong_certificate_sees_no_token",
            "faults/test_tls.py::test_a_certificate_that_turns_wrong_in_mid_session_ends_it",
            "faults/test_tls.py::test_without_the_house_s_authority_nothing_is_trusted",
        ),
    ),
    30: Entry(
        "no such name, another address, a dead IPv6",
        (NETWORK + "test_a_name_that_is_not_found_and_an_address_that_answers_nobody_are_offline",),
    ),
    31: Entry(
        "clocks that jump",
        (
            MACHINE + "test_a_wall_clock_that_jumps_moves_no_server_time",
            MACHINE + "test_a_machine_that_slept_asks_the_server_for_the_time",
            MACHINE + "test_no_command_is_stuck_or_doubled_when_the_clocks_of_a_machine_jump",
            "desktop/cache/test_stores.py::test_a_command_written_while_the_clock_was_ahead_does_not_wait_for_that_hour",
        ),
    ),
    32: Entry(
        "an upgrade with unsent work, and back",
        (
            "faults/test_golden_stores.py::test_an_older_profile_opens_with_everything_in_it",
            "faults/test_golden_stores.py::test_unsent_work_of_an_older_profile_reaches_the_server_exactly_once",
            "faults/test_golden_stores.py::test_a_profile_of_a_newer_version_is_refused_without_harm",
        ),
    ),
    33: Entry(
        "a server restored from an older backup",
        (
            "desktop/sync/test_engine.py::test_a_server_restored_from_an_older_backup_gets_the_work_again",
            "desktop/test_with_the_real_server.py::test_a_server_made_anew_is_read_from_the_beginning_and_work_stays",
            "server/test_feed_over_http.py::test_a_cursor_from_another_history_says_so",
            "desktop/sync/test_the_machine.py::test_nothing_is_lost_or_done_twice_whatever_happens",
            "faults/test_damaged_files.py::test_an_older_copy_of_the_work_repeats_nothing_that_the_server_has",
        ),
    ),
    34: Entry(
        "two clients of one person, a cloned profile",
        (
            SEATS + "test_a_profile_that_came_back_from_a_copy_becomes_a_device_of_its_own",
            SEATS + "test_two_machines_of_one_copied_profile_part_and_send_each_review_once",
            "server/test_devices.py::test_two_machines_under_one_device_id_are_told_and_both_their_decisions_stand",
            ALONG + "test_a_second_seat_takes_over_what_is_opened_there_and_nothing_else",
        ),
    ),
    35: Entry(
        "a session that ends, a person shut out, a role reduced in mid-batch",
        (
            SEATS + "test_a_session_that_ends_in_the_middle_of_a_batch_doubles_nothing_and_drops_nothing",
            SEATS + "test_a_person_who_is_shut_out_between_two_batches_loses_nothing",
            SEATS + "test_a_role_that_is_reduced_between_two_batches_refuses_in_words_and_keeps_the_text",
        ),
    ),
    36: Entry(
        "a first sync of 100,000 cases cut at 20 points",
        (
            "faults/test_a_first_sync_that_is_cut.py::test_a_first_sync_of_100_000_cases_cut_at_20_points_ends_the_same",
            "faults/test_a_first_sync_that_is_cut.py::test_a_first_sync_cut_at_several_points_ends_the_same",
        ),
    ),
    37: Entry(
        "deadlocks, serialization failures and long transactions of the server",
        (
            POSTGRES + "test_two_batches_that_cross_end_and_lose_nothing",
            POSTGRES + "test_who_follows_the_feed_misses_nothing_that_many_write_at_once",
            POSTGRES + "test_a_command_that_both_processes_get_at_once_happens_once",
        ),
        "A failover needs a second PostgreSQL server that follows the first; a server that is killed stands for it.",
    ),
    38: Entry(
        "a lease that ends while offline, and is claimed again",
        (
            ALONG + "test_a_lease_that_ends_while_away_can_be_drafted_and_not_sent",
            ALONG + "test_each_row_of_the_table_comes_back_to_its_author",
            "faults/test_eight_hours_offline.py::test_500_commands_of_a_day_without_the_server_arrive_exactly_once",
        ),
    ),
    39: Entry(
        "a page that deletes in masses",
        (
            "desktop/sync/test_check.py::test_a_page_that_takes_very_much_away_is_not_believed_unasked",
            "desktop/sync/test_check.py::test_what_rightly_leaves_in_masses_leaves_once_the_cases_themselves_say_so",
        ),
    ),
    40: Entry(
        "another person at a shared desk with pending work",
        (
            SEATS + "test_another_s_pending_work_on_a_shared_desk_is_neither_seen_nor_sent",
            SEATS + "test_another_person_s_sign_in_opens_what_both_left_and_sends_only_what_is_theirs",
            "desktop/sync/test_engine.py::test_commands_go_in_their_author_s_session_alone",
        ),
    ),
}

GATE = "contract/test_gate.py::test_what_a_parser_would_let_through_is_refused"
DOORS = "server/test_the_gate_at_every_door.py::test_every_door_refuses_it_and_names_why"
BAD = "faults/test_bad_inputs.py::"
TEXT = "domain/test_text.py::test_what_deceives_is_named_and_what_has_no_end_is_cut"
FILES = "server/test_documents_over_http.py::test_what_is_not_what_it_says_is_refused"
TABLES = "server/test_export_tables.py::"
DRAWN = "desktop/test_renderer.py::"

BAD_INPUTS: dict[str, Entry] = {
    "64 KiB and one byte": Entry(
        "a body just too large", (BAD + "test_a_body_of_64_kib_and_one_byte_is_refused_and_one_byte_less_is_read",)
    ),
    "depth 10^5": Entry("nesting", (GATE, DOORS)),
    "1e400, 2^53+1, NaN": Entry("numbers that are none", (GATE, DOORS)),
    "-0": Entry(
        "minus zero",
        (BAD + "test_minus_zero_is_zero_and_hashes_as_it", BAD + "test_a_number_in_another_writing_is_no_number"),
    ),
    "duplicate keys, BOM, UTF-16": Entry("frames that two parsers read differently", (GATE, DOORS)),
    "lone surrogate, NUL": Entry(
        "text that is none", (GATE, BAD + "test_a_rationale_that_nobody_could_read_is_refused")
    ),
    "U+202E, U+2066": Entry(
        "text that turns around", (TEXT, BAD + "test_a_rationale_that_nobody_could_read_is_refused")
    ),
    "10^6 combining marks": Entry(
        "text that has no end", (TEXT, BAD + "test_a_rationale_that_nobody_could_read_is_refused")
    ),
    "=cmd|, @SUM, tab and CR leads": Entry(
        "cells that begin a formula",
        (
            BAD + "test_a_name_is_text_and_no_place",
            TABLES + "test_no_cell_of_text_begins_as_a_formula_does",
            TABLES + "test_what_a_spreadsheet_would_run_has_an_apostrophe_before_it",
            TABLES + "test_a_cell_cannot_end_its_line",
        ),
    ),
    "../, CON, \\\\host\\share, file://": Entry(
        "names that are places",
        (
            BAD + "test_a_name_is_text_and_no_place",
            FILES,
            "server/test_documents_over_http.py::test_the_whole_file_comes_with_its_name_taken_off",
        ),
    ),
    "zip-slip": Entry(
        "names inside archives",
        ("desktop/vault/test_sealed_blobs.py::test_nothing_on_the_disk_says_what_it_is",),
        "No archive is ever unpacked: files are kept under random names of our own.",
    ),
    "names of more than 255 bytes": Entry("long names", (BAD + "test_a_name_is_text_and_no_place",)),
    "a PNG of 50,000 pixels": Entry("a picture bomb", (DRAWN + "test_a_picture_bomb_is_not_unpacked",)),
    "SVG": Entry("a picture that loads others", (FILES, DRAWN + "test_a_kind_that_nobody_allowed_has_no_viewer")),
    "polyglot PDF": Entry("a file of two kinds", (DRAWN + "test_broken_and_disguised_files_are_refused_in_words",)),
    "nested tables, 20,000 div": Entry(
        "HTML that stops a window", ("desktop/panels/test_hostile_evidence.py", "architecture/test_source_lints.py")
    ),
    "a cursor of another person or epoch": Entry(
        "cursors",
        (
            "server/test_feed_over_http.py::test_a_cursor_is_good_for_its_own_viewer",
            "server/test_feed_over_http.py::test_a_cursor_from_another_history_says_so",
            "server/test_feed_over_http.py::test_a_tampered_cursor_is_malformed",
        ),
    ),
    "a negative limit": Entry(
        "limits",
        (
            BAD + "test_a_limit_that_is_none_is_refused",
            "server/test_feed_over_http.py::test_parameters_out_of_range_are_refused",
        ),
    ),
    "a command_schema of the future": Entry(
        "schemas", (BAD + "test_a_command_of_a_schema_of_the_future_is_set_aside_by_its_own_result",)
    ),
    "an empty batch, 101 commands": Entry(
        "batches",
        (
            BAD + "test_an_empty_batch_is_refused",
            "server/test_commands_over_http.py::test_more_than_a_hundred_commands_are_too_many",
        ),
    ),
    "one command_id twice in a batch": Entry(
        "repetition",
        (
            BAD + "test_one_command_twice_in_a_batch_happens_once",
            BAD + "test_one_id_over_two_bodies_in_a_batch_is_refused_the_second_time",
        ),
    ),
    "another's command_id": Entry(
        "strange ids",
        (
            BAD + "test_the_id_of_another_persons_command_opens_nothing",
            "server/test_commands_over_http.py::test_nobody_reads_the_result_of_anothers_command",
        ),
    ),
    "PASS with a space, full-width digits": Entry(
        "values that only look right",
        (
            BAD + "test_a_decision_that_only_looks_like_one_is_refused",
            BAD + "test_a_number_in_another_writing_is_no_number",
        ),
    ),
    "four sentences with 。": Entry(
        "too long an annotation",
        (
            "domain/test_rationale.py::test_three_sentences_are_refused_in_any_language",
            BAD + "test_a_rationale_that_nobody_could_read_is_refused",
        ),
    ),
}

AT_REST: dict[str, Entry] = {
    "I12": Entry(
        "no canary on disk",
        (
            "faults/test_no_canary_on_disk.py::test_no_canary_is_found_on_disk_at_work_closed_or_signed_out",
            "faults/test_no_canary_on_disk.py::test_no_canary_is_found_after_a_wipe_with_work_unsent",
            "desktop/cache/test_stores.py::test_nothing_readable_lies_on_disk",
            "desktop/vault/test_door.py::test_nothing_of_the_password_lies_on_the_disk",
        ),
    ),
    "T1": Entry(
        "without the key nothing opens", ("faults/test_no_canary_on_disk.py::test_without_the_key_nothing_opens",)
    ),
    "T13": Entry(
        "nothing in logs and crash reports",
        (
            "faults/test_no_canary_on_disk.py::test_no_canary_is_found_on_disk_at_work_closed_or_signed_out",
            "desktop/runtime/test_threads.py::test_a_crash_report_tells_where_and_never_what",
            "server/test_session.py::test_the_log_holds_no_names_and_no_passwords",
        ),
    ),
}
