"""Documents at the seat: fetched once, taken up where the line broke, checked, and gone with their case."""

import hashlib
from collections.abc import Callable

import pytest

from app.desktop.changes import Kind, changed
from app.desktop.ports import CannotShow, DocumentRef, Offline, PageBitmap, Problem
from app.desktop.usecases.blobs import MemoryBlobs
from app.desktop.usecases.documents import ATTEMPTS, DocumentDesk

DATA = bytes(range(256)) * 40


def ref_of(data: bytes = DATA, case_id: str = "C-200001", size: int | None = None) -> DocumentRef:
    size = len(data) if size is None else size
    return DocumentRef(case_id, "e1", hashlib.sha256(data).hexdigest(), "image/png", size)


class Line:
    """A server on a bad line: each call gives so many bytes and then breaks (None: all the rest)."""

    def __init__(self, *gives: int | None, data: bytes = DATA, ranges: bool = True) -> None:
        self.gives, self.data, self.ranges = list(gives), data, ranges
        self.starts: list[int] = []

    def document(self, case_id: str, sha256: str, start: int, take: Callable[[bytes], None]) -> bool:
        self.starts.append(start)
        if start and not self.ranges:
            return False
        give = self.gives.pop(0) if self.gives else None
        end = len(self.data) if give is None else start + give
        for at in range(start, end, 1000):
            take(self.data[at : min(at + 1000, end)])
        if give is not None:
            raise Offline
        return True


class Drawing:
    """Stands for the render process: keeps what it was given."""

    def __init__(self) -> None:
        self.seen: dict[str, bytes] = {}
        self.warmed = 0

    def warm(self) -> None:
        self.warmed += 1

    def render(self, name: str, media_type: str, data: Callable[[], bytes], page: int, edge: int) -> PageBitmap:
        self.seen.setdefault(name, data())
        return PageBitmap(page, 1, 1, 1, 1, 1, bytearray(4))


def desk_on(line: Line, here: set[str] | None = None) -> tuple[DocumentDesk, MemoryBlobs]:
    blobs = MemoryBlobs()
    return DocumentDesk(line, blobs, Drawing(), lambda cases: cases & (here or set()), lambda _case: None), blobs


def test_a_document_is_fetched_once() -> None:
    line = Line()
    desk, _ = desk_on(line)
    assert desk.content(ref_of()) == DATA
    assert desk.content(ref_of()) == DATA
    assert line.starts == [0]


def test_a_download_goes_on_where_the_line_broke() -> None:
    line = Line(3000, 2500)
    desk, _ = desk_on(line)
    assert desk.content(ref_of()) == DATA
    assert line.starts == [0, 3000, 5500]


def test_a_server_without_ranges_is_asked_from_the_beginning() -> None:
    line = Line(3000, ranges=False)
    desk, _ = desk_on(line)
    assert desk.content(ref_of()) == DATA
    assert line.starts == [0, 3000, 0]


def test_a_line_that_gives_nothing_is_told_as_offline() -> None:
    line = Line(0)
    desk, blobs = desk_on(line)
    with pytest.raises(Offline):
        desk.content(ref_of())
    assert not blobs.has(ref_of().sha256)


def test_a_line_that_breaks_again_and_again_is_given_up() -> None:
    line = Line(*[1000] * 9)
    desk, _ = desk_on(line)
    with pytest.raises(Offline):
        desk.content(ref_of())
    assert len(line.starts) == ATTEMPTS


@pytest.mark.parametrize("data", [DATA[:-1] + b"?", DATA + b"more", DATA[:-1]])
def test_bytes_that_the_case_does_not_name_are_never_shown_nor_kept(data: bytes) -> None:
    desk, blobs = desk_on(Line(data=data))
    with pytest.raises(CannotShow) as caught:
        desk.content(ref_of())
    assert caught.value.code == "document_damaged"
    assert blobs.cases() == set()


def test_documents_leave_the_seat_with_their_case() -> None:
    desk, blobs = desk_on(Line(), here={"C-200002"})
    desk.content(ref_of())
    desk.note(changed(Kind.CASE, ids={"C-200002"}))
    assert blobs.has(ref_of().sha256)
    desk.note(changed(Kind.CASE, ids={"C-200001"}))
    assert not blobs.has(ref_of().sha256)


def test_when_everything_may_have_changed_only_what_is_still_here_stays() -> None:
    desk, blobs = desk_on(Line(), here={"C-200001"})
    desk.content(ref_of())
    desk.note(changed(Kind.CASE))
    assert blobs.has(ref_of().sha256)


def test_the_first_look_ahead_of_a_run_lets_go_what_the_last_one_left_without_its_case() -> None:
    desk, blobs = desk_on(Line(), here={"C-200002"})
    blobs.put("left", "C-200001", DATA)
    blobs.put("needed", "C-200002", DATA)
    desk.ahead(())
    assert blobs.cases() == {"C-200002"}
    blobs.put("asked for since", "C-200003", DATA)
    desk.ahead(())
    assert blobs.cases() == {"C-200002", "C-200003"}


def test_fetching_ahead_passes_over_what_is_refused() -> None:
    class Refusing(Line):
        def document(self, case_id: str, sha256: str, start: int, take: Callable[[bytes], None]) -> bool:
            if case_id == "C-200009":
                raise Problem("not_found", 404)
            return super().document(case_id, sha256, start, take)

    desk, blobs = desk_on(Refusing())
    desk.prefetch((ref_of(b"other", "C-200009"), ref_of()))
    assert blobs.has(ref_of().sha256)
