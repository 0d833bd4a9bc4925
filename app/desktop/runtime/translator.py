"""The language of the window: our catalogue and Qt's own, switched in one go while the window is open."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator, Signal

from app.resources import read

LANGUAGES = ("en", "zh_CN")


def of_system() -> str:
    """The language of this machine's person among those we speak."""
    return "zh_CN" if QLocale.system().language() == QLocale.Language.Chinese else "en"


def known(language: str | None) -> str | None:
    """One of LANGUAGES for a code such as "zh", "zh-CN" or "en_GB"; None for no or another language."""
    code = (language or "").replace("-", "_").lower()
    if code.startswith("zh"):
        return "zh_CN"
    return "en" if code.startswith("en") else None


def _locale(language: str) -> QLocale:
    system = QLocale.system()
    if language == "zh_CN":
        # A person in Singapore or Taiwan who asked for Chinese keeps the own formats only where they fit the text.
        return QLocale(QLocale.Language.Chinese, QLocale.Country.China)
    if system.language() == QLocale.Language.English:
        return system
    return QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)


class Translator(QObject):
    """Holds the translators that are installed. Installing one sends LanguageChange to every widget.

    `before` is called once the new formats are in force and before any widget hears of it, for lookups that
    keep translated words.
    """

    switched = Signal(str)

    def __init__(self, app: QCoreApplication, before: Callable[[], None] | None = None) -> None:
        super().__init__(app)
        self._app = app
        self._before = before
        self._installed: list[QTranslator] = []
        self._data: dict[str, bytes] = {}
        self.language = ""

    def use(self, language: str) -> None:
        """Puts `language` (one of LANGUAGES) in force; nothing happens where it is already."""
        if language not in LANGUAGES or language == self.language:
            return
        self.language = language
        QLocale.setDefault(_locale(language))
        if self._before is not None:
            self._before()
        for old in self._installed:
            self._app.removeTranslator(old)
            old.deleteLater()
        self._installed = []
        for translator in (self._of_qt(language), self._own(language)):
            if translator is not None:
                self._app.installTranslator(translator)
                self._installed.append(translator)
        if self._before is not None:
            # What was looked up while the catalogues changed places may be of the old language.
            self._before()
        self.switched.emit(language)

    def toggle(self) -> None:
        self.use("en" if self.language == "zh_CN" else "zh_CN")

    def _own(self, language: str) -> QTranslator | None:
        name = f"i18n/footplate_{language}.qm"
        if name not in self._data:
            try:
                self._data[name] = read(name)
            except FileNotFoundError:
                # English is the source language: without a catalogue its texts still stand.
                return None
        translator = QTranslator(self)
        return translator if translator.load(self._data[name]) else None

    def _of_qt(self, language: str) -> QTranslator | None:
        if language == "en":
            return None
        translator = QTranslator(self)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        return translator if translator.load(f"qtbase_{language}", folder) else None
