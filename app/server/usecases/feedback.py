"""Findings that people raise, accept, mend and dismiss: `feedback.create` and `feedback.update`."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Row

from app.contract.catalogue import catalogue
from app.contract.commands import Command, CommandResult, EntityRev, Status
from app.contract.problems import Code, ProblemItem
from app.domain.feedback import (
    MENDED,
    OWNER_OF,
    TRANSITIONS,
    UNSETTLED,
    CreateFeedback,
    FeedbackKind,
    FeedbackState,
    SplitPart,
    UpdateFeedback,
    create_faults,
    update_faults,
)
from app.domain.ids import case_number, is_uuid7
from app.domain.recurring import known_routes
from app.domain.roles import Capability, Role
from app.domain.root_cause import CodeKind, Route
from app.server.security.principal import Principal
from app.server.storage import cases, feedback, people, qa_holds
from app.server.storage.feedback import NewCase
from app.server.storage.unit_of_work import UnitOfWork
from app.server.usecases import findings, news
from app.server.usecases.casework import problems
from app.server.usecases.findings import ENTITY, Detail
from app.server.usecases.repeated import repeated_faults
from app.server.usecases.sender import Sender, applied, read_body, rejected


def create(work: UnitOfWork, sender: Sender, command: Command) -> CommandResult:
    """Raise a finding by hand, over cases that one has decided oneself, or may read all reviews of."""
    who = sender.principal
    body = read_body(command, CreateFeedback)
    if isinstance(body, CommandResult):
        return body
    if faults := create_faults(body):
        return rejected(command, Code.INVALID, problems(faults))
    if feedback.load(work.connection, body.feedback_id) is not None:
        return rejected(command, Code.FEEDBACK_KNOWN)
    numbers = [case_number(name) for name in body.case_ids]
    behind, case_type, label, places = _behind(work, who, numbers)
    if places:
        items = tuple(ProblemItem(f"/body/case_ids/{place}", "not_found") for place in places)
        return rejected(command, Code.NOT_FOUND, items)
    if case_type is None:
        return rejected(command, Code.INVALID, (ProblemItem("/body/case_ids", "one_case_type"),))
    code = known_routes(catalogue().codes, body.code, case_type) if body.code is not None else None
    if body.code is not None and code is None:
        return rejected(command, Code.INVALID, (ProblemItem("/body/code", "code_unknown"),))
    for stored in cases.load_many(work.connection, numbers).values():
        if faults := repeated_faults(work, who.user_id, stored, {"/title": body.title}):
            return rejected(command, Code.INVALID, problems(faults))
    route = body.route or (code.route if code is not None else None)
    findings.open_item(
        work,
        who.user_id,
        feedback_id=body.feedback_id,
        kind=FeedbackKind.RAISED.value,
        case_type=case_type,
        label=label,
        code=body.code,
        attribution_kind=body.attribution.kind.value if body.attribution else None,
        attribution_ref=body.attribution.ref.strip() if body.attribution else None,
        title=body.title.strip(),
        title_language=body.language,
        route=route.value if route else None,
        suggested_route=code.route.value if code is not None and code.route else None,
        suggested_reason="code_default" if code is not None and code.route else "no_route",
        raised_by=who.user_id,
    )
    feedback.add_cases(work.connection, body.feedback_id, behind, work.now_ms)
    findings.recount(work, body.feedback_id)
    row = feedback.load(work.connection, body.feedback_id)
    assert row is not None
    ordinary = {case.reviewer_id for case in behind if case.reviewer_id is not None}
    news.tell(work, row, "opened", who.name, but=who.user_id, only=ordinary)
    return applied(command, EntityRev(ENTITY, body.feedback_id, 1), count=len(behind))


def _behind(
    work: UnitOfWork, who: Principal, numbers: Sequence[int]
) -> tuple[list[NewCase], str | None, str | None, list[int]]:
    """The cases as they stand behind an item, their one type and label (None where there are several), and the places
    of those that this person has nothing to say of."""
    known = feedback.named(work.connection, numbers)
    own = feedback.own_reviews(work.connection, who.user_id, numbers)
    again = qa_holds.held(work.connection, who.viewer)
    found: list[NewCase] = []
    missing: list[int] = []
    for place, number in enumerate(numbers):
        row, mine = known.get(number), own.get(number)
        foreign = who.viewer.outside and row is not None and row.vendor != who.vendor
        all_read = who.can(Capability.REVIEW_READ_ALL) and row is not None and row.review_id and row.only_for is None
        if row is None or foreign or number in again or (mine is None and not all_read):
            missing.append(place)
            continue
        # Whose word it is: of the review in force, where the author may read it, else of the author's own.
        review = row if row.review_id is not None and all_read else mine
        assert review is not None
        found.append(NewCase(number, review.review_id, review.reviewer_id, review.decided_at))
    types = {known[case.number].case_type for case in found}
    # A gold case has no label, and must not be told by that.
    labels = {known[case.number].label for case in found if known[case.number].only_for is None}
    label = labels.pop() if len(labels) == 1 else None
    return found, types.pop() if len(types) == 1 else None, label, missing


def update(work: UnitOfWork, sender: Sender, command: Command) -> CommandResult:
    """Change an item: fields by compare-and-set, or its cases by merging and splitting."""
    who = sender.principal
    body = read_body(command, UpdateFeedback)
    if isinstance(body, CommandResult):
        return body
    known = is_uuid7(body.feedback_id)
    row = feedback.load(work.connection, body.feedback_id, for_update=True) if known else None
    if not who.can(Capability.FEEDBACK_MANAGE) and not (row is not None and _takes_back(who, row, body)):
        return rejected(command, Code.FORBIDDEN)
    if faults := update_faults(body):
        return rejected(command, Code.INVALID, problems(faults))
    if row is None:
        return rejected(command, Code.NOT_FOUND, (ProblemItem("/body/feedback_id", "not_found"),))
    clash = _clash(row, body)
    if clash:
        return CommandResult(
            command_id=command.command_id,
            command_seq=command.command_seq,
            status=Status.CONFLICT,
            code=Code.FEEDBACK_CHANGED.code,
            http=Code.FEEDBACK_CHANGED.status,
            entity=EntityRev(ENTITY, row.feedback_id, row.rev),
            in_force=clash,
        )
    if body.merge_into is not None:
        return _merge(work, who, command, row, body)
    if body.split:
        return _split(work, who, command, row, body)
    return _set(work, who, command, row, body)


def _takes_back(who: Principal, row: Row[Any], body: UpdateFeedback) -> bool:
    """Whoever raised an item may word it otherwise or take it back while nobody has taken it up."""
    own = row.raised_by == who.user_id and row.state == FeedbackState.OPEN.value
    simple = body.merge_into is None and not body.split
    allowed = set(body.fields) <= {"title"} or body.fields == {"state": FeedbackState.DISMISSED.value}
    return own and simple and allowed


def _clash(row: Row[Any], body: UpdateFeedback) -> dict[str, str | int | bool | None]:
    """The fields that somebody else changed since the author saw the item, as they are now."""
    revs = msgspec.json.decode(row.field_revs, type=dict[str, int])
    wanted = body.fields or {"state": ""}
    return {
        name: getattr(row, name)
        for name, value in wanted.items()
        if revs.get(name, 1) > body.base_rev and (getattr(row, name) or "") != value
    }


def _set(work: UnitOfWork, who: Principal, command: Command, row: Row[Any], body: UpdateFeedback) -> CommandResult:
    fields, action = body.fields, "changed"
    columns: dict[str, Any] = {name: value or None for name, value in fields.items()}
    if body.title is not None:
        columns |= {"title": body.title.strip(), "title_language": body.language}
    if body.route is not None:
        columns["owner_kind"] = OWNER_OF[Route(body.route)].value
    if body.owner_id and not _may_own(work, body.owner_id):
        return rejected(command, Code.INVALID, (ProblemItem("/body/owner_id", "not_found"),))
    state = body.state
    if state is not None and state.value != row.state:
        if state not in TRANSITIONS[FeedbackState(row.state)]:
            return rejected(command, Code.FEEDBACK_ENDED, (ProblemItem("/body/state", row.state),))
        action = "reopened" if row.state == FeedbackState.DISMISSED.value else state.value
        if state is FeedbackState.SHIPPED:
            columns["mended_at"] = work.now_ms
        elif FeedbackState(row.state) in MENDED and state not in MENDED:
            columns["mended_at"] = None
    if body.reason or action != "changed":
        columns |= {"reason": body.reason.strip(), "reason_language": body.language if body.reason else ""}
    detail = Detail(fields, body.reason.strip(), body.language if body.reason else "")
    after = findings.put(work, row, who.user_id, action, columns, detail)
    findings.tell(work, after, action, who.user_id, who.name)
    return applied(command, EntityRev(ENTITY, row.feedback_id, after.rev))


def _may_own(work: UnitOfWork, user_id: str) -> bool:
    person = people.user_by_id(work.connection, user_id)
    if person is None or person.disabled or person.vendor is not None:
        return False
    return Role.AGENT_SERVICE not in person.roles


def _merge(work: UnitOfWork, who: Principal, command: Command, row: Row[Any], body: UpdateFeedback) -> CommandResult:
    target_id = body.merge_into or ""
    target = feedback.load(work.connection, target_id, for_update=True) if is_uuid7(target_id) else None
    if target is None or target.feedback_id == row.feedback_id:
        return rejected(command, Code.NOT_FOUND, (ProblemItem("/body/merge_into", "not_found"),))
    if any(FeedbackState(one.state) not in UNSETTLED for one in (row, target)):
        return rejected(command, Code.FEEDBACK_ENDED, (ProblemItem("/body/merge_into", target.state),))
    if target.case_type != row.case_type:
        return rejected(command, Code.INVALID, (ProblemItem("/body/merge_into", "one_case_type"),))
    if FeedbackKind.SIGNAL.value in (row.kind, target.kind):
        # It is found by its sums: cases that went there would be seen by nobody, and it alone tells when it is mended.
        return rejected(command, Code.INVALID, (ProblemItem("/body/merge_into", "signal_alone"),))
    merged = {"state": FeedbackState.MERGED.value}
    words = {"reason": body.reason.strip(), "reason_language": body.language if body.reason else ""}
    detail = Detail(merged, body.reason.strip(), body.language if body.reason else "", target.feedback_id)
    after = findings.put(
        work, row, who.user_id, "merged", {**merged, **words, "merged_into": target.feedback_id}, detail
    )
    findings.tell(work, after, "merged", who.user_id, who.name)
    moved = feedback.move_cases(work.connection, row.feedback_id, target.feedback_id, work.now_ms)
    findings.recount(work, row.feedback_id)
    findings.recount(work, target.feedback_id)
    findings.put(work, target, who.user_id, "took_in", {}, Detail(other_id=row.feedback_id, cases=moved))
    return applied(command, EntityRev(ENTITY, row.feedback_id, after.rev), count=moved)


def _split(work: UnitOfWork, who: Principal, command: Command, row: Row[Any], body: UpdateFeedback) -> CommandResult:
    if FeedbackState(row.state) not in UNSETTLED:
        return rejected(command, Code.FEEDBACK_ENDED, (ProblemItem("/body/split", row.state),))
    here = feedback.standing(work.connection, row.feedback_id)
    faults = [
        ProblemItem(f"/body/split/{n}/case_ids/{place}", "not_found")
        for n, part in enumerate(body.split)
        for place, name in enumerate(part.case_ids)
        if case_number(name) not in here
    ]
    if faults:
        return rejected(command, Code.INVALID, tuple(faults))
    if any(feedback.load(work.connection, part.feedback_id) is not None for part in body.split):
        return rejected(command, Code.FEEDBACK_KNOWN)
    moved = sum(_part(work, who, row, part, body.language) for part in body.split)
    left = findings.recount(work, row.feedback_id)
    whole = moved == len(here)
    columns = {"state": FeedbackState.SPLIT.value, "mended_at": work.now_ms} if whole else {}
    fields = {"state": FeedbackState.SPLIT.value} if whole else {}
    detail = Detail(fields, body.reason.strip(), body.language if body.reason else "", cases=left)
    after = findings.put(work, row, who.user_id, "split", columns, detail)
    return applied(command, EntityRev(ENTITY, row.feedback_id, after.rev), count=moved)


def _part(work: UnitOfWork, who: Principal, row: Row[Any], part: SplitPart, language: str) -> int:
    """One new item out of another's cases. Who was told of the whole is told what becomes of the part."""
    findings.open_item(
        work,
        who.user_id,
        feedback_id=part.feedback_id,
        kind=row.kind,
        case_type=row.case_type,
        label=row.label,
        code=row.code,
        attribution_kind=row.attribution_kind,
        attribution_ref=row.attribution_ref,
        title=part.title.strip(),
        title_language=language,
        route=row.route,
        suggested_route=row.suggested_route,
        suggested_reason=row.suggested_reason,
        owner_kind=row.owner_kind,
        owner_id=row.owner_id,
        split_from=row.feedback_id,
    )
    only = {case_number(name) for name in part.case_ids}
    moved = feedback.move_cases(work.connection, row.feedback_id, part.feedback_id, work.now_ms, only)
    findings.recount(work, part.feedback_id)
    opened = feedback.load(work.connection, part.feedback_id)
    assert opened is not None
    findings.tell(work, opened, "opened", who.user_id, who.name)
    return moved


def explains_errors(name: str, case_type: str) -> bool:
    """Whether a code of the catalogue is a root cause of this type."""
    code = known_routes(catalogue().codes, name, case_type)
    return code is not None and code.code_kind is CodeKind.ROOT_CAUSE
