"""The window with its sample cases, as it is filled behind what stands on the screen."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from app.desktop.panels.review.view.ahead import Ahead
from tests.support.sample_window import SampleWindow


def opened(qapp: QApplication, scheme: str = "light", language: str = "en") -> SampleWindow:
    found = SampleWindow(qapp, scheme, language)
    found.desk.keeps_ready = True
    found.window.resize(1500, 820)
    found.window.show()
    found.window.activateWindow()
    found.review._timer.stop()  # the seconds worked are on screen
    found.settle()
    return found


def ahead(sample: SampleWindow) -> Ahead:
    found: Ahead = sample.review.view.filling.ahead
    return found


def paint_ahead(sample: SampleWindow) -> None:
    """Until every case that is likely to come is painted, for a person who takes their time."""
    ahead(sample)._pause = 0
    sample.review.presenter._prepare()
    for _ in range(240):
        sample.application.processEvents()
        if ahead(sample)._missing(ahead(sample)._look()) is None and ahead(sample)._steps is None:
            return
    raise AssertionError("nothing was painted ahead")


def let_pictures_go(sample: SampleWindow) -> None:
    """The panels behind a picture are filled in steps, between which the window answers."""
    for _ in range(40):
        sample.application.processEvents()
        if not ahead(sample).covering:
            break
    sample.settle()


def pixels(panel: QWidget) -> QImage:
    return panel.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def on_screen(sample: SampleWindow) -> tuple[QImage, QImage]:
    view = sample.review.view
    return pixels(view.case), pixels(view.right)


def pixels_of_the_screen(sample: SampleWindow) -> list[QImage]:
    """What a person sees where the panels are, painted anew or not."""
    view = sample.review.view
    window = sample.window.windowHandle()
    assert window is not None
    sample.application.sendPostedEvents()
    whole = window.screen().grabWindow(window.winId()).toImage()
    places = [QRect(panel.mapTo(sample.window, QPoint(0, 0)), panel.size()) for panel in (view.case, view.right)]
    return [whole.copy(place) for place in places]
