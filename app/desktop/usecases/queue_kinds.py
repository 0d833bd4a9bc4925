"""Finding cases by what their type is called, in the language of whoever looks and in the other one."""

from functools import cache

from app.contract.catalogue import catalogue


def kinds_named(find: str) -> frozenset[str]:
    """Case types whose name, or the short one over the queue, has a word that begins with `find`; in Chinese, where
    words stand unparted, whose name holds it. A single letter begins too many words and names no type."""
    needle = " ".join(find.casefold().split())
    if not needle or (len(needle) == 1 and needle.isascii()):
        return frozenset()
    return frozenset(kind for kind, names in _names().items() if any(_named(needle, name) for name in names))


def _named(needle: str, name: str) -> bool:
    return f" {needle}" in f" {name}" or (not needle.isascii() and needle in name)


@cache
def _names() -> dict[str, tuple[str, ...]]:
    return {
        kind.id: tuple(words.casefold() for both in (kind.name, kind.chip) for words in (both.en, both.zh) if words)
        for kind in catalogue().case_types.values()
    }
