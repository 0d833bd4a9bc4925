"""Findings over raw HTTP: raised, accepted, mended, merged, split, dismissed, with news to whoever found them alone."""

from typing import Any

import pytest

from tests.support.database import run_sql
from tests.support.judged_work import decide
from tests.support.seats import House, Seat, new_id

TITLE = "The travel signal counts a VPN as a journey."


def send(seat: Seat, command_type: str, **body: Any) -> dict[str, Any]:
    answer = seat.put(seat.command(None, body, None, command_type=command_type, base_rev=None))
    told: dict[str, Any] = answer.json()
    return told | {"http": answer.status_code, "code": told.get("code") or told["result"]["code"]}


def errors(told: dict[str, Any]) -> set[str]:
    return {one["code"] for one in told.get("result", told).get("errors", ())}


def raised(seat: Seat, cases: list[str], **more: Any) -> str:
    body = {"feedback_id": new_id(), "case_ids": cases, "title": TITLE, "language": "en"} | more
    told = send(seat, "feedback.create", **body)
    assert told["http"] == 200, told
    return str(body["feedback_id"])


def item(seat: Seat, feedback_id: str) -> dict[str, Any]:
    answer = seat.session.get(f"/v1/feedback/{feedback_id}")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def become(seat: Seat, feedback_id: str, state: str, **more: Any) -> dict[str, Any]:
    rev = item(seat, feedback_id)["item"]["rev"]
    return send(seat, "feedback.update", **({"feedback_id": feedback_id, "base_rev": rev, "state": state} | more))


def news(seat: Seat, feedback_id: str) -> list[dict[str, Any]]:
    told = seat.session.get("/v1/news", params={"limit": "200"}).json()["news"]
    return [one for one in told if one["feedback_id"] == feedback_id]


def from_the_feed(seat: Seat) -> dict[str, dict[str, Any]]:
    cursor, found = "", {}
    while True:
        page = seat.session.get("/v1/changes", params={"limit": "500"} | ({"cursor": cursor} if cursor else {})).json()
        for change in page["changes"]:
            if change["entity"] == "news":
                found[change["entity_id"]] = change["document"]
        cursor = page["next_cursor"]
        if not page["more"]:
            return found


@pytest.fixture(scope="module")
def wrong(house: House, lin: Seat, mei: Seat) -> dict[str, list[str]]:
    """Cases that two people found the agent wrong about."""
    own = {"lin": house.cases(4), "mei": house.cases(3)}
    for seat, ids in ((lin, own["lin"]), (mei, own["mei"])):
        assert all(one["code"] == "applied" for one in decide(seat, ids, "pass"))
    return own


def test_a_finding_goes_its_way_and_comes_back_as_news_to_who_found_it_alone(
    house: House, lin: Seat, mei: Seat, lead: Seat, wrong: dict[str, list[str]]
) -> None:
    feedback_id = raised(lin, wrong["lin"][:2], code="signal_overweighted")
    told = item(lead, feedback_id)
    assert (told["item"]["kind"], told["item"]["state"], told["item"]["label"]) == ("raised", "open", "FP")
    assert (told["item"]["route"], told["item"]["owner_kind"], told["item"]["raised_by_name"]) == ("A", "model", "lin")
    assert told["item"]["cases"] == 2
    assert news(lin, feedback_id) == [], "whoever raised it knows"
    for state in ("accepted", "in_work", "shipped", "verified"):
        assert become(lead, feedback_id, state)["http"] == 200
    mine = news(lin, feedback_id)
    assert [one["event"] for one in mine] == ["verified", "shipped", "in_work", "accepted"]
    assert mine[0]["by_name"] == "lea"
    assert set(mine[0]["case_ids"]) == set(wrong["lin"][:2])
    assert {one["news_id"] for one in mine} <= set(from_the_feed(lin))
    assert {one["news_id"] for one in mine} <= {
        row["entity_id"] for row in lin.session.get("/v1/snapshot?limit=500").json()["rows"] if row["entity"] == "news"
    }
    for other in (mei, lead):
        assert news(other, feedback_id) == []
        assert feedback_id not in {one["feedback_id"] for one in from_the_feed(other).values()}
    steps = [(one["action"], one.get("by_name")) for one in item(lead, feedback_id)["events"]]
    assert steps[0] == ("opened", "lin")
    assert steps[-1] == ("verified", "lea")
    assert become(lead, feedback_id, "open")["code"] == "feedback_ended"


