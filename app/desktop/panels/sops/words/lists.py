"""The lists of the SOPs room: all pages, what is being written, how far they carry."""

from PySide6.QtCore import QCoreApplication

from app.contract.sop import SopInForce, SopVersionView, TypeCoverage
from app.desktop.panels.sops.state import CONTRADICTION, LEAST_SHOWN, Gap, SopsState
from app.desktop.panels.sops.words import figures
from app.desktop.panels.sops.words.figures import NONE, STATES
from app.desktop.widgets import captions, formats
from app.desktop.widgets.figure import FigureWords
from app.desktop.widgets.page import Table
from app.desktop.widgets.record_list import Cell, Column
from app.domain.sop import EVERY_TYPE

translate = QCoreApplication.translate
_WORST = ("missed", "not_yet_known", "met")


def overview(state: SopsState) -> tuple[FigureWords, ...]:
    """The figures over the list of all pages."""
    seen = state.seen
    if seen is None:
        return ()
    pages = seen.pages.pages
    late = [one for one in pages if one.overdue]
    unkept = sum(one.keeper_id is None for one in pages)
    waits = [one for one in seen.unfinished if one.standing == "proposed"]
    mine = sum("approve" in one.may for one in waits)
    types = seen.coverage.types
    met = sum(one.state == "met" for one in types)
    missed = sum(one.state == "missed" for one in types)
    return (
        FigureWords(
            formats.count(len(late)),
            translate("Sops", "to be read through by now"),
            translate("Sops", "of {n} pages").format(n=formats.count(len(pages))),
            translate("Sops", "overdue") if late else "",
            "block",
            translate("Sops", "%n pages have nobody who answers for them", "", unkept) if unkept else "",
        ),
        FigureWords(
            formats.count(len(waits)),
            translate("Sops", "wait for approval"),
            translate("Sops", "%n for you", "", mine),
            reason=translate("Sops", "Whoever wrote a version never approves it."),
        ),
        FigureWords(
            translate("Sops", "{n} of {all}").format(n=formats.count(met), all=formats.count(len(types))),
            translate("Sops", "case types reach {target}").format(target=formats.percent(seen.coverage.target, 0)),
            days_words(seen.days),
            translate("Sops", "%n missed", "", missed) if missed else "",
            "block",
            translate("Sops", "Met where the whole interval lies above it."),
        ),
        FigureWords(
            formats.count(len(state.gaps)),
            translate("Sops", "gaps and errors reported"),
            days_words(seen.days),
            reason=translate("Sops", "A draft begins with any of them, on the page on coverage."),
        ),
    )


def days_words(days: int) -> str:
    return translate("Sops", "last %n days", "", days)


def coverage_of(page: SopInForce, types: tuple[TypeCoverage, ...]) -> Cell:
    """The type of this page that stands worst."""
    kinds = page.page.case_types
    rows = [one for one in types if EVERY_TYPE in kinds or one.case_type in kinds]
    if not rows:
        return Cell(translate("Sops", "no decision"), "muted")
    worst = min(rows, key=lambda one: (_WORST.index(one.state), one.covered.value or 0.0))
    if worst.covered.value is None:
        return Cell(translate("Sops", "no decision"), "muted")
    if worst.covered.n < LEAST_SHOWN:
        return Cell(figures.withheld(worst.covered.n), "muted")
    words = f"{formats.percent(worst.covered.value)} · {figures.state_words(worst.state)}"
    return Cell(words, badge=STATES.get(worst.state, "muted"))


def pages(state: SopsState) -> Table:
    columns = (
        Column(translate("Sops", "Page"), 0.0),
        Column(translate("Sops", "Title"), 0.7, gives=True),
        Column(translate("Sops", "Version"), 0.0),
        Column(translate("Sops", "In force since"), 0.2),
        Column(translate("Sops", "Answers for it"), 0.3, gives=True),
        Column(translate("Sops", "Read through"), 0.1),
        Column(translate("Sops", "Coverage, worst type"), 0.1),
        Column(translate("Sops", "Being written"), 0.3, gives=True),
    )
    types = state.seen.coverage.types if state.seen is not None else ()
    rows = []
    for one in state.sorted_pages:
        when, badge = figures.review_words(one.review_by, state.now_ms)
        shipped = translate("Sops", "as it came")
        rows.append(
            (
                Cell(one.page.id, data=True, strong=True),
                Cell(captions.pick(one.page.title)[0], data=True),
                Cell(one.page.version, data=True),
                Cell(shipped if one.since is None else formats.date(one.since), "muted"),
                Cell(one.keeper_name or translate("Sops", "nobody"), "text" if one.keeper_name else "muted",
                     data=one.keeper_name is not None),
                Cell(when, "muted", badge=badge),
                coverage_of(one, types),
                Cell(*_work_on(state, one.page.id)),
            )
        )  # fmt: skip
    return columns, tuple(rows)


def _work_on(state: SopsState, page_id: str) -> tuple[str, str]:
    seen = state.seen
    found = next((one for one in seen.unfinished if one.page_id == page_id), None) if seen is not None else None
    if page_id in state.halves:
        return translate("Sops", "half written here"), "text"
    return (figures.standing_words(found.standing)[0], "text") if found is not None else (NONE, "muted")


def unfinished(state: SopsState) -> Table:
    columns = (
        Column(translate("Sops", "Page"), 0.0),
        Column(translate("Sops", "Version"), 0.0),
        Column(translate("Sops", "State"), 0.0),
        Column(translate("Sops", "What changes and why"), 1.0, gives=True),
        Column(translate("Sops", "Written by"), 0.3, gives=True),
        Column(translate("Sops", "Written"), 0.1),
        Column(translate("Sops", "To be read"), 0.1),
        Column(translate("Sops", "What next"), 0.5, gives=True),
    )
    rows = state.seen.unfinished if state.seen is not None else ()
    return columns, tuple(_unfinished(one) for one in rows)


