"""By which words a text is found."""

import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.find_words import START, asked, folded_words, holds, keys_of, places, texts_within, words_of

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=12)
LATIN = st.text(string.ascii_letters + string.digits + "éüñß", min_size=2, max_size=20)
ANY = st.text(max_size=60)


def found(text: str, find: str) -> bool:
    return holds(keys_of(words_of(text)), find)


@given(ANY)
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    assert folded_words(folded_words(text)) == folded_words(text)


@given(HAN, st.data())
def test_every_piece_of_a_chinese_text_finds_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    assert found(f"ab{text}, 1", text[start : data.draw(st.integers(start + 1, len(text)))])


@given(st.lists(LATIN, min_size=1, max_size=5), st.data())
def test_words_find_a_text_in_any_order_and_the_last_by_its_beginning(words: list[str], data: st.DataObject) -> None:
    text, last = " ".join(words), data.draw(st.sampled_from(words))
    asked_for = [*data.draw(st.permutations(words)), last[: data.draw(st.integers(2, len(last)))]]
    assert found(text, " ".join(asked_for))
    assert found(text, " ".join(asked_for).upper().lower())


@given(ANY, ANY)
def test_what_holds_is_what_its_words_say(text: str, find: str) -> None:
    words = words_of(text)
    assert holds(keys_of(words), find) == (
        bool(asked(find)) and all(one.found_in(keys_of(words)) for one in asked(find))
    )
    assert not any(word.startswith(START) for word in words)
    assert all(len(word) <= 64 for word in words)


@given(st.text(string.ascii_letters + string.digits, min_size=2, max_size=12))
def test_full_width_letters_and_plain_ones_are_the_same(text: str) -> None:
    wide = "".join(chr(ord(one) + 0xFEE0) for one in text)
    assert unicodedata.normalize("NFKC", wide) == text
    assert words_of(wide) == words_of(text)
    assert found(text, wide)


def test_accents_count_as_they_do_for_names_and_notes() -> None:
    assert found("São Paulo", "são")
    assert not found("São Paulo", "sao")


def test_joined_words_are_found_whole_by_each_beginning_and_by_each_part() -> None:
    text = "from 203.0.113.7 by sign-in with dev-0a1b2c"
    for find in ("203.0.113.7", "203.0.1", "203.0.113", "113", "sign-in", "sign", "in", "dev-0a1", "dev", "0a1b"):
        assert found(text, find), find
    for find in ("203.113", "203.0.2", "dev-0b", "gn-in"):
        assert not found(text, find), find


def test_every_word_that_is_looked_for_has_to_stand_in_the_text() -> None:
    assert found("iPhone 15 Pro 孟买登录", "iph")
    assert found("iPhone 15 Pro 孟买登录", "15 孟买")
    assert not found("iPhone 15 Pro 孟买登录", "孟买 android")
    assert not found("孟与买", "孟买"), "two characters that do not stand side by side"


def test_one_letter_alone_asks_for_nothing_and_one_chinese_character_does() -> None:
    assert asked("a") == asked("7") == asked("3 u-") == asked("  ") == asked("•••") == ()
    assert found("孟买", "孟")


def test_figures_are_found_with_and_without_their_thousands() -> None:
    assert found("1204.5", "1,204.5")
    assert found("12,345,678 USD", "12345678")


def test_texts_are_taken_from_any_form_without_names_moments_and_yes_or_no() -> None:
    value = {"city": "孟买", "at": "2026-11-21T08:00:00Z", "n": 7, "x": [True, None, {"y": ("z", 1.5)}]}
    assert texts_within(value) == {"孟买", "7", "z", "1.5"}
    deep: object = "never"
    for _ in range(500):
        deep = [deep]
    assert texts_within(deep) == set()


def marked(text: str, find: str) -> list[str]:
    return [text[first:last] for first, last in places(text, asked(find))]


@pytest.mark.parametrize(
    ("text", "find", "expected"),
    [
        ("Sign-in from Lisbon, Portugal", "lisb", ["Lisbon"]),
        ("Sign-in from Lisbon", "sign lis", ["Sign", "Lisbon"]),
        ("203.0.113.7 and 203.0.114.9", "113", ["113"]),
        ("203.0.113.7", "203.0.113.7", ["203.0.113.7"]),
        ("203.0.113.7", "203.0.1", ["203.0.113.7"]),
        ("9,395.5 USDT", "9395", ["9,395"]),
        ("新设备登录，设备未知", "设备", ["设备", "设备"]),
        ("更换设备号", "设备号", ["设备号"]),
        ("ＤＥＶＩＣＥ", "device", ["ＤＥＶＩＣＥ"]),
        ("Café Türm", "türm", ["Türm"]),
        ("Cafe", "café", []),
        ("Lisbon", "isbon", []),
        ("Lisbon", "", []),
    ],
)
def test_the_places_of_what_is_looked_for_are_told(text: str, find: str, expected: list[str]) -> None:
    assert marked(text, find) == expected


@given(st.one_of(ANY, HAN, LATIN), st.one_of(ANY, HAN, LATIN))
def test_places_lie_in_the_text_in_order_and_apart(text: str, find: str) -> None:
    ends = [0]
    for first, last in places(text, asked(find)):
        assert ends[-1] <= first < last <= len(text)
        ends.append(last)


@given(LATIN, st.data())
def test_a_word_that_is_found_has_a_place(text: str, data: st.DataObject) -> None:
    find = text[: data.draw(st.integers(2, len(text)))]
    if found(text, find):
        assert places(f"of {text}, so", asked(find))
