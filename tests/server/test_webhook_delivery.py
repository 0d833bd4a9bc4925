"""Webhooks on their way: each is sent until it is taken, signed, and to nobody else. The receiver is a real server; the
clock is the test's."""

import random
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from app.contract.webhooks import EndpointChange, NewEndpoint, ProbeSent, Replay
from app.domain.roles import Role
from app.domain.webhook import SCHEDULE_MS, EventType
from app.server.config import Settings
from app.server.connectors.webhook_http import Sent, WebhookSender
from app.server.security.principal import Principal
from app.server.storage import state, webhooks
from app.server.storage import tables as t
from app.server.storage.engine import open_engine
from app.server.storage.unit_of_work import Storage, to_ms
from app.server.usecases import outgoing, webhook_delivery
from app.server.usecases import webhooks as managing
from app.server.usecases.refusal import Refused
from tests.support.certificates import House
from tests.support.database import database_url
from tests.support.factories import NOON
from tests.support.receiver import Receiver

SETTINGS = Settings(webhook_networks="127.0.0.0/8")
ADMIN = Principal("admin-1", "ada", frozenset({Role.ADMIN}))
MS = timedelta(milliseconds=1)


class Post:
    """A server's storage, its sender, and hands to move the clock."""

    def __init__(self, folder: Path) -> None:
        self.now: datetime = NOON
        self.engine = open_engine(database_url(folder / "server.db"))
        t.metadata.create_all(self.engine)
        self.storage = Storage(self.engine, lambda: self.now)
        with self.storage.write() as work:
            state.prepare(work.connection)
            work.connection.execute(insert(t.users).values(user_id="admin-1", name="ada", created_at=0))
        self.send = WebhookSender(SETTINGS.networks())

    def add(self, url: str, *kinds: EventType) -> tuple[str, str]:
        """A new endpoint; its id and its secret."""
        told = managing.add(self.storage, SETTINGS, ADMIN, NewEndpoint(url, kinds))
        return told.endpoint.endpoint_id, told.secret

    def tell(self, kind: EventType = EventType.CASE_WITHDRAWN, name: str = "x") -> None:
        with self.storage.write() as work:
            outgoing.announce(work, kind, ProbeSent(name))

    def deliver(self, send: Any = None) -> None:
        """Step until nothing is due."""
        for _ in range(500):
            if not webhook_delivery.deliver(self.storage, send or self.send, random.Random(7)):
                return
        raise AssertionError("there is always more to deliver")

    def later(self, ms: int) -> None:
        self.now += ms * MS

    def log(self, endpoint_id: str, **more: Any) -> Any:
        return managing.log(self.storage, ADMIN, endpoint_id, None, more.get("state"), 200).deliveries

    def view(self, endpoint_id: str) -> Any:
        (found,) = [
            one for one in managing.list_endpoints(self.storage, ADMIN).endpoints if one.endpoint_id == endpoint_id
        ]
        return found

    def trail(self) -> list[str]:
        with self.storage.read() as connection:
            return list(connection.scalars(select(t.audit.c.action).order_by(t.audit.c.audit_seq)))


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    post = Post(tmp_path)
    yield post
    post.engine.dispose()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


def test_a_message_arrives_once_signed_and_whole(post: Post, receiver: Receiver) -> None:
    endpoint_id, secret = post.add(receiver.url)
    post.tell(name="C-1")
    post.deliver()
    post.deliver()
    (got,) = receiver.got
    assert got.signed_by(secret)
    assert got.path == "/in"
    assert got.headers["content-type"] == "application/json"
    assert got.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert int(got.headers["webhook-timestamp"]) == to_ms(NOON) // 1000
    assert got.told == {"type": "case.withdrawn", "timestamp": "2026-11-21T12:00:00Z", "data": {"endpoint_id": "C-1"}}
    (delivery,) = post.log(endpoint_id)
    assert (delivery.state, delivery.attempts, delivery.next_at) == ("delivered", 1, None)
    assert delivery.message_id == got.message_id


