"""Caddy and nginx with their files of packaging/server/, in front of a real server, where they are installed."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
import requests
import trustme
from requests.adapters import HTTPAdapter

from app.contract.limits import INTAKE_BYTES
from app.contract.problems import Code, Problem
from app.domain.document import MAX_DOCUMENT_BYTES
from app.server.routes.deps import WATCHED
from tests.packaging.test_server_from_its_page import free_ports
from tests.support.server import PASSWORD, Session, add_user, start_server

FILES = Path(__file__).resolve().parents[2] / "packaging" / "server"
PATIENCE_S = 60.0
# Either is as large as the kilobytes, or millions of bytes, of its proxy.
SIZES = {"Caddyfile": (r"max_size (\d+)MB", 10**6), "nginx.conf": (r"client_max_body_size (\d+)m;", 2**20)}
CADDY = os.environ.get("FOOTPLATE_TEST_CADDY") or shutil.which("caddy")
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


@pytest.mark.parametrize("file", SIZES)
def test_a_proxy_lets_through_what_the_server_takes_and_keeps_inside_what_watchers_ask(file: str) -> None:
    text = (FILES / file).read_text(encoding="utf-8")
    pattern, unit = SIZES[file]
    (most,) = re.findall(pattern, text)
    assert INTAKE_BYTES <= int(most) * unit < INTAKE_BYTES * 1.1
    kept = re.search(r"@watchers path (.+)|location ~ \^(/\(.+\))\$", text)
    assert kept is not None
    names = re.findall(r"\w+", kept.group(1) or kept.group(2))
    assert {f"/{name}" for name in names} == set(WATCHED)


@pytest.mark.parametrize("file", SIZES)
def test_what_a_proxy_says_itself_is_of_the_protocol(file: str) -> None:
    told = re.findall(r"\{\"type\".+?\}", (FILES / file).read_text(encoding="utf-8"))
    problems = [msgspec.json.decode(one, type=Problem) for one in told]
    assert {one.code for one in problems} == {Code.TOO_LARGE.code, Code.UNAVAILABLE.code}
    by_code = {code.code: code for code in (Code.TOO_LARGE, Code.UNAVAILABLE)}
    for one in problems:
        code = by_code[one.code]
        assert (one.type, one.title, one.status) == (f"urn:footplate:problem:{code.code}", code.title, code.status)


@contextmanager
def caddy(folder: Path, servers: list[int]) -> Iterator[str]:
    if CADDY is None:
        pytest.skip("Caddy is not installed here")
    (port,) = free_ports(1)
    url = f"http://127.0.0.1:{port}"
    environment = os.environ | {
        "FOOTPLATE_SITE": url,
        "FOOTPLATE_SERVERS": " ".join(f"127.0.0.1:{one}" for one in servers),
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
    }
    command = [CADDY, "run", "--config", str(FILES / "Caddyfile"), "--adapter", "caddyfile"]
    with running(command, folder, environment, url):
        yield url


@contextmanager
def nginx(folder: Path, servers: list[int]) -> Iterator[str]:
    """With TLS: its file as it is, but for the names of this machine."""
    if NGINX is None:
        pytest.skip("nginx is not installed here")
    (port,) = free_ports(1)
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    leaf = authority.issue_cert("127.0.0.1")
    leaf.private_key_pem.write_to_path(str(folder / "site.key"))
    leaf.cert_chain_pems[0].write_to_path(str(folder / "site.pem"))
    site = (FILES / "nginx.conf").read_text(encoding="utf-8")
    for old, new in (
        ("listen 443", f"listen 127.0.0.1:{port}"),
        ("/etc/nginx/", f"{folder}/"),
        ("127.0.0.1:8471", f"127.0.0.1:{servers[0]}"),
        ("127.0.0.1:8472", f"127.0.0.1:{servers[1]}"),
    ):
        assert old in site
        site = site.replace(old, new)
    (folder / "footplate.conf").write_text(site)
    kept = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{name}_temp_path {folder}/{name};" for name in kept)
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ {places} include {folder}/footplate.conf; }}\n"
    )
    folder.chmod(0o755)
    command = [NGINX, "-p", str(folder), "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"]
    with running(command, folder, dict(os.environ), f"https://127.0.0.1:{port}"):
        yield f"https://127.0.0.1:{port}"


@contextmanager
def running(command: list[str], folder: Path, environment: dict[str, str], url: str) -> Iterator[None]:
    with (folder / "proxy.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
    try:
        with person(url, folder) as asking:
            wait_for(lambda: asking.get("/readyz").status_code == 404, process, folder)
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def wait_for(so: Callable[[], bool], process: "subprocess.Popen[bytes]", folder: Path) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        assert process.poll() is None, (folder / "proxy.log").read_text()
        try:
            if so():
                return
        except requests.ConnectionError:
            pass
        assert time.monotonic() < deadline, "it did not come about"
        threading.Event().wait(0.05)


class FromAddress(HTTPAdapter):
    """Connections that leave from one of this machine's own addresses."""

    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__()

    def init_poolmanager(self, *args: object, **kwargs: object) -> None:
        super().init_poolmanager(*args, source_address=(self._address, 0), **kwargs)  # type: ignore[arg-type, no-untyped-call]


