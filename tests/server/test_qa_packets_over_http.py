"""A packet as a script would open it that knows the page and nothing of our code: HPKE to the seat's key, signed by the
server; what it keeps back from its person, and for how long."""

import base64
import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from app.contract.canonical import canonical_json
from app.domain.case import Evidence
from app.domain.document import Attachment
from app.domain.text import Bilingual
from app.server.storage.engine import open_engine
from app.server.storage.unit_of_work import Storage
from app.server.usecases import retention
from tests.support import quality
from tests.support.database import database_url, run_sql
from tests.support.seats import House, Seat, open_house
from tests.support.server import PASSWORD, sign_in, start_server

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class Keyed:
    """A person at a seat that has told its keys."""

    def __init__(self, house: House, name: str, role: str = "team_lead") -> None:
        house.add(name, role)
        self.signing, self.sealing = Ed25519PrivateKey.generate(), X25519PrivateKey.generate()
        keys = {
            "x25519": text(self.sealing.public_key().public_bytes_raw()),
            "ed25519": text(self.signing.public_key().public_bytes_raw()),
        }
        first = sign_in(house.server.url, name)
        told = {"device_name": "script", "os": "Linux", "app_version": "0.1.0", "public_key": keys}
        device = first.post("/v1/devices", json=told).json()["device_id"]
        first.close()
        session = sign_in(house.server.url, name, PASSWORD, device)
        house.opened.append(session)
        self.seat = Seat(session, device, name)

    def packet(self, **asked: str) -> dict[str, Any]:
        answer = self.seat.session.post("/v1/qa/packets", json=asked)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    def open(self, packet: dict[str, Any], key: X25519PrivateKey | None = None) -> dict[str, Any]:
        head = packet["head"]
        info = f"footplate/qa-packet/1/{head['packet_id']}/{head['device_id']}".encode()
        plain = SUITE.decrypt(base64.b64decode(packet["sealed"]), key or self.sealing, info=info)
        told: dict[str, Any] = json.loads(plain)
        return told


def text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    database = tmp_path_factory.mktemp("packets") / "server.db"
    with start_server(database) as server:
        house = open_house(server, database)
        yield house
        house.close()


@pytest.fixture(scope="module")
def work(house: House) -> dict[str, str]:
    return quality.decided(house, house.seat("lin"), ["pass", "block", "block", "block"])


@pytest.fixture(scope="module")
def lea(house: House, work: dict[str, str]) -> Keyed:
    return Keyed(house, "lea")


def outcomes(seat: Seat, work: dict[str, str]) -> set[bool]:
    """Whether this person is told what was decided on these cases."""
    return {"outcome" in seat.case(case_id) for case_id in work}


def test_a_packet_is_sealed_to_the_seat_and_signed_by_the_server(
    house: House, lea: Keyed, work: dict[str, str]
) -> None:
    frame = quality.frame(lea.seat)
    packet = lea.packet(frame_id=frame["frame_id"])
    head = packet["head"]
    assert hashlib.sha256(base64.b64decode(packet["sealed"])).hexdigest() == head["sealed_sha256"]
    public = base64.b64decode(lea.seat.session.get("/v1/meta").json()["packet_key"])
    signed = canonical_json({"purpose": "footplate.qa-packet.1"} | head)
    Ed25519PublicKey.from_public_bytes(public).verify(base64.b64decode(packet["signature"]), signed)
    body = lea.open(packet)
    assert len(body["items"]) == len(work) == len(body["rows"])
    assert [item["ref"] for item in body["items"]] == sorted(item["ref"] for item in body["items"])
    with pytest.raises(InvalidTag):
        lea.open(packet, X25519PrivateKey.generate())
    with pytest.raises(InvalidTag):
        lea.open(packet | {"head": head | {"device_id": "another"}})
    assert outcomes(lea.seat, work) == {False}
    returned = lea.seat.session.post(f"/v1/qa/packets/{head['packet_id']}/return")
    assert returned.status_code == 204
    assert outcomes(lea.seat, work) == {True}


def test_a_frame_is_carried_whole_by_whoever_defined_it_alone(house: House, lea: Keyed, work: dict[str, str]) -> None:
    frame = quality.frame(lea.seat)
    kim = Keyed(house, "kim")
    refused = kim.seat.session.post("/v1/qa/packets", json={"frame_id": frame["frame_id"]})
    assert (refused.status_code, refused.json()["code"]) == (409, "qa_not_carried")
    telling = quality.frame(lea.seat, decisions=["pass"])
    refused = lea.seat.session.post("/v1/qa/packets", json={"frame_id": telling["frame_id"]})
    assert (refused.status_code, refused.json()["code"]) == (409, "qa_not_carried")
    other = lea.packet(frame_id=frame["frame_id"])["head"]["packet_id"]
    assert kim.seat.session.post(f"/v1/qa/packets/{other}/return").status_code == 404
    assert lea.seat.session.post(f"/v1/qa/packets/{other}/return").status_code == 204


