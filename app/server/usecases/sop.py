"""Pages of the operating procedures: written as versions, approved by somebody else, in force from a day on.

Nothing is overwritten: every version stays as it was, a version written from one that is in force no more is refused
with `sop_stale`, and `merge` puts both changes together for its author.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row

from app.contract.catalogue import catalogue
from app.contract.problems import Code, ProblemItem
from app.contract.sop import (
    SopDecision,
    SopHistory,
    SopInForce,
    SopKeeperOrder,
    SopMergeOrder,
    SopMergeView,
    SopOrder,
    SopPages,
    SopVersionDetail,
    SopVersionView,
)
from app.domain.catalogue import SopPage
from app.domain.roles import Capability, can
from app.domain.sop import Standing, content_digest, differences, sop_faults
from app.domain.sop_merge import merge as merged
from app.server.security.principal import Principal
from app.server.storage import feedback, people, sop
from app.server.storage.unit_of_work import Storage, UnitOfWork, from_ms, to_ms
from app.server.usecases import sop_news, sop_readers
from app.server.usecases.refusal import Refused, require
from app.server.usecases.session import new_id
from app.server.usecases.threshold_rules import check_words

_S = Standing
HOUSE, CONFLUENCE = "house", "confluence"
SERVER = "server"
Follower = Callable[[UnitOfWork, str, str, str, str], None]
FOLLOWERS: list[Follower] = [sop_news.follow]
"""Whoever has to know what became of a version that answers a finding: called in the transaction of the change with
(work, feedback_id, version_id, standing, user_id), the standing `draft` once it is begun, `in_force` or `withdrawn`."""
_OPEN = (_S.PROPOSED.value, _S.APPROVED.value)


def pages(storage: Storage, who: Principal) -> SopPages:
    """Every page as it is read now, for everybody who reads cases. Raises Refused (forbidden)."""
    require(who, Capability.CASE_READ)
    inside = who.can(Capability.SOP_READ)
    with storage.read() as connection:
        found, keepers = sop.in_force(connection), sop.keepers(connection) if inside else {}
    now_ms = to_ms(storage.clock())
    return SopPages(tuple(_in_force(page, row, keepers.get(page.id), now_ms) for page, row in found.values()))


def _in_force(page: SopPage, row: Row[Any] | None, keeper: Row[Any] | None, now_ms: int) -> SopInForce:
    return SopInForce(
        page,
        row is None,
        from_ms(row.in_force_from) if row is not None else None,
        keeper.keeper_id if keeper is not None else None,
        keeper.name if keeper is not None else None,
        from_ms(keeper.review_by) if keeper is not None else None,
        keeper is not None and keeper.review_by < now_ms,
    )


def history(storage: Storage, who: Principal, page_id: str) -> SopHistory:
    """Every version of a page. Raises Refused (forbidden, not_found)."""
    require(who, Capability.SOP_READ)
    with storage.read() as connection:
        if sop.page_in_force(connection, page_id) is None and not sop.versions(connection, page_id):
            raise Refused(Code.NOT_FOUND)
        found = [row for row in sop.versions(connection, page_id) if _may_see(row, who)]
    return SopHistory(tuple(_view(row, who) for row in found))


def unfinished(storage: Storage, who: Principal) -> SopHistory:
    """What is being written: own drafts and what came back, what waits for a lead, and what waits for its day. Raises
    Refused (forbidden)."""
    require(who, Capability.SOP_READ)
    with storage.read() as connection:
        found = [row for row in sop.unfinished(connection) if _may_see(row, who) and _is_open(row, who)]
    return SopHistory(tuple(_view(row, who) for row in found))


def _is_open(row: Row[Any], who: Principal) -> bool:
    """What came back is its author's to go on with; to everybody else it is settled."""
    return bool(row.standing != _S.RETURNED.value or row.author_id == who.user_id)


