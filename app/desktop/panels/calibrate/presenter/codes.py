"""Which codes can be given with a ballot, or with what is true of a case."""

from typing import NamedTuple

from app.contract.calibration_sessions import SessionItem
from app.contract.catalogue import catalogue
from app.domain.decision import Decision, Verdict
from app.domain.label import derive_label
from app.domain.root_cause import code_kind_for

MOST = 9
"""As many as there are keys."""


class Offered(NamedTuple):
    """`kind`: root_cause where the decision says that the agent erred, why_unsure where it agrees; "" for nothing."""

    kind: str = ""
    codes: tuple[str, ...] = ()


def offered(case_type: str, item: SessionItem, decision: str) -> Offered:
    """None while the agent's word is kept back: nobody can say why it erred who does not know what it said."""
    said = item.first.ai_verdict.value if item.first is not None else item.assessment and item.assessment.verdict
    if not said or not decision:
        return Offered()
    label = derive_label(Verdict(said), Decision(decision))
    if label is None:
        return Offered()
    kind = code_kind_for(label)
    return Offered(kind.value, tuple(one.code for one in catalogue().codes_for(case_type, kind))[:MOST])
