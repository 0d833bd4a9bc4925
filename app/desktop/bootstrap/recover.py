"""`footplate recover`: what a seat could not send any more, for whoever holds the organisation's private key.

Three steps, often at three places: `keygen` makes the pair; support opens a profile or a sealed file, lists what is
unsent and writes it to a file; the author (or support at their seat) brings that file in, and the author's own session
sends it, under the ids that the commands always had. The terminal shows counts and case numbers; who the authors are by
name only where it is asked for, and of what they wrote nothing.
"""

import errno
import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.desktop.bootstrap.opening import WORK, key_source
from app.desktop.bootstrap.rotation import ask, at_start
from app.desktop.cache.recover import read_aside, set_aside_files
from app.desktop.cache.unsent import UnsentWork, from_document, joined, to_document, unsent_of
from app.desktop.cache.work_store import WorkStore
from app.desktop.console import console_language, words
from app.desktop.policy import read_policy
from app.desktop.ports import DeskError
from app.desktop.vault import recovery
from app.desktop.vault.files import write_atomically
from app.desktop.vault.keys import DataKey
from app.desktop.vault.sealed import SealBroken
from app.desktop.vault.sources import KeyProblem, KeySource, OsKeyring

_LAST_SECONDS = 95.0
_MOST_CASES = 40
_DEVICE = "device_id/"


