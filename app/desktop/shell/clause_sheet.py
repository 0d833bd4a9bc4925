"""A clause of the operating procedures to be read: both languages beside each other, in the version in force or in one
before it, and when that was."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.desktop import in_force
from app.desktop.shell.overlay import Overlay
from app.desktop.widgets import captions, formats, tokens
from app.desktop.widgets.card import Scroll, Section
from app.desktop.widgets.label import Label
from app.desktop.widgets.tokens import Type
from app.domain.procedures import READ, ClauseText

LANGUAGES = (("en", "English"), ("zh", "中文"))


class ClauseSheet(Overlay):
    """Left and right (or up and down) turn to the neighbouring clause of the page, V and Shift+V to the version before
    and after; Esc closes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, 820, tokens.px(70))
        self._reference, self._read = "", ""
        self._version: str | None = None
        self._found: ClauseText | None = None
        self._title = Label(kind=Type.TITLE, data=True, wrap=True, parent=self.sheet)
        self._page = Label(kind=Type.BODY, colour="muted", wrap=True, parent=self.sheet)
        self._standing = Label(kind=Type.SMALL, colour="muted", wrap=True, parent=self.sheet)
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
        for widget in (self._title, self._page, self._standing, self._scroll, self._note):
            self.sheet.body.addWidget(widget)
        self._fill()

    @property
    def reference(self) -> str:
        return self._reference

    @property
    def version(self) -> str:
        """Of the page whose text is on the sheet; "" where there is none."""
        return self._found.page.version if self._found is not None else ""

    def show_clause(self, reference: str) -> None:
        """Opens the sheet at a reference such as "ATO-12 §3", as it is read now; one that is not here is said so. With
        "@2026.10" behind it, the sheet says that this is the version that somebody read."""
        self._reference, _, self._read = reference.partition(READ)
        self._version = None
        self._fill()
        self.open_over()

    def renew(self) -> None:
        """Other pages are read here by now."""
        self._fill()
        if self.isVisible():
            self._fit()

    def _neighbours(self) -> list[str]:
        found = self._found
        return [f"{found.page.id} §{clause.n}" for clause in found.page.clauses] if found is not None else []

    def _fit(self) -> None:
        super()._fit()
        # As tall as its text, and it scrolls where the window is low.
        wide = self.sheet.width() - 2 * tokens.S4
        room = max(tokens.px(120), self._under.height() - tokens.px(320))
        self._scroll.setFixedHeight(min(self._text.heightForWidth(wide) + 2, room))

    def _turn(self, step: int) -> None:
        page = self._neighbours()
        if page:
            self._reference = page[max(0, min(len(page) - 1, page.index(self._reference) + step))]
            self._fill()
            self._fit()

    def _turn_back(self, step: int) -> None:
        """To the version before or after that has this clause."""
        found = in_force.beside(self._reference, self.version, step)
        if found is not None:
            self._version = found.page.version
            self._fill()
            self._fit()

    def _fill(self) -> None:
        found = self._found = in_force.clause(self._reference, self._version)
        for language, (title, body) in self._texts.items():
            here = found.clause if found is not None else None
            title.set_text((getattr(here.title, language) or "–") if here is not None else "", data=True)
            body.set_text((getattr(here.text, language) or "–") if here is not None else "", data=True)
        self._scroll.setVisible(found is not None)
        self._standing.setVisible(found is not None)
        if found is None:
            self._title.set_text(self._reference, data=True)
            self._page.set_text(self.tr("This clause is not among the procedures on this computer."))
            self._standing.set_text("")
            self._note.set_text(self.tr("Esc closes."))
        else:
            self._title.set_text(f"{self._reference} · {captions.pick(found.clause.title)[0]}", data=True)
            said = self.tr("{page} · version {version} · clause {n} of {count}")
            place = self._neighbours().index(self._reference) + 1
            page = found.page
            name = captions.pick(page.title)[0]
            self._page.set_text(said.format(page=name, version=page.version, n=place, count=len(page.clauses)))
            self._standing.set_text(formats.together(self._when(found), *self._since_read()))
            self._standing.set_colour("muted" if found.in_force and not self._since_read() else "escalate")
            note = self.tr("← and → turn to the clauses beside it. Esc closes.")
            if self._beside(-1) or self._beside(1):
                note = self.tr("← and → turn to the clauses beside it, V and Shift+V to the versions. Esc closes.")
            self._note.set_text(note)
        self.setAccessibleName(self._title.text())
        texts = (label.text() for pair in self._texts.values() for label in pair)
        told = (self._page.text(), self._standing.text(), *texts)
        self.setAccessibleDescription(" ".join(text for text in told if text))

    def _beside(self, step: int) -> bool:
        return in_force.beside(self._reference, self.version, step) is not None

    def _when(self, found: ClauseText) -> str:
        """When this text is, was or will be read."""
        if found.coming and found.since is not None:
            return self.tr("Not in force yet: it is read from {time} on.").format(time=formats.date_time(found.since))
        if found.in_force:
            if found.since is None:
                return self.tr("In force, as it came with the program.")
            return self.tr("In force since {time}.").format(time=formats.date_time(found.since))
        if found.until is not None:
            return self.tr("In force no more: it was read until {time}.").format(time=formats.date_time(found.until))
        return self.tr("In force no more.")

    def _since_read(self) -> tuple[str, ...]:
        """That the agent read another version than the one on the sheet."""
        if not self._read or self._read == self.version:
            return ()
        return (self.tr("ROCA read version {version}.").format(version=self._read),)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self._turn(step)
            event.accept()
            return
        if event.key() == Qt.Key.Key_V:
            self._turn_back(1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else -1)
            event.accept()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._fill()
