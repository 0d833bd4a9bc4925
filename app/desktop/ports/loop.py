"""The loop: findings, the health of signals, and training sets, as the server tells them."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.contract.feedback import FeedbackCases, FeedbackPage, FeedbackView, MinedNow, OwnFeedbackPage
    from app.contract.signal_health import SignalHealthPage, SignalRuleBook
    from app.contract.training_sets import (
        RetrainingEffect,
        RetrainingView,
        TrainingOrder,
        TrainingSets,
        TrainingSetView,
    )
    from app.desktop.ports.work import Colleague


class Loop(Protocol):
    """usecases/loop.py. All of it runs in the pool, needs the server, raises ApiError (Offline, Busy, Problem).
    Findings are raised and changed by `News`, which needs no server."""

    def items(self, state: str | None, case_type: str | None, pages: int = 1) -> "FeedbackPage":
        """Findings, the newest first; of one state ("to_do": of those to act on) and type, or of any. `pages`: how many
        pages of the server, one behind the other."""

    def item(self, feedback_id: str) -> "FeedbackView": ...

    def cases(self, feedback_id: str, pages: int = 1) -> "FeedbackCases": ...

    def own(self, pages: int = 1) -> "OwnFeedbackPage":
        """What one raised by hand, and what became of it."""

    def mine(self) -> "MinedNow":
        """Looks for patterns and failing signals now."""

    def owners(self) -> "tuple[Colleague, ...]":
        """Who may own a finding."""

    def signals(self, days: int, case_type: str | None) -> "SignalHealthPage": ...

    def rules(self) -> "SignalRuleBook": ...

    def sets(self) -> "TrainingSets": ...

    def training_set(self, set_id: str) -> "TrainingSetView": ...

    def make_set(self, order: "TrainingOrder") -> "TrainingSetView": ...

    def files(self, set_id: str) -> tuple[tuple[str, bytes], ...]:
        """All files of a set with its manifest, each held against the digest there. DeskError (digest_differs)."""

    def ask_retraining(self, set_id: str, note: str, language: str) -> "RetrainingView": ...

    def effect(self, request_id: str) -> "RetrainingEffect": ...
