"""Signatures of webhooks. The expected values were made by another program:
printf '%s' 'ID.SECONDS.BODY' | openssl dgst -sha256 -mac HMAC -macopt hexkey:KEY -binary | base64"""

import base64

import pytest

from app.domain import webhook
from app.server.security import webhook_signature
from app.server.security.webhook_signature import headers, key_of, new_secret, sign

SHORT = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"
LONG = "whsec_ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1+f4CBgoM="
BODY = b'{"type":"webhook.test"}'


@pytest.mark.parametrize(
    ("secret", "message_id", "at", "body", "expected"),
    [
        (SHORT, "msg_1", 1_763_740_800, BODY, "v1,5zs0I8g0K0sOx0jsgnM+QfyXXHI1oGJPYEKDwzxQSuQ="),
        (LONG, "msg_1", 1_763_740_800, BODY, "v1,WjeaBGopr8aNv8bakn7ofXP1QYmunWNYnwXWEuYlnfA="),
        (SHORT, "m", 0, b"", "v1,4ZYR0NdAafrU7ATmDeF39znwODA2WDBlpheJt3Ckank="),
    ],
)
def test_a_message_is_signed_as_others_sign_it(
    secret: str, message_id: str, at: int, body: bytes, expected: str
) -> None:
    assert sign(secret, message_id, at, body) == expected


def test_while_a_secret_is_exchanged_both_sign() -> None:
    told = headers((LONG, SHORT), "msg_1", 1_763_740_800, BODY)
    assert told["webhook-id"] == "msg_1"
    assert told["webhook-timestamp"] == "1763740800"
    assert told["webhook-signature"].split(" ") == [
        "v1,WjeaBGopr8aNv8bakn7ofXP1QYmunWNYnwXWEuYlnfA=",
        "v1,5zs0I8g0K0sOx0jsgnM+QfyXXHI1oGJPYEKDwzxQSuQ=",
    ]


def test_a_new_secret_has_256_bits_and_is_never_the_same() -> None:
    made = {new_secret() for _ in range(20)}
    assert len(made) == 20
    assert {len(key_of(one)) for one in made} == {webhook_signature.SECRET_BYTES}


@pytest.mark.parametrize(
    "secret",
    ["", "whsec_", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYX", "whsec_!!!", "whsec_" + base64.b64encode(b"short").decode()],
)
def test_what_is_no_secret_signs_nothing(secret: str) -> None:
    with pytest.raises(ValueError, match="whsec_"):
        key_of(secret)


def test_attempts_follow_the_schedule_each_a_fifth_more_or_less() -> None:
    for attempts, wait in enumerate(webhook.SCHEDULE_MS, start=1):
        assert webhook.next_wait_ms(attempts, 0.5) == wait
        assert webhook.next_wait_ms(attempts, 0.0) == round(wait * 0.8)
        assert wait < (webhook.next_wait_ms(attempts, 0.999) or 0) <= wait * 1.2
    assert webhook.next_wait_ms(len(webhook.SCHEDULE_MS) + 1, 0.5) is None
    assert list(webhook.SCHEDULE_MS) == sorted(webhook.SCHEDULE_MS)


def test_a_receiver_may_ask_for_more_patience_but_not_for_ever() -> None:
    assert webhook.next_wait_ms(1, 0.5, floor_ms=90_000) == 90_000
    assert webhook.next_wait_ms(1, 0.5, floor_ms=10**12) == webhook.MOST_WAIT_MS
    assert webhook.next_wait_ms(4, 0.5, floor_ms=1) == webhook.SCHEDULE_MS[3]
