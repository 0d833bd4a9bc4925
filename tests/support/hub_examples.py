"""Examples of the Decision Hub for whoever asks every operation of the API as a team lead."""

from typing import Any

from app.contract import paths
from tests.support.seats import House, Seat
from tests.support.server import Session

SAID = {"why": "The audits say so.", "why_language": "en"}
PLAN = {"metric": "to_people", "margin": 0.05, "guard_margin": 0.05}


def propose(by: Session, case_type: str, side: str, threshold: float) -> str:
    told = by.post(
        paths.HUB_PROPOSALS, json={"case_type": case_type, "side": side, "threshold": threshold, **SAID}
    ).json()
    return str(told["proposal_id"])


def step(by: Session, path: str, proposal_id: str, **more: Any) -> Any:
    answer = by.post(path.format(proposal_id=proposal_id), json=SAID | more)
    assert answer.status_code == 200, answer.text
    return answer.json()


def first(owner: Session, lead: Session, case_type: str, side: str, threshold: float = 0.85) -> None:
    """A threshold that is in force."""
    made = propose(owner, case_type, side, threshold)
    step(lead, paths.HUB_DECISION, made, approve=True)
    step(lead, paths.HUB_PROMOTION, made)


def tried(owner: Session, lead: Session, case_type: str, side: str) -> str:
    """A proposal whose experiment runs."""
    made = approved(owner, lead, case_type, side)
    step(lead, paths.HUB_EXPERIMENT, made, plan=PLAN)
    return made


def approved(owner: Session, lead: Session, case_type: str, side: str) -> str:
    first(owner, lead, case_type, side)
    made = propose(owner, case_type, side, 0.8)
    step(lead, paths.HUB_DECISION, made, approve=True)
    return made


def examples(told: dict[str, Any], house: House, lead: Seat) -> None:
    """A proposal at each step, one for each operation that takes it further."""
    owner, by = house.reader("owns the rules", "rules_owner"), lead.session

    def of(method: str, path: str, proposal_id: str = "", body: Any = None) -> None:
        operation = told["paths"][path][method]
        for parameter in operation.get("parameters", ()):
            if parameter["name"] == "proposal_id":
                parameter["example"] = proposal_id
        if body is not None:
            operation["requestBody"]["content"]["application/json"]["example"] = body

    first(owner, by, "kyc_audit", "pass")
    own = propose(by, "kyc_audit", "pass", 0.8)
    ready = propose(owner, "kyc_audit", "block", 0.85)
    step(by, paths.HUB_DECISION, ready, approve=True)
    of("get", paths.HUB_PROPOSAL, own)
    of("post", paths.HUB_REPLAY, own)
    of("post", paths.HUB_DECISION, propose(owner, "ato_investigation", "pass", 0.9), SAID | {"approve": True})
    of("post", paths.HUB_WITHDRAWAL, propose(by, "reset_2fa", "pass", 0.9), SAID)
    of("post", paths.HUB_EXPERIMENT, approved(owner, by, "poa_review", "pass"), SAID | {"plan": PLAN})
    of("post", paths.HUB_LOOK, tried(owner, by, "withdrawal_anomaly", "pass"))
    of("post", paths.HUB_STOP, tried(owner, by, "withdrawal_anomaly", "block"), SAID)
    of("post", paths.HUB_PROMOTION, ready, SAID)
    new = {"case_type": "trading_abuse", "side": "pass", "threshold": 0.9, **SAID}
    of("post", paths.HUB_PROPOSALS, body=new)
    taken = {"rule_version": "kyc_audit.pass.1", "at": "2026-11-21T08:00:00Z", "result": "taken over"}
    of("post", paths.HUB_ACKNOWLEDGEMENTS, body=taken)
    for parameter in told["paths"][paths.HUB_SIMULATION]["get"]["parameters"]:
        if parameter["name"] in ("case_type", "side"):
            parameter["example"] = {"case_type": "kyc_audit", "side": "pass"}[parameter["name"]]
