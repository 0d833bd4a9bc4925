"""What is asked of the database before one review that came alone is judged: its case, and all that its rules need to
know beside the case, in one statement. A statement costs more on the way than in the database."""

import functools
from typing import Any

from sqlalchemy import BigInteger, BindParameter, ColumnElement, Executable, bindparam, exists, select

from app.contract.commands import Command
from app.server.storage import cases, state, ways
from app.server.storage import tables as t


def asked(number: int, command: Command, author_id: str, device_id: str) -> ways.Asked:
    """What gives the row of the case (see cases.rows), where it is there, with: `owned`, whether the device is
    registered for the author and not revoked; `known` and `earlier_known`, whether the command, and the one that it
    follows, were here before; `number_taken`, whether another command of the author's device has its number;
    `reviewed`, whether anybody has reviewed the case, to whatever end; `past_epochs` and `blind_key` of the server."""
    values = {
        "number": number,
        "command_id": command.command_id,
        "earlier_id": command.prev_case_command or command.command_id,
        "command_seq": command.command_seq,
        "author_id": author_id,
        "device_id": device_id,
    }
    return ways.Asked(_statement(), values)


@functools.cache
def _statement() -> Executable:
    d, r = t.devices.c, t.command_results.c
    device: BindParameter[str] = bindparam("device_id")
    author: BindParameter[str] = bindparam("author_id")
    number = bindparam("number", type_=t.cases.c.case_number.type)
    owned = exists().where(d.device_id == device, d.user_id == author, d.revoked_at.is_(None))
    taken = exists().where(
        r.device_id == device,
        r.author_id == author,
        r.command_seq == bindparam("command_seq", type_=BigInteger),
    )
    return cases.one().add_columns(
        owned.label("owned"),
        exists().where(r.command_id == bindparam("command_id")).label("known"),
        exists().where(r.command_id == bindparam("earlier_id")).label("earlier_known"),
        taken.label("number_taken"),
        exists().where(t.reviews.c.case_number == number).correlate(None).label("reviewed"),
        _value(state.PAST_EPOCHS).label("past_epochs"),
        _value(state.BLIND_KEY).label("blind_key"),
    )


def _value(name: str) -> ColumnElement[Any]:
    c = t.server_state.c
    return select(c.value).where(c.name == name).scalar_subquery()
