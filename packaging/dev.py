#!/usr/bin/env python3
"""Set up and run Footplate from a checkout, with nothing but Python 3.11 or newer.

    python3 packaging/dev.py demo [arguments of `footplate demo`]    the workstation on invented cases
    python3 packaging/dev.py test [--all] [arguments of pytest]      lint, types, floors, translations, tests
    python3 packaging/dev.py lint                                    the first four of these
    python3 packaging/dev.py machine [EXAMPLES [SEED]]               sync under every fault at once, 20,000 times over
    python3 packaging/dev.py setup                                   only the set-up
    python3 packaging/dev.py provider                                a real identity provider for the tests that ask one

The set-up makes `.venv` beside the sources, installs the locked versions with their hashes and then the project
itself, and is skipped when nothing has changed. On Debian as root, missing system libraries are installed with
apt-get; otherwise the one line that does it is printed.
"""

import argparse
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "packaging" / "requirements.lock"
STAMP = VENV / "footplate.stamp"
# It brings a package named `tests` along, which would take the place of ours: an environment to itself.
PROVIDER = ROOT / ".venv-canaille"
CANAILLE = "canaille[front,oidc]==0.3.6"
OLDEST = (3, 11)
# Each holds a window and a server or two.
MOST_WORKERS = 8
# So many failures of a whole run are tried once more; more than that is no accident.
FEW = 8


class CannotSetUpError(Exception):
    """The set-up cannot go on; the text says why and what to do."""


def say(text: str) -> None:
    """On stderr: the first line of the demo's stdout belongs to whoever reads it by program."""
    print(f"footplate: {text}", file=sys.stderr, flush=True)


def display() -> ModuleType:
    """The list of display libraries, read from its one place without importing the program."""
    path = ROOT / "app" / "desktop" / "runtime" / "display.py"
    spec = importlib.util.spec_from_file_location("footplate_display", path)
    if spec is None or spec.loader is None:
        raise CannotSetUpError(f"{path} cannot be read")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


# ---------------------------------------------------------------------------------------------- system packages
def on_debian() -> bool:
    return Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def has_cjk_font() -> bool:
    if shutil.which("fc-list"):
        listed = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=False)
        return bool(listed.stdout.strip())
    folders = (Path("/usr/share/fonts"), Path.home() / ".local/share/fonts")
    return any(True for folder in folders if folder.is_dir() for _ in folder.rglob("*CJK*"))


def missing_packages(*, window: bool, tests: bool) -> list[str]:
    """Debian packages that are not here, of those that a window or the tests need."""
    if sys.platform != "linux":
        return []
    of = display()
    platform = "xcb" if window or tests else "offscreen"
    packages = [library.package for library in of.missing_libraries({"QT_QPA_PLATFORM": platform})]
    if (window or tests) and not has_cjk_font():
        packages.append(of.FONTS)
    if tests:
        packages += [package for command, package in of.TEST_PACKAGES.items() if shutil.which(command) is None]
    return packages


