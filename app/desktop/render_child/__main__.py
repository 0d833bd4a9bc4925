"""The loop: a request on standard input, a page on standard output."""

import os
import sys
from collections import OrderedDict
from typing import IO, Any

# Everything is loaded here: later no file can be opened.
from app.desktop.render_child import guard, wire

KEPT = 4
MOST_BYTES = 20 * 1024 * 1024
MOST_EDGE = 20_000


def main() -> int:
    """Serve until the pipe ends. Whatever a library prints goes nowhere: standard output belongs to the answers."""
    source = os.fdopen(os.dup(0), "rb", buffering=1 << 16)
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    os.close(nowhere)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

    from PySide6.QtGui import QGuiApplication

    from app.desktop.render_child import pages

    application = QGuiApplication(["render"])
    pages.prepare()
    guard.give_up_rights()
    try:
        return _serve(source, out)
    except (EOFError, ValueError, BrokenPipeError):
        return 1
    finally:
        del application


def _serve(source: IO[bytes], out: IO[bytes]) -> int:
    kept: OrderedDict[str, bytes] = OrderedDict()
    while (head := wire.read_head(source)) is not None:
        if not 0 <= head["raw"] <= MOST_BYTES:
            return 1
        raw = wire.read_raw(source, head["raw"])
        name = str(head.get("name"))
        if raw:
            kept[name] = bytes(raw)
            while len(kept) > KEPT:
                kept.popitem(last=False)
        if name not in kept:
            wire.write(out, {"state": "send"})
            continue
        kept.move_to_end(name)
        guard.allow_time()
        _answer(out, head, kept[name])
    return 0


def _answer(out: IO[bytes], head: dict[str, Any], data: bytes) -> None:
    from app.desktop.render_child import pages

    try:
        edge = min(MOST_EDGE, max(1, int(head["edge"])))
        drawn = pages.draw(data, str(head["media_type"]), int(head["page"]), edge)
    except pages.Unreadable as error:
        wire.write(out, {"state": "cannot", "code": error.code})
    except MemoryError:
        wire.write(out, {"state": "cannot", "code": "document_too_large"})
    else:
        told = {
            "state": "drawn",
            "pages": drawn.pages,
            "width": drawn.width,
            "height": drawn.height,
            "full_width": drawn.full_width,
            "full_height": drawn.full_height,
        }
        wire.write(out, told, drawn.pixels)


if __name__ == "__main__":
    sys.exit(main())
