"""Commands: what a person did, carried exactly once to the server."""

import enum
from typing import Annotated

import msgspec

from app.contract.limits import BATCH_COMMANDS, JSON_INTEGER
from app.contract.problems import ProblemItem

REVIEW_SUBMIT = "review.submit"
REVIEW_AMEND = "review.amend_after_reveal"
ASSESSMENT_REQUEST = "assessment.request"
ESCALATION_PATTERN = "escalation.pattern"
ESCALATION_RESOLVE_PATTERN = "escalation.resolve_pattern"
COMMAND_WITHDRAWN = "command.withdrawn"
CASE_NOTE = "case.note"
CASE_SNOOZE = "case.snooze"
CASE_WAIT = "case.wait"
CASE_RESUME = "case.resume"
CASE_ASSIGN = "case.assign"
CASE_PRIORITY = "case.priority"
CASE_TAG = "case.tag"
CASE_HAND_OVER = "case.hand_over"
CASE_MISSING = "case.missing"
CASE_SKIP = "case.skip"
CASES_BULK = "cases.bulk"
QUEUE_PRIORITISE = "queue.prioritise"
JUDGEMENT_DISPUTE = "judgement.dispute"
DISPUTE_RESOLVE = "dispute.resolve"
QA_SAMPLE = "qa.sample"
QA_SCORE = "qa.score"
QA_SIGN = "qa.sign"
QA_ADJUDICATE = "qa.adjudicate"
FEEDBACK_CREATE = "feedback.create"
FEEDBACK_UPDATE = "feedback.update"
NEWS_READ = "news.read"
CALIBRATION_BALLOT = "calibration.ballot"
CALIBRATION_NOTE = "calibration.note"
THRESHOLD_CHALLENGE = "threshold.challenge"
CASE_WORK = (
    CASE_NOTE,
    CASE_SNOOZE,
    CASE_WAIT,
    CASE_RESUME,
    CASE_ASSIGN,
    CASE_PRIORITY,
    CASE_TAG,
    CASE_HAND_OVER,
    CASE_MISSING,
    CASE_SKIP,
    CASES_BULK,
    QUEUE_PRIORITISE,
)
"""Commands that change the work around a case and leave its decision alone."""

KEEPS_DRAFT = (*CASE_WORK, ASSESSMENT_REQUEST, FEEDBACK_CREATE)
"""Commands about a case that decide nothing: what was typed for its review stays."""

NUMBER_TAKEN = "number_taken"
"""A flag of a result: another command of this device has the same number, so that two machines work under one id."""

Sequence = Annotated[int, msgspec.Meta(ge=1, le=JSON_INTEGER)]


class Command(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The envelope. `command_seq` is gap-free per (device, author) from 1; `body_sha256` is over the RFC 8785 form of
    `body`; `prev_hash` the `body_sha256` of the command before (empty for the first); times are Unix milliseconds.
    `prev_case_command` is the command_id of this device's previous command on the same case."""

    command_id: str
    command_seq: Sequence
    command_type: str
    command_schema: int
    author_sub: str
    created_wall: int
    created_mono: int
    server_offset_ms: int
    release_at: int
    prev_hash: str
    body: msgspec.Raw
    body_sha256: str
    case_id: str | None = None
    claim_id: str | None = None
    fence: int | None = None
    base_rev: int | None = None
    prev_case_command: str | None = None
    epoch: str | None = None


class WithdrawnBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body that takes the place of a command undone before it was sent, so that the numbering has no gap."""

    command_type: str
    reason: str = "undo"


class CommandBatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Each command is kept raw, so that a malformed one spoils only itself."""

    device_id: str
    batch_id: str
    commands: tuple[msgspec.Raw, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.commands) <= BATCH_COMMANDS:
            raise ValueError(f"a batch holds 1 to {BATCH_COMMANDS} commands")


class SingleCommand(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of PUT /v1/commands/{command_id}."""

    device_id: str
    command: msgspec.Raw


class Status(enum.StrEnum):
    APPLIED = "applied"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    REJECTED = "rejected"
    RETRY = "retry"
    BLOCKED = "blocked"


class EntityRev(msgspec.Struct, frozen=True):
    entity: str
    entity_id: str
    rev: int


class CaseEffect(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one case of a command on many: `code` is "applied" or why not; `rev` is the case's new one, and
    `label` follows where it was decided."""

    case_id: str
    code: str
    rev: int | None = None
    label: str | None = None
    review_id: str | None = None


class SlaNotice(msgspec.Struct, frozen=True):
    """What a snooze does to the deadline, whose clock goes on: whether the case falls due before it comes back, and by
    how much, else how much is left then; milliseconds."""

    due_first: bool
    late_by_ms: int
    left_ms: int


class CommandResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """The fate of one command; `http` is the status that the command alone would have got. A `duplicate` repeats the
    first result: `first_status` says what it was. `flags` may hold "late", "restored", "concurring",
    "number_taken". For a conflict, `in_force` is the version that stands, where the author may see it. `count`: the
    cases that a command on a whole queue changed."""

    command_id: str
    command_seq: int
    status: Status
    code: str
    http: int
    detail: str = ""
    first_status: Status | None = None
    entity: EntityRev | None = None
    feed_seq: int | None = None
    retry_after_ms: int | None = None
    label: str | None = None
    review_id: str | None = None
    flags: tuple[str, ...] = ()
    errors: tuple[ProblemItem, ...] = ()
    in_force: dict[str, str | int | bool | None] | None = None
    sla: SlaNotice | None = None
    cases: tuple[CaseEffect, ...] = ()
    pattern_id: str | None = None
    count: int | None = None


class CommandAnswer(msgspec.Struct, frozen=True):
    """`acked_through`: every command up to this number has a result; `device_high_seq` the highest number seen."""

    results: tuple[CommandResult, ...]
    acked_through: int
    device_high_seq: int
    epoch: str


class AppliedCommands(msgspec.Struct, frozen=True):
    """Which command numbers of this person at this device took effect, as ranges of first and last number in order;
    told for all numbers asked about up to `through`."""

    device_id: str
    author_sub: str
    numbers: tuple[tuple[int, int], ...]
    through: int
