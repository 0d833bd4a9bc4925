"""Signing in."""

from app.desktop.panels.sign_in.presenter import SignInPresenter, SignsIn, SignsInElsewhere
from app.desktop.panels.sign_in.state import SignInState
from app.desktop.panels.sign_in.view import SignInView
from app.desktop.ports import Tasks

__all__ = ["SignInPresenter", "SignInState", "SignInView", "SignsInElsewhere", "build"]


def build(
    tasks: Tasks, sign_in: SignsIn, elsewhere: SignsInElsewhere | None = None
) -> tuple[SignInView, SignInPresenter]:
    """The page and its presenter, wired."""
    view = SignInView()
    presenter = SignInPresenter(tasks, sign_in, view.set_state, elsewhere)
    view.server_told.connect(presenter.look)
    view.browser_asked.connect(presenter.by_browser)
    view.code_asked.connect(presenter.by_code)
    view.stopped.connect(presenter.cancel)
    view.submitted.connect(presenter.submit)
    return view, presenter
