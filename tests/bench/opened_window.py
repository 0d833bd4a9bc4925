"""Child of bench_cold_start: `app` opens the workstation and says on descriptor `--tell-fd` when queue rows stand on
the screen, then ends; `bare` does the same for an empty PySide6 window with four docks."""

import os
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def app(tell: int, arguments: list[str]) -> int:
    """The program's own way in; only the last step, that the rooms are built, is listened to."""
    import app.desktop.bootstrap as bootstrap
    from app.cli import main

    make = bootstrap._application

    def application():  # type: ignore[no-untyped-def]
        from app.desktop.bootstrap.workstation import Workstation

        build = Workstation._build_room

        def and_listen(self, name: str) -> None:  # type: ignore[no-untyped-def]
            from app.desktop.panels import review  # noqa: F401 - loaded by the room in any case
            from app.desktop.widgets.queue_list import QueueDelegate

            paint, told = QueueDelegate.paint, []

            def painted(delegate, painter, option, index) -> None:  # type: ignore[no-untyped-def]
                paint(delegate, painter, option, index)
                if not told:
                    told.append(True)
                    _after_this_paint(tell, self.window)

            QueueDelegate.paint = painted  # type: ignore[method-assign,assignment]
            build(self, name)

        Workstation._build_room = and_listen  # type: ignore[method-assign]
        return make()

    bootstrap._application = application
    return main(arguments)


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
                _after_this_paint(tell, window)
            return False

    watch = Watch()
    window.centralWidget().installEventFilter(watch)
    window.resize(1600, 1000)
    window.show()
    return application.exec()


def _after_this_paint(tell: int, window) -> None:  # type: ignore[no-untyped-def]
    from PySide6.QtCore import QTimer

    def now() -> None:
        os.write(tell, f"{time.process_time():.4f}\n".encode())
        QTimer.singleShot(0, window.close)

    QTimer.singleShot(0, now)


if __name__ == "__main__":
    kind, descriptor, rest = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
    raise SystemExit(app(descriptor, rest) if kind == "app" else bare(descriptor))
