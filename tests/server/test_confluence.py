"""Pages read from and written to a Confluence, over HTTP."""

import json
import logging
from collections.abc import Iterator

import pytest

from app.server.connectors.confluence import Confluence, ConfluenceError, RemotePage
from tests.support.confluence import TOKEN, FakeConfluence, fake_confluence

pytest.importorskip("atlassian", reason="the client of Confluence is not installed (extra: confluence)")
BODY = "<p>Look <strong>there</strong>.</p>"


@pytest.fixture
def there() -> Iterator[FakeConfluence]:
    with fake_confluence() as found:
        yield found


@pytest.fixture
def client(there: FakeConfluence) -> Iterator[Confluence]:
    made = Confluence(there.url, TOKEN)
    yield made
    made.close()


def code_of(client: Confluence, content_id: str = "100001") -> ConfluenceError:
    with pytest.raises(ConfluenceError) as caught:
        client.page(content_id)
    return caught.value


def test_a_page_is_read_written_and_made(there: FakeConfluence, client: Confluence) -> None:
    content_id = there.add("ATO-12", BODY)
    page = client.page(content_id)
    assert page == RemotePage(content_id, "ATO-12", "SOP", 1, BODY)
    written = client.replace(page, "<p>Look here: 查看</p>", "from the workstation")
    assert written == RemotePage(content_id, "ATO-12", "SOP", 2, "<p>Look here: 查看</p>")
    assert client.page(content_id) == written
    made = client.create("SOP", "KYC-03", BODY)
    assert client.page(made.content_id) == made
    with pytest.raises(ConfluenceError) as caught:
        client.create("SOP", "KYC-03", BODY)
    assert (caught.value.code, caught.value.status) == ("refused", 400)


def test_who_was_slower_overwrites_nothing(there: FakeConfluence, client: Confluence) -> None:
    content_id = there.add("ATO-12", BODY)
    page = client.page(content_id)
    there.edit(content_id, "<p>Their words</p>", "Renamed")
    with pytest.raises(ConfluenceError) as caught:
        client.replace(page, "<p>Our words</p>", "")
    assert caught.value.code == "stale"
    assert client.page(content_id) == RemotePage(content_id, "Renamed", "SOP", 2, "<p>Their words</p>")


def test_what_is_gone_or_not_for_us_says_so(there: FakeConfluence, client: Confluence) -> None:
    assert code_of(client).code == "gone"
    there.pages[there.add("ATO-12", BODY)].status = "trashed"
    assert code_of(client).code == "gone"
    there.tokens.clear()
    assert code_of(client).code == "unauthorised"


@pytest.mark.parametrize(
    ("status", "headers", "code", "wait"),
    [
        (429, {"Retry-After": "7"}, "busy", 7_000),
        (429, {}, "busy", 60_000),
        (429, {"Retry-After": "99999999999999"}, "busy", 3_600_000),
        (429, {"Retry-After": "soon"}, "busy", 60_000),
        (
            503,
            {"Retry-After": "Sun, 22 Nov 2026 00:00:30 GMT", "Date": "Sun, 22 Nov 2026 00:00:00 GMT"},
            "busy",
            30_000,
        ),
        (403, {}, "forbidden", 0),
        (500, {}, "unavailable", 0),
        (413, {}, "refused", 0),
        (302, {"Location": "http://169.254.169.254/"}, "redirected", 0),
    ],
)
def test_each_refusal_has_its_name_and_is_not_tried_again(
    there: FakeConfluence, client: Confluence, status: int, headers: dict[str, str], code: str, wait: int
) -> None:
    there.next_answers = [(status, headers, b"{}")]
    error = code_of(client)
    assert (error.code, error.status, error.retry_after_ms) == (code, status, wait)
    assert len(there.asked) == 1


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"<html>Sign in</html>",
        b'{"id": "1"}',
        b"[" * 100_000,
        json.dumps({"id": "1", "title": "x", "type": "blogpost", "version": {"number": 1}, "space": {"key": "S"},
                    "body": {"storage": {"value": ""}}}).encode(),
        b'"' + b"x" * 4_000_001 + b'"',
    ],
    ids=["nothing", "a page for people", "too little", "nested", "another kind", "too long"],
)  # fmt: skip
def test_what_is_no_page_is_not_taken_for_one(there: FakeConfluence, client: Confluence, answer: bytes) -> None:
    there.next_answers = [(200, {"Content-Type": "application/json"}, answer)]
    assert code_of(client).code == "no_answer"


def test_nobody_there_is_an_answer_too_and_no_secret_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        client = Confluence("http://127.0.0.1:9/wiki", TOKEN)
        assert code_of(client).code == "unavailable"
        client.close()
    assert TOKEN not in caplog.text
