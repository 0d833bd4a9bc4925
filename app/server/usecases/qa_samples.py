"""Drawing a sample, blind scores, and the signature under them: commands, so that none is lost and none happens twice.

The server draws again and compares: a seat that drew without it has to have drawn the same.
"""

import secrets
from collections.abc import Sequence

from sqlalchemy import Connection

from app.analytics.qa_plan import Planned, planned
from app.contract import changes
from app.contract.commands import QA_SAMPLE, QA_SCORE, QA_SIGN, Command, CommandResult, EntityRev
from app.contract.problems import Code, ProblemItem
from app.domain.faults import Fault
from app.domain.ids import is_uuid7, uuid7
from app.domain.re_review import (
    SampleBody,
    ScoreBody,
    SignBody,
    Standing,
    assign,
    sample_faults,
    score_faults,
    scores_digest,
    shuffled,
    signed_bytes,
)
from app.domain.roles import Capability, can
from app.domain.sampling import IsoPlan, draw, plan_faults, sample_digest, strata_of
from app.server.security.principal import Principal
from app.server.security.signatures import fits
from app.server.storage import cases, devices, people, qa_frames, qa_holds, qa_samples, reviews
from app.server.storage.qa_samples import NOBODY, Item, Sample, Task
from app.server.storage.unit_of_work import UnitOfWork
from app.server.usecases import qa_results
from app.server.usecases.casework import problems
from app.server.usecases.licences import truth_found
from app.server.usecases.repeated import repeated_faults
from app.server.usecases.sender import Sender, applied, read_body, rejected

ENTITY = changes.QA_SAMPLE
ANYBODY = "*"
"""As the one scorer: whoever may re-review takes cases over, but never an own one."""


def sample(work: UnitOfWork, sender: Sender, command: Command) -> CommandResult:
    """Draw a sample from a frame."""
    who = sender.principal
    body = read_body(command, SampleBody)
    if isinstance(body, CommandResult):
        return body
    faults = [*sample_faults(body), *plan_faults(body.plan)]
    if not is_uuid7(body.sample_id):
        faults.append(Fault("uuid7", "/sample_id"))
    elif qa_samples.find(work.connection, body.sample_id) is not None:
        faults.append(Fault("sample_exists", "/sample_id"))
    frame = qa_frames.find(work.connection, body.frame_id)
    if frame is None:
        return rejected(command, Code.NOT_FOUND, (ProblemItem("/body/frame_id", "not_found"),))
    scorers = () if body.scorers == (ANYBODY,) else body.scorers or (who.user_id,)
    faults += [Fault("scorer_unknown", "/scorers")] * any(not _may_score(work, one) for one in scorers)
    if faults:
        return rejected(command, Code.QA_INVALID, problems(faults))
    rows = qa_frames.rows(work.connection, frame.frame_id)
    try:
        asked = planned(body.plan, strata_of(rows))
    except ValueError:
        return rejected(command, Code.QA_INVALID, (ProblemItem("/body/plan", "plan"),))
    refs = draw(rows, asked.sizes, body.seed, body.plan)
    if body.refs_digest not in ("", sample_digest(refs)):
        return rejected(command, Code.QA_OTHER_SAMPLE)
    items = _items(work, frame.frame_id, shuffled(body.sample_id, refs))
    drawn = _sample(work, who, body, asked, items)
    told = assign([one.ref for one in items], had_part(work.connection, items), scorers, body.overlap)
    tasks = [
        Task(drawn.sample_id, one.ref, scorer, one.place, None, None, None)
        for one in items
        for scorer in told[one.ref] or (NOBODY,)
    ]
    qa_samples.add(work.connection, drawn, items, tasks)
    numbers = {one.ref: one.case_number for one in items}
    for scorer in scorers:
        mine = [numbers[task.ref] for task in tasks if task.scorer_id == scorer]
        qa_holds.hold(work, scorer, mine, drawn.sample_id)
    flags = _flags(work, body)
    work.touch(ENTITY, drawn.sample_id, 1, None)
    work.audit(who.user_id, QA_SAMPLE, ENTITY, drawn.sample_id, frame=frame.frame_id, size=len(items), seed=body.seed)
    return applied(command, EntityRev(ENTITY, drawn.sample_id, 1), count=len(items), flags=flags)


