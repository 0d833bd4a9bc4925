"""A list that the server tells page by page, as one."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

import msgspec


class Paged(Protocol):
    """A page of the wire: `next_after` is None where the list ends."""

    @property
    def next_after(self) -> Any: ...


P = TypeVar("P", bound=Paged)


def together(read: Callable[[Any], P], rows: str, name: Callable[[Any], object], pages: int) -> P:
    """So many pages as one, each read where the one before ended; what moved meanwhile stands in it once. `read` takes
    `next_after` of the page before, first None."""
    page = read(None)
    for _ in range(pages - 1):
        if page.next_after is None:
            break
        further = read(page.next_after)
        found = {name(one): one for one in (*getattr(page, rows), *getattr(further, rows))}
        changes: dict[str, Any] = {rows: tuple(found.values()), "next_after": further.next_after}
        page = msgspec.structs.replace(page, **changes)  # type: ignore[type-var]
    return page
