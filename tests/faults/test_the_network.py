"""Faults 3, 4 and 22 to 30: what a bad network does to commands and pages. Whatever it does, a command has one effect,
the cache becomes what the server says, and nothing but our server is believed."""

import socket
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app.contract import paths
from app.contract.views import CaseView
from app.desktop.api.endpoints import Api
from app.desktop.cache.outbox_rows import OutboxState
from app.desktop.ports import Offline, ServerSpoke
from tests.desktop.support.factories import case_view, heads, new_command
from tests.desktop.support.model_server import ModelServer
from tests.desktop.support.seat import Seat
from tests.support import fault_proxy as f
from tests.support.model_http import client_of, served_model

COMMANDS = 5
CASES = 12


@pytest.fixture
def model() -> ModelServer:
    server = ModelServer()
    server.fill(CASES)
    return server


@pytest.fixture
def road(model: ModelServer) -> Iterator[f.FaultProxy]:
    with served_model(model) as target, f.fault_proxy(target) as proxy:
        yield proxy


@pytest.fixture
def api(road: f.FaultProxy) -> Iterator[Api]:
    with client_of(road.url, stall_seconds=20) as made:
        yield made


@pytest.fixture
def hasty(road: f.FaultProxy) -> Iterator[Api]:
    """Gives up after half a second of silence: for faults in which nobody ever speaks. On a busy machine it may give up
    a call that would have been answered, so what is said of it must hold then, too."""
    with client_of(road.url, stall_seconds=0.5) as made:
        yield made


class Desk(Seat):
    """A seat whose server lies behind the road."""

    api: Api

    @classmethod
    def at(cls, folder: Path, model: ModelServer, api: Api) -> "Desk":
        seat = cls(folder, model)
        seat.speak_through(api)
        return seat

    def speak_through(self, api: Api) -> None:
        assert self.engine._push is not None
        self.engine._server = self.engine._pull._server = self.engine._push._server = api

    def give(self, count: int) -> list[str]:
        assert self.work is not None
        rows = [self.work.submit("d1", "u1", new_command(f"C-{200_001 + n}"))[0] for n in range(count)]
        return [row.command_id for row in rows]

    def rest(self, most: int = 200) -> None:
        """Step, with time passing as the engine asks, until everything is sent and read."""
        for _ in range(most):
            wait = self.engine.step()
            self.clock.advance(wait)
            assert self.work is not None
            if wait >= 1_000 and self.engine.report.connection == "online" and not self.work.tallies("u1")[0]:
                return
        raise AssertionError(f"never at rest: {self.engine.report}")


@pytest.fixture
def desk(tmp_path: Path, model: ModelServer, api: Api) -> Iterator[Desk]:
    seat = Desk.at(tmp_path, model, api)
    yield seat
    seat.stop()


def all_is_well(desk: Desk, model: ModelServer, ids: list[str]) -> None:
    """Each command once, in the state that the server gave it; the cache as the server says."""
    assert sorted(model.effects) == sorted(ids)
    assert desk.work is not None
    rows = {row.command_id: row for row in desk.work.latest("u1", 1_000)}
    assert set(rows) == set(ids)
    assert {row.state for row in rows.values()} <= {OutboxState.APPLIED}
    assert {head.case_id: head.rev for head in heads(desk.cache)} == {
        case_id: view.rev for case_id, view in model.cases.items()
    }


def on(path: str, *faults: f.Fault) -> Callable[[f.Asked], f.Fault]:
    """These faults for the first requests of this path."""
    left = list(faults)

    def choose(asked: f.Asked) -> f.Fault:
        return left.pop(0) if left and asked.path.startswith(path) else f.passed

    return choose


