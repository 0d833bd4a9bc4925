"""Examples of calibration for whoever asks every operation of the API as a team lead."""

from typing import Any

from app.contract import paths
from tests.support import calibration as c
from tests.support.seats import House, Seat

SAID = {"why": "The audits do not say so.", "why_language": "en"}


def examples(told: dict[str, Any], house: House, lead: Seat) -> None:
    """A session at each step, one for each operation that takes it further."""
    other = house.seat("looks first")
    ids = c.labelled(house, other, wrong=24, right=2)
    one_case: dict[str, Any] = {"criteria": {"size": 1, "right_per_mille": 0}}

    def of(method: str, path: str, example: Any = None, **named: str) -> None:
        operation = told["paths"][path][method]
        for parameter in operation.get("parameters", ()):
            if parameter["name"] in named:
                parameter["example"] = named[parameter["name"]]
        if example is not None:
            operation["requestBody"]["content"]["application/json"]["example"] = example

    def session(*, revealed: bool = False, chair: Seat = lead, **more: Any) -> str:
        session_id = str(c.made(chair, lead, **(one_case | more))["session"]["session_id"])
        if revealed:
            assert c.act(chair, paths.CALIBRATION_REVEAL, session_id).status_code == 200
        return session_id

    leads = house.seat("leads as well", "team_lead")
    of("get", paths.CALIBRATION_GROUPS, by="case_type")
    of("get", paths.CALIBRATION_SIMULATION, case_type=c.KIND)
    of("post", paths.CALIBRATION_BATCH, c.order(**one_case)["criteria"])
    of("post", paths.CALIBRATION_SESSIONS, c.order(**one_case))
    of("get", paths.CALIBRATION_SESSION, session_id=session())
    of("post", paths.CALIBRATION_JOIN, session_id=session())
    of("post", paths.CALIBRATION_SHOW, session_id=session(revealed=True, chair=leads))
    of("post", paths.CALIBRATION_REVEAL, session_id=session())
    truth = {"decision": "block", "reason": "The device was new.", "language": "en", "attendees": [lead.user_id]}
    of("put", paths.CALIBRATION_TRUTH, truth, session_id=session(revealed=True), ref="01")
    follow = {"route": "A", "refs": ["01"], "title": "A VPN counts as a journey.", "language": "en"}
    of("post", paths.CALIBRATION_FOLLOW_UPS, follow, session_id=session(revealed=True))
    of("post", paths.CALIBRATION_CLOSE, session_id=session(revealed=True))
    of("post", paths.CALIBRATION_CANCEL, session_id=session())
    series = c.read(lead, session(every_days=7))["session"]["series_id"]
    of("post", paths.CALIBRATION_END_SERIES, series_id=series)
    challenged = c.challenge(other, ids[0], "Below this line we pass them all.")
    assert challenged["http"] == 200, challenged
    of("post", paths.CHALLENGE_ANSWER, SAID, challenge_id=challenged["challenge_id"])
