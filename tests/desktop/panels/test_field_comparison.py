"""Declared beside document: what differs is marked inside the values, or told in words where they are masked."""

import msgspec
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from app.contract.catalogue import catalogue
from app.contract.views import CaseView, EvidenceView, Viewer, case_view
from app.desktop.widgets import evidence, tokens
from app.desktop.widgets.field_diff import FieldDiff
from app.domain.case import Evidence
from app.domain.roles import Role
from app.domain.text import Bilingual
from tests.support.factories import case_record, intake_case

ROWS = (
    {"field": "full_name", "declared": "Jonathan Smith", "document": "Jonathon Smith", "match": "similar"},
    {"field": "name_local", "declared": "张伟明", "document": "张伟铭", "match": "different"},
    {"field": "nationality", "declared": "SG", "document": "SG", "match": "same"},
)


def _case() -> CaseView:
    item = Evidence("e1", "identity_compare", Bilingual("Compare"), rows=ROWS)
    record = case_record(facts=intake_case(case_type="kyc_audit", evidence=(item,)))
    return case_view(record, Viewer("ann", frozenset({Role.REVIEWER})), catalogue())


def _revealed(case: CaseView) -> EvidenceView:
    return msgspec.structs.replace(case.evidence[0], rows=ROWS)


def test_masked_values_carry_no_marks_and_the_servers_word(qapp: QApplication) -> None:
    case = _case()
    _titles, rows, _, how = evidence.diff(case, case.evidence[0])
    assert how == "Difference"
    assert [row.how for row in rows] == ["spelling", "another value", ""]
    assert all(row.declared_marks == row.document_marks == () for row in rows)


def test_values_in_sight_are_marked_where_they_differ(qapp: QApplication) -> None:
    case = _case()
    _, rows, _, _ = evidence.diff(case, _revealed(case))
    assert [(row.declared_marks, row.document_marks) for row in rows] == [
        (((6, 7),), ((6, 7),)),
        (((2, 3),), ((2, 3),)),
        ((), ()),
    ]


@pytest.mark.parametrize("seen", [False, True])
def test_the_mark_is_painted_under_the_letters_that_differ_and_nowhere_else(qapp: QApplication, seen: bool) -> None:
    case = _case()
    item = _revealed(case) if seen else case.evidence[0]
    widget = FieldDiff()
    widget.resize(900, 200)
    widget.set_rows(*evidence.diff(case, item))
    picture = widget.grab().toImage()
    line = QColor(tokens.colour("escalate"))
    # The column of what was declared: nothing else in it has this colour.
    painted = [x for x in range(350) for y in range(picture.height()) if picture.pixelColor(x, y) == line]
    assert bool(painted) is seen
    widget.deleteLater()
