"""Training sets: labelled cases of an item or a filter, frozen under a version, with a manifest that proves itself."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row

from app.contract.problems import Code
from app.contract.training_sets import (
    MANIFEST,
    MOST_ROWS,
    SCHEMA,
    Exclusion,
    Manifest,
    Provenance,
    SetFile,
    TimeSplit,
    TrainingOrder,
    TrainingSets,
    TrainingSetView,
)
from app.domain.case import CaseState
from app.domain.feedback import UNSETTLED, FeedbackState, ResultKind
from app.domain.ids import is_uuid7
from app.domain.roles import Capability
from app.server.security.principal import Principal
from app.server.storage import exports, feedback, qa_holds, training_sets
from app.server.storage.exports import Material as Labelled
from app.server.storage.files import AttachmentStore
from app.server.storage.unit_of_work import Storage, from_ms, to_ms
from app.server.usecases import findings
from app.server.usecases.findings import Detail
from app.server.usecases.refusal import Refused, require
from app.server.usecases.retraining import view as request_view
from app.server.usecases.training_files import Made, Material, files

PAGE = 500
GOLD_WORDS = "none: a gold case has no label, and no decision on one enters a set"
AUDITS_IN = (
    "in: cases of random audits are labelled like any other and marked as audit; they stand for the agent's own"
    " decisions, the others for those that it handed over, so that no share of this set is one of all cases"
)
AUDITS_OUT = "out: counted under exclusions"


class _Gathered(msgspec.Struct):
    """What was found, oldest label first, and what was left out."""

    cases: list[Labelled]
    behind: set[int]
    left_out: Counter[str]
    before: int


def make(storage: Storage, store: AttachmentStore, who: Principal, order: TrainingOrder) -> TrainingSetView:
    """Make the next version of a set; the last one again, where the same cases and labels make the same files. Raises
    Refused (forbidden, not_found, training_empty)."""
    require(who, Capability.TRAINING_MANAGE)
    order, item = _checked(storage, order)
    found = _gather(storage, who, order, item)
    if not found.cases:
        raise Refused(Code.TRAINING_EMPTY)
    train, test, split = _split(found, order)
    made = files(train, test)
    with storage.read() as connection:
        last = training_sets.newest(connection, order.name)
        again = last is not None and last.digest == digest_of([one.told for one in made])
        if last is not None and again and last.feedback_id == order.feedback_id:
            return view(connection, last)
    for one in made:
        # Before the row that names them: a file without a set harms nobody.
        if not store.has(one.told.sha256):
            store.put(one.told.sha256, one.data)
    with storage.write() as work:
        work.lock()  # two versions at once: the one comes first
        last = training_sets.newest(work.connection, order.name)
        set_id = findings.new_id(work)
        manifest = Manifest(
            schema=SCHEMA,
            set_id=set_id,
            name=order.name,
            version=1 if last is None else last.version + 1,
            made_at=work.now,
            made_by=who.user_id,
            feedback_id=order.feedback_id,
            order=order,
            files=tuple(one.told for one in made),
            digest=digest_of([one.told for one in made]),
            counts=_counts(train, test),
            labels=_provenance(found),
            split=split,
            exclusions=tuple(Exclusion(reason, n) for reason, n in sorted(found.left_out.items()) if n),
            features=tuple(sorted({s.name for one in (*train, *test) for s in one.row.signals})),
            gold=GOLD_WORDS,
            audits=AUDITS_IN if order.audits else AUDITS_OUT,
            audit_cases=sum(one.audit for one in (*train, *test)),
        )
        training_sets.add(
            work.connection,
            [_file_row(one) for one in made],
            set_id=set_id,
            name=order.name,
            version=manifest.version,
            feedback_id=order.feedback_id,
            made_by=who.user_id,
            made_at=work.now_ms,
            manifest=msgspec.json.encode(manifest).decode(),
            digest=manifest.digest,
        )
        work.audit(who.user_id, "training_set.make", "training_set", set_id, digest=manifest.digest)
        if item is not None and who.can(Capability.FEEDBACK_MANAGE):
            row = feedback.load(work.connection, item.feedback_id, for_update=True)
            if row is not None and FeedbackState(row.state) in UNSETTLED:
                fields = {"result_kind": ResultKind.TRAINING_SET.value, "result_ref": set_id}
                findings.put(work, row, who.user_id, "changed", fields, Detail(fields))
        kept = training_sets.load(work.connection, set_id)
        assert kept is not None
        return view(work.connection, kept)


def _checked(storage: Storage, order: TrainingOrder) -> tuple[TrainingOrder, Row[Any] | None]:
    if order.feedback_id is None:
        return order, None
    with storage.read() as connection:
        item = feedback.load(connection, order.feedback_id) if is_uuid7(order.feedback_id) else None
    if item is None or not item.cases:
        raise Refused(Code.NOT_FOUND)
    return msgspec.structs.replace(order, case_type=item.case_type), item


def _gather(storage: Storage, who: Principal, order: TrainingOrder, item: Row[Any] | None) -> _Gathered:
    from_ms_ = to_ms(order.labelled_from) if order.labelled_from is not None else 0
    before_ms = to_ms(order.labelled_before) if order.labelled_before is not None else 2**53
    with storage.read() as connection:
        before = exports.newest_before(connection, exports.first_unreleased(connection, to_ms(storage.clock()))) + 1
        again = qa_holds.held(connection, who.viewer)
        behind = feedback.standing(connection, item.feedback_id) if item is not None else set()
    found = _Gathered([], behind, Counter(), before)
    for one in _pages(storage, before):
        row, pattern = one.row, one.number in behind
        if order.case_type is not None and row.case_type != order.case_type:
            continue
        if not pattern and not from_ms_ <= one.labelled_at < before_ms:
            continue
        reason = None
        if one.number in again:
            reason = "kept_back"
        elif one.state == CaseState.WITHDRAWN.value:
            reason = "withdrawn"
        elif one.let_go:
            reason = "let_go"
        elif one.audit and not order.audits:
            reason = "audit"
        elif not row.signals:
            reason = "no_signals"
        elif len(found.cases) >= MOST_ROWS:
            reason = "beyond_the_limit"
        if reason is None:
            found.cases.append(one)
        else:
            found.left_out[reason] += 1
    return found


def _pages(storage: Storage, before: int) -> Iterator[Labelled]:
    after = 0
    while True:
        with storage.read() as connection:
            rows = exports.training_material(connection, after, before, PAGE)
        if not rows:
            return
        after = rows[-1].label_seq
        yield from rows


def _split(found: _Gathered, order: TrainingOrder) -> tuple[list[Material], list[Material], TimeSplit]:
    """By the time of the decision, so that nothing later than what is tested on was trained from."""
    whole = sorted(found.cases, key=lambda one: (one.row.decided_at, one.number))
    cases = [Material(one.row, one.facts, one.number in found.behind, one.audit) for one in whole]
    place = len(cases) - round(len(cases) * order.test_share)
    if place >= len(cases) or place == 0:
        return cases, [], TimeSplit("decided_at", None, order.test_share)
    at = cases[place].row.decided_at
    train = [one for one in cases if one.row.decided_at < at]
    if not train:  # all at one moment: nothing that could be kept apart by time
        return cases, [], TimeSplit("decided_at", None, order.test_share)
    return train, cases[len(train) :], TimeSplit("decided_at", at, order.test_share)


def _counts(train: Sequence[Material], test: Sequence[Material]) -> dict[str, int]:
    counts = Counter({"train": len(train), "test": len(test)})
    for one in (*train, *test):
        counts[f"label:{one.row.label}"] += 1
        counts[f"truth:{one.row.truth}"] += 1
        counts[f"case_type:{one.row.case_type}"] += 1
        counts["pattern"] += one.pattern
    return dict(sorted(counts.items()))


def _provenance(found: _Gathered) -> Provenance:
    sources = Counter(one.row.source for one in found.cases)
    revisions = Counter(str(one.row.revision) for one in found.cases)
    return Provenance(found.before, dict(sorted(sources.items())), dict(sorted(revisions.items())))


def _file_row(one: Made) -> dict[str, Any]:
    told = one.told
    return {"name": told.name, "sha256": told.sha256, "size": told.size, "media_type": told.media_type}


def digest_of(told: Sequence[SetFile]) -> str:
    """The digest of a set: over "name sha256 size\\n" of each file in the order of names."""
    lines = "".join(f"{one.name} {one.sha256} {one.size}\n" for one in sorted(told, key=lambda one: one.name))
    return hashlib.sha256(lines.encode()).hexdigest()


def page(storage: Storage, who: Principal, after: str | None, limit: int, feedback_id: str | None) -> TrainingSets:
    """Sets, the newest first. Raises Refused (forbidden)."""
    require(who, Capability.EXPORT_TRAINING)
    with storage.read() as connection:
        rows = training_sets.listed(connection, after, limit + 1, feedback_id)
        told = tuple(view(connection, row) for row in rows[:limit])
    return TrainingSets(told, rows[limit - 1].set_id if len(rows) > limit else None)


def one(storage: Storage, who: Principal, set_id: str) -> TrainingSetView:
    """A set with its manifest. Raises Refused (forbidden, not_found)."""
    require(who, Capability.EXPORT_TRAINING)
    with storage.read() as connection:
        row = training_sets.load(connection, set_id) if is_uuid7(set_id) else None
        if row is None:
            raise Refused(Code.NOT_FOUND)
        return view(connection, row)


def file(
    storage: Storage, store: AttachmentStore, who: Principal, set_id: str, name: str
) -> tuple[Iterator[bytes], str]:
    """The pieces of one file and its media type; written to the trail before the first. Raises Refused (forbidden,
    not_found)."""
    require(who, Capability.EXPORT_TRAINING)
    with storage.read() as connection:
        row = training_sets.load(connection, set_id) if is_uuid7(set_id) else None
        found = training_sets.file(connection, set_id, name) if row is not None else None
    if row is None or (found is None and name != MANIFEST):
        raise Refused(Code.NOT_FOUND)
    try:
        pieces = iter((row.manifest.encode(),)) if found is None else store.open(found.sha256, 0, found.size)
    except FileNotFoundError:
        raise Refused(Code.NOT_FOUND) from None
    with storage.write() as work:
        work.audit(who.user_id, "export", "training_set", set_id, file=name)
    return pieces, "application/json" if found is None else found.media_type


def view(connection: Connection, row: Row[Any]) -> TrainingSetView:
    """One row of `storage.training_sets` with its requests."""
    manifest = msgspec.json.decode(row.manifest, type=Manifest)
    asked = training_sets.requests(connection, 20, set_id=row.set_id)
    return TrainingSetView(
        set_id=row.set_id,
        name=row.name,
        version=row.version,
        made_at=from_ms(row.made_at),
        made_by_name=row.made_by_name,
        feedback_id=row.feedback_id,
        digest=row.digest,
        rows=manifest.counts.get("train", 0) + manifest.counts.get("test", 0),
        manifest=manifest,
        requests=tuple(request_view(request) for request in asked),
    )
