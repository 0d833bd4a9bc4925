"""Every state of a keyring, asked through the real helper process: a state in words, never a crash, never a readable
file, and never a key made over another one's data."""

import json
import os
from pathlib import Path

import pytest

from app.desktop.bootstrap.opening import key_source, open_stores
from app.desktop.policy import Policy
from app.desktop.vault import key_check
from app.desktop.vault.keyring_call import KeyringCall, KeyringState
from app.desktop.vault.keys import DataKey
from app.desktop.vault.sources import KeyProblem, OsKeyring
from tests.support.keyrings import KWALLET, PLAINTEXT, SECRET_SERVICE, Keyrings
from tests.support.workstation import wait_until

WINDOWS_LIMIT = 2_560
FIRST, SECOND = bytes(range(32)), bytes(range(32, 64))
ENOUGH = 60.0


@pytest.fixture
def keyrings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Keyrings:
    keyrings = Keyrings(tmp_path / "keyrings")
    for name, value in keyrings.environment().items():
        monkeypatch.setenv(name, value)
    return keyrings


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    (tmp_path / "profile").mkdir()
    return tmp_path / "profile"


def source_of(profile: Path) -> OsKeyring:
    source = key_source(profile, Policy(), None)
    assert isinstance(source, OsKeyring)
    return source


def fill(profile: Path, key: bytes) -> None:
    open_stores(profile, DataKey(key), "keyring").close()


def test_no_keyring_at_all(keyrings: Keyrings, profile: Path) -> None:
    keyrings.arrange({})
    assert source_of(profile).obtain(ENOUGH).problem is KeyProblem.NO_BACKEND


def test_a_backend_that_keeps_secrets_readable_is_never_chosen(keyrings: Keyrings, profile: Path) -> None:
    keyrings.arrange({PLAINTEXT: (9, "open")})
    assert source_of(profile).obtain(ENOUGH).problem is KeyProblem.NO_BACKEND
    assert keyrings.asked() == []
    assert keyrings.entries(PLAINTEXT) == {}


def test_an_unlocked_keyring_holds_the_key_and_nothing_else(keyrings: Keyrings, profile: Path) -> None:
    keyrings.arrange({SECRET_SERVICE: (5, "open")})
    first = source_of(profile).obtain(ENOUGH)
    assert first.created
    assert first.key is not None
    fill(profile, first.key.reveal())
    again = source_of(profile).obtain(ENOUGH)
    assert again.key is not None
    assert (again.key.reveal(), again.created) == (first.key.reveal(), False)
    (entry,) = keyrings.entries(SECRET_SERVICE).values()
    assert len(entry.encode("utf-16-le")) < WINDOWS_LIMIT / 20


def test_a_locked_keyring_is_told_and_opens_later(keyrings: Keyrings, profile: Path) -> None:
    keyrings.arrange({SECRET_SERVICE: (5, "locked")})
    source = source_of(profile)
    assert source.obtain(ENOUGH).problem is KeyProblem.LOCKED
    keyrings.turn(SECRET_SERVICE, "open")
    assert source.obtain(ENOUGH).key is not None


def test_a_locked_keyring_beside_a_readable_one_leaves_nothing_readable(keyrings: Keyrings, profile: Path) -> None:
    keyrings.arrange({SECRET_SERVICE: (5, "locked"), PLAINTEXT: (9, "open")})
    assert source_of(profile).obtain(ENOUGH).problem is KeyProblem.LOCKED
    assert set(keyrings.asked()) == {SECRET_SERVICE}
    assert keyrings.entries(PLAINTEXT) == {}


def test_a_bus_without_the_service_behind_it_counts_as_no_keyring(keyrings: Keyrings, profile: Path) -> None:
    keyrings.arrange({SECRET_SERVICE: (5, "absent")})
    assert source_of(profile).obtain(ENOUGH).problem is KeyProblem.NO_BACKEND


def test_a_keyring_that_fails_is_told(keyrings: Keyrings, profile: Path) -> None:
    keyrings.arrange({SECRET_SERVICE: (5, "broken")})
    assert source_of(profile).obtain(ENOUGH).problem is KeyProblem.FAILED


def test_a_frozen_keyring_is_given_up_and_its_helper_ended(keyrings: Keyrings, profile: Path) -> None:
    keyrings.arrange({SECRET_SERVICE: (5, "frozen")})
    source, frozen = source_of(profile), keyrings.folder / "frozen"
    assert source.obtain(0.01).problem is KeyProblem.WAITING
    wait_until(lambda: frozen.exists() and frozen.read_text() != "", ENOUGH, "the helper that hangs")
    assert source.obtain(0.01).problem is KeyProblem.WAITING
    source.cancel()
    assert source.obtain(ENOUGH).problem is KeyProblem.CANCELLED
    with pytest.raises(ProcessLookupError):
        os.kill(int(frozen.read_text()), 0)
    keyrings.turn(SECRET_SERVICE, "open")
    assert source.obtain(ENOUGH).key is not None


def test_a_helper_that_never_answers_ends_at_its_limit(keyrings: Keyrings) -> None:
    keyrings.arrange({SECRET_SERVICE: (5, "frozen")})
    state, secret = KeyringCall("get", "footplate", "x", last_seconds=0.2).wait(ENOUGH)
    assert (state, secret) == (KeyringState.TIMED_OUT, None)


