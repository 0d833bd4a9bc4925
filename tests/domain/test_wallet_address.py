"""Addresses of the networks that an exchange pays out to are found; a false checksum is no address."""

import base64
import binascii
import hashlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.pii_check import find_personal

ADDRESSES = {
    "xrp": "rEb8TK3gBgk5auZkwc6sHnwrGVJH8DuaLh",
    "xrp_x": "X7AcgcsBL6XDcUb289X4mJ8djcdyKaB5hJDWMArnXr61cqZ",
    "litecoin": "LaMT348PWRnrqeeWArpwQPbuanpXDZGEUz",
    "litecoin_segwit": "ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9",
    "dogecoin": "DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L",
    "dash": "XpESxaUmonkq8RaLLp46Brx2K39ggQe226",
    "zcash": "t1Hsc1LR8yKnbbe3twRp88p6vFfC5t7DLbs",
    "cardano": (
        "addr1qx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzer3n0d3vllmyqwsx5wktcd8cc3sq835lu7drv2xwl2wywfgse35a3x"
    ),
    "cardano_stake": "stake1uyehkck0lajq8gr28t9uxnuvgcqrc6070x3k9r8048z8y5gh6ffgw",
    "cosmos": "cosmos1fl48vsnmsdzcv85q5d2q4z5ajdha8yu34mf0eh",
    "solana": "4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T",
    "polkadot": "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5",
    "stellar": "GAAZI4TCR3TY5OJHCTJC2A4QSY6CJWJH5IAJTGKIN2ER7LBNVKOCCWN7",
    "ton": "EQDtFpEwcFAEcRe5mLVh2N6C0x-_hJEM7W61_JLnSF74p4q2",
    "monero": "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A",
    "bitcoin_cash": "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a",
    "tron": "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
}


def wallets(text: str) -> list[str]:
    return [text[span.start : span.end] for span in find_personal(text) if span.kind == "wallet" and span.certain]


@pytest.mark.parametrize("network", ADDRESSES)
@pytest.mark.parametrize("sentence", ["Paid to {address}, twice.", "向{address}提现两次。", "({address})"])
def test_an_address_of_every_network_is_found_whole(network: str, sentence: str) -> None:
    address = ADDRESSES[network]
    assert wallets(sentence.format(address=address)) == [address]


@pytest.mark.parametrize("network", sorted(ADDRESSES.keys() - {"solana", "monero", "bitcoin_cash"}))
def test_an_address_with_one_character_changed_is_none(network: str) -> None:
    address = ADDRESSES[network]
    other = "q" if address[-2] != "q" else "p"
    if network == "stellar":
        other = "A" if address[-2] != "A" else "B"
    assert wallets(f"Paid to {address[:-2]}{other}{address[-1]}.") == []


@given(st.binary(min_size=32, max_size=32))
@example(key=bytes(28) + b"\xd4\x07>\x00")  # Up to its hyphen, TON's address looks like one of Solana.
def test_every_address_with_a_crc_is_found(key: bytes) -> None:
    raw = bytes([6 << 3]) + key
    stellar = base64.b32encode(raw + binascii.crc_hqx(raw, 0).to_bytes(2, "little")).decode()
    raw = b"\x11\x00" + key
    ton = base64.urlsafe_b64encode(raw + binascii.crc_hqx(raw, 0).to_bytes(2, "big")).decode()
    assert wallets(f"{stellar} {ton}") == [stellar, ton]


@given(st.binary(min_size=32, max_size=32))
def test_no_hash_is_taken_for_an_address(told: bytes) -> None:
    assert wallets(f"Run {told.hex()} and 0x{told.hex()}, sha256 {hashlib.sha256(told).hexdigest()}.") == []


@given(st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=20, max_size=60))
def test_no_long_word_is_taken_for_an_address(word: str) -> None:
    assert wallets(f"See {word} there.") == []
