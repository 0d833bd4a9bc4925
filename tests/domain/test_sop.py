"""Pages of the operating procedures: what they must be, how two versions differ, and how two edits come together."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.catalogue import SopClause, SopPage
from app.domain.sop import ChangeKind, differences, next_number, runs, sop_faults, texts, with_texts
from app.domain.sop_merge import CASE_TYPES, ORDER, REMOVED, TEXT, merge
from app.domain.text import Bilingual

TYPES = ("ato_investigation", "kyc_audit")
words = st.text(st.sampled_from("ab 查看。\n"), min_size=1, max_size=12).filter(str.strip)
both = st.builds(Bilingual, en=words, zh=words)


def clause(n: str, title: str = "Where", text: str = "Look there.") -> SopClause:
    return SopClause(n, Bilingual(en=title, zh="地点"), Bilingual(en=text, zh="查看此处。"))


def page(*clauses: SopClause, **more: object) -> SopPage:
    made = SopPage("ATO-12", Bilingual(en="Signs", zh="迹象"), "2026.10", ("ato_investigation",), clauses)
    return msgspec.structs.replace(made, **more)


@st.composite
def pages(draw: st.DrawFn, numbers: str = "123456") -> SopPage:
    chosen = draw(st.permutations(numbers).flatmap(lambda all_: st.integers(1, len(all_)).map(lambda n: all_[:n])))
    types = draw(st.sampled_from([("*",), ("ato_investigation",), TYPES]))
    made = tuple(SopClause(n, draw(both), draw(both)) for n in chosen)
    return SopPage("ATO-12", draw(both), "1", types, made)


@st.composite
def edits(draw: st.DrawFn, base: SopPage) -> SopPage:
    """The page after somebody worked on it: clauses taken away, added, changed and moved."""
    kept = draw(st.permutations(base.clauses).flatmap(lambda all_: st.integers(0, len(all_)).map(lambda n: all_[:n])))
    if draw(st.booleans()):
        kept = list(base.clauses)
    changed = tuple(SopClause(one.n, one.title, draw(st.one_of(st.just(one.text), both))) for one in kept)
    added = tuple(SopClause(n, draw(both), draw(both)) for n in draw(st.sampled_from(["", "7", "78"])))
    types = draw(st.sampled_from([base.case_types, ("kyc_audit",)]))
    return msgspec.structs.replace(base, clauses=(*changed, *added), case_types=types)


def told(page: SopPage) -> tuple[object, ...]:
    return page.title, page.case_types, page.clauses


# --- what a page must be


def test_a_page_as_it_should_be_has_no_fault() -> None:
    assert sop_faults(page(clause("1"), clause("4")), TYPES, {"2", "3"}) == ()


@pytest.mark.parametrize(
    ("wrong", "code", "pointer"),
    [
        (page(clause("1"), id="ato12"), "sop_page_id", "/id"),
        (page(), "sop_clauses", "/clauses"),
        (page(clause("1"), clause("1")), "sop_clause_twice", "/clauses/1/n"),
        (page(clause("2")), "sop_clause_given", "/clauses/0/n"),
        (page(clause("0")), "sop_clause_number", "/clauses/0/n"),
        (page(clause("1\n")), "sop_clause_number", "/clauses/0/n"),
        (page(clause("1"), case_types=()), "sop_case_types", "/case_types"),
        (page(clause("1"), case_types=("*", "*")), "sop_case_types", "/case_types"),
        (page(clause("1"), case_types=("lending",)), "case_type_unknown", "/case_types/0"),
        (page(clause("1"), title=Bilingual(en="Signs")), "sop_language_missing", "/title/zh"),
        (page(clause("1", text=" ")), "sop_language_missing", "/clauses/0/text/en"),
        (page(clause("1", text="…")), "sop_language_missing", "/clauses/0/text/en"),
        (page(clause("1", text="x" * 4_001)), "too_long", "/clauses/0/text/en"),
        (page(clause("1", text="Read \u202ethis")), "characters", "/clauses/0/text/en"),
        (page(clause("1", text="Ask mei.lin@example.com first.")), "personal_data", "/clauses/0/text/en"),
    ],
)
def test_what_keeps_a_page_back_is_named_with_its_place(wrong: SopPage, code: str, pointer: str) -> None:
    assert (code, pointer) in {(fault.code, fault.pointer) for fault in sop_faults(wrong, TYPES, {"2"})}


def test_a_new_clause_gets_a_number_that_was_never_given() -> None:
    assert next_number(()) == "1"
    assert next_number({"1", "9", "2"}) == "10"


# --- what two versions differ in


@given(words, words)
def test_the_pieces_of_a_difference_make_up_both_texts(before: str, after: str) -> None:
    found = runs(before, after)
    assert "".join(run.text for run in found if run.op != "new") == before
    assert "".join(run.text for run in found if run.op != "gone") == after
    assert all(run.op == "same" for run in found) == (before == after)


def test_a_difference_goes_by_words_and_by_single_characters_in_chinese() -> None:
    assert [(run.op, run.text) for run in runs("Read it now", "Read it then")] == [
        ("same", "Read it "), ("gone", "now"), ("new", "then"),
    ]  # fmt: skip
    assert [(run.op, run.text) for run in runs("查看设备", "查看位置")] == [
        ("same", "查看"), ("gone", "设备"), ("new", "位置"),
    ]  # fmt: skip


@given(pages(), pages())
def test_two_pages_have_no_difference_exactly_where_they_say_the_same(one: SopPage, other: SopPage) -> None:
    assert (differences(one, other) == ()) == (told(one) == told(other))


def test_each_kind_of_difference_is_told_once() -> None:
    before = page(clause("1"), clause("2"), clause("3"), clause("4"))
    after = page(clause("2"), clause("3", text="Look here."), clause("1"), clause("5"))
    found = [(change.kind, change.clause, change.field) for change in differences(before, after)]
    assert found == [
        (ChangeKind.CHANGED, "3", "text.en"),
        (ChangeKind.MOVED, "1", None),
        (ChangeKind.ADDED, "5", None),
        (ChangeKind.REMOVED, "4", None),
    ]


@given(pages())
def test_texts_put_back_make_the_same_page(one: SopPage) -> None:
    assert with_texts(one, texts(one)) == one


# --- two edits of one page


@given(st.data())
def test_what_one_side_alone_changed_stands_without_a_question(data: st.DataObject) -> None:
    base = data.draw(pages())
    edited = data.draw(edits(base))
    for ours, theirs in ((base, edited), (edited, base), (edited, edited)):
        merged = merge(base, ours, theirs)
        assert merged.clashes == ()
        assert told(merged.page) == told(edited)


@given(st.data())
def test_what_clashes_is_the_same_from_both_sides_and_no_words_are_lost(data: st.DataObject) -> None:
    base = data.draw(pages())
    ours, theirs = data.draw(edits(base)), data.draw(edits(base))
    here, there = merge(base, ours, theirs), merge(base, theirs, ours)
    swapped = {(one.kind, one.clause, one.field, one.theirs, one.ours) for one in there.clashes}
    assert {(one.kind, one.clause, one.field, one.ours, one.theirs) for one in here.clashes} == swapped
    assert {one.n for one in here.page.clauses} == {one.n for one in there.page.clauses}
    assert len({one.n for one in here.page.clauses}) == len(here.page.clauses)
    merged, old = texts(here.page), texts(base)
    asked = {text for clash in here.clashes for text in (clash.ours, clash.theirs)}
    whole = {clash.clause for clash in here.clashes if clash.kind == REMOVED}
    for side in (ours, theirs):
        for place, text in texts(side).items():
            if old.get(place) != text:
                assert merged.get(place) == text or text in asked or place[0] in whole


def test_the_same_words_changed_twice_are_asked_about() -> None:
    base = page(clause("1"), clause("2"))
    ours = page(clause("1", text="Look here."), clause("2"))
    theirs = page(clause("1", text="Look away."), clause("2", title="When"))
    merged = merge(base, ours, theirs)
    (clash,) = merged.clashes
    assert (clash.kind, clash.clause, clash.field) == (TEXT, "1", "text.en")
    assert (clash.base, clash.ours, clash.theirs) == ("Look there.", "Look here.", "Look away.")
    assert merged.page.clauses == (clause("1", text="Look here."), clause("2", title="When"))


def test_a_clause_that_one_removed_and_the_other_changed_stays_and_is_asked_about() -> None:
    base = page(clause("1"), clause("2"))
    merged = merge(base, page(clause("1")), page(clause("1"), clause("2", text="Look twice.")))
    (clash,) = merged.clashes
    assert (clash.kind, clash.clause, clash.ours) == (REMOVED, "2", None)
    assert merged.page.clauses == (clause("1"), clause("2", text="Look twice."))


def test_one_new_number_for_two_clauses_is_asked_about() -> None:
    base = page(clause("1"))
    merged = merge(base, page(clause("1"), clause("2")), page(clause("1"), clause("2", text="Look twice.")))
    (clash,) = merged.clashes
    assert (clash.kind, clash.clause, clash.field, clash.base) == (TEXT, "2", "text.en", None)


def test_two_orders_and_two_sets_of_types_are_asked_about() -> None:
    base = page(clause("1"), clause("2"), clause("3"))
    ours = page(clause("2"), clause("1"), clause("3"), case_types=("kyc_audit",))
    theirs = page(clause("1"), clause("3"), clause("2"), case_types=("*",))
    merged = merge(base, ours, theirs)
    assert {clash.kind for clash in merged.clashes} == {ORDER, CASE_TYPES}
    assert told(merged.page) == told(ours)
