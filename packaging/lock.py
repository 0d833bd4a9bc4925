"""Write packaging/requirements.lock: every package at one version with the hashes of its files, and no address.

    python3 packaging/lock.py [PYTHON ...]

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
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "packaging" / "requirements.lock"
LOCKED = ("analytics", "confluence", "demo", "desktop", "parquet", "s3", "server", "dev")
HEAD = """\
# Made by packaging/lock.py; do not edit by hand. Linux x86-64, CPython {pythons}.
# Install with: pip install --require-hashes -r packaging/requirements.lock
"""


def wanted() -> list[str]:
    """The requirements of the project and of its extras, but for those that no code imports yet."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [line for name in LOCKED for line in project["optional-dependencies"][name]]
    return sorted({line for line in [*project["dependencies"], *extras] if not line.startswith("footplate[")})


def resolve(python: str) -> tuple[str, dict[str, tuple[str, str]]]:
    """The interpreter's version ("3.11") and its resolution: name -> (version, sha256 of the file)."""
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
                "--report", str(report), *wanted(),
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


def main() -> int:
    resolutions = dict(resolve(python) for python in (sys.argv[1:] or [sys.executable]))
    LOCK.write_text(merge(resolutions), encoding="utf-8")
    print(f"{LOCK.relative_to(ROOT)}: {sum(map(len, resolutions.values()))} resolved for {', '.join(resolutions)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
