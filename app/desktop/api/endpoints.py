"""One typed function per endpoint of the server."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar
from urllib.parse import quote

import msgspec

from app.contract import paths
from app.contract.agreement import AgreementCases, AgreementView
from app.contract.assignment_rules import AssignmentChange, AssignmentView
from app.contract.changes import ChangePage, SnapshotPage
from app.contract.claims import ClaimAnswer, ClaimRequest, ClaimTurn, HeldClaim
from app.contract.commands import AppliedCommands, CommandAnswer, CommandBatch, CommandResult, SingleCommand
from app.contract.context import ContextRequest
from app.contract.devices import CheckedIn, CheckIn, Directives, Unlocked
from app.contract.disputes import DisputePage, VendorWeekly
from app.contract.identity import IdentitySignIn, SessionDevice, SignInWays
from app.contract.people import PeoplePage
from app.contract.qa import (
    AdjudicationPage,
    CoverageView,
    FrameCriteria,
    FramePage,
    FrameView,
    PacketRequest,
    ReReviewPage,
    SamplePage,
    SampleView,
    SeriesPage,
)
from app.contract.recall import RecallView
from app.contract.reveal import RevealAnswer, RevealRequest
from app.contract.scorecards import FunnelView, JudgementPage, OwnScorecard, ScorecardPage
from app.contract.search import SearchRequest
from app.contract.session import DeviceRegistration, DeviceView, Meta, Refresh, SignIn, Tokens
from app.contract.shift import ShiftView
from app.contract.views import CasePage
from app.desktop.api.calibrate_calls import CalibrateCalls
from app.desktop.api.client import MAX_NUMBERS, MAX_PAGE, MAX_SAYING, HttpClient, P, decode, decode_page, encode
from app.desktop.api.loop_calls import LoopCalls
from app.desktop.api.regression_calls import RegressionCalls
from app.desktop.api.server_clock import ServerClock
from app.desktop.api.sop_calls import SopCalls
from app.desktop.api.standing_calls import StandingCalls
from app.desktop.courtesy import after_you
from app.desktop.ports import Problem, Unauthorised

T = TypeVar("T")


class _Contexts(msgspec.Struct):
    contexts: tuple[msgspec.Raw, ...]


class Bearer(Protocol):
    """Who carries the access token. `renew` gets a fresh one after `refused` was turned away; one at a time."""

    def access(self) -> str: ...

    def renew(self, refused: str) -> str: ...


class SessionApi:
    """The calls that need no token, or bring their own."""

    def __init__(self, http: HttpClient) -> None:
        self._http = http

    @property
    def server(self) -> str:
        return self._http.base_url

    def sign_in(self, username: str, password: str, device_id: str | None) -> Tokens:
        _, data = self._http.send("POST", paths.SESSION, body=encode(SignIn(username, password, device_id)))
        return _as(data, Tokens)

    def ways(self) -> SignInWays:
        """How one can sign in there."""
        _, data = self._http.send("GET", paths.SESSION_WAYS)
        return _as(data, SignInWays)

    def sign_in_by_identity(self, id_token: str) -> Tokens:
        _, data = self._http.send("POST", paths.SESSION_OIDC, body=encode(IdentitySignIn(id_token)))
        return _as(data, Tokens)

    def take_seat(self, access_token: str, device_id: str) -> None:
        """This sign-in takes place at a seat that was registered before."""
        self._http.send("PUT", paths.SESSION_DEVICE, token=access_token, body=encode(SessionDevice(device_id)))

    def refresh(self, refresh_token: str) -> Tokens:
        _, data = self._http.send("POST", paths.SESSION_REFRESH, body=encode(Refresh(refresh_token)))
        return _as(data, Tokens)

    def sign_out(self, access_token: str) -> None:
        self._http.send("DELETE", paths.SESSION, token=access_token)

    def meta(self, access_token: str) -> Meta:
        """What the server says of itself at the first sign-in."""
        _, data = self._http.send("GET", paths.META, token=access_token)
        return _as(data, Meta)

    def unlock_device(self, access_token: str, device_id: str) -> Unlocked:
        path = paths.DEVICE_UNLOCK.format(device_id=device_id)
        _, data = self._http.send("POST", path, token=access_token)
        return _as(data, Unlocked)

    def check_in(self, device_id: str, told: CheckIn) -> CheckedIn:
        """The seat's word where nobody may sign in at it any more."""
        path = paths.DEVICE_CHECK_IN.format(device_id=device_id)
        _, data = self._http.send("POST", path, body=encode(told))
        return _as(data, CheckedIn)

    def register_device(self, access_token: str, device: DeviceRegistration) -> DeviceView:
        _, data = self._http.send("POST", paths.DEVICES, token=access_token, body=encode(device))
        return _as(data, DeviceView)


