"""Pages of the operating procedures and their counterparts in Confluence.

The page as both sides last had it is the base. What changed here is written there; what changed there comes here as a
proposed version for a lead to approve, and never straight into force; what changed on both sides is put together, and
where it clashes a person chooses. A page is written only over the version that was read.
"""

from datetime import timedelta
from typing import Any, Protocol

import msgspec
from sqlalchemy import Row

from app.contract.problems import Code, ProblemItem
from app.contract.sop import SopLinkOrder, SopLinkView, SopOrder, SopOursOrder
from app.domain.catalogue import SopPage
from app.domain.roles import Capability
from app.domain.sop import Standing, differences
from app.domain.sop_merge import Clash, as_seen, merge
from app.server.connectors.confluence import ConfluenceError, RemotePage
from app.server.connectors.confluence_page import Unreadable, read, write
from app.server.security.principal import Principal
from app.server.storage import sop
from app.server.storage.unit_of_work import Storage, from_ms
from app.server.usecases.refusal import Refused, require
from app.server.usecases.sop import CONFLUENCE, add_version

EVERY = timedelta(minutes=5)
NOTE = "Changed in Confluence, version {n}."
KEPT = "{name} kept these words over those of version {n}."
CONFLICT = "conflict"


class Wiki(Protocol):
    """What is needed of Confluence. Both raise ConfluenceError."""

    def page(self, content_id: str) -> RemotePage: ...

    def replace(self, page: RemotePage, body: str, message: str) -> RemotePage: ...


