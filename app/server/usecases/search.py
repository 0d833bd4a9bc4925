"""Finding cases that are not on the seat: by id, reference, tag, type or masked name, by words of what stands in them
as it is shown, and by a whole identifier.

What is searched for may be somebody's data, so it is written to no log and no audit row; that somebody searched for an
identifier is."""

import re
import time

from sqlalchemy import ColumnElement, Connection, or_

from app.contract.catalogue import catalogue
from app.contract.problems import Code, ProblemItem
from app.contract.search import MAX_QUERY, SearchRequest
from app.contract.views import CasePage, Viewer
from app.domain.find_words import asked
from app.domain.ids import CASE_ID, case_number
from app.domain.roles import Capability
from app.domain.tags import normal_tag
from app.domain.text import unwelcome_characters
from app.domain.ties import SUBJECT_KEY
from app.server.security.principal import Principal
from app.server.security.throttle import Throttle
from app.server.storage import qa_holds, search, ties, words
from app.server.storage.unit_of_work import Storage
from app.server.usecases import queue
from app.server.usecases.refusal import Refused, require
from app.server.usecases.shown import blind_key, withheld

_KIND = re.compile(r"[a-z][a-z_]{0,39}")
PER_MINUTE, IDENTIFIERS_PER_MINUTE = 60, 10
_searches, _identifiers = Throttle(PER_MINUTE), Throttle(IDENTIFIERS_PER_MINUTE)


def find(
    storage: Storage, principal: Principal, query: str, view: str | None, cursor: str | None, limit: int | None
) -> CasePage:
    """A page of what fits `query`, in the served order, in a queue view or in all that this person may see. Raises
    Refused (forbidden, parameter, rate_limited, cursor_malformed, scope_changed)."""
    require(principal, Capability.CASE_READ)
    wanted = query.strip()
    if not 0 < len(wanted) <= MAX_QUERY or unwelcome_characters(wanted):
        raise Refused(Code.PARAMETER, errors=(ProblemItem("/q", "length", f"1 to {MAX_QUERY} characters"),))
    _count(_searches, principal)
    with storage.read() as connection:
        where = _fits(connection, wanted, principal.viewer)
    return queue.walk(storage, principal, queue.Walk(view, where, wanted), cursor, limit)


def find_identifier(storage: Storage, principal: Principal, request: SearchRequest) -> CasePage:
    """A page of the cases of one whole account name, or tied to one whole value of a kind. It is written down that it
    was asked for, never what. Raises Refused."""
    require(principal, Capability.PII_REVEAL)
    _count(_identifiers, principal)
    with storage.write() as work:
        digest = ties.Keyed.of(work.connection)(request.kind or SUBJECT_KEY, request.identifier)
        kind = request.kind or SUBJECT_KEY
        # A kind that is no name may be the identifier itself, in the wrong place.
        work.audit(principal.user_id, "case.search", "case", "", kind=kind if _KIND.fullmatch(kind) else "other")
    where = search.tied(digest) if request.kind else search.of_subject(digest)
    return queue.walk(storage, principal, queue.Walk(None, where, digest), request.cursor, request.limit)


def _count(throttle: Throttle, principal: Principal) -> None:
    key, now = (principal.user_id,), time.monotonic()
    wait = throttle.wait_s(key, now)
    if wait:
        raise Refused(Code.RATE_LIMITED, retry_after_s=wait)
    throttle.failed(key, now)


def _tagged(connection: Connection, tag: str, viewer: Viewer) -> ColumnElement[bool]:
    """A tag says what colleagues made of a case: it finds what this person may read alone, and nothing that this
    person is to decide again."""
    key = blind_key(connection)
    found = search.open_and_tagged(connection, tag)
    blind = [number for number, state, share in found if withheld(key, viewer, number, state, share)]
    again = qa_holds.held(connection, viewer)
    return search.tagged(tag, viewer.reader(False), [*blind, *sorted(again)])


def _inside(connection: Connection, text: str, viewer: Viewer) -> ColumnElement[bool] | None:
    """Cases that hold all of these words, as they are shown to everybody; the agent's reasoning is looked at alone
    where this person may read it. None where there is no word to look for."""
    wanted = asked(text)
    if not wanted:
        return None
    again = qa_holds.held(connection, viewer)
    open_ones = words.perhaps_unspoken(connection, wanted, search.MANY + 1)
    if len(open_ones) > search.MANY:
        return words.holding_in_sight(wanted, or_(words.ever_blind(), words.among(again)))
    key = blind_key(connection)
    blind = [number for number, state, share in open_ones if withheld(key, viewer, number, state, share)]
    unspoken = {*blind, *again}
    return words.holding_in_sight(wanted, words.among(unspoken)) if unspoken else words.holding(wanted)


def _fits(connection: Connection, wanted: str, viewer: Viewer) -> ColumnElement[bool]:
    """A case id is asked for alone; any other text everywhere that it may stand in."""
    upper = wanted.upper()
    named = upper if upper.startswith("C-") else f"C-{upper}"
    if CASE_ID.match(named):
        number = search.numbered(case_number(named))
        if upper.startswith("C-") or viewer.outside:
            return number
        return search.found_by(connection, [number, search.referred(wanted)])
    found = [search.shown_as(wanted), _tagged(connection, normal_tag(wanted), viewer)]
    if not viewer.outside:
        found.append(search.referred(wanted))
    folded = wanted.casefold()
    types = [
        kind.id
        for kind in catalogue().case_types.values()
        if folded in (kind.id, kind.id.replace("_", " "))
        or any(folded in text.casefold() for text in (kind.name.en, kind.name.zh, kind.chip.en, kind.chip.zh))
    ]
    if types:
        found.append(search.typed(types))
    inside = _inside(connection, wanted, viewer)
    if inside is not None:
        found.append(inside)
    return search.found_by(connection, found)
