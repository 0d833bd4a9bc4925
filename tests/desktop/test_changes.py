"""Joining what transactions touched: ids are kept, "all" wins, and kinds without cases say nothing about cases."""

from app.desktop.changes import NOTHING, Kind, changed


def test_ids_of_two_traces_are_joined() -> None:
    both = changed(Kind.CASE, ids={"C-1"}) | changed(Kind.DRAFT, ids={"C-2"})
    assert (both.kinds, both.ids) == ({Kind.CASE, Kind.DRAFT}, {"C-1", "C-2"})


def test_all_wins_over_some() -> None:
    assert (changed(Kind.CASE, ids={"C-1"}) | changed(Kind.CASE)).ids == frozenset()
    assert (changed(Kind.OUTBOX) | changed(Kind.CASE, ids={"C-1"})).ids == frozenset()


def test_a_kind_without_cases_does_not_turn_some_into_all() -> None:
    assert (changed(Kind.STATUS) | changed(Kind.CASE, ids={"C-1"})).ids == {"C-1"}
    assert (changed(Kind.CASE, ids={"C-1"}) | changed(Kind.SESSION)).ids == {"C-1"}


def test_nothing_changes_nothing() -> None:
    some = changed(Kind.CASE, ids={"C-1"})
    assert (NOTHING | some, some | NOTHING, bool(NOTHING)) == (some, some, False)
