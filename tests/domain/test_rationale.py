"""Sentences are counted alike in English, Chinese and a mixture."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.rationale import MAX_CHARACTERS, count_sentences, language_of, rationale_faults

COUNTED = [
    ("", 0),
    ("   \n ", 0),
    ("...", 0),
    ("。！？", 0),
    ("No clause covers this", 1),
    ("No clause covers this.", 1),
    ("One. Two.", 2),
    ("one. two. three", 3),
    ("One!Two?Three.", 3),
    ("The speed was 3.5 km/h at 10.30 p.m. on 21.11.2026.", 1),
    ("Mr. Li passed e.g. the video check, cf. the notes.", 1),
    ("It ended at 5 p.m. The owner called.", 2),
    ("He moved to the U.S. Later he came back.", 2),
    ("Devices, networks, etc. agree.", 1),
    ("See ATO-12 §3. It covers this.", 2),
    ("J. Smith signed; the date is right.", 1),
    ("Wait... it was the owner.", 1),
    ("Wait... It was the owner.", 2),
    ("Score was 5. The limit is 4.", 2),
    ("1. The name differs. 2. The date differs.", 2),
    ("The name differs\nThe date differs", 2),
    ("done.Next case.Third one.", 3),
    ("Sent to a.b@example.com from 10.0.0.1.", 1),
    ("Really?! Yes.", 2),
    ('He said "stop." Then he left.', 2),
    ("护照已过期。", 1),
    ("护照已过期。自拍早于换发", 2),
    ("护照已过期！自拍早于换发？名字不同。", 3),
    ("护照已过期；自拍早于换发；名字不同。", 1),
    ("转账 3.5 USDT，地址为 0x9f.c2。", 1),
    ("金额为３．５万元。", 1),
    ("仅凭邮件重置双重验证……随后提现。", 1),
    ("ROCA 判定正确. 但理由较弱.", 2),
    ("新设备。New device. 名字不同。", 3),
    ("他说：“不是我。”", 1),
    ("第一句｡第二句．第三句", 3),
    # Sentences in disguise.
    ("The owner said no. The device said no. The reset said no.", 3),
    ("The clause is No. 5 of the page, max. 3 days.", 1),
    ("Wait 5 min. Then reset. Then withdraw.", 3),
    ("It was reset by device B. The owner has device A. Both differ.", 3),
    ("The customer of John F. Kennedy street signed.", 1),
    ("One thing.\u200b Another thing.\u200b A third thing.", 3),
    ("One thing\u2028Another thing\u2028A third thing", 3),
    ("One thing\rAnother thing\rA third thing", 3),
    ("One thing.Another thing.A third thing", 3),
    ("One thing.— Another thing.— A third thing.", 3),
    ("One thing.[1] Another thing.[2] A third thing.[3]", 3),
    ("One thing.✅ Another thing.✅ A third thing.", 3),
    ("One thing.\u2800Another thing.\u2800A third thing.", 3),
    ("One thing․ Another thing․ A third thing․", 3),
    ("really?no!then yes", 3),
    ("Sent by https://a.example/?q=b!c from there.", 1),
    ("护照过期︒自拍不符﹒名字不同", 3),
    ("护照过期﹗自拍不符﹖名字不同", 3),
    ("एक। दो؟ तीन‽", 3),
]


@pytest.mark.parametrize(("text", "count"), COUNTED)
def test_sentences_are_counted_as_a_reader_would(text, count):
    assert count_sentences(text) == count


words = st.lists(st.text("abcdefghij", min_size=2, max_size=8), min_size=1, max_size=6).map(" ".join)
han = st.text("护照地址登录设备提现账户核验邮件", min_size=2, max_size=12)


@given(st.lists(words, min_size=1, max_size=5), st.sampled_from(".!?"))
def test_every_english_sentence_counts_once(sentences, mark):
    text = " ".join(s.capitalize() + mark for s in sentences)
    known = {"no", "ca", "cf", "al", "fig", "max", "min", "st"}
    if not any(s.split()[-1] in known for s in sentences):
        assert count_sentences(text) == len(sentences)


@given(st.lists(han, min_size=1, max_size=5), st.sampled_from("。！？"))
def test_every_chinese_sentence_counts_once(sentences, mark):
    assert count_sentences("".join(s + mark for s in sentences)) == len(sentences)


@given(st.lists(han | words, min_size=1, max_size=5))
def test_lines_count_like_sentences_in_either_language(lines):
    assert count_sentences("\n".join(lines)) == len(lines)


@given(st.text(max_size=400))
def test_no_text_breaks_the_count_and_white_space_around_it_changes_nothing(text):
    assert 0 <= count_sentences(text) <= len(text)
    assert count_sentences(f"  {text}\n\n") == count_sentences(text)


@given(st.text(".!?。a1 \n…", max_size=60), st.text(".!?。a1 \n…", max_size=60))
def test_adding_text_never_takes_more_than_the_open_sentence_away(one, two):
    assert count_sentences(one + two) >= count_sentences(one) - 1


@pytest.mark.parametrize("text", ["Three. Short. Ones.", "一。二。三。", "One. 二。Three!"])
def test_three_sentences_are_refused_in_any_language(text):
    assert [f.code for f in rationale_faults(text)] == ["rationale_sentences"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "rationale_required"),
        (" … ", "rationale_required"),
        ("a" * (MAX_CHARACTERS + 1), "rationale_too_long"),
        ("safe\u202efdp.exe", "rationale_characters"),
        ("nul\x00", "rationale_characters"),
    ],
)
def test_what_cannot_be_acted_on_is_refused(text, code):
    assert code in [f.code for f in rationale_faults(text)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The owner called", "en"),
        ("本人来电核实", "zh"),
        ("ROCA 判定正确但理由较弱", "zh"),
        ("see 护照 page one of file", "en"),
    ],
)
def test_the_language_is_that_which_carries_the_text(text, language):
    assert language_of(text) == language