def had_part(connection: Connection, items: Sequence[Item]) -> dict[str, frozenset[str]]:
    """By ref, who decided a case, sent it upward or settled its truth, and so cannot look at it as if for the first
    time."""
    numbers = [one.case_number for one in items]
    deciders, judges = qa_frames.deciders(connection, numbers), qa_frames.judges(connection, numbers)
    none = frozenset[str]()
    return {
        one.ref: deciders.get(one.case_number, none) | judges.get(one.case_number, none) | {one.reviewer_id}
        for one in items
    }


def _may_score(work: UnitOfWork, user_id: str) -> bool:
    person = people.user_by_id(work.connection, user_id)
    if person is None or person.disabled or person.vendor is not None:
        return False
    return can(person.roles, Capability.QA_SCORE)


def _items(work: UnitOfWork, frame_id: str, refs: tuple[str, ...]) -> list[Item]:
    members = qa_frames.members(work.connection, frame_id, refs)
    first = {}
    ids = [one.review_id for one in members.values()]
    for start in range(0, len(ids), 500):
        first.update(reviews.load_many(work.connection, ids[start : start + 500]))
    return [
        Item(
            ref=ref,
            case_number=members[ref].case_number,
            review_id=members[ref].review_id,
            reviewer_id=first[members[ref].review_id].reviewer_id,
            decision=first[members[ref].review_id].decision,
            stratum=members[ref].stratum,
            place=place,
        )
        for place, ref in enumerate(refs)
    ]


def _sample(work: UnitOfWork, who: Principal, body: SampleBody, asked: Planned, items: list[Item]) -> Sample:
    return Sample(
        sample_id=body.sample_id,
        frame_id=body.frame_id,
        plan=body.plan,
        seed=body.seed,
        refs_digest=sample_digest(one.ref for one in items),
        size=len(items),
        letter=asked.letter,
        accept=asked.accept,
        reject=asked.reject,
        overlap=body.overlap,
        series=body.series,
        severity=body.plan.severity.value if isinstance(body.plan, IsoPlan) else "",
        drawn_by=who.user_id,
        drawn_at=work.now_ms,
        verdict="",
        settled_at=None,
    )


def _flags(work: UnitOfWork, body: SampleBody) -> tuple[str, ...]:
    """What has happened to the series since a seat looked at it. Nothing is refused for it: the work is done."""
    if body.series is None or not isinstance(body.plan, IsoPlan):
        return ()
    state = qa_results.switching(work.connection, body.series)
    if state.stopped:
        return ("series_stopped",)
    return () if state.severity is body.plan.severity else ("severity_moved",)


