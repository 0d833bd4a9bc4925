"""The rules around a case: notes, putting off, tags, whose it is, priority, and what was missing."""

import unicodedata
from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contract.work_codes import work_codes
from app.domain.assignment import (
    Assignee,
    HandOverBody,
    PriorityBody,
    fits_case,
    hand_over_faults,
    may_assign,
    may_set_priority,
    priority_faults,
)
from app.domain.bulk import BulkAction, BulkBody, BulkCase, bulk_faults, preview
from app.domain.missing import MissingBody, missing_faults
from app.domain.notes import MAX_NOTE, NoteBody, language_of, note_body_faults
from app.domain.pause import (
    MAX_SNOOZE,
    SnoozeBody,
    WaitBody,
    is_away,
    is_back,
    paused_at,
    sla_effect,
    snooze_faults,
    wait_faults,
)
from app.domain.priority import is_key_user
from app.domain.roles import Capability, Role, can
from app.domain.sla import effective_due_at
from app.domain.tags import MAX_TAG, MAX_TAGS, TagBody, changed_tags, normal_tag, tag_faults
from app.domain.work_codes import parse_work_codes
from tests.support.factories import NOON

minutes = st.integers(-3000, 3000).map(lambda n: timedelta(minutes=n))
NOTHING = timedelta()


# --- notes


@given(st.text(alphabet="abc .，。备注\n", max_size=MAX_NOTE + 40))
def test_a_note_is_taken_exactly_where_it_says_something_in_two_thousand_characters(text):
    faults = note_body_faults(NoteBody(text, "en"))
    assert (faults == ()) == (bool(text.strip()) and len(text) <= MAX_NOTE)


@given(st.sampled_from("\x00\x07\x1b\u202e\u2066\ud800"), st.text(alphabet="ab ", max_size=5))
def test_a_note_never_holds_what_hides_or_reorders_text(char, around):
    assert [fault.code for fault in note_body_faults(NoteBody(f"x{around}{char}", "zh"))] == ["note_characters"]


def test_the_language_of_a_note_is_one_of_the_two():
    assert [fault.code for fault in note_body_faults(NoteBody("x", "fr"))] == ["note_language"]
    assert [language_of(text) for text in ("Called.", "已联系 customer")] == ["en", "zh"]


# --- putting off


@given(minutes, minutes)
def test_the_effect_of_a_snooze_is_late_by_or_left_and_never_both(due, until):
    effect = sla_effect(NOON + due, NOON + until)
    assert effect.due_first == (until >= due)
    assert effect.late_by - effect.left == until - due
    assert NOTHING in (effect.late_by, effect.left)


@given(st.none() | minutes, minutes)
def test_a_snoozed_case_is_away_or_back_and_never_both(until, now):
    moment = None if until is None else NOON + until
    away, back = is_away(moment, NOON + now), is_back(moment, NOON + now)
    assert not (away and back)
    assert (away or back) == (moment is not None)


@given(st.integers(0, 500), st.none() | minutes, minutes, minutes)
def test_a_wait_moves_the_deadline_by_the_time_waited_and_never_back(paused, since, first, second):
    before, after = sorted((NOON + first, NOON + second))
    start = None if since is None else NOON + since
    told = [paused_at(timedelta(minutes=paused), start, now) for now in (before, after)]
    assert told[0] <= told[1]
    assert effective_due_at(NOON, told[0]) >= NOON + timedelta(minutes=paused)
    if start is not None and start <= before:
        assert told[1] - told[0] == after - before


@given(minutes, minutes, st.integers(0, 100))
def test_no_snooze_is_longer_than_a_day_and_none_of_a_key_user_ends_past_the_deadline(until, due, priority):
    body = SnoozeBody(NOON + until, "needs_focus")
    codes = [fault.code for fault in snooze_faults(body, {"needs_focus"}, priority, NOON + due, NOON)]
    too_long = until > MAX_SNOOZE
    past_due = is_key_user(priority) and until > max(due, NOTHING)
    assert codes == (["snooze_too_long"] if too_long else ["snooze_past_due"] if past_due else [])


