"""The pages in force in the window, by keys and in both languages: the sheet of a clause with its versions, the steps
that rest on words which have changed, and the palette."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from PySide6.QtWidgets import QApplication

from app.contract.catalogue import catalogue
from app.desktop import in_force
from app.desktop.shell.clause_sheet import ClauseSheet
from app.desktop.shell.palette_entries import clauses
from app.desktop.widgets.label import Label
from app.domain.catalogue import SopPage
from app.domain.procedures import PageText
from app.domain.sop import with_texts
from tests.support.shell_window import Seat, seat

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
SHIPPED = catalogue().sop["ATO-12"]
LAST = SHIPPED.clauses[-1].n
DAY = timedelta(days=1)
WORDS = {
    "en": ("In force since", "In force no more: it was read until", "Not in force yet", "ROCA read version"),
    "zh_CN": ("生效时间", "已失效：执行至", "尚未生效", "ROCA 读取的是"),
}


def page(version: str, en: str, zh: str, *, whole: bool = True) -> SopPage:
    """§3 with other words; without the last clause where it is not `whole`."""
    made = with_texts(SHIPPED, {("3", "text.en"): en, ("3", "text.zh"): zh})
    kept = made.clauses if whole else made.clauses[:-1]
    return msgspec.structs.replace(made, version=version, clauses=kept)


FIRST = page("2026.11", "Read the first words.", "阅读第一版文字。")
SECOND = page("2026.11b", "Read the second words.", "阅读第二版文字。", whole=False)


class Clock:
    """The server's time, turned by the test."""

    def __init__(self) -> None:
        self.moment = NOON

    def now_ms(self) -> int:
        return round(self.moment.timestamp() * 1000)


@pytest.fixture
def clock() -> Iterator[Clock]:
    """A house whose first version is in force, and whose second one is in a day."""
    made = Clock()
    texts = [
        PageText(SHIPPED, None, NOON - DAY),
        PageText(FIRST, NOON - DAY, NOON + DAY),
        PageText(SECOND, NOON + DAY),
    ]
    in_force.use({"ATO-12": texts}, made.now_ms)
    yield made
    in_force.leave(made.now_ms)


@pytest.fixture(params=["en", "zh_CN"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def here(qapp: QApplication, language: str, clock: Clock) -> Iterator[Seat]:
    with seat(qapp, language=language) as made:
        yield made


@pytest.fixture
def says(here: Seat) -> Callable[[str], bool]:
    def so(part: str) -> bool:
        sheet = here.window.sheets.clause
        assert sheet is not None
        return any(part in label.text() for label in sheet.findChildren(Label) if label.isVisible())

    return so


def sheet(here: Seat) -> ClauseSheet:
    found = here.window.sheets.clause
    assert found is not None
    assert found.isVisible()
    return found


def test_the_versions_of_a_clause_are_turned_by_v(here: Seat, language: str, says: Callable[[str], bool]) -> None:
    now, before, coming, _ = WORDS[language]
    here.window.sheets.show_clause("ATO-12 §3")
    here.settle()
    assert sheet(here).version == "2026.11"
    assert says(now)
    assert says("Read the first words.")
    assert says("阅读第一版文字。")
    here.press("V")
    assert sheet(here).version == SHIPPED.version
    assert says(before)
    here.press("V")
    assert sheet(here).version == SHIPPED.version, "there is none before the one that ships"
    here.press("Shift+V", "Shift+V")
    assert sheet(here).version == "2026.11b"
    assert says(coming)
    assert says("阅读第二版文字。")
    # Its neighbours are those of the same version.
    for _step in SHIPPED.clauses:
        here.press("Right")
    assert sheet(here).version == "2026.11b"
    assert sheet(here).reference == f"ATO-12 §{SECOND.clauses[-1].n}"
    here.press("Escape")
    assert not here.window.sheets.clause.isVisible()  # type: ignore[union-attr]


def test_a_clause_that_left_is_read_as_it_was(
    here: Seat, clock: Clock, language: str, says: Callable[[str], bool]
) -> None:
    here.window.sheets.show_clause(f"ATO-12 §{LAST}")
    here.settle()
    assert says(WORDS[language][0])
    clock.moment += 2 * DAY
    here.window.sheets.renew_clause()
    here.settle()
    assert sheet(here).version == "2026.11"
    assert says(WORDS[language][1])
    assert says(str(SHIPPED.clauses[-1].text.zh))


def test_a_step_whose_clause_has_changed_says_so_and_shows_both(
    here: Seat, clock: Clock, language: str, says: Callable[[str], bool]
) -> None:
    panel = here.room.view.assessment
    here.room.view.clause_asked.connect(here.window.sheets.show_clause)
    flagged = {"en": "the clause has changed since", "zh_CN": "条款此后已变更"}[language]
    noted = [item.n for item in panel.steps._steps if flagged in item.note]
    (n,) = [step.n for step in panel._case.word.steps if step.sop_ref == "ATO-12 §3"]  # type: ignore[union-attr]
    assert noted == [n], [item.note for item in panel.steps._steps]
    panel.steps.setFocus()
    here.press("Shift+Return")
    assert sheet(here).reference == "ATO-12 §3"
    assert sheet(here).version == "2026.11"
    assert says(WORDS[language][3])
    here.press("V")
    assert sheet(here).version == SHIPPED.version
    assert not says(WORDS[language][3])


def test_the_palette_finds_what_is_in_force(here: Seat, clock: Clock) -> None:
    def found(words: str) -> set[str]:
        return {entry.code for entry in clauses(words)}

    assert found("Read the first words.") == found("阅读第一版文字") == {"sop:ATO-12 §3"}
    assert not found("Read the second words.")
    assert f"sop:ATO-12 §{LAST}" in found(f"ATO-12 §{LAST}")
    clock.moment += 2 * DAY
    assert found("阅读第二版文字") == {"sop:ATO-12 §3"}
    assert not found("Read the first words.")
    assert f"sop:ATO-12 §{LAST}" not in found(f"ATO-12 §{LAST}")
