"""The tokens hold what the design asks of them."""

import pytest

from app.desktop.widgets import tokens
from app.desktop.widgets.tokens import DARK, LIGHT, Palette, Scheme, Type

GROUNDS = ("bg", "surface", "raised")
INKS = ("text", "muted", "accent", "pass_", "block", "escalate", "key")


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_has_the_greatest_contrast_there_is() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ink", INKS)
def test_every_text_colour_is_readable_on_every_ground(palette: Palette, ink: str) -> None:
    for ground in (*GROUNDS, "accent_bg", "hover"):
        assert contrast(getattr(palette, ink), getattr(palette, ground)) >= 4.5, ground


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ink", ["accent", "pass_", "block", "escalate", "key"])
def test_every_badge_is_readable(palette: Palette, ink: str) -> None:
    ground = f"{ink.rstrip('_')}_bg"
    assert contrast(getattr(palette, ink), getattr(palette, ground)) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_main_button_is_readable_and_the_focus_ring_visible(palette: Palette) -> None:
    assert contrast(palette.on_accent, palette.accent) >= 4.5
    for ground in GROUNDS:
        assert contrast(palette.accent, getattr(palette, ground)) >= 3.0


def test_the_text_size_scales_every_font(qapp: object) -> None:
    tokens.activate(Scheme.LIGHT, 150)
    assert tokens.font(Type.BODY).pixelSize() == 20
    tokens.activate(Scheme.LIGHT, 100)
    assert tokens.font(Type.BODY).pixelSize() == 13