class Trouble(Exception):
    """What stands in the way, as a code of resources/console.json."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def keygen(*, out: Path, language: str | None = None) -> int:
    """A new pair: the private key into a file of its own, the public one on the terminal."""
    speech = _speech(language)
    private, public = recovery.new_pair()
    name = recovery.key_name(public)
    text = f"# Footplate recovery key {name}: private. Keep it away from every seat.\n{recovery.key_to_text(private)}\n"
    try:
        _new_file(out, text.encode())
    except OSError as error:
        return _told(Trouble("recover_cannot_write", path=out, why=error.strerror or "?"), speech)
    print(words("recover_key_made", speech, path=out, name=name))
    print(recovery.key_to_text(public))
    print(words("recover_key_use", speech, policy="recovery_key", variable="FOOTPLATE_RECOVERY_KEY"))
    return 0


def recover(
    source: Path,
    *,
    key: Path | None = None,
    out: Path | None = None,
    into: Path | None = None,
    key_fd: int | None = None,
    names: bool = False,
    language: str | None = None,
) -> int:
    """List what is unsent in a profile, a sealed file or a file written by `out`; write it to `out`, or bring it into
    the profile `into`. 1 where nothing can be read or brought in; what could be read of a damaged profile is brought
    in, and that it is not all of it is said."""
    speech = _speech(language)
    try:
        work, said = _read(source, _private(key))
        _tell(work, names, speech)
        for one in said:
            _told(one, speech)
        if out is not None:
            _write(work, out, speech)
        if into is not None:
            _bring_in(work, into, key_fd, speech)
    except Trouble as trouble:
        return _told(trouble, speech)
    return 0


def rotate_key(*, profile: Path, key_fd: int | None = None, language: str | None = None) -> int:
    """Another data key for a profile whose window is closed, now."""
    speech = _speech(language)
    try:
        with _closed(profile):
            source = key_source(profile, read_policy(), key_fd)
            if not isinstance(source, OsKeyring) or not (profile / WORK).exists():
                raise Trouble("rotate_not_here")
            before = _obtained(source, speech)
            ask(profile)
            if at_start(profile, source, before) is before:
                raise Trouble("rotate_failed")
    except Trouble as trouble:
        return _told(trouble, speech)
    print(words("rotate_done", speech))
    return 0


def own_profile() -> Path:
    """The profile of whoever runs this."""
    from app.desktop.doctor import default_profile

    return default_profile()


# ---------------------------------------------------------------------------------------------- reading
def _private(path: Path | None) -> bytes | None:
    if path is None:
        return None
    try:
        lines = path.read_text(encoding="ascii").splitlines()
        text = "".join(line for line in lines if line.strip() and not line.startswith("#"))
        return recovery.key_from_text(text)
    except (OSError, ValueError) as error:
        raise Trouble("recover_no_key_file", path=path) from error


def _read(source: Path, private: bytes | None) -> tuple[UnsentWork, list[Trouble]]:
    """What is unsent, and what of it could not be read."""
    if source.is_dir():
        return _of_profile(source, _needed(private))
    try:
        data = source.read_bytes()
    except OSError as error:
        raise Trouble("recover_no_source", path=source) from error
    if recovery.sealed_for(data) is not None:
        return _of_sealed(source, data, _needed(private)), []
    try:
        return from_document(data), []
    except DeskError as error:
        raise Trouble(f"recover_{error.code}", path=source) from error


def _needed(private: bytes | None) -> bytes:
    if private is None:
        raise Trouble("recover_key_needed")
    return private


def _of_profile(folder: Path, private: bytes) -> tuple[UnsentWork, list[Trouble]]:
    keys = recovery.work_keys(folder, private)
    found, torn, unread = _of_stores(folder, keys)
    for path in sorted(folder.glob(f"{recovery.SEALED_WORK}*{recovery.ENDING}")):
        try:
            found.append(from_document(recovery.open_sealed(private, path.read_bytes(), recovery.WORK)))
        except (SealBroken, DeskError, OSError):
            unread.append(path.name)
    if not found and (unread or not keys):
        raise _closed_to(folder, private, unread)
    said = [Trouble("recover_torn", names=", ".join(torn))] if torn else []
    said += [Trouble("recover_unread", names=", ".join(unread))] if unread else []
    return joined(found), said


def _of_stores(folder: Path, keys: list[bytes]) -> tuple[list[UnsentWork], list[str], list[str]]:
    """work.db first: what it holds is the newest word on a command. Beside it the names of the files of which a part
    could not be read, and of those that do not open at all."""
    path = folder / WORK
    found: list[UnsentWork] = []
    torn: list[str] = []
    unread: list[str] = []
    for file in (*((path,) if path.exists() else ()), *set_aside_files(path)):
        for key in keys:
            saved = read_aside(file, key)
            if not saved.torn or saved.outbox or saved.drafts or saved.values:
                found.append(unsent_of(saved))
                torn += [file.name] if saved.torn else []
                break
        else:
            unread.append(file.name)
    return found, torn, unread


def _closed_to(folder: Path, private: bytes, unread: list[str]) -> Trouble:
    """Why nothing of a profile opens."""
    names = {path.name: _sealed_for(path) for path in sorted(folder.glob(f"*{recovery.ENDING}"))}
    others = sorted({name for name in names.values() if name is not None} - {_name_of(private)})
    if others:
        return Trouble("recover_other_key", names=", ".join(others), name=_name_of(private))
    if names:
        return Trouble("recover_seal_broken", path=", ".join(sorted({*names, *unread})))
    return Trouble("recover_nothing_sealed", path=folder)


def _of_sealed(path: Path, data: bytes, private: bytes) -> UnsentWork:
    if recovery.sealed_for(data) != _name_of(private):
        raise Trouble("recover_other_key", names=recovery.sealed_for(data), name=_name_of(private))
    try:
        return from_document(recovery.open_sealed(private, data, recovery.WORK))
    except SealBroken as error:
        raise Trouble("recover_seal_broken", path=path) from error
    except DeskError as error:
        raise Trouble(f"recover_{error.code}", path=path) from error


def _sealed_for(path: Path) -> str | None:
    try:
        return recovery.sealed_for(path.read_bytes())
    except OSError:
        return None


def _name_of(private: bytes) -> str:
    return recovery.key_name(recovery.public_of(private))


# ---------------------------------------------------------------------------------------------- telling
def _tell(work: UnsentWork, names: bool, speech: str) -> None:
    pending = len(work.pending)
    print(
        words("recover_found", speech, pending=pending, refused=len(work.commands) - pending, drafts=len(work.drafts))
    )
    people = _usernames(work) if names else {}
    authors = Counter(one.author for one in work.commands) + Counter(one.author for one in work.drafts)
    for author in sorted(authors):
        mine = [one for one in work.commands if one.author == author]
        drafts = [one for one in work.drafts if one.author == author]
        cases = sorted({one.case_id for one in mine if one.case_id} | {one.case_id for one in drafts})
        shown = ", ".join(cases[:_MOST_CASES]) + (" …" if len(cases) > _MOST_CASES else "")
        who = f"{author} ({people[author]})" if author in people else author
        print(words("recover_of", speech, author=who, commands=len(mine), drafts=len(drafts), cases=shown or "-"))


def _usernames(work: UnsentWork) -> dict[str, str]:
    """Author → the name they sign in with, as far as this profile knew it."""
    by_device = {device: name.rpartition("/")[2] for name, device in work.values.items() if name.startswith(_DEVICE)}
    return {one.author: by_device[one.device_id] for one in work.commands if one.device_id in by_device}


def _told(trouble: Trouble, speech: str) -> int:
    print(words(trouble.code, speech, **trouble.values), file=sys.stderr)
    return 1


def _speech(language: str | None) -> str:
    return language[:2] if language else console_language()


# ---------------------------------------------------------------------------------------------- writing
def _write(work: UnsentWork, out: Path, speech: str) -> None:
    """Readable by everybody who gets the file: it holds what people wrote about cases."""
    try:
        _new_file(out, to_document(work) + b"\n")
    except OSError as error:
        raise Trouble("recover_cannot_write", path=out, why=error.strerror or "?") from error
    print(words("recover_written", speech, path=out))


def _new_file(path: Path, data: bytes) -> None:
    """Never over another file; for its owner alone. Raises OSError."""
    if path.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
    write_atomically(path, data)


@contextmanager
def _closed(folder: Path) -> Iterator[None]:
    """While nobody has the window of this profile open."""
    from PySide6.QtCore import QLockFile

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = QLockFile(str(folder / "window.lock"))
    lock.setStaleLockTime(0)
    if not lock.tryLock(0):
        raise Trouble("recover_in_use")
    try:
        yield
    except (DeskError, OSError) as error:
        raise Trouble("recover_not_opened", path=folder) from error
    finally:
        lock.unlock()


def _bring_in(work: UnsentWork, folder: Path, key_fd: int | None, speech: str) -> None:
    with _closed(folder):
        key = _key_of(folder, key_fd, speech)
        store = WorkStore.open(folder, key.sub("work"), key.sub("high-water")).store
        try:
            told = store.bring_in(work)
        finally:
            store.close()
    print(words("recover_brought_in", speech, commands=told.commands, drafts=told.drafts, known=told.known))


def _key_of(folder: Path, key_fd: int | None, speech: str) -> DataKey:
    source = key_source(folder, read_policy(), key_fd)
    return at_start(folder, source if isinstance(source, OsKeyring) else None, _obtained(source, speech))


def _obtained(source: KeySource, speech: str) -> DataKey:
    answer = source.obtain()
    if answer.problem is KeyProblem.WAITING:
        print(words("recover_waiting", speech))
        answer = source.obtain(_LAST_SECONDS)
        source.cancel()
    if answer.key is None:
        raise Trouble("recover_no_seat_key", why=(answer.problem or KeyProblem.NO_BACKEND).value)
    return answer.key
