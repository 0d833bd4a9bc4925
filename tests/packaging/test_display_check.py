"""Where a display library or the display is missing, the program says so and does not crash."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.desktop.runtime import display

ROOT = Path(__file__).resolve().parents[2]
HIDDEN = "libxcb-cursor.so.0"


START = [sys.executable, "-m", "app"]


def clean_environment(**more: str) -> dict[str, str]:
    dropped = {"QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY", "LC_ALL", "LC_MESSAGES", "LANG"}
    return {name: value for name, value in os.environ.items() if name not in dropped} | {"LANG": "C.UTF-8"} | more


@pytest.mark.parametrize("library", display.ALWAYS + display.WINDOW, ids=lambda library: library.soname)
def test_a_library_that_cannot_be_opened_is_named_with_its_package(library: display.Library) -> None:
    def opened(name: str) -> object:
        if name == library.soname:
            raise OSError(name)
        return object()

    assert display.missing_libraries({"QT_QPA_PLATFORM": "xcb"}, opened) == [library]


def test_a_window_library_is_not_asked_for_where_no_window_is_drawn() -> None:
    asked: list[str] = []
    display.missing_libraries({"QT_QPA_PLATFORM": "offscreen"}, asked.append)
    assert asked == [library.soname for library in display.ALWAYS]


def _hide(path: str) -> list[str] | None:
    """A command prefix under which the file `path` is empty, where this machine lets us make one."""
    tool = shutil.which("unshare")
    if tool is None:
        return None
    own = [] if os.geteuid() == 0 else ["--map-root-user"]
    prefix = [tool, "--mount", *own, "sh", "-c", f'mount --bind /dev/null "{path}" && exec "$@"', "sh"]
    tried = subprocess.run([*prefix, "true"], capture_output=True, check=False)
    return prefix if tried.returncode == 0 else None


def test_the_program_started_with_a_hidden_library_names_the_package_and_ends_in_peace() -> None:
    listed = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=True).stdout
    paths = [line.rpartition("=> ")[2] for line in listed.splitlines() if line.strip().startswith(HIDDEN)]
    if not paths:
        prefix: list[str] | None = []  # it is not here at all: just as good
    else:
        prefix = _hide(str(Path(paths[0]).resolve()))
    if prefix is None:
        pytest.skip("this machine does not let a test hide a file (unshare)")
    done = subprocess.run(
        [*prefix, *START],
        cwd=ROOT,
        env=clean_environment(QT_QPA_PLATFORM="xcb", DISPLAY=":99"),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 3, done.stderr
    assert HIDDEN in done.stderr
    assert "apt-get install -y --no-install-recommends libxcb-cursor0" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("language", "said"), [("C.UTF-8", "no window can open"), ("zh_CN.UTF-8", "无法打开窗口")])
def test_without_a_display_the_program_says_so_and_names_the_way_without_a_window(language: str, said: str) -> None:
    done = subprocess.run(
        START,
        cwd=ROOT,
        env=clean_environment(LANG=language, PYTHONUTF8="1"),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert done.returncode == 3, done.stderr
    assert said in done.stderr
    assert "--no-window" in done.stderr


def test_a_display_that_does_not_answer_counts_as_none() -> None:
    assert not display.has_display({"DISPLAY": ":4711"})
    assert not display.has_display({})
    assert display.has_display({"QT_QPA_PLATFORM": "offscreen"})
