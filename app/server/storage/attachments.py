"""What is known of the files behind the evidence; their bytes lie in the file store."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from app.server.storage import tables as t

_a = t.attachments.c


class StoredFile(msgspec.Struct, frozen=True):
    sha256: str
    media_type: str
    size: int


class Standing(StoredFile, frozen=True):
    """`received_at`: when it last came, in UTC milliseconds; `leaving`: its bytes are being removed."""

    received_at: int
    leaving: bool


def find(connection: Connection, sha256: str) -> StoredFile | None:
    """A file that may be read."""
    query = select(_a.sha256, _a.media_type, _a.size).where(_a.sha256 == sha256, _a.leaving_since.is_(None))
    row = connection.execute(query).first()
    return StoredFile(*row) if row else None


def standing(connection: Connection, sha256: str, *, for_update: bool = False) -> Standing | None:
    """How a file stands that came at some time, locked until commit where `for_update`."""
    query = select(_a.sha256, _a.media_type, _a.size, _a.received_at, _a.leaving_since.is_not(None))
    query = query.where(_a.sha256 == sha256)
    row = connection.execute(query.with_for_update() if for_update else query).first()
    return Standing(*row) if row else None


def add(connection: Connection, file: StoredFile, received_at: int, received_from: str) -> None:
    """Write down a file that is not there yet; `received_at` in UTC milliseconds."""
    values = {**msgspec.structs.asdict(file), "received_at": received_at, "received_from": received_from}
    connection.execute(insert(t.attachments), [values])


def came_again(connection: Connection, sha256: str, received_at: int) -> None:
    """Whoever sent it is about to name it: what counts is when it last came."""
    connection.execute(update(t.attachments).where(_a.sha256 == sha256).values(received_at=received_at))


def leave(connection: Connection, files: Sequence[str], now_ms: int) -> None:
    """From now on nobody reads these, and their bytes are removed."""
    connection.execute(update(t.attachments).where(_a.sha256.in_(files)).values(leaving_since=now_ms))


def leaving(connection: Connection, limit: int) -> list[StoredFile]:
    """Those that `leave` was said of, the longest ago first."""
    query = select(_a.sha256, _a.media_type, _a.size).where(_a.leaving_since.is_not(None))
    return [StoredFile(*row) for row in connection.execute(query.order_by(_a.leaving_since, _a.sha256).limit(limit))]


def remove(connection: Connection, sha256: str) -> bool:
    """Forget a file whose bytes are gone; whether it was there to be forgotten."""
    gone = connection.execute(delete(t.attachments).where(_a.sha256 == sha256, _a.leaving_since.is_not(None)))
    return gone.rowcount > 0
