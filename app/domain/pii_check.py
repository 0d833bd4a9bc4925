"""Personal data typed into free text: rationales, notes, snippets and the reference of something missing.

Two degrees. What carries its own proof is `certain`, and text that holds it is refused on both sides of the wire: an
e-mail address, a card number (issuer's prefix and Luhn), an IBAN (mod 97), a Chinese identity number (date of birth and
check character), a wallet address (see `wallet_address`), a telephone number with its country code after + or 00, and a
value of this very case that was revealed and is still in sight. What only looks so is marked for its author and refused
nowhere: a bare Chinese mobile number, a run of digits after 00 that fits no country we know, a passport-like number, an
IP address. Case ids, clause references, dates, times, amounts, hashes and version numbers are none of these.

Why the second degree is not refused: eleven digits may be an order number, a letter with eight digits a device or a
ticket, and four numbers with points a version or the very network that an engineer is told to look at. A refusal that
is wrong stops a decision, in a place where its author can prove nothing; a mark costs a look. What would do harm is
covered: these values of the case itself are masked, so that whoever can copy one has revealed it, and a revealed value
is `certain` for as long as it is in sight.

Text is read as its reader sees it: full-width characters count as plain ones and characters without a width do not
hide a number.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from datetime import date

import msgspec

from app.domain.faults import Fault
from app.domain.wallet_address import find_wallets

LONGEST_READ = 20_000
"""Characters looked at; every text that is checked has a lower limit of its own."""
SHORTEST_KNOWN = 4
"""A revealed value shorter than this ("2", "SG") would be found in every text."""

_BEFORE, _AFTER = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"
_CASE_ID = re.compile(_BEFORE + r"C-[1-9][0-9]{5,15}" + _AFTER)
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,4}\.[A-Za-z]{2,24}"
    + _AFTER
)
_CARD = re.compile(r"(?<![A-Za-z0-9.,])\d(?:[ \n-]?\d){12,18}(?![A-Za-z0-9]|[.,]\d)")
_CARD_POINTS = re.compile(r"(?<![A-Za-z0-9.,])\d{4}(?:\.\d{4}){3}(?![A-Za-z0-9]|[.,]\d)")
# A name before the @ that is no ASCII: the words of a Chinese sentence run into it, so no more than a name is taken.
_EMAIL_HAN = re.compile(
    r"(?<![\u4e00-\u9fffA-Za-z0-9._%+-])[\u4e00-\u9fff]{1,6}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,4}\.[A-Za-z]{2,24}"
    + _AFTER
)
_CARD_PREFIX = re.compile(r"4|5[1-5]|2[2-7]|3[4-9]|30|6[0-9]")
_IBAN = re.compile(_BEFORE + r"[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}")
# Length by country, from the IBAN registry (ISO 13616), so that the word after a number is not taken for part of it.
_IBAN_LENGTHS = dict(
    pair.split(":")
    for pair in (
        "AD:24 AE:23 AL:28 AT:20 AZ:28 BA:20 BE:16 BG:22 BH:22 BR:29 BY:28 CH:21 CR:22 CY:28 CZ:24 DE:22 DK:18 DO:28 "
        "EE:20 EG:29 ES:24 FI:18 FO:18 FR:27 GB:22 GE:22 GI:23 GL:18 GR:27 GT:28 HR:21 HU:28 IE:22 IL:23 IQ:23 IS:26 "
        "IT:27 JO:30 KW:30 KZ:20 LB:28 LI:21 LT:20 LU:20 LV:21 LY:25 MC:27 MD:24 ME:22 MK:19 MR:27 MT:31 MU:30 NL:18 "
        "NO:15 PK:24 PL:28 PS:29 PT:25 QA:29 RO:24 RS:22 SA:24 SC:31 SE:24 SI:19 SK:24 SM:27 ST:25 SV:28 TL:23 TN:24 "
        "TR:26 UA:29 VA:22 VG:24 XK:20"
    ).split()
)
_CN_ID = re.compile(_BEFORE + r"\d{6}[ -]?\d{8}[ -]?\d{3}[\dXx]" + _AFTER)
_PHONE = re.compile(r"(?<![A-Za-z0-9+])\+[1-9]\d{0,2}(?:[ .-]?\(?\d{1,4}\)?){2,6}" + _AFTER)
# The prefix 00 stands for +. Digits alone may be an order's number, so they must fit the mobile numbers of a country.
_PHONE_00 = re.compile(r"(?<![A-Za-z0-9+.,])00[ -]?[1-9]\d{0,2}[ -](?:[ .-]?\(?\d{1,4}\)?){2,6}" + _AFTER)
_PHONE_00_BARE = re.compile(
    r"(?<![A-Za-z0-9+.,])00(?:86\d{10,11}|65[3689]\d{7}|852[4-9]\d{7}|8536\d{7}|8869\d{8}|1[2-9]\d{9}|447\d{9}"
    r"|81[789]0\d{8}|8210\d{8}|91[6-9]\d{9}|79\d{9}|628\d{8,10}|601\d{8,9}|66[689]\d{8}|84[35789]\d{8}|639\d{9}"
    r"|905\d{9}|380\d{9}|234[789]\d{9}|9715\d{8}|491[567]\d{8,9}|33[67]\d{8})" + _AFTER
)
_LONG_00 = re.compile(r"(?<![A-Za-z0-9+.,])00[1-9]\d{8,14}(?![A-Za-z0-9]|[.,]\d)")
_MONEY_AFTER = re.compile(r"\s?(?:%|USD|USDT|USDC|BTC|ETH|EUR|CNY|km|元|万|亿)")
_CN_MOBILE = re.compile(_BEFORE + r"(?:86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}" + _AFTER)
_PASSPORT = re.compile(r"(?<![A-Za-z0-9-])[A-Z]{1,2}\d{7,8}" + _AFTER)
_IP = re.compile(r"(?<![A-Za-z0-9.])(?:\d{1,3}\.){3}\d{1,3}(?![A-Za-z0-9/]|\.\d)")
_IP6 = re.compile(r"(?<![A-Za-z0-9:])(?:[0-9a-fA-F]{1,4}:){4,7}[0-9a-fA-F]{1,4}(?![A-Za-z0-9:])")
# Every kind needs a digit, an @ or a colon, but for an address of letters alone: most texts have none of it.
_ANY_SIGN, _ALL_LETTERS = re.compile(r"[@:0-9]"), re.compile(r"[A-HJ-NP-Za-km-z]{25}")
_CN_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


class PersonalSpan(msgspec.Struct, frozen=True):
    """Characters `start` to `end` of the text hold what looks like `kind`: email, card, iban, national_id, wallet,
    phone, known_value, document_number or ip. The value itself is not repeated."""

    kind: str
    start: int
    end: int
    certain: bool


def find_personal(text: str, known: Iterable[str] = ()) -> tuple[PersonalSpan, ...]:
    """What looks like personal data in `text`, in reading order and without overlaps, the certain first where two
    readings meet. `known` are real values of the case that are in sight at this seat."""
    seen, places = _as_read(text[:LONGEST_READ])
    known = tuple(known)
    if not known and _ANY_SIGN.search(seen) is None and _ALL_LETTERS.search(seen) is None:
        return ()
    seen = _CASE_ID.sub(lambda match: "C" * len(match.group()), seen)
    found: list[PersonalSpan] = []
    taken: list[tuple[int, int]] = []
    for kind, certain, spans in _readings(seen, known):
        for start, end in spans:
            if any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            taken.append((start, end))
            found.append(PersonalSpan(kind, places[start], places[end - 1] + 1, certain))
    return tuple(sorted(found, key=lambda span: span.start))


def personal_data_faults(text: str, pointer: str, known: Iterable[str] = ()) -> tuple[Fault, ...]:
    """The fault of a text that must not be stored as it is; at most one for each text, naming the kind found first."""
    first = next((span for span in find_personal(text, known) if span.certain), None)
    return (Fault("personal_data", pointer, {"kind": first.kind}),) if first else ()


def _readings(seen: str, known: Iterable[str]) -> Iterator[tuple[str, bool, Iterable[tuple[int, int]]]]:
    yield "known_value", True, _known_values(seen, known)
    yield "email", True, _matches(_EMAIL, seen)
    yield "email", True, _matches(_EMAIL_HAN, seen)
    yield "wallet", True, find_wallets(seen)
    yield "iban", True, _ibans(seen)
    yield "national_id", True, _matches(_CN_ID, seen, _is_chinese_identity)
    yield "card", True, _matches(_CARD, seen, _is_card)
    yield "card", True, _matches(_CARD_POINTS, seen, _is_card)
    for pattern in (_PHONE, _PHONE_00, _PHONE_00_BARE):
        yield "phone", True, _phones(pattern, seen)
    yield "phone", False, _phones(_LONG_00, seen)
    yield "phone", False, _matches(_CN_MOBILE, seen)
    yield "document_number", False, _matches(_PASSPORT, seen, _is_document_number)
    yield "ip", False, _matches(_IP, seen, _is_ipv4)
    yield "ip", False, _matches(_IP6, seen)


def _as_read(text: str) -> tuple[str, list[int]]:
    """The text as it is seen, and for each of its characters the place of the original one."""
    if text.isascii():
        return text, list(range(len(text)))
    seen: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if unicodedata.category(char) in ("Cf", "Mn", "Me"):
            continue
        plain = unicodedata.normalize("NFKC", char)
        if len(plain) != 1:
            plain = char
        if unicodedata.category(plain) == "Nd":
            plain = str(unicodedata.digit(plain))
        elif unicodedata.category(plain) == "Zs":
            plain = " "
        elif unicodedata.category(plain) == "Pd":
            plain = "-"
        seen.append(plain)
        places.append(place)
    return "".join(seen), places


def _matches(
    pattern: re.Pattern[str], text: str, proof: Callable[[str], bool] = lambda _: True
) -> Iterator[tuple[int, int]]:
    for match in pattern.finditer(text):
        if proof(match.group()):
            yield match.span()


def _known_values(seen: str, known: Iterable[str]) -> Iterator[tuple[int, int]]:
    folded = seen.lower()
    if len(folded) != len(seen):
        folded = seen
    for value in known:
        wanted = _as_read(value[:LONGEST_READ])[0].strip().lower()
        # One or two Han characters may be a whole name; of other scripts so few may stand in any word.
        if len(wanted) < (2 if any("\u3400" <= c <= "\u9fff" for c in wanted) else SHORTEST_KNOWN):
            continue
        for match in re.finditer(re.escape(wanted), folded):
            start, end = match.span()
            beside = (folded[max(0, start - 1) : start], folded[end : end + 1])
            if not (wanted.isascii() and any(char.isascii() and char.isalnum() for char in beside)):
                yield start, end


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _is_card(text: str) -> bool:
    digits = _digits(text)
    if not _CARD_PREFIX.match(digits) or len(set(digits)) < 2:
        return False
    total = 0
    for place, char in enumerate(reversed(digits)):
        n = int(char) * (2 if place % 2 else 1)
        total += n - 9 if n > 9 else n
    return total % 10 == 0


def _ibans(seen: str) -> Iterator[tuple[int, int]]:
    for match in _IBAN.finditer(seen):
        places = [n for n in range(*match.span()) if seen[n] not in " -"]
        length = int(_IBAN_LENGTHS.get(seen[match.start() : match.start() + 2], 0))
        if not 0 < length <= len(places):
            continue
        end = places[length - 1] + 1
        plain = "".join(seen[n] for n in places[:length])
        turned = plain[4:] + plain[:4]
        # Mod 97 over letters read as numbers from 10 (ISO 7064).
        proved = int("".join(str(int(c, 36)) for c in turned)) % 97 == 1
        if proved and not (seen[end : end + 1].isascii() and seen[end : end + 1].isalnum()):
            yield match.start(), end


def _is_chinese_identity(text: str) -> bool:
    text = text.replace(" ", "").replace("-", "")
    try:
        born = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    if not 1880 <= born.year <= 2100:
        return False
    total = sum(int(c) * weight for c, weight in zip(text[:17], _CN_WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == text[17].upper()


def _phones(pattern: re.Pattern[str], seen: str) -> Iterator[tuple[int, int]]:
    for span in _matches(pattern, seen, _is_long_phone):
        if not _MONEY_AFTER.match(seen, span[1]):
            yield span


def _is_long_phone(text: str) -> bool:
    return 9 <= len(_digits(text).removeprefix("00")) <= 15


def _is_document_number(text: str) -> bool:
    return len(set(_digits(text))) > 1


def _is_ipv4(text: str) -> bool:
    parts = text.split(".")
    return all(int(part) <= 255 and (part == "0" or not part.startswith("0")) for part in parts) and text != "0.0.0.0"  # noqa: S104
