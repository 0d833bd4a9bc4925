"""Training sets, their files, and requests to train from them."""

from typing import Annotated, Literal

import msgspec

from app.contract import paths
from app.contract.problems import Code
from app.contract.training_sets import (
    MOST_SETS,
    RetrainingAnswer,
    RetrainingEffect,
    RetrainingOrder,
    RetrainingPage,
    RetrainingView,
    TrainingOrder,
    TrainingSets,
    TrainingSetView,
)
from app.domain.roles import Capability
from app.server.routes.deps import JSON, NDJSON, Call, Streamed, route
from app.server.usecases import retraining, training_sets

Id = Annotated[str, msgspec.Meta(max_length=36)]
PARQUET = "application/vnd.apache.parquet"


class SetsQuery(msgspec.Struct, frozen=True):
    """`after`: next_after of the page before; `feedback_id`: those made for one item."""

    after: Id | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=MOST_SETS)] = 50
    feedback_id: Id | None = None


class RequestsQuery(msgspec.Struct, frozen=True):
    """`feedback_id`: those about one item."""

    state: Literal["asked", "trained", "refused"] | None = None
    feedback_id: Id | None = None


@route(
    "GET",
    paths.TRAINING_SETS,
    summary="Training sets, the newest first",
    tag="Loop",
    query=SetsQuery,
    answers={200: TrainingSets},
    capability=Capability.EXPORT_TRAINING,
)
def list_training_sets(call: Call[None]) -> TrainingSets:
    asked: SetsQuery = call.query
    return training_sets.page(call.storage, call.who, asked.after, asked.limit, asked.feedback_id)


@route(
    "POST",
    paths.TRAINING_SETS,
    summary="Make the next version of a training set, of a finding or by filter",
    description="Where the same cases and labels make the same files as the last version, that one is answered.",
    tag="Loop",
    body=TrainingOrder,
    answers={200: TrainingSetView},
    problems=(Code.NOT_FOUND, Code.TRAINING_EMPTY),
    capability=Capability.TRAINING_MANAGE,
)
def make_training_set(call: Call[TrainingOrder]) -> TrainingSetView:
    return training_sets.make(call.storage, call.services.files, call.who, call.body)


@route(
    "GET",
    paths.TRAINING_SET,
    summary="A training set with its manifest and what was asked of it",
    tag="Loop",
    answers={200: TrainingSetView},
    problems=(Code.NOT_FOUND,),
    capability=Capability.EXPORT_TRAINING,
)
def read_training_set(call: Call[None]) -> TrainingSetView:
    return training_sets.one(call.storage, call.who, call.path["set_id"])


@route(
    "GET",
    paths.TRAINING_FILE,
    summary="One file of a training set, or its manifest.json",
    description="The trail says who took which file. Its SHA-256 stands in the manifest.",
    tag="Loop",
    raw_answers={200: {kind: {"type": "string"} for kind in (NDJSON, PARQUET)} | {JSON: {"type": "object"}}},
    problems=(Code.NOT_FOUND,),
    capability=Capability.EXPORT_TRAINING,
)
def training_file(call: Call[None]) -> Streamed:
    name = call.path["name"]
    pieces, media_type = training_sets.file(call.storage, call.services.files, call.who, call.path["set_id"], name)
    return Streamed(pieces, media_type, {"Content-Disposition": f'attachment; filename="{name}"'})


@route(
    "POST",
    paths.TRAINING_REQUESTS,
    summary="Ask the model's owner to train from a set",
    description="It goes into the folder of the house where one is set, else to webhooks that ask for"
    " retraining.requested; else the owner's service finds it under GET /v1/retraining.",
    tag="Loop",
    body=RetrainingOrder,
    answers={200: RetrainingView},
    problems=(Code.NOT_FOUND,),
    capability=Capability.TRAINING_MANAGE,
)
def ask_retraining(call: Call[RetrainingOrder]) -> RetrainingView:
    by_folder = bool(call.settings.retraining_folder)
    return retraining.ask(call.storage, call.who, call.path["set_id"], call.body, by_folder=by_folder)


@route(
    "GET",
    paths.RETRAINING,
    summary="Requests to train from sets, the newest first",
    tag="Loop",
    query=RequestsQuery,
    answers={200: RetrainingPage},
    capability=Capability.EXPORT_TRAINING,
)
def list_retraining(call: Call[None]) -> RetrainingPage:
    return retraining.page(call.storage, call.who, call.query.state, call.query.feedback_id)


@route(
    "POST",
    paths.RETRAINING_ANSWER,
    summary="Say which model version was trained, or why none was",
    description="By the model owner's service. The version is then judged by its challenger assessments.",
    tag="Loop",
    body=RetrainingAnswer,
    answers={200: RetrainingView},
    problems=(Code.NOT_FOUND, Code.TRAINING_ANSWERED),
    capability=Capability.INTAKE_WRITE,
)
def answer_retraining(call: Call[RetrainingAnswer]) -> RetrainingView:
    return retraining.answer(call.storage, call.who, call.path["request_id"], call.body)


@route(
    "GET",
    paths.RETRAINING_EFFECT,
    summary="What the new version makes of the pattern's cases, before and after",
    description="By challenger assessments under its name; McNemar exact, and an e-value that may be read every day.",
    tag="Loop",
    answers={200: RetrainingEffect},
    problems=(Code.NOT_FOUND,),
    capability=Capability.EXPORT_TRAINING,
)
def retraining_effect(call: Call[None]) -> RetrainingEffect:
    return retraining.effect(call.storage, call.services.files, call.who, call.path["request_id"])


ROUTES = [
    list_training_sets,
    make_training_set,
    read_training_set,
    training_file,
    ask_retraining,
    list_retraining,
    answer_retraining,
    retraining_effect,
]
