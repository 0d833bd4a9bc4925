"""The doctor on the server's own machine: its settings are looked at before a server is started with them."""

import os
from pathlib import Path

import pytest

from app.server.checkup import examine
from app.server.connectors import identity_provider
from app.server.connectors.identity_provider import ProviderAway
from app.server.security import audit_key

ISSUER = "https://id.example.com"
OIDC = {"FOOTPLATE_OIDC_ISSUER": ISSUER, "FOOTPLATE_OIDC_CLIENT_ID": "footplate"}


def found(**told: str) -> list[tuple[str, str]]:
    settings = {"FOOTPLATE_DATABASE": "sqlite:///x"} | {f"FOOTPLATE_{name}": value for name, value in told.items()}
    return [(one.code, one.level) for one in examine(settings)]


def test_a_shell_without_a_servers_settings_is_told_nothing_of_one() -> None:
    assert list(examine({"PATH": "/bin", "FOOTPLATE_TOKEN": "t"})) == []


def test_an_audit_key_that_is_missing_wrong_or_open_to_others_is_said(tmp_path: Path) -> None:
    assert found() == [("audit_key_none", "note"), ("provider_unset", "ok")]
    none, broken, good = tmp_path / "none", tmp_path / "broken", tmp_path / "good"
    broken.write_text("no key")
    public = audit_key.make(good)
    for file in (none, broken):
        (bad, _) = examine({"FOOTPLATE_AUDIT_KEY_FILE": str(file)})
        assert (bad.code, bad.level) == ("audit_key_bad", "blocks")
        assert str(file) in str(bad.values["reason"])
    (named, _) = examine({"FOOTPLATE_AUDIT_KEY_FILE": str(good)})
    assert (named.code, named.values["public"]) == ("audit_key_named", public)
    os.chmod(good, 0o604)
    assert found(AUDIT_KEY_FILE=str(good))[1] == ("audit_key_open", "note")


def test_a_setting_that_keeps_the_server_from_starting_is_named() -> None:
    (bad,) = examine({"FOOTPLATE_OIDC_ISSUER": ISSUER})
    assert (bad.code, bad.level) == ("settings_bad", "blocks")
    assert "oidc_client_id" in str(bad.values["reason"])
    (misspelt,) = examine({"FOOTPLATE_DATABASE": "sqlite:///x", "FOOTPLATE_AUDIT_KEYFILE": "k"})
    assert "FOOTPLATE_AUDIT_KEY_FILE" in str(misspelt.values["reason"])


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (ProviderAway("ConnectionError"), "silent"),
        (b"<html>", "unreadable"),
        (b'{"issuer": "https://id.example.com/", "authorization_endpoint": "https://a", "token_endpoint": "https://t",'
         b'"jwks_uri": "https://k"}', "other_issuer"),
        (b'{"issuer": "https://id.example.com", "authorization_endpoint": "http://a", "token_endpoint": "https://t",'
         b'"jwks_uri": "https://k"}', "unsafe"),
    ],
)  # fmt: skip
def test_a_provider_that_cannot_be_used_is_said_and_blocks_where_nobody_comes_in_without_it(
    answer: bytes | ProviderAway, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetch(address: str) -> bytes:
        if isinstance(answer, ProviderAway):
            raise answer
        return answer

    # The network is not ours: its other end is told here what to say.
    monkeypatch.setattr(identity_provider.IdentityProvider.__init__, "__defaults__", (fetch, lambda: 0.0))
    told = [(one.code, one.level) for one in examine(OIDC)]
    assert told == [("audit_key_none", "note"), (f"provider_{code}", "note")]
    told = [(one.code, one.level) for one in examine(OIDC | {"FOOTPLATE_PASSWORD_SIGN_IN": "0"})]
    assert told[1] == (f"provider_{code}", "blocks")


def test_roles_by_a_claim_need_both_settings() -> None:
    (_, provider, roles) = examine(
        OIDC | {"FOOTPLATE_OIDC_ISSUER": "http://x.example", "FOOTPLATE_OIDC_ROLES": "a=admin"}
    )
    assert (provider.code, roles.code) == ("provider_unsafe", "provider_roles")
    assert roles.values == {"names": "FOOTPLATE_OIDC_ROLES"}
