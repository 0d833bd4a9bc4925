"""Emptying a seat at the word of the house, in an order that loses nobody's work and survives a kill at any moment.

1 sync has stopped · 2 unsent work was sent, where the directive wants that · 3 what is left of it lies sealed to the
recovery key, and the answer to the server is signed · 4 the keys are gone, so that every file is noise · 5 the files
are gone · 6 the server knows. A keyring that does not let go at step 4 is asked again after step 5. `wipe.state` in the
profile says how far it came; it holds ids and codes alone, and goes last.
"""

import logging
import shutil
from collections.abc import Callable
from enum import IntEnum
from hashlib import sha256
from pathlib import Path

import msgspec

from app.contract.devices import CheckIn, Directive
from app.desktop.vault.files import sync_folder, write_atomically

_log = logging.getLogger(__name__)
JOURNAL = "wipe.state"
MOST_TRIES = 30
"""Times that a keyring is asked for the key of an emptied profile; then it keeps a key to nothing."""
_KEPT = (JOURNAL, "window.lock")


class WipeStep(IntEnum):
    """What is done."""

    BEGUN = 0
    STOPPED = 1
    UPLOADED = 2
    SEALED = 3
    KEYLESS = 4
    EMPTIED = 5


class WipeState(msgspec.Struct, frozen=True):
    """`kept`: unsent commands that lie in the file `sealed`; `lost`: those that could not be sealed, since nobody had
    named a recovery key; `answer`: what the server is told, signed while the seat still had a key. `earlier`: files of
    unsent work that were sealed to the organisation before this wipe began; they stay as well. `damaged`: nobody knows
    any more how far it came. `key_left`: the keyring has not let go of the key, asked `tries` times since the files
    are gone."""

    directive_id: str
    device_id: str
    server: str
    upload_first: bool
    step: WipeStep = WipeStep.BEGUN
    kept: int = 0
    lost: int = 0
    sealed: str | None = None
    answer: CheckIn | None = None
    told: bool = False
    earlier: tuple[str, ...] = ()
    damaged: bool = False
    key_left: bool = False
    tries: int = 0

    @property
    def over(self) -> bool:
        return self.told and (not self.key_left or self.tries >= MOST_TRIES)


class WipeWork(msgspec.Struct, frozen=True):
    """The steps' hands. `stop` ends sync; `upload` sends what it can, within its own limit; `seal` puts unsent work
    into a sealed file: (its name, how many commands), None for the name where there is no recovery key or nothing to
    seal; `sign` makes the answer for so many kept commands; `shut` closes the stores; `destroy_key` removes the key
    from the keyring; `tell` is True once the server has the answer, or will never want it."""

    stop: Callable[[], None]
    upload: Callable[[], None]
    seal: Callable[[], tuple[str | None, int]]
    sign: Callable[[int], CheckIn | None]
    shut: Callable[[], None]
    destroy_key: Callable[[], bool]
    tell: Callable[[WipeState], bool]


def begin(folder: Path, directive: Directive, server: str) -> WipeState:
    """Write down that this seat is to be wiped; from here on nothing else happens at it. Twice is once."""
    known = pending(folder)
    if known is not None:
        return known
    state = WipeState(
        directive.directive_id, directive.device_id, server, directive.upload_first, earlier=sealed_before(folder)
    )
    _keep(folder, state)
    return state


def pending(folder: Path) -> WipeState | None:
    """A wipe that was begun here and is not over. Of a journal that cannot be read nobody knows how far it came: the
    files are to go, for nobody but a wipe writes it, and unsent work is sealed first, if need be once more."""
    try:
        check, _, told = (folder / JOURNAL).read_bytes().partition(b"\n")
        if check != _check(told):
            raise ValueError("the journal is damaged")
        return msgspec.json.decode(told, type=WipeState)
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        return WipeState("", "", "", False, WipeStep.STOPPED, earlier=sealed_before(folder), damaged=True)


def sealed_before(folder: Path) -> tuple[str, ...]:
    """The files of unsent work that only the organisation opens: sealed at a sign-out, or after too long without
    contact."""
    # Loaded by seats that are wiped alone.
    from app.desktop.vault.recovery import ENDING, SEALED_WORK

    return tuple(sorted(path.name for path in folder.glob(f"{SEALED_WORK}*{ENDING}")))


def go_on(folder: Path, work: WipeWork, reached: Callable[[str], None] = lambda _name: None) -> WipeState | None:
    """Every step that is not done yet; the state at the end, `over` once the server knows and the journal is gone. None
    where no wipe was begun. `reached` hears of each point between two durable moments."""
    state = pending(folder)
    if state is None:
        return None
    reached("begun")
    if state.step < WipeStep.STOPPED:
        work.stop()
        state = _done(folder, state, WipeStep.STOPPED)
        reached("stopped")
    if state.step < WipeStep.UPLOADED:
        if state.upload_first:
            work.upload()
        reached("sent")
        state = _done(folder, state, WipeStep.UPLOADED)
        reached("uploaded")
    if state.step < WipeStep.SEALED:
        name, unsent = work.seal()
        reached("sealing")
        kept = unsent if name is not None else 0
        state = msgspec.structs.replace(
            state, sealed=name, kept=kept, lost=unsent - kept, answer=work.sign(kept), step=WipeStep.SEALED
        )
        _keep(folder, state)
        reached("sealed")
    if state.step < WipeStep.KEYLESS:
        work.shut()
        # A keyring that is locked keeps its entry: the files under it go all the same.
        state = msgspec.structs.replace(state, key_left=not work.destroy_key())
        reached("destroyed")
        state = _done(folder, state, WipeStep.KEYLESS)
        reached("keyless")
    if state.step < WipeStep.EMPTIED:
        _empty(folder, state, reached)
        state = _done(folder, state, WipeStep.EMPTIED)
        reached("emptied")
    elif state.key_left:
        state = msgspec.structs.replace(state, key_left=not work.destroy_key(), tries=state.tries + 1)
        reached("destroyed late")
        _keep(folder, state)
    if not state.told:
        if not work.tell(state):
            return state
        state = msgspec.structs.replace(state, told=True)
        reached("told")
    if not state.over:
        _keep(folder, state)
        return state
    if state.key_left:
        _log.error("the keyring kept the key of an emptied profile")
    (folder / JOURNAL).unlink(missing_ok=True)
    sync_folder(folder)
    return state


def _empty(folder: Path, state: WipeState, reached: Callable[[str], None]) -> None:
    for path in sorted(folder.iterdir()):
        if path.name in _KEPT or path.name == state.sealed or path.name in state.earlier:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        reached(f"gone {path.name}")
    sync_folder(folder)


def _done(folder: Path, state: WipeState, step: WipeStep) -> WipeState:
    state = msgspec.structs.replace(state, step=step)
    _keep(folder, state)
    return state


def _keep(folder: Path, state: WipeState) -> None:
    told = msgspec.json.encode(state)
    write_atomically(folder / JOURNAL, _check(told) + b"\n" + told)


def _check(told: bytes) -> bytes:
    """One bit that fell over must not become another step."""
    return sha256(told).hexdigest().encode()
