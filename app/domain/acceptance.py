"""Acceptance sampling by attributes: code letter, sample size and acceptance number of a lot, and the switching rules.

The tables are those of MIL-STD-105E (public domain), which ISO 2859-1 and ANSI/ASQ Z1.4 share for normal and tightened
inspection; reduced inspection is that of 105E and Z1.4, with a gap between acceptance and rejection number. They are
made here from the rule behind them: from each letter to the next an acceptance number moves one AQL to the left.
"""

from enum import StrEnum

import msgspec

AQLS = (
    "0.010", "0.015", "0.025", "0.040", "0.065", "0.10", "0.15", "0.25", "0.40", "0.65", "1.0", "1.5", "2.5", "4.0",
    "6.5", "10", "15", "25", "40", "65", "100", "150", "250", "400", "650", "1000",
)  # fmt: skip
LETTERS = "ABCDEFGHJKLMNPQRS"  # S is reached by an arrow of tightened inspection alone
LEVELS = {
    "S-1": "AAAABBBBCCCCDDD",
    "S-2": "AAABBBCCCDDDEEE",
    "S-3": "AABBCCDDEEFFGGH",
    "S-4": "AABCCDEEFGGHJJK",
    "I": "AABCCDEFGHJKLMN",
    "II": "ABCDEFGHJKLMNPQ",
    "III": "BCDEFGHJKLMNPQR",
}
LOT_UPPER = (8, 15, 25, 50, 90, 150, 280, 500, 1_200, 3_200, 10_000, 35_000, 150_000, 500_000)
SIZES = (2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1_250, 2_000, 3_150)
REDUCED_SIZES = (2, 2, 2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800)

_UP, _DOWN = -1, 1
_Numbers = tuple[int, int]  # acceptance and rejection number
_WIDE = "ABCDE"  # their rows go on to the right as far as the columns do
_NORMAL = tuple((ac, ac + 1) for ac in (1, 2, 3, 5, 7, 10, 14, 21, 30, 44))
_TIGHTENED = tuple((ac, ac + 1) for ac in (1, 2, 3, 5, 8, 12, 18, 27, 41))
_REDUCED = ((0, 2), (1, 3), (1, 4), (2, 5), (3, 6), (5, 8), (7, 10), (10, 13), (14, 17), (21, 24))
_REDUCED_A = tuple((ac, ac + 1) for ac in (1, 2, 3, 5, 7, 10, 14, 21, 30))
_REDUCED_B = ((0, 2), (1, 3), (2, 4), (3, 5), (5, 6), (7, 8), (10, 11), (14, 15), (21, 22), (30, 31))


class Severity(StrEnum):
    NORMAL = "normal"
    TIGHTENED = "tightened"
    REDUCED = "reduced"


class Verdict(StrEnum):
    """What a sample says of its lot. ACCEPTED_TO_NORMAL: reduced inspection found more than Ac and fewer than Re; the
    lot is accepted, and normal inspection is back from the next one on."""

    ACCEPTED = "accepted"
    ACCEPTED_TO_NORMAL = "accepted_to_normal"
    REJECTED = "rejected"


class Plan(msgspec.Struct, frozen=True):
    """A single sampling plan. `letter` is the lot's, `plan_letter` the one that an arrow of the table led to. `n` is
    the table's sample size; where it is not smaller than the lot, every case is looked at (`full`, `to_inspect`)."""

    lot: int
    level: str
    aql: str
    severity: Severity
    letter: str
    plan_letter: str
    n: int
    ac: int
    re: int

    @property
    def full(self) -> bool:
        return self.n >= self.lot

    @property
    def to_inspect(self) -> int:
        return min(self.n, self.lot)

    def verdict(self, nonconforming: int) -> Verdict:
        """Of the lot, by how many of the inspected cases were wrong."""
        if nonconforming <= self.ac:
            return Verdict.ACCEPTED
        return Verdict.REJECTED if nonconforming >= self.re else Verdict.ACCEPTED_TO_NORMAL


def aql_of(value: str | float) -> str:
    """The preferred AQL (per cent, or per hundred units above 10) as the table names it; ValueError for any other."""
    try:
        number = float(value.strip().removesuffix("%") if isinstance(value, str) else value)
    except (TypeError, ValueError):
        number = -1.0
    for known in AQLS:
        if abs(float(known) - number) <= 1e-9 * float(known):
            return known
    raise ValueError(f"{value} is not an AQL of the table; it has {', '.join(AQLS)}")


def level_of(value: str) -> str:
    """The inspection level as the table names it: "s2" and "S-2" are one."""
    name = value.strip().upper()
    name = f"S-{name[1:]}" if name[:1] == "S" and name[1:2] != "-" else name
    if name not in LEVELS:
        raise ValueError(f"{value} is not an inspection level; there are {', '.join(LEVELS)}")
    return name


def code_letter(lot: int, level: str = "II") -> str:
    """The sample size code letter of a lot of `lot` cases, from 2."""
    if lot < 2:
        raise ValueError("a lot has 2 cases or more")
    row = sum(lot > upper for upper in LOT_UPPER)
    return LEVELS[level_of(level)][row]


