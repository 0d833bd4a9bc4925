"""A sign-out ends every token of its sign-in at once, whichever process is asked next."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.database import run_sql
from tests.support.server import RunningServer, Session, add_user, sign_in, start_server


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("signing-out") / "server.db"


@pytest.fixture(scope="module")
def server(database: Path) -> Iterator[RunningServer]:
    with start_server(database, workers=2, environment={"FOOTPLATE_REUSE_GRACE_SECONDS": "0"}) as running:
        for name in ("lin", "mei", "ola", "sam"):
            add_user(database, name, "reviewer")
        yield running


def asked_often(server: RunningServer, session: Session) -> set[tuple[int, str]]:
    """What a token gets at every door, over connections of their own, so that each process is asked."""
    found = set()
    for _ in range(4):
        for method, path, body in (
            ("GET", "/v1/meta", None),
            ("GET", "/v1/cases?view=open", None),
            ("GET", "/v1/changes", None),
            ("POST", "/v1/claims", {"queue": ""}),
            ("DELETE", "/v1/session", None),
        ):
            with Session(server.url, str(session.tokens["access_token"])) as again:
                answer = again.request(method, path, json=body)
                found.add((answer.status_code, answer.json().get("code", "") if answer.content else ""))
    return found


def test_after_signing_out_the_access_token_opens_no_door(server: RunningServer) -> None:
    with sign_in(server.url, "lin") as here, sign_in(server.url, "lin") as elsewhere:
        assert here.get("/v1/meta").status_code == 200
        assert here.delete("/v1/session").status_code == 204
        assert asked_often(server, here) == {(401, "token_expired")}
        refreshed = here.post("/v1/session/refresh", json={"refresh_token": here.tokens["refresh_token"]})
        assert (refreshed.status_code, refreshed.json()["code"]) == (401, "token_expired")
        assert elsewhere.get("/v1/meta").status_code == 200


def test_a_token_that_was_refreshed_before_ends_as_well(server: RunningServer) -> None:
    with sign_in(server.url, "mei") as session:
        answer = session.post("/v1/session/refresh", json={"refresh_token": session.tokens["refresh_token"]})
        fresh = Session(server.url, answer.json()["access_token"])
        assert fresh.delete("/v1/session").status_code == 204
        assert asked_often(server, session) == {(401, "token_expired")}
        fresh.close()


def test_a_refresh_token_used_by_another_ends_the_access_tokens_too(server: RunningServer) -> None:
    with sign_in(server.url, "ola") as session:
        body = {"refresh_token": session.tokens["refresh_token"]}
        assert session.post("/v1/session/refresh", json=body).status_code == 200
        assert session.post("/v1/session/refresh", json=body).json()["code"] == "token_reused"
        assert asked_often(server, session) == {(401, "token_expired")}


def test_a_person_who_is_shut_out_is_out_at_once(server: RunningServer, database: Path) -> None:
    with sign_in(server.url, "sam") as session:
        run_sql(database, "UPDATE users SET disabled_at = 1 WHERE name = 'sam'")
        assert asked_often(server, session) == {(401, "person_disabled")}
