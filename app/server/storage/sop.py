"""Pages of the operating procedures in the database, over those that ship with the program."""

from collections.abc import Collection
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, and_, delete, insert, or_, select, update

from app.contract.catalogue import catalogue
from app.domain.catalogue import SopPage
from app.domain.sop import Standing
from app.server.storage import tables as t

_v = t.sop_versions.c


def page_of(row: Row[Any]) -> SopPage:
    return msgspec.json.decode(row.page, type=SopPage)


def in_force(connection: Connection) -> dict[str, tuple[SopPage, Row[Any] | None]]:
    """Every page that reviewers read, by id, with its row; None for one that is as it was shipped."""
    found: dict[str, tuple[SopPage, Row[Any] | None]] = {one.id: (one, None) for one in catalogue().sop.values()}
    for row in connection.execute(select(t.sop_versions).where(_v.standing == Standing.IN_FORCE.value)):
        found[row.page_id] = (page_of(row), row)
    return dict(sorted(found.items()))


def page_in_force(connection: Connection, page_id: str) -> tuple[SopPage, Row[Any] | None] | None:
    query = select(t.sop_versions).where(_v.page_id == page_id, _v.standing == Standing.IN_FORCE.value)
    row = connection.execute(query).first()
    if row is not None:
        return page_of(row), row
    shipped = catalogue().sop.get(page_id)
    return (shipped, None) if shipped is not None else None


def read_at(connection: Connection, page_id: str, now_ms: int) -> SopPage | None:
    """The page as it is read at a moment from now on: a version that is approved is read from its day on, whether or
    not the job has looked already."""
    when = _v.standing == Standing.APPROVED.value, _v.effective_at <= now_ms
    query = select(t.sop_versions).where(
        _v.page_id == page_id, or_(_v.standing == Standing.IN_FORCE.value, and_(*when))
    )
    rows = {row.standing: row for row in connection.execute(query.order_by(_v.effective_at.desc()))}
    current, coming = rows.get(Standing.IN_FORCE.value), rows.get(Standing.APPROVED.value)
    found = page_of(current) if current is not None else catalogue().sop.get(page_id)
    if coming is not None and coming.base_version == (found.version if found is not None else None):
        return page_of(coming)
    return found


def read_by(connection: Connection, page_ids: Collection[str] | None = None) -> dict[str, list[Row[Any]]]:
    """Of these pages, or of all that the house has written: the versions that are, were or will be read, in the order
    in which they came or come."""
    query = select(t.sop_versions).where(or_(_v.in_force_from.is_not(None), _v.standing == Standing.APPROVED.value))
    if page_ids is not None:
        query = query.where(_v.page_id.in_(page_ids))
    found: dict[str, list[Row[Any]]] = {}
    for row in sorted(connection.execute(query), key=lambda row: (row.page_id, row.in_force_from or row.effective_at)):
        found.setdefault(row.page_id, []).append(row)
    return found


def revs(connection: Connection) -> dict[str, int]:
    """How often each page changed for its readers."""
    return {row.page_id: int(row.rev) for row in connection.execute(select(t.sop_pages))}


def another_rev(connection: Connection, page_id: str) -> int:
    """The page changed for its readers: how often by now."""
    p = t.sop_pages.c
    done = connection.execute(update(t.sop_pages).where(p.page_id == page_id).values(rev=p.rev + 1))
    if not done.rowcount:
        connection.execute(insert(t.sop_pages).values(page_id=page_id, rev=1))
    return int(connection.scalar(select(p.rev).where(p.page_id == page_id)) or 0)


def versions(connection: Connection, page_id: str) -> list[Row[Any]]:
    """Every version of a page with its author's name, newest first."""
    query = select(t.sop_versions, t.users.c.name.label("author_name"))
    query = query.join(t.users, t.users.c.user_id == _v.author_id, isouter=True)
    return list(connection.execute(query.where(_v.page_id == page_id).order_by(_v.version_id.desc())))


def unfinished(connection: Connection) -> list[Row[Any]]:
    """Versions of all pages that may still come into force, newest first."""
    query = select(t.sop_versions, t.users.c.name.label("author_name"))
    query = query.join(t.users, t.users.c.user_id == _v.author_id, isouter=True)
    waits = (Standing.DRAFT.value, Standing.PROPOSED.value, Standing.APPROVED.value, Standing.RETURNED.value)
    return list(connection.execute(query.where(_v.standing.in_(waits)).order_by(_v.version_id.desc())))


