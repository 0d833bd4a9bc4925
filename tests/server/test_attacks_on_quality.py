"""What somebody would try who wants another verdict of a lot, or more of the figures than they are told."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.server.test_qa_packets_over_http import Keyed
from tests.support import quality
from tests.support.database import run_sql
from tests.support.judged_work import decide
from tests.support.seats import House, Seat, open_house
from tests.support.server import PASSWORD, sign_in, start_server

HOUR_MS = 3_600_000


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    database = tmp_path_factory.mktemp("attacks") / "server.db"
    with start_server(database) as server:
        house = open_house(server, database)
        yield house
        house.close()


@pytest.fixture(scope="module")
def lin(house: House) -> Seat:
    found = house.seat("lin")
    quality.decided(house, found, ["block"] * 6)
    return found


@pytest.fixture(scope="module")
def lea(house: House, lin: Seat) -> Keyed:
    return Keyed(house, "lea")


def drawn(by: Keyed, lin: Seat, seed: str, **more: Any) -> tuple[str, list[str]]:
    """A lot of `lin`'s decisions; its refs that are `by`'s to score."""
    frame = quality.frame(by.seat, reviewers=[lin.user_id])
    body = {"frame_id": frame["frame_id"], "plan": quality.ISO | {"aql": 6.5}, "seed": seed} | more
    sample_id = quality.new_sample(by.seat, **body)
    return sample_id, [item["ref"] for item in by.open(by.packet(sample_id=sample_id))["items"]]


def signed(by: Keyed, sample_id: str, said: dict[str, str]) -> Any:
    made = quality.signature(by.signing, sample_id, by.seat.user_id, said)
    return quality.sign(by.seat, sample_id, said, signature=made)


def test_nothing_is_said_or_signed_a_second_time_after_the_signature(house: House, lea: Keyed, lin: Seat) -> None:
    sample_id, refs = drawn(lea, lin, "once")
    said = dict.fromkeys(refs, "block")
    for ref in refs:
        assert quality.score(lea.seat, sample_id, ref).status_code == 200
    assert signed(lea, sample_id, said).status_code == 200
    before = quality.sample(lea.seat, sample_id)
    late = quality.score(lea.seat, sample_id, refs[0], "pass")
    assert late.status_code == 409, late.text
    again = signed(lea, sample_id, said)
    other = signed(lea, sample_id, said | {refs[0]: "pass"})
    assert (again.status_code, other.status_code) == (409, 409), (again.text, other.text)
    assert quality.sample(lea.seat, sample_id) == before
    count = "SELECT count(*) FROM qa_signatures WHERE sample_id = :sample"
    assert run_sql(house.database, count, sample=sample_id) == [(1,)]
    packet = lea.seat.session.post("/v1/qa/packets", json={"sample_id": sample_id})
    assert packet.status_code == 404, "nothing is left to take along"


def test_a_signature_holds_for_one_lot_one_person_and_what_was_said_alone(house: House, lea: Keyed, lin: Seat) -> None:
    first, refs = drawn(lea, lin, "replayed")
    second, others = drawn(lea, lin, "replayed once more")
    for sample_id, of in ((first, refs), (second, others)):
        for ref in of:
            assert quality.score(lea.seat, sample_id, ref).status_code == 200
    said = dict.fromkeys(refs, "block")
    for made in (
        quality.signature(lea.signing, second, lea.seat.user_id, said),
        quality.signature(lea.signing, first, lin.user_id, said),
        quality.signature(lea.signing, first, lea.seat.user_id, said | {refs[0]: "pass"}),
        quality.signature(lea.signing, first, lea.seat.user_id, {}),
    ):
        refused = quality.sign(lea.seat, first, said, signature=made)
        assert (refused.status_code, refused.json()["code"]) == (422, "qa_signature")
    fewer = dict.fromkeys(refs[1:], "block")
    assert signed(lea, first, fewer).status_code in (409, 422), "of fewer than were said"
    assert quality.sample(lea.seat, first).get("result") is None
    assert signed(lea, first, said).status_code == 200


@pytest.mark.parametrize("moved", [-20 * 365 * 24 * HOUR_MS, 10 * 365 * 24 * HOUR_MS])
def test_a_clock_that_was_moved_moves_no_time_of_the_lot(house: House, lea: Keyed, lin: Seat, moved: int) -> None:
    sample_id, refs = drawn(lea, lin, f"clock {moved}")
    wall = int(datetime.now(UTC).timestamp() * 1000) + moved
    body = {"sample_id": sample_id, "ref": refs[0], "decision": "block"} | quality.WORDS
    told = quality.send(lea.seat, "qa.score", body, created_wall=wall)
    assert told.status_code == 200, told.text
    ((at,),) = run_sql(
        house.database, "SELECT scored_at FROM qa_tasks WHERE sample_id = :sample AND ref = :ref",
        sample=sample_id, ref=refs[0],
    )  # fmt: skip
    assert abs(at - datetime.now(UTC).timestamp() * 1000) < HOUR_MS


def test_whoever_leads_no_more_neither_scores_nor_signs_nor_reads_what_they_took_along(
    house: House, lin: Seat, lea: Keyed
) -> None:
    gone = Keyed(house, "gone")
    sample_id, refs = drawn(lea, lin, "gone", scorers=[lea.seat.user_id, gone.seat.user_id], overlap=1.0)
    packet = gone.packet(sample_id=sample_id)
    ref = gone.open(packet)["items"][0]["ref"]
    assert quality.score(gone.seat, sample_id, ref).status_code == 200
    run_sql(house.database, "UPDATE user_roles SET role = 'reviewer' WHERE user_id = :who", who=gone.seat.user_id)
    # Rights are those of the access token, which lives for minutes: so it is with the next one.
    gone.seat.session = sign_in(house.server.url, "gone", PASSWORD, gone.seat.device_id)
    house.opened.append(gone.seat.session)
    name = packet["head"]["packet_id"]
    refused = (
        quality.score(gone.seat, sample_id, ref, "pass"),
        quality.sign(gone.seat, sample_id, {ref: "block"}),
        gone.seat.session.post("/v1/qa/packets", json={"sample_id": sample_id}),
        gone.seat.session.get(f"/v1/qa/samples/{sample_id}"),
        gone.seat.session.get("/v1/qa/re-reviews"),
        gone.seat.session.get(f"/v1/qa/packets/{name}/items/{ref}/attachments/{'0' * 64}"),
    )
    assert {answer.status_code for answer in refused} <= {401, 403}, [answer.text for answer in refused]
    for one in refs:
        assert quality.score(lea.seat, sample_id, one).status_code == 200
    assert signed(lea, sample_id, dict.fromkeys(refs, "block")).status_code == 200
    result = quality.sample(lea.seat, sample_id).get("result")
    assert result is None or result["verdict"] == "open", "a lot is not decided without the second half"


def test_what_is_withheld_of_a_type_cannot_be_taken_from_the_whole_card(house: House, lea: Keyed) -> None:
    ada = house.seat("ada", "bpo_agent", "south")
    decide(ada, house.cases(32, vendor="south"))
    decide(ada, house.cases(4, vendor="south", case_type="kyc_audit"), "pass")
    own = ada.session.get("/v1/scorecards/me?days=2").json()
    assert own["card"]["throughput"]["n"] == 36, "whose work it is reads all of it"
    now = datetime.now(UTC)
    monday = (now - timedelta(days=now.weekday())).date()
    for path, name in (
        (f"/v1/scorecards/people/{ada.user_id}?days=2", "card"),
        (f"/v1/vendors/south/weekly?week={monday}", "week"),
    ):
        told = lea.seat.session.get(path).json()
        types = {card["case_type"]: card for card in told["by_type"]}
        whole, few = told[name], types["kyc_audit"]
        assert few["in_time"] == {"n": 4, "more_to_show": 26}
        assert whole["in_time"] == types["ato_investigation"]["in_time"], path
        assert whole["throughput"]["active_ms"] == types["ato_investigation"]["throughput"]["active_ms"]
