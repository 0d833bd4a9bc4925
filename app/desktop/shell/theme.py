"""The look of the window: one style sheet and one QPalette, both made from the tokens, switched while it runs."""

from string import Template

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from app.desktop.widgets import tokens
from app.desktop.widgets.everywhere import every_widget
from app.desktop.widgets.tokens import Scheme, Type

CHOICES = ("system", "light", "dark")

_SHEET = Template(
    """
QMainWindow, QDialog { background: $bg; }
QMainWindow::separator { background: $line; width: 1px; height: 1px; }
QScrollArea, QAbstractScrollArea { background: transparent; border: none; }
QTableView { background: $surface; border: none; outline: 0; }
QPlainTextEdit { background: transparent; color: $text; border: none; selection-background-color: $accent;
    selection-color: $on_accent; placeholder-text-color: $muted; }
QLineEdit { background: $raised; color: $text; border: 1px solid $line; border-radius: ${input}px; padding: 6px 9px;
    selection-background-color: $accent; selection-color: $on_accent; placeholder-text-color: $muted; }
QLineEdit:focus { border: 2px solid $accent; padding: 5px 8px; }
QLineEdit:disabled { color: $muted; background: $bg; }
QComboBox { background: $raised; color: $text; border: 1px solid $line; border-radius: ${input}px; padding: 5px 9px; }
QComboBox:focus { border: 2px solid $accent; padding: 4px 8px; }
QComboBox:disabled { color: $muted; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox QAbstractItemView { background: $surface; color: $text; border: 1px solid $line;
    selection-background-color: $accent_bg; selection-color: $text; outline: 0; }
QMenu { background: $surface; color: $text; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 5px 22px 5px 12px; border-radius: ${small}px; }
QMenu::item:selected { background: $accent_bg; color: $text; }
QMenu::item:checked { color: $accent; font-weight: 600; }
QMenu::item:disabled { color: $muted; }
QMenu::indicator { width: 0; }
QToolTip { background: $surface; color: $text; border: 1px solid $line; padding: 4px 6px; }
QDockWidget { color: $muted; titlebar-close-icon: none; }
QDockWidget::title { background: $raised; padding: 5px 10px; border-bottom: 1px solid $line; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $line; border-radius: 3px; min-height: 28px; min-width: 28px; margin: 2px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""
)


def sheet() -> str:
    """The style sheet for the palette in force."""
    values = {name: getattr(tokens.palette(), name) for name in tokens.names()}
    return _SHEET.substitute(values, input=tokens.RADIUS_INPUT, small=tokens.RADIUS_SMALL)


def qt_palette() -> QPalette:
    """The same colours for what Qt draws itself."""
    roles = QPalette.ColorRole
    pairs = {
        roles.Window: "bg",
        roles.WindowText: "text",
        roles.Base: "surface",
        roles.AlternateBase: "raised",
        roles.Text: "text",
        roles.Button: "raised",
        roles.ButtonText: "text",
        roles.Highlight: "accent",
        roles.HighlightedText: "on_accent",
        roles.ToolTipBase: "surface",
        roles.ToolTipText: "text",
        roles.PlaceholderText: "muted",
        roles.Link: "accent",
        roles.Mid: "line",
        roles.Accent: "accent",
    }
    palette = QPalette()
    for role, name in pairs.items():
        palette.setColor(role, tokens.colour(name))
    return palette


class Theme(QObject):
    """Puts a choice (system, light, dark) in force; under "system" it follows the desktop while it runs."""

    changed = Signal()

    def __init__(
        self, application: QApplication, choice: str = "system", percent: int = 100, compact: bool = False
    ) -> None:
        super().__init__(application)
        self._application = application
        self._choice = choice if choice in CHOICES else "system"
        self._percent = percent
        self._compact = compact
        self._in_force: tuple[Scheme, int, bool] | None = None
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._followed)
        self.apply()

    @property
    def choice(self) -> str:
        return self._choice

    def choose(self, choice: str) -> None:
        if choice in CHOICES:
            self._choice = choice
            self.apply()

    def set_percent(self, percent: int) -> None:
        self._percent = percent
        self.apply()

    def set_compact(self, on: bool) -> None:
        """Whether the rows of lists and tables stand close."""
        self._compact = on
        self.apply()

    def scheme(self) -> Scheme:
        if self._choice != "system":
            return Scheme(self._choice)
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return Scheme.DARK if dark else Scheme.LIGHT

    def apply(self) -> None:
        wanted = (self.scheme(), self._percent, self._compact)
        if wanted == self._in_force:
            return
        first = self._in_force is None
        self._in_force = wanted
        tokens.activate(*wanted)
        self._application.setFont(tokens.font(Type.BODY))
        self._application.setPalette(qt_palette())
        self._application.setStyleSheet(sheet())
        if not first:
            # Another size with the same colours is no change of palette to Qt, and a new sheet gives fonts that were
            # set by hand back as they were when the first sheet came.
            widgets = list(every_widget())
            for widget in widgets:
                # One that was never shown would take its old font back when it is; and all of them first, for some
                # set the font of another.
                widget.ensurePolished()
            for widget in widgets:
                QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.PaletteChange))
        self.changed.emit()

    def _followed(self) -> None:
        if self._choice == "system":
            self.apply()