class Detail(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a look found, as it is kept."""

    found: tuple[str, ...] = ()
    version_id: str | None = None
    ours: SopPage | None = None
    theirs: SopPage | None = None
    merged: SopPage | None = None
    clashes: tuple[Clash, ...] = ()
    seen_version: int = 0
    kept: str = ""
    """Whose words it is that ours stay, for the history there, until they are written."""


class Outcome(msgspec.Struct, frozen=True):
    """`base` and `remote` are kept where both sides are known to be the same now; `seen` is kept as the base where
    somebody said that ours stay; `wait_ms`: not before then."""

    state: str
    detail: Detail = Detail()
    base: SopPage | None = None
    remote: RemotePage | None = None
    seen: SopPage | None = None
    wait_ms: int = 0


def link(storage: Storage, who: Principal, wiki: Wiki | None, page_id: str, told: SopLinkOrder) -> SopLinkView:
    """Say where a page lies in Confluence. What stands there already is taken as a change against ours. Raises Refused
    (forbidden, not_found, no_confluence, invalid)."""
    require(who, Capability.SOP_APPROVE)
    if wiki is None:
        raise Refused(Code.NO_CONFLUENCE)
    with storage.read() as connection:
        current = sop.page_in_force(connection, page_id)
        taken = {row.content_id: row.page_id for row in sop.links(connection).values()}
    if current is None:
        raise Refused(Code.NOT_FOUND)
    if taken.get(told.content_id, page_id) != page_id:
        raise Refused(Code.INVALID, errors=(ProblemItem("/content_id", "linked_already"),))
    try:
        remote = wiki.page(told.content_id)
    except ConfluenceError as error:
        raise Refused(Code.INVALID, errors=(ProblemItem("/content_id", error.code),)) from None
    with storage.write() as work:
        sop.put_link(
            work.connection,
            page_id,
            content_id=told.content_id,
            title=remote.title,
            remote_version=0,
            base=msgspec.json.encode(current[0]).decode(),
            state="linked",
            detail="{}",
            looked_at=work.now_ms,
            again_at=0,
            linked_by=who.user_id,
        )
        work.audit(who.user_id, "sop.linked", "sop_page", page_id, content=told.content_id)
    return exchange(storage, who, wiki, page_id)


def standing(storage: Storage, who: Principal, page_id: str) -> SopLinkView:
    """What the last look found. Raises Refused (forbidden, not_found)."""
    require(who, Capability.SOP_READ)
    with storage.read() as connection:
        row = sop.link(connection, page_id)
    if row is None:
        raise Refused(Code.NOT_FOUND)
    return _view(row)


def exchange(storage: Storage, who: Principal, wiki: Wiki | None, page_id: str) -> SopLinkView:
    """Look now. Raises Refused (forbidden, no_confluence)."""
    require(who, Capability.SOP_WRITE)
    with storage.read() as connection:
        row = sop.link(connection, page_id)
    if wiki is None or row is None:
        raise Refused(Code.NO_CONFLUENCE)
    look(storage, wiki, page_id)
    return standing(storage, who, page_id)


def keep_ours(storage: Storage, who: Principal, wiki: Wiki | None, page_id: str, told: SopOursOrder) -> SopLinkView:
    """Where both sides changed the same words, ours stay: theirs count as seen, what they changed elsewhere is taken
    as ever, and ours is written as the version that follows theirs, which names who said so. Where they wrote again
    since, nothing is written and the new conflict stands there. Raises Refused (forbidden, no_confluence,
    not_at_this_step)."""
    require(who, Capability.SOP_APPROVE)
    with storage.read() as connection:
        row, current = sop.link(connection, page_id), sop.page_in_force(connection, page_id)
    if wiki is None or row is None or current is None:
        raise Refused(Code.NO_CONFLUENCE)
    if row.state != CONFLICT:
        raise Refused(Code.NOT_AT_THIS_STEP)
    look(storage, wiki, page_id, keeps=(who, told.remote_version))
    return standing(storage, who, page_id)


def look_at_all(storage: Storage, wiki: Wiki) -> bool:
    """One page that is due; whether another one may be."""
    now = storage.clock()
    with storage.read() as connection:
        rows = sorted(sop.links(connection).values(), key=lambda row: int(row.again_at))
    if not rows or from_ms(rows[0].again_at) > now:
        return False
    look(storage, wiki, rows[0].page_id)
    return len(rows) > 1


def look(storage: Storage, wiki: Wiki, page_id: str, keeps: tuple[Principal, int] | None = None) -> None:
    """Compare both sides with what they last had in common, and do what follows. Nothing is held open meanwhile.
    `keeps`: who says that ours stay where both clash, having read this version of theirs."""
    with storage.read() as connection:
        row, current = sop.link(connection, page_id), sop.page_in_force(connection, page_id)
    if row is None or current is None:
        return
    base = msgspec.json.decode(row.base, type=SopPage)
    try:
        outcome = _compare(storage, wiki, row, base, current[0], keeps)
    except ConfluenceError as error:
        outcome = Outcome(error.code, wait_ms=error.retry_after_ms)
    except Unreadable as error:
        outcome = Outcome("unreadable", Detail((error.code,)))
    except Refused as refused:
        # What they wrote breaks a rule of ours: it stays there until it is mended.
        outcome = Outcome("unreadable", Detail(tuple(f"{one.pointer} {one.code}" for one in refused.errors)))
    with storage.write() as work:
        values: dict[str, Any] = {
            "state": outcome.state,
            "detail": msgspec.json.encode(outcome.detail).decode(),
            "looked_at": work.now_ms,
            "again_at": work.now_ms + max(outcome.wait_ms, round(EVERY.total_seconds() * 1000)),
        }
        if outcome.seen is not None:
            assert keeps is not None
            values |= {"base": msgspec.json.encode(outcome.seen).decode()}
            work.audit(keeps[0].user_id, "sop.confluence_kept_ours", "sop_page", page_id, version=keeps[1])
        if outcome.remote is not None and outcome.base is not None:
            values |= {"base": msgspec.json.encode(outcome.base).decode(), "title": outcome.remote.title}
            values |= {"remote_version": outcome.remote.version}
        if outcome.state != row.state:
            work.audit("server", f"sop.confluence_{outcome.state}", "sop_page", page_id)
        sop.put_link(work.connection, page_id, **values)


def _compare(
    storage: Storage, wiki: Wiki, row: Row[Any], base: SopPage, ours: SopPage, keeps: tuple[Principal, int] | None
) -> Outcome:
    remote = wiki.page(row.content_id)
    found = read(remote.body, ours.id, ours.version)
    theirs = found.page
    if not differences(ours, theirs):
        state = "renamed" if row.remote_version and remote.title != row.title else "in_step"
        return Outcome(state, base=ours, remote=remote)
    both = merge(base, ours, theirs)
    kept, seen = msgspec.json.decode(row.detail, type=Detail).kept, None
    if both.clashes and keeps is not None and keeps[1] == remote.version:
        kept, seen = KEPT.format(name=keeps[0].name, n=remote.version), as_seen(base, theirs, both.clashes)
        both = merge(seen, ours, theirs)
    if both.clashes:
        told = Detail(ours=ours, theirs=theirs, merged=both.page, clashes=both.clashes, seen_version=remote.version)
        return Outcome(CONFLICT, told)
    if differences(ours, both.page):
        outcome = _pull(storage, row, remote, both.page, ours)
    elif found.foreign or found.set_in_type:
        # Writing would take away what they have put there.
        outcome = Outcome("foreign", Detail(found.foreign or ("type",)))
    else:
        outcome = _push(wiki, remote, ours, kept)
        return msgspec.structs.replace(outcome, seen=seen)
    # Said once: until it is written there, who kept ours stands beside it.
    return msgspec.structs.replace(outcome, seen=seen, detail=msgspec.structs.replace(outcome.detail, kept=kept))


def _push(wiki: Wiki, remote: RemotePage, ours: SopPage, kept: str = "") -> Outcome:
    message = f"Footplate {ours.id} {ours.version}" + (f": {kept}" if kept else "")
    written = wiki.replace(remote, write(ours, remote.body), message)
    return Outcome("pushed", base=ours, remote=written)


def _pull(storage: Storage, row: Row[Any], remote: RemotePage, page: SopPage, ours: SopPage) -> Outcome:
    """Their words as a proposed version, once: another one only where they have changed since."""
    with storage.write() as work:
        work.lock()
        for waiting in sop.versions(work.connection, page.id):
            is_open = waiting.standing in (Standing.PROPOSED.value, Standing.APPROVED.value)
            if is_open and waiting.source == CONFLUENCE and waiting.base_version == ours.version:
                if not differences(sop.page_of(waiting), page):
                    return Outcome("pulled", Detail(version_id=waiting.version_id))
                sop.change(work.connection, waiting.version_id, standing=Standing.WITHDRAWN.value)
        order = SopOrder(page, ours.version, NOTE.format(n=remote.version), "en")
        return Outcome("pulled", Detail(version_id=add_version(work, _linker(row), order, CONFLUENCE)))


def _linker(row: Row[Any]) -> Principal:
    """Whoever linked the page stands for what comes from there, so that somebody else approves it."""
    return Principal(row.linked_by, "", frozenset())


def _view(row: Row[Any]) -> SopLinkView:
    told = msgspec.json.decode(row.detail, type=Detail)
    return SopLinkView(
        row.page_id,
        row.content_id,
        row.title,
        row.remote_version,
        row.state,
        from_ms(row.looked_at),
        from_ms(row.again_at),
        told.found,
        told.version_id,
        told.ours,
        told.theirs,
        told.merged,
        told.clashes,
        told.seen_version,
    )
