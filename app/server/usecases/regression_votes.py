"""Two reasonings on one case laid before a person who does not know whose they are: the agent's present one and a
candidate's, in an order drawn by lot for each person and case."""

import secrets
from typing import Any

from sqlalchemy import Connection, Row

from app.contract.problems import Code, ProblemItem
from app.contract.regression import (
    MOST_CASES,
    JudgeRun,
    JudgeRuns,
    PairStep,
    PairView,
    Reasoning,
    Vote,
    VoteTaken,
)
from app.domain.assessment import Assessment
from app.domain.ids import is_uuid7
from app.domain.notes import note_faults
from app.domain.roles import Capability
from app.server.security.principal import Principal
from app.server.storage import qa_holds, regression
from app.server.storage.unit_of_work import Storage, from_ms
from app.server.usecases import findings
from app.server.usecases.qa_items import items
from app.server.usecases.refusal import Refused, require

MOST_SHOWN = 100


def judging(storage: Storage, who: Principal) -> JudgeRuns:
    """The open runs of which this person may judge pairs. Raises Refused (forbidden)."""
    require(who, Capability.QA_SCORE)
    with storage.read() as connection:
        done, looked = regression.judged(connection, who.user_id), regression.looked(connection, who.user_id)
        return JudgeRuns(
            tuple(
                JudgeRun(
                    run_id=row.run_id,
                    set_version=row.set_version,
                    case_type=row.set_case_type,
                    asked_at=from_ms(row.asked_at),
                    judged=done.get(row.run_id, 0),
                    looked=row.run_id in looked,
                )
                for row in regression.open_runs(connection, MOST_SHOWN)
            )
        )


def next_pair(storage: Storage, who: Principal, run_id: str) -> PairView:
    """The pair that this person has before them, or a new one: of a case on which both have given reasons and on which
    the person has no review. Raises Refused (forbidden, not_found: no such run, one that is concluded, or no pair
    left; regression_looked)."""
    require(who, Capability.QA_SCORE)
    # Thousands of answers are read before anybody is kept from writing.
    with storage.read() as connection:
        run = regression.run(connection, run_id) if is_uuid7(run_id) else None
        if run is None or run.concluded_at is not None:
            raise Refused(Code.NOT_FOUND)
        _blind_still(connection, who, run_id)
        _, fit = _fit(connection, who, run_id)
    with storage.write() as work:
        work.lock()  # asked twice at once: it is one pair
        _blind_still(work.connection, who, run_id)
        there = regression.pairs(work.connection, run_id, who.user_id)
        open_one = next((row for row in there.values() if row.choice is None), None)
        left = [number for number in fit if number not in there]
        if open_one is not None and open_one.case_number in fit:
            number, pair_id, first = open_one.case_number, open_one.pair_id, bool(open_one.candidate_first)
        elif left:
            number, pair_id, first = secrets.choice(left), findings.new_id(work), bool(secrets.randbits(1))
            left.remove(number)
            regression.add_pair(
                work.connection,
                pair_id=pair_id,
                run_id=run_id,
                case_number=number,
                user_id=who.user_id,
                candidate_first=first,
                issued_at=work.now_ms,
            )
            work.audit(who.user_id, "regression.pair", "regression_pair", pair_id, run=run_id)
        else:
            raise Refused(Code.NOT_FOUND)
        candidate, present = (reasoning(word) for word in fit[number])
        item = items(work.connection, storage, who, {pair_id: number})[pair_id]
    return PairView(
        pair_id=pair_id,
        case_type=item.case_type,
        item=item,
        first=candidate if first else present,
        second=present if first else candidate,
        left=len(left),
    )


def vote(storage: Storage, who: Principal, pair_id: str, told: Vote) -> VoteTaken:
    """Once for each pair; the same again is the same. Raises Refused (forbidden, not_found, invalid,
    regression_voted, regression_looked)."""
    require(who, Capability.QA_SCORE)
    if told.reason.strip() and (faults := note_faults(told.reason, "/reason", required=False)):
        raise Refused(Code.INVALID, errors=tuple(ProblemItem(fault.pointer, fault.code) for fault in faults))
    with storage.write() as work:
        row = regression.pair(work.connection, pair_id, for_update=True) if is_uuid7(pair_id) else None
        if row is None or row.user_id != who.user_id:
            raise Refused(Code.NOT_FOUND)
        run = regression.run(work.connection, row.run_id)
        if run is None or (run.concluded_at is not None and row.choice is None):
            raise Refused(Code.NOT_FOUND)
        if row.choice not in (None, told.choice):
            raise Refused(Code.REGRESSION_VOTED)
        if row.choice is None:
            _blind_still(work.connection, who, row.run_id)
            regression.vote(
                work.connection,
                pair_id,
                choice=told.choice,
                reason=told.reason.strip(),
                reason_language=told.language,
                voted_at=work.now_ms,
            )
            work.audit(who.user_id, "regression.vote", "regression_pair", pair_id, run=row.run_id)
    with storage.read() as connection:
        there, fit = _fit(connection, who, row.run_id)
    return VoteTaken(pair_id, sum(number not in there for number in fit))


def _fit(
    connection: Connection, who: Principal, run_id: str
) -> tuple[dict[int, Row[Any]], dict[int, tuple[Assessment, Assessment]]]:
    """What was laid before this person already, and the cases that may be: (candidate's word, present word)."""
    run = regression.run(connection, run_id)
    assert run is not None
    there = regression.pairs(connection, run_id, who.user_id)
    rows = regression.entries(connection, run.set_id, 0, MOST_CASES)
    numbers = {int(row.case_number) for row in rows}
    numbers -= regression.worked_on(connection, numbers, who.user_id)
    numbers -= qa_holds.held(connection, who.viewer)
    answers = regression.answers(connection, numbers, run.model_version, run.prompt_version)
    facts = regression.words(connection, answers)
    fit = {}
    for number in sorted(facts):
        present, candidate = regression.word_in(facts[number][0]), answers[number]
        if present.steps and candidate.steps and reasoning(present) != reasoning(candidate):
            fit[number] = (candidate, present)
    return there, fit


def _blind_still(connection: Connection, who: Principal, run_id: str) -> None:
    """Raises Refused (regression_looked) where this person has seen whose answer is which."""
    if run_id in regression.looked(connection, who.user_id):
        raise Refused(Code.REGRESSION_LOOKED)


def reasoning(word: Assessment) -> Reasoning:
    """Steps and verdict of an answer, without anything that says whose it is."""
    steps = tuple(
        PairStep(step.n, step.statement.en, step.statement.zh, step.evidence_ids, step.sop_ref) for step in word.steps
    )
    return Reasoning(word.verdict.value, steps)
