"""Ticks of axes that charts of several rooms have in common."""

from app.desktop.widgets import formats
from app.desktop.widgets.chart_spec import nice_places


def shares(low: float, high: float, most: int = 5) -> tuple[tuple[float, str], ...]:
    """Of shares, in per cent."""
    places = nice_places(low, high, most)
    fine = any(abs(place * 100 - round(place * 100)) > 1e-6 for place in places)
    return tuple((place, formats.percent(place, 1 if fine else 0)) for place in places)


def counts(low: float, high: float, most: int = 5) -> tuple[tuple[float, str], ...]:
    """Of numbers of things; none between two whole ones."""
    whole = [round(place) for place in nice_places(low, high, most) if place == round(place)]
    return tuple((float(place), formats.count(place)) for place in whole)


def lowest(values: list[float], top: float) -> float:
    """Where an axis of shares begins, so that what lies near its top is told apart."""
    low = min(values, default=top)
    for start in (0.9, 0.8, 0.5):
        if low >= start + 0.005:
            return start
    return 0.0


def nice_top(value: float) -> float:
    """The next round place above."""
    places = nice_places(0, value * 1.4 or 0.05, 6)
    return next((place for place in places if place >= value), places[-1] if places else value)
