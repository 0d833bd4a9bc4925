"""Asking a model's owner to train from a set, the owner's word, and what the new version makes of the pattern's cases.

The request goes out as files in a folder where one is set, else by webhook, else it waits until the owner's service
reads it. The new version is judged by challenger assessments, which come in by the intake and change no review.
"""

from collections.abc import Collection
from typing import Any

import msgspec
from sqlalchemy import Connection, Row

from app.analytics.compare import paired
from app.contract.problems import Code, ProblemItem
from app.contract.training_sets import (
    EffectPart,
    RetrainingAnswer,
    RetrainingEffect,
    RetrainingOrder,
    RetrainingPage,
    RetrainingView,
    SetRow,
)
from app.contract.webhooks import RetrainingRequested
from app.domain.decision import Verdict
from app.domain.feedback import FeedbackState
from app.domain.ids import case_number, is_uuid7
from app.domain.label import Label
from app.domain.notes import note_faults
from app.domain.roles import Capability
from app.domain.webhook import EventType
from app.server.connectors.training_folder import TrainingFolder
from app.server.security.principal import Principal
from app.server.storage import feedback, training_sets
from app.server.storage.files import AttachmentStore
from app.server.storage.unit_of_work import Storage, UnitOfWork, from_ms
from app.server.usecases import findings
from app.server.usecases.findings import Detail
from app.server.usecases.outgoing import announce
from app.server.usecases.refusal import Refused, require

MOST_SHOWN = 200
MOST_REFS = 2_000
ASKED, TRAINED, REFUSED = "asked", "trained", "refused"
FOLDER, WEBHOOK, WAITING = "folder", "webhook", "waiting"
_rows = msgspec.json.Decoder(SetRow)
_F = FeedbackState
_NEXT = {ASKED: ({_F.OPEN, _F.ACCEPTED}, _F.IN_WORK), REFUSED: ({_F.IN_WORK}, _F.ACCEPTED)}


def ask(storage: Storage, who: Principal, set_id: str, order: RetrainingOrder, *, by_folder: bool) -> RetrainingView:
    """Ask for training from a set. Raises Refused (forbidden, not_found, invalid)."""
    require(who, Capability.TRAINING_MANAGE)
    _check_words(order.note)
    with storage.write() as work:
        row = training_sets.load(work.connection, set_id) if is_uuid7(set_id) else None
        if row is None:
            raise Refused(Code.NOT_FOUND)
        request_id = findings.new_id(work)
        told = RetrainingRequested(request_id, set_id, row.name, row.version, row.digest, row.feedback_id)
        heard = announce(work, EventType.RETRAINING_REQUESTED, told)
        sent_by = FOLDER if by_folder else WEBHOOK if heard else WAITING
        training_sets.ask(
            work.connection,
            request_id=request_id,
            set_id=set_id,
            feedback_id=row.feedback_id,
            asked_by=who.user_id,
            asked_at=work.now_ms,
            note=order.note.strip(),
            state=ASKED,
            sent_by=sent_by,
            sent_at=work.now_ms if sent_by == WEBHOOK else None,
            answer="",
        )
        work.audit(who.user_id, "retraining.ask", "retraining", request_id, set=set_id, by=sent_by)
        _follow(work, row.feedback_id, who, ASKED)
        return _of(work.connection, request_id)


def page(storage: Storage, who: Principal, state: str | None, feedback_id: str | None) -> RetrainingPage:
    """Requests, the newest first. Raises Refused (forbidden)."""
    require(who, Capability.EXPORT_TRAINING)
    with storage.read() as connection:
        rows = training_sets.requests(connection, MOST_SHOWN, state=state, feedback_id=feedback_id)
    return RetrainingPage(tuple(view(row) for row in rows))


def answer(storage: Storage, who: Principal, request_id: str, told: RetrainingAnswer) -> RetrainingView:
    """The owner's word on a request, once. Raises Refused (forbidden, not_found, invalid, training_answered)."""
    require(who, Capability.INTAKE_WRITE)
    if told.state not in (TRAINED, REFUSED) or (told.model_version is None) != (told.state == REFUSED):
        raise Refused(Code.INVALID, errors=(ProblemItem("/model_version", "state_and_version"),))
    _check_words(told.note)
    with storage.write() as work:
        found = is_uuid7(request_id)
        row = training_sets.request(work.connection, request_id, for_update=True) if found else None
        if row is None:
            raise Refused(Code.NOT_FOUND)
        if row.state != ASKED:
            if (row.state, row.model_version) == (told.state, told.model_version):
                return view(row)  # said twice is said once
            raise Refused(Code.TRAINING_ANSWERED)
        training_sets.change(
            work.connection,
            request_id,
            state=told.state,
            model_version=told.model_version,
            answer=told.note.strip(),
            answered_at=work.now_ms,
            answered_by=who.user_id,
        )
        work.audit(who.user_id, "retraining.answer", "retraining", request_id, state=told.state)
        if told.state == REFUSED:
            _follow(work, row.feedback_id, who, REFUSED)
        return _of(work.connection, request_id)


