"""How far people who judged the same cases agree. Every figure with n; a warning is a code, never a word."""

from datetime import datetime

import msgspec


class Measure(msgspec.Struct, frozen=True, omit_defaults=True):
    """A coefficient with its 95 % interval; all null where it is not defined (one category, nothing in common)."""

    value: float | None = None
    low: float | None = None
    high: float | None = None


class AgreementRater(msgspec.Struct, frozen=True):
    """One who judged; `cases` of theirs were judged by another as well. `name` is empty in an imported table."""

    id: str
    name: str
    cases: int


class AgreementCell(msgspec.Struct, frozen=True, omit_defaults=True):
    """Two raters, by their places in `AgreementView.raters`, a < b, and the `n` cases that both judged. Withheld below
    30 cases but for n: then `more_to_show` are lacking."""

    a: int
    b: int
    n: int
    agreed: int | None = None
    raw: Measure = Measure()
    kappa: Measure = Measure()
    ac1: Measure = Measure()
    warnings: tuple[str, ...] = ()
    more_to_show: int = 0


class AgreementView(msgspec.Struct, frozen=True, omit_defaults=True):
    """The whole matrix. `cases` were judged by two or more; `labels` are all that was said, `repeats` those that the
    same rater said again (the last counts), `undecided` those that chose no side. `cells` are the pairs with a case in
    common, row by row; `raw`, `alpha` (Krippendorff, nominal), `fleiss` and `ac1` are of all together, `kappa` where
    there are two raters."""

    cases: int
    labels: int
    repeats: int
    undecided: int
    categories: tuple[str, ...]
    raters: tuple[AgreementRater, ...]
    cells: tuple[AgreementCell, ...]
    raw: Measure = Measure()
    kappa: Measure = Measure()
    ac1: Measure = Measure()
    alpha: Measure = Measure()
    fleiss: Measure = Measure()
    warnings: tuple[str, ...] = ()
    from_at: datetime | None = None
    before_at: datetime | None = None
    more_to_show: int = 0


class AgreementCase(msgspec.Struct, frozen=True):
    """A case of a cell: what each of the two decided, and when."""

    case_id: str
    case_type: str
    decision_a: str
    decision_b: str
    at_a: datetime
    at_b: datetime


class AgreementCases(msgspec.Struct, frozen=True):
    """Those that the two decided differently first, then by case; `n` of them in all."""

    n: int
    cases: tuple[AgreementCase, ...]
