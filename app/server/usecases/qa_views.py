"""Samples, re-reviews, coverage and series as one person may see them."""

from collections import defaultdict
from datetime import datetime, timedelta

from sqlalchemy import Connection

from app.contract.changes import QA_SAMPLE
from app.contract.problems import Code
from app.contract.qa import (
    CoverageView,
    ReReviewPage,
    ReReviewTask,
    SamplePage,
    SampleView,
    ScorerView,
    SeriesLot,
    SeriesPage,
    SeriesView,
)
from app.domain.re_review import Standing
from app.domain.roles import Capability
from app.server.security.principal import Principal
from app.server.storage import qa_frames, qa_holds, qa_samples, qa_waiting
from app.server.storage.qa_samples import NOBODY, Sample, Task
from app.server.storage.unit_of_work import Storage, from_ms, to_ms
from app.server.usecases import qa_results
from app.server.usecases.qa_items import items
from app.server.usecases.qa_results import Looked
from app.server.usecases.refusal import Refused, require

SHOWN = 50
MOST_TAKEN = 20
OPEN, SCORED, SETTLED = "open", "scored", "settled"


def samples(storage: Storage, who: Principal) -> SamplePage:
    """The newest samples: all for whoever draws them, for others those that they score. Raises Refused (forbidden)."""
    require(who, Capability.QA_SCORE)
    where = None if who.can(Capability.QA_SAMPLE) else qa_samples.has_tasks(who.user_id)
    with storage.read() as connection:
        found = qa_samples.newest(connection, SHOWN, where)
        return SamplePage(tuple(_view(connection, one, who) for one in found))


def sample(storage: Storage, who: Principal, sample_id: str) -> SampleView:
    """One of them. Raises Refused (forbidden, not_found)."""
    require(who, Capability.QA_SCORE)
    with storage.read() as connection:
        found = qa_samples.find(connection, sample_id)
        if found is None:
            raise Refused(Code.NOT_FOUND)
        if not who.can(Capability.QA_SAMPLE):
            mine = (qa_samples.of_sample(sample_id), qa_samples.of_scorer(who.user_id))
            if not qa_samples.tasks(connection, *mine):
                raise Refused(Code.NOT_FOUND)
        return _view(connection, found, who, single=True)


def _view(connection: Connection, one: Sample, who: Principal, *, single: bool = False) -> SampleView:
    looked = qa_results.look(connection, one)
    mine = [task for task in looked.tasks if task.scorer_id == who.user_id]
    # Whoever is still to say something of it, or may yet take some of it over, is not told what others have found.
    if mine:
        told = all(task.signed_at is not None for task in mine)
    else:
        told = who.can(Capability.QA_SAMPLE) and not _may_take(connection, looked, who)
    told = told and not _carries(connection, looked, who)
    named = who.can(Capability.REVIEW_READ_ALL)
    return SampleView(
        sample_id=one.sample_id,
        frame_id=one.frame_id,
        frame_digest=one.frame_digest,
        plan=one.plan,
        seed=one.seed,
        refs_digest=one.refs_digest,
        size=one.size,
        state=_state(looked),
        drawn_by=one.drawn_by,
        drawn_by_name=one.drawn_by_name,
        drawn_at=from_ms(one.drawn_at),
        scorers=_scorers(connection, looked.tasks),
        mine=sum(task.scored_at is None for task in mine),
        waiting_for_anybody=sum(task.scorer_id == NOBODY for task in looked.tasks),
        letter=one.letter,
        accept=one.accept,
        reject=one.reject,
        series=one.series,
        result=qa_results.result(connection, looked) if told else None,
        items=qa_results.items(connection, looked, named=named) if told and single else (),
    )


def _may_take(connection: Connection, looked: Looked, who: Principal) -> bool:
    """Whether a case of it waits for anybody and this person could take it over."""
    waiting = {task.ref for task in looked.tasks if task.scorer_id == NOBODY}
    if not waiting or not who.can(Capability.QA_SCORE):
        return False
    own = qa_frames.part_of(connection, who.user_id)
    return any(one.ref in waiting and one.case_number not in own for one in looked.items)


def _carries(connection: Connection, looked: Looked, who: Principal) -> bool:
    """Whether the person is to decide some of these cases blind for another sample."""
    held = qa_holds.held(connection, who.viewer)
    return any(one.case_number in held for one in looked.items)


