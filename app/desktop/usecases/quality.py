"""QA samples at a seat: frames and packets are fetched once; from then on drawing, scoring and signing need no server.

What was drawn and said lies in the outbox and nowhere else, so that what this seat shows is what the server will hear.
"""

import statistics
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar

import msgspec

from app.analytics.acceptance import accepts
from app.analytics.qa_plan import planned
from app.contract import commands as c
from app.contract.qa import (
    AdjudicationPage,
    CoverageView,
    FrameCriteria,
    FramePage,
    FrameView,
    PacketBody,
    PacketItem,
    PacketRequest,
    ReReviewPage,
    SamplePage,
    SampleView,
    SealedPacket,
    SeriesPage,
    SeriesView,
)
from app.contract.session import Meta
from app.desktop.cache.outbox_rows import OutboxRow, OutboxState
from app.desktop.cache.packet_rows import PacketRow, PacketRows
from app.desktop.cache.work_store import WorkStore
from app.desktop.changes import Changed, Kind, changed
from app.desktop.ports import Clock, Identity, NotReady, PageBitmap, Sent, Writer
from app.desktop.ports.quality import Carried, CarriedSample, PacketRefused, PlanPreview, ScoreDraft
from app.desktop.usecases.casework import WorkNote
from app.desktop.usecases.packet_files import PacketFiles
from app.desktop.usecases.score_drafts import ScoreDrafts
from app.desktop.usecases.sending import Sending
from app.domain.decision import Decision
from app.domain.document import Attachment
from app.domain.faults import Fault
from app.domain.ids import uuid7
from app.domain.re_review import (
    AdjudicateBody,
    SampleBody,
    ScoreBody,
    SignBody,
    adjudication_faults,
    sample_faults,
    score_faults,
    scores_digest,
    shuffled,
    signed_bytes,
)
from app.domain.sampling import IsoPlan, Plan, draw, plan_faults, sample_digest, strata_of

QUALITIES = (0.99, 0.98, 0.95, 0.9)
"""Teams that a plan is explained by."""
B = TypeVar("B", bound=msgspec.Struct)
_REFUSED = (OutboxState.REJECTED, OutboxState.CONFLICT, OutboxState.PARKED)


class QualityOnline(Protocol):
    """The calls behind it."""

    def meta(self) -> Meta: ...

    def qa_frames(self) -> FramePage: ...

    def qa_define(self, criteria: FrameCriteria) -> FrameView: ...

    def qa_packet(self, request: PacketRequest) -> bytes: ...

    def qa_return(self, packet_id: str) -> None: ...

    def qa_samples(self) -> SamplePage: ...

    def qa_sample(self, sample_id: str) -> SampleView: ...

    def qa_take(self, want: int) -> ReReviewPage: ...

    def qa_adjudications(self) -> AdjudicationPage: ...

    def qa_coverage(self, days: int) -> CoverageView: ...

    def qa_series(self) -> SeriesPage: ...


class Keys(Protocol):
    """The seat's own keys; see vault.packets."""

    def open(self, packet: SealedPacket, packet_key: str, who: Identity) -> PacketBody: ...

    def sign(self, who: Identity, message: bytes) -> str: ...


