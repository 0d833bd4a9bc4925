"""One page a week on a contact centre."""

from datetime import timedelta

from app.contract.disputes import VendorWeekly, WeeklyDispute
from app.contract.problems import Code
from app.contract.scorecards import Subject
from app.domain.dispute import DisputeState
from app.domain.roles import Capability
from app.domain.targets import SHOWN_FROM
from app.server.security.principal import Principal
from app.server.storage import disputes, people, scorecards
from app.server.storage.cases import case_id
from app.server.storage.judgements import Span
from app.server.storage.scorecards import Counts
from app.server.storage.unit_of_work import Storage, from_ms, to_ms
from app.server.usecases.reading import note
from app.server.usecases.refusal import Refused, require
from app.server.usecases.scorecards import card, monday

MOST_OPEN = 50


def weekly(storage: Storage, who: Principal, vendor: str, told: str | None) -> VendorWeekly:
    """The page of a week. Raises Refused (forbidden, not_found, parameter)."""
    require(who, Capability.SCORECARD_READ)
    start, end = monday(storage, told)
    with storage.read() as connection:
        if not people.vendor_exists(connection, vendor):
            raise Refused(Code.NOT_FOUND)
        subject = Subject("vendor", vendor, vendor)
        span = Span(to_ms(start), to_ms(end), vendor=vendor)
        earlier = Span(to_ms(start - timedelta(days=7)), to_ms(start), vendor=vendor)
        before = scorecards.counts(connection, earlier, "all").get("", Counts())
        types = scorecards.counts(connection, span, "case_type")
        now = scorecards.without_few(scorecards.whole(types.values()), types.values(), SHOWN_FROM)
        waiting = disputes.listed(connection, who.user_id, DisputeState.OPEN.value, "", MOST_OPEN, vendor)
    note(storage, who, "scorecard.weekly", "vendor", vendor, week=start.date().isoformat())
    return VendorWeekly(
        vendor,
        start,
        end,
        card(subject, now),
        card(subject, before),
        tuple(card(subject, types[one], one) for one in sorted(types)),
        tuple(
            WeeklyDispute(
                row.dispute_id,
                case_id(row.case_number),
                row.case_type,
                row.source,
                row.decision,
                row.truth,
                from_ms(row.raised_at),
                row.reason,
                row.reason_language,
            )
            for row in waiting
        ),
    )