BROKEN = {
    "request_lost": f.no_request,
    "after_send_before_response": f.no_answer,
    "reset": f.reset,
    "half_open": f.half_open,
    "truncated_body": f.cut(),
    "nothing_of_the_body": f.cut(0),
    "stall_mid_body": f.stalled(),
    "content_length_too_large": f.wrong_length(+7),
    "content_length_too_small": f.wrong_length(-7),
    "500_html": f.portal(500),
    "502_html": f.portal(502),
    "503_html": f.portal(503),
    "504_html": f.portal(504),
    "html_with_a_200_look": f.portal(200),
    "html_said_to_be_json": f.instead(200, f.PORTAL, ("Content-Type", "application/json")),
    "302_to_another_host": f.elsewhere("http://127.0.0.2:9/v1/commands"),
    "307_to_another_host": f.elsewhere("http://127.0.0.2:9/v1/commands", 307),
    "404_of_somebody_else": f.portal(404),
    "401_of_a_proxy": f.portal(401),
    "413_of_a_gateway": f.portal(413),
    "empty_200": f.instead(200, b""),
    "null": f.instead(200, b"null", ("Content-Type", "application/json")),
    "half_the_json": f.altered(lambda body: body[: len(body) // 2]),
    "not_utf8": f.altered(lambda body: body.replace(b'"', b"\xff", 1)),
    "deep_json": f.instead(200, b"[" * 100_000, ("Content-Type", "application/json")),
    "gzip_that_is_none": f.instead(200, b"{}", ("Content-Encoding", "gzip")),
    "arrives_twice": f.twice,
    "arrives_late": f.late(2),
}


SILENT = ("half_open", "stall_mid_body")
EVERYWHERE = ("request_lost", "stall_mid_body", "html_with_a_200_look", "302_to_another_host", "deep_json")
WHERE = [(paths.COMMANDS, fault) for fault in BROKEN]
WHERE += [(paths.SNAPSHOT, fault) for fault in BROKEN if fault not in ("reset", "arrives_late", "404_of_somebody_else")]
WHERE += [(path, fault) for path in (paths.META, paths.CHANGES) for fault in EVERYWHERE]


@pytest.mark.parametrize(("path", "fault"), WHERE, ids=[f"{path[4:]}-{fault}" for path, fault in WHERE])
def test_each_broken_exchange_costs_time_and_nothing_else(
    desk: Desk, model: ModelServer, road: f.FaultProxy, hasty: Api, fault: str, path: str
) -> None:
    if fault in SILENT:
        desk.speak_through(hasty)
    road.choose = on(path, BROKEN[fault])
    ids = desk.give(COMMANDS)
    desk.rest()
    road.bring_held()
    desk.rest()
    all_is_well(desk, model, ids)


def test_a_second_answer_to_the_same_batch_settles_nothing_twice(
    desk: Desk, model: ModelServer, road: f.FaultProxy
) -> None:
    """Fault 22: the answer to the batch before comes once more, for a batch that the server has not seen."""
    first = desk.give(COMMANDS)
    desk.rest()
    road.choose = on(paths.COMMANDS, f.answer_of_before)
    assert desk.work is not None
    row, _ = desk.work.submit("d1", "u1", new_command("C-200010"))
    desk.rest()
    all_is_well(desk, model, [*first, row.command_id])


def test_pages_in_another_order_never_turn_the_cache_back(desk: Desk, model: ModelServer, road: f.FaultProxy) -> None:
    """Fault 23: twice the page of before, then the right one."""
    desk.rest()
    for rev in (2, 3):
        road.choose = on(paths.CHANGES, f.answer_of_before, f.answer_of_before) if rev == 3 else lambda asked: f.passed
        for number in range(200_001, 200_004):
            model.put(case_view(number, rev=rev))
        newest = {head.case_id: head.rev for head in heads(desk.cache)}
        for _ in range(4):
            desk.rest()
            desk.clock.advance(61_000)
            now = {head.case_id: head.rev for head in heads(desk.cache)}
            assert all(now[case_id] >= known for case_id, known in newest.items())
            newest = now
    all_is_well(desk, model, [])


def test_an_answer_byte_by_byte_is_given_up(api: Api, hasty: Api, road: f.FaultProxy) -> None:
    """Fault 28, slow-loris: never silent for as long as the stall limit, and ended all the same."""
    road.then(f.dripping(0.005))
    with pytest.raises(Offline):
        hasty.snapshot(None, None, 100)
    assert api.snapshot(None, None, 100).done


def test_a_small_body_that_unpacks_to_a_huge_one_is_refused_in_pieces(api: Api, road: f.FaultProxy) -> None:
    """Fault 24, gzip bomb: 64 MiB is the end, whatever it would become."""
    road.then(f.bomb(200 * 1024 * 1024))
    tracemalloc.start()
    try:
        with pytest.raises(ServerSpoke) as caught:
            api.meta()
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert caught.value.code == "answer_too_large"
    assert most < 160 * 1024 * 1024


def page_of(rows: int, name: str = "feed_seq") -> bytes:
    row = b'{"%s":1,"entity":"case","entity_id":"C-200001","rev":1,"op":"remove"}' % name.encode()
    body = b'"next_cursor":"e1.1","more":false,"head_lag":0,"snapshot_id":"e1.1","after":null,"done":true,"total":1,'
    body += b'"resume_cursor":"e1.1","epoch":"e1","page_hash":""'
    listed = b",".join([row] * rows)
    return b'{"changes":[' + listed + b'],"rows":[' + listed + b"]," + body + b"}"


@pytest.mark.parametrize("name", ["feed_seq", r"feed\u005fseq", r"\u0066eed_seq", r"feed_se\u0071"])
def test_a_page_of_very_many_rows_is_refused(api: Api, road: f.FaultProxy, name: str) -> None:
    """I17: nothing is made of 30,000 rows at once, however their names are written."""
    for ask in (lambda: api.changes("e1.0", 250), lambda: api.snapshot(None, None, 250)):
        road.then(f.instead(200, page_of(30_000, name)))
        with pytest.raises(ServerSpoke) as caught:
            ask()
        assert caught.value.code == "page_too_large"
    road.then(f.instead(200, page_of(250, name)))
    assert len(api.changes("e1.0", 250).changes) == 250, "a page of the size that was asked for is read"


def test_words_of_a_case_that_look_like_rows_are_words(desk: Desk, model: ModelServer) -> None:
    """Else what a customer writes would keep a case, and all that come after it, from every seat."""
    words = r'{"feed_seq":1} \u0066eed\u005fseq \u0071 ' * 2_000
    model.put(case_view(200_002, rev=3, subject={"note": words}))
    desk.rest()
    assert desk.engine.report.connection == "online"
    kept = desk.cache.document("C-200002")
    assert kept is not None
    assert msgspec.json.decode(kept[1], type=CaseView).subject["note"] == words


def test_a_page_of_very_many_bytes_is_not_taken_whole(api: Api, road: f.FaultProxy) -> None:
    """I17: what a page may have is bounded far below what an export may."""
    for ask in (lambda: api.changes("e1.0", 250), lambda: api.snapshot(None, None, 250), api.meta):
        road.then(f.bomb(40 * 1024 * 1024))
        tracemalloc.start()
        try:
            with pytest.raises(ServerSpoke) as caught:
                ask()
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert caught.value.code == "answer_too_large"
        assert most < 38 * 1024 * 1024


def test_a_page_of_the_feed_that_is_too_large_is_read_by_the_snapshot_instead(
    desk: Desk, model: ModelServer, road: f.FaultProxy
) -> None:
    desk.rest()
    model.put(case_view(200_001, rev=7))
    road.choose = on(paths.CHANGES, f.instead(200, page_of(5_000)))
    ids = desk.give(COMMANDS)
    desk.engine.resume()
    desk.rest()
    assert any(asked.path.startswith(paths.SNAPSHOT) for asked in road.seen[-6:])
    all_is_well(desk, model, ids)


def test_a_server_whose_pages_are_always_too_large_is_asked_ever_more_seldom(
    desk: Desk, model: ModelServer, road: f.FaultProxy
) -> None:
    desk.rest()
    road.choose = on(paths.CHANGES, *[f.instead(200, page_of(3_000))] * 40)
    began = desk.clock.mono_ms()
    for _ in range(40):
        desk.clock.advance(desk.engine.step())
    assert desk.clock.mono_ms() - began > 60_000
    assert desk.engine.report.connection == "offline"
    road.choose = lambda asked: f.passed
    desk.rest()
    all_is_well(desk, model, [])


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_takes_no_token_to_another_host(
    model: ModelServer, api: Api, road: f.FaultProxy, status: int
) -> None:
    """Fault 27: whoever sends elsewhere is not our server; the other host hears nothing, the token least of all."""
    with served_model(model) as target, f.fault_proxy(target) as other:
        road.then(f.elsewhere(other.url + paths.META, status))
        with pytest.raises(ServerSpoke):
            api.meta()
        assert other.seen == []


@pytest.mark.parametrize(
    ("header", "floor", "ceiling"),
    [
        ("7", 7_000, 7_000),
        (None, 0, 60_000),
        ("-5", 0, 60_000),
        ("0", 0, 60_000),
        ("1e9", 0, 60_000),
        ("315360000", 900_000, 900_000),  # ten years
        ("9" * 400, 900_000, 900_000),
        ("Wed, 21 Oct 2099 07:28:00 GMT", 900_000, 900_000),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0, 60_000),
        ("soon", 0, 60_000),
        ("\u0663", 0, 60_000),
    ],
)
def test_a_server_that_asks_for_patience_is_heard_within_reason(
    desk: Desk, model: ModelServer, road: f.FaultProxy, header: str | None, floor: int, ceiling: int
) -> None:
    """Fault 25: 429 and 503 with either form of Retry-After, and with nonsense in it."""
    ids = desk.give(1)
    headers = () if header is None else (("Retry-After", header.encode("utf-8").decode("latin-1")),)
    for status in (429, 503):
        road.choose = on(paths.META, f.instead(status, b"", *headers, reach=False))
        desk.engine.resume()
        desk.engine._meta_at = None
        wait = desk.engine.step()
        assert floor <= wait <= max(ceiling, 60_000)
    road.choose = lambda asked: f.passed
    desk.rest()
    all_is_well(desk, model, ids)


def test_a_name_that_is_not_found_and_an_address_that_answers_nobody_are_offline(
    desk: Desk, model: ModelServer, road: f.FaultProxy, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault 30: no such name; a name whose IPv6 address is a black hole; a name that moved to another address."""
    real, port = socket.getaddrinfo, int(road.url.rpartition(":")[2])
    answers: list[list[tuple[int, str]] | None] = [None, [(socket.AF_INET6, "::1"), (socket.AF_INET, "127.0.0.1")]]
    asked: list[str] = []

    def look_up(host: str, *args: Any, **named: Any) -> Any:
        if host != "footplate.example.com":
            return real(host, *args, **named)
        asked.append(host)
        found = answers.pop(0) if answers else [(socket.AF_INET, "127.0.0.1")]
        if found is None:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return [(kind, socket.SOCK_STREAM, 6, "", (address, port)) for kind, address in found]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with client_of(f"http://footplate.example.com:{port}") as named:
        with pytest.raises(Offline):
            named.meta()
        assert named.meta().server_epoch == model.epoch  # the first address is dead, the second is not
        road.shut()  # the server moved
        with pytest.raises(Offline):
            named.meta()
        road.open_again()
        assert named.meta().server_epoch == model.epoch
    assert len(asked) >= 3


def test_a_server_that_freezes_in_the_middle_is_left_alone_after_the_stall_limit(
    desk: Desk, model: ModelServer, road: f.FaultProxy, hasty: Api
) -> None:
    """Fault 28, half-open: the line is up, nobody answers, three times in a row."""
    desk.speak_through(hasty)
    road.choose = on(paths.COMMANDS, f.half_open, f.half_open, f.stalled(1))
    ids = desk.give(COMMANDS)
    desk.rest()
    all_is_well(desk, model, ids)
    assert sum(asked.path.startswith(paths.COMMANDS) for asked in road.seen) >= 4
