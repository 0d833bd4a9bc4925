"""Shares, days and standings as the SOPs room says them."""

from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication

from app.contract.sop import ShareView, SopVersionView
from app.desktop.panels.sops.state import LEAST_SHOWN
from app.desktop.widgets import captions, formats
from app.domain.sop import EVERY_TYPE

translate = QCoreApplication.translate
NONE = "–"
STATES = {"met": "pass_", "missed": "block", "not_yet_known": "escalate"}
DAY_MS = 86_400_000


def sentences(*parts: str) -> str:
    return formats.together(*parts)


def state_words(state: str) -> str:
    return {
        "met": translate("Sops", "met"),
        "missed": translate("Sops", "missed"),
        "not_yet_known": translate("Sops", "not yet known"),
    }.get(state, state)


def interval(share: ShareView) -> str:
    return translate("Sops", "{low}–{high} %").format(
        low=formats.number(share.low * 100, 1), high=formats.number(share.high * 100, 1)
    )


def number_words(n: int) -> str:
    return translate("Sops", "n {n}").format(n=formats.count(n))


def share_words(share: ShareView) -> str:
    """A share with its interval and number; withheld where it rests on too few."""
    if share.n < LEAST_SHOWN or share.value is None:
        return withheld(share.n)
    return translate("Sops", "{share} ({interval}), n {n}").format(
        share=formats.percent(share.value), interval=interval(share), n=formats.count(share.n)
    )


def withheld(n: int) -> str:
    """Why nothing is said yet."""
    if n == 0:
        return translate("Sops", "no decision yet")
    return translate("Sops", "n {n}: %n more until it is shown", "", LEAST_SHOWN - n).format(n=formats.count(n))


def types_words(case_types: tuple[str, ...]) -> str:
    if EVERY_TYPE in case_types:
        return translate("Sops", "every type")
    joint = "、" if formats.language() == "zh" else ", "
    return joint.join(captions.case_type(code)[0] for code in case_types)


def type_words(code: str) -> tuple[str, bool]:
    return (translate("Sops", "every type"), False) if code == EVERY_TYPE else captions.case_type(code)


def review_words(review_by: datetime | None, now_ms: int) -> tuple[str, str]:
    """(words, colour of their badge) of the day by which a page is to be read through."""
    if review_by is None:
        return translate("Sops", "no day set"), ""
    left = review_by.timestamp() * 1000 - now_ms
    days = int(abs(left) // DAY_MS)
    if left < 0:
        return (translate("Sops", "%n d overdue", "", days) if days else translate("Sops", "overdue today")), "block"
    if days == 0:
        return translate("Sops", "due today"), "escalate"
    return translate("Sops", "in %n d", "", days), "escalate" if days <= 14 else ""


def standing_words(standing: str) -> tuple[str, str]:
    return {
        "draft": (translate("Sops", "draft"), "muted"),
        "proposed": (translate("Sops", "proposed"), "escalate"),
        "approved": (translate("Sops", "approved, waits for its day"), "accent"),
        "in_force": (translate("Sops", "in force"), "pass_"),
        "superseded": (translate("Sops", "superseded"), "muted"),
        "returned": (translate("Sops", "sent back"), "block"),
        "withdrawn": (translate("Sops", "withdrawn"), "muted"),
    }.get(standing, (standing, "muted"))


def source_words(version: SopVersionView) -> tuple[str, bool]:
    """Who a version is from, and whether that is a name."""
    if version.source == "shipped":
        return translate("Sops", "came with the program"), False
    if version.source == "confluence":
        return translate("Sops", "Confluence"), False
    return (version.author_name, True) if version.author_name else (NONE, False)


def span_words(version: SopVersionView) -> str:
    """From when to when a version was or will be read."""
    begin, end = version.in_force_from, version.in_force_until
    if begin is None and version.source == "shipped":
        return translate("Sops", "until {day}").format(day=formats.date(end)) if end else translate("Sops", "always")
    if begin is not None and end is not None:
        return translate("Sops", "{start} to {end}").format(start=formats.date(begin), end=formats.date(end))
    if begin is not None:
        return translate("Sops", "since {day}").format(day=formats.date(begin))
    if version.effective_at is not None and version.standing in ("draft", "proposed", "approved"):
        return translate("Sops", "from {day}").format(day=formats.date(version.effective_at))
    return NONE


def moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
