"""Files that a person asks for: charts and the tables behind them."""

from collections.abc import Sequence
from typing import Protocol


class Files(Protocol):
    """usecases/files.py"""

    @property
    def allowed(self) -> bool:
        """Whether the machine's policy and the house let files leave the window now."""

    def save(self, files: Sequence[tuple[str, bytes]]) -> str:
        """Writes them into the person's folder of downloads under names that are free, and gives that folder. Off the
        GUI thread; raises OSError, and DeskError (exports_off) where files may not leave."""