def version(connection: Connection, version_id: str) -> Row[Any] | None:
    query = select(t.sop_versions, t.users.c.name.label("author_name"))
    query = query.join(t.users, t.users.c.user_id == _v.author_id, isouter=True)
    return connection.execute(query.where(_v.version_id == version_id)).first()


def numbers_given(connection: Connection, page_id: str) -> set[str]:
    """The clauses that this page ever had, as shipped or in any version that was in force."""
    shipped = catalogue().sop.get(page_id)
    given = {one.n for one in shipped.clauses} if shipped else set()
    query = select(_v.page).where(_v.page_id == page_id, _v.in_force_from.is_not(None))
    for (page,) in connection.execute(query):
        given |= {one.n for one in msgspec.json.decode(page, type=SopPage).clauses}
    return given


def names_given(connection: Connection, page_id: str) -> set[str]:
    """The names of its versions."""
    shipped = catalogue().sop.get(page_id)
    told = set(connection.scalars(select(_v.version).where(_v.page_id == page_id)))
    return told | ({shipped.version} if shipped else set())


def add(connection: Connection, **values: Any) -> None:
    connection.execute(insert(t.sop_versions).values(**values))


def change(connection: Connection, version_id: str, **values: Any) -> None:
    connection.execute(update(t.sop_versions).where(_v.version_id == version_id).values(**values))


def add_text(connection: Connection, version_id: str, digest: str, page: str, until: int, most: int) -> None:
    """Keep what a draft said until now; of each draft the last `most`."""
    x = t.sop_texts.c
    if text_of(connection, version_id, digest) is None:
        row = {"version_id": version_id, "digest": digest, "page": page, "until": until}
        connection.execute(insert(t.sop_texts).values(row))
    query = select(x.digest).where(x.version_id == version_id).order_by(x.until.desc(), x.digest).offset(most)
    if old := list(connection.scalars(query)):
        connection.execute(delete(t.sop_texts).where(x.version_id == version_id, x.digest.in_(old)))


def text_of(connection: Connection, version_id: str, digest: str) -> SopPage | None:
    """What a draft said under this digest."""
    x = t.sop_texts.c
    query = select(x.page).where(x.version_id == version_id, x.digest == digest)
    page = connection.scalar(query)
    return None if page is None else msgspec.json.decode(page, type=SopPage)


def due(connection: Connection, now_ms: int) -> list[Row[Any]]:
    """Approved versions whose day has come, in the order in which it came."""
    query = select(t.sop_versions).where(_v.standing == Standing.APPROVED.value, _v.effective_at <= now_ms)
    return list(connection.execute(query.order_by(_v.effective_at, _v.version_id)))


def keepers(connection: Connection) -> dict[str, Row[Any]]:
    """Who answers for which page."""
    query = select(t.sop_keepers, t.users.c.name).join(t.users, t.users.c.user_id == t.sop_keepers.c.keeper_id)
    return {row.page_id: row for row in connection.execute(query)}


def keep(connection: Connection, page_id: str, keeper_id: str, review_by: int) -> None:
    values = {"keeper_id": keeper_id, "review_by": review_by}
    k = t.sop_keepers.c
    done = connection.execute(update(t.sop_keepers).where(k.page_id == page_id).values(rev=k.rev + 1, **values))
    if not done.rowcount:
        connection.execute(insert(t.sop_keepers).values(page_id=page_id, rev=1, **values))


def links(connection: Connection) -> dict[str, Row[Any]]:
    """Where pages lie in Confluence, by page."""
    return {row.page_id: row for row in connection.execute(select(t.sop_links))}


def link(connection: Connection, page_id: str) -> Row[Any] | None:
    return connection.execute(select(t.sop_links).where(t.sop_links.c.page_id == page_id)).first()


def put_link(connection: Connection, page_id: str, **values: Any) -> None:
    """Change what is known of the link, or make it."""
    done = connection.execute(update(t.sop_links).where(t.sop_links.c.page_id == page_id).values(**values))
    if not done.rowcount:
        connection.execute(insert(t.sop_links).values(page_id=page_id, **values))
