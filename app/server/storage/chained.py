"""The rows that go on with the two chains, the audit trail and the feed: their hashes, and on PostgreSQL the one
statement that writes a few of them.

All commits wait for each other while these are written. Where the process that asks had to read the heads, hash, and
write, they would wait for a way to the database and for that process to be given its turn; so the database goes on with
its own chains, and the lock that orders commits is held for one statement and the flush.
"""

import functools
import hashlib
from collections.abc import Sequence

import msgspec
from sqlalchemy import TextClause, text

from app.contract.audit_chain import ORIGIN, tail
from app.contract.canonical import canonical_json
from app.server.storage import ways
from app.server.storage.labels import NewLabel

MOST_AUDITED, MOST_TOUCHED, MOST_LABELS = 3, 5, 1
"""So many rows of each the database chains by itself; more are hashed here, and written by one statement for all."""
FEED_ORIGIN = bytes(32)


class Touched(msgspec.Struct, frozen=True):
    """One entity that a transaction changed. `scope_vendor`: the vendor that could see it before or after;
    `audience`: the one person for whom it changed, None where it did for everybody."""

    entity: str
    entity_id: str
    rev: int
    scope_vendor: str | None
    audience: str | None = None


class Audited(msgspec.Struct, frozen=True):
    """Who did what, with codes and ids alone in `detail`."""

    actor_id: str
    action: str
    entity: str
    entity_id: str
    detail: dict[str, str | int | bool | None]

    @property
    def words(self) -> tuple[str, str, str, str]:
        return self.actor_id, self.action, self.entity, self.entity_id

    @property
    def told(self) -> str:
        """`detail` in canonical JSON."""
        return canonical_json(self.detail).decode()


def feed_chain(previous: bytes, number: int, entry: Touched) -> bytes:
    """SHA-256 over the previous link and this row: two histories that part can be told from each other."""
    return hashlib.sha256(previous + f"{number}".encode() + _feed_tail(entry)).digest()


def _feed_tail(entry: Touched) -> bytes:
    return f":{entry.entity}:{entry.entity_id}:{entry.rev}".encode()


def is_small(audited: Sequence[Audited], touched: Sequence[Touched], new: Sequence[NewLabel]) -> bool:
    """Whether the database may chain these by itself."""
    return len(audited) <= MOST_AUDITED and len(touched) <= MOST_TOUCHED and len(new) <= MOST_LABELS


def written(audited: Sequence[Audited], touched: Sequence[Touched], new: Sequence[NewLabel], now_ms: int) -> ways.Asked:
    """What writes them all and gives one row: the number of the last audit row and of the last feed row (null where
    none was written). For PostgreSQL, in a statement that begins with the order of commits held."""
    values: dict[str, object] = {"now": now_ms}
    if audited:
        values["audit_origin"] = ORIGIN
    if touched:
        values["feed_origin"] = FEED_ORIGIN
    for n, entry in enumerate(audited, 1):
        told = entry.told
        values |= {f"actor_{n}": entry.actor_id, f"action_{n}": entry.action, f"detail_{n}": told}
        values |= {f"about_{n}": entry.entity, f"about_id_{n}": entry.entity_id}
        values[f"audit_tail_{n}"] = tail(now_ms, entry.words, told)
    for n, change in enumerate(touched, 1):
        values |= {f"entity_{n}": change.entity, f"entity_id_{n}": change.entity_id, f"rev_{n}": change.rev}
        values |= {f"vendor_{n}": change.scope_vendor, f"audience_{n}": change.audience}
        values[f"feed_tail_{n}"] = _feed_tail(change)
    for label in new:
        values |= {"label_case": label.case_number, "label_review": label.review_id, "label_source": label.source}
        values |= {"label": label.label.value, "release_at": label.release_at}
    return ways.Asked(_writing(len(audited), len(touched), len(new)), values)


@functools.cache
def _writing(audited: int, touched: int, labels: int) -> TextClause:
    """Each link is made of the one before it, so rows stand one on the other."""
    parts: list[str] = []
    if audited:
        parts += _links("a", "audit", "audit_seq", "hash", audited, "convert_to('[', 'UTF8') || ")
        columns = "audit_seq, at, actor_id, action, entity, entity_id, detail, hash"
        parts.append(_insertion("trail", "audit", columns, [_AUDIT_ROW.format(n=n) for n in range(1, audited + 1)]))
    if labels:
        columns = "case_number, review_id, revision, source, label, created_at, release_at"
        parts.append(_insertion("named", "labels", columns, [_LABEL_ROW]))
    if touched:
        parts += _links("f", "feed", "feed_seq", "chain", touched, "")
        sources = ("f1", *(f"f1, f{n}" for n in range(2, touched + 1)))
        rows = [_FEED_ROW.format(n=n, sources=told) for n, told in enumerate(sources, 1)]
        columns = "feed_seq, entity, entity_id, rev, scope_vendor, audience, tx_first, bulk, at, chain"
        parts.append(_insertion("news", "feed", columns, rows))
    audit_seq = f"(SELECT seq FROM a{audited})" if audited else "NULL"  # noqa: S608
    feed_seq = f"(SELECT seq FROM f{touched})" if touched else "NULL"  # noqa: S608
    return text(f"WITH {', '.join(parts)} SELECT {audit_seq} AS audit_seq, {feed_seq} AS feed_seq")


_AUDIT_ROW = (
    "SELECT a{n}.seq, CAST(:now AS BIGINT), CAST(:actor_{n} AS VARCHAR), CAST(:action_{n} AS VARCHAR),"
    " CAST(:about_{n} AS VARCHAR), CAST(:about_id_{n} AS VARCHAR), CAST(:detail_{n} AS TEXT), a{n}.link FROM a{n}"
)
_FEED_ROW = (
    "SELECT f{n}.seq, CAST(:entity_{n} AS VARCHAR), CAST(:entity_id_{n} AS VARCHAR), CAST(:rev_{n} AS INTEGER),"
    " CAST(:vendor_{n} AS VARCHAR), CAST(:audience_{n} AS VARCHAR), f1.seq, false,"
    " CAST(:now AS BIGINT), f{n}.link FROM {sources}"
)
_LABEL_ROW = (
    "SELECT CAST(:label_case AS BIGINT), CAST(:label_review AS VARCHAR), coalesce(max(revision), 0) + 1,"
    " CAST(:label_source AS VARCHAR), CAST(:label AS VARCHAR), CAST(:now AS BIGINT), CAST(:release_at AS BIGINT)"
    " FROM labels WHERE case_number = CAST(:label_case AS BIGINT)"
)


def _insertion(name: str, table: str, columns: str, rows: Sequence[str]) -> str:
    return f"{name} AS (INSERT INTO {table} ({columns}) {' UNION ALL '.join(rows)})"


def _links(name: str, table: str, number: str, link: str, rows: int, before: str) -> list[str]:
    """Common table expressions: the head of a chain as `name`0, and each row's number and link after it."""
    head = f"FROM {table} ORDER BY {number} DESC LIMIT 1"
    found = [
        f"{name}0 AS (SELECT coalesce((SELECT {number} {head}), 0) AS seq,"
        f" coalesce((SELECT {link} {head}), CAST(:{table}_origin AS BYTEA)) AS link)"
    ]
    found += [
        f"{name}{n} AS (SELECT seq + 1 AS seq, sha256(link || {before}convert_to(CAST(seq + 1 AS TEXT), 'UTF8')"  # noqa: S608
        f" || CAST(:{table}_tail_{n} AS BYTEA)) AS link FROM {name}{n - 1})"
        for n in range(1, rows + 1)
    ]
    return found