def test_news_is_read_once_and_by_its_person_alone(
    lin: Seat, mei: Seat, lead: Seat, wrong: dict[str, list[str]]
) -> None:
    feedback_id = raised(lin, wrong["lin"][:1])
    assert become(lead, feedback_id, "accepted")["http"] == 200
    (one,) = news(lin, feedback_id)
    assert "read_at" not in one
    assert send(mei, "news.read", news_ids=[one["news_id"]])["http"] == 404
    told = send(lin, "news.read", news_ids=[one["news_id"]])
    assert (told["http"], told["count"]) == (200, 1)
    assert send(lin, "news.read", news_ids=[one["news_id"]]).get("count") == 0
    assert "read_at" in news(lin, feedback_id)[0]
    assert from_the_feed(lin)[one["news_id"]]["rev"] == 2
    assert errors(send(lin, "news.read", news_ids=["x"])) == {"news_ids"}


def test_a_field_that_somebody_else_changed_since_stands(lin: Seat, lead: Seat, wrong: dict[str, list[str]]) -> None:
    feedback_id = raised(lin, wrong["lin"][:1])
    base = {"feedback_id": feedback_id, "base_rev": 1}
    assert send(lead, "feedback.update", **base, route="B")["http"] == 200
    # Another field of the same old revision goes through; the same one does not, and says what stands.
    assert send(lead, "feedback.update", **base, owner_id=lead.user_id)["http"] == 200
    clash = send(lead, "feedback.update", **base, route="C")
    assert (clash["http"], clash["code"]) == (409, "feedback_changed")
    assert clash["result"]["in_force"] == {"route": "B"}
    assert send(lead, "feedback.update", **base, route="B")["http"] == 200, "the same again is no conflict"
    told = item(lead, feedback_id)
    assert (told["item"]["route"], told["item"]["owner_kind"], told["item"]["owner_name"]) == ("B", "rules", "lea")
    assert told["item"]["mine"]
    result = {"result_kind": "proposal", "result_ref": "p-1"}
    assert send(lead, "feedback.update", feedback_id=feedback_id, base_rev=9, **result)["http"] == 200
    assert item(lead, feedback_id)["item"]["result_ref"] == "p-1"
    half = send(lead, "feedback.update", feedback_id=feedback_id, base_rev=9, result_kind="proposal")
    assert errors(half) == {"result_pair"}


def test_a_dismissal_says_why_and_can_be_taken_back(lin: Seat, lead: Seat, wrong: dict[str, list[str]]) -> None:
    feedback_id = raised(lin, wrong["lin"][:1])
    assert errors(become(lead, feedback_id, "dismissed")) == {"reason_required"}
    assert become(lead, feedback_id, "dismissed", reason="The map was old.", language="en")["http"] == 200
    (one,) = news(lin, feedback_id)
    assert (one["event"], one["reason"]) == ("dismissed", "The map was old.")
    assert become(lead, feedback_id, "open")["http"] == 200
    assert news(lin, feedback_id)[0]["event"] == "reopened"
    own = lin.session.get("/v1/feedback/own").json()["items"]
    assert feedback_id in {one["feedback_id"] for one in own}
    taken_back = {"feedback_id": feedback_id, "base_rev": 3, "state": "dismissed", "reason": "Mine was wrong."}
    assert send(lin, "feedback.update", **taken_back)["http"] == 200


def test_items_are_merged_and_split_and_no_case_is_lost(
    lin: Seat, mei: Seat, lead: Seat, wrong: dict[str, list[str]]
) -> None:
    one, other = raised(lin, wrong["lin"][:3]), raised(mei, wrong["mei"])
    merged = send(lead, "feedback.update", feedback_id=one, base_rev=1, merge_into=other)
    assert (merged["http"], merged["count"]) == (200, 3)
    assert item(lead, other)["item"]["cases"] == 6
    gone = lead.session.get(f"/v1/feedback/{one}")
    assert gone.status_code == 404 or gone.json()["merged_into"] == other
    assert news(lin, one)[0]["event"] == "merged"
    parts = [{"feedback_id": new_id(), "title": "Only these two.", "case_ids": wrong["lin"][:2]}]
    told = send(lead, "feedback.update", feedback_id=other, base_rev=9, split=parts)
    assert (told["http"], told["count"]) == (200, 2)
    assert [item(lead, name)["item"]["cases"] for name in (other, parts[0]["feedback_id"])] == [4, 2]
    assert parts[0]["feedback_id"] in item(lead, other)["parts"]
    assert news(lin, parts[0]["feedback_id"])[0]["event"] == "opened"
    again = send(lead, "feedback.update", feedback_id=other, base_rev=9, split=parts)
    assert again["http"] == 422
    cases = lead.session.get(f"/v1/feedback/{other}/cases").json()["cases"]
    assert {case["case_id"] for case in cases} == {wrong["lin"][2], *wrong["mei"]}
    assert all(case["label"] == "FP" for case in cases)


