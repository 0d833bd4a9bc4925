"""A page of the operating procedures inside a page of Confluence: what is read, what is kept, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.catalogue import SopClause, SopPage
from app.domain.text import Bilingual
from app.server.connectors.confluence_page import LONGEST_BODY, Found, Unreadable, read, write

lines = (
    st.text(st.sampled_from("ab<>&\"'; 查。"), min_size=1, max_size=10).map(lambda s: " ".join(s.split())).filter(bool)
)
titles = st.builds(Bilingual, en=lines, zh=lines)
texts = st.lists(lines, min_size=1, max_size=3).map("\n".join)
clauses = st.lists(
    st.builds(SopClause, st.integers(1, 999).map(str), titles, st.builds(Bilingual, en=texts, zh=texts)),
    min_size=1,
    max_size=4,
)
pages = st.builds(
    SopPage, st.just("ATO-12"), titles, st.just("7"), st.sampled_from([("*",), ("kyc_audit", "poa_review")]),
    clauses.map(tuple),
)  # fmt: skip


def table(*rows: str, head: str = "<th>§</th><th>English</th><th>中文</th>") -> str:
    every = (head, "<th>Page</th><td>Signs</td><td>迹象</td>", "<th>For</th><td>*</td><td/>", *rows)
    return f"<table><tbody>{''.join(f'<tr>{row}</tr>' for row in every)}</tbody></table>"


def found(body: str) -> Found:
    return read(body, "ATO-12", "7")


def refused(body: str) -> str:
    with pytest.raises(Unreadable) as caught:
        found(body)
    return caught.value.code


@given(pages)
def test_what_is_written_is_read_back_as_it_was(page: SopPage) -> None:
    assert found(write(page)) == Found(page)


@given(pages, pages)
def test_what_stands_around_the_table_stays_to_the_byte(before: SopPage, after: SopPage) -> None:
    above = '<h1>Owner: 王 &amp; co&nbsp;</h1><ac:structured-macro ac:name="toc" />'
    below = "<table><tbody><tr><th>§</th><td>another</td></tr></tbody></table><p>end</p><hr />"
    body = write(after, above + write(before) + below)
    assert body == above + write(after) + below
    assert found(body) == Found(after)


def test_a_table_that_people_have_worked_on_is_still_read() -> None:
    body = table(
        "<th><p>§ 1</p></th><td><p><strong>Where&nbsp;from</strong></p><ul><li><p>Look <em>there</em>.</p></li>"
        "<li>Ask&hellip;</li></ul></td><td><p>来源</p><p>查看<br />询问</p></td>",
        head="<th><p>§</p></th><th><strong>English</strong></th><th>中文</th>",
    )
    told = found(body)
    (clause,) = told.page.clauses
    assert clause == SopClause(
        "1", Bilingual(en="Where from", zh="来源"), Bilingual(en="Look there.\nAsk…", zh="查看\n询问")
    )
    assert told.set_in_type
    assert told.foreign == ()


def test_what_is_no_text_is_named_and_left_out() -> None:
    body = table(
        '<th>1</th><td><p>Where</p><p>Look <a href="javascript:alert(1)">there</a>.</p>'
        '<ac:structured-macro ac:name="html"><ac:plain-text-body><![CDATA[<script>alert(1)</script>]]>'
        "</ac:plain-text-body>"
        '</ac:structured-macro><ac:image><ri:url ri:value="http://169.254.169.254/" /></ac:image>'
        "<script>alert(1)</script></td><td><p>来源</p><p>查看</p></td>"
    )
    told = found(body)
    assert told.foreign == ("a", "ac:image", "ac:structured-macro html", "script")
    (clause,) = told.page.clauses
    assert clause.text.en == "Look ."
    assert "alert" not in str(told.page)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "no_table"),
        ("<p>Nothing here</p>", "no_table"),
        (table() + table(), "two_tables"),
        (table("<th>1</th><td>Where</td>"), "row_4"),
        (table("<th>1</th><td></td><td></td>"), "row_4"),
        (table()[:-8], "not_well_formed"),
        (table() + "</r><r>", "not_well_formed"),
        (table() + "<p>&#0;</p>", "not_well_formed"),
        ('<!DOCTYPE a [<!ENTITY b "c">]>' + table(), "not_well_formed"),
        ("<a>" * 50_000 + "</a>" * 50_000, "too_deep"),
        ("<p>" + "x" * LONGEST_BODY + "</p>", "too_long"),
    ],
)
def test_what_cannot_be_read_says_why(body: str, code: str) -> None:
    assert refused(body) == code


def test_an_entity_cannot_be_defined_and_an_unknown_one_is_seen() -> None:
    told = found(table("<th>1</th><td><p>Where</p><p>&bomb; is</p></td><td><p>来源</p><p>查看</p></td>"))
    assert told.page.clauses[0].text.en == "\N{REPLACEMENT CHARACTER} is"


def test_a_body_without_the_table_is_not_written_over() -> None:
    with pytest.raises(Unreadable):
        write(found(table("<th>1</th><td>a</td><td>b</td>")).page, "<p>Somebody's own page</p>")
