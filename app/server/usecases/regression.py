"""The regression set: what reviewers marked wrong and what was judged, frozen in versions; and how a candidate model or
prompt answers it, by challenger assessments that the intake takes."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row

from app.contract.catalogue import catalogue
from app.contract.problems import Code, ProblemItem
from app.contract.regression import (
    MOST_CASES,
    RegressionCase,
    RegressionCases,
    RegressionCheck,
    RegressionOrder,
    RegressionSets,
    RegressionSetView,
    RunOrder,
    RunRow,
    Runs,
    RunView,
)
from app.contract.webhooks import RegressionRequested
from app.domain.ids import is_uuid7
from app.domain.label import Label
from app.domain.regression import ENOUGH_VOTES, Check, check_of
from app.domain.review import SopReliance, StepMark, StepVerdict
from app.domain.roles import Capability
from app.domain.webhook import EventType
from app.server.security.principal import Principal
from app.server.storage import exports, regression
from app.server.storage.unit_of_work import Storage, from_ms, to_ms
from app.server.usecases import findings, regression_figures, regression_news
from app.server.usecases.outgoing import announce
from app.server.usecases.reading import note
from app.server.usecases.refusal import Refused, require

MOST_SHOWN = 100
_marks = msgspec.json.Decoder(tuple[StepVerdict, ...])
_sop = msgspec.json.Decoder(SopReliance)
_encode = msgspec.json.Encoder().encode
_BAD = frozenset({Label.TP, Label.FN})


class Counts(msgspec.Struct, frozen=True):
    """What is told of a set."""

    cases: int
    checks: int
    faults: int
    drawn: int
    kinds: dict[str, int] = {}
    types: dict[str, int] = {}
    causes: dict[str, int] = {}


class Kept(msgspec.Struct, frozen=True):
    """One case as a set keeps it: what is told of it, and its checks whole."""

    told: RegressionCase
    checks: tuple[Check, ...]
    cause: str | None = None


_kept = msgspec.json.Decoder(Kept)


def make(storage: Storage, who: Principal, order: RegressionOrder) -> RegressionSetView:
    """Freeze the next version; the last one again, where nothing has changed. Raises Refused (forbidden,
    unknown_case_type, training_empty)."""
    require(who, Capability.TRAINING_MANAGE)
    if order.case_type is not None and order.case_type not in catalogue().case_types:
        raise Refused(Code.UNKNOWN_CASE_TYPE, errors=(ProblemItem("/case_type", "unknown"),))
    # Thousands of cases are read before anybody is kept from writing.
    with storage.read() as connection:
        gathered = _gathered(connection, to_ms(storage.clock()), order.case_type)
    if not gathered:
        raise Refused(Code.TRAINING_EMPTY)
    lines = b"".join(_encode(kept.told) + b"\n" for _, kept in gathered)
    digest = hashlib.sha256(lines).hexdigest()
    with storage.write() as work:
        work.lock()  # two versions at once: the one comes first
        last = regression.sets(work.connection, 1)
        if last and (last[0].digest, last[0].case_type) == (digest, order.case_type):
            return view(last[0])
        set_id, version = findings.new_id(work), last[0].version + 1 if last else 1
        regression.add_set(
            work.connection,
            [
                {
                    "n": n,
                    "case_number": row.case_number,
                    "entry": _encode(kept).decode(),
                    "reviewer_id": row.reviewer_id if kept.checks else None,
                }
                for n, (row, kept) in enumerate(gathered, 1)
            ],
            set_id=set_id,
            version=version,
            case_type=order.case_type,
            made_by=who.user_id,
            made_at=work.now_ms,
            digest=digest,
            counts=_encode(_counts([kept for _, kept in gathered])).decode(),
        )
        work.audit(who.user_id, "regression.set", "regression_set", set_id, digest=digest, version=version)
        return view(regression.sets(work.connection, 1, set_id)[0])


def _gathered(connection: Connection, now_ms: int, case_type: str | None) -> list[tuple[Row[Any], Kept]]:
    """Half of the room for cases with something wrong in them, half for drawn ones, each the newest."""
    before = exports.newest_before(connection, exports.first_unreleased(connection, now_ms)) + 1
    found: dict[int, Row[Any]] = {}
    for drawn in (False, True):
        for row in regression.material(connection, before, MOST_CASES // 2, case_type, drawn=drawn):
            found.setdefault(row.case_number, row)
    made = [(row, _kept_of(row)) for _, row in sorted(found.items())]
    return [(row, kept) for row, kept in made if kept is not None]


def _kept_of(row: Row[Any]) -> Kept | None:
    word = regression.word_in(bytes(row.facts))
    if word.verdict.value != row.ai_verdict or word.model_version != row.model_version:
        return None  # the word that was judged is not the one that stands there now
    sop = _sop.decode(row.sop) if row.sop else None
    right = f"{sop.page} §{sop.clause}" if sop is not None else None
    wrong = [mark for mark in _marks.decode(row.steps) if mark.verdict is StepMark.WRONG]
    checks = [check_of(word.steps, mark.n, mark.kind, right) for mark in wrong]
    whole = tuple(check for check in checks if check is not None)
    told = RegressionCase(
        external_ref=row.external_ref,
        case_type=row.case_type,
        verdict=row.ai_verdict,
        truth="bad" if Label(row.label) in _BAD else "good",
        source=row.source,
        drawn=bool(row.blind_first),
        checks=tuple(
            RegressionCheck(c.n, c.kind, c.evidence, c.signals, c.clause, c.outcome, c.right_clause) for c in whole
        ),
    )
    return Kept(told, whole, row.code)


def _counts(kept: Sequence[Kept]) -> Counts:
    return Counts(
        cases=len(kept),
        checks=sum(len(one.checks) for one in kept),
        faults=sum(not right(one.told, one.told.verdict) for one in kept),
        drawn=sum(one.told.drawn for one in kept),
        kinds=_sums((check.kind.value if check.kind else "", 1) for one in kept for check in one.checks),
        types=_sums((one.told.case_type, len(one.checks)) for one in kept),
        causes=_sums((one.cause or "", len(one.checks)) for one in kept),
    )


def _sums(told: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Added up by name, the most first; nothing that comes to nothing."""
    found: dict[str, int] = {}
    for name, n in told:
        found[name] = found.get(name, 0) + n
    return {name: n for name, n in sorted(found.items(), key=lambda one: (-one[1], one[0])) if n}


