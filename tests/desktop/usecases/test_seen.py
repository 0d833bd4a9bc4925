"""What has changed since a review was written is told from hashes kept beside it."""

from msgspec.structs import replace

from app.contract.views import EvidenceView
from app.desktop.ports import SeenChange
from app.desktop.usecases.seen import changes_since, seen_of
from app.domain.text import Bilingual
from tests.desktop.support.factories import case_view


def item(name: str, kind: str, **fields: str) -> EvidenceView:
    return EvidenceView(name, kind, Bilingual("A", "甲"), fields=dict(fields))


def test_nothing_is_said_of_a_case_that_is_the_same() -> None:
    view = replace(case_view(), evidence=(item("e1", "devices", os="x"),))
    assert changes_since(seen_of(view), replace(view, rev=view.rev + 1)) == ()


def test_evidence_that_came_went_or_changed_and_another_word_are_named() -> None:
    before = replace(case_view(), evidence=(item("e1", "devices", os="x"), item("e2", "liveness", result="weak")))
    assert before.assessment is not None
    word = replace(before.assessment, verdict="pass", risk_score=0.31)
    now = replace(
        before,
        priority=before.priority + 1,
        assessment=word,
        evidence=(item("e1", "devices", os="y"), item("e3", "history", n="1")),
    )
    told = changes_since(seen_of(before), now)
    assert [(one.kind, one.ref) for one in told] == [
        ("verdict", ""),
        ("priority", ""),
        ("evidence_changed", "devices"),
        ("evidence_new", "history"),
        ("evidence_gone", "liveness"),
    ]
    assert told[0].after == "pass 0.31"


def test_of_a_word_that_was_kept_back_nothing_is_compared() -> None:
    blind = replace(case_view(), assessment=None)
    assert changes_since(seen_of(blind), case_view()) == ()
    assert SeenChange("verdict") not in changes_since(seen_of(case_view()), blind)
