"""The page of a seat that is being emptied says what is so, and nothing more, in both languages."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop.shell.seat_page import SeatPage, SeatWords
from app.desktop.widgets.label import Label
from tests.support.shell_window import Seat, seat


@pytest.fixture
def here(qapp: QApplication) -> Iterator[Seat]:
    with seat(qapp) as made:
        yield made


@pytest.mark.parametrize(("language", "gone"), [("en", "and the key to them are gone"), ("zh_CN", "及其密钥均已删除")])
def test_a_key_that_the_keyring_kept_is_not_said_to_be_gone(here: Seat, qtbot: QtBot, language: str, gone: str) -> None:
    here.translator.use(language)
    page = SeatPage()
    qtbot.addWidget(page)
    told = {}
    for code in ("wiping", "wipe_stuck", "wiped_untold", "wiped_key_left", "wiped"):
        page.say(SeatWords(code))
        told[code] = " ".join(label.text() for label in page.findChildren(Label))
    assert len(set(told.values())) == len(told)
    assert {code for code, text in told.items() if gone in text} == {"wiped", "wiped_untold"}
    if language == "zh_CN":
        assert not any("keyring" in text or "organisation" in text for text in told.values())
    here.translator.use("en")
