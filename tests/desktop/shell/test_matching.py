"""What is typed finds what is meant."""

from app.desktop.shell.matching import best, score

TEXTS = [
    "Sync now",
    "Switch between light and dark",
    "Settings",
    "Submit and next",
    "切换浅色与深色",
    "可疑设备",
    "立即同步",
]


def found(needle: str) -> list[str]:
    return best(needle, TEXTS, lambda text: (text,))


def test_words_stand_in_any_order_and_in_any_case() -> None:
    assert found("NOW sync") == ["Sync now"]
    assert found("dark light") == ["Switch between light and dark"]


def test_two_chinese_characters_are_enough() -> None:
    assert found("同步") == ["立即同步"]
    assert found("设备") == ["可疑设备"]


def test_the_start_of_a_text_beats_the_start_of_a_word_and_that_the_middle() -> None:
    texts = ["unset", "to set", "set"]
    assert best("set", texts, lambda text: (text,)) == ["set", "to set", "unset"]


def test_initials_and_letters_in_order_fit_only_where_nothing_fits_as_typed() -> None:
    assert found("sn") == ["Sync now"]
    assert found("setngs") == ["Settings"]
    assert found("sub") == ["Submit and next"]
    assert found("xyz") == []


def test_every_word_has_to_fit() -> None:
    assert score("sync later", ["Sync now"]) == 0


def test_nothing_typed_keeps_everything_as_it_was() -> None:
    assert found("  ") == TEXTS
