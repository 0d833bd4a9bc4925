"""A day at a seat that may end at any moment: key, sign-in, first sync, drafts, decisions, undo, documents, new token,
a restored server, letting old work go, signing out. What was acknowledged is told to whoever watches, as a person would
have seen it. The server and the person's memory live in the process that watches."""

import base64
import contextlib
import hashlib
import json
import pickle
import random
import socket
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.contract.session import DeviceRegistration
from app.desktop.api.endpoints import SessionApi
from app.desktop.bootstrap.opening import TOKENS
from app.desktop.cache.file_lock import FileLock
from app.desktop.ports import ApiError, CaseNotHere, Identity, NotReady, Problem, ReviewDraft, TooLate
from app.desktop.sync import pull
from app.desktop.usecases.session import SessionDesk
from app.desktop.vault.keyring_call import KeyringState
from app.desktop.vault.keys import DataKey
from app.desktop.vault.sealed import SealedFile
from app.desktop.vault.sealed_blobs import SealedBlobs
from app.desktop.vault.sources import OsKeyring
from app.desktop.vault.tokens import SealedTokens
from tests.desktop.support.factories import FakeClock, heads
from tests.desktop.support.seat import Seat

URL = "https://footplate.example.com"
CASES = [f"C-{number}" for number in range(200_001, 200_013)]
DOCUMENT = b"%PDF-1.7 one scan " * 5_000
DOCUMENT_NAME = hashlib.sha256(DOCUMENT).hexdigest()
_LENGTH = struct.Struct(">I")


class Link:
    """The wire to the server and to whoever watches: one question, one answer."""

    def __init__(self, wire: socket.socket) -> None:
        self._wire = wire

    def call(self, name: str, *args: Any) -> Any:
        """Ask the server. Raises the ApiError that it answered with."""
        return self.ask("server", name, args)

    def ask(self, *what: Any) -> Any:
        send(self._wire, what)
        kind, value = receive(self._wire)
        if kind == "error":
            name, code, status = value
            raise Problem(code, status) if name == "Problem" else ApiError(code)
        return value

    def note(self, what: str, *told: Any) -> None:
        """What the person sees from here on."""
        self.ask("note", what, told)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *args: self.call(name, *args)


class Door(SessionApi):
    """Signing in, over the link."""

    def __init__(self, link: Link) -> None:
        self._link = link

    @property
    def server(self) -> str:
        return URL

    def sign_in(self, username: str, password: str, device_id: str | None) -> Any:
        return self._link.ask("door", "sign_in", (username, password, device_id))

    def refresh(self, refresh_token: str) -> Any:
        return self._link.ask("door", "refresh", (refresh_token,))

    def sign_out(self, access_token: str) -> None:
        self._link.ask("door", "sign_out", (access_token,))

    def register_device(self, access_token: str, device: DeviceRegistration) -> Any:
        return self._link.ask("door", "register_device", (access_token, device))

    def unlock_device(self, access_token: str, device_id: str) -> Any:
        return self._link.ask("door", "unlock_device", (access_token, device_id))


