"""Drafts of pages: begun, by hand or from what a finding says is missing, and edited by their author until they are
proposed. Whoever edits says what stood before their eyes, so that two windows never write over each other."""

from typing import Any

import msgspec
from sqlalchemy import Row

from app.contract.problems import Code, ProblemItem
from app.contract.sop import (
    SopDraftMergeOrder,
    SopDraftMergeView,
    SopDraftOrder,
    SopOrder,
    SopSeedOrder,
    SopVersionDetail,
)
from app.domain.catalogue import SopClause
from app.domain.roles import Capability
from app.domain.root_cause import Route
from app.domain.sop import Standing, differences, next_number
from app.domain.sop_merge import merge as merged
from app.domain.text import Bilingual
from app.server.security.principal import Principal
from app.server.storage import feedback, sop
from app.server.storage.unit_of_work import Storage, UnitOfWork, to_ms
from app.server.usecases.refusal import Refused, require
from app.server.usecases.sop import add_version, check_page, detail_of, digest_of, load
from app.server.usecases.threshold_rules import check_words

TO_WRITE = Bilingual(en="…", zh="…")
"""What stands in a new clause until its editor has written it; nothing like it can be proposed."""
EDITABLE = (Standing.DRAFT.value, Standing.RETURNED.value)
MOST_TEXTS = 50
"""Of what a draft said before, so many texts are kept to put two edits together."""


def seed(storage: Storage, who: Principal, told: SopSeedOrder) -> SopVersionDetail:
    """A draft for what a finding says is missing or wrong: the clause it names, or a new one behind the last, with what
    was found in the note. Its words are the editor's to write. Raises Refused (forbidden, not_found, invalid)."""
    require(who, Capability.SOP_WRITE)
    with storage.write() as work:
        work.lock()
        found = feedback.load(work.connection, told.feedback_id)
        current = sop.page_in_force(work.connection, told.page_id)
        if found is None or current is None:
            raise Refused(Code.NOT_FOUND)
        if (found.route or found.suggested_route) != Route.C.value:
            raise Refused(Code.INVALID, errors=(ProblemItem("/feedback_id", "not_route_c"),))
        page = current[0]
        clauses = page.clauses
        if told.clause is None:
            n = next_number(sop.numbers_given(work.connection, page.id))
            clauses = (*clauses, SopClause(n, TO_WRITE, TO_WRITE))
        elif all(one.n != told.clause for one in clauses):
            raise Refused(Code.INVALID, errors=(ProblemItem("/clause", "not_found"),))
        seen = feedback.standing(work.connection, told.feedback_id)
        order = SopOrder(
            msgspec.structs.replace(page, clauses=clauses),
            page.version,
            _note(found, len(seen), told.clause),
            found.title_language,
            feedback_id=told.feedback_id,
            draft=True,
        )
        version_id = add_version(work, who, order)
        row = sop.version(work.connection, version_id)
        assert row is not None
        return detail_of(work.connection, row, who)


def _note(found: Row[Any], cases: int, clause: str | None) -> str:
    """What a draft begins with: the finding's own words and how many cases are behind it."""
    where = f" §{clause}" if clause else ""
    if found.title_language == "zh":
        return f"{found.title}（{cases} 件案件）{where}"[:500]
    return f"{found.title} ({cases} cases){where}"[:500]


def edit(storage: Storage, who: Principal, version_id: str, told: SopDraftOrder) -> SopVersionDetail:
    """What a draft says from now on, or a version that came back; proposed where it is to be a draft no more. Raises
    Refused (forbidden, not_found, not_at_this_step, sop_draft_changed, sop_stale, invalid)."""
    require(who, Capability.SOP_WRITE)
    check_words(told.note, "/note")
    with storage.write() as work:
        work.lock()  # the same draft in two windows at once
        row = _own(work, who, version_id)
        if told.page.id != row.page_id:
            raise Refused(Code.INVALID, errors=(ProblemItem("/page/id", "sop_page_id"),))
        before = digest_of(row)
        if before != told.expected:
            raise Refused(Code.SOP_DRAFT_CHANGED)
        current = sop.page_in_force(work.connection, row.page_id)
        name = current[0].version if current else None
        # A draft may be kept over what is in force no more; only what is written from today's words is proposed.
        if told.base_version not in ((row.base_version, name) if told.draft else (name,)):
            raise Refused(Code.SOP_STALE, f"in force: {name or 'nothing'}")
        page = msgspec.structs.replace(told.page, version=row.version)
        if not told.draft:
            check_page(work.connection, page)
            if current is not None and not differences(current[0], page):
                raise Refused(Code.INVALID, errors=(ProblemItem("/page", "sop_unchanged"),))
        sop.add_text(work.connection, version_id, before, row.page, work.now_ms, MOST_TEXTS)
        standing = Standing.DRAFT if told.draft else Standing.PROPOSED
        sop.change(
            work.connection,
            version_id,
            standing=standing.value,
            base_version=told.base_version,
            page=msgspec.json.encode(page).decode(),
            note=told.note,
            note_language=told.note_language,
            effective_at=to_ms(told.effective_at) if told.effective_at else None,
        )
        action = "sop.edited" if told.draft else "sop.proposed"
        work.audit(who.user_id, action, "sop_page", row.page_id, version=row.version)
        return detail_of(work.connection, load(work.connection, version_id, who), who)


def merge(storage: Storage, who: Principal, version_id: str, told: SopDraftMergeOrder) -> SopDraftMergeView:
    """What somebody made of a draft that was edited elsewhere meanwhile, put together with what it says now. Changes
    nothing. Raises Refused (forbidden, not_found, not_at_this_step)."""
    require(who, Capability.SOP_WRITE)
    with storage.read() as connection:
        row = _editable(load(connection, version_id, who), who)
        now, digest = sop.page_of(row), digest_of(row)
        base = now if told.expected == digest else sop.text_of(connection, version_id, told.expected)
    if base is None or told.page.id != row.page_id:
        raise Refused(Code.NOT_FOUND)
    found = merged(base, told.page, now)
    return SopDraftMergeView(found.page, digest, found.clashes)


def _own(work: UnitOfWork, who: Principal, version_id: str) -> Row[Any]:
    return _editable(load(work.connection, version_id, who), who)


def _editable(row: Row[Any], who: Principal) -> Row[Any]:
    if row.author_id != who.user_id:
        raise Refused(Code.FORBIDDEN, "a draft is edited by its author")
    if row.standing not in EDITABLE:
        raise Refused(Code.NOT_AT_THIS_STEP)
    return row
