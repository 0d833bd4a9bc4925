"""Asking the agent for a second look at a case, with a reason that it can act on."""

import enum

import msgspec

from app.domain.faults import Fault
from app.domain.pii_check import personal_data_faults
from app.domain.text import unwelcome_characters

LONGEST_NOTE = 500


class AskReason(enum.StrEnum):
    EVIDENCE_OVERLOOKED = "evidence_overlooked"
    EVIDENCE_ADDED = "evidence_added"
    STEP_DOUBTFUL = "step_doubtful"
    SIGNALS_CONFLICT = "signals_conflict"
    CLAUSE_WRONG = "clause_wrong"
    DATA_STALE = "data_stale"
    OTHER = "other"


class AssessmentRequest(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The body of `assessment.request`; the case stands in the envelope. `note` is free text for the agent's people;
    it is required with the reason "other"."""

    reason: AskReason
    note: str = ""


def request_faults(request: AssessmentRequest) -> tuple[Fault, ...]:
    """What is wrong with a request; empty where it may be sent."""
    faults: list[Fault] = []
    if len(request.note) > LONGEST_NOTE:
        faults.append(Fault("note_too_long", "/note", {"most": LONGEST_NOTE}))
    if unwelcome_characters(request.note):
        faults.append(Fault("note_characters", "/note"))
    if request.reason is AskReason.OTHER and not request.note.strip():
        faults.append(Fault("note_required", "/note"))
    faults += personal_data_faults(request.note, "/note")
    return tuple(faults)
