"""Signing in over real HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from app.domain.roles import MATRIX, Role
from tests.support.server import PASSWORD, RunningServer, Session, add_user, sign_in, sign_in_with_device, start_server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    database = tmp_path_factory.mktemp("session") / "server.db"
    with start_server(database) as running:
        add_user(database, "lin", "reviewer")
        add_user(database, "mei", "reviewer")
        yield running


@pytest.fixture
def anybody(server: RunningServer) -> Iterator[Session]:
    with Session(server.url) as session:
        yield session


def test_signing_in_gives_tokens_and_says_who_one_is(server: RunningServer) -> None:
    with sign_in(server.url, "lin") as session:
        user = session.tokens["user"]
        who = {"id": session.user_id, "name": "lin", "roles": ["reviewer"], "vendor": None, "language": None}
        allowed = sorted(capability.value for capability in MATRIX[Role.REVIEWER])
        assert user == who | {"grants": [], "capabilities": allowed}
        assert session.tokens["expires_in"] == 600
        assert session.get("/v1/meta").status_code == 200


def test_without_a_token_the_answer_is_a_problem_document(anybody: Session) -> None:
    answer = anybody.get("/v1/meta")
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json()["code"] == "unauthenticated"
    assert answer.json()["trace_id"] == answer.headers["X-Request-Id"]


@pytest.mark.parametrize("token", ["x", "a.b.c", "fps_none", "ÿ", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0."])
def test_a_forged_token_is_refused(anybody: Session, token: str) -> None:
    answer = anybody.get("/v1/meta", headers={"Authorization": b"Bearer " + token.encode("latin-1")})
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


def test_an_access_token_ends_after_its_time(tmp_path: Path) -> None:
    database = tmp_path / "server.db"
    with start_server(database, environment={"FOOTPLATE_ACCESS_SECONDS": "0"}) as running:
        add_user(database, "lin", "reviewer")
        with sign_in(running.url, "lin") as session:
            assert session.get("/v1/meta").json()["code"] == "token_expired"


def test_wrong_passwords_and_unknown_names_are_told_alike_and_slowed_down(anybody: Session) -> None:
    for name in ("mei", "nobody at all"):
        codes = []
        for _ in range(6):
            answer = anybody.post("/v1/session", json={"username": name, "password": "wrong"})
            codes.append((answer.status_code, answer.json()["code"]))
        assert codes == [(401, "sign_in_failed")] * 5 + [(429, "rate_limited")]
        assert 1 <= int(answer.headers["Retry-After"]) <= 60
    right = anybody.post("/v1/session", json={"username": "mei", "password": PASSWORD})
    assert right.status_code == 429


def test_a_refresh_token_turns_over_and_its_first_use_counts(server: RunningServer, anybody: Session) -> None:
    with sign_in(server.url, "lin") as session:
        first = session.tokens["refresh_token"]
        second = anybody.post("/v1/session/refresh", json={"refresh_token": first}).json()
        assert second["refresh_token"] != first
        # The answer may have been lost on the way: within the grace the same token is good again.
        third = anybody.post("/v1/session/refresh", json={"refresh_token": first})
        assert third.status_code == 200
        assert len({first, second["refresh_token"], third.json()["refresh_token"]}) == 3


def test_a_refresh_token_used_again_after_the_grace_ends_the_whole_sign_in(tmp_path: Path) -> None:
    database = tmp_path / "server.db"
    with start_server(database, environment={"FOOTPLATE_REUSE_GRACE_SECONDS": "-1"}) as running:
        add_user(database, "lin", "reviewer")
        with sign_in(running.url, "lin") as session:
            path, first = "/v1/session/refresh", session.tokens["refresh_token"]
            second = session.post(path, json={"refresh_token": first}).json()["refresh_token"]
            assert session.post(path, json={"refresh_token": first}).json()["code"] == "token_reused"
            assert session.post(path, json={"refresh_token": second}).json()["code"] == "token_expired"


def test_a_sign_in_does_not_outlive_its_shift(tmp_path: Path) -> None:
    database = tmp_path / "server.db"
    with start_server(database, environment={"FOOTPLATE_REFRESH_SECONDS": "0"}) as running:
        add_user(database, "lin", "reviewer")
        with sign_in(running.url, "lin") as session:
            told = session.post("/v1/session/refresh", json={"refresh_token": session.tokens["refresh_token"]})
            assert (told.status_code, told.json()["code"]) == (401, "token_expired")


def test_signing_out_ends_the_refresh_token(server: RunningServer) -> None:
    with sign_in(server.url, "lin") as session:
        assert session.delete("/v1/session").status_code == 204
        told = session.post("/v1/session/refresh", json={"refresh_token": session.tokens["refresh_token"]})
        assert told.json()["code"] == "token_expired"


def test_a_device_belongs_to_who_registered_it(server: RunningServer, anybody: Session) -> None:
    session, device_id = sign_in_with_device(server.url, "lin")
    session.close()
    add_user(server.database, "other", "reviewer")
    told = anybody.post("/v1/session", json={"username": "other", "password": PASSWORD, "device_id": device_id})
    assert (told.status_code, told.json()["errors"][0]["pointer"]) == (422, "/device_id")


BAD_BODIES = {
    b"": (400, "malformed"),
    b"{": (400, "malformed"),
    b'{"username":1,"password":"x"}': (422, "invalid"),
    b'{"username":"a"}': (422, "invalid"),
    b'{"username":"a","username":"b","password":"x"}': (400, "malformed"),
    b'{"username":"\\u0000","password":"x"}': (400, "malformed"),
    b'{"username":"\\ud800","password":"x"}': (400, "malformed"),
    b"[" * 100_000: (413, "too_large"),
    b"[" * 1000: (400, "malformed"),
    b'\xff\xfe{"a":1}': (400, "malformed"),
}


@pytest.mark.parametrize(("body", "told"), BAD_BODIES.items())
def test_a_body_that_cannot_be_read_is_refused_with_its_place(
    anybody: Session, body: bytes, told: tuple[int, str]
) -> None:
    answer = anybody.post("/v1/session", data=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == told
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_another_content_type_another_method_and_another_address_are_problems_too(anybody: Session) -> None:
    form = anybody.post("/v1/session", data={"username": "a", "password": "b"})
    assert (form.status_code, form.json()["code"]) == (415, "media_type")
    put = anybody.put("/v1/session")
    assert (put.status_code, put.json()["code"]) == (405, "method_not_allowed")
    assert "POST" in put.headers["Allow"]
    nowhere = anybody.get("/v1/nowhere")
    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "not_found")


def test_no_answer_may_be_kept_by_anybody_on_the_way(server: RunningServer) -> None:
    answer = requests.get(server.url + "/healthz", timeout=10)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_log_holds_no_names_and_no_passwords(server: RunningServer) -> None:
    with sign_in(server.url, "lin"):
        pass
    written = server.log.read_text()
    assert "/v1/session" in written
    assert "lin" not in written.replace("inline", "")
    assert PASSWORD not in written
