"""Write packaging/requirements.lock: every package at one version with the hashes of its files, and no address.

    python3 packaging/lock.py [PYTHON ...]
    python3 packaging/lock.py --cut server,s3       # prints what of it a machine needs that runs these extras alone

Each named interpreter (default: the running one) resolves the requirements of pyproject.toml and of the LOCKED extras
with pip's own resolver as a dry run. Where the interpreters disagree on a version, or only some of them need the
package, the line carries an environment marker. Hashes are those of the files resolved for the
machine that runs this, so run it on Linux x86-64. Local folders and extra indexes of pip's settings are left out.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Collection, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "packaging" / "requirements.lock"
LOCKED = ("analytics", "confluence", "demo", "desktop", "parquet", "s3", "server", "dev")
HEAD = """\
# Made by packaging/lock.py; do not edit by hand. Linux x86-64, CPython {pythons}.
# Install with: pip install --require-hashes -r packaging/requirements.lock
"""


def wanted(named: Iterable[str] = LOCKED) -> list[str]:
    """The requirements of the project and of the named extras, but for those that no code imports yet."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [line for name in named for line in project["optional-dependencies"][name]]
    return sorted({line for line in [*project["dependencies"], *extras] if not line.startswith("footplate[")})


def resolve(python: str, *arguments: str) -> tuple[str, dict[str, tuple[str, str]]]:
    """The interpreter's version ("3.11") and its resolution: name -> (version, sha256 of the file). `arguments` go to
    pip; without any it resolves what the lock is made of."""
    environment = {
        name: value for name, value in os.environ.items() if name not in {"PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL"}
    }
    environment["PIP_CONFIG_FILE"] = os.devnull
    certificates = Path("/etc/ssl/certs/ca-certificates.crt")
    if certificates.is_file():
        environment.setdefault("PIP_CERT", str(certificates))
    short = subprocess.run(
        [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"], capture_output=True, text=True, check=True
    ).stdout.strip()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        subprocess.run(
            [
                python, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed", "--only-binary", ":all:",
                "--report", str(report), *(arguments or wanted()),
            ],
            env=environment,
            check=True,
        )  # fmt: skip
        told = json.loads(report.read_text(encoding="utf-8"))
    found: dict[str, tuple[str, str]] = {}
    for item in told["install"]:
        name = re.sub(r"[-_.]+", "-", item["metadata"]["name"]).lower()
        found[name] = (item["metadata"]["version"], item["download_info"]["archive_info"]["hashes"]["sha256"])
    return short, found


def merge(resolutions: dict[str, dict[str, tuple[str, str]]]) -> str:
    """The text of the lock."""
    pythons = sorted(resolutions, key=lambda text: int(text.partition(".")[2]))
    lines = [HEAD.format(pythons=", ".join(pythons))]
    for name in sorted({name for found in resolutions.values() for name in found}):
        by_version: dict[str, list[str]] = {}
        for python in pythons:
            if name in resolutions[python]:
                by_version.setdefault(resolutions[python][name][0], []).append(python)
        for version, of in by_version.items():
            hashes = sorted({resolutions[python][name][1] for python in of})
            marker = ""
            if of != pythons:
                marker = " ; " + " or ".join(f'python_version == "{python}"' for python in of)
            lines.append(
                f"{name}=={version}{marker} \\\n"
                + " \\\n".join(f"    --hash=sha256:{value}" for value in hashes)
                + "\n"
            )
    return "".join(lines)


def entries(text: str) -> list[tuple[str, str]]:
    """The lock's packages in its order: name and lines, a name twice where interpreters differ."""
    return [(found[1], found[0]) for found in re.finditer(r"^([a-z0-9-]+)==(?:.*\\\n)+.*\n", text, re.MULTILINE)]


def cut(text: str, names: Collection[str]) -> str:
    """The lines of these packages. Raises LookupError where the lock does not have one: it would come unlooked at."""
    if missing := sorted(set(names) - {name for name, _ in entries(text)}):
        raise LookupError(f"the lock does not have {', '.join(missing)}")
    return "".join(lines for name, lines in entries(text) if name in names)


def needed(extras: Iterable[str]) -> set[str]:
    """What the running interpreter needs of the lock for these extras and to build the program, as pip finds it at the
    lock's versions; nothing is fetched but descriptions, and nothing of them is run."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        versions = Path(folder) / "versions.txt"
        text = LOCK.read_text(encoding="utf-8")
        versions.write_text("".join(lines.partition("\\")[0] + "\n" for _, lines in entries(text)), encoding="utf-8")
        asked = [*wanted(extras), *project["build-system"]["requires"]]
        return set(resolve(sys.executable, "--constraint", str(versions), *asked)[1])


def main() -> int:
    if sys.argv[1:2] == ["--cut"]:
        names = needed(sys.argv[2].split(",") if sys.argv[2:] else ())
        try:
            sys.stdout.write(cut(LOCK.read_text(encoding="utf-8"), names))
        except LookupError as error:
            sys.exit(str(error))
        return 0
    resolutions = dict(resolve(python) for python in (sys.argv[1:] or [sys.executable]))
    LOCK.write_text(merge(resolutions), encoding="utf-8")
    print(f"{LOCK.relative_to(ROOT)}: {sum(map(len, resolutions.values()))} resolved for {', '.join(resolutions)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