def score(work: UnitOfWork, sender: Sender, command: Command) -> CommandResult:
    """One case decided again, blind. No refusal depends on what was decided first."""
    who = sender.principal
    body = read_body(command, ScoreBody)
    if isinstance(body, CommandResult):
        return body
    if faults := score_faults(body):
        return rejected(command, Code.QA_INVALID, problems(faults))
    qa_samples.lock(work.connection, body.sample_id)
    item = qa_samples.item(work.connection, body.sample_id, body.ref)
    if item is None:
        return rejected(command, Code.NOT_FOUND, (ProblemItem("/body/ref", "not_found"),))
    mine = (qa_samples.of_sample(body.sample_id), qa_samples.of_ref(body.ref), qa_samples.of_scorer(who.user_id))
    if not qa_samples.tasks(work.connection, *mine):
        # One that waits for anybody is taken over first, so that its decision is kept back from then on.
        return rejected(command, Code.QA_NOT_YOURS)
    if qa_samples.is_signed(work.connection, body.sample_id, who.user_id):
        return rejected(command, Code.QA_SIGNED)
    stored = cases.load(work.connection, item.case_number)
    if stored is not None and (faults := repeated_faults(work, who.user_id, stored, {"/rationale": body.rationale})):
        return rejected(command, Code.QA_INVALID, problems(faults))
    n = qa_samples.add_score(
        work.connection,
        score_id=uuid7(work.now_ms, secrets.token_bytes(10)),
        sample_id=body.sample_id,
        ref=body.ref,
        scorer_id=who.user_id,
        command_id=command.command_id,
        device_id=sender.device_id,
        decision=body.decision.value,
        rationale=body.rationale.strip(),
        rationale_language=body.rationale_language,
        active_ms=body.active_ms,
        created_wall=command.created_wall,
        received_at=work.now_ms,
    )
    # How far somebody is concerns their own other seats at once, and the rest with the signature.
    work.touch(ENTITY, body.sample_id, 1, None, who.user_id)
    work.audit(who.user_id, QA_SCORE, ENTITY, body.sample_id, ref=body.ref, n=n)
    return applied(command, EntityRev("qa_score", body.ref, n))


def sign(work: UnitOfWork, sender: Sender, command: Command) -> CommandResult:
    """A scorer's word that the scores are final. Then the first decisions are kept back from them no longer."""
    who = sender.principal
    body = read_body(command, SignBody)
    if isinstance(body, CommandResult):
        return body
    qa_samples.lock(work.connection, body.sample_id)
    found = qa_samples.find(work.connection, body.sample_id)
    mine = (qa_samples.of_sample(body.sample_id), qa_samples.of_scorer(who.user_id))
    tasks = qa_samples.tasks(work.connection, *mine)
    if found is None or not tasks:
        return rejected(command, Code.NOT_FOUND, (ProblemItem("/body/sample_id", "not_found"),))
    if qa_samples.is_signed(work.connection, body.sample_id, who.user_id):
        return rejected(command, Code.QA_SIGNED)
    said = [(task.ref, task.decision) for task in tasks if task.decision is not None]
    if len(said) < len(tasks):
        return rejected(command, Code.QA_UNSCORED)
    if len(said) != body.scores or scores_digest(said) != body.scores_digest:
        return rejected(command, Code.QA_OTHER_SCORES)
    device = devices.find(work.connection, sender.device_id)
    key = device.ed25519_key if device is not None and device.ed25519_key is not None else ""
    told = signed_bytes(body.sample_id, who.user_id, body.scores, body.scores_digest)
    # A script's seat told no key: there its session alone says who it is.
    if bool(key) != bool(body.signature) or (key and not fits(key, body.signature, told)):
        return rejected(command, Code.QA_SIGNATURE)
    qa_samples.add_signature(
        work.connection,
        sample_id=body.sample_id,
        scorer_id=who.user_id,
        command_id=command.command_id,
        device_id=sender.device_id,
        scores=body.scores,
        scores_digest=body.scores_digest,
        public_key=key,
        signature=body.signature,
        signed_at=work.now_ms,
    )
    packets = qa_samples.open_packets(work.connection, who.user_id, found.frame_id)
    qa_samples.bring_back(work.connection, packets, work.now_ms)
    qa_holds.release(work, who.user_id, (body.sample_id, *packets))
    looked = qa_results.settle(work, found)
    scored = {task.ref for task in tasks}
    for item in looked.items:
        if item.ref in scored and looked.standings[item.ref] is Standing.AGREED:
            truth_found(work, item.review_id, who.user_id, wrong=False)
    work.touch(ENTITY, body.sample_id, 1, None)
    work.audit(who.user_id, QA_SIGN, ENTITY, body.sample_id, scores=body.scores, digest=body.scores_digest)
    return applied(command, EntityRev(ENTITY, body.sample_id, 1), count=body.scores)
