"""What one local transaction touched: kinds and ids, never data. Whoever cares asks again."""

from enum import StrEnum

import msgspec


class Kind(StrEnum):
    """The things a room can care about."""

    CASE = "case"
    REVIEW = "review"
    CLAIM = "claim"
    DRAFT = "draft"
    OUTBOX = "outbox"
    SESSION = "session"
    STATUS = "status"
    SETTINGS = "settings"
    CONTEXT = "context"
    QUALITY = "quality"
    NEWS = "news"
    CALIBRATION = "calibration"
    """A calibration session of this person's, or a threshold that they challenged, has changed on the server."""
    PROCEDURES = "procedures"
    """Other pages of the procedures are read here, or another version has taken force."""
    WORDS = "words"
    """More is known of the words inside evidence."""


_OF_CASES = frozenset({Kind.CASE, Kind.REVIEW, Kind.CLAIM, Kind.DRAFT, Kind.OUTBOX, Kind.CONTEXT})


class Changed(msgspec.Struct, frozen=True):
    """One commit's trace. `ids` holds case ids; none with a kind that has cases means "all of them"."""

    kinds: frozenset[Kind] = frozenset()
    ids: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.kinds)

    def __or__(self, other: "Changed") -> "Changed":
        if not self:
            return other
        if not other:
            return self
        # No ids stands for "all of them", so it wins when two traces are joined.
        ids = frozenset[str]() if self._means_all or other._means_all else self.ids | other.ids
        return Changed(self.kinds | other.kinds, ids)

    @property
    def _means_all(self) -> bool:
        return not self.ids and bool(self.kinds & _OF_CASES)


def changed(*kinds: Kind, ids: "frozenset[str] | set[str] | tuple[str, ...]" = ()) -> Changed:
    """A short way to write a trace: `changed(Kind.CASE, ids={"C-200001"})`."""
    return Changed(frozenset(kinds), frozenset(ids))


NOTHING = Changed()
