"""What the settings page shows, in codes."""

import msgspec


class KeyRow(msgspec.Struct, frozen=True):
    """One action that can have a key: `text` in words, `cap` as on a key cap ("" for none)."""

    action: str
    text: str
    cap: str


class SettingsState(msgspec.Struct, frozen=True):
    """`fixed` names what the machine's owner decided; `key` is keyring, inherited or none.

    `clash` is the action whose key was refused last, `taken_by` the words of the action that has it.
    """

    language: str = "en"
    theme: str = "system"
    text_percent: int = 100
    server: str = ""
    person: str = ""
    key: str = "keyring"
    fixed: frozenset[str] = frozenset()
    keys: tuple[KeyRow, ...] = ()
    clash: str = ""
    taken_by: str = ""
