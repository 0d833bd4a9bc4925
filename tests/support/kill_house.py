"""The process that lets seats live and die: `python -m tests.support.kill_house`.

One JSON order per line in, one JSON report per line out. Each life is a fork of this process, which has everything
loaded and no thread, so that a life and the morning after take a twentieth of a second. The server and the memory of
what the person was told stay here and outlive every kill.

Orders: {"folder", "seed"}, "day": "away" for the day of kill_away.py, and how to die: "point" [name, nth], "event" n
(the n-th call or return), "after_ms" x, or nothing. Reports: {"died", "problems", "met" of a life that ended by itself,
"events"}.
"""

import base64
import gc
import json
import os
import random
import select
import signal
import socket
import sys
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import create_engine

from app.contract.catalogue import catalogue
from app.contract.devices import Unlocked
from app.contract.session import DeviceRegistration, DeviceView, Tokens, UserView
from app.desktop.cache.outbox_rows import OutboxState
from app.desktop.ports import ApiError, Unauthorised
from app.desktop.vault.recovery import new_pair
from tests.desktop.support.factories import START_MS, case_view, claim_of
from tests.desktop.support.model_server import ModelServer
from tests.support import kill_day
from tests.support.kill_away import AwayLife
from tests.support.kill_day import CASES, Door, Life, Link
from tests.support.kill_points import Points, count_events, die_at_event

MINUTES = 10 * 60_000
LIMIT_S = 60.0
DAYS: dict[str, type[Life]] = {"": Life, "away": AwayLife}


class Porter:
    """Tokens that turn over. The one before the newest is still good, once: its answer may have been lost."""

    def __init__(self) -> None:
        self.number, self.before_used, self.burnt, self.devices = 0, False, False, 0
        self.unlock_keys: dict[str, bytes] = {}

    def _give(self) -> Tokens:
        self.number += 1
        return Tokens(f"a{self.number}", f"r{self.number}", 600, UserView("u1", "Mei", ("reviewer",), None, "zh"))

    def sign_in(self, username: str, password: str, device_id: str | None) -> Tokens:
        self.burnt = False
        return self._give()

    def refresh(self, token: str) -> Tokens:
        if self.burnt or token not in (f"r{self.number}", f"r{self.number - 1}"):
            self.burnt = True
            raise Unauthorised("token_reused")
        return self._give()

    def sign_out(self, token: str) -> None:
        return

    def register_device(self, token: str, device: DeviceRegistration) -> DeviceView:
        self.devices += 1
        name = f"d{self.devices}"
        self.unlock_keys[name], public = new_pair()
        return DeviceView(name, unlock_key=base64.b64encode(public).decode())

    def unlock_device(self, token: str, device_id: str) -> Unlocked:
        return Unlocked(device_id, base64.b64encode(self.unlock_keys[device_id]).decode())


@dataclass
class Told:
    """What the person saw happen."""

    decided: dict[str, str] = field(default_factory=dict)  # command → case
    taken_back: set[str] = field(default_factory=set)
    taking_back: set[str] = field(default_factory=set)
    deciding: int = 0
    drafts: dict[str, str] = field(default_factory=dict)
    signed_in: bool = False
    leaving: bool = False
    letting_go: bool = False
    moved: bool = False
    met: dict[str, int] = field(default_factory=dict)
    events: int = 0
    crash: str | None = None


