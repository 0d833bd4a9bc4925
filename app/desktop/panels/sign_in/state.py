"""What the sign-in page shows, in codes."""

import msgspec


class SignInState(msgspec.Struct, frozen=True):
    """`step`: form, busy, browser (the person signs in at the identity provider), code (the same, with `code` typed at
    `code_at` on any machine), keyring (waiting for the key) or leaving (somebody is being signed out). `error` is a
    code, "" for none.

    `provider`: what the house calls its identity provider, "" where there is none; `by_code`: whether it takes typed
    codes; `password`: whether a name and a password are taken.

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
    provider: str = ""
    by_code: bool = False
    password: bool = True
    code: str = ""
    code_at: str = ""
