"""What one local transaction touched: kinds and ids, never data. Whoever cares asks again."""

from dataclasses import dataclass, field
from enum import StrEnum


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


@dataclass(frozen=True, slots=True)
class Changed:
    """One commit's trace. `ids` holds case ids; empty with kinds set means "everything of these kinds"."""

    kinds: frozenset[Kind] = field(default_factory=frozenset)
    ids: frozenset[str] = field(default_factory=frozenset)

    def __bool__(self) -> bool:
        return bool(self.kinds)

    def __or__(self, other: "Changed") -> "Changed":
        if not self:
            return other
        if not other:
            return self
        # An empty id set stands for "all", so it must win when two traces are joined.
        ids = self.ids | other.ids if self.ids and other.ids else frozenset[str]()
        return Changed(self.kinds | other.kinds, ids)


def changed(*kinds: Kind, ids: "frozenset[str] | set[str] | tuple[str, ...]" = ()) -> Changed:
    """A short way to write a trace: `changed(Kind.CASE, ids={"C-200001"})`."""
    return Changed(frozenset(kinds), frozenset(ids))


NOTHING = Changed()
