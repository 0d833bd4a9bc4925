"""What a sheet over the case shows, in codes: lists to choose from, a line and a note to write, what stands in the
way. One shape for all of them; `view/sheet_words.py` has the words of each kind."""

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from app.contract.views import CaseView


class SheetGroup(msgspec.Struct, frozen=True):
    """A list: `name` says of what, `rows` are codes or ids, `many` whether several may be chosen."""

    name: str
    rows: tuple[str, ...]
    chosen: frozenset[str] = frozenset()
    many: bool = False


class SheetMark(msgspec.Struct, frozen=True):
    """Characters `start` to `end` of the note look like personal data of a `kind`; refused where it is certain."""

    kind: str
    start: int
    end: int
    refused: bool


class SheetState(msgspec.Struct, frozen=True):
    """`kind` says which sheet. `entry` and `text` are None where nothing is to be written. `facts` are codes, names
    and numbers (times in server milliseconds), `names` the words of ids that no catalogue knows. `problem` is a code,
    `busy` while it is being sent, `ready` where nothing stands in the way. `turn` grows with every sheet opened."""

    kind: str
    groups: tuple[SheetGroup, ...] = ()
    case: "CaseView | None" = None
    entry: str | None = None
    text: str | None = None
    marks: tuple[SheetMark, ...] = ()
    facts: dict[str, str | int] = {}
    names: dict[str, str] = {}
    problem: str = ""
    ready: bool = False
    busy: bool = False
    turn: int = 0

    def group(self, name: str) -> SheetGroup | None:
        return next((one for one in self.groups if one.name == name), None)

    def chosen(self, name: str) -> str | None:
        """What is chosen of a list that takes one."""
        found = self.group(name)
        return next(iter(found.chosen), None) if found is not None else None
