"""Calibration sessions over raw HTTP: no ballot is lost, and none is seen early, whoever comes late or without the
server in between."""

import json
from typing import Any

import pytest

from app.contract import paths
from tests.support import calibration as c
from tests.support.database import run_sql
from tests.support.judged_work import decide
from tests.support.seats import House, Seat

LETTERS = "abcdefghijklmnop"
REASONS = {"lea": "Lea sees a journey in it.", "mei": "Mei trusts the device.", "sam": "Sam doubts the address."}


@pytest.fixture(scope="module")
def cases(house: House, lin: Seat) -> list[str]:
    """Cases that lin has decided, eight against the agent and eight with it, each with words of its own."""
    ids = house.cases(16)
    for n, case in enumerate(ids):
        decide(lin, [case], "pass" if n < 8 else "block", rationale=lins(ids, case))
    c.counted(house)
    return ids


def lins(ids: list[str], case: str) -> str:
    """What lin wrote of one of these."""
    return f"The first reviewer was here, as number {LETTERS[ids.index(case)] * 5}."


def in_session(house: House, session_id: str) -> list[str]:
    query = "SELECT case_number FROM calibration_items WHERE session_id = :session ORDER BY ref"
    return [f"C-{row[0]}" for row in run_sql(house.database, query, session=session_id)]


def everything(seat: Seat, session_id: str, cases: list[str]) -> str:
    """All that a person's seat can ask of the server that has to do with these cases or this session, as it comes."""
    told = [
        seat.session.get(paths.CALIBRATION_SESSION.format(session_id=session_id)).text,
        seat.session.get(paths.CALIBRATION_SESSIONS).text,
        seat.session.get("/v1/news").text,
        seat.session.get("/v1/search", params={"q": "journey"}).text,
        seat.session.get("/v1/feedback").text,
    ]
    told += [seat.session.get(f"/v1/cases/{case}").text for case in cases]
    told += [seat.session.get(f"/v1/cases/{case}/context").text for case in cases[:2]]
    cursor = ""
    while True:
        page = seat.session.get("/v1/changes", params={"limit": "500"} | ({"cursor": cursor} if cursor else {}))
        told.append(page.text)
        cursor = page.json()["next_cursor"]
        if not page.json()["more"]:
            return "\n".join(told)


def of_session(house: House, session_id: str) -> list[Any]:
    query = "SELECT user_id, ref, late FROM calibration_ballots WHERE session_id = :session"
    return list(run_sql(house.database, query, session=session_id))


