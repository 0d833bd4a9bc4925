"""The theme changes while the window is open."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from app.desktop.shell.theme import Theme, sheet
from app.desktop.widgets import tokens
from app.desktop.widgets.label import Label
from app.desktop.widgets.tokens import Scheme, Type


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    found = Theme(qapp, "light")
    yield found
    found.set_percent(100)
    found.choose("light")
    found.deleteLater()


def test_every_colour_of_the_sheet_comes_from_the_tokens(theme: Theme) -> None:
    theme.choose("dark")
    assert tokens.DARK.surface in sheet()
    assert tokens.LIGHT.surface not in sheet()
    assert "$" not in sheet()


def test_a_choice_is_in_force_at_once_and_told_once(theme: Theme) -> None:
    told: list[Scheme] = []
    theme.changed.connect(lambda: told.append(tokens.scheme()))
    theme.choose("dark")
    theme.choose("dark")
    assert told == [Scheme.DARK]


def test_another_text_size_reaches_widgets_that_are_already_there(theme: Theme) -> None:
    label = Label("words")
    before = label.font().pixelSize()
    theme.set_percent(150)
    assert label.font().pixelSize() > before


def test_a_new_theme_keeps_the_text_size_of_every_kind_of_label(theme: Theme) -> None:
    labels = {kind: Label("words", kind) for kind in Type}
    for label in labels.values():
        label.show()
    theme.set_percent(130)
    theme.choose("dark")
    for kind, label in labels.items():
        assert label.font().pixelSize() == tokens.font(kind).pixelSize(), kind
        label.close()


def test_a_label_that_was_not_shown_yet_has_the_new_size_when_it_is(theme: Theme) -> None:
    label = Label("words", Type.STRONG)
    theme.set_percent(130)
    label.show()
    assert label.font().pixelSize() == tokens.font(Type.STRONG).pixelSize()
    label.close()


def test_rows_stand_closer_when_asked(theme: Theme) -> None:
    before = tokens.row(78)
    theme.set_compact(True)
    assert tokens.row(78) < before
    theme.set_compact(False)
    assert tokens.row(78) == before


def test_an_unknown_choice_changes_nothing(theme: Theme) -> None:
    theme.choose("pink")
    assert theme.choice == "light"
