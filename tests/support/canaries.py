"""Words that stand nowhere else in the world, put where people's data and secrets go, and looked for on disk in every
form in which a careless program would leave them."""

import base64
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path


class Canaries:
    """`new` makes one; `add` takes a secret that came from elsewhere (a token). `found_in` tells which lie in files."""

    def __init__(self) -> None:
        self._words: dict[str, str] = {}

    def new(self, what: str) -> str:
        """Letters and digits alone, so that no escaping changes it."""
        word = f"kanari{secrets.token_hex(10)}x"
        self._words[what] = word
        return word

    def add(self, what: str, word: str) -> None:
        assert len(word) > 12, "too short to be looked for"
        self._words[what] = word

    @property
    def names(self) -> set[str]:
        return set(self._words)

    def found_in(self, *places: Path) -> list[tuple[str, str, str]]:
        """(what, form, file) of every find, in names of files as well."""
        forms = [(what, form, data) for what, word in self._words.items() for form, data in forms_of(word)]
        found = []
        for path in files_in(places):
            data = path.read_bytes().lower() + b"\n" + str(path).lower().encode()
            found += [(what, form, path.name) for what, form, sought in forms if sought in data]
        return found


def forms_of(word: str) -> Iterator[tuple[str, bytes]]:
    """The word as programs write it, in lower case."""
    plain = word.encode()
    yield "utf-8", plain.lower()
    yield "utf-16-le", word.lower().encode("utf-16-le")
    yield "utf-16-be", word.lower().encode("utf-16-be")
    yield "hex", plain.hex().encode()
    for shift in range(3):
        # Whatever stands before it, base64 has one of three ways to write what is in the middle.
        text = base64.b64encode(bytes(shift) + plain)
        yield f"base64 {shift}", text[4:-4].lower()
        yield f"base64url {shift}", text[4:-4].replace(b"+", b"-").replace(b"/", b"_").lower()


def files_in(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        yield from (path for path in ([place] if place.is_file() else place.rglob("*")) if path.is_file())
