"""D in the Review room: the documents of a case lie over it, and words stand where one cannot be shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.contract.views import BoxView, EvidenceView
from app.desktop.changes import Kind, changed
from app.desktop.ports import CannotShow, DocumentRef, Offline, PageBitmap
from app.domain.document import Attachment
from app.domain.text import Bilingual
from tests.support.painted_texts import PaintedTexts
from tests.support.sample_desk import Desk
from tests.support.shell_window import Seat, seat

KYC = "C-204790"


class Files:
    """Stands for the document desk: a blank page for every file, or a problem."""

    def __init__(self) -> None:
        self.asked: list[tuple[DocumentRef, int, int]] = []
        self.problem: Exception | None = None
        self.fetched: list[tuple[str, ...]] = []

    def page(self, ref: DocumentRef, page: int, edge: int) -> PageBitmap:
        self.asked.append((ref, page, edge))
        if self.problem is not None:
            raise self.problem
        return PageBitmap(page, 2, 40, 30, 40, 30, bytearray(b"\xff" * 40 * 30 * 4))

    def ahead(self, case_ids: tuple[str, ...]) -> None:
        self.fetched.append(case_ids)


class Comfort(msgspec.Struct, frozen=True):
    documents_grey: bool = False
    documents_blurred: bool = False


def scanned(desk: Desk) -> None:
    """Puts a scan behind the KYC case's evidence."""
    view = desk.open_case(KYC).view
    file = Attachment("c" * 64, "image/jpeg", 4096, width=40, height=30, pages=2, software="Camera 4.2")
    boxes = (BoxView("full_name", 1, 0.1, 0.1, 0.5, 0.1), BoxView("of_tomorrow", 1, 0.1, 0.5, 0.5, 0.1))
    scan = EvidenceView("doc", "identity_document", Bilingual("Document"), {}, None, file, boxes)
    desk.views[KYC] = msgspec.structs.replace(view, evidence=(*view.evidence, scan))


class Opened:
    """A window on the sample desk, the KYC case with its scan in sight."""

    def __init__(self, at: Seat, desk: Any, files: Files) -> None:
        self.at, self.desk, self.files = at, desk, files
        self.room = at.room
        self.sheet = at.room.document_sheet
        self.room.open_case(KYC)
        at.settle()

    def key(self, key: Qt.Key) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.at.window, key)
        self.at.settle()


@contextmanager
def window(app: QApplication, comfort: Comfort | None = None) -> Iterator[Opened]:
    desk: Any = Desk()
    scanned(desk)
    files = desk.documents = Files()
    desk.comfort = lambda: comfort or Comfort()
    with seat(app, context=desk) as at:
        yield Opened(at, desk, files)


@pytest.fixture
def opened(qapp: QApplication) -> Iterator[Opened]:
    with window(qapp) as made:
        yield made


def test_d_opens_the_documents_of_the_case_and_d_closes_them(opened: Opened) -> None:
    opened.key(Qt.Key.Key_D)
    assert opened.sheet.isVisible()
    (ref, page, _edge) = opened.files.asked[0]
    assert (ref.case_id, ref.sha256, ref.evidence_id, page) == (KYC, "c" * 64, "doc", 1)
    assert "Page 1 of 2" in opened.sheet.viewer.accessibleName()
    opened.key(Qt.Key.Key_D)
    assert not opened.sheet.isVisible()


def test_escape_gives_the_focus_back_to_where_it_was(opened: Opened) -> None:
    tabs = opened.room.view.case.tabs
    tabs.setFocus()
    opened.key(Qt.Key.Key_D)
    opened.key(Qt.Key.Key_Escape)
    assert tabs.hasFocus()


def test_escape_closes_and_another_case_closes_too(opened: Opened) -> None:
    opened.key(Qt.Key.Key_D)
    opened.key(Qt.Key.Key_Escape)
    assert not opened.sheet.isVisible()
    opened.key(Qt.Key.Key_D)
    opened.room.open_case("C-204817")
    assert not opened.sheet.isVisible()


def test_fields_are_called_what_the_comparison_calls_them(opened: Opened) -> None:
    opened.key(Qt.Key.Key_D)
    told = opened.sheet.viewer.accessibleDescription()
    assert "Full name" in told
    assert "of_tomorrow" in told


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (CannotShow("document_unreadable"), "cannot be opened"),
        (CannotShow("document_too_slow"), "took too long"),
        (CannotShow("document_damaged"), "not the one the case names"),
        (Offline(), "not on this computer yet"),
    ],
)
def test_a_document_that_cannot_be_shown_says_why_and_what_next(opened: Opened, problem: Exception, words: str) -> None:
    opened.files.problem = problem
    opened.key(Qt.Key.Key_D)
    assert words in opened.sheet.viewer.accessibleDescription()


def test_the_hand_s_documents_are_fetched_ahead(opened: Opened) -> None:
    opened.desk.hub.publish(changed(Kind.CLAIM, ids={KYC}))
    assert opened.files.fetched


def test_the_decision_keys_work_while_the_documents_lie_open(opened: Opened) -> None:
    opened.key(Qt.Key.Key_D)
    opened.key(Qt.Key.Key_B)
    assert opened.sheet.isVisible()
    assert opened.room.view._decision_state is not None
    assert opened.room.view._decision_state.decision == "block"


