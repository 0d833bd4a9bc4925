"""Seeing masked values: asked of the server one path at a time, each written to its audit trail first."""

from typing import Protocol

from app.contract.reveal import RevealAnswer, RevealRequest
from app.desktop.ports import ApiError, Revealed
from app.domain.assessment import Scalar
from app.domain.reveal import RevealReason


class RevealsOnline(Protocol):
    """The one call."""

    def reveal(self, request: RevealRequest) -> RevealAnswer: ...


class RevealDesk:
    """See ports.Reveals. It keeps nothing: an answer lives where it is shown and nowhere else."""

    def __init__(self, online: RevealsOnline) -> None:
        self._online = online

    def reveal(self, case_id: str, fields: tuple[str, ...], reason: RevealReason) -> Revealed:
        values: dict[str, tuple[Scalar, ...]] = {}
        seconds: list[int] = []
        problem = ""
        for field in fields:
            try:
                answer = self._online.reveal(RevealRequest(case_id, field, reason))
            except ApiError as error:
                if not values:
                    raise
                # What was answered is in the audit trail already, so the person sees it.
                problem = error.code
                break
            values[field] = answer.values
            seconds.append(answer.ttl_s)
        return Revealed(values, min(seconds, default=0), problem)
