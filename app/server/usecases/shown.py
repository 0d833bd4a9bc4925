"""Cases as one viewer may see them: whether the agent's word is kept back, and what stands beside it.

Every answer that holds a case view is made here, so that nothing of a verdict leaves by a side door."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection

from app.contract.catalogue import catalogue
from app.contract.views import CaseView, Viewer, case_view
from app.domain.blind_first import drawn_blind
from app.domain.case import CaseState
from app.domain.roles import Capability, can
from app.server.config import Policy
from app.server.storage import assessments, people, qa_holds, state
from app.server.storage.cases import StoredCase

# What else would tell of the first decision whoever is to decide the case again.
_TO_DECIDE_AGAIN: dict[str, Any] = {"outcome": None, "escalation": None, "links": ()}


def blind_key(connection: Connection) -> bytes:
    """The key that draws who gets which case blind."""
    return key_of(state.read(connection, state.BLIND_KEY))


def key_of(told: str | None) -> bytes:
    """The same key as the server's state holds it."""
    return bytes.fromhex(told or "00")


def gets_blind(key: bytes, viewer: Viewer, number: int, per_mille: int) -> bool:
    """Whether this person decides this case blind, as long as it is open. People who never decide never are."""
    return can(viewer.roles, Capability.REVIEW_SUBMIT) and drawn_blind(key, number, viewer.user_id, per_mille)


def withheld(key: bytes, viewer: Viewer, number: int, case_state: str, per_mille: int) -> bool:
    """Whether the agent's word on this case is kept back from this viewer now. Whoever has decided or escalated a
    case has thereby ended its being open, so to be open is to be uncommitted."""
    return per_mille > 0 and case_state == CaseState.OPEN.value and gets_blind(key, viewer, number, per_mille)


def is_withheld(key: bytes, viewer: Viewer, stored: StoredCase) -> bool:
    """The same for a case in hand."""
    return withheld(key, viewer, stored.number, stored.record.state.value, stored.blind_per_mille)


def case_views(
    connection: Connection, found: Iterable[StoredCase], viewer: Viewer, policy: Policy, now: datetime | None = None
) -> dict[int, CaseView]:
    """The views of these cases, by number; ask `may_see` first. `now` where the answer is for one moment."""
    key, listed = blind_key(connection), list(found)
    again = qa_holds.held(connection, viewer) if listed else frozenset()
    hidden = {stored.number for stored in listed if stored.number in again or is_withheld(key, viewer, stored)}
    beside = assessments.beside(connection, with_some_beside(listed, hidden))
    seats = _own_seats(connection, listed, viewer)
    views = {}
    for stored in listed:
        record = stored.record
        if stored.number in beside:
            word = record.facts.assessment
            others = tuple(one for one in beside[stored.number] if one.assessment != word)
            record = msgspec.structs.replace(record, beside=others)
        view = case_view(
            record,
            viewer,
            catalogue(),
            now,
            blind=stored.number in hidden,
            challengers=policy.challengers_shown,
            seats=seats,
        )
        if stored.number in again:
            view = msgspec.structs.replace(view, **_TO_DECIDE_AGAIN)
        views[stored.number] = view
    return views


def _own_seats(connection: Connection, listed: Sequence[StoredCase], viewer: Viewer) -> dict[str, str]:
    """The names of the viewer's seats that hold these cases or did before."""
    own = [case.record.claim for case in listed if case.claim_owner == viewer.user_id and case.record.claim]
    ids = {device for claim in own for device in (claim.device_id, claim.from_device) if device is not None}
    return people.seat_names(connection, viewer.user_id, ids)


def with_some_beside(found: Sequence[StoredCase], hidden: set[int]) -> list[int]:
    """The numbers of the cases whose other assessments are worth reading."""
    return [stored.number for stored in found if stored.beside and stored.number not in hidden]


def one_view(
    connection: Connection, stored: StoredCase, viewer: Viewer, policy: Policy, now: datetime | None = None
) -> CaseView:
    """The view of one case."""
    return case_views(connection, (stored,), viewer, policy, now)[stored.number]
