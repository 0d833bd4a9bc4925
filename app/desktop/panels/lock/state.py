"""What the locked window shows, in codes."""

import msgspec


class LockState(msgspec.Struct, frozen=True):
    """`step`: form, busy or browser (the person is at the identity provider). `provider`: what the house calls that, ""
    for none; `password`: whether one is taken at
    all. `why`: idle (nobody was here for `minutes`), session (the desktop was locked), asked.
    `error` is a code, "" for none. Nothing of a case stands here."""

    person: str = ""
    why: str = "asked"
    minutes: int = 0
    step: str = "form"
    error: str = ""
    provider: str = ""
    password: bool = True
