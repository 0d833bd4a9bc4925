"""Access tokens are read once and believed until they end."""

import pytest

from app.domain.roles import Role
from app.server.security.principal import Principal
from app.server.security.tokens import KNOWN_TOKENS, Access, BadToken, sign_access

SECRET = bytes(range(32))
MEI = Principal("mei", "mei", frozenset({Role.REVIEWER}), None, "d-mei", "family")


def test_a_token_that_was_read_before_still_ends_at_its_time() -> None:
    access, token = Access(SECRET), sign_access(SECRET, MEI, now_s=1_000, seconds=600)
    assert access.read(token, now_s=1_000) == access.read(token, now_s=1_599) == MEI
    for _ in range(2):
        with pytest.raises(BadToken) as ended:
            access.read(token, now_s=1_600)
        assert ended.value.expired


def test_a_token_altered_by_one_letter_is_none_however_often_the_true_one_was_read() -> None:
    access, token = Access(SECRET), sign_access(SECRET, MEI, now_s=1_000, seconds=600)
    access.read(token, now_s=1_000)
    for place in (len(token) // 2, len(token) - 5):
        altered = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        with pytest.raises(BadToken) as refused:
            access.read(altered, now_s=1_000)
        assert not refused.value.expired
    with pytest.raises(BadToken):
        Access(SECRET[::-1]).read(token, now_s=1_000)


def test_no_more_tokens_are_remembered_than_a_bound() -> None:
    access = Access(SECRET)
    access._known = {n.to_bytes(4, "big"): (2_000, MEI) for n in range(KNOWN_TOKENS)}
    token = sign_access(SECRET, MEI, now_s=1_000, seconds=600)
    assert access.read(token, now_s=1_000) == MEI
    assert len(access._known) == 1
