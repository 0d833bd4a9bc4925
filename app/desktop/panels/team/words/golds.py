"""Cases with a known answer in words, for those who keep them."""

from PySide6.QtCore import QCoreApplication

from app.contract.gold import GoldItemView, GoldPeople, GoldSetDetail, GoldSets
from app.desktop.panels.team.words.figures import NONE, sentences
from app.desktop.widgets import captions, formats
from app.desktop.widgets.figure import FigureWords
from app.desktop.widgets.page import Table
from app.desktop.widgets.record_list import Cell, Column

translate = QCoreApplication.translate


def figures_of(sets: GoldSets, people: GoldPeople) -> tuple[FigureWords, ...]:
    rings = sum(one.state == "alarm" for one in people.rows)
    waits = sum(one.state == "not_enough" for one in people.rows)
    known = len(people.rows) - waits
    share = FigureWords(
        formats.percent(sets.share),
        translate("Team", "of the stream is mixed in"),
        reason=translate("Team", "Always in the blind-first form, so that nothing tells one from an ordinary case.")
        if sets.share
        else translate("Team", "Mixing in is switched off on the server (GOLD_SHARE). Practice and runs go on."),
    )
    alarms = FigureWords(
        formats.count(rings),
        translate("Team", "people the alarm rings for"),
        translate("Team", "{errors} errors or more in the last {window}").format(
            errors=formats.count(people.alarm_errors), window=formats.count(people.window)
        ),
        reason=translate(
            "Team",
            "A reason to look together and no verdict: it rings for 2 in 100 who work at 2 % errors, and for 78 in "
            "100 at 8 %.",
        ),
    )
    told = FigureWords(
        translate("Team", "{n} of {all}").format(n=formats.count(known), all=formats.count(len(people.rows))),
        translate("Team", "people have enough answers"),
        reason=translate("Team", "Of nobody anything is told before {window} answers.").format(
            window=formats.count(people.window)
        ),
    )
    return share, alarms, told


def obstacle_words(sets: GoldSets) -> str:
    """Why cases of some types are not mixed in."""
    low = [one.case_type for one in sets.obstacles if one.reason != "off"]
    if not low:
        return ""
    names = (", " if formats.language() != "zh" else "、").join(captions.case_type(code)[0] for code in low)
    return translate(
        "Team",
        "Not mixed in for {types}: their blind-first share is less than twice that of known answers and audits, so "
        "being blind would tell.",
    ).format(types=names)


def sets_table(sets: GoldSets) -> Table:
    columns = (
        Column(translate("Team", "Set"), 0.6),
        Column(translate("Team", "Owner"), 0.4),
        Column(translate("Team", "version"), 0.0, right=True),
        Column(translate("Team", "rests after"), 0.0, right=True),
        Column(translate("Team", "Made"), 0.1),
        Column(translate("Team", "What next"), 0.6, gives=True),
    )
    rows = tuple(
        (
            Cell(one.name, data=True),
            Cell(one.owner_name, data=True),
            Cell(formats.count(one.version)),
            Cell(formats.count(one.most_exposures)),
            Cell(formats.date(one.created_at), "muted"),
            Cell(
                translate("Team", "Enter opens its cases")
                if one.mine
                else translate("Team", "its owner alone sees its cases"),
                "muted",
            ),
        )
        for one in sets.sets
    )
    return columns, rows


def standing_words(standing: str) -> tuple[str, str]:
    return {
        "in_use": (translate("Team", "in use"), "pass_"),
        "practice": (translate("Team", "practice"), "accent"),
        "resting": (translate("Team", "resting"), "escalate"),
        "retired": (translate("Team", "retired"), "muted"),
    }.get(standing, (standing, "muted"))


def items_table(detail: GoldSetDetail) -> Table:
    columns = (
        Column(translate("Team", "Case"), 0.0),
        Column(translate("Team", "Type"), 0.4, gives=True),
        Column(translate("Team", "Right answer"), 0.1),
        Column(translate("Team", "State"), 0.0),
        Column(translate("Team", "given out"), 0.0, right=True),
        Column(translate("Team", "since version"), 0.0, right=True),
        Column(translate("Team", "Why it is right"), 1.0, gives=True),
    )
    return columns, tuple(_item(detail, one) for one in detail.items)


def _item(detail: GoldSetDetail, one: GoldItemView) -> tuple[Cell, ...]:
    words, badge = standing_words(one.standing)
    text, data = captions.case_type(one.case_type)
    given = translate("Team", "{n} of {all}").format(
        n=formats.count(one.exposures), all=formats.count(detail.set.most_exposures)
    )
    return (
        Cell(one.case_id, data=True),
        Cell(text, data=data),
        Cell(captions.verb(one.case_type, one.truth)),
        Cell(words, badge=badge),
        Cell(NONE if one.standing == "practice" else given),
        Cell(formats.count(one.since_version)),
        Cell(one.reason, data=True),
    )


def items_heading(detail: GoldSetDetail) -> str:
    return translate("Team", "{name}, version {n}").format(name=detail.set.name, n=formats.count(detail.set.version))


def items_said(detail: GoldSetDetail) -> str:
    resting = sum(one.standing == "resting" for one in detail.items)
    rests = translate("Team", "%n rest: given out so often that too many know them.", "", resting) if resting else ""
    return sentences(rests, translate("Team", "Every change makes a new version; answers keep the version they had."))


def people_table(people: GoldPeople) -> Table:
    columns = (
        Column(translate("Team", "Who"), 0.6),
        Column(translate("Team", "State"), 0.0),
        Column(translate("Team", "answered"), 0.0, right=True),
        Column(translate("Team", "wrong"), 0.0, right=True),
        Column(translate("Team", "not answered yet"), 0.0, right=True),
        Column(translate("Team", "What it says"), 1.0, gives=True),
    )
    rows = []
    for one in people.rows:
        words, badge, said = _alarm(people, one.state, one.more)
        rows.append(
            (
                Cell(one.user_name, data=True),
                Cell(words, badge=badge),
                Cell(formats.count(one.n)),
                Cell(NONE if one.errors is None else formats.count(one.errors)),
                Cell(formats.count(one.waiting)),
                Cell(said, "muted"),
            )
        )
    return columns, tuple(rows)


def _alarm(people: GoldPeople, state: str, more: int) -> tuple[str, str, str]:
    if state == "alarm":
        said = translate("Team", "look at what went wrong together; nothing follows from it alone")
        return translate("Team", "alarm"), "block", said
    if state == "quiet":
        return translate("Team", "quiet"), "pass_", translate("Team", "nothing out of the ordinary")
    return (
        translate("Team", "not yet known"),
        "muted",
        translate("Team", "%n more answers until anything is told", "", more),
    )