def test_three_people_run_a_session_one_of_them_offline_and_no_ballot_is_lost_or_seen_early(
    house: House, lead: Seat, mei: Seat, sam: Seat, cases: list[str]
) -> None:
    session = c.made(lead, mei, sam, kind="reviewer", criteria={"size": 4})
    session_id = session["session"]["session_id"]
    refs = [item["ref"] for item in session["items"]]
    assert len(refs) == 4
    # Sam opens it, goes offline and decides there: these are written and not sent.
    assert c.act(sam, paths.CALIBRATION_JOIN, session_id).status_code == 200
    away = [c.ballot(sam, session_id, ref, "escalate", REASONS["sam"]) for ref in refs]
    c.vote_on_all(mei, session, "block", REASONS["mei"])
    for ref in refs[:2]:
        assert c.cast(lead, c.ballot(lead, session_id, ref, "pass", REASONS["lea"]))["http"] == 200
    # Nobody is told anything of the others, nor what was decided first, nor what the agent said, the chair included.
    batch = in_session(house, session_id)
    first_words = [lins(cases, case) for case in batch]
    for seat in (lead, mei, sam):
        told = everything(seat, session_id, batch)
        others = [reason for name, reason in REASONS.items() if name != seat.name]
        for secret in (*others, *first_words):
            assert secret not in told, (seat.name, secret)
        view = c.read(seat, session_id)
        assert view["session"]["shown"] is False
        for item in view["items"]:
            assert set(item) <= {"ref", "case", "mine"}, item
            assert not {"case_id", "external_ref", "assessment", "outcome"} & set(item["case"])
        assert "agreement" not in view
        assert "criteria" not in view or seat is lead
    progress = {one["name"]: one["ballots"] for one in c.read(mei, session_id)["attendees"]}
    assert progress == {"lea": 2, "mei": 4, "sam": 0}
    # The reveal: whoever has voted on all is shown, the chair is; sam's seat is told nothing yet.
    assert c.act(mei, paths.CALIBRATION_REVEAL, session_id).status_code == 403
    shown = c.act(lead, paths.CALIBRATION_REVEAL, session_id).json()
    assert shown["session"]["shown"] is True
    assert {b["name"] for b in shown["items"][0]["ballots"]} == {"lea", "mei"}
    assert [item["first"]["rationale"] for item in shown["items"]] == first_words
    assert shown["items"][0]["assessment"]["verdict"] == "block"
    before = everything(sam, session_id, batch)
    assert not any(one in before for one in (REASONS["lea"], REASONS["mei"], *first_words))
    assert c.read(sam, session_id)["may"] == ["vote", "show"]
    # Sam comes back: every ballot counts, in whatever order the seat sends it.
    results = [c.cast(sam, one) for one in reversed(away)]
    assert [(one["http"], one.get("flags", [])) for one in results] == [(200, [])] * 4
    after_all = c.read(sam, session_id)
    assert after_all["session"]["shown"] is True
    assert {b["name"] for item in after_all["items"] for b in item["ballots"]} == {"lea", "mei", "sam"}
    assert after_all["agreement"]["undecided"] == 4
    # What the chair votes now is late: kept, shown, and in no figure.
    late = c.cast(lead, c.ballot(lead, session_id, refs[2], "block", "Now that I see it."))
    assert (late["http"], late["flags"]) == (200, ["late"])
    (mine,) = [b for b in c.read(mei, session_id)["items"][2]["ballots"] if b["name"] == "lea"]
    assert mine["late"] is True
    assert c.read(mei, session_id)["agreement"]["cases"] == after_all["agreement"]["cases"]
    # After the end it is said that it came too late, and it is not thrown away.
    assert c.act(lead, paths.CALIBRATION_CLOSE, session_id).status_code == 200
    after = c.cast(mei, c.ballot(mei, session_id, refs[0], "pass", "I have thought again."))
    assert (after["http"], after["status"], after["code"], after["flags"]) == (
        409,
        "conflict",
        "session_closed",
        ["late"],
    )
    stored = of_session(house, session_id)
    assert len(stored) == 4 + 2 + 4 + 1 + 1
    assert sum(bool(row[2]) for row in stored) == 2
    assert c.read(sam, session_id)["agreement"]["cases"] == after_all["agreement"]["cases"]


def test_who_was_away_until_after_the_reveal_still_counts_until_they_look(
    house: House, lead: Seat, mei: Seat, cases: list[str]
) -> None:
    session = c.made(lead, mei, criteria={"size": 3})
    session_id = session["session"]["session_id"]
    c.vote_on_all(lead, session, "pass", REASONS["lea"])
    c.act(lead, paths.CALIBRATION_REVEAL, session_id)
    joe = house.seat("joe")
    assert c.read(joe, session_id)["items"] == []
    joined = c.act(joe, paths.CALIBRATION_JOIN, session_id).json()
    assert [set(item) for item in joined["items"]] == [{"ref", "case", "assessment"}] * 3
    first = c.cast(joe, c.ballot(joe, session_id, "01", "pass", "Joe thinks so."))
    assert "flags" not in first
    assert c.act(joe, paths.CALIBRATION_SHOW, session_id).json()["session"]["shown"] is True
    assert c.cast(joe, c.ballot(joe, session_id, "02", "pass", "Joe follows."))["flags"] == ["late"]
    told = c.read(lead, session_id)
    assert [b.get("late", False) for b in told["items"][1]["ballots"] if b["name"] == "joe"] == [True]
    assert told["items"][0]["agreed"] is True


def test_the_newest_ballot_of_a_person_stands(house: House, lead: Seat, mei: Seat, cases: list[str]) -> None:
    session_id = c.made(lead, mei, criteria={"size": 2})["session"]["session_id"]
    older = c.ballot(mei, session_id, "01", "pass", "At first sight.")
    newer = c.ballot(mei, session_id, "01", "block", "At second sight.")
    assert c.cast(mei, newer)["http"] == 200
    assert c.cast(mei, older)["http"] == 200  # came later, was written before
    assert c.cast(mei, older)["status"] == "duplicate"
    mine = c.read(mei, session_id)["items"][0]["mine"]
    assert (mine["decision"], mine["reason"], mine["earlier"]) == ("block", "At second sight.", 1)


