"""What is known of the files behind the evidence; their bytes lie in the file store."""

import msgspec
from sqlalchemy import Connection, insert, select

from app.server.storage import tables as t


class StoredFile(msgspec.Struct, frozen=True):
    sha256: str
    media_type: str
    size: int


def find(connection: Connection, sha256: str) -> StoredFile | None:
    a = t.attachments.c
    row = connection.execute(select(a.sha256, a.media_type, a.size).where(a.sha256 == sha256)).first()
    return StoredFile(*row) if row else None


def add(connection: Connection, file: StoredFile, received_at: int, received_from: str) -> None:
    """Write down a file that is not there yet; `received_at` in UTC milliseconds."""
    values = {**msgspec.structs.asdict(file), "received_at": received_at, "received_from": received_from}
    connection.execute(insert(t.attachments), [values])
