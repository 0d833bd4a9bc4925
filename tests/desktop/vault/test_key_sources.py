"""The three forms of key source, the keyring helper's limits, and secrets at rest."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from app.desktop.ports import Person
from app.desktop.vault.keyring_call import KeyringCall, KeyringState
from app.desktop.vault.keys import DataKey
from app.desktop.vault.sealed import SealBroken, SealedFile
from app.desktop.vault.sources import InheritedKey, KeyKind, KeyProblem, NoKey, OsKeyring
from app.desktop.vault.tokens import SealedTokens, StoredSession

KEY = bytes(range(32))

# A keyring of our own making that speaks the helper's tongue and keeps its entry in a file.
HELPER = """
import json, pathlib, sys, time
store, manner = pathlib.Path(sys.argv[1]), sys.argv[2]
request = json.loads(sys.stdin.readline())
if manner == "frozen":
    time.sleep(600)
if manner == "garbage":
    print("<html>"); sys.exit()
if manner in ("locked", "no_backend"):
    print(json.dumps({"state": manner})); sys.exit()
if request["call"] == "set":
    store.write_text(request["secret"] if manner != "forgetful" else request["secret"][::-1])
    print(json.dumps({"state": "ok"}))
elif store.exists():
    print(json.dumps({"state": "ok", "secret": store.read_text()}))
else:
    print(json.dumps({"state": "absent"}))
"""


def keyring_of(folder: Path, manner: str, *, has_data: bool = False, last: float = 30) -> OsKeyring:
    script = folder / "helper.py"
    script.write_text(textwrap.dedent(HELPER))
    command = [sys.executable, "-S", str(script), str(folder / "entry"), manner]

    def call(*args: object, **named: object) -> KeyringCall:
        return KeyringCall(*args, command=command, **named)  # type: ignore[arg-type]

    return OsKeyring("profile", has_data=lambda: has_data, make_call=call, last_seconds=last)


def pipe_with(data: bytes) -> int:
    reading, writing = os.pipe()
    os.write(writing, data)
    os.close(writing)
    return reading


def test_a_first_start_makes_a_key_and_the_next_start_finds_it(tmp_path: Path) -> None:
    first = keyring_of(tmp_path, "good").obtain(20)
    assert first.created
    assert first.key is not None
    second = keyring_of(tmp_path, "good", has_data=True).obtain(20)
    assert not second.created
    assert second.key is not None
    assert second.key.sub("x") == first.key.sub("x")


def test_no_new_key_is_made_over_the_data_of_a_lost_one(tmp_path: Path) -> None:
    answer = keyring_of(tmp_path, "good", has_data=True).obtain(20)
    assert answer.key is None
    assert answer.problem is KeyProblem.MISSING
    assert not (tmp_path / "entry").exists()


def test_a_keyring_that_gives_back_something_else_is_not_trusted(tmp_path: Path) -> None:
    assert keyring_of(tmp_path, "forgetful").obtain(20).key is None


@pytest.mark.parametrize(
    ("manner", "problem"),
    [
        ("locked", KeyProblem.LOCKED),
        ("no_backend", KeyProblem.NO_BACKEND),
        ("garbage", KeyProblem.FAILED),
    ],
)
def test_a_keyring_that_does_not_answer_well_is_a_state_and_no_crash(
    tmp_path: Path, manner: str, problem: KeyProblem
) -> None:
    answer = keyring_of(tmp_path, manner).obtain(20)
    assert (answer.key, answer.problem) == (None, problem)


def test_a_frozen_keyring_is_waited_for_and_can_be_cancelled(tmp_path: Path) -> None:
    source = keyring_of(tmp_path, "frozen")
    assert source.obtain(0.05).problem is KeyProblem.WAITING
    source.cancel()
    assert source.obtain(5).problem is KeyProblem.CANCELLED


def test_a_frozen_helper_is_ended_at_its_limit(tmp_path: Path) -> None:
    source = keyring_of(tmp_path, "frozen", last=0.3)
    assert source.obtain(20).problem is KeyProblem.FAILED


def test_the_real_helper_never_takes_a_readable_file_for_a_keyring() -> None:
    call = KeyringCall("get", "footplate-test", "nobody")
    state, secret = call.wait(60)
    assert secret is None
    assert state in (KeyringState.NO_BACKEND, KeyringState.LOCKED, KeyringState.ABSENT)


def test_an_inherited_key_is_read_once_and_what_follows_is_handed_over() -> None:
    descriptor = pipe_with(KEY + b'{"username":"mei"}\n')
    source = InheritedKey(descriptor)
    answer = source.obtain()
    assert answer.key is not None
    assert answer.key.sub("cache") == DataKey(KEY).sub("cache")
    assert source.tail == b'{"username":"mei"}\n'
    assert source.kind is KeyKind.INHERITED
    with pytest.raises(OSError):
        os.fstat(descriptor)


def test_an_inherited_key_can_be_forbidden_or_too_short() -> None:
    assert InheritedKey(pipe_with(KEY), allowed=False).obtain().problem is KeyProblem.REFUSED
    assert InheritedKey(pipe_with(KEY[:31])).obtain().problem is KeyProblem.MALFORMED
    assert InheritedKey(987_654).obtain().problem is KeyProblem.MALFORMED


def test_without_a_key_nothing_is_promised() -> None:
    assert NoKey().obtain().key is None


def test_a_key_does_not_print_itself() -> None:
    assert KEY.hex() not in repr(DataKey(KEY))
    assert "\\x01" not in repr(DataKey(KEY))


def test_tokens_are_sealed_and_bound_to_their_purpose(tmp_path: Path) -> None:
    key = DataKey(KEY).sub("tokens")
    path = tmp_path / "session.sealed"
    store = SealedTokens(SealedFile(path, key, "session"))
    session = StoredSession("http://x", "rt-canary-1", Person("u1", "Mei", ("reviewer",), None, "zh"), "d1")
    store.write(session)
    assert store.read() == session
    assert b"canary" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(SealBroken):
        SealedFile(path, key, "another").read()
    path.write_bytes(path.read_bytes()[:-1] + b"\x00")
    assert store.read() is None
    store.remove()
    store.remove()
    assert store.read() is None


def test_the_secret_is_in_no_argument_of_the_helper(tmp_path: Path) -> None:
    script = tmp_path / "spy.py"
    script.write_text(
        "import sys, json, os\nline = sys.stdin.readline()\n"
        "print(json.dumps({'state': 'ok', 'seen': line.strip()}))\n"
        "open(sys.argv[1], 'w').write(' '.join(sys.argv) + repr(dict(os.environ)))\n"
    )
    call = KeyringCall("set", "s", "n", KEY, command=[sys.executable, "-S", str(script), str(tmp_path / "seen")])
    assert call.wait(20)[0] is KeyringState.OK
    import base64

    assert base64.b64encode(KEY).decode() not in (tmp_path / "seen").read_text()


def test_the_helper_runs_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app.desktop.vault.keyring_helper"],
        input=b'{"call":"get","service":"s","name":"n"}\n',
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert b'"state"' in done.stdout
