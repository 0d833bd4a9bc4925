"""Status in words, one switch for the language, one for the theme."""

import re
from collections.abc import Iterator

import msgspec
import pytest
from PySide6.QtWidgets import QApplication

from app.desktop.ports import MissingWork, Progress, StatusState
from app.desktop.shell import status_words
from app.desktop.widgets import tokens
from tests.support.painted_texts import PaintedTexts
from tests.support.shell_window import Seat, seat

NOW = 1_800_000_000_000


def state(**changes: object) -> StatusState:
    fields: dict[str, object] = {
        "connection": "online", "since": NOW - 60_000, "last_sync_at": NOW - 8_000, "pending": 0, "attention": 0,
        "leases_until": None, "key": "keyring",
    }  # fmt: skip
    return StatusState(**(fields | changes))  # type: ignore[arg-type]


@pytest.fixture
def here(qapp: QApplication) -> Iterator[Seat]:
    with seat(qapp) as made:
        yield made


def test_in_step_with_the_server_the_pill_says_since_when_and_what_waits(here: Seat) -> None:
    pill = status_words.pill(state(), NOW)
    assert (pill.text, pill.colour, pill.filled) == ("Synced 8 s ago · 0 pending", "pass_", True)


def test_offline_the_pill_says_since_when_what_waits_and_how_long_cases_are_reserved(here: Seat) -> None:
    pill = status_words.pill(state(connection="offline", pending=3, leases_until=NOW + 3_600_000), NOW)
    assert re.fullmatch(r"Offline since \d\d:\d\d · 3 pending · reserved until \d\d:\d\d", pill.text)
    assert not pill.filled


def test_a_reservation_that_is_over_is_not_spoken_of(here: Seat) -> None:
    assert "reserved" not in status_words.pill(state(connection="offline", leases_until=NOW - 1), NOW).text
    assert "reserved" not in status_words.store_line(state(leases_until=NOW - 1), 5, NOW)


def test_what_needs_attention_is_in_the_pill(here: Seat) -> None:
    assert "2 need your attention" in status_words.pill(state(attention=2), NOW).text


@pytest.mark.parametrize(("language", "said"), [("en", "oldest 15 min"), ("zh_CN", "最早一条已等待 15 分钟")])
@pytest.mark.parametrize("connection", ["online", "offline", "paused"])
def test_how_old_the_oldest_unsent_is_stands_in_the_pill(here: Seat, connection: str, language: str, said: str) -> None:
    here.translator.use(language)
    waits = state(connection=connection, pending=2, oldest_pending_at=NOW - 15 * 60_000)
    assert said in status_words.pill(waits, NOW).text
    young, sent = state(pending=2, oldest_pending_at=NOW - 30_000), state(oldest_pending_at=NOW - 15 * 60_000)
    assert said[:2] not in status_words.pill(young, NOW).text, "what has just been done is not spoken of"
    assert said[:2] not in status_words.pill(sent, NOW).text


def test_a_pause_says_why(here: Seat) -> None:
    assert status_words.pill(state(connection="paused", paused_by="unauthorised"), NOW).text.startswith("Sign in again")


@pytest.mark.parametrize(
    ("connection", "code", "english", "chinese"),
    [
        ("paused", "disk_full", "The disk is full: free some space", "磁盘已满：请腾出空间"),
        ("paused", "disk", "The disk takes nothing: sync waits; tell your administrator", "请告知管理员"),
        ("paused", "work_unreadable", "start Footplate again, it says what is missing", "请重新启动 Footplate"),
        ("paused", "store_busy", "close it, sync goes on by itself", "请关闭该程序"),
        ("offline", "no_progress", "the server’s answers come to no end", "没有尽头"),
        ("offline", "page_too_large", "the server’s answers are too large", "过大"),
    ],
)
def test_what_stops_sync_here_or_there_is_told_with_what_to_do(
    here: Seat, connection: str, code: str, english: str, chinese: str
) -> None:
    for language, words in (("en", english), ("zh_CN", chinese)):
        here.translator.use(language)
        pill = status_words.pill(state(connection=connection, paused_by=code, pending=2), NOW)
        assert words in pill.text
        assert not pill.filled


def test_a_first_sync_counts(here: Seat) -> None:
    pill = status_words.pill(state(connection="syncing", progress=Progress(1200, 5000)), NOW)
    assert pill.text == "Syncing · 1,200 of 5,000 cases"


