"""Webhooks: endpoints, their secrets, and the log of what they were sent."""

from datetime import datetime
from typing import Annotated, Any

import msgspec

from app.domain.webhook import MOST_OVERLAP_HOURS, EventType

LONGEST_DESCRIPTION = 200


class NewEndpoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where to send. `event_types` empty: every type."""

    url: str
    event_types: tuple[EventType, ...] = ()
    description: str = ""


class EndpointChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is absent stays as it is. `enabled` true switches an endpoint on that was switched off."""

    url: str | None = None
    event_types: tuple[EventType, ...] | None = None
    description: str | None = None
    enabled: bool | None = None


class EndpointView(msgspec.Struct, frozen=True):
    """`disabled_reason`: by_hand, gone (it answered 410) or failing (nothing was taken for days). `secrets`: how many
    sign at present, two while one takes over from the other. `waiting`: deliveries that are still to be made."""

    endpoint_id: str
    url: str
    event_types: tuple[EventType, ...]
    description: str
    created_at: datetime
    enabled: bool
    disabled_reason: str | None
    failing_since: datetime | None
    secrets: int
    waiting: int


class EndpointSecret(msgspec.Struct, frozen=True):
    """A secret, told once. `old_until`: until when the one before signs as well."""

    endpoint: EndpointView
    secret: str
    old_until: datetime | None = None


class EndpointPage(msgspec.Struct, frozen=True):
    endpoints: tuple[EndpointView, ...]


class Rotation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For how long messages carry both signatures."""

    overlap_hours: Annotated[int, msgspec.Meta(ge=0, le=MOST_OVERLAP_HOURS)] = 24


class AttemptView(msgspec.Struct, frozen=True):
    """`status`: of the answer; `error`: a code, empty where it was taken."""

    at: datetime
    status: int | None
    error: str
    took_ms: int


class DeliveryView(msgspec.Struct, frozen=True):
    """`message_id` is the webhook-id, the same for each attempt and replay. `state`: waiting, delivered or failed."""

    delivery_id: str
    message_id: str
    event_type: EventType
    created_at: datetime
    state: str
    attempts: int
    next_at: datetime | None
    replay: bool
    log: tuple[AttemptView, ...]


class DeliveryPage(msgspec.Struct, frozen=True):
    """Newest first; `next_after` continues the list, null at its end."""

    deliveries: tuple[DeliveryView, ...]
    next_after: str | None


class Replay(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Send again: what was meant for this endpoint since a moment, all of it or what failed alone; or the messages
    named."""

    since: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    message_ids: Annotated[tuple[str, ...], msgspec.Meta(max_length=1000)] = ()
    failed_only: bool = True


class Replayed(msgspec.Struct, frozen=True):
    """How many deliveries wait again; `more`: there are others, ask again."""

    replayed: int
    more: bool


class Message(msgspec.Struct, frozen=True):
    """The body of every message; `data` by its type."""

    type: EventType
    timestamp: datetime
    data: Any


class AssessmentRequested(msgspec.Struct, frozen=True):
    """A person wants a second look; the note stands in GET /v1/intake/requests alone."""

    request_id: str
    case_id: str
    external_ref: str
    case_type: str
    reason: str


class AuditRequested(msgspec.Struct, frozen=True):
    """The full case of a row of the ledger is wanted, by POST /v1/intake/cases under the same external_ref."""

    request_id: str
    external_ref: str
    case_type: str


class DecisionMade(msgspec.Struct, frozen=True):
    """A decision that may be carried out; told to POST /v1/intake/executions with `review_id` as its ref."""

    review_id: str
    case_id: str
    external_ref: str
    case_type: str
    decision: str
    decided_at: datetime
    revision: int
    source: str


class RetrainingRequested(msgspec.Struct, frozen=True):
    """Train from this set: its manifest and files are at GET /v1/training-sets/{set_id}. Answer at
    POST /v1/retraining/{request_id}/answer."""

    request_id: str
    set_id: str
    name: str
    version: int
    digest: str
    feedback_id: str | None


class RegressionRequested(msgspec.Struct, frozen=True):
    """Answer the cases of GET /v1/regression/sets/{set_id}/cases as challenger under this model version (and prompt
    version, where one is named), by POST /v1/intake/assessments."""

    run_id: str
    set_id: str
    model_version: str
    prompt_version: str | None


class LabelRecorded(msgspec.Struct, frozen=True):
    """A label came into force; the whole row stands in the feed of labels."""

    review_id: str
    case_id: str
    external_ref: str
    case_type: str
    model_version: str
    ai_verdict: str
    decision: str
    label: str
    revision: int
    source: str


class CaseWithdrawn(msgspec.Struct, frozen=True):
    case_id: str
    external_ref: str
    case_type: str
    reason: str


class ThresholdChanged(msgspec.Struct, frozen=True):
    """What a hub outside is told of a threshold of the agent, by webhook or as a file; it answers by
    POST /v1/hub/acknowledgements."""

    case_type: str
    side: str
    rule_version: str
    threshold: float
    effective_from: datetime
    replaces: str | None
    rolled_back: str | None


class ProbeSent(msgspec.Struct, frozen=True):
    endpoint_id: str


OF_TYPE: dict[EventType, type[msgspec.Struct]] = {
    EventType.ASSESSMENT_REQUESTED: AssessmentRequested,
    EventType.AUDIT_REQUESTED: AuditRequested,
    EventType.DECISION_MADE: DecisionMade,
    EventType.LABEL_RECORDED: LabelRecorded,
    EventType.CASE_WITHDRAWN: CaseWithdrawn,
    EventType.THRESHOLD_CHANGED: ThresholdChanged,
    EventType.RETRAINING_REQUESTED: RetrainingRequested,
    EventType.REGRESSION_REQUESTED: RegressionRequested,
    EventType.WEBHOOK_TEST: ProbeSent,
}