def install_packages(packages: list[str], why: str) -> bool:
    """Install Debian packages as root, or print the one line that would; True when they are here afterwards."""
    line = display().install_line(packages)
    if not (on_debian() and is_root()):
        say(f"{why} needs system packages that are missing. This line installs them on Debian:")
        print(f"    sudo {line}", file=sys.stderr, flush=True)
        return False
    say(f"installing system packages: {' '.join(packages)}")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-q"], line.split()):
        done = subprocess.run(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        if done.returncode != 0 and command[1] == "install":
            print(done.stdout[-2000:], file=sys.stderr, flush=True)
            say(f"apt-get could not install them. {why} may not work fully.")
            return False
    return True


# ---------------------------------------------------------------------------------------------- the environment
def python_in(venv: Path) -> Path:
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def can_make_environments() -> bool:
    return all(importlib.util.find_spec(name) is not None for name in ("venv", "ensurepip"))


def make_environment(venv: Path | None = None) -> None:
    venv = venv or VENV
    if not can_make_environments():
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        if not (on_debian() and is_root() and install_packages([package], "Setting up")):
            raise CannotSetUpError(
                f"this Python has no venv module. On Debian, install it: sudo apt-get install -y {package}"
            )
    say(f"making {venv.name} with Python {sys.version_info[0]}.{sys.version_info[1]}")
    # In a process of its own: a package installed a moment ago is seen.
    done = subprocess.run([sys.executable, "-m", "venv", "--clear", str(venv)], check=False)
    if done.returncode != 0:
        raise CannotSetUpError(f"{venv} could not be made; see above")


def wanted_stamp() -> tuple[str, str]:
    """What the packages were installed from, and what the project was: two lines of the stamp."""
    packages = hashlib.sha256(LOCK.read_bytes() + f"\0{ROOT}\0{sys.version}".encode()).hexdigest()
    return packages, hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()


def pip(*arguments: str, venv: Path | None = None) -> None:
    command = [str(python_in(venv or VENV)), "-m", "pip", "--disable-pip-version-check", "install", "-qq", *arguments]
    if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
        raise CannotSetUpError("pip could not install the packages; see above. Nothing else was changed: run it again")


def set_up() -> None:
    """Make `.venv` ready. Does nothing when it already is, and only what has to be done otherwise."""
    packages, project = wanted_stamp()
    had = STAMP.read_text(encoding="utf-8").split() if STAMP.is_file() and python_in(VENV).exists() else []
    if had == [packages, project]:
        return
    if had[:1] != [packages]:
        make_environment()
        say("installing the locked packages (a few minutes the first time)")
        pip("--require-hashes", "--only-binary", ":all:", "-r", str(LOCK))
    say("installing Footplate itself")
    pip("--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    STAMP.write_text(f"{packages}\n{project}\n", encoding="utf-8")
    say("ready")


# ---------------------------------------------------------------------------------------------- the verbs
def environment() -> dict[str, str]:
    """The environment for what runs inside `.venv`."""
    path = os.pathsep.join([str(python_in(VENV).parent), os.environ.get("PATH", "")])
    return os.environ | {"PATH": path, "VIRTUAL_ENV": str(VENV), "PYTHONUTF8": "1"}


def demo(arguments: list[str]) -> int:
    set_up()
    if "--no-window" not in arguments and display().has_display():
        packages = missing_packages(window=True, tests=False)
        if packages:
            install_packages(packages, "The window")
    sys.stdout.flush()
    command = [str(python_in(VENV)), "-m", "app", "demo", *arguments]
    if os.name != "nt":
        # Become the demo, so that a signal reaches it and nobody in between.
        os.chdir(ROOT)
        os.execve(command[0], command, environment())
    return subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode


LINTS = (
    ("ruff", ["-m", "ruff", "check", "--quiet", "."]),
    ("mypy", ["-m", "mypy", "--no-error-summary"]),
    ("floors", ["-c", "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())"]),
    ("translations", ["packaging/translations.py", "check"]),
)


def lint() -> list[str]:
    """Run the checks that need no test; the names of those that failed."""
    set_up()
    failed = []
    for name, command in LINTS:
        done = subprocess.run(
            [str(python_in(VENV)), *command], cwd=ROOT, env=environment(),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        say(f"{name}: {'ok' if done.returncode == 0 else 'failed'}")
        if done.returncode != 0:
            print(done.stdout.rstrip(), flush=True)
            failed.append(name)
    return failed


def workers(arguments: list[str]) -> list[str]:
    """pytest's arguments for a run on all cores: for the whole suite, and where nobody said otherwise. Tests that are
    named, and a debugger, have one process and the terminal to themselves."""
    own = ("-n", "--numprocesses", "-s", "--pdb", "--trace", "--collect-only", "--co")
    named = any((ROOT / argument.partition("::")[0]).exists() for argument in arguments if not argument.startswith("-"))
    if named or any(argument.startswith(own) for argument in arguments):
        return []
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    # A worker that is done takes over the second half of what another one has before it.
    return ["--numprocesses", str(min(cores, MOST_WORKERS)), "--dist", "worksteal"] if cores > 1 else []


def test(arguments: list[str]) -> int:
    set_up()
    packages = missing_packages(window=False, tests=True)
    if packages:
        install_packages(packages, "A part of the tests")
    failed = lint()
    spread = workers(arguments)
    status = _pytest(*spread, *arguments)
    if status == 1 and spread and 0 < len(names := _last_failed()) <= FEW:
        status = _once_more(names, arguments)
    if failed:
        say(f"failed before the tests: {', '.join(failed)}")
    return status or (1 if failed else 0)


def _pytest(*arguments: str) -> int:
    command = [str(python_in(VENV)), "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode


def _last_failed() -> list[str]:
    """The tests that failed in the last run, as pytest keeps them."""
    kept = ROOT / ".pytest_cache" / "v" / "cache" / "lastfailed"
    return sorted(json.loads(kept.read_text(encoding="utf-8"))) if kept.is_file() else []


def _once_more(names: list[str], arguments: list[str]) -> int:
    """A few tests that failed beside all the others, run again with the machine to themselves. Windows, servers and
    clocks of several processes share the cores of a whole run, and one of them can be late by no fault of its own;
    what is wrong fails again. What passes only now is named, for it is to be mended all the same."""
    say(f"{len(names)} failed and are tried once more, alone")
    status = _pytest("--last-failed", "--last-failed-no-failures", "none", *arguments)
    left = _last_failed()
    for name in names:
        say(f"{'failed twice' if name in left or status > 1 else 'passed only when it was alone'}: {name}")
    return status


def machine(arguments: list[str]) -> int:
    """The state machine of sync at full size, on all cores; a seed of its own each time unless one is given, with which
    it goes on where it was stopped."""
    set_up()
    return subprocess.run(
        [str(python_in(VENV)), "-m", "tests.desktop.sync.machine.parts", *arguments],
        cwd=ROOT,
        env=environment(),
        check=False,
    ).returncode


def provider() -> int:
    """Canaille, which the tests of signing in with an identity provider then find. No part of the program, and not in
    its lock: what it needs comes in the versions of the day."""
    make_environment(PROVIDER)
    pip(CANAILLE, venv=PROVIDER)
    say("the tests of tests/server/test_signing_in_by_a_provider.py ask it from now on")
    return 0


def main(arguments: list[str]) -> int:
    if sys.version_info < OLDEST:
        say(f"needs Python 3.11 or newer; this is {sys.version_info[0]}.{sys.version_info[1]}")
        return 2
    parser = argparse.ArgumentParser(
        prog="packaging/dev.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("verb", choices=["demo", "test", "lint", "machine", "setup", "provider"])
    told, rest = parser.parse_args(arguments[:1]), arguments[1:]
    try:
        if told.verb == "demo":
            return demo(rest)
        if told.verb == "test":
            return test(rest)
        if told.verb == "machine":
            return machine(rest)
        if told.verb == "provider":
            return provider()
        if told.verb == "lint":
            return 1 if lint() else 0
        set_up()
    except CannotSetUpError as problem:
        say(str(problem))
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
