"""The cases that a person is likely to see next, painted before they are asked for.

Filling, laying out and painting a case takes longer than a frame. While nothing else is to be done, a second pair of
panels, never on screen, is filled with the next case and painted into a picture. When that very case is opened, the
picture covers the panels at once; behind it they are filled as ever, and it goes. Nothing but time is won by it:
whatever is not exactly as it was painted (size, theme, language, keys, the case, its draft, the minutes left) is
filled in the ordinary way, and before any key or click reaches the window the panels are what they show.

So a panel needs nothing for this but to be a function of what its setters were given.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QRegion, QWindow
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.desktop.panels.review.state import CaseState, DecisionState
from app.desktop.panels.review.view.case_panel import CasePanel
from app.desktop.panels.review.view.side_panel import SidePanel
from app.desktop.widgets import ink
from app.desktop.widgets.painted import at_rest, heights_ahead

LONGEST_MS = 60
"""A picture never stands longer than this, painted or not."""
PASSES = 2
STRIPS = 3
_NOWHERE = QRect()
HURRY_MS = 300
"""Who leafs faster than this, and faster than cases can be painted ahead, is not made to wait for that as well."""
_KEYS = frozenset({QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride})
_INPUT = _KEYS | frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
        QEvent.Type.DragEnter,
        QEvent.Type.Drop,
        QEvent.Type.Resize,
    }
)


class Shown(NamedTuple):
    """What the panels show of a case: all that their look depends on besides `Look`."""

    case: CaseState
    time: str
    time_colour: str
    decision: DecisionState

    def same_case(self, case: CaseState, time: str, time_colour: str) -> bool:
        mine, theirs = self.case.open, case.open
        return (
            (time, time_colour) == (self.time, self.time_colour)
            and case.shown is None
            and self.case.find == case.find
            and (self.case.around is case.around or self.case.around == case.around)
            and (mine is theirs or mine == theirs)
        )


class Look(NamedTuple):
    """What pictures depend on besides the case."""

    case_size: QSize
    side_size: QSize
    scale: float
    theme: int
    language: str
    utc: bool
    keys: tuple[tuple[str, str], ...]
    compact: bool
    procedures: int


class Picture(NamedTuple):
    shown: Shown
    look: Look
    case: QImage
    side: QImage


class Cover(QWidget):
    """A strip of a picture over a panel. Takes no focus and says nothing: the panel under it does, a moment later.

    It is never hidden but made as small as nothing: to show a child has its parent laid out anew. Without a picture it
    paints nothing at all, and what stood on the screen stays there, whatever is done to the panel under it.
    """

    def __init__(self, over: QWidget, painted: Callable[[], None]) -> None:
        super().__init__(over)
        self._painted = painted
        self._image: QImage | None = None
        self.laid = False
        self.shown = 0
        """How many pictures stood here so far."""
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setGeometry(_NOWHERE)

    def lay(self, place: QRect, image: QImage | None) -> bool:
        """Over `place` of the panel, which `image` shows as a whole. Whether it still has to be painted."""
        if self.laid and image is not None and image is self._image:
            return False
        self._image, self.laid = image, True
        self.setGeometry(place)
        self.raise_()
        if image is not None:
            self.shown += 1
            self.update()
        return image is not None

    @property
    def pictured(self) -> bool:
        return self._image is not None

    def lift(self) -> None:
        if self.laid:
            self._image, self.laid = None, False
            self.setGeometry(_NOWHERE)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image is not None:
            QPainter(self).drawImage(QPoint(0, -self.y()), self._image)
            self._painted()


def _strips(panel: QWidget) -> list[QRect]:
    """What is painted in one go: a whole panel takes longer than a frame."""
    edges = [panel.height() * n // STRIPS for n in range(STRIPS + 1)]
    return [QRect(0, top, panel.width(), below - top) for top, below in pairwise(edges)]


class Rehearsal:
    """The pair of panels that is never on screen, and the pictures taken of it."""

    def __init__(self) -> None:
        # A window that is never shown: only what belongs to one is laid out before it is painted.
        self.window = QWidget()
        self._case: CasePanel | None = None
        self._side: SidePanel | None = None

    def paint(self, shown: Shown, look: Look) -> Iterator[Picture | None]:
        """In steps of some milliseconds; the last one yields the picture."""
        if self._case is None:
            self._case = CasePanel(self.window)
            yield None
        if self._side is None:
            self._side = SidePanel(self.window)
            yield None
        case_panel, side_panel = self._case, self._side
        case_panel.resize(look.case_size)
        case_panel.set_compact(look.compact)
        case_panel.keys = dict(look.keys)
        with at_rest(*case_panel.layouts()):
            yield from case_panel.fill(shown.case, shown.time, shown.time_colour)
        yield None
        yield from heights_ahead(case_panel)
        yield from _lay_out(case_panel)
        case = yield from _picture(case_panel, look.scale)
        side_panel.resize(look.side_size)
        side_panel.assessment.set_compact(look.compact)
        side_panel.decision.keys = dict(look.keys)
        side_panel.show_case(shown.case, fresh=True)
        yield None
        side_panel.show_decision(shown.decision)
        yield None
        yield from _lay_out(side_panel)
        side = yield from _picture(side_panel, look.scale)
        yield Picture(shown, look, case, side)


def _lay_out(panel: QWidget) -> Iterator[None]:
    """Layouts and sizes of a hidden window come to rest when it is about to be painted; a scroll bar that appears
    leaves its panel less room, hence once more."""
    for _ in range(PASSES):
        panel.grab(QRect(0, 0, 1, 1))
        yield None


def _picture(panel: QWidget, scale: float) -> Generator[None, None, QImage]:
    size = panel.size()
    image = QImage(round(size.width() * scale), round(size.height() * scale), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    for strip in _strips(panel):
        panel.render(image, strip.topLeft(), QRegion(strip))
        yield None
    return image


class Ahead(QObject):
    """Keeps pictures of the cases that were announced, and covers the panels with the right one when it is asked to.

    `touched` is told of input while the panels are not what they show, and whether it is a key; `fill_on` is one
    step towards that, and tells whether there are more.
    """

    def __init__(
        self,
        case: QWidget,
        side: QWidget,
        look: Callable[[], Look],
        touched: Callable[[bool], None],
        fill_on: Callable[[], bool],
    ) -> None:
        super().__init__(case)
        self._panels = (case, side)
        self._look = look
        self._touched = touched
        self._fill_on = fill_on
        self.covers = tuple(Cover(panel, self._painted) for panel in self._panels for _ in range(STRIPS))
        self._rehearsal: Rehearsal | None = None
        self._wanted: tuple[Shown, ...] = ()
        self._pictures: list[Picture] = []
        self._steps: Iterator[Picture | None] | None = None
        self._painting: Shown | None = None
        self._spoilt: list[Shown] = []
        """What could not be painted: not again before something of it is another."""
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self._step)
        self._end = QTimer(self)
        self._end.setSingleShot(True)
        self._end.timeout.connect(self._fill)
        self._watched: tuple[QWindow, ...] = ()
        self._stale = True
        self.hurry_ms = HURRY_MS
        """Cases that come one after the other within this are leafed through."""
        self._last = QElapsedTimer()
        self._pause = 0

    # --- painting ahead -----------------------------------------------------------------------------

    def want(self, shown: Sequence[Shown]) -> None:
        """The cases most likely to come next, the likeliest first. Cheap when nothing is new."""
        look = self._look()
        wanted = tuple(shown)
        self._pictures = [p for p in self._pictures if p.look == look and p.shown in wanted]
        self._spoilt = [shown for shown in self._spoilt if shown in wanted]
        if wanted != self._wanted:
            self._steps = None
        self._wanted = wanted
        if self._missing(look) is not None and self._steps is None:
            self._idle.start(self._pause)

    def forget(self) -> None:
        """Drop every picture; the next `want` paints anew."""
        self._pictures, self._spoilt, self._steps, self._wanted = [], [], None, ()

    def _missing(self, look: Look) -> Shown | None:
        have = [*self._spoilt, *(picture.shown for picture in self._pictures if picture.look == look)]
        return next((shown for shown in self._wanted if shown not in have), None)

    def _step(self) -> None:
        if self.covering:
            # It goes on once the panels are what is on the screen.
            return
        if ink.observers or not self._panels[0].isVisible():
            # Whoever listens to what is painted must hear of what is on screen alone.
            self._steps = None
            return
        if self._steps is None:
            look = self._look()
            shown = self._painting = self._missing(look)
            if shown is None:
                return
            if self._rehearsal is None:
                self._rehearsal = Rehearsal()
                # It has no parent: it goes with the panels, not with some collection of garbage long after them.
                self.destroyed.connect(self._rehearsal.window.deleteLater)
            self._steps = self._rehearsal.paint(shown, look)
        try:
            picture = next(self._steps, None)
        except BaseException:
            self._steps = None
            if self._painting is not None:
                self._spoilt.append(self._painting)
            raise
        if picture is not None:
            self._steps = None
            self._pictures.append(picture)
        self._idle.start(0)

    # --- covering -----------------------------------------------------------------------------------

    @property
    def covering(self) -> bool:
        """Whether the panels are not what is on the screen."""
        return self.covers[-1].laid

    @property
    def pictured(self) -> bool:
        """Whether a picture is on the screen in their place."""
        return self.covers[-1].pictured

    def cover(self, case: CaseState, time: str, time_colour: str) -> DecisionState | None:
        """Show the picture of this case, if there is one of it exactly as it is; returns its decision area."""
        hurried = self._last.isValid() and self._last.elapsed() < self.hurry_ms
        self._last.start()
        self._pause = 0
        if ink.observers or not self._panels[0].isVisible() or not self._panels[1].isVisible():
            return None
        look = self._look()
        found = next((p for p in self._pictures if p.look == look and p.shown.same_case(case, time, time_colour)), None)
        if found is None:
            if hurried:
                self._pause, self._steps = HURRY_MS, None
                self._idle.stop()
            return None
        self._watch()
        self._steps = None
        self._end.start(LONGEST_MS if self._lay(found.case, found.side) else 0)
        return found.shown.decision

    def _lay(self, *images: QImage | None) -> bool:
        places = [(place, image) for panel, image in zip(self._panels, images, strict=True) for place in _strips(panel)]
        laid = [cover.lay(*place) for cover, place in zip(self.covers, places, strict=True)]
        return any(laid)

    def hold(self) -> bool:
        """Whether the panels may be filled out of sight in steps, for a case without a picture."""
        if self._stale or ink.observers or not all(panel.isVisible() for panel in self._panels):
            return False
        self._watch()
        self._lay(None, None)
        self._end.start(0)
        return True

    def renew(self) -> None:
        """What is on the screen is of another room, or holds real values that come or go: it is never held, until the
        panels were painted."""
        self._stale = True
        self._panels[0].installEventFilter(self)
        self._panels[0].update()

    def _watch(self) -> None:
        """Hears of input first, in every window that the panels are in: one may float."""
        self._watch_no_more()
        handles = (panel.window().windowHandle() for panel in self._panels)
        self._watched = tuple(dict.fromkeys(handle for handle in handles if handle is not None))
        for handle in self._watched:
            handle.installEventFilter(self)

    def _watch_no_more(self) -> None:
        # A panel that floated and is back has left its window, which is gone then.
        for handle in filter(isValid, self._watched):
            handle.removeEventFilter(self)
        self._watched = ()

    def _fill(self) -> None:
        # Through the event loop after each step: the window answers in between.
        if self._fill_on():
            self._end.start(0)

    def lift_one(self) -> bool:
        """The next strip, so that the panels are not painted in one go; whether there are more."""
        for cover in self.covers:
            if cover.laid:
                cover.lift()
                break
        return self.covering

    def lift(self) -> None:
        self._end.stop()
        self._watch_no_more()
        for cover in self.covers:
            cover.lift()
        if self._wanted:
            # What was announced while the picture stood has waited for this.
            self._idle.start(self._pause)

    def _painted(self) -> None:
        """The picture is on the screen: fill the panels as soon as this painting is done."""
        if self._end.isActive():
            self._end.start(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self._panels[0]:
            if kind == QEvent.Type.Paint:
                self._stale = False
                watched.removeEventFilter(self)
        elif kind in _INPUT and self._watched:
            self._touched(kind in _KEYS)
        return False