def detail(storage: Storage, who: Principal, version_id: str) -> SopVersionDetail:
    """One version with what it changes. Raises Refused (forbidden, not_found)."""
    require(who, Capability.SOP_READ)
    with storage.read() as connection:
        return detail_of(connection, load(connection, version_id, who), who)


def propose(storage: Storage, who: Principal, page_id: str, told: SopOrder) -> SopVersionDetail:
    """A new version of a page, or the first one of a new page. Raises Refused (forbidden, invalid, sop_stale)."""
    require(who, Capability.SOP_WRITE)
    check_words(told.note, "/note")
    if told.page.id != page_id:
        raise Refused(Code.INVALID, errors=(ProblemItem("/page/id", "sop_page_id"),))
    with storage.write() as work:
        work.lock()
        version_id = add_version(work, who, told)
        row = sop.version(work.connection, version_id)
        assert row is not None
        return detail_of(work.connection, row, who)


def add_version(work: UnitOfWork, who: Principal, told: SopOrder, source: str = HOUSE) -> str:
    """The id of a new version with these words. Raises Refused (invalid, sop_stale)."""
    page_id = told.page.id
    current = sop.page_in_force(work.connection, page_id)
    name = current[0].version if current else None
    if name != told.base_version:
        raise Refused(Code.SOP_STALE, f"in force: {name or 'nothing'}")
    page = msgspec.structs.replace(told.page, version=_name(work, page_id))
    if not told.draft:
        check_page(work.connection, page)
        if current is not None and not differences(current[0], page):
            raise Refused(Code.INVALID, errors=(ProblemItem("/page", "sop_unchanged"),))
    if told.feedback_id is not None and feedback.load(work.connection, told.feedback_id) is None:
        raise Refused(Code.INVALID, errors=(ProblemItem("/feedback_id", "not_found"),))
    version_id = new_id(work.now_ms)
    sop.add(
        work.connection,
        version_id=version_id,
        page_id=page_id,
        version=page.version,
        standing=(_S.DRAFT if told.draft else _S.PROPOSED).value,
        base_version=name,
        page=msgspec.json.encode(page).decode(),
        source=source,
        feedback_id=told.feedback_id,
        note=told.note,
        note_language=told.note_language,
        author_id=who.user_id,
        made_at=work.now_ms,
        effective_at=to_ms(told.effective_at) if told.effective_at else None,
    )
    work.audit(who.user_id, "sop.drafted" if told.draft else "sop.proposed", "sop_page", page_id, version=page.version)
    _told(work, told.feedback_id, version_id, _S.DRAFT, who.user_id)
    return version_id


def _told(work: UnitOfWork, feedback_id: str | None, version_id: str, standing: Standing, by: str) -> None:
    for follower in FOLLOWERS if feedback_id is not None else ():
        follower(work, feedback_id or "", version_id, standing.value, by)


def merge(storage: Storage, who: Principal, page_id: str, told: SopMergeOrder) -> SopMergeView:
    """What somebody wrote from an older version, put together with what is in force now. Raises Refused (forbidden,
    not_found)."""
    require(who, Capability.SOP_WRITE)
    with storage.read() as connection:
        current = sop.page_in_force(connection, page_id)
        base = _version_named(connection, page_id, told.base_version)
    if current is None or base is None or told.page.id != page_id:
        raise Refused(Code.NOT_FOUND)
    found = merged(base, told.page, current[0])
    return SopMergeView(found.page, current[0].version, found.clashes)


