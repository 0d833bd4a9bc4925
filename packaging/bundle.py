"""Build dist/footplate/: Footplate for Linux with everything inside, for machines without Python.

    .venv/bin/python packaging/bundle.py [--dist FOLDER]

Translations, icons, catalogues and database migrations go in; PyInstaller comes from the locked packages. The bundle
needs the same system libraries as any Qt program (`footplate doctor` names what is missing).
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def build(dist: Path) -> Path:
    """Build into `dist`; the program inside. Raises CalledProcessError when PyInstaller fails."""
    with tempfile.TemporaryDirectory() as work:
        subprocess.run(
            [
                sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "--distpath", str(dist),
                "--workpath", work, str(ROOT / "packaging" / "footplate.spec"),
            ],
            cwd=ROOT,
            check=True,
        )  # fmt: skip
    return dist / "footplate" / "footplate"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dist", type=Path, default=ROOT / "dist")
    told = parser.parse_args()
    program = build(told.dist.resolve())
    size = sum(file.stat().st_size for file in program.parent.rglob("*") if file.is_file() and not file.is_symlink())
    subprocess.run([str(program), "--help"], check=True, stdout=subprocess.DEVNULL)
    print(f"{program.parent}: {size / 1e6:.0f} MB; start {program.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
