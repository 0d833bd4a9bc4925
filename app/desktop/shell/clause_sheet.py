"""A clause of the operating procedures to be read: both languages beside each other, with the version in force."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.contract.catalogue import catalogue
from app.desktop.shell.overlay import Overlay
from app.desktop.widgets import captions, tokens
from app.desktop.widgets.card import Scroll, Section
from app.desktop.widgets.label import Label
from app.desktop.widgets.tokens import Type

LANGUAGES = (("en", "English"), ("zh", "中文"))


class ClauseSheet(Overlay):
    """Left and right (or up and down) turn to the neighbouring clause of the page; Esc closes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, 820, tokens.px(70))
        self._reference = ""
        self._title = Label(kind=Type.TITLE, data=True, wrap=True, parent=self.sheet)
        self._page = Label(kind=Type.BODY, colour="muted", wrap=True, parent=self.sheet)
        self._note = Label(kind=Type.SMALL, colour="muted", wrap=True, parent=self.sheet)
        text = QWidget()
        pair = QHBoxLayout(text)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.setSpacing(tokens.S5)
        self._texts: dict[str, tuple[Label, Label]] = {}
        for language, name in LANGUAGES:
            column = QVBoxLayout()
            column.setSpacing(tokens.S2)
            heading = Section(text)
            heading.set_text(name, data=True)
            title = Label(kind=Type.STRONG, data=True, wrap=True, parent=text)
            body = Label(data=True, wrap=True, parent=text)
            for part in (heading, title, body):
                column.addWidget(part)
            column.addStretch(1)
            self._texts[language] = (title, body)
            pair.addLayout(column, 1)
        self._scroll = Scroll(text, self.sheet)
        self._text = text
        for widget in (self._title, self._page, self._scroll, self._note):
            self.sheet.body.addWidget(widget)
        self._fill()

    @property
    def reference(self) -> str:
        return self._reference

    def show_clause(self, reference: str) -> None:
        """Opens the sheet at a reference such as "ATO-12 §3"; one that is not here is said so."""
        self._reference = reference
        self._fill()
        self.open_over()

    def _neighbours(self) -> list[str]:
        found = catalogue().clause(self._reference)
        return [f"{found[0].id} §{clause.n}" for clause in found[0].clauses] if found is not None else []

    def _fit(self) -> None:
        super()._fit()
        # As tall as its text, and it scrolls where the window is low.
        wide = self.sheet.width() - 2 * tokens.S4
        room = max(tokens.px(120), self._under.height() - tokens.px(300))
        self._scroll.setFixedHeight(min(self._text.heightForWidth(wide) + 2, room))

    def _turn(self, step: int) -> None:
        page = self._neighbours()
        if page:
            self._reference = page[max(0, min(len(page) - 1, page.index(self._reference) + step))]
            self._fill()
            self._fit()

    def _fill(self) -> None:
        found = catalogue().clause(self._reference)
        for language, (title, body) in self._texts.items():
            here = found[1] if found is not None else None
            title.set_text((getattr(here.title, language) or "–") if here is not None else "", data=True)
            body.set_text((getattr(here.text, language) or "–") if here is not None else "", data=True)
        self._scroll.setVisible(found is not None)
        if found is None:
            self._title.set_text(self._reference, data=True)
            self._page.set_text(self.tr("This clause is not among the procedures on this computer."))
            self._note.set_text(self.tr("Esc closes."))
        else:
            page, clause = found
            self._title.set_text(f"{self._reference} · {captions.pick(clause.title)[0]}", data=True)
            said = self.tr("{page} · version {version} · clause {n} of {count}")
            place = self._neighbours().index(self._reference) + 1
            name = captions.pick(page.title)[0]
            self._page.set_text(said.format(page=name, version=page.version, n=place, count=len(page.clauses)))
            self._note.set_text(self.tr("← and → turn to the clauses beside it. Esc closes."))
        self.setAccessibleName(self._title.text())
        texts = (label.text() for pair in self._texts.values() for label in pair)
        self.setAccessibleDescription(" ".join(text for text in (self._page.text(), *texts) if text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self._turn(step)
            event.accept()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._fill()
