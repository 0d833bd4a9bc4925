"""The language of the window and its formats."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication

from app.desktop.runtime.translator import Translator, known


@pytest.fixture
def translator(qapp: QApplication) -> Iterator[Translator]:
    locale = QLocale()
    made = Translator(qapp)
    yield made
    made.use("en")
    for one in made._installed:
        qapp.removeTranslator(one)
    QLocale.setDefault(locale)


def _word() -> str:
    return QCoreApplication.translate("Rooms", "Review")


def test_texts_and_formats_follow_the_language(translator: Translator) -> None:
    translator.use("zh_CN")
    assert _word() == "审核"
    assert QLocale().language() == QLocale.Language.Chinese
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"
    translator.use("en")
    assert _word() == "Review"
    assert QLocale().language() == QLocale.Language.English


def test_lookups_that_keep_words_are_told_before_any_widget(qapp: QApplication) -> None:
    told: list[str] = []
    locale = QLocale()
    translator = Translator(qapp, lambda: told.append(QLocale().name()))
    translator.use("zh_CN")
    assert told
    assert told[0].startswith("zh")
    translator.use("en")
    for one in translator._installed:
        qapp.removeTranslator(one)
    QLocale.setDefault(locale)


def test_an_unknown_language_changes_nothing(translator: Translator) -> None:
    translator.use("en")
    translator.use("xx")
    assert translator.language == "en"


def test_language_codes_of_other_writings_are_understood() -> None:
    assert known("zh") == known("zh-Hans") == known("zh_CN") == "zh_CN"
    assert known("en-GB") == "en"
    assert known("fr") is None
    assert known("") is None
