"""What every change of a feedback item shares: it is written under the next revision, put into its history and the
trail, and told to whoever found it."""

import secrets
from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import Row

from app.domain.feedback import OWNER_OF, FeedbackState
from app.domain.ids import uuid7
from app.domain.root_cause import Route
from app.server.storage import feedback
from app.server.storage.unit_of_work import UnitOfWork
from app.server.usecases import news

ENTITY = "feedback"
SERVER = "server"
TOLD = frozenset({"opened", "accepted", "in_work", "shipped", "verified", "dismissed", "reopened", "merged"})
"""Steps that are news."""
_encode = msgspec.json.Encoder().encode


class Detail(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the history keeps of a step."""

    fields: dict[str, str] = {}
    reason: str = ""
    language: str = ""
    other_id: str | None = None
    cases: int | None = None


def new_id(work: UnitOfWork) -> str:
    return uuid7(work.now_ms, secrets.token_bytes(10))


def open_item(work: UnitOfWork, actor_id: str | None, **values: Any) -> str:
    """Write a new item, open; its id. Absent columns are empty."""
    feedback_id: str = values.pop("feedback_id", None) or new_id(work)
    route = values.get("route") or values.get("suggested_route")
    columns = {
        "rev": 1,
        "pattern_key": None,
        "generation": 1,
        "label": None,
        "code": None,
        "attribution_kind": None,
        "attribution_ref": None,
        "title": "",
        "title_language": "",
        "route": None,
        "suggested_route": None,
        "suggested_reason": "no_route",
        "state": FeedbackState.OPEN.value,
        "owner_kind": OWNER_OF[Route(route) if route else None].value,
        "reason": "",
        "reason_language": "",
        "opened_at": work.now_ms,
        "changed_at": work.now_ms,
        "first_at": work.now_ms,
        "last_at": work.now_ms,
        "cases": 0,
        "figures": "{}",
        "field_revs": "{}",
    }
    feedback.add(work.connection, feedback_id=feedback_id, **(columns | values))
    write_down(work, feedback_id, actor_id, "opened", Detail())
    return feedback_id


def recount(work: UnitOfWork, feedback_id: str) -> int:
    """Bring the sums of an item up to its cases; how many those are."""
    cases, first, last = feedback.recount(work.connection, feedback_id)
    span = {"first_at": first, "last_at": last} if first is not None else {}
    feedback.change(work.connection, feedback_id, cases=cases, **span)
    return cases


def put(
    work: UnitOfWork, row: Row[Any], actor_id: str | None, action: str, columns: Mapping[str, Any], detail: Detail
) -> Row[Any]:
    """Write columns under the next revision; the item as it is then."""
    rev = row.rev + 1
    revs = msgspec.json.decode(row.field_revs, type=dict[str, int]) | dict.fromkeys(detail.fields, rev)
    told = {"rev": rev, "changed_at": work.now_ms, "field_revs": _encode(revs).decode(), **columns}
    feedback.change(work.connection, row.feedback_id, **told)
    write_down(work, row.feedback_id, actor_id, action, detail)
    after = feedback.load(work.connection, row.feedback_id)
    assert after is not None
    return after


def write_down(work: UnitOfWork, feedback_id: str, actor_id: str | None, action: str, detail: Detail) -> None:
    """A step for the history and the trail, which holds no words."""
    feedback.event(work.connection, feedback_id, work.now_ms, actor_id, action, _encode(detail))
    said = {name: value for name, value in detail.fields.items() if name != "title"}
    work.audit(actor_id or SERVER, f"feedback.{action}", ENTITY, feedback_id, other=detail.other_id, **said)


def tell(work: UnitOfWork, row: Row[Any], action: str, by_id: str | None, by_name: str | None) -> None:
    """News of a step, where it is any."""
    if action in TOLD:
        news.tell(work, row, action, by_name, but=by_id)
