"""What the words of all sheets are made with: lists of codes, and the facts of a sheet's state."""

from collections.abc import Callable
from datetime import UTC, datetime

from app.desktop.panels.review.sheet_state import SheetGroup, SheetState
from app.desktop.widgets.choice_lines import ChoiceLine
from app.desktop.widgets.sheet import SheetList


def lines_of(group: SheetGroup, words: Callable[[str], tuple[str, bool]]) -> tuple[ChoiceLine, ...]:
    return tuple(ChoiceLine(row, *words(row)) for row in group.rows)


def list_of(state: SheetState, name: str, title: str, words: Callable[[str], tuple[str, bool]]) -> SheetList:
    group = state.group(name) or SheetGroup(name, ())
    return SheetList(name, title, lines_of(group, words), group.chosen, group.many)


def fact(state: SheetState, name: str) -> str:
    return str(state.facts.get(name, ""))


def moment(ms: int | str) -> datetime:
    return datetime.fromtimestamp(int(ms) / 1000, UTC)
