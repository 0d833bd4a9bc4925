"""A second day at a seat that may end at any moment: work is left unsent, the seat is out of contact for too long and
closes, opens again by its server's word, turns out to be a copy and becomes a device of its own, and begins anew with
what it had set aside. See kill_day.py."""

import base64
import json
from functools import partial
from typing import Any

from app.desktop.api.server_clock import ServerClock
from app.desktop.bootstrap import anew, out_of_contact
from app.desktop.bootstrap.opening import DOCUMENTS, SEAT, TOKENS
from app.desktop.ports import Identity
from app.desktop.usecases.session import SessionDesk
from app.desktop.vault import locked_work
from app.desktop.vault.recovery import public_of
from app.desktop.vault.sealed import SealedFile
from app.desktop.vault.seat_file import SeatFile
from app.domain.dead_man import HOUR_MS
from tests.support.kill_day import CASES, Life

HOUSE_PRIVATE = bytes(range(32))
MOST_HOURS = 72
SENT, LEFT, COPIED, LAST = CASES[:3], CASES[3:6], CASES[6:9], CASES[9:11]
WRITTEN = CASES[11]


class AwayLife(Life):
    def open(self) -> None:
        """As the program does: first whether the time is over, then the stores, then who was signed in."""
        self.obtain()
        self.file = SeatFile(SealedFile(self.folder / SEAT, self.key.sub("seat"), "seat"))
        steady = ServerClock(0, wall=self.clock.wall_ms, mono=self.clock.mono_ms, boot=lambda: "this start")
        house = _text(public_of(HOUSE_PRIVATE))
        self.closed = out_of_contact.close_if_over(
            self.folder, self.key, self.file, steady, house,
            documents=self.folder / DOCUMENTS, tokens=self.folder / TOKENS,
        )  # fmt: skip
        self.steady = steady
        self.begin()
        stored = self.session.identity()
        if stored is not None:
            self.work.take_over(stored.device, stored.author)

    def make_session(self, *told: Any) -> SessionDesk:
        locked = locked_work.locked_files(self.folder)
        unlock = partial(out_of_contact.open_again, self.folder, self.work, self.key) if locked else None
        return SessionDesk(*told, seat=self.file, unlock=unlock, now_ms=self.clock.now_ms)

    def enter(self) -> None:
        super().enter()
        self.seat.engine._cloned = self.part

    def part(self, _who: Identity) -> None:
        self.session.become_another_device()
        self.seat.device = self.who.device

    def sync(self) -> None:
        """A word with the server, and what it says of how long it may stay away."""
        super().sync()
        self.link.note("time", self.clock.now)
        out_of_contact.had_contact(self.file, self.steady, MOST_HOURS)

    def close(self) -> None:
        self.blobs.close()
        self.seat.stop()

    def be_away(self) -> None:
        self.link.note("signing_out")  # nobody is signed in after that
        self.close()
        self.clock.advance((MOST_HOURS + 1) * HOUR_MS)
        self.link.note("time", self.clock.now)
        self.open()
        self.enter()
        self.link.note("signed_in")

    def work_on(self, case_ids: list[str]) -> None:
        for case_id in case_ids:
            self.decide(case_id)
            self.clock.advance(6_000)

    def whole_day(self) -> None:
        self.open()
        self.enter()
        self.link.note("signed_in")
        self.sync()
        self.look_at_the_scan()
        self.work_on(SENT)
        self.clock.advance(60_000)
        self.sync()
        self.work_on(LEFT)
        self.write(WRITTEN)
        self.be_away()
        self.sync()
        self.look_at_the_scan()
        self.work_on(COPIED)
        self.link.note("copied")
        self.clock.advance(60_000)
        self.sync()
        self.work_on(LAST)
        self.link.note("signing_out")
        self.close()
        anew.set_all_aside(self.folder)
        self.open()
        self.enter()
        self.link.note("signed_in")
        self.clock.advance(60_000)
        self.sync()
        self.close()

    def come_back(self) -> dict[str, Any]:
        """The next morning, after signing in: what was sealed or set aside is only here from then on."""
        self.open()
        was_signed_in = self.session.person is not None
        self.enter()
        work, author = self.work, "u1"
        found: dict[str, Any] = {
            "rows": {r.command_id: (r.command_seq, r.command_type) for r in work.latest(author, 10_000)},
            "drafts": {c: json.loads(work.draft(author, c) or b"{}").get("rationale") for c in work.drafts(author)},
            "missing": [],
            "aside": [],
            "was_signed_in": was_signed_in or self.closed,
        }
        return self.settle(found)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
