"""Scorecards, agreement, recall and the shift as the server tells them; disputes as commands."""

from datetime import UTC, datetime, timedelta
from typing import Protocol

from app.contract import commands as c
from app.contract.agreement import AgreementCases, AgreementView
from app.contract.disputes import DisputePage, VendorWeekly
from app.contract.recall import RecallView
from app.contract.scorecards import FunnelView, JudgementPage, OwnScorecard, ScorecardPage
from app.contract.shift import ShiftView
from app.desktop.ports import Clock, NotReady, Sent
from app.desktop.usecases.casework import WorkNote
from app.desktop.usecases.sending import Sending
from app.domain.dispute import DisputeBody, DisputeState, ResolveDisputeBody, dispute_faults, resolve_faults
from app.domain.faults import Fault


class TeamOnline(Protocol):
    """The calls behind it."""

    def own_scorecard(self, days: int) -> OwnScorecard: ...

    def person_scorecard(self, user_id: str, days: int) -> OwnScorecard: ...

    def scorecards(self, by: str, days: int) -> ScorecardPage: ...

    def funnel(self, by: str, measure: str, days: int) -> FunnelView: ...

    def judgements(self, before: str | None) -> JudgementPage: ...

    def disputes(self) -> DisputePage: ...

    def vendor_weekly(self, vendor: str) -> VendorWeekly: ...

    def shift(self, from_at: str | None) -> ShiftView: ...

    def agreement(self, days: int) -> AgreementView: ...

    def agreement_cases(self, first: str, second: str, days: int) -> AgreementCases: ...

    def recall(self, decided_from: str, decided_before: str) -> RecallView: ...


class TeamDesk:
    """See ports.Team."""

    def __init__(self, online: TeamOnline, sending: Sending, clock: Clock) -> None:
        self._online, self._sending, self._clock = online, sending, clock

    def own(self, days: int) -> OwnScorecard:
        return self._online.own_scorecard(days)

    def person(self, user_id: str, days: int) -> OwnScorecard:
        return self._online.person_scorecard(user_id, days)

    def judgements(self, before: str | None = None) -> JudgementPage:
        return self._online.judgements(before)

    def cards(self, by: str, days: int) -> ScorecardPage:
        return self._online.scorecards(by, days)

    def funnel(self, by: str, measure: str, days: int) -> FunnelView:
        return self._online.funnel(by, measure, days)

    def agreement(self, days: int) -> AgreementView:
        return self._online.agreement(days)

    def agreement_cases(self, first: str, second: str, days: int) -> AgreementCases:
        return self._online.agreement_cases(first, second, days)

    def recall(self, days: int) -> RecallView:
        now = datetime.fromtimestamp(self._clock.now_ms() / 1000, UTC)
        return self._online.recall((now - timedelta(days=days)).isoformat(), now.isoformat())

    def shift(self) -> ShiftView:
        """From the midnight of this seat."""
        here = datetime.fromtimestamp(self._clock.now_ms() / 1000).astimezone()
        start = here.replace(hour=0, minute=0, second=0, microsecond=0)
        return self._online.shift(start.astimezone(UTC).isoformat())

    def weekly(self, vendor: str) -> VendorWeekly:
        return self._online.vendor_weekly(vendor)

    def disputes(self) -> DisputePage:
        return self._online.disputes()

    def dispute(self, judgement_id: str, reason: str, language: str) -> Sent:
        body = DisputeBody(judgement_id, reason, language)
        _check(dispute_faults(body))
        return self._sending.send(c.JUDGEMENT_DISPUTE, body, None, None, WorkNote())

    def settle(self, dispute_id: str, outcome: str, resolution: str, language: str) -> Sent:
        body = ResolveDisputeBody(dispute_id, DisputeState(outcome), resolution, language)
        _check(resolve_faults(body))
        return self._sending.send(c.DISPUTE_RESOLVE, body, None, None, WorkNote())

    def undo(self, command_id: str) -> str:
        return self._sending.undo(command_id)


def _check(faults: tuple[Fault, ...]) -> None:
    if faults:
        raise NotReady(codes=tuple(dict.fromkeys(fault.code for fault in faults)))
