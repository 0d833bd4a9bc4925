"""The outcome label: derived from verdict and decision, never typed."""

import enum

from app.domain.decision import Decision, Verdict


class Label(enum.StrEnum):
    """Positive means that the agent blocked; true means that it was right."""

    TP = "TP"
    FP = "FP"
    TN = "TN"
    FN = "FN"

    @property
    def agent_was_right(self) -> bool:
        return self in (Label.TP, Label.TN)


_LABELS = {
    (Verdict.BLOCK, Decision.BLOCK): Label.TP,
    (Verdict.BLOCK, Decision.PASS): Label.FP,
    (Verdict.PASS, Decision.PASS): Label.TN,
    (Verdict.PASS, Decision.BLOCK): Label.FN,
}


def derive_label(verdict: Verdict, decision: Decision) -> Label | None:
    """The label that `decision` implies for the agent's `verdict`; None while it is escalated."""
    return _LABELS.get((verdict, decision))


def can_follow(label: Label | None, decision: Decision) -> bool:
    """Whether `label` could follow from `decision`, whichever verdict the agent gave; none always could."""
    return label is None or any(decision is of and label is found for (_, of), found in _LABELS.items())
