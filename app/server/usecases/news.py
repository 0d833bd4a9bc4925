"""News: what became of a finding, told to everybody whose review stands behind it and to nobody else."""

import secrets
from collections.abc import Collection
from typing import Any

import msgspec
from sqlalchemy import Connection, Row

from app.contract.changes import NEWS
from app.contract.commands import Command, CommandResult, EntityRev
from app.contract.news import NewsPage, NewsView
from app.contract.problems import Code
from app.contract.views import Viewer
from app.domain.feedback import ReadNews, read_faults
from app.domain.ids import uuid7
from app.domain.root_cause import Attribution, AttributionKind
from app.server.security.principal import Principal
from app.server.storage import feedback, news
from app.server.storage.cases import case_id
from app.server.storage.unit_of_work import Storage, UnitOfWork, from_ms
from app.server.usecases.casework import problems
from app.server.usecases.sender import Sender, applied, read_body, rejected

MOST_CASE_IDS = 20
AT_SEATS = 100
"""As many, the newest, come with a snapshot."""


class Said(msgspec.Struct, frozen=True):
    """What is kept with a piece of news, whole."""

    case_type: str
    label: str | None
    code: str | None
    route: str | None
    kind: str | None
    ref: str | None
    title: str
    title_language: str
    reason: str
    reason_language: str
    by_name: str | None
    result_kind: str | None
    result_ref: str | None
    cases: int
    case_ids: tuple[str, ...]
    raised: bool
    mended: int | None = None
    repeated: int | None = None


_said = msgspec.json.Decoder(Said)
_encode = msgspec.json.Encoder().encode


def tell(
    work: UnitOfWork,
    row: Row[Any],
    event: str,
    by_name: str | None,
    *,
    but: str | None = None,
    only: Collection[str] | None = None,
) -> int:
    """Tell everybody behind an item (as loaded after the change) what became of it; `but`: whoever did it knows
    already. How many were told."""
    behind = feedback.people(work.connection, row.feedback_id)
    if row.raised_by is not None:
        behind.setdefault(row.raised_by, [])
    wanted = {user for user in behind if user != but and (only is None or user in only)}
    vendors = news.vendors(work.connection, wanted)
    rows = []
    for user_id in sorted(vendors):
        said = Said(
            case_type=row.case_type,
            label=row.label,
            code=row.code,
            route=row.route,
            kind=row.attribution_kind,
            ref=row.attribution_ref,
            title=row.title,
            title_language=row.title_language,
            reason=row.reason,
            reason_language=row.reason_language,
            by_name=by_name,
            result_kind=row.result_kind,
            result_ref=row.result_ref,
            cases=len(behind[user_id]),
            case_ids=tuple(case_id(number) for number in behind[user_id][:MOST_CASE_IDS]),
            raised=row.raised_by == user_id,
        )
        news_id = uuid7(work.now_ms, secrets.token_bytes(10))
        rows.append(
            {
                "news_id": news_id,
                "user_id": user_id,
                "feedback_id": row.feedback_id,
                "event": event,
                "at": work.now_ms,
                "rev": 1,
                "detail": _encode(said).decode(),
            }
        )
        work.touch(NEWS, news_id, 1, vendors[user_id], user_id)
    news.add(work.connection, rows)
    return len(rows)


def tell_newcomers(work: UnitOfWork, row: Row[Any]) -> int:
    """People whose reviews have come to stand behind an item later learn that it is there."""
    known = news.told(work.connection, row.feedback_id)
    fresh = set(feedback.people(work.connection, row.feedback_id)) - known
    return tell(work, row, "opened", None, only=fresh) if fresh else 0


def view(row: Row[Any], viewer: Viewer) -> NewsView:
    """The view of one row of the reader's own. Outside the house no name, no words of colleagues, no signal."""
    said = _said.decode(row.detail.encode())
    told = NewsView(
        news_id=row.news_id,
        rev=row.rev,
        event=row.event,
        at=from_ms(row.at),
        feedback_id=row.feedback_id,
        case_type=said.case_type,
        label=said.label,
        code=said.code,
        route=said.route,
        cases=said.cases,
        case_ids=said.case_ids,
        raised=said.raised,
        read_at=from_ms(row.read_at) if row.read_at is not None else None,
        mended=said.mended,
        repeated=said.repeated,
    )
    if viewer.outside:
        # What they wrote themselves is theirs to read.
        own = {"title": said.title, "title_language": said.title_language} if said.raised else {}
        return msgspec.structs.replace(told, **own)
    about = Attribution(AttributionKind(said.kind), said.ref) if said.kind and said.ref else None
    return msgspec.structs.replace(
        told,
        attribution=about,
        title=said.title,
        title_language=said.title_language,
        reason=said.reason,
        reason_language=said.reason_language,
        by_name=said.by_name,
        result_kind=said.result_kind,
        result_ref=said.result_ref,
    )


def documents(connection: Connection, ids: Collection[str], viewer: Viewer) -> dict[str, tuple[int, bytes]]:
    """(rev, document) of those of these that are the viewer's own."""
    found = news.load_many(connection, viewer.user_id, ids)
    return {news_id: (row.rev, _encode(view(row, viewer))) for news_id, row in found.items()}


def latest(connection: Connection, viewer: Viewer) -> list[tuple[str, tuple[int, bytes]]]:
    """The viewer's newest news as documents, oldest first."""
    rows = news.of_person(connection, viewer.user_id, None, AT_SEATS)
    return [(row.news_id, (row.rev, _encode(view(row, viewer)))) for row in reversed(rows)]


def page(storage: Storage, who: Principal, before: str | None, limit: int) -> NewsPage:
    """One's own news, the newest first."""
    with storage.read() as connection:
        rows = news.of_person(connection, who.user_id, before, limit + 1)
        unread = news.unread(connection, who.user_id)
    shown = rows[:limit]
    told = tuple(view(row, who.viewer) for row in shown)
    return NewsPage(told, shown[-1].news_id if len(rows) > limit else None, unread)


def read(work: UnitOfWork, sender: Sender, command: Command) -> CommandResult:
    """`news.read`: mark own news; what was read before stays as it was."""
    body = read_body(command, ReadNews)
    if isinstance(body, CommandResult):
        return body
    if faults := read_faults(body):
        return rejected(command, Code.INVALID, problems(faults))
    who = sender.principal
    mine = news.load_many(work.connection, who.user_id, body.news_ids)
    fresh = [row for row in mine.values() if row.read_at is None]
    if not mine:
        return rejected(command, Code.NOT_FOUND)
    if fresh:
        news.mark_read(work.connection, [row.news_id for row in fresh], work.now_ms)
        for row in fresh:
            work.touch(NEWS, row.news_id, row.rev + 1, who.vendor, who.user_id)
    return applied(command, EntityRev(NEWS, body.news_ids[0], 1), count=len(fresh))
