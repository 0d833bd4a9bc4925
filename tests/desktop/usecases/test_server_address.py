"""The address of the server as a person types it."""

import pytest

from app.desktop.usecases.server_address import BadAddress, normal_address


@pytest.mark.parametrize(
    ("typed", "used"),
    [
        ("footplate.example.com", "https://footplate.example.com"),
        ("  footplate.example.com/ ", "https://footplate.example.com"),
        ("HTTPS://Footplate.Example.com:443", "https://footplate.example.com"),
        ("footplate.example.com:8470", "https://footplate.example.com:8470"),
        ("localhost:8470", "http://localhost:8470"),
        ("127.0.0.1:8470", "http://127.0.0.1:8470"),
        ("http://[::1]:8470", "http://[::1]:8470"),
        ("https://10.1.2.3", "https://10.1.2.3"),
    ],
)
def test_an_address_is_completed_and_written_in_one_way(typed: str, used: str) -> None:
    assert normal_address(typed) == used
    assert normal_address(used) == used


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "address_missing"),
        ("   ", "address_missing"),
        ("http://footplate.example.com", "address_insecure"),
        ("http://127.0.0.1.example.com", "address_insecure"),
        ("http://localhost@evil.example.com", "address_malformed"),
        ("https://user:secret@example.com", "address_malformed"),
        ("https://example.com/path", "address_malformed"),
        ("https://example.com?x=1", "address_malformed"),
        ("ftp://example.com", "address_malformed"),
        ("exa mple.com", "address_malformed"),
        ("example.com:port", "address_malformed"),
        ("https://", "address_malformed"),
        ("x" * 400, "address_malformed"),
        ("example.com\\@127.0.0.1", "address_malformed"),
    ],
)
def test_what_is_no_safe_address_is_refused_with_its_reason(typed: str, code: str) -> None:
    with pytest.raises(BadAddress) as refused:
        normal_address(typed)
    assert refused.value.code == code
