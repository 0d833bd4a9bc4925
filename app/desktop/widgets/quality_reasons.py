"""What stands in the way of a sample, a score or a packet, in words."""

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def problems() -> dict[str, str]:
    """By the server's code, and by the seat's own for packets."""
    return {
        "qa_invalid": translate("Reasons", "The server did not accept the frame, the plan or the words. Change them."),
        "qa_empty_frame": translate("Reasons", "Nobody else decided anything that fits. Choose a longer time."),
        "qa_frame_too_large": translate("Reasons", "More decisions fit than one lot may hold. Choose a shorter time."),
        "qa_not_carried": translate("Reasons", "This lot cannot be carried whole. Draw from it first."),
        "qa_other_sample": translate(
            "Reasons", "The server draws another sample from this lot, seed and plan. Draw again; tell your lead."
        ),
        "qa_signed": translate("Reasons", "These scores are signed and stand."),
        "qa_unscored": translate("Reasons", "Not every case is decided again yet. Score the rest, then sign."),
        "qa_other_scores": translate(
            "Reasons", "The server holds other scores than were signed. Wait until all are sent, then sign again."
        ),
        "qa_signature": translate("Reasons", "The signature is not of this seat. Sign in again, then sign."),
        "qa_not_yours": translate("Reasons", "This case is not yours to score or to settle."),
        "qa_settled": translate("Reasons", "The case is settled already."),
        "not_gold": translate(
            "Reasons", "This case cannot become one with a known answer. Choose another that was decided and settled."
        ),
        "name_taken": translate("Reasons", "Another one has this name already. Choose another name."),
        "qa_no_key": translate("Reasons", "This seat has no key that a packet could be sealed to. Sign in again."),
    }
