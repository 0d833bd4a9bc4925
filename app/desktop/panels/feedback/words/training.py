"""Training sets in words: the list, one with its manifest, and what a version trained from it makes of the cases."""

from PySide6.QtCore import QCoreApplication

from app.contract.training_sets import (
    EffectPart,
    Manifest,
    RetrainingEffect,
    RetrainingView,
    TrainingSets,
    TrainingSetView,
)
from app.desktop.panels.feedback.words import names
from app.desktop.panels.feedback.words.names import NONE
from app.desktop.panels.feedback.words.regression_run import e_words, p_words
from app.desktop.widgets import formats
from app.desktop.widgets.chart_spec import Axis, Bar, Bars
from app.desktop.widgets.figure import FigureWords
from app.desktop.widgets.page import Table
from app.desktop.widgets.record_list import Cell, Column
from app.domain.blind_first import wilson

translate = QCoreApplication.translate


def named(one: TrainingSetView) -> str:
    return translate("Feedback", "{name}, version {n}").format(name=one.name, n=formats.count(one.version))


def request_words(one: RetrainingView) -> tuple[str, str]:
    """(words, badge colour) of how far a request is."""
    return {
        "asked": (translate("Feedback", "asked, no answer yet"), "escalate"),
        "trained": (translate("Feedback", "trained"), "pass_"),
        "refused": (translate("Feedback", "refused"), "block"),
    }.get(one.state, (one.state, "muted"))


def sent_words(one: RetrainingView) -> str:
    """By which way a request went."""
    if one.sent_by != "waiting" and one.sent_at is None:
        return translate("Feedback", "goes out within minutes")
    return {
        "folder": translate("Feedback", "laid into the folder of the model’s owner"),
        "webhook": translate("Feedback", "sent to the service of the model’s owner"),
        "waiting": translate("Feedback", "waits for the service of the model’s owner"),
    }.get(one.sent_by, one.sent_by)


def listed(sets: TrainingSets) -> Table:
    columns = (
        Column(translate("Feedback", "Set"), 0.6),
        Column(translate("Feedback", "Made"), 0.0),
        Column(translate("Feedback", "By"), 0.2, gives=True),
        Column(translate("Feedback", "Type"), 0.4, gives=True),
        Column(translate("Feedback", "Train"), 0.0, right=True),
        Column(translate("Feedback", "Test"), 0.0, right=True),
        Column(translate("Feedback", "Retraining"), 0.2),
    )
    rows = []
    for one in sets.sets:
        counts = one.manifest.counts
        words, badge = request_words(one.requests[0]) if one.requests else (translate("Feedback", "not asked yet"), "")
        kind, data = _types(one.manifest)
        rows.append(
            (
                Cell(named(one), data=True, strong=True),
                Cell(formats.day_time(one.made_at), "muted"),
                Cell(one.made_by_name, data=True),
                Cell(kind, data=data),
                Cell(formats.count(counts.get("train", 0))),
                Cell(formats.count(counts.get("test", 0))),
                Cell(words, "muted" if not badge else "text", badge=badge),
            )
        )
    return columns, tuple(rows)


def _types(manifest: Manifest) -> tuple[str, bool]:
    found = [name.removeprefix("case_type:") for name in manifest.counts if name.startswith("case_type:")]
    if len(found) == 1:
        return names.type_words(found[0])
    return translate("Feedback", "%n types", "", len(found)), False


def figures(one: TrainingSetView) -> tuple[FigureWords, ...]:
    manifest, counts = one.manifest, one.manifest.counts
    split = manifest.split
    when = (
        translate("Feedback", "decided before {time}").format(time=formats.date_time(split.at))
        if split.at is not None
        else translate("Feedback", "all of it is to train from")
    )
    after = (
        translate("Feedback", "decided from then on")
        if split.at is not None
        else translate("Feedback", "none kept apart")
    )
    bad, good = counts.get("truth:bad", 0), counts.get("truth:good", 0)
    return (
        FigureWords(formats.count(counts.get("train", 0)), translate("Feedback", "cases to train from"), when),
        FigureWords(formats.count(counts.get("test", 0)), translate("Feedback", "cases to test on"), after),
        FigureWords(
            formats.count(counts.get("pattern", 0)),
            translate("Feedback", "cases of the finding"),
            translate("Feedback", "{bad} turned out bad, {good} good").format(
                bad=formats.count(bad), good=formats.count(good)
            ),
        ),
        FigureWords(
            one.digest[:12],
            translate("Feedback", "digest (SHA-256)"),
            translate("Feedback", "Taking the files checks each of them against it."),
        ),
    )


