"""Personal data in free text is found in both languages, and what only looks like it is left alone."""

import hashlib
import itertools
from datetime import date, timedelta
from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.pii_check import find_personal, personal_data_faults

_SIGNS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

CERTAIN = [
    ("The owner wrote from li.wei@example.com to us.", "email", "li.wei@example.com"),
    ("用户邮箱为li.wei@example.com，已核实。", "email", "li.wei@example.com"),
    ("Paid by 4111 1111 1111 1111 twice.", "card", "4111 1111 1111 1111"),
    ("卡号5500005555555559已绑定", "card", "5500005555555559"),
    ("Sent to GB82 WEST 1234 5698 7654 32, twice.", "iban", "GB82 WEST 1234 5698 7654 32"),
    ("账户DE89370400440532013000可疑", "iban", "DE89370400440532013000"),
    ("身份证号11010519491231002X与证件一致。", "national_id", "11010519491231002X"),
    (
        "Address 0x52908400098527886E0F7030069857D2E4169EE7 is new.",
        "wallet",
        "0x52908400098527886E0F7030069857D2E4169EE7",
    ),
    ("向1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa转账", "wallet", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"),
    ("To bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4.", "wallet", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"),
    ("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t received it", "wallet", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"),
    ("Called 0065 6123 4567 back.", "phone", "0065 6123 4567"),
    ("Called 006561234567 back.", "phone", "006561234567"),
    ("手机00-86-138-0013-8000已更换", "phone", "00-86-138-0013-8000"),
    ("手机号008613800138000已更换", "phone", "008613800138000"),
    ("He gave 001 (415) 555-0132 first.", "phone", "001 (415) 555-0132"),
    ("Called +65 6123 4567 back.", "phone", "+65 6123 4567"),
    ("手机号+86 138 0013 8000已更换", "phone", "+86 138 0013 8000"),
    ("卡号４１１１１１１１１１１１１１１１。", "card", "４１１１１１１１１１１１１１１１"),
    ("li.wei@exam\u200bple.com", "email", "li.wei@exam\u200bple.com"),
    ("Card 4111.1111.1111.1111 was declined.", "card", "4111.1111.1111.1111"),
    ("卡号\n4111 1111 1111\n1111，已绑定", "card", "4111 1111 1111\n1111"),
    ("发件人 李伟@example.com，已核实", "email", "李伟@example.com"),
    ("身份证110105 19491231 002X一致", "national_id", "110105 19491231 002X"),
    ("To 0X52908400098527886E0F7030069857D2E4169EE7.", "wallet", "0X52908400098527886E0F7030069857D2E4169EE7"),
]
MARKED = [
    ("Signed in from 203.0.113.7 twice.", "ip", "203.0.113.7"),
    ("来自2001:db8:0:0:1:0:0:1的登录", "ip", "2001:db8:0:0:1:0:0:1"),
    ("护照号E12345678不符", "document_number", "E12345678"),
    ("手机13800138000已停用", "phone", "13800138000"),
    ("手机8613800138000已停用", "phone", "8613800138000"),
    ("The number 00998765432101 came up.", "phone", "00998765432101"),
]
HARMLESS = [
    "Case C-200001 follows ATO-12 §3 and KYC-09 §2 as of 2026.10.",
    "It was 2026-11-21 08:59:00, on 21.11.2026, or 20261121.",
    "He moved 1,234,567.89 USDT, that is 12345678 units or 0.00012345 BTC.",
    "The score 0.7312 is 12 points below 0.85 at 10.30 p.m.",
    "案件 C-1234567890123456 依据 WDR-14 §2，金额 1250000 元，时间 2026年11月21日。",
    "The run 0190b1c2-1234-7abc-8def-0123456789ab took 1763706917000 ms.",
    "Model roca-4.1 with rules-2026.11.2 and build v1.2.3.4 said block.",
    "The speed was 14,100 km/h against a limit of 900.",
    "It grew by +1234567890 USDT.",
    "Hash 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 agrees.",
    "The range 203.0.113.0/24 belongs to a hosting provider.",
    "It went down to 0.006561234567 BTC, or 0,0065 of 00 12.",
    "Order 0012, ticket 00000012345678 and build 00-12-34.",
    "Payment 0x9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 went through.",
    "A 2-of-5 check failed @ 3 p.m.; see e1, e2 and e3.",
]


def _found(text, known=()):
    return [(span.kind, text[span.start : span.end], span.certain) for span in find_personal(text, known)]


@pytest.mark.parametrize(("text", "kind", "value"), CERTAIN)
def test_what_proves_itself_is_found_whole_and_refused(text, kind, value):
    assert _found(text) == [(kind, value, True)]
    (fault,) = personal_data_faults(text, "/rationale")
    assert (fault.code, fault.pointer, fault.params) == ("personal_data", "/rationale", {"kind": kind})


@pytest.mark.parametrize(("text", "kind", "value"), MARKED)
def test_what_only_looks_personal_is_marked_and_not_refused(text, kind, value):
    assert _found(text) == [(kind, value, False)]
    assert personal_data_faults(text, "/rationale") == ()


@pytest.mark.parametrize("text", HARMLESS)
def test_ids_clauses_dates_amounts_and_versions_are_no_personal_data(text):
    assert _found(text) == []


def test_a_value_of_the_case_that_is_in_sight_is_found_however_it_is_written():
    known = ("Zhang Wei", "张伟", "u-83572491", "SG", "2")
    assert _found("ZHANG WEI signed as 张伟 in SG, level 2.", known) == [
        ("known_value", "ZHANG WEI", True),
        ("known_value", "张伟", True),
    ]
    assert _found("Zhang Weiwei is another person.", known) == []


def test_a_fault_never_repeats_what_was_found():
    (fault,) = personal_data_faults("Mail li.wei@example.com", "/rationale")
    assert "li.wei" not in repr(fault)


@given(st.integers(10**5, 10**15 - 1))
def test_no_case_id_is_taken_for_personal_data(number):
    assert _found(f"See C-{number} again.") == []


@given(st.decimals(0, 10**9, places=2, allow_nan=False))
def test_no_amount_is_taken_for_personal_data(amount):
    assert _found(f"He sent {amount:,} USDT, and {amount} before.") == []


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_no_date_is_taken_for_personal_data(day):
    assert _found(f"On {day.isoformat()}, {day:%d.%m.%Y}, {day:%Y%m%d} and {day.year}年{day.month}月{day.day}日.") == []


@given(
    st.integers(110000, 659999),
    st.dates(date(1900, 1, 1), date(2026, 1, 1)),
    st.integers(0, 999),
    st.sampled_from(["", "号", "：", "is "]),
)
def test_every_chinese_identity_number_is_found_and_none_with_a_wrong_check_character(place, born, order, before):
    first = f"{place}{born:%Y%m%d}{order:03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    check = "10X98765432"[sum(int(c) * w for c, w in zip(first, weights, strict=True)) % 11]
    assert ("national_id", first + check, True) in _found(f"{before}{first}{check}。")
    wrong = "1" if check == "0" else "0"
    assert not any(kind == "national_id" for kind, _, _ in _found(f"{before}{first}{wrong}。"))


@given(st.sampled_from([0x00, 0x05, 0x41]), st.binary(min_size=20, max_size=20))
def test_every_address_with_a_true_checksum_is_found_and_none_with_a_false_one(version, body):
    raw = bytes([version]) + body
    raw += hashlib.sha256(hashlib.sha256(raw).digest()).digest()[:4]
    number, text = int.from_bytes(raw, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = _SIGNS[digit] + text
    text = "1" * (len(raw) - len(raw.lstrip(b"\0"))) + text
    if len(text) < 26:
        return
    assert _found(f"向{text}提现") == [("wallet", text, True)]
    wrong = text[:-1] + ("2" if text[-1] != "2" else "3")
    assert not any(kind == "wallet" for kind, _, _ in _found(f"向{wrong}提现"))


@given(st.text(max_size=400), st.lists(st.text(max_size=12), max_size=4))
def test_any_text_is_read_and_spans_lie_inside_it_in_order(text, known):
    spans = find_personal(text, known)
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))


def test_a_hundred_thousand_characters_are_read_within_a_tenth_of_a_second():
    for text in ("a." * 50_000, "+1 " * 40_000, "1" * 100_000, "a@" * 50_000, "GB82 " * 20_000, "1a:" * 33_000):
        begun = thread_time()
        find_personal(text, ("Zhang Wei",))
        assert thread_time() - begun < 0.1, text[:10]


def test_the_day_before_and_after_are_dates_too():
    day = date(2026, 11, 21) + timedelta(days=1)
    assert _found(f"{day.isoformat()}T08:00:00+00:00") == []
