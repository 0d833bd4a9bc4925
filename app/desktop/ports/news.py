"""What became of a person's findings."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Protocol

import msgspec

from app.contract.news import NewsView

if TYPE_CHECKING:
    from app.desktop.ports.work import Sent
    from app.domain.feedback import CreateFeedback, UpdateFeedback


class NewsRow(msgspec.Struct, frozen=True):
    """One piece of news; `unread` as its person left it here, sent or not."""

    view: NewsView
    unread: bool


class NewsState(msgspec.Struct, frozen=True):
    """The newest first."""

    rows: tuple[NewsRow, ...]
    unread: int


class News(Protocol):
    """usecases/news.py. `read` runs in the pool; the rest on the writer thread and raises NotReady(codes)."""

    def read(self) -> NewsState: ...

    def mark_read(self, news_ids: Collection[str]) -> "Sent | None": ...

    def raise_finding(self, body: "CreateFeedback") -> "Sent": ...

    def change(self, body: "UpdateFeedback") -> "Sent": ...

    def undo(self, command_id: str) -> str:
        """Take back what is not yet sent; its type. Raises TooLate."""
