"""Hostile and malformed values in every layout of evidence: plain text, at once, and nothing that stops a reader."""

import time

import msgspec
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.contract.catalogue import catalogue
from app.contract.gate import BadBody, check_body
from app.contract.views import CaseView, EvidenceView, Viewer, case_view
from app.desktop.panels.review.state import CaseState
from app.desktop.panels.review.view.case_panel import CasePanel
from app.desktop.ports import May, OpenCase
from app.desktop.usecases.legible import legible_case
from app.desktop.widgets import evidence, ink
from app.desktop.widgets.evidence_page import Block
from app.desktop.widgets.raw_fields import RawFields
from app.domain.roles import Role
from app.domain.text import Bilingual
from tests.support.factories import case_record

BASE = case_view(case_record(), Viewer("p", frozenset({Role.REVIEWER})), catalogue())
HOSTILE = {
    "bidi": "\u202egpj.exe\u2066 owner \u2069",
    "zalgo": "o" + "\u0334\u0335\u0336" * 30_000,
    "nested tags": "<table><tr><td>" * 20 + "<img src='file:///etc/hostname'>",
    "many elements": "<div>" * 20_000,
    "hundred thousand": "x" * 100_000,
    "hundred thousand words": "слово " * 16_000,
    "right to left": "اختبار محرف " * 8_000,
    "like NUL": "a\u2400b\u0001c\ufffd",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈" * 4_000,
    "formula": "=cmd|' /C calc'!A0",
    "line breaks": "\r\n\u2028\u0085" * 20_000,
}
ODD = (10**5000, 10**400, -(10**18), 1e308, -0.0, True, None, "", "2026-99-99T99:99:99Z", "NaN", 2**63, "🏴")
LAYOUTS = {
    "timeline": ("ato_investigation", "signin_timeline"),
    "bar_chart": ("ato_investigation", "signin_speed"),
    "facts": ("reset_2fa", "reset_request"),
    "document": ("kyc_audit", "identity_document"),
    "table": ("kyc_audit", "screening"),
    "devices": ("ato_investigation", "devices"),
    "transactions": ("withdrawal_anomaly", "address_path"),
    "field_compare": ("kyc_audit", "identity_compare"),
    "unknown rows": ("kyc_audit", "never_heard_of"),
    "unknown fields": ("kyc_audit", "never_heard_of_either"),
    "unknown type": ("a_type_of_tomorrow", "devices"),
}
AS_FIELDS = ("facts", "document", "unknown fields")


def _case(layout: str, values: list) -> tuple[CaseView, EvidenceView]:
    case_type, kind = LAYOUTS[layout]
    found = catalogue().case_types.get(case_type)
    schema = found.evidence_schemas.get(kind) if found else None
    names = [f.name for f in schema.fields] if schema else ["a", "b", "c"]
    records = tuple(dict.fromkeys(names, value) for value in values)
    item = (
        EvidenceView("e1", kind, Bilingual("t"), fields=records[0])
        if layout in AS_FIELDS
        else EvidenceView("e1", kind, Bilingual("t"), rows=records)
    )
    case = legible_case(msgspec.structs.replace(BASE, case_type=case_type, evidence=(item,)))
    return case, case.evidence[0]


def _shown(layout: str, values: list) -> tuple[list[str], float]:
    """The texts painted and the seconds of this thread that it took."""
    case, item = _case(layout, values)
    block = Block()
    block.resize(700, 500)
    begun = time.thread_time()
    block.fill(case, item, titled=True, marked=False)
    texts: list[str] = []

    def seen(painted: ink.Painted) -> None:
        texts.append(painted.text)

    ink.observers.append(seen)
    try:
        block.grab()
    finally:
        ink.observers.remove(seen)
    took = time.thread_time() - begun
    block.deleteLater()
    return texts, took


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_plain_and_at_once_in_every_layout(qapp: QApplication, layout: str, text: str) -> None:
    _shown(layout, ["warm"])
    texts, took = _shown(layout, [text, text])
    assert took < 0.1
    assert not any(char in shown for shown in texts for char in "\u202e\u2066\u2069\x01\u2028")


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("value", ODD, ids=[f"value {n}" for n in range(len(ODD))])
def test_an_odd_value_is_shown_in_every_layout(qapp: QApplication, layout: str, value: object) -> None:
    _shown(layout, [value])


def test_a_malformed_value_reads_unknown_and_has_its_raw_form_on_demand(qapp: QApplication) -> None:
    case, item = _case("facts", ["warm"])
    assert item.fields is not None
    broken = item.fields | {"requested_at": "some time", "resets_12m": -4, "email_age_days": 12}
    item = EvidenceView("e1", item.kind, item.title, fields=broken)
    raw = {fact.caption: fact.value[0].text for fact in evidence.raw_forms(case, item)}
    shown = {fact.caption: fact.value[0].text for fact in evidence.facts(case, item)}
    assert set(raw.values()) >= {'"some time"', "-4"}
    assert "12" not in raw.values()
    assert all(shown[name] == "unknown" for name in raw if name in shown)


def test_half_a_surrogate_pair_is_refused_at_the_edge() -> None:
    for body in (b'{"a":"\\ud800"}', b'{"a":"\\udc00x"}', b'{"\\ud83d":1}'):
        with pytest.raises(BadBody):
            check_body(body)


def test_a_person_can_see_the_raw_form_of_what_is_unreadable(qapp: QApplication) -> None:
    case, item = _case("facts", ["warm"])
    assert item.fields is not None
    broken = EvidenceView("e1", item.kind, item.title, fields=item.fields | {"requested_at": "some time"})
    block = Block()
    block.fill(case, item, titled=True, marked=False)
    block.fill(case, broken, titled=True, marked=False)
    raw = block.findChild(RawFields)
    assert raw is not None
    assert not raw.isHidden()
    raw.button.click()
    assert "some time" in raw.grid.accessibleName()
    block.wipe()
    assert raw.isHidden()
    assert raw.grid.accessibleName() == ""


def _opened(case: CaseView) -> CaseState:
    return CaseState(OpenCase(case.case_id, case.rev, legible_case(case), None, None, None, May(True, True, True)))


def test_a_malformed_value_of_the_subject_has_its_raw_form_on_demand_in_its_card(qtbot: QtBot) -> None:
    panel = CasePanel()
    qtbot.addWidget(panel)
    panel.resize(800, 700)
    odd = {"account_age_days": "soon", "of_tomorrow": "as it came"}
    broken = msgspec.structs.replace(BASE, subject=BASE.subject | odd)
    panel.show_case(_opened(broken), "", "text")
    shown = {fact.caption: fact.value[0].text for fact in evidence.subject_facts(broken)}
    assert shown["Account age"] == "unknown"
    assert shown["of_tomorrow"] == "as it came"
    raw = panel.subject.findChild(RawFields)
    assert raw is not None
    assert not raw.isHidden()
    assert raw.grid.isHidden()
    raw.button.click()
    assert not raw.grid.isHidden()
    assert '"soon"' in raw.grid.accessible_parts()[0].name
    panel.show_case(_opened(BASE), "", "text")
    assert raw.isHidden()
