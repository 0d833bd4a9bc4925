"""The window under a person's fingers: every key goes to the window that has the focus."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.desktop.shell.key_guard import is_text_field
from app.desktop.shell.key_rules import KeyClash
from tests.support.painted_texts import PaintedTexts
from tests.support.sample_desk import ROWS
from tests.support.shell_window import Seat, seat


@pytest.fixture
def here(qapp: QApplication) -> Iterator[Seat]:
    with seat(qapp) as made:
        yield made


def _ordinary(desk_rows: tuple = ROWS) -> str:  # type: ignore[type-arg]
    return next(row.case_id for row in desk_rows if not row.key_user)


def test_j_and_k_walk_through_the_queue(here: Seat) -> None:
    first = here.room.presenter._case_id
    here.press("J")
    second = here.room.presenter._case_id
    here.press("K")
    assert first != second
    assert here.room.presenter._case_id == first


def test_a_case_is_done_with_keys_alone_and_taken_back_with_z(here: Seat) -> None:
    case_id = _ordinary()
    while here.room.presenter._case_id != case_id:
        here.press("J")
    here.press("Return", "B", "1", "W")
    assert is_text_field(QApplication.focusWidget())
    for char in "Emulator":
        here.press(char)
    here.compose("", "与本人不符。")
    here.press("Ctrl+Return")
    assert [sent for sent, _ in here.desk.sent] == [case_id]
    draft = here.desk.sent[0][1]
    assert draft.decision == "block"
    assert draft.rationale.endswith("与本人不符。")
    assert not is_text_field(QApplication.focusWidget()), "the next case begins where letters are keys"
    here.press("Z")
    assert here.desk.sent == []


def test_what_is_missing_is_one_key_away_when_a_submit_from_the_rationale_is_refused(here: Seat) -> None:
    here.room.open_case(_ordinary())
    here.press("W", "x", "y", ".", "Ctrl+Return")
    assert not is_text_field(QApplication.focusWidget())
    here.press("B", "W", "Ctrl+Return")
    assert not is_text_field(QApplication.focusWidget())
    here.press("1", "Ctrl+Return")
    assert [draft.rationale.lower() for _, draft in here.desk.sent] == ["xy."]


def test_letters_are_text_while_a_field_has_the_focus(here: Seat) -> None:
    case_id = _ordinary()
    here.room.open_case(case_id)
    here.press("P", "W", "B", "J", "1", "?")
    assert here.room.presenter._draft.decision == "pass"
    assert here.room.presenter._draft.rationale.lower() == "bj1?"
    assert here.room.presenter._case_id == case_id
    here.press("Esc", "B")
    assert here.room.presenter._draft.decision == "block"


def test_an_input_method_that_composes_never_runs_a_shortcut(here: Seat) -> None:
    here.room.open_case(_ordinary())
    here.press("P", "1", "W")
    here.compose("she bei")
    here.press("Ctrl+Return", "Ctrl+K")
    assert here.desk.sent == []
    assert here.window.sheets.palette is None or not here.window.sheets.palette.isVisible()
    here.compose("", "设备与本人一致。")
    here.press("Ctrl+Return")
    assert len(here.desk.sent) == 1


def test_only_text_fields_let_an_input_method_in(here: Seat) -> None:
    here.press("Ctrl+K", "Esc", "?", "Esc")
    focusable = [
        widget
        for widget in here.window.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and widget.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    ]
    assert focusable
    assert {type(widget).__name__ for widget in focusable} <= {"PlainEdit", "LineEdit", "FindField"}


def test_the_palette_opens_finds_a_case_and_shows_it(here: Seat) -> None:
    here.press("Ctrl+K")
    assert here.focus == "LineEdit"
    for char in "204790":
        here.press(char)
    here.press("Return")
    assert here.room.presenter._case_id == "C-204790"
    assert not here.window.sheets.palette.isVisible()  # type: ignore[union-attr]


def test_the_palette_runs_a_command_and_gives_the_focus_back(here: Seat) -> None:
    here.room.open_case(_ordinary())
    here.window.room("review").activate()
    before = here.focus
    here.press("Ctrl+K")
    for char in "block":
        here.press(char)
    entries = here.window.sheets.palette.list.entries()  # type: ignore[union-attr]
    assert entries[0].code == "do:decide.block"
    here.press("Return")
    assert here.room.presenter._draft.decision == "block"
    assert here.focus == before


def test_while_a_sheet_is_open_the_window_under_it_hears_no_key(here: Seat) -> None:
    here.room.open_case(_ordinary())
    here.press("?", "P", "J")
    assert here.room.presenter._draft.decision is None
    assert here.window.sheets.help.isVisible()  # type: ignore[union-attr]
    here.press("?")
    assert not here.window.sheets.help.isVisible()  # type: ignore[union-attr]


def test_the_help_sheet_lists_every_action_that_works_and_no_other(here: Seat) -> None:
    here.press("?")
    shown = here.window.sheets.help.shown_actions()  # type: ignore[union-attr]
    with_key = [spec.id for spec in here.window.actions_.known() if here.window.actions_.key(spec.id)]
    assert sorted(shown) == sorted(with_key)
    assert "view.save" not in shown, "no room answers it"
    for name in shown:
        assert here.window.actions_.action(name).shortcut().toString() == here.window.actions_.key(name)


def test_the_help_sheet_tells_the_keys_of_another_room_only_there(here: Seat) -> None:
    here.window.actions_.answer({"day.undo": lambda: None})
    here.press("?")
    sheet = here.window.sheets.help
    assert sheet is not None
    assert "day.undo" not in sheet.shown_actions(), "Y does nothing here"
    assert "case.next" in sheet.shown_actions()
    here.press("?")
    here.window.actions_.set_workspace("day")
    here.press("?")
    assert {"day.undo", "case.next"} <= set(sheet.shown_actions())


def test_a_key_can_be_given_away_and_the_sheet_knows_it(here: Seat) -> None:
    actions = here.window.actions_
    with pytest.raises(KeyClash):
        actions.remap("case.next", "K")
    actions.remap("case.next", "L")
    here.room.open_case(ROWS[2].case_id)
    here.press("J")
    assert here.room.presenter._case_id == ROWS[2].case_id
    here.press("L")
    assert here.room.presenter._case_id == ROWS[3].case_id
    assert actions.own_keys() == {"case.next": "L"}


def test_enter_is_left_to_the_control_that_uses_it(here: Seat) -> None:
    here.window.rail._buttons["settings"].setFocus()
    asked: list[str] = []
    here.window.room_asked.connect(asked.append)
    here.press("Return")
    assert asked == ["settings"]


def test_a_person_without_the_right_has_no_key_for_it(here: Seat) -> None:
    here.window.set_signed_in(here.window._person, {"case.read"}.__contains__)
    here.room.open_case(_ordinary())
    here.press("B")
    assert here.room.presenter._draft.decision is None
    assert "decide.block" not in [spec.id for spec in here.window.actions_.known()]


def test_tab_walks_in_reading_order_from_queue_to_decision(here: Seat) -> None:
    here.room.activate()
    seen: list[str] = []
    for _ in range(14):
        here.press("Tab")
        seen.append(here.focus)
    print(seen)
    assert seen.index("TabStrip") < seen.index("StepList") < seen.index("DecisionButton")


def test_the_panels_can_be_moved_and_put_back(here: Seat) -> None:
    frame = here.window._frames["review"]
    assert all(dock.titleBarWidget() is not None for dock in frame._docks.values())
    here.window.actions_.run("panels.arrange")
    dock = frame._docks["left"]
    assert dock.titleBarWidget() is None
    frame.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    moved = frame.layout_text()
    here.window.actions_.run("panels.reset")
    here.settle()
    assert frame.dockWidgetArea(dock) == Qt.DockWidgetArea.LeftDockWidgetArea
    assert frame.layout_text() != moved


def test_every_key_counts_as_an_act_once(here: Seat) -> None:
    before = here.window.acts.count()
    here.press("J", "Tab", "?", "Esc", "P")
    assert here.window.acts.count() == before + 5


def widths(here: Seat) -> list[int]:
    return [here.room.panels[name].width() for name in ("left", "right")]


def test_in_a_narrow_window_the_panels_lend_the_case_some_of_their_room_and_take_it_back(here: Seat) -> None:
    wide = widths(here)
    here.window.resize(1024, 768)
    here.settle()
    lent = widths(here)
    assert all(now < before for now, before in zip(lent, wide, strict=True))
    assert here.room.view.width() > 350
    here.window.resize(1366, 768)
    here.settle()
    assert widths(here) == wide


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_in_the_smallest_window_no_case_s_name_and_no_row_s_type_is_cut(here: Seat, language: str) -> None:
    here.translator.use(language)
    here.window.resize(1024, 768)
    for row in here.desk.rows:
        here.room.open_case(row.case_id)
        here.settle()
        with PaintedTexts(here.room.panels["left"], here.room.view.case._head_row) as texts:
            cut = [shown.text for shown in texts.collect() if shown.clipped and not shown.data]
        assert cut == []


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_all_keys_of_a_reviewer_are_in_sight_at_once_at_1366_by_768(here: Seat, language: str) -> None:
    here.translator.use(language)
    # A title bar and a bar of the desktop's own take their share.
    here.window.resize(1366, 720)
    here.press("?")
    sheet = here.window.sheets.help
    assert sheet is not None
    assert sheet._scroll.verticalScrollBar().maximum() == 0
    with PaintedTexts(sheet) as texts:
        assert [shown.text for shown in texts.collect() if shown.clipped] == []
    here.press("Esc")


def test_before_anybody_signed_in_the_help_sheet_lists_only_keys_that_do_something(here: Seat) -> None:
    here.window.set_signed_in(None)
    here.window.show_page(QWidget())
    here.press("?")
    shown = set(here.window.sheets.help.shown_actions())  # type: ignore[union-attr]
    assert {"help", "leave"} <= shown <= {"help", "leave", "language", "theme"}
    assert not here.window.actions_.is_live("workspace.review")
    assert not here.window.actions_.is_live("palette")
