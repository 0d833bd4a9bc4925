"""Where downloaded files are kept at the seat."""

import threading
from collections import OrderedDict
from typing import Protocol

IN_MEMORY = 6


class Blobs(Protocol):
    """vault.sealed_blobs.SealedBlobs, as far as it is asked here."""

    def has(self, name: str) -> bool: ...

    def get(self, name: str, case_id: str) -> bytes | None: ...

    def put(self, name: str, case_id: str, data: bytes) -> None: ...

    def cases(self) -> set[str]: ...

    def forget(self, cases: set[str]) -> None: ...


class MemoryBlobs:
    """The store of a seat that may keep nothing: a few files, gone with the process."""

    def __init__(self, most: int = IN_MEMORY) -> None:
        self._most = most
        self._kept: OrderedDict[str, tuple[str, bytes]] = OrderedDict()
        self._lock = threading.Lock()

    def has(self, name: str) -> bool:
        with self._lock:
            return name in self._kept

    def get(self, name: str, case_id: str) -> bytes | None:
        with self._lock:
            if name not in self._kept:
                return None
            self._kept.move_to_end(name)
            return self._kept[name][1]

    def put(self, name: str, case_id: str, data: bytes) -> None:
        with self._lock:
            self._kept[name] = (case_id, data)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def cases(self) -> set[str]:
        with self._lock:
            return {case for case, _ in self._kept.values()}

    def forget(self, cases: set[str]) -> None:
        with self._lock:
            for name in [name for name, (case, _) in self._kept.items() if case in cases]:
                del self._kept[name]
