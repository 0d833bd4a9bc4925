"""What is half said about a case of a sample: kept in work.db for its author, until it is sent."""

from collections.abc import Callable, Mapping

import msgspec

from app.desktop.cache.work_store import WorkStore
from app.desktop.ports import Identity
from app.desktop.ports.quality import ScoreDraft

MOST = 500
"""Drafts of one person; beyond that the oldest give way."""


class _Kept(msgspec.Struct, frozen=True):
    sample_id: str
    ref: str
    draft: ScoreDraft


_stored = msgspec.json.Decoder(tuple[_Kept, ...])


class ScoreDrafts:
    """Without a local store they last as long as the window, with whoever shows them."""

    def __init__(self, work: WorkStore | None, identity: Callable[[], Identity | None]) -> None:
        self._work, self._identity = work, identity

    def all(self) -> Mapping[tuple[str, str], ScoreDraft]:
        """By sample and ref, the oldest first."""
        name = self._name()
        raw = self._work.value(name) if self._work is not None and name else None
        try:
            found = _stored.decode(raw) if raw else ()
        except (msgspec.DecodeError, RecursionError):
            found = ()
        return {(one.sample_id, one.ref): one.draft for one in found}

    def keep(self, sample_id: str, ref: str, draft: ScoreDraft | None) -> None:
        """None: nothing is half said of it any more. On the writer thread."""
        name = self._name()
        if self._work is None or not name:
            return
        kept = dict(self.all())
        if kept.pop((sample_id, ref), None) is None and draft is None:
            return
        if draft is not None:
            kept[sample_id, ref] = draft
        rows = [_Kept(*key, one) for key, one in kept.items()][-MOST:]
        self._work.put_value(name, msgspec.json.encode(rows).decode())

    def _name(self) -> str:
        who = self._identity()
        return f"score_drafts/{who.author}" if who is not None else ""
