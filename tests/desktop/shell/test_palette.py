"""The palette by keys, in both languages: cases, commands, clauses, and the server."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication

from app.contract.catalogue import catalogue
from app.desktop.shell.palette import FoundCase, FoundOnServer, PaletteSheet, Recent
from tests.support.sample_desk import ROWS
from tests.support.shell_window import Seat, seat

LANGUAGES = ("en", "zh_CN")


@pytest.fixture(params=LANGUAGES)
def here(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[Seat]:
    with seat(qapp, language=request.param) as made:
        yield made


def palette(here: Seat) -> PaletteSheet:
    found = here.window.sheets.palette
    assert found is not None
    return found


def codes(here: Seat) -> list[str]:
    return [entry.code for entry in palette(here).list.entries()]


def type_in(here: Seat, text: str) -> None:
    """ASCII by keys, everything else as an input method commits it."""
    for char in text:
        if char.isascii():
            here.press("Space" if char == " " else char)
        else:
            here.compose("", char)
    here.settle()


class Server:
    """Answers when it is told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Callable[[FoundOnServer], None]]] = []

    def __call__(self, text: str, done: Callable[[FoundOnServer], None]) -> None:
        self.asked.append((text, done))


def with_server(here: Seat) -> Server:
    server = Server()
    here.window.sheets.set_case_search(lambda _text, _most: [], here.room.open_case, server)
    return server


def test_a_clause_is_found_in_either_language_and_read_in_both(here: Seat) -> None:
    page, clause = next(
        (page, clause) for page in catalogue().sop.values() for clause in page.clauses if clause.n == "3"
    )
    reference = f"{page.id} §{clause.n}"
    for words in (clause.title.en, clause.title.zh):
        here.press("Ctrl+K")
        type_in(here, str(words)[:12])
        assert f"sop:{reference}" in codes(here), words
        here.press("Esc")
    here.press("Ctrl+K")
    type_in(here, page.id)
    while palette(here).list.chosen().code != f"sop:{reference}":  # type: ignore[union-attr]
        here.press("Down")
    here.press("Return")
    sheet = here.window.sheets.clause
    assert sheet is not None
    assert sheet.isVisible()
    said = sheet.accessibleDescription()
    assert str(clause.text.en) in said
    assert str(clause.text.zh) in said
    assert page.version in said
    here.press("P", "Right")
    assert here.room.presenter._draft.decision is None, "the window under the sheet hears no key"
    assert sheet.reference == f"{page.id} §4"
    here.press("Esc")
    assert not sheet.isVisible()


def test_a_command_is_found_in_english_whatever_the_language(here: Seat) -> None:
    here.press("Ctrl+K")
    type_in(here, "next case")
    assert codes(here)[0] == "do:case.next"


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("lang", "language"),
        ("语言", "language"),
        ("切换", "language"),
        ("sign", "session.sign_out"),
        ("退出", "session.sign_out"),
        ("logout", "session.sign_out"),
        ("shortcuts", "help"),
        ("刷新", "sync"),
        ("snooze", "case.snooze"),
    ],
)
def test_a_command_called_by_its_name_in_either_language_stands_before_every_case(
    here: Seat, typed: str, command: str
) -> None:
    nothing = dict.fromkeys(("language", "session.sign_out", "sync"), lambda: None)
    here.window.actions_.answer(nothing)
    cases = [FoundCase(f"C-20000{n}", "u-9•••1", "KYC audit") for n in range(8)]
    here.window.sheets.set_case_search(lambda _text, most: cases[:most], here.room.open_case)
    here.press("Ctrl+K")
    type_in(here, typed)
    found = codes(here)
    assert f"do:{command}" in found[: found.index("case:C-200000")], found


def test_cases_stand_first_where_the_words_only_stand_within_a_command(here: Seat) -> None:
    here.window.sheets.set_case_search(lambda _text, _most: [FoundCase("C-200001", "u-9", "")], here.room.open_case)
    here.press("Ctrl+K")
    type_in(here, "ext")
    assert codes(here)[0] == "case:C-200001"
    assert "do:case.next" in codes(here)


def test_two_chinese_characters_find_a_command(qapp: QApplication) -> None:
    with seat(qapp, language="zh_CN") as here:
        here.press("Ctrl+K")
        type_in(here, "理由")
        assert "do:rationale.write" in codes(here)


def test_what_was_chosen_last_stands_first(here: Seat) -> None:
    case_id = ROWS[3].case_id
    here.press("Ctrl+K")
    type_in(here, case_id[2:])
    here.press("Return", "Ctrl+K")
    assert codes(here)[0] == f"case:{case_id}"
    assert "do:case.next" in codes(here)
    assert here.window.sheets.recent.to_keep() == (), "no case in the settings file"
    for _ in range(2):
        here.press("Return", "Ctrl+K")
        assert codes(here)[0] == f"case:{case_id}", "chosen from there it stands there still"


def test_commands_chosen_last_outlive_the_window() -> None:
    recent = Recent(("do:sync", "case:C-1", "sop:ATO-12 §3"))
    recent.add("case:C-2", FoundCase("C-2", "u-1", "KYC"))
    recent.add("do:theme")
    assert recent.codes() == ("do:theme", "case:C-2", "do:sync", "sop:ATO-12 §3")
    assert recent.to_keep() == ("do:theme", "do:sync", "sop:ATO-12 §3")


def test_the_server_is_asked_by_its_own_line_and_its_cases_can_be_opened(here: Seat) -> None:
    server = with_server(here)
    opened: list[str] = []
    here.window.sheets._show_case = opened.append
    here.press("Ctrl+K")
    type_in(here, "u-99 zz")
    assert codes(here) == ["ask:u-99 zz"]
    assert server.asked == [], "nothing leaves the seat while one types"
    here.press("Return")
    assert [text for text, _ in server.asked] == ["u-99 zz"]
    assert palette(here).isVisible()
    server.asked[0][1](FoundOnServer((FoundCase("C-900001", "u-99•••", "KYC"),), more=True))
    assert codes(here)[0] == "case:C-900001"
    here.press("Return")
    assert opened == ["C-900001"]


def test_an_answer_to_other_words_is_dropped(here: Seat) -> None:
    server = with_server(here)
    here.press("Ctrl+K")
    type_in(here, "u-99")
    while palette(here).list.chosen().code != "ask:u-99":  # type: ignore[union-attr]
        here.press("Down")
    here.press("Return")
    type_in(here, "7")
    server.asked[0][1](FoundOnServer((FoundCase("C-900001", "u-99•••", "KYC"),)))
    assert "case:C-900001" not in codes(here)


def test_a_server_that_cannot_be_asked_says_why_and_the_rest_stays(here: Seat) -> None:
    server = with_server(here)
    here.press("Ctrl+K")
    type_in(here, "ato")
    before = [code for code in codes(here) if not code.startswith("ask:")]
    while palette(here).list.chosen().code != "ask:ato":  # type: ignore[union-attr]
        here.press("Down")
    here.press("Return")
    server.asked[0][1](FoundOnServer(problem="offline"))
    assert codes(here) == before
    assert palette(here)._note.text()


def test_an_input_method_composes_in_the_palette_without_choosing(here: Seat) -> None:
    here.press("Ctrl+K")
    here.compose("shenhe")
    here.press("Ctrl+Return")
    assert palette(here).isVisible()
    assert here.desk.sent == []
    here.compose("", "审核")
    assert palette(here).field.text() == "审核"
