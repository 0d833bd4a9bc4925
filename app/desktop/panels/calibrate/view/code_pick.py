"""The code that goes with a ballot or with what is true: nine keys to choose by, then the one that was chosen."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desktop.panels.calibrate.state import VoteState
from app.desktop.panels.calibrate.words import sessions as words
from app.desktop.widgets import captions, tokens
from app.desktop.widgets.choices import ChoiceBox, Option, OptionList
from app.desktop.widgets.label import Label
from app.desktop.widgets.painted import show_if
from app.desktop.widgets.runs import Run
from app.desktop.widgets.tokens import Type

translate = QCoreApplication.translate


class CodePick(QWidget):
    picked = Signal(str)
    """"" for none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Label(kind=Type.SMALL_STRONG, colour="muted", wrap=True, parent=self)
        self.list, self.box = OptionList(self), ChoiceBox(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.S1)
        for part in (self._title, self.list, self.box):
            layout.addWidget(part)
        self.list.picked.connect(self.picked)
        self.box.picked.connect(self.picked)

    def fill(self, vote: VoteState) -> None:
        show_if(self, bool(vote.codes))
        if not vote.codes:
            return
        title = words.code_title(vote.code_kind)
        self._title.set_text(title)
        options = tuple(
            Option(code, captions.code(code)[0], str(number), captions.code(code)[1], tip=captions.code_help(code))
            for number, code in enumerate(vote.codes, start=1)
        )
        show_if(self.list, not vote.code)
        show_if(self.box, bool(vote.code))
        if not vote.code:
            self.list.set_options(options)
            return
        text, data = captions.code(vote.code)
        none = Option("", translate("Calibrate", "none"))
        self.box.set_options((none, *options), vote.code)
        self.box.set_runs((Run(text, "text", Type.STRONG, data),))
        self.box.setAccessibleName(f"{title}: {text}")
        self.box.setAccessibleDescription(captions.code_help(vote.code))
