"""Which slot of the queue a case has, by its number."""

from array import array

PAGE_BITS = 6
"""Numbers of one queue lie close together: 2⁶ of them share a page of small integers, a twelfth of what a dictionary
takes. Where they lie far apart, a page costs three times as much as an entry of one."""
_INSIDE = (1 << PAGE_BITS) - 1
_NOBODY = array("i", [-1]) * (1 << PAGE_BITS)


class Slots:
    """One thread at a time may put, any may ask."""

    def __init__(self) -> None:
        self._pages: dict[int, array[int]] = {}
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def get(self, number: int) -> int | None:
        page = self._pages.get(number >> PAGE_BITS)
        if page is None:
            return None
        slot = page[number & _INSIDE]
        return slot if slot >= 0 else None

    def put(self, number: int, slot: int) -> None:
        """`slot` is 0 or more."""
        page = self._pages.get(number >> PAGE_BITS)
        if page is None:
            page = self._pages[number >> PAGE_BITS] = _NOBODY[:]
        self._count += page[number & _INSIDE] < 0
        page[number & _INSIDE] = slot
