"""Asking the agent for a second look. The answer comes by the feed and stands beside what was there."""

from app.contract.commands import ASSESSMENT_REQUEST
from app.desktop.ports import NotReady, OpenCase, ReviewDraft, Sent
from app.desktop.usecases.review import Note
from app.desktop.usecases.sending import Sending
from app.domain.ask_again import AskReason, AssessmentRequest, request_faults

REASONS: tuple[str, ...] = tuple(AskReason)


class AskAgainDesk:
    """See ports.AsksAgain. `check` is instant, `ask` runs on the writer thread."""

    def __init__(self, sending: Sending) -> None:
        self._sending = sending

    def check(self, case: OpenCase, reason: str, note: str) -> tuple[str, ...]:
        if case.view.blind:
            return ("withheld",)
        if case.view.asked is not None:
            return ("already_asked",)
        if case.view.state == "withdrawn":
            return ("case_withdrawn",)
        if reason not in set(AskReason):
            return ("reason_required",)
        return tuple(fault.code for fault in request_faults(AssessmentRequest(AskReason(reason), note.strip())))

    def ask(self, case: OpenCase, reason: str, note: str) -> Sent:
        codes = self.check(case, reason, note)
        if codes:
            raise NotReady(codes=codes)
        body = AssessmentRequest(AskReason(reason), note.strip())
        shown = Note(ReviewDraft(code=reason, rationale=body.note), case.view.case_type)
        return self._sending.send(ASSESSMENT_REQUEST, body, case.case_id, case.view.rev, shown)
