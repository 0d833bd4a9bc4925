"""The locked window."""

from app.desktop.panels.lock.presenter import Elsewhere, LockPresenter, Proves
from app.desktop.panels.lock.state import LockState
from app.desktop.panels.lock.view import LockView
from app.desktop.ports import Tasks

__all__ = ["LockPresenter", "LockState", "LockView", "build"]


def build(tasks: Tasks, prove: Proves, elsewhere: Elsewhere | None = None) -> tuple[LockView, LockPresenter]:
    """The page that covers the window, and its presenter, wired."""
    view = LockView()
    presenter = LockPresenter(tasks, prove, view.set_state, elsewhere)
    view.submitted.connect(presenter.submit)
    view.browser_asked.connect(presenter.by_browser)
    view.cancelled.connect(presenter.cancel)
    return view, presenter
