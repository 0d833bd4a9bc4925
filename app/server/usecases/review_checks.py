"""The automatic checks: made as a review is stored, told to its author with its case and to leads as counts."""

from collections.abc import Iterable
from itertools import islice

from app.contract.qa_rubric import rubric
from app.contract.review_checks import (
    CheckedReviewView,
    CheckRow,
    CheckStats,
    CheckTally,
    CheckView,
    ErrorClassView,
    OwnChecks,
    RubricView,
)
from app.domain.qa_checks import Check, CheckedReview, Finding, bits, check_review, cited_evidence, of_bits
from app.domain.review import ReviewSubmission, SopReliance
from app.domain.roles import Capability
from app.server.security.principal import Principal
from app.server.storage import review_checks
from app.server.storage.cases import StoredCase, case_id
from app.server.storage.review_checks import CheckCount, RecentReveals, RecentWords
from app.server.storage.unit_of_work import Storage, UnitOfWork, from_ms
from app.server.storage.unit_of_work import to_ms as _ms
from app.server.usecases.refusal import require
from app.server.usecases.sop_readers import read_now
from app.server.usecases.stats import window

DAY_MS = 86_400_000
MOST_NAMED = 100
BROKEN = frozenset({"stale_evidence", "unclaimed"})
"""Flags of a review that was written against a rule without exceptions."""


def looked_back(user_id: str, now_ms: int) -> tuple[RecentWords, RecentReveals]:
    """What is read of a person's last days to check a review."""
    return RecentWords(user_id, rubric().limits.rationales_compared), RecentReveals(user_id, now_ms - DAY_MS)


def check(
    work: UnitOfWork, stored: StoredCase, user_id: str, review_id: str, body: ReviewSubmission, flags: Iterable[str]
) -> None:
    """Check one review that is being stored, and keep what was found beside it."""
    limits = rubric().limits
    words, reveals = looked_back(user_id, work.now_ms)
    recent, revealed = work.once(words), work.once(reveals)
    facts = stored.record.facts
    findings = check_review(
        CheckedReview(
            case_type=facts.case_type,
            rationale=body.rationale,
            active_ms=body.active_ms,
            cited=cited_evidence(
                {step.n for step in body.steps}, ((step.n, step.evidence_ids) for step in facts.assessment.steps)
            ),
            opened=None if body.opened is None else frozenset(body.opened),
            sop=body.sop,
            version=_version(work, body.sop),
            before=tuple(islice((said for at, said in recent if at != stored.number), limits.rationales_compared)),
            revealed=tuple(revealed.get(stored.record.case_id, ())),
            broken=BROKEN.intersection(flags),
        ),
        limits,
    )
    # Reviews of one batch are held against each other as well, though none of them is written yet.
    recent.insert(0, (stored.number, body.rationale))
    review_checks.add(
        work,
        review_id=review_id,
        case_number=stored.number,
        reviewer_id=user_id,
        checked_at=work.now_ms,
        passed=bits(findings, Finding.PASSED),
        failed=bits(findings, Finding.FAILED),
        not_known=bits(findings, Finding.NOT_KNOWN),
        rubric=rubric().version,
    )


def _version(work: UnitOfWork, sop: SopReliance | None) -> str | None:
    """The version in force of the page that a review relied on; None where page or clause are not there."""
    page = read_now(work, sop.page) if sop is not None else None
    if page is None or sop is None or not any(clause.n == sop.clause for clause in page.clauses):
        return None
    return page.version


def told() -> RubricView:
    """The rubric that ships with this build."""
    found = rubric()
    return RubricView(
        found.version,
        tuple(ErrorClassView(one.code, one.severity.value, one.about, one.name, one.meaning) for one in found.classes),
        tuple(CheckView(one.code, one.error_class, one.name, one.meaning, one.failed) for one in found.checks),
    )


def own(storage: Storage, who: Principal, days: int) -> OwnChecks:
    """What the checks found in one's own reviews. Raises Refused (forbidden)."""
    require(who, Capability.REVIEW_SUBMIT)
    start, end = window(storage, days)
    span = _ms(start), _ms(end) + 1
    with storage.read() as connection:
        counts = review_checks.counts(connection, *span, user_id=who.user_id)
        named = review_checks.failed(connection, who.user_id, *span, MOST_NAMED)
    found = []
    for row in named:
        findings = of_bits(row.passed, row.failed, row.not_known)
        codes = {
            one: tuple(check.value for check, finding in findings.items() if finding is one)
            for one in (Finding.FAILED, Finding.NOT_KNOWN)
        }
        at = from_ms(row.checked_at)
        found.append(
            CheckedReviewView(
                row.review_id, case_id(row.case_number), at, codes[Finding.FAILED], codes[Finding.NOT_KNOWN]
            )
        )
    return OwnChecks(start, end, tuple(map(_tally, counts)) or _none(), tuple(found))


def _tally(count: CheckCount) -> CheckTally:
    return CheckTally(count.check.value, count.passed, count.failed, count.not_known)


def _none() -> tuple[CheckTally, ...]:
    return tuple(CheckTally(check.value, 0, 0, 0) for check in Check)


def everybody(storage: Storage, who: Principal, days: int) -> CheckStats:
    """What the checks found, by person. Raises Refused (forbidden)."""
    require(who, Capability.STATS_CHECKS)
    start, end = window(storage, days)
    with storage.read() as connection:
        found = review_checks.counts(connection, _ms(start), _ms(end) + 1)
    return CheckStats(
        start,
        end,
        tuple(
            CheckRow(one.user_id, one.user_name, one.check.value, one.passed, one.failed, one.not_known)
            for one in found
        ),
    )