class FileKeyring:
    """The operating system's keyring, as a file outside the profile."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self, call: str, service: str, name: str, secret: bytes | None = None, **_: Any) -> "FileKeyring":
        self.answer: tuple[KeyringState, bytes | None] = (KeyringState.OK, None)
        kept = json.loads(self._path.read_bytes()) if self._path.exists() else {}
        if call == "set" and secret is not None:
            kept[name] = base64.b64encode(secret).decode()
            beside = self._path.with_suffix(".new")
            beside.write_text(json.dumps(kept))
            beside.rename(self._path)
        elif name in kept:
            self.answer = (KeyringState.OK, base64.b64decode(kept[name]))
        else:
            self.answer = (KeyringState.ABSENT, None)
        return self

    def wait(self, seconds: float) -> tuple[KeyringState, bytes | None]:
        return self.answer

    def cancel(self) -> None:
        return


class Life:
    """One process of the seat, from its start to its end, whenever that is."""

    def __init__(self, folder: Path, link: Link, now_ms: int, seed: int) -> None:
        self.folder, self.link, self.dice = folder, link, random.Random(seed)
        self.clock = FakeClock(now_ms)
        pull.PAGE, pull.SLICE = 5, 2  # several pages, each in several transactions

    def open(self) -> None:
        self.obtain()
        self.begin()

    def obtain(self) -> None:
        folder = self.folder
        has_data = lambda: (folder / "work.db").exists() or (folder / TOKENS).exists()  # noqa: E731
        keyring = OsKeyring("profile", has_data=has_data, make_call=FileKeyring(folder.parent / "keyring.json"))
        answer = keyring.obtain()
        assert answer.key is not None, answer.problem
        self.key: DataKey = answer.key

    def begin(self) -> None:
        folder = self.folder
        keys = (self.key.sub("cache"), self.key.sub("work"), self.key.sub("high-water"))
        self.seat = Seat(folder, self.link, clock=self.clock, keys=keys)  # type: ignore[arg-type]
        self.blobs = SealedBlobs(folder / "documents", self.key.sub("documents"))
        assert self.seat.work is not None
        self.work = self.seat.work
        tokens = SealedTokens(SealedFile(folder / TOKENS, self.key.sub("tokens"), "session"))
        lock = FileLock(folder / "refresh.lock")
        self.session = self.make_session(
            Door(self.link), tokens, self.seat.cache, self.work, self, lambda news: None,
            DeviceRegistration("seat", "Linux", "0.1.0"), lock,
        )  # fmt: skip
        self.session.restore()

    def make_session(self, *told: Any) -> SessionDesk:
        return SessionDesk(*told)

    def run(self, fn: Callable[[], Any]) -> Any:
        return fn()

    @property
    def who(self) -> Identity:
        found = self.session.identity()
        assert found is not None
        return found

    def enter(self) -> None:
        if self.session.person is None:
            self.session.sign_in("Mei", "right")
        self.seat.device = self.who.device

    def sync(self) -> None:
        for _ in range(100):
            wait = self.seat.engine.step()
            if wait:
                if self.seat.engine.report.connection == "online":
                    return
                self.clock.advance(wait)
                self.seat.engine.resume()
        raise AssertionError(f"never at rest: {self.seat.engine.report}")

    # --- what a person does

    def write(self, case_id: str) -> ReviewDraft:
        text = f"Known device {self.dice.randrange(10**6)}."
        draft = ReviewDraft(decision="block", code="thin_history", rationale=text, rationale_language="en", active_ms=5)
        self.seat.reviews.save_draft(case_id, draft)
        self.link.note("draft", case_id, text)
        return draft

    def decide(self, case_id: str) -> None:
        with contextlib.suppress(NotReady, CaseNotHere):
            draft = self.write(case_id)
            self.link.note("deciding", case_id)
            done = self.seat.reviews.submit(case_id, draft)
            self.link.note("decided", case_id, done.command_id)
            if self.dice.random() < 0.3:
                self.link.note("taking_back", case_id, done.command_id)
                with contextlib.suppress(TooLate):
                    self.seat.reviews.undo(done.command_id)
                    self.link.note("taken_back", case_id, done.command_id)

    def look_at_the_scan(self) -> None:
        if self.blobs.get(DOCUMENT_NAME, CASES[0]) is None:
            self.blobs.put(DOCUMENT_NAME, CASES[0], DOCUMENT)
        self.blobs.close()

    def whole_day(self) -> None:
        self.open()
        self.enter()
        self.link.note("signed_in")
        self.sync()
        self.seat.hand.want(tuple(CASES[:5]))
        self.look_at_the_scan()
        for n, case_id in enumerate(CASES):
            self.decide(case_id)
            self.clock.advance(6_000)
            if n % 4 == 3:
                self.sync()
            if n == 5:
                self.session.renew(self.session.access())
                self.seat.reviews.discard_draft("C-200099")
        self.seat.hand.release_all()
        self.clock.advance(60_000)
        self.sync()
        self.link.note("restored")
        self.clock.advance(400_000)
        self.sync()
        self.link.note("letting_go")
        self.work.prune(self.clock.now_ms())
        self.blobs.forget({CASES[0]})
        self.link.note("signing_out")
        self.session.sign_out()
        self.link.note("signed_out")

    def come_back(self) -> dict[str, Any]:
        """The next morning: what is here, then everything sent and read, then what is here again."""
        self.open()
        work, author = self.work, "u1"
        devices = {row.device_id for row in work.latest(author, 10_000)} or {"d1"}
        found: dict[str, Any] = {
            "rows": {r.command_id: (r.command_seq, r.command_type) for r in work.latest(author, 10_000)},
            "missing": [gone for device in devices if (gone := work.gone(device, author))],
            "drafts": {c: json.loads(work.draft(author, c) or b"{}").get("rationale") for c in work.drafts(author)},
            "aside": [path.name for path in self.folder.glob("*.unreadable-*")],
            "was_signed_in": self.session.person is not None,
        }
        self.enter()
        return self.settle(found)

    def settle(self, found: dict[str, Any]) -> dict[str, Any]:
        work, author = self.work, "u1"
        self.look_at_the_scan()
        self.clock.advance(60_000)
        self.sync()
        found["after"] = {r.command_id: (r.state, r.command_type, r.case_id) for r in work.latest(author, 10_000)}
        found["cache"] = {head.case_id: head.rev for head in heads(self.seat.cache)}
        found["ended"] = self.session.ended
        found["scan"] = hashlib.sha256(self.blobs.get(DOCUMENT_NAME, CASES[0]) or b"").hexdigest() == DOCUMENT_NAME
        self.seat.stop()
        return found


def send(wire: socket.socket, value: Any) -> None:
    data = pickle.dumps(value)
    wire.sendall(_LENGTH.pack(len(data)) + data)


def receive(wire: socket.socket) -> Any:
    """The next value. Raises EOFError where the other end is gone."""
    return pickle.loads(_exactly(wire, _LENGTH.unpack(_exactly(wire, _LENGTH.size))[0]))


def _exactly(wire: socket.socket, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        piece = wire.recv(size - len(data))
        if not piece:
            raise EOFError
        data += piece
    return bytes(data)
