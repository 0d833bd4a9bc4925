"""Addresses of wallets in a text, of the networks that an exchange pays out to.

Most carry a checksum, and only what it proves is taken: Base58Check (Bitcoin, Litecoin, Dogecoin, Dash, Zcash, Tron,
the XRP ledger with its own alphabet), Bech32 with any prefix (Bitcoin and Litecoin SegWit, Cardano, Cosmos and its
kin: BIP 173, BIP 350), SS58 (Polkadot, Kusama), and a CRC-16 (Stellar, TON). Ethereum and its kin, Solana, Monero,
Bitcoin Cash and Cardano's old form are known by their form, which nothing else in such a text has.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Iterator

_BEFORE, _AFTER = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"
_SIGNS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_XRP_SIGNS = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
_B58 = r"[1-9A-HJ-NP-Za-km-z]"
_BECH32_SIGNS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

_ETH = re.compile(_BEFORE + r"0[xX][0-9a-fA-F]{40}" + _AFTER)
_BASE58 = re.compile(_BEFORE + _B58 + r"{25,48}" + _AFTER)
_BECH32 = re.compile(
    r"(?<![A-Za-z0-9_])(?:(?:bc|BC)1[0-9A-Za-z]{11,71}|[a-z][a-z_]{1,18}1[02-9ac-hj-np-z]{38,110}"
    r"|[A-Z][A-Z_]{1,18}1[02-9AC-HJ-NP-Z]{38,110})" + _AFTER
)
_STELLAR = re.compile(_BEFORE + r"G[A-Z2-7]{55}" + _AFTER)
_TON = re.compile(r"(?<![A-Za-z0-9_/+-])[EUk0][Qf][A-Za-z0-9_/+-]{46}(?![A-Za-z0-9_/+=-])")
_MONERO = re.compile(_BEFORE + r"[48][0-9AB]" + _B58 + r"{93}(?:" + _B58 + r"{11})?" + _AFTER)
_CASH = re.compile(r"(?<![A-Za-z0-9])bitcoincash:[qp][02-9ac-hj-np-z]{41}" + _AFTER, re.IGNORECASE)
_BYRON = re.compile(_BEFORE + r"(?:Ae2" + _B58 + r"{56}|DdzFF" + _B58 + r"{99})" + _AFTER)

# The bytes before the hash, by network: one for most, two for Zcash.
_VERSIONS = {0x00, 0x05, 0x1E, 0x16, 0x30, 0x32, 0x41, 0x4C}
_ZCASH = {b"\x1c\xb8", b"\x1c\xbd"}


def find_wallets(text: str) -> Iterator[tuple[int, int]]:
    """Where addresses stand in `text`, the longest first: up to a hyphen, one may look like a shorter one of another
    network."""
    found = (match.span() for pattern, proof in _KINDS for match in pattern.finditer(text) if proof(match.group()))
    yield from sorted(found, key=lambda span: span[0] - span[1])


def _base58(text: str, signs: str, length: int) -> bytes | None:
    """`text` as so many bytes; None where it is no such number."""
    number = 0
    for char in text:
        number = number * 58 + signs.index(char)
    return number.to_bytes(length, "big") if number >> (8 * length) == 0 else None


def _checked(raw: bytes | None) -> bool:
    return raw is not None and hashlib.sha256(hashlib.sha256(raw[:-4]).digest()).digest()[:4] == raw[-4:]


def _is_base58(text: str) -> bool:
    if len(text) >= 43 and _is_long_base58(text):
        return True
    if text[0] == "X" and len(text) == 47 and _checked(_base58(text, _XRP_SIGNS, 35)):
        return True
    if len(text) > 36:
        return False
    if text[0] == "r" and _checked(raw := _base58(text, _XRP_SIGNS, 25)):
        return raw is not None and raw[0] == 0
    if text[0] == "t" and _checked(raw := _base58(text, _SIGNS, 26)):
        return raw is not None and raw[:2] in _ZCASH
    raw = _base58(text, _SIGNS, 25)
    return raw is not None and raw[0] in _VERSIONS and _checked(raw)


def _is_long_base58(text: str) -> bool:
    """Solana's 32 bytes without a checksum, or SS58 with one of BLAKE2b."""
    if len(text) <= 44:
        mixed = any(c.isdigit() for c in text) and any(c.islower() for c in text) and any(c.isupper() for c in text)
        raw = _base58(text, _SIGNS, 32)
        return mixed and raw is not None and raw[0] != 0
    raw = _base58(text, _SIGNS, 35)
    return raw is not None and hashlib.blake2b(b"SS58PRE" + raw[:-2]).digest()[:2] == raw[-2:]


def _is_bech32(text: str) -> bool:
    """BIP 173 and BIP 350 (constants 1 and 0x2bc830a3)."""
    lower = text.lower()
    prefix, _, data = lower.rpartition("1")
    if text not in (lower, text.upper()) or any(c not in _BECH32_SIGNS for c in data):
        return False
    values = (
        [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix] + [_BECH32_SIGNS.index(c) for c in data]
    )
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= generator if top >> bit & 1 else 0
    return check in (1, 0x2BC830A3)


def _is_stellar(text: str) -> bool:
    raw = base64.b32decode(text)
    return raw[0] == 6 << 3 and binascii.crc_hqx(raw[:-2], 0) == int.from_bytes(raw[-2:], "little")


def _is_ton(text: str) -> bool:
    raw = base64.b64decode(text.replace("-", "+").replace("_", "/"))
    return binascii.crc_hqx(raw[:-2], 0) == int.from_bytes(raw[-2:], "big")


def _by_form(_text: str) -> bool:
    return True


_KINDS: tuple[tuple[re.Pattern[str], Callable[[str], bool]], ...] = (
    (_ETH, _by_form),
    (_BASE58, _is_base58),
    (_BECH32, _is_bech32),
    (_STELLAR, _is_stellar),
    (_TON, _is_ton),
    (_MONERO, _by_form),
    (_CASH, _by_form),
    (_BYRON, _by_form),
)
