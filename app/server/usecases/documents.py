"""Cases and reviews as encoded documents, as one viewer may see them.

A case in which nothing depends on who looks (nobody holds it, it is neither escalated nor decided) has one document
for everybody in the house and one for everybody outside, each with the agent's word and without it. Those are kept
encoded, so that a hundred seats that read the same import make the server build each view once: for a while in memory,
and those of the house in the database as well, where they outlive the process and serve the next first sync.
"""

import contextlib
import functools
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection

from app.contract.catalogue import catalogue_hash
from app.contract.queue_row import encoded, row_of
from app.contract.views import CaseView, Viewer
from app.server.config import Policy
from app.server.storage import case_documents as stored_documents
from app.server.storage import cases, disputes, qa_holds, reviews
from app.server.storage.case_documents import Kept
from app.server.storage.cases import Header
from app.server.storage.unit_of_work import Storage, StorageBusy
from app.server.usecases.shown import blind_key, case_views, withheld

FORM = 2
"""The number of the way in which views are made and encoded: one more whenever the same case gives other bytes than
before (a test tells when that is), so that no document of before is handed out."""
KEPT_BYTES = 16 * 1024 * 1024
"""In each process: what has just changed is asked for by every seat within seconds. Whole queues lie in the table."""
_Key = tuple[str, int, int, bool, bool]
_encode = msgspec.json.Encoder().encode


class Document(msgspec.Struct, frozen=True):
    """An encoded view; `row`: its row of the queue, for a case."""

    rev: int
    body: bytes
    row: bytes = b""


def _whole(view: CaseView) -> bytes:
    """A view as it is kept: its row, a line end (which JSON as we write it has none of), and the view itself."""
    return encoded(row_of(view)) + b"\n" + _encode(view)


def _document(rev: int, whole: bytes) -> Document:
    row, _, body = whole.partition(b"\n")
    return Document(rev, body, row)


@functools.cache
def shape(policy_shows_challengers: bool) -> str:
    """A name for everything that shapes a document beside its case and whether the agent's word is kept back."""
    told = f"{FORM}:{catalogue_hash()}:{policy_shows_challengers}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]


class _Shared:
    """The encoded documents that are the same for many, the least used forgotten first."""

    def __init__(self, most: int) -> None:
        self._most, self._size = most, 0
        self._kept: OrderedDict[_Key, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: _Key) -> bytes | None:
        with self._lock:
            body = self._kept.get(key)
            if body is not None:
                self._kept.move_to_end(key)
            return body

    def put(self, key: _Key, body: bytes) -> None:
        with self._lock:
            if key not in self._kept:
                self._kept[key] = body
                self._size += len(body)
            while self._size > self._most:
                self._size -= len(self._kept.popitem(last=False)[1])


_shared = _Shared(KEPT_BYTES)


def case_documents(
    connection: Connection,
    headers: Sequence[Header],
    viewer: Viewer,
    epoch: str,
    policy: Policy,
    fresh: list[Kept] | None = None,
) -> dict[int, Document]:
    """The documents of these cases, by number; ask `sees` first. `epoch` tells the histories of two databases
    apart. `fresh` takes those that were made just now and are worth keeping (`keep`)."""
    found: dict[int, Document] = {}
    wanted: list[int] = []
    secret, outside = blind_key(connection), viewer.outside
    alike = {
        h.number: (
            epoch,
            h.number,
            h.rev,
            outside,
            withheld(secret, viewer, h.number, h.state, h.blind_per_mille),
        )
        for h in headers
        if h.alike
    }
    for header in headers:
        key = alike.get(header.number)
        body = _shared.get(key) if key is not None else None
        if body is None:
            wanted.append(header.number)
        else:
            found[header.number] = _document(header.rev, body)
    if not viewer.outside:
        # Nobody outside is given a page from here: their documents differ, and they hold few.
        told = {number: (alike[number][2], alike[number][4]) for number in wanted if number in alike}
        for number, body in stored_documents.find(connection, told, shape(policy.challengers_shown)).items():
            found[number] = _document(told[number][0], body)
        wanted = [number for number in wanted if number not in found]
    for number, view in case_views(connection, cases.load_many(connection, wanted).values(), viewer, policy).items():
        body = _whole(view)
        found[number] = _document(view.rev, body)
        if number in alike:
            _shared.put(alike[number], body)
            if fresh is not None and not viewer.outside:
                fresh.append(Kept(number, alike[number][4], view.rev, body))
    return found


def keep(storage: Storage, fresh: Sequence[Kept]) -> None:
    """Keep these for whoever comes next. No answer waits until others have written: then the next one keeps them."""
    if not fresh or storage.is_writing:
        return
    with contextlib.suppress(StorageBusy), storage.write() as work:
        stored_documents.keep(work, fresh, shape(storage.policy.challengers_shown))


def sees(header: Header, viewer: Viewer) -> bool:
    """The row filter of `app.contract.views.may_see` (the reading of cases itself is asked at the door)."""
    if header.only_for is not None and header.only_for != viewer.user_id:
        return False
    return not viewer.outside or (viewer.vendor is not None and header.vendor == viewer.vendor)


def review_documents(connection: Connection, ids: Sequence[str], viewer: Viewer) -> dict[str, Document]:
    """The documents of those of these reviews that the viewer may see, by id. Of a case that the viewer still has to
    decide blind, or again, only own reviews are told, and of those not the label."""
    secret, told = blind_key(connection), {}
    again = qa_holds.held(connection, viewer) if ids else frozenset()
    contested = disputes.of_reviews(connection, ids)
    for review_id, row in reviews.load_many(connection, ids).items():
        if not reviews.may_see(row, viewer):
            continue
        blind = withheld(secret, viewer, row.case_number, row.case_state, row.blind_per_mille or 0)
        blind = blind or row.case_number in again
        if not blind or row.reviewer_id == viewer.user_id:
            seen = reviews.view(row, viewer, blind=blind)
            if review_id in contested and disputes.may_read(row.reviewer_id, viewer):
                seen = msgspec.structs.replace(seen, dispute=contested[review_id])
            told[review_id] = Document(row.rev, _encode(seen))
    return told
