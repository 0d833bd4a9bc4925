"""Signing in with a real OpenID Connect provider (tests/support/canaille_provider.py): the workstation's own flow, a
walk through the provider's pages as a browser makes it, and the server that believes nothing unseen."""

import base64
import json
import threading
import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from app.contract.identity import ProviderView, SignInWays
from app.desktop.api.client import HttpClient
from app.desktop.api.endpoints import SessionApi
from app.desktop.api.loopback import PageText
from app.desktop.api.provider import ProviderDesk
from app.desktop.api.server_clock import ServerClock
from app.desktop.ports import DeskError
from app.server.storage.engine import open_engine
from app.server.storage.unit_of_work import Storage
from app.server.usecases import people
from tests.support.canaille_provider import ABSENT, CLIENT, PASSWORD, Provider, interpreter, start_provider
from tests.support.database import database_url, run_sql
from tests.support.seats import House, open_house
from tests.support.server import Session, start_server

pytestmark = [
    pytest.mark.skipif(interpreter() is None, reason=ABSENT),
    pytest.mark.slow,
    pytest.mark.timeout(400),
]
PEOPLE = {"lin": ["fp-reviewers"], "mei": ["fp-leads"], "ola": [], "pia": ["fp-reviewers"]}


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    with start_provider(tmp_path_factory.mktemp("provider"), PEOPLE) as running:
        yield running


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, provider: Provider) -> Iterator[House]:
    """One that links its people by hand."""
    yield from _house(tmp_path_factory, provider, "linked", {})


@pytest.fixture(scope="module")
def claims_house(tmp_path_factory: pytest.TempPathFactory, provider: Provider) -> Iterator[House]:
    """One that goes by the groups of the provider, and takes no passwords."""
    said = {
        "OIDC_SCOPE": "openid profile groups",
        "OIDC_ROLE_CLAIM": "groups",
        "OIDC_ROLES": "fp-reviewers=reviewer,fp-leads=team_lead",
        "PASSWORD_SIGN_IN": "0",
    }
    yield from _house(tmp_path_factory, provider, "claims", said)


def _house(factory: pytest.TempPathFactory, provider: Provider, name: str, said: dict[str, str]) -> Iterator[House]:
    database = factory.mktemp(name) / "server.db"
    told = {"OIDC_ISSUER": provider.issuer, "OIDC_CLIENT_ID": CLIENT, "OIDC_NAME": "Example ID"} | said
    with start_server(database, environment={f"FOOTPLATE_{key}": value for key, value in told.items()}) as server:
        house = open_house(server, database)
        yield house
        house.close()


def link(house: House, name: str, issuer: str, subject: str) -> None:
    engine = open_engine(database_url(house.database))
    try:
        from datetime import UTC, datetime

        people.link(Storage(engine, lambda: datetime.now(UTC)), name, issuer, subject)
    finally:
        engine.dispose()


def ways(house: House) -> ProviderView:
    told = SessionApi(HttpClient(house.server.url, ServerClock())).ways()
    assert isinstance(told, SignInWays)
    assert told.provider is not None
    return told.provider


def id_token(house: House, provider: Provider, name: str, told: ProviderView | None = None) -> str:
    """What the workstation gets when this person signs in at the provider; the browser is the walk."""
    pages: list[requests.Response] = []
    walks: list[threading.Thread] = []

    def open_page(address: str) -> bool:
        walks.append(threading.Thread(target=lambda: pages.append(provider.walk(address, name))))
        walks[0].start()
        return True

    try:
        return ProviderDesk(told or ways(house), threading.Event()).by_browser(open_page, PageText(), 120.0)
    finally:
        for walk in walks:
            walk.join(120)
        assert [page.status_code for page in pages] == [200]


def enter(house: House, token: str) -> requests.Response:
    with Session(house.server.url) as anybody:
        return anybody.post("/v1/session/oidc", json={"id_token": token})


def claims(token: str) -> dict[str, object]:
    body = token.split(".")[1]
    told: dict[str, object] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return told


def test_a_linked_person_comes_in_and_has_a_session_like_any_other(house: House, provider: Provider) -> None:
    house.add("reviewer-07", "reviewer")
    token = id_token(house, provider, "lin")
    refused = enter(house, token)
    assert (refused.status_code, refused.json()["code"]) == (403, "identity_unknown")
    link(house, "reviewer-07", provider.issuer, str(claims(token)["sub"]))
    told = enter(house, id_token(house, provider, "lin"))
    assert told.status_code == 200, told.text
    user = told.json()["user"]
    assert (user["name"], user["roles"]) == ("reviewer-07", ["reviewer"])
    with Session(house.server.url, told.json()["access_token"]) as session:
        assert session.get("/v1/cases").status_code == 200
        seat = session.post("/v1/devices", json={"device_name": "s", "os": "Linux", "app_version": "0"}).json()
        renewed = session.post("/v1/session/refresh", json={"refresh_token": told.json()["refresh_token"]})
        assert renewed.status_code == 200
    # At a seat that was registered before, the sign-in takes place there.
    again = enter(house, id_token(house, provider, "lin")).json()
    with Session(house.server.url, again["access_token"]) as session:
        assert session.put("/v1/session/device", json={"device_id": seat["device_id"]}).status_code == 204
        pair = session.post("/v1/session/refresh", json={"refresh_token": again["refresh_token"]}).json()
        assert claims(pair["access_token"])["dev"] == seat["device_id"]
        assert session.put("/v1/session/device", json={"device_id": "another"}).status_code == 404