def plan(lot: int, aql: str | float, level: str = "II", severity: Severity | str = Severity.NORMAL) -> Plan:
    """The plan for a lot, arrows followed; ValueError names what is wrong with an argument."""
    named, kind, letter = level_of(level), Severity(severity), code_letter(lot, level)
    column = aql_of(aql)
    resolved, n, (ac, re) = by_letter(letter, column, kind)
    return Plan(lot, named, column, kind, letter, resolved, n, ac, re)


def by_letter(letter: str, aql: str | float, severity: Severity) -> tuple[str, int, _Numbers]:
    """The cell of the master table, arrows followed: (letter of the plan, sample size, (Ac, Re))."""
    column, row = AQLS.index(aql_of(aql)), LETTERS.index(letter)
    while isinstance(cell := _cell(row, column, severity), int):
        row += cell
    size = REDUCED_SIZES[row] if severity is Severity.REDUCED else SIZES[row]
    return LETTERS[row], size, cell


def _cell(row: int, column: int, severity: Severity) -> _Numbers | int:
    """Acceptance and rejection number, or which way the arrow of this cell points."""
    if severity is Severity.TIGHTENED:
        zero, first, numbers = 15 - row, 18 - row, _TIGHTENED if LETTERS[row] in _WIDE else _TIGHTENED[:7]
    else:
        zero, first = 14 - row, 17 - row
        numbers = _numbers_of(LETTERS[row], severity)
    if column == zero and not (row == 0 and severity is Severity.TIGHTENED):
        return 0, 1
    if column >= first:
        return numbers[column - first] if column - first < len(numbers) else _UP
    last_row = row == 15 and column < 2  # nothing below it has a plan for so small an AQL
    after_zero = severity is not Severity.TIGHTENED and column == zero + 1 and row > 0
    return _UP if last_row or after_zero else _DOWN


def _numbers_of(letter: str, severity: Severity) -> tuple[_Numbers, ...]:
    if severity is Severity.NORMAL:
        return _NORMAL if letter in _WIDE else _NORMAL[:8]
    if letter in "AB":
        return _REDUCED_A if letter == "A" else _REDUCED_B
    return _REDUCED if letter in _WIDE else _REDUCED[:8]


class Switching(msgspec.Struct, frozen=True):
    """Where a series of lots stands. `score` is the switching score of ISO 2859-1; `recent` tells of the last five lots
    on normal inspection whether each was accepted; `in_row` counts lots accepted one after another on tightened,
    `failed` those that were not, since tightened inspection began; `stopped` says that inspection is to be discontinued
    until whoever did the work has improved it."""

    severity: Severity = Severity.NORMAL
    score: int = 0
    recent: tuple[bool, ...] = ()
    in_row: int = 0
    failed: int = 0
    stopped: bool = False


SCORE_FOR_REDUCED = 30
ACCEPTED_FOR_NORMAL = 5
FAILURES_TO_STOP = 5


def after(state: Switching, inspected: Plan, nonconforming: int) -> Switching:
    """How the series goes on after a lot that was inspected by `inspected`, first submissions alone.

    Normal to tightened: 2 of 5 consecutive lots or fewer not accepted. Tightened to normal: 5 accepted in a row.
    Normal to reduced: score 30. Reduced to normal: one lot not plainly accepted. Stop: 5 failures on tightened."""
    if state.stopped:
        raise ValueError("inspection is discontinued; it starts again on tightened inspection")
    if inspected.severity is not state.severity:
        raise ValueError(f"the series is on {state.severity} inspection, and the lot was not")
    verdict = inspected.verdict(nonconforming)
    accepted = verdict is not Verdict.REJECTED
    if state.severity is Severity.REDUCED:
        return state if verdict is Verdict.ACCEPTED else Switching()
    if state.severity is Severity.TIGHTENED:
        if accepted:
            row = state.in_row + 1
            return Switching() if row >= ACCEPTED_FOR_NORMAL else msgspec.structs.replace(state, in_row=row)
        failed = state.failed + 1
        return msgspec.structs.replace(state, in_row=0, failed=failed, stopped=failed >= FAILURES_TO_STOP)
    recent = (*state.recent, accepted)[-5:]
    if recent.count(False) >= 2:
        return Switching(Severity.TIGHTENED)
    score = _score(state.score, inspected, nonconforming)
    if score >= SCORE_FOR_REDUCED:
        return Switching(Severity.REDUCED)
    return msgspec.structs.replace(state, score=score, recent=recent)


def resumed() -> Switching:
    """After a stop and what was done about it: tightened inspection, from its beginning."""
    return Switching(Severity.TIGHTENED)


def _score(score: int, inspected: Plan, nonconforming: int) -> int:
    if inspected.ac < 2:
        return score + 2 if nonconforming <= inspected.ac else 0
    column = AQLS.index(inspected.aql)
    _, _, (tighter, _) = by_letter(inspected.letter, AQLS[max(column - 1, 0)], Severity.NORMAL)
    return score + 3 if nonconforming <= tighter else 0
