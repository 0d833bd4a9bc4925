"""What a job is."""

from datetime import timedelta
from typing import Protocol, runtime_checkable

from app.server.storage.unit_of_work import Storage, UnitOfWork


@runtime_checkable
class Job(Protocol):
    """A job whose work is in the database alone.

    `name` (at most 40 characters) is its row in the table `jobs` and never changes; `every` is how long after one turn
    the next one is due, for all processes together. `run` does a part that takes well under a second, in a writing
    transaction of its own (audit and feed by `work.audit` and `work.touch` as ever), and answers whether more is left:
    then it is called again at once, in another transaction. What it raises takes that part back; the job comes again
    after a while that grows with each failure.
    """

    @property
    def name(self) -> str: ...

    @property
    def every(self) -> timedelta: ...

    def run(self, work: UnitOfWork) -> bool: ...


@runtime_checkable
class LongJob(Protocol):
    """A job that speaks to somebody outside, such as the delivery of webhooks: `step` opens its own short transactions
    (`storage.write()`, `storage.read()`) and holds none of them while it waits for an answer. One step takes less than
    `runner.LEASE` (a minute); it answers whether more is left. It may happen twice, so whatever it sends carries an id
    that the receiver knows it by."""

    @property
    def name(self) -> str: ...

    @property
    def every(self) -> timedelta: ...

    def step(self, storage: Storage) -> bool: ...


@runtime_checkable
class Patient(Protocol):
    """What a job has as well that nobody waits for by the second: while this process has requests in hand, it rests
    after each part, `rests` times as long as the part took."""

    @property
    def rests(self) -> int: ...
