"""Agreement between people who judged the same cases: from the house's own decisions, or from a table of labels.

The arithmetic is that of `app.analytics.agreement`, asked for when somebody looks.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from app.contract.agreement import (
    AgreementCase,
    AgreementCases,
    AgreementCell,
    AgreementRater,
    AgreementView,
    Measure,
)
from app.contract.problems import Code, ProblemItem
from app.domain.decision import Decision
from app.domain.roles import Capability
from app.domain.targets import SHOWN_FROM
from app.domain.text import unwelcome_characters
from app.server.security.principal import Principal
from app.server.storage import agreement, scorecards
from app.server.storage.agreement import Window
from app.server.storage.cases import case_id
from app.server.storage.unit_of_work import Storage, from_ms, to_ms
from app.server.usecases.reading import note
from app.server.usecases.refusal import Refused, require
from app.server.usecases.scorecards import window

if TYPE_CHECKING:
    from app.analytics.labels import Labels

MOST_LABELS = 200_000
MOST_RATERS = 1_000
MOST_CASES = 500
LONGEST_WORD = 200
DETAILED_CELLS = 60
"""As many cells have intervals of their own; where there are more, those of the fewest cases have none."""


def matrix(storage: Storage, who: Principal, days: int, case_type: str | None) -> AgreementView:
    """Of the house's own decisions. Raises Refused (forbidden, not_acceptable)."""
    require(who, Capability.AGREEMENT_READ)
    start, end = window(storage, days)
    with storage.read() as connection:
        span = Window(to_ms(start), to_ms(end), who.user_id, case_type)
        said = agreement.decisions(connection, span, MOST_LABELS)
        names = scorecards.names(connection, sorted({rater for _, rater, _ in said}))
    note(storage, who, "agreement.read", "agreement", case_type or "*", days=days, people=len(names))
    rows = ((str(number), rater, decision) for number, rater, decision in said)
    told = view_of(rows, names, undecided=(Decision.ESCALATE.value,), withheld=True)
    return msgspec.structs.replace(told, from_at=start, before_at=end)


def cell(
    storage: Storage, who: Principal, a: str, b: str, days: int, case_type: str | None, limit: int
) -> AgreementCases:
    """The cases of one cell. Raises Refused (forbidden)."""
    require(who, Capability.AGREEMENT_READ)
    start, end = window(storage, days)
    with storage.read() as connection:
        span = Window(to_ms(start), to_ms(end), who.user_id, case_type)
        n, found = agreement.cases_of(connection, span, a, b, limit)
    note(storage, who, "agreement.cases", "user", a, other=b, days=days, shown=len(found))
    return AgreementCases(
        n,
        tuple(
            AgreementCase(
                case_id(row.case_number),
                row.case_type,
                row.decision_a,
                row.decision_b,
                from_ms(row.at_a),
                from_ms(row.at_b),
            )
            for row in found
        ),
    )


def analyse(who: Principal, body: bytes) -> AgreementView:
    """Of a table with the columns item, rater and label (CSV in UTF-8), of which nothing is kept. Raises Refused
    (forbidden, invalid, not_acceptable)."""
    require(who, Capability.AGREEMENT_READ)
    return view_of(_rows(body), {}, undecided=("undecided", ""), withheld=False)


def _rows(body: bytes) -> list[tuple[str, str, str | None]]:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(Code.INVALID, errors=(ProblemItem("", "text", "UTF-8"),)) from None
    try:
        lines = csv.reader(io.StringIO(text, newline=""), strict=True)
        head = next(lines, [])
        if not {"item", "rater", "label"} <= set(head):
            raise Refused(Code.INVALID, errors=(ProblemItem("/0", "columns", "item, rater, label"),))
        places = [head.index(name) for name in ("item", "rater", "label")]
        found: list[tuple[str, str, str | None]] = []
        sound: set[str] = set()  # the same few words come again and again
        for n, cells in enumerate(lines, 1):
            if not cells:
                continue
            words = [cells[at] for at in places] if len(cells) == len(head) else []
            if not words or not all(word in sound or _is_sound(word) for word in words):
                raise Refused(Code.INVALID, errors=(ProblemItem(f"/{n}", "row", f"{len(head)} cells of a line"),))
            sound.update(words)
            found.append((words[0], words[1], words[2]))
            if len(found) > MOST_LABELS:
                raise Refused(Code.INVALID, errors=(ProblemItem(f"/{n}", "too_many", f"{MOST_LABELS} labels"),))
    except csv.Error:
        raise Refused(Code.INVALID, errors=(ProblemItem("", "csv", "RFC 4180"),)) from None
    if len({rater for _, rater, _ in found}) > MOST_RATERS:
        raise Refused(Code.INVALID, errors=(ProblemItem("", "too_many", f"{MOST_RATERS} raters"),))
    return found