def test_figures_that_are_not_known_are_left_out(here: Seat) -> None:
    assert status_words.work_line(None, None) == ""
    assert status_words.work_line(42, 31).split("     ") == ["42 in my queue", "31 decided today"]


def test_work_that_may_be_missing_is_told(here: Seat) -> None:
    told = MissingWork((("d1", ((4, 6),)),), ((9, 9),))
    assert "4–6, 9" in status_words.store_line(state(missing=told), 0, NOW)
    assert "4–6" not in status_words.store_line(state(missing=msgspec.structs.replace(told, read=True)), 0, NOW)


@pytest.mark.parametrize(("language", "said"), [("en", "older copy"), ("zh_CN", "较旧的副本")])
def test_a_profile_that_is_an_older_copy_is_told_for_a_day(here: Seat, language: str, said: str) -> None:
    here.translator.use(language)
    assert said in status_words.store_line(state(copied_at=NOW), 0, NOW)
    assert said not in status_words.store_line(state(copied_at=NOW), 0, NOW + 24 * 3_600_000)
    assert said not in status_words.store_line(state(), 0, NOW)


def test_without_a_key_the_line_says_that_nothing_is_kept(here: Seat) -> None:
    assert "nothing is kept" in status_words.store_line(state(key="none"), 0, NOW)


def _words(here: Seat) -> list[str]:
    with PaintedTexts(here.window) as texts:
        return [shown.text for shown in texts.collect() if not shown.data]


def test_the_language_switches_in_one_go_and_back(here: Seat) -> None:
    here.window.set_status(state(), NOW)
    before = _words(here)
    here.translator.use("zh_CN")
    here.settle()
    chinese = _words(here)
    here.translator.use("en")
    here.settle()
    assert "Review" in before
    assert "审核" in chinese
    assert _words(here) == before


def test_no_english_is_left_in_the_shell_in_chinese(here: Seat) -> None:
    here.window.set_status(state(attention=1, leases_until=NOW + 60_000), NOW)
    here.window.set_figures(42, 31, 5)
    here.translator.use("zh_CN")
    here.settle()
    found = []
    for sheet in ("", "Ctrl+K", "?"):
        if sheet:
            here.press(sheet)
        roots = [here.window.top, here.window.rail, here.window.foot]
        roots += [s.sheet for s in (here.window.sheets.palette, here.window.sheets.help) if s and s.isVisible()]
        with PaintedTexts(*roots) as texts:
            found += [shown.text for shown in texts.collect() if not shown.data]
        if sheet:
            here.press("Esc")
    assert found
    # Names of things that have no Chinese name are part of the glossary.
    left = [text for text in found if re.search(r"[A-Za-z]{2,}", re.sub(r"\b(SOP|ROCA|SLA|UTC|Esc)\b", "", text))]
    assert left == []


def test_the_theme_changes_every_colour_while_the_window_is_open(here: Seat) -> None:
    light = here.window.grab().toImage().pixelColor(5, 5)
    here.theme.choose("dark")
    here.settle()
    dark = here.window.grab().toImage().pixelColor(5, 5)
    assert light == tokens.LIGHT.surface or light.name() == tokens.LIGHT.surface
    assert dark.name() == tokens.DARK.surface


def test_a_larger_text_size_makes_the_fixed_parts_taller(here: Seat) -> None:
    before = here.window.top.height()
    here.theme.set_percent(140)
    here.settle()
    try:
        assert here.window.top.height() > before
    finally:
        here.theme.set_percent(100)
        here.settle()


def test_nothing_of_the_shell_is_cut_off_at_the_smallest_size(here: Seat) -> None:
    here.window.resize(1366, 768)
    here.window.set_status(state(connection="offline", pending=12, attention=3, leases_until=NOW + 60_000), NOW)
    here.window.set_figures(42, 31, 5)
    here.settle()
    for language in ("en", "zh_CN"):
        here.translator.use(language)
        here.settle()
        with PaintedTexts(here.window) as texts:
            shown = texts.collect()
        shell = [s for s in shown if s.rect.top() < 44 or s.rect.bottom() > 742 or s.rect.left() < 64]
        assert [s.text for s in shell if s.clipped and not s.elided] == []


def test_before_the_first_sync_the_pill_says_that_the_queue_is_read(here: Seat) -> None:
    pill = status_words.pill(state(connection="syncing", last_sync_at=None), NOW)
    assert pill.text.startswith("Reading the queue")