def _unfinished(one: SopVersionView) -> tuple[Cell, ...]:
    words, badge = figures.standing_words(one.standing)
    who, name = figures.source_words(one)
    return (
        Cell(one.page_id, data=True, strong=True),
        Cell(one.version, data=True),
        Cell(words, badge=badge),
        Cell(one.note, data=True),
        Cell(who, data=name),
        Cell(formats.day_time(one.made_at), "muted"),
        Cell(formats.date(one.effective_at) if one.effective_at else translate("Sops", "at once"), "muted"),
        Cell(next_words(one), "muted"),
    )


def next_words(one: SopVersionView) -> str:
    """What comes next of a version, to the one who reads it."""
    if "approve" in one.may:
        return translate("Sops", "you may approve it")
    if "edit" in one.may:
        back = one.standing == "returned"
        return translate("Sops", "read why and go on") if back else translate("Sops", "go on writing")
    return {
        "proposed": translate("Sops", "a lead approves it"),
        "approved": translate("Sops", "comes into force by itself"),
    }.get(one.standing, NONE)


def halves(state: SopsState) -> Table:
    columns = (
        Column(translate("Sops", "Page"), 0.0),
        Column(translate("Sops", "Begun from"), 0.2),
        Column(translate("Sops", "Kept on the server"), 0.3),
        Column(translate("Sops", "What changes and why"), 1.0, gives=True),
    )
    rows = tuple(
        (
            Cell(page_id, data=True, strong=True),
            Cell(one.base_version or translate("Sops", "a new page"), data=one.base_version is not None),
            Cell(one.version or translate("Sops", "here alone"), data=bool(one.version)),
            Cell(one.note or NONE, data=bool(one.note)),
        )
        for page_id, one in state.halves.items()
    )
    return columns, rows


# --- coverage ---------------------------------------------------------------------------------------


def types(state: SopsState) -> Table:
    columns = (
        Column(translate("Sops", "Case type"), 0.5),
        Column(translate("Sops", "Covered"), 0.0, right=True),
        Column(translate("Sops", "Interval"), 0.0),
        Column(translate("Sops", "Decisions"), 0.0, right=True),
        Column(translate("Sops", "Target"), 0.0),
        Column(translate("Sops", "Reasoning names no clause"), 0.0, right=True),
        Column(translate("Sops", "Review names none"), 0.0, right=True),
    )
    rows = state.seen.coverage.types if state.seen is not None else ()
    return columns, tuple(_type(one) for one in rows)


def _type(one: TypeCoverage) -> tuple[Cell, ...]:
    words, data = captions.case_type(one.case_type)
    known = one.covered.value is not None and one.covered.n >= LEAST_SHOWN
    return (
        Cell(words, data=data),
        Cell(formats.percent(one.covered.value or 0.0) if known else NONE, strong=True),
        Cell(figures.interval(one.covered) if known else figures.withheld(one.covered.n), "muted"),
        Cell(formats.count(one.covered.n)),
        Cell(figures.state_words(one.state), badge=STATES.get(one.state, "muted")),
        Cell(formats.count(one.no_clause)),
        Cell(formats.count(one.not_cited)),
    )


def gaps(state: SopsState) -> Table:
    columns = (
        Column(translate("Sops", "Kind"), 0.0),
        Column(translate("Sops", "Case type"), 0.2),
        Column(translate("Sops", "What reviewers say"), 0.5, gives=True),
        Column(translate("Sops", "Where"), 0.3, gives=True),
        Column(translate("Sops", "Cases"), 0.0, right=True),
        Column(translate("Sops", "What is being done"), 0.8, gives=True),
    )
    return columns, tuple(_gap(state, one) for one in state.gaps)


def kind_words(code: str, kind: str = "") -> tuple[str, str]:
    """(word, colour) of what is the matter with the procedures; `kind`: of what it is attributed to."""
    if kind == CONTRADICTION:
        return translate("Sops", "contradictory"), "block"
    return {
        "sop_gap": (translate("Sops", "gap"), "escalate"),
        "no_clause": (translate("Sops", "gap"), "escalate"),
        "sop_logic_error": (translate("Sops", "wrong"), "block"),
        "check_skipped": (translate("Sops", "misapplied"), "key"),
    }.get(code, (translate("Sops", "other"), "muted"))


def _gap(state: SopsState, one: Gap) -> tuple[Cell, ...]:
    kind, tone = kind_words(one.code, one.kind)
    words, data = captions.case_type(one.case_type)
    said, said_data = captions.code(one.code) if one.code else (NONE, False)
    if one.flag is not None and one.flag.title:
        said, said_data = one.flag.title, True
    return (
        Cell(kind, badge=tone),
        Cell(words, data=data),
        Cell(said, data=said_data),
        Cell(one.ref or NONE, data=bool(one.ref)),
        Cell(formats.count(one.cases)),
        Cell(done_words(state, one), "muted"),
    )


def done_words(state: SopsState, gap: Gap) -> str:
    flag = gap.flag
    if flag is None:
        return translate("Sops", "no finding yet; five cases make one, or raise it in Feedback")
    draft = state.draft_for(flag.feedback_id)
    if draft is not None:
        words = translate("Sops", "{page} {version}: {state}")
        return words.format(page=draft.page_id, version=draft.version, state=figures.standing_words(draft.standing)[0])
    return translate("Sops", "Enter begins a draft")
