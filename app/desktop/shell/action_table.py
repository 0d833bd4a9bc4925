"""Every action of the window in one table: its words, its key, where it works and who may use it."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QTranslator

from app.desktop.shell.action_spec import Scope, Spec
from app.desktop.shell.actions_of_loop import CALIBRATE, FEEDBACK, SOPS
from app.desktop.shell.actions_of_review import REVIEW
from app.desktop.shell.actions_of_rooms import DAY, QA, TEAM
from app.desktop.shell.actions_of_window import SEARCH, WINDOW

__all__ = ["CONTEXT", "SPECS", "TABLE", "Scope", "Spec", "text_in", "text_of"]

CONTEXT = "Actions"
TABLE: tuple[Spec, ...] = (*REVIEW, *SEARCH, *DAY, *QA, *CALIBRATE, *FEEDBACK, *SOPS, *TEAM, *WINDOW)
SPECS: Mapping[str, Spec] = {spec.id: spec for spec in TABLE}


def text_of(spec: Spec, number: str = "") -> str:
    """The action's name in the language in force; `number` stands in the place of a numbered action's own."""
    return QCoreApplication.translate(CONTEXT, spec.text).format(n=number or spec.id.rpartition(".")[2])


def text_in(catalogue: QTranslator, spec: Spec) -> str:
    """The action's name in that catalogue, whichever language is in force; "" where it has none."""
    return str(catalogue.translate(CONTEXT, spec.text) or "")
