"""What was sent, what failed and what is not on this seat, said at the foot of the queue."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from app.desktop.panels.review.state import NoticeState
from app.desktop.panels.review.view import notice_words
from app.desktop.widgets import reasons
from app.desktop.widgets.message_bar import MessageBar

translate = QCoreApplication.translate


class NoticeBar(MessageBar):
    """A notice is told first and said later: what was sent is said behind the picture of the next case, which is
    waited for."""

    undo_asked = Signal()
    read_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice: NoticeState | None = None
        self._unsaid = False
        self._to_read = ""
        self.acted.connect(self._acted)

    def tell(self, notice: NoticeState | None) -> None:
        self.notice, self._unsaid = notice, True

    def speak(self, undo_key: str) -> None:
        """The notice in words, if it was not said yet."""
        unsaid, self._unsaid = self._unsaid, False
        if not unsaid:
            return
        notice = self.notice
        if notice is None:
            self.say("")
            return
        said = notice_words.words(notice)
        if notice.kind in ("sent", "work"):
            self.say(said, "good", translate("Review", "Take back"), "undo", undo_key)
        elif notice.kind in ("taken_back", "sent_online", "work_done", "told"):
            self.say(said, "info")
        else:
            close = translate("Review", "Close")
            self.say(said, "bad", close, "close", details=reasons.details(notice.code))

    def offer_reading(self, case_id: str, problem: str = "") -> None:
        self.notice, self._unsaid = None, False
        if problem == "not_found":
            text = translate("Review", "{case}: the server does not have it, or it is not yours to see.")
            self.say(text.format(case=case_id), "bad", translate("Review", "Close"), "close")
        else:
            why = reasons.problem(problem) + "\n" if problem else ""
            text = translate("Review", "{case} is not on this seat.").format(case=case_id)
            tone = "bad" if problem else "info"
            self._to_read = case_id
            self.say(why + text, tone, translate("Review", "Read it from the server"), "read")

    def _acted(self, code: str) -> None:
        if code == "undo":
            self.undo_asked.emit()
            return
        self.hide()
        if code == "read":
            self.read_asked.emit(self._to_read)
