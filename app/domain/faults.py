"""One thing that is wrong with an input, as a code and a place; the text is made upstairs."""

import msgspec


class Fault(msgspec.Struct, frozen=True):
    """`code` names the rule, `pointer` the JSON pointer (RFC 6901) below the object that was checked,
    `params` what a caption may need (numbers and ids only, never a person's data)."""

    code: str
    pointer: str = ""
    params: dict[str, int | str] = {}
