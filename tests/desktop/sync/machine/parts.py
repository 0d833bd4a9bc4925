"""The machine at full size: parts of a hundred examples, a process each, as many at a time as there are cores.

python -m tests.desktop.sync.machine.parts [EXAMPLES [SEED]]

What is done is kept in build/machine/, and the same seed goes on from there as long as the code is the same: every file
of the program, of its data and of the tests that the part itself had loaded or opened by its end, and the versions of
what we stand on. What the machine never loads, a window or an export, may change meanwhile. A part counts once it came
to its end: one that was killed, that found something, or whose files changed while it ran, is run again.
"""

import functools
import hashlib
import importlib.util
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
ALONE, FOUND, CHANGED = "--part", 3, 4
"""What makes a process run one part, and its exit code where the machine found something or its files changed."""
OURS, LOCK = ("app/", "resources/", "tests/"), "packaging/requirements.lock"


class Code(msgspec.Struct, frozen=True, tag="code"):
    """What parts were run on: these files, which together have this name."""

    name: str
    files: tuple[str, ...]


class Done(msgspec.Struct, frozen=True, tag="part"):
    """A part that came to its end. `code`: the name of what it was run on."""

    code: str
    seed: int
    examples: int


class Ran(msgspec.Struct, frozen=True):
    """What a part says of itself at its end."""

    held: int
    files: tuple[str, ...]


def name_of(files: Sequence[str], root: Path = ROOT) -> str:
    """A name for these files as they are now; one that is gone is another one."""
    told = hashlib.sha256()
    for name in sorted(files):
        file = root / name
        told.update(name.encode() + b"\0" + (file.read_bytes() if file.is_file() else b"gone") + b"\0")
    return told.hexdigest()[:16]


class Opened:
    """Which files this process opens from now on."""

    def __init__(self) -> None:
        self._names: set[str] = set()
        sys.addaudithook(self._hear)

    def _hear(self, event: str, told: tuple[object, ...]) -> None:
        if event == "open" and isinstance(told[0], str):
            self._names.add(told[0])

    def files(self, root: Path = ROOT) -> tuple[str, ...]:
        """Those of the program, its data and the tests, with all that was loaded before."""
        names = {getattr(module, "__file__", None) for module in list(sys.modules.values())} | self._names
        found = {_source(name).resolve() for name in names if name and name.startswith(str(root))}
        inside = {file.relative_to(root).as_posix() for file in found if file.is_file() and file.is_relative_to(root)}
        return tuple(sorted({name for name in inside if name.startswith(OURS)} | {LOCK}))


def _source(name: str) -> Path:
    return Path(importlib.util.source_from_cache(name) if name.endswith(".pyc") else name)


class Record:
    """The parts of one seed that are done and the code that they were run on, a line each; a line that was torn is
    nothing."""

    def __init__(self, file: Path, root: Path = ROOT) -> None:
        self._file, self._root = file, root

    def done(self) -> Iterator[Done]:
        """Those that were run on code that is the same now."""
        lines = self.lines()
        codes = {line.name: line.files for line in lines if isinstance(line, Code)}
        same = functools.cache(lambda name: name in codes and name_of(codes[name], self._root) == name)
        for line in lines:
            if isinstance(line, Done) and same(line.code):
                yield line

    def add(self, seed: int, ran: Ran) -> None:
        code = Code(name_of(ran.files, self._root), ran.files)
        new: list[Code | Done] = [] if code in self.lines() else [code]
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("ab") as file:
            # Whatever was torn before ends here.
            for line in (*new, Done(code.name, seed, ran.held)):
                file.write(b"\n" + msgspec.json.encode(line) + b"\n")

    def lines(self) -> list[Code | Done]:
        """All that is written there."""
        read = list[Code | Done]()
        for line in self._file.read_bytes().splitlines() if self._file.is_file() else []:
            try:
                read.append(msgspec.json.decode(line, type=Code | Done))
            except msgspec.DecodeError:
                continue
        return read


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
    """One part, in this process. Its last line says how many examples held and on what; what was found is told with its
    steps."""
    begun, opened = time.time(), Opened()
    from tests.desktop.sync.machine.running import run

    try:
        held = run(seed, examples)
    except Exception:
        traceback.print_exc(file=sys.stdout)
        return FOUND
    files = opened.files()
    changed = [name for name in files if (ROOT / name).stat().st_mtime > begun]
    if changed:
        print("changed while this ran:", *changed, flush=True)
        return CHANGED
    print(msgspec.json.encode(Ran(held, files)).decode(), flush=True)
    return 0


def _ran(said: str) -> Ran:
    try:
        return msgspec.json.decode(said.rstrip().rpartition("\n")[2], type=Ran)
    except msgspec.DecodeError:
        return Ran(0, ())


def every(examples: int, seed: int, at_a_time: int, kept: Path = KEPT, part: int = PART) -> int:
    """0 where every example was run and held, 1 where something was found or is left to do."""
    record = Record(kept / f"{seed}.jsonl")
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
                ran = _ran(said) if status == 0 else Ran(0, ())
                if ran.held >= parts[at]:
                    record.add(at, ran)
                    done, held = done + 1, held + ran.held
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
