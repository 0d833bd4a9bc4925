"""Child of bench_cold_start: `app` opens the workstation and says on a descriptor when queue rows stand on the screen
and again when the first case stands beside them, then ends; `bare` says when an empty PySide6 window with four docks
is painted."""

import os
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def app(tell: int, arguments: list[str]) -> int:
    """The program's own way in; it is only listened to: the first row painted, then the first case painted."""
    import app.desktop.bootstrap as bootstrap
    from app.cli import main

    make = bootstrap._application

    def application():  # type: ignore[no-untyped-def]
        made = make()
        _listen_to_rows(tell)
        return made

    bootstrap._application = application
    return main(arguments)


def _listen_to_rows(tell: int) -> None:
    from app.desktop.widgets.queue_list import QueueDelegate

    paint, told = QueueDelegate.paint, []

    def painted(delegate, painter, option, index) -> None:  # type: ignore[no-untyped-def]
        paint(delegate, painter, option, index)
        if not told:
            told.append(True)
            _after_this_paint(tell, lambda: _listen_to_case(tell, delegate.parent().window()))

    QueueDelegate.paint = painted  # type: ignore[method-assign,assignment]


def _listen_to_case(tell: int, window) -> None:  # type: ignore[no-untyped-def]
    """Loaded once the rows are painted, so nothing of it counts into them."""
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtWidgets import QApplication, QWidget

    from app.desktop.panels.review.view import ReviewView

    show = ReviewView.show_case
    shown: list[QWidget] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            painted = event.type() == QEvent.Type.Paint and isinstance(watched, QWidget)
            if painted and shown and shown[0].isAncestorOf(watched):
                shown.clear()
                QApplication.instance().removeEventFilter(self)
                _after_this_paint(tell, window.close)
            return False

    watch = Watch(window)

    def and_watch(view, state) -> None:  # type: ignore[no-untyped-def]
        show(view, state)
        if state.open is not None and not shown:
            shown.append(view)
            QApplication.instance().installEventFilter(watch)

    ReviewView.show_case = and_watch  # type: ignore[method-assign]


def bare(tell: int) -> int:
    from PySide6.QtCore import QEvent, QObject, Qt
    from PySide6.QtWidgets import QApplication, QDockWidget, QLabel, QMainWindow

    application = QApplication(["bare"])
    application.setStyle("fusion")
    window = QMainWindow()
    window.setCentralWidget(QLabel("middle"))
    sides = (Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea)
    for number in range(4):
        dock = QDockWidget(f"dock {number}", window)
        dock.setWidget(QLabel(f"inside {number}"))
        window.addDockWidget(sides[number % 2], dock)

    class Watch(QObject):
        told = False

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and not self.told:
                self.told = True
                _after_this_paint(tell, window.close)
            return False

    watch = Watch()
    window.centralWidget().installEventFilter(watch)
    window.resize(1600, 1000)
    window.show()
    return application.exec()


def _after_this_paint(tell: int, then) -> None:  # type: ignore[no-untyped-def]
    """One line on `tell`, the process's own processor time, and then `then`."""
    from PySide6.QtCore import QTimer

    def now() -> None:
        os.write(tell, f"{time.process_time():.4f}\n".encode())
        QTimer.singleShot(0, then)

    QTimer.singleShot(0, now)


if __name__ == "__main__":
    kind, descriptor, rest = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
    raise SystemExit(app(descriptor, rest) if kind == "app" else bare(descriptor))
