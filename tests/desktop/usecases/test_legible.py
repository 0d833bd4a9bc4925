"""What customers and agents put into a case neither holds the window nor deceives its reader."""

import time

import msgspec
import pytest
from PySide6.QtWidgets import QApplication

from app.contract.catalogue import catalogue
from app.contract.views import CaseView, EvidenceView, Viewer, case_view
from app.desktop.usecases.legible import LONGEST_TEXT, legible_case
from app.desktop.widgets.runs import Paragraph, Run
from app.domain.assessment import Step
from app.domain.case import Evidence
from app.domain.roles import Role
from app.domain.text import Bilingual
from tests.support.factories import assessment, case_record, intake_case

HALF_A_MEGABYTE = 500_000
CORPUS = {
    "nested tables": "<table><tr><td>" * 20,
    "many elements": "<div>" * (HALF_A_MEGABYTE // 5),
    "piled marks": "e" + "\u0334" * (HALF_A_MEGABYTE // 2),
    "one long word": "x" * HALF_A_MEGABYTE,
    "one long line": "word " * (HALF_A_MEGABYTE // 5),
    "arabic": "اختبار " * (HALF_A_MEGABYTE // 13),
    "empty lines": "\n" * HALF_A_MEGABYTE,
    "bidi": "\u202e" * 1_000 + "gpj.exe",
    "nothing to see": "\u200b" * 5_000,
}


def _view(text: str) -> CaseView:
    facts = intake_case(
        subject={"account": text, "country": text, text[:200]: text},
        evidence=(
            Evidence("e1", "signin_timeline", Bilingual(text), rows=({"at": text, text[:300]: text},)),
            Evidence("e2", "never_heard_of", Bilingual("t", text), fields={"a": text, "b": None, "c": 1e308}),
        ),
        assessment=assessment(steps=(Step(1, Bilingual(text), ("e1", "gone"), (), text),)),
    )
    return case_view(case_record(facts=facts), Viewer("u1", frozenset({Role.REVIEWER})), catalogue())


@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS)
def test_a_hostile_case_is_laid_out_at_once(qapp: QApplication, text: str) -> None:
    shown = legible_case(_view(text))
    statement = shown.assessment.steps[0].statement.en
    assert statement is not None
    begun = time.thread_time()
    Paragraph((Run(statement, data=True),), 400)
    assert time.thread_time() - begun < 0.5
    assert len(msgspec.json.encode(shown)) < 20 * LONGEST_TEXT


def test_nothing_that_answers_refer_to_is_changed(qapp: QApplication) -> None:
    told = _view("\u202egpj.exe")
    shown = legible_case(told)
    assert (shown.case_id, shown.rev, shown.masked) == (told.case_id, told.rev, told.masked)
    assert [signal.name for signal in shown.assessment.signals] == [signal.name for signal in told.assessment.signals]
    assert [item.id for item in shown.evidence] == ["e1", "e2"]


def test_an_ordinary_case_stays_as_it_is() -> None:
    told = case_view(case_record(), Viewer("u1", frozenset({Role.REVIEWER})), catalogue())
    assert legible_case(told) == told


def test_two_names_that_are_cut_alike_keep_both_their_values() -> None:
    long = "n" * 200
    item = EvidenceView("e1", "x", Bilingual("t"), fields={long + "1": "one", long + "2": "two"})
    told = case_view(case_record(), Viewer("u1", frozenset({Role.REVIEWER})), catalogue())
    told = msgspec.structs.replace(told, evidence=(item,))
    fields = legible_case(told).evidence[0].fields
    assert fields is not None
    assert list(fields.values()) == ["one", "two"]