def test_a_ballot_that_cannot_be_is_refused_with_its_reason(
    house: House, lead: Seat, mei: Seat, cases: list[str]
) -> None:
    session_id = c.made(lead, mei, criteria={"size": 2})["session"]["session_id"]
    for told, code in (
        (c.ballot(mei, session_id, "99", "pass", "Nowhere."), "not_found"),
        (c.ballot(mei, session_id, "01", "pass", ""), "invalid"),
        (c.ballot(mei, session_id, "01", "pass", "So it is.", code="no_such_code"), "invalid"),
        (c.ballot(mei, session_id, "01", "pass", "So it is.", language="fr"), "invalid"),
        (c.ballot(mei, "nothing", "01", "pass", "So it is."), "not_found"),
    ):
        assert c.cast(mei, told)["code"] == code
    stranger = house.seat("stranger")
    assert c.cast(stranger, c.ballot(stranger, session_id, "01", "pass", "I was not there."))["code"] == "not_found"


def test_a_contact_centre_neither_reads_nor_votes(house: House, lead: Seat, bao: Seat, cases: list[str]) -> None:
    session_id = c.made(lead, criteria={"size": 2})["session"]["session_id"]
    for path in (paths.CALIBRATION_SESSIONS, paths.CALIBRATION_SESSION, paths.CALIBRATION, paths.CALIBRATION_GROUPS):
        answer = bao.session.get(path.format(session_id=session_id), params={"by": "vendor"})
        assert answer.status_code in (400, 403), path
    assert c.act(bao, paths.CALIBRATION_JOIN, session_id).status_code == 403
    assert c.cast(bao, c.ballot(bao, session_id, "01", "pass", "From outside."))["http"] == 403
    invited = c.order() | {"attendees": [bao.user_id]}
    assert lead.session.post(paths.CALIBRATION_SESSIONS, json=invited).status_code == 422


def test_the_same_seed_draws_the_same_batch_and_mixes_in_what_was_right(house: House, cases: list[str]) -> None:
    # Somebody from whom nothing is kept back by another session.
    lead = house.seat("leo", "team_lead")

    def drawn(**more: Any) -> list[str]:
        session_id = c.made(lead, **more)["session"]["session_id"]
        c.act(lead, paths.CALIBRATION_REVEAL, session_id)
        found = [(item["first"]["case_id"], item["first"]["label"]) for item in c.read(lead, session_id)["items"]]
        c.act(lead, paths.CALIBRATION_CLOSE, session_id)
        return [f"{case} {label}" for case, label in found]

    criteria = {"size": 6, "right_per_mille": 500}
    first = drawn(criteria=criteria)
    assert drawn(criteria=criteria) == first
    assert drawn(criteria=criteria, seed="another") != first
    assert sorted(one.split()[1] for one in first) == ["FP"] * 3 + ["TP"] * 3
    assert {one.split()[1] for one in drawn(criteria={"size": 6, "right_per_mille": 0})} == {"FP"}
    told = lead.session.post(paths.CALIBRATION_BATCH, json={"case_type": c.KIND, "size": 6}).json()
    assert told["fit"] == told["wrong"] == 8
    assert told["size"] == 6
    none = c.order(criteria={"labels": ["FN"]})
    assert lead.session.post(paths.CALIBRATION_SESSIONS, json=none).json()["code"] == "batch_empty"


def test_what_is_true_is_written_down_with_who_was_there_and_becomes_the_label(
    house: House, lead: Seat, mei: Seat, lin: Seat
) -> None:
    (case,) = house.cases(1)
    decide(lin, [case], "pass", rationale="A case of its own.")
    c.counted(house)
    session = c.made(lead, mei, criteria={"size": 60, "right_per_mille": 0})
    session_id = session["session"]["session_id"]
    truth = {"decision": "block", "reason": "The device was new.", "language": "en", "attendees": [mei.user_id]}
    refused = c.act(lead, paths.CALIBRATION_TRUTH, session_id, truth, put=True, ref="01")
    assert refused.json()["code"] == "not_revealed"
    revealed = c.act(lead, paths.CALIBRATION_REVEAL, session_id).json()
    ref = next(item["ref"] for item in revealed["items"] if item["first"]["case_id"] == case)
    stranger = truth | {"attendees": [lin.user_id]}
    assert c.act(lead, paths.CALIBRATION_TRUTH, session_id, stranger, put=True, ref=ref).status_code == 422
    told = c.act(lead, paths.CALIBRATION_TRUTH, session_id, truth, put=True, ref=ref).json()
    (item,) = [one for one in told["items"] if one["ref"] == ref]
    assert (item["truth"]["decision"], item["truth"]["label"]) == ("block", "TP")
    assert item["truth"]["attendees"] == ["mei"]
    query = "SELECT label, source FROM labels WHERE case_number = :case ORDER BY revision"
    rows = run_sql(house.database, query, case=int(case.removeprefix("C-")))
    assert [tuple(row) for row in rows] == [("FP", "review"), ("TP", "calibration")]
    c.counted(house)


