"""Fault 29: certificates. Only one that the machine trusts, for this host, in time and over TLS 1.2 or newer, gets to
see a token; there is no switch that changes it."""

import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.desktop.api.endpoints import Api
from app.desktop.ports import Offline
from tests.desktop.support.model_server import ModelServer
from tests.support.certificates import House
from tests.support.fault_proxy import FaultProxy, fault_proxy
from tests.support.model_http import client_of, served_model

WRONG: dict[str, Callable[[House], ssl.SSLContext]] = {
    "expired": House.expired,
    "wrong_host": House.wrong_host,
    "unknown_authority": House.unknown_authority,
    "downgraded_to_tls_1_1": House.old_protocol,
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return House(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def road(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultProxy]:
    monkeypatch.setenv("SSL_CERT_FILE", str(house.bundle))  # what the machine trusts
    with served_model(ModelServer()) as target, fault_proxy(target, tls=house.good()) as proxy:
        yield proxy


@pytest.fixture
def api(road: FaultProxy) -> Iterator[Api]:
    with client_of(road.url, stall_seconds=20) as made:
        yield made


def test_a_certificate_of_the_house_is_trusted(api: Api) -> None:
    assert api.meta().server_epoch == "e1"


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_certificate_sees_no_token(kind: str, house: House, road: FaultProxy, api: Api) -> None:
    road.show(WRONG[kind](house))
    with pytest.raises(Offline):
        api.meta()
    assert road.seen == [], "not one byte of a request"
    road.show(house.good())
    assert api.meta().server_epoch == "e1"


@pytest.mark.parametrize("kind", WRONG)
def test_a_certificate_that_turns_wrong_in_mid_session_ends_it(
    kind: str, house: House, road: FaultProxy, api: Api
) -> None:
    assert api.meta().server_epoch == "e1"
    before = len(road.seen)
    road.show(WRONG[kind](house))
    with pytest.raises(Offline):
        api.meta()
    assert len(road.seen) == before


def test_a_certificate_that_was_renewed_in_mid_session_is_taken(house: House, road: FaultProxy, api: Api) -> None:
    api.meta()
    road.show(house.good())
    # The line that was open is gone; the next call or the one after it makes a new one.
    for _ in range(2):
        try:
            assert api.meta().server_epoch == "e1"
            break
        except Offline:
            continue
    else:
        pytest.fail("never taken")


def test_plain_http_where_tls_was_agreed_is_no_server(house: House, road: FaultProxy, api: Api) -> None:
    api.meta()
    agreed = road.url
    road.show(None)
    with client_of(agreed, stall_seconds=1) as hasty, pytest.raises(Offline):
        hasty.meta()
    assert road.seen[1:] == []


def test_without_the_house_s_authority_nothing_is_trusted(
    road: FaultProxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, house: House
) -> None:
    other = House(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(other.bundle))
    with client_of(road.url) as made, pytest.raises(Offline) as caught:
        made.meta()
    assert caught.value.code == "certificate"
    assert road.seen == []
