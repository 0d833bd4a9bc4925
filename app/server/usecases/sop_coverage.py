"""How far the procedures carry: the share of decided cases that rest on a clause, what is missing first, and how the
agent fares under each version of a clause."""

from collections.abc import Iterator
from datetime import timedelta

import msgspec
from sqlalchemy import Connection

from app.analytics.intervals import Share, share
from app.contract.problems import Code
from app.contract.sop import (
    MOST_OLD,
    ClauseRecord,
    Missing,
    OldDecision,
    OldDecisions,
    ShareView,
    SopCoverage,
    TypeCoverage,
)
from app.domain.review import SopReliance
from app.domain.roles import Capability
from app.domain.targets import SOP_COVERAGE
from app.server.security.principal import Principal
from app.server.storage import qa_holds, sop, sop_coverage
from app.server.storage.cases import case_id
from app.server.storage.unit_of_work import Storage, from_ms, to_ms
from app.server.usecases.reading import note
from app.server.usecases.refusal import Refused, require

MET, MISSED, UNKNOWN = "met", "missed", "not_yet_known"
MOST_MISSING = 50


def coverage(storage: Storage, who: Principal, days: int) -> SopCoverage:
    """Figures of the decisions of so many days. Raises Refused (forbidden)."""
    require(who, Capability.SOP_READ)
    since = storage.clock() - timedelta(days=days)
    since_ms = to_ms(since)
    with storage.read() as connection:
        types = tuple(
            TypeCoverage(one.case_type, _share(found := share(one.covered, one.decided)), state(found), one.no_clause,
                         one.not_cited)
            for one in sop_coverage.by_type(connection, since_ms)
        )  # fmt: skip
        missing = tuple(
            Missing(one.case_type, one.code, one.attribution_kind, one.attribution_ref, one.many)
            for one in sop_coverage.missing(connection, since_ms, MOST_MISSING)
        )
        clauses = sorted(_clauses(connection, since_ms), key=_order)
    return SopCoverage(since, SOP_COVERAGE, types, missing, tuple(clauses))


def old_decisions(storage: Storage, who: Principal, page_id: str, days: int) -> OldDecisions:
    """Decisions that rest on words of a page which were in force no more when they were made; the trail says who read
    them. Raises Refused (forbidden, not_found)."""
    require(who, Capability.SOP_READ)
    since_ms = to_ms(storage.clock() - timedelta(days=days))
    whose = None if who.can(Capability.REVIEW_READ_ALL) else who.user_id
    found: list[OldDecision] = []
    total = 0
    with storage.read() as connection:
        if sop.page_in_force(connection, page_id) is None and not sop.versions(connection, page_id):
            raise Refused(Code.NOT_FOUND)
        again, ended = qa_holds.held(connection, who.viewer), _ends(connection)
        for row in sop_coverage.relied_on(connection, since_ms):
            told = msgspec.json.decode(row.sop, type=SopReliance)
            until = ended.get((told.page, told.version)) if told.page == page_id else None
            if until is None:
                continue
            total += sop_coverage.after(connection, since_ms, row.sop, until)
            found += (
                OldDecision(case_id(one.case_number), one.case_type, told.clause, told.version,
                            from_ms(one.decided_at), one.label)
                for one in sop_coverage.rows_after(connection, since_ms, row.sop, until, MOST_OLD, whose)
                if one.case_number not in again
            )  # fmt: skip
    shown = tuple(sorted(found, key=lambda one: (one.decided_at, one.case_id), reverse=True)[:MOST_OLD])
    note(storage, who, "sop.old_decisions_read", "sop_page", page_id, shown=len(shown))
    return OldDecisions(shown, total)


def state(found: Share) -> str:
    """Where a share stands to the target, by its interval."""
    if found.n and found.interval.low >= SOP_COVERAGE:
        return MET
    return MISSED if found.n and found.interval.high < SOP_COVERAGE else UNKNOWN


def _clauses(connection: Connection, since_ms: int) -> Iterator[ClauseRecord]:
    ended = _ends(connection)
    for row in sop_coverage.relied_on(connection, since_ms):
        told = msgspec.json.decode(row.sop, type=SopReliance)
        until = ended.get((told.page, told.version))
        old = sop_coverage.after(connection, since_ms, row.sop, until) if until is not None else 0
        yield ClauseRecord(told.page, told.clause, told.version, _share(share(row.right, row.many)), old)


def _ends(connection: Connection) -> dict[tuple[str, str], int]:
    """When each version that is in force no more ended, by page and name; the shipped one with the first of the
    house's own."""
    found: dict[tuple[str, str], int] = {}
    for page, current in sop.in_force(connection).values():
        if current is None:
            continue
        rows = [row for row in sop.versions(connection, page.id) if row.in_force_from is not None]
        found |= {(page.id, row.version): row.in_force_until for row in rows if row.in_force_until is not None}
        first = min(rows, key=lambda row: int(row.in_force_from))
        if first.base_version is not None:
            found[page.id, first.base_version] = first.in_force_from
    return found


def _share(found: Share) -> ShareView:
    return ShareView(found.k, found.n, found.estimate, found.interval.low, found.interval.high)


def _order(one: ClauseRecord) -> tuple[str, int, str, str]:
    number = int(one.clause) if one.clause.isascii() and one.clause.isdigit() else 10**9
    return one.page_id, number, one.clause, one.version
