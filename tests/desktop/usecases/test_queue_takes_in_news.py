"""Whatever news come, the queue then stands as it would if it were read anew."""

import random
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from app.contract.commands import CASE_PRIORITY, CASE_SNOOZE, CASE_TAG, CASE_WAIT
from app.contract.work_views import SnoozeView, WaitingView
from app.desktop.cache.cache_store import CacheStore, Row
from app.desktop.cache.outbox_rows import OutboxState
from app.desktop.cache.work_store import WorkStore
from app.desktop.changes import Changed
from app.desktop.ports import HeldClaim, Person
from app.desktop.usecases.queue import QueueIndex
from app.domain.assignment import PriorityBody
from app.domain.pause import SnoozeBody, WaitBody
from app.domain.queue_filter import parse_filter
from app.domain.tags import TagBody
from tests.desktop.support.factories import KEY, START, FakeClock, case_row, claim_of, escalation, new_command

MEI = Person("u1", "Mei", ("senior_agent",), None, "zh")
MINUTE = timedelta(minutes=1)
TYPES = ("ato_investigation", "kyc_audit", "reset_2fa")
FIRST, MANY = 200_001, 160
SAVED = {
    f"saved:{name}": parse_filter(text)[0]
    for name, text in {
        "rings": 'tag:"mule ring"',
        "mine": "assignee:me state:open",
        "words": "priority>=40 -type:kyc_audit u-7",
        "called": "audit",
        "away": "state:snoozed state:waiting",
        "back": "state:back",
    }.items()
}


class House:
    """A seat of which two queues are made: one that takes in news, and one that is read anew for each look."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.rng = random.Random(seed)
        self.cache, self.work, self.clock = (
            CacheStore.open(folder, KEY),
            WorkStore.open(folder, KEY, KEY).store,
            FakeClock(),
        )
        self.revs = dict.fromkeys(range(FIRST, FIRST + MANY), 1)
        self.sent: list[tuple[str, str]] = []
        self.cache.apply([self.case(number) for number in self.revs])
        self.queue = self.index()

    def index(self) -> QueueIndex:
        index = QueueIndex(self.cache, self.work, self.clock, lambda: MEI, TYPES, lambda: SAVED)
        index.load()
        return index

    def case(self, number: int) -> Row:
        rng, minutes = self.rng, self.rng.randrange(-60, 400)
        more: dict[str, object] = {}
        match rng.randrange(40):
            case 0 | 1 | 2:
                more = {"claim": claim_of("u1", mine=True)}
            case 5 | 6 | 7 | 8:
                more = {"state": "escalated", "escalation": escalation(mine=rng.random() < 0.5)}
            case 9 | 10 | 11:
                more = {"snooze": SnoozeView(START + MINUTE * (rng.randrange(1, 90)), "needs_focus")}
            case 3:
                more = {"waiting": WaitingView(START + MINUTE * (-rng.randrange(1, 90)), "customer")}
            case 12 | 13 | 14:
                more = {"tags": ("mule ring",)}
            case 15 | 16 | 17:
                more = {"state": "closed"}
        return case_row(
            number,
            rev=self.revs[number],
            priority=rng.randrange(100),
            case_type=rng.choice(TYPES),
            due_at=START + MINUTE * (minutes),
            routed_at=START + MINUTE * (minutes - 240),
            subject_short=f"u-{rng.randrange(10)}•••",
            **more,
        )

    def news(self) -> Changed:
        """Something happens."""
        rng = self.rng
        numbers = rng.sample(sorted(self.revs), rng.randrange(1, 5))
        case_id = f"C-{numbers[0]}"
        match rng.randrange(9):
            case 0 | 1:
                for number in numbers:
                    self.revs[number] += 1
                return self.cache.apply([self.case(number) for number in numbers])
            case 2:
                new = max(self.revs) + 1
                self.revs[new] = 1
                return self.cache.apply([self.case(new)])
            case 3:
                return self.cache.apply([Row("case", case_id, self.revs.pop(numbers[0]) + 1, None)])
            case 4:
                return self.work.save_draft("u1", case_id, b"{}", self.clock.now)
            case 5:
                until = self.clock.now + rng.randrange(1, 60) * 60_000
                return self.cache.put_claims("u1", [HeldClaim(case_id, "k", 1, until, until, "online")])
            case 6:
                row, trace = self.work.submit("d1", "u1", new_command(case_id))
                self.sent.append((row.command_id, case_id))
                return trace
            case 7:
                return self.own_change(case_id)
            case _:
                return self.answer(case_id)

    def own_change(self, case_id: str) -> Changed:
        until = START + MINUTE * self.rng.randrange(60)
        kind, body = self.rng.choice(
            (
                (CASE_PRIORITY, PriorityBody(self.rng.randrange(100))),
                (CASE_SNOOZE, SnoozeBody(until, "needs_focus")),
                (CASE_WAIT, WaitBody("customer")),
                (CASE_TAG, TagBody(("mule ring",), ())),
            )
        )
        command = msgspec.structs.replace(new_command(case_id), command_type=kind, body=msgspec.json.encode(body))
        row, trace = self.work.submit("d1", "u1", command)
        self.sent.append((row.command_id, case_id))
        return trace

    def answer(self, case_id: str) -> Changed:
        """The server tells what became of a command."""
        if not self.sent:
            return self.work.save_draft("u1", case_id, b"{}", self.clock.now)
        command_id, case_id = self.sent.pop(self.rng.randrange(len(self.sent)))
        rev = self.revs.get(int(case_id[2:]), 1) + 1
        entity = b'"entity":{"entity":"case","entity_id":"%s","rev":%d}' % (case_id.encode(), rev)
        told = b'{"command_id":"c","command_seq":1,"status":"applied","code":"ok","http":200,%s}' % entity
        state = self.rng.choice((OutboxState.APPLIED, OutboxState.REJECTED))
        fate = (command_id, state, told if state is OutboxState.APPLIED else b"{}")
        return self.work.settle([fate], self.clock.now)

    def looks(self, index: QueueIndex) -> dict[str, list[str]]:
        views = (*index.view_ids(), "later", "mine_waiting", *SAVED)
        shown = {view: [index.row(int(slot)).case_id for slot in index.view(view).order] for view in views}
        return shown | {f"found {text}": self.found(index, text) for text in ("u-7", "mule", "20000")}

    @staticmethod
    def found(index: QueueIndex, text: str) -> list[str]:
        return [index.row(int(slot)).case_id for slot in index.view("open", text).order]


@pytest.mark.parametrize("seed", range(6))
def test_after_any_news_the_queue_stands_as_if_it_were_read_anew(tmp_path: Path, seed: int) -> None:
    house = House(tmp_path, seed)
    for turn in range(60):
        if turn % 3 == 0:
            house.clock.advance(house.rng.randrange(1, 150_000))
        house.queue.refresh(house.news())
        if turn % 4 == 0:
            anew = house.index()
            assert house.looks(house.queue) == house.looks(anew), turn
            rows, others = (
                {q.row(q.index_of(one) or 0) for one in house.looks(q)["open"]} for q in (house.queue, anew)
            )
            assert rows == others
