"""What a screen reader on Linux really gets: the tree over the accessibility bus, from a window on a screen."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.screen import Screen

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")


def _needed() -> None:
    missing = [name for name in ("dbus-run-session",) if shutil.which(name) is None]
    missing += [] if any(Path(path).exists() for path in LAUNCHERS) else ["at-spi2-core"]
    missing += [] if importlib.util.find_spec("jeepney") else ["jeepney"]
    if missing:
        pytest.skip(f"no accessibility bus: {', '.join(missing)} missing (packages dbus at-spi2-core, pip jeepney)")


@pytest.fixture
def screen() -> Iterator[Screen]:
    _needed()
    made = Screen("1366x768")
    yield made
    made.close()


@pytest.mark.timeout(180)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("room", ["review", "activity", "settings"])
def test_the_tree_over_the_bus_is_named_and_holds_the_painted_parts(screen: Screen, room: str, language: str) -> None:
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-m", "tests.support.atspi", language, room],
        cwd=ROOT,
        env={**os.environ, **screen.env},
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    nodes = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert len(nodes) > 40
    unnamed = [node for node in nodes if node["focusable"] and not node["name"].strip()]
    # Qt's own frames around the window and a table's corner take no part in the work.
    assert [node for node in unnamed if node["role"] not in ("panel", "filler", "layered pane")] == []
    roles = {node["role"] for node in nodes}
    assert {"heading", "label"} <= roles
    if room == "review":
        names = [node["name"] for node in nodes]
        assert "list item" in roles
        assert any("+0.92" in name for name in names)
        assert any(
            "C-204817" in name and node["role"].endswith("cell") for name, node in zip(names, nodes, strict=True)
        )
