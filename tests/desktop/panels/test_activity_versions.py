"""Whatever was refused or contested, Activity shows what its author typed, and what stands in its place."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.contract.canonical import body_sha256
from app.contract.version import COMMAND_SCHEMAS
from app.contract.views import CaseView, OutcomeView
from app.desktop.cache.outbox_rows import NewCommand, OutboxState
from app.desktop.cache.work_store import WorkStore
from app.desktop.panels.activity import versions
from app.desktop.panels.activity.view import AttentionCard
from app.desktop.panels.activity.words import badge
from app.desktop.ports import ActivityRow, Identity
from app.desktop.usecases.activity import ActivityDesk
from app.desktop.usecases.casework import WorkNote
from app.domain import (
    ask_again,
    assignment,
    blind_first,
    bulk,
    calibration_session,
    dispute,
    feedback,
    missing,
    notes,
    pattern,
    pause,
    queue_priority,
    re_review,
    tags,
    work_mode,
)
from app.domain.decision import Decision
from app.domain.feedback import FeedbackState
from app.domain.root_cause import Route
from app.domain.sampling import IsoPlan
from tests.desktop.support.factories import KEY, START, START_MS, FakeClock, case_view, new_id
from tests.support.sample_window import SampleWindow

WORDS = "The second device belongs to his brother."
CASE = "C-200001"
GIVEN: dict[str, tuple[msgspec.Struct, tuple[str, ...], tuple[str, ...]]] = {
    "review.amend_after_reveal": (
        blind_first.AmendAfterReveal("r1", "thin_history", Decision.BLOCK, rationale=WORDS, rationale_language="en"),
        (WORDS,), (),
    ),
    "assessment.request": (
        ask_again.AssessmentRequest(ask_again.AskReason.DATA_STALE, WORDS),
        ("Stale data", WORDS), ("Stale data",),
    ),
    "escalation.pattern": (
        pattern.RaisePattern(("C-1", "C-2"), WORDS, "en", "thin_history"),
        ("C-1, C-2", WORDS), ("Cases",),
    ),
    "escalation.resolve_pattern": (
        pattern.ResolvePattern("p1", Decision.PASS, ("thin_history",), WORDS, "en", exclude=("C-9",)),
        ("C-9", WORDS), ("Left out",),
    ),
    "case.note": (notes.NoteBody(WORDS, "en"), (WORDS,), ()),
    "case.snooze": (
        pause.SnoozeBody(START + timedelta(hours=3), "needs_focus", WORDS),
        (WORDS, "Until"), ("Until", "needs_focus"),
    ),
    "case.wait": (pause.WaitBody("waiting_customer", WORDS), (WORDS,), ("waiting_customer",)),
    "case.assign": (assignment.AssignBody("u7"), ("Assigned to: Ann",), ("Assigned to", "u7")),
    "case.priority": (assignment.PriorityBody(66), ("Priority: 66", "Priority: 40"), ("Priority",)),
    "case.tag": (tags.TagBody(("mule ring",), ("old",)), ("mule ring", "old"), ("Tags",)),
    "case.hand_over": (assignment.HandOverBody("u7", WORDS), ("Handed over to: Ann", WORDS), ("Handed", "u7")),
    "case.missing": (missing.MissingBody(("device_history",), WORDS), (WORDS,), ()),
    "case.skip": (work_mode.SkipBody("conflict_of_interest", WORDS), (WORDS,), ()),
    "cases.bulk": (
        bulk.BulkBody(bulk.BulkAction.PRIORITY, msgspec.Raw(b'{"priority": 77}'), ("C-1", "C-2", "C-3")),
        ("Priority: 77", "C-1, C-2, C-3"), ("Priority",),
    ),
    "queue.prioritise": (
        queue_priority.QueuePriorityBody(61, ("ato_investigation",), ("",), 10, 20),
        ("Priority: 61", "Contact centres: the house"), ("Priority", "the house"),
    ),
    "qa.sample": (
        re_review.SampleBody("s1", "f1", IsoPlan(1.0), "2026-47", series="weekly"),
        ("Seed: 2026-47", "Series: weekly"), ("Seed",),
    ),
    "qa.score": (
        re_review.ScoreBody("s1", "Q-ab12", Decision.PASS, WORDS, "en", 9),
        (WORDS, "Pass", "Q-ab12"), ("Pass",),
    ),
    "qa.sign": (re_review.SignBody("s1", 400, "ab" * 32), ("Cases signed: 400",), ("Cases signed", "abab")),
    "qa.adjudicate": (
        re_review.AdjudicateBody("s1", "Q-ab12", Decision.BLOCK, WORDS, "en"),
        ("True is: Block", WORDS), ("True is",),
    ),
    "judgement.dispute": (dispute.DisputeBody("j1", WORDS, "en"), (WORDS,), ()),
    "dispute.resolve": (
        dispute.ResolveDisputeBody("d1", dispute.DisputeState.UPHELD, WORDS, "en"),
        ("Outcome: the judgement stands", WORDS), ("Outcome",),
    ),
    "feedback.create": (
        feedback.CreateFeedback("f1", ("C-1",), WORDS, "en", Route.B, "thin_history"),
        (WORDS, "B · threshold rule"), ("threshold rule",),
    ),
    "feedback.update": (
        feedback.UpdateFeedback("f1", 3, FeedbackState.DISMISSED, owner_id="u1", title="My wording", reason=WORDS),
        ("My wording", "State: dismissed", "Owner: you", WORDS), ("dismissed", "Owner"),
    ),
    "calibration.ballot": (
        calibration_session.BallotBody("s1", "Q-ab12", Decision.BLOCK, WORDS, "en", "thin_history"),
        (WORDS, "Block", "Q-ab12"), ("Block",),
    ),
    "calibration.note": (calibration_session.SessionNoteBody("n1", "s1", WORDS, "en"), (WORDS,), ()),
    "threshold.challenge": (
        calibration_session.ChallengeBody("c1", CASE, WORDS, "en", 0.9),
        ("Threshold: 0.900", WORDS), ("Threshold",),
    ),
}  # fmt: skip
"""By kind of command: what was typed; what the card says of it in English; what stands nowhere on the Chinese card."""
SAYS_NOTHING = {"review.submit", "command.withdrawn", "case.resume", "news.read"}
"""A review has both versions shown as such; the others have nothing that anybody typed."""


@pytest.fixture
def sample(qapp: QApplication) -> Iterator[SampleWindow]:
    found = SampleWindow(qapp)
    yield found
    found.close()


@pytest.fixture
def work(tmp_path: Path) -> Iterator[WorkStore]:
    store = WorkStore.open(tmp_path, KEY, KEY).store
    yield store
    store.close()


def refused(
    work: WorkStore,
    kind: str,
    body: msgspec.Struct,
    *,
    view: CaseView | None = None,
    about: bool = False,
    **told: Any,
) -> ActivityRow:
    """The command as it stands in Activity after the server has said no."""
    raw = msgspec.json.encode(body)
    new = NewCommand(
        new_id(), kind, 1, raw, body_sha256(msgspec.json.decode(raw)), START_MS, 0, 0, 0, CASE if about else None,
        note=msgspec.json.encode(WorkNote("ato_investigation" if about else "", {"name": "Ann"})),
    )  # fmt: skip
    row, _ = work.submit("d1", "u1", new)
    work.mark_sent([row.command_id], START_MS)
    state = OutboxState.CONFLICT if told.get("status") == "conflict" else OutboxState.REJECTED
    result = {"command_id": row.command_id, "command_seq": row.command_seq, "status": "rejected", "http": 409} | told
    work.settle([(row.command_id, state, msgspec.json.encode(result))], START_MS)
    desk = ActivityDesk(work, FakeClock(), lambda: Identity("u1", "d1"), lambda _: None, view_of=lambda _: view)
    return desk.read().rows[0]


def read(card: AttentionCard) -> str:
    """All that stands on a card, to its last word."""
    sides = [side for side in (card._mine, card._theirs) if not side.isHidden()]
    runs = "".join(run.text for side in sides for run in side._decision.runs)
    heads = [side.heading.text() for side in sides]
    shown = [label.text() for label in card.findChildren(QLabel) if label.isVisibleTo(card)]
    return "\n".join((*shown, *heads, runs))


def test_each_kind_of_command_that_somebody_types_into_is_looked_at() -> None:
    assert set(GIVEN) | SAYS_NOTHING == set(COMMAND_SCHEMAS)


@pytest.mark.parametrize("kind", GIVEN)
def test_no_field_that_somebody_gives_is_left_out_unsaid(kind: str) -> None:
    body, _, _ = GIVEN[kind]
    fields = set(body.__struct_fields__)
    assert fields <= set(versions.SHOWN) | versions.HIDDEN, "either a person reads it, or it says nothing to one"
    assert not set(versions.SHOWN) & versions.HIDDEN


@pytest.mark.parametrize("kind", GIVEN)
def test_what_was_typed_stands_on_the_card_in_both_languages(
    sample: SampleWindow, qtbot: QtBot, work: WorkStore, kind: str
) -> None:
    body, english, not_chinese = GIVEN[kind]
    row = refused(work, kind, body, view=case_view(), about=kind.startswith("case."), code="invalid")
    card = AttentionCard()
    qtbot.addWidget(card)
    card.fill(row)
    said = read(card)
    assert [text for text in english if text not in said] == [], said
    sample.speak("zh_CN")
    card.fill(row)
    chinese = read(card)
    assert [text for text in not_chinese if text in chinese] == [], chinese
    assert not [word for word in ("None", "{", "u7", "u1") if word in said + chinese]
    assert (WORDS in said) == (WORDS in chinese)


def test_both_versions_of_a_finding_stand_beside_each_other(
    sample: SampleWindow, qtbot: QtBot, work: WorkStore
) -> None:
    body, _, _ = GIVEN["feedback.update"]
    theirs = {"title": "Their wording", "state": "in_work", "owner_id": "u2"}
    row = refused(work, "feedback.update", body, status="conflict", code="feedback_changed", in_force=theirs)
    card = AttentionCard()
    qtbot.addWidget(card)
    card.fill(row)
    assert badge(row)[0] == "changed by somebody else meanwhile"
    assert card._mine._text.text().splitlines() == ["My wording", "State: dismissed", "Owner: you", WORDS]
    assert card._theirs._text.text().splitlines() == ["Their wording", "State: in work", "Owner: somebody else"]
    assert (card._mine._decision.isHidden(), card._theirs._decision.isHidden()) == (True, True)
    sample.speak("zh_CN")
    card.fill(row)
    chinese = read(card)
    assert "Their wording" in chinese
    assert not [word for word in ("State", "Owner", "somebody", "In force") if word in chinese]


def test_a_note_on_a_case_that_was_decided_stands_beside_the_decision(
    sample: SampleWindow, qtbot: QtBot, work: WorkStore
) -> None:
    outcome = OutcomeView("r1", "pass", "FP", "Ann", START, "thin_history", rationale="He called; it is his.")
    view = case_view(state="closed", outcome=outcome)
    row = refused(work, "case.note", GIVEN["case.note"][0], view=view, about=True, code="case_closed")
    card = AttentionCard()
    qtbot.addWidget(card)
    for language in ("en", "zh_CN"):
        sample.speak(language)
        card.fill(row)
        said = read(card)
        assert WORDS in said
        assert "He called; it is his." in said
        assert "Ann" in said
    assert "review" not in said.casefold()


def test_a_ballot_that_came_after_the_end_keeps_its_words_and_says_so(
    sample: SampleWindow, qtbot: QtBot, work: WorkStore
) -> None:
    body, _, _ = GIVEN["calibration.ballot"]
    row = refused(work, "calibration.ballot", body, status="conflict", code="session_closed")
    card = AttentionCard()
    qtbot.addWidget(card)
    card.fill(row)
    assert badge(row)[0] == "the session has ended"
    assert card._theirs.isHidden()
    assert WORDS in read(card)


def test_what_cannot_be_read_leaves_no_empty_half(sample: SampleWindow, qtbot: QtBot, work: WorkStore) -> None:
    row = refused(work, "news.read", feedback.ReadNews(("n1",)), code="invalid")
    card = AttentionCard()
    qtbot.addWidget(card)
    card.fill(row)
    assert (card._mine.isHidden(), card._theirs.isHidden()) == (True, True)