def test_a_failing_signal_takes_no_cases_in_and_is_merged_into_nothing(
    house: House, lin: Seat, lead: Seat, wrong: dict[str, list[str]]
) -> None:
    ordinary, signal = raised(lin, wrong["lin"][:1]), raised(lin, wrong["lin"][1:2])
    run_sql(house.database, "UPDATE feedback_items SET kind = 'signal' WHERE feedback_id = :id", id=signal)
    for one, into in ((ordinary, signal), (signal, ordinary)):
        told = send(lead, "feedback.update", feedback_id=one, base_rev=1, merge_into=into)
        assert (told["http"], errors(told)) == (422, {"signal_alone"}), told


def test_whoever_raised_a_finding_words_it_otherwise_and_takes_it_back_while_it_is_open(
    lin: Seat, mei: Seat, lead: Seat, wrong: dict[str, list[str]]
) -> None:
    feedback_id = raised(lin, wrong["lin"][:2])
    assert [one["own"] for one in lead.session.get("/v1/feedback").json()["items"] if one.get("own")] == []
    named = send(lin, "feedback.update", feedback_id=feedback_id, base_rev=1, title="Said better.", language="en")
    assert named["http"] == 200, named
    mine = lin.session.get("/v1/feedback/own").json()["items"]
    assert next(one["title"] for one in mine if one["feedback_id"] == feedback_id) == "Said better."
    away = {"feedback_id": feedback_id, "base_rev": 2, "state": "dismissed"}
    for bare in ({}, {"reason": "  "}):
        told = send(lin, "feedback.update", **(away | bare))
        assert told["http"] == 422, told
    assert send(mei, "feedback.update", **(away | {"reason": "Not mine."}))["code"] == "forbidden"
    more = away | {"reason": "And closed for good.", "owner_id": ""}
    assert send(lin, "feedback.update", **more)["code"] == "forbidden", "that and nothing else"
    assert send(lin, "feedback.update", **(away | {"reason": "It was one device."}))["http"] == 200
    assert item(lead, feedback_id)["item"]["state"] == "dismissed"
    again = {"feedback_id": feedback_id, "base_rev": 3, "title": "Once more.", "language": "en"}
    assert send(lin, "feedback.update", **again)["code"] == "forbidden", "it has ended"


def test_findings_to_act_on_are_reached_however_many_ended_after_them(
    lin: Seat, lead: Seat, wrong: dict[str, list[str]]
) -> None:
    old = raised(lin, wrong["lin"][:1])
    for _ in range(3):
        become(lead, raised(lin, wrong["lin"][:1]), "dismissed", reason="Known.", language="en")
    found, after = [], ""
    while after is not None:
        page = lead.session.get(
            "/v1/feedback", params={"state": "to_do", "limit": "1"} | ({"after": after} if after else {})
        )
        assert page.status_code == 200, page.text
        found += page.json()["items"]
        after = page.json()["next_after"]
    assert old in [one["feedback_id"] for one in found]
    assert {one["state"] for one in found} <= {"open", "accepted", "in_work", "shipped"}


def test_nobody_raises_what_is_not_theirs_to_judge(
    house: House, lin: Seat, mei: Seat, lead: Seat, wrong: dict[str, list[str]]
) -> None:
    body = {"title": TITLE, "language": "en"}
    told = send(mei, "feedback.create", feedback_id=new_id(), case_ids=wrong["lin"][:1], **body)
    assert told["http"] == 404
    undecided = house.case()
    told = send(lead, "feedback.create", feedback_id=new_id(), case_ids=[undecided], **body)
    assert told["http"] == 404
    assert raised(lead, [wrong["lin"][0], wrong["mei"][0]])
    other_type = {"code": "no_such_code"}
    told = send(lin, "feedback.create", feedback_id=new_id(), case_ids=wrong["lin"][:1], **(body | other_type))
    assert errors(told) == {"code_unknown"}
    personal = body | {"title": "Write to ann@example.net"}
    told = send(lin, "feedback.create", feedback_id=new_id(), case_ids=wrong["lin"][:1], **personal)
    assert errors(told) == {"personal_data"}
    known = raised(lin, wrong["lin"][:1])
    told = send(lin, "feedback.create", feedback_id=known, case_ids=wrong["lin"][:1], **body)
    assert told["code"] == "feedback_known"
    assert lin.session.get("/v1/feedback").status_code == 403
    assert send(lin, "feedback.update", feedback_id=known, base_rev=1, route="B")["http"] == 403
    assert send(lead, "feedback.update", feedback_id=new_id(), base_rev=1, route="B")["http"] == 404
    assert errors(send(lead, "feedback.update", feedback_id=known, base_rev=1)) == {"one_change"}


