"""The loop as the server tells it: findings, the health of signals, training sets. What is taken as a file is checked
against the digest of its manifest first."""

import hashlib
from functools import partial
from typing import Protocol

import msgspec

from app.contract.feedback import (
    MOST_ITEM_CASES,
    MOST_ITEMS,
    FeedbackCases,
    FeedbackPage,
    FeedbackView,
    MinedNow,
    OwnFeedbackPage,
)
from app.contract.people import PeoplePage
from app.contract.signal_health import SignalHealthPage, SignalRuleBook
from app.contract.training_sets import (
    MANIFEST,
    MOST_SETS,
    Manifest,
    RetrainingEffect,
    RetrainingOrder,
    RetrainingView,
    TrainingOrder,
    TrainingSets,
    TrainingSetView,
)
from app.desktop.ports import Colleague, DeskError
from app.desktop.usecases.pages_together import together
from app.domain.roles import Capability


class LoopOnline(Protocol):
    """The calls behind it."""

    def feedback(
        self, state: str | None, case_type: str | None, limit: int, after: str | None = None
    ) -> FeedbackPage: ...

    def feedback_item(self, feedback_id: str) -> FeedbackView: ...

    def feedback_cases(self, feedback_id: str, limit: int, after: str | None = None) -> FeedbackCases: ...

    def own_feedback(self, limit: int, after: str | None = None) -> OwnFeedbackPage: ...

    def mine_feedback(self) -> MinedNow: ...

    def people(self, capability: str) -> PeoplePage: ...

    def signals_health(self, days: int, case_type: str | None) -> SignalHealthPage: ...

    def signals_rules(self) -> SignalRuleBook: ...

    def training_sets(self, limit: int) -> TrainingSets: ...

    def training_set(self, set_id: str) -> TrainingSetView: ...

    def make_training_set(self, told: TrainingOrder) -> TrainingSetView: ...

    def training_file(self, set_id: str, name: str) -> bytes: ...

    def ask_retraining(self, set_id: str, told: RetrainingOrder) -> RetrainingView: ...

    def retraining_effect(self, request_id: str) -> RetrainingEffect: ...


class LoopDesk:
    """See ports.loop.Loop."""

    def __init__(self, online: LoopOnline) -> None:
        self._online = online
        self._rules: SignalRuleBook | None = None

    def items(self, state: str | None, case_type: str | None, pages: int = 1) -> FeedbackPage:
        read = partial(self._online.feedback, state, case_type, MOST_ITEMS)
        return together(read, "items", lambda one: one.feedback_id, pages)

    def item(self, feedback_id: str) -> FeedbackView:
        return self._online.feedback_item(feedback_id)

    def cases(self, feedback_id: str, pages: int = 1) -> FeedbackCases:
        read = partial(self._online.feedback_cases, feedback_id, MOST_ITEM_CASES)
        return together(read, "cases", lambda one: one.case_id, pages)

    def own(self, pages: int = 1) -> OwnFeedbackPage:
        return together(partial(self._online.own_feedback, MOST_ITEMS), "items", lambda one: one.feedback_id, pages)

    def mine(self) -> MinedNow:
        return self._online.mine_feedback()

    def owners(self) -> tuple[Colleague, ...]:
        told = self._online.people(Capability.FEEDBACK_MANAGE.value).people
        return tuple(Colleague(one.user_id, one.name, one.roles, one.vendor) for one in told)

    def signals(self, days: int, case_type: str | None) -> SignalHealthPage:
        return self._online.signals_health(days, case_type)

    def rules(self) -> SignalRuleBook:
        """Read once: they ship with the server."""
        if self._rules is None:
            self._rules = self._online.signals_rules()
        return self._rules

    def sets(self) -> TrainingSets:
        return self._online.training_sets(MOST_SETS)

    def training_set(self, set_id: str) -> TrainingSetView:
        return self._online.training_set(set_id)

    def make_set(self, order: TrainingOrder) -> TrainingSetView:
        return self._online.make_training_set(order)

    def files(self, set_id: str) -> tuple[tuple[str, bytes], ...]:
        expected = self._online.training_set(set_id).digest
        text = self._online.training_file(set_id, MANIFEST)
        manifest = _manifest(text)
        lines = "".join(f"{one.name} {one.sha256} {one.size}\n" for one in sorted(manifest.files, key=lambda f: f.name))
        if manifest.digest != expected or hashlib.sha256(lines.encode()).hexdigest() != expected:
            raise DeskError("digest_differs")
        found = [(MANIFEST, text)]
        for one in manifest.files:
            data = self._online.training_file(set_id, one.name)
            if len(data) != one.size or hashlib.sha256(data).hexdigest() != one.sha256:
                raise DeskError("digest_differs")
            found.append((one.name, data))
        return tuple(found)

    def ask_retraining(self, set_id: str, note: str, language: str) -> RetrainingView:
        return self._online.ask_retraining(set_id, RetrainingOrder(note, language))

    def effect(self, request_id: str) -> RetrainingEffect:
        return self._online.retraining_effect(request_id)


def _manifest(text: bytes) -> Manifest:
    try:
        return msgspec.json.decode(text, type=Manifest)
    except (ValueError, RecursionError):
        raise DeskError("digest_differs") from None
