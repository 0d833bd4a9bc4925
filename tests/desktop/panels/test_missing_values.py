"""What an agent asked for and did not get is said to be missing, apart from what cannot be read."""

from typing import Any

import msgspec
import pytest
from PySide6.QtWidgets import QApplication

from app.contract.catalogue import catalogue
from app.contract.views import CaseView, EvidenceView, Viewer, case_view
from app.desktop.widgets import evidence
from app.desktop.widgets.runs import plain
from app.domain.roles import Role
from app.domain.text import Bilingual
from tests.support.factories import case_record

BASE = case_view(case_record(), Viewer("p", frozenset({Role.REVIEWER})), catalogue())
Row = dict[str, Any]


def _case(
    kind: str, *, fields: Row | None = None, rows: tuple[Row, ...] | None = None
) -> tuple[CaseView, EvidenceView]:
    item = EvidenceView("e1", kind, Bilingual("t"), fields=fields, rows=rows)
    return msgspec.structs.replace(BASE, case_type="ato_investigation", evidence=(item,)), item


def _events(*rows: Row) -> list[Any]:
    return evidence.events(*_case("signin_timeline", rows=rows), marked=False)


def test_a_detail_sent_empty_is_named_as_not_given(qapp: QApplication) -> None:
    row = {"at": "2026-11-21T09:00:00Z", "event": "sign_in", "device": None, "city": "tokyo", "network": None}
    (event,) = _events(row)
    assert plain(event.what) == "Sign-in · Tokyo · not given: Device, Network"


def test_a_detail_that_was_not_sent_is_not_missed(qapp: QApplication) -> None:
    (event,) = _events({"at": "2026-11-21T09:00:00Z", "event": "password_reset", "flag": None})
    assert "not given" not in plain(event.what)


def test_a_warning_keeps_its_own_colour_beside_an_event_that_is_not_judged(qapp: QApplication) -> None:
    (event,) = _events({"at": "2026-11-21T09:00:00Z", "event": "sign_in", "flag": "hosting_ip"})
    assert (event.tone, event.note_tone) == ("muted", "block")


@pytest.mark.parametrize(
    ("state", "device", "shown"),
    [
        ("new", "Android 14", "New · Android 14"),
        (None, "Android 14", "Android 14"),
        ("new", None, "New"),
        (None, None, "not given"),
    ],
)
def test_a_state_and_its_text_say_what_is_there(
    qapp: QApplication, state: str | None, device: str | None, shown: str
) -> None:
    case, item = _case("account_changes", fields={"device_state": state, "device": device})
    (fact,) = evidence.facts(case, item)
    assert plain(fact.value) == shown


def test_what_is_missing_is_muted_and_what_cannot_be_read_is_unknown(qapp: QApplication) -> None:
    case, item = _case("account_changes", fields={"max_speed_kmh": None, "new_addresses": "many"})
    missing, broken = evidence.facts(case, item)
    assert (plain(missing.value), missing.value[0].colour) == ("not given", "muted")
    assert plain(broken.value) == "unknown"