class Watch:
    """The server, and the person's memory, over every life of one profile."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.dice = folder, random.Random(seed)
        self.model, self.porter, self.told, self.now = ModelServer(), Porter(), Told(), START_MS
        self.report: dict[str, Any] = {}
        self.ahead = 0
        """How many more commands of the seat the server has seen than the seat gave: its profile is a copy."""
        self._fill()

    def _fill(self) -> None:
        for case_id in CASES:
            view = case_view(int(case_id[2:]), claim=claim_of("u1", minutes=100_000))
            if case_id in self.model.cases:
                self.model.cases[case_id] = view
            else:
                self.model.put(view)

    def live(self, order: dict[str, Any], come_back: bool = False) -> bool:
        """One life; whether it was killed. `report` is what the one that came back found."""
        ours, theirs = socket.socketpair()
        seed = self.dice.randrange(1 << 30)
        self.now += MINUTES
        self.told.crash = None
        child = os.fork()
        if child == 0:
            ours.close()
            _be_born(self.folder, theirs, self.now, seed, order, come_back)
        theirs.close()
        try:
            self._serve(ours, child, order.get("after_ms"))
        finally:
            ours.close()
        _, status = os.waitpid(child, 0)
        return os.WIFSIGNALED(status)

    def _serve(self, wire: socket.socket, child: int, after_ms: float | None) -> None:
        end = time.monotonic() + (LIMIT_S if after_ms is None else after_ms / 1000)
        while True:
            readable, _, _ = select.select([wire], [], [], max(0.0, end - time.monotonic()))
            if not readable:
                if after_ms is None:
                    self.told.crash = "it never ends"
                os.kill(child, signal.SIGKILL)
                return
            try:
                kind, name, args = kill_day.receive(wire)
                answer = self._answer(kind, name, args)
                kill_day.send(wire, answer)
            except (EOFError, OSError):
                return

    def _answer(self, kind: str, name: str, args: tuple[Any, ...]) -> tuple[str, Any]:
        try:
            if kind == "note":
                return "value", self._noted(name, *args)
            value = getattr(self.model if kind == "server" else self.porter, name)(*args)
            if name == "commands":
                value = msgspec.structs.replace(value, device_high_seq=value.device_high_seq + self.ahead)
            elif name == "register_device":
                self.ahead = 0
            return "value", value
        except ApiError as error:
            return "error", (type(error).__name__, error.code, getattr(error, "status", 0))

    def _noted(self, what: str, *told: Any) -> None:
        memory = self.told
        if what == "draft":
            memory.drafts[told[0]] = told[1]
        elif what == "deciding":
            memory.deciding += 1
        elif what == "decided":
            memory.decided[told[1]] = told[0]
            memory.deciding -= 1
        elif what == "taking_back":
            memory.taking_back.add(told[1])
        elif what == "taken_back":
            memory.taken_back.add(told[1])
            memory.taking_back.discard(told[1])
        elif what == "restored":
            self.model.restore(len(CASES))
            self._fill()
        elif what == "signed_in":
            memory.signed_in, memory.leaving = True, False
        elif what == "signing_out":
            memory.leaving = True
        elif what == "time":
            self.now = max(self.now, told[0])
        elif what == "copied":
            memory.moved, self.ahead = True, 50
        elif what == "letting_go":
            memory.letting_go = True
        elif what == "crashed":
            memory.crash = told[0]
        elif what == "met":
            memory.met, memory.events = told
        elif what == "found":
            self.report = told[0]

    # --- what must be true

    def problems(self) -> list[str]:
        """What of the promises does not hold after a life that came back."""
        memory, found = self.told, self.report
        if memory.crash or not found:
            return [f"the seat does not come back: {memory.crash}"]
        wrong: list[str] = []
        rows, after = found["rows"], found["after"]
        if not memory.letting_go:
            wrong += [f"acknowledged and lost: {c}" for c in memory.decided if c not in rows]
            numbers = sorted(seq for seq, _ in rows.values())
            if not memory.moved and numbers != list(range(1, len(numbers) + 1)):
                wrong.append(f"the numbers have a gap: {numbers}")
        more = set(rows) - set(memory.decided)
        if len(more) > memory.deciding:
            wrong.append(f"commands that nobody gave: {more}")
        # A life that ended between the commit and the answer: the decision counts, the person will find it.
        memory.decided.update({c: after[c][2] for c in more})
        memory.deciding = 0
        effects = Counter(self.model.effects)
        wrong += [f"done {n} times: {c}" for c, n in effects.items() if n != 1]
        wrong += [f"nobody told it to: {c}" for c in effects if c not in memory.decided]
        for command, (state, kind, _) in after.items():
            if state != OutboxState.APPLIED:
                wrong.append(f"not settled: {command} {state}")
            if (kind == "command.withdrawn") != (command in memory.taken_back) and command not in memory.taking_back:
                wrong.append(f"taken back or not? {command} {kind}")
        wrong += [f"without effect: {c}" for c in memory.decided if c not in effects]
        if found["missing"]:
            wrong.append(f"said to be missing: {found['missing']}")
        if found["aside"]:
            wrong.append(f"set aside: {found['aside']}")
        if memory.signed_in and not memory.leaving and (not found["was_signed_in"] or found["ended"]):
            wrong.append("the session is gone")
        if not found["scan"]:
            wrong.append("the scan cannot be read")
        if found["cache"] != {case_id: view.rev for case_id, view in self.model.cases.items()}:
            wrong.append("the cache is not what the server says")
        return wrong + self._drafts(rows, found["drafts"])

    def _drafts(self, rows: dict[str, Any], here: dict[str, str]) -> list[str]:
        decided = {self.told.decided[c] for c in rows if c in self.told.decided}
        return [
            f"the draft of {case_id} is lost"
            for case_id, text in self.told.drafts.items()
            if case_id not in decided and here.get(case_id) != text and not self.told.letting_go
        ]


def _be_born(folder: Path, wire: socket.socket, now: int, seed: int, order: dict[str, Any], come_back: bool) -> None:
    """In the child: live, and end without going back into the code of the parent."""
    link = Link(wire)
    try:
        life = DAYS[order.get("day", "")](folder, link, now, seed)
        points = Points(tuple(order["point"]) if "point" in order and not come_back else None)
        points.install(Link, Door)
        if come_back:
            link.note("found", life.come_back())
        else:
            told = count_events() if order.get("count") else None
            if "event" in order:
                die_at_event(order["event"])
            life.whole_day()
            sys.setprofile(None)
            link.note("met", dict(points.met), told() if told else 0)
    except BaseException:
        link.note("crashed", traceback.format_exc())
        os._exit(3)
    os._exit(0)


def obey(order: dict[str, Any]) -> dict[str, Any]:
    """A life that may be cut off, sometimes a second one, and the morning after."""
    folder = Path(order["folder"]) / "profile"
    folder.mkdir(parents=True)
    watch, day = Watch(folder, order["seed"]), {"day": order.get("day", "")}
    died = watch.live(order)
    if watch.told.crash:
        return {"died": died, "problems": [watch.told.crash], "met": {}, "events": 0}
    if died and watch.dice.random() < 0.3:
        # Once more in the middle of getting up again.
        watch.live(day | {"event": watch.dice.randrange(1, 400_000)}, come_back=False)
    watch.live(day, come_back=True)
    problems = watch.problems()
    return {"died": died, "problems": problems, "met": watch.told.met, "events": watch.told.events}


def main() -> int:
    """Everything is loaded before the first fork."""
    create_engine("sqlite://", module=sqlcipher).connect().close()
    catalogue()
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        sys.stdout.write(msgspec.json.encode(obey(json.loads(line))).decode() + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
