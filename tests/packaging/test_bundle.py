"""The self-contained bundle: built here, then run as on a machine without Python."""

import importlib.util
import json
import signal
import subprocess
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest

from app.desktop.renderer import RenderProcess
from tests.support.screen import Screen
from tests.support.workstation import wait_until

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program inside a bundle made a moment ago."""
    spec = importlib.util.spec_from_file_location("footplate_bundle", ROOT / "packaging" / "bundle.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made: Path = module.build(tmp_path_factory.mktemp("dist"))
    return made


def bare_environment(home: Path, **more: str) -> dict[str, str]:
    """What a machine without Python would offer."""
    return {"PATH": "/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8"} | more


def test_the_bundle_holds_translations_icons_catalogues_and_migrations(program: Path) -> None:
    inside = program.parent / "_internal" / "app"
    assert (inside / "_data" / "i18n" / "footplate_zh_CN.qm").is_file()
    assert (inside / "_data" / "resources" / "icons" / "footplate.svg").is_file()
    assert (inside / "_data" / "resources" / "catalogue" / "case_types.json").is_file()
    assert list((inside / "server" / "storage" / "migrations" / "versions").glob("*.py"))


def test_the_bundle_passes_its_own_doctor(program: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [str(program), "doctor"],
        cwd=tmp_path,
        env=bare_environment(tmp_path, QT_QPA_PLATFORM="offscreen"),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "blocks" not in done.stdout


@contextmanager
def running_demo(program: Path, home: Path, *arguments: str, **more: str) -> Iterator[dict[str, object]]:
    """The demo of the bundle, and what its first line says."""
    errors = home / "stderr.txt"
    with errors.open("wb") as told:
        demo = subprocess.Popen(
            [str(program), "demo", "--cases", "20", *arguments],
            cwd=home,
            env=bare_environment(home, TMPDIR=str(home), **more),
            stdout=subprocess.PIPE,
            stderr=told,
        )
    ended = threading.Timer(120, demo.kill)
    ended.start()
    try:
        assert demo.stdout is not None
        line = demo.stdout.readline()
        assert line, errors.read_text(encoding="utf-8", errors="replace")
        yield json.loads(line)
        demo.send_signal(signal.SIGINT)
        assert demo.wait(60) == 0
    finally:
        ended.cancel()
        ended.join()
        if demo.poll() is None:
            demo.kill()
            demo.wait()
        if demo.stdout is not None:
            demo.stdout.close()


def test_the_bundle_serves_its_demo_and_leaves_nothing_behind(program: Path, tmp_path: Path) -> None:
    with running_demo(program, tmp_path, "--no-window") as told:
        with urllib.request.urlopen(f"{told['url']}/readyz", timeout=10) as answer:
            assert answer.status == 200
        assert {user["role"] for user in told["users"]} >= {"reviewer", "team_lead"}
    assert [one.name for one in tmp_path.iterdir()] == ["stderr.txt"]


@pytest.mark.xvfb
def test_the_bundle_shows_its_window(program: Path, tmp_path: Path) -> None:
    screen = Screen()
    try:
        with running_demo(program, tmp_path, **screen.env):
            wait_until(lambda: "Footplate" in screen.title(), 60, "the window")
    finally:
        screen.close()


def test_the_bundle_answers_where_a_part_of_it_is_started_as_in_a_checkout(program: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [str(program), "-m", "app", "--help"],
        cwd=tmp_path,
        env=bare_environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    helper = subprocess.run(
        [str(program), "--keyring-helper"],
        cwd=tmp_path,
        env=bare_environment(tmp_path),
        input=json.dumps({"call": "get", "service": "footplate", "name": "nobody"}) + "\n",
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert json.loads(helper.stdout)["state"] in ("absent", "locked", "no_backend"), helper.stderr


def test_the_bundle_draws_documents_in_a_process_of_its_own(program: Path) -> None:
    renderer = RenderProcess(command=[str(program), "--render-child"])
    try:
        for media_type, data in (("text/plain", "Straße 5，上海".encode()), ("application/pdf", a_pdf())):
            page = renderer.render(media_type, media_type, lambda content=data: content, 1, 400)
            assert max(page.width, page.height) == 400
            assert any(level < 128 for level in page.pixels[::4]), media_type
    finally:
        renderer.close()


def a_pdf() -> bytes:
    """A page with a black bar."""
    from PIL import Image

    page = Image.new("RGB", (300, 400), "white")
    page.paste((0, 0, 0), (50, 50, 250, 100))
    kept = BytesIO()
    page.save(kept, "PDF")
    return kept.getvalue()
