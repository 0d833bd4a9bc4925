"""The Feedback room between use cases and view."""

from app.desktop.panels.feedback.presenter.reading import Reading


class FeedbackPresenter(Reading):
    """All methods run on the GUI thread."""