def right(told: RegressionCase, verdict: str) -> bool:
    """Whether a verdict on a case is what turned out to be true."""
    return (verdict == "block") == (told.truth == "bad")


def page(storage: Storage, who: Principal) -> RegressionSets:
    """Raises Refused (forbidden)."""
    require(who, Capability.EXPORT_TRAINING)
    with storage.read() as connection:
        return RegressionSets(tuple(view(row) for row in regression.sets(connection, MOST_SHOWN)))


def cases(storage: Storage, who: Principal, set_id: str, after: int, limit: int) -> RegressionCases:
    """The cases of a set. The agent's service is told which they are and not what is right: it is to answer them.
    Raises Refused (forbidden, not_found)."""
    require(who, Capability.EXPORT_TRAINING)
    with storage.read() as connection:
        if not is_uuid7(set_id) or not regression.sets(connection, 1, set_id):
            raise Refused(Code.NOT_FOUND)
        rows = regression.entries(connection, set_id, after, limit + 1)
    told = [kept_in(row).told for row in rows[:limit]]
    if who.can(Capability.INTAKE_WRITE):
        told = [msgspec.structs.replace(one, verdict="", truth="", source="", drawn=False, checks=()) for one in told]
    elif told:
        note(storage, who, "export", "regression_set", set_id, after=after, shown=len(told))
    return RegressionCases(tuple(told), rows[limit - 1].n if len(rows) > limit else None)


