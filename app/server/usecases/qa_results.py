"""What came of a sample: where each of its cases stands, the verdict on the lot, shares with intervals, and how the
series of lots goes on."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row

from app.analytics.intervals import Interval, clopper_pearson, wilson
from app.analytics.stratified import counted, mean
from app.contract.qa import LotResult, SampleItemView, ShareView, StratumResult
from app.domain import acceptance
from app.domain.acceptance import Switching
from app.domain.re_review import Standing, error_class, lot_verdict, standing
from app.domain.sampling import IsoPlan, StratifiedPlan
from app.server.storage import qa_frames, qa_samples, reviews
from app.server.storage.cases import case_id
from app.server.storage.qa_samples import Item, Sample, Task
from app.server.storage.unit_of_work import UnitOfWork

CONFIDENCE = 0.95
_UNSETTLED = (Standing.UNSCORED, Standing.AWAITING)


class Looked(msgspec.Struct, frozen=True):
    """A sample with all that was said of it. Only signed scores count."""

    sample: Sample
    items: list[Item]
    tasks: list[Task]
    standings: dict[str, Standing]


def look(connection: Connection, sample: Sample) -> Looked:
    found = qa_samples.items(connection, sample.sample_id)
    tasks = qa_samples.tasks(connection, qa_samples.of_sample(sample.sample_id))
    truths = qa_samples.truths(connection, sample.sample_id)
    said: dict[str, list[str | None]] = defaultdict(list)
    for task in tasks:
        said[task.ref].append(task.decision if task.signed_at is not None else None)
    standings = {
        one.ref: standing(one.decision, said[one.ref], truths[one.ref].truth if one.ref in truths else None)
        for one in found
    }
    return Looked(sample, found, tasks, standings)


def settle(work: UnitOfWork, sample: Sample) -> Looked:
    """Write down how the lot stands after something was signed or settled."""
    looked = look(work.connection, sample)
    verdict = verdict_of(looked)
    over = not any(one in _UNSETTLED for one in looked.standings.values())
    qa_samples.settle(work.connection, sample.sample_id, verdict, work.now_ms if over else None)
    return looked


def verdict_of(looked: Looked) -> str:
    """Of the lot; empty where the plan has no acceptance number."""
    sample = looked.sample
    if sample.accept is None or sample.reject is None:
        return ""
    return lot_verdict(looked.standings.values(), sample.accept, sample.reject).value


def result(connection: Connection, looked: Looked) -> LotResult:
    """The figures for a screen."""
    sample, counts = looked.sample, Counter(looked.standings.values())
    wrong, n = counts[Standing.WRONG], len(looked.items)
    confidence = sample.plan.confidence if isinstance(sample.plan, StratifiedPlan) else CONFIDENCE
    settled = not any(counts[one] for one in _UNSETTLED)
    strata = _strata(connection, looked)
    pairs = _pairs(looked.tasks)
    return LotResult(
        n=n,
        unscored=counts[Standing.UNSCORED],
        agreed=counts[Standing.AGREED],
        awaiting=counts[Standing.AWAITING],
        right=counts[Standing.RIGHT],
        wrong=wrong,
        verdict=verdict_of(looked),
        share=_share(wrong, n, wilson(wrong, n, confidence), "wilson") if settled else None,
        claim=_share(wrong, n, clopper_pearson(wrong, n, confidence), "clopper_pearson") if settled else None,
        stratified=_stratified(strata, confidence) if settled else None,
        strata=strata,
        pairs=len(pairs),
        pairs_agreed=sum(one == other for one, other in pairs),
    )


def items(connection: Connection, looked: Looked, *, named: bool) -> tuple[SampleItemView, ...]:
    """Case by case, in the order of the draw; `named`: with the cases' own names. For who may read the result."""
    truths = qa_samples.truths(connection, looked.sample.sample_id)
    first: dict[str, Row[Any]] = {}
    ids = [one.review_id for one in looked.items]
    for start in range(0, len(ids), 500):
        first.update(reviews.load_many(connection, ids[start : start + 500]))
    types = qa_samples.case_types(connection, looked.sample.sample_id)
    said: dict[str, list[str]] = defaultdict(list)
    for task in looked.tasks:
        if task.signed_at is not None and task.decision is not None:
            said[task.ref].append(task.decision)
    found = []
    for one in sorted(looked.items, key=lambda item: item.place):
        truth, where = truths.get(one.ref), looked.standings[one.ref]
        right = truth.truth if truth is not None else None
        wrong = where is Standing.WRONG
        found.append(
            SampleItemView(
                ref=one.ref,
                case_type=types.get(one.case_number, ""),
                first=one.decision,
                active_ms=first[one.review_id].active_ms if one.review_id in first else 0,
                said=tuple(said[one.ref]),
                standing=where.value,
                truth=right,
                error_class=error_class(one.decision, right) if wrong and right is not None else None,
                case_id=case_id(one.case_number) if named else None,
            )
        )
    return tuple(found)


def _share(k: int, n: int, interval: Interval, method: str) -> ShareView:
    return ShareView(k / n if n else 0.0, interval.low, interval.high, interval.confidence, method)


def _strata(connection: Connection, looked: Looked) -> tuple[StratumResult, ...]:
    frame = qa_frames.find(connection, looked.sample.frame_id)
    sizes = {one.stratum: one.size for one in frame.strata} if frame is not None else {}
    found: Counter[tuple[int, bool]] = Counter()
    for one in looked.items:
        where = looked.standings[one.ref]
        if where not in _UNSETTLED:
            found[one.stratum, where is Standing.WRONG] += 1
    return tuple(
        StratumResult(name, size, found[name, True] + found[name, False], found[name, True])
        for name, size in sorted(sizes.items())
    )


def _stratified(strata: Sequence[StratumResult], confidence: float) -> ShareView | None:
    """Weighed by the sizes of the strata; None where one of them was not looked at."""
    if not strata or any(not one.n for one in strata):
        return None
    told = mean([counted(str(one.stratum), one.size, one.n, one.wrong) for one in strata], confidence)
    if not told.se and any(one.n < one.size for one in strata):
        return None  # nothing was found to vary: an interval without width would say more than is known
    low, high = max(0.0, told.interval.low), min(1.0, told.interval.high)
    return ShareView(told.value, low, high, confidence, "stratified")


def _pairs(tasks: Sequence[Task]) -> list[tuple[str, str]]:
    """What was said of cases that two have scored and signed."""
    said: dict[str, list[str]] = defaultdict(list)
    for task in tasks:
        if task.signed_at is not None and task.decision is not None:
            said[task.ref].append(task.decision)
    return [(two[0], two[1]) for two in said.values() if len(two) == 2]


def switching(connection: Connection, series: str) -> Switching:
    """How a series stands after its settled lots, in the order in which they were settled. A lot that was looked at
    more or less strictly than the series asked for then does not count for it."""
    state = Switching()
    for sample in qa_samples.settled_of(connection, series):
        if not isinstance(sample.plan, IsoPlan) or state.stopped or sample.plan.severity is not state.severity:
            continue
        frame = qa_frames.find(connection, sample.frame_id)
        if frame is None:
            continue
        inspected = acceptance.plan(frame.size, sample.plan.aql, sample.plan.level, sample.plan.severity)
        wrong = Counter(look(connection, sample).standings.values())[Standing.WRONG]
        state = acceptance.after(state, inspected, wrong)
    return state
