"""Scorecards, agreement, recall, the shift, and judgements that may be disputed."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.contract.agreement import AgreementCases, AgreementView
    from app.contract.disputes import DisputePage, VendorWeekly
    from app.contract.recall import RecallView
    from app.contract.scorecards import FunnelView, JudgementPage, OwnScorecard, ScorecardPage
    from app.contract.shift import ShiftView
    from app.desktop.ports.work import Sent


class Team(Protocol):
    """usecases/team.py. Reading runs in the pool and raises ApiError (Offline, Busy, Problem); `days` counts back from
    now. What is sent runs on the writer thread and raises NotReady."""

    def own(self, days: int) -> "OwnScorecard": ...

    def person(self, user_id: str, days: int) -> "OwnScorecard":
        """Somebody's card, for who leads; they are told that it was read."""

    def judgements(self, before: str | None = None) -> "JudgementPage":
        """Judgements of one's own decisions, the newest first."""

    def cards(self, by: str, days: int) -> "ScorecardPage": ...

    def funnel(self, by: str, measure: str, days: int) -> "FunnelView": ...

    def agreement(self, days: int) -> "AgreementView": ...

    def agreement_cases(self, first: str, second: str, days: int) -> "AgreementCases": ...

    def recall(self, days: int) -> "RecallView": ...

    def shift(self) -> "ShiftView": ...

    def weekly(self, vendor: str) -> "VendorWeekly": ...

    def disputes(self) -> "DisputePage": ...

    def dispute(self, judgement_id: str, reason: str, language: str) -> "Sent": ...

    def settle(self, dispute_id: str, outcome: str, resolution: str, language: str) -> "Sent": ...

    def undo(self, command_id: str) -> str:
        """Take back what is not yet sent; its command type. Raises TooLate."""