def test_an_endpoint_is_sent_the_types_that_it_asks_for(post: Post, receiver: Receiver) -> None:
    post.add(receiver.url + "/some", EventType.AUDIT_REQUESTED)
    post.add(receiver.url + "/all")
    for kind in (EventType.AUDIT_REQUESTED, EventType.CASE_WITHDRAWN):
        post.tell(kind)
    post.deliver()
    assert sorted((got.path, got.told["type"]) for got in receiver.got) == [
        ("/in/all", "audit.requested"),
        ("/in/all", "case.withdrawn"),
        ("/in/some", "audit.requested"),
    ]


def test_nothing_is_written_where_nobody_asks(post: Post) -> None:
    post.tell()
    with post.storage.read() as connection:
        assert connection.execute(select(t.webhook_messages)).all() == []


def test_a_message_that_is_not_taken_comes_again_by_the_schedule_and_then_fails(post: Post, receiver: Receiver) -> None:
    endpoint_id, _ = post.add(receiver.url)
    receiver.answer = lambda number, got: (500, {})
    post.tell()
    for attempt, wait in enumerate(SCHEDULE_MS, start=1):
        post.deliver()
        assert len(receiver.got) == attempt
        post.later(round(wait * 0.8) - 1)
        post.deliver()
        assert len(receiver.got) == attempt, "too early"
        post.later(round(wait * 0.4) + 1)
    post.deliver()
    (delivery,) = post.log(endpoint_id)
    assert (delivery.state, delivery.attempts, delivery.next_at) == ("failed", 10, None)
    assert [(one.status, one.error) for one in delivery.log] == [(500, "status")] * 10
    assert len({got.message_id for got in receiver.got}) == 1, "the receiver can tell that it is the same one"


def test_what_is_taken_at_last_is_not_sent_again(post: Post, receiver: Receiver) -> None:
    endpoint_id, _ = post.add(receiver.url)
    receiver.answer = lambda number, got: (503, {"Retry-After": "120"}) if number == 1 else (200, {})
    post.tell()
    post.deliver()
    assert post.view(endpoint_id).failing_since == NOON
    post.later(119_000)
    post.deliver()
    assert len(receiver.got) == 1, "the receiver asked for two minutes"
    post.later(1_000)
    post.deliver()
    post.later(SCHEDULE_MS[-1])
    post.deliver()
    assert len(receiver.got) == 2
    assert post.view(endpoint_id).failing_since is None
    assert [(one.status, one.error) for one in post.log(endpoint_id)[0].log] == [(503, "status"), (200, "")]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(post: Post, receiver: Receiver, status: int) -> None:
    endpoint_id, _ = post.add(receiver.url)
    with Receiver() as elsewhere:
        receiver.answer = lambda number, got: (status, {"Location": elsewhere.url})
        post.tell()
        post.deliver()
        assert elsewhere.got == []
    assert [(one.status, one.error) for one in post.log(endpoint_id)[0].log] == [(status, "redirect")]


def test_a_name_is_resolved_once_and_what_was_looked_at_is_called(post: Post, receiver: Receiver) -> None:
    asked: list[str] = []

    def look_up(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

    sender = WebhookSender(SETTINGS.networks(), look_up=look_up)
    sent = sender(f"http://hooks.example.com:{receiver.port}/in", b"{}", {"webhook-id": "m"})
    assert (sent.status, sent.error) == (204, "")
    assert asked == ["hooks.example.com"]
    assert receiver.got[0].headers["host"] == f"hooks.example.com:{receiver.port}"
    again = sender(f"http://hooks.example.com:{receiver.port}/in", b"{}", {})
    assert (again.status, again.error) == (None, "address_refused")
    assert len(receiver.got) == 1


def test_without_a_word_of_the_operator_nothing_inside_is_called(receiver: Receiver) -> None:
    assert WebhookSender()(receiver.url, b"{}", {}).error == "https_only"
    https = receiver.url.replace("http:", "https:")
    assert WebhookSender()(https, b"{}", {}).error == "address_refused"
    assert receiver.got == []


@pytest.mark.parametrize("certificate", ["good", "expired", "wrong_host", "unknown_authority"])
def test_the_certificate_is_that_of_the_name_or_nothing_is_sent(tmp_path: Path, certificate: str) -> None:
    house = House(tmp_path)

    def tls() -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(house.bundle))

    with Receiver(getattr(house, certificate)()) as receiver:
        sent = WebhookSender(SETTINGS.networks(), tls=tls)(receiver.url, b"{}", {})
        assert (sent.status, sent.error) == ((204, "") if certificate == "good" else (None, "tls"))
        assert len(receiver.got) == (certificate == "good")


