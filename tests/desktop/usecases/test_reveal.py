"""Asking for masked values: one audited call per path, and nothing of the answer is kept."""

import pytest

from app.contract.reveal import RevealAnswer, RevealRequest
from app.desktop.ports import Busy, Offline
from app.desktop.usecases.reveal import RevealDesk
from app.domain.reveal import RevealReason


class Online:
    """A server that answers each path, until it has had enough."""

    def __init__(self, most: int = 20, error: Exception | None = None) -> None:
        self.asked: list[RevealRequest] = []
        self._most, self._error = most, error

    def reveal(self, request: RevealRequest) -> RevealAnswer:
        if len(self.asked) >= self._most:
            raise self._error or Busy(60_000, "rate_limited")
        self.asked.append(request)
        return RevealAnswer("r1", (f"plain {request.field}",), 60 - len(self.asked))


def test_each_path_is_asked_for_by_itself_with_the_reason() -> None:
    online = Online()
    found = RevealDesk(online).reveal("C-200001", ("evidence.e1.a", "evidence.e1.b"), RevealReason.COMPARE_DOCUMENT)
    assert [(r.case_id, r.field, r.reason) for r in online.asked] == [
        ("C-200001", "evidence.e1.a", RevealReason.COMPARE_DOCUMENT),
        ("C-200001", "evidence.e1.b", RevealReason.COMPARE_DOCUMENT),
    ]
    assert found.values["evidence.e1.b"] == ("plain evidence.e1.b",)
    assert (found.ttl_s, found.problem) == (58, "")


def test_what_was_answered_before_a_refusal_is_shown_with_it() -> None:
    found = RevealDesk(Online(1)).reveal("C-200001", ("subject.a", "subject.b"), RevealReason.CHECK_LIST)
    assert (tuple(found.values), found.problem) == (("subject.a",), "rate_limited")


def test_without_the_server_nothing_is_seen() -> None:
    with pytest.raises(Offline):
        RevealDesk(Online(0, Offline())).reveal("C-200001", ("subject.a",), RevealReason.CHECK_LIST)


def test_a_value_does_not_reach_a_log_by_way_of_its_answer() -> None:
    found = RevealDesk(Online()).reveal("C-200001", ("subject.a",), RevealReason.CHECK_LIST)
    assert "plain" not in repr(found)
