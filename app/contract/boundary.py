"""The automation boundary on the wire: where people's work could end, and how slices fare that left it."""

from datetime import datetime
from typing import Annotated

import msgspec

from app.contract.gold import Language
from app.contract.hub import Bounded, SliceView
from app.contract.licences import Reason
from app.domain.boundary import SliceKey


class SliceStanding(msgspec.Struct, frozen=True):
    """One slice of the cases that came to people. `agent_right` of `decided`, all of them; `right` of `blind`, those
    that were decided without the agent's word in sight, which alone count. `lower` is the always-valid bound of that
    share with the guard for many slices; `state`: met, missed or not_yet_known; `more`: further blind cases that could
    settle it as met, all of them right. `hours`: what the slice took of people in the window. `proposed`: it is
    proposed, or in force."""

    key: SliceKey
    cases: int
    decided: int
    agent_right: int
    blind: int
    right: int
    share: Bounded | None
    lower: float
    upper: float
    state: str
    more: int | None
    hours: float
    proposed: bool


class BoundaryTotal(msgspec.Struct, frozen=True):
    """Of a case type, "*" for all: cases that came to people, of those decided how many the agent had right."""

    case_type: str
    cases: int
    decided: int
    agent_right: int
    blind: int
    right: int


class BoundaryView(msgspec.Struct, frozen=True):
    """`slices_judged`: slices with enough blind cases to be judged at all, over which `alpha` is divided, so that one
    graduates by mistake in one of 1 / alpha houses at most, however many slices there are and however often one
    looks. `may_propose`: the reader may."""

    routed_from: datetime
    routed_before: datetime
    target: float
    alpha: float
    least: int
    slices_judged: int
    totals: tuple[BoundaryTotal, ...]
    slices: tuple[SliceStanding, ...]
    left: tuple[SliceView, ...]
    may_propose: bool


class SliceOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Propose that the agent decides a slice alone; `audit_per_mille` of its cases are looked at after."""

    key: SliceKey
    why: Reason
    why_language: Language
    audit_per_mille: Annotated[int, msgspec.Meta(ge=20, le=1000)] = 100
