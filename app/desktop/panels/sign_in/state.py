"""What the sign-in page shows, in codes."""

import msgspec


class SignInState(msgspec.Struct, frozen=True):
    """`step`: form, busy, keyring (waiting for the key) or leaving (somebody is being signed out). `error` is a code,
    "" for none.

    `server_fixed` where the machine or the command line decided the address; `back` where the person may go on
    without signing in (work is kept and waits).
    """

    step: str = "form"
    server: str = ""
    server_fixed: bool = False
    username: str = ""
    error: str = ""
    key: str = "keyring"
    back: bool = False