def test_who_does_not_answer_or_drips_is_let_go() -> None:
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip() -> None:
            connection, _ = listener.accept()
            with connection:
                while not ended.wait(0.02):
                    try:
                        connection.sendall(b"H")
                    except OSError:
                        return

        dripping = threading.Thread(target=drip)
        dripping.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        sent = WebhookSender(SETTINGS.networks(), whole_seconds=0.3)(url, b"{}", {})
        ended.set()
        dripping.join()
    assert (sent.status, sent.error) == (None, "timeout")
    assert WebhookSender(SETTINGS.networks())(url, b"{}", {}).error == "no_connection"


def test_a_secret_is_exchanged_without_a_message_that_nobody_can_check(post: Post, receiver: Receiver) -> None:
    endpoint_id, old = post.add(receiver.url)
    told = managing.rotate(post.storage, ADMIN, endpoint_id, 24)
    new = told.secret
    assert told.old_until == NOON + timedelta(hours=24)
    assert told.endpoint.secrets == 2
    post.tell()
    post.deliver()
    assert (receiver.got[0].signed_by(old), receiver.got[0].signed_by(new)) == (True, True)
    post.later(24 * 3_600_000)
    post.tell()
    post.deliver()
    assert (receiver.got[1].signed_by(old), receiver.got[1].signed_by(new)) == (False, True)
    at_once = managing.rotate(post.storage, ADMIN, endpoint_id, 0).secret
    post.tell()
    post.deliver()
    assert (receiver.got[2].signed_by(new), receiver.got[2].signed_by(at_once)) == (False, True)
    assert "webhook.rotated" in post.trail()


def test_an_endpoint_that_takes_nothing_for_five_days_is_switched_off(post: Post, receiver: Receiver) -> None:
    endpoint_id, _ = post.add(receiver.url)
    receiver.answer = lambda number, got: (500, {})
    for _ in range(6):
        post.tell()
        post.deliver()
        post.later(24 * 3_600_000)
    post.deliver()
    view = post.view(endpoint_id)
    assert (view.enabled, view.disabled_reason, view.waiting) == (False, "failing", 0)
    assert post.trail().count("webhook.disabled") == 1
    before = len(receiver.got)
    post.tell()
    post.later(SCHEDULE_MS[-1] * 2)
    post.deliver()
    assert len(receiver.got) == before, "nobody calls it any more"
    with pytest.raises(Refused, match="endpoint_off"):
        managing.replay(post.storage, ADMIN, endpoint_id, Replay(since=NOON))
    managing.change(post.storage, SETTINGS, ADMIN, endpoint_id, EndpointChange(enabled=True))
    receiver.answer = lambda number, got: (204, {})
    assert managing.replay(post.storage, ADMIN, endpoint_id, Replay(since=NOON)).replayed == 6
    post.deliver()
    assert len({got.message_id for got in receiver.got[before:]}) == 6
    assert post.view(endpoint_id).failing_since is None


def test_an_endpoint_that_is_gone_is_switched_off_at_once(post: Post, receiver: Receiver) -> None:
    endpoint_id, _ = post.add(receiver.url)
    receiver.answer = lambda number, got: (410, {})
    post.tell()
    post.deliver()
    assert post.view(endpoint_id).disabled_reason == "gone"
    assert "webhook.disabled" in post.trail()


def test_what_was_sent_can_be_sent_again_under_the_same_id(post: Post, receiver: Receiver) -> None:
    endpoint_id, _ = post.add(receiver.url)
    for name in ("first", "second"):
        post.tell(name=name)
        post.deliver()
        post.later(1000)
    first, second = (got.message_id for got in receiver.got)
    nothing = managing.replay(post.storage, ADMIN, endpoint_id, Replay(since=NOON))
    assert nothing.replayed == 0, "all of it was taken"
    assert managing.replay(post.storage, ADMIN, endpoint_id, Replay(message_ids=(second,))).replayed == 1
    since = NOON + timedelta(seconds=-1)
    assert managing.replay(post.storage, ADMIN, endpoint_id, Replay(since=since, failed_only=False)).replayed == 1
    post.deliver()
    assert sorted(got.message_id for got in receiver.got[2:]) == sorted((first, second))
    assert [one.replay for one in post.log(endpoint_id)] == [True, True, False, False]


