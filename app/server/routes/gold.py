"""Gold cases and practice."""

from typing import Annotated

import msgspec

from app.contract import paths
from app.contract.gold import (
    GoldGiven,
    GoldItemOrder,
    GoldOwner,
    GoldPeople,
    GoldRun,
    GoldSetDetail,
    GoldSetOrder,
    GoldSets,
    GoldSetView,
    OwnGold,
    PracticeAnswer,
    PracticePage,
    PracticeResult,
)
from app.contract.problems import Code
from app.domain.roles import Capability
from app.server.routes.deps import Call, route
from app.server.usecases import gold, practice


class PracticeQuery(msgspec.Struct, frozen=True):
    """Which cases to practise."""

    case_type: Annotated[str, msgspec.Meta(max_length=60)]


@route(
    "GET",
    paths.GOLD_SETS,
    summary="The sets of cases with a known answer",
    description="Says as well why cases of a type are not mixed in, where that is so.",
    tag="Quality",
    answers={200: GoldSets},
    capability=Capability.GOLD_MANAGE,
)
def gold_sets(call: Call[None]) -> GoldSets:
    return gold.sets(call.storage, call.who)


@route(
    "POST",
    paths.GOLD_SETS,
    summary="Make a set of one's own",
    tag="Quality",
    body=GoldSetOrder,
    answers={200: GoldSetView},
    problems=(Code.NAME_TAKEN,),
    capability=Capability.GOLD_MANAGE,
)
def make_gold_set(call: Call[GoldSetOrder]) -> GoldSetView:
    return gold.make_set(call.storage, call.who, call.body)


@route(
    "GET",
    paths.GOLD_SET,
    summary="An own set with its items",
    tag="Quality",
    answers={200: GoldSetDetail},
    problems=(Code.NOT_FOUND,),
    capability=Capability.GOLD_MANAGE,
)
def gold_set(call: Call[None]) -> GoldSetDetail:
    return gold.detail(call.storage, call.who, call.path["set_id"])


@route(
    "POST",
    paths.GOLD_ITEMS,
    summary="Put a decided case with its answer into an own set",
    tag="Quality",
    body=GoldItemOrder,
    answers={200: GoldSetView},
    problems=(Code.NOT_FOUND, Code.NOT_GOLD),
    capability=Capability.GOLD_MANAGE,
)
def add_gold_item(call: Call[GoldItemOrder]) -> GoldSetView:
    return gold.add_item(call.storage, call.who, call.path["set_id"], call.body)


@route(
    "POST",
    paths.GOLD_RETIRE,
    summary="Give an item of an own set out no more",
    tag="Quality",
    answers={200: GoldSetView},
    problems=(Code.NOT_FOUND,),
    capability=Capability.GOLD_MANAGE,
)
def retire_gold_item(call: Call[None]) -> GoldSetView:
    return gold.retire(call.storage, call.who, call.path["set_id"], call.path["item_id"])


@route(
    "PUT",
    paths.GOLD_OWNER,
    summary="Hand an own set to another owner",
    tag="Quality",
    body=GoldOwner,
    answers={200: GoldSetView},
    problems=(Code.NOT_FOUND,),
    capability=Capability.GOLD_MANAGE,
)
def hand_gold_set(call: Call[GoldOwner]) -> GoldSetView:
    return gold.hand_over(call.storage, call.who, call.path["set_id"], call.body)


@route(
    "POST",
    paths.GOLD_RUNS,
    summary="Give one person cases with a known answer, all at once",
    tag="Quality",
    body=GoldRun,
    answers={200: GoldGiven},
    problems=(Code.NOT_FOUND, Code.NOT_GOLD),
    capability=Capability.GOLD_MANAGE,
)
def gold_run(call: Call[GoldRun]) -> GoldGiven:
    return gold.run(call.storage, call.who, call.body)


@route(
    "POST",
    paths.GOLD_SEED,
    summary="Mix in what was drawn since the last time, now",
    description="What the server does of itself about every minute.",
    tag="Quality",
    answers={200: GoldGiven},
    capability=Capability.GOLD_MANAGE,
)
def gold_seed(call: Call[None]) -> GoldGiven:
    return gold.seed_now(call.storage, call.who)


@route(
    "GET",
    paths.GOLD_PEOPLE,
    summary="Who was given cases with a known answer, and for whom the alarm rings",
    description="Of nobody anything is told before 80 answers; the alarm rings at five errors in the last 80.",
    tag="Quality",
    answers={200: GoldPeople},
    capability=Capability.GOLD_MANAGE,
)
def gold_people(call: Call[None]) -> GoldPeople:
    return gold.everybody(call.storage, call.who)


@route(
    "GET",
    paths.GOLD_OWN,
    summary="How one did in cases with a known answer, as counts of past weeks",
    tag="Quality",
    answers={200: OwnGold},
    capability=Capability.REVIEW_SUBMIT,
)
def own_gold(call: Call[None]) -> OwnGold:
    return gold.own(call.services.storage, call.who)


@route(
    "GET",
    paths.PRACTICE,
    summary="Practice cases of a type",
    tag="Quality",
    query=PracticeQuery,
    answers={200: PracticePage},
    problems=(Code.NOT_FOUND,),
    capability=Capability.REVIEW_SUBMIT,
)
def practice_cases(call: Call[None]) -> PracticePage:
    return practice.cases_to_do(call.services.storage, call.who, call.query.case_type)


@route(
    "POST",
    paths.PRACTICE_CASE,
    summary="Say what one would decide, and read why it is right or wrong",
    tag="Quality",
    body=PracticeAnswer,
    answers={200: PracticeResult},
    problems=(Code.NOT_FOUND,),
    capability=Capability.REVIEW_SUBMIT,
)
def answer_practice(call: Call[PracticeAnswer]) -> PracticeResult:
    return practice.answer(call.services.storage, call.who, call.path["item_id"], call.body)


ROUTES = [
    gold_sets,
    make_gold_set,
    gold_set,
    add_gold_item,
    retire_gold_item,
    hand_gold_set,
    gold_run,
    gold_seed,
    gold_people,
    own_gold,
    practice_cases,
    answer_practice,
]