def test_scores_are_signed_with_the_seats_own_key(house: House, lea: Keyed, work: dict[str, str]) -> None:
    frame = quality.frame(lea.seat)
    body = {"frame_id": frame["frame_id"], "plan": quality.ISO | {"aql": 6.5}, "seed": "signed"}
    sample_id = quality.new_sample(lea.seat, **body)
    packet = lea.open(lea.packet(sample_id=sample_id))
    refs = [item["ref"] for item in packet["items"]]
    assert packet["sample"]["sample_id"] == sample_id
    assert "rows" not in packet
    said = dict.fromkeys(refs, "block")
    for ref in refs:
        assert quality.score(lea.seat, sample_id, ref).status_code == 200
    stranger = Ed25519PrivateKey.generate()
    for signature in ("", quality.signature(stranger, sample_id, lea.seat.user_id, said), "nonsense"):
        refused = quality.sign(lea.seat, sample_id, said, signature=signature)
        assert (refused.status_code, refused.json()["code"]) == (422, "qa_signature")
    good = quality.signature(lea.signing, sample_id, lea.seat.user_id, said)
    assert quality.sign(lea.seat, sample_id, said, signature=good).status_code == 200


def test_what_a_carried_frame_keeps_back_is_told_again_after_three_days(
    house: House, lea: Keyed, work: dict[str, str]
) -> None:
    frame = quality.frame(lea.seat)
    lea.packet(frame_id=frame["frame_id"])
    assert outcomes(lea.seat, work) == {False}
    forget(house, timedelta(hours=71))
    assert outcomes(lea.seat, work) == {False}
    forget(house, timedelta(hours=73))
    assert outcomes(lea.seat, work) == {True}


def test_a_frame_that_nothing_was_drawn_from_goes_after_ninety_days(
    house: House, lea: Keyed, work: dict[str, str]
) -> None:
    frame = quality.frame(lea.seat)
    drawn = quality.frame(lea.seat)
    quality.new_sample(lea.seat, frame_id=drawn["frame_id"], plan=quality.ISO | {"aql": 6.5}, seed="kept")
    forget(house, timedelta(days=91))
    assert lea.seat.session.get(f"/v1/qa/frames/{frame['frame_id']}").status_code == 404
    assert lea.seat.session.get(f"/v1/qa/frames/{drawn['frame_id']}").status_code == 200


def forget(house: House, later: timedelta) -> None:
    """What the server lets go of itself so much later."""
    engine = open_engine(database_url(house.database))
    try:
        with Storage(engine, lambda: datetime.now(UTC) + later).write() as unit:
            retention.forget(unit, timedelta(days=400), timedelta(days=400))
    finally:
        engine.dispose()


PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 400
SHA = hashlib.sha256(PNG).hexdigest()


def test_the_files_of_a_packet_come_under_its_own_names_and_to_its_own_person_alone(house: House) -> None:
    address = f"/v1/intake/attachments/{SHA}"
    assert house.agent.put(address, data=PNG, headers={"Content-Type": "image/png"}).status_code == 201
    told = Attachment(SHA, "image/png", len(PNG), "passport.png", width=300, height=200, pages=1)
    scan = Evidence("doc/1", "identity_document", Bilingual("Document", "证件"), attachment=told)
    zhou, rui = Keyed(house, "zhou"), Keyed(house, "rui")
    decider = house.seat("decides-scans")
    decided = quality.decided(house, decider, ["block"] * 3, case_type="kyc_audit", evidence=(scan,))
    frame = quality.frame(zhou.seat, reviewers=[decider.user_id])
    packet = zhou.packet(frame_id=frame["frame_id"])
    body = zhou.open(packet)
    name = packet["head"]["packet_id"]
    assert len(body["items"]) == 3
    for item in body["items"]:
        (evidence,) = [one for one in item["evidence"] if one.get("attachment")]
        assert evidence["attachment"]["sha256"] == SHA
        where = f"/v1/qa/packets/{name}/items/{item['ref']}/attachments/{SHA}"
        whole = zhou.seat.session.get(where)
        assert (whole.status_code, whole.content) == (200, PNG)
        part = zhou.seat.session.get(where, headers={"Range": "bytes=100-", "If-Match": f'"sha256-{SHA}"'})
        assert (part.status_code, part.content) == (206, PNG[100:])
        assert rui.seat.session.get(where).status_code == 404, "another's packet"
        assert decider.session.get(where).status_code == 403
        for header in whole.headers.values():
            assert not any(case_id in header for case_id in decided), "no header tells the case"
    ref = body["items"][0]["ref"]
    gone = f"/v1/qa/packets/{name}/items/{ref}/attachments/{SHA}"
    other = f"/v1/qa/packets/{name}/items/{'0' * len(ref)}/attachments/{SHA}"
    assert zhou.seat.session.get(other).status_code == 404
    assert zhou.seat.session.get(gone.replace(SHA, "0" * 64)).status_code == 404
    read = run_sql(house.database, "SELECT detail FROM audit WHERE action = 'document.read' ORDER BY audit_seq")
    assert len(read) == 6
    assert all(name in str(row[0]) for row in read), "the trail says of which packet"
    assert zhou.seat.session.post(f"/v1/qa/packets/{name}/return").status_code in (200, 204)
    assert zhou.seat.session.get(gone).status_code == 404, "given back"
