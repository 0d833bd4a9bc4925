"""What came of a sample, and its cases one by one."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from app.contract.qa import LotResult, SampleItemView, ShareView
from app.contract.review_checks import RubricView
from app.desktop.panels.qa.state import Lot
from app.desktop.panels.qa.words.plan import NONE, decision_words
from app.desktop.panels.qa.words.room import VERDICTS, verdict_words
from app.desktop.widgets import captions, formats
from app.desktop.widgets.figure import FigureWords
from app.desktop.widgets.page import Table
from app.desktop.widgets.record_list import Cell, Column

translate = QCoreApplication.translate


def _share(one: ShareView | None) -> tuple[str, str]:
    if one is None:
        return NONE, ""
    basis = translate("Quality", "{low}–{high} % at {confidence}").format(
        low=formats.number(one.low * 100, 1),
        high=formats.number(one.high * 100, 1),
        confidence=formats.percent(one.confidence, 0),
    )
    return formats.percent(one.estimate), basis


def results(lot: Lot) -> tuple[FigureWords, ...]:
    """What came of it; before one has signed, only that nothing is told yet."""
    result = lot.sample.result if lot.sample is not None else None
    if result is None:
        why = (
            translate(
                "Quality", "Told once you have signed: before that it would say something of the first decisions."
            )
            if lot.carried is not None or (lot.sample is not None and lot.sample.mine)
            else translate("Quality", "Others are still at work.")
        )
        return (FigureWords(NONE, translate("Quality", "result"), reason=why),)
    told = [_wrong(result)]
    settled = result.n - result.awaiting - result.unscored
    n = translate("Quality", "n {n} settled").format(n=formats.count(settled))
    value, basis = _share(result.share)
    unsettled = translate("Quality", "Told when nothing waits for a truth any more.") if result.share is None else ""
    told.append(
        FigureWords(
            value,
            translate("Quality", "wrong first decisions"),
            " · ".join(part for part in (basis, n) if part),
            reason=unsettled,
        )
    )
    if result.stratified is not None:
        value, basis = _share(result.stratified)
        told.append(FigureWords(value, translate("Quality", "weighed by strata"), basis))
    if result.claim is not None:
        value, basis = _share(result.claim)
        told.append(FigureWords(value, translate("Quality", "exact, for a claim"), basis))
    if result.pairs:
        share = result.pairs_agreed / result.pairs
        basis = translate("Quality", "%n cases scored by two", "", result.pairs)
        told.append(FigureWords(formats.percent(share), translate("Quality", "two said the same"), basis))
    return tuple(told)


def _wrong(result: LotResult) -> FigureWords:
    basis = translate("Quality", "{agreed} agreed · {right} upheld · {awaiting} wait for a truth").format(
        agreed=formats.count(result.agreed), right=formats.count(result.right), awaiting=formats.count(result.awaiting)
    )
    reason = {
        "accepted": translate("Quality", "Whatever becomes of the rest, the errors stay within the plan."),
        "rejected": translate("Quality", "The errors have reached the number at which the lot is rejected."),
        "open": translate("Quality", "What is not settled yet could still go either way."),
    }.get(result.verdict, "")
    return FigureWords(
        formats.count(result.wrong),
        translate("Quality", "errors found"),
        basis,
        verdict_words(result.verdict),
        VERDICTS.get(result.verdict, "muted"),
        reason,
    )


def cases(lot: Lot, items: tuple[SampleItemView, ...], names: Mapping[str, tuple[str, str]]) -> Table:
    """The cases of a sample: `items` once they may be told, before that one's own re-reviews in the order of the work.
    `names`: (words, badge) of the rubric's classes."""
    return told(items, names) if items else _hidden(lot)


def told(items: tuple[SampleItemView, ...], names: Mapping[str, tuple[str, str]]) -> Table:
    columns = (
        Column(translate("Quality", "Case"), 0.1),
        Column(translate("Quality", "Type"), 0.5, gives=True),
        Column(translate("Quality", "First decision"), 0.2),
        Column(translate("Quality", "active time"), 0.0, right=True),
        Column(translate("Quality", "Blind re-review"), 0.2),
        Column(translate("Quality", "Stands"), 0.0),
        Column(translate("Quality", "Class of error"), 0.4),
    )
    rows = []
    for one in items:
        text, data = captions.case_type(one.case_type)
        words, badge = standing_words(one.standing)
        error, grave = names.get(one.error_class or "", (one.error_class or "", "muted"))
        again = [one.truth] if one.truth else list(dict.fromkeys(one.said))
        rows.append(
            (
                Cell(one.case_id or one.ref[:12], data=True),
                Cell(text, data=data),
                Cell(captions.verb(one.case_type, one.first)),
                Cell(formats.span(one.active_ms / 1000), "muted"),
                Cell(", ".join(captions.verb(one.case_type, said) for said in again) or NONE),
                Cell(words, badge=badge),
                Cell(error, badge=grave) if error else Cell(NONE, "muted"),
            )
        )
    return columns, tuple(rows)


def standing_words(standing: str) -> tuple[str, str]:
    return {
        "unscored": (translate("Quality", "not yet re-reviewed"), "muted"),
        "agreed": (translate("Quality", "agreed"), "pass_"),
        "awaiting": (translate("Quality", "waits for a truth"), "escalate"),
        "right": (translate("Quality", "upheld"), "pass_"),
        "wrong": (translate("Quality", "wrong"), "block"),
    }.get(standing, (standing, "muted"))


def class_names(rubric: RubricView | None) -> dict[str, tuple[str, str]]:
    """(words, badge) of each class of errors; nothing while the rubric is not read."""
    badges = {"critical": "block", "major": "escalate", "minor": "muted"}
    found = rubric.classes if rubric is not None else ()
    return {one.code: (captions.pick(one.name)[0], badges.get(one.severity, "muted")) for one in found}


def _hidden(lot: Lot) -> Table:
    """The re-reviews of a carried sample, in the order of the work."""
    columns = (
        Column(translate("Quality", "No."), 0.0, right=True),
        Column(translate("Quality", "Case"), 0.6),
        Column(translate("Quality", "First decision"), 0.6),
        Column(translate("Quality", "Blind re-review"), 0.6),
        Column(translate("Quality", "What next"), 0.6),
    )
    carried = lot.carried
    if carried is None:
        return columns, ()
    rows = []
    for number, ref in enumerate(carried.refs, 1):
        said = carried.said.get(ref, "")
        following = (
            NONE
            if carried.signed
            else translate("Quality", "Enter decides it anew")
            if said
            else translate("Quality", "Enter opens it")
        )
        rows.append(
            (
                Cell(formats.count(number), "muted"),
                Cell(ref[:12], data=True),
                Cell(translate("Quality", "hidden until you have signed"), "muted"),
                Cell(decision_words(said) if said else NONE, strong=bool(said)),
                Cell(following, "muted"),
            )
        )
    return columns, tuple(rows)
