"""The automatic checks of reviews in words, and what ROCA's word does to decisions."""

from PySide6.QtCore import QCoreApplication

from app.contract.review_checks import CheckStats, CheckTally, CheckView, OwnChecks, RubricView
from app.contract.scorecards import Figure
from app.contract.stats import BlindFirstRow, BlindFirstStats
from app.desktop.panels.team.words import charts, figures
from app.desktop.panels.team.words.figures import NONE, sentences
from app.desktop.widgets import captions, formats
from app.desktop.widgets.chart_spec import Axis, Bar, Bars
from app.desktop.widgets.chart_ticks import lowest, shares
from app.desktop.widgets.figure import FigureWords
from app.desktop.widgets.page import Table
from app.desktop.widgets.record_list import Cell, Column

translate = QCoreApplication.translate
ALL = "*"


def advice(check: str) -> str:
    """What to do so that a check passes."""
    return {
        "evidence_opened": translate("Team", "Open each piece that a step names before you mark the step."),
        "clause_current": translate("Team", "Open the clause beside the case; an old version says so there."),
        "own_words": translate("Team", "Name what is particular to this case: the signal, the evidence, the value."),
        "time_plausible": translate("Team", "Read the case in the window: time elsewhere is not counted."),
        "reveal_used": translate("Team", "Reveal a value only where you compare it with something."),
        "hard_rules": translate("Team", "Reserve the case, decide on its newest state, leave personal data out."),
    }.get(check, "")


def severity_words(severity: str) -> tuple[str, str]:
    """(words, badge) of how grave an error is."""
    return {
        "critical": (translate("Team", "critical"), "block"),
        "major": (translate("Team", "major"), "escalate"),
        "minor": (translate("Team", "minor"), "muted"),
    }.get(severity, (severity, "muted"))


def severity_of(rubric: RubricView, check: CheckView) -> str:
    return next((one.severity for one in rubric.classes if one.code == check.error_class), "")


def own_figures(own: OwnChecks) -> tuple[FigureWords, ...]:
    passed, failed = sum(one.passed for one in own.tallies), sum(one.failed for one in own.tallies)
    reviews = len(own.failed)
    unknown = sum(one.not_known for one in own.tallies)
    return (
        FigureWords(formats.count(passed), translate("Team", "checks passed")),
        FigureWords(
            formats.count(failed),
            translate("Team", "checks failed"),
            translate("Team", "in %n reviews", "", reviews) if failed else "",
            reason=translate("Team", "A check is a hint, not a judgement: no figure of yours rests on it."),
        ),
        FigureWords(
            formats.count(unknown),
            translate("Team", "not known"),
            reason=translate("Team", "The seat did not say, such as which evidence was opened.") if unknown else "",
        ),
    )


def own_table(own: OwnChecks, rubric: RubricView) -> Table:
    columns = (
        Column(translate("Team", "Check"), 0.2),
        Column(translate("Team", "An error would be"), 0.0),
        Column(translate("Team", "passed"), 0.0, right=True),
        Column(translate("Team", "failed"), 0.0, right=True),
        Column(translate("Team", "not known"), 0.0, right=True),
        Column(translate("Team", "What to do"), 1.0, gives=True),
    )
    tallies = {one.check: one for one in own.tallies}
    rows: list[tuple[Cell, ...]] = []
    for check in rubric.checks:
        tally = tallies.get(check.code, CheckTally(check.code, 0, 0, 0))
        words, badge = severity_words(severity_of(rubric, check))
        rows.append(
            (
                Cell(captions.pick(check.name)[0]),
                Cell(words, badge=badge),
                Cell(formats.count(tally.passed)),
                Cell(formats.count(tally.failed), "block" if tally.failed else "muted"),
                Cell(formats.count(tally.not_known), "muted"),
                Cell(advice(check.code) or captions.pick(check.meaning)[0], "text" if tally.failed else "muted"),
            )
        )
    return columns, tuple(rows)


def failed_table(own: OwnChecks, rubric: RubricView) -> Table:
    """Reviews in which a check failed."""
    columns = (
        Column(translate("Team", "Checked"), 0.0),
        Column(translate("Team", "Case"), 0.0),
        Column(translate("Team", "What failed"), 1.0, gives=True),
    )
    said = {one.code: captions.pick(one.failed)[0] for one in rubric.checks}
    rows = tuple(
        (
            Cell(formats.day_time(one.checked_at), "muted"),
            Cell(one.case_id, data=True),
            Cell(sentences(*(said.get(code, code) for code in one.failed))),
        )
        for one in own.failed
    )
    return columns, rows


def rubric_table(rubric: RubricView) -> Table:
    columns = (
        Column(translate("Team", "Class"), 0.0),
        Column(translate("Team", "Error"), 0.3),
        Column(translate("Team", "What it means"), 1.0, gives=True),
    )
    rows = []
    for one in rubric.classes:
        words, badge = severity_words(one.severity)
        rows.append(
            (Cell(words, badge=badge), Cell(captions.pick(one.name)[0]), Cell(captions.pick(one.meaning)[0], "muted"))
        )
    return columns, tuple(rows)


