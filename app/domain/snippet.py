"""A person's own phrase for rationales and notes: kept at the seat, put in by its key or from a list."""

import re
from collections.abc import Iterable

import msgspec

from app.domain.faults import Fault
from app.domain.pii_check import personal_data_faults
from app.domain.rationale import MAX_SENTENCES, count_sentences, language_of
from app.domain.text import Bilingual, unwelcome_characters

MOST, LONGEST_NAME, LONGEST_TEXT = 100, 60, 500
_KEY = re.compile(r"[a-z0-9]{1,12}\Z")


class Snippet(msgspec.Struct, frozen=True, omit_defaults=True):
    """`key` is what is typed after a slash to put it in ("vpn" for /vpn); "" for none. `id` is given once and stays."""

    id: str
    name: str
    text: Bilingual
    key: str = ""


def snippet_faults(snippet: Snippet, others: Iterable[Snippet]) -> tuple[Fault, ...]:
    """What keeps `snippet` from being stored beside `others`. A phrase that is used for many customers holds nobody's
    personal data, and one that fits into a rationale has at most two sentences."""
    faults: list[Fault] = []
    rest = [other for other in others if other.id != snippet.id]
    if len(rest) >= MOST:
        faults.append(Fault("snippet_too_many", "", {"most": MOST}))
    if not 0 < len(snippet.name.strip()) <= LONGEST_NAME or unwelcome_characters(snippet.name):
        faults.append(Fault("snippet_name", "/name", {"most": LONGEST_NAME}))
    elif any(other.name.strip().casefold() == snippet.name.strip().casefold() for other in rest):
        faults.append(Fault("snippet_name_taken", "/name"))
    if snippet.key and not _KEY.match(snippet.key):
        faults.append(Fault("snippet_key", "/key"))
    elif snippet.key and any(other.key == snippet.key for other in rest):
        faults.append(Fault("snippet_key_taken", "/key"))
    for side, text in (("en", snippet.text.en), ("zh", snippet.text.zh)):
        if text is None:
            continue
        pointer = f"/text/{side}"
        if not text.strip() or len(text) > LONGEST_TEXT:
            faults.append(Fault("snippet_text", pointer, {"most": LONGEST_TEXT}))
        elif unwelcome_characters(text):
            faults.append(Fault("rationale_characters", pointer))
        elif count_sentences(text) > MAX_SENTENCES:
            faults.append(Fault("rationale_sentences", pointer, {"most": MAX_SENTENCES}))
        faults += personal_data_faults(text, pointer)
    return tuple(faults)


def named(line: str) -> tuple[str, str]:
    """(name, key) of a line such as "Own VPN /vpn"; the key is "" where none is written."""
    found = re.fullmatch(r"(.*?)\s*(?:^|\s)/(\S+)\s*", line.strip())
    return (found[1].strip(), found[2]) if found is not None else (line.strip(), "")


def language_beside(text: str, screen: str) -> str:
    """The language ("en", "zh") in which a phrase goes into `text`: that of what is written already, a key that is
    being typed left aside; `screen` where nothing is."""
    written = re.sub(r"(?<![A-Za-z0-9_/:.])/[a-z0-9]{0,12}", "", text)
    return language_of(written) if any(c.isalpha() for c in written) else screen


def offered(text: str, caret: int, snippets: Iterable[Snippet]) -> tuple[Snippet, ...]:
    """The snippets whose key begins with what stands behind a slash before the caret, the shortest key first; none
    where no key is being typed."""
    found = re.search(r"(?<![A-Za-z0-9_/:.])/([a-z0-9]{0,12})\Z", text[:caret])
    if found is None:
        return ()
    return tuple(
        sorted((s for s in snippets if s.key and s.key.startswith(found[1])), key=lambda s: (len(s.key), s.key))
    )


def expanded(text: str, caret: int, snippets: Iterable[Snippet], language: str) -> tuple[str, int] | None:
    """`text` with "/key" before the caret replaced by its phrase, and the new place of the caret; None where no key
    stands there. Called when a space or Tab follows it. A slash inside a word ("km/h") starts no key."""
    found = re.search(r"(?<![A-Za-z0-9_/:.])/([a-z0-9]{1,12})\Z", text[:caret])
    if found is None:
        return None
    for snippet in snippets:
        if snippet.key == found[1]:
            phrase = snippet.text.in_language(language)[0]
            return text[: found.start()] + phrase + text[caret:], found.start() + len(phrase)
    return None