def test_a_seat_whose_policy_blurs_starts_blurred_and_space_shows(qapp: QApplication) -> None:
    with window(qapp, Comfort(documents_blurred=True)) as made:
        made.key(Qt.Key.Key_D)
        pane = made.sheet.viewer._places[0].pane
        assert pane.covered
        QTest.keyPress(made.sheet.viewer, Qt.Key.Key_Space)
        assert not pane.covered
        QTest.keyRelease(made.sheet.viewer, Qt.Key.Key_Space)
        assert pane.covered


def test_a_field_that_is_lit_shows_what_the_comparison_says_of_it_masked(opened: Opened) -> None:
    opened.key(Qt.Key.Key_D)
    opened.key(Qt.Key.Key_U)
    assert opened.sheet.compared.current == "full_name"
    told = opened.sheet.compared.accessible_parts()[0]
    assert told.selected
    assert told.name.startswith("Full name; Declared: ")
    assert "•" in told.name


def _fields(opened: Opened) -> list[str]:
    return [row.key for row in opened.sheet.compared.rows]


def test_enter_on_a_row_of_the_comparison_opens_the_document_at_its_field(opened: Opened) -> None:
    (table,) = opened.room.view.case._page.comparisons()
    table.setFocus()
    opened.key(Qt.Key.Key_J)
    opened.key(Qt.Key.Key_K)
    assert opened.room.presenter._open.view.case_id == KYC
    assert opened.room.view.case.current_field() == "full_name"
    opened.key(Qt.Key.Key_Return)
    assert opened.sheet.isVisible()
    assert opened.sheet.compared.current == "full_name"
    assert opened.sheet.viewer._places[0].pane._lit == "full_name"


def test_d_opens_at_the_row_on_which_the_keys_stand(opened: Opened) -> None:
    (table,) = opened.room.view.case._page.comparisons()
    table.setFocus()
    opened.key(Qt.Key.Key_J)
    field = opened.room.view.case.current_field()
    assert field
    opened.key(Qt.Key.Key_D)
    assert opened.sheet.compared.current == field


def test_j_and_k_walk_along_the_rows_and_the_box_goes_with_them(opened: Opened) -> None:
    case = opened.room.presenter._open.view.case_id
    opened.key(Qt.Key.Key_D)
    first, second = _fields(opened)[:2]
    for key, field in ((Qt.Key.Key_J, first), (Qt.Key.Key_J, second), (Qt.Key.Key_K, first)):
        opened.key(key)
        assert opened.sheet.compared.current == field
        assert opened.sheet.viewer._places[0].pane._lit == field
        assert opened.room.view.case.current_field() == field
    assert opened.room.presenter._open.view.case_id == case
    assert opened.sheet.isVisible()


def test_a_field_without_a_box_says_that_no_document_shows_it(opened: Opened) -> None:
    opened.key(Qt.Key.Key_D)
    fields = _fields(opened)
    for _ in range(len(fields)):
        opened.key(Qt.Key.Key_J)
    assert opened.sheet.compared.current == fields[-1] != "full_name"
    assert "No document" in opened.sheet._nowhere.text()
    opened.sheet.compared.chosen.emit("full_name")
    assert opened.sheet._nowhere.isHidden()


def test_beside_a_narrow_document_stands_the_current_row_alone(opened: Opened) -> None:
    opened.key(Qt.Key.Key_D)
    opened.key(Qt.Key.Key_J)
    opened.sheet.compared.set_alone(True)
    assert [part.selected for part in opened.sheet.compared.accessible_parts()] == [True]


def test_another_case_begins_on_no_row(opened: Opened) -> None:
    (table,) = opened.room.view.case._page.comparisons()
    table.setFocus()
    opened.key(Qt.Key.Key_J)
    assert opened.room.view.case.current_field()
    opened.room.open_case("C-204817")
    opened.room.open_case(KYC)
    opened.at.settle()
    assert opened.room.view.case.current_field() == ""


def test_closed_the_sheet_keeps_no_values(opened: Opened) -> None:
    opened.key(Qt.Key.Key_D)
    assert opened.sheet.compared.rows
    opened.key(Qt.Key.Key_Escape)
    assert opened.sheet.compared.rows == ()


def test_d_on_a_case_without_files_says_that_there_are_none_and_opens_nothing(opened: Opened) -> None:
    opened.room.open_case("C-204817")
    opened.at.settle()
    opened.key(Qt.Key.Key_D)
    assert not opened.sheet.isVisible()
    with PaintedTexts(opened.at.window) as texts:
        assert "No file came with this case." in [shown.text for shown in texts.collect()]


@pytest.mark.parametrize("action", ["graph", "evidence.next", "evidence.tab.2"])
def test_another_part_of_the_case_is_shown_with_the_documents_put_away(opened: Opened, action: str) -> None:
    opened.key(Qt.Key.Key_D)
    opened.at.window.actions_.run(action)
    opened.at.settle()
    assert not opened.sheet.isVisible()
    # What has the keyboard is in sight: Esc and the letters go to something that is seen.
    assert not opened.sheet.isAncestorOf(QApplication.focusWidget())
