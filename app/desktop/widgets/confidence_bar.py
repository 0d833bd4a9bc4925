"""How sure the agent was: a bar with the auto-decision threshold as a tick."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.desktop.widgets import accessible, ink, tokens
from app.desktop.widgets.painted import TallWidget, fill_round, metrics
from app.desktop.widgets.tokens import Type


def paint_bar(
    painter: QPainter,
    rect: QRect,
    share: float | None,
    threshold: float | None,
    colour: str,
    tick: int,
    ground: str = "line",
) -> None:
    """A bar of `share` in [0, 1] in `rect`; the tick of the threshold stands out by `tick` pixels each way.

    None for a share leaves the track empty: "unknown" is not zero, and the text beside it says so.
    """
    radius = rect.height() / 2
    fill_round(painter, rect, tokens.colour(ground), radius)
    if share is not None:
        wide = max(rect.height(), round(rect.width() * min(1.0, max(0.0, share))))
        fill_round(painter, QRect(rect.left(), rect.top(), wide, rect.height()), tokens.colour(colour), radius)
    if threshold is not None:
        x = rect.left() + rect.width() * min(1.0, max(0.0, threshold))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.colour("text"))
        painter.drawRect(QRectF(round(x) - 1, rect.top() - tick, 2, rect.height() + 2 * tick))


class ConfidenceBar(TallWidget):
    """Verdict in words, bar with threshold, and the two figures under it."""

    accessible_role = accessible.GROUP

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._verdict = self._left = self._right = ""
        self._colour = "muted"
        self._share: float | None = None
        self._threshold: float | None = None

    def set_content(
        self, verdict: str, colour: str, share: float | None, threshold: float | None, left: str, right: str
    ) -> None:
        """Texts come ready; `share` and `threshold` in [0, 1] or None where withheld or unknown."""
        self._verdict, self._colour = verdict, colour
        self._share, self._threshold = share, threshold
        self._left, self._right = left, right
        self.setAccessibleName(f"{verdict}. {left}. {right}")
        self.refilled()

    def height_at(self, width: int) -> int:
        verdict = metrics(tokens.font(Type.VERDICT)).height()
        small = metrics(tokens.font(Type.SMALL)).height()
        lines = 1 if self._one_line(width) else 2
        return max(verdict + 4, tokens.px(14) + lines * (small + 1) + 4)

    def _one_line(self, width: int) -> bool:
        """Whether both figures fit under the bar side by side."""
        figures = [tokens.advance(text, Type.SMALL, True) for text in (self._left, self._right)]
        need = sum(figures) + tokens.S2
        return need <= width - self._bar_left()

    def _verdict_height(self) -> int:
        return metrics(tokens.font(Type.VERDICT)).height() + 4

    def _bar_left(self) -> int:
        return tokens.advance(self._verdict, Type.VERDICT) + tokens.S3

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(tokens.font(Type.VERDICT))
        painter.setPen(tokens.colour(self._colour))
        wide = ink.text_width(painter, self._verdict)
        left_flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        ink.draw_text(painter, QRect(0, 0, wide + 1, self._verdict_height()), left_flags, self._verdict)
        x = self._bar_left()
        room = self.width() - x
        bar = QRect(x, tokens.px(5), room, tokens.px(7))
        paint_bar(painter, bar, self._share, self._threshold, self._colour, tokens.px(4))
        painter.setFont(tokens.font(Type.SMALL, tabular=True))
        painter.setPen(tokens.colour("muted"))
        top = bar.bottom() + tokens.px(6)
        line = QRect(x, top, room, painter.fontMetrics().height())
        used = ink.draw_text(painter, line, Qt.AlignmentFlag.AlignLeft, self._left)
        if self._one_line(self.width()):
            ink.draw_text(painter, line.adjusted(used + tokens.S2, 0, 0, 0), Qt.AlignmentFlag.AlignRight, self._right)
        else:
            ink.draw_text(painter, line.translated(0, line.height() + 1), Qt.AlignmentFlag.AlignLeft, self._right)

    def accessible_parts(self) -> list[accessible.Part]:
        return [accessible.Part(text, self.rect()) for text in (self._verdict, self._left, self._right) if text]
