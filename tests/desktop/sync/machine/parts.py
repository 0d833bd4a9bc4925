"""The machine at full size: parts of a hundred examples, a process each, as many at a time as there are cores.

python -m tests.desktop.sync.machine.parts [EXAMPLES [SEED]]

What is done is kept in build/machine/, and the same seed goes on from there as long as the code is the same. A part
counts once it came to its end: one that was killed, or that found something, is run again.
"""

import hashlib
import os
import secrets
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import NoReturn

import msgspec

ROOT = Path(__file__).resolve().parents[4]
KEPT = ROOT / "build" / "machine"
MANY, PART = 20_000, 100
ALONE, FOUND = "--part", 3
"""What makes a process run one part, and its exit code where the machine found something."""


class Done(msgspec.Struct, frozen=True):
    """A part that came to its end. `code`: what it was run on."""

    code: str
    seed: int
    examples: int


def code() -> str:
    """A name for the program and the machine as they are now."""
    told = hashlib.sha256()
    for folder in (ROOT / "app", Path(__file__).parent):
        for file in sorted(folder.rglob("*.py")):
            told.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return told.hexdigest()[:16]


class Record:
    """The parts of one seed that are done, a line each; a line that was torn is no part."""

    def __init__(self, file: Path, of: str) -> None:
        self._file, self._of = file, of

    def done(self) -> Iterator[Done]:
        """Those that were run on this very code."""
        lines = self._file.read_bytes().splitlines() if self._file.is_file() else []
        for line in lines:
            try:
                part = msgspec.json.decode(line, type=Done)
            except msgspec.DecodeError:
                continue
            if part.code == self._of:
                yield part

    def add(self, seed: int, examples: int) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("ab") as file:
            # Whatever was torn before ends here.
            file.write(b"\n" + msgspec.json.encode(Done(self._of, seed, examples)) + b"\n")


class Parts:
    """The processes of the parts that run now."""

    def __init__(self) -> None:
        self.running: set[subprocess.Popen[str]] = set()
        self._over = False

    def run(self, seed: int, examples: int) -> tuple[int, str] | None:
        """Exit code and what was said; None once all of it is over."""
        if self._over:
            return None
        command = [sys.executable, "-m", __spec__.name, ALONE, str(seed), str(examples)]
        with subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
        ) as process:
            self.running.add(process)
            said, _ = process.communicate()
            self.running.discard(process)
        return process.returncode, said

    def end(self) -> None:
        self._over = True
        for process in list(self.running):
            process.terminate()


def alone(seed: int, examples: int) -> int:
    """One part, in this process. Its last line says how many examples held; what was found is told with its steps."""
    from tests.desktop.sync.machine.running import run

    try:
        held = run(seed, examples)
    except Exception:
        traceback.print_exc(file=sys.stdout)
        return FOUND
    print(held, flush=True)
    return 0


def _held(said: str) -> int:
    last = said.rstrip().rpartition("\n")[2]
    return int(last) if last.isdecimal() else 0


def every(examples: int, seed: int, at_a_time: int, kept: Path = KEPT, part: int = PART) -> int:
    """0 where every example was run and held, 1 where something was found or is left to do."""
    record = Record(kept / f"{seed}.jsonl", code())
    parts = {seed + at: min(part, examples - at) for at in range(0, examples, part)}
    before = {ran.seed: ran.examples for ran in record.done() if 0 < parts.get(ran.seed, 0) <= ran.examples}
    print(f"machine: seed {seed}, {examples} examples in {len(parts)} parts, {at_a_time} at a time", flush=True)
    if before:
        print(f"machine: {len(before)} parts, {sum(before.values())} examples, were done before", flush=True)
    done, held, found, killed = len(before), sum(before.values()), 0, 0
    running, begun = Parts(), time.monotonic()
    with ThreadPoolExecutor(at_a_time) as pool:
        runs = {pool.submit(running.run, at, parts[at]): at for at in parts if at not in before}
        try:
            for future in as_completed(runs):
                ended = future.result()
                if ended is None:
                    continue
                at, (status, said) = runs[future], ended
                if status == 0 and _held(said) >= parts[at]:
                    record.add(at, _held(said))
                    done, held = done + 1, held + _held(said)
                elif status == FOUND:
                    found += 1
                    print(f"machine: seed {at} found this:", said, sep="\n", flush=True)
                else:
                    killed += 1
                    print(f"machine: seed {at} did not come to its end ({status}) and does not count:", flush=True)
                    print(said[-2_000:], flush=True)
                minutes = (time.monotonic() - begun) / 60
                told = f"{done} of {len(parts)} parts, {held} examples held, {found} parts found something"
                print(f"machine: {told}, {killed} not ended; {minutes:.1f} minutes", flush=True)
        except BaseException:
            running.end()
            pool.shutdown(cancel_futures=True)
            print(f"machine: stopped at {done} of {len(parts)} parts; the same seed, {seed}, goes on", flush=True)
            raise
    return 0 if done == len(parts) else 1


def _stop(_signal: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


def main(arguments: Sequence[str]) -> int:
    if arguments and arguments[0] == ALONE:
        return alone(int(arguments[1]), int(arguments[2]))
    examples = int(arguments[0]) if arguments else MANY
    seed = int(arguments[1]) if len(arguments) > 1 else secrets.randbelow(2**31)
    signal.signal(signal.SIGTERM, _stop)
    try:
        return every(examples, seed, os.cpu_count() or 1)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
