"""Sampling plans by attributes: the tables of MIL-STD-105E (public domain) and the switching rules."""

import pytest

from app.domain.acceptance import (
    AQLS,
    LETTERS,
    LEVELS,
    LOT_UPPER,
    Plan,
    Severity,
    Switching,
    Verdict,
    after,
    aql_of,
    by_letter,
    code_letter,
    level_of,
    plan,
    resumed,
)

NORMAL, TIGHTENED, REDUCED = Severity.NORMAL, Severity.TIGHTENED, Severity.REDUCED


@pytest.mark.parametrize(
    ("lot", "letters"),
    [
        (2, "A A A A A A B"),
        (8, "A A A A A A B"),
        (9, "A A A A A B C"),
        (15, "A A A A A B C"),
        (16, "A A B B B C D"),
        (25, "A A B B B C D"),
        (26, "A B B C C D E"),
        (90, "B B C C C E F"),
        (150, "B B C D D F G"),
        (280, "B C D E E G H"),
        (500, "B C D E F H J"),
        (501, "C C E F G J K"),
        (1_200, "C C E F G J K"),
        (1_201, "C D E G H K L"),
        (3_200, "C D E G H K L"),
        (10_000, "C D F G J L M"),
        (35_000, "C D F H K M N"),
        (150_000, "D E G J L N P"),
        (500_000, "D E G J M P Q"),
        (500_001, "D E H K N Q R"),
        (10**9, "D E H K N Q R"),
    ],
)
def test_a_lot_has_the_code_letter_of_its_size_and_level(lot: int, letters: str) -> None:
    assert [code_letter(lot, level) for level in LEVELS] == letters.split()


def test_code_letters_never_fall_as_lots_grow_or_levels_rise() -> None:
    lots = sorted({2, *LOT_UPPER, *(upper + 1 for upper in LOT_UPPER)})
    for level in LEVELS:
        told = [LETTERS.index(code_letter(lot, level)) for lot in lots]
        assert told == sorted(told)
    for lot in lots:
        told = [LETTERS.index(code_letter(lot, level)) for level in LEVELS]
        assert told == sorted(told)


@pytest.mark.parametrize(
    ("letter", "aql", "severity", "plan_letter", "n", "ac", "re"),
    [
        # Normal, table II-A.
        ("H", "1.0", NORMAL, "H", 50, 1, 2),
        ("J", "1.0", NORMAL, "J", 80, 2, 3),
        ("K", "1.0", NORMAL, "K", 125, 3, 4),
        ("L", "1.0", NORMAL, "L", 200, 5, 6),
        ("M", "1.0", NORMAL, "M", 315, 7, 8),
        ("N", "1.0", NORMAL, "N", 500, 10, 11),
        ("K", "2.5", NORMAL, "K", 125, 7, 8),
        ("L", "0.65", NORMAL, "L", 200, 3, 4),
        ("G", "1.0", NORMAL, "H", 50, 1, 2),  # an arrow down, which copies of the table often lose
        ("F", "1.0", NORMAL, "E", 13, 0, 1),  # an arrow up
        ("A", "0.010", NORMAL, "Q", 1_250, 0, 1),
        ("R", "0.015", NORMAL, "P", 800, 0, 1),
        ("A", "1000", NORMAL, "A", 2, 30, 31),
        ("B", "1000", NORMAL, "B", 3, 44, 45),
        ("R", "1000", NORMAL, "B", 3, 44, 45),
        ("R", "0.65", NORMAL, "R", 2_000, 21, 22),
        # Tightened, table II-B.
        ("K", "1.0", TIGHTENED, "K", 125, 2, 3),
        ("L", "1.0", TIGHTENED, "L", 200, 3, 4),
        ("M", "1.5", TIGHTENED, "M", 315, 8, 9),
        ("J", "0.40", TIGHTENED, "L", 200, 1, 2),
        ("R", "0.025", TIGHTENED, "S", 3_150, 1, 2),
        ("A", "6.5", TIGHTENED, "B", 3, 0, 1),
        # Reduced, table II-C.
        ("A", "6.5", REDUCED, "A", 2, 0, 1),
        ("B", "15", REDUCED, "B", 2, 0, 2),
        ("B", "25", REDUCED, "B", 2, 1, 3),
        ("C", "25", REDUCED, "C", 2, 1, 4),
        ("K", "1.0", REDUCED, "K", 50, 1, 4),
        ("K", "1.5", REDUCED, "K", 50, 2, 5),
        ("L", "1.0", REDUCED, "L", 80, 2, 5),
        ("J", "2.5", REDUCED, "J", 32, 2, 5),
        ("N", "1.0", REDUCED, "N", 200, 5, 8),
        ("R", "0.65", REDUCED, "R", 800, 10, 13),
        ("E", "250", REDUCED, "E", 5, 21, 24),
        ("F", "100", REDUCED, "E", 5, 10, 13),
    ],
)
def test_cells_of_the_master_tables(
    letter: str, aql: str, severity: Severity, plan_letter: str, n: int, ac: int, re: int
) -> None:
    assert by_letter(letter, aql, severity) == (plan_letter, n, (ac, re))


