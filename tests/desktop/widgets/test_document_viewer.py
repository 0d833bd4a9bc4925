"""The document viewer by its keys: what it asks for, what it shows, and what it never shows."""

from collections.abc import Iterator

import msgspec
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.desktop.ports import PageBitmap
from app.desktop.widgets.document_page import FIRST_EDGE, FULL_EDGE, DocumentBox
from app.desktop.widgets.document_viewer import DocumentItem, DocumentsState, DocumentViewer

Key = Qt.Key
RED, BLUE = QColor("#ff0000"), QColor("#0000ff")


def bitmap(page: int = 1, pages: int = 3, size: tuple[int, int] = (400, 300), full: int = 1) -> PageBitmap:
    """Left half red, right half blue."""
    wide, tall = size
    image = QImage(wide, tall, QImage.Format.Format_RGB32)
    image.fill(RED)
    for y in range(tall):
        for x in range(wide // 2, wide):
            image.setPixelColor(x, y, BLUE)
    return PageBitmap(page, pages, wide, tall, wide * full, tall * full, bytearray(image.constBits()))


def item(name: str, pages: int | None = 3) -> DocumentItem:
    boxes = (
        DocumentBox("full_name", "Full name", False, 1, 0.1, 0.1, 0.3, 0.1),
        DocumentBox("birth_date", "Date of birth", False, 1, 0.6, 0.6, 0.3, 0.1),
        DocumentBox("total", "total", True, 2, 0.1, 0.1, 0.3, 0.1),
    )
    return DocumentItem(name * 64, f"Document {name}", False, pages, boxes)


class Bench:
    """A viewer on a window, and what it asked for."""

    def __init__(self) -> None:
        self.window = QWidget()
        self.window.resize(900, 700)
        self.viewer = DocumentViewer(self.window)
        self.viewer.setGeometry(0, 0, 900, 650)
        self.other = QLineEdit(self.window)
        self.other.setGeometry(0, 660, 200, 30)
        self.wanted: list[tuple[str, int, int]] = []
        self.viewer.page_wanted.connect(lambda *asked: self.wanted.append(asked))
        self.window.show()
        self.viewer.setFocus()

    @property
    def pane(self) -> "QWidget":
        return self.viewer._places[self.viewer._active].pane

    def key(self, key: Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.viewer, key, modifier)

    def colours(self) -> set[str]:
        """The colours well inside the first pane, sampled on a grid."""
        picture = self.viewer._places[0].pane.grab().toImage()
        step = range(60, 100)
        spots = [QPoint(int(picture.width() * x / 160), int(picture.height() * y / 160)) for x in step for y in step]
        return {picture.pixelColor(spot).name() for spot in spots}


@pytest.fixture
def bench(qapp: QApplication) -> Iterator[Bench]:
    made = Bench()
    yield made
    made.window.close()
    made.window.deleteLater()


def opened(bench: Bench, **more: object) -> Bench:
    bench.viewer.show_documents(DocumentsState((item("a"), item("b")), **more))  # type: ignore[arg-type]
    bench.viewer.set_page("a" * 64, bitmap())
    return bench


def test_the_first_file_of_a_case_is_asked_for_and_shown(bench: Bench) -> None:
    opened(bench)
    assert bench.wanted == [("a" * 64, 1, FIRST_EDGE)]
    assert bench.colours() >= {"#ff0000", "#0000ff"}
    assert "Document a, Page 1 of 3" in bench.viewer.accessibleName()


def test_pages_and_files_are_leafed_through_by_keys(bench: Bench) -> None:
    opened(bench)
    bench.key(Key.Key_PageDown)
    bench.key(Key.Key_PageUp)
    bench.key(Key.Key_PageUp)
    bench.key(Key.Key_Period)
    assert [asked[:2] for asked in bench.wanted[1:]] == [("a" * 64, 2), ("a" * 64, 1), ("b" * 64, 1)]


def test_a_page_that_comes_after_the_person_has_moved_on_is_passed_over(bench: Bench) -> None:
    opened(bench)
    bench.key(Key.Key_PageDown)
    bench.viewer.set_page("a" * 64, bitmap(page=1))
    assert bench.viewer.accessibleDescription().startswith("Opening the document")


def test_zoom_keeps_the_point_under_the_pointer_where_it_is(bench: Bench) -> None:
    pane = opened(bench).viewer._places[0].pane
    spot = QPointF(pane.width() * 0.4, pane.height() * 0.45)
    for _ in range(4):
        pane.zoom(1)
    before = pane._share_at(spot)
    pane.zoom(2, spot)
    after = pane._share_at(spot)
    assert (after - before).manhattanLength() < 1e-6


def test_zero_fits_the_page_again(bench: Bench) -> None:
    pane = opened(bench).viewer._places[0].pane
    fit = pane.percent
    for _ in range(3):
        bench.key(Key.Key_Plus)
    bench.key(Key.Key_Right)
    assert pane.percent > fit * 1.8
    bench.key(Key.Key_0)
    assert pane.percent == fit


def test_a_page_seen_closer_than_its_bitmap_is_asked_for_sharper_once(bench: Bench) -> None:
    bench.viewer.show_documents(DocumentsState((item("a"),)))
    bench.viewer.set_page("a" * 64, bitmap(full=10))
    for _ in range(5):
        bench.key(Key.Key_Plus)
        bench.viewer.grab()
    assert [asked for asked in bench.wanted if asked[2] == FULL_EDGE] == [("a" * 64, 1, FULL_EDGE)]


@pytest.mark.parametrize(("turns", "corner"), [(0, "#ff0000"), (1, "#ff0000"), (2, "#0000ff"), (3, "#0000ff")])
def test_a_page_is_turned_by_quarters(bench: Bench, turns: int, corner: str) -> None:
    pane = opened(bench).viewer._places[0].pane
    bench.key(Key.Key_O)
    for _ in range(turns):
        bench.key(Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    origin = pane._origin()
    picture = pane.grab().toImage()
    ratio = picture.devicePixelRatio()
    spot = (QPointF(origin.x(), origin.y()) + QPointF(12, 12)) * ratio
    assert picture.pixelColor(spot.toPoint()).name() == corner


def test_grey_takes_the_colours_away(bench: Bench) -> None:
    opened(bench)
    bench.key(Key.Key_O)
    bench.key(Key.Key_C)
    assert all(QColor(name).saturation() == 0 for name in bench.colours())
    bench.key(Key.Key_C)
    assert bench.colours() >= {"#ff0000", "#0000ff"}


def test_a_person_who_wants_grey_starts_with_it(bench: Bench) -> None:
    opened(bench, grey=True)
    bench.key(Key.Key_O)
    assert all(QColor(name).saturation() == 0 for name in bench.colours())


def test_a_blurred_page_is_seen_only_while_space_is_held(bench: Bench) -> None:
    opened(bench, blurred=True)
    pane = bench.viewer._places[0].pane
    assert pane.covered
    assert "Hold Space" in bench.viewer.accessibleDescription()
    QTest.keyPress(bench.viewer, Key.Key_Space)
    assert not pane.covered
    assert bench.colours() >= {"#ff0000", "#0000ff"}
    QTest.keyRelease(bench.viewer, Key.Key_Space)
    assert pane.covered


def test_a_blurred_page_is_covered_again_when_the_focus_goes(bench: Bench) -> None:
    opened(bench, blurred=True)
    QTest.keyPress(bench.viewer, Key.Key_Space)
    bench.other.setFocus()
    assert bench.viewer._places[0].pane.covered


def test_what_is_left_of_a_blurred_page_holds_no_letter(bench: Bench) -> None:
    opened(bench, blurred=True)
    tiles = bench.viewer._places[0].pane._tiles
    assert tiles is not None
    assert max(tiles.veil.width(), tiles.veil.height()) <= 16


def test_the_field_that_is_pointed_at_lights_up_and_says_its_name(bench: Bench) -> None:
    opened(bench)
    pane, told = bench.viewer._places[0].pane, []
    bench.viewer.pointed.connect(told.append)
    box = pane._place(item("a").boxes[1])
    QTest.mouseMove(pane, box.center().toPoint())
    QTest.mouseMove(pane, QPoint(2, 2))
    assert told == ["birth_date", ""]
    dark = pane.grab().toImage()
    bench.viewer.point_at("birth_date")
    assert pane.grab().toImage() != dark


def test_the_fields_of_a_page_are_told_to_a_screen_reader(bench: Bench) -> None:
    opened(bench)
    assert "Fields marked: Full name, Date of birth" in bench.viewer.accessibleDescription()


def test_two_documents_stand_side_by_side_and_tab_goes_between_them(bench: Bench) -> None:
    opened(bench)
    bench.key(Key.Key_Y)
    assert bench.wanted[-1] == ("b" * 64, 1, FIRST_EDGE)
    assert [place.pane.isVisible() for place in bench.viewer._places] == [True, True]
    bench.key(Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    bench.key(Key.Key_PageDown)
    assert bench.wanted[-1] == ("a" * 64, 2, FIRST_EDGE)
    bench.key(Key.Key_Y)
    assert not bench.viewer._places[1].pane.isVisible()


def test_a_file_that_cannot_be_shown_leaves_words_in_its_place(bench: Bench) -> None:
    bench.viewer.show_documents(DocumentsState((item("a"),)))
    bench.viewer.set_problem("a" * 64, 1, "This file cannot be opened.")
    assert bench.viewer.accessibleDescription().startswith("This file cannot be opened.")


def test_the_loupe_is_there_while_its_key_is_held(bench: Bench) -> None:
    pane = opened(bench).viewer._places[0].pane
    plain = pane.grab().toImage()
    QTest.keyPress(bench.viewer, Key.Key_L)
    assert pane.grab().toImage() != plain
    QTest.keyRelease(bench.viewer, Key.Key_L)
    assert pane.grab().toImage() == plain


def test_the_loupe_stands_on_the_field_that_a_key_chose(bench: Bench) -> None:
    pane = opened(bench, lit="birth_date").viewer._places[0].pane
    field = next(box for box in pane._boxes if box.name == "birth_date")
    assert pane._looked_at() == pane._place(field).center()
    spot = QPointF(pane.rect().center())
    none, bare = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    move = QMouseEvent(QEvent.Type.MouseMove, spot, pane.mapToGlobal(spot), none, none, bare)
    pane.mouseMoveEvent(move)
    assert pane._looked_at() != pane._place(field).center()


def test_the_decision_keys_stay_the_windows() -> None:
    assert not {"P", "B", "E", "J", "K", "D", "1"} & set(DocumentViewer.keeps_letters)
    assert "" not in DocumentViewer.keeps_letters


def test_escape_closes_the_viewer(bench: Bench) -> None:
    opened(bench)
    told: list[bool] = []
    bench.viewer.closed.connect(lambda: told.append(True))
    bench.key(Key.Key_Escape)
    assert told == [True]


def test_the_same_case_again_keeps_the_page_in_sight(bench: Bench) -> None:
    opened(bench)
    bench.key(Key.Key_PageDown)
    asked = len(bench.wanted)
    bench.viewer.show_documents(msgspec.structs.replace(bench.viewer._state, lit="full_name"))
    assert len(bench.wanted) == asked
    assert "Page 2 of 3" in bench.viewer.accessibleName()


def test_u_leads_from_field_to_field(bench: Bench) -> None:
    opened(bench)
    told: list[str] = []
    bench.viewer.pointed.connect(told.append)
    for _ in range(4):
        bench.key(Key.Key_U)
    assert told == ["full_name", "birth_date", "", "full_name"]


def test_a_field_that_is_pointed_at_comes_into_sight_on_its_own_page_and_large_enough_to_be_read(bench: Bench) -> None:
    small = DocumentBox("birth_date", "Date of birth", False, 2, 0.6, 0.6, 0.1, 0.004)
    bench.viewer.show_documents(DocumentsState((DocumentItem("a" * 64, "Document a", False, 3, (small,)),)))
    pane = bench.viewer._places[0].pane
    bench.viewer.point_at("birth_date")
    assert bench.wanted[-1][:2] == ("a" * 64, 2)
    bench.viewer.set_page("a" * 64, bitmap(page=2, full=4))
    place = pane._place(small)
    assert pane.rect().contains(place.center().toPoint())
    assert place.height() >= 10
    assert bench.viewer.has_box("birth_date")
    assert not bench.viewer.has_box("of_tomorrow")


def test_j_and_k_are_the_windows_unless_a_comparison_stands_beside_the_page(bench: Bench) -> None:
    walked: list[int] = []
    bench.viewer.walked.connect(walked.append)
    assert "J" not in bench.viewer.keeps_letters
    bench.viewer.set_beside(True)
    assert {"J", "K"} <= set(bench.viewer.keeps_letters)
    bench.viewer.setFocus()
    QTest.keyClick(bench.viewer, Qt.Key.Key_J)
    QTest.keyClick(bench.viewer, Qt.Key.Key_K)
    assert walked == [1, -1]
