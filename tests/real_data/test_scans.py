"""Real scanned receipts: through the intake, out again, drawn by the render process, their boxes on their words."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.desktop.renderer import RenderProcess
from app.desktop.widgets.document_page import DocumentBox, DocumentPage
from tests.real_data.scans import receipt, receipts
from tests.support.seats import open_house
from tests.support.server import start_server

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
pytestmark = pytest.mark.skipif(not receipts(SHARED), reason="the shared scans are not here")


def test_every_scan_goes_through_the_server_and_opens_with_its_boxes(qapp: QApplication, tmp_path: Path) -> None:
    names = receipts(SHARED)
    renderer = RenderProcess()
    page = DocumentPage()
    page.resize(700, 900)
    try:
        with start_server(tmp_path / "server.db") as server:
            house = open_house(server, tmp_path / "server.db")
            lin = house.seat("lin")
            for name in names:
                data, evidence = receipt(SHARED, name)
                file = evidence.attachment
                assert file is not None
                kind = {"Content-Type": file.media_type}
                told = house.agent.put(f"/v1/intake/attachments/{file.sha256}", data=data, headers=kind)
                assert told.status_code == 201
                case = house.case(case_type="poa_review", evidence=(evidence,))
                answer = lin.session.get(f"/v1/cases/{case}/attachments/{file.sha256}")
                assert answer.content == data
                view = lin.case(case)["evidence"][0]
                assert len(view["boxes"]) == len(evidence.boxes)
                bitmap = renderer.render(file.sha256, file.media_type, lambda content=answer.content: content, 1, 2048)
                page.show_page(bitmap)
                boxes = tuple(DocumentBox(b.field, b.field, False, b.page, b.x, b.y, b.w, b.h) for b in evidence.boxes)
                page.set_boxes(boxes, "")
                page.start_over()
                page.grab()
                assert boxes, name
                for box in boxes:
                    place = page._place(box).toRect()
                    assert page.rect().contains(place), (name, box.name)
                    assert darkest(bitmap, box) < 170, (name, box.name)
            house.close()
    finally:
        renderer.close()


def darkest(bitmap: object, box: DocumentBox) -> int:
    """The darkest level within a box: there is print in it."""
    wide, tall, pixels = bitmap.width, bitmap.height, bitmap.pixels  # type: ignore[attr-defined]
    rows = range(int(box.y * tall), max(int(box.y * tall) + 1, int((box.y + box.h) * tall)))
    columns = slice(int(box.x * wide) * 4 + 1, int((box.x + box.w) * wide) * 4, 4)
    return min(min(pixels[row * wide * 4 : (row + 1) * wide * 4][columns], default=255) for row in rows if row < tall)
