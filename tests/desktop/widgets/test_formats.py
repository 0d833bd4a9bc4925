"""Numbers, durations and times as people read them."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QLocale

from app.desktop.widgets import formats


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (41 * 60 + 30, "41 min left"),
        (71 * 60, "1 h 11 left"),
        (26 * 3600, "1 d 2 h left"),
        (20, "under 1 min left"),
        (-8 * 60, "8 min late"),
        (-20, "just late"),
        (-3 * 3600 - 300, "3 h 05 late"),
    ],
)
def test_a_deadline_reads_in_words(seconds: float, words: str) -> None:
    assert formats.time_left(seconds) == words


def test_negative_figures_carry_a_true_minus() -> None:
    assert formats.signed(-0.364) == "\u22120.36"
    assert formats.signed(0.92) == "+0.92"
    assert formats.signed(-0.001) == "0.00"


def test_sums_show_only_the_digits_they_have() -> None:
    assert formats.amount(184220) == "184,220"
    assert formats.amount(0.5) == "0.5"


def test_an_age_reads_in_years_and_months() -> None:
    assert [formats.tenure(days) for days in (12, 140, 365, 1217)] == ["12 d", "4 mo", "1 y", "3 y 4 mo"]


def test_a_length_of_time_reads_in_two_units_at_most() -> None:
    assert [formats.span(s) for s in (8, 192, 2280, 7500)] == ["8 s", "3 min 12 s", "38 min", "2 h 05 min"]


def test_the_hover_text_names_the_time_in_utc() -> None:
    assert formats.utc(datetime(2026, 11, 21, 9, 14, tzinfo=UTC)) == "2026-11-21 09:14:00 UTC"


def test_chinese_sentences_stand_without_a_space_between_them() -> None:
    before = QLocale()
    try:
        QLocale.setDefault(QLocale("en"))
        assert formats.together("One.", "", "Two.") == "One. Two."
        QLocale.setDefault(QLocale("zh_CN"))
        assert formats.together("一。", "二。") == "一。二。"
    finally:
        QLocale.setDefault(before)
