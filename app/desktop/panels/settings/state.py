"""What the settings page shows, in codes."""

import msgspec

THEMES = ("system", "light", "dark")
SIZES = (80, 90, 100, 110, 125, 140, 150, 160)
DENSITIES = ("comfortable", "compact")
TIMES = ("local", "utc")
DOCUMENTS = ("colour", "grey")


class KeyRow(msgspec.Struct, frozen=True):
    """One action that can have a key: `text` in words, `cap` as on a key cap ("" for none), `own` where the person
    changed it and `first` the cap it had; `group` are the words over its group."""

    action: str
    text: str
    cap: str
    own: bool = False
    first: str = ""
    group: str = ""


class KeyRefused(msgspec.Struct, frozen=True):
    """Why an action did not get a key: `why` is taken (`other` is the owner in words), input_method, control, editing
    or unknown; `key` is the key as on a cap."""

    action: str
    why: str
    key: str = ""
    other: str = ""


class Decided(msgspec.Struct, frozen=True):
    """A field of the machine's policy and its value as text; `data` where that is an address and no word of ours."""

    field: str
    value: str
    data: bool = False


class SettingsState(msgspec.Struct, frozen=True):
    """`fixed` names what the machine's owner decided; `key` is keyring, inherited or none.

    `rooms` are the workspaces one can start with, by id and name; `documents_blurred` is the machine's own rule;
    `idle_s` is how long after the last act the time on a case still counts. `refused` says which key was refused last
    and why. `decided` is what the machine's policy says otherwise than usual, `policy_fault` why it does not count.
    `rotation`: offered where the key can be changed here, asked where the next start does it.
    """

    language: str = "en"
    theme: str = "system"
    text_percent: int = 100
    density: str = "comfortable"
    times: str = "local"
    start_room: str = "review"
    rooms: tuple[tuple[str, str], ...] = (("review", ""),)
    documents: str = "colour"
    documents_blurred: bool = False
    idle_s: int = 60
    server: str = ""
    person: str = ""
    key: str = "keyring"
    fixed: frozenset[str] = frozenset()
    keys: tuple[KeyRow, ...] = ()
    refused: KeyRefused | None = None
    decided: tuple[Decided, ...] = ()
    policy_fault: str = ""
    rotation: str = ""
