"""Logs and figures hold codes, routes and durations: nothing of a customer, a person or a secret, whatever happens."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.case import Evidence, Link
from app.domain.text import Bilingual
from tests.support.canaries import Canaries
from tests.support.database import full
from tests.support.seats import House, Seat, new_id, open_house, review_body
from tests.support.server import PASSWORD, Session, start_server


@pytest.fixture
def words() -> Canaries:
    words = Canaries()
    words.add("password", PASSWORD)
    return words


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with start_server(tmp_path / "server.db") as server:
        house = open_house(server, tmp_path / "server.db")
        yield house
        house.close()


def work_and_fail(house: House, words: Canaries) -> None:
    """Everything that carries somebody's data in, taken and refused."""
    case_id = house.case(
        external_ref=f"REF-{words.new('external_ref')}",
        subject={"account": words.new("account"), "country": "SG"},
        evidence=(
            Evidence(
                "e1", "device", Bilingual(words.new("title"), "设备"), fields={"ip": words.new("field")}, pii=("ip",)
            ),
        ),
        links=(Link("device", words.new("link")),),
    )
    lin = house.seat(words.new("name"))
    for token in (lin.session.tokens["access_token"], lin.session.tokens["refresh_token"]):
        words.add(f"token {len(words.names)}", str(token))
    rationale = f"The owner says {words.new('rationale')} was not theirs."
    reveal = {"case_id": case_id, "field": "evidence.e1.ip", "reason": "check_list"}
    assert lin.session.post("/v1/pii/reveal", json=reveal).status_code == 200
    assert lin.put(lin.command(case_id, review_body(rationale=rationale), lin.hold(case_id))).status_code == 200
    refused(house, lin, words)


def refused(house: House, lin: Seat, words: Canaries) -> None:
    some = words.new("search")
    lin.session.post("/v1/cases/search", json={"identifier": some, "kind": "device"})
    for address in ("/v1/cases/{}", "/v1/cases?q={}", "/v1/cases?{}=1", "/{}", "/v1/cases?view={}"):
        lin.session.get(address.format(some), headers={"X-Request-Id": f"bad id {some}", "User-Agent": some})
    lin.session.get("/v1/meta", headers={"X-Request-Id": words.new("id of a caller")})
    house.agent.post("/v1/intake/cases", data=f'[{{"external_ref": "{words.new("malformed")}"', headers=_JSON)
    house.agent.post("/v1/intake/cases", data=f'[{{"external_ref": "{words.new("short")}"}}]', headers=_JSON)
    with Session(house.server.url) as stranger:
        typed = {"username": words.new("typed name"), "password": words.new("typed password")}
        assert stranger.post("/v1/session", json=typed).status_code == 401
        stranger.get("/v1/meta", headers={"Authorization": f"Bearer {words.new('bearer')}"})
    with full(house.database, "case_notes"):
        note = {"text": words.new("note")}
        other = house.case()
        answer = lin.session.put(
            f"/v1/commands/{new_id()}",
            json={"device_id": lin.device_id, "command": lin.command(other, note, None, command_type="case.note")},
        )
        assert answer.status_code >= 400


_JSON = {"Content-Type": "application/json"}


def test_no_line_of_the_log_and_no_figure_holds_a_person_or_a_secret(
    house: House, words: Canaries, tmp_path: Path
) -> None:
    work_and_fail(house, words)
    figures = tmp_path / "figures.txt"
    with Session(house.server.url) as watcher:
        figures.write_text(watcher.get("/metrics").text)
    house.server.stop()
    assert len(words.names) > 12
    assert words.found_in(house.server.log, figures) == []
    lines = [json.loads(line) for line in house.server.log.read_text().splitlines()]
    assert {line["event"] for line in lines} >= {"request"}
    assert all(line["at"].endswith("Z") for line in lines)
    assert {line["route"] for line in lines if line["event"] == "request"} >= {"/v1/cases/{case_id}", "none"}
