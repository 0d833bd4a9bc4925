"""A new operator follows docs/server.md in a clean folder: PostgreSQL, two server processes and a reverse proxy from
the files in packaging/server/, a case worked through the proxy, and a new version without an interruption.

Where Caddy is installed (on the PATH, or named by FOOTPLATE_TEST_CADDY) it is the proxy, with the very Caddyfile but
for the name of the site; else tests/support/small_proxy.py stands in for it, with the Caddyfile's own health check.
"""

import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
import requests
import yaml

from app.server.config import Settings
from tests.support.database import NONE_HERE, here, postgresql_url
from tests.support.factories import intake_case
from tests.support.seats import Seat, review_body
from tests.support.server import PASSWORD, Session, sign_in_with_device
from tests.support.small_proxy import SmallProxy, rules

ROOT = Path(__file__).resolve().parents[2]
FILES = ROOT / "packaging" / "server"
PATIENCE_S = 120.0
CASES = 600
PACE_S = 0.05  # between two decisions, so that there are cases to the end


class Operator:
    """Somebody with the files and nothing else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for file in FILES.iterdir():
            if file.is_file():
                shutil.copy(file, folder)
        self.processes: dict[int, subprocess.Popen[bytes]] = {}
        self.settings = self._settings()

    def _settings(self) -> dict[str, str]:
        """server.env with this machine's own places in it."""
        told = dict(
            line.split("=", 1)
            for line in (self.folder / "server.env").read_text().splitlines()
            if line and not line.startswith("#")
        )
        assert set(told) >= {"FOOTPLATE_DATABASE", "FOOTPLATE_FILES", "FOOTPLATE_AUDIT_KEY_FILE"}
        return told | {
            "FOOTPLATE_DATABASE": postgresql_url(self.folder / "server.db", template=None),
            "FOOTPLATE_FILES": str(self.folder / "files"),
            "FOOTPLATE_AUDIT_KEY_FILE": str(self.folder / "audit.key"),
            "FOOTPLATE_USUAL_PER_SECOND": "0",
            "FOOTPLATE_SYNC_PER_SECOND": "0",
        }

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("FOOTPLATE_")}
        return kept | self.settings | {"PYTHONPATH": str(ROOT)}

    def command(self, *arguments: str, told: str = "") -> str:
        """`footplate …` with the service's settings."""
        done = subprocess.run(
            [sys.executable, "-m", "app", *arguments],
            cwd=self.folder,
            env=self.environment,
            input=told,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()

    def start(self, port: int) -> None:
        """systemctl start footplate@PORT: the unit's own line, with this checkout for /opt/footplate."""
        unit = (self.folder / "footplate@.service").read_text()
        line = re.search(r"^ExecStart=(.+)$", unit, re.MULTILINE)
        assert line is not None
        program, *rest = shlex.split(line.group(1).replace("%i", str(port)))
        assert program == "/opt/footplate/bin/footplate"
        with (self.folder / f"{port}.log").open("ab") as log:
            self.processes[port] = subprocess.Popen(
                [sys.executable, "-m", "app", *rest],
                cwd=self.folder,
                env=self.environment,
                stdout=subprocess.DEVNULL,
                stderr=log,
            )
        wait_for(lambda: ready(port))

    def stop(self, port: int) -> int:
        process = self.processes.pop(port)
        process.send_signal(signal.SIGTERM)
        try:
            return process.wait(PATIENCE_S)
        finally:
            process.kill()


def wait_for(so: Any) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not so():
        assert time.monotonic() < deadline, "it did not come about"
        threading.Event().wait(0.05)


def ready(port: int) -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}/readyz", timeout=5).text == "ready\n"
    except requests.RequestException:
        return False


def free_ports(count: int) -> list[int]:
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