@pytest.mark.parametrize("severity", list(Severity))
def test_every_cell_leads_to_a_plan(severity: Severity) -> None:
    for letter in LETTERS[:-1]:
        accepts = []
        for aql in AQLS:
            _, n, (ac, re) = by_letter(letter, aql, severity)
            assert 0 <= ac < re
            assert n >= 2
            accepts.append(ac / n)
        assert accepts == sorted(accepts), f"{letter}: a laxer AQL never asks for more"


def test_tightened_inspection_never_accepts_what_normal_rejects() -> None:
    for letter in LETTERS[:-1]:
        for aql in AQLS:
            _, n, (ac, _) = by_letter(letter, aql, NORMAL)
            _, tight_n, (tight_ac, _) = by_letter(letter, aql, TIGHTENED)
            assert (tight_ac, -tight_n) <= (ac, -n) or tight_n > n


def test_a_sample_that_is_not_smaller_than_its_lot_means_every_case() -> None:
    told = plan(8, 0.01)
    assert (told.n, told.full, told.to_inspect) == (1_250, True, 8)
    told = plan(3_000, 1)
    assert (told.n, told.full, told.to_inspect) == (125, False, 125)
    assert plan(2, 6.5).full


def test_aqls_and_levels_are_found_by_any_spelling() -> None:
    for text in ("1", "1.0", "1.00", " 1 ", "1.0 %", 1, 1.0):
        assert aql_of(text) == "1.0"
    assert aql_of(0.01) == "0.010"
    assert [level_of(text) for text in ("ii", "S2", "s-4", " III ")] == ["II", "S-2", "S-4", "III"]


def test_what_the_table_does_not_have_is_refused_with_what_it_has() -> None:
    for wrong in ("3", 0, -1, "x", "nan", "inf", ""):
        with pytest.raises(ValueError, match=r"it has 0\.010"):
            plan(100, wrong)
    for level in ("IV", "S-5", "", "S"):
        with pytest.raises(ValueError, match="there are S-1"):
            plan(100, 1, level)
    for lot in (1, 0, -3):
        with pytest.raises(ValueError, match="2 cases or more"):
            plan(lot, 1)


def test_between_acceptance_and_rejection_a_reduced_lot_passes_and_normal_inspection_is_back() -> None:
    told = plan(3_000, 1.5, severity=REDUCED)
    assert (told.ac, told.re) == (2, 5)
    assert [told.verdict(wrong) for wrong in (2, 3, 4, 5)] == [
        Verdict.ACCEPTED,
        Verdict.ACCEPTED_TO_NORMAL,
        Verdict.ACCEPTED_TO_NORMAL,
        Verdict.REJECTED,
    ]
    on = Switching(REDUCED)
    assert after(on, told, 2) == on
    assert after(on, told, 3) == Switching()
    assert after(on, told, 5) == Switching()


# ---------------------------------------------------------------------------------- switching
def lot_plan(severity: Severity = NORMAL, aql: float = 1) -> Plan:
    return plan(3_000, aql, severity=severity)


def series(state: Switching, *wrong: int, aql: float = 1) -> Switching:
    for each in wrong:
        state = after(state, lot_plan(state.severity, aql), each)
    return state


def test_two_failures_in_five_lots_tighten() -> None:
    assert series(Switching(), 4, 0, 0, 0, 4).severity is TIGHTENED
    assert series(Switching(), 4, 4).severity is TIGHTENED
    assert series(Switching(), 4, 0, 0, 0, 0, 4).severity is NORMAL


def test_five_accepted_in_a_row_bring_normal_inspection_back() -> None:
    on = Switching(TIGHTENED)
    assert series(on, 0, 0, 0, 0).severity is TIGHTENED
    assert series(on, 0, 0, 0, 0, 0) == Switching()
    assert series(on, 0, 0, 0, 0, 3, 0, 0, 0, 0).severity is TIGHTENED
    assert series(on, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0) == Switching()


def test_five_failures_on_tightened_inspection_stop_it() -> None:
    on = series(Switching(TIGHTENED), 3, 0, 3, 0, 3, 0, 3)
    assert (on.failed, on.stopped) == (4, False)
    stopped = series(on, 0, 3)
    assert stopped.stopped
    with pytest.raises(ValueError, match="discontinued"):
        series(stopped, 0)
    assert resumed() == Switching(TIGHTENED)


def test_the_score_leads_to_reduced_inspection() -> None:
    # Ac 3: three points while the lot would pass at the next tighter AQL (0.65: Ac 2), none after one that would not.
    assert series(Switching(), *[2] * 9).score == 27
    assert series(Switching(), *[2] * 10).severity is REDUCED
    assert series(Switching(), *[2] * 9, 3).score == 0
    # Ac 1 (AQL 0.25 with letter K moves to L): two points for each accepted lot.
    assert lot_plan(aql=0.40).ac == 1
    assert series(Switching(), *[1] * 14, aql=0.40).score == 28
    assert series(Switching(), *[1] * 15, aql=0.40).severity is REDUCED
    assert series(Switching(), *[1] * 14, 2, aql=0.40).score == 0


def test_a_lot_that_was_inspected_otherwise_does_not_count() -> None:
    with pytest.raises(ValueError, match="normal inspection"):
        after(Switching(), lot_plan(TIGHTENED), 0)