class Api(StandingCalls, CalibrateCalls, LoopCalls, RegressionCalls, SopCalls):
    """The calls of a signed-in person. A token that ran out is renewed once and the call made again."""

    def __init__(self, http: HttpClient, bearer: Bearer, clock: ServerClock) -> None:
        self._http = http
        self._bearer = bearer
        self._clock = clock

    def _call(
        self,
        method: str,
        path: str,
        kind: type[T],
        *,
        body: Any = None,
        most: int | None = None,
        **params: str | int | None,
    ) -> T:
        return _as(self._sent(method, path, body, most, params), kind)

    def _page(self, path: str, kind: type[P], **params: str | int | None) -> P:
        data = self._sent("GET", path, None, MAX_PAGE, params)
        after_you()
        return decode_page(data, kind)

    def _sent(
        self, method: str, path: str, body: Any, most: int | None, params: Mapping[str, str | int | None]
    ) -> bytes:
        asked = {name: value for name, value in params.items() if value is not None}
        sent = None if body is None else encode(body)
        token = self._bearer.access()
        try:
            _, data = self._http.send(method, path, token=token, body=sent, params=asked, most=most)
        except Unauthorised:
            token = self._bearer.renew(token)
            _, data = self._http.send(method, path, token=token, body=sent, params=asked, most=most)
        return data

    def _whole(self, path: str) -> bytes:
        """A file as it stands there."""
        token = self._bearer.access()
        try:
            _, data = self._http.send("GET", path, token=token)
        except Unauthorised:
            _, data = self._http.send("GET", path, token=self._bearer.renew(token))
        return data

    def meta(self) -> Meta:
        """What the server is; its clock is learnt on the way."""
        sent = self._clock.mono_ms()
        meta = self._call("GET", paths.META, Meta, most=MAX_SAYING)
        if meta.now.tzinfo is not None:
            self._clock.observe(round(meta.now.timestamp() * 1000), sent, self._clock.mono_ms())
        return meta

    def changes(self, cursor: str | None, limit: int, keep: str | None = None) -> ChangePage:
        return self._page(paths.CHANGES, ChangePage, cursor=cursor, limit=limit, keep=keep)

    def snapshot(
        self,
        snapshot_id: str | None,
        after: str | None,
        limit: int,
        only: str | None = None,
        keep: str | None = None,
    ) -> SnapshotPage:
        asked = {"snapshot_id": snapshot_id, "after": after, "limit": limit, "only": only, "keep": keep}
        return self._page(paths.SNAPSHOT, SnapshotPage, **asked)

    def scope_counts(self, cursor: str) -> Meta:
        """What the server says that this seat holds at its place in the feed."""
        return self._call("GET", paths.META, Meta, most=MAX_SAYING, counts="scope", cursor=cursor)

    def directives(self, ack: str | None) -> Directives:
        """What waits for this seat, and how the server sees it."""
        return self._call("GET", paths.DIRECTIVES, Directives, most=MAX_SAYING, ack=ack)

    def commands(self, batch: CommandBatch) -> CommandAnswer:
        return self._call("POST", paths.COMMANDS, CommandAnswer, body=batch, most=MAX_SAYING)

    def command(self, command_id: str, command: SingleCommand) -> CommandResult:
        """One command by itself; its refusal comes back as its result where the server gives one."""
        return self._call("PUT", paths.command(command_id), CommandResult, body=command)

    def command_result(self, command_id: str) -> CommandResult | None:
        """What became of a command; None where the server has never seen it."""
        try:
            return self._call("GET", paths.command(command_id), CommandResult)
        except Problem as problem:
            if problem.code == "unknown_command":
                return None
            raise

    def applied_commands(self, device_id: str, first: int, last: int) -> AppliedCommands:
        """Which of these numbers took effect that this person gave at that seat."""
        told = AppliedCommands
        return self._call("GET", paths.COMMANDS, told, most=MAX_NUMBERS, device_id=device_id, first=first, last=last)

    def search_cases(self, q: str, cursor: str | None, limit: int) -> CasePage:
        return self._call("GET", paths.CASES, CasePage, q=q, cursor=cursor, limit=limit)

    def find_identifier(self, request: SearchRequest) -> CasePage:
        return self._call("POST", paths.CASES_SEARCH, CasePage, body=request)

    def people(self, capability: str) -> PeoplePage:
        return self._call("GET", paths.PEOPLE, PeoplePage, capability=capability)

    def assignment(self) -> AssignmentView:
        return self._call("GET", paths.ASSIGNMENT, AssignmentView)

    def change_assignment(self, change: AssignmentChange) -> AssignmentView:
        return self._call("PUT", paths.ASSIGNMENT, AssignmentView, body=change)

    def own_scorecard(self, days: int) -> OwnScorecard:
        return self._call("GET", paths.SCORECARDS_ME, OwnScorecard, days=days)

    def person_scorecard(self, user_id: str, days: int) -> OwnScorecard:
        path = paths.SCORECARDS_PERSON.format(user_id=quote(user_id, safe=""))
        return self._call("GET", path, OwnScorecard, days=days)

    def scorecards(self, by: str, days: int) -> ScorecardPage:
        return self._call("GET", paths.SCORECARDS, ScorecardPage, by=by, days=days)

    def funnel(self, by: str, measure: str, days: int) -> FunnelView:
        return self._call("GET", paths.SCORECARDS_FUNNEL, FunnelView, by=by, measure=measure, days=days)

    def judgements(self, before: str | None) -> JudgementPage:
        return self._call("GET", paths.JUDGEMENTS, JudgementPage, before=before)

    def disputes(self) -> DisputePage:
        return self._call("GET", paths.DISPUTES, DisputePage)

    def vendor_weekly(self, vendor: str) -> VendorWeekly:
        return self._call("GET", paths.VENDOR_WEEKLY.format(vendor=quote(vendor, safe="")), VendorWeekly)

    def shift(self, from_at: str | None) -> ShiftView:
        return self._call("GET", paths.SHIFT, ShiftView, from_at=from_at)

    def agreement(self, days: int) -> AgreementView:
        return self._call("GET", paths.AGREEMENT, AgreementView, days=days)

    def agreement_cases(self, first: str, second: str, days: int) -> AgreementCases:
        return self._call("GET", paths.AGREEMENT_CASES, AgreementCases, a=first, b=second, days=days)

    def recall(self, decided_from: str, decided_before: str) -> RecallView:
        asked: dict[str, Any] = {"decided_from": decided_from, "decided_before": decided_before}
        return self._call("GET", paths.LEDGER_RECALL, RecallView, **asked)

    def qa_frames(self) -> FramePage:
        return self._call("GET", paths.QA_FRAMES, FramePage)

    def qa_define(self, criteria: FrameCriteria) -> FrameView:
        return self._call("POST", paths.QA_FRAMES, FrameView, body=criteria)

    def qa_packet(self, request: PacketRequest) -> bytes:
        """A SealedPacket as it was sent: the cache keeps the bytes."""
        token, body = self._bearer.access(), encode(request)
        try:
            _, data = self._http.send("POST", paths.QA_PACKETS, token=token, body=body)
        except Unauthorised:
            _, data = self._http.send("POST", paths.QA_PACKETS, token=self._bearer.renew(token), body=body)
        return data

    def qa_return(self, packet_id: str) -> None:
        path, token = paths.QA_PACKET_RETURN.format(packet_id=packet_id), self._bearer.access()
        try:
            self._http.send("POST", path, token=token)
        except Unauthorised:
            self._http.send("POST", path, token=self._bearer.renew(token))

    def qa_samples(self) -> SamplePage:
        return self._call("GET", paths.QA_SAMPLES, SamplePage)

    def qa_sample(self, sample_id: str) -> SampleView:
        return self._call("GET", paths.QA_SAMPLE.format(sample_id=sample_id), SampleView)

    def qa_take(self, want: int) -> ReReviewPage:
        return self._call("POST", paths.QA_RE_REVIEWS, ReReviewPage, body={"want": want})

    def qa_adjudications(self) -> AdjudicationPage:
        return self._call("GET", paths.QA_ADJUDICATIONS, AdjudicationPage)

    def qa_coverage(self, days: int) -> CoverageView:
        return self._call("GET", paths.QA_COVERAGE, CoverageView, days=days)

    def qa_series(self) -> SeriesPage:
        return self._call("GET", paths.QA_SERIES, SeriesPage)

    def claim(self, request: ClaimRequest) -> ClaimAnswer:
        return self._call("POST", paths.CLAIMS, ClaimAnswer, body=request)

    def reveal(self, request: RevealRequest) -> RevealAnswer:
        """Real values under one masked path; it is in the audit trail when they arrive."""
        return self._call("POST", paths.PII_REVEAL, RevealAnswer, body=request)

    def document(self, case_id: str, sha256: str, start: int, take: Callable[[bytes], None]) -> bool:
        """The file of a case from byte `start` on, piece by piece; False where it cannot be taken up there."""
        return self._file(paths.attachment(case_id, sha256), sha256, start, take)

    def packet_document(self, packet_id: str, ref: str, sha256: str, start: int, take: Callable[[bytes], None]) -> bool:
        """The same of a case in an own packet, by the name that it has there."""
        return self._file(paths.packet_attachment(packet_id, ref, sha256), sha256, start, take)

    def _file(self, path: str, sha256: str, start: int, take: Callable[[bytes], None]) -> bool:
        etag, token = f'"sha256-{sha256}"', self._bearer.access()
        try:
            return self._http.download(path, token=token, start=start, etag=etag, take=take)
        except Unauthorised:
            token = self._bearer.renew(token)
            return self._http.download(path, token=token, start=start, etag=etag, take=take)

    def contexts(self, case_ids: tuple[str, ...]) -> list[bytes]:
        """What surrounds these cases, each as it was sent: the cache keeps the bytes."""
        answer = self._call("POST", paths.CASES_CONTEXT, _Contexts, body=ContextRequest(case_ids))
        return [bytes(one) for one in answer.contexts]

    def renew_claims(self, held: tuple[HeldClaim, ...]) -> list[ClaimTurn]:
        return self._call("POST", paths.CLAIMS_RENEW, list[ClaimTurn], body=held)

    def release_claims(self, held: tuple[HeldClaim, ...]) -> list[ClaimTurn]:
        return self._call("POST", paths.CLAIMS_RELEASE, list[ClaimTurn], body=held)


def _as(data: bytes, kind: type[T]) -> T:
    after_you()
    value: T = decode(data, kind)
    return value