class QualityDesk:
    """See ports.quality."""

    def __init__(
        self,
        online: QualityOnline,
        packets: PacketRows,
        work: WorkStore | None,
        keys: Keys,
        sending: Sending,
        writer: Writer,
        clock: Clock,
        identity: Callable[[], Identity | None],
        publish: Callable[[Changed], None],
        random_bytes: Callable[[int], bytes],
        files: PacketFiles,
    ) -> None:
        self._files = files
        self._online, self._packets, self._work, self._keys = online, packets, work, keys
        self._sending, self._writer, self._clock = sending, writer, clock
        self._identity, self._publish, self._random = identity, publish, random_bytes
        self._drafts = ScoreDrafts(work, identity)
        self._opened: dict[str, PacketBody] = {}

    # --- in the pool

    def frames(self) -> tuple[FrameView, ...]:
        return self._online.qa_frames().frames

    def define(self, criteria: FrameCriteria) -> FrameView:
        return self._online.qa_define(criteria)

    def samples(self) -> tuple[SampleView, ...]:
        return self._online.qa_samples().samples

    def sample(self, sample_id: str) -> SampleView:
        return self._online.qa_sample(sample_id)

    def adjudications(self) -> AdjudicationPage:
        return self._online.qa_adjudications()

    def coverage(self, days: int) -> CoverageView:
        return self._online.qa_coverage(days)

    def series(self) -> tuple[SeriesView, ...]:
        return self._online.qa_series().series

    def take(self, want: int) -> tuple[str, ...]:
        taken = self._online.qa_take(want)
        return tuple(self.bring_sample(sample_id) for sample_id in dict.fromkeys(one.sample_id for one in taken.tasks))

    def bring_frame(self, frame_id: str) -> str:
        return self._bring(PacketRequest(frame_id=frame_id))

    def bring_sample(self, sample_id: str) -> str:
        return self._bring(PacketRequest(sample_id=sample_id))

    def _bring(self, request: PacketRequest) -> str:
        who = self._sending.who()
        key = self._online.meta().packet_key or ""
        raw = self._online.qa_packet(request)
        row = PacketRow("", key, self._clock.now_ms(), raw)
        body = self._open(row, who)  # one that would not open is not kept
        row = msgspec.structs.replace(row, packet_id=body.packet_id)
        self._writer.run(lambda: self._packets.put(who.author, row))
        self._publish(changed(Kind.REVIEW))
        return body.packet_id

    def give_back(self, packet_id: str) -> None:
        who = self._sending.who()
        self._online.qa_return(packet_id)
        self._opened.pop(packet_id, None)
        self._writer.run(lambda: self._packets.remove(who.author, packet_id))
        self._files.forget(packet_id)
        self._publish(changed(Kind.REVIEW))

    def bring_files(self, packet_id: str) -> None:
        self._files.bring(self._body(packet_id))

    def file_page(self, packet_id: str, ref: str, file: Attachment, page: int, edge: int) -> PageBitmap:
        return self._files.page(packet_id, ref, file, page, edge)

    # --- without the server

    def preview(self, frame: FrameView, plan: Plan) -> PlanPreview:
        strata = {one.stratum: one.size for one in frame.strata} or {1: frame.size}
        self._check(plan_faults(plan))
        try:
            asked = planned(plan, strata)
        except ValueError:
            raise NotReady(codes=("plan",)) from None
        passes = {}
        if isinstance(plan, IsoPlan) and asked.reject is not None:
            most, counts = asked.reject - 1, plan.aql > 10
            passes = {right: accepts(asked.n, most, 1 - right, poisson=counts) for right in QUALITIES}
        each = self._median_ms()
        return PlanPreview(
            n=asked.n,
            letter=asked.letter,
            accept=asked.accept,
            reject=asked.reject,
            passes=passes,
            half_width=asked.half_width,
            by_stratum=asked.sizes,
            active_ms=None if each is None else each * asked.n,
        )

    def _median_ms(self) -> int | None:
        said = [_read(row, ScoreBody) for row in self._mine((c.QA_SCORE,))]
        times = [one.active_ms for one in said if one is not None and one.active_ms]
        return round(statistics.median(times)) if times else None

    def carried(self) -> tuple[Carried, ...]:
        who = self._identity()
        if who is None:
            return ()
        commands, found = self._mine((c.QA_SAMPLE, c.QA_SCORE, c.QA_SIGN)), list[Carried]()
        for row in self._packets.all(who.author):
            try:
                body = self._open(row, who)
            except PacketRefused:
                continue
            found.append(
                Carried(
                    packet_id=body.packet_id,
                    frame=body.frame,
                    taken_at=row.taken_at,
                    whole=bool(body.rows),
                    items=len(body.items),
                    severities={name: severity.value for name, severity in body.severities.items()},
                    samples=_samples(body, commands),
                    files=self._files.there(body),
                )
            )
        return tuple(found)

    def item(self, packet_id: str, ref: str) -> PacketItem:
        for one in self._body(packet_id).items:
            if one.ref == ref:
                return one
        raise PacketRefused("packet_gone")

    def drafts(self) -> Mapping[tuple[str, str], ScoreDraft]:
        return self._drafts.all()

    # --- on the writer thread

    def keep_draft(self, sample_id: str, ref: str, draft: ScoreDraft | None) -> None:
        self._drafts.keep(sample_id, ref, draft)

    def draw(
        self,
        packet_id: str,
        plan: Plan,
        seed: str,
        scorers: tuple[str, ...] = (),
        overlap: float = 0.0,
        series: str | None = None,
    ) -> str:
        body = self._body(packet_id)
        if not body.rows:
            raise NotReady(codes=("qa_not_carried",))
        self._check(plan_faults(plan))
        try:
            sizes = planned(plan, strata_of(body.rows)).sizes
        except ValueError:
            raise NotReady(codes=("plan",)) from None
        refs = draw(body.rows, sizes, seed, plan)
        return self._drawn(body.frame, plan, seed, sample_digest(refs), scorers, overlap, series)

    def draw_online(
        self,
        frame: FrameView,
        plan: Plan,
        seed: str,
        scorers: tuple[str, ...] = (),
        overlap: float = 0.0,
        series: str | None = None,
    ) -> str:
        self._check(plan_faults(plan))
        return self._drawn(frame, plan, seed, "", scorers, overlap, series)

    def _drawn(
        self,
        frame: FrameView,
        plan: Plan,
        seed: str,
        digest: str,
        scorers: tuple[str, ...],
        overlap: float,
        series: str | None,
    ) -> str:
        sample_id = uuid7(self._clock.now_ms(), self._random(10))
        told = SampleBody(sample_id, frame.frame_id, plan, seed, digest, scorers, overlap, series)
        self._check(sample_faults(told))
        self._send(c.QA_SAMPLE, told, {"cases": frame.size})
        return sample_id

    def score(self, sample_id: str, ref: str, decision: str, rationale: str, language: str, active_ms: int) -> Sent:
        sample = self._sample(sample_id)
        if sample.signed:
            raise NotReady(codes=("qa_signed",))
        if ref not in sample.refs:
            raise NotReady(codes=("qa_not_yours",))
        body = ScoreBody(sample_id, ref, Decision(decision), rationale.strip(), language, active_ms)
        self._check(score_faults(body))
        return self._send(c.QA_SCORE, body, {"decision": decision})

    def sign(self, sample_id: str) -> Sent:
        who, sample = self._sending.who(), self._sample(sample_id)
        if sample.signed:
            raise NotReady(codes=("qa_signed",))
        if not set(sample.refs) <= sample.said.keys():
            raise NotReady(codes=("qa_unscored",))
        digest = scores_digest(sample.said.items())
        told = signed_bytes(sample_id, who.author, len(sample.said), digest)
        body = SignBody(sample_id, len(sample.said), digest, self._keys.sign(who, told))
        return self._send(c.QA_SIGN, body, {"cases": len(sample.said)})

    def adjudicate(self, sample_id: str, ref: str, truth: str, reason: str, language: str) -> Sent:
        body = AdjudicateBody(sample_id, ref, Decision(truth), reason.strip(), language)
        self._check(adjudication_faults(body))
        return self._send(c.QA_ADJUDICATE, body, {"decision": truth})

    def undo(self, command_id: str) -> str:
        return self._sending.undo(command_id)

    # --- below

    def _send(self, command_type: str, body: msgspec.Struct, params: dict[str, str | int]) -> Sent:
        return self._sending.send(command_type, body, None, None, WorkNote("", params))

    @staticmethod
    def _check(faults: Sequence[Fault]) -> None:
        if faults:
            raise NotReady(codes=tuple(dict.fromkeys(fault.code for fault in faults)))

    def _mine(self, types: tuple[str, ...]) -> list[OutboxRow]:
        """This person's commands of these types that count, in their order."""
        who = self._identity()
        return [] if who is None or self._work is None else self._work.of_types(who.author, types)

    def _open(self, row: PacketRow, who: Identity) -> PacketBody:
        """Checked each time anew when it is read from the disk; what was opened stays in memory."""
        here = self._opened.get(row.packet_id)
        if here is not None:
            return here
        try:
            packet = msgspec.json.decode(row.document, type=SealedPacket)
        except (msgspec.DecodeError, RecursionError):
            raise PacketRefused("packet_damaged") from None
        body = self._keys.open(packet, row.packet_key, who)
        if row.packet_id in ("", body.packet_id):
            self._opened[body.packet_id] = body
            return body
        raise PacketRefused("packet_damaged")

    def _body(self, packet_id: str) -> PacketBody:
        who = self._sending.who()
        for row in self._packets.all(who.author):
            if row.packet_id == packet_id:
                return self._open(row, who)
        raise PacketRefused("packet_gone")

    def _sample(self, sample_id: str) -> CarriedSample:
        found = [one for packet in self.carried() for one in packet.samples if one.sample_id == sample_id]
        if not found:
            raise PacketRefused("packet_gone")
        whole = {ref: None for one in found for ref in one.refs}
        return msgspec.structs.replace(found[0], refs=tuple(whole))


