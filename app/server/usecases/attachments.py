"""Files behind the evidence: taken from the agent by their content, and read by those who may see the case."""

import hashlib
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import msgspec
from sqlalchemy import Row

from app.contract.problems import Code, ProblemItem
from app.contract.views import may_see
from app.domain.document import Attachment, is_sha256, looks_like
from app.domain.ids import CASE_ID, case_number, is_uuid7
from app.domain.roles import Capability
from app.server.security.principal import Principal
from app.server.storage import attachments, cases, qa_frames, qa_samples
from app.server.storage.attachments import StoredFile
from app.server.storage.cases import StoredCase
from app.server.storage.files import AttachmentStore
from app.server.storage.intake import one_batch_at_a_time
from app.server.storage.unit_of_work import Storage, StorageBusy, UnitOfWork, to_ms
from app.server.usecases.refusal import Refused, require

READ = "document.read"
_RENEWED = timedelta(hours=1)  # a file that came this long ago is written down anew: see unnamed_files.KEPT
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})\Z")


class Taken(msgspec.Struct, frozen=True):
    """`new` is false where the server had this file already."""

    sha256: str
    media_type: str
    size: int
    new: bool


class Reading(msgspec.Struct, frozen=True):
    """A file about to be answered: the bytes from `start` to just before `end` of `size`."""

    file: StoredFile
    start: int
    end: int
    pieces: Iterator[bytes]

    @property
    def partial(self) -> bool:
        return self.end - self.start < self.file.size


class NoSuchBytes(Exception):
    """The range lies outside the file of `size` bytes."""

    def __init__(self, size: int) -> None:
        super().__init__("range")
        self.size = size


def take(storage: Storage, files: AttachmentStore, who: Principal, sha256: str, media_type: str, data: bytes) -> Taken:
    """Keep a file under its own hash; sent again, it is kept for a case that is to come. Raises Refused (forbidden,
    invalid) and StorageBusy, also where a file of this name is just being removed."""
    require(who, Capability.INTAKE_WRITE)
    if not is_sha256(sha256) or hashlib.sha256(data).hexdigest() != sha256:
        raise Refused(Code.INVALID, errors=(ProblemItem("/sha256", "hash", "the hash is not that of the body"),))
    if not looks_like(media_type, data):
        raise Refused(Code.INVALID, errors=(ProblemItem("", "content", f"the body is no {media_type}"),))
    with storage.read() as connection:
        known = attachments.standing(connection, sha256)
    if known is not None and known.leaving:
        raise StorageBusy  # gone in a moment; then it is taken like any other
    if known is None or not files.has(sha256):
        # The file first: a row without its file would promise what is not there, a file without a row harms nobody.
        files.put(sha256, data)
    if known is not None and known.received_at > to_ms(storage.clock()) - _RENEWED // timedelta(milliseconds=1):
        return Taken(sha256, known.media_type, known.size, False)
    with storage.write() as work:
        one_batch_at_a_time(work.connection)
        there = attachments.standing(work.connection, sha256, for_update=True)
        if (there is None and known is not None) or (there is not None and there.leaving):
            raise StorageBusy  # it was removed between the two looks
        if there is None:
            attachments.add(work.connection, StoredFile(sha256, media_type, len(data)), work.now_ms, who.user_id)
        else:
            attachments.came_again(work.connection, sha256, work.now_ms)
            media_type = there.media_type
        new = there is None
        again: dict[str, bool] = {} if new else {"again": True}
        work.audit(
            who.user_id, "intake.attachment", "attachment", sha256, media_type=media_type, size=len(data), **again
        )
    return Taken(sha256, media_type, len(data), new)


def read(
    storage: Storage,
    files: AttachmentStore,
    who: Principal,
    case_id: str,
    sha256: str,
    range_header: str,
    if_match: str,
) -> Reading:
    """One file of a case that this person may see. Every request is in the audit trail before its first byte leaves.
    Raises Refused (forbidden, not_found, file_changed) and NoSuchBytes."""
    require(who, Capability.DOCUMENT_READ)
    with storage.write() as work:
        stored = cases.load(work.connection, case_number(case_id)) if CASE_ID.match(case_id) else None
        if stored is None or not may_see(stored.record, who.viewer):
            raise Refused(Code.NOT_FOUND)
        return _reading(work, files, who, stored, sha256, range_header, if_match, None)


