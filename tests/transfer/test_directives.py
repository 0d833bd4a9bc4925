"""The command line over seats: keys made here, orders signed here, the server only carries them."""

import base64
import io
import json
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.cli import main
from app.contract.devices import SignedDirective, directive_bytes
from app.transfer import directives
from tests.support.database import database_url
from tests.support.seats import House, open_house
from tests.support.server import start_server


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    database = tmp_path_factory.mktemp("house") / "server.db"
    with start_server(database) as server:
        house = open_house(server, database)
        yield house
        house.close()


def run(*arguments: str) -> int:
    return main(arguments)


def test_a_key_is_made_for_its_owner_alone_and_never_over_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "directive.key"
    assert run("directive", "keygen", "--out", str(file)) == 0
    public = capsys.readouterr().out.strip()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert run("directive", "keygen", "--out", str(file)) == 1
    assert "exists" in capsys.readouterr().err
    assert run("directive", "sign", "wipe", "--device", "d1", "--key", str(file), "--now") == 0
    signed = msgspec.json.decode(capsys.readouterr().out, type=SignedDirective)
    assert (signed.directive.kind, signed.directive.device_id, signed.directive.upload_first) == ("wipe", "d1", False)
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public))
    key.verify(base64.b64decode(signed.signature), directive_bytes(signed.directive))
    again = directives.make("wipe", "d1", file, upload_first=False, on=True)
    assert again.directive.nonce != signed.directive.nonce


def test_what_is_no_key_signs_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "other"
    for content in (b"", b"{}", b'{"format":"x","private_key":"AAAA"}'):
        file.write_bytes(content)
        assert run("directive", "sign", "logout", "--device", "d1", "--key", str(file)) == 1
        assert "no directive key" in capsys.readouterr().err


def test_seats_are_listed_revoked_let_in_and_told_to_empty_themselves(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lead, seat = house.seat("lea", "team_lead"), house.seat("lin")
    token = str(lead.session.tokens["access_token"])
    remote = ("--server", house.server.url, "--token", token)
    assert run("device", "list", "--all", *remote) == 0
    listed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {lead.device_id, seat.device_id} <= {one["device_id"] for one in listed}
    assert run("device", "revoke", seat.device_id, *remote) == 0
    assert seat.session.get("/v1/meta").json()["code"] == "device_revoked"
    assert run("device", "restore", seat.device_id, *remote) == 0
    assert run("device", "revoke", "nobody-s", *remote) == 1
    key = tmp_path / "key"
    assert run("directive", "keygen", "--out", str(key)) == 0
    capsys.readouterr()
    assert run("device", "wipe", seat.device_id, "--key", str(key), *remote) == 0
    assert seat.device_id in capsys.readouterr().out
    assert run("directive", "sign", "freeze_exports", "--device", seat.device_id, "--key", str(key), "--off") == 0
    told = capsys.readouterr().out.encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(told)))
    assert run("directive", "send", "-", *remote) == 0
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"{}")))
    assert run("directive", "send", "-", *remote) == 1


def test_a_person_is_shut_out_and_let_in_by_name(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    seat = house.seat("mei")
    database = ("--database", database_url(house.database))
    assert run("user", "disable", "mei", *database) == 0
    assert seat.session.get("/v1/meta").json()["code"] == "person_disabled"
    assert run("user", "enable", "mei", *database) == 0
    assert run("user", "disable", "nobody at all", *database) == 1
    assert "no user of that name" in capsys.readouterr().err