def test_an_id_token_opens_one_session_and_only_with_the_servers_own_nonce(house: House, provider: Provider) -> None:
    house.add("reviewer-11", "reviewer")
    told = ways(house)
    token = id_token(house, provider, "pia", told)
    assert claims(token)["nonce"] == told.nonce
    link(house, "reviewer-11", provider.issuer, "pia")
    assert enter(house, token).status_code == 200
    assert enter(house, token).json()["code"] == "id_token_refused"
    from msgspec.structs import replace

    other = id_token(house, provider, "pia", replace(ways(house), nonce="bXkgb3du"))
    assert enter(house, other).json()["code"] == "id_token_refused"
    reasons = run_sql(house.database, "SELECT detail FROM audit WHERE action = 'session.sign_in_failed'")
    assert {json.loads(detail)["why"] for (detail,) in reasons} >= {"used_again", "nonce"}


def test_a_key_that_the_provider_rotates_is_believed_without_a_restart(house: House, provider: Provider) -> None:
    house.add("reviewer-12", "reviewer")
    link(house, "reviewer-12", provider.issuer, "ola")
    assert enter(house, id_token(house, provider, "ola")).status_code == 200
    before = run_sql(house.database, "SELECT count(*) FROM audit WHERE action = 'session.sign_in'")
    provider.rotate()
    deadline = time.monotonic() + 60
    while (told := enter(house, id_token(house, provider, "ola"))).status_code != 200:
        # A new key is looked for at most every ten seconds.
        assert time.monotonic() < deadline, told.text
    assert run_sql(house.database, "SELECT count(*) FROM audit WHERE action = 'session.sign_in'") > before


def test_the_browser_is_sent_with_a_challenge_and_an_answer_that_is_not_ours_changes_nothing(
    house: House, provider: Provider
) -> None:
    sent: dict[str, list[str]] = {}
    said: list[int] = []
    walks: list[threading.Thread] = []

    def open_page(address: str) -> bool:
        sent.update(parse_qs(urlsplit(address).query))

        def stranger_first() -> None:
            (back,) = sent["redirect_uri"]
            with requests.Session() as plain:
                plain.trust_env = False
                for query in ("?code=x&state=guessed", "?state=" + sent["state"][0], "?code=a&code=b", ""):
                    said.append(plain.get(back + query, timeout=30).status_code)
                said.append(plain.get(back.replace("/callback", "/else"), timeout=30).status_code)
            said.append(provider.walk(address, "lin").status_code)

        walks.append(threading.Thread(target=stranger_first))
        walks[0].start()
        return True

    token = ProviderDesk(ways(house), threading.Event()).by_browser(open_page, PageText(), 120.0)
    walks[0].join(120)
    assert said == [400, 400, 404, 400, 404, 200]
    assert token
    assert sent["code_challenge_method"] == ["S256"]
    assert len(sent["code_challenge"][0]) == 43
    assert urlsplit(sent["redirect_uri"][0]).hostname == "127.0.0.1"
    assert sent["nonce"] != sent["state"]


def test_without_the_verifier_the_provider_gives_no_token(house: House, provider: Provider) -> None:
    told = ways(house)
    desk = ProviderDesk(told, threading.Event())
    address = desk.authorisation("http://127.0.0.1:9/callback", "s", "v" * 43)
    with pytest.raises(requests.ConnectionError) as sent_back:
        provider.walk(address, "lin")
    code = parse_qs(urlsplit(str(sent_back.value.request.url)).query)["code"][0]
    with pytest.raises(DeskError):
        desk._redeem(
            grant_type="authorization_code",
            code=code,
            redirect_uri="http://127.0.0.1:9/callback",
            code_verifier="w" * 43,
        )


def test_the_person_may_go_on_otherwise(house: House) -> None:
    cancelled = threading.Event()

    def open_page(_address: str) -> bool:
        cancelled.set()
        return True

    with pytest.raises(DeskError, match="sign_in_cancelled"):
        ProviderDesk(ways(house), cancelled).by_browser(open_page, PageText(), 120.0)
    with pytest.raises(DeskError, match="browser_missing"):
        ProviderDesk(ways(house), threading.Event()).by_browser(lambda _address: False, PageText(), 120.0)


def test_a_house_that_goes_by_groups_lets_newcomers_in_with_the_roles_they_name(
    claims_house: House, provider: Provider
) -> None:
    told = enter(claims_house, id_token(claims_house, provider, "mei"))
    assert told.status_code == 200, told.text
    assert told.json()["user"]["roles"] == ["team_lead"]
    nobody = enter(claims_house, id_token(claims_house, provider, "ola"))
    assert (nobody.status_code, nobody.json()["code"]) == (403, "identity_unknown")
    # What the house had given by hand gives way, and the tokens of before end.
    run_sql(claims_house.database, "UPDATE user_roles SET role = 'auditor'")
    with Session(claims_house.server.url, told.json()["access_token"]) as session:
        assert session.get("/v1/cases").status_code == 200
        again = enter(claims_house, id_token(claims_house, provider, "mei"))
        assert again.json()["user"]["roles"] == ["team_lead"]
        assert session.get("/v1/cases").json()["code"] == "token_expired"
    assert run_sql(claims_house.database, "SELECT count(*) FROM audit WHERE action = 'user.roles_changed'") == [(1,)]


def test_a_house_without_passwords_takes_none(claims_house: House) -> None:
    with Session(claims_house.server.url) as anybody:
        told = anybody.post("/v1/session", json={"username": "mei", "password": PASSWORD})
        assert (told.status_code, told.json()["code"]) == (403, "password_off")
        assert anybody.get("/v1/session/ways").json()["password"] is False
