"""Lots, results and messages of the QA room."""

from PySide6.QtCore import QCoreApplication

from app.contract.qa import AdjudicationTask, SaidView
from app.desktop.panels.qa.state import Lot, QaState, WorkState
from app.desktop.panels.qa.words import plan as plans
from app.desktop.panels.qa.words.plan import NONE
from app.desktop.widgets import captions, formats, reasons
from app.desktop.widgets.page import Table
from app.desktop.widgets.record_list import Cell, Column
from app.domain.sampling import IsoPlan

translate = QCoreApplication.translate
VERDICTS = {"accepted": "pass_", "rejected": "block", "open": "escalate"}


def sentences(*parts: str) -> str:
    return ("" if formats.language() == "zh" else " ").join(part for part in parts if part)


def page_words(page: str) -> str:
    return {
        "lots": translate("Quality", "Samples"),
        "plan": translate("Quality", "Plan a sample"),
        "coverage": translate("Quality", "Coverage"),
        "adjudicate": translate("Quality", "Adjudication"),
    }.get(page, page)


def summary(state: QaState) -> str:
    if state.offline == "offline":
        return translate("Quality", "Without the server: what is carried here can be drawn, re-reviewed and signed.")
    if state.offline:
        return reasons.problem(state.offline)
    return translate("Quality", "Asking the server …") if state.asking else ""


def verdict_words(verdict: str) -> str:
    return {
        "accepted": translate("Quality", "lot accepted"),
        "rejected": translate("Quality", "lot rejected"),
        "open": translate("Quality", "not yet known"),
    }.get(verdict, "")


def stand(lot: Lot) -> tuple[str, str]:
    """(words, colour) of how far a sample is."""
    carried, sample = lot.carried, lot.sample
    result = sample.result if sample is not None else None
    if result is not None and result.verdict:
        return verdict_words(result.verdict), VERDICTS.get(result.verdict, "muted")
    if carried is not None and carried.refused:
        return translate("Quality", "the server refused a part"), "block"
    if carried is not None and carried.signed:
        if carried.pending:
            return translate("Quality", "signed, waits for the server"), "escalate"
        return translate("Quality", "signed and merged"), "pass_"
    if carried is not None:
        left = len(carried.refs) - len(carried.said)
        if left:
            return translate("Quality", "%n to re-review", "", left), "accent"
        return translate("Quality", "ready to sign"), "accent"
    if sample is not None and sample.mine:
        return translate("Quality", "%n wait for you", "", sample.mine), "accent"
    return {
        "open": translate("Quality", "others re-review"),
        "scored": translate("Quality", "waits for adjudication"),
        "settled": translate("Quality", "settled"),
    }.get(sample.state if sample is not None else "", NONE), "muted"


def place(lot: Lot) -> str:
    """Whether it is carried here, and what of it is still to go out."""
    if lot.carried is None:
        return NONE
    if lot.carried.pending:
        return translate("Quality", "here · %n pending", "", lot.carried.pending)
    return translate("Quality", "here")


def lots(state: QaState) -> Table:
    columns = (
        Column(translate("Quality", "Drawn"), 0.0),
        Column(translate("Quality", "Lot"), 0.7, gives=True),
        Column(translate("Quality", "Plan"), 0.6, gives=True),
        Column(translate("Quality", "Size"), 0.0, right=True),
        Column(translate("Quality", "State"), 0.3),
        Column(translate("Quality", "Carried"), 0.2),
    )
    rows = []
    for lot in state.lots:
        words, colour = stand(lot)
        sample, frame = lot.sample, lot.frame
        size = sample.size if sample is not None else len(lot.carried.refs) if lot.carried is not None else 0
        rows.append(
            (
                Cell(
                    formats.day_time(sample.drawn_at) if sample is not None else translate("Quality", "here"), "muted"
                ),
                Cell(plans.frame_words(frame.criteria) if frame is not None else NONE, data=frame is not None),
                Cell(plans.plan_words(sample.plan) if sample is not None else NONE),
                Cell(formats.count(size)),
                Cell(words, badge=colour),
                Cell(place(lot), "muted"),
            )
        )
    return columns, tuple(rows)


def lot_title(lot: Lot) -> str:
    if lot.frame is not None:
        return plans.frame_words(lot.frame.criteria)
    if lot.sample is not None:
        return plans.plan_words(lot.sample.plan)
    return translate("Quality", "Sample")