def test_reasons_are_asked_of_the_data():
    codes = work_codes()
    assert {"waiting_customer", "waiting_document", "waiting_other_team"} <= codes.of_waiting()
    assert [f.code for f in wait_faults(WaitBody("no_such"), codes.of_waiting())] == ["reason_unknown"]
    assert snooze_faults(SnoozeBody(), (), 90, NOON, NOON) == ()


# --- tags


@given(st.text(max_size=40))
def test_a_tag_has_one_spelling(text):
    once = normal_tag(text)
    assert normal_tag(once) == once
    assert unicodedata.is_normalized("NFC", once)


def test_what_people_mean_as_one_tag_is_one():
    assert {normal_tag(t) for t in ("Mule Ring", "#mule  ring", "ＭＵＬＥ ring", " MULE\tRING ")} == {"mule ring"}


good_tags = st.lists(st.text(alphabet="abcdef羊毛党", min_size=1, max_size=8), max_size=6)


@given(good_tags, good_tags, good_tags)
def test_tags_after_a_change_are_each_once_and_what_was_removed_is_gone(tags, add, remove):
    now = changed_tags((), TagBody(tuple(tags)))
    body = TagBody(tuple(add), tuple(remove))
    after = changed_tags(now, body)
    assert len(set(after)) == len(after)
    assert set(after) == (set(now) | {normal_tag(t) for t in add}) - {normal_tag(t) for t in remove}
    kept = [t for t in now if t in after]
    assert [t for t in after if t in now] == kept
    if not tag_faults(now, body):
        assert len(after) <= MAX_TAGS
        assert all(len(t) <= MAX_TAG for t in after)


@pytest.mark.parametrize("tag", ["", "#", "x" * 33, "a\u200bb", "a\x07b", "\u202eabc"])
def test_a_tag_is_short_and_readable(tag):
    assert [fault.code for fault in tag_faults((), TagBody((tag,)))] == ["tag_form"]


# --- whose it is, and priority


@given(st.sampled_from(Role), st.sampled_from([None, "me", "her"]), st.sampled_from([None, "me", "her"]))
def test_whoever_does_not_assign_moves_own_cases_alone(role, current, to):
    allowed = may_assign([role], "me", current, to)
    if can([role], Capability.CASE_ASSIGN):
        assert allowed
    elif allowed:
        assert {current, to} == {None, "me"}
        assert can([role], Capability.CASE_CLAIM)


@given(st.sampled_from(Role), st.integers(0, 100), st.integers(0, 100))
def test_the_line_of_key_users_is_the_leads_in_both_directions(role, old, new):
    allowed = may_set_priority([role], old, new)
    if is_key_user(old) != is_key_user(new):
        assert allowed == (role is Role.TEAM_LEAD)
    else:
        assert allowed == (role in (Role.TEAM_LEAD, Role.SENIOR_AGENT))


@given(st.integers(-200, 300))
def test_a_priority_lies_between_nought_and_a_hundred(priority):
    assert (priority_faults(PriorityBody(priority)) == ()) == (0 <= priority <= 100)


def test_a_case_fits_whoever_decides_and_may_see_it():
    def person(role, vendor=None, active=True):
        return Assignee("u", frozenset({role}), vendor, active)

    assert fits_case(person(Role.REVIEWER), "north")
    assert fits_case(person(Role.BPO_AGENT, "north"), "north")
    assert not fits_case(person(Role.BPO_AGENT, "north"), "south")
    assert not fits_case(person(Role.BPO_AGENT, "north"), None)
    assert not fits_case(person(Role.BPO_AGENT), None)
    assert not fits_case(person(Role.AUDITOR), None)
    assert not fits_case(person(Role.REVIEWER, active=False), None)
    assert not fits_case(None, None)


def test_a_hand_over_goes_to_somebody_else_with_a_note():
    assert [f.code for f in hand_over_faults(HandOverBody("me", " "), "me")] == ["hand_over_to_self", "note_required"]
    assert hand_over_faults(HandOverBody(None, "Back to the queue."), "me") == ()


# --- many at once


def bulk(ids):
    return BulkBody(BulkAction.TAG, msgspec.Raw(b"{}"), tuple(ids))


