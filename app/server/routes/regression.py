"""The regression set of the agent, candidates that answer it, and blind votes on two reasonings."""

from typing import Annotated, Literal

import msgspec

from app.contract import paths
from app.contract.problems import Code
from app.contract.regression import (
    MOST_PAGE,
    JudgeRuns,
    PairView,
    RegressionCases,
    RegressionOrder,
    RegressionSets,
    RegressionSetView,
    RunCase,
    RunCases,
    RunOrder,
    Runs,
    RunView,
    Vote,
    VoteTaken,
)
from app.domain.roles import Capability
from app.server.routes.deps import Call, route
from app.server.usecases import regression, regression_cases, regression_votes
from app.server.usecases.refusal import Refused

TAG = "Regression"


class RegressionCasesQuery(msgspec.Struct, frozen=True):
    """`after`: next_after of the page before."""

    after: Annotated[int, msgspec.Meta(ge=0, le=2**31)] = 0
    limit: Annotated[int, msgspec.Meta(ge=1, le=MOST_PAGE)] = 100


class RunCasesQuery(msgspec.Struct, frozen=True):
    """`which`: changed (gained or lost), one of them, same, unanswered, repeated (a marked step), or any. `after`:
    next_after of the page before."""

    which: Literal["changed", "gained", "lost", "same", "unanswered", "repeated", "any"] = "changed"
    after: Annotated[int, msgspec.Meta(ge=0, le=2**31)] = 0
    limit: Annotated[int, msgspec.Meta(ge=1, le=MOST_PAGE)] = 200


@route(
    "GET",
    paths.REGRESSION_SETS,
    summary="Regression sets, the newest first",
    tag=TAG,
    answers={200: RegressionSets},
    capability=Capability.EXPORT_TRAINING,
)
def list_regression_sets(call: Call[None]) -> RegressionSets:
    return regression.page(call.storage, call.who)


@route(
    "POST",
    paths.REGRESSION_SETS,
    summary="Freeze what was marked wrong and what was judged as the next version of the regression set",
    description="Where nothing has changed since the last version, that one is answered.",
    tag=TAG,
    body=RegressionOrder,
    answers={200: RegressionSetView},
    problems=(Code.UNKNOWN_CASE_TYPE, Code.TRAINING_EMPTY),
    capability=Capability.TRAINING_MANAGE,
)
def make_regression_set(call: Call[RegressionOrder]) -> RegressionSetView:
    return regression.make(call.storage, call.who, call.body)


@route(
    "GET",
    paths.REGRESSION_CASES,
    summary="The cases of a regression set",
    description="The agent's service is told which cases they are, and not what is right.",
    tag=TAG,
    query=RegressionCasesQuery,
    answers={200: RegressionCases},
    problems=(Code.NOT_FOUND,),
    capability=Capability.EXPORT_TRAINING,
)
def list_regression_cases(call: Call[None]) -> RegressionCases:
    asked: RegressionCasesQuery = call.query
    return regression.cases(call.storage, call.who, call.path["set_id"], asked.after, asked.limit)


@route(
    "POST",
    paths.REGRESSION_SET_RUNS,
    summary="Have a candidate model or prompt answer a regression set",
    description="Webhooks that ask for regression.requested are told. The candidate answers by"
    " POST /v1/intake/assessments as challenger.",
    tag=TAG,
    body=RunOrder,
    answers={200: RunView},
    problems=(Code.NOT_FOUND,),
    capability=Capability.TRAINING_MANAGE,
)
def ask_regression_run(call: Call[RunOrder]) -> RunView:
    return regression.ask(call.storage, call.who, call.path["set_id"], call.body)


@route(
    "GET",
    paths.REGRESSION_RUNS,
    summary="Runs of candidates, the newest first",
    tag=TAG,
    answers={200: Runs},
    capability=Capability.EXPORT_TRAINING,
)
def list_regression_runs(call: Call[None]) -> Runs:
    return regression.runs(call.storage, call.who)


@route(
    "GET",
    paths.REGRESSION_RUN,
    summary="How a candidate's answers stand beside the agent's own",
    description="Better or worse is said by the cases alone that were judged without a look at the agent's answer;"
    " the e-value may be read every day.",
    tag=TAG,
    answers={200: RunView},
    problems=(Code.NOT_FOUND,),
    capability=Capability.EXPORT_TRAINING,
)
def read_regression_run(call: Call[None]) -> RunView:
    return regression.run(call.storage, call.who, call.path["run_id"])


