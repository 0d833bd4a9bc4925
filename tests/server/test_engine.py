"""The door to the database."""

from pathlib import Path

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import SQLAlchemyError

from app.server.storage import tables as t
from app.server.storage.engine import open_engine
from tests.support.database import fresh_url


def test_the_text_of_an_error_holds_nothing_of_what_was_written(tmp_path: Path) -> None:
    engine = open_engine(fresh_url(tmp_path / "server.db"))
    with engine.begin() as connection, pytest.raises(SQLAlchemyError) as failed:
        connection.execute(insert(t.server_state).values(name="canary-7f3a", value="canary-7f3a"))
    assert "server_state" in str(failed.value)
    assert "canary" not in str(failed.value)
    with engine.begin() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1
    engine.dispose()