def person(url: str, folder: Path, token: str = "", address: str = "") -> Session:
    session = Session(url, token)
    if url.startswith("https"):
        session.verify = str(folder / "ca.pem")
    if address:
        session.mount(url, FromAddress(address))
    return session


PROXIES = {"caddy": caddy, "nginx": nginx}


@pytest.mark.slow
@pytest.mark.parametrize("name", PROXIES)
def test_files_clients_and_refusals_come_through_as_they_are(name: str, tmp_path: Path) -> None:
    database = tmp_path / "server.db"
    with start_server(database, environment={"FORWARDED_ALLOW_IPS": "127.0.0.1"}) as server:
        token = add_user(database, "roca", "agent_service")
        add_user(database, "lin", "reviewer")
        # The second server is not there: nobody may notice.
        with PROXIES[name](tmp_path, [server.port, *free_ports(1)]) as url:
            with person(url, tmp_path, token) as agent:
                wait_for_meta(agent)
                large_things(agent)
            with person(url, tmp_path) as stranger:
                assert {stranger.get(path).status_code for path in WATCHED} == {404}
            who_is_who(url, tmp_path)
            with person(url, tmp_path) as stranger:
                a_request_inside_a_body(stranger)
            with person(url, tmp_path, token) as agent:
                assert agent.get("/v1/meta").status_code == 200
        server.stop()
        asked = [line for line in map(json.loads, server.log.read_text().splitlines()) if line["event"] == "request"]
    assert any(line["route"] == "/v1/session" for line in asked)
    assert not [line for line in asked if line["route"] == "/metrics"]


def a_request_inside_a_body(stranger: Session) -> None:
    """Of what asks for another protocol a server may take the body for the next request; so it must not come there."""
    for room in (2_000, 9_000, 28_000):
        body = b"\r\n" * (room // 2) + b"GET /metrics HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 6.6.6.6\r\n\r\n"
        told = {"Content-Type": "application/json", "Connection": "Upgrade", "Upgrade": "foo"}
        assert stranger.post("/v1/session", data=body, headers=told).status_code in (400, 429)


def wait_for_meta(agent: Session) -> None:
    """Until the proxy knows that the server is there."""
    deadline = time.monotonic() + PATIENCE_S
    while agent.get("/v1/meta").status_code != 200:
        assert time.monotonic() < deadline


def large_things(agent: Session) -> None:
    data = b"%PDF-1.7\n" + bytes(MAX_DOCUMENT_BYTES - 9)
    address = f"/v1/intake/attachments/{hashlib.sha256(data).hexdigest()}"
    assert agent.put(address, data=data, headers={"Content-Type": "application/pdf"}).status_code == 201
    json = {"Content-Type": "application/json"}
    most = b"[" + b" " * (INTAKE_BYTES - 2) + b"]"
    assert agent.post("/v1/intake/cases", data=most, headers=json).status_code == 200


def who_is_who(url: str, folder: Path) -> None:
    """Failed sign-ins count by the address that a client has, and not by the one that it names."""

    def tries(address: str, count: int) -> list[int]:
        with person(url, folder, address=address) as client:
            asked = {"username": "lin", "password": "wrong"}
            named = [{"X-Forwarded-For": f"10.0.0.{n}, 127.0.0.1"} for n in range(count)]
            return [client.post("/v1/session", json=asked, headers=one).status_code for one in named]

    assert tries("127.0.0.2", 7) == [401] * 5 + [429] * 2
    assert tries("127.0.0.3", 1) == [401]
    with person(url, folder, address="127.0.0.3") as client:
        assert client.post("/v1/session", json={"username": "lin", "password": PASSWORD}).status_code == 200


@pytest.mark.parametrize("name", PROXIES)
def test_where_no_server_is_to_be_had_the_proxy_says_so_in_its_words(name: str, tmp_path: Path) -> None:
    with PROXIES[name](tmp_path, free_ports(2)) as url, person(url, tmp_path) as client:
        answer = client.get("/v1/meta")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert msgspec.json.decode(answer.content, type=Problem).code == "unavailable"


def test_caddy_takes_a_certificate_of_the_houses(tmp_path: Path) -> None:
    if CADDY is None:
        pytest.skip("Caddy is not installed here")
    leaf = trustme.CA().issue_cert("footplate.example.com")
    leaf.private_key_pem.write_to_path(str(tmp_path / "site.key"))
    leaf.cert_chain_pems[0].write_to_path(str(tmp_path / "site.pem"))
    environment = os.environ | {
        "FOOTPLATE_SITE": "footplate.example.com",
        "FOOTPLATE_TLS": f"tls {tmp_path}/site.pem {tmp_path}/site.key",
        "HOME": str(tmp_path),
    }
    command = [CADDY, "adapt", "--config", str(FILES / "Caddyfile"), "--adapter", "caddyfile"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE_S)
    assert done.returncode == 0, done.stderr
    told = msgspec.json.decode(done.stdout)
    (files,) = told["apps"]["tls"]["certificates"]["load_files"]
    assert files["certificate"] == f"{tmp_path}/site.pem"