def _state(looked: Looked) -> str:
    if any(task.signed_at is None for task in looked.tasks):
        return OPEN
    return SCORED if Standing.AWAITING in looked.standings.values() else SETTLED


def _scorers(connection: Connection, tasks: list[Task]) -> tuple[ScorerView, ...]:
    of: dict[str, list[Task]] = defaultdict(list)
    for task in tasks:
        if task.scorer_id != NOBODY:
            of[task.scorer_id].append(task)
    names = qa_samples.names(connection, of.keys())
    found = []
    for user_id, own in sorted(of.items(), key=lambda one: (names.get(one[0], ""), one[0])):
        signed = own[0].signed_at
        scored = sum(task.scored_at is not None for task in own)
        at = from_ms(signed) if signed is not None else None
        found.append(ScorerView(user_id, names.get(user_id, ""), len(own), scored, at))
    return tuple(found)


def re_reviews(storage: Storage, who: Principal, limit: int) -> ReReviewPage:
    """What the person is to decide again. Raises Refused (forbidden)."""
    require(who, Capability.QA_SCORE)
    with storage.read() as connection:
        return _tasks(connection, storage, who, limit)


def take(storage: Storage, who: Principal, want: int) -> ReReviewPage:
    """Take over some of the cases that wait for anybody, never one that they had a part in; all that the person is to
    decide then. Raises Refused (forbidden)."""
    require(who, Capability.QA_SCORE)
    with storage.write() as work:
        taken: dict[str, list[int]] = defaultdict(list)
        left = min(want, MOST_TAKEN)
        own = qa_frames.part_of(work.connection, who.user_id)
        for task in qa_samples.tasks(work.connection, qa_samples.of_scorer(NOBODY)):
            if not left:
                break
            item = qa_samples.item(work.connection, task.sample_id, task.ref)
            if item is None or item.case_number in own:
                continue
            if qa_samples.is_signed(work.connection, task.sample_id, who.user_id):
                continue  # what was signed stands, and nothing is added to it
            if qa_samples.take_over(work.connection, task.sample_id, task.ref, who.user_id):
                taken[task.sample_id].append(item.case_number)
                left -= 1
        for sample_id, numbers in taken.items():
            qa_holds.hold(work, who.user_id, numbers, sample_id)
            work.touch(QA_SAMPLE, sample_id, 1, None)
            work.audit(who.user_id, "qa.taken", QA_SAMPLE, sample_id, cases=len(numbers))
        return _tasks(work.connection, storage, who, MOST_TAKEN)


def _tasks(connection: Connection, storage: Storage, who: Principal, limit: int) -> ReReviewPage:
    found = qa_samples.tasks(connection, qa_samples.of_scorer(who.user_id), qa_samples.unscored())
    shown, of = found[:limit], dict[str, dict[str, int]]()
    for sample_id in dict.fromkeys(task.sample_id for task in shown):
        of[sample_id] = {one.ref: one.case_number for one in qa_samples.items(connection, sample_id)}
    views = items(connection, storage, who, {task.ref: of[task.sample_id][task.ref] for task in shown})
    tasks = tuple(ReReviewTask(task.sample_id, views[task.ref]) for task in shown if task.ref in views)
    return ReReviewPage(tasks, len(found))


def coverage(storage: Storage, who: Principal, days: int) -> CoverageView:
    """How much of what was decided is looked at again. Raises Refused (forbidden)."""
    require(who, Capability.QA_SAMPLE)
    now: datetime = storage.clock()
    since = (now - timedelta(days=days - 1)).replace(hour=0, minute=0, second=0, microsecond=0)
    with storage.read() as connection:
        return CoverageView(since, now, tuple(qa_waiting.coverage(connection, to_ms(since), to_ms(now))))


def series(storage: Storage, who: Principal) -> SeriesPage:
    """How every series of lots stands. Raises Refused (forbidden)."""
    require(who, Capability.QA_SAMPLE)
    with storage.read() as connection:
        found = []
        for name in qa_samples.series_names(connection):
            state = qa_results.switching(connection, name)
            lots = tuple(
                SeriesLot(one.sample_id, from_ms(one.settled_at or 0), one.severity, one.verdict)
                for one in reversed(qa_samples.settled_of(connection, name))
            )
            found.append(SeriesView(name, state.severity, state.score, state.in_row, state.stopped, lots))
    return SeriesPage(tuple(found))