def read_in_packet(
    storage: Storage,
    files: AttachmentStore,
    who: Principal,
    packet_id: str,
    ref: str,
    sha256: str,
    range_header: str,
    if_match: str,
) -> Reading:
    """The same for a case that lies in this person's own packet, under the name that it has there: whoever decides it
    again learns no id. The trail says of which packet. Raises Refused and NoSuchBytes as `read` does."""
    require(who, Capability.QA_SCORE)
    require(who, Capability.DOCUMENT_READ)
    with storage.write() as work:
        packet = qa_samples.packet(work.connection, packet_id) if is_uuid7(packet_id) else None
        if packet is None or packet.user_id != who.user_id or packet.returned_at is not None:
            raise Refused(Code.NOT_FOUND)
        number = _in_packet(work, packet, ref, who)
        stored = cases.load(work.connection, number) if number is not None else None
        if stored is None:
            raise Refused(Code.NOT_FOUND)
        return _reading(work, files, who, stored, sha256, range_header, if_match, packet_id)


def _in_packet(work: UnitOfWork, packet: Row[Any], ref: str, who: Principal) -> int | None:
    """The case behind a name: of a whole frame any, of a sample those that are this person's to score."""
    if packet.sample_id is None:
        member = qa_frames.members(work.connection, packet.frame_id, [ref]).get(ref)
        return member.case_number if member is not None else None
    mine = (qa_samples.of_sample(packet.sample_id), qa_samples.of_ref(ref), qa_samples.of_scorer(who.user_id))
    if not qa_samples.tasks(work.connection, *mine):
        return None
    item = qa_samples.item(work.connection, packet.sample_id, ref)
    return item.case_number if item is not None else None


def _reading(
    work: UnitOfWork,
    files: AttachmentStore,
    who: Principal,
    stored: StoredCase,
    sha256: str,
    range_header: str,
    if_match: str,
    packet_id: str | None,
) -> Reading:
    evidence = stored.record.facts.evidence
    told = next((e for e in evidence if e.attachment is not None and e.attachment.sha256 == sha256), None)
    file = attachments.find(work.connection, sha256) if told is not None else None
    if told is None or file is None or not files.has(sha256) or not _as_told(told.attachment, file):
        raise Refused(Code.NOT_FOUND)
    if if_match and not {"*", etag(sha256)} & _tags(if_match):
        raise Refused(Code.FILE_CHANGED)
    start, end = wanted(range_header, file.size)
    work.audit(
        who.user_id,
        READ,
        "case",
        stored.record.case_id,
        evidence=told.id,
        sha256=sha256,
        first=start,
        last=end - 1,
        device=who.device_id,
        packet=packet_id,
    )
    return Reading(file, start, end, files.open(sha256, start, end))


def etag(sha256: str) -> str:
    return f'"sha256-{sha256}"'


def wanted(header: str, size: int) -> tuple[int, int]:
    """(start, end) of the bytes that a Range header asks for; the whole file where there is none, where it asks for
    several parts, or where it is in a form that RFC 9110 lets a server pass over. Raises NoSuchBytes."""
    found = _RANGE.match(header.strip())
    if found is None or not (found[1] or found[2]):
        return 0, size
    if not found[1]:
        length = min(int(found[2]), size)
        if not length:
            raise NoSuchBytes(size)
        return size - length, size
    start = int(found[1])
    end = min(int(found[2]) + 1, size) if found[2] else size
    if found[2] and int(found[2]) < start:
        return 0, size
    if start >= size:
        raise NoSuchBytes(size)
    return start, end


def _as_told(told: Attachment | None, file: StoredFile) -> bool:
    """The case's own word on its file and what was received agree; what is then shown is what was spoken of."""
    return told is not None and told.media_type == file.media_type and told.size == file.size


def _tags(header: str) -> set[str]:
    return {tag.strip() for tag in header.split(",")}
