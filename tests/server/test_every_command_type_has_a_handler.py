"""The table of command types and what applies them."""

from app.contract.version import COMMAND_SCHEMAS
from app.server.usecases.commands import HANDLERS


def test_what_the_server_says_that_it_takes_is_what_it_can_apply() -> None:
    assert HANDLERS.keys() == COMMAND_SCHEMAS.keys()
