"""Starting the workstation for an end-to-end test: with an inherited key, a profile that outlives the process, and a
way to press keys and read the screen."""

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class Workstation:
    """One running window. `start` again after `kill` with the same key and profile, as the demo does."""

    def __init__(self, server: str, profile: Path, key: bytes, person: tuple[str, str], language: str) -> None:
        self.server, self.profile, self.key, self.person, self.language = server, profile, key, person, language
        self.process: subprocess.Popen[str] | None = None
        self.log = profile.with_suffix(".log")

    def arguments(self, key_fd: int) -> list[str]:
        return [
            "--server", self.server, "--profile", str(self.profile), "--key-fd", str(key_fd),
            "--language", self.language,
        ]  # fmt: skip

    def start(self, program: list[str] | None = None, env: dict[str, str] | None = None) -> "Workstation":
        """Run `program` (the driven window unless told otherwise) with the key on a pipe."""
        read_end, write_end = os.pipe()
        name, password = self.person
        os.write(write_end, self.key + json.dumps({"username": name, "password": password}).encode() + b"\n")
        os.close(write_end)
        command = [*(program or [sys.executable, "-m", "tests.support.driven_window"]), *self.arguments(read_end)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **(env or {})},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                pass_fds=(read_end,),
                text=True,
            )
        os.close(read_end)
        return self

    def kill(self) -> None:
        """kill -9, as a power cut would."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        self._close_pipes()

    def stop(self) -> int:
        """Close the window as a person does; the exit code."""
        if self.process is None:
            return 0
        if self.process.poll() is None:
            self.process.terminate()
        try:
            code = self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        self._close_pipes()
        return code

    def _close_pipes(self) -> None:
        assert self.process is not None
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None and not pipe.closed:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()

    # --- hands and eyes ---------------------------------------------------------------------------------------------
    def act(self, **what: Any) -> dict[str, Any]:
        assert self.process is not None
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError(f"the workstation is gone (exit {self.process.poll()}):\n{self.tail()}")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise AssertionError(answer["error"] + "\n" + self.tail())
        return answer

    def press(self, *keys: str) -> None:
        self.act(keys=list(keys))

    def type(self, text: str) -> None:
        self.act(type=text)

    def texts(self) -> list[dict[str, Any]]:
        """Every text on screen: {text, data, cut, where}."""
        found: list[dict[str, Any]] = self.act(read=True)["texts"]
        return found

    def sees(self, part: str) -> bool:
        return any(part in item["text"] for item in self.texts())

    def tail(self, lines: int = 40) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:]) if self.log.exists() else ""


def wait_until(what: Callable[[], Any], seconds: float = 30.0, told: str = "it") -> Any:
    """The first true answer of `what`, asked every twentieth of a second; AssertionError after `seconds`."""
    end = time.monotonic() + seconds
    while True:
        found = what()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds:.0f} s for {told}")
        time.sleep(0.05)