def test_a_bulk_command_names_up_to_five_hundred_cases_each_once():
    ids = [f"C-{200_000 + n}" for n in range(501)]
    assert bulk_faults(bulk(ids[:500])) == ()
    assert [f.code for f in bulk_faults(bulk(ids))] == ["bulk_size"]
    assert [f.code for f in bulk_faults(bulk([]))] == ["bulk_size"]
    assert [f.code for f in bulk_faults(bulk(ids[:2] + ids[:1]))] == ["bulk_twice"]
    assert [f.pointer for f in bulk_faults(bulk(["C-200001", "x"]))] == ["/case_ids/1"]


bulk_cases = st.lists(
    st.builds(
        lambda n, p, s, c, due: BulkCase(f"C-{200_000 + n}", p, s, c, NOON + due),
        st.integers(1, 999),
        st.integers(0, 100),
        st.sampled_from(["open", "escalated", "closed", "withdrawn"]),
        st.booleans(),
        minutes,
    ),
    max_size=30,
    unique_by=lambda case: case.case_id,
)


@given(bulk_cases, st.sampled_from(BulkAction), minutes)
def test_a_preview_counts_every_case_once_and_promises_no_more_than_there_are(cases, action, until):
    told = preview(cases, action, NOON + until)
    assert told.count == len(cases)
    assert told.key_users == sum(is_key_user(case.priority) for case in cases)
    assert told.closed == sum(case.state in ("closed", "withdrawn") for case in cases)
    assert 0 <= told.will_apply <= told.count - told.closed
    if action is not BulkAction.TAG:
        assert told.will_apply <= told.count - told.closed - told.claimed_by_other


# --- what was missing


@given(st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=5), st.text(alphabet="ab ", max_size=6))
def test_what_was_missing_is_said_by_known_codes_or_in_words(codes, text):
    faults = missing_faults(MissingBody(tuple(codes), text), {"a", "b", "c"})
    good = (codes or text.strip()) and len(set(codes)) == len(codes) and "d" not in codes
    assert (faults == ()) == bool(good)


def test_every_type_has_something_that_may_be_missing():
    from app.contract.catalogue import catalogue

    for case_type in catalogue().case_types:
        assert len(work_codes().missing_for(case_type)) >= 3
    assert work_codes().find("waiting_customer") is not None
    assert work_codes().find("nothing_of_the_kind") is None


def test_data_that_lacks_a_language_is_refused():
    entry = {"code": "x", "label": {"en": "X"}}
    with pytest.raises(ValueError, match="lacks a language"):
        parse_work_codes(msgspec.json.encode({"snooze": [entry], "waiting": [], "missing": []}))
    whole = {"code": "x", "label": {"en": "X", "zh": "某"}}
    with pytest.raises(ValueError, match="twice"):
        parse_work_codes(msgspec.json.encode({"snooze": [whole], "waiting": [whole], "missing": []}))


# --- who may do it


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    ("capability", "roles"),
    [
        (Capability.CASE_NOTE, {"reviewer", "senior_agent", "team_lead", "bpo_agent"}),
        (Capability.CASE_SNOOZE, {"reviewer", "senior_agent", "team_lead", "bpo_agent"}),
        (Capability.CASE_WAIT, {"reviewer", "senior_agent", "team_lead", "bpo_agent"}),
        (Capability.CASE_TAG, {"reviewer", "senior_agent", "team_lead", "bpo_agent"}),
        (Capability.CASE_MISSING, {"reviewer", "senior_agent", "team_lead", "bpo_agent"}),
        (Capability.CASE_HAND_OVER, {"reviewer", "senior_agent", "team_lead"}),
        (Capability.PEOPLE_READ, {"reviewer", "senior_agent", "team_lead"}),
        (Capability.CASE_ASSIGN, {"senior_agent", "team_lead"}),
        (Capability.CASE_PRIORITISE, {"senior_agent", "team_lead"}),
        (Capability.CASE_BULK, {"senior_agent", "team_lead"}),
        (Capability.KEY_USER_SET, {"team_lead"}),
        (Capability.STATS_MISSING, {"team_lead", "rules_owner", "auditor"}),
    ],
)
def test_each_right_around_a_case_belongs_to_its_roles(role, capability, roles):
    assert can([role], capability) == (role.value in roles)
