"""A house whose editors write procedures, without a server between: people, a clock that is moved."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import select

from app.contract.sop import SopDecision, SopOrder, SopVersionDetail
from app.domain.catalogue import SopPage
from app.domain.roles import Role
from app.domain.sop import texts, with_texts
from app.server.security.principal import Principal
from app.server.storage import tables as t
from app.server.storage.unit_of_work import Storage
from app.server.usecases import sop
from app.server.usecases.people import add_user
from tests.support.server import PASSWORD, opened, quick_to_check

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
PAGE = "ATO-12"
NOTE = {"note": "Says it shorter.", "note_language": "en"}
WHY = {"reason": "Read and agreed.", "reason_language": "en"}
_PEOPLE = {
    "eve": Role.SOP_EDITOR, "sam": Role.SOP_EDITOR, "lea": Role.TEAM_LEAD, "leo": Role.TEAM_LEAD, "lin": Role.REVIEWER,
    "bo": Role.BPO_AGENT,
}  # fmt: skip


class SopHouse:
    """`eve` and `sam` write, `lea` and `leo` approve, `lin` reads, `bo` is of a contact centre."""

    def __init__(self, storage: Storage) -> None:
        self.storage, self.now = storage, NOON
        storage.clock = lambda: self.now
        with quick_to_check():
            for name, role in _PEOPLE.items():
                add_user(storage, name, role, "north" if role is Role.BPO_AGENT else None, PASSWORD)
        with storage.read() as connection:
            ids = {row.name: row.user_id for row in connection.execute(select(t.users.c.name, t.users.c.user_id))}
        for name, role in _PEOPLE.items():
            vendor = "north" if role is Role.BPO_AGENT else None
            setattr(self, name, Principal(ids[name], name, frozenset({role}), vendor))

    eve: Principal
    sam: Principal
    lea: Principal
    leo: Principal
    lin: Principal
    bo: Principal

    def wait(self, **length: float) -> None:
        self.now += timedelta(**length)

    def page(self, page_id: str = PAGE) -> SopPage:
        """As it is read now."""
        return next(one.page for one in sop.pages(self.storage, self.lin).pages if one.page.id == page_id)

    def written(self, clause: str | None, field: str, text: str, page: SopPage | None = None) -> SopPage:
        """The page with other words in one place."""
        page = page or self.page()
        assert (clause, field) in texts(page)
        return with_texts(page, {(clause, field): text})

    def propose(self, page: SopPage, who: Principal | None = None, **more: Any) -> SopVersionDetail:
        return sop.propose(
            self.storage, who or self.eve, page.id, SopOrder(page, **{"base_version": page.version} | NOTE | more)
        )

    def approve(self, version_id: str, who: Principal | None = None) -> SopVersionDetail:
        return sop.settle(self.storage, who or self.lea, version_id, SopDecision(True, **WHY))

    def publish(self, page: SopPage, **more: Any) -> SopPage:
        """Written and approved: the page as it is read then."""
        self.approve(self.propose(page, **more).version.version_id)
        return self.page(page.id)


@contextmanager
def sop_house(database: Path) -> Iterator[SopHouse]:
    """On a database of its own, which is SQLite or PostgreSQL as the run says."""
    with opened(database) as storage:
        yield SopHouse(storage)


def without(page: SopPage, clause: str) -> SopPage:
    return msgspec.structs.replace(page, clauses=tuple(one for one in page.clauses if one.n != clause))