def test_notes_and_what_follows_become_findings_and_proposals(
    house: House, lead: Seat, mei: Seat, lin: Seat, cases: list[str]
) -> None:
    session_id = c.made(lead, mei, criteria={"size": 3, "right_per_mille": 0})["session"]["session_id"]
    assert c.note(mei, session_id, "Too early to talk.")["code"] == "not_revealed"
    c.act(lead, paths.CALIBRATION_REVEAL, session_id)
    assert c.note(mei, session_id, "Still not shown.")["code"] == "not_revealed"
    c.act(mei, paths.CALIBRATION_SHOW, session_id)
    assert c.note(mei, session_id, "The VPN is our own.", ref="01")["http"] == 200
    assert [one["text"] for one in c.read(lead, session_id)["notes"]] == ["The VPN is our own."]
    about = {"refs": ["01", "02"], "title": "A VPN of ours counts as a journey.", "language": "en"}
    for route, more in (("A", {}), ("C", {"code": "sop_gap"}), ("B", {"side": "block", "threshold": 0.9})):
        answer = c.act(lead, paths.CALIBRATION_FOLLOW_UPS, session_id, about | {"route": route} | more)
        assert answer.status_code == 200, answer.text
    told = c.read(mei, session_id)["follow_ups"]
    assert [one["route"] for one in told] == ["A", "C", "B"]
    proposal = lead.session.get(paths.HUB_PROPOSAL.format(proposal_id=told[2]["proposal_id"])).json()
    assert (proposal["source"], proposal["session_id"], proposal["threshold"]) == ("calibration", session_id, 0.9)
    item = lead.session.get(f"/v1/feedback/{told[0]['feedback_id']}").json()["item"]
    assert (item["route"], item["cases"], item["result_kind"], item["result_ref"]) == ("A", 2, "session", session_id)
    # Whoever decided the cases first reads what came of them.
    heard = {one["feedback_id"] for one in lin.session.get("/v1/news").json()["news"]}
    assert {one["feedback_id"] for one in told} <= heard
    wrong = about | {"route": "A", "side": "block", "threshold": 0.9}
    assert c.act(lead, paths.CALIBRATION_FOLLOW_UPS, session_id, wrong).status_code == 422


def test_who_attends_is_told_by_the_feed_that_something_changed_and_nobody_else_is(
    house: House, lead: Seat, mei: Seat, cases: list[str]
) -> None:
    nora = house.seat("nora")

    def told(seat: Seat, session_id: str) -> bool:
        page = everything(seat, session_id, [])
        return f'"entity":"calibration","entity_id":"{session_id}"' in page

    session_id = c.made(lead, mei, criteria={"size": 1})["session"]["session_id"]
    assert told(mei, session_id)
    assert told(lead, session_id)
    assert not told(nora, session_id)


def test_a_session_that_is_cancelled_shows_nothing_and_keeps_what_came(
    house: House, lead: Seat, mei: Seat, cases: list[str]
) -> None:
    session_id = c.made(lead, mei, criteria={"size": 2})["session"]["session_id"]
    c.cast(lead, c.ballot(lead, session_id, "01", "pass", REASONS["lea"]))
    assert c.act(lead, paths.CALIBRATION_CANCEL, session_id).json()["session"]["state"] == "cancelled"
    assert c.cast(mei, c.ballot(mei, session_id, "01", "pass", "Too late."))["code"] == "session_closed"
    assert len(of_session(house, session_id)) == 2
    assert REASONS["lea"] not in everything(mei, session_id, [])
    assert c.act(mei, paths.CALIBRATION_SHOW, session_id).json()["code"] == "not_revealed"


