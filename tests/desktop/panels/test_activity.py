"""The Activity room: what waits, what was refused, and both versions of a conflict."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from app.contract.version import COMMAND_SCHEMAS
from app.desktop.changes import Kind, changed
from app.desktop.panels.activity.state import RoomState
from app.desktop.panels.activity.view import AttentionCard
from app.desktop.panels.activity.words import next_step, what
from tests.support.painted_texts import PaintedTexts
from tests.support.sample_activity import offline_status
from tests.support.sample_window import SampleWindow


@pytest.fixture
def sample(qapp: QApplication) -> Iterator[SampleWindow]:
    found = SampleWindow(qapp)
    found.status.state = offline_status()
    found.window.resize(1366, 768)
    found.window.show()
    found.window.show_room("activity")
    found.settle()
    yield found
    found.close()


def words(sample: SampleWindow) -> set[str]:
    with PaintedTexts(sample.window) as texts:
        return {shown.text for shown in texts.collect()}


def cards(sample: SampleWindow) -> list[AttentionCard]:
    return [card for card in sample.window.findChildren(AttentionCard) if card.isVisible()]


def test_what_needs_attention_stands_first_with_both_versions(sample: SampleWindow) -> None:
    shown = words(sample)
    assert "Passport expired on 3 Nov; the selfie predates the renewal." in shown
    assert "Renewal receipt accepted under KYC-04 §2; expiry is covered." in shown
    assert len(cards(sample)) == 2


def test_every_row_says_what_happens_next(sample: SampleWindow) -> None:
    assert {"goes out with the next connection", "Z takes it back", "in force"} <= words(sample)


def test_the_seconds_of_an_open_undo_window_run(sample: SampleWindow) -> None:
    assert "undo 7 s" in words(sample)
    sample.desk.clock.ms += 3000
    sample.activity_room.presenter.tick()
    assert "undo 4 s" in words(sample)


def test_reading_a_conflict_tells_the_use_case_and_asks_again(sample: SampleWindow) -> None:
    cards(sample)[0]._deal.click()
    assert sample.activity.dealt == ["command-1904"]


def test_a_refused_review_becomes_a_draft_and_its_case_comes_into_sight(sample: SampleWindow) -> None:
    cards(sample)[1]._reopen.click()
    assert sample.activity.reopened == ["command-1901"]
    assert sample.window.current == "review"


def test_news_of_the_outbox_is_shown(sample: SampleWindow) -> None:
    sample.activity.state = type(sample.activity.state)((), 0, 0, 0, None)
    sample.desk.hub.publish(changed(Kind.OUTBOX))
    sample.settle()
    assert any(text.startswith("Nothing was sent yet.") for text in words(sample))
    assert cards(sample) == []


def test_lost_work_is_named_and_never_hidden(sample: SampleWindow) -> None:
    sample.activity.state = type(sample.activity.state)((), 0, 0, 0, None, (1899, 1903))
    sample.desk.hub.publish(changed(Kind.OUTBOX))
    sample.settle()
    assert any("work may be missing: 1899 to 1903" in text for text in words(sample))


def test_an_escalation_that_arrived_waits_for_the_person_who_decides_it(sample: SampleWindow) -> None:
    state = sample.activity.state
    row = replace(state.rows[0], state="applied", decision="escalate", flags=(), problem=None)
    assert next_step(row, RoomState(state, 0, False, "")) == "waits for a senior agent or team lead"


def test_an_escalation_says_when_it_was_decided(sample: SampleWindow) -> None:
    row = next(row for row in sample.activity.state.rows if row.decision == "escalate")
    state = RoomState(sample.activity.state, 0)
    waits = next_step(replace(row, state="applied", case_state="escalated"), state)
    decided = next_step(replace(row, state="applied", case_state="closed"), state)
    assert "waits" in waits
    assert "decided" in decided
    assert next_step(replace(row, state="applied"), state) == waits, "where nothing is known, nothing is claimed"


@pytest.mark.parametrize("kind", sorted(COMMAND_SCHEMAS))
def test_every_kind_of_command_has_a_name(sample: SampleWindow, kind: str) -> None:
    row = replace(sample.activity.state.rows[0], command_type=kind, decision=None, label=None, state="applied")
    for language in ("en", "zh_CN"):
        sample.speak(language)
        said = what(row)
        assert said.strip()
        assert kind not in said
        assert "None" not in said


def test_only_a_review_can_be_made_a_draft_again(sample: SampleWindow) -> None:
    row = next(row for row in sample.activity.state.rows if row.needs_attention and row.state == "refused")
    card = AttentionCard()
    card.fill(row)
    assert not card._reopen.isHidden()
    card.fill(replace(row, command_type="case.tag"))
    assert card._reopen.isHidden()
