"""What a person typed or chose in a command other than a review, and what stands in its place: plain fields by name,
people as codes, never as ids."""

from typing import Any

import msgspec

from app.contract.commands import CASE_ASSIGN, CASE_HAND_OVER, CASE_PRIORITY, CASE_TAG
from app.contract.views import CaseView
from app.desktop.cache.outbox_rows import OutboxRow
from app.domain.case import CaseState

_PEOPLE = ("owner_id", "assignee", "to")


def typed(row: OutboxRow) -> dict[str, Any]:
    """The fields of the body, as its author gave them."""
    try:
        body = msgspec.json.decode(row.body, type=dict[str, Any])
    except (msgspec.DecodeError, RecursionError):
        return {}
    return with_people(body, row.author)


def with_people(fields: dict[str, Any], me: str) -> dict[str, Any]:
    """Whoever is named is "me", "other" or nobody ("")."""
    told = {name: _person(value, me) if name in _PEOPLE else value for name, value in fields.items()}
    within = fields.get("params")
    # The body of one action on many cases has that of the action on one in it.
    return {**told, "params": with_people(within, me)} if isinstance(within, dict) else told


def _person(value: Any, me: str) -> str:
    if not value:
        return ""
    return "me" if value == me else "other"


def stands(command_type: str, view: CaseView) -> dict[str, Any] | None:
    """What this seat knows to hold for the case, where a change to it was refused; None where that says nothing."""
    told: dict[str, Any] = {}
    if view.outcome is not None:
        outcome = view.outcome
        told = {
            "decision": outcome.decision,
            "label": outcome.label,
            "code": outcome.code,
            "rationale": outcome.rationale,
            "decided_at": outcome.decided_at.isoformat(),
            "decided_by_name": outcome.decided_by_name,
        }
    elif view.state != CaseState.OPEN:
        told = {"case_state": view.state}
    match command_type:
        case _ if command_type == CASE_PRIORITY:
            told["priority"] = view.priority
        case _ if command_type == CASE_TAG:
            told["tags"] = list(view.tags)
        case _ if command_type in (CASE_ASSIGN, CASE_HAND_OVER):
            whose = view.assigned_to
            told["assignee"] = "" if whose is None else "me" if whose.mine else whose.name or "other"
    return told or None
