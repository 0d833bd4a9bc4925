"""A draft of a procedure is edited where it stands, and two windows never write over each other."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from app.contract.problems import Code
from app.contract.sop import SopDecision, SopDraftMergeOrder, SopDraftOrder, SopMergeOrder, SopVersionDetail
from app.domain.catalogue import SopPage
from app.server.security.principal import Principal
from app.server.storage import tables as t
from app.server.usecases import sop, sop_drafts
from app.server.usecases.refusal import Refused
from tests.support.sop_house import NOTE, PAGE, SopHouse, sop_house


@pytest.fixture
def house(tmp_path: Path) -> Iterator[SopHouse]:
    with sop_house(tmp_path / "server.db") as made:
        yield made


def refused(code: Code) -> object:
    return pytest.raises(Refused, match=f"^{code.code}$")


def edit(
    house: SopHouse, told: SopVersionDetail, page: SopPage, who: Principal | None = None, **more: object
) -> SopVersionDetail:
    values = {"base_version": told.version.base_version, "expected": told.version.digest} | NOTE | more
    return sop_drafts.edit(house.storage, who or house.eve, told.version.version_id, SopDraftOrder(page, **values))


def test_a_draft_is_edited_where_it_stands_and_then_proposed(house: SopHouse) -> None:
    first = house.propose(house.written("1", "text.zh", ""), draft=True)
    assert first.version.may == ("withdraw", "propose", "edit")
    unfinished = house.written("1", "text.en", "Read 60 days.", first.page)
    second = edit(house, first, unfinished)
    assert (second.version.version_id, second.version.version) == (first.version.version_id, first.version.version)
    assert second.version.digest != first.version.digest
    assert {(one.clause, one.field) for one in second.changes} == {("1", "text.en"), ("1", "text.zh")}
    with refused(Code.INVALID):
        edit(house, second, unfinished, draft=False)
    whole = house.written("1", "text.zh", "读取 60 天的登录。", unfinished)
    done = edit(house, second, whole, draft=False, note="Sixty days.")
    assert (done.version.standing, done.version.note, done.version.may) == ("proposed", "Sixty days.", ("withdraw",))
    # What a lead reads stays as it is.
    with refused(Code.NOT_AT_THIS_STEP):
        edit(house, done, whole)
    assert house.approve(done.version.version_id).version.standing == "in_force"
    assert house.page().clauses[0].text.en == "Read 60 days."
    with house.storage.read() as connection:
        acts = list(connection.scalars(select(t.audit.c.action).where(t.audit.c.entity == "sop_page")))
    assert acts == ["sop.drafted", "sop.edited", "sop.proposed", "sop.approved", "sop.in_force"]


def test_what_two_windows_make_of_one_draft_is_put_together(house: SopHouse) -> None:
    draft = house.propose(house.written("1", "text.en", "Begun."), draft=True)
    here = house.written("1", "text.en", "Here.", house.written("2", "text.en", "Here too.", draft.page))
    there = house.written("1", "text.en", "There.", house.written("3", "text.en", "There too.", draft.page))
    saved = edit(house, draft, there)
    with refused(Code.SOP_DRAFT_CHANGED):
        edit(house, draft, here)
    both = sop_drafts.merge(
        house.storage, house.eve, draft.version.version_id, SopDraftMergeOrder(here, draft.version.digest)
    )
    (clash,) = both.clashes
    assert (clash.clause, clash.field) == ("1", "text.en")
    assert (clash.base, clash.ours, clash.theirs) == ("Begun.", "Here.", "There.")
    texts = {one.n: one.text.en for one in both.page.clauses}
    assert (texts["2"], texts["3"]) == ("Here too.", "There too.")
    assert both.expected == saved.version.digest
    after = edit(house, saved, both.page)
    assert after.page.clauses[0].text.en == "Here."
    # A third window that still has the first text is told by all three sides as well.
    late = sop_drafts.merge(
        house.storage, house.eve, draft.version.version_id, SopDraftMergeOrder(there, draft.version.digest)
    )
    assert [(one.base, one.ours, one.theirs) for one in late.clashes] == [("Begun.", "There.", "Here.")]
    with refused(Code.NOT_FOUND):
        sop_drafts.merge(house.storage, house.eve, draft.version.version_id, SopDraftMergeOrder(there, "0" * 64))


def test_a_draft_is_its_authors_and_a_version_that_came_back_is_edited_too(house: SopHouse) -> None:
    draft = house.propose(house.written("1", "title.en", "What to read"), draft=True)
    for who in (house.sam, house.lea):
        with refused(Code.NOT_FOUND):
            edit(house, draft, draft.page, who)
    with refused(Code.FORBIDDEN):
        edit(house, draft, draft.page, house.lin)
    with refused(Code.INVALID):
        edit(house, draft, house.page("ATO-07"))
    proposed = edit(house, draft, draft.page, draft=False)
    back = sop.settle(house.storage, house.lea, proposed.version.version_id, SopDecision(False, "Too short.", "en"))
    with refused(Code.FORBIDDEN):
        edit(house, back, back.page, house.sam)
    longer = house.written("1", "title.en", "What is to be read", back.page)
    again = edit(house, back, longer, draft=False)
    # What the lead said stays with it until it is decided again.
    assert (again.version.standing, again.version.reason) == ("proposed", "Too short.")
    assert house.approve(again.version.version_id, house.leo).version.reason == "Read and agreed."


def test_a_draft_over_an_older_version_is_kept_and_proposed_once_it_is_put_together(house: SopHouse) -> None:
    draft = house.propose(house.written("1", "text.en", "Mine."), draft=True)
    house.publish(house.written("2", "text.en", "Theirs."), who=house.sam)
    kept = edit(house, draft, house.written("1", "text.en", "Mine still.", draft.page))
    assert kept.version.base_version == draft.version.base_version
    with refused(Code.SOP_STALE):
        edit(house, kept, kept.page, draft=False)
    with refused(Code.SOP_STALE):
        edit(house, kept, kept.page, base_version="2020.01")
    both = sop.merge(house.storage, house.eve, PAGE, SopMergeOrder(kept.page, str(kept.version.base_version)))
    done = edit(house, kept, both.page, base_version=both.base_version, draft=False)
    assert done.version.standing == "proposed"
    assert {one.clause for one in done.changes} == {"1"}
    assert house.approve(done.version.version_id).version.standing == "in_force"
