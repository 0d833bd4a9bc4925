"""News in the copy of a seat: there without the server, read once marked, and whole again after a snapshot."""

from typing import Any

import msgspec
import pytest

from app.contract import commands as c
from app.desktop.cache.cache_store import CacheStore, Row
from app.desktop.changes import Kind
from app.desktop.ports import Identity, NotReady, Sent
from app.desktop.usecases.news import NewsDesk
from app.domain.feedback import CreateFeedback, ReadNews, UpdateFeedback
from app.domain.ids import uuid7


def news_id(n: int) -> str:
    return uuid7(1_000 + n, bytes(10))


def document(n: int, **more: Any) -> bytes:
    told = {
        "news_id": news_id(n), "rev": 1, "event": "shipped", "at": "2026-11-21T08:00:00Z", "feedback_id": news_id(90),
        "case_type": "kyc_audit", "label": "FP", "code": "thin_history", "route": "A", "cases": 2,
        "case_ids": ["C-200001"], "raised": False,
    }  # fmt: skip
    return msgspec.json.encode(told | more)


class Outgoing:
    """Takes commands as the outbox does."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, msgspec.Struct, str | None]] = []

    def send(self, command_type: str, body: msgspec.Struct, case_id: str | None, rev: object, note: object) -> Sent:
        self.sent.append((command_type, body, case_id))
        return Sent("c-1", command_type, 0)


class Clock:
    def wall_ms(self) -> int:
        return 5_000


@pytest.fixture
def cache() -> CacheStore:
    return CacheStore.open(None, None)


def desk(cache: CacheStore, outgoing: Outgoing) -> NewsDesk:
    who = Identity("u-1", "seat")
    return NewsDesk(cache, None, outgoing, Clock(), lambda: who, bytes)  # type: ignore[arg-type]


def test_news_is_there_without_the_server_newest_first(cache: CacheStore) -> None:
    touched = cache.apply([Row("news", news_id(1), 1, document(1)), Row("news", news_id(2), 1, document(2))])
    assert Kind.NEWS in touched.kinds
    told = desk(cache, Outgoing()).read()
    assert [row.view.news_id for row in told.rows] == [news_id(2), news_id(1)]
    assert told.unread == 2
    cache.apply([Row("news", news_id(2), 2, document(2, rev=2, read_at="2026-11-21T09:00:00Z"))])
    cache.apply([Row("news", news_id(2), 1, document(2))])
    assert desk(cache, Outgoing()).read().unread == 1, "an older copy changes nothing"
    cache.apply([Row("news", news_id(3), 1, b"{")])
    assert cache.counts()["quarantine"] == 1


def test_a_snapshot_that_lacks_it_takes_it_away(cache: CacheStore) -> None:
    cache.apply([Row("news", news_id(1), 1, document(1)), Row("news", news_id(2), 1, document(2))])
    cache.start_over({})
    cache.apply([Row("news", news_id(2), 1, document(2))])
    cache.drop_stale()
    assert [row.view.news_id for row in desk(cache, Outgoing()).read().rows] == [news_id(2)]
    cache.empty()
    assert desk(cache, Outgoing()).read().rows == ()


def test_only_what_is_unread_is_marked(cache: CacheStore) -> None:
    outgoing = Outgoing()
    cache.apply([Row("news", news_id(1), 1, document(1))])
    here = desk(cache, outgoing)
    assert here.mark_read([news_id(7)]) is None
    assert here.mark_read([news_id(1), news_id(7)]) is not None
    assert outgoing.sent == [(c.NEWS_READ, ReadNews((news_id(1),)), None)]


def test_a_finding_goes_out_behind_the_review_of_its_case(cache: CacheStore) -> None:
    outgoing = Outgoing()
    here = desk(cache, outgoing)
    here.raise_finding(CreateFeedback("", ("C-200001",), "The map is old.", "en"))
    ((kind, body, case_id),) = outgoing.sent
    assert (kind, case_id) == (c.FEEDBACK_CREATE, "C-200001")
    assert isinstance(body, CreateFeedback)
    assert body.feedback_id
    with pytest.raises(NotReady) as refused:
        here.raise_finding(CreateFeedback("", ("C-200001",), "Write to ann@example.net", "en"))
    assert refused.value.codes == ("personal_data",)
    with pytest.raises(NotReady):
        here.change(UpdateFeedback(news_id(1), 1))
