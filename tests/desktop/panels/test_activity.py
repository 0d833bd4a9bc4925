"""The Activity room: what waits, what was refused, and both versions of a conflict."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.contract.version import COMMAND_SCHEMAS
from app.desktop.changes import Kind, changed
from app.desktop.panels.activity import words as words_of
from app.desktop.panels.activity.state import RoomState
from app.desktop.panels.activity.view import ActivityView, AttentionCard
from app.desktop.panels.activity.words import next_step, what
from app.desktop.ports import MissingWork
from tests.support.painted_texts import PaintedTexts
from tests.support.sample_activity import MINUTE, conflicts, offline_status
from tests.support.sample_desk import NOW_MS
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


def lose(sample: SampleWindow, missing: MissingWork, empty: bool = False) -> None:
    state = sample.activity.state
    sample.activity.state = replace(state, missing=missing, **({"rows": (), "attention": 0} if empty else {}))
    sample.desk.hub.publish(changed(Kind.STATUS))
    sample.settle()


LOST = MissingWork((("d1", ((1899, 1901), (1905, 1905))),), (), NOW_MS - 90 * MINUTE, NOW_MS - 40 * MINUTE)
SAID = {
    "en": ("4 pieces of your work are gone", "1899–1901, 1905", "made between", "decide again"),
    "zh_CN": ("您有 4 项工作已从本机遗失且未生效", "1899–1901、1905", "之间完成", "重新决定"),
}


@pytest.mark.parametrize("language", sorted(SAID))
def test_lost_work_is_named_until_its_author_says_by_a_key_that_it_is_read(sample: SampleWindow, language: str) -> None:
    sample.speak(language)
    lose(sample, LOST)
    view = sample.activity_room.view
    assert all(part in view.lost.text() for part in SAID[language])
    assert view.lost.text() in words(sample)
    sample.activity_room.activate()
    focus = QApplication.focusWidget()
    assert focus is not None
    assert view.lost.isAncestorOf(focus), "it is what the keys reach first"
    QTest.keyClick(focus, Qt.Key.Key_Return)
    sample.settle()
    assert sample.activity.read_of == [LOST]
    assert not view.lost.isVisible()
    assert any("1899–1901" in text for text in words(sample)), "it stays on record"
    focus = QApplication.focusWidget()
    assert focus is not None
    assert cards(sample)[0].isAncestorOf(focus)


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        (MissingWork((("d1", ((7, 7),)),)), ("One piece of your work is gone", "number 7", "it is not known when")),
        (MissingWork((("d1", ((4, 4),)), ("d2", ((2, 2),)))), ("2 pieces", "numbers 4, 2")),
        (MissingWork(unasked=((7, 7),), since=NOW_MS), ("made after", "the server is asked")),
        (MissingWork(unasked=((7, 8),), until=NOW_MS), ("2 pieces", "made before")),
        (MissingWork((("d1", ((3, 3),)),), ((7, 8),)), ("decide again the one", "2 pieces", "the server is asked")),
        (MissingWork(unasked=tuple((n, n) for n in range(1, 20, 2))), ("1, 3, 5, 7, …",)),
        (MissingWork(unasked=((1, 2**52),)), (f"1–{2**52}",)),
    ],
)
def test_what_is_known_of_lost_work_is_said(sample: SampleWindow, missing: MissingWork, said: tuple[str, ...]) -> None:
    lose(sample, missing, empty=True)
    text = sample.activity_room.view.lost.text()
    assert all(part in text for part in said), text
    assert "nothing lost" not in " ".join(words(sample))
    view = sample.activity_room.view
    view.focus_work()
    assert view.lost.isAncestorOf(QApplication.focusWidget() or view) is bool(missing.numbers), "nothing to say yet"


def test_the_keys_find_what_is_missing_when_it_comes_after_them(sample: SampleWindow, qtbot: QtBot) -> None:
    view = ActivityView()
    qtbot.addWidget(view)
    view.focus_work()
    view.show_activity(RoomState(replace(sample.activity.state, missing=LOST), NOW_MS))
    focus = view.focusWidget()
    assert focus is not None
    assert view.lost.isAncestorOf(focus)
    assert focus.accessibleDescription() == view.lost.text(), "whoever hears it hears what they agree to"


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


def test_only_a_review_can_be_made_a_draft_again(sample: SampleWindow, qtbot: QtBot) -> None:
    row = next(row for row in sample.activity.state.rows if row.needs_attention and row.state == "refused")
    card = AttentionCard()
    qtbot.addWidget(card)
    card.fill(row)
    assert not card._reopen.isHidden()
    card.fill(replace(row, command_type="case.tag"))
    assert card._reopen.isHidden()


FATES = {
    "stale_evidence": ("the evidence changed meanwhile", "Open it again"),
    "must_escalate": ("two people decide this one", "Open it to escalate"),
    "contested": ("somebody else decided differently", "I have read it"),
    "case_withdrawn": ("the case was withdrawn", "I have read it"),
    "already_escalated": ("the case was escalated already", "Make it a draft again"),
    "not_yours_to_resolve": ("another, senior person decides", "Make it a draft again"),
}


@pytest.mark.parametrize("problem", FATES)
def test_each_fate_says_what_happened_and_offers_what_to_do(sample: SampleWindow, qtbot: QtBot, problem: str) -> None:
    refused = next(row for row in conflicts().rows if row.state == "refused")
    row = next((row for row in conflicts().rows if row.problem == problem), replace(refused, problem=problem))
    card = AttentionCard()
    qtbot.addWidget(card)
    card.fill(row)
    badge, button = FATES[problem]
    assert (words_of.badge(row)[0], card.best().text()) == (badge, button)
    said = words_of.happened(row)
    sample.speak("zh_CN")
    card.fill(row)
    assert words_of.happened(row) != said
    assert words_of.badge(row)[0] != badge


def test_a_fifth_conflict_is_opened_from_the_list_with_both_versions(sample: SampleWindow) -> None:
    sample.activity.state = conflicts()
    sample.desk.hub.publish(changed(Kind.OUTBOX))
    sample.settle()
    rows = conflicts().rows
    fifth = next(number for number, row in enumerate(rows) if row.command_id == "command-1907")
    assert "C-201907" not in " ".join(card._title.text() for card in cards(sample)), "four stand above at most"
    table = sample.activity_room.view.table
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Home)
    for _ in range(fifth):
        QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Return)
    sample.settle()
    first = cards(sample)[0]
    assert first._title.text().startswith("C-201907")
    assert not first._theirs.isHidden()
    assert QApplication.focusWidget() is first.best()
    assert sample.window.current == "activity"
    assert len(cards(sample)) == 4


@pytest.mark.parametrize(
    ("language", "said"), [("en", ("2 pending", "oldest 4 min")), ("zh_CN", ("2 项待发送", "最早 4 分钟"))]
)
def test_how_long_the_oldest_unsent_has_waited_is_on_the_screen(
    sample: SampleWindow, language: str, said: tuple[str, str]
) -> None:
    sample.speak(language)
    sample.settle()
    shown = "\n".join(words(sample))
    assert all(one in shown for one in said)
    sample.desk.clock.ms += 11 * 60_000
    sample.desk.hub.publish(changed(Kind.OUTBOX))
    sample.settle()
    assert said[1].replace("4", "15") in "\n".join(words(sample))
    sample.activity.state = replace(sample.activity.state, oldest_pending_at=None)
    sample.desk.hub.publish(changed(Kind.OUTBOX))
    sample.settle()
    assert said[1].split()[0] not in sample.activity_room.view._summary.text()


def test_a_lost_lease_says_more_once_the_other_one_has_decided(sample: SampleWindow, qtbot: QtBot) -> None:
    waiting, contested, agreed = [row for row in conflicts().rows if row.problem == "lease_lost"]
    card = AttentionCard()
    qtbot.addWidget(card)
    told = []
    for row in (waiting, contested, agreed):
        card.fill(row)
        told.append((words_of.badge(row)[0], card._theirs.isHidden()))
    assert told == [
        ("reserved by somebody else meanwhile", True),
        ("decided differently", False),
        ("decided the same", False),
    ]
    sayings = {words_of.happened(row) for row in (waiting, contested, agreed)}
    assert len(sayings) == 3


def test_what_changed_since_a_stale_review_stands_beside_it(sample: SampleWindow) -> None:
    sample.activity.state = conflicts()
    sample.desk.hub.publish(changed(Kind.OUTBOX))
    sample.settle()
    shown = "\n".join(words(sample))
    assert "ROCA says pass 0.31, said block 0.72" in shown
    assert "Declared and document has changed" in shown


def test_what_took_effect_late_after_a_restore_or_before_others_says_so(sample: SampleWindow) -> None:
    state = RoomState(conflicts(), 0)
    told = [next_step(row, state) for row in state.activity.rows if row.state == "applied"]
    assert told == [
        "in force again, after the server was restored from a backup",
        "in force; sent after the reservation had ended; 1 other review came later",
        "somebody decided the same before; both count",
    ]


def test_the_key_presses_what_is_best_done_next(sample: SampleWindow) -> None:
    sample.activity.state = conflicts()
    sample.desk.hub.publish(changed(Kind.OUTBOX))
    sample.settle()
    sample.activity_room.view.focus_work()
    focused = sample.window.focusWidget()
    assert focused is cards(sample)[0].best()
    QTest.keyClick(focused, Qt.Key.Key_Space)
    assert sample.activity.reopened == ["command-1911"]
    assert sample.window.current == "review"


def test_an_empty_list_keeps_the_focus_in_the_room_and_gives_it_to_the_first_rows(sample: SampleWindow) -> None:
    room = sample.activity_room
    full = room.view._state
    plain = replace(full, activity=replace(full.activity, rows=()))
    room.view.table.setFocus()
    room.view.show_activity(plain)
    sample.settle()
    assert QApplication.focusWidget() is room.view
    rows = tuple(row for row in full.activity.rows if not row.needs_attention)
    room.view.show_activity(replace(full, activity=replace(full.activity, rows=rows)))
    assert QApplication.focusWidget() is room.view.table


def test_when_the_last_card_is_read_the_focus_stays_in_the_room_and_the_list_says_kept(sample: SampleWindow) -> None:
    first, last = cards(sample)
    last._deal.setFocus()
    one = replace(sample.activity.state, rows=tuple(r for r in sample.activity.state.rows if not r.needs_attention))
    read = tuple(replace(r, needs_attention=False) for r in sample.activity.state.rows)
    kept = [r for r in sample.activity.state.rows if r.needs_attention][:1]
    sample.activity.state = replace(sample.activity.state, rows=(*kept, *one.rows))
    sample.desk.hub.publish(changed(Kind.OUTBOX))
    sample.settle()
    assert QApplication.focusWidget() is first.best()
    sample.activity.state = replace(sample.activity.state, rows=read)
    sample.desk.hub.publish(changed(Kind.OUTBOX))
    sample.settle()
    assert cards(sample) == []
    assert QApplication.focusWidget() is sample.activity_room.view.table
    with PaintedTexts(sample.activity_room.view.table) as texts:
        told = [shown.text for shown in texts.collect()]
    assert "kept" in told
    assert "needs attention" not in told


def test_an_escalated_pattern_says_of_how_many_cases_and_how_far_it_is(sample: SampleWindow) -> None:
    row = replace(
        sample.activity.state.rows[0],
        command_type="escalation.pattern",
        decision="escalate",
        state="applied",
        case_id=None,
        case_state=None,
        problem=None,
        needs_attention=False,
        flags=(),
        group=("C-1", "C-2", "C-3"),
    )
    sample.activity.state = replace(sample.activity.state, rows=(row,))
    sample.desk.hub.publish(changed(Kind.OUTBOX))
    sample.settle()
    assert {"3 cases", "waits for a senior agent or team lead"} <= words(sample)
    state = RoomState(sample.activity.state, 0)
    assert next_step(replace(row, ended=1), state).startswith("1 of 3 decided")
    assert next_step(replace(row, ended=3), state) == "decided by a senior agent or team lead"


def test_the_own_other_seat_is_called_that_and_not_somebody_else(sample: SampleWindow) -> None:
    """One person at two workstations: nobody else was at the case."""
    own = tuple(replace(row, own_seat=True) for row in conflicts().rows if row.state == "conflict")
    sample.activity.state = replace(conflicts(), rows=own)
    sample.desk.hub.publish(changed(Kind.OUTBOX))
    sample.settle()
    said = [text for row in own for text in (words_of.badge(row)[0], words_of.happened(row))]
    assert not [text for text in (*said, *words(sample)) if "somebody" in text.casefold()]
    about = {row.problem: words_of.badge(row)[0] for row in own if row.theirs is None or row.problem == "contested"}
    assert about["lease_lost"] == "reserved by you elsewhere"
    assert about["contested"] == "you decided differently elsewhere"
    assert about["case_withdrawn"] == "the case was withdrawn", "what is not about who did it stays"
    lost = next(row for row in own if row.problem == "lease_lost" and row.theirs is None)
    assert "on your other workstation" in words_of.happened(lost)
    state = RoomState(sample.activity.state, 0)
    late = replace(next(r for r in conflicts().rows if "concurring" in r.flags), own_seat=True)
    assert next_step(late, state) == "you had decided the same on your other workstation"
    sample.speak("zh_CN")
    assert "他人" not in "".join(text for row in own for text in (words_of.badge(row)[0], words_of.happened(row)))


def test_whoever_escalated_reads_what_came_of_it(sample: SampleWindow) -> None:
    row = next(row for row in sample.activity.state.rows if row.decision == "escalate")
    verdict = {"decision": "block", "label": "TP", "rationale": "One payee of nine accounts."}
    decided = replace(row, state="applied", case_state="closed", theirs=verdict)
    sample.activity.state = replace(sample.activity.state, rows=(decided,))
    sample.desk.hub.publish(changed(Kind.OUTBOX))
    sample.settle()
    told = next_step(decided, RoomState(sample.activity.state, 0))
    assert told == "decided by a senior agent or team lead: Reject · TP. “One payee of nine accounts.”"
    assert told in words(sample)
    outside = replace(decided, theirs={"decision": "block", "label": "TP", "rationale": ""})
    assert next_step(outside, RoomState(sample.activity.state, 0)).endswith("team lead: Reject · TP")
    sample.speak("zh_CN")
    assert "“One payee of nine accounts.”" in next_step(decided, RoomState(sample.activity.state, 0))


@pytest.mark.parametrize(
    ("language", "lost", "said"),
    [("en", "nothing lost", "older copy"), ("zh_CN", "没有遗失", "较旧的副本")],
)
def test_where_the_profile_was_an_older_copy_nobody_says_that_nothing_is_lost(
    sample: SampleWindow, language: str, lost: str, said: str
) -> None:
    sample.speak(language)
    sample.settle()
    assert any(lost in text for text in words(sample))
    whole = sample.activity.state
    sample.activity.state = replace(whole, copied_at=sample.desk.clock.ms)
    sample.desk.hub.publish(changed(Kind.OUTBOX))
    sample.settle()
    shown = words(sample)
    assert any(said in text for text in shown)
    assert not any(lost in text for text in shown)
