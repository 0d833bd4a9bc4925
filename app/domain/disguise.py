"""A past case as a new one: fresh times, and stand-ins for everything that says whose case it was.

A stand-in has the shape of the value and exactly its mask, so the case looks as it did when it was masked; a reveal
shows the stand-in. All times move by one distance, to the second, so that what lies between them stays. Pure: the same
case, key and moment give the same disguise.
"""

import hashlib
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from app.domain.assessment import Scalar
from app.domain.case import IntakeCase
from app.domain.catalogue import CaseType
from app.domain.masking import mask

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_IPV4 = re.compile(r"\d{1,3}(\.\d{1,3}){3}")
_NEAR = timedelta(days=730)  # a day further away is a birthday or the like, and no event of the case
_WITHIN = 5  # shorter values are not looked for inside other texts
_TRIES = 64
_HAN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚"


class _Dice:
    """Numbers drawn from a key, one after another."""

    def __init__(self, key: bytes, about: str) -> None:
        self._key, self._about, self._n = key[:64], about, 0

    def below(self, most: int) -> int:
        self._n += 1
        text = f"{self._about}:{self._n}".encode()
        return int.from_bytes(hashlib.blake2b(text, key=self._key, digest_size=8).digest(), "big") % most


def disguise(case: IntakeCase, case_type: CaseType | None, key: bytes, ref: str, routed_at: datetime) -> IntakeCase:
    """The case under another `ref`, routed at `routed_at`. `key`: 1 to 64 bytes, another one for every copy."""
    began = case.routed_at or case.opened_at
    distance = timedelta(seconds=int((routed_at - began).total_seconds()))
    stand_ins = _StandIns(key)
    for name, value in case.subject.items():
        field = case_type.subject_field(name) if case_type else None
        if field is None or field.pii:
            stand_ins.learn(value)
    for item in case.evidence:
        schema = case_type.evidence_schemas.get(item.kind) if case_type else None
        known = {f.name for f in schema.fields if not f.pii} - set(item.pii) if schema else set()
        for row in (*(item.rows or ()), *((item.fields,) if item.fields else ())):
            for name, value in row.items():
                if name not in known:
                    stand_ins.learn(value)
    for link in case.links:
        stand_ins.learn(link.value)

    def told(text: str) -> str:
        moved = _moved(text, distance, case.opened_at)
        return stand_ins.within(text) if moved is None else moved

    plain = msgspec.json.decode(msgspec.json.encode(case))
    own = {"external_ref", "case_type", "opened_at", "routed_at", "vendor"}
    changed = {name: value if name in own else _walk(value, told) for name, value in plain.items()}
    changed["evidence"] = [_kept(old, new) for old, new in zip(plain["evidence"], changed["evidence"], strict=True)]
    changed["subject"] = {name: stand_ins.of(value, told) for name, value in plain["subject"].items()}
    made = msgspec.convert(changed, IntakeCase)
    return msgspec.structs.replace(
        made,
        external_ref=ref,
        opened_at=case.opened_at + distance,
        routed_at=None if case.routed_at is None else case.routed_at + distance,
    )