def _is_sound(word: str) -> bool:
    return len(word) <= LONGEST_WORD and not unwelcome_characters(word)


def view_of(
    rows: Iterable[tuple[str, str, str | None]], names: Mapping[str, str], *, undecided: tuple[str, ...], withheld: bool
) -> AgreementView:
    """Of (case, who, what they said); `names` by id. `withheld`: under 30 cases nothing is told. Raises Refused
    (not_acceptable)."""
    try:
        from app.analytics import agreement as figures
        from app.analytics.labels import labels_of
    except ImportError:
        raise Refused(Code.NOT_ACCEPTABLE, "this server was installed without numpy: footplate[analytics]") from None
    labels = labels_of(rows, undecided=undecided)
    all_of = figures.agreement(labels)
    pairs = figures.pairs(labels)
    cases = [0] * len(labels.raters)
    for rater in labels.rater[labels.counts().sum(axis=1)[labels.item] > 1].tolist() if len(labels.item) else ():
        cases[rater] += 1
    place = {rater: n for n, rater in enumerate(labels.raters)}
    fewest = SHOWN_FROM if withheld else 1
    hidden = withheld and all_of.items_compared < SHOWN_FROM
    return AgreementView(
        cases=all_of.items_compared,
        labels=all_of.labels + all_of.repeats + all_of.undecided,
        repeats=all_of.repeats,
        undecided=all_of.undecided,
        categories=all_of.categories,
        raters=tuple(AgreementRater(rater, names.get(rater, ""), cases[n]) for n, rater in enumerate(labels.raters)),
        cells=tuple(_cells(labels, pairs, place, fewest)),
        raw=_measure(all_of.raw, hidden),
        kappa=_measure(all_of.cohen if all_of.cohen.value is not None else all_of.light, hidden),
        ac1=_measure(all_of.ac1, hidden),
        alpha=_measure(all_of.alpha.get("nominal"), hidden),
        fleiss=_measure(all_of.fleiss, hidden),
        warnings=tuple(code.value for code in all_of.warnings),
        more_to_show=SHOWN_FROM - all_of.items_compared if hidden else 0,
    )


def _cells(labels: "Labels", pairs: Iterable[Any], place: Mapping[str, int], fewest: int) -> Iterable[AgreementCell]:
    """Row by row; `pairs` come with the most cases first, and as many have intervals of kappa and AC1."""
    import numpy as np

    from app.analytics.agreement import two_raters

    grid, wide = labels.table(), len(labels.categories)
    found = []
    for number, pair in enumerate(pairs):
        a, b = sorted((place[pair.one], place[pair.two]))
        if pair.n < fewest:
            found.append(AgreementCell(a, b, pair.n, more_to_show=fewest - pair.n))
            continue
        raw = Measure(pair.agreement, pair.interval.low, pair.interval.high)
        if number >= DETAILED_CELLS:
            found.append(AgreementCell(a, b, pair.n, pair.agreed, raw, Measure(pair.kappa), Measure(pair.ac1)))
            continue
        both = (grid[a] >= 0) & (grid[b] >= 0)
        flat = np.bincount(grid[a, both] * wide + grid[b, both], minlength=wide * wide)
        two = two_raters(flat.reshape(wide, wide).astype(np.int64))
        warnings = tuple(code.value for code in two.warnings)
        found.append(AgreementCell(a, b, pair.n, pair.agreed, raw, _measure(two.kappa), _measure(two.ac1), warnings))
    return sorted(found, key=lambda one: (one.a, one.b))


def _measure(figure: Any, hidden: bool = False) -> Measure:
    if figure is None or hidden or figure.value is None:
        return Measure()
    if figure.interval is None:
        return Measure(figure.value)
    return Measure(figure.value, figure.interval.low, figure.interval.high)
