"""Decisions that rest on words of a page which were in force no more."""

from PySide6.QtCore import QCoreApplication

from app.contract.sop import OldDecision
from app.desktop.panels.sops.state import SopsState
from app.desktop.panels.sops.words import page
from app.desktop.panels.sops.words.figures import NONE
from app.desktop.widgets import captions, formats
from app.desktop.widgets.page import Table
from app.desktop.widgets.record_list import Cell, Column

translate = QCoreApplication.translate


def count(state: SopsState) -> int:
    """How many decisions rest on words of the page that were in force no more."""
    return state.old.total if state.old is not None else sum(one.old for one in page.records(state))


def listed(state: SopsState) -> Table:
    columns = (
        Column(translate("Sops", "Case"), 0.0),
        Column(translate("Sops", "Decided"), 0.1),
        Column(translate("Sops", "Case type"), 0.3),
        Column(translate("Sops", "Clause"), 0.0),
        Column(translate("Sops", "Version that was read"), 0.2),
        Column(translate("Sops", "Label"), 0.0),
    )
    found = state.old.decisions if state.old is not None else ()
    return columns, tuple(_row(one) for one in found)


def _row(one: OldDecision) -> tuple[Cell, ...]:
    words, data = captions.case_type(one.case_type)
    return (
        Cell(one.case_id, data=True, strong=True),
        Cell(formats.day_time(one.decided_at), "muted"),
        Cell(words, data=data),
        Cell(f"§{one.clause}", data=True),
        Cell(one.version, data=True),
        Cell(one.label or NONE, data=one.label is not None),
    )


def said(state: SopsState) -> str:
    """Why not all of them stand there."""
    if state.old is None or len(state.old.decisions) == state.old.total:
        return ""
    words = translate("Sops", "{n} of {most}: the newest of those that you may read.")
    return words.format(n=formats.count(len(state.old.decisions)), most=formats.count(state.old.total))
