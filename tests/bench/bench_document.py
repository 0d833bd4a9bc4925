"""Opening a document: from the request to its first paint in a window, for a photo of 12 megapixels and a PDF page,
and how long the window's thread stands still meanwhile. The files lie at the seat; the render process is warm, as it is
once a case with documents was fetched ahead. Also zoom and pan of the open page, frame by frame."""

import hashlib
import time
from io import BytesIO
from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.desktop.ports import PageBitmap
from app.desktop.renderer import RenderProcess
from app.desktop.runtime.tasks import TaskRunner
from app.desktop.widgets.document_page import FULL_EDGE
from app.desktop.widgets.document_viewer import DocumentItem, DocumentsState, DocumentViewer
from tests.bench.figures import arguments, report

STEP_MS = 2


class Beat(QObject):
    """The longest time between two beats of the window's thread, beyond the beat itself; in milliseconds."""

    def __init__(self) -> None:
        super().__init__()
        self.longest, self._last = 0.0, perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(STEP_MS)
        self._timer.timeout.connect(self._beaten)

    def start(self) -> None:
        self.longest, self._last = 0.0, perf_counter()
        self._timer.start()

    def stop(self) -> float:
        self._timer.stop()
        return self.longest

    def _beaten(self) -> None:
        now = perf_counter()
        self.longest = max(self.longest, (now - self._last) * 1000 - STEP_MS)
        self._last = now


class Bench:
    """A window with the viewer over a real render process."""

    def __init__(self) -> None:
        self.app = QApplication([])
        self.renderer, self.tasks = RenderProcess(), TaskRunner()
        self.files: dict[str, tuple[str, bytes]] = {}
        self.viewer = DocumentViewer()
        self.viewer.setGeometry(0, 0, 1000, 800)
        self.viewer.page_wanted.connect(self._wanted)
        self.viewer.show()
        self.shown: list[PageBitmap] = []

    def _wanted(self, sha256: str, page: int, edge: int) -> None:
        media_type, data = self.files[sha256]

        def done(bitmap: PageBitmap) -> None:
            self.viewer.set_page(sha256, bitmap)
            self.viewer.repaint()
            self.shown.append(bitmap)

        self.tasks.read(lambda: self.renderer.render(sha256, media_type, lambda: data, page, edge), done)

    def open(self, media_type: str, data: bytes) -> float:
        """Milliseconds from asking for the first page to its paint."""
        name = hashlib.sha256(data).hexdigest()
        self.files[name] = (media_type, data)
        self.shown.clear()
        began = perf_counter()
        self.viewer.show_documents(DocumentsState((DocumentItem(name, "Document", True, 1),)))
        self.until(lambda: bool(self.shown))
        return (perf_counter() - began) * 1000

    def until(self, done: object) -> None:
        end = perf_counter() + 30
        while not done():  # type: ignore[operator]
            self.app.processEvents()
            time.sleep(0)
            if perf_counter() > end:
                raise SystemExit("a page did not come")

    def close(self) -> None:
        self.tasks.close()
        self.renderer.close()


def photo(seed: int) -> bytes:
    """A noisy picture of 4000 × 3000 pixels, other bytes for each seed."""
    from PIL import Image

    noise = Image.effect_noise((1000, 750), 40 + seed % 20).resize((4000, 3000)).convert("RGB")
    noise.putpixel((seed % 4000, 0), (255, 0, 0))
    kept = BytesIO()
    noise.save(kept, "JPEG", quality=88, comment=str(seed))
    return kept.getvalue()


def paper(seed: int) -> bytes:
    """A scanned A4 page at 200 dots an inch in a PDF."""
    from PIL import Image

    kept = BytesIO()
    page = Image.effect_noise((827, 1170), 40 + seed % 20).resize((1654, 2339)).convert("RGB")
    page.save(kept, "PDF", resolution=200, title=str(seed))
    return kept.getvalue()


def main() -> None:
    told = arguments("opening a document", runs=12)
    bench, beat = Bench(), Beat()
    try:
        bench.open("image/jpeg", photo(999))
        for figure, media_type, make in (
            ("open_12_megapixel_jpeg", "image/jpeg", photo),
            ("open_pdf_page", "application/pdf", paper),
        ):
            files = [make(n) for n in range(told.runs)]
            opened, stalls = [], []
            for data in files:
                beat.start()
                opened.append(bench.open(media_type, data))
                stalls.append(beat.stop())
            report(figure, "ms", opened, bytes=len(files[0]))
            report(f"{figure}_stall", "ms", stalls, probe_ms=STEP_MS)
        moves(bench, told.runs)
    finally:
        bench.close()


def moves(bench: Bench, runs: int) -> None:
    """Zoom and pan over the whole 12 megapixels."""
    bench.open("image/jpeg", photo(998))
    pane = bench.viewer._places[0].pane
    for _ in range(4):
        pane.zoom(1)
        pane.repaint()
    bench.until(lambda: any(max(b.width, b.height) > 3000 for b in bench.shown) or not FULL_EDGE)
    pans, zooms = [], []
    for n in range(runs * 5):
        began = perf_counter()
        pane.pan(17 if n % 20 < 10 else -17, 9 if n % 12 < 6 else -9)
        pane.repaint()
        pans.append((perf_counter() - began) * 1000)
    for n in range(runs * 2):
        began = perf_counter()
        pane.zoom(1 if n % 4 < 2 else -1)
        pane.repaint()
        zooms.append((perf_counter() - began) * 1000)
    report("document_pan_frame", "ms", pans)
    report("document_zoom_frame", "ms", zooms)


if __name__ == "__main__":
    main()
