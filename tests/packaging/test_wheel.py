"""The wheel stands on its own: installed in an empty folder it starts and finds its data."""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The python of an environment that holds the built wheel, and sees this one's other packages."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist")],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    venv.create(folder / "env", with_pip=False, symlinks=True)
    python = folder / "env" / "bin" / "python"
    (wheel,) = (folder / "dist").glob("*.whl")
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(python), "install", "-qq", "--no-index", "--no-deps", str(wheel)],
        check=True,
        capture_output=True,
    )
    asked = "import sysconfig; print(sysconfig.get_paths()['purelib'])"
    site = subprocess.run([str(python), "-c", asked], capture_output=True, text=True, check=True).stdout.strip()
    Path(site, "others.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    return python


def run(installed: Path, tmp_path: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment |= {"QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8", "HOME": str(tmp_path)}
    return subprocess.run(
        [str(installed.parent / command[0]), *command[1:]],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_installed_command_starts_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    done = run(installed, tmp_path, "footplate", "--help")
    assert done.returncode == 0, done.stderr
    assert "workstation" in done.stdout


def test_the_installed_copy_reads_its_own_catalogues_icons_and_translations(installed: Path, tmp_path: Path) -> None:
    asked = (
        "import app, sys; from app.resources import entry, read;"
        "assert app.__file__.startswith(sys.prefix), app.__file__;"
        "print([len(read(n)) > 0 for n in ('resources/catalogue/case_types.json', 'resources/icons/footplate.svg',"
        " 'i18n/footplate_zh_CN.qm')]);"
        "from app.contract.catalogue import catalogue; catalogue()"
    )
    done = run(installed, tmp_path, "python", "-c", asked)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[True, True, True]"


def test_the_installed_doctor_finds_nothing_in_the_way(installed: Path, tmp_path: Path) -> None:
    done = run(installed, tmp_path, "footplate", "doctor")
    assert done.returncode == 0, done.stdout + done.stderr


def test_help_imports_nothing_heavy(installed: Path, tmp_path: Path) -> None:
    asked = (
        "import sys\nfrom app.cli import parser\nparser().format_help()\n"
        "heavy = {'PySide6', 'sqlalchemy', 'litestar', 'requests', 'numpy', 'msgspec', 'pandas'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = run(installed, tmp_path, "python", "-c", asked)
    assert done.stdout.strip() == "[]", done.stderr
