"""The single cases of a run: what a candidate's answer makes of each of them, beside the answer before. Whose answer is
which stands there, so that whoever judges pairs of a run blind does not read them while it is open."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row

from app.contract.problems import Code
from app.contract.regression import CaseRow, MarkedStep, RunCase, RunCases, RunView
from app.domain.assessment import Assessment
from app.domain.ids import is_uuid7
from app.domain.regression import Became, Finding, became, changed_steps, held_against
from app.domain.roles import Capability
from app.server.security.principal import Principal
from app.server.storage import cases, qa_holds, regression
from app.server.storage.cases import case_id
from app.server.storage.unit_of_work import Storage
from app.server.usecases import regression as runs
from app.server.usecases.reading import note
from app.server.usecases.refusal import Refused, require
from app.server.usecases.regression import Kept, cases_shown, not_who_answers, questions, right
from app.server.usecases.regression_figures import evidence_in
from app.server.usecases.regression_votes import reasoning
from app.server.usecases.shown import case_views

CHANGED, REPEATED, ANY = "changed", "repeated", "any"
"""Which cases are asked for besides those of one kind of `Became`: gained or lost, with a mark repeated, or all."""


def look(storage: Storage, who: Principal, run_id: str) -> RunView:
    """This person looks at single cases of a run and judges no more pairs of it. Twice is once; where it needs no
    saying, nothing is written. Raises Refused (forbidden, not_found)."""
    require(who, Capability.EXPORT_TRAINING)
    with storage.write() as work:
        work.lock()  # twice at once is once
        if not cases_shown(work.connection, _run(work.connection, run_id), who):
            regression.add_look(work.connection, run_id=run_id, user_id=who.user_id, at=work.now_ms)
            work.audit(who.user_id, "regression.look", "regression_run", run_id)
    return runs.run(storage, who, run_id)


def page(storage: Storage, who: Principal, run_id: str, which: str, after: int, limit: int) -> RunCases:
    """Raises Refused (forbidden, not_found, regression_blind)."""
    require(who, Capability.EXPORT_TRAINING)
    with storage.read() as connection:
        run = _open(connection, who, run_id)
        found = questions(connection, run.set_id)
        held = qa_holds.held(connection, who.viewer)
        numbers = [number for number, _, _ in found if number not in held]
        answers = regression.answers(connection, numbers, run.model_version, run.prompt_version)
        marked = {number for number, kept, _ in found if kept.checks}
        there = _evidence(connection, marked & answers.keys())
    told = [
        _row(n, number, kept, answers.get(number), there.get(number))
        for n, (number, kept, _) in enumerate(found, 1)
        if number not in held
    ]
    fit = [one for one in told if _is(one, which)]
    rest = [one for one in fit if one.n > after]
    more = rest[limit - 1].n if len(rest) > limit else None
    if rest:
        note(storage, who, "export", "regression_run", run_id, which=which, after=after, shown=len(rest[:limit]))
    return RunCases(tuple(rest[:limit]), len(fit), len(found) - len(told), more)


def one(storage: Storage, who: Principal, run_id: str, n: int) -> RunCase:
    """A case with both answers side by side. Raises Refused (forbidden, not_found, regression_blind)."""
    require(who, Capability.EXPORT_TRAINING)
    with storage.read() as connection:
        run = _open(connection, who, run_id)
        rows = [row for row in regression.entries(connection, run.set_id, n - 1, 1) if row.n == n]
        if not rows:
            raise Refused(Code.NOT_FOUND)
        number, kept = int(rows[0].case_number), runs.kept_in(rows[0])
        view = case_views(connection, cases.load_many(connection, [number]).values(), who.viewer, storage.policy)
        # Held by what is shown of the case everywhere: no word of the agent's where it is kept back from this person.
        if number not in view or view[number].assessment is None:
            raise Refused(Code.NOT_FOUND)
        facts = regression.words(connection, [number])[number][0]
        before, there = regression.word_in(facts), evidence_in(facts)
        after = regression.answers(connection, [number], run.model_version, run.prompt_version).get(number)
    none: tuple[frozenset[int], frozenset[int]] = (frozenset(), frozenset())
    old, new = changed_steps(before.steps, after.steps) if after is not None else none
    return RunCase(
        row=_row(n, number, kept, after, there),
        before=reasoning(before),
        after=reasoning(after) if after is not None else None,
        marks=tuple(
            MarkedStep(
                check.n,
                check.kind,
                check.right_clause,
                held_against(check, after.steps, there) if after is not None else None,
            )
            for check in kept.checks
        ),
        changed_before=tuple(sorted(old)),
        changed_after=tuple(sorted(new)),
    )


def _run(connection: Connection, run_id: str) -> Row[Any]:
    row = regression.run(connection, run_id) if is_uuid7(run_id) else None
    if row is None:
        raise Refused(Code.NOT_FOUND)
    return row


def _open(connection: Connection, who: Principal, run_id: str) -> Row[Any]:
    not_who_answers(who)
    row = _run(connection, run_id)
    if not cases_shown(connection, row, who):
        raise Refused(Code.REGRESSION_BLIND)
    return row


def _evidence(connection: Connection, numbers: Collection[int]) -> dict[int, frozenset[str]]:
    return {number: evidence_in(facts) for number, (facts, _) in regression.words(connection, numbers).items()}


def _row(n: int, number: int, kept: Kept, after: Assessment | None, there: frozenset[str] | None) -> CaseRow:
    told = kept.told
    found = [held_against(check, after.steps, there) for check in kept.checks] if after is not None else []
    return CaseRow(
        n=n,
        case_id=case_id(number),
        case_type=told.case_type,
        drawn=told.drawn,
        truth=told.truth,
        before=told.verdict,
        after=after.verdict.value if after is not None else None,
        became=became(right(told, told.verdict), right(told, after.verdict.value) if after is not None else None),
        mended=found.count(Finding.MENDED),
        repeated=found.count(Finding.REPEATED),
        untold=found.count(Finding.UNTOLD),
    )


def _is(row: CaseRow, which: str) -> bool:
    if which == CHANGED:
        return row.became in (Became.GAINED, Became.LOST)
    if which == REPEATED:
        return row.repeated > 0
    return which == ANY or row.became.value == which
