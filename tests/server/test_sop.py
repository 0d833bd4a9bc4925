"""Procedures: written, approved by somebody else, in force from a day on, and never written over."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import func, select

from app.contract.problems import Code
from app.contract.sop import SopDecision, SopKeeperOrder, SopMergeOrder, SopOrder
from app.domain.catalogue import SopClause, SopPage
from app.domain.text import Bilingual
from app.server.jobs.sop import BringIntoForce
from app.server.storage import tables as t
from app.server.usecases import sop
from app.server.usecases.refusal import Refused
from tests.support.sop_house import NOTE, PAGE, WHY, SopHouse, sop_house, without


@pytest.fixture
def house(tmp_path: Path) -> Iterator[SopHouse]:
    with sop_house(tmp_path / "server.db") as made:
        yield made


def refused(code: Code) -> object:
    return pytest.raises(Refused, match=f"^{code.code}$")


def faults(caught: pytest.ExceptionInfo[Refused]) -> set[tuple[str, str]]:
    return {(one.pointer, one.code) for one in caught.value.errors}


def standings(house: SopHouse) -> dict[str, str]:
    return {one.version: one.standing for one in sop.history(house.storage, house.lin, PAGE).versions}


def test_a_page_is_read_as_shipped_until_the_house_writes_its_own(house: SopHouse) -> None:
    shipped = house.page()
    (before,) = (one for one in sop.pages(house.storage, house.bo).pages if one.page.id == PAGE)
    assert before.shipped
    made = house.propose(house.written("1", "text.en", "Read the sign-ins of 60 days."))
    assert (made.version.standing, made.version.version, made.version.base_version) == (
        "proposed", "2026.11", shipped.version,
    )  # fmt: skip
    (change,) = made.changes
    assert (change.clause, change.field) == ("1", "text.en")
    assert house.page() == shipped
    done = house.approve(made.version.version_id)
    assert (done.version.standing, done.version.in_force_from) == ("in_force", house.now)
    assert house.page().version == "2026.11"
    assert house.page().clauses[0].text.en == "Read the sign-ins of 60 days."
    again = house.publish(house.written("1", "text.en", "Read the sign-ins of 90 days."))
    assert again.version == "2026.11b"
    assert standings(house) == {"2026.11b": "in_force", "2026.11": "superseded"}
    with house.storage.read() as connection:
        acts = list(connection.scalars(select(t.audit.c.action).where(t.audit.c.entity == "sop_page")))
    assert acts == ["sop.proposed", "sop.approved", "sop.in_force"] * 2


def test_nobody_approves_alone_and_nobody_approves_who_may_not(house: SopHouse) -> None:
    by_lead = house.propose(house.written("1", "title.en", "What to read"), house.lea)
    with refused(Code.OWN_PROPOSAL):
        house.approve(by_lead.version.version_id)
    for who in (house.eve, house.lin, house.bo):
        with refused(Code.FORBIDDEN):
            house.approve(by_lead.version.version_id, who)
        if who is not house.eve:
            with refused(Code.FORBIDDEN):
                house.propose(house.page(), who)
    assert by_lead.version.may == ("withdraw",)
    assert sop.detail(house.storage, house.leo, by_lead.version.version_id).version.may == ("approve", "return")
    assert house.approve(by_lead.version.version_id, house.leo).version.standing == "in_force"
    with refused(Code.NOT_AT_THIS_STEP):
        house.approve(by_lead.version.version_id, house.leo)


def test_what_is_returned_comes_back_with_its_reason_and_may_be_proposed_again(house: SopHouse) -> None:
    made = house.propose(house.written("1", "title.en", "What to read"))
    told = sop.settle(house.storage, house.lea, made.version.version_id, SopDecision(False, "Too short.", "en"))
    assert (told.version.standing, told.version.reason) == ("returned", "Too short.")
    assert sop.detail(house.storage, house.eve, made.version.version_id).version.may == ("propose", "edit")
    assert house.propose(house.written("1", "title.en", "What is to be read")).version.standing == "proposed"


def test_who_wrote_from_an_older_version_gets_both_put_together(house: SopHouse) -> None:
    mine = house.written("1", "text.en", "Mine.")
    mine = house.written("2", "text.en", "Mine too.", mine)
    house.publish(house.written("1", "text.en", "Theirs."), who=house.sam)
    with refused(Code.SOP_STALE):
        house.propose(mine)
    both = sop.merge(house.storage, house.eve, PAGE, SopMergeOrder(mine, mine.version))
    (clash,) = both.clashes
    assert (clash.clause, clash.ours, clash.theirs) == ("1", "Mine.", "Theirs.")
    assert both.base_version == "2026.11"
    assert both.page.clauses[1].text.en == "Mine too."
    made = house.propose(both.page, base_version=both.base_version)
    assert {change.clause for change in made.changes} == {"1", "2"}


def test_a_version_overtaken_by_another_is_not_brought_into_force_over_it(house: SopHouse) -> None:
    later = house.propose(house.written("1", "text.en", "Later."), effective_at=house.now + timedelta(days=3))
    assert house.approve(later.version.version_id).version.standing == "approved"
    waiting = house.propose(house.written("2", "text.en", "At once."))
    house.approve(waiting.version.version_id)
    other = house.propose(house.written("3", "text.en", "Another."))
    house.wait(days=4)
    with house.storage.write() as work:
        BringIntoForce().run(work)
    assert standings(house) == {"2026.11c": "proposed", "2026.11b": "in_force", "2026.11": "returned"}
    assert house.approve(other.version.version_id).version.standing == "in_force"


def test_a_version_for_a_later_day_waits_for_it(house: SopHouse) -> None:
    made = house.propose(house.written("1", "text.en", "From Monday on."), effective_at=house.now + timedelta(days=2))
    house.approve(made.version.version_id)
    before = house.page()
    house.wait(days=1)
    with house.storage.write() as work:
        BringIntoForce().run(work)
    assert house.page() == before
    house.wait(days=1)
    with house.storage.write() as work:
        BringIntoForce().run(work)
    assert house.page().clauses[0].text.en == "From Monday on."


def test_a_clause_s_number_is_never_given_again(house: SopHouse) -> None:
    page = house.publish(without(house.page(), "2"))
    again = msgspec.structs.replace(
        page, clauses=(*page.clauses, SopClause("2", Bilingual(en="New", zh="新"), Bilingual(en="Words.", zh="文字。")))
    )
    with refused(Code.INVALID) as caught:
        house.propose(again)
    assert faults(caught) == {(f"/page/clauses/{len(page.clauses)}/n", "sop_clause_given")}


def test_what_breaks_a_rule_is_named_and_a_draft_may_be_unfinished(house: SopHouse) -> None:
    unfinished = house.written("1", "text.zh", "")
    with refused(Code.INVALID) as caught:
        house.propose(unfinished)
    assert faults(caught) == {("/page/clauses/0/text/zh", "sop_language_missing")}
    with refused(Code.INVALID) as caught:
        house.propose(house.page())
    assert faults(caught) == {("/page", "sop_unchanged")}
    with refused(Code.INVALID):
        house.propose(house.written("1", "text.en", "Write to mei.lin@example.com."))
    with refused(Code.INVALID):
        house.propose(house.written("1", "text.en", "x"), note="Ask mei.lin@example.com.")
    draft = house.propose(unfinished, draft=True)
    assert draft.version.standing == "draft"
    assert PAGE in {one.page.id for one in sop.pages(house.storage, house.bo).pages}
    # A draft is its author's alone.
    with refused(Code.NOT_FOUND):
        sop.detail(house.storage, house.lea, draft.version.version_id)
    assert standings(house) == {}
    assert sop.withdraw(house.storage, house.eve, draft.version.version_id).version.standing == "withdrawn"


def test_a_new_page_begins_with_nothing(house: SopHouse) -> None:
    text = Bilingual(en="Ask twice.", zh="询问两次。")
    page = SopPage("NEW-01", text, "", ("*",), (SopClause("1", text, text),))
    with refused(Code.SOP_STALE):
        house.propose(page, base_version="2026.11")
    made = house.propose(page, base_version=None)
    assert made.changes == ()
    house.approve(made.version.version_id)
    assert house.page("NEW-01").clauses == page.clauses
    with refused(Code.INVALID):
        sop.propose(house.storage, house.eve, "NEW-02", SopOrder(page, None, **NOTE))
    with refused(Code.NOT_FOUND):
        sop.history(house.storage, house.lin, "NEW-02")


def test_a_page_has_somebody_who_answers_for_it_and_a_day(house: SopHouse) -> None:
    order = SopKeeperOrder(house.eve.user_id, house.now + timedelta(days=30))
    (kept,) = (one for one in sop.keep(house.storage, house.lea, PAGE, order).pages if one.page.id == PAGE)
    assert (kept.keeper_name, kept.overdue) == ("eve", False)
    house.wait(days=31)
    (late,) = (one for one in sop.pages(house.storage, house.lin).pages if one.page.id == PAGE)
    assert late.overdue
    # Who works in a contact centre reads the page, and no colleague's name.
    (outside,) = (one for one in sop.pages(house.storage, house.bo).pages if one.page.id == PAGE)
    assert (outside.keeper_id, outside.keeper_name, outside.review_by) == (None, None, None)
    with refused(Code.INVALID):
        sop.keep(house.storage, house.lea, PAGE, SopKeeperOrder(house.lin.user_id, house.now))
    with refused(Code.NOT_FOUND):
        sop.keep(house.storage, house.lea, "NEW-02", order)


def test_one_version_of_a_page_is_in_force_at_a_time(house: SopHouse) -> None:
    house.publish(house.written("1", "text.en", "One."))
    first = house.propose(house.written("1", "text.en", "Two."), house.sam)
    second = house.propose(house.written("1", "text.en", "Three."))
    house.approve(first.version.version_id)
    with refused(Code.SOP_STALE):
        house.approve(second.version.version_id)
    assert sop.settle(
        house.storage, house.lea, second.version.version_id, SopDecision(False, **WHY)
    ).version.standing == "returned"  # fmt: skip
    with house.storage.read() as connection:
        query = select(func.count()).where(t.sop_versions.c.standing == "in_force")
        assert connection.scalar(query) == 1
