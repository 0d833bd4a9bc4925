"""A word elsewhere about a small sealed file, so that nobody is let off by deleting the file or by putting an older
copy of it in its place."""

import logging
from collections.abc import Callable

_log = logging.getLogger(__name__)


class Mark:
    """One text, kept where `read` and `write` say. What cannot be written protects less and keeps nobody from work."""

    def __init__(self, read: Callable[[], str | None], write: Callable[[str], None]) -> None:
        self._read, self._write = read, write

    def read(self) -> str | None:
        return self._read()

    def write(self, text: str) -> None:
        try:
            self._write(text)
        except Exception:
            # A full disk, or a store that was closed a moment ago.
            _log.error("the mark of a sealed file could not be written", exc_info=True)
