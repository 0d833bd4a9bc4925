"""Signing in and staying in: one refresher, sealed tokens, a window that opens signed in while the server is away."""

import threading
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.contract.session import DeviceRegistration, DeviceView, Tokens, UserView
from app.desktop.api.endpoints import SessionApi
from app.desktop.cache.cache_store import CacheStore
from app.desktop.cache.file_lock import FileLock
from app.desktop.cache.work_store import WorkStore
from app.desktop.changes import Changed
from app.desktop.ports import DeskError, Offline, Pointer, Problem, Unauthorised
from app.desktop.usecases.session import SessionDesk
from app.desktop.vault.sealed import SealedFile
from app.desktop.vault.tokens import MemoryTokens, SealedTokens, TokenStore
from tests.desktop.support.factories import KEY, START_MS, DirectWriter, case_row

URL = "http://127.0.0.1:9"


@dataclass
class TokenDesk(SessionApi):
    """The server's side of sign-in: refresh tokens turn over at each use, and a used one ends the session."""

    server: str = URL  # type: ignore[assignment]
    valid: str = "r0"
    calls: list[str] = field(default_factory=list)
    away: bool = False
    devices: list[str] = field(default_factory=list)
    users: dict[str, UserView] = field(
        default_factory=lambda: {
            "mei": UserView("u1", "Mei", ("reviewer",), None, "zh"),
            "li": UserView("u2", "Li", ("senior_agent",), None, "en"),
        }
    )
    who: str = "mei"

    def _give(self) -> Tokens:
        number = int(self.valid[1:]) + 1
        self.valid = f"r{number}"
        return Tokens(f"a{number}", self.valid, 600, self.users[self.who])

    def sign_in(self, username: str, password: str, device_id: str | None) -> Tokens:
        self.calls.append(f"sign_in {device_id}")
        if self.away:
            raise Offline
        if device_id is not None and device_id not in self.devices:
            raise Problem("invalid", 422, errors=(Pointer("/device_id", "unknown_device"),))
        if password != "right":
            raise Unauthorised("sign_in_failed")
        self.who = username
        return self._give()

    def sign_in_by_identity(self, id_token: str) -> Tokens:
        """The token of this provider is the name that it is about."""
        self.calls.append("by identity")
        self.who = id_token
        return self._give()

    def take_seat(self, access_token: str, device_id: str) -> None:
        self.calls.append(f"seat {device_id}")

    def refresh(self, refresh_token: str) -> Tokens:
        self.calls.append(f"refresh {refresh_token}")
        if self.away:
            raise Offline
        if refresh_token != self.valid:
            raise Unauthorised("token_reused")
        return self._give()

    def sign_out(self, access_token: str) -> None:
        self.calls.append("sign_out")
        if self.away:
            raise Offline

    def register_device(self, access_token: str, device: DeviceRegistration) -> DeviceView:
        self.calls.append("device")
        self.devices.append(f"d{len(self.devices) + 1}")
        return DeviceView(self.devices[-1])


class Desk:
    def __init__(self, folder: Path, api: TokenDesk, tokens: TokenStore | None = None) -> None:
        self.cache = CacheStore.open(folder, KEY)
        self.work = WorkStore.open(folder, KEY, KEY).store
        self.news: list[Changed] = []
        self.tokens = tokens or SealedTokens(SealedFile(folder / "session.sealed", KEY, "session"))
        self.session = SessionDesk(
            api,
            self.tokens,
            self.cache,
            self.work,
            DirectWriter(),
            self.news.append,
            DeviceRegistration("seat", "linux", "0.1.0"),
            FileLock(folder / "refresh.lock"),
        )


def test_a_window_opens_signed_in_while_the_server_is_away(tmp_path: Path) -> None:
    api = TokenDesk()
    person = Desk(tmp_path, api).session.sign_in("mei", "right")
    assert person.user_id == "u1"
    api.away = True
    later = Desk(tmp_path, api).session
    assert later.restore() == person
    assert later.identity() is not None
    assert later.may("review.submit")
    assert not later.may("escalation.resolve")
    with pytest.raises(Offline):
        later.access()
    assert later.person == person
    assert not later.ended
    assert b"r1" not in (tmp_path / "session.sealed").read_bytes()


def test_a_wrong_password_changes_nothing(tmp_path: Path) -> None:
    desk = Desk(tmp_path, TokenDesk())
    with pytest.raises(Unauthorised):
        desk.session.sign_in("mei", "wrong")
    assert desk.session.person is None
    assert desk.tokens.read() is None


def test_a_new_token_is_written_before_it_is_used(tmp_path: Path) -> None:
    api = TokenDesk()
    desk = Desk(tmp_path, api)
    desk.session.sign_in("mei", "right")
    assert desk.session.access() == "a2"
    assert desk.session.renew("a2") == "a3"
    stored = desk.tokens.read()
    assert stored is not None
    assert (stored.refresh_token, stored.generation) == ("r3", 1)
    assert desk.session.renew("a2") == "a3"
    assert api.calls.count("refresh r2") == 1


