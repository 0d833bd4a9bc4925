"""The composed sentence of a real view, and how it stands in front of what was typed."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from app.contract.catalogue import catalogue
from app.contract.views import Viewer, case_view
from app.desktop.ports import ReviewDraft
from app.desktop.usecases.compose import compose, joined
from app.domain.rationale import count_sentences
from app.domain.roles import Role
from tests.support.factories import case_record

VIEW = case_view(case_record(), Viewer("p", frozenset({Role.REVIEWER})), catalogue())
DRAFT = ReviewDraft(decision="pass", code="signal_overweighted", attribution_kind="signal",
                    attribution_ref="impossible_travel")  # fmt: skip


def test_nothing_is_composed_before_a_decision():
    assert compose(VIEW, ReviewDraft()) is None
    assert compose(VIEW, ReviewDraft(decision="perhaps")) is None


def test_the_sentence_names_the_signal_and_the_evidence_of_its_step():
    made = compose(VIEW, DRAFT)
    assert made.en.startswith("ROCA blocked, but it was the owner who signed in: the signal “Impossible travel” weighs")
    assert made.en.endswith("(see Timeline).")
    assert made.zh.endswith("（见时间线）。")


def test_no_masked_value_of_the_case_comes_into_the_sentence():
    account = str(VIEW.subject["account"])
    for decision in ("pass", "block", "escalate"):
        made = compose(VIEW, msgspec.structs.replace(DRAFT, decision=decision))
        assert account not in f"{made.en}{made.zh}"


@given(st.sampled_from(["", "The device was his own.", "设备为其本人所有。"]), st.sampled_from(["en", "zh"]))
def test_the_first_sentence_takes_the_place_of_the_one_composed_before(own, side):
    before, now = compose(VIEW, DRAFT), compose(VIEW, msgspec.structs.replace(DRAFT, decision="block"))
    first = joined(getattr(before, side), own, ())
    again = joined(getattr(now, side), first, (before.en, before.zh))
    assert again.startswith(getattr(now, side))
    assert again.endswith(own)
    assert count_sentences(again) == (2 if own else 1)