def house_table(stats: CheckStats, rubric: RubricView) -> Table:
    """Everybody by name: how often each check failed, as counts."""
    columns = (
        Column(translate("Team", "Who"), 0.4),
        *(Column(captions.pick(one.name)[0], 0.3, right=True) for one in rubric.checks),
    )
    people: dict[str, tuple[str, dict[str, tuple[int, int]]]] = {}
    for row in stats.rows:
        found = people.setdefault(row.user_id, (row.user_name, {}))[1]
        found[row.check] = (row.failed, row.passed + row.failed)
    rows = tuple(
        (Cell(name, data=True), *(_failed(found.get(one.code, (0, 0))) for one in rubric.checks))
        for name, found in sorted(people.values(), key=lambda one: one[0])
    )
    return columns, rows


def _failed(counts: tuple[int, int]) -> Cell:
    failed, n = counts
    if not n:
        return Cell(NONE, "muted")
    text = translate("Team", "{n} of {all}").format(n=formats.count(failed), all=formats.count(n))
    return Cell(text, "text" if failed else "muted")


# --- what ROCA's word does to decisions ---------------------------------------------------------------


def pull_rows(stats: BlindFirstStats) -> tuple[BlindFirstRow, ...]:
    return tuple(row for row in stats.rows if row.shift is not None)


def pull_figures(stats: BlindFirstStats) -> tuple[FigureWords, ...]:
    """Of all types together; nothing where nobody decided blind yet."""
    whole = next((row.shift for row in pull_rows(stats) if row.case_type == ALL), None)
    if whole is None:
        return ()
    return (
        figures.pull(whole.pull),
        figures.share(whole.toward, translate("Team", "changed to ROCA's verdict once it was seen")),
        figures.share(whole.away, translate("Team", "changed away from it once it was seen")),
    )


def pull_bars(stats: BlindFirstStats) -> Bars | None:
    """How often the first decision is ROCA's verdict, without its word and with it, type by type."""
    rows = pull_rows(stats)
    shown = [row for row in rows if row.shift and row.shift.agreed_blind.share is not None]
    if not shown:
        return None
    bars: list[Bar] = []
    lows: list[float] = []
    for row in rows:
        assert row.shift is not None
        name = charts.type_words(row.case_type)[0]
        for figure, text, colour in (
            (row.shift.agreed_blind, translate("Team", "{type}, blind"), "bar"),
            (row.shift.agreed_shown, translate("Team", "{type}, its word in sight"), "accent"),
        ):
            bars.append(charts.bar(text.format(type=name), figure, colour=colour))
            if figure.low is not None:
                lows.append(figure.low)
    start = lowest(lows, 0.9)
    axis = Axis(translate("Team", "first decisions that are ROCA's verdict, 95 % interval"), start, 1,
                shares(start, 1))  # fmt: skip
    return Bars(translate("Team", "First decisions, blind and with ROCA's word"), axis, tuple(bars))


def pull_table(stats: BlindFirstStats) -> Table:
    columns = (
        Column(translate("Team", "Type"), 0.6),
        Column(translate("Team", "like ROCA, blind"), 0.4),
        Column(translate("Team", "like ROCA, its word in sight"), 0.4),
        Column(translate("Team", "pull of ROCA's word"), 0.4),
        Column(translate("Team", "moved towards it"), 0.4),
        Column(translate("Team", "moved away from it"), 0.4),
        Column(translate("Team", "second ones in force"), 0.0, right=True),
    )
    rows = []
    for row in pull_rows(stats):
        shift = row.shift
        assert shift is not None
        text, data = charts.type_words(row.case_type)
        moved = shift.pull
        pulled = NONE
        if moved.difference is not None and moved.low is not None and moved.high is not None:
            pulled = translate("Team", "{points} ({low} to {high})").format(
                points=formats.signed(moved.difference * 100, 1),
                low=formats.signed(moved.low * 100, 1),
                high=formats.signed(moved.high * 100, 1),
            )
        rows.append(
            (
                Cell(text, data=data, strong=row.case_type == ALL),
                _share(shift.agreed_blind),
                _share(shift.agreed_shown),
                Cell(pulled, "muted" if pulled == NONE else "text"),
                _share(shift.toward),
                _share(shift.away),
                Cell(formats.count(row.took_effect)),
            )
        )
    return columns, tuple(rows)


def _share(figure: Figure) -> Cell:
    if figure.share is None:
        more = translate("Team", "n {n}, {k} more to show").format(
            n=formats.count(figure.n), k=formats.count(figure.more_to_show)
        )
        return Cell(more if figure.n else NONE, "muted")
    return Cell(figures.share_text(figure))
