"""Quality: frames, samples, packets to take along, blind re-review, adjudication, coverage."""

from typing import Annotated

import msgspec

from app.contract import paths
from app.contract.problems import Code
from app.contract.qa import (
    AdjudicationPage,
    CoverageView,
    FrameCriteria,
    FramePage,
    FrameRows,
    FrameView,
    PacketRequest,
    ReReviewPage,
    SamplePage,
    SampleView,
    SealedPacket,
    SeriesPage,
)
from app.domain.roles import Capability
from app.server.routes.deps import Answer, Call, route
from app.server.usecases import qa_frames, qa_packets, qa_truths, qa_views

_TAG = "Quality"


class RowsQuery(msgspec.Struct, frozen=True):
    """`after`: the last ref of the page before."""

    after: Annotated[str, msgspec.Meta(max_length=40)] = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=5000)] = 1000


class FewQuery(msgspec.Struct, frozen=True):
    """How many cases at once."""

    limit: Annotated[int, msgspec.Meta(ge=1, le=50)] = 20


class CoverageQuery(msgspec.Struct, frozen=True):
    """How many days back, today (UTC) included."""

    days: Annotated[int, msgspec.Meta(ge=1, le=366)] = 30


class Wanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many cases that wait for anybody to take over."""

    want: Annotated[int, msgspec.Meta(ge=1, le=20)] = 10


@route(
    "POST",
    paths.QA_FRAMES,
    summary="Freeze what a sample may be drawn from",
    description="Decisions in force of closed cases, own ones of whoever asks left out. The same criteria on the same"
    " data have the same digest.",
    tag=_TAG,
    body=FrameCriteria,
    answers={200: FrameView},
    problems=(Code.QA_EMPTY_FRAME, Code.QA_FRAME_TOO_LARGE),
    capability=Capability.QA_SAMPLE,
)
def define_frame(call: Call[FrameCriteria]) -> FrameView:
    return qa_frames.define(call.storage, call.who, call.body)


@route(
    "GET",
    paths.QA_FRAMES,
    summary="The newest frames",
    tag=_TAG,
    answers={200: FramePage},
    capability=Capability.QA_SAMPLE,
)
def list_frames(call: Call[None]) -> FramePage:
    return qa_frames.frames(call.storage, call.who)


@route(
    "GET",
    paths.QA_FRAME,
    summary="One frame",
    tag=_TAG,
    answers={200: FrameView},
    problems=(Code.NOT_FOUND,),
    capability=Capability.QA_SAMPLE,
)
def get_frame(call: Call[None]) -> FrameView:
    return qa_frames.one(call.storage, call.who, call.path["frame_id"])


@route(
    "GET",
    paths.QA_FRAME_ROWS,
    summary="The rows of a frame, to draw the same sample elsewhere",
    tag=_TAG,
    query=RowsQuery,
    answers={200: FrameRows},
    problems=(Code.NOT_FOUND, Code.QA_NOT_CARRIED),
    capability=Capability.QA_SAMPLE,
)
def frame_rows(call: Call[None]) -> FrameRows:
    return qa_frames.rows(call.storage, call.who, call.path["frame_id"], call.query.after, call.query.limit)


@route(
    "POST",
    paths.QA_PACKETS,
    summary="Cases to re-review without the server, sealed to this seat's key and signed",
    description="A whole frame, to be drawn from later, or one's own part of a sample. Until the scores are signed or"
    " the packet is given back, no answer tells its person what was decided on these cases.",
    tag=_TAG,
    body=PacketRequest,
    answers={200: SealedPacket},
    problems=(Code.NOT_FOUND, Code.QA_NOT_CARRIED, Code.QA_NO_KEY),
    capability=Capability.QA_SCORE,
)
def issue_packet(call: Call[PacketRequest]) -> SealedPacket:
    return qa_packets.issue(call.storage, call.who, call.body)


@route(
    "POST",
    paths.QA_PACKET_RETURN,
    summary="Give a packet back",
    tag=_TAG,
    answers={204: None},
    problems=(Code.NOT_FOUND,),
    capability=Capability.QA_SCORE,
)
def return_packet(call: Call[None]) -> Answer:
    qa_packets.give_back(call.storage, call.who, call.path["packet_id"])
    return Answer(status=204)


@route(
    "GET",
    paths.QA_SAMPLES,
    summary="The newest samples, with what came of them",
    tag=_TAG,
    answers={200: SamplePage},
    capability=Capability.QA_SCORE,
)
def list_samples(call: Call[None]) -> SamplePage:
    return qa_views.samples(call.storage, call.who)


@route(
    "GET",
    paths.QA_SAMPLE,
    summary="One sample, with what came of it",
    tag=_TAG,
    answers={200: SampleView},
    problems=(Code.NOT_FOUND,),
    capability=Capability.QA_SCORE,
)
def get_sample(call: Call[None]) -> SampleView:
    return qa_views.sample(call.storage, call.who, call.path["sample_id"])


@route(
    "GET",
    paths.QA_RE_REVIEWS,
    summary="What one is to decide again, blind",
    tag=_TAG,
    query=FewQuery,
    answers={200: ReReviewPage},
    capability=Capability.QA_SCORE,
)
def list_re_reviews(call: Call[None]) -> ReReviewPage:
    return qa_views.re_reviews(call.storage, call.who, call.query.limit)


@route(
    "POST",
    paths.QA_RE_REVIEWS,
    summary="Take over cases that wait for anybody to decide them again",
    tag=_TAG,
    body=Wanted,
    answers={200: ReReviewPage},
    capability=Capability.QA_SCORE,
)
def take_re_reviews(call: Call[Wanted]) -> ReReviewPage:
    return qa_views.take(call.storage, call.who, call.body.want)


@route(
    "GET",
    paths.QA_ADJUDICATIONS,
    summary="Cases on which people differ, with both sides",
    tag=_TAG,
    query=FewQuery,
    answers={200: AdjudicationPage},
    capability=Capability.QA_ADJUDICATE,
)
def list_adjudications(call: Call[None]) -> AdjudicationPage:
    return qa_truths.waiting(call.storage, call.who, call.query.limit)


@route(
    "GET",
    paths.QA_COVERAGE,
    summary="How much of what was decided is looked at again, by type, decision and vendor",
    tag=_TAG,
    query=CoverageQuery,
    answers={200: CoverageView},
    capability=Capability.QA_SAMPLE,
)
def qa_coverage(call: Call[None]) -> CoverageView:
    return qa_views.coverage(call.storage, call.who, call.query.days)


@route(
    "GET",
    paths.QA_SERIES,
    summary="How series of lots stand by the switching rules",
    tag=_TAG,
    answers={200: SeriesPage},
    capability=Capability.QA_SAMPLE,
)
def qa_series(call: Call[None]) -> SeriesPage:
    return qa_views.series(call.storage, call.who)


ROUTES = [
    define_frame,
    list_frames,
    get_frame,
    frame_rows,
    issue_packet,
    return_packet,
    list_samples,
    get_sample,
    list_re_reviews,
    take_re_reviews,
    list_adjudications,
    qa_coverage,
    qa_series,
]