def settle(storage: Storage, who: Principal, version_id: str, told: SopDecision) -> SopVersionDetail:
    """A lead approves a proposed version, which is in force at once or from its day on, or returns it with a reason.
    Raises Refused (forbidden, not_found, own_proposal, not_at_this_step, sop_stale)."""
    require(who, Capability.SOP_APPROVE)
    check_words(told.reason, "/reason")
    with storage.write() as work:
        work.lock()  # two leads, or a lead and an author, at once
        row = load(work.connection, version_id, who)
        if row.standing != _S.PROPOSED.value:
            raise Refused(Code.NOT_AT_THIS_STEP)
        if row.author_id == who.user_id:
            raise Refused(Code.OWN_PROPOSAL)
        if told.approve:
            _still_fits(work.connection, row)
        standing = (_S.APPROVED if told.approve else _S.RETURNED).value
        sop.change(
            work.connection,
            version_id,
            standing=standing,
            decided_by=who.user_id,
            decided_at=work.now_ms,
            reason=told.reason,
            reason_language=told.reason_language,
            effective_at=max(row.effective_at or 0, work.now_ms) if told.approve else row.effective_at,
        )
        work.audit(who.user_id, f"sop.{standing}", "sop_page", row.page_id, version=row.version)
        if told.approve:
            sop_readers.tell(work, row.page_id)
        bring_into_force(work)
        return detail_of(work.connection, load(work.connection, version_id, who), who)


def withdraw(storage: Storage, who: Principal, version_id: str) -> SopVersionDetail:
    """Its author takes a version back that is not in force yet. Raises Refused (forbidden, not_found,
    not_at_this_step)."""
    require(who, Capability.SOP_WRITE)
    with storage.write() as work:
        work.lock()  # two leads, or a lead and an author, at once
        row = load(work.connection, version_id, who)
        if row.author_id != who.user_id:
            raise Refused(Code.FORBIDDEN, "a version is taken back by its author")
        if row.standing not in (_S.DRAFT.value, *_OPEN):
            raise Refused(Code.NOT_AT_THIS_STEP)
        sop.change(work.connection, version_id, standing=_S.WITHDRAWN.value)
        if row.standing == _S.APPROVED.value:
            sop_readers.tell(work, row.page_id)
        work.audit(who.user_id, "sop.withdrawn", "sop_page", row.page_id, version=row.version)
        _told(work, row.feedback_id, version_id, _S.WITHDRAWN, who.user_id)
        return detail_of(work.connection, load(work.connection, version_id, who), who)


def bring_into_force(work: UnitOfWork) -> bool:
    """Approved versions whose day has come: in force from that moment on, however late it is looked. One that was
    written from a version which another has followed since goes back to its author: approving it did not mean to undo
    the other."""
    moved = False
    for row in sop.due(work.connection, work.now_ms):
        moved = True
        sop_readers.tell(work, row.page_id)
        current = sop.page_in_force(work.connection, row.page_id)
        if (current[0].version if current else None) != row.base_version:
            sop.change(work.connection, row.version_id, standing=_S.RETURNED.value, reason=None)
            work.audit(SERVER, "sop.overtaken", "sop_page", row.page_id, version=row.version)
            continue
        if current is not None and current[1] is not None:
            until = {"standing": _S.SUPERSEDED.value, "in_force_until": row.effective_at}
            sop.change(work.connection, current[1].version_id, **until)
        sop.change(work.connection, row.version_id, standing=_S.IN_FORCE.value, in_force_from=row.effective_at)
        work.audit(SERVER, "sop.in_force", "sop_page", row.page_id, version=row.version)
        _told(work, row.feedback_id, row.version_id, _S.IN_FORCE, row.decided_by or SERVER)
    return moved


def keep(storage: Storage, who: Principal, page_id: str, told: SopKeeperOrder) -> SopPages:
    """Say who answers for a page and by when it is to be read through. Raises Refused (forbidden, not_found,
    invalid)."""
    require(who, Capability.SOP_APPROVE)
    with storage.write() as work:
        if sop.page_in_force(work.connection, page_id) is None:
            raise Refused(Code.NOT_FOUND)
        keeper = people.user_by_id(work.connection, told.keeper_id)
        if keeper is None or not can(keeper.roles, Capability.SOP_WRITE):
            raise Refused(Code.INVALID, errors=(ProblemItem("/keeper_id", "not_an_editor"),))
        sop.keep(work.connection, page_id, told.keeper_id, to_ms(told.review_by))
        work.audit(who.user_id, "sop.kept", "sop_page", page_id, keeper=told.keeper_id)
    return pages(storage, who)


