"""What the states of a finding are called, and what may come of one."""

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def state(code: str) -> tuple[str, str]:
    """(words, badge colour) of how far a finding is."""
    return {
        "open": (translate("Feedback", "open"), "escalate"),
        "accepted": (translate("Feedback", "accepted"), "accent"),
        "in_work": (translate("Feedback", "in work"), "accent"),
        "shipped": (translate("Feedback", "shipped"), "key"),
        "verified": (translate("Feedback", "verified as mended"), "pass_"),
        "dismissed": (translate("Feedback", "dismissed"), "muted"),
        "merged": (translate("Feedback", "merged into another"), "muted"),
        "split": (translate("Feedback", "split up"), "muted"),
    }.get(code, (code, "muted"))


def result(kind: str) -> str:
    """What came of a finding."""
    return {
        "training_set": translate("Feedback", "training set"),
        "proposal": translate("Feedback", "proposal of a threshold"),
        "sop_draft": translate("Feedback", "draft of an SOP page"),
        "session": translate("Feedback", "calibration session"),
    }.get(kind, kind)