@route(
    "POST",
    paths.REGRESSION_LOOKS,
    summary="Look at the single cases of a run, and judge no more pairs of it",
    description="Needed while the run is open, by those alone who might judge; twice is once.",
    tag=TAG,
    answers={200: RunView},
    problems=(Code.NOT_FOUND,),
    capability=Capability.EXPORT_TRAINING,
)
def look_at_regression_run(call: Call[None]) -> RunView:
    return regression_cases.look(call.storage, call.who, call.path["run_id"])


@route(
    "GET",
    paths.REGRESSION_RUN_CASES,
    summary="What a candidate's answers make of the cases of a run",
    description="Cases that this person is to decide again are left out and counted.",
    tag=TAG,
    query=RunCasesQuery,
    answers={200: RunCases},
    problems=(Code.NOT_FOUND, Code.REGRESSION_BLIND),
    capability=Capability.EXPORT_TRAINING,
)
def regression_run_cases(call: Call[None]) -> RunCases:
    asked: RunCasesQuery = call.query
    return regression_cases.page(call.storage, call.who, call.path["run_id"], asked.which, asked.after, asked.limit)


@route(
    "GET",
    paths.REGRESSION_RUN_CASE,
    summary="One case of a run, with both answers side by side",
    tag=TAG,
    answers={200: RunCase},
    problems=(Code.NOT_FOUND, Code.REGRESSION_BLIND),
    capability=Capability.EXPORT_TRAINING,
)
def regression_run_case(call: Call[None]) -> RunCase:
    n = call.path["n"]
    if not (n.isascii() and n.isdecimal() and len(n) < 6 and int(n) > 0):
        raise Refused(Code.NOT_FOUND)
    return regression_cases.one(call.storage, call.who, call.path["run_id"], int(n))


@route(
    "GET",
    paths.REGRESSION_JUDGING,
    summary="Open runs of which pairs may be judged, without a word on whose they are",
    tag=TAG,
    answers={200: JudgeRuns},
    capability=Capability.QA_SCORE,
)
def regression_judging(call: Call[None]) -> JudgeRuns:
    return regression_votes.judging(call.storage, call.who)


@route(
    "POST",
    paths.REGRESSION_CONCLUSION,
    summary="Keep the figures of a run, and tell everybody who marked a step what became of it",
    tag=TAG,
    answers={200: RunView},
    problems=(Code.NOT_FOUND, Code.REGRESSION_UNANSWERED),
    capability=Capability.TRAINING_MANAGE,
)
def conclude_regression_run(call: Call[None]) -> RunView:
    return regression.conclude(call.storage, call.who, call.path["run_id"])


@route(
    "POST",
    paths.REGRESSION_PAIRS,
    summary="Two reasonings on one case, in an order drawn by lot",
    description="The same pair until it is judged. 404 where none is left.",
    tag=TAG,
    answers={200: PairView},
    problems=(Code.NOT_FOUND, Code.REGRESSION_LOOKED),
    capability=Capability.QA_SCORE,
)
def next_regression_pair(call: Call[None]) -> PairView:
    return regression_votes.next_pair(call.storage, call.who, call.path["run_id"])


@route(
    "POST",
    paths.REGRESSION_VOTE,
    summary="Say which of the two is better founded",
    tag=TAG,
    body=Vote,
    answers={200: VoteTaken},
    problems=(Code.NOT_FOUND, Code.REGRESSION_VOTED, Code.REGRESSION_LOOKED),
    capability=Capability.QA_SCORE,
)
def vote_on_regression_pair(call: Call[Vote]) -> VoteTaken:
    return regression_votes.vote(call.storage, call.who, call.path["pair_id"], call.body)


ROUTES = [
    list_regression_sets,
    make_regression_set,
    list_regression_cases,
    ask_regression_run,
    list_regression_runs,
    read_regression_run,
    look_at_regression_run,
    regression_run_cases,
    regression_run_case,
    regression_judging,
    conclude_regression_run,
    next_regression_pair,
    vote_on_regression_pair,
]