def _follow(work: UnitOfWork, feedback_id: str | None, who: Principal, state: str) -> None:
    """The finding is in work while its model's owner trains, and only accepted again when they refuse; whoever found it
    is told. A version that was trained is not in use yet: that it mends anything a person says."""
    row = feedback.load(work.connection, feedback_id, for_update=True) if feedback_id is not None else None
    if row is None:
        return
    came_from, to = _NEXT[state]
    if FeedbackState(row.state) not in came_from:
        return
    detail = Detail({"state": to.value})
    after = findings.put(work, row, who.user_id, to.value, {"state": to.value}, detail)
    findings.tell(work, after, to.value, who.user_id, who.name)


def effect(storage: Storage, store: AttachmentStore, who: Principal, request_id: str) -> RetrainingEffect:
    """Before and after on the pattern's cases, and on those kept apart for testing. Raises Refused (forbidden,
    not_found)."""
    require(who, Capability.EXPORT_TRAINING)
    with storage.read() as connection:
        row = training_sets.request(connection, request_id) if is_uuid7(request_id) else None
        if row is None or row.model_version is None:
            raise Refused(Code.NOT_FOUND)
        kept = training_sets.file(connection, row.set_id, "test.jsonl")
        behind = feedback.standing(connection, row.feedback_id) if row.feedback_id is not None else set()
        tested: set[int] = set()
        if kept is not None:
            data = b"".join(store.open(kept.sha256, 0, kept.size))
            tested = {case_number(_rows.decode(line).case_id) for line in data.splitlines()}
        parts = [_part(connection, numbers, row.model_version) for numbers in (behind, tested)]
    return RetrainingEffect(request_id, row.model_version, *parts)


def _part(connection: Connection, numbers: Collection[int], model_version: str) -> EffectPart:
    judged = training_sets.judged(connection, numbers)
    after = training_sets.verdicts(connection, numbers, model_version)
    table = {(old, new): 0 for old in (True, False) for new in (True, False)}
    for number, (verdict, label) in judged.items():
        if number in after:
            truth = Verdict.BLOCK if Label(label) in (Label.TP, Label.FN) else Verdict.PASS
            table[verdict == truth.value, after[number] == truth.value] += 1
    both, lost, gained, neither = (table[key] for key in ((True, True), (True, False), (False, True), (False, False)))
    told = paired(both, lost, gained, neither)
    return EffectPart(
        cases=len(judged),
        n=told.n,
        right_before=both + lost,
        right_after=both + gained,
        gained=gained,
        lost=lost,
        change=told.difference,
        low=told.interval.low,
        high=told.interval.high,
        p=told.exact_p,
        e_value=min(told.e_value, 1e300),
    )


def drop(storage: Storage, store: AttachmentStore, folder: TrainingFolder) -> bool:
    """Put requests that wait into the folder, each whole or not at all; False, since none is left."""
    with storage.read() as connection:
        waiting = training_sets.unsent(connection)
    for row in waiting:
        with storage.read() as connection:
            of = training_sets.load(connection, row.set_id)
            assert of is not None
            names = [one.name for one in msgspec.json.decode(of.manifest, type=_Named).files]
            found = [training_sets.file(connection, row.set_id, name) for name in names]
            refs = _refs(connection, row)
        told = {
            "type": EventType.RETRAINING_REQUESTED.value,
            "request_id": row.request_id,
            "set_id": row.set_id,
            "note": row.note,
            "answer_at": f"/v1/retraining/{row.request_id}/answer",
            "pattern_cases": refs,
        }
        contents = {one.name: store.open(one.sha256, 0, one.size) for one in found if one is not None}
        folder.put(row.request_id, told, of.manifest.encode(), contents)
        with storage.write() as work:
            training_sets.change(work.connection, row.request_id, sent_at=work.now_ms)
            work.audit(findings.SERVER, "retraining.sent", "retraining", row.request_id, by=FOLDER)
    return False


class _Name(msgspec.Struct):
    name: str


class _Named(msgspec.Struct):
    files: tuple[_Name, ...]


def _refs(connection: Connection, row: Row[Any]) -> list[str]:
    """The agent's own names for the pattern's cases: those that it is to answer as challenger."""
    if row.feedback_id is None:
        return []
    return [one.external_ref for one in feedback.cases_page(connection, row.feedback_id, None, MOST_REFS)]


def _of(connection: Connection, request_id: str) -> RetrainingView:
    row = training_sets.request(connection, request_id)
    assert row is not None
    return view(row)


def view(row: Row[Any]) -> RetrainingView:
    """One row of `storage.training_sets.requests`."""
    return RetrainingView(
        request_id=row.request_id,
        set_id=row.set_id,
        feedback_id=row.feedback_id,
        asked_at=from_ms(row.asked_at),
        asked_by_name=row.asked_by_name,
        note=row.note,
        state=row.state,
        sent_by=row.sent_by,
        sent_at=from_ms(row.sent_at) if row.sent_at is not None else None,
        answered_at=from_ms(row.answered_at) if row.answered_at is not None else None,
        model_version=row.model_version,
        answer=row.answer,
    )


def _check_words(words: str) -> None:
    faults = note_faults(words, "/note", required=False) if words.strip() else ()
    if faults:
        raise Refused(Code.INVALID, errors=tuple(ProblemItem(fault.pointer, fault.code) for fault in faults))
