"""What the notice over the foot of the case says."""

from PySide6.QtCore import QCoreApplication

from app.desktop.panels.review.state import NoticeState
from app.desktop.panels.review.view import along_words
from app.desktop.widgets import captions, formats, reasons

translate = QCoreApplication.translate


def words(notice: NoticeState) -> str:
    case = notice.case_id
    what = captions.command(notice.command_type)[0]
    match notice.kind:
        case "sent" | "sent_online":
            verb = captions.verb(notice.case_type, notice.decision)
            if notice.kind == "sent_online":
                text = translate("Review", "{decision}: {case} is with the server.")
            else:
                text = translate("Review", "{decision}: {case} is kept and sent in 10 s.")
            said = text.format(decision=verb, case=case)
            if notice.blind:
                said = formats.together(said, translate("Review", "ROCA’s verdict follows, and then the reason."))
            return said
        case "work" | "work_done":
            about = _about(what, case)
            if notice.kind == "work_done":
                return translate("Review", "{what} is with the server.").format(what=about)
            return translate("Review", "{what} is kept and sent in 10 s.").format(what=about)
        case "taken_back":
            if notice.command_type:
                about = _about(what, case)
                return translate("Review", "{what} is taken back.").format(what=about)
            return translate("Review", "{case} is a draft again.").format(case=case)
        case "told":
            if notice.code == "no_pattern":
                return translate("Review", "No pattern waits to be decided.")
            if notice.code == "no_documents":
                return translate("Review", "No file came with this case.")
            if notice.code == "pattern_choose":
                text = translate("Review", "A pattern takes two cases. Choose them in the queue with {key} first.")
                return text.format(key=notice.params["key"])
            if notice.code == "pattern_alone":
                return translate(
                    "Review", "A pattern takes two cases, and no other open one that you see is linked with this one."
                )
            return along_words.notice(notice.code, notice.params) or reasons.why_not(notice.code)
        case _:
            known = reasons.why_not(notice.code)
            return known if known != reasons.other(notice.code) else reasons.problem(notice.code)


def _about(what: str, case: str) -> str:
    return translate("Review", "{what}: {case}").format(what=what, case=case) if case else what
