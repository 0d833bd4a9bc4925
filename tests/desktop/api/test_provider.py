"""The workstation's side of signing in elsewhere: PKCE, and the device grant against a stand-in for a provider (the
real one of tests/server/test_signing_in_by_a_provider.py has no device grant)."""

import base64
import http.server
import json
import threading
import urllib.request
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from app.contract.identity import ProviderView
from app.desktop.api import provider
from app.desktop.api.loopback import PageText
from app.desktop.api.provider import ProviderDesk, TypedElsewhere, challenge
from app.desktop.ports import DeskError


class StandIn:
    """Answers the device grant (RFC 8628) by a script; what it was asked."""

    def __init__(self) -> None:
        self.answers: list[dict[str, object]] = []
        self.asked: list[dict[str, list[str]]] = []
        self.given: dict[str, object] = {
            "device_code": "d-1",
            "user_code": "WDJB-MJHT",
            "verification_uri": "http://127.0.0.1/go",
            "expires_in": 600,
            "interval": 1,
        }
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                outer.asked.append(sent)
                told = outer.given if self.path == "/device" else outer.answers.pop(0)
                body = json.dumps(told).encode()
                self.send_response(400 if "error" in told else 200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_words: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def desk(self, cancelled: threading.Event | None = None, **more: object) -> ProviderDesk:
        at = f"http://127.0.0.1:{self.server.server_address[1]}"
        told = {"device_authorization_endpoint": f"{at}/device"} | more
        view = ProviderView("Example", at, "desk", "openid", f"{at}/authorize", f"{at}/token", "n", **told)  # type: ignore[arg-type]
        return ProviderDesk(view, cancelled or threading.Event())


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    # The pauses are the standard's; here they need not be waited for.
    monkeypatch.setattr(provider, "LEAST_INTERVAL_S", 0.0)
    monkeypatch.setattr(provider, "SLOWER_S", 0.0)
    made = StandIn()
    made.given["interval"] = 0
    yield made
    made.server.shutdown()
    made.thread.join()
    made.server.server_close()


def test_the_challenge_is_that_of_the_standard() -> None:
    """RFC 7636, appendix B."""
    assert challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_a_code_typed_elsewhere_brings_the_token_once_the_provider_has_it(stand_in: StandIn) -> None:
    stand_in.answers = [
        {"error": "authorization_pending"},
        {"error": "slow_down"},
        {"id_token": "a.b.c", "access_token": "x"},
    ]
    desk = stand_in.desk()
    assert desk.begin_code() == TypedElsewhere("WDJB-MJHT", "http://127.0.0.1/go")
    assert desk.wait_for_code() == "a.b.c"
    assert stand_in.asked[0] == {"client_id": ["desk"], "scope": ["openid"]}
    grant = {"urn:ietf:params:oauth:grant-type:device_code"}
    assert {one["grant_type"][0] for one in stand_in.asked[1:]} == grant
    assert len(stand_in.asked) == 4


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"error": "access_denied"}, "sign_in_cancelled"),
        ({"error": "expired_token"}, "provider_refused"),
        ({"access_token": "x"}, "provider_refused"),
    ],
)
def test_a_refusal_ends_it(stand_in: StandIn, answer: dict[str, object], code: str) -> None:
    stand_in.answers = [answer]
    desk = stand_in.desk()
    desk.begin_code()
    with pytest.raises(DeskError, match=code):
        desk.wait_for_code()


def test_a_code_that_ran_out_is_told(stand_in: StandIn) -> None:
    stand_in.given["expires_in"] = 0
    desk = stand_in.desk()
    desk.begin_code()
    with pytest.raises(DeskError, match="provider_slow"):
        desk.wait_for_code()


def test_whoever_goes_on_otherwise_waits_no_longer(stand_in: StandIn) -> None:
    cancelled = threading.Event()
    desk = stand_in.desk(cancelled)
    desk.begin_code()
    cancelled.set()
    with pytest.raises(DeskError, match="sign_in_cancelled"):
        desk.wait_for_code()


def test_nothing_is_sent_where_it_could_be_read(stand_in: StandIn) -> None:
    with pytest.raises(DeskError, match="provider_unsafe"):
        stand_in.desk(device_authorization_endpoint="http://id.example.com/device")
    with pytest.raises(DeskError, match="provider_refused"):
        stand_in.desk(device_authorization_endpoint=None).begin_code()
    stand_in.given["verification_uri"] = "file:///etc/passwd"
    with pytest.raises(DeskError, match="provider_unsafe"):
        stand_in.desk().begin_code()
    assert len(stand_in.asked) == 1


def id_token(**claims: object) -> str:
    body = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"e30.{body}.c2lnbmF0dXJl"


def come_back(address: str) -> bool:
    """What a browser does once the person has signed in: it is sent back with a code."""
    sent = parse_qs(urlsplit(address).query)
    back = f"{sent['redirect_uri'][0]}?code=c-1&state={sent['state'][0]}"
    threading.Thread(target=lambda: urllib.request.urlopen(back, timeout=60).close()).start()
    return True


@pytest.mark.parametrize(
    ("told", "fresh"), [({"auth_time": 4_102_444_800}, True), ({"auth_time": 1_000_000_000}, False), ({}, False)]
)
def test_who_proves_themselves_anew_is_asked_by_the_provider_and_an_old_sign_in_does_not_do(
    stand_in: StandIn, told: dict[str, object], fresh: bool
) -> None:
    asked: list[dict[str, list[str]]] = []

    def open_page(address: str) -> bool:
        asked.append(parse_qs(urlsplit(address).query))
        return come_back(address)

    stand_in.answers = [{"id_token": id_token(sub="lin", **told)}]
    desk = stand_in.desk()
    if fresh:
        assert desk.by_browser(open_page, PageText(), 60.0, anew=True).startswith("e30.")
    else:
        with pytest.raises(DeskError, match="provider_stale"):
            desk.by_browser(open_page, PageText(), 60.0, anew=True)
    assert (asked[0]["prompt"], asked[0]["max_age"]) == (["login"], ["0"])
    # A first sign-in leaves it to the provider whether it knows them already.
    stand_in.answers = [{"id_token": id_token(sub="lin", **told)}]
    desk.by_browser(open_page, PageText(), 60.0)
    assert "prompt" not in asked[1]