def test_a_challenge_goes_to_whoever_proposes_and_its_author_learns_what_became_of_it(
    house: House, lead: Seat, lin: Seat, mei: Seat, bao: Seat, cases: list[str]
) -> None:
    told = c.challenge(lin, cases[0], "Below this line we pass them all.", threshold=0.92)
    assert told["http"] == 200, told
    assert c.challenge(lin, cases[0], "Once more.")["code"] == "already_challenged"
    assert c.challenge(mei, cases[0], "Not mine.")["code"] == "not_found"
    page = lead.session.get(paths.CHALLENGES, params={"state": "challenged"}).json()
    (one,) = [row for row in page["challenges"] if row["challenge_id"] == told["challenge_id"]]
    assert (one["case_id"], one["side"], one["threshold"], one["by_name"]) == (cases[0], "block", 0.92, "lin")
    assert page["open"] >= 1
    assert lin.session.get(paths.CHALLENGES).status_code == 403
    path = paths.CHALLENGE_ANSWER.format(challenge_id=told["challenge_id"])
    body = {"why": "The audits do not say so.", "why_language": "en"}
    assert lead.session.post(path, json=body | {"proposal_id": "none"}).status_code == 422
    assert lead.session.post(path, json=body).json()["state"] == "declined"
    assert lead.session.post(path, json=body).json()["code"] == "challenge_answered"
    (own,) = lin.session.get(paths.OWN_CHALLENGES).json()["challenges"]
    assert (own["state"], own["answer"], own["mine"]) == ("declined", body["why"], True)
    # From outside: by a case of their own, and without the house's words.
    (case,) = house.cases(1, vendor="north")
    decide(bao, [case], "pass")
    from_outside = c.challenge(bao, case, "We pass these.")
    assert from_outside["http"] == 200, from_outside
    answer = paths.CHALLENGE_ANSWER.format(challenge_id=from_outside["challenge_id"])
    assert lead.session.post(answer, json=body).status_code == 200
    (row,) = bao.session.get(paths.OWN_CHALLENGES).json()["challenges"]
    assert row["state"] == "declined"
    assert body["why"] not in json.dumps(row)


def test_a_ballot_on_ones_own_case_is_late_once_its_truth_is_written_down(
    house: House, lead: Seat, mei: Seat, lin: Seat, cases: list[str]
) -> None:
    """The label of their own decision tells whoever decided it, so a ballot after that is no blind one."""
    session = c.made(lead, mei, lin, kind="reviewer", criteria={"size": 2})
    session_id = session["session"]["session_id"]
    assert c.act(lead, paths.CALIBRATION_REVEAL, session_id).status_code == 200
    truth = {"decision": "block", "reason": "An emulator.", "language": "en", "attendees": [lead.user_id]}
    path = paths.CALIBRATION_TRUTH
    assert c.act(lead, path, session_id, truth, put=True, ref="01").status_code == 200
    knows = c.cast(lin, c.ballot(lin, session_id, "01", "block", "As my label says now."))
    assert (knows["http"], knows.get("flags")) == (200, ["late"])
    blind = c.cast(lin, c.ballot(lin, session_id, "02", "block", "Nobody has said anything of this one."))
    assert (blind["http"], blind.get("flags", [])) == (200, [])
    other = c.cast(mei, c.ballot(mei, session_id, "01", "block", "It is kept back from me."))
    assert (other["http"], other.get("flags", [])) == (200, [])


def test_ballots_of_a_case_that_one_votes_on_blind_elsewhere_are_not_told(
    house: House, lead: Seat, cases: list[str]
) -> None:
    uma = house.seat("uma")
    first = c.made(lead, uma, kind="reviewer", criteria={"size": 2})
    session_id = first["session"]["session_id"]
    for seat, reason in ((lead, REASONS["lea"]), (uma, REASONS["mei"])):
        c.vote_on_all(seat, first, "block", reason)
    batch = in_session(house, session_id)
    assert c.act(lead, paths.CALIBRATION_REVEAL, session_id).status_code == 200
    assert c.note(lead, session_id, "The emulator is enough.", ref="01")["http"] == 200
    assert REASONS["lea"] in everything(uma, session_id, [])
    # The same cases in another one that uma takes part in.
    second = c.made(lead, uma, kind="reviewer", criteria={"size": 60})
    assert set(batch) <= set(in_session(house, second["session"]["session_id"]))
    told = everything(uma, session_id, [])
    assert REASONS["lea"] not in told
    assert "The emulator is enough." not in told
    for item in c.read(uma, session_id)["items"]:
        assert set(item) <= {"ref", "case", "mine"}, item