def about(one: TrainingSetView) -> tuple[str, bool]:
    """(words, whether they are data) of who made a set, when, and of what."""
    said = translate("Feedback", "Made on {day} by {name}, of {types}.")
    return said.format(day=formats.date(one.made_at), name=one.made_by_name, types=_types(one.manifest)[0]), True


def files(manifest: Manifest) -> Table:
    columns = (
        Column(translate("Feedback", "File"), 0.3),
        Column(translate("Feedback", "Rows"), 0.0, right=True),
        Column(translate("Feedback", "Bytes"), 0.0, right=True),
        Column(translate("Feedback", "Columns"), 0.0, right=True),
        Column(translate("Feedback", "SHA-256"), 0.6, gives=True),
    )
    rows = tuple(
        (
            Cell(one.name, data=True),
            Cell(formats.count(one.rows)),
            Cell(formats.count(one.size)),
            Cell(formats.count(len(one.columns)) if one.columns else NONE),
            Cell(one.sha256, "muted", data=True),
        )
        for one in manifest.files
    )
    return columns, rows


def schema(manifest: Manifest) -> Table:
    """The columns of the tables."""
    columns = (Column(translate("Feedback", "Column"), 0.6), Column(translate("Feedback", "Kind"), 0.4))
    told = next((one.columns for one in manifest.files if one.name.startswith("train") and one.columns), {})
    return columns, tuple((Cell(name, data=True), Cell(kind, "muted", data=True)) for name, kind in told.items())


def source_words(source: str) -> str:
    """Whose word a label is."""
    return {
        "review": translate("Feedback", "a review"),
        "adjudicated": translate("Feedback", "an adjudication"),
        "after_reveal": translate("Feedback", "a second decision after the reveal"),
        "audit": translate("Feedback", "an audit of what ROCA decided alone"),
        "dispute": translate("Feedback", "a dispute"),
        "calibration": translate("Feedback", "a calibration session"),
    }.get(source, source)


def exclusion_words(reason: str) -> str:
    """Why cases were left out."""
    return {
        "audit": translate("Feedback", "cases of audits, which were not wanted"),
        "kept_back": translate("Feedback", "to be decided again by whoever made the set"),
        "withdrawn": translate("Feedback", "withdrawn"),
        "let_go": translate("Feedback", "kept no longer"),
        "no_signals": translate("Feedback", "without listed signals"),
        "beyond_the_limit": translate("Feedback", "beyond what a set may hold"),
    }.get(reason, reason)


def contents(manifest: Manifest) -> Table:
    """Where labels come from, what was left out, how gold and audits were treated."""
    columns = (
        Column(translate("Feedback", "What"), 0.3),
        Column(translate("Feedback", "Of which kind"), 0.7),
        Column(translate("Feedback", "Cases"), 0.0, right=True),
    )
    from_, out = translate("Feedback", "Label from"), translate("Feedback", "Left out")
    told = [(from_, source_words(source), n) for source, n in manifest.labels.sources.items()]
    told += [
        (translate("Feedback", "Label revision"), formats.count(int(n)) if n.isdecimal() else n, count)
        for n, count in manifest.labels.revisions.items()
    ]
    told += [(out, exclusion_words(one.reason), one.cases) for one in manifest.exclusions]
    rows = [(Cell(what, "muted"), Cell(words), Cell(formats.count(n))) for what, words, n in told]
    gold = translate("Feedback", "Cases with a known answer have no label and are never in a set.")
    audits = (
        translate("Feedback", "In it: they stand for what ROCA decides alone.")
        if manifest.order.audits
        else translate("Feedback", "Not in it.")
    )
    rows.append((Cell(translate("Feedback", "Gold"), "muted"), Cell(gold), Cell(formats.count(0))))
    rows.append(
        (Cell(translate("Feedback", "Audits"), "muted"), Cell(audits), Cell(formats.count(manifest.audit_cases)))
    )
    return columns, tuple(rows)


