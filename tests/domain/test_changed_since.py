"""What changed since the last decision: every difference once, and no masked value in it."""

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from app.domain.case import Evidence, Link
from app.domain.changed_since import Change, changed_since
from app.domain.text import Bilingual
from tests.support.factories import assessment, intake_case, signal


def hidden(within: str, name: str) -> bool:
    return name in ("account", "ip")


def piece(kind: str = "account_changes", rows: int = 0, **fields: Any) -> Evidence:
    several = tuple({"n": n} for n in range(rows))
    return Evidence(kind, kind, Bilingual("Evidence", "证据"), fields=fields, rows=several)


def test_a_case_does_not_differ_from_itself() -> None:
    assert changed_since(intake_case(), intake_case(), hidden) == ()


def test_subject_fields_come_with_both_values_unless_they_are_personal() -> None:
    before = intake_case(subject={"account": "u-1", "country": "SG", "gone": 1})
    after = intake_case(subject={"account": "u-2", "country": "RO", "new": 2})
    assert changed_since(before, after, hidden) == (
        Change("subject", "changed", "account", masked=True),
        Change("subject", "changed", "country", before="SG", after="RO"),
        Change("subject", "removed", "gone", before=1),
        Change("subject", "added", "new", after=2),
    )


def test_links_are_told_by_kind_alone() -> None:
    before = intake_case(links=(Link("device", "d-1"), Link("ip", "192.0.2.1")))
    after = intake_case(links=(Link("device", "d-2"), Link("ip", "192.0.2.1")))
    assert changed_since(before, after, hidden) == (
        Change("link", "removed", "device", masked=True),
        Change("link", "added", "device", masked=True),
    )


def test_signals_come_go_and_weigh_otherwise() -> None:
    before = intake_case(assessment=assessment(signals=(signal("a", 0.9), signal("b", -0.4), signal("c", 0.2))))
    after = intake_case(assessment=assessment(signals=(signal("a", 1.5), signal("c", 0.21), signal("d", -0.7))))
    assert changed_since(before, after, hidden) == (
        Change("signal", "changed", "a", before=0.9, after=1.5),
        Change("signal", "removed", "b", after=-0.4),
        Change("signal", "added", "d", after=-0.7),
    )
    assert changed_since(before, after, hidden, signals=False) == ()


def test_evidence_is_compared_by_kind_and_field_and_by_the_number_of_rows() -> None:
    before = intake_case(evidence=(piece(device_state="known", ip="192.0.2.1"), piece("x")))
    after = intake_case(evidence=(piece(device_state="new", ip="192.0.2.2", rows=3),))
    assert changed_since(before, after, hidden) == (
        Change("evidence", "changed", "device_state", "account_changes", "known", "new"),
        Change("evidence", "changed", "ip", "account_changes", masked=True),
        Change("evidence", "changed", "", "account_changes", 0, 3),
        Change("evidence", "removed", "", "x"),
    )


_VALUES = st.dictionaries(
    st.sampled_from(["account", "ip", "country", "level"]), st.text("xyz", min_size=12, max_size=12)
)


@given(_VALUES, _VALUES)
def test_no_personal_value_is_ever_told(before: dict[str, Any], after: dict[str, Any]) -> None:
    first = intake_case(subject=before, evidence=(piece(**before),))
    second = intake_case(subject=after, evidence=(piece(**after),))
    told = msgspec.json.encode(changed_since(first, second, hidden)).decode()
    plain = {case[name] for case in (before, after) for name in ("country", "level") if name in case}
    for values in (before, after):
        for name in ("account", "ip"):
            if name in values and values[name] not in plain:
                assert values[name] not in told
