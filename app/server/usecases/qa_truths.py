"""Adjudication: where a second decision differs from the first, a third person who sees both writes what is true."""

from typing import Any

from sqlalchemy import Row

from app.contract.commands import QA_ADJUDICATE, Command, CommandResult, EntityRev
from app.contract.problems import Code, ProblemItem
from app.contract.qa import AdjudicationPage, AdjudicationTask, SaidView
from app.domain.decision import Decision, Verdict
from app.domain.label import derive_label
from app.domain.re_review import AdjudicateBody, Standing, adjudication_faults, may_adjudicate
from app.domain.roles import Capability
from app.server.security.principal import Principal
from app.server.storage import cases, qa_frames, qa_holds, qa_samples, qa_waiting, reviews
from app.server.storage.cases import case_id
from app.server.storage.labels import NewLabel
from app.server.storage.unit_of_work import Storage, UnitOfWork, from_ms
from app.server.usecases import qa_results
from app.server.usecases.casework import problems
from app.server.usecases.licences import truth_found
from app.server.usecases.qa_items import items
from app.server.usecases.qa_samples import ENTITY
from app.server.usecases.refusal import require
from app.server.usecases.repeated import repeated_faults
from app.server.usecases.sender import Sender, applied, read_body, rejected

SOURCE = "adjudicated"
"""Where the revision of a label comes from."""


def adjudicate(work: UnitOfWork, sender: Sender, command: Command) -> CommandResult:
    """Write the truth of a case on which the signed scores differ from the first decision, or from each other."""
    who = sender.principal
    body = read_body(command, AdjudicateBody)
    if isinstance(body, CommandResult):
        return body
    if faults := adjudication_faults(body):
        return rejected(command, Code.QA_INVALID, problems(faults))
    qa_samples.lock(work.connection, body.sample_id)
    sample = qa_samples.find(work.connection, body.sample_id)
    looked = qa_results.look(work.connection, sample) if sample is not None else None
    item = next((one for one in looked.items if one.ref == body.ref), None) if looked is not None else None
    if sample is None or looked is None or item is None:
        return rejected(command, Code.NOT_FOUND, (ProblemItem("/body/ref", "not_found"),))
    scorers = {task.scorer_id for task in looked.tasks if task.ref == body.ref}
    deciders = qa_frames.deciders(work.connection, [item.case_number]).get(item.case_number, frozenset())
    if not may_adjudicate(who.user_id, deciders, scorers):
        return rejected(command, Code.QA_NOT_YOURS)
    if item.case_number in qa_holds.held(work.connection, who.viewer):
        return rejected(command, Code.QA_NOT_YOURS)
    if looked.standings[body.ref] is not Standing.AWAITING:
        return rejected(command, Code.QA_SETTLED)
    stored = cases.load(work.connection, item.case_number)
    if stored is not None and (faults := repeated_faults(work, who.user_id, stored, {"/reason": body.reason})):
        return rejected(command, Code.QA_INVALID, problems(faults))
    qa_samples.add_truth(
        work.connection,
        sample_id=body.sample_id,
        ref=body.ref,
        case_number=item.case_number,
        review_id=item.review_id,
        truth=body.truth.value,
        reason=body.reason.strip(),
        reason_language=body.reason_language,
        adjudicator_id=who.user_id,
        command_id=command.command_id,
        at=work.now_ms,
    )
    if body.truth.value != item.decision:
        _relabel(work, item.case_number, item.review_id, body.truth)
    qa_results.settle(work, sample)
    truth_found(work, item.review_id, who.user_id, wrong=body.truth.value != item.decision)
    work.touch(ENTITY, body.sample_id, 1, None)
    work.audit(who.user_id, QA_ADJUDICATE, ENTITY, body.sample_id, ref=body.ref, truth=body.truth.value)
    return applied(command, EntityRev("qa_truth", body.ref, 1))


def _relabel(work: UnitOfWork, number: int, review_id: str, truth: Decision) -> None:
    """The label in force says what is true; the decision stays as it was made."""
    review = reviews.load_many(work.connection, [review_id])[review_id]
    label = derive_label(Verdict(review.ai_verdict), truth)
    if label is not None:
        work.label(NewLabel(number, review_id, label, SOURCE))


def waiting(storage: Storage, who: Principal, limit: int) -> AdjudicationPage:
    """Cases that wait for a truth and that this person may settle, with both sides. Raises Refused (forbidden)."""
    require(who, Capability.QA_ADJUDICATE)
    with storage.read() as connection:
        held = qa_holds.held(connection, who.viewer)
        every = qa_waiting.waiting(connection)
        deciders = qa_frames.deciders(connection, sorted({one.case_number for one in every}))
        found = [
            one
            for one in every
            if one.case_number not in held
            and may_adjudicate(who.user_id, deciders.get(one.case_number, ()), one.scorers)
        ]
        shown = found[:limit]
        views = items(connection, storage, who, {one.ref: one.case_number for one in shown})
        firsts = reviews.load_many(connection, [one.review_id for one in shown])
        said = qa_waiting.said(connection, shown)
        tasks = []
        for one in shown:
            view = views.get(one.ref)
            if view is not None:
                sides = (_first(firsts[one.review_id]), *said[one.sample_id, one.ref])
                tasks.append(AdjudicationTask(one.sample_id, one.ref, case_id(one.case_number), view, sides))
    return AdjudicationPage(tuple(tasks), len(found))


def _first(row: Row[Any]) -> SaidView:
    return SaidView(
        person_id=row.reviewer_id,
        person_name=row.reviewer_name,
        decision=row.decision,
        rationale=row.rationale,
        rationale_language=row.rationale_language,
        at=from_ms(row.decided_at),
        first=True,
    )
