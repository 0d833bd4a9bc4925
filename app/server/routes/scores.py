"""Scorecards, judgements and disputes, the vendor's week, the shift, agreement, and what audits say of the agent."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from app.contract import paths
from app.contract.agreement import AgreementCases, AgreementView
from app.contract.disputes import MOST_DISPUTES, DisputePage, VendorWeekly
from app.contract.problems import Code
from app.contract.recall import RecallView
from app.contract.scorecards import MOST_JUDGEMENTS, FunnelView, JudgementPage, OwnScorecard, ScorecardPage
from app.contract.shift import ShiftView
from app.domain.roles import Capability
from app.server.routes.deps import Call, route
from app.server.routes.stats import DaysQuery
from app.server.usecases import agreement, disputes, judgements, recall, scorecards, shift, vendor_weekly

CSV = "text/csv"
MOST_TABLE = 8 * 1024 * 1024
Days = Annotated[int, msgspec.Meta(ge=1, le=366)]
Word = Annotated[str, msgspec.Meta(max_length=80)]
Instant = Annotated[datetime, msgspec.Meta(tz=True)]


class CardsQuery(msgspec.Struct, frozen=True):
    """`by`: whose work each card counts."""

    by: Literal["vendor", "team", "case_type"] = "vendor"
    days: Days = 30
    case_type: Word | None = None


class FunnelQuery(msgspec.Struct, frozen=True):
    by: Literal["vendor", "team", "case_type"] = "vendor"
    measure: Literal["accuracy", "needless", "agreement", "overturned", "in_time"] = "accuracy"
    days: Days = 30
    case_type: Word | None = None


class JudgementsQuery(msgspec.Struct, frozen=True):
    """`before`: next_before of the page before; `person`: somebody else's id."""

    days: Days = 90
    before: Annotated[str, msgspec.Meta(max_length=160)] | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=MOST_JUDGEMENTS)] = 50
    person: Annotated[str, msgspec.Meta(max_length=36)] | None = None


class DisputesQuery(msgspec.Struct, frozen=True):
    """`after`: next_after of the page before."""

    state: Literal["open", "upheld", "overturned", "all"] = "open"
    after: Annotated[str, msgspec.Meta(max_length=36)] | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=MOST_DISPUTES)] = 50


class WeekQuery(msgspec.Struct, frozen=True):
    """`week`: its Monday, as 2026-11-16; the last whole week by default."""

    week: Annotated[str, msgspec.Meta(max_length=10)] | None = None


class ShiftQuery(msgspec.Struct, frozen=True):
    """`from_at`: the beginning of the 24 hours; midnight UTC by default."""

    from_at: Instant | None = None


class AgreementQuery(msgspec.Struct, frozen=True):
    days: Days = 90
    case_type: Word | None = None


class CellQuery(msgspec.Struct, frozen=True):
    """`a` and `b`: ids of raters, as the matrix tells them."""

    a: Annotated[str, msgspec.Meta(max_length=36)]
    b: Annotated[str, msgspec.Meta(max_length=36)]
    days: Days = 90
    case_type: Word | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=agreement.MOST_CASES)] = 100


class RecallQuery(msgspec.Struct, frozen=True):
    """When the agent decided: from `decided_from` to before `decided_before`."""

    decided_from: Instant
    decided_before: Instant
    case_type: Word | None = None


@route(
    "GET",
    paths.SCORECARDS_ME,
    summary="One's own scorecard, whole and by case type",
    description="No figure of fewer than 30 cases is told to anybody: then `n` and `more_to_show` are all there is.",
    tag="Scorecards",
    query=DaysQuery,
    answers={200: OwnScorecard},
    capability=Capability.SCORECARD_OWN,
)
def own_scorecard(call: Call[None]) -> OwnScorecard:
    return scorecards.own(call.storage, call.who, call.query.days)


@route(
    "GET",
    paths.SCORECARDS,
    summary="Scorecards of vendors, teams or case types, in the order of their names",
    description="There is no order by figures. The trail says who has read them.",
    tag="Scorecards",
    query=CardsQuery,
    answers={200: ScorecardPage},
    capability=Capability.SCORECARD_READ,
)
def list_scorecards(call: Call[None]) -> ScorecardPage:
    asked: CardsQuery = call.query
    return scorecards.page(call.storage, call.who, asked.by, asked.days, asked.case_type)


@route(
    "GET",
    paths.SCORECARDS_FUNNEL,
    summary="Shares against the number of cases, with the limits of chance",
    tag="Scorecards",
    query=FunnelQuery,
    answers={200: FunnelView},
    capability=Capability.SCORECARD_READ,
)
def scorecard_funnel(call: Call[None]) -> FunnelView:
    asked: FunnelQuery = call.query
    return scorecards.funnel(call.storage, call.who, asked.by, asked.measure, asked.days, asked.case_type)