def test_a_contact_centre_raises_its_own_and_hears_without_names(house: House, lead: Seat) -> None:
    bao = house.seat("bao of the east", "bpo_agent", "east")
    foreign = house.seat("of the west", "bpo_agent", "west")
    ids = house.cases(2, vendor="east")
    assert all(one["code"] == "applied" for one in decide(bao, ids, "pass"))
    feedback_id = raised(bao, ids, code="signal_overweighted")
    refused = send(foreign, "feedback.create", feedback_id=new_id(), case_ids=ids, title=TITLE, language="en")
    assert refused["http"] == 404
    assert become(lead, feedback_id, "accepted", reason="Lea takes it up with Sam.", language="en")["http"] == 200
    (told,) = news(bao, feedback_id)
    assert set(told) == {
        *("news_id", "rev", "event", "at", "feedback_id", "case_type", "label", "code", "route", "cases", "case_ids"),
        *("raised", "title", "title_language"),
    }
    assert "Lea" not in str(told)
    assert news(foreign, feedback_id) == []
    (own,) = bao.session.get("/v1/feedback/own").json()["items"]
    assert (own["state"], own.get("reason")) == ("accepted", None)
    assert bao.session.get(f"/v1/feedback/{feedback_id}").status_code == 403


def test_a_case_with_a_known_answer_stays_between_its_author_and_nobody(house: House, lead: Seat) -> None:
    """To its author the finding is like any other; to everybody else that case is not there."""
    gus = house.seat("gus")
    plain, gold = house.cases(2)
    assert all(one["code"] == "applied" for one in decide(gus, [plain, gold], "pass"))
    number = gold.removeprefix("C-")
    run_sql(house.database, f"DELETE FROM labels WHERE case_number = {number}")
    run_sql(house.database, f"UPDATE cases SET only_for = '{gus.user_id}' WHERE case_number = {number}")
    both, alone = raised(gus, [plain, gold]), raised(gus, [gold])
    told = item(lead, both)["item"]
    assert (told["cases"], told["label"]) == (1, "FP")
    cases = lead.session.get(f"/v1/feedback/{both}/cases").json()["cases"]
    assert [case["case_id"] for case in cases] == [plain]
    assert lead.session.get(f"/v1/feedback/{alone}").status_code == 404
    listed = lead.session.get("/v1/feedback", params={"limit": "200"}).json()["items"]
    assert alone not in {one["feedback_id"] for one in listed}
    own = {one["feedback_id"]: one for one in gus.session.get("/v1/feedback/own").json()["items"]}
    assert sorted(own[both]["cases"]) == sorted([plain, gold])
    assert own[alone]["cases"] == [gold]
    assert set(own[both]) == set(own[alone])


def test_mining_by_hand_opens_patterns_with_news_to_everybody_behind_them(
    house: House, lin: Seat, mei: Seat, lead: Seat
) -> None:
    people = [house.seat("nia"), house.seat("ole")]
    ids = house.cases(12)
    missing = {
        "code": "signal_missing",
        "attribution": {"kind": "missing_signal", "ref": "age of the payee"},
    }
    for n, seat in enumerate(people):
        assert all(one["code"] == "applied" for one in decide(seat, ids[n::2], "pass", **missing))
    before = lead.session.get("/v1/feedback", params={"kind": "pattern"}).json()["items"]
    told = lead.session.post("/v1/feedback/mine")
    assert told.status_code == 200, told.text
    page = lead.session.get("/v1/feedback", params={"kind": "pattern", "limit": "200"}).json()
    fresh = [one for one in page["items"] if one.get("code") == "signal_missing"]
    assert len(fresh) == 1
    assert len(page["items"]) >= len(before) + 1
    view = item(lead, fresh[0]["feedback_id"])
    assert view["figures"]["count"] == 12
    assert view["figures"]["reviewers"] == 2
    assert view["weeks"][-1]["cases"] == 12
    assert view["weeks"][-1]["labelled"] >= 12
    assert fresh[0]["suggested"]["reason"] == "code_default"
    for seat in people:
        (one,) = news(seat, fresh[0]["feedback_id"])
        assert (one["event"], one["cases"], one["attribution"]["ref"]) == ("opened", 6, "age of the payee")
    assert news(lin, fresh[0]["feedback_id"]) == []
    health = lead.session.get("/v1/signals/health", params={"case_type": "ato_investigation"}).json()
    travel = next(one for one in health["signals"] if one["signal"] == "impossible_travel")
    assert travel["known"]
    assert travel["firing"]["n"] >= 12
    assert len(lead.session.get("/v1/signals/rules").json()["rules"]) == 5
    for address in ("/v1/feedback/mine",):
        assert lin.session.post(address).status_code == 403
    assert lin.session.get("/v1/signals/health").status_code == 403