def lot_rows(lot: Lot) -> list[plans.Named]:
    """A sample's plan and where it stands."""
    sample, carried, rows = lot.sample, lot.carried, list[plans.Named]()
    done = translate("Quality", "{done} of {all}")
    if sample is not None:
        rows += [
            plans.Named(translate("Quality", "Plan"), plans.plan_words(sample.plan)),
            plans.Named(
                translate("Quality", "Sample"), translate("Quality", "n {n}").format(n=formats.count(sample.size))
            ),
        ]
        if sample.accept is not None and sample.reject is not None:
            text = translate("Quality", "accept up to {accept}, reject from {reject}").format(
                accept=formats.count(sample.accept), reject=formats.count(sample.reject)
            )
            rows.append(plans.Named(translate("Quality", "Errors"), text))
        if sample.series:
            rows.append(plans.Named(translate("Quality", "Series of lots"), sample.series, True))
        if sample.waiting_for_anybody:
            left = translate("Quality", "%n wait for whoever takes them", "", sample.waiting_for_anybody)
            rows.append(plans.Named(translate("Quality", "To be taken over"), left))
        rows += [
            plans.Named(translate("Quality", "Seed"), sample.seed, True),
            plans.Named(translate("Quality", "Drawn by"), sample.drawn_by_name, True),
        ]
        for one in sample.scorers:
            so_far = done.format(done=formats.count(one.scored), all=formats.count(one.assigned))
            signed = translate("Quality", "{done}, signed").format(done=so_far) if one.signed_at else so_far
            rows.append(plans.Named(one.name, signed, named=True))
    if carried is not None:
        so_far = done.format(done=formats.count(len(carried.said)), all=formats.count(len(carried.refs)))
        rows.append(plans.Named(translate("Quality", "Re-reviewed here"), so_far))
        if lot.files.total:
            rows.append(plans.Named(translate("Quality", "Documents"), files_words(lot)))
        rows.append(plans.Named(translate("Quality", "Sending"), merge_words(lot)))
    return rows


def files_button(lot: Lot) -> str:
    """What brings the documents that are not here yet; "" where there are none."""
    if lot.carried is None or not lot.files_missing:
        return ""
    return translate("Quality", "Bring %n document(s)", "", lot.files_missing)


def files_words(lot: Lot) -> str:
    """How many documents of the packet lie here, and how large they are together."""
    text = translate("Quality", "{here} of {all} here, {size} MB in all")
    size = formats.number(max(0.1, lot.files.size / 1_000_000), 1)
    return text.format(here=formats.count(lot.files.here), all=formats.count(lot.files.total), size=size)


def merge_words(lot: Lot) -> str:
    carried = lot.carried
    if carried is None:
        return NONE
    if carried.refused:
        return translate("Quality", "refused: {why}").format(why=why(carried.refused[0]))
    if carried.pending:
        return translate("Quality", "%n wait for the server", "", carried.pending)
    if not carried.said:
        return translate("Quality", "nothing to send yet")
    return translate("Quality", "the server has everything, once")


def plan_numbers(lot: Lot) -> tuple[int, int] | None:
    """n and acceptance number, where a lot is accepted or rejected."""
    sample = lot.sample
    if sample is None or sample.accept is None or not isinstance(sample.plan, IsoPlan):
        return None
    return sample.size, sample.accept


def tasks(found: tuple[AdjudicationTask, ...]) -> Table:
    columns = (
        Column(translate("Quality", "Case"), 0.0),
        Column(translate("Quality", "Type"), 0.5, gives=True),
        Column(translate("Quality", "First decision"), 0.4),
        Column(translate("Quality", "Blind re-review"), 0.6),
        Column(translate("Quality", "What next"), 0.3),
    )
    rows = []
    for one in found:
        text, data = captions.case_type(one.item.case_type)
        first = [said for said in one.said if said.first]
        others = [said for said in one.said if not said.first]
        rows.append(
            (
                Cell(one.case_id, data=True),
                Cell(text, data=data),
                Cell(", ".join(captions.verb(one.item.case_type, said.decision) for said in first) or NONE),
                Cell(", ".join(captions.verb(one.item.case_type, said.decision) for said in others) or NONE),
                Cell(translate("Quality", "Enter opens it"), "muted"),
            )
        )
    return columns, tuple(rows)


def side(said: SaidView, case_type: str) -> tuple[str, str]:
    """(heading, words) of what one person said."""
    decision = captions.verb(case_type, said.decision)
    text = (
        translate("Quality", "First decision · {name} · {decision}")
        if said.first
        else translate("Quality", "Blind re-review · {name} · {decision}")
    )
    return text.format(name=said.person_name, decision=decision), said.rationale


def work_title(work: WorkState) -> str:
    text = (
        translate("Quality", "Adjudication · {n} of {all}")
        if work.kind == "settle"
        else translate("Quality", "Blind re-review · {n} of {all}")
    )
    return text.format(n=formats.count(work.number), all=formats.count(work.total))


