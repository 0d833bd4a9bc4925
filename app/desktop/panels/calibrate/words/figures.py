"""Words and figures that several pages of the Calibrate room have in common."""

import math

from PySide6.QtCore import QCoreApplication

from app.contract.hub import Bounded
from app.desktop.widgets import captions, formats

translate = QCoreApplication.translate
NONE = "–"
LARGE = 1_000_000
"""Evidence beyond this is told as more than this."""
STATES = {"met": "pass_", "missed": "block", "not_yet_known": "escalate"}


def state_words(state: str) -> str:
    return {
        "met": translate("Calibrate", "met"),
        "missed": translate("Calibrate", "missed"),
        "not_yet_known": translate("Calibrate", "not yet known"),
    }.get(state, state)


def type_words(code: str) -> tuple[str, bool]:
    return (translate("Calibrate", "all types"), False) if code in ("*", "") else captions.case_type(code)


def side_words(side: str) -> str:
    """What the agent does alone on a side."""
    return {
        "pass": translate("Calibrate", "pass alone"),
        "block": translate("Calibrate", "block alone"),
    }.get(side, side)


def error_words(side: str) -> str:
    """What a wrong decision of the agent alone is on a side."""
    return {
        "pass": translate("Calibrate", "Wrong passes (FN)"),
        "block": translate("Calibrate", "Wrong blocks (FP)"),
    }.get(side, side)


def threshold(value: float | None) -> str:
    return NONE if value is None else formats.number(value, 2)


def change(base: float | None, to: float) -> str:
    """From one threshold to another: "0.85 → 0.90"."""
    return threshold(to) if base is None else f"{threshold(base)} → {threshold(to)}"


def interval(low: float, high: float) -> str:
    """Of a share, in per cent."""
    return translate("Calibrate", "{low}–{high} %").format(
        low=formats.number(low * 100, 1), high=formats.number(high * 100, 1)
    )


def share_of(figure: Bounded | None) -> str:
    """A share with its interval."""
    if figure is None:
        return NONE
    return translate("Calibrate", "{share} ({interval})").format(
        share=formats.percent(figure.estimate), interval=interval(figure.low, figure.high)
    )


def counted(value: float) -> str:
    """An estimated number of cases: whole where it is large."""
    return formats.count(round(value)) if abs(value) >= 10 or value == round(value) else formats.number(value, 1)


def number_of(figure: Bounded | None) -> str:
    """An estimated number of cases with its interval."""
    if figure is None:
        return NONE
    return translate("Calibrate", "{value} ({low} to {high})").format(
        value=counted(figure.estimate), low=counted(figure.low), high=counted(figure.high)
    )


def points(low: float, high: float) -> str:
    """The bounds of a difference of shares, in points."""
    return translate("Calibrate", "{low} to {high} points").format(
        low=formats.signed(low * 100, 1), high=formats.signed(high * 100, 1)
    )


def hours(value: float | None) -> str:
    if value is None:
        return NONE
    return translate("Calibrate", "{n} h").format(n=formats.number(value, 0 if abs(value) >= 10 else 1))


def signed_hours(value: float | None) -> str:
    if value is None:
        return NONE
    return translate("Calibrate", "{n} h").format(n=formats.signed(value, 0 if abs(value) >= 10 else 1))


def p_value(value: float) -> str:
    """The p of a test: its size where it is small."""
    if value >= 0.001:
        return formats.number(value, 3)
    if value <= 0:
        return formats.number(0, 3)
    power = math.floor(math.log10(value))
    return f"{formats.number(value / 10**power, 1)}e{formats.count(power)}"


def evidence(value: float) -> str:
    """An e-value."""
    if value >= LARGE:
        return translate("Calibrate", "over {n}").format(n=formats.count(LARGE))
    return formats.count(round(value)) if value >= 100 else formats.number(value, 1 if value >= 1 else 2)


def evidence_said(value: float) -> str:
    """What an e-value means, in a sentence."""
    if value < 1:
        return translate("Calibrate", "Nothing speaks for a difference so far.")
    if value < 3:
        return translate("Calibrate", "Hardly more than chance would bring.")
    times = translate("Calibrate", "over {n}").format(n=formats.count(LARGE)) if value >= LARGE else (
        formats.count(math.floor(value))
    )  # fmt: skip
    return translate(
        "Calibrate",
        "Without any difference, chance alone would bring this much at most once in {n}, however often one looks.",
    ).format(n=times)


def listed(parts: list[str]) -> str:
    """Names one after another, as the language sets them."""
    return ("、" if formats.language() == "zh" else ", ").join(parts)


def number_words(n: int) -> str:
    return translate("Calibrate", "n {n}").format(n=formats.count(n))


def segment_words(segment: str) -> tuple[str, bool]:
    return (translate("Calibrate", "no country"), False) if segment == "-" else (segment, True)


def clause_words(clause: str) -> tuple[str, bool]:
    return (translate("Calibrate", "no clause"), False) if clause == "-" else (clause, True)


def unsure_words(code: str) -> str:
    """Why the agent was unsure of a case, as its own word shows it."""
    return {
        "no_clause": translate("Calibrate", "no clause to rest on"),
        "conflicting_signals": translate("Calibrate", "signals conflict"),
        "new_scenario": translate("Calibrate", "new scenario"),
        "thin_history": translate("Calibrate", "thin history"),
        "other": translate("Calibrate", "below the threshold only"),
    }.get(code, code)