@route(
    "GET",
    paths.SCORECARDS_PERSON,
    summary="The scorecard of one person, for who leads",
    tag="Scorecards",
    query=DaysQuery,
    answers={200: OwnScorecard},
    problems=(Code.NOT_FOUND,),
    capability=Capability.SCORECARD_READ,
)
def person_scorecard(call: Call[None]) -> OwnScorecard:
    return scorecards.of_person(call.storage, call.who, call.path["user_id"], call.query.days)


@route(
    "GET",
    paths.JUDGEMENTS,
    summary="Judgements of one's own decisions, the newest first; somebody else's for who leads",
    tag="Scorecards",
    query=JudgementsQuery,
    answers={200: JudgementPage},
    problems=(Code.FORBIDDEN,),
)
def list_judgements(call: Call[None]) -> JudgementPage:
    asked: JudgementsQuery = call.query
    return judgements.listed(call.storage, call.who, asked.days, asked.before, asked.limit, asked.person)


@route(
    "GET",
    paths.DISPUTES,
    summary="Judgements that their subjects contest, the oldest first",
    tag="Scorecards",
    query=DisputesQuery,
    answers={200: DisputePage},
    capability=Capability.DISPUTE_RESOLVE,
)
def list_disputes(call: Call[None]) -> DisputePage:
    asked: DisputesQuery = call.query
    return disputes.listed(call.storage, call.who, asked.state, asked.after, asked.limit)


@route(
    "GET",
    paths.VENDOR_WEEKLY,
    summary="One page on a contact centre's week, with what it contests",
    tag="Scorecards",
    query=WeekQuery,
    answers={200: VendorWeekly},
    problems=(Code.NOT_FOUND,),
    capability=Capability.SCORECARD_READ,
)
def vendor_week(call: Call[None]) -> VendorWeekly:
    return vendor_weekly.weekly(call.storage, call.who, call.path["vendor"], call.query.week)


@route(
    "GET",
    paths.SHIFT,
    summary="Today by hour, what is due, who is on",
    tag="Figures",
    query=ShiftQuery,
    answers={200: ShiftView},
    capability=Capability.SHIFT_READ,
)
def shift_view(call: Call[None]) -> ShiftView:
    return shift.view(call.storage, call.who, call.query.from_at)


@route(
    "GET",
    paths.AGREEMENT,
    summary="How far people who judged the same cases agree",
    tag="Agreement",
    query=AgreementQuery,
    answers={200: AgreementView},
    problems=(Code.NOT_ACCEPTABLE,),
    capability=Capability.AGREEMENT_READ,
)
def agreement_matrix(call: Call[None]) -> AgreementView:
    return agreement.matrix(call.storage, call.who, call.query.days, call.query.case_type)


@route(
    "GET",
    paths.AGREEMENT_CASES,
    summary="The cases that two people judged, those with different decisions first",
    tag="Agreement",
    query=CellQuery,
    answers={200: AgreementCases},
    capability=Capability.AGREEMENT_READ,
)
def agreement_cases(call: Call[None]) -> AgreementCases:
    asked: CellQuery = call.query
    return agreement.cell(call.storage, call.who, asked.a, asked.b, asked.days, asked.case_type, asked.limit)


@route(
    "POST",
    paths.AGREEMENT_ANALYSE,
    summary="The same figures of a table of labels, of which nothing is kept",
    description="CSV in UTF-8 with the columns item, rater and label; up to 200,000 labels of 1,000 raters.",
    tag="Agreement",
    body=bytes,
    body_schema={"type": "string"},
    body_types=(CSV,),
    most=MOST_TABLE,
    answers={200: AgreementView},
    problems=(Code.NOT_ACCEPTABLE,),
    capability=Capability.AGREEMENT_READ,
)
def analyse_labels(call: Call[bytes]) -> AgreementView:
    return agreement.analyse(call.who, call.body)


@route(
    "GET",
    paths.LEDGER_RECALL,
    summary="What the agent finds and what it lets through, estimated from random audits",
    description="Rows of the ledger count as looked at where a draw took them; a row that was named is no sample.",
    tag="Audits",
    query=RecallQuery,
    answers={200: RecallView},
    capability=Capability.STATS_RECALL,
)
def ledger_recall(call: Call[None]) -> RecallView:
    asked: RecallQuery = call.query
    return recall.estimate(call.storage, call.who, asked.decided_from, asked.decided_before, asked.case_type)


ROUTES = [
    own_scorecard,
    list_scorecards,
    scorecard_funnel,
    person_scorecard,
    list_judgements,
    list_disputes,
    vendor_week,
    shift_view,
    agreement_matrix,
    agreement_cases,
    analyse_labels,
    ledger_recall,
]
