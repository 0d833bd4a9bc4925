"""The calls about findings, the health of signals, training sets and what came of them."""

from typing import Any, Protocol, TypeVar
from urllib.parse import quote

from app.contract import paths
from app.contract.feedback import FeedbackCases, FeedbackPage, FeedbackView, MinedNow, OwnFeedbackPage
from app.contract.signal_health import SignalHealthPage, SignalRuleBook
from app.contract.training_sets import (
    RetrainingEffect,
    RetrainingOrder,
    RetrainingView,
    TrainingOrder,
    TrainingSets,
    TrainingSetView,
)

T = TypeVar("T")


class Calls(Protocol):
    """What makes one call, as api.endpoints does."""

    def _call(self, method: str, path: str, kind: type[T], *, body: Any = None, **params: str | int | None) -> T: ...

    def _whole(self, path: str) -> bytes: ...


class LoopCalls:
    """Mixed into the calls of a signed-in person."""

    def feedback(
        self: Calls, state: str | None, case_type: str | None, limit: int, after: str | None = None
    ) -> FeedbackPage:
        asked = {"state": state, "case_type": case_type, "limit": limit, "after": after}
        return self._call("GET", paths.FEEDBACK, FeedbackPage, **asked)

    def feedback_item(self: Calls, feedback_id: str) -> FeedbackView:
        return self._call("GET", _path(paths.FEEDBACK_ITEM, feedback_id=feedback_id), FeedbackView)

    def feedback_cases(self: Calls, feedback_id: str, limit: int, after: str | None = None) -> FeedbackCases:
        path = _path(paths.FEEDBACK_CASES, feedback_id=feedback_id)
        return self._call("GET", path, FeedbackCases, limit=limit, after=after)

    def own_feedback(self: Calls, limit: int, after: str | None = None) -> OwnFeedbackPage:
        return self._call("GET", paths.FEEDBACK_OWN, OwnFeedbackPage, limit=limit, after=after)

    def mine_feedback(self: Calls) -> MinedNow:
        return self._call("POST", paths.FEEDBACK_MINE_NOW, MinedNow)

    def signals_health(self: Calls, days: int, case_type: str | None) -> SignalHealthPage:
        return self._call("GET", paths.SIGNALS_HEALTH, SignalHealthPage, days=days, case_type=case_type)

    def signals_rules(self: Calls) -> SignalRuleBook:
        return self._call("GET", paths.SIGNALS_RULES, SignalRuleBook)

    def training_sets(self: Calls, limit: int) -> TrainingSets:
        return self._call("GET", paths.TRAINING_SETS, TrainingSets, limit=limit)

    def training_set(self: Calls, set_id: str) -> TrainingSetView:
        return self._call("GET", _path(paths.TRAINING_SET, set_id=set_id), TrainingSetView)

    def make_training_set(self: Calls, told: TrainingOrder) -> TrainingSetView:
        return self._call("POST", paths.TRAINING_SETS, TrainingSetView, body=told)

    def training_file(self: Calls, set_id: str, name: str) -> bytes:
        """A file of a set, or its manifest.json, as it stands there."""
        return self._whole(_path(paths.TRAINING_FILE, set_id=set_id, name=name))

    def ask_retraining(self: Calls, set_id: str, told: RetrainingOrder) -> RetrainingView:
        return self._call("POST", _path(paths.TRAINING_REQUESTS, set_id=set_id), RetrainingView, body=told)

    def retraining_effect(self: Calls, request_id: str) -> RetrainingEffect:
        return self._call("GET", _path(paths.RETRAINING_EFFECT, request_id=request_id), RetrainingEffect)


def _path(pattern: str, **parts: str) -> str:
    return pattern.format(**{name: quote(value, safe="") for name, value in parts.items()})
