"""Names, roles, values and the mark of the focus, as a screen reader and an eye find them, in both languages."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from app.desktop.panels.sign_in import SignInState, SignInView
from app.desktop.widgets import tokens
from app.desktop.widgets.contribution_bars import Contribution, ContributionBars
from tests.support.accessible_tree import Node, Role, faults, tree
from tests.support.sample_window import SampleWindow

LANGUAGES = ("en", "zh_CN")
CASES = ("C-204817", "C-204790", "C-204831", "C-204836", "C-204822")


@pytest.fixture(params=LANGUAGES)
def sample(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[SampleWindow]:
    made = SampleWindow(qapp, language=request.param)
    made.window.resize(1366, 768)
    made.window.show()
    made.window.activateWindow()
    QTest.qWaitForWindowActive(made.window)
    made.settle()
    yield made
    made.close()


def sight(sample: SampleWindow) -> Node:
    sample.settle()
    return tree(sample.window)


def test_every_case_type_in_review_is_named(sample: SampleWindow) -> None:
    for case_id in CASES:
        sample.show_case(case_id)
        assert faults(sight(sample)) == [], case_id


def test_activity_and_settings_are_named(sample: SampleWindow) -> None:
    for room in ("activity", "settings"):
        sample.window.show_room(room)
        assert faults(sight(sample)) == [], room


def test_every_sheet_is_a_dialog_with_a_name(sample: SampleWindow) -> None:
    window = sample.window
    for open_it, close in (
        (window.open_palette, lambda: window.sheets.palette.close_over()),  # type: ignore[union-attr]
        (window.sheets.toggle_help, window.sheets.toggle_help),
        (lambda: window.sheets.show_clause("ATO-12 §3"), lambda: window.sheets.clause.close_over()),  # type: ignore[union-attr]
    ):
        open_it()
        seen = sight(sample)
        assert faults(seen) == []
        assert len(seen.find(Role.Dialog)) == 1
        close()


def test_the_reveal_sheet_is_named(sample: SampleWindow) -> None:
    sample.show_case("C-204817")
    sample.review.reveal.ask()
    assert faults(sight(sample)) == []


def test_the_sign_in_page_is_named_in_all_its_states(sample: SampleWindow) -> None:
    page = SignInView()
    sample.window.show_page(page)
    for state in (
        SignInState(),
        SignInState(server="https://footplate.example.com", error="offline", back=True),
        SignInState(step="keyring"),
        SignInState(step="busy"),
    ):
        page.set_state(state)
        assert faults(sight(sample)) == []


def test_what_is_painted_has_parts_with_their_values(sample: SampleWindow) -> None:
    sample.show_case("C-204817")
    seen = sight(sample)
    parts = {node.kind: [child.name for child in node.children] for node in seen.walk() if node.kind}
    assert any("+0.92" in name for name in parts["ContributionBars"])
    assert any("0.71" in name for name in parts["ConfidenceBar"])
    assert any("0.85" in name for name in parts["ConfidenceBar"])
    assert len(parts["Timeline"]) == 7
    assert len(parts["StepList"]) == 3
    assert all(parts["FactsGrid"])
    cells = [cell.name for cell in seen.find(Role.Cell)]
    assert any("C-204817" in name for name in cells)
    assert all(len(name.split(", ")) >= 3 for name in cells)


def test_parts_follow_what_is_shown_and_stand_where_they_are_painted(sample: SampleWindow) -> None:
    sample.show_case("C-204817")
    sample.settle()
    bars = sample.review.view.assessment.findChildren(ContributionBars)[0]
    interface = QAccessible.queryAccessibleInterface(bars)
    assert interface is not None
    first = interface.child(0)
    assert first is not None
    before = first.text(QAccessible.Text.Name)
    assert interface.rect().contains(first.rect())
    assert interface.childAt(first.rect().center().x(), first.rect().center().y()) is not None
    bars.set_bars([Contribution("one", 0.5, "+0.50", "block")])
    assert before != first.text(QAccessible.Text.Name) == "one +0.50"
    assert interface.childCount() == 1


def stops(root: QWidget) -> list[QWidget]:
    """Every widget in sight that Tab can reach."""
    return [
        widget
        for widget in root.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled()
    ]


def _picture(widget: QWidget) -> QImage:
    top = widget.window()
    around = widget.rect().translated(widget.mapTo(top, widget.rect().topLeft())).adjusted(-6, -6, 6, 6)
    return top.grab(around & top.rect()).toImage()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("room", ["review", "activity", "settings"])
def test_the_focus_can_be_seen_on_everything_that_takes_it(qapp: QApplication, room: str, scheme: str) -> None:
    sample = SampleWindow(qapp, scheme)
    try:
        sample.window.resize(1366, 768)
        sample.window.show()
        sample.window.activateWindow()
        QTest.qWaitForWindowActive(sample.window)
        sample.show_case("C-204817")
        sample.window.show_room(room)
        sample.settle()
        unseen = []
        kinds: set[tuple[str, bool]] = set()
        for widget in stops(sample.window):
            kind = (type(widget).__name__, bool(getattr(widget, "isChecked", bool)()))
            if kind in kinds:
                continue
            kinds.add(kind)
            elsewhere = next(other for other in stops(sample.window) if other is not widget)
            elsewhere.setFocus(Qt.FocusReason.TabFocusReason)
            for area in sample.window.findChildren(QScrollArea):
                if area.isAncestorOf(widget):
                    area.ensureWidgetVisible(widget)
            sample.settle()
            without = _picture(widget)
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            sample.settle()
            if _different(without, _picture(widget)) < 20:
                unseen.append(kind)
        assert unseen == []
    finally:
        sample.theme.choose("light")
        sample.close()


def _different(one: QImage, other: QImage) -> int:
    """Pixels that differ plainly; the blinking cursor of a field is narrower than that."""
    if one.size() != other.size():
        return 10_000
    count = 0
    for y in range(one.height()):
        for x in range(one.width()):
            a, b = one.pixelColor(x, y), other.pixelColor(x, y)
            if abs(a.lightness() - b.lightness()) + abs(a.hue() - b.hue()) > 24:
                count += 1
    return count


def test_no_widget_but_a_text_field_lets_an_input_method_in(sample: SampleWindow) -> None:
    window = sample.window
    window.open_palette()
    window.sheets.palette.close_over()  # type: ignore[union-attr]
    window.sheets.toggle_help()
    window.sheets.toggle_help()
    window.sheets.show_clause("ATO-12 §3")
    window.sheets.clause.close_over()  # type: ignore[union-attr]
    page = SignInView()
    window.show_page(page)
    for room in ("activity", "settings", "review"):
        window.show_room(room)
    for case_id in CASES:
        sample.show_case(case_id)
    sample.review.reveal.ask()
    sample.settle()
    let_in = {
        type(widget).__name__
        for widget in window.findChildren(QWidget)
        if widget.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    }
    assert let_in <= {"PlainEdit", "LineEdit", "FindField"}, let_in


def test_tab_walks_settings_from_top_to_bottom(sample: SampleWindow) -> None:
    sample.window.show_room("settings")
    sample.settle()
    page = sample.settings_room.widget
    page.theme.setFocus()
    seen: list[QWidget] = []
    for _ in range(200):
        widget = QApplication.focusWidget()
        if widget is None or not page.isAncestorOf(widget) or widget in seen:
            break
        seen.append(widget)
        QTest.keyClick(sample.window.windowHandle(), Qt.Key.Key_Tab)
    own = [widget for widget in stops(page) if widget is not page]
    assert set(own) <= set(seen)
    cards = [next(n for n, card in enumerate(page._cards) if card.isAncestorOf(widget)) for widget in seen]
    assert cards == sorted(cards)


def test_the_ring_is_drawn_in_the_accent(sample: SampleWindow) -> None:
    sample.window.show_room("settings")
    button = sample.settings_room.widget.keys.reset
    button.setFocus()
    sample.settle()
    picture = button.grab().toImage()
    assert picture.pixelColor(picture.width() // 2, 1).name() == tokens.colour("accent").name()
