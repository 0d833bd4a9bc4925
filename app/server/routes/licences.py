"""Licences: where one stands, where others stand, and second looks."""

from typing import Annotated

import msgspec

from app.contract import paths
from app.contract.licences import (
    LicencePage,
    LicencePlace,
    LicenceView,
    LookJudged,
    LookJudgement,
    LookPage,
    OwnLicences,
)
from app.contract.problems import Code
from app.domain.roles import Capability
from app.server.routes.deps import Call, route
from app.server.usecases import licences


class LooksQuery(msgspec.Struct, frozen=True):
    """Where to go on, and how many."""

    after: Annotated[str, msgspec.Meta(max_length=36)] | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=200)] = 50


@route(
    "GET",
    paths.LICENCES_OWN,
    summary="What one may decide, why, and what leads on",
    tag="Quality",
    answers={200: OwnLicences},
    capability=Capability.REVIEW_SUBMIT,
)
def own_licences(call: Call[None]) -> OwnLicences:
    return licences.own(call.storage, call.who)


@route(
    "GET",
    paths.LICENCES,
    summary="Everybody's licences",
    tag="Quality",
    answers={200: LicencePage},
    capability=Capability.LICENCE_READ,
)
def all_licences(call: Call[None]) -> LicencePage:
    return licences.everybody(call.storage, call.who)


@route(
    "PUT",
    paths.LICENCE,
    summary="Put a person on a rung, with a reason",
    description="Grants, or steps back. Nobody changes their own licence.",
    tag="Quality",
    body=LicencePlace,
    answers={200: LicenceView},
    problems=(Code.NOT_FOUND,),
    capability=Capability.LICENCE_MANAGE,
)
def place_licence(call: Call[LicencePlace]) -> LicenceView:
    return licences.place(call.storage, call.who, call.path["user_id"], call.path["case_type"], call.body)


@route(
    "GET",
    paths.LICENCE_LOOKS,
    summary="Reviews that were drawn to be looked at again",
    tag="Quality",
    query=LooksQuery,
    answers={200: LookPage},
    capability=Capability.LICENCE_MANAGE,
)
def licence_looks(call: Call[None]) -> LookPage:
    return licences.looks(call.storage, call.who, call.query.after, call.query.limit)


@route(
    "POST",
    paths.LICENCE_LOOK,
    summary="Say what a second look at a review found",
    description="An error is named by its class in the rubric; critical ones count against the licence.",
    tag="Quality",
    body=LookJudgement,
    answers={200: LookJudged},
    problems=(Code.NOT_FOUND, Code.ALREADY_JUDGED),
    capability=Capability.LICENCE_MANAGE,
)
def judge_look(call: Call[LookJudgement]) -> LookJudged:
    return licences.judge(call.storage, call.who, call.path["review_id"], call.body)


ROUTES = [own_licences, all_licences, place_licence, licence_looks, judge_look]
