"""What is asked of the database together is what is asked one by one."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, bindparam, delete, func, insert, select, text
from sqlalchemy.exc import DataError, IntegrityError

from app.server.storage import tables as t
from app.server.storage import ways
from app.server.storage.engine import open_engine
from tests.support.database import fresh_url

S = t.server_state
VALUE = select(S.c.value).where(S.c.name == bindparam("name"))
GONE = delete(S).where(S.c.name == bindparam("name"))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(fresh_url(tmp_path / "server.db"))
    with engine.begin() as connection:
        S.create(connection, checkfirst=True)
        t.feed.create(connection, checkfirst=True)
        connection.execute(delete(S))
        connection.execute(insert(S), [{"name": name, "value": f"of {name}"} for name in ("a", "b")])
    yield engine
    engine.dispose()


def feed_rows(count: int) -> list[dict[str, Any]]:
    # `bulk` is left to the column's own default.
    return [
        {"feed_seq": n, "entity": "case", "entity_id": f"C-{n}", "rev": n, "scope_vendor": None, "audience": None}
        | {"tx_first": 1, "at": n, "chain": bytes((n % 256, 0, 92, 9))}
        for n in range(1, count + 1)
    ]


def test_answers_come_in_the_order_of_the_questions_with_columns_by_name(engine: Engine) -> None:
    with engine.begin() as connection:
        b, none, gone, a = ways.ask(
            connection,
            ways.Asked(VALUE, {"name": "b"}),
            ways.Asked(VALUE, {"name": "c"}),
            ways.Asked(GONE, {"name": "b"}),
            ways.Asked(VALUE, {"name": "a"}),
        )
        assert (b[0].value, list(none), list(gone), a[0].value) == ("of b", [], [], "of a")
        assert list(ways.ask(connection, ways.Asked(VALUE, {"name": "b"}))[0]) == []


def test_a_list_that_never_changes_may_stand_in_a_statement(engine: Engine) -> None:
    some = select(S.c.value).where(S.c.name.in_(("a", "c")), S.c.value != bindparam("but", ""))
    with engine.begin() as connection:
        for but, left in (("none", ["of a"]), ("of a", [])):
            found = ways.ask(connection, ways.Asked(some, {"but": but}))[0]
            assert [row.value for row in found] == left


@pytest.mark.parametrize("count", [1, ways.COPIED_FROM - 1, 3 * ways.COPIED_FROM])
def test_few_rows_and_many_are_written_alike(engine: Engine, count: int) -> None:
    with engine.begin() as connection:
        ways.ask(connection, ways.Rows(t.feed, feed_rows(count)), ways.Asked(GONE, {"name": "a"}), last=True)
    with engine.begin() as connection:
        found = [dict(row) for row in connection.execute(select(t.feed).order_by(t.feed.c.feed_seq)).mappings()]
        assert found == [row | {"bulk": False} for row in feed_rows(count)]
        assert connection.scalar(select(func.count()).select_from(S)) == 1


@pytest.mark.parametrize("count", [2, 2 * ways.COPIED_FROM])
def test_a_fault_in_one_is_told_as_any_other_and_leaves_nothing(engine: Engine, count: int) -> None:
    rows = feed_rows(count)
    rows[-1] = rows[0]
    with pytest.raises(IntegrityError) as failed, engine.begin() as connection:
        ways.ask(connection, ways.Asked(GONE, {"name": "a"}), ways.Rows(t.feed, rows), last=True)
    assert "C-1" not in str(failed.value)
    with engine.begin() as connection:
        assert connection.scalar(select(func.count()).select_from(t.feed)) == 0
        assert connection.scalar(select(func.count()).select_from(S)) == 2


def test_one_that_must_find_something_ends_all_where_it_does_not(engine: Engine) -> None:
    with pytest.raises(ways.Crossed), engine.begin() as connection:
        ways.ask(connection, ways.Asked(GONE, {"name": "a"}), ways.Asked(VALUE, {"name": "c"}, must=True))
    with engine.begin() as connection:
        assert connection.scalar(select(func.count()).select_from(S)) == 2


def test_a_glance_leaves_no_transaction_behind(engine: Engine) -> None:
    with engine.connect() as connection:
        assert ways.glance(connection, ways.Asked(VALUE, {"name": "a"}))[0].value == "of a"
    with engine.begin() as connection:
        connection.execute(delete(S))
    with engine.begin() as connection:
        assert connection.scalar(select(func.count()).select_from(S)) == 0


def test_statements_outlive_what_is_taken_back_on_their_connection(engine: Engine) -> None:
    often = select(S.c.name).where(S.c.name != bindparam("name", ""))
    for _ in range(3):
        with engine.connect() as connection:
            for _ in range(8):  # so that the driver has planned statements of its own
                assert len(connection.execute(often).all()) == 2
            ways.ask(connection, ways.Asked(VALUE, {"name": "a"}))
            with pytest.raises(ZeroDivisionError), connection.begin_nested():
                connection.execute(GONE, {"name": "a"})
                raise ZeroDivisionError
            assert ways.ask(connection, ways.Asked(VALUE, {"name": "a"}))[0][0].value == "of a"
            connection.rollback()
        with engine.begin() as connection:
            assert ways.ask(connection, ways.Asked(VALUE, {"name": "b"}))[0][0].value == "of b"


def test_text_that_no_database_takes_is_refused_and_the_connection_goes_on(engine: Engine) -> None:
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite takes it")
    with engine.connect() as connection:
        with pytest.raises(DataError):
            ways.ask(connection, ways.Asked(VALUE, {"name": "a\x00b"}))
        assert ways.ask(connection, ways.Asked(VALUE, {"name": "a"}))[0][0].value == "of a"


def test_what_must_be_asked_first_goes_along_and_is_looked_at_before_all_else(engine: Engine) -> None:
    class Refusal(Exception):
        pass

    def check(rows: Sequence[Any]) -> None:
        seen.append(rows[0].value)
        if rows[0].value == "of b":
            raise Refusal

    seen: list[str] = []
    for name in ("a", "b"):
        first = ways.First(ways.Asked(VALUE, {"name": name}), check)
        with engine.connect() as connection:
            connection = connection.execution_options(**{ways.FIRST: first})
            try:
                ways.ask(connection, ways.Asked(GONE, {"name": "a"}), last=True)
                ways.ask(connection)
                connection.commit()
            except Refusal:
                connection.rollback()
        with engine.begin() as connection:
            assert connection.scalar(select(func.count()).select_from(S)) == 1
    assert seen == ["of a", "of b"]


def test_what_goes_by_index_is_planned_so_for_its_transaction_alone(engine: Engine) -> None:
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite plans nothing twice")
    names = ("plan_cache_mode", "enable_seqscan", "enable_sort", "enable_hashjoin", "enable_mergejoin", "jit")
    planned = ways.Asked(select(*(func.current_setting(text(f"'{name}'")) for name in names)))
    with engine.begin() as connection:
        usual = list(ways.ask(connection, planned)[0])
    with engine.begin() as connection:
        a, inside = ways.ask(connection, ways.Asked(VALUE, {"name": "a"}), planned, by_index=True)
        assert (a[0].value, *inside[0]) == ("of a", "force_generic_plan", *["off"] * 5)
    with engine.begin() as connection:
        assert list(ways.ask(connection, planned)[0]) == usual
        assert usual[0][0] == "auto"
