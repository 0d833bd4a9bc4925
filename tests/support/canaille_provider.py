"""A real OpenID Connect provider on this machine: Canaille, in a process of its own (canaille_process.py).

Canaille brings a package named `tests` along, which would take the place of ours, so it has an environment to itself:

    python3 packaging/dev.py provider

or any other whose interpreter FOOTPLATE_CANAILLE_PYTHON names.

Canaille compares redirect addresses letter by letter; for native apps RFC 8252 (section 7.3) asks a provider to take
any port of a loopback address, so the process lets the port be, and nothing else.
"""

import json
import os
import re
import select
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import requests

CLIENT = "footplate-desk"
PASSWORD = "a provider's own secret 7"
START_SECONDS = 120.0
ROOT = Path(__file__).resolve().parents[2]
PROCESS = Path(__file__).with_name("canaille_process.py")
ABSENT = "there is no OpenID Connect provider here: see tests/support/canaille_provider.py"


def interpreter() -> Path | None:
    """The Python that has Canaille; None where there is none."""
    told = os.environ.get("FOOTPLATE_CANAILLE_PYTHON")
    found = Path(told) if told else ROOT / ".venv-canaille" / "bin" / "python"
    return found if found.is_file() else None


@dataclass
class Provider:
    issuer: str
    process: "subprocess.Popen[bytes]"

    def rotate(self) -> None:
        """Sign with another key from now on."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(b"rotate\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == b"rotated\n"

    def walk(self, address: str, name: str, password: str = PASSWORD) -> requests.Response:
        """What a person's browser does from the authorisation address on: sign in, consent, and be sent back. The
        answer of the loopback redirect."""
        with requests.Session() as browser:
            browser.trust_env = False
            page = browser.get(address, timeout=30)
            for _ in range(8):
                if urlsplit(page.url).netloc != urlsplit(self.issuer).netloc:
                    return page
                page = _send_form(browser, page, {"login": name, "password": password})
        raise AssertionError(f"the provider never sent the browser back: {page.url} {page.text[:2000]}")


def _send_form(browser: requests.Session, page: requests.Response, typed: dict[str, str]) -> requests.Response:
    """Fill the page's form with what it asks for, and press its button for yes."""
    form = re.search(r"<form\b[^>]*method=\"post\"[^>]*>.*?</form>", page.text, re.S | re.I)
    assert form is not None, page.text[:3000]
    inputs = [dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) for tag in re.findall(r"<input\b[^>]*>", form[0])]
    values = {one["name"]: unescape(one.get("value", "")) for one in inputs if "name" in one}
    values |= {name: value for name, value in typed.items() if name in values}
    buttons = [dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) for tag in re.findall(r"<button\b[^>]*>", form[0])]
    for button in buttons:
        if button.get("name") and button.get("value") in ("accept", "yes"):
            values[button["name"]] = button["value"]
    action = re.search(r"<form\b[^>]*action=\"([^\"]*)\"", form[0])
    target = urljoin(page.url, unescape(action[1])) if action and action[1] else page.url
    return browser.post(target, data=values, timeout=30, headers={"Referer": page.url})


@contextmanager
def start_provider(folder: Path, people: dict[str, list[str]]) -> Iterator[Provider]:
    """A provider that knows these people, by name, with their groups; all have PASSWORD."""
    python = interpreter()
    assert python is not None, ABSENT
    with (folder / "provider.log").open("wb") as log:
        process = subprocess.Popen(
            [str(python), "-P", str(PROCESS), "--people", json.dumps(people)],
            cwd=folder,
            env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
        )
    assert process.stdout is not None
    assert process.stdin is not None
    try:
        readable, _, _ = select.select([process.stdout], [], [], START_SECONDS)
        line = process.stdout.readline() if readable else b""
        if not line:
            raise RuntimeError(f"the provider did not start: {(folder / 'provider.log').read_text()[-3000:]}")
        yield Provider(json.loads(line)["issuer"], process)
    finally:
        process.kill()
        process.wait(20)
        process.stdin.close()
        process.stdout.close()
