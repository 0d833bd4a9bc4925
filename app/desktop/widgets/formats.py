"""Numbers, durations and times as a person reads them, in the locale in force (QLocale's default)."""

from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from app.domain.number_ranges import Ranges

MINUS: Final = "\u2212"
translate = QCoreApplication.translate


class _Times:
    """Whether times are told in UTC, as the person chose; one window, one choice."""

    utc: bool = False


def tell_utc(on: bool) -> None:
    """Tells every time in UTC from here on, or in local time again."""
    _Times.utc = on


def tells_utc() -> bool:
    return _Times.utc


def language() -> str:
    """The language on screen: "zh" or "en"."""
    # By its name: this is asked for every word on the screen, and the language as an enum takes three times as long.
    return "zh" if QLocale().name().startswith("zh") else "en"


def together(*sentences: str) -> str:
    """Sentences one after another; Chinese ones stand without a space between them."""
    return ("" if language() == "zh" else " ").join(sentence for sentence in sentences if sentence)


def number(value: float, digits: int = 2) -> str:
    """A figure with a fixed number of digits and a true minus."""
    text = QLocale().toString(float(value), "f", digits)
    return text.replace("-", MINUS)


def signed(value: float, digits: int = 2) -> str:
    """A figure that always carries its sign; zero carries none."""
    rounded = round(value, digits)
    if rounded == 0:
        return number(0.0, digits)
    return ("+" if rounded > 0 else MINUS) + number(abs(rounded), digits)


def count(value: int) -> str:
    return QLocale().toString(int(value)).replace("-", MINUS)


def ranges(numbers: Ranges, most: int = 4) -> str:
    """Numbers that only name something, as "3–5, 9"; of many ranges the first."""
    told = [str(first) if first == last else f"{first}–{last}" for first, last in numbers[:most]]
    more = ["…"] if len(numbers) > most else []
    return ("、" if language() == "zh" else ", ").join(told + more)


def amount(value: float, cents: bool = False) -> str:
    """A sum with grouping; digits only where there are any, at most eight. `cents`: where there are any of a sum that
    is one or more, there are two, so that sums stand in line."""
    if float(value).is_integer():
        return count(int(value))
    digits = 2 if abs(value) >= 1 else 8
    text = QLocale().toString(float(value), "f", digits)
    if cents and digits == 2:
        return text.replace("-", MINUS)
    point = QLocale().decimalPoint()
    return (text.rstrip("0").rstrip(point) if point in text else text).replace("-", MINUS)


def percent(share: float, digits: int = 1) -> str:
    return translate("Formats", "{share} %").format(share=number(share * 100, digits))


def time_left(seconds: float) -> str:
    """What is left of a deadline, or by how much it is missed: "41 min left", "8 min late"."""
    minutes = int(abs(seconds) // 60)
    hours, rest = divmod(minutes, 60)
    days, day_hours = divmod(hours, 24)
    if seconds >= 0:
        if days:
            return translate("Formats", "{d} d {h} h left").format(d=days, h=day_hours)
        if hours:
            return translate("Formats", "{h} h {m} left").format(h=hours, m=f"{rest:02d}")
        if minutes:
            return translate("Formats", "{m} min left").format(m=minutes)
        return translate("Formats", "under 1 min left")
    if days:
        return translate("Formats", "{d} d {h} h late").format(d=days, h=day_hours)
    if hours:
        return translate("Formats", "{h} h {m} late").format(h=hours, m=f"{rest:02d}")
    if minutes:
        return translate("Formats", "{m} min late").format(m=minutes)
    return translate("Formats", "just late")


def ago(seconds: float) -> str:
    """How long ago something was: "8 s ago", "4 min ago"."""
    whole = max(0, int(seconds))
    if whole < 60:
        return translate("Formats", "{s} s ago").format(s=whole)
    if whole < 3600:
        return translate("Formats", "{m} min ago").format(m=whole // 60)
    return translate("Formats", "{h} h ago").format(h=whole // 3600)


def span(seconds: float) -> str:
    """A length of time: "3 min 12 s", "38 min", "2 h 05 min", "4 d"."""
    whole = max(0, int(seconds))
    if whole < 60:
        return translate("Formats", "{s} s").format(s=whole)
    if whole < 600 and whole % 60:
        return translate("Formats", "{m} min {s} s").format(m=whole // 60, s=whole % 60)
    if whole < 3600:
        return translate("Formats", "{m} min").format(m=whole // 60)
    if whole < 86_400:
        return translate("Formats", "{h} h {m} min").format(h=whole // 3600, m=f"{whole % 3600 // 60:02d}")
    return tenure(whole // 86_400)


def tenure(days: float) -> str:
    """An age in days as a person says it: "12 d", "5 mo", "3 y 4 mo"."""
    whole = int(days)
    if whole < 60:
        return translate("Formats", "{d} d").format(d=whole)
    # A year of 365 days is twelve months of 30.44, hence the day that is added.
    months = int((whole + 1) / 30.4375)
    if months < 12:
        return translate("Formats", "{n} mo").format(n=months)
    years, rest = divmod(months, 12)
    if rest == 0:
        return translate("Formats", "{y} y").format(y=years)
    return translate("Formats", "{y} y {n} mo").format(y=years, n=rest)


def _local(moment: datetime, pattern: str) -> str:
    stamp = QDateTime.fromMSecsSinceEpoch(int(moment.timestamp() * 1000))
    if _Times.utc:
        stamp = stamp.toUTC()
    return QLocale().toString(stamp, pattern)


def clock(moment: datetime) -> str:
    """Local time of day: "13:14"."""
    return _local(moment, "HH:mm")


def clock_seconds(moment: datetime) -> str:
    return _local(moment, "HH:mm:ss")


def day_time(moment: datetime) -> str:
    """Local day and time without the year: "20 Nov 21:02"."""
    return _local(moment, translate("Formats", "d MMM HH:mm"))


def date_time(moment: datetime) -> str:
    """Local date and time: "21 Nov 2026 09:14"."""
    return _local(moment, translate("Formats", "d MMM yyyy HH:mm"))


def date(moment: datetime) -> str:
    return _local(moment, translate("Formats", "d MMM yyyy"))


def near_date(moment: datetime) -> str:
    """The day, and the year where it is another than this one: "21 Nov", "5 May 2018"."""
    if moment.year != datetime.now(moment.tzinfo).year:
        return date(moment)
    return _local(moment, translate("Formats", "d MMM"))


def utc(moment: datetime) -> str:
    """The same moment in UTC, for the hover text."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
