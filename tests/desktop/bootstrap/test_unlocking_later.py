"""A keyring that gave no key at the start is asked again from the sign-in page, without a new start."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.contract.devices import Directive, DirectiveKind
from app.desktop.bootstrap import rotation
from app.desktop.bootstrap.opening import key_source, open_stores
from app.desktop.bootstrap.workstation import Workstation
from app.desktop.cache.recover import read_aside, set_aside_files
from app.desktop.policy import Policy
from app.desktop.settings import SettingsStore
from app.desktop.vault import key_check, wipe
from app.desktop.vault.keys import DataKey
from app.desktop.vault.recovery import key_to_text, new_pair, work_keys
from app.desktop.vault.sources import OsKeyring
from app.desktop.widgets import captions
from tests.desktop.support.factories import KEY
from tests.support.keyrings import SECRET_SERVICE, Keyrings

AWAY = "http://127.0.0.1:9"
LONG_MS = 60_000


@pytest.fixture
def keyrings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Keyrings:
    keyrings = Keyrings(tmp_path / "keyrings")
    for name, value in keyrings.environment().items():
        monkeypatch.setenv(name, value)
    return keyrings


@pytest.fixture
def station(qapp: QApplication, tmp_path: Path) -> Iterator[Workstation]:
    locale, folder = QLocale(), tmp_path / "profile"
    folder.mkdir()
    station = Workstation(
        qapp, folder=folder, policy=Policy(), settings=SettingsStore(folder, Policy()), server=AWAY, language="en"
    )
    station.show()
    yield station
    station.close()
    station.finish()
    for installed in station.translator._installed:
        qapp.removeTranslator(installed)
    station.deleteLater()
    station.window.deleteLater()
    QLocale.setDefault(locale)
    captions.forget()
    qapp.processEvents()


def page_says(station: Workstation, words: str) -> bool:
    shown = station._entry.shown
    return shown is not None and shown[1].state.step == "form" and words in shown[0]._error.text()


def test_a_locked_keyring_is_asked_again_once_it_is_open(
    station: Workstation, keyrings: Keyrings, qtbot: QtBot, tmp_path: Path
) -> None:
    keyrings.arrange({SECRET_SERVICE: (5, "locked")})
    station.start(None)
    qtbot.waitUntil(lambda: page_says(station, "stayed locked"), timeout=LONG_MS)
    assert station.key_kind == "none"
    assert station._entry.shown is not None
    view = station._entry.shown[0]
    assert view._unlock.isVisible()
    keyrings.turn(SECRET_SERVICE, "open")
    view._unlock.click()
    qtbot.waitUntil(lambda: station.key_kind == "keyring", timeout=LONG_MS)
    qtbot.waitUntil(lambda: view._go.isVisible(), timeout=LONG_MS)
    assert not view._unlock.isVisible()
    assert view._error.text() == ""
    assert (tmp_path / "profile" / "work.db").exists()


def test_a_keyring_with_another_key_leaves_what_is_kept_alone_until_the_first_one_is_back(
    station: Workstation, keyrings: Keyrings, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "profile"
    open_stores(folder, DataKey(KEY), "keyring").close()
    source = key_source(folder, Policy(), None)
    assert isinstance(source, OsKeyring)
    before = (folder / "work.db").read_bytes()
    keyrings.arrange({SECRET_SERVICE: (5, "open")})
    keyrings.put(SECRET_SERVICE, source._name, bytes(reversed(KEY)))
    station.start(None)
    qtbot.waitUntil(lambda: page_says(station, "another key"), timeout=LONG_MS)
    assert (folder / "work.db").read_bytes() == before
    assert list(folder.glob("*.unreadable-*")) == []
    keyrings.put(SECRET_SERVICE, source._name, KEY)
    assert station._entry.shown is not None
    station._entry.shown[0]._unlock.click()
    qtbot.waitUntil(lambda: station.key_kind == "keyring", timeout=LONG_MS)


@pytest.mark.parametrize("lost", ["gone", "another"])
def test_a_profile_whose_key_is_lost_begins_anew_and_its_unsent_work_is_set_aside(
    station: Workstation, keyrings: Keyrings, qtbot: QtBot, tmp_path: Path, lost: str
) -> None:
    folder = tmp_path / "profile"
    private, public = new_pair()
    stores = open_stores(folder, DataKey(KEY), "keyring", key_to_text(public))
    assert stores.work is not None
    stores.work.save_draft("u1", "C-200001", b'{"rationale":"half a"}', 1)
    stores.close()
    before = (folder / "work.db").read_bytes()
    source = key_source(folder, Policy(), None)
    assert isinstance(source, OsKeyring)
    keyrings.arrange({SECRET_SERVICE: (5, "open")})
    if lost == "another":
        keyrings.put(SECRET_SERVICE, source._name, bytes(reversed(KEY)))
    station.start(None)
    words = "another key" if lost == "another" else "gone from the keyring"
    qtbot.waitUntil(lambda: page_says(station, words), timeout=LONG_MS)
    assert station._entry.shown is not None
    view = station._entry.shown[0]
    view._anew.click()
    assert "set aside, not deleted" in view._note.text()
    assert (folder / "work.db").read_bytes() == before, "the first press does nothing"
    view._anew.click()
    qtbot.waitUntil(lambda: station.key_kind == "keyring", timeout=LONG_MS)
    (aside,) = set_aside_files(folder / "work.db")
    assert aside.read_bytes() == before
    fresh = station._seat.stores
    assert fresh is not None
    assert fresh.work is not None
    assert fresh.work.drafts("u1") == set()
    assert not view._anew.isVisible()
    found = read_aside(aside, next(key for key in work_keys(folder, private) if read_aside(aside, key).drafts))
    assert [case_id for _, case_id, _, _ in found.drafts] == ["C-200001"], "and support opens it"


def test_a_change_of_keys_that_was_asked_for_is_done_before_anything_is_opened(
    station: Workstation, keyrings: Keyrings, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "profile"
    stores = open_stores(folder, DataKey(KEY), "keyring")
    assert stores.work is not None
    stores.work.save_draft("u1", "C-200001", b"{}", 1)
    stores.close()
    source = key_source(folder, Policy(), None)
    assert isinstance(source, OsKeyring)
    keyrings.arrange({SECRET_SERVICE: (5, "open")})
    keyrings.put(SECRET_SERVICE, source._name, KEY)
    rotation.ask(folder)
    station.start(None)
    qtbot.waitUntil(lambda: station.key_kind == "keyring", timeout=LONG_MS)
    assert not rotation.asked(folder)
    assert not key_check.fits(folder, DataKey(KEY))
    stores_now = station._seat.stores
    assert stores_now is not None
    assert stores_now.work is not None
    assert stores_now.work.drafts("u1") == {"C-200001"}


@pytest.mark.parametrize("damaged", [False, True])
def test_a_wipe_that_finds_the_keyring_locked_takes_nobody_s_unsent_work_along(
    station: Workstation, keyrings: Keyrings, qtbot: QtBot, tmp_path: Path, damaged: bool
) -> None:
    folder = tmp_path / "profile"
    wipe_begun_over_unsent_work(folder, damaged)
    keyrings.arrange({SECRET_SERVICE: (5, "locked")})
    station.start(None)
    qtbot.waitUntil(lambda: "Something stands in the way" in str(wiping_page(station)), timeout=LONG_MS)
    state = wipe.pending(folder)
    assert state is not None
    assert state.step < wipe.WipeStep.SEALED
    again = open_stores(folder, DataKey(KEY), "keyring")
    assert again.work is not None
    assert again.work.drafts("u1") == {"C-200001"}
    again.close()


def test_a_wipe_whose_journal_is_damaged_ends_where_the_keyring_has_no_key_any_more(
    station: Workstation, keyrings: Keyrings, qtbot: QtBot, tmp_path: Path
) -> None:
    """It may have destroyed the key itself: nobody opens these files any more."""
    folder = tmp_path / "profile"
    wipe_begun_over_unsent_work(folder, damaged=True)
    keyrings.arrange({SECRET_SERVICE: (5, "open")})
    station.start(None)
    qtbot.waitUntil(lambda: "This computer was emptied" in str(wiping_page(station)), timeout=LONG_MS)
    qtbot.waitUntil(lambda: wipe.pending(folder) is None, timeout=LONG_MS)
    assert not (folder / "work.db").exists()


def wipe_begun_over_unsent_work(folder: Path, damaged: bool) -> None:
    stores = open_stores(folder, DataKey(KEY), "keyring")
    assert stores.work is not None
    stores.work.save_draft("u1", "C-200001", b"{}", 1)
    stores.close()
    wipe.begin(folder, Directive("0" * 36, "d" * 36, DirectiveKind.WIPE, "0123456789abcdef", 1), AWAY)
    if damaged:
        (folder / wipe.JOURNAL).write_bytes(b"{half")


def wiping_page(station: Workstation) -> list[str]:
    page = station._wiping._page
    return page.texts() if page is not None else []
