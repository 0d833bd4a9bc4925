"""A page over the whole window while it is locked: everything else of it goes out of sight, with its menus, tips and
floating panels. What is typed stays where it is."""

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.desktop.widgets.everywhere import every_widget


class Cover(QObject):
    """One for a window; `page` is what lies over it, if anything does."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.page: QWidget | None = None
        self._before: QWidget | None = None
        self._under: list[QWidget] = []
        window.installEventFilter(self)

    def over(self, page: QWidget) -> None:
        self._before = QApplication.focusWidget()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        self.page = page
        window = self._window
        windows = [w for w in every_widget() if w.isWindow() and w is not window and w.isVisible() and self._owns(w)]
        tips = [w for w in windows if w.windowType() == Qt.WindowType.ToolTip]
        for tip in tips:
            tip.hide()
        floating = [w for w in windows if w not in tips]
        inside = [child for child in window.children() if isinstance(child, QWidget) and child.isVisibleTo(window)]
        self._under = [one for one in (*inside, *floating) if one is not page]
        page.setParent(window)
        page.setGeometry(window.rect())
        page.show()
        page.raise_()
        for widget in self._under:
            widget.hide()

    def take_off(self) -> bool:
        """Everything as it was, with the focus where it was; False where nothing lay over it."""
        page, self.page = self.page, None
        if page is None:
            return False
        for widget in self._under:
            if shiboken6.isValid(widget):
                widget.show()
        page.hide()
        self._under = []
        before, self._before = self._before, None
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.page is not None:
            self.page.setGeometry(self._window.rect())
        return False

    def _owns(self, widget: QWidget) -> bool:
        parent = widget.parentWidget()
        return parent is not None and parent.window() is self._window
