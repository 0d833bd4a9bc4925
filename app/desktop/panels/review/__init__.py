"""The Review room: queue, case, assessment and decision. Its front, the queue, can stand before the rest is loaded."""

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.desktop.panels.review.front import ReviewFront
    from app.desktop.panels.review.room import ReviewRoom

_PARTS = (
    "app.desktop.widgets.evidence",
    "app.desktop.panels.review.view.case_panel",
    "app.desktop.panels.review.view.assessment_panel",
    "app.desktop.panels.review.view.decision_panel",
    "app.desktop.panels.review.presenter",
    "app.desktop.panels.review.room",
)


def load() -> Iterator[None]:
    """Loads what `build` needs, a part at each step."""
    for name in _PARTS:
        import_module(name)
        yield


def build(context: Any, front: "ReviewFront | None" = None) -> "ReviewRoom":
    """The whole room, around `front` where one stands already. `context` has what the shell gives every room."""
    from app.desktop.panels.review.room import ReviewRoom

    return ReviewRoom(context, front=front)
