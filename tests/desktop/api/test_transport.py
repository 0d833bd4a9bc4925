"""TLS and proxies: whom the client believes on the way, and that no token reaches anybody else."""

import ast
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.desktop.api.client import HttpClient, Network
from app.desktop.api.server_clock import ServerClock
from app.desktop.api.transport import trust
from app.desktop.policy import Policy
from app.desktop.ports import ApiError, Offline, ServerSpoke
from app.desktop.runtime.system_proxy import system_proxy, way
from tests.support.certificates import House

ROOT = Path(__file__).resolve().parents[3]
TOKEN = "the-secret-token"


class Listener:
    """Answers each connection in turn as the test says and keeps every byte that came, decrypted where it speaks TLS.

    With `tunnel` it is an HTTP proxy: it says yes to CONNECT and then speaks for the server itself."""

    def __init__(self, answer: bytes, context: ssl.SSLContext | None = None, tunnel: bytes = b"") -> None:
        self.came = b""
        self._answer, self._context, self._tunnel = answer, context, tunnel
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._socket.accept()
            except OSError:
                return
            line.settimeout(5)
            try:
                self._speak(line)
            except OSError:
                pass
            finally:
                line.close()

    def _speak(self, line: socket.socket) -> None:
        if self._tunnel:
            self.came += _head(line)
            line.sendall(self._tunnel)
            if b" 200 " not in self._tunnel:
                return
        if self._context is not None:
            line = self._context.wrap_socket(line, server_side=True)
        with closing(line):
            self.came += _head(line)
            line.sendall(self._answer)

    def close(self) -> None:
        # Closing alone would leave `accept` waiting.
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()


def _head(line: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = line.recv(4096)
        if not piece:
            break
        data += piece
    return data


def answer(status: str = "200 OK", kind: str = "application/json", body: bytes = b"{}", more: str = "") -> bytes:
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n{more}\r\n"
    )
    return head.encode() + body


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


@pytest.fixture
def listen() -> Iterator[type]:
    made: list[Listener] = []

    def start(*told: object, **named: object) -> Listener:
        made.append(Listener(*told, **named))  # type: ignore[arg-type]
        return made[-1]

    yield start  # type: ignore[misc]
    for one in made:
        one.close()


def ask(url: str, network: Network | None = None) -> tuple[int, bytes]:
    with closing(HttpClient(url, ServerClock(), network=network, connect_seconds=2, stall_seconds=2)) as client:
        return client.send("GET", "/v1/meta", token=TOKEN)


def refused(url: str, network: Network | None = None) -> str:
    with pytest.raises(ApiError) as caught:
        ask(url, network)
    assert caught.value.retry
    return caught.value.code


# ---------------------------------------------------------------------------------------------- certificates
def test_the_organisation_s_own_authority_is_believed_where_the_policy_names_it(house: House, listen: type) -> None:
    server = listen(answer(), house.good())
    url = f"https://127.0.0.1:{server.port}"
    assert refused(url) == "certificate"
    assert TOKEN.encode() not in server.came
    assert ask(url, Network(ca_file=str(house.bundle))) == (200, b"{}")


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("expired", "certificate_expired"),
        ("wrong_host", "certificate_host"),
        ("unknown_authority", "certificate"),
        ("old_protocol", "tls"),
    ],
)
def test_why_a_server_is_not_believed_is_told_apart_and_no_token_is_sent(
    kind: str, code: str, house: House, listen: type
) -> None:
    server = listen(answer(), getattr(house, kind)())
    assert refused(f"https://127.0.0.1:{server.port}", Network(ca_file=str(house.bundle))) == code
    assert server.came == b""


def test_a_certificate_file_that_cannot_be_used_stops_every_request(tmp_path: Path, listen: type) -> None:
    server = listen(answer())
    url = f"https://127.0.0.1:{server.port}"
    (tmp_path / "ca.pem").write_text("no certificate")
    for path in (tmp_path / "ca.pem", tmp_path / "none.pem"):
        assert refused(url, Network(ca_file=str(path))) == "ca_file"
    assert server.came == b""


def test_nothing_older_than_tls_1_2_is_spoken_and_names_are_always_checked() -> None:
    context = trust(None)
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


