"""A page here and its counterpart in Confluence: every way in which they can part ends in a clear state, and neither
side's words are written over."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from app.contract.problems import Code
from app.contract.sop import SopDecision, SopLinkOrder, SopLinkView, SopMergeOrder, SopOursOrder
from app.server.connectors.confluence import Confluence
from app.server.connectors.confluence_page import read, write
from app.server.jobs.sop import LookAtConfluence
from app.server.usecases import sop, sop_confluence
from app.server.usecases.refusal import Refused
from tests.support.confluence import TOKEN, FakeConfluence, fake_confluence
from tests.support.sop_house import PAGE, WHY, SopHouse, sop_house

pytest.importorskip("atlassian", reason="the client of Confluence is not installed (extra: confluence)")
ABOVE, BELOW = '<p>Owner: Wang &amp; co</p><ac:structured-macro ac:name="toc" />', "<hr /><p>End</p>"


class Both:
    """The house, its Confluence, and the page that lies in both."""

    def __init__(self, house: SopHouse, there: FakeConfluence) -> None:
        self.house, self.there = house, there
        self.wiki = Confluence(there.url, TOKEN)
        self.content_id = there.add(PAGE, ABOVE + write(house.page()) + BELOW)

    def link(self) -> SopLinkView:
        order = SopLinkOrder(self.content_id)
        return sop_confluence.link(self.house.storage, self.house.lea, self.wiki, PAGE, order)

    def look(self) -> SopLinkView:
        return sop_confluence.exchange(self.house.storage, self.house.eve, self.wiki, PAGE)

    def keep_ours(self, seen_version: int) -> SopLinkView:
        order = SopOursOrder(seen_version)
        return sop_confluence.keep_ours(self.house.storage, self.house.lea, self.wiki, PAGE, order)

    def body(self) -> str:
        return self.there.pages[self.content_id].body

    def they_write(self, clause: str, text: str, title: str | None = None) -> None:
        """Somebody changes the English text of a clause in their browser."""
        page = read(self.body(), PAGE, "").page
        changed = self.house.written(clause, "text.en", text, page)
        self.there.edit(self.content_id, write(changed, self.body()), title)

    def we_write(self, clause: str, text: str) -> None:
        self.house.publish(self.house.written(clause, "text.en", text))

    def approve(self, version_id: str | None) -> None:
        assert version_id is not None
        self.house.approve(version_id, self.house.leo)


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Both]:
    with sop_house(tmp_path / "server.db") as house, fake_confluence() as there:
        made = Both(house, there)
        yield made
        made.wiki.close()


def test_what_we_publish_is_written_there_and_what_stands_around_it_stays(both: Both) -> None:
    assert both.link().state == "in_step"
    both.we_write("1", "Read 60 days.")
    told = both.look()
    assert (told.state, told.remote_version) == ("pushed", 2)
    assert both.body() == ABOVE + write(both.house.page()) + BELOW
    assert both.look().state == "in_step"
    assert [method for method, _ in both.there.asked].count("PUT") == 1


def test_what_they_change_comes_as_a_proposal_and_never_straight_into_force(both: Both) -> None:
    both.link()
    before = both.house.page()
    both.they_write("2", "Known after 20 days.")
    told = both.look()
    assert told.state == "pulled"
    assert both.house.page() == before
    again = both.look()
    assert again.version_id == told.version_id
    both.approve(told.version_id)
    assert both.house.page().clauses[1].text.en == "Known after 20 days."
    assert both.look().state == "in_step"
    # They go on writing: a newer proposal takes the place of the one that waits.
    both.they_write("2", "Known after 30 days.")
    first = both.look().version_id
    both.they_write("2", "Known after 40 days.")
    second = both.look().version_id
    assert first != second
    found = {one.version_id: one.standing for one in sop.history(both.house.storage, both.house.lin, PAGE).versions}
    assert (found[str(first)], found[str(second)]) == ("withdrawn", "proposed")


def test_changes_in_two_places_are_put_together(both: Both) -> None:
    both.link()
    both.we_write("1", "Ours.")
    both.they_write("2", "Theirs.")
    told = both.look()
    assert told.state == "pulled"
    both.approve(told.version_id)
    texts = [one.text.en for one in both.house.page().clauses]
    assert texts[:2] == ["Ours.", "Theirs."]
    assert both.look().state == "pushed"
    assert [one.text.en for one in read(both.body(), PAGE, "").page.clauses][:2] == ["Ours.", "Theirs."]


def test_changes_of_the_same_words_are_shown_side_by_side_and_nothing_is_written(both: Both) -> None:
    both.link()
    both.we_write("1", "Ours.")
    both.they_write("1", "Theirs.")
    body = both.body()
    told = both.look()
    assert told.state == "conflict"
    (clash,) = told.clashes
    assert (clash.clause, clash.field, clash.ours, clash.theirs) == ("1", "text.en", "Ours.", "Theirs.")
    assert told.ours is not None
    assert told.theirs is not None
    assert both.body() == body
    # A person chooses theirs here, and ours there is what it was.
    chosen = both.house.publish(both.house.written("1", "text.en", "Theirs."))
    assert chosen.clauses[0].text.en == "Theirs."
    assert both.look().state == "in_step"


def test_a_lead_keeps_ours_over_the_version_that_was_read_and_is_named_there(both: Both) -> None:
    both.link()
    both.we_write("1", "Ours.")
    both.they_write("1", "Theirs.")
    told = both.look()
    assert (told.state, told.seen_version) == ("conflict", 2)
    done = both.keep_ours(told.seen_version)
    assert (done.state, done.remote_version) == ("pushed", 3)
    assert both.body() == ABOVE + write(both.house.page()) + BELOW
    message = both.there.messages[-1]
    assert both.house.lea.name in message
    assert "version 2" in message
    assert both.look().state == "in_step"
    both.they_write("1", "Theirs again.")
    assert both.look().state == "pulled", "what they write from then on is a change like any other"


def test_ours_is_not_kept_over_words_that_nobody_has_read(both: Both) -> None:
    both.link()
    both.we_write("1", "Ours.")
    both.they_write("1", "Theirs.")
    seen = both.look().seen_version
    both.they_write("1", "Theirs, and more.")
    body = both.body()
    told = both.keep_ours(seen)
    assert (told.state, told.seen_version) == ("conflict", seen + 1)
    assert told.clashes[0].theirs == "Theirs, and more."
    assert both.body() == body
    assert both.keep_ours(told.seen_version).state == "pushed"


def test_ours_is_kept_where_both_clash_and_what_they_changed_elsewhere_is_not_lost(both: Both) -> None:
    both.link()
    both.we_write("1", "Ours.")
    both.they_write("1", "Theirs.")
    both.they_write("2", "Theirs too.")
    told = both.look()
    assert told.state == "conflict"
    body = both.body()
    done = both.keep_ours(told.seen_version)
    assert done.state == "pulled"
    assert both.body() == body, "nothing is written before a lead approved it"
    assert both.look().state == "pulled", "what was said once is not asked again"
    both.approve(done.version_id)
    assert [one.text.en for one in both.house.page().clauses][:2] == ["Ours.", "Theirs too."]
    assert both.look().state == "pushed"
    assert both.house.lea.name in both.there.messages[-1]
    assert [one.text.en for one in read(both.body(), PAGE, "").page.clauses][:2] == ["Ours.", "Theirs too."]


def test_a_clause_that_they_took_out_and_we_wrote_anew_is_kept(both: Both) -> None:
    both.link()
    both.we_write("2", "Ours.")
    page = read(both.body(), PAGE, "").page
    fewer = msgspec.structs.replace(page, clauses=tuple(one for one in page.clauses if one.n != "2"))
    both.there.edit(both.content_id, write(fewer, both.body()))
    told = both.look()
    assert [one.kind for one in told.clashes] == ["removed"]
    assert both.keep_ours(told.seen_version).state == "pushed"
    assert [one.text.en for one in read(both.body(), PAGE, "").page.clauses if one.n == "2"] == ["Ours."]


def test_ours_is_kept_by_a_lead_alone_and_only_where_both_clash(both: Both) -> None:
    both.link()
    with pytest.raises(Refused) as refused:
        both.keep_ours(1)
    assert refused.value.code is Code.NOT_AT_THIS_STEP
    order = SopOursOrder(1)
    with pytest.raises(Refused) as refused:
        sop_confluence.keep_ours(both.house.storage, both.house.eve, both.wiki, PAGE, order)
    assert refused.value.code is Code.FORBIDDEN
    with pytest.raises(Refused) as refused:
        sop_confluence.keep_ours(both.house.storage, both.house.lea, None, PAGE, order)
    assert refused.value.code is Code.NO_CONFLUENCE


def test_a_confluence_that_is_not_ready_leaves_the_conflict_to_be_settled_later(both: Both) -> None:
    both.link()
    both.we_write("1", "Ours.")
    both.they_write("1", "Theirs.")
    seen = both.look().seen_version
    both.there.next_answers = [(503, {}, b"")]
    assert both.keep_ours(seen).state == "busy"
    told = both.look()
    assert told.state == "conflict"
    assert both.keep_ours(told.seen_version).state == "pushed"


def test_who_saves_there_between_our_look_and_our_writing_is_not_written_over(both: Both) -> None:
    both.link()
    both.we_write("1", "Ours.")
    page = both.wiki.page(both.content_id)
    both.they_write("2", "Theirs.")

    class Slow:
        """A Confluence whose page is read a moment too early."""

        def page(self, _content_id: str) -> object:
            return page

        replace = both.wiki.replace

    sop_confluence.look(both.house.storage, Slow(), PAGE)  # type: ignore[arg-type]
    assert sop_confluence.standing(both.house.storage, both.house.lin, PAGE).state == "stale"
    assert read(both.body(), PAGE, "").page.clauses[1].text.en == "Theirs."
    assert both.look().state == "pulled"


@pytest.mark.parametrize("change", ["a macro", "a list"])
def test_what_writing_would_take_away_is_named_and_left(both: Both, change: str) -> None:
    both.link()
    inside = '<ac:structured-macro ac:name="info" />' if change == "a macro" else "<ul><li>x</li></ul>"
    both.there.edit(both.content_id, both.body().replace("<td><p><strong>", f"<td>{inside}<p><strong>", 1))
    both.we_write("3", "Ours.")
    body = both.body()
    told = both.look()
    # A list changes their words as well; a macro changes none, and would be gone.
    assert told.state in ("foreign", "conflict", "pulled")
    if change == "a macro":
        assert (told.state, told.found) == ("foreign", ("ac:structured-macro info",))
    assert both.body() == body


def test_a_page_renamed_there_keeps_its_name(both: Both) -> None:
    both.link()
    both.they_write("1", "Theirs.", title="Takeover, what to do")
    both.approve(both.look().version_id)
    assert both.look().state == "renamed"
    both.we_write("1", "Ours.")
    assert both.look().state == "pushed"
    assert both.there.pages[both.content_id].title == "Takeover, what to do"


def test_every_trouble_on_the_way_has_its_state_and_is_tried_again(both: Both) -> None:
    both.link()
    both.there.pages[both.content_id].status = "trashed"
    assert both.look().state == "gone"
    both.there.pages[both.content_id].status = "current"
    both.there.tokens.clear()
    assert both.look().state == "unauthorised"
    both.there.tokens.add(TOKEN)
    both.there.next_answers = [(429, {"Retry-After": "1800"}, b"")]
    told = both.look()
    assert (told.state, told.again_at) == ("busy", both.house.now + timedelta(minutes=30))
    job = LookAtConfluence(both.wiki)
    asked = len(both.there.asked)
    both.house.wait(minutes=29)
    job.step(both.house.storage)
    assert len(both.there.asked) == asked
    both.house.wait(minutes=1)
    job.step(both.house.storage)
    assert sop_confluence.standing(both.house.storage, both.house.lin, PAGE).state == "in_step"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<p>All gone</p>", "no_table"),
        ("<table><tbody><tr>", "not_well_formed"),
        ("<a>" * 5_000 + "</a>" * 5_000, "too_deep"),
    ],
)
def test_hostile_content_is_unreadable_and_nothing_follows_from_it(both: Both, body: str, found: str) -> None:
    both.link()
    before = both.house.page()
    both.there.edit(both.content_id, body)
    told = both.look()
    assert (told.state, told.found) == ("unreadable", (found,))
    assert both.house.page() == before
    both.we_write("1", "Ours.")
    assert both.look().state == "unreadable"
    assert both.body() == body


def test_words_that_break_a_rule_of_ours_stay_there(both: Both) -> None:
    both.link()
    both.they_write("1", "Write to mei.lin@example.com.")
    told = both.look()
    assert (told.state, told.found) == ("unreadable", ("/page/clauses/0/text/en personal_data",))
    assert sop.history(both.house.storage, both.house.lin, PAGE).versions == ()


def test_who_linked_a_page_does_not_approve_what_comes_from_there(both: Both) -> None:
    both.link()
    both.they_write("1", "Theirs.")
    version_id = both.look().version_id
    assert version_id is not None
    with pytest.raises(Refused, match=Code.OWN_PROPOSAL.code):
        sop.settle(both.house.storage, both.house.lea, version_id, SopDecision(True, **WHY))


def test_a_link_leads_to_a_page_that_is_there_and_to_one_alone(both: Both) -> None:
    storage, lea = both.house.storage, both.house.lea
    with pytest.raises(Refused, match=Code.NO_CONFLUENCE.code):
        sop_confluence.link(storage, lea, None, PAGE, SopLinkOrder(both.content_id))
    with pytest.raises(Refused, match=Code.NO_CONFLUENCE.code):
        both.look()
    with pytest.raises(Refused, match=Code.INVALID.code):
        sop_confluence.link(storage, lea, both.wiki, PAGE, SopLinkOrder("999"))
    with pytest.raises(Refused, match=Code.NOT_FOUND.code):
        sop_confluence.link(storage, lea, both.wiki, "NEW-01", SopLinkOrder(both.content_id))
    with pytest.raises(Refused, match=Code.FORBIDDEN.code):
        sop_confluence.link(storage, both.house.eve, both.wiki, PAGE, SopLinkOrder(both.content_id))
    both.link()
    with pytest.raises(Refused, match=Code.INVALID.code):
        sop_confluence.link(storage, lea, both.wiki, "ATO-07", SopLinkOrder(both.content_id))


def test_what_was_written_from_an_older_version_is_merged_by_the_server_alone(both: Both) -> None:
    mine = both.house.written("1", "text.en", "Mine.")
    with pytest.raises(Refused, match=Code.NOT_FOUND.code):
        sop.merge(both.house.storage, both.house.eve, PAGE, SopMergeOrder(mine, "1999.01"))
