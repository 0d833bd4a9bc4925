"""The SOPs room between use case and view."""

from app.desktop.panels.sops.presenter.acts import Acts
from app.desktop.panels.sops.presenter.reading import View


class SopsPresenter(Acts):
    """All methods run on the GUI thread."""


__all__ = ["SopsPresenter", "View"]