def _kept(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Names that other parts of a case go by stay, and so does the file behind a piece of evidence."""
    same = {name: old[name] for name in ("id", "kind", "pii", "boxes", "attachment") if name in old}
    return new | same


def _walk(value: Any, told: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return told(value)
    if isinstance(value, dict):
        return {name: _walk(part, told) for name, part in value.items()}
    return [_walk(part, told) for part in value] if isinstance(value, list) else value


class _StandIns:
    """One stand-in for each value that says whose case it is, wherever it stands."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._known: dict[str, str] = {}

    def learn(self, value: Scalar) -> None:
        if value is None or isinstance(value, bool | float):
            return
        text = str(value)
        if text and text not in self._known and _moment(text) is None:
            self._known[text] = stand_in(text, self._key)

    def of(self, value: Any, told: Callable[[str], str]) -> Any:
        """A value of the subject, of its own type."""
        if isinstance(value, int) and not isinstance(value, bool) and str(value) in self._known:
            return int(self._known[str(value)])
        return told(value) if isinstance(value, str) else value

    def within(self, text: str) -> str:
        if text in self._known:
            return self._known[text]
        for value in sorted(self._known, key=len, reverse=True):
            if len(value) >= _WITHIN and value in text:
                text = text.replace(value, self._known[value])
        return text


def stand_in(text: str, key: bytes) -> str:
    """Another value of the same shape with the same mask; the value itself where there is none."""
    dice = _Dice(key, text)
    for _ in range(_TRIES):
        other = _other(text, dice)
        if other != text and mask(other) == mask(text):
            return other
    return text


def _other(text: str, dice: _Dice) -> str:
    if _IPV4.fullmatch(text):
        first, *middle, last = text.split(".")
        return ".".join((first, *(_octet(part, dice) for part in middle), last))
    if _DAY.fullmatch(text):
        return f"{text[:2]}{_like(text[2:4], dice)}-{1 + dice.below(12):02d}-{text[8:]}"
    if "@" in text:
        local, _, domain = text.partition("@")
        name, dot, top = domain.rpartition(".")
        return f"{local[:1]}{_like(local[1:], dice)}@{_like(name, dice)}{dot}{top}"
    prefix, dash, rest = text.partition("-")
    head = f"{prefix}-" if dash and len(prefix) <= 2 and len(rest) >= 6 else ""
    body = text[len(head) :]
    if len(body) < 6:
        return head + _like(body, dice)
    if " " in body:
        words = (f"{word[:1]}{_like(word[1:], dice)}" for word in body.split(" "))
        return head + " ".join(words)
    keep = 2 if len(body) >= 8 else 1
    if body[:2] in ("0x", "0X"):
        return head + body[:2] + _like(body[2:-keep], dice) + body[-keep:]
    return head + body[:keep] + _like(body[keep:-keep], dice) + body[-keep:]


def _octet(part: str, dice: _Dice) -> str:
    low, high = {1: (0, 10), 2: (10, 100), 3: (100, 255)}[len(part)]
    return str(low + dice.below(high - low))


def _like(text: str, dice: _Dice) -> str:
    """Letters for letters and figures for figures; hexadecimal stays so."""
    letters = [char for char in text if char.isascii() and char.isalpha()]
    alphabet = "abcdef" if letters and all(char in "abcdefABCDEF" for char in letters) else "abcdefghijklmnopqrstuvwxyz"
    return "".join(_char(char, alphabet, dice) for char in text)


def _char(char: str, alphabet: str, dice: _Dice) -> str:
    if char.isdecimal() and char.isascii():
        return str(dice.below(10)) if char != "0" else "0123456789"[dice.below(10)]
    if char.isascii() and char.isalpha():
        drawn = alphabet[dice.below(len(alphabet))]
        return drawn.upper() if char.isupper() else drawn
    return _HAN[dice.below(len(_HAN))] if "\u4e00" <= char <= "\u9fff" else char


def _moment(text: str) -> datetime | None:
    if not _MOMENT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _moved(text: str, distance: timedelta, opened_at: datetime) -> str | None:
    """A moment or a near day, moved, written as it was; None for anything else."""
    moment = _moment(text)
    try:
        if moment is not None:
            return _as_written(moment + distance, text)
        if _DAY.fullmatch(text):
            day = date.fromisoformat(text)
            return None if abs(day - opened_at.date()) > _NEAR else (day + distance).isoformat()
    except (ValueError, OverflowError):
        return None
    return None


def _as_written(moment: datetime, like: str) -> str:
    """The moment with the same figures and marks as `like`."""
    zone = re.search(r"(Z|[+-]\d\d:?\d\d)$", like)
    bare = like[: zone.start()] if zone else like
    text = moment.strftime(f"%Y-%m-%d{bare[10]}%H:%M")
    if len(bare) > 16:
        text += moment.strftime(":%S")
    if "." in bare:
        text += "." + f"{moment.microsecond:06d}"[: len(bare.partition(".")[2])]
    return text + (zone.group() if zone else "")


def fresh_ref(newest: str, key: bytes, attempt: int) -> str:
    """A reference that stands well beside `newest`, the agent's last of the type: a number is a little smaller, and
    later attempts a little larger; where the end is no number, other letters and figures stand there."""
    dice = _Dice(key, f"ref:{attempt}")
    end = re.search(r"\d{1,18}$", newest)
    if end is None:
        cut = max(0, len(newest) - 8)
        return newest[:cut] + _like(newest[cut:], dice)
    number, width = int(end.group()), len(end.group())
    nearby = number - 1 - dice.below(100) if attempt < _TRIES and number > 200 else number + 1 + dice.below(1 + attempt)
    return f"{newest[: end.start()]}{max(1, nearby):0{width}d}"