def _samples(body: PacketBody, commands: Sequence[OutboxRow]) -> tuple[CarriedSample, ...]:
    """What a packet has to be scored, with what was said of it here."""
    found: dict[str, CarriedSample] = {}
    if body.sample is not None:
        refs = shuffled(body.sample.sample_id, (one.ref for one in body.items))
        found[body.sample.sample_id] = CarriedSample(
            body.sample.sample_id, body.packet_id, body.frame.frame_id, refs, {}
        )
    for row in commands:
        told = _read(row, SampleBody) if row.command_type == c.QA_SAMPLE and body.rows else None
        if told is not None and told.frame_id == body.frame.frame_id and told.sample_id not in found:
            drawn = draw(body.rows, planned(told.plan, strata_of(body.rows)).sizes, told.seed, told.plan)
            refs = shuffled(told.sample_id, drawn)
            found[told.sample_id] = CarriedSample(
                told.sample_id, body.packet_id, told.frame_id, refs, {}, drawn_here=True
            )
    return tuple(_worked(sample, commands) for sample in found.values())


def _worked(sample: CarriedSample, commands: Sequence[OutboxRow]) -> CarriedSample:
    said: dict[str, str] = {}
    signed, pending, refused = False, 0, list[str]()
    for row in commands:
        told = _read(row, _Named)
        if told is None or told.sample_id != sample.sample_id:
            continue
        if row.state in _REFUSED:
            refused.append(_code(row))
            continue
        pending += not OutboxState(row.state).settled
        if row.command_type == c.QA_SIGN:
            signed = True
        elif row.command_type == c.QA_SCORE and told.ref in sample.refs and told.decision is not None:
            said[told.ref] = told.decision
    return msgspec.structs.replace(sample, said=said, signed=signed, pending=pending, refused=tuple(refused))


class _Named(msgspec.Struct):
    """The part of these commands' bodies that says what they are about."""

    sample_id: str
    ref: str = ""
    decision: str | None = None


class _Coded(msgspec.Struct):
    code: str = ""


def _read(row: OutboxRow, kind: type[B]) -> B | None:
    try:
        return msgspec.json.decode(row.body, type=kind)
    except (msgspec.DecodeError, RecursionError):
        return None


def _code(row: OutboxRow) -> str:
    try:
        return msgspec.json.decode(row.result or b"{}", type=_Coded).code or row.state
    except msgspec.DecodeError:
        return row.state