@contextmanager
def proxy(folder: Path, ports: list[int]) -> Iterator[str]:
    """Its address."""
    caddyfile = folder / "Caddyfile"
    caddy = os.environ.get("FOOTPLATE_TEST_CADDY") or shutil.which("caddy")
    if caddy is None:
        with SmallProxy(ports, *rules(caddyfile)).running() as stand_in:
            wait_for(lambda: stand_in.ready() == set(ports))
            yield stand_in.url
        return
    (port,) = free_ports(1)
    environment = os.environ | {
        "FOOTPLATE_SITE": f"http://127.0.0.1:{port}",
        "FOOTPLATE_SERVERS": " ".join(f"127.0.0.1:{one}" for one in ports),
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
    }
    with (folder / "caddy.log").open("wb") as log:
        process = subprocess.Popen(
            [caddy, "run", "--config", str(caddyfile), "--adapter", "caddyfile"],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=log,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_for(lambda: answers(url))
        yield url
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def answers(url: str) -> bool:
    try:
        return requests.get(f"{url}/v1/meta", timeout=5).status_code == 401
    except requests.RequestException:
        return False


@pytest.mark.slow
@pytest.mark.timeout(420)
@pytest.mark.skipif(not here(), reason=NONE_HERE)
def test_a_house_is_brought_up_from_its_files_and_restarted_without_an_interruption(tmp_path: Path) -> None:
    operator = Operator(tmp_path)
    public = operator.command("audit", "keygen", "--out", str(tmp_path / "audit.key"))
    assert "m00" in operator.command("migrate")
    for name, role in (("lin", "reviewer"), ("ada", "auditor")):
        operator.command("user", "add", name, "--role", role, "--password-stdin", told=f"{PASSWORD}\n")
    token = operator.command("user", "add", "roca", "--role", "agent_service")
    ports = free_ports(2)
    try:
        for port in ports:
            operator.start(port)
        with proxy(tmp_path, ports) as url:
            agent = Session(url, token)
            body = msgspec.json.encode([intake_case(f"page-{n}") for n in range(CASES)])
            fed = agent.post("/v1/intake/cases", data=body, headers={"Content-Type": "application/json"})
            assert fed.json()["accepted"] == CASES
            session, device_id = sign_in_with_device(url, "lin")
            decided = decide_while_restarting(operator, ports, Seat(session, device_id, "lin"))
            look_at_the_trail(operator, url, public, decided)
            agent.close()
            session.close()
    finally:
        for port in list(operator.processes):
            assert operator.stop(port) == 0


def pause_between_servers() -> float:
    """What the page says to wait between one server and the next, in seconds. Caddy before 2.7.5 sends a request that
    is no GET anew only where a server took no connection, not where it knew of none that is ready."""
    page = (ROOT / "docs" / "server.md").read_text(encoding="utf-8")
    told = re.search(r"^  sleep (\d+) +# the proxy has to see it, too$", page, re.MULTILINE)
    assert told is not None
    return float(told.group(1))


def decide_while_restarting(operator: Operator, ports: list[int], lin: Seat) -> int:
    """A person decides case after case while one server after the other is replaced; nothing fails or is lost. How
    many cases were decided."""
    failed: list[str] = []
    decided: list[str] = []
    begun, replaced = threading.Event(), threading.Event()

    def work() -> None:
        try:
            while not replaced.wait(PACE_S):
                (claim,) = lin.claim(want=1)["claims"]
                case_id = claim["case_id"]
                answer = lin.put(lin.command(case_id, review_body(), claim))
                assert answer.status_code == 200, answer.text
                decided.append(case_id)
                begun.set()
        except Exception as error:
            failed.append(f"{type(error).__name__}: {error}")
            begun.set()

    person = threading.Thread(target=work)
    person.start()
    assert begun.wait(PATIENCE_S)
    try:
        for port in ports:
            assert operator.stop(port) == 0
            operator.start(port)
            threading.Event().wait(pause_between_servers())
    finally:
        replaced.set()
        person.join(PATIENCE_S)
    assert failed == []
    assert len(set(decided)) == len(decided) > 4
    return len(decided)


def look_at_the_trail(operator: Operator, url: str, public: str, decided: int) -> None:
    """What an auditor does: the reviews are there, and the trail of all this holds and is signed."""
    auditor, _ = sign_in_with_device(url, "ada")
    with auditor:
        assert auditor.get("/v1/meta").json()["audit_key"] == public
        file = operator.folder / "audit.jsonl"
        operator.command(
            "export", "audit", "--out", str(file), "--server", url, "--token", str(auditor.tokens["access_token"])
        )
        told = operator.command("audit", "verify", str(file), "--key", public)
        assert "the chain holds" in told
        assert auditor.get("/metrics").status_code in (200, 404)  # 404 where Caddy keeps it inside
        reviews = auditor.get("/v1/exports/reviews").content.splitlines()
    assert len(reviews) == decided
    assert "signed heads that fit: 1" in told


def test_the_unit_is_understood_by_systemd(tmp_path: Path) -> None:
    tool = shutil.which("systemd-analyze")
    if tool is None:
        pytest.skip("systemd-analyze is not installed here")
    unit = (FILES / "footplate@.service").read_text().replace("/opt/footplate/bin/footplate", "/bin/true")
    (tmp_path / "footplate@8471.service").write_text(unit)
    done = subprocess.run(
        [tool, "verify", str(tmp_path / "footplate@8471.service")], capture_output=True, text=True, timeout=60
    )
    assert "footplate" not in done.stderr, done.stderr


def test_what_the_page_says_is_in_the_files() -> None:
    page = (ROOT / "docs" / "server.md").read_text(encoding="utf-8")
    for file in ("server.env", "footplate@.service", "Caddyfile", "nginx.conf"):
        assert (FILES / file).is_file()
        assert file in page
    stop = int(re.search(r"^TimeoutStopSec=(\d+)", (FILES / "footplate@.service").read_text(), re.MULTILINE)[1])  # type: ignore[index]
    env = (FILES / "server.env").read_text()
    waits = [int(re.search(rf"^FOOTPLATE_{name}_SECONDS=(\d+)", env, re.MULTILINE)[1]) for name in ("DRAIN", "STOP")]  # type: ignore[index]
    assert sum(waits) < stop
    assert waits[0] > 2 * rules(FILES / "Caddyfile")[1]
    assert pause_between_servers() > 2 * rules(FILES / "Caddyfile")[1]


def test_the_commands_on_the_page_are_whole() -> None:
    """Bash reads every block of them, as it is run."""
    page = (ROOT / "docs" / "server.md").read_text(encoding="utf-8")
    blocks = [textwrap.dedent(block) for block in re.findall(r"^ *```\n(.*?)^ *```$", page, re.MULTILINE | re.DOTALL)]
    commands = [block for block in blocks if not block.startswith("seats ──")]
    assert len(commands) > 8
    for block in commands:
        done = subprocess.run(["bash", "-n"], input=block, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, f"{block}\n{done.stderr}"


def test_what_a_shell_and_systemd_read_in_the_settings_is_the_same(tmp_path: Path) -> None:
    file = FILES / "server.env"
    lines = [line for line in file.read_text().splitlines() if line and not line.startswith("#")]
    by_systemd = {name: re.sub(r"^'(.*)'$", r"\1", value) for name, _, value in (line.partition("=") for line in lines)}
    read = 'set -a; . "$1"; env -0'
    done = subprocess.run(
        ["bash", "-c", read, "bash", str(file)], capture_output=True, text=True, timeout=60, env={}, cwd=tmp_path
    )
    by_shell = dict(line.split("=", 1) for line in done.stdout.split("\0") if "=" in line)
    assert done.returncode == 0, done.stderr
    assert by_systemd.items() <= by_shell.items()
    assert by_systemd["FOOTPLATE_DATABASE"].startswith("postgresql+psycopg://")


def test_the_containers_fit_together() -> None:
    house = yaml.safe_load((FILES / "compose.yaml").read_text(encoding="utf-8"))
    services = house["services"]
    for name in ("migrate", "server-1", "server-2"):
        service = services[name]
        assert service["image"] == services["server-1"]["image"]
        assert (
            FILES / service["build"]["context"] / service["build"]["dockerfile"]
        ).resolve() == FILES / "Containerfile"
        assert set(service["secrets"]) <= set(house["secrets"])
        assert service["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in service["security_opt"]
        assert service["read_only"] is True
        assert "files:/var/lib/footplate" in service["volumes"]
        assert set(service["environment"]) - {"FORWARDED_ALLOW_IPS", "FOOTPLATE_DATABASE"} <= {
            f"FOOTPLATE_{field.name.upper()}" for field in msgspec.structs.fields(Settings)
        }
    # While the database is being made it answers on its socket alone, and is then started anew.
    assert "-h" in services["database"]["healthcheck"]["test"]
    drain = float(services["server-1"]["environment"]["FOOTPLATE_DRAIN_SECONDS"])
    assert drain + Settings().stop_seconds < int(services["server-1"]["stop_grace_period"].rstrip("s"))
    assert drain > 2 * rules(FILES / "Caddyfile")[1]
    named = set(re.findall(r"\{\$(FOOTPLATE_\w+)", (FILES / "Caddyfile").read_text(encoding="utf-8")))
    assert set(services["proxy"]["environment"]) == named
