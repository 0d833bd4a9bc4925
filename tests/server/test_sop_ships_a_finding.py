"""A finding on route C that a page is written for ends with that page: shipped, and its authors are told."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from app.contract.sop import SopDraftOrder, SopSeedOrder, SopVersionDetail
from app.domain.catalogue import SopClause
from app.domain.text import Bilingual
from app.server.jobs.sop import BringIntoForce
from app.server.storage import feedback
from app.server.storage import tables as t
from app.server.usecases import findings, sop, sop_drafts
from tests.support.sop_house import NOTE, PAGE, SopHouse, sop_house

GAP = {"kind": "raised", "suggested_reason": "", "owner_kind": "sop", "route": "C", "title": "Nothing on SIM swaps"}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[SopHouse]:
    with sop_house(tmp_path / "server.db") as made:
        yield made


def gap(house: SopHouse, state: str = "accepted") -> str:
    """A finding that `lin` raised."""
    with house.storage.write() as work:
        moment = {"first_at": work.now_ms, "last_at": work.now_ms}
        found = findings.open_item(
            work, house.lin.user_id, case_type="ato_investigation", raised_by=house.lin.user_id, title_language="en",
            **GAP, **moment,
        )  # fmt: skip
        feedback.change(work.connection, found, state=state)
    return found


def finding(house: SopHouse, feedback_id: str) -> Any:
    with house.storage.read() as connection:
        row = feedback.load(connection, feedback_id)
    assert row is not None
    return row


def told(house: SopHouse) -> list[tuple[str, str]]:
    with house.storage.read() as connection:
        return [(row.user_id, row.event) for row in connection.execute(select(t.news).order_by(t.news.c.news_id))]


def seeded(house: SopHouse, feedback_id: str) -> SopVersionDetail:
    return sop_drafts.seed(house.storage, house.eve, SopSeedOrder(feedback_id, PAGE))


def written(house: SopHouse, draft: SopVersionDetail, **more: Any) -> SopVersionDetail:
    """The new clause with words, proposed."""
    *others, new = draft.page.clauses
    text = Bilingual(en="Ask the operator about a swap.", zh="向运营商询问换卡情况。")
    page = msgspec.structs.replace(draft.page, clauses=(*others, SopClause(new.n, text, text)))
    order = SopDraftOrder(page, draft.version.base_version, expected=draft.version.digest, draft=False, **NOTE, **more)
    return sop_drafts.edit(house.storage, house.eve, draft.version.version_id, order)


@pytest.mark.parametrize("state", ["open", "accepted", "in_work"])
def test_a_gap_becomes_a_clause_and_whoever_found_it_is_told(house: SopHouse, state: str) -> None:
    found = gap(house, state)
    draft = seeded(house, found)
    begun = finding(house, found)
    assert (begun.state, begun.result_kind, begun.result_ref) == ("in_work", "sop_draft", draft.version.version_id)
    proposed = written(house, draft)
    assert finding(house, found).state == "in_work"
    house.wait(hours=1)
    house.approve(proposed.version.version_id)
    shipped = finding(house, found)
    assert (shipped.state, shipped.result_ref) == ("shipped", draft.version.version_id)
    assert shipped.mended_at == round(house.now.timestamp() * 1000)
    before = [] if state == "in_work" else [(house.lin.user_id, "in_work")]
    assert told(house) == [*before, (house.lin.user_id, "shipped")]
    with house.storage.read() as connection:
        acts = set(connection.scalars(select(t.audit.c.action).where(t.audit.c.entity == findings.ENTITY)))
    assert "feedback.shipped" in acts


def test_a_page_for_a_later_day_ships_its_finding_on_that_day(house: SopHouse) -> None:
    found = gap(house)
    proposed = written(house, seeded(house, found), effective_at=house.now + timedelta(days=2))
    house.approve(proposed.version.version_id)
    assert finding(house, found).state == "in_work"
    house.wait(days=2)
    with house.storage.write() as work:
        BringIntoForce().run(work)
    assert finding(house, found).state == "shipped"


def test_what_is_taken_back_leaves_the_finding_to_the_next_editor(house: SopHouse) -> None:
    found = gap(house)
    draft = seeded(house, found)
    sop.withdraw(house.storage, house.eve, draft.version.version_id)
    row = finding(house, found)
    assert (row.state, row.result_kind, row.result_ref) == ("accepted", None, None)
    again = seeded(house, found)
    assert finding(house, found).result_ref == again.version.version_id


def test_a_finding_that_is_settled_stays_so(house: SopHouse) -> None:
    found = gap(house)
    proposed = written(house, seeded(house, found))
    with house.storage.write() as work:
        feedback.change(work.connection, found, state="dismissed")
    before = told(house)
    house.approve(proposed.version.version_id)
    assert finding(house, found).state == "dismissed"
    assert told(house) == before
