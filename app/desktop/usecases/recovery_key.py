"""Which public key unsent work is sealed to: the machine's policy says, else the server at the first sign-in. What was
learnt first stays: a server that is another's later cannot have the work sealed to itself."""

import contextlib
from collections.abc import Callable

from app.contract.session import Meta
from app.desktop.cache.work_store import WorkStore
from app.desktop.ports import ApiError, Writer

PINNED = "recovery_key"


class RecoveryKeyDesk:
    """`ask` gets the server's word with an access token; `keep` seals the key of work.db to a public key told as text,
    and says whether that was one; `fixed`: the machine's policy has named a key already."""

    def __init__(
        self,
        work: WorkStore | None,
        writer: Writer,
        ask: Callable[[str], Meta],
        keep: Callable[[str], bool],
        fixed: bool,
    ) -> None:
        self._work, self._writer, self._ask, self._keep, self._fixed = work, writer, ask, keep, fixed

    def entered(self, access_token: str) -> None:
        """After a sign-in. No trouble here keeps anybody from working; the next sign-in tries again."""
        work = self._work
        if work is None or self._fixed:
            return
        with contextlib.suppress(ApiError):
            if work.value(PINNED) is None:
                told = self._ask(access_token).recovery_key
                if told is not None and self._writer.run(lambda: self._keep(told)):
                    # Only now: where this is cut off, the next sign-in does both again.
                    self._writer.run(lambda: work.put_value(PINNED, told))
