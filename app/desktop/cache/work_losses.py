"""What is gone from work.db: told to its author, asked of the server, and kept on record (see missing_work)."""

from typing import TYPE_CHECKING

from app.desktop.cache import missing_work
from app.desktop.cache.high_water import HighWater
from app.desktop.cache.work_reader import WorkReader
from app.desktop.changes import NOTHING, Changed, Kind, changed
from app.desktop.ports import MissingWork
from app.domain.number_ranges import Range, Ranges

if TYPE_CHECKING:
    from sqlalchemy import Connection


class WorkLosses(WorkReader):
    """The questions and the records; see WorkStore for when numbers are found gone."""

    _high_water: HighWater

    def missing(self, author: str) -> MissingWork | None:
        """Which commands were durable once, are not here any more, and did not take effect as far as the server was
        asked, at whatever seat of this profile they were made."""
        with self.read() as connection:
            return missing_work.told(connection.exec_driver_sql, self._seats(connection, author))

    def gone(self, device: str, author: str) -> Ranges:
        """The numbers of all that is not here any more, whoever has it."""
        with self.read() as connection:
            return missing_work.gone(connection.exec_driver_sql, self._seat(connection, device, author))

    def to_ask(self, author: str) -> tuple[str, Range] | None:
        """A device and numbers of this author at it which the server is to be asked about next."""
        with self.read() as connection:
            for seat in self._seats(connection, author):
                for numbers in missing_work.unasked(connection.exec_driver_sql, seat):
                    return seat.device, numbers
        return None

    def server_has(self, device: str, author: str, asked: Range, there: Ranges) -> Changed:
        """Of the numbers `asked` about, the commands of `there` took effect."""
        with self.write() as connection:
            kept = missing_work.server_has(connection.exec_driver_sql, device, author, asked, there)
        return changed(Kind.STATUS) if kept else NOTHING

    def missing_read(self, author: str, missing: MissingWork) -> Changed:
        """The author has read what of this is lost."""
        with self.write() as connection:
            for device, numbers in missing.lost:
                missing_work.mark_read(connection.exec_driver_sql, device, author, numbers)
        return changed(Kind.STATUS)

    def _seat(self, connection: "Connection", device: str, author: str) -> missing_work.Seat:
        # The mark first: it follows the rows, and what is made meanwhile is not missed.
        high = self._high_water.get(device, author)
        last = max(self._last_seq(connection, device, author), self._high_water.floor(device, author))
        return missing_work.Seat(device, author, last, high)

    def _seats(self, connection: "Connection", author: str) -> list[missing_work.Seat]:
        """Every seat of this profile at which this author has worked."""
        seats = {*self._high_water.seats(), *missing_work.seats_with_losses(connection.exec_driver_sql)}
        return [self._seat(connection, device, whose) for device, whose in sorted(seats) if whose == author]

    def _note_gone(self, execute: missing_work.Execute, device: str, author: str, last: int, high: int) -> None:
        """`last` is the highest number here, and all were used up to `high`."""
        first = max(last, self._high_water.floor(device, author)) + 1
        missing_work.note(execute, device, author, ((first, high),))

    @staticmethod
    def _last_seq(connection: "Connection", device: str, author: str) -> int:
        row = connection.exec_driver_sql(
            "SELECT max(command_seq) FROM outbox WHERE device_id = ? AND author = ?", (device, author)
        ).scalar()
        return int(row or 0)
