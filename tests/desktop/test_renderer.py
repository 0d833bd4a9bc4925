"""The render process against real and hostile files: it may die, the caller never does."""

import struct
import sys
import zlib
from collections.abc import Iterator
from io import BytesIO

import pytest

from app.desktop.ports import CannotShow, PageBitmap
from app.desktop.renderer import RenderProcess

Image = pytest.importorskip("PIL.Image")


@pytest.fixture(scope="module")
def renderer() -> Iterator[RenderProcess]:
    process = RenderProcess()
    yield process
    process.close()


def picture(kind: str, size: tuple[int, int] = (400, 300), colour: str = "#ff0000", **more: object) -> bytes:
    kept = BytesIO()
    Image.new("RGB", size, colour).save(kept, kind, **more)
    return kept.getvalue()


def draw(renderer: RenderProcess, data: bytes, media_type: str, page: int = 1, edge: int = 4000) -> PageBitmap:
    return renderer.render(str(hash((data, media_type))), media_type, lambda: data, page, edge)


def code_of(renderer: RenderProcess, data: bytes, media_type: str, page: int = 1) -> str:
    with pytest.raises(CannotShow) as caught:
        draw(renderer, data, media_type, page)
    return caught.value.code


@pytest.mark.parametrize(("kind", "media_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")])
def test_pictures_of_every_allowed_kind_are_drawn(renderer: RenderProcess, kind: str, media_type: str) -> None:
    told = draw(renderer, picture(kind), media_type)
    assert (told.width, told.height, told.pages) == (400, 300, 1)
    blue, green, red, _ = told.pixels[:4]
    assert red > 240
    assert max(blue, green) < 12


def test_a_page_is_drawn_at_the_size_that_is_asked_for(renderer: RenderProcess) -> None:
    told = draw(renderer, picture("JPEG", (4000, 3000)), "image/jpeg", edge=800)
    assert (told.width, told.height, told.full_width, told.full_height) == (800, 600, 4000, 3000)


def test_each_page_of_a_pdf_is_drawn(renderer: RenderProcess) -> None:
    kept = BytesIO()
    first, second = Image.new("RGB", (300, 400), "#00ff00"), Image.new("RGB", (300, 400), "#0000ff")
    first.save(kept, "PDF", save_all=True, append_images=[second])
    told = draw(renderer, kept.getvalue(), "application/pdf", page=2, edge=400)
    assert (told.page, told.pages, told.height) == (2, 2, 400)
    assert told.pixels[0] > 240
    assert code_of(renderer, kept.getvalue(), "application/pdf", page=3) == "document_no_page"


def test_text_is_drawn_as_pages(renderer: RenderProcess) -> None:
    text = "\n".join(f"{n} 地址 <b>bold</b>" for n in range(100)).encode()
    assert draw(renderer, text, "text/plain").pages == 2


def test_a_turned_photo_stands_upright(renderer: RenderProcess) -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    told = draw(renderer, picture("JPEG", (400, 300), exif=turned), "image/jpeg")
    assert (told.width, told.height, told.full_width, told.full_height) == (300, 400, 300, 400)


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"\xff\xd8\xff\xe0" + b"\x00" * 200, "image/jpeg"),
        (picture("PNG"), "image/jpeg"),
        (picture("JPEG"), "image/png"),
        (picture("PNG")[:60], "image/png"),
        (b"%PDF-1.7\n1 0 obj <</JS (app.alert(1))>> endobj", "application/pdf"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>", "image/png"),
        (b"RIFF\xff\xff\xff\xffWEBPVP8 ", "image/webp"),
    ],
)
def test_broken_and_disguised_files_are_refused_in_words(renderer: RenderProcess, data: bytes, media_type: str) -> None:
    assert code_of(renderer, data, media_type) == "document_unreadable"


def test_a_kind_that_nobody_allowed_has_no_viewer(renderer: RenderProcess) -> None:
    assert code_of(renderer, b"<svg/>", "image/svg+xml") == "document_no_viewer"


def test_a_picture_bomb_is_not_unpacked(renderer: RenderProcess) -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 0, 0, 0, 0)
    bomb = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1_000_000))) + chunk(b"IEND", b"")
    assert code_of(renderer, b"\x89PNG\r\n\x1a\n" + bomb, "image/png") == "document_too_large"


def test_after_a_crash_the_next_page_is_drawn_by_a_new_process(renderer: RenderProcess) -> None:
    assert draw(renderer, picture("PNG"), "image/png")
    process = renderer._process
    assert process is not None
    process.kill()
    process.wait()
    assert draw(renderer, picture("PNG", (10, 10)), "image/png").width == 10


def test_a_file_that_takes_for_ever_is_given_up() -> None:
    script = 'import sys, time\nsys.stdin.buffer.readline()\nsys.stdout.write(\'{"state": "send", "raw": 0}\\n\')\n'
    script += "sys.stdout.flush()\ntime.sleep(600)"
    process = RenderProcess(command=[sys.executable, "-c", script], seconds=0.3)
    with pytest.raises(CannotShow) as caught:
        process.render("n", "image/png", lambda: b"data", 1, 100)
    assert caught.value.code == "document_too_slow"
    process.close()


def test_a_process_that_dies_over_a_file_takes_nothing_with_it() -> None:
    script = 'import sys, os\nsys.stdin.buffer.readline()\nsys.stdout.write(\'{"state": "send", "raw": 0}\\n\')\n'
    script += "sys.stdout.flush()\nsys.stdin.buffer.readline()\nos.abort()"
    process = RenderProcess(command=[sys.executable, "-c", script])
    with pytest.raises(CannotShow) as caught:
        process.render("n", "image/png", lambda: b"data", 1, 100)
    assert caught.value.code == "document_unreadable"
    process.close()


def test_where_the_process_cannot_start_the_person_is_told() -> None:
    process = RenderProcess(command=["/nonexistent/render"])
    with pytest.raises(CannotShow) as caught:
        process.render("n", "image/png", lambda: b"", 1, 100)
    assert caught.value.code == "document_no_viewer"


def test_the_process_can_open_neither_files_nor_sockets() -> None:
    import subprocess

    script = """
import socket
from app.desktop.render_child import guard
guard.give_up_rights()
for attempt in (lambda: open('/etc/hostname'), socket.socket, lambda: open('/tmp/x', 'w')):
    try:
        attempt()
    except OSError:
        print('refused')
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=30)
    assert done.stdout.split() == ["refused"] * 3, done.stderr
