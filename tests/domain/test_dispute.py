"""The words of a dispute, and who settles one."""

import pytest

from app.domain.dispute import (
    MAX_REASON,
    DisputeBody,
    DisputeState,
    ResolveDisputeBody,
    dispute_faults,
    may_settle,
    resolve_faults,
)


def test_a_reason_in_either_language_is_enough() -> None:
    assert dispute_faults(DisputeBody("four_eyes:1", "The clause in force then allowed it.", "en")) == ()
    assert dispute_faults(DisputeBody("four_eyes:1", "当时有效的条款允许这样处理。", "zh")) == ()


@pytest.mark.parametrize(
    ("reason", "language", "pointer"),
    [
        ("", "en", "/reason"),
        (" \n", "en", "/reason"),
        ("x" * (MAX_REASON + 1), "en", "/reason"),
        ("fine", "fr", "/reason_language"),
        ("bell \x07", "en", "/reason"),
        ("write to someone@example.org", "en", "/reason"),
    ],
)
def test_what_is_wrong_with_a_reason_is_said_with_its_place(reason: str, language: str, pointer: str) -> None:
    assert [fault.pointer for fault in dispute_faults(DisputeBody("a:b", reason, language))] == [pointer]


def test_a_settlement_has_an_outcome_and_words() -> None:
    for outcome in (DisputeState.UPHELD, DisputeState.OVERTURNED):
        assert resolve_faults(ResolveDisputeBody("d", outcome, "It stands.", "en")) == ()
    open_again = resolve_faults(ResolveDisputeBody("d", DisputeState.OPEN, "", "en"))
    assert [fault.pointer for fault in open_again] == ["/outcome", "/resolution"]


def test_neither_party_settles_it() -> None:
    assert not may_settle("ann", "ann", {"ben"})
    assert not may_settle("ben", "ann", {"cai", "ben"})
    assert may_settle("kim", "ann", {"ben"})
    assert may_settle("kim", "ann", {None})
