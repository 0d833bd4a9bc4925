"""The sheets that lie over every workspace: the palette, the keys, a clause of the procedures. Each is loaded when it
is first opened."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.desktop.shell.actions import ActionMap
from app.desktop.shell.overlay import Overlay
from app.desktop.shell.palette_entries import FindCases, Recent, SearchServer

if TYPE_CHECKING:
    from app.desktop.shell.clause_sheet import ClauseSheet
    from app.desktop.shell.help_sheet import HelpSheet
    from app.desktop.shell.palette import PaletteSheet


class Sheets(QObject):
    """`ground`: what they lie over."""

    recent_changed = Signal()

    def __init__(self, actions: ActionMap, ground: QWidget) -> None:
        super().__init__(ground)
        self._actions, self._ground = actions, ground
        self.palette: PaletteSheet | None = None
        self.help: HelpSheet | None = None
        self.clause: ClauseSheet | None = None
        self.recent = Recent()
        self._find: FindCases = lambda _text, _most: ()
        self._ask: SearchServer | None = None
        self._show_case: Callable[[str], None] = lambda _case: None

    def any_open(self) -> bool:
        """Whether any sheet lies over the window, of a workspace too."""
        return any(isinstance(child, Overlay) and child.isVisible() for child in self._ground.children())

    def set_case_search(self, find: FindCases, show: Callable[[str], None], ask: SearchServer | None = None) -> None:
        """How the palette finds cases on this seat, shows one, and asks the server (where it can be asked)."""
        self._find, self._show_case, self._ask = find, show, ask
        if self.palette is not None:
            self.palette.set_find(find, ask)

    def open_palette(self) -> None:
        if self.palette is None:
            from app.desktop.shell.palette import PaletteSheet

            self.palette = PaletteSheet(self._actions, self._ground, self.recent)
            self.palette.set_find(self._find, self._ask)
            self.palette.case_chosen.connect(lambda case: self._show_case(case))
            self.palette.clause_chosen.connect(self.show_clause)
            self.palette.recent_changed.connect(self.recent_changed)
        self.palette.open_over()

    def show_clause(self, reference: str) -> None:
        """Opens the reading sheet of a clause such as "ATO-12 §3"."""
        if self.clause is None:
            from app.desktop.shell.clause_sheet import ClauseSheet

            self.clause = ClauseSheet(self._ground)
        self.clause.show_clause(reference)

    def renew_clause(self) -> None:
        """Other pages of the procedures are read here by now."""
        if self.clause is not None:
            self.clause.renew()

    def toggle_help(self) -> None:
        if self.help is None:
            from app.desktop.shell.help_sheet import HelpSheet

            self.help = HelpSheet(self._actions, self._ground)
        if self.help.isVisible():
            self.help.close_over()
        else:
            self.help.open_over()
