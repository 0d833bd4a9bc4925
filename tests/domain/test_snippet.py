"""Own phrases keep to their limits, and a key is replaced by its phrase where it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.snippet import MOST, Snippet, expanded, language_beside, named, offered, snippet_faults
from app.domain.text import Bilingual

VPN = Snippet("1", "VPN of the owner", Bilingual("The owner uses a VPN.", "用户本人使用 VPN。"), "vpn")
TRIP = Snippet("2", "Trip", Bilingual(zh="用户正在出行。"), "trip")


def _codes(snippet, others=(VPN, TRIP)):
    return [fault.code for fault in snippet_faults(snippet, others)]


def test_a_snippet_in_one_or_both_languages_is_fine():
    assert _codes(VPN) == _codes(TRIP) == []


@pytest.mark.parametrize(
    ("snippet", "code"),
    [
        (Snippet("3", " ", Bilingual("Text.")), "snippet_name"),
        (Snippet("3", "trip", Bilingual("Text.")), "snippet_name_taken"),
        (Snippet("3", "New", Bilingual("Text."), "Two words"), "snippet_key"),
        (Snippet("3", "New", Bilingual("Text."), "vpn"), "snippet_key_taken"),
        (Snippet("3", "New", Bilingual("x" * 501)), "snippet_text"),
        (Snippet("3", "New", Bilingual("One. Two. Three.")), "rationale_sentences"),
        (Snippet("3", "New", Bilingual("Hidden \u202e text.")), "rationale_characters"),
        (Snippet("3", "New", Bilingual("Ask li.wei@example.com.")), "personal_data"),
    ],
)
def test_each_broken_limit_is_named(snippet, code):
    assert _codes(snippet) == [code]


def test_more_than_a_hundred_are_refused_and_a_change_of_one_is_not():
    many = [Snippet(str(n), f"Name {n}", Bilingual("Text.")) for n in range(MOST)]
    assert _codes(Snippet("new", "New", Bilingual("Text.")), many) == ["snippet_too_many"]
    assert _codes(Snippet("7", "New name", Bilingual("Text.")), many) == []


def test_a_key_becomes_its_phrase_in_the_language_of_the_screen():
    assert expanded("/vpn", 4, (VPN,), "en") == ("The owner uses a VPN.", 21)
    assert expanded("确认：/vpn 后", 7, (VPN,), "zh") == ("确认：用户本人使用 VPN。 后", 14)
    assert expanded("确认/vpn", 6, (VPN,), "zh") == ("确认用户本人使用 VPN。", 13)
    assert expanded("Seen. /trip", 11, (TRIP,), "en") == ("Seen. 用户正在出行。", 13)


def test_what_can_be_put_in_is_told_while_its_key_is_typed():
    lab = Snippet("5", "Lab", Bilingual("Lab."), "vpnlab")
    assert offered("Seen. /", 7, (lab, VPN, TRIP)) == (VPN, TRIP, lab)
    assert offered("Seen. /vp", 9, (lab, VPN, TRIP)) == (VPN, lab)
    assert offered("km/", 3, (VPN,)) == ()
    assert offered("Seen. /vpn ", 11, (VPN,)) == ()


def test_a_phrase_goes_in_in_the_language_of_what_is_written():
    assert language_beside("用户已确认 /vpn", "en") == "zh"
    assert language_beside("The owner /vpn", "zh") == "en"
    assert language_beside("/vpn", "zh") == "zh"
    assert language_beside("", "en") == "en"


def test_a_line_holds_a_name_and_a_key():
    assert named("Own VPN /vpn") == ("Own VPN", "vpn")
    assert named("  Own VPN ") == ("Own VPN", "")
    assert named("and/or") == ("and/or", "")
    assert named("/vpn") == ("", "vpn")


@pytest.mark.parametrize("text", ["14,100 km/h", "and/vpn", "https://vpn", "/other", "/vpn "])
def test_a_slash_inside_a_word_starts_no_key(text):
    assert expanded(text, len(text), (VPN, Snippet("4", "H", Bilingual("Hour."), "h")), "en") is None


@given(st.text(max_size=60), st.integers(0, 60))
def test_whatever_is_typed_a_phrase_only_takes_the_place_of_its_key(text, caret):
    caret = min(caret, len(text))
    found = expanded(text, caret, (VPN,), "en")
    if found is not None:
        assert found[0][: found[1]].endswith(VPN.text.en)
        assert found[0].endswith(text[caret:])