def ask(storage: Storage, who: Principal, set_id: str, order: RunOrder) -> RunView:
    """Have a candidate answer a set: told by webhook, and to be read at the set. A run of the same candidate that is
    still open is answered. Raises Refused (forbidden, not_found)."""
    require(who, Capability.TRAINING_MANAGE)
    with storage.write() as work:
        found = regression.sets(work.connection, 1, set_id) if is_uuid7(set_id) else []
        if not found:
            raise Refused(Code.NOT_FOUND)
        work.lock()
        there = regression.run_of(work.connection, set_id, order.model_version, order.prompt_version)
        if there is not None:
            return _figures(work.connection, there, who)
        run_id = findings.new_id(work)
        announce(
            work,
            EventType.REGRESSION_REQUESTED,
            RegressionRequested(run_id, set_id, order.model_version, order.prompt_version),
        )
        regression.add_run(
            work.connection,
            run_id=run_id,
            set_id=set_id,
            model_version=order.model_version,
            prompt_version=order.prompt_version,
            asked_by=who.user_id,
            asked_at=work.now_ms,
        )
        work.audit(who.user_id, "regression.run", "regression_run", run_id, set=set_id, model=order.model_version)
        row = regression.run(work.connection, run_id)
        assert row is not None
        return _figures(work.connection, row, who)


def runs(storage: Storage, who: Principal) -> Runs:
    """Raises Refused (forbidden)."""
    require(who, Capability.EXPORT_TRAINING)
    with storage.read() as connection:
        return Runs(tuple(_row(row) for row in regression.runs(connection, MOST_SHOWN)))


def run(storage: Storage, who: Principal, run_id: str) -> RunView:
    """A run with its figures. Raises Refused (forbidden, not_found)."""
    require(who, Capability.EXPORT_TRAINING)
    not_who_answers(who)
    with storage.read() as connection:
        row = regression.run(connection, run_id) if is_uuid7(run_id) else None
        if row is None:
            raise Refused(Code.NOT_FOUND)
        return _figures(connection, row, who)


def conclude(storage: Storage, who: Principal, run_id: str) -> RunView:
    """The figures as they are now are kept, and whoever marked a step is told what became of it. Twice is once. Raises
    Refused (forbidden, not_found, regression_unanswered)."""
    require(who, Capability.TRAINING_MANAGE)
    with storage.write() as work:
        row = regression.run(work.connection, run_id, for_update=True) if is_uuid7(run_id) else None
        if row is None:
            raise Refused(Code.NOT_FOUND)
        if row.concluded_at is not None:
            return _figures(work.connection, row, who)
        found = questions(work.connection, row.set_id)
        answers = regression.answers(
            work.connection, [number for number, _, _ in found], row.model_version, row.prompt_version
        )
        if not answers:
            raise Refused(Code.REGRESSION_UNANSWERED)
        facts = regression.words(work.connection, [number for number, kept, _ in found if kept.checks])
        there = {number: regression_figures.evidence_in(one[0]) for number, one in facts.items()}
        told = regression_news.tell(
            work, row, [(number, kept.checks, by) for number, kept, by in found], answers, there
        )
        preference = regression_figures.preference(regression.votes(work.connection, run_id))
        figures = _now(work.connection, row, found, answers)
        figures = msgspec.structs.replace(
            figures,
            state="concluded",
            told=told,
            preference=preference if preference.votes >= ENOUGH_VOTES else None,
            votes=preference.votes,
        )
        regression.conclude(
            work.connection,
            run_id,
            concluded_at=work.now_ms,
            concluded_by=who.user_id,
            figures=_encode(figures).decode(),
        )
        work.audit(
            who.user_id, "regression.conclude", "regression_run", run_id, standing=figures.standing.value, told=told
        )
        after = regression.run(work.connection, run_id)
        assert after is not None
        return _figures(work.connection, after, who)


def questions(connection: Connection, set_id: str) -> list[tuple[int, Kept, str | None]]:
    """(case, what the set keeps of it, who marked it), in the order of the set."""
    rows = regression.entries(connection, set_id, 0, MOST_CASES)
    return [(int(row.case_number), kept_in(row), row.reviewer_id) for row in rows]