def test_the_bundle_that_comes_with_requests_is_not_believed(
    house: House, listen: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An authority that the organisation took out of the system's store must not come back by a library's own list."""
    server = listen(answer(), house.good())
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(house.bundle))
    assert refused(f"https://127.0.0.1:{server.port}") == "certificate"
    assert server.came == b""


# ---------------------------------------------------------------------------------------------- proxies
AWAY = "https://footplate.invalid"
OPENED = b"HTTP/1.1 200 Connection established\r\n\r\n"


def by(proxy: Listener, **named: str) -> Network:
    return Network(proxy=f"http://127.0.0.1:{proxy.port}", **named)


def test_behind_a_proxy_the_server_s_certificate_is_checked_as_without_one(house: House, listen: type) -> None:
    """The proxy itself speaks for the server here: the classic man in the middle."""
    strange = listen(answer(), house.wrong_host(), OPENED)
    assert refused(AWAY, by(strange, ca_file=str(house.bundle))) == "certificate_host"
    assert TOKEN.encode() not in strange.came
    unknown = listen(answer(), house.unknown_authority(), OPENED)
    assert refused(AWAY, by(unknown, ca_file=str(house.bundle))) == "certificate"
    assert TOKEN.encode() not in unknown.came
    leaf = house.ours.issue_cert("footplate.invalid")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    leaf.configure_cert(context)
    inspecting = listen(answer(), context, OPENED)
    assert ask(AWAY, by(inspecting, ca_file=str(house.bundle))) == (200, b"{}")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "proxy_sign_in"),
        (b"HTTP/1.1 403 Forbidden\r\n\r\n", "proxy"),
        (b"HTTP/1.1 502 Bad Gateway\r\n\r\n", "proxy"),
    ],
)
def test_a_proxy_that_refuses_is_told_apart_and_sees_no_token(said: bytes, code: str, listen: type) -> None:
    proxy = listen(answer(), None, said)
    assert refused(AWAY, by(proxy)) == code
    assert TOKEN.encode() not in proxy.came


def test_a_proxy_that_is_not_there_and_one_of_an_unfit_kind_are_told_apart() -> None:
    assert refused(AWAY, Network(proxy="http://127.0.0.1:9")) == "proxy"
    assert refused(AWAY, Network(proxy="socks5h://127.0.0.1:9")) == "proxy_unfit"


def test_the_way_to_this_machine_itself_takes_no_proxy(listen: type) -> None:
    server = listen(answer())
    assert ask(f"http://127.0.0.1:{server.port}", Network(proxy="http://127.0.0.1:9"))[0] == 200


def test_the_system_is_asked_for_its_proxy_once_and_again_after_a_failure() -> None:
    asked: list[str] = []

    def find(url: str) -> str:
        asked.append(url)
        return "http://127.0.0.1:9"

    with closing(HttpClient(AWAY, ServerClock(), network=Network(find_proxy=find), connect_seconds=1)) as client:
        assert client._proxies() == client._proxies()
        assert asked == [AWAY]
        with pytest.raises(Offline):
            client.send("GET", "/v1/meta")
        client._proxies()
    assert asked == [AWAY, AWAY]


def test_the_system_s_proxy_is_what_the_session_s_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    assert system_proxy(AWAY) is None
    monkeypatch.setenv("https_proxy", "http://proxy.example.com:3128")
    assert system_proxy(AWAY) == "http://proxy.example.com:3128"
    monkeypatch.setenv("no_proxy", ".invalid")
    assert system_proxy(AWAY) is None


def test_the_policy_s_proxy_comes_first_and_none_means_none() -> None:
    assert way(Policy(proxy="http://p:1"), "http://p:1") == ("http://p:1", None)
    assert way(Policy(), "") == (None, system_proxy)
    assert way(Policy(proxy_mode="none"), "") == (None, None)


# ---------------------------------------------------------------------------------------------- others who answer
def test_a_redirect_is_not_followed_and_its_goal_sees_no_token(listen: type) -> None:
    goal = listen(answer())
    for status in ("301 Moved", "302 Found", "307 Temporary", "308 Permanent"):
        sender = listen(answer(status, "text/plain", b"", f"Location: http://127.0.0.1:{goal.port}/v1/meta\r\n"))
        assert refused(f"http://127.0.0.1:{sender.port}") == "captive_portal"
    assert goal.came == b""


@pytest.mark.parametrize("said", [("200 OK", "text/html; charset=utf-8"), ("511 Network Authentication", "text/html")])
def test_the_sign_in_page_of_a_network_is_known_as_one(said: tuple[str, str], listen: type) -> None:
    server = listen(answer(*said, b"<html>Welcome to the guest network</html>"))
    with pytest.raises(ServerSpoke) as caught:
        ask(f"http://127.0.0.1:{server.port}")
    assert caught.value.code == "captive_portal"


# ---------------------------------------------------------------------------------------------- no way round
def _switches(tree: ast.AST) -> Iterator[str]:
    """Everything that would turn the check of certificates off."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword | ast.Assign | ast.AnnAssign):
            value = node.value
            targets = [node.arg] if isinstance(node, ast.keyword) else _names(node)
            off = isinstance(value, ast.Constant) and value.value is False
            if off and {"verify", "check_hostname", "assert_hostname", "ssl", "trust"} & set(targets):
                yield f"{targets}=False"
        if isinstance(node, ast.Attribute) and node.attr in (
            "CERT_NONE",
            "CERT_OPTIONAL",
            "_create_unverified_context",
        ):
            yield node.attr
        if isinstance(node, ast.Constant) and node.value in ("CERT_NONE", "CERT_OPTIONAL"):
            yield str(node.value)
        if isinstance(node, ast.Name | ast.Attribute) and "disable_warnings" in ast.unparse(node):
            yield "disable_warnings"


def _names(node: ast.Assign | ast.AnnAssign) -> list[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return [getattr(target, "attr", getattr(target, "id", "")) for target in targets]


def test_no_line_of_the_program_turns_the_check_of_certificates_off() -> None:
    found = {
        f"{file.relative_to(ROOT)}: {switch}"
        for file in (ROOT / "app").rglob("*.py")
        for switch in _switches(ast.parse(file.read_text(encoding="utf-8")))
    }
    assert not found


@pytest.mark.parametrize(
    "line",
    ["requests.get(u, verify=False)", "s.verify = False", "c.verify_mode = ssl.CERT_NONE", "c.check_hostname = False"],
)
def test_such_a_line_would_be_found(line: str) -> None:
    assert list(_switches(ast.parse(line)))
