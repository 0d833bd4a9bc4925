"""People who decided many cases, over raw HTTP and by the batch."""

from typing import Any

from tests.support.seats import Seat, review_body

AT_ONCE = 20


def decide(seat: Seat, case_ids: list[str], decision: str = "block", **more: Any) -> list[dict[str, Any]]:
    """Claim these cases and decide all of them alike; the results."""
    found: list[dict[str, Any]] = []
    for start in range(0, len(case_ids), AT_ONCE):
        part = case_ids[start : start + AT_ONCE]
        claims = {one["case_id"]: one for one in seat.claim(*part)["claims"]}
        found += sent(seat, part, decision, claims, **more)
    return found


def look_into(seat: Seat, case_ids: list[str]) -> None:
    """Have had these cases once: what comes of them may be told."""
    for start in range(0, len(case_ids), AT_ONCE):
        held = seat.claim(*case_ids[start : start + AT_ONCE])["claims"]
        given = [{"claim_id": one["claim_id"], "fence": one["fence"]} for one in held]
        answer = seat.session.post("/v1/claims/release", json=given)
        assert answer.status_code == 200, answer.text


def decide_beside(seat: Seat, case_ids: list[str], decision: str = "block", **more: Any) -> list[dict[str, Any]]:
    """Decide cases that somebody else has decided already: the reviews are kept beside the ones in force."""
    return sent(seat, case_ids, decision, {}, **more)


def sent(
    seat: Seat, case_ids: list[str], decision: str, claims: dict[str, dict[str, Any]], **more: Any
) -> list[dict[str, Any]]:
    commands = [seat.command(name, review_body(decision, **more), claims.get(name), base_rev=1) for name in case_ids]
    return list(seat.send(*commands)["results"])


def send_one(seat: Seat, command_type: str, body: dict[str, Any]) -> dict[str, Any]:
    """One command about no case; its result."""
    answer = seat.put(seat.command(None, body, None, command_type=command_type, base_rev=None))
    told: dict[str, Any] = answer.json()
    return told
