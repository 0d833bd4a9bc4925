"""Single cases of a run, over raw HTTP: what is kept back from whoever is to decide a case again, and from whom nothing
needs to be."""

from app.server.storage import people, qa_holds
from tests.server.test_regression import asked, candidate, frozen, marked
from tests.support.seats import House, Seat
from tests.support.server import opened


def test_a_case_that_somebody_is_to_decide_again_is_kept_back_and_counted(house: House, lin: Seat, lead: Seat) -> None:
    refs = [f"HELD-{n}" for n in range(2)]
    ids = marked(house, lin, refs)
    run = asked(lead, frozen(lead)["set_id"], "roca-held")
    address = f"/v1/regression/runs/{run['run_id']}"
    candidate(house, refs, "roca-held", mends=True)
    assert lead.session.post(f"{address}/looks").status_code == 200
    rows = {
        one["case_id"]: one for one in lead.session.get(f"{address}/cases", params={"which": "any"}).json()["cases"]
    }
    assert lead.session.get(f"{address}/cases/{rows[ids[0]]['n']}").status_code == 200
    with opened(house.database) as storage:
        with storage.read() as connection:
            who = people.user_by_name(connection, "lea")
        assert who is not None
        with storage.write() as work:
            qa_holds.hold(work, who.user_id, [int(ids[0].removeprefix("C-"))], "a packet")
    told = lead.session.get(f"{address}/cases", params={"which": "any"}).json()
    assert told["kept_back"] == 1
    assert ids[0] not in {one["case_id"] for one in told["cases"]}
    assert lead.session.get(f"{address}/cases/{rows[ids[0]]['n']}").status_code == 404
    assert lead.session.get(f"{address}/cases/{rows[ids[1]]['n']}").status_code == 200


def test_a_concluded_run_shows_its_cases_without_a_look_and_takes_no_more_votes(
    house: House, lin: Seat, sam: Seat, lead: Seat
) -> None:
    refs = [f"DONE-{n}" for n in range(2)]
    marked(house, lin, refs)
    run = asked(lead, frozen(lead)["set_id"], "roca-done")
    address = f"/v1/regression/runs/{run['run_id']}"
    candidate(house, refs, "roca-done", mends=True)
    pair = sam.session.post(f"{address}/pairs").json()
    assert lead.session.get(f"{address}/cases").status_code == 409
    done = lead.session.post(f"{address}/conclusion").json()
    assert done["cases_shown"] is True
    assert lead.session.get(f"{address}/cases", params={"which": "same"}).json()["total"] == 2
    late = sam.session.post(f"/v1/regression/pairs/{pair['pair_id']}/vote", json={"choice": "first"})
    assert late.status_code == 404
    assert lead.session.post(f"{address}/looks").json() == done, "nothing needs saying any more"
