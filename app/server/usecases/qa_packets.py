"""What a scorer takes along: the cases without any first decision, sealed to the seat's own key and signed.

From the moment that a packet is made, nothing else that goes to its person says what was decided on these cases (see
`qa_holds`), until their scores are signed or the packet is given back.
"""

import base64
import hashlib
from datetime import timedelta

import msgspec

from app.contract.problems import Code, ProblemItem
from app.contract.qa import (
    MOST_CARRIED,
    FrameView,
    PacketBody,
    PacketHead,
    PacketItem,
    PacketRequest,
    PacketSample,
    SealedPacket,
    packet_bytes,
    seal_info,
)
from app.domain.acceptance import Severity
from app.domain.roles import Capability
from app.server.security import packet_seal
from app.server.security.principal import Principal
from app.server.storage import devices, qa_frames, qa_holds, qa_samples, state
from app.server.storage.qa_samples import Sample
from app.server.storage.unit_of_work import Storage, UnitOfWork, from_ms
from app.server.usecases import qa_results
from app.server.usecases.qa_items import items
from app.server.usecases.refusal import Refused, require
from app.server.usecases.session import new_id

KEPT = timedelta(hours=72)
"""For so long the decisions of a frame that is carried whole are kept back from its person."""
_MS = timedelta(milliseconds=1)


def issue(storage: Storage, who: Principal, told: PacketRequest) -> SealedPacket:
    """A packet for the seat that asks. Raises Refused (forbidden, invalid, not_found, qa_not_carried, qa_no_key)."""
    require(who, Capability.QA_SCORE)
    if (told.frame_id is None) == (told.sample_id is None):
        raise Refused(Code.INVALID, errors=(ProblemItem("", "one_of", "frame_id or sample_id"),))
    with storage.write() as work:
        key = _key(work, who)
        packet_id = new_id(work.now_ms)
        if told.frame_id is not None:
            body = _whole(work, storage, who, told.frame_id, packet_id)
        else:
            body = _part(work, storage, who, told.sample_id or "", packet_id)
        sealed = packet_seal.seal(key, msgspec.json.encode(body), seal_info(packet_id, who.device_id or ""))
        head = PacketHead(
            packet_id=packet_id,
            user_id=who.user_id,
            device_id=who.device_id or "",
            frame_id=body.frame.frame_id,
            sample_id=told.sample_id,
            items=len(body.items),
            issued_at=work.now,
            expires_at=from_ms(work.now_ms + KEPT // _MS),
            sealed_sha256=hashlib.sha256(sealed).hexdigest(),
        )
        qa_samples.add_packet(
            work.connection,
            packet_id=packet_id,
            user_id=head.user_id,
            device_id=head.device_id,
            frame_id=head.frame_id,
            sample_id=head.sample_id,
            items=head.items,
            sealed_sha256=head.sealed_sha256,
            issued_at=work.now_ms,
            expires_at=work.now_ms + KEPT // _MS,
            returned_at=None,
        )
        work.audit(who.user_id, "qa.packet", "qa_packet", packet_id, items=head.items, device=head.device_id)
        signature = packet_seal.sign(state.read(work.connection, state.PACKET_KEY) or "", packet_bytes(head))
    return SealedPacket(head, base64.b64encode(sealed).decode(), signature)


def _key(work: UnitOfWork, who: Principal) -> str:
    device = devices.find(work.connection, who.device_id) if who.device_id is not None else None
    if device is None or device.x25519_key is None or device.revoked_at is not None:
        raise Refused(Code.QA_NO_KEY)
    return device.x25519_key


def _whole(work: UnitOfWork, storage: Storage, who: Principal, frame_id: str, packet_id: str) -> PacketBody:
    """A frame with all of its cases, to be drawn from without the server. Only by whoever defined it, since nobody
    else's own decisions are left out of it."""
    require(who, Capability.QA_SAMPLE)
    frame = qa_frames.find(work.connection, frame_id)
    if frame is None:
        raise Refused(Code.NOT_FOUND)
    if frame.defined_by != who.user_id or frame.tells or frame.size > MOST_CARRIED:
        raise Refused(Code.QA_NOT_CARRIED)
    numbers = {one.ref: one.case_number for one in qa_frames.members(work.connection, frame_id).values()}
    severities = {}
    for series in qa_samples.series_names(work.connection):
        severities[series] = _severity(work, series)
    return PacketBody(
        packet_id=packet_id,
        frame=frame,
        items=_held(work, storage, who, numbers, packet_id),
        rows=tuple(qa_frames.rows(work.connection, frame_id)),
        severities=severities,
    )


def _severity(work: UnitOfWork, series: str) -> Severity:
    return qa_results.switching(work.connection, series).severity


def _part(work: UnitOfWork, storage: Storage, who: Principal, sample_id: str, packet_id: str) -> PacketBody:
    """What this person is still to score of a sample."""
    sample = qa_samples.find(work.connection, sample_id)
    mine = (qa_samples.of_sample(sample_id), qa_samples.of_scorer(who.user_id), qa_samples.unscored())
    refs = [task.ref for task in qa_samples.tasks(work.connection, *mine)][:MOST_CARRIED]
    frame = qa_frames.find(work.connection, sample.frame_id) if sample is not None else None
    if sample is None or frame is None or not refs:
        raise Refused(Code.NOT_FOUND)
    cases = {one.ref: one.case_number for one in qa_samples.items(work.connection, sample_id)}
    numbers = {ref: cases[ref] for ref in refs}
    return PacketBody(
        packet_id=packet_id,
        frame=_untold(frame),
        items=_held(work, storage, who, numbers, sample_id),
        sample=_drawn(sample),
    )


def _untold(frame: FrameView) -> FrameView:
    """Without what it says of the decisions."""
    return msgspec.structs.replace(frame, strata=()) if frame.tells else frame


def _drawn(sample: Sample) -> PacketSample:
    return PacketSample(sample.sample_id, sample.plan, sample.seed, from_ms(sample.drawn_at), sample.series)


def _held(
    work: UnitOfWork, storage: Storage, who: Principal, numbers: dict[str, int], source: str
) -> tuple[PacketItem, ...]:
    """The cases, in the order of their refs and of nothing else, with what was decided on them kept back from now."""
    qa_holds.hold(work, who.user_id, set(numbers.values()), source)
    found = items(work.connection, storage, who, dict(sorted(numbers.items())))
    return tuple(found.values())


def give_back(storage: Storage, who: Principal, packet_id: str) -> None:
    """Nothing is done with it any more; what is still to be scored of a sample stays so. Twice is once. Raises Refused
    (forbidden, not_found)."""
    require(who, Capability.QA_SCORE)
    with storage.write() as work:
        packet = qa_samples.packet(work.connection, packet_id)
        if packet is None or packet.user_id != who.user_id:
            raise Refused(Code.NOT_FOUND)
        if packet.returned_at is None:
            qa_samples.bring_back(work.connection, [packet_id], work.now_ms)
            qa_holds.release(work, who.user_id, [packet_id])
            work.audit(who.user_id, "qa.packet_returned", "qa_packet", packet_id)


def end_overdue(work: UnitOfWork, most: int) -> int:
    """Packets that were out for too long: what a whole frame kept back is told again; how many ended."""
    found = qa_samples.overdue(work.connection, work.now_ms, most)
    for packet in found:
        qa_samples.bring_back(work.connection, [packet.packet_id], work.now_ms)
        qa_holds.release(work, packet.user_id, [packet.packet_id])
        work.audit(packet.user_id, "qa.packet_ended", "qa_packet", packet.packet_id)
    return len(found)
