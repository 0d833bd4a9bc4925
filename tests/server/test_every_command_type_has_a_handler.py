"""The tables of command types: what applies them, and who may send them."""

from app.contract.version import COMMAND_SCHEMAS
from app.server.usecases.command_rights import NEEDS
from app.server.usecases.commands import HANDLERS


def test_what_the_server_says_that_it_takes_is_what_it_can_apply() -> None:
    assert HANDLERS.keys() == COMMAND_SCHEMAS.keys()
    assert NEEDS.keys() == COMMAND_SCHEMAS.keys()
