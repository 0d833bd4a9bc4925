"""Calibration sessions over raw HTTP: labelled cases to draw from, ballots, and what each person is told."""

from typing import Any

from app.contract import paths
from app.server.usecases import calibration_counts
from tests.support.judged_work import decide
from tests.support.seats import House, Seat, new_id
from tests.support.server import opened

KIND = "ato_investigation"


def counted(house: House) -> None:
    """Bring the daily counts up to the labels in force, as the job does."""
    with opened(house.database) as storage:
        more = True
        while more:
            with storage.write() as work:
                more = calibration_counts.count(work)


def labelled(house: House, seat: Seat, wrong: int, right: int) -> list[str]:
    """Cases that this person has decided against the agent (`wrong`) and with it; their ids."""
    ids = house.cases(wrong + right)
    decide(seat, ids[:wrong], "pass")
    decide(seat, ids[wrong:], "block")
    counted(house)
    return ids


def order(kind: str = "model", **more: Any) -> dict[str, Any]:
    criteria = {"case_type": KIND, "size": 6} | more.pop("criteria", {})
    told = {"kind": kind, "title": "What a VPN says", "language": "en", "seed": "2026-47", "criteria": criteria}
    return told | more


def made(chair: Seat, *others: Seat, **more: Any) -> dict[str, Any]:
    body = order(**more) | {"attendees": [one.user_id for one in others]}
    answer = chair.session.post(paths.CALIBRATION_SESSIONS, json=body)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def read(seat: Seat, session_id: str) -> dict[str, Any]:
    answer = seat.session.get(paths.CALIBRATION_SESSION.format(session_id=session_id))
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def act(seat: Seat, path: str, session_id: str, body: Any = None, *, put: bool = False, **names: str) -> Any:
    send = seat.session.put if put else seat.session.post
    return send(path.format(session_id=session_id, **names), **({} if body is None else {"json": body}))


def ballot(seat: Seat, session_id: str, ref: str, decision: str, reason: str, **more: Any) -> dict[str, Any]:
    """The command, not sent yet."""
    body = {"session_id": session_id, "ref": ref, "decision": decision, "reason": reason, "language": "en"} | more
    told: dict[str, Any] = seat.command(None, body, None, command_type="calibration.ballot", base_rev=None)
    return told


def cast(seat: Seat, command: dict[str, Any]) -> dict[str, Any]:
    """Send it; the result with its status."""
    answer = seat.put(command)
    told: dict[str, Any] = answer.json()
    result: dict[str, Any] = told.get("result", told)
    return result | {"http": answer.status_code}


def vote_on_all(seat: Seat, session: dict[str, Any], decision: str, reason: str) -> None:
    for item in session["items"]:
        told = cast(seat, ballot(seat, session["session"]["session_id"], item["ref"], decision, reason))
        assert told["http"] == 200, told


def note(seat: Seat, session_id: str, text: str, **more: Any) -> dict[str, Any]:
    body = {"note_id": new_id(), "session_id": session_id, "text": text, "language": "en"} | more
    return cast(seat, seat.command(None, body, None, command_type="calibration.note", base_rev=None))


def challenge(seat: Seat, case_id: str, reason: str, **more: Any) -> dict[str, Any]:
    body = {"challenge_id": new_id(), "case_id": case_id, "reason": reason, "language": "en"} | more
    told = cast(seat, seat.command(None, body, None, command_type="threshold.challenge", base_rev=None))
    return told | {"challenge_id": body["challenge_id"]}