def kept_in(row: Row[Any]) -> Kept:
    """What the set keeps of one case; a row of `storage.regression.entries`."""
    return _kept.decode(row.entry.encode())


def not_who_answers(who: Principal) -> None:
    """Raises Refused (forbidden) for the agent's service: by the figures of an open run, or its cases, a candidate
    would learn what is right, and answer by that."""
    if who.can(Capability.INTAKE_WRITE):
        raise Refused(Code.FORBIDDEN, "whoever answers a run does not read how it stands")


def cases_shown(connection: Connection, row: Row[Any], who: Principal) -> bool:
    """Whether this person may read single cases of a run: which answer is whose stands there, so that while the run is
    open it is for those alone who judge no pairs of it."""
    if row.concluded_at is not None or not who.can(Capability.QA_SCORE):
        return True
    return row.run_id in regression.looked(connection, who.user_id)


def _figures(connection: Connection, row: Row[Any], who: Principal) -> RunView:
    shown = cases_shown(connection, row, who)
    if row.figures is not None:
        kept = msgspec.json.decode(row.figures, type=RunView)
        return msgspec.structs.replace(
            kept,
            concluded_at=from_ms(row.concluded_at),
            concluded_by_name=row.concluded_by_name,
            votes=max(kept.votes, kept.preference.votes if kept.preference is not None else 0),
            cases_shown=shown,
        )
    found = questions(connection, row.set_id)
    answers = regression.answers(connection, [number for number, _, _ in found], row.model_version, row.prompt_version)
    votes = sum(n for _, _, n in regression.votes(connection, row.run_id))
    return msgspec.structs.replace(_now(connection, row, found, answers), votes=votes, cases_shown=shown)


def _now(
    connection: Connection, row: Row[Any], found: Iterable[tuple[int, Kept, str | None]], answers: dict[int, Any]
) -> RunView:
    facts = regression.words(connection, answers)
    asked = [
        regression_figures.Question(
            number, kept.told.case_type, kept.told.drawn, kept.told.verdict, kept.told.truth, kept.checks
        )
        for number, kept, _ in found
    ]
    told = regression_figures.figures(asked, answers, {number: one[0] for number, one in facts.items()})
    return RunView(
        run_id=row.run_id,
        set_id=row.set_id,
        set_version=row.set_version,
        model_version=row.model_version,
        prompt_version=row.prompt_version,
        asked_at=from_ms(row.asked_at),
        asked_by_name=row.asked_by_name,
        state="open",
        standing=told.standing,
        cases=len(asked),
        answered=len(answers),
        drawn=told.drawn,
        faults=told.faults,
        kept=told.kept,
        types=told.types,
        worse_in=told.worse_in,
        steps=told.steps,
    )


def _row(row: Row[Any]) -> RunRow:
    kept = msgspec.json.decode(row.figures, type=RunView) if row.figures is not None else None
    return RunRow(
        run_id=row.run_id,
        set_id=row.set_id,
        set_version=row.set_version,
        model_version=row.model_version,
        prompt_version=row.prompt_version,
        asked_at=from_ms(row.asked_at),
        asked_by_name=row.asked_by_name,
        state="open" if kept is None else "concluded",
        standing=kept.standing if kept is not None else None,
        concluded_at=from_ms(row.concluded_at) if row.concluded_at is not None else None,
    )


def view(row: Row[Any]) -> RegressionSetView:
    """One row of `storage.regression.sets`."""
    counts = msgspec.json.decode(row.counts, type=Counts)
    return RegressionSetView(
        set_id=row.set_id,
        version=row.version,
        case_type=row.case_type,
        made_at=from_ms(row.made_at),
        made_by_name=row.made_by_name,
        digest=row.digest,
        cases=counts.cases,
        checks=counts.checks,
        faults=counts.faults,
        drawn=counts.drawn,
        kinds=counts.kinds,
        types=counts.types,
        causes=counts.causes,
    )