def test_two_processes_of_one_profile_do_not_burn_each_other_s_token(tmp_path: Path) -> None:
    api = TokenDesk()
    one = Desk(tmp_path, api).session
    one.sign_in("mei", "right")
    two = Desk(tmp_path, api).session
    two.restore()
    assert two.access() == "a3"
    assert one.renew("a2") == "a4"
    assert two.renew("a3") == "a5"
    assert not one.ended


def test_many_threads_refresh_once(tmp_path: Path) -> None:
    api = TokenDesk()
    session = Desk(tmp_path, api).session
    session.sign_in("mei", "right")
    got: list[str] = []
    threads = [threading.Thread(target=lambda: got.append(session.renew("a2"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == ["a3"] * 8
    assert sum(call.startswith("refresh") for call in api.calls) == 2


def test_a_session_that_the_server_ended_keeps_the_person_and_the_work(tmp_path: Path) -> None:
    api = TokenDesk()
    desk = Desk(tmp_path, api)
    desk.session.sign_in("mei", "right")
    desk.work.save_draft("u1", "C-200001", b"{}", START_MS)
    api.valid = "r9"
    with pytest.raises(Unauthorised):
        desk.session.renew("a2")
    assert desk.session.ended
    assert desk.session.person is not None
    assert desk.work.drafts("u1") == {"C-200001"}
    calls = len(api.calls)
    with pytest.raises(Unauthorised):
        desk.session.access()
    assert len(api.calls) == calls
    desk.session.sign_in("mei", "right")
    assert not desk.session.ended
    assert desk.session.access() == "a10"


def test_signing_out_forgets_cases_and_tokens_but_never_work(tmp_path: Path) -> None:
    api = TokenDesk()
    desk = Desk(tmp_path, api)
    desk.session.sign_in("mei", "right")
    desk.cache.apply([case_row()])
    desk.work.save_draft("u1", "C-200001", b"{}", START_MS)
    api.away = True
    desk.session.sign_out()
    assert desk.session.identity() is None
    assert desk.cache.counts()["case"] == 0
    assert desk.work.drafts("u1") == {"C-200001"}
    assert Desk(tmp_path, api).session.restore() is None


def test_another_person_never_sees_the_first_one_s_cases(tmp_path: Path) -> None:
    api = TokenDesk()
    desk = Desk(tmp_path, api)
    desk.session.sign_in("mei", "right")
    desk.cache.apply([case_row()])
    desk.session.sign_in("mei", "right")
    assert desk.cache.counts()["case"] == 1
    desk.session.sign_in("li", "right")
    assert desk.cache.counts()["case"] == 0
    assert api.calls.count("device") == 2
    desk.session.sign_in("mei", "right")
    assert api.calls[-1] == "sign_in d1"


def test_a_seat_that_the_server_does_not_know_any_more_is_registered_again(tmp_path: Path) -> None:
    api = TokenDesk()
    desk = Desk(tmp_path, api)
    desk.session.sign_in("mei", "right")
    api.devices[0] = "gone"
    desk.session.sign_in("mei", "right")
    who = desk.session.identity()
    assert who is not None
    assert who.device == "d2"


def test_an_online_only_seat_keeps_its_session_in_memory(tmp_path: Path) -> None:
    desk = Desk(tmp_path, TokenDesk(), MemoryTokens())
    desk.session.sign_in("mei", "right")
    assert not (tmp_path / "session.sealed").exists()


def test_a_file_lock_is_held_by_one(tmp_path: Path) -> None:
    one, two = FileLock(tmp_path / "l"), FileLock(tmp_path / "l")
    assert one.take()
    assert one.take()
    assert not two.take()
    one.give_back()
    assert two.take()
    two.give_back()


def test_a_locked_window_opens_at_the_provider_for_its_person_and_changes_for_nobody_else(tmp_path: Path) -> None:
    api = TokenDesk()
    desk = Desk(tmp_path, api)
    mei = desk.session.sign_in("mei", "right")
    desk.cache.apply([case_row()])
    before = desk.tokens.read()
    with pytest.raises(DeskError, match="other_person"):
        desk.session.sign_in_by_identity("li", only=mei.user_id)
    assert desk.session.person == mei
    assert desk.tokens.read() == before
    assert len(desk.cache.headers_of({"C-200001"})) == 1, "what the seat holds stays"
    assert api.calls[-1] == "sign_out", "nobody is left signed in"
    assert desk.session.sign_in_by_identity("mei", only=mei.user_id) == mei
    assert len(desk.cache.headers_of({"C-200001"})) == 1
