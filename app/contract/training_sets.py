"""Versioned training sets: what is in one, where its labels come from, and what became of it."""

from datetime import datetime
from typing import Annotated

import msgspec

SCHEMA = "footplate.training-set/1"
MOST_ROWS = 100_000
MOST_SETS = 200
MANIFEST = "manifest.json"
Word = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]


class TrainingOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which labelled cases make a set. `name`: the versions of one name count up. `feedback_id`: the item that it is
    made for, whose cases are in it whatever the other filters say; its type is the set's. `labelled_from` and
    `labelled_before`: when the label came into force. `test_share`: the newest cases by time, kept apart for testing.
    `audits`: whether cases of random audits of what the agent decided alone are in it."""

    name: Word
    feedback_id: str | None = None
    case_type: Word | None = None
    labelled_from: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    labelled_before: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    test_share: Annotated[float, msgspec.Meta(ge=0, le=0.5)] = 0.2
    audits: bool = True


class SetSignal(msgspec.Struct, frozen=True):
    """`value`: of a number or a yes or no; text may be a person's and is left out."""

    name: str
    value: float | bool | None
    contribution: float


class SetRow(msgspec.Struct, frozen=True):
    """One line of train and test. `truth`: bad or good, by the label in force (`label`, its `revision` and `source`,
    from the review `review_id`); `pattern`: the case stands behind the item that the set is made for; `audit`: it came
    for an audit, whoever has completed or changed its label since. Times are ISO 8601."""

    case_id: str
    external_ref: str
    case_type: str
    model_version: str
    ai_verdict: str
    risk_score: float
    base_value: float
    other_contribution: float
    signals: tuple[SetSignal, ...]
    truth: str
    label: str
    code: str | None
    attribution_kind: str | None
    attribution_ref: str | None
    review_id: str
    revision: int
    source: str
    decided_at: datetime
    blind_first: bool
    pattern: bool
    audit: bool = False


class ChatMessage(msgspec.Struct, frozen=True):
    """`role`: system, user or assistant."""

    role: str
    content: str


class ChatRow(msgspec.Struct, frozen=True):
    """A case whose reasoning was corrected, as a chat that ends in the corrected reasoning."""

    case_id: str
    messages: tuple[ChatMessage, ...]


class PreferenceRow(msgspec.Struct, frozen=True):
    """The same as a pair: for this prompt the chosen answer is better than the agent's own, which was rejected."""

    case_id: str
    prompt: tuple[ChatMessage, ...]
    chosen: str
    rejected: str


class SetFile(msgspec.Struct, frozen=True):
    """One file of a set; `sha256` of its bytes in hex, `size` in bytes. `columns`: name → type, where it is a table."""

    name: str
    sha256: str
    size: int
    rows: int
    media_type: str
    columns: dict[str, str]


class Exclusion(msgspec.Struct, frozen=True):
    """Cases that are not in it. `reason`: audit (not wanted), kept_back (to be decided again), withdrawn, no_signals,
    beyond_the_limit."""

    reason: str
    cases: int


class TimeSplit(msgspec.Struct, frozen=True):
    """Decided before `at`: train; from then on: test. Null where all is train."""

    by: str
    at: datetime | None
    test_share: float


class Provenance(msgspec.Struct, frozen=True):
    """Labels in force below the number `before_label`: how many by `sources` (review, adjudication, after_reveal,
    audit …) and by revision."""

    before_label: int
    sources: dict[str, int]
    revisions: dict[str, int]


class Manifest(msgspec.Struct, frozen=True):
    """What a set is. `digest`: hex SHA-256 over the lines "name sha256 size" of the files in order of their names.
    `gold` and `audits` say in words how they were treated; `order` repeats what was asked for."""

    schema: str
    set_id: str
    name: str
    version: int
    made_at: datetime
    made_by: str
    feedback_id: str | None
    order: TrainingOrder
    files: tuple[SetFile, ...]
    digest: str
    counts: dict[str, int]
    labels: Provenance
    split: TimeSplit
    exclusions: tuple[Exclusion, ...]
    features: tuple[str, ...]
    gold: str
    audits: str
    audit_cases: int


class TrainingSetView(msgspec.Struct, frozen=True):
    """`withdrawn`: not to be trained from any more."""

    set_id: str
    name: str
    version: int
    made_at: datetime
    made_by_name: str
    feedback_id: str | None
    digest: str
    rows: int
    manifest: Manifest
    requests: tuple["RetrainingView", ...] = ()


class TrainingSets(msgspec.Struct, frozen=True):
    """The newest first; `next_after` continues the list, null at its end."""

    sets: tuple[TrainingSetView, ...]
    next_after: str | None


class RetrainingOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Ask the model's owner to train from a set."""

    note: Annotated[str, msgspec.Meta(max_length=1000)] = ""
    language: str = "en"


class RetrainingView(msgspec.Struct, frozen=True, omit_defaults=True):
    """`state`: asked, trained or refused. `sent_by`: folder, webhook, or waiting (nothing is set up: the owner's
    service reads it here)."""

    request_id: str
    set_id: str
    feedback_id: str | None
    asked_at: datetime
    asked_by_name: str
    note: str
    state: str
    sent_by: str
    sent_at: datetime | None = None
    answered_at: datetime | None = None
    model_version: str | None = None
    answer: str = ""


class RetrainingPage(msgspec.Struct, frozen=True):
    """The newest first."""

    requests: tuple[RetrainingView, ...]


class RetrainingAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The owner's word. `model_version` goes with trained: challenger assessments under it are held against the
    agent's word before."""

    state: str
    model_version: Annotated[str, msgspec.Meta(min_length=1, max_length=120)] | None = None
    note: Annotated[str, msgspec.Meta(max_length=1000)] = ""


class EffectPart(msgspec.Struct, frozen=True):
    """Before and after on the same cases. `n`: those of them that the new version has answered, of `cases` in all;
    `gained` it alone got right, `lost` the one before alone. `p`: McNemar, exact; `e_value` may be read every day;
    `low` to `high`: the change of accuracy, at 95 % (Newcombe)."""

    cases: int
    n: int
    right_before: int
    right_after: int
    gained: int
    lost: int
    change: float
    low: float
    high: float
    p: float
    e_value: float


class RetrainingEffect(msgspec.Struct, frozen=True):
    """What a new model version makes of the pattern's cases, and of the test part of the set, by its challenger
    assessments."""

    request_id: str
    model_version: str
    pattern: EffectPart
    test: EffectPart
