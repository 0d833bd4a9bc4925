"""Colleagues, and what reviewers found missing."""

from typing import Annotated

import msgspec

from app.contract import paths
from app.contract.missing import MissingStats
from app.contract.people import NameToUnlock, NameUnlocked, PeoplePage
from app.domain.roles import Capability
from app.server.routes.deps import Call, route
from app.server.usecases import colleagues, missing, people


class PeopleQuery(msgspec.Struct, frozen=True):
    """`capability`: only those who have it, such as review.submit."""

    capability: str | None = None


class MissingQuery(msgspec.Struct, frozen=True):
    """`days`: how far back to count; 30 by default."""

    days: Annotated[int, msgspec.Meta(ge=1, le=missing.MOST_DAYS)] | None = None


@route(
    "GET",
    paths.PEOPLE,
    summary="Colleagues that a case may be given to",
    tag="People",
    query=PeopleQuery,
    answers={200: PeoplePage},
    capability=Capability.PEOPLE_READ,
)
def list_people(call: Call[None]) -> PeoplePage:
    asked: PeopleQuery = call.query
    return colleagues.colleagues(call.storage, call.who, asked.capability)


@route(
    "GET",
    paths.STATS_MISSING,
    summary="What reviewers looked for and did not find, by type",
    tag="Statistics",
    query=MissingQuery,
    answers={200: MissingStats},
    capability=Capability.STATS_MISSING,
)
def missing_counts(call: Call[None]) -> MissingStats:
    asked: MissingQuery = call.query
    return missing.counts(call.storage, call.who, asked.days)


@route(
    "POST",
    paths.PEOPLE_UNLOCK,
    summary="Let a name try to sign in again at once",
    description="After too many wrong passwords a name has to wait, whether anybody has it or not.",
    tag="People",
    body=NameToUnlock,
    answers={200: NameUnlocked},
    capability=Capability.PERSON_MANAGE,
)
def unlock_name(call: Call[NameToUnlock]) -> NameUnlocked:
    return NameUnlocked(people.unlock(call.storage, call.who, call.body.name))


ROUTES = [list_people, missing_counts, unlock_name]