def requests(one: TrainingSetView) -> Table:
    columns = (
        Column(translate("Feedback", "Asked"), 0.0),
        Column(translate("Feedback", "By"), 0.2),
        Column(translate("Feedback", "How it went out"), 0.4, gives=True),
        Column(translate("Feedback", "State"), 0.0),
        Column(translate("Feedback", "New version"), 0.2),
        Column(translate("Feedback", "Answer"), 0.5, gives=True),
    )
    rows = []
    for told in one.requests:
        words, badge = request_words(told)
        rows.append(
            (
                Cell(formats.day_time(told.asked_at), "muted"),
                Cell(told.asked_by_name, data=True),
                Cell(sent_words(told), "muted"),
                Cell(words, badge=badge),
                Cell(told.model_version or NONE, data=told.model_version is not None),
                Cell(told.answer or NONE, data=bool(told.answer)),
            )
        )
    return columns, tuple(rows)


# --- before and after -------------------------------------------------------------------------------


def _parts(effects: tuple[RetrainingEffect, ...]) -> list[tuple[str, EffectPart]]:
    told = []
    for one in effects:
        told.append(
            (translate("Feedback", "{version}, cases of the finding").format(version=one.model_version), one.pattern)
        )
        told.append((translate("Feedback", "{version}, cases kept apart").format(version=one.model_version), one.test))
    return told


def effect_chart(effects: tuple[RetrainingEffect, ...]) -> Bars | None:
    """How many of the same cases were right before and after."""
    bars: list[Bar] = []
    for name, part in _parts(effects):
        if not part.n:
            bars.append(Bar(name, translate("Feedback", "none of %n cases answered yet", "", part.cases), data=True))
            continue
        for words, right, colour in (
            (translate("Feedback", "before"), part.right_before, "bar"),
            (translate("Feedback", "after"), part.right_after, "accent"),
        ):
            low, high = wilson(right, part.n)
            text = translate("Feedback", "{share} right {when}, n {n}").format(
                share=formats.percent(right / part.n), when=words, n=formats.count(part.n)
            )
            bars.append(Bar(name if colour == "bar" else "", text, right / part.n, low, high, colour, data=True))
    if not bars:
        return None
    ticks = tuple((place, formats.percent(place, 0)) for place in (0.0, 0.25, 0.5, 0.75, 1.0))
    axis = Axis(translate("Feedback", "share right, 95 % interval"), 0, 1, ticks)
    return Bars(translate("Feedback", "Before and after on the same cases"), axis, tuple(bars))


def effect_table(effects: tuple[RetrainingEffect, ...]) -> Table:
    columns = (
        Column(translate("Feedback", "Version and cases"), 0.5),
        Column(translate("Feedback", "Answered"), 0.0, right=True),
        Column(translate("Feedback", "Right before"), 0.0, right=True),
        Column(translate("Feedback", "Right after"), 0.0, right=True),
        Column(translate("Feedback", "Gained"), 0.0, right=True),
        Column(translate("Feedback", "Lost"), 0.0, right=True),
        Column(translate("Feedback", "Change"), 0.2),
        Column(translate("Feedback", "p, exact"), 0.0, right=True),
        Column(translate("Feedback", "e-value"), 0.0, right=True),
    )
    rows = []
    for name, part in _parts(effects):
        answered = translate("Feedback", "{n} of {all}").format(n=formats.count(part.n), all=formats.count(part.cases))
        known = part.n > 0
        rows.append(
            (
                Cell(name, data=True),
                Cell(answered),
                Cell(formats.count(part.right_before)),
                Cell(formats.count(part.right_after)),
                Cell(formats.count(part.gained)),
                Cell(formats.count(part.lost)),
                Cell(change(part)),
                Cell(p_words(part.p) if known else NONE),
                Cell(e_words(part.e_value) if known else NONE),
            )
        )
    return columns, tuple(rows)


def change(part: EffectPart) -> str:
    """The change of accuracy in points, with its interval."""
    if not part.n:
        return NONE
    return translate("Feedback", "{change} points ({low} to {high})").format(
        change=formats.signed(part.change * 100, 1),
        low=formats.signed(part.low * 100, 1),
        high=formats.signed(part.high * 100, 1),
    )


def effect_said(effects: tuple[RetrainingEffect, ...]) -> str:
    """What the newest version makes of the finding's cases, in a sentence."""
    part = effects[0].pattern
    if not part.n:
        return translate(
            "Feedback",
            "The new version has not answered any of these cases yet. Its assessments come in by the intake.",
        )
    if part.low > 0:
        return translate("Feedback", "Better on the cases of the finding: the whole interval lies above zero.")
    if part.high < 0:
        return translate("Feedback", "Worse on the cases of the finding: the whole interval lies below zero.")
    return translate("Feedback", "Not yet known: the interval of the change holds zero.")
