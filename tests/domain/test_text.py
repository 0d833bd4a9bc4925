"""Text for the screen, whoever wrote it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.text import legible, unwelcome_characters


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, 纯文本 and é", "plain, 纯文本 and é"),
        ("two\nlines\tapart", "two\nlines\tapart"),
        ("\u202egpj.exe", "[U+202E]gpj.exe"),
        ("a\u2066b\x00c", "a[U+2066]b[U+0000]c"),
        ("\u200b\u200b\u200bx", "[U+200B ×3]x"),
        ("<img src=file:///x>", "<img src=file:///x>"),
        ("e" + "\u0334" * 1_000_000, "e" + "\u0334" * 4 + "…"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("x" * 1_000_000, "x" * 100 + "…"),
        ("", ""),
    ],
    ids=lambda text: repr(text[:12]),
)
def test_what_deceives_is_named_and_what_has_no_end_is_cut(text, shown):
    assert legible(text, 100) == shown


@given(st.text(max_size=300), st.integers(1, 50))
def test_nothing_that_hides_or_reorders_is_left_and_the_length_is_bounded(text, most):
    shown = legible(text, most)
    assert len(shown) <= most * 10 + 1
    assert not unwelcome_characters(shown)
    assert legible(shown, 10_000) == shown
