"""Packets of cases to re-review, as they came: sealed to this seat's key, in the encrypted copy. Like all of it they
may go and be brought again; what was scored lies in work.db."""

from collections.abc import Sequence

import msgspec

from app.desktop.cache.engine import Store

SCHEMA = (
    "CREATE TABLE qa_packet (packet_id TEXT PRIMARY KEY, owner TEXT NOT NULL, packet_key TEXT NOT NULL,"
    " taken_at INTEGER NOT NULL, document BLOB NOT NULL)",
)


class PacketRow(msgspec.Struct, frozen=True):
    """`document`: the received bytes of a SealedPacket; `packet_key`: who was to have signed it when it came;
    `taken_at` in the server's milliseconds."""

    packet_id: str
    packet_key: str
    taken_at: int
    document: bytes


class PacketRows:
    """The table `qa_packet` of cache.db."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, owner: str, row: PacketRow) -> None:
        with self._store.write() as connection:
            connection.exec_driver_sql(
                "INSERT OR REPLACE INTO qa_packet VALUES (?, ?, ?, ?, ?)",
                (row.packet_id, owner, row.packet_key, row.taken_at, row.document),
            )

    def all(self, owner: str) -> Sequence[PacketRow]:
        """This person's, the newest first."""
        with self._store.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT packet_id, packet_key, taken_at, document FROM qa_packet WHERE owner = ?"
                " ORDER BY taken_at DESC, packet_id DESC",
                (owner,),
            )
            return [PacketRow(str(row[0]), str(row[1]), int(row[2]), bytes(row[3])) for row in rows]

    def ids(self) -> set[str]:
        """Every packet at this seat, whosever it is."""
        with self._store.read() as connection:
            return {str(row[0]) for row in connection.exec_driver_sql("SELECT packet_id FROM qa_packet")}

    def remove(self, owner: str, packet_id: str) -> None:
        with self._store.write() as connection:
            connection.exec_driver_sql("DELETE FROM qa_packet WHERE owner = ? AND packet_id = ?", (owner, packet_id))
