"""Signing in."""

from app.desktop.panels.sign_in.presenter import SignInPresenter, SignsIn
from app.desktop.panels.sign_in.state import SignInState
from app.desktop.panels.sign_in.view import SignInView
from app.desktop.ports import Tasks

__all__ = ["SignInPresenter", "SignInState", "SignInView", "build"]


def build(tasks: Tasks, sign_in: SignsIn) -> tuple[SignInView, SignInPresenter]:
    """The page and its presenter, wired."""
    view = SignInView()
    presenter = SignInPresenter(tasks, sign_in, view.set_state)
    view.submitted.connect(presenter.submit)
    return view, presenter