def test_a_process_that_dies_while_it_sends_leaves_the_message_to_another(post: Post, receiver: Receiver) -> None:
    post.add(receiver.url)
    post.tell()

    class Killed(BaseException):
        """The process ends here."""

    def dies(url: str, body: bytes, headers: Any) -> Sent:
        post.send(url, body, headers)
        raise Killed

    with pytest.raises(Killed):
        post.deliver(dies)
    post.deliver()
    assert len(receiver.got) == 1, "the lease has not run out"
    post.later(webhook_delivery.LEASE // MS)
    post.deliver()
    assert [got.message_id for got in receiver.got] == [receiver.got[0].message_id] * 2, "at least once"


def test_a_dead_endpoint_keeps_nobody_waiting(post: Post, receiver: Receiver) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        dead = f"http://127.0.0.1:{closed.getsockname()[1]}/"
    post.add(dead, EventType.CASE_WITHDRAWN)
    for _ in range(40):
        post.tell()
    post.add(receiver.url, EventType.AUDIT_REQUESTED)
    post.later(1)
    post.tell(EventType.AUDIT_REQUESTED)
    webhook_delivery.deliver(post.storage, post.send, random.Random(1))
    assert len(receiver.got) == 1


def test_an_endpoint_that_is_taken_away_while_it_is_called_leaves_nothing(post: Post, receiver: Receiver) -> None:
    endpoint_id, _ = post.add(receiver.url)
    post.tell()

    def meanwhile(url: str, body: bytes, headers: Any) -> Sent:
        managing.remove(post.storage, ADMIN, endpoint_id)
        return post.send(url, body, headers)

    post.deliver(meanwhile)
    with post.storage.read() as connection:
        for table in (t.webhook_deliveries, t.webhook_attempts, t.webhook_secrets, t.webhook_endpoints):
            assert connection.execute(select(table)).all() == []


def test_old_messages_go_with_their_log_and_waiting_ones_stay(post: Post, receiver: Receiver) -> None:
    post.add(receiver.url)
    receiver.answer = lambda number, got: (204, {}) if number == 1 else (500, {})
    post.tell(name="taken")
    post.deliver()
    post.tell(name="waits")
    post.deliver()
    post.later((outgoing.KEPT + timedelta(days=1)) // MS)
    with post.storage.write() as work:
        assert webhook_delivery.forget(work) is False
    with post.storage.read() as connection:
        assert len(connection.execute(select(t.webhook_messages)).all()) == 1
        assert len(connection.execute(select(t.webhook_deliveries)).all()) == 1


def test_nobody_but_an_admin_manages_webhooks(post: Post) -> None:
    for role in Role:
        if role is Role.ADMIN:
            continue
        who = Principal("p", "p", frozenset({role}))
        with pytest.raises(Refused, match="forbidden"):
            managing.list_endpoints(post.storage, who)
        with pytest.raises(Refused, match="forbidden"):
            managing.add(post.storage, SETTINGS, who, NewEndpoint("https://hooks.example.com/"))


def test_there_are_never_more_endpoints_than_may_be(post: Post) -> None:
    for number in range(50):
        post.add(f"https://hooks.example.com/{number}")
    with pytest.raises(Refused, match="too_many_endpoints"):
        post.add("https://hooks.example.com/one-more")


def test_the_secret_is_told_once_and_stands_in_no_view(post: Post, receiver: Receiver) -> None:
    endpoint_id, secret = post.add(receiver.url)
    post.tell()
    post.deliver()
    shown = repr(post.view(endpoint_id)) + repr(post.log(endpoint_id)) + receiver.got[0].body.decode()
    assert secret not in shown
    with post.storage.read() as connection:
        assert all(secret not in row.detail for row in connection.execute(select(t.audit)))
        assert webhooks.secrets_of(connection, [endpoint_id], to_ms(NOON)) == {endpoint_id: (secret,)}
