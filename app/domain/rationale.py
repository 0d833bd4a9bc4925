"""Counting the sentences of a rationale in English, Chinese and a mixture; the same on both sides of the wire.

A terminator ends a sentence when something readable stands before it. The Chinese semicolon does not: in
GB/T 15834 it is a mark inside a sentence. A line break does, so that a list cannot pass for one sentence.
"""

import re
import unicodedata

from app.domain.faults import Fault
from app.domain.text import is_cjk, unwelcome_characters

MAX_SENTENCES = 2
MAX_CHARACTERS = 1_000

_CLOSERS = "\"'”’)]）】」』》〉"
# Marks that end a sentence whatever follows: the full-width ones, their other shapes, and those of other scripts.
_FINAL = "。！？．｡︒﹒﹖﹗︕︖‼⁇⁈⁉‽⸮؟۔।॥։"
# What may stand between a mark and the space after it without making the two sentences one.
_DECORATION = r"(?:\[\d{1,3}\]|[*_~|•·†‡#\u2010-\u2015\u2190-\u2bff\U0001f000-\U0001faff])*"
_RUN = re.compile(rf"(?P<mark>[.!?…{_FINAL}]+)[{re.escape(_CLOSERS)}]*{_DECORATION}|(?P<line>\n+)")
_FINAL_MARKS = frozenset(_FINAL)
_LOOKALIKES = str.maketrans({"\u2024": ".", "\u2025": "..", "\u2800": " ", "\u3164": " ", "\u115f": " ", "\uffa0": " "})
_UNSEEN = frozenset({"Cf", "Mn", "Me"})
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_ADDRESS = re.compile(r"[/:.=@]")
_WORD = re.compile(r"[^\s(（\[“\"']+\Z")
# Never the end of a sentence, whatever follows.
_OPEN_ABBREVIATIONS = frozenset("e.g i.e vs mr mrs ms dr prof st cf al viz resp incl excl".split())
# These stand before a number; the first of them is a whole answer where none follows.
_BEFORE_NUMBERS = frozenset("no nos approx ca fig max min ref acct tel".split())
# The end of a sentence only where a new one visibly begins.
_CLOSING_ABBREVIATIONS = frozenset(
    "etc inc ltd co corp plc llc gmbh jr sr a.m p.m u.s u.k u.n e.u ph.d est dept jan feb mar apr jun jul aug "
    "sep sept oct nov dec".split()
)


def count_sentences(text: str) -> int:
    """How many sentences `text` holds; 0 where nothing in it can be read."""
    text = _as_seen(text)
    count, start = 0, 0
    for run in _RUN.finditer(text):
        if not _readable(text[start : run.start()]):
            continue  # a stray mark, or a list number still waiting for its sentence
        if run["line"] or _ends_sentence(text, start, run):
            count, start = count + 1, run.end()
    return count + (1 if any(c.isalnum() for c in text[start:]) else 0)


def _as_seen(text: str) -> str:
    """The text as its reader sees it: what cannot be seen parts no words from their marks, and a break is a break."""
    text = _BREAKS.sub("\n", text)
    if text.isascii():
        return text
    seen = text.translate(_LOOKALIKES)
    return "".join(c for c in seen if unicodedata.category(c) not in _UNSEEN)


def _readable(segment: str) -> bool:
    """A bare list number ("1", "2") is not a sentence of its own."""
    stripped = segment.strip()
    return any(c.isalnum() for c in stripped) and not re.fullmatch(r"\d{1,2}", stripped)


def _ends_sentence(text: str, start: int, run: re.Match[str]) -> bool:
    mark, after = run["mark"], text[run.end() :]
    following = after[:1]
    visible = after.lstrip()[:1]
    if any(c in _FINAL_MARKS for c in mark):
        # A full-width point between digits is a decimal point typed with the wrong keyboard.
        return not (mark == "．" and text[run.start() - 1].isdigit() and following.isdigit())
    if not visible:
        return True
    if set(mark) <= {"…"} or (len(mark) >= 3 and set(mark) == {"."}):
        return following.isspace() and (visible.isupper() or is_cjk(visible))
    if is_cjk(following):
        return True
    word_match = _WORD.search(text[start : run.start()])
    word = word_match.group() if word_match else ""
    if "!" in mark or "?" in mark:
        return following.isspace() or (following.isalpha() and not _ADDRESS.search(word))
    if not following.isspace():
        return bool(re.search(r"[a-z]{2}\Z", word)) and bool(re.match(r"[A-Z][a-z\s]", after))
    return _ends_before_space(text[start : run.start()], word, after.lstrip())


def _ends_before_space(sentence: str, word: str, after: str) -> bool:
    """Whether a point ends `sentence`, whose last word is `word`, where a space and then `after` follow."""
    visible, bare = after[:1], word.lower().rstrip(".")
    if bare in _OPEN_ABBREVIATIONS:
        return False
    if bare in _BEFORE_NUMBERS:
        numbered = any(c.isdigit() for c in after.split(maxsplit=1)[0])
        return not numbered and (bare == "no" or visible.isupper() or is_cjk(visible))
    if re.fullmatch(r"[A-Z]", word):
        # An initial stands at the beginning or after a name; after any other word the letter is what it speaks of.
        before = sentence[: -len(word)].split()
        return bool(before) and before[-1][-1:].isalnum() and before[-1][:1].islower()
    if bare in _CLOSING_ABBREVIATIONS:
        return visible.isupper() or is_cjk(visible)
    return True


def language_of(text: str) -> str:
    """ "zh" where Han characters carry the text, else "en". A Han character says about as much as three letters."""
    han = sum(1 for c in text if is_cjk(c) and c.isalnum())
    latin = sum(1 for c in text if c.isalpha() and not is_cjk(c))
    return "zh" if han * 3 > latin else "en"


def rationale_faults(text: str) -> tuple[Fault, ...]:
    """What is wrong with a rationale: missing, too long, more than two sentences, unreadable characters."""
    faults: list[Fault] = []
    if len(text) > MAX_CHARACTERS:
        faults.append(Fault("rationale_too_long", "/rationale", {"length": len(text), "most": MAX_CHARACTERS}))
    if unwelcome_characters(text):
        faults.append(Fault("rationale_characters", "/rationale"))
    sentences = count_sentences(text[: MAX_CHARACTERS * 2])
    if sentences == 0:
        faults.append(Fault("rationale_required", "/rationale"))
    elif sentences > MAX_SENTENCES:
        faults.append(Fault("rationale_sentences", "/rationale", {"count": sentences, "most": MAX_SENTENCES}))
    return tuple(faults)
