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


def test_a_case_without_documents_says_so(opened: Opened) -> None:
    opened.room.open_case("C-204817")
    opened.key(Qt.Key.Key_D)
    assert "no documents" in opened.sheet.viewer._places[0].pane.words


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
    said = opened.sheet._compared.text()
    assert said.startswith("Full name: declared")
    assert opened.sheet._compared.isVisible()