def step_words(state: QaState) -> str:
    """What the main button does here; "" where there is nothing to do."""
    if state.work is not None:
        return (
            translate("Quality", "Write the truth")
            if state.work.kind == "settle"
            else translate("Quality", "Keep and next")
        )
    if state.page == "plan":
        if state.frame is None:
            return translate("Quality", "Count the lot")
        return translate("Quality", "Draw the sample") if state.preview is not None else ""
    if state.page == "adjudicate":
        return translate("Quality", "Open the first") if state.tasks else ""
    lot = state.open_lot
    carried = lot.carried if lot is not None else None
    if carried is not None and not carried.signed and len(carried.said) < len(carried.refs):
        return translate("Quality", "Next re-review")
    if lot is None and not state.lots and not state.asking and "plan" in state.pages:
        return translate("Quality", "Plan a sample")
    return ""


def message(state: QaState) -> tuple[str, str, str, str]:
    """(text, tone, words of its button, what the button does)"""
    close = translate("Quality", "Close")
    if not state.told:
        return "", "info", "", ""
    if state.told == "saved":
        text = translate("Quality", "Saved as picture, vectors and table: {where}").format(where=state.saved)
        return text, "good", close, "close"
    undo = (translate("Quality", "Take back"), "undo") if state.undo_until else (close, "close")
    told = {
        "not_saved": (translate("Quality", "The files could not be written. Nothing else is changed."), "bad"),
        "taken_along": (
            translate("Quality", "It is sealed to this seat and can be worked on without the server."),
            "good",
        ),
        "files_here": (translate("Quality", "The documents are here and open without the server."), "good"),
        "no_documents": (translate("Quality", "No file came with this case."), "info"),
        "taken_over": (
            translate("Quality", "Taken over and brought here. Open the sample to decide them again."),
            "good",
        ),
        "none_to_take": (
            translate("Quality", "None was left that you had no part in. Others take the rest."),
            "info",
        ),
        "drawn": (translate("Quality", "The sample is drawn. Ctrl+Enter opens the first case."), "good"),
        "drawn_there": (
            translate("Quality", "The server draws the sample. It stands here once it has; then take it along."),
            "good",
        ),
        "scored": (translate("Quality", "Kept. It goes out in 10 s; Y takes it back."), "good"),
        "settled": (translate("Quality", "The truth is kept and goes out in 10 s."), "good"),
        "signed": (translate("Quality", "Signed. Your scores are final and go out in 10 s."), "good"),
        "all_scored": (translate("Quality", "Every case is decided again. Sign to make it final."), "good"),
        "given_back": (translate("Quality", "Given back. Nothing of it stays on this machine."), "info"),
        "still_pending": (
            translate("Quality", "Some of it is not with the server yet. Give it back once it is."),
            "warn",
        ),
        "taken_back": (translate("Quality", "Taken back. Nothing was sent."), "info"),
        "too_late": (translate("Quality", "It is sent already and cannot be taken back."), "warn"),
    }
    text, tone = told.get(state.told, (why(state.told), "bad"))
    return text, tone, *undo


def why(code: str) -> str:
    """What stands in the way, and what to do."""
    own = {
        "decision_required": translate("Quality", "Decide first: P, B or E."),
        "qa_empty_frame": translate("Quality", "Nothing was decided that fits. Choose a longer time or fewer limits."),
        "qa_frame_too_large": translate("Quality", "The lot is too large. Choose a shorter time or more limits."),
        "qa_not_carried": translate("Quality", "This lot cannot be carried whole; the server draws from it."),
        "qa_no_key": translate("Quality", "This seat has no key of its own yet. Sign in again to give it one."),
        "qa_unscored": translate("Quality", "Not every case is decided again yet."),
        "qa_signed": translate("Quality", "It is signed: nothing of it changes any more."),
        "qa_not_yours": translate("Quality", "This case is not yours to re-review."),
        "packet_damaged": translate("Quality", "The packet is not what was sealed, and is not used. Take it anew."),
        "packet_signature": translate("Quality", "The packet was not sealed by this server, and is not used."),
        "packet_other_seat": translate("Quality", "The packet is sealed for another person or seat."),
        "packet_frame": translate("Quality", "The packet's cases are not those of its lot, and it is not used."),
        "packet_no_key": translate("Quality", "This seat has no key that opens the packet."),
        "packet_gone": translate("Quality", "The packet is not on this seat any more."),
        "neyman_needs": translate(
            "Quality",
            "Neyman goes by how errors were spread: it needs a settled sample that was cut into the same strata.",
        ),
        "plan": translate("Quality", "This plan does not fit the lot. Choose another."),
        "seed": translate("Quality", "A seed has 1 to 64 plain letters and figures."),
    }.get(code, "")
    if own:
        return own
    known = reasons.why_not(code)
    return known if known != reasons.other(code) else reasons.problem(code)