def test_of_a_chain_the_safe_link_is_asked(keyrings: Keyrings, profile: Path) -> None:
    keyrings.arrange({PLAINTEXT: (9, "open"), KWALLET: (4, "open"), SECRET_SERVICE: (5, "open")})
    assert source_of(profile).obtain(ENOUGH).key is not None
    assert set(keyrings.asked()) == {SECRET_SERVICE}
    assert len(keyrings.entries(SECRET_SERVICE)) == 1
    assert keyrings.entries(PLAINTEXT) == keyrings.entries(KWALLET) == {}


def test_a_keyring_that_was_emptied_makes_no_new_key_over_what_is_kept(keyrings: Keyrings, profile: Path) -> None:
    fill(profile, FIRST)
    keyrings.arrange({SECRET_SERVICE: (5, "open")})
    before = (profile / "work.db").read_bytes()
    assert source_of(profile).obtain(ENOUGH).problem is KeyProblem.MISSING
    assert keyrings.entries(SECRET_SERVICE) == {}
    assert (profile / "work.db").read_bytes() == before


def entry_of(keyrings: Keyrings, profile: Path, module: str, key: bytes) -> None:
    keyrings.put(module, source_of(profile)._name, key)


def test_another_key_in_the_keyring_is_noticed_before_anything_is_opened_with_it(
    keyrings: Keyrings, profile: Path
) -> None:
    fill(profile, FIRST)
    keyrings.arrange({SECRET_SERVICE: (5, "open")})
    entry_of(keyrings, profile, SECRET_SERVICE, SECOND)
    before = {path.name: path.read_bytes() for path in profile.iterdir() if path.is_file()}
    assert source_of(profile).obtain(ENOUGH).problem is KeyProblem.CHANGED
    assert {path.name: path.read_bytes() for path in profile.iterdir() if path.is_file()} == before
    entry_of(keyrings, profile, SECRET_SERVICE, FIRST)
    answer = source_of(profile).obtain(ENOUGH)
    assert answer.key is not None
    assert answer.key.reveal() == FIRST


@pytest.mark.parametrize("best", [None, SECOND], ids=["the best has none", "the best has another"])
def test_of_two_entries_the_one_that_fits_is_taken(keyrings: Keyrings, profile: Path, best: bytes | None) -> None:
    """A desktop that changed its keyring left the entry in the other one."""
    fill(profile, FIRST)
    keyrings.arrange({SECRET_SERVICE: (5, "open"), KWALLET: (4, "open")})
    if best is not None:
        entry_of(keyrings, profile, SECRET_SERVICE, best)
    entry_of(keyrings, profile, KWALLET, FIRST)
    answer = source_of(profile).obtain(ENOUGH)
    assert answer.key is not None
    assert (answer.key.reveal(), answer.created) == (FIRST, False)
    keyrings.turn(KWALLET, "locked")
    assert source_of(profile).obtain(ENOUGH).key is None


@pytest.mark.parametrize("entry", ["", "kurz", "AAAA", "not base64 !"])
def test_an_entry_that_is_no_key_is_told_and_left_alone(keyrings: Keyrings, profile: Path, entry: str) -> None:
    keyrings.arrange({SECRET_SERVICE: (5, "open")})
    name = source_of(profile)._name
    (keyrings.folder / f"{SECRET_SERVICE}.json").write_text(json.dumps({f"footplate/{name}": entry}))
    fill(profile, FIRST)
    assert source_of(profile).obtain(ENOUGH).key is None
    assert list(keyrings.entries(SECRET_SERVICE).values()) == [entry]


# --- fault 8: killed while the key is being made
def test_a_key_whose_data_was_never_written_is_simply_used(keyrings: Keyrings, profile: Path) -> None:
    keyrings.arrange({SECRET_SERVICE: (5, "open")})
    made = source_of(profile).obtain(ENOUGH)
    assert made.key is not None
    assert not any(profile.iterdir())
    again = source_of(profile).obtain(ENOUGH)
    assert again.key is not None
    assert again.key.reveal() == made.key.reveal()


def test_data_whose_key_never_reached_the_keyring_is_kept_and_told(keyrings: Keyrings, profile: Path) -> None:
    fill(profile, FIRST)
    keyrings.arrange({SECRET_SERVICE: (5, "open")})
    assert source_of(profile).obtain(ENOUGH).problem is KeyProblem.MISSING
    entry_of(keyrings, profile, SECRET_SERVICE, FIRST)
    assert source_of(profile).obtain(ENOUGH).key is not None


def test_a_damaged_fingerprint_does_not_make_the_right_key_a_wrong_one(profile: Path) -> None:
    fill(profile, FIRST)
    path = profile / key_check.FILE
    whole = path.read_bytes()
    assert key_check.fits(profile, DataKey(FIRST))
    assert not key_check.fits(profile, DataKey(SECOND))
    for at in range(len(whole) - 1):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert key_check.fits(profile, DataKey(FIRST))
        path.write_bytes(whole[:at])
        assert key_check.fits(profile, DataKey(FIRST))
    open_stores(profile, DataKey(FIRST), "keyring").close()
    assert path.read_bytes() == whole
