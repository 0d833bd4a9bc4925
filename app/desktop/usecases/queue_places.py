"""Taking a few slots out of rows in the served order, and putting them in where they belong now."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from app.desktop.usecases.queue_table import Bools, Ints, QueueTable


class Order(NamedTuple):
    """Slots in the served order, and where each slot stands in it; nowhere in particular for one that is not in it."""

    rows: Ints
    rank: Ints

    @classmethod
    def of(cls, rows: Ints, slots: int) -> "Order":
        rank = np.zeros(slots, dtype=np.int64)
        rank[rows] = np.arange(rows.size)
        return cls(rows, rank)


def order_after(table: QueueTable, order: Order, gone: Bools, living: Ints, now: int) -> Order:
    """The order once the slots that are `gone` stand where they belong; `living` are those of them that are to be in
    it, in the served order of `now`, in which all others stand already."""
    places = np.flatnonzero(gone.take(order.rows))
    if places.size == living.size and order.rank.size == table.n and _stand(table, order.rows, places, now):
        return order
    rest = np.delete(order.rows, places) if places.size else order.rows
    if not living.size:
        return Order.of(rest, table.n)
    wanted = table.part(living).keys(now)
    where = _places(rest, living, lambda one: _before(table.part(one).keys(now), wanted))
    return Order.of(np.insert(rest, where, living), table.n)


def rows_after(rank: Ints, rows: Ints, gone: Bools, joining: Ints) -> Ints:
    """The rows of a view, which stand in the order of `rank`, without those that are `gone` and with those that join,
    in that order too."""
    places = np.flatnonzero(gone.take(rows))
    if places.size == joining.size and np.array_equal(rows[places], joining) and _rising(rank, rows, places):
        return rows
    rest = np.delete(rows, places) if places.size else rows
    if not joining.size:
        return rest
    wanted = rank.take(joining)
    return np.insert(rest, _places(rest, joining, lambda one: rank.take(one) < wanted), joining)


def _stand(table: QueueTable, rows: Ints, places: Ints, now: int) -> bool:
    """Whether what stands at these places comes after what is before it, and before what is after it."""
    at = _with_next(places, rows.size)
    one, other = (table.part(rows[some]).keys(now) for some in (at, at + 1))
    return bool(_before(one, other).all())


def _rising(rank: Ints, rows: Ints, places: Ints) -> bool:
    at = _with_next(places, rows.size)
    return bool((rank[rows[at]] < rank[rows[at + 1]]).all())


def _with_next(places: Ints, size: int) -> Ints:
    """The places that have these beside them, on either side, each with one after it."""
    at = np.concatenate((places - 1, places))
    return at[(at >= 0) & (at < size - 1)]


def _places(rows: Ints, joining: Ints, before: Callable[[Ints], Bools]) -> Ints:
    """How many of `rows` stand before each of `joining`: one search by halves for all of them at once. `before` tells
    of one row for each of them whether it does."""
    low = np.zeros(joining.size, dtype=np.int64)
    high = np.full(joining.size, rows.size, dtype=np.int64)
    for _ in range(int(rows.size).bit_length()):
        middle = (low + high) // 2
        stands = before(rows.take(middle, mode="clip"))
        searching = low < high
        low = np.where(searching & stands, middle + 1, low)
        high = np.where(searching & ~stands, middle, high)
    return low


def _before(one: tuple[Ints, ...], other: tuple[Ints, ...]) -> Bools:
    """Whether keys come before others, the weightiest first."""
    found = np.zeros(one[0].size, dtype=np.bool_)
    for mine, theirs in zip(reversed(one), reversed(other), strict=True):
        found = (mine < theirs) | ((mine == theirs) & found)
    return found