# ---------------------------------------------------------------------------------------------- the parts
def _name(work: UnitOfWork, page_id: str) -> str:
    """The name of the next version: the month, and a letter from the second one on: 2026.11, 2026.11b, 2026.11c."""
    month = f"{work.now:%Y.%m}"
    taken = sop.names_given(work.connection, page_id)
    tries = [month, *(f"{month}{letter}" for letter in "bcdefghijklmnopqrstuvwxyz")]
    free = (name for name in (*tries, *(f"{month}-{n}" for n in range(27, 10_000))) if name not in taken)
    return next(free)


def check_page(connection: Connection, page: SopPage) -> None:
    """Raises Refused (invalid) where the page cannot be proposed."""
    current = sop.page_in_force(connection, page.id)
    had = {one.n for one in current[0].clauses} if current else set()
    given = sop.numbers_given(connection, page.id) - had
    if faults := sop_faults(page, catalogue().case_types, given):
        raise Refused(Code.INVALID, errors=tuple(ProblemItem(f"/page{one.pointer}", one.code) for one in faults))


def _still_fits(connection: Connection, row: Row[Any]) -> None:
    current = sop.page_in_force(connection, row.page_id)
    if (current[0].version if current else None) != row.base_version:
        raise Refused(Code.SOP_STALE)


def _version_named(connection: Connection, page_id: str, name: str) -> SopPage | None:
    shipped = catalogue().sop.get(page_id)
    if shipped is not None and shipped.version == name:
        return shipped
    return next((sop.page_of(row) for row in sop.versions(connection, page_id) if row.version == name), None)


def load(connection: Connection, version_id: str, who: Principal) -> Row[Any]:
    """The version as its reader may see it. Raises Refused (not_found)."""
    row = sop.version(connection, version_id)
    if row is None or not _may_see(row, who):
        raise Refused(Code.NOT_FOUND)
    return row


def _may_see(row: Row[Any], who: Principal) -> bool:
    """A draft is its author's alone until it is proposed."""
    return bool(row.standing != _S.DRAFT.value or row.author_id == who.user_id)


def detail_of(connection: Connection, row: Row[Any], who: Principal) -> SopVersionDetail:
    """A version with what it changes."""
    page = sop.page_of(row)
    base = _version_named(connection, row.page_id, row.base_version) if row.base_version else None
    changes = differences(base, page) if base is not None else ()
    return SopVersionDetail(_view(row, who), page, changes)


def _view(row: Row[Any], who: Principal) -> SopVersionView:
    return SopVersionView(
        row.version_id,
        row.page_id,
        row.version,
        row.standing,
        row.source,
        row.base_version,
        row.note,
        row.note_language,
        row.author_name,
        from_ms(row.made_at),
        row.feedback_id,
        _moment(row.effective_at),
        row.decided_by,
        _moment(row.decided_at),
        row.reason,
        row.reason_language,
        _moment(row.in_force_from),
        _moment(row.in_force_until),
        _may(row, who),
        digest_of(row),
    )


def digest_of(row: Row[Any]) -> str:
    """The name of what a version says now."""
    return content_digest(row.page, row.note, row.note_language, row.base_version, row.effective_at)


def _moment(ms: int | None) -> datetime | None:
    return from_ms(ms) if ms is not None else None


def _may(row: Row[Any], who: Principal) -> tuple[str, ...]:
    mine = row.author_id == who.user_id
    found: list[str] = []
    if row.standing == _S.PROPOSED.value and not mine and who.can(Capability.SOP_APPROVE):
        found += ["approve", "return"]
    if mine and row.standing in (_S.DRAFT.value, *_OPEN) and who.can(Capability.SOP_WRITE):
        found.append("withdraw")
    if mine and row.standing in (_S.DRAFT.value, _S.RETURNED.value) and who.can(Capability.SOP_WRITE):
        found += ["propose", "edit"]
    return tuple(found)
