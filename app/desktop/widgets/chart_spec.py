"""What a chart shows, as values: words are ready to be read, figures in the units of their axis, colours are tokens."""

import math

import msgspec


class Axis(msgspec.Struct, frozen=True):
    """`ticks` are (place, words); `low` and `high` the ends."""

    title: str
    low: float
    high: float
    ticks: tuple[tuple[float, str], ...] = ()


class Curve(msgspec.Struct, frozen=True):
    """Points in order of x."""

    points: tuple[tuple[float, float], ...]
    colour: str = "accent"
    dashed: bool = False
    name: str = ""


class Band(msgspec.Struct, frozen=True):
    """The ground between two edges: (x, low, high) in order of x."""

    points: tuple[tuple[float, float, float], ...]
    colour: str = "accent_bg"


class Rule(msgspec.Struct, frozen=True):
    """A dashed line from the foot up to (x, y), with what it says beside its top."""

    x: float
    y: float
    text: str
    colour: str = "muted"


class Level(msgspec.Struct, frozen=True):
    """A dashed line across, with its words above its right end."""

    y: float
    text: str
    colour: str = "pass_"


class Dot(msgspec.Struct, frozen=True):
    """One point with its interval, where it has one. `told` is what a screen reader hears of it; `label` is painted
    beside it where that does not run into others, and always while the keys stand on it."""

    x: float
    y: float
    label: str = ""
    told: str = ""
    low: float | None = None
    high: float | None = None
    colour: str = "accent"
    named: bool = False
    data: bool = True


class Chart(msgspec.Struct, frozen=True):
    """A plane with curves and points. `bins` is a row of bars beneath it, each (from, to, height of 1)."""

    name: str
    x: Axis
    y: Axis
    bands: tuple[Band, ...] = ()
    curves: tuple[Curve, ...] = ()
    levels: tuple[Level, ...] = ()
    rules: tuple[Rule, ...] = ()
    dots: tuple[Dot, ...] = ()
    bins: tuple[tuple[float, float, float], ...] = ()


class Bar(msgspec.Struct, frozen=True):
    """A bar across, with the whisker of its interval; `shown` stands behind it. `value` None: nothing can be said yet,
    and `shown` says why."""

    name: str
    shown: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    colour: str = "bar"
    data: bool = False


class Bars(msgspec.Struct, frozen=True):
    """Bars one under the other on one axis. `level` is the line that they are held against."""

    name: str
    axis: Axis
    bars: tuple[Bar, ...] = ()
    level: Level | None = None


AnyChart = Chart | Bars


def nice_step(span: float, most: int) -> float:
    """A step of 1, 2 or 5 times a power of ten that gives `most` steps at most over `span`."""
    if span <= 0 or most < 1:
        return 1.0
    rough = span / most
    power = 10.0 ** math.floor(math.log10(rough))
    return next((factor * power for factor in (1, 2, 5) if factor * power >= rough * (1 - 1e-9)), 10 * power)


def nice_places(low: float, high: float, most: int = 6) -> tuple[float, ...]:
    """Round places between `low` and `high`, both within."""
    step = nice_step(high - low, most)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return tuple(round(number * step, 12) for number in range(first, last + 1))
